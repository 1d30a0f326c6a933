"""Sentences about what the open projects bring together, and about what the forecast leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.delays import forecast as ahead
from iidsp_analysis.monitors.projects.delays.forecast import PortfolioForecast
from iidsp_analysis.monitors.projects.money import billions
from iidsp_analysis.sections.projects.delay_ahead_words import day
from iidsp_analysis.sections.projects.delay_words import survivorship

_AMOUNTS: Final[dict[str, Callable[[Language], str]]] = {
    ahead.PROJECTS: lambda language: language.say("projects"),
    ahead.JOBS: lambda language: language.say("permanent jobs"),
    ahead.OUTPUT: lambda language: language.say("output at full capacity, bn KZT a year"),
}


def amount(language: Language, name: str) -> str:
    """What is forecast, in the reader's words, with its unit."""
    return _AMOUNTS[name](language)


def drawn(language: Language, name: str) -> str:
    """The same without a unit: the picture is in percent of the plan."""
    return language.say("output at full capacity") if name == ahead.OUTPUT else amount(language, name)


def unit(language: Language, forecast: PortfolioForecast, *, has_picture: bool) -> str:
    """Units of the caption, which stands under the picture and speaks for the table as well."""
    say = language.say
    if not forecast.is_enough:
        return say("projects; persons; bn KZT a year at full capacity")
    if not has_picture:
        return say("projects; persons; bn KZT a year at full capacity; 90 % intervals")
    return say("picture: % of the plan; table: projects, persons, bn KZT a year at full capacity; 90 % intervals")


def forecast_title(language: Language, forecast: PortfolioForecast) -> str:
    """The finding: permanent jobs by the end of the year beside the plan, or the plan alone."""
    end = forecast.lower_bound.index[0]
    row = forecast.table.loc[(ahead.JOBS, end)]
    told = {name: language.number(float(row[name]), 0) for name in ("median", "low", "high", "plan")}
    if not forecast.is_enough:
        return language.say("Permanent jobs planned by {end}: {plan}", end=day(language, end), plan=told["plan"])
    return language.say(
        "Permanent jobs of projects commissioned by {end}: {median} foretold ({low} to {high}), {plan} planned",
        end=day(language, end), **told,
    )  # fmt: skip


def forecast_reading(language: Language, forecast: PortfolioForecast) -> tuple[str, ...]:
    """Each end of year in a sentence, for how many projects the forecast speaks, and why it may exceed the plan."""
    if not forecast.is_enough:
        return tuple(filter(None, (_only_plan(language, forecast), _suspended(language, forecast))))
    sizes = language.say("Open projects: {open}; the forecast speaks for {foreseen} of them.",
                         open=forecast.open_projects, foreseen=forecast.foreseen)  # fmt: skip
    told = (_by_end(language, forecast, end) for end in forecast.lower_bound.index)
    return tuple(filter(None, (sizes, _suspended(language, forecast), *told, _exceeds(language, forecast))))


def _only_plan(language: Language, forecast: PortfolioForecast) -> str:
    return language.say(
        "Open projects: {open}; {foreseen} of them can be foretold. A sum is foretold from at least {least} on: with "
        "fewer, one or two projects would decide it. So only the plan is told.",
        open=forecast.open_projects,
        foreseen=forecast.foreseen,
        least=ahead.LEAST_FORESEEN,
    )


def _suspended(language: Language, forecast: PortfolioForecast) -> str:
    if not forecast.suspended:
        return ""
    end = forecast.lower_bound.index[-1]
    jobs, output = (float(forecast.table.loc[(name, end), "suspended"]) for name in (ahead.JOBS, ahead.OUTPUT))
    told = {"number": forecast.suspended, "end": day(language, end), "jobs": language.number(jobs, 0),
            "output": billions(output, language)}  # fmt: skip
    if forecast.is_enough:
        return language.say(
            "Suspended, in neither the forecast nor the plan: {number}. Planned for them by {end}: permanent jobs "
            "{jobs}, output at full capacity {output} bn KZT a year.",
            **told,
        )
    return language.say("Suspended, not in the plan: {number}. Planned for them by {end}: permanent jobs {jobs}, "
                        "output at full capacity {output} bn KZT a year.", **told)  # fmt: skip


def _by_end(language: Language, forecast: PortfolioForecast, end: pd.Timestamp) -> str:
    jobs, output = (forecast.table.loc[(name, end)] for name in (ahead.JOBS, ahead.OUTPUT))
    return language.say(
        "By {end}: {jobs} permanent jobs ({jobs_low} to {jobs_high}; planned {jobs_plan}) and {output} bn KZT of "
        "output a year at full capacity ({output_low} to {output_high}; planned {output_plan}).",
        end=day(language, end),
        jobs=language.number(float(jobs["median"]), 0),
        output=billions(float(output["median"]), language),
        **{f"jobs_{name}": language.number(float(jobs[name]), 0) for name in ("low", "high", "plan")},
        **{f"output_{name}": billions(float(output[name]), language) for name in ("low", "high", "plan")},
    )


def _exceeds(language: Language, forecast: PortfolioForecast) -> str:
    """Why a forecast may lie above the plan, where it does."""
    above = forecast.table[forecast.table["median"] > forecast.table["plan"]]
    if above.empty:
        return ""
    parts = [language.say("{amount}, {year}", amount=drawn(language, name), year=end.year) for name, end in above.index]
    return language.say(
        "A forecast may exceed the plan, as here ({parts}): projects planned for a later day, or without a planned "
        "date, may come by then.",
        parts="; ".join(parts),
    )


def forecast_caveats(language: Language, forecast: PortfolioForecast) -> tuple[str, ...]:
    """What the plan adds up, and what the forecast does not know."""
    say = language.say
    untold = [f"{amount(language, str(name))} – {number}" for name, number in forecast.untold.items() if number]
    return tuple(filter(None, (
        *(_estimated(language, forecast) if forecast.is_enough else ()),
        say("Projects that tell no figure are in no sum and are not estimated: {parts}.", parts="; ".join(untold))
        if untold else "",
        say("The plan adds up the open projects, without suspended ones, whose planned date lies no later than the "
            "end of the year, also those whose date has passed."),
        survivorship(language) if forecast.is_enough else "",
    )))  # fmt: skip


def _estimated(language: Language, forecast: PortfolioForecast) -> tuple[str, ...]:
    say = language.say
    dark = forecast.open_projects - forecast.suspended - forecast.foreseen
    bounds = [f"{day(language, end)} – {number}" for end, number in forecast.lower_bound.items() if number]
    return (
        say("Estimated by simulation: draws of the curve, and in each of them the chance of every project. Jobs and "
            "output are the planned ones, as if each commissioned project reached its plan."),
        language.count("Not foretold, and counted as nothing: {number} open project.",
                       "Not foretold, and counted as nothing: {number} open projects.", dark) if dark else "",
        say("Projects whose probability is a lower bound, because the curve ends before, so that the forecast may be "
            "too low: {parts}.", parts="; ".join(bounds))
        if bounds else "",
        say("Projects are taken as independent: a crisis that holds up all of them is not in the interval."),
    )  # fmt: skip
