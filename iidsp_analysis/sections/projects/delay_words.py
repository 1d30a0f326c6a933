"""Sentences about the time to commissioning: how long, how late, who differs, and what the times leave out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import pandas as pd

from iidsp_analysis import industries, prose, regions
from iidsp_analysis.errors import UnknownLabelError
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.measures.survival import SurvivalCurve
from iidsp_analysis.monitors.projects.delays import curves as found
from iidsp_analysis.monitors.projects.delays import durations as time
from iidsp_analysis.monitors.projects.delays import model
from iidsp_analysis.monitors.projects.delays.curves import Curves, Slippage, TooFewEventsError
from iidsp_analysis.monitors.projects.delays.durations import Durations
from iidsp_analysis.monitors.projects.rule_map import INDUSTRIALIZATION, REGIONAL
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.projects.field_words import choice_name

#: Stands for a limit that the figures do not reach.
OPEN_LIMIT: Final = "…"


def too_few(language: Language, reason: TooFewEventsError) -> StatedError:
    """Say how many commissioned projects there are and how many are needed."""
    what = language.say(
        "Commissioned projects that can be timed: {events}; at least {needed} are needed.",
        events=reason.events,
        needed=reason.needed,
    )
    return StatedError(what, what_next=language.say(
        "With fewer, nothing is estimated: chance alone would decide the figures."))  # fmt: skip


# --- how long ---------------------------------------------------------------------------------------------------


def curves_title(language: Language, curve: SurvivalCurve) -> str:
    """The finding: the median, or that half is not reached."""
    median, *_ = curve.median()
    if math.isfinite(median):
        return language.say("Months from the decision until half of the projects are commissioned: {months}",
                            months=language.number(median))  # fmt: skip
    return language.say("Fewer than half of the projects are commissioned {months} months after the decision, the "
                        "longest known", months=language.number(curve.last_event))  # fmt: skip


def sizes(language: Language, timed: Durations, commissioned: int) -> str:
    """How many of the commissioned projects are timed, and what became of all timed ones.

    Parameters
    ----------
    commissioned : int
        Commissioned projects, timed or not.
    """
    frame = timed.frame
    return f"{commissioned_and_timed(language, timed, commissioned)} " + language.say(
        "With those not commissioned, open {left} and cancelled {cancelled}, the projects timed are {all}.",
        all=len(frame),
        left=int(frame["is_open"].sum()),
        cancelled=int(frame["is_cancelled"].sum()),
    )


def commissioned_and_timed(language: Language, timed: Durations, commissioned: int) -> str:
    """Why fewer projects are timed than commissioned, in one line."""
    untimed = commissioned - timed.event_count
    if not untimed:
        return language.say("Commissioned projects: {all}; all of them are timed.", all=commissioned)
    return language.say("Commissioned projects: {all}; {untimed} of them cannot be timed, so {done} are timed.",
                        all=commissioned, untimed=untimed, done=timed.event_count)  # fmt: skip


def with_interval(language: Language, value: float, low: float, high: float, *, percent: bool = False) -> str:
    """A number or a share with its interval in one cell, ``16.7 (15.8–18.1)``; a limit that is not known is open."""
    if not math.isfinite(value):
        return MISSING
    middle = language.percent(value, 0) if percent else language.number(value)
    if not (math.isfinite(low) or math.isfinite(high)):
        return middle
    limits = [OPEN_LIMIT if not math.isfinite(each) else language.number(100 * each, 0) if percent
              else language.number(each) for each in (low, high)]  # fmt: skip
    if percent and math.isfinite(high):
        limits[1] = language.percent(high, 0)
    return f"{middle} ({limits[0]}–{limits[1]})"


def median_interval(language: Language, curve: SurvivalCurve) -> str:
    """The interval of the median; nothing where there is no median."""
    median, low, high = curve.median()
    if not math.isfinite(median):
        return ""
    if not math.isfinite(high):
        return language.say("90 % interval of the time to half of them: from {low} months, without an upper limit.",
                            low=language.number(low))  # fmt: skip
    return language.say("90 % interval of the time to half of them: {low} to {high} months.",
                        low=language.number(low), high=language.number(high))  # fmt: skip


def after_years(language: Language, curve: SurvivalCurve) -> str:
    """Shares commissioned one and two years after the decision, as far as the curve reaches."""
    year, two_years = (1 - curve.at([found.YEAR, 2 * found.YEAR])).tolist()
    if not math.isfinite(year):
        return ""
    if not math.isfinite(two_years):
        return language.say("A year after the decision {share} are commissioned; two years after it is not known.",
                            share=language.percent(year, 0))  # fmt: skip
    return language.say("A year after the decision {year} are commissioned, two years after it {two_years}.",
                        year=language.percent(year, 0), two_years=language.percent(two_years, 0))  # fmt: skip


def slippage(language: Language, late: Slippage | None) -> str:
    """Share on time against the first planned date."""
    if late is None:
        return ""
    told = {"share": language.percent(late.on_time, 0)}
    if not (math.isfinite(late.low) and math.isfinite(late.high)):
        return language.say("Commissioned by the date as first planned: {share} of the projects.", **told)
    return language.say(
        "Commissioned by the date as first planned: {share} of the projects (90 % interval {low} to {high}).",
        low=language.percent(late.low, 0),
        high=language.percent(late.high, 0),
        **told,
    )


def slippage_median(language: Language, late: Slippage | None) -> str:
    """When half are commissioned, counted from the first planned date."""
    median = math.nan if late is None else late.curve.median()[0]
    if not math.isfinite(median):
        return ""
    size = language.number(abs(median))
    return prose.by_sign(
        median,
        up=language.say("Half of them are commissioned at the latest {size} months after that date.", size=size),
        down=language.say("Half of them are commissioned {size} months or more before that date.", size=size),
        flat=language.say("Half of them are commissioned by that date."),
        missing="",
        digits=1,
    )


# --- who differs ------------------------------------------------------------------------------------------------


_MAPS: Final[dict[str, Callable[[Language], str]]] = {
    INDUSTRIALIZATION: lambda language: language.say("industrialization map"),
    REGIONAL: lambda language: language.say("regional map"),
}


def group_name(language: Language, dimension: str, group: str) -> str:
    """A region, division or map in the reader's words."""
    if dimension == found.REGION:
        return regions.get(group).name[language.code]
    if dimension == found.MAP:
        return _MAPS[group](language) if group in _MAPS else choice_name("map", group, language)
    try:
        name = industries.name("oked_division", group, language.code, short=True)
    except UnknownLabelError:
        return language.say("OKED division {code}, not of manufacturing", code=shown(group))
    return f"{group} {name}"


def differences(language: Language, groups: pd.DataFrame) -> str:
    """Which groups differ from the others by more than chance."""
    tested = _tested(groups)
    if tested.empty:
        return ""
    apart = tested[tested["p_adjusted"] < found.SIGNIFICANT]
    if apart.empty:
        return language.say("No region, division or map with enough projects differs from the others by more than "
                            "chance.")  # fmt: skip
    names = [group_name(language, *key) for key in zip(apart["dimension"], apart["group"], strict=True)]
    return language.say("Faster or slower than the others by more than chance: {names}.", names="; ".join(names))


def _tested(groups: pd.DataFrame) -> pd.DataFrame:
    return groups[groups["p_adjusted"].notna()]


def tests(language: Language, groups: pd.DataFrame) -> str:
    """By which test groups are told apart, and how near the nearest came to it."""
    tested = _tested(groups)
    if tested.empty:
        return ""
    return language.say("Differences are tested by log-rank tests with Holm's correction for their number; smallest "
                        "corrected p-value: {p}.", p=language.number(float(tested["p_adjusted"].min()), 3))  # fmt: skip


def beyond_chance(language: Language, p_adjusted: pd.Series) -> list[str]:
    """Whether each difference is larger than chance makes it; a dash where it was not tested."""
    yes, no = language.say("yes"), language.say("no")
    return [MISSING if pd.isna(p) else yes if p < found.SIGNIFICANT else no for p in p_adjusted]


def small_groups(language: Language, few: pd.DataFrame) -> str:
    """Groups with too few events for a curve."""
    if few.empty:
        return ""
    names = [group_name(language, *key) for key in zip(few["dimension"], few["group"], strict=True)]
    return language.say(
        "No curve of their own, with fewer than {least} commissioned projects that can be timed: {names}.",
        least=found.LEAST_EVENTS,
        names="; ".join(names),
    )


# --- what the times leave out -----------------------------------------------------------------------------------

_REASONS: Final[dict[str, Callable[[Language], str]]] = {
    time.NO_STATUS: lambda language: language.say("no status"),
    time.NO_ORIGIN: lambda language: language.say("neither a decision nor a start"),
    time.NOT_BEGUN: lambda language: language.say("a beginning after the day of the register"),
    time.NO_DAY: lambda language: language.say("commissioned without a date"),
    time.CONTRADICTED: lambda language: language.say("a date of commissioning, but another status"),
    time.AFTER_REGISTER: lambda language: language.say("an end after the day of the register"),
    time.BEFORE_ORIGIN: lambda language: language.say("an end before the beginning"),
}


def left_out(language: Language, timed: Durations) -> str:
    """Projects of the register that are not timed, by reason."""
    if timed.left_out.empty:
        return ""
    parts = [f"{_REASONS[str(reason)](language)} – {number}" for reason, number in timed.left_out.items()]
    return language.say("Projects of the whole register that cannot be timed and are in no figure here: {parts}.",
                        parts="; ".join(parts))  # fmt: skip


def origins(language: Language, timed: Durations) -> str:
    """Projects timed from their start for want of a decision."""
    number = int((timed.frame["origin_from"] != time.DECISION).sum())
    if not number:
        return ""
    return language.say("Timed from their start, because no date of decision is told: {number}.", number=number)


def cancelled(language: Language, timed: Durations, curves: Curves) -> str:
    """What is done with cancelled projects, and how much it matters."""
    number = int(timed.frame["is_cancelled"].sum())
    if not number:
        return ""
    median, bound = curves.overall.median()[0], curves.if_never.median()[0]
    told = language.say("Cancelled projects count as under way until the day of their cancellation: {number}.",
                        number=number)  # fmt: skip
    if not (math.isfinite(median) and math.isfinite(bound)):
        return told
    return f"{told} " + language.say(
        "If none of them would ever have come, half would be commissioned within {bound} months instead of {median}.",
        bound=language.number(bound),
        median=language.number(median),
    )


def undated(language: Language, timed: Durations) -> str:
    """Cancelled projects without the day of it."""
    if not timed.undated_ends:
        return ""
    return language.say("Cancelled, but the day is not told – counted until the day of the register: {number}.",
                        number=timed.undated_ends)  # fmt: skip


def suspended(language: Language, timed: Durations) -> str:
    """What is done with suspended projects."""
    number = int(timed.frame["is_suspended"].sum())
    if not number:
        return ""
    return language.say("Suspended projects count as not commissioned until the day of the register: {number}.",
                        number=number)  # fmt: skip


def unrecorded(language: Language, late: Slippage | None) -> str:
    """Projects whose first date is not recorded."""
    if late is None or not late.unrecorded:
        return ""
    return language.say("The date as first planned is not recorded and the present one stands for it, so that the "
                        "delay is understated: {number}.", number=late.unrecorded)  # fmt: skip


def survivorship(language: Language) -> str:
    """What a register cannot show."""
    return language.say("The register shows the projects that are still in it. Those that were dropped without a trace "
                        "before this version are missing, so that projects can look faster than they are.")  # fmt: skip


# --- the model --------------------------------------------------------------------------------------------------

FEATURES: Final[dict[str, Callable[[Language], str]]] = {
    model.MAP_FEATURE: lambda language: language.say("industrialization map (against the regional one)"),
    model.COST_FEATURE: lambda language: language.say("planned cost twice as high"),
    model.KIND_FEATURE: lambda language: language.say("new production (against expansion and modernisation)"),
    model.TECHNOLOGY_FEATURE: lambda language: language.say("medium-high or high technology by the official class of "
                                                            "the division (against lower)"),
}  # fmt: skip
WHY_NOT: Final[dict[str, Callable[[Language], str]]] = {
    model.NOT_TOLD: lambda language: language.say("too few projects tell it"),
    model.NO_VARIATION: lambda language: language.say("the commissioned projects are all alike"),
    model.NO_ROOM: lambda language: language.say("too few commissioned projects: ten are needed for each feature"),
}
