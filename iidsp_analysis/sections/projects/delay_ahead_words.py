"""Sentences about the chances of open projects, and about the test of them in hindsight."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import pandas as pd

from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors.projects.delays import delay as risk
from iidsp_analysis.monitors.projects.delays.delay import Delay
from iidsp_analysis.monitors.projects.delays.durations import AGAINST_PLAN
from iidsp_analysis.monitors.projects.delays.hindsight import Hindsight
from iidsp_analysis.monitors.projects.delays.voices import BY_MODEL
from iidsp_analysis.sections.projects.delay_words import survivorship

EVEN: Final = 0.5
#: Projects that must have the same chance, in whole percent, to stand after those that differ from it.
LEAST_COMMON: Final = 5


def day(language: Language, when: pd.Timestamp) -> str:
    """A day in words; a dash where none is told."""
    return MISSING if pd.isna(when) else language.date(when.strftime("%Y-%m-%d"))


def ahead_day(delay: Delay, months: int) -> pd.Timestamp:
    """The day so many months after that of the register."""
    return delay.timed.as_of + pd.DateOffset(months=months)


# --- which projects ---------------------------------------------------------------------------------------------


def unlikely(told: pd.DataFrame) -> pd.Series:
    """Whether even the upper end of the interval is below one half; a lower bound cannot tell that."""
    return (told["high"] < EVEN) & (told["basis"] != risk.LATE) & ~told["is_least"].astype(bool)


def has_chance(told: pd.DataFrame) -> pd.Series:
    """Whether a chance is told: not where the date has passed, nothing is known, or the project is suspended."""
    return told["by_plan"].notna() & (told["basis"] != risk.LATE)


def has_common_chance(told: pd.DataFrame) -> pd.Series:
    """Whether a project has the chance that is the most frequent, if :data:`LEAST_COMMON` projects share it."""
    whole_percent = told["by_plan"].where(has_chance(told)).round(2)
    counts = whole_percent.value_counts()
    if counts.empty or counts.iloc[0] < LEAST_COMMON:
        return pd.Series(data=False, index=told.index)
    return whole_percent == counts.index[0]


def probabilities_title(language: Language, told: pd.DataFrame) -> str:
    """The finding: how many are late already, and of how many more that can be foretold."""
    return language.say(
        "Open projects: {all}; past their planned date: {late}; chance below one half even at the upper end of its "
        "interval: {unlikely}",
        all=len(told),
        late=int((told["basis"] == risk.LATE).sum()),
        unlikely=int(unlikely(told).sum()),
    )


# --- rows of the table ------------------------------------------------------------------------------------------


def no_chance(language: Language, row: pd.Series) -> str:
    """A dash with the reason in the place of a chance; nothing where there is one."""
    if idle := suspended(language, row):
        return idle
    if row["basis"] == risk.LATE:
        return language.say("– ({reason})", reason=_late(language, float(row["months_late"])))
    return MISSING if pd.isna(row["by_plan"]) else ""


def suspended(language: Language, row: pd.Series) -> str:
    """What stands in the place of the chance of a suspended project; nothing for others and where its day is past."""
    return language.say("– (suspended)") if row["basis"] == risk.SUSPENDED else ""


def note(language: Language, row: pd.Series) -> str:
    """What to know about a row: what is not known, what is a lower bound."""
    least = [f"within_{months}" for months in risk.AHEAD if row[f"within_{months}_least"]]
    is_dark = row["basis"] == risk.LATE and pd.isna(row["within_12"]) and not row["is_suspended"]
    parts = [
        _NO_CHANCE[row["basis"]](language) if row["basis"] in _NO_CHANCE else "",
        _NO_CHANCE[risk.UNKNOWN](language) if is_dark else "",
        language.say("suspended") if row["is_suspended"] and row["basis"] != risk.SUSPENDED else "",
        language.say("at least: the curve ends before the planned date") if row["is_least"] else "",
        language.say("at least: the curve ends within 12 months") if row[least].notna().any() else "",
    ]
    return "; ".join(filter(None, parts))


def _late(language: Language, months: float) -> str:
    if months < 1:
        return language.say("late by less than a month")
    return language.count("late by {number} month", "late by {number} months", int(months))


_NO_CHANCE: Final[dict[str, Callable[[Language], str]]] = {
    risk.NO_PLAN: lambda language: language.say("no planned date is told"),
    risk.UNKNOWN: lambda language: language.say("not known: no commissioned project waited so long"),
    risk.NOT_TIMED: lambda language: language.say("not known: its dates are not told or contradict each other"),
}


# --- reading ----------------------------------------------------------------------------------------------------


def probabilities_reading(language: Language, delay: Delay, told: pd.DataFrame, *, left_out: int) -> tuple[str, ...]:
    """What the chances cannot tell, chances by groups, how they were made, the test, what the table leaves out."""
    say = language.say
    common = int(has_common_chance(told).sum())
    idle = int((told["basis"] == risk.SUSPENDED).sum())
    unknown = int(told["by_plan"].isna().sum()) - idle
    return tuple(filter(None, (
        _not_to_compare(language, delay) if has_chance(told).any() else "",
        *groups(language, told),
        say("Suspended, so that no chance is told: {number}.", number=idle) if idle else "",
        say("No chance can be told for {number} of them: see the notes.", number=unknown) if unknown else "",
        _clock(language, delay),
        *(hindsight(language, look, delay) for look in _chosen(delay)),
        say("Projects with the same chance, {chance}: {number}; they stand after those that differ.", number=common,
            chance=language.percent(float(told["by_plan"][has_common_chance(told)].iloc[0]), 0)) if common else "",
        say("The table shows the first {shown}; left out: {number}.", shown=len(told) - left_out, number=left_out)
        if left_out else "",
    )))  # fmt: skip


def _not_to_compare(language: Language, delay: Delay) -> str:
    told = dict(zip(("sooner", "later"), (day(language, ahead_day(delay, each)) for each in risk.AHEAD), strict=True))
    if delay.outlook.clock.name == AGAINST_PLAN:
        return language.say(
            "Moving a date to a later day raises the chance of keeping it, because delay is counted from the first "
            "date: the column by the planned date cannot compare projects. The chances by {sooner} and by {later} do "
            "not depend on a moved date, where the first one is recorded.",
            **told,
        )
    return language.say(
        "A later planned date leaves more time and so has a higher chance: the column by the planned date cannot "
        "compare projects. The chances by {sooner} and by {later} do not depend on the planned date.",
        **told,
    )


_GROUPS: Final[tuple[tuple[Callable[[pd.Series], pd.Series], Callable[[Language], str]], ...]] = (
    (lambda days: days == 0, lambda language: language.say("Planned date never moved")),
    (lambda days: days > 0, lambda language: language.say("Planned date moved to a later day")),
    (lambda days: days < 0, lambda language: language.say("Planned date moved to an earlier day")),
    (lambda days: days.isna(), lambda language: language.say("Not recorded whether the planned date was moved")),
)


def groups(language: Language, told: pd.DataFrame) -> list[str]:
    """The chances of projects whose date was and was not moved, a sentence each."""
    chosen = [(told[mask(told["moved_days"])], name(language)) for mask, name in _GROUPS]
    return [_group(language, own, name) for own, name in chosen if len(own)]


def _group(language: Language, own: pd.DataFrame, name: str) -> str:
    chances = own["by_plan"][has_chance(own)]
    if chances.empty:
        return language.say("{group}: {number}; no chance can be told.", group=name, number=len(own))
    if chances.round(2).min() == chances.round(2).max():
        return language.say("{group}: {number}; with a chance: {known}, the same for all: {chance}.", group=name,
                            number=len(own), known=len(chances),
                            chance=language.percent(float(chances.iloc[0]), 0))  # fmt: skip
    low, middle, high = (language.percent(float(each), 0) for each in (chances.min(), chances.median(), chances.max()))
    return language.say(
        "{group}: {number}; with a chance: {known}, from {low} to {high}, half of them up to {middle}.",
        group=name, number=len(own), known=len(chances), low=low, middle=middle, high=high,
    )  # fmt: skip


def _clock(language: Language, delay: Delay) -> str:
    if delay.outlook.clock.name == AGAINST_PLAN:
        return language.say(
            "How a chance is made: among the projects of the whole register that had not come by the same distance "
            "from their first planned date as this one has today, the share that had come by the distance of its "
            "planned date. In hindsight this foretold better than the time since the decision."
        )
    if delay.outlook.drawn_model is not None:
        return language.say(
            "Each probability is that of the model of the pace of commissioning where a project tells its features, "
            "and else that of the curve of all projects of the register, given the time since its decision."
        )
    return language.say(
        "Each probability is the share of projects of the whole register that were commissioned so long after their "
        "decision, among those that had waited as long as this project has."
    )


# --- the test in hindsight --------------------------------------------------------------------------------------


def _chosen(delay: Delay) -> list[Hindsight]:
    return [look for look in delay.looks if look.clock == delay.outlook.clock.name]


def _then(language: Language, look: Hindsight, delay: Delay) -> str:
    return day(language, delay.timed.as_of - pd.DateOffset(months=look.months))


def hindsight(language: Language, look: Hindsight, delay: Delay) -> str:
    """What would have been foretold at an earlier day, and what came."""
    then = _then(language, look, delay)
    if not len(look.cases) or not math.isfinite(look.expected):
        return language.say("Seen from {then} the same test is not possible: projects commissioned by then {events}.",
                            then=then, events=look.events)  # fmt: skip
    counted = language.say(
        "Tested on the past: seen from {then}, of the projects then open ({cases}) this way foretells {expected} to be "
        "commissioned by {now} (90 % interval {low} to {high}); commissioned were {came}.",
        then=then,
        now=day(language, delay.timed.as_of),
        cases=len(look.cases),
        expected=language.number(look.expected, 0),
        low=language.number(look.low, 0),
        high=language.number(look.high, 0),
        came=look.came,
    )
    return " ".join(filter(None, (counted, _nearer(language, look))))


def _nearer(language: Language, look: Hindsight) -> str:
    """Whether the single chances did better than one share for all; nothing where there is none."""
    if not math.isfinite(look.brier_naive):
        return ""
    share = language.percent(look.naive, 0)
    if look.brier < look.brier_naive:
        return language.say("The single chances were nearer to what came than the share of the period before ({share}) "
                            "for every project.", share=share)  # fmt: skip
    return language.say("The single chances were no nearer to what came than the share of the period before ({share}) "
                        "for every project.", share=share)  # fmt: skip


def _errors(language: Language, look: Hindsight, delay: Delay) -> str:
    if not math.isfinite(look.brier):
        return ""
    told = {"then": _then(language, look, delay), "error": language.number(look.brier, 3)}
    if not math.isfinite(look.brier_naive):
        return language.say("Test from {then}: mean squared error of the single chances (Brier score) {error}.", **told)
    return language.say("Test from {then}: mean squared error of the single chances (Brier score) {error}, with one "
                        "share for every project {naive}.",
                        naive=language.number(look.brier_naive, 3), **told)  # fmt: skip


# --- caveats ----------------------------------------------------------------------------------------------------


def probabilities_caveats(language: Language, delay: Delay, told: pd.DataFrame, *, has_later: bool) -> tuple[str, ...]:
    """What the chances do not know."""
    say = language.say
    by_model = say("Probability from the model: {number}; from the curve of all projects: the others.",
                   number=int((told["basis"] == BY_MODEL).sum()))  # fmt: skip
    return tuple(filter(None, (
        say("Estimated, and no verdict on a project: the probability knows its dates and nothing of its site, money or "
            "owner."),
        say("A dash under a day stands where the planned date lies after it, or where nothing is known.")
        if has_later else "",
        by_model if delay.outlook.drawn_model is not None else "",
        say("The intervals hold how uncertain the curve is (resampled projects), not that the times to come may differ "
            "from those before."),
        say("Suspended projects show no chance: when work on them goes on is not known.")
        if told["is_suspended"].any() else "",
        *(_errors(language, look, delay) for look in _chosen(delay)),
        say("The test in hindsight takes the planned dates as today's register tells them; where the first date is "
            "not recorded, it may take one that was set later. The way to foretell was chosen by the same test, so it "
            "looks a little better than it is."),
        survivorship(language),
    )))  # fmt: skip
