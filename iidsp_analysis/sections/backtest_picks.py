"""The picks of one year by name: which were right, which were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.backtest.checked_picks import OriginCheck
from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS
from iidsp_analysis.language import MISSING
from iidsp_analysis.measures.relative_growth import growth_ratio
from iidsp_analysis.models.candidate_size import large_enough
from iidsp_analysis.models.candidates import PRODUCT_GROUPS
from iidsp_analysis.models.growth_points import FEWEST_RANKED
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.backtest_origins import SOURCES, checked, on_tested_borders
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

#: Regions that the Prime Minister named on 27 March 2018; their lines are marked.
NAMED = ("akmola", "south_kazakhstan", "astana", "almaty_city")
#: The change of something from nothing, over the mean of both.
FROM_NOTHING = 2.0


def _of_year(context: Context, found: list[OriginCheck], year: int) -> OriginCheck:
    for check in found:
        if check.origin == year:
            return check
    told = ", ".join(str(check.origin) for check in found)
    raise StatedError(context.language.say("Picks of {year} cannot be checked; those of {years} can.", year=year,
                                           years=told))  # fmt: skip


@section("The picks from exports by name", DROP_TABLES, SOURCES[EXPORTS])
def from_exports(context: Context) -> Result:
    """Picks of the report's year by product group, right and wrong."""
    observations, found = checked(context, EXPORTS)
    check = _of_year(context, found, context.year)
    return _named(context, EXPORTS, check, not_in_reports(observations, check))


@section("The picks from value added by name", DROP_TABLES, SOURCES[SECTIONS])
def from_value_added(context: Context) -> Result:
    """Picks by section from the year before: annual value added of a year is published after it."""
    _, found = checked(context, SECTIONS)
    return _named(context, SECTIONS, _of_year(context, found, context.year - 1))


def not_in_reports(observations: Observations, check: OriginCheck) -> list[str]:
    """Regions with picks whose reports rank nothing: too few candidates are large enough there."""
    counts = large_enough(observations.at(check.origin)).sum(axis=1)
    few = {region for region, count in zip(observations.regions, counts, strict=True) if count < FEWEST_RANKED}
    return [str(region) for region in check.picks["region"].unique() if region in few]


def _named(context: Context, name: str, check: OriginCheck, beside: Sequence[str] = ()) -> Result:
    context = on_tested_borders(context)
    picks, say, language = check.picks, context.language.say, context.language
    right, all_ = int(picks["right"].sum()), len(picks)
    frame = _by_region(context, name, picks)
    best = frame.sort_values("hits", ascending=False, kind="stable")
    return Result(
        title=say("{right} of {count} picks of {year} outgrew the same group elsewhere by {end}; blind picks would "
                  "have got {blind}", right=right, count=all_, year=check.origin, end=check.end,
                  blind=language.number(check.usual * all_, 0)),
        reading=(
            say("Most right: {best}; least: {worst}.", best=_regions(context, best.head(3)),
                worst=_regions(context, best.tail(3).iloc[::-1])),
            _which(context, name, check),
            *_beside(context, beside),
        ),
        language=language,
        caption=context.caption(say("picks from figures up to {year}", year=check.origin),
                                f"{check.start}–{check.end}", SOURCES[name]),
        sources=SOURCES[name],
        values={"right": float(right), "picks": float(all_), "usual": check.usual},
        table=Table(
            frame,
            (
                Column("name", say("Region"), "text"),
                Column("hits", say("Right picks"), digits=0),
                Column("right", say("Right"), "text"),
                Column("wrong", say("Wrong"), "text"),
            ),
            say("Picks of {year} and what became of them by {end}", year=check.origin, end=check.end),
            highlight=frozenset(frame.index[frame["is_named"]]),
        ),
        caveats=(
            say("In brackets: amount of {end} over amount of {start}, current prices. Right and wrong are relative to "
                "the same group in the other regions: a right pick can have shrunk, and a wrong one grown.",
                start=check.start, end=check.end),
        ),
    )  # fmt: skip


def _which(context: Context, name: str, check: OriginCheck) -> str:
    say, years = context.language.say, {"year": check.origin, "start": check.start, "end": check.end}
    if name == EXPORTS:
        return say("These are the picks that the reports of {year} on the borders of {borders} make; growth from "
                   "{start} to {end}.", borders=context.borders, **years)  # fmt: skip
    return say("Five sections a region, from figures up to {year}; growth from {start} to {end}.", **years)


def _beside(context: Context, regions: Sequence[str]) -> list[str]:
    if not regions:
        return []
    return [context.language.say("The report of the region makes no ranking, for want of candidates: {names}.",
                                 names=", ".join(context.short_names[region] for region in regions))]  # fmt: skip


def _by_region(context: Context, name: str, picks: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for region, own in picks.groupby("region", sort=False):
        told: dict[str, object] = {
            key: "; ".join(_pick(context, name, row) for _, row in own[own["right"] == flag].iterrows()) or "–"
            for key, flag in (("right", True), ("wrong", False))
        }
        told |= {"region": region, "name": context.short_names[str(region)]}
        rows.append(told | {"hits": int(own["right"].sum()), "is_named": region in NAMED})
    return pd.DataFrame(rows).set_index("region")


def _pick(context: Context, name: str, row: pd.Series) -> str:
    code = str(row["industry"])
    if name == EXPORTS:
        told = words.plain_candidate(context, PRODUCT_GROUPS, code)
    else:
        told = industries.section(code).short[context.language.code]
    return f"{told} ({_factor(context, float(row['growth']))})"


def _factor(context: Context, growth: float) -> str:
    """Last amount over the first, from the change over the mean of both (−2 to 2)."""
    if not isfinite(growth):
        return MISSING
    if growth >= FROM_NOTHING:
        return context.language.say("from nothing")
    if growth <= -FROM_NOTHING:
        return context.language.say("to nothing")
    factor = growth_ratio(growth)
    return "×" + context.language.number(factor, 0 if factor >= 10 else 1 if factor >= 0.1 else 2)


def _regions(context: Context, frame: pd.DataFrame) -> str:
    told = [f"{row['name']} ({row['hits']})" for _, row in frame.iterrows()]
    return prose.enumerate_words(context.language, told)
