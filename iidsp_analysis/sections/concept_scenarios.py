"""The way to a share of manufacturing: a fan from past years with the target, and how likely the past makes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitor_plots import fan as fan_chart
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.scenarios.calibration import Calibration, calibration
from iidsp_analysis.scenarios.economy import require_target
from iidsp_analysis.scenarios.evidence import CONSTANT, PAST, Evidence, evidence
from iidsp_analysis.scenarios.past_mean import mean_projection
from iidsp_analysis.scenarios.paths import PATHS, Fan, fan_of_shares, with_kept_structure
from iidsp_analysis.scenarios.projection import Projection
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-5927", "bns-5931", "bns-5792", "bns-gdp-volume", "bns-5831")
TARGET, BY = 15.0, 2030
LEVELS = (0.05, 0.5, 0.95)
LEVEL = LEVELS[-1] - LEVELS[0]
#: Years ahead at which fans of the past are held against what came.
TESTED_AHEAD = 5
#: An interval that held so much less of the past than it promised is told to have failed.
TOLERANCE = 0.15


@dataclass(frozen=True)
class Outlook:
    """The futures of one assumption about relative prices, for the country."""

    found: Evidence
    fan: Fan
    free: Fan
    tested: Calibration | None

    @property
    def years(self) -> tuple[int, int]:
        """First and last year drawn from."""
        return self.found.past.years[0], self.found.past.years[-1]


def outlook(context: Context, by: int, prices: str) -> Outlook:
    """Draw the futures of the country, with the structure of today kept and with every division left to itself."""
    found = evidence(context.panel, schema.COUNTRY, context.year, prices=prices)
    together, past = with_kept_structure(found.economy, found.past)
    relative = past.divisions[:, 0] - past.rest + past.relative_price
    return Outlook(
        found,
        fan_of_shares(together, past, by),
        fan_of_shares(found.economy, found.past, by),
        calibration(relative, TESTED_AHEAD, level=LEVEL),
    )


def way_to_the_target(context: Context, target: float = TARGET, by: int = BY) -> Result:
    """Tell where the share of manufacturing can be in the target year, and how likely the past makes the target.

    Parameters
    ----------
    target : float
        Share of GDP, per cent.
    by : int
        Target year.

    Raises
    ------
    UsageError
        For a target that is no share, or a year that is not after the report's.
    """
    made = partial(_told_way, wanted=require_target(target, by, context.year), by=by)
    return section("The way to the target share", DROP_TABLES, SOURCES)(made)(context)


def _told_way(context: Context, wanted: float, by: int) -> Result:
    constant, moving = outlook(context, by, CONSTANT), _with_past_prices(context, by)
    language, say = context.language, context.language.say
    low, middle, high = (float(value) for value in constant.fan.quantiles(LEVELS)[:, -1])
    chance = constant.fan.probability(wanted)
    with_prices = moving.fan.probability(wanted) if moving else float("nan")
    return Result(
        title=_title(context, wanted, by, chance, with_prices),
        reading=(_where(context, constant, by), _with_prices(context, moving, by), *_people(context, constant, by)),
        language=language,
        caption=context.caption(say("% of GDP"), f"{context.year}–{by}", SOURCES,
                                note=say("estimated: {paths} futures", paths=language.number(PATHS, 0))),
        sources=SOURCES,
        values={"target": wanted, "low": low, "median": middle, "high": high, "chance": chance,
                "chance_past_prices": with_prices, **_going_on(constant, by)},
        table=_table(context, constant.fan, moving.fan if moving else None),
        picture=Picture(plots.picture(lambda: _chart(context, constant.fan, wanted)), _alt(context, constant.fan, by)),
        caveats=(*_tested(context, constant, moving), *_method(context, constant.found)),
        against=(*_failed(context, constant), *_left_free(context, constant, wanted)),
    )  # fmt: skip


def _with_past_prices(context: Context, by: int) -> Outlook | None:
    """The futures with relative prices of the past; None before six of their yearly changes are published."""
    try:
        return outlook(context, by, PAST)
    except MissingDataError:
        return None  # the section says so, in the place of the figures


def _title(context: Context, wanted: float, by: int, chance: float, with_prices: float) -> str:
    language, say = context.language, context.language.say
    gaps = {"target": language.percent(wanted, 1), "by": by, "chance": told_chance(context, chance)}
    if np.isnan(with_prices):
        return say(
            "{target} of GDP by {by}, probability on past evidence: {chance} at constant relative prices", **gaps
        )
    return say("{target} of GDP by {by}, probability on past evidence: {chance} at constant relative prices, "
               "{with_prices} if prices move as they did",
               with_prices=told_chance(context, with_prices), **gaps)  # fmt: skip


def told_chance(context: Context, chance: float) -> str:
    """A probability in words: nothing that was drawn some thousand times is told as impossible or certain."""
    language = context.language
    if chance < 0.01:
        return language.say("below {limit}", limit=language.percent(0.01, 0))
    if chance > 0.99:
        return language.say("above {limit}", limit=language.percent(0.99, 0))
    return language.percent(chance, 0)


def _interval(context: Context, fan: Fan) -> dict[str, str]:
    low, middle, high = fan.quantiles(LEVELS)[:, -1]
    told = {"low": low, "middle": middle, "high": high, "level": LEVEL}
    return {name: context.language.percent(value, 0 if name == "level" else 1) for name, value in told.items()}


def _where(context: Context, one: Outlook, by: int) -> str:
    first, last = one.years
    return context.language.say(
        "From {now} in {year} the share comes to {middle} in {by} in the middle of all futures, and to between {low} "
        "and {high} in {level} of them, if relative prices stay and years like those of {first}–{last} come again.",
        now=context.language.percent(one.found.economy.share), year=context.year, by=by, first=first, last=last,
        **_interval(context, one.fan),
    )  # fmt: skip


def _with_prices(context: Context, one: Outlook | None, by: int) -> str:
    if one is None:
        return context.language.say("Value added is published from 2010: up to {year} there are too few changes of "
                                    "relative prices to draw from.", year=context.year)  # fmt: skip
    first, last = one.years
    return context.language.say(
        "If relative prices move as in {first}–{last}, the share in {by} lies between {low} and {high} in {level} of "
        "the futures: a part of any move of the share is then price, not production.",
        first=first, last=last, by=by, **_interval(context, one.fan),
    )  # fmt: skip


def _left_free(context: Context, one: Outlook, wanted: float) -> tuple[str, ...]:
    if not one.found.has_divisions:
        return ()
    return (context.language.say(
        "In these futures the divisions keep their weights. If each goes its own way, as if one that doubled once "
        "could double again and again, the probability is {chance}.",
        chance=told_chance(context, one.free.probability(wanted)),
    ),)  # fmt: skip


def _failed(context: Context, one: Outlook) -> tuple[str, ...]:
    """A warning where the interval held far less of the past than it promised."""
    if one.tested is None or one.tested.coverage >= one.tested.level - TOLERANCE:
        return ()
    return (context.language.say(
        "Take the interval at constant relative prices with caution: held against the past it covered {coverage} of "
        "what came, not {level}, since manufacturing did not keep one pace against the rest of the economy.",
        coverage=context.language.percent(one.tested.coverage, 0), level=context.language.percent(one.tested.level, 0),
    ),)  # fmt: skip


def _going_on(constant: Outlook, by: int) -> dict[str, float]:
    """Share, growth a year and probability where the past goes on, fractions: what ``iidsp scenario`` prints."""
    made = mean_projection(constant.found, by)
    share = float(made.share[-1])
    return {"mean_share": share, "mean_growth": _yearly(made), "mean_chance": constant.fan.probability(share)}


def _yearly(made: Projection) -> float:
    return float((made.volume[-1].sum() / made.volume[0].sum()) ** (1 / (len(made.years) - 1)) - 1)


def _people(context: Context, constant: Outlook, by: int) -> tuple[str, ...]:
    found = constant.found
    made = mean_projection(found, by)
    if not np.isfinite(made.employment[-1]):
        return ()
    language = context.language
    return (language.say(
        "With the mean growth of past years going on ({growth} a year for manufacturing, {rest} for the rest of the "
        "economy) and output per person changing by {productivity} a year, manufacturing would employ {people} "
        "thousand people in {by}, after {now} thousand in {year}; in {chance} of the futures the share is at least the "
        "{share} that this gives.",
        growth=language.signed_percent(_yearly(made)),
        rest=language.signed_percent(found.mean_rest), productivity=language.signed_percent(found.productivity),
        people=language.number(made.employment[-1], 0), now=language.number(made.employment[0], 0), by=by,
        year=context.year, share=language.percent(made.share[-1]),
        chance=told_chance(context, constant.fan.probability(float(made.share[-1]))),
    ),)  # fmt: skip


def _tested(context: Context, constant: Outlook, moving: Outlook | None) -> tuple[str, ...]:
    say = context.language.say
    told = []
    for one, name in ((constant, say("constant relative prices")), (moving, say("relative prices of the past"))):
        if one is None:
            continue
        if one.tested is None:
            told.append(say("With {prices}, the years are too few to test the method on the past: its interval is "
                            "unproved.", prices=name))  # fmt: skip
            continue
        told.append(say(
            "Tested on the past with {prices}: of {origins} earlier five-year intervals of {level} (without common "
            "years: {independent}), {coverage} held what came; {below} of the outcomes lay above the middle.",
            prices=name, origins=one.tested.origins, independent=one.tested.independent,
            level=context.language.percent(one.tested.level, 0),
            coverage=context.language.percent(one.tested.coverage, 0),
            below=context.language.percent(float((one.tested.pit > 0.5).mean()), 0),
        ))  # fmt: skip
    return tuple(told)


def _method(context: Context, found: Evidence) -> tuple[str, ...]:
    say = context.language.say
    return (
        say("Not a forecast of policy: whole years of the past are drawn in blocks of three, for all divisions, GDP "
            "and prices at once; a measure that the past did not have is not in them."),
        say("The growth of divisions is that of production, moved so that it adds up to the published growth of "
            "manufacturing; the growth of the rest of the economy is what GDP leaves. Both are estimated."),
        _of_divisions(context, found),
    )  # fmt: skip


def _of_divisions(context: Context, found: Evidence) -> str:
    say = context.language.say
    if not found.has_divisions:
        return taken_as_one(context)
    return say("Divisions without an index of their own in some year: {count}; there the growth of all manufacturing "
               "stands for theirs.", count=len(found.filled))  # fmt: skip


def taken_as_one(context: Context) -> str:
    """Tell why there are no divisions in the scenarios of an early base year."""
    return context.language.say("Value added by division is not published for {year}: manufacturing is taken as one "
                                "industry, which leaves the share as it would be, but says nothing of its divisions.",
                                year=context.year)  # fmt: skip


def _history(context: Context) -> pd.Series:
    made = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    return (made / context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]).dropna() * 100


def _table(context: Context, constant: Fan, moving: Fan | None) -> Table:
    say = context.language.say
    rows: dict[str, list[object]] = {"year": [str(year) for year in constant.years]}
    for name, fan in (("constant", constant), *((("past", moving),) if moving else ())):
        rows |= {f"{name}_{key}": list(values)
                 for key, values in zip(("low", "middle", "high"), fan.quantiles(LEVELS), strict=True)}  # fmt: skip
    columns = (
        Column("year", say("Year"), "text"),
        Column("constant_low", say("Constant relative prices: lower limit"), "percent"),
        Column("constant_middle", say("Constant relative prices: middle"), "percent"),
        Column("constant_high", say("Constant relative prices: upper limit"), "percent"),
        Column("past_low", say("Relative prices of the past: lower limit"), "percent"),
        Column("past_middle", say("Relative prices of the past: middle"), "percent"),
        Column("past_high", say("Relative prices of the past: upper limit"), "percent"),
    )
    caption = say("Share of manufacturing in GDP, limits that hold 90 % of the futures (estimated)")
    return Table(pd.DataFrame(rows), tuple(column for column in columns if column.key in rows), caption)


def _chart(context: Context, fan: Fan, target: float) -> Axes:
    language, say = context.language, context.language.say
    years = [str(year) for year in fan.years]
    low, middle, high = (pd.Series(values, index=years) for values in fan.quantiles(LEVELS) * 100)
    labels = {
        "history": say("share of manufacturing, fact"),
        "forecast": say("middle of the futures"),
        "interval": say("{level} of the futures", level=language.percent(LEVEL, 0)),
    }
    axes = fan_chart(_history(context), middle, low, high, language, unit=say("% of GDP"), labels=labels)
    top = max(float(high.max()), target * 100)
    axes.set_ylim(0, top * 1.1)
    axes.axhline(target * 100, color=plots.shade("axes.labelcolor"), linewidth=1.2, linestyle=":")
    axes.annotate(say("target {share}", share=language.percent(target)), (0.01, target * 100), (0, 3),
                  xycoords=("axes fraction", "data"), textcoords="offset points", fontsize=8.5)  # fmt: skip
    return axes


def _alt(context: Context, fan: Fan, by: int) -> str:
    return context.language.say(
        "Line of the share of manufacturing to {year}; from there a band opens to {low}–{high} in {by} with its middle "
        "at {middle}; a dotted line marks the target.",
        year=context.year, by=by, **{name: told for name, told in _interval(context, fan).items() if name != "level"},
    )  # fmt: skip
