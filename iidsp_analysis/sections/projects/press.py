"""Portfolios known from the press: announced totals, which are about other lists than the register."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import pandas as pd

from iidsp_analysis import reference
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, section

SOURCES: Final = ("press-project-totals",)
#: Figures of an announcement: what is counted, and how the announcement bounds it.
FIGURES: Final = {"projects": "projects_mark", "cost_bn_kzt": "cost_mark", "jobs": "jobs_mark"}


@section("Portfolios known from the press", "")
def press(context: Context) -> Result:
    """What was announced about real portfolios, with date and address; nothing of it enters a calculation."""
    say, language = context.language.say, context.language
    if not context.is_country:
        raise StatedError(say("Announced totals are about the whole country: the page about the country's projects has "
                              "them."), what_next="")  # fmt: skip
    frame = announced(context)
    return Result(
        title=_title(context, frame),
        reading=(
            say("These are announced totals of other lists than the register, all about the whole country. They count "
                "different years and different things, overlap one another, and cannot be compared with the register "
                "or added up."),
            say("They stand here for orientation: so many projects for so much money have been spoken of in public."),
        ),
        language=language,
        caption=_caption(context, frame),
        sources=SOURCES,
        values={name: float(frame.loc[name, "projects"]) for name in frame.index},
        table=_table(context, frame),
        caveats=(
            say("Numbers from the press are shown as printed and never enter a calculation."),
            say("A dash: the announcement does not tell it."),
            *_addresses(context, frame),
        ),
    )  # fmt: skip


def announced(context: Context) -> pd.DataFrame:
    """Return the announcements up to the month of ``as_of``, the earliest first.

    Returns
    -------
    DataFrame
        By id, the columns of ``reference/project_totals.csv``; the figures as numbers, missing where none was told.

    Raises
    ------
    StatedError
        If nothing had been announced by then.
    """
    frame = pd.DataFrame(reference.rows("project_totals")).set_index("id").sort_values("as_of", kind="stable")
    if context.as_of:
        frame = frame[frame["as_of"].str[:7] <= context.as_of]
    if frame.empty:
        say = context.language.say
        raise StatedError(say("No announced total is recorded up to this date."),
                          what_next=say("Choose a later date."))  # fmt: skip
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in FIGURES})


def figure(value: float, mark: str, language: Language) -> str:
    """Tell a figure as it was announced: exact, a lower bound, or about."""
    if pd.isna(value):
        return MISSING
    told = language.number(value, 0 if float(value).is_integer() else 1)
    marks = {
        "more": language.say("more than {number}", number=told),
        "about": language.say("about {number}", number=told),
    }
    return marks.get(mark, told)


def _title(context: Context, frame: pd.DataFrame) -> str:
    """How many totals there are, and how far the numbers of projects lie apart: no one of them is the right one."""
    language, told = context.language, frame["projects"].dropna()
    if told.empty:
        return language.say("Announced, press: totals of other lists of projects")
    least, most = (language.number(number, 0) for number in (told.min(), told.max()))
    if least == most:
        return language.say("Announced, press: another list holds {number} projects", number=least)
    return language.say("Announced, press: other lists hold from {least} to {most} projects (announcements: {number})",
                        least=least, most=most, number=language.number(len(frame), 0))  # fmt: skip


def _caption(context: Context, frame: pd.DataFrame) -> str:
    say = context.language.say
    first, last = (context.language.date(day) for day in (frame["as_of"].min(), frame["as_of"].max()))
    period = first if first == last else f"{first} – {last}"
    return " · ".join([say("projects, bn KZT, jobs, as announced"), period,
                       say("source: {sources}", sources=say("press, addresses under the table"))])  # fmt: skip


def _marks(language: Language) -> dict[str, str]:
    return {"yes": language.say("read at the address"), "no": language.say("not verified")}


def _sites(source: str) -> list[str]:
    """Names of the sites of one or more addresses."""
    return [urlsplit(address.strip()).netloc.removeprefix("www.") for address in source.split(" ; ")]


def _addresses(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    """Where each announcement can be read, and whether it was: too long for a column of the table."""
    marks = _marks(context.language)
    said = frame[["as_of", f"speaker_{context.language.code}", "source", "verified"]].drop_duplicates()
    return tuple(
        context.language.say("Announcement of {date}, {speaker}: {address} ({mark})", date=context.language.date(day),
                             speaker=speaker, address=source, mark=marks[verified])
        for day, speaker, source, verified in said.itertuples(index=False)
    )  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say, language = context.language.say, context.language
    marks = _marks(language)
    told = {
        f"{name}_told": [figure(value, mark, language) for value, mark in zip(frame[name], frame[column], strict=True)]
        for name, column in FIGURES.items()
    }
    shown = frame.assign(
        day=frame["as_of"].map(language.date), what=frame[f"what_{language.code}"],
        who=frame[f"speaker_{language.code}"], remark=frame[f"remark_{language.code}"],
        site=[", ".join(_sites(each)) for each in frame["source"]], mark=frame["verified"].map(marks), **told,
    )  # fmt: skip
    columns = (
        Column("what", say("Announced, press"), "text"),
        Column("projects_told", say("Projects"), "text"),
        Column("cost_bn_kzt_told", say("Cost, bn KZT"), "text"),
        Column("jobs_told", say("Jobs"), "text"),
        Column("day", say("Date"), "text"),
        Column("who", say("Who"), "text"),
        Column("remark", say("Remark"), "text"),
        Column("site", say("Source"), "text"),
        Column("mark", say("Verified"), "text"),
    )
    return Table(shown, columns, say("Announced totals of other lists of projects"))
