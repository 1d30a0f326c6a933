"""Sentences about an export plan and its fact: the finding, the change, the paces, the chance."""

from __future__ import annotations

import math
from collections.abc import Mapping

from iidsp_analysis import prose
from iidsp_analysis.monitors.plan_result import PlanResult
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_words import month

#: A plan that differs from the fact by this factor is rather in another unit than badly met.
SUSPECT = 10.0


def title(context: Context, found: PlanResult) -> str:
    """The finding as a sentence, for a year that is over, in progress, not begun, or with months missing."""
    language, plan = context.language, found.plan
    told = {"of_region": context.of_region, "year": plan.year, "share": language.percent(found.fulfilment),
            "gap": language.number(abs(found.gap))}  # fmt: skip
    if found.missing:
        return _title_of_a_part(context, found, told)
    if found.is_complete:
        return _title_of_a_year(context, found, told)
    if found.published.empty:
        return language.say("Export plan {of_region} for {year}: no month is published yet", **told)
    return _title_so_far(context, found, told | {"month": month(language, found.published.index[-1])})


def _title_of_a_part(context: Context, found: PlanResult, told: Mapping[str, object]) -> str:
    months = context.language.count("{number} month is not published", "{number} months are not published",
                                    len(found.missing))  # fmt: skip
    return context.language.say(
        "Export plan {of_region} for {year}: at least {share} fulfilled; {months}", months=months, **told
    )


def _title_of_a_year(context: Context, found: PlanResult, told: Mapping[str, object]) -> str:
    say = context.language.say
    return prose.by_sign(
        found.gap,
        up=say("Export plan {of_region} for {year}: {share} fulfilled, {gap} mln USD above the plan", **told),
        down=say("Export plan {of_region} for {year}: {share} fulfilled, {gap} mln USD short", **told),
        flat=say("Export plan {of_region} for {year}: {share} fulfilled, on the plan to 0.1 mln USD", **told),
        missing="",
        digits=1,
    )


def _title_so_far(context: Context, found: PlanResult, told: Mapping[str, object]) -> str:
    say = context.language.say
    return prose.by_sign(
        found.gap,
        up=say("Export plan {of_region} for {year}: {share} fulfilled up to {month}, {gap} mln USD above it", **told),
        down=say("Export plan {of_region} for {year}: {share} fulfilled up to {month}, {gap} mln USD to go", **told),
        flat=say("Export plan {of_region} for {year}: {share} fulfilled up to {month}, nothing to go", **told),
        missing="",
        digits=1,
    )


def reading(context: Context, found: PlanResult, country_share: str) -> tuple[str, ...]:
    """Plan and fact, change on the year before, paces, chance, the region's place in the country's shortfall."""
    say, language = context.language.say, context.language
    amounts = say("The plan is {plan} mln USD; published are {fact} mln USD ({months}).",
                  plan=language.number(found.plan.value), fact=language.number(found.fact),
                  months=language.count("{number} month", "{number} months", len(found.published)))  # fmt: skip
    return tuple(
        filter(None, (_suspect(context, found), amounts, _change(context, found), *_ahead(context, found),
                      country_share))
    )  # fmt: skip


def _change(context: Context, found: PlanResult) -> str:
    if not math.isfinite(found.change):
        return ""
    return context.language.say(
        "Against the same months of {before} processed exports {change}.",
        before=found.plan.year - 1,
        change=prose.change(context.language, found.change),
    )


def _ahead(context: Context, found: PlanResult) -> tuple[str, ...]:
    """What the months left need and what the forecast gives; a year that is over or reached has no such question."""
    if not found.left or found.is_reached:
        return ()
    return _paces(context, found), _chance(context, found)


def _paces(context: Context, found: PlanResult) -> str:
    language = context.language
    if not math.isfinite(found.pace_needed):
        return language.say("What the months left need is not known while earlier months are missing.")
    return language.count(
        "{number} month is left and needs {needed} mln USD; the mean month so far: {pace} mln USD, the same month a "
        "year earlier: {before} mln USD.",
        "{number} months are left and need {needed} mln USD each; the mean month so far: {pace} mln USD, the mean of "
        "the same months left a year earlier: {before} mln USD.",
        len(found.left),
        needed=language.number(found.pace_needed),
        pace=language.number(found.pace),
        before=language.number(found.pace_last_year_left),
    )


def _chance(context: Context, found: PlanResult) -> str:
    say, language = context.language.say, context.language
    if not math.isfinite(found.probability):
        return say("The probability of reaching the plan is not told: there is no forecast of the months left.")
    return say("Probability of reaching the plan by the forecast: {chance}; its middle course (median) ends the year "
               "at {expected} mln USD.",
               chance=language.percent(found.probability, 0), expected=language.number(found.expected))  # fmt: skip


def _suspect(context: Context, found: PlanResult) -> str:
    ratio = found.plan.value / found.fact if found.fact > 0 else 1.0
    if not found.is_complete or 1 / SUSPECT < ratio < SUSPECT:
        return ""
    return context.language.say("Plan and fact differ more than tenfold: check the unit of the plan ({file}).",
                                file=found.plan.file)  # fmt: skip
