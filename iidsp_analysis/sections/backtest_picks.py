"""The picks of one year by name: which were right, which were wrong."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, prose
from iidsp_analysis.backtest.checked_picks import OriginCheck
from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import PRODUCT_GROUPS
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.backtest_origins import SOURCES, checked
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

#: Regions that the Prime Minister named on 27 March 2018; their lines are marked.
NAMED = ("akmola", "south_kazakhstan", "astana", "almaty_city")


def _of_year(found: list[OriginCheck], year: int) -> OriginCheck:
    for check in found:
        if check.origin == year:
            return check
    told = ", ".join(str(check.origin) for check in found)
    raise MissingDataError(f"Picks of {year} cannot be checked yet; those of {told} can.")


@section("The picks from exports by name", DROP_TABLES, SOURCES[EXPORTS])
def from_exports(context: Context) -> Result:
    """Picks of the report's year by product group, right and wrong."""
    _, found = checked(context, EXPORTS)
    return _named(context, EXPORTS, _of_year(found, context.year))


@section("The picks from value added by name", DROP_TABLES, SOURCES[SECTIONS])
def from_value_added(context: Context) -> Result:
    """Picks by section from the year before: annual value added of a year is published after it."""
    _, found = checked(context, SECTIONS)
    return _named(context, SECTIONS, _of_year(found, context.year - 1))


def _named(context: Context, name: str, check: OriginCheck) -> Result:
    picks, say, language = check.picks, context.language.say, context.language
    right, all_ = int(picks["right"].sum()), len(picks)
    frame = _by_region(context, name, picks)
    best = frame.sort_values("hits", ascending=False)
    return Result(
        title=say("{right} of {count} picks of {year} outgrew the same group elsewhere by {end}; blind picks would "
                  "have got {blind}", right=right, count=all_, year=check.origin, end=check.end,
                  blind=language.number(check.usual * all_, 0)),
        reading=(
            say("Most right: {best}; least: {worst}.", best=_regions(context, best.head(3)),
                worst=_regions(context, best.tail(3).iloc[::-1])),
            _which(context, name, check),
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
        return say("These are the picks that the reports of {year} make; growth from {start} to {end}.", **years)
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
    if row["growth"] >= 2 or row["growth"] <= -2:
        return told
    factor = (2 + row["growth"]) / (2 - row["growth"])
    return f"{told} (×{context.language.number(factor, 0 if factor >= 10 else 1)})"


def _regions(context: Context, frame: pd.DataFrame) -> str:
    told = [f"{row['name']} ({row['hits']})" for _, row in frame.iterrows()]
    return prose.enumerate_words(context.language, told)
