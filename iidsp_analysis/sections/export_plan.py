"""Export plan against fact: the user's plan beside the published exports. Without a plan the page says so."""

from __future__ import annotations

import math

import pandas as pd

from iidsp_analysis import plots, prose, schema
from iidsp_analysis.loaders.plans import Plans, read_plans
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube
from iidsp_analysis.monitors.export_plan import plan_against_fact, share_of_shortfall
from iidsp_analysis.monitors.plan_forecast import paths_ahead
from iidsp_analysis.monitors.plan_result import PlanResult
from iidsp_analysis.monitors.plan_territory import find_plan
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import export_plan_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_plan_missing import name_of, no_plan
from iidsp_analysis.sections.exports import definition_text
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

SOURCES = ("bns-446905",)


@section("Export plan", DROP_TABLES, SOURCES)
def plan(context: Context) -> Result:
    """The region's plan of processed exports beside the fact: fulfilment, gap, pace, chance."""
    return against(context, read_plans())


def against(context: Context, plans: Plans) -> Result:
    """Set the region's plan among these beside the fact.

    Raises
    ------
    StatedError
        If there is no plan for the region and year, or no month of the year is published although the year is over.
    """
    found = find_plan(plans, context.region.id, context.year)
    if found.plan is None:
        raise no_plan(context, plans, found)
    cube = context.exports
    result = plan_against_fact(found.plan, cube, context.region.id, context.year)
    result = plan_against_fact(found.plan, cube, context.region.id, context.year, paths_ahead(result, cube))
    if result.published.empty and not result.left:
        raise _no_fact(context, result)
    language, say = context.language, context.language.say
    return Result(
        title=words.title(context, result),
        reading=words.reading(context, result, _country_share(context, plans, cube, result)),
        language=language,
        caption=_caption(context),
        sources=SOURCES,
        values={"plan": result.plan.value, "fact": result.fact, "fulfilment": result.fulfilment, "gap": result.gap,
                "pace_needed": result.pace_needed, "probability": result.probability},
        table=_table(context, result),
        picture=Picture(plots.picture(lambda: plots.months(_courses(context, result), language, unit=say("mln USD"))),
                        _alt(context, result)),
        caveats=_caveats(context, result),
    )  # fmt: skip


def _no_fact(context: Context, result: PlanResult) -> StatedError:
    say = context.language.say
    what = say("The plan for {year} is {plan} mln USD, but no month of the year is published by HS section.",
               year=context.year, plan=context.language.number(result.plan.value))  # fmt: skip
    return StatedError(what, what_next=say("Missing months are not estimated: choose another year."))


def _caption(context: Context) -> str:
    say = context.language.say
    return context.caption(say("mln USD, current prices"), context.period, SOURCES,
                           note=say("the plan: a file of the user"))  # fmt: skip


def _country_share(context: Context, plans: Plans, cube: ExportCube, result: PlanResult) -> str:
    """The region's part in the country's shortfall, where the country has a plan under the same definition."""
    national = find_plan(plans, schema.COUNTRY, context.year).plan
    if context.is_country or national is None:
        return ""
    country = plan_against_fact(national, cube, schema.COUNTRY, context.year)
    share = share_of_shortfall(result, country)
    told = {"gap": context.language.number(abs(country.gap)), "share": context.language.percent(abs(share))}
    say = context.language.say
    return prose.by_sign(
        share,
        up=say("The country lacks {gap} mln USD to its plan; the shortfall of this region is {share} of that.", **told),
        down=say("The country lacks {gap} mln USD to its plan; here the plan is exceeded by {share} of that.", **told),
        flat=say("The country lacks {gap} mln USD to its plan; this region has no part in that.", **told),
        missing="",
    )


def _table(context: Context, result: PlanResult) -> Table:
    say = context.language.say
    money, pace = say("mln USD"), say("mln USD a month")
    rows = [
        (say("Plan"), result.plan.value, money),
        (say("Exports of the published months"), result.fact, money),
        (say("Fulfilment"), 100 * result.fulfilment, "%"),
        (say("Fact less plan"), result.gap, money),
        (say("Mean month"), result.pace, pace),
        (say("Mean of the same months a year earlier"), result.pace_last_year, pace),
        (say("Mean month needed from now on"), result.pace_needed, pace),
        (say("Mean of the months left, a year earlier"), result.pace_last_year_left, pace),
        (say("Middle forecast of the year (median)"), result.expected, money),
        (say("Probability of reaching the plan"), 100 * result.probability, "%"),
    ]
    shown = [row for number, row in enumerate(rows) if number < 4 or math.isfinite(row[1])]
    frame = pd.DataFrame(shown, columns=["name", "value", "unit"])
    columns = (Column("name", say("Figure"), "text"), Column("value", say("Value")),
               Column("unit", say("Unit"), "text"))  # fmt: skip
    return Table(frame, columns, say("Export plan and fact, {year}", year=context.year))


def _courses(context: Context, result: PlanResult) -> dict[str, pd.Series]:
    """Exports since January, ending where a month is missing, and an even course to the plan for orientation."""
    say = context.language.say
    even = pd.Series([result.plan.value * month / MONTHS for month in range(1, MONTHS + 1)], result.monthly.index)
    return {say("exports since January"): result.monthly.cumsum(skipna=False),
            say("an even course to the plan"): even}  # fmt: skip


def _alt(context: Context, result: PlanResult) -> str:
    return context.language.say(
        "Line of exports since January and the straight course to the plan of {plan} mln USD; published are {fact} mln "
        "USD.",
        plan=context.language.number(result.plan.value),
        fact=context.language.number(result.fact),
    )


def _caveats(context: Context, result: PlanResult) -> tuple[str, ...]:
    say, chosen = context.language.say, result.plan
    act = (
        say("Document of the plan: {act}.", act=chosen.act) if chosen.act else say("No document is named for the plan.")
    )
    note = say("Note to the plan: {note}", note=chosen.note) if chosen.note else ""
    names = ", ".join(context.short_names.get(part) or name_of(context, part) for part in chosen.parts)
    parts = say("The plan is the sum of the plans of: {names}.", names=names) if chosen.parts else ""
    progress = say("The year is in progress: its figures are provisional.") if result.left else ""
    missing = say("Not published, and neither zero nor estimated: {months}.", months=", ".join(result.missing))
    return tuple(filter(None, (
        say("The plan is the user's figure ({file}), not a published one.", file=chosen.file),
        act, note, parts,
        definition_text(context, chosen.definition),
        say("The fact is of the edition that the source names: later revisions can turn a verdict close to the plan."),
        say("Customs data book exports where the exporter is registered, not where the goods are made: exports of a "
            "city can be those of a head office."),
        progress, missing if result.missing else "",
    )))  # fmt: skip
