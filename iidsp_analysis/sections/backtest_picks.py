"""The picks of one year by name: which were right, which were wrong."""

from __future__ import annotations

from contextlib import suppress
from math import isfinite, sqrt

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.backtest.checked_picks import OriginCheck
from iidsp_analysis.backtest.summary import BORDERS, EXPORTS, SECTIONS
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import MISSING
from iidsp_analysis.measures.relative_growth import growth_ratio
from iidsp_analysis.models.candidates import PRODUCT_GROUPS
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.backtest_origins import SOURCES, checked, on_tested_borders
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.rankings import ranked

#: Regions that the Prime Minister named on 27 March 2018; their lines are marked.
NAMED = ("akmola", "south_kazakhstan", "astana", "almaty_city")
#: Standard deviations that chance exceeds, on either side, once in twenty times.
TWO_SIDED = 1.96
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
    _, found = checked(context, EXPORTS)
    return _named(context, EXPORTS, _of_year(context, found, context.year))


@section("The picks from value added by name", DROP_TABLES, SOURCES[SECTIONS])
def from_value_added(context: Context) -> Result:
    """Picks by section from the year before: annual value added of a year is published after it."""
    _, found = checked(context, SECTIONS)
    return _named(context, SECTIONS, _of_year(context, found, context.year - 1))


def _named(context: Context, name: str, check: OriginCheck) -> Result:
    by_badge = _by_badge(context, name, check)
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
            _against_chance(context, check),
            say("Most right: {best}; least: {worst}.", best=_regions(context, best.head(3)),
                worst=_regions(context, best.tail(3).iloc[::-1])),
            _which(context, name, check),
            *by_badge,
        ),
        language=language,
        caption=context.caption(say("picks from figures up to {year}; {currency}, current prices", year=check.origin,
                                    currency=say("USD") if name == EXPORTS else say("KZT")),
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


def _against_chance(context: Context, check: OriginCheck) -> str:
    """Whether so many right picks are more than blind ones would get by luck (binomial, 95 %)."""
    count, usual = len(check.picks), check.usual
    spread = sqrt(count * usual * (1 - usual))
    beyond = abs(float(check.picks["right"].sum()) - count * usual) > TWO_SIDED * spread
    say = context.language.say
    if beyond:
        return say("The difference to blind picks is more than luck would give in 19 of 20 cases.")
    return say("The difference to blind picks is within what luck gives.")


def _by_badge(context: Context, name: str, check: OriginCheck) -> list[str]:
    """How many stable and other picks of the reports were right; only where the reports rank on the tested borders."""
    if name != EXPORTS or context.year != check.origin or context.borders != BORDERS:
        return []
    badges = {}
    for region in check.picks["region"].unique():
        with suppress(MissingDataError):
            badges[region] = ranked(context, str(region)).table["badge"]
    told = check.picks[check.picks["region"].isin(list(badges))]
    stable = told.apply(lambda row: badges[row["region"]][row["industry"]] == "stable", axis=1).astype(bool)
    counts = {"stable": int(stable.sum()), "others": int((~stable).sum())}
    right = {"right": int(told.loc[stable, "right"].sum()), "also": int(told.loc[~stable, "right"].sum())}
    say = context.language.say
    return [
        say(
            "Of the stable picks {right} of {stable} were right, of the others {also} of {others}: stable means firm "
            "in the ranking, not likelier to be right.",
            **counts,
            **right,
        )
    ]


def _which(context: Context, name: str, check: OriginCheck) -> str:
    say, years = context.language.say, {"year": check.origin, "start": check.start, "end": check.end}
    if name == EXPORTS:
        return say("These are the picks that the reports of {year} on the borders of {borders} make; growth from "
                   "{start} to {end}.", borders=context.borders, **years)  # fmt: skip
    return say("Five sections a region, from figures up to {year}; growth from {start} to {end}.", **years)


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
