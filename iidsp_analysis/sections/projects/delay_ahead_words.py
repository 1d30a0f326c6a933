"""Sentences about what lies ahead of open projects: chances, the test of them in hindsight, and the forecast."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import pandas as pd

from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors.projects.delays import delay as risk
from iidsp_analysis.monitors.projects.delays import forecast as ahead
from iidsp_analysis.monitors.projects.delays.delay import Delay
from iidsp_analysis.monitors.projects.delays.durations import AGAINST_PLAN
from iidsp_analysis.monitors.projects.delays.forecast import PortfolioForecast
from iidsp_analysis.monitors.projects.delays.hindsight import Hindsight
from iidsp_analysis.monitors.projects.delays.voices import BY_MODEL
from iidsp_analysis.sections.projects.delay_words import survivorship

EVEN: Final = 0.5


def day(language: Language, when: pd.Timestamp) -> str:
    """A day in words; a dash where none is told."""
    return MISSING if pd.isna(when) else language.date(when.strftime("%Y-%m-%d"))


# --- chances ----------------------------------------------------------------------------------------------------


def unlikely(told: pd.DataFrame) -> pd.Series:
    """Whether a project whose planned date is ahead will more likely miss it; a lower bound cannot tell that."""
    return (told["by_plan"] < EVEN) & (told["basis"] != risk.LATE) & ~told["is_least"].astype(bool)


def probabilities_title(language: Language, told: pd.DataFrame) -> str:
    """The finding: how many are late already, and how many more will likely be."""
    return language.say(
        "Open projects: {all}; past their planned date: {late}; likely to miss it: {unlikely} more",
        all=len(told),
        late=int((told["basis"] == risk.LATE).sum()),
        unlikely=int(unlikely(told).sum()),
    )


def note(language: Language, row: pd.Series) -> str:
    """What to know about a row: how late it is, what is not known, what is a lower bound."""
    least = [f"within_{months}_least" for months in risk.AHEAD]
    parts = [
        _late(language, float(row["months_late"])) if row["basis"] == risk.LATE else "",
        _NO_CHANCE[row["basis"]](language) if row["basis"] in _NO_CHANCE else "",
        _NO_CHANCE[risk.UNKNOWN](language) if row["basis"] == risk.LATE and pd.isna(row["within_12"]) else "",
        language.say("suspended") if row["is_suspended"] else "",
        language.say("at least: the curve ends before the planned date") if row["is_least"] else "",
        language.say("at least: the curve ends within 12 months") if row[least].any() else "",
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


def probabilities_reading(language: Language, delay: Delay, told: pd.DataFrame, *, left_out: int) -> tuple[str, ...]:
    """How the chances were made, how the same would have done before, and what the table leaves out."""
    more = language.say("The table shows the first {shown}; left out: {number}.", shown=len(told) - left_out,
                        number=left_out)  # fmt: skip
    unknown = int(told["by_plan"].isna().sum())
    dark = language.say("No probability can be told for {number} of them: see the notes.", number=unknown)
    chosen = [look for look in delay.looks if look.clock == delay.outlook.clock.name]
    return tuple(filter(None, (
        _clock(language, delay), *(hindsight(language, look, delay) for look in chosen),
        dark if unknown else "", more if left_out else "",
    )))  # fmt: skip


def _clock(language: Language, delay: Delay) -> str:
    if delay.outlook.clock.name == AGAINST_PLAN:
        return language.say(
            "Each probability is the share of projects of the whole register that had come by that delay against their "
            "first planned date, among those that had not come by the delay of this project today. In hindsight this "
            "foretold better than the time since the decision."
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


def hindsight(language: Language, look: Hindsight, delay: Delay) -> str:
    """What the curve would have foretold at an earlier day, and what came."""
    then = delay.timed.as_of - pd.DateOffset(months=look.months)
    told = {"then": day(language, then), "now": day(language, delay.timed.as_of), "cases": len(look.cases)}
    if not len(look.cases) or not math.isfinite(look.expected):
        return language.say("Put back to {then}, the test is not possible: commissioned by then {events}.",
                            events=look.events, **told)  # fmt: skip
    counted = language.say(
        "Put back to {then}: of the projects then open ({cases}) the curve would have foretold {expected} to be "
        "commissioned by {now} (90 % interval {low} to {high}); commissioned were {came}.",
        expected=language.number(look.expected, 0),
        low=language.number(look.low, 0),
        high=language.number(look.high, 0),
        came=look.came,
        **told,
    )
    return f"{counted} {_brier(language, look)}"


def _brier(language: Language, look: Hindsight) -> str:
    error = language.number(look.brier, 3)
    if not math.isfinite(look.brier_naive):
        return language.say("Mean squared error of the single probabilities (Brier score): {error}.", error=error)
    return language.say(
        "Mean squared error of the single probabilities (Brier score): {error}, against {naive} if every project gets "
        "the share of the period before ({share}).",
        error=error,
        naive=language.number(look.brier_naive, 3),
        share=language.percent(look.naive, 0),
    )


def probabilities_caveats(language: Language, delay: Delay, told: pd.DataFrame) -> tuple[str, ...]:
    """What the chances do not know."""
    say = language.say
    suspended = int(told["is_suspended"].sum())
    by_model = say("Probability from the model: {number}; from the curve of all projects: the others.",
                   number=int((told["basis"] == BY_MODEL).sum()))  # fmt: skip
    return tuple(filter(None, (
        say("Estimated, and no verdict on a project: the probability knows its dates and nothing of its site, money or "
            "owner."),
        by_model if delay.outlook.drawn_model is not None else "",
        say("The intervals hold how uncertain the curve is (resampled projects), not that the times to come may differ "
            "from those before."),
        say("Suspended projects have the same probabilities as the others, although they will hardly come as soon: "
            "{number}.", number=suspended) if suspended else "",
        say("The test in hindsight takes the planned dates as today's register tells them; where the first date is "
            "not recorded, it may take one that was set later. The way to foretell was chosen by the same test, so it "
            "looks a little better than it is."),
        survivorship(language),
    )))  # fmt: skip


# --- the forecast -----------------------------------------------------------------------------------------------

_AMOUNTS: Final[dict[str, Callable[[Language], str]]] = {
    ahead.PROJECTS: lambda language: language.say("projects"),
    ahead.JOBS: lambda language: language.say("permanent jobs"),
    ahead.OUTPUT: lambda language: language.say("output at full capacity, mln KZT a year"),
}


def amount(language: Language, name: str) -> str:
    """What is forecast, in the reader's words."""
    return _AMOUNTS[name](language)


def forecast_title(language: Language, forecast: PortfolioForecast) -> str:
    """The finding: permanent jobs by the end of the year beside the plan."""
    end = forecast.lower_bound.index[0]
    row = forecast.table.loc[(ahead.JOBS, end)]
    return language.say(
        "Permanent jobs of projects commissioned by {end}: {median} foretold ({low} to {high}), {plan} planned",
        end=day(language, end),
        **{name: language.number(float(row[name]), 0) for name in ("median", "low", "high", "plan")},
    )


def forecast_reading(language: Language, forecast: PortfolioForecast) -> tuple[str, ...]:
    """Each end of year in a sentence, and for how many projects the forecast speaks."""
    sizes = language.say("Open projects: {open}; the forecast speaks for {foreseen} of them.",
                         open=forecast.open_projects, foreseen=forecast.foreseen)  # fmt: skip
    return (sizes, *(_by_end(language, forecast, end) for end in forecast.lower_bound.index))


def _by_end(language: Language, forecast: PortfolioForecast, end: pd.Timestamp) -> str:
    jobs, output = (forecast.table.loc[(name, end)] for name in (ahead.JOBS, ahead.OUTPUT))
    return language.say(
        "By {end}: {jobs} permanent jobs ({jobs_low} to {jobs_high}; planned {jobs_plan}) and {output} mln KZT of "
        "output a year at full capacity ({output_low} to {output_high}; planned {output_plan}).",
        end=day(language, end),
        jobs=language.number(float(jobs["median"]), 0),
        output=language.number(float(output["median"]), 0),
        **{f"jobs_{name}": language.number(float(jobs[name]), 0) for name in ("low", "high", "plan")},
        **{f"output_{name}": language.number(float(output[name]), 0) for name in ("low", "high", "plan")},
    )


def forecast_caveats(language: Language, forecast: PortfolioForecast) -> tuple[str, ...]:
    """What the forecast does not know."""
    say = language.say
    untold = [f"{amount(language, str(name))} – {number}" for name, number in forecast.untold.items() if number]
    dark = forecast.open_projects - forecast.foreseen
    bounds = [f"{day(language, end)} – {number}" for end, number in forecast.lower_bound.items() if number]
    return tuple(filter(None, (
        say("Estimated by simulation: draws of the curve, and in each of them the chance of every project. Jobs and "
            "output are the planned ones, as if each commissioned project reached its plan."),
        say("Projects that tell no figure are in neither sum and are not estimated: {parts}.", parts="; ".join(untold))
        if untold else "",
        say("Not foretold, and counted as nothing: {number} open projects.", number=dark) if dark else "",
        say("Projects whose probability is a lower bound, because the curve ends before, so that the forecast may be "
            "too low: {parts}.", parts="; ".join(bounds))
        if bounds else "",
        say("Projects are taken as independent: a crisis that holds up all of them is not in the interval."),
        say("The plan adds up all open projects whose planned date lies before the end of the year, also those whose "
            "date has passed."),
    )))  # fmt: skip
