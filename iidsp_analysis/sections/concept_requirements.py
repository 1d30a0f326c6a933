"""What must grow how fast to reach the target share: ways, whether they are feasible, and how likely the past is."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.scenarios.economy import require_target
from iidsp_analysis.scenarios.evidence import Evidence, evidence
from iidsp_analysis.scenarios.past_mean import as_on_average, going_on, kept_growth
from iidsp_analysis.scenarios.paths import volumes_at_end, with_kept_structure
from iidsp_analysis.scenarios.requirement import Requirement, required_growth
from iidsp_analysis.sections.concept_against import against_requirement
from iidsp_analysis.sections.concept_scenarios import BY, SOURCES, TARGET, taken_as_one, told_chance
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section

METALS = "24"
ADVANCED = ("high", "medium-high")
#: Growth that like industries have had over five years in no more than one of twenty windows.
BOUND = 0.95


def ways(context: Context, found: Evidence) -> dict[str, tuple[str, ...]]:
    """Which divisions would have to grow faster, by the reader's name of the way."""
    say, known = context.language.say, catalogue()
    if not found.has_divisions:
        return {say("Manufacturing as a whole"): found.economy.divisions}
    return {
        say("All divisions alike"): tuple(known),
        say("All but basic metals"): tuple(code for code in known if code != METALS),
        say("High and medium-high technology only"): tuple(
            code for code, item in known.items() if item.technology in ADVANCED
        ),
        say("Basic metals only"): (METALS,),
    }


def what_must_grow(context: Context, target: float = TARGET, by: int = BY) -> Result:
    """Solve for the growth that reaches the target at constant relative prices, way by way.

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
    made = partial(_told_ways, wanted=require_target(target, by, context.year), by=by)
    return section("What must grow how fast", DROP_TABLES, SOURCES)(made)(context)


def _told_ways(context: Context, wanted: float, by: int) -> Result:
    found = evidence(context.panel, schema.COUNTRY, context.year)
    rows = {name: _row(found, codes, wanted, by) for name, codes in ways(context, found).items()}
    frame = pd.DataFrame(rows).T
    language, say = context.language, context.language.say
    whole = frame.iloc[0]
    return Result(
        title=_title(context, whole, wanted, by),
        reading=(_compared(context, whole, by),
                 say("Ways that reach the target with no division above the growth that like ones exceeded in one of "
                     "twenty five-year windows: {count} of {all}.",
                     count=int(frame["feasible"].sum()), all=len(frame))),
        language=language,
        caption=context.caption(say("% a year; % of GDP"), f"{context.year}–{by}", SOURCES,
                                note=say("estimated, at constant relative prices")),
        sources=SOURCES,
        values={"needed": float(whole["needed"]), "past": float(whole["past"]), "excess": float(whole["excess"]),
                "chance": float(whole["chance"]), "feasible": float(frame["feasible"].sum())},
        table=_table(context, frame),
        caveats=(*(() if found.has_divisions else (taken_as_one(context),)),
                 say("The probability says how many futures drawn from past years have the divisions of the way grow "
                     "at least as fast as is needed; the other divisions and the rest of the economy go on as on "
                     "average."),
                 say("A bound is the 95th percentile of five-year growth in the same class of technology. It is what "
                     "has been seen here, not what is possible.")),
        against=against_requirement(context, found.like, float(whole["needed"])),
    )  # fmt: skip


def _row(found: Evidence, codes: tuple[str, ...], target: float, by: int) -> dict[str, object]:
    taken, start = as_on_average(found), going_on(found, by, codes)
    free = required_growth(found.economy, start, taken, target=target, by=by, movable=codes)
    bounded = required_growth(found.economy, start, taken, target=target, by=by, movable=codes,
                              upper=found.upper_rates(BOUND))  # fmt: skip
    together, past = with_kept_structure(found.economy, found.past, codes)
    volume = _volume_of(found, codes, free, by)
    ends = volumes_at_end(together, past, by)[:, 0]
    return {
        "needed": _yearly(volume / float(together.value_added[0]), by - found.economy.year),
        "past": kept_growth(found, codes),
        "excess": free.excess,
        "feasible": bounded.is_feasible,
        "best": bounded.share if not bounded.is_feasible else np.nan,
        "chance": float((ends >= volume).mean()),
    }


def _volume_of(found: Evidence, codes: tuple[str, ...], answer: Requirement, by: int) -> float:
    grown = found.economy.value_added * (1 + answer.rates) ** (by - found.economy.year)
    return float(sum(value for code, value in zip(found.economy.divisions, grown, strict=True) if code in codes))


def _yearly(ratio: float, years: int) -> float:
    return float(ratio ** (1 / years) - 1)


def _title(context: Context, whole: pd.Series, target: float, by: int) -> str:
    language = context.language
    gaps = {
        "target": language.percent(target),
        "by": by,
        "needed": language.signed_percent(whole["needed"]),
        "past": language.signed_percent(whole["past"]),
        "chance": told_chance(context, whole["chance"]),
    }
    if whole["excess"] == 0:
        return language.say("{target} of GDP by {by} is reached if past growth goes on ({past} a year); probability "
                            "on past evidence: {chance}", **gaps)  # fmt: skip
    return language.say("{target} of GDP by {by} takes growth of manufacturing of {needed} a year, after {past} in the "
                        "past; probability on past evidence: {chance}", **gaps)  # fmt: skip


def _compared(context: Context, whole: pd.Series, by: int) -> str:
    language = context.language
    if whole["excess"] == 0:
        return language.say("No division would have to grow faster than on average in the past.")
    return language.say(
        "Every division would have to grow by {excess} points a year more than on average in the past, every year from "
        "{first} to {by}.",
        excess=language.number(whole["excess"] * 100), first=context.year + 1, by=by,
    )  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(
        way=frame.index,
        feasible=[say("yes") if good else say("no") for good in frame["feasible"]],
        chance_told=[told_chance(context, float(chance)) for chance in frame["chance"]],
    )
    columns = (
        Column("way", say("Which divisions grow faster"), "text"),
        Column("needed", say("Growth needed, % a year"), "signed_percent"),
        Column("past", say("Mean growth in the past, % a year"), "signed_percent"),
        Column("excess", say("Needed on top, pp a year"), "points"),
        Column("feasible", say("Within the bounds"), "text"),
        Column("best", say("If not: best share within the bounds"), "percent"),
        Column("chance_told", say("Probability on past evidence"), "text"),
    )
    caption = say("Ways to the target share by {year} and after", year=context.year + 1)
    return Table(told.reset_index(drop=True), columns, caption)
