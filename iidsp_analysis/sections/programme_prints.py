"""Results as they were announced beside the same figures in today's edition of the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import reference, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.announced_shares import SHARES
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth import chained
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.statements import PRODUCTION, statements

SOURCES = ("bns-5792", "bns-5547", "bns-446905")
#: A difference that rounds to less than this, in the unit of the announcement, is none.
ROUNDING = 0.05
#: Indicators of the programme by the kind of an announced figure.
_FACTS = {"exports": "processed_exports", "investment": "investment", "productivity": "productivity"}
_COLUMNS = ("as_of", "speaker", "statement", "base", "period", "announced", "unit", "today", "is_comparable",
            "remark", "source", "verified")  # fmt: skip


def prints(context: Context) -> pd.DataFrame:
    """Announced results up to the report's year and date, each with the same figure in today's edition.

    Returns
    -------
    DataFrame
        By id: who said what when, ``announced`` and ``today`` in ``unit`` (growth in per cent), ``is_comparable`` and
        ``difference`` (missing where the two are not the same figure; ``today`` then stands beside, or is missing).

    Raises
    ------
    StatedError
        If nothing had been announced by then.
    """
    frames = [frame for frame in (_of_statements(context), _of_results(context)) if len(frame)]
    if not frames:
        say = context.language.say
        raise StatedError(say("No announced result is recorded up to this year and date."),
                          what_next=say("Choose a later year or date."))  # fmt: skip
    frame = pd.concat(frames)
    difference = (frame["today"] - frame["announced"]).where(frame["is_comparable"])
    return frame.assign(difference=difference)


def _of_statements(context: Context) -> pd.DataFrame:
    """Growth of production among the statements about the share of manufacturing: they are recorded once."""
    try:
        frame = statements(context)
    except MissingDataError:  # nothing had been said by the date of the report
        return pd.DataFrame(columns=list(_COLUMNS))
    frame = frame[(frame["form"] == "production") & _known(frame, context)]
    code = context.language.code
    frame = frame.assign(
        announced=frame["announced"] * 100, today=frame["today"] * 100, unit="%", is_comparable=True,
        **{name: frame[f"{name}_{code}"] for name in ("speaker", "statement", "remark")},
    )  # fmt: skip
    return frame[list(_COLUMNS)]


def _of_results(context: Context) -> pd.DataFrame:
    frame = pd.DataFrame(reference.rows("programme_results")).set_index("id", drop=False)
    frame = frame[_known(frame, context)]
    if context.as_of:
        frame = frame[frame["as_of"].str[:7] <= context.as_of]
    code, book = context.language.code, FactBook(context.panel)
    frame = frame.assign(
        announced=pd.to_numeric(frame["announced"]), is_comparable=frame["comparable"] == "yes",
        today=[_today(context, book, row) for _, row in frame.iterrows()],
        **{name: frame[f"{name}_{code}"] for name in ("speaker", "statement", "remark")},
    )  # fmt: skip
    return frame[list(_COLUMNS)]


def _known(frame: pd.DataFrame, context: Context) -> pd.Series:
    """Rows about periods up to the report's year."""
    return frame["period"].str[:4].astype(int) <= context.year


def _today(context: Context, book: FactBook, row: pd.Series) -> float:
    """The figure that a result is about, in the unit of the announcement; NaN where the tables have none."""
    kind, _, measure = row["form"].partition("_")
    if kind == "production":
        return _production(context, row)
    if measure == "share":
        return SHARES[kind](context, row["period"]) * 100
    if kind not in _FACTS:
        return np.nan
    facts, year = book.facts(_FACTS[kind]), int(row["period"])
    if measure == "growth":
        return float(facts.index(int(row["base"])).get(year, np.nan)) - 100
    scale = 1000 if row["unit"] == "bn USD" else 1  # exports are in mln USD
    return float(facts.values.get(year, np.nan)) / scale


def _production(context: Context, row: pd.Series) -> float:
    indices = context.by_industry("production_volume_index", schema.COUNTRY, "oked_division")
    line = indices.get(row["industry"], pd.Series(dtype=float))
    return float(chained(line, int(row["base"]), int(row["period"]))[row["period"]]) - 100


@section("First print and today's edition", DROP_TABLES, SOURCES)
def first_prints(context: Context) -> Result:
    """Put every announced result beside the same figure of today, or say why there is none."""
    if not context.is_country:
        say = context.language.say
        raise StatedError(say("Announced results are about the country: no regional breakdown was found."),
                          what_next=say("See the national report."))  # fmt: skip
    frame = prints(context)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, frame),
        reading=(_revisions(context, frame), _not_comparable(context, frame)),
        language=language,
        caption=context.caption(
            say("units in the table"), language.date(frame["as_of"].max()), SOURCES,
            note=say("announcements: their addresses stand under the table"),
        ),
        sources=SOURCES,
        values={f"{name}_{column}": float(frame.loc[name, column]) for name in frame.index
                for column in ("announced", "today")},
        table=_table(context, frame),
        caveats=(
            say("The tables as they were on the day of an announcement are not loaded: a difference can be a revision, "
                "another definition, another period or a misprint."),
            say("Numbers from the press are shown as printed and never enter a calculation."),
            *_addresses(context, frame),
        ),
    )  # fmt: skip


def _title(context: Context, frame: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    same = frame[frame["is_comparable"] & frame["today"].notna()]
    if PRODUCTION in same.index:
        row = same.loc[PRODUCTION]
        return say(
            "Announced: manufacturing output {base}→{period} {announced}; today's edition: {today}",
            base=row["base"], period=row["period"], announced=language.signed_percent(row["announced"] / 100),
            today=language.signed_percent(row["today"] / 100),
        )  # fmt: skip
    return say("Announced results: {count}; recomputed from today's edition: {same}", count=len(frame), same=len(same))


def _revisions(context: Context, frame: pd.DataFrame) -> str:
    difference = frame["difference"].dropna()
    return context.language.say(
        "Announced results: {count}; recomputed from the loaded tables: {compared}; today higher: {up}, lower: {down}, "
        "the same to one decimal: {same}.",
        count=len(frame), compared=len(difference), up=int((difference >= ROUNDING).sum()),
        down=int((difference <= -ROUNDING).sum()), same=int((difference.abs() < ROUNDING).sum()),
    )  # fmt: skip


def _not_comparable(context: Context, frame: pd.DataFrame) -> str:
    say, language = context.language.say, context.language
    other = frame[~frame["is_comparable"] | frame["today"].isna()]
    if other.empty:
        return say("Every announced result can be recomputed.")
    reasons = ["; ".join(other.loc[other["remark"] == reason, "statement"]) + f": {reason}"
               for reason in dict.fromkeys(other["remark"])]  # fmt: skip
    return language.say("Not comparable – {list}.", list="; ".join(reasons))


def _addresses(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Where each announcement can be read, and whether it was: too long for columns of the table."""
    say = context.language.say
    marks = {"yes": say("read at the address"), "as printed": say("as printed there")}
    said = frame[["as_of", "speaker", "source", "verified"]].drop_duplicates()
    return tuple(
        say("Announcement of {date}, {speaker}: {address} ({mark})", date=context.language.date(row.as_of),
            speaker=row.speaker, address=row.source, mark=marks[row.verified])
        for row in said.itertuples()
    )  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    units = {
        "%": "%", "bn USD": say("bn USD"), "bn KZT": say("bn KZT"),
        "thousand USD a person": say("thousand USD a person"), "enterprises": say("enterprises"),
    }  # fmt: skip
    shown = frame.assign(
        unit=frame["unit"].map(units), who=frame["as_of"].map(context.language.date) + ", " + frame["speaker"]
    )
    columns = (
        Column("statement", say("Result"), "text"),
        Column("announced", say("As announced")),
        Column("today", say("Today's edition")),
        Column("difference", say("Difference, in the unit or pp"), "signed"),
        Column("unit", say("Unit"), "text"),
        Column("who", say("Date and speaker"), "text"),
        Column("remark", say("Remark"), "text"),
    )
    return Table(shown, columns, say("Announced results and today's edition"))
