"""The same question as it was answered in its day: statements of officials beside today's edition."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import reference, schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth import chained
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-5792")
#: Two statements of one day: their numbers head the section.
CEILING, PRODUCTION = "share-ceiling", "production-2017"


def statements(context: Context) -> pd.DataFrame:
    """Statements up to the month of ``as_of``, each with the same figure in today's edition.

    Returns
    -------
    DataFrame
        By id: the columns of ``reference/statements.csv`` and ``announced, today, difference`` (fractions; missing
        where no number was announced or the figure cannot be recomputed).

    Raises
    ------
    MissingDataError
        If nothing had been said by then.
    """
    frame = pd.DataFrame(reference.rows("statements")).set_index("id", drop=False)
    if context.as_of:
        frame = frame[frame["as_of"].str[:7] <= context.as_of]
    if frame.empty:
        raise MissingDataError("No statement about the share or the volume is recorded up to this date.")
    today = [_today(context, row) for _, row in frame.iterrows()]
    frame = frame.assign(announced=pd.to_numeric(frame["announced"]), today=today)
    return frame.assign(difference=frame["today"] - frame["announced"])


def _today(context: Context, row: pd.Series) -> float:
    """Return the figure that a statement is about, from the loaded edition; NaN where it cannot be recomputed."""
    if row["form"] == "share":
        return _share(context, row["period"])
    if row["form"] == "share_change":
        return _share(context, row["period"]) - _share(context, row["base"])
    return _production(context, row) if row["form"] == "production" else np.nan


def _share(context: Context, year: str) -> float:
    value = territories.series(context.published, schema.COUNTRY, "gva", "C", classification="oked_section")
    gdp = territories.series(context.published, schema.COUNTRY, "grp", classification="total")
    return float((value / gdp).get(year, np.nan))


def _production(context: Context, row: pd.Series) -> float:
    indices = territories.series(context.published, schema.COUNTRY, "production_volume_index", row["industry"])
    base, year = int(row["base"]), int(row["period"])
    line = chained(indices, base, year)
    return float(line[str(year)] / 100 - 1)


@section("The same question in its day", DROP_TABLES, SOURCES)
def share_as_of(context: Context) -> Result:
    """Put what was announced beside the same figure in today's edition."""
    frame = statements(context)
    language, say = context.language, context.language.say
    return Result(
        title=_title(context, frame),
        reading=(_agreement(context, frame), _not_reproduced(context, frame)),
        language=language,
        caption=context.caption(say("%, differences in percentage points"), _dates(context.language, frame), SOURCES,
                                note=say("statements: their addresses stand in the table")),
        sources=SOURCES,
        values={f"{name}_{column}": float(frame.loc[name, column]) for name in frame.index
                for column in ("announced", "today", "difference")},
        table=_table(context, frame),
        caveats=(
            say("The tables as they were on the day of a statement are not loaded: the left number is what was said, "
                "the right one is the same period in today's edition. A difference can be a revision, another "
                "definition, another period or a misprint."),
            say("Numbers from the press are shown as printed and never enter a calculation."),
        ),
    )  # fmt: skip


def _dates(language: Language, frame: pd.DataFrame) -> str:
    first, last = (language.date(day) for day in (frame["as_of"].min(), frame["as_of"].max()))
    return first if first == last else f"{first} – {last}"


def _title(context: Context, frame: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    if not {CEILING, PRODUCTION} <= set(frame.index):
        return say("What had been said about the share by {date}", date=language.date(frame["as_of"].max()))
    ceiling, production = frame.loc[CEILING], frame.loc[PRODUCTION]
    return say(
        "Said on {date}: share of GDP not above {level}, production {announced} since {base}; today's edition: {share} "
        "and {today}",
        date=language.date(ceiling["as_of"]),
        level=language.percent(ceiling["announced"], 0),
        announced=language.signed_percent(production["announced"]),
        base=production["base"],
        share=language.percent(ceiling["today"]),
        today=language.signed_percent(production["today"]),
    )


def _agreement(context: Context, frame: pd.DataFrame) -> str:
    compared = frame["difference"].dropna()
    return context.language.say(
        "Statements with a number: {count}; recomputed from the loaded tables: {compared}; equal to one decimal of a "
        "percent: {equal}.",
        count=int(frame["announced"].notna().sum()),
        compared=len(compared),
        equal=int((compared.round(3) == 0).sum()),
    )


def _not_reproduced(context: Context, frame: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    missing = frame[frame["today"].isna()]
    if missing.empty:
        return say("Every figure talked about can be recomputed.")
    told = [f"{row[f'statement_{language.code}']}: {row[f'remark_{language.code}']}" for _, row in missing.iterrows()]
    return say("Not recomputed – {list}.", list="; ".join(told))


def _table(context: Context, frame: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    marks = {"yes": say("read at the address"), "as printed": say("as printed there")}
    told = frame.assign(
        said=frame[f"statement_{language.code}"],
        speaker=frame[f"speaker_{language.code}"],
        remark=frame[f"remark_{language.code}"],
        mark=frame["verified"].map(marks),
    )
    columns = (
        Column("said", say("Statement"), "text"),
        Column("announced", say("As announced, %"), "percent"),
        Column("today", say("Today's edition, %"), "percent"),
        Column("difference", say("Difference, pp"), "points"),
        Column("as_of", say("Date"), "text"),
        Column("speaker", say("Who"), "text"),
        Column("remark", say("Remark"), "text"),
        Column("source", say("Address"), "text"),
        Column("mark", say("Verified"), "text"),
    )
    return Table(told, columns, say("Statements and today's edition"))
