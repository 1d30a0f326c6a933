"""Proposed indicators of the Concept: baseline, range in five years on past evidence, and what the figure hangs on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.scenarios.past_growth import WINDOW
from iidsp_analysis.sections.concept_indicator_figures import (
    EXPORTS,
    PRODUCTIVITY,
    SHARE,
    TECHNOLOGY,
    VOLUME,
    WITHOUT,
    Proposal,
    proposals,
)
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-5931", "bns-5792", "bns-446905", "bns-5831", "bns-gdp-volume")
Words = Callable[[Language], str]
NAMES: dict[str, Words] = {
    SHARE: lambda language: language.say("Share of manufacturing in GDP, %"),
    WITHOUT: lambda language: language.say("The same without mining, oil refining and metallurgy, %"),
    TECHNOLOGY: lambda language: language.say("High and medium-high technology, % of manufacturing"),
    EXPORTS: lambda language: language.say("Processed exports, mln USD"),
    VOLUME: lambda language: language.say("Volume of production of manufacturing, index"),
    PRODUCTIVITY: lambda language: language.say("Volume of production per person employed, index"),
}
_HANGS_ON: dict[str, Words] = {
    SHARE: lambda language: language.say("edition of the table; GDP or value added below the line"),
    WITHOUT: lambda language: language.say("prices of the other goods; repair and chemicals that live on mining"),
    TECHNOLOGY: lambda language: language.say("class of vehicles, chemicals, repair; metals in the total"),
    EXPORTS: lambda language: language.say("definition of processed exports; prices of metals"),
    VOLUME: lambda language: language.say("weights of the base year"),
    PRODUCTIVITY: lambda language: language.say("who is counted as employed"),
}
#: Indicators told as fractions.
_SHARES = (SHARE, WITHOUT, TECHNOLOGY)


@section("Proposed indicators", DROP_TABLES, SOURCES)
def indicators(context: Context) -> Result:
    """Tell every indicator with its baseline, the range of five years and the figures that other ways to count give."""
    told = proposals(context)
    language, say = context.language, context.language.say
    ranged = [one for one in told.values() if np.isfinite(one.range.low)]
    return Result(
        title=say("Indicators that can be told for {year}: {told} of {all}; with a range on past evidence: {ranged}",
                  year=context.year, told=len(told), all=len(NAMES), ranged=len(ranged)),
        reading=(*_falling(context, told), _method(context)),
        language=language,
        caption=context.caption(say("units in the table"), f"{context.year}, {context.year + WINDOW}", SOURCES,
                                note=say("ranges estimated")),
        sources=SOURCES,
        values={name: one.range.baseline for name, one in told.items()},
        table=_table(context, told),
        against=_against(context, told),
        caveats=(say("A range tells what the past has seen, not what policy can reach, and it is no target."),
                 say("Windows overlap: they are worth less than their number.")),
    )  # fmt: skip


def _falling(context: Context, told: dict[str, Proposal]) -> tuple[str, ...]:
    """Indicators whose range holds figures below the baseline: a target at today's level can already be missed."""
    names = [NAMES[name](context.language) for name, one in told.items() if one.range.low < one.range.baseline]
    if not names:
        return ()
    return (context.language.say("The past has also seen falls over {years} years of: {names}.", years=WINDOW,
                                 names="; ".join(names)),)  # fmt: skip


def _method(context: Context) -> str:
    return context.language.say(
        "Range: the baseline with the changes of all {years}-year windows of the past, without the lowest and highest "
        "twentieth; of the share of manufacturing 90 % of the futures at constant relative prices.", years=WINDOW,
    )  # fmt: skip


def _against(context: Context, told: dict[str, Proposal]) -> tuple[str, ...]:
    """Where another way to count moves the figure further than five years of the past did."""
    names = [NAMES[name](context.language) for name, one in told.items() if _hangs_more(one)]
    if not names:
        return ()
    return (context.language.say("Another way to count moves the figure of today further than the range of five years "
                                 "is wide: {names}.", names="; ".join(names)),)  # fmt: skip


def _hangs_more(one: Proposal) -> bool:
    low, high = one.spread
    return bool(high - low > one.range.high - one.range.low)


def _figure(language: Language, name: str, value: float) -> str:
    if not np.isfinite(value):
        return MISSING
    if name in _SHARES:
        return language.number(value * 100)
    return language.number(value, 0 if name == EXPORTS else 1)


def _span(language: Language, name: str, ends: tuple[float, float]) -> str:
    if not np.isfinite(ends).all():
        return MISSING
    return "–".join(_figure(language, name, end) for end in ends)


def _table(context: Context, told: dict[str, Proposal]) -> Table:
    language, say = context.language, context.language.say
    frame = pd.DataFrame({name: {
        "name": NAMES[name](language),
        "baseline": _figure(language, name, one.range.baseline),
        "range": _span(language, name, (one.range.low, one.range.high)),
        "basis": say("futures drawn") if one.is_fan else language.number(one.range.windows, 0),
        "others": _span(language, name, one.spread),
        "hangs_on": _HANGS_ON[name](language),
    } for name, one in told.items()}).T  # fmt: skip
    columns = (
        Column("name", say("Indicator"), "text"),
        Column("baseline", say("Baseline, {year}", year=context.year), "text"),
        Column("range", say("Range on past evidence, {year} (estimated)", year=context.year + WINDOW), "text"),
        Column("basis", say("Windows"), "text"),
        Column("others", say("The baseline under other ways to count"), "text"),
        Column("hangs_on", say("It hangs on"), "text"),
    )
    return Table(frame, columns, say("Proposed indicators with baseline, range and what they hang on"))
