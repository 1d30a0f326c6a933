"""Earlier reports as a test: which published statements today's tables reproduce, and why others not."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.reproduction_claims import AGREES, MISPRINT, OTHER, REVISED, UNKNOWN, claims

SOURCES = ("bns-5792", "bns-5927", "bns-5547", "bns-446905", "bns-450904", "bns-5831")
VERDICTS: dict[str, Callable[[Language], str]] = {
    AGREES: lambda language: language.say("agrees"),
    REVISED: lambda language: language.say("revised since"),
    OTHER: lambda language: language.say("another definition, measure or period"),
    MISPRINT: lambda language: language.say("misprint of the source"),
    UNKNOWN: lambda language: language.say("cannot be reproduced"),
}


@section("Earlier reports as a test", DROP_TABLES, SOURCES)
def reproduction(context: Context) -> Result:
    """Hold every published statement against the same figure of today's tables, with a verdict by rule."""
    frame = claims(context)
    language, say = context.language, context.language.say
    counts = frame["verdict"].value_counts().reindex(list(VERDICTS), fill_value=0)
    return Result(
        title=say("Published statements: {all}; they agree: {agrees}, revised since: {revised}, another definition, "
                  "measure or period: {other}, misprint: {misprint}, cannot be reproduced: {unknown}", all=len(frame),
                  **{name: int(number) for name, number in counts.items()}),
        reading=(say("A figure agrees if it lies within half a unit of the last digit that was printed. Revised since: "
                     "the same definition gives another figure in today's edition."),
                 *_revised(context, frame)),
        language=language,
        caption=context.caption(say("units in the table"), _dates(language, frame), SOURCES,
                                note=say("statements: their addresses stand in the table")),
        sources=SOURCES,
        values={name: float(number) for name, number in counts.items()},
        table=_table(context, frame),
        against=_against(context, frame),
        caveats=(say("The tables as they were on the day of a statement are not loaded: that a figure was revised is "
                     "concluded from the difference; it can also be another definition that was not told."),
                 say("Numbers from the press are shown as printed and never enter a calculation.")),
    )  # fmt: skip


def _dates(language: Language, frame: pd.DataFrame) -> str:
    first, last = (language.date(day) for day in (frame["as_of"].min(), frame["as_of"].max()))
    return first if first == last else f"{first} – {last}"


def _revised(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """In which direction the revisions went."""
    gaps = (frame["today"] - frame["announced"])[frame["verdict"] == REVISED]
    if gaps.empty:
        return ()
    return (context.language.say("Of the figures revised since, today's are higher: {up}, lower: {down}.",
                                 up=int((gaps > 0).sum()), down=int((gaps < 0).sum())),)  # fmt: skip


def _against(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """How few statements the verdicts rest on: most cannot be held against the tables at all."""
    held = int(frame["verdict"].isin([AGREES, REVISED, MISPRINT]).sum())
    return (context.language.say(
        "Only {held} of {all} statements are about a figure that the loaded tables give in the same definition: about "
        "the others nothing follows.", held=held, all=len(frame),
    ),)  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    units = {"%": "%", "bn USD": say("bn USD"), "bn KZT": say("bn KZT"), "enterprises": say("enterprises"),
             "thousand USD a person": say("thousand USD a person"), "projects": say("projects"),
             "jobs": say("jobs"), "": ""}  # fmt: skip
    shown = frame.assign(
        unit=frame["unit"].map(units), told=frame["verdict"].map(lambda verdict: VERDICTS[verdict](language)),
        who=frame["as_of"].map(language.date) + ", " + frame["speaker"],
        difference=(frame["today"] - frame["announced"]).where(frame["verdict"] == REVISED),
    )  # fmt: skip
    columns = (
        Column("statement", say("Statement"), "text"),
        Column("announced", say("As announced")),
        Column("today", say("Today's edition")),
        Column("unit", say("Unit"), "text"),
        Column("told", say("Verdict"), "text"),
        Column("difference", say("Difference, in the unit or pp"), "signed"),
        Column("remark", say("Remark"), "text", width="wide"),
        Column("who", say("Date and speaker"), "text"),
        Column("source", say("Address"), "text"),
    )
    return Table(shown, columns, say("Published statements and today's edition"))
