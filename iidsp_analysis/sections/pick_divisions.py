"""The divisions that picked product groups can contain, with their national figures beside them."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import SOURCES, TOTAL, Comparison, compare, divisions_of
from iidsp_analysis.sections.division_words import names, technology_name
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.rankings import ranked


def divisions_of_picks(context: Context) -> dict[str, list[str]]:
    """Divisions by code, each with the picked product groups that can contain its goods.

    Raises
    ------
    StatedError
        If divisions themselves are ranked: then they stand in the ranking.
    """
    points = ranked(context)
    if points.survey.candidates.classification == DIVISIONS:
        raise StatedError(context.language.say("The divisions themselves are ranked: see the growth points."))
    told: dict[str, list[str]] = {}
    for group in points.picks.index:
        for code in industries.divisions_of_hs_section(group, manufacturing_only=True):
            told.setdefault(code, []).append(group)
    return dict(sorted(told.items()))


@section("Industries behind the picks", DROP_TABLES, SOURCES)
def pick_divisions(context: Context) -> Result:
    """National figures of the industries that the picked product groups can contain."""
    groups = divisions_of_picks(context)
    found = compare(context, divisions_of(context))
    frame = found.frame.loc[list(groups)].sort_values("of_manufacturing", ascending=False)
    say, language = context.language.say, context.language
    total = found.frame.loc[TOTAL, "production"]
    known = frame.index[frame["production"].notna() & pd.notna(total)]
    grew = [code for code in known if frame.loc[code, "production"] > total]
    short = names(context)
    return Result(
        title=_title(context, len(frame), len(known), [short[code] for code in grew]),
        reading=(say("A product group says which goods left the region, not which industry made them. These are the "
                     "industries that can have made them, with the figures of the whole country: by region they are in "
                     "table 5931."),),
        language=language,
        caption=context.caption(say("whole country; growth {base}→{year}", base=found.base, year=context.year),
                                context.period, SOURCES),
        sources=SOURCES,
        values={"divisions": float(len(frame)), "faster": float(len(grew))},
        table=_table(context, found, frame, groups),
        caveats=(say("Which industry a group can contain is told by the number of its HS6 lines, never by value."),),
    )  # fmt: skip


def _title(context: Context, count: int, known: int, grew: list[str]) -> str:
    say = context.language.say
    if not known:
        return say("Of {count} industries behind the picks none has a published volume to compare", count=count)
    if not grew:
        return say("None of the {count} industries behind the picks with a published volume outgrew manufacturing in "
                   "the country", count=known)  # fmt: skip
    quoted = [prose.quoted(context.language, name) for name in grew[:3]]
    return say("Of {count} industries behind the picks with a published volume {grew} outgrew manufacturing in the "
               "country: {names}", count=known, grew=len(grew),
               names=", ".join(quoted) + (", …" if len(grew) > 3 else ""))  # fmt: skip


def _table(context: Context, found: Comparison, frame: pd.DataFrame, groups: dict[str, list[str]]) -> Table:
    say, short = context.language.say, names(context)
    told = frame.assign(
        name=[f"{code} · {short[code]}" for code in frame.index],
        groups=[", ".join(groups[code]) for code in frame.index],
        technology=[technology_name(context, code) for code in frame.index],
    )
    columns = (
        Column("name", say("Division"), "text"),
        Column("groups", say("In the picked groups"), "text"),
        Column("of_manufacturing", say("Share of manufacturing, %"), "percent"),
        Column("production", say("Production volume, %"), "signed_percent"),
        Column("nominal", say("GVA in tenge, %"), "signed_percent"),
        Column("technology", say("Technology"), "text"),
    )
    return Table(told, columns, say("Industries behind the picks, {base}→{year}", base=found.base, year=context.year))
