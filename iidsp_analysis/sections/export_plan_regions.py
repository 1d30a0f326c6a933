"""Export plans of all regions beside the facts, and whose shortfall makes up the country's."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots, schema
from iidsp_analysis.loaders.plans import Plans, read_plans
from iidsp_analysis.monitors.export_plan import plans_and_facts, share_of_shortfall
from iidsp_analysis.monitors.plan_result import PlanResult
from iidsp_analysis.monitors.plan_territory import FoundPlan
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_plan_missing import no_plan
from iidsp_analysis.sections.guard import DROP_TABLES, section

SOURCES = ("bns-446905",)


@section("Export plans of the regions", DROP_TABLES, SOURCES)
def regional_plans(context: Context) -> Result:
    """Every region that has a plan of processed exports: fulfilment, gap, part in the country's shortfall."""
    return compared(context, read_plans())


def compared(context: Context, plans: Plans) -> Result:
    """Set the plans of all regions beside the facts.

    Raises
    ------
    StatedError
        If no region has a plan for the year.
    """
    found = plans_and_facts(plans, context.exports, context.year)
    of_regions = {region: result for region, result in found.items() if region != schema.COUNTRY}
    if not of_regions:
        raise no_plan(context, plans, FoundPlan())
    frame = figures(found)
    language, say = context.language, context.language.say
    gaps = frame["gap"].drop(schema.COUNTRY, errors="ignore").dropna().rename(context.short_names)
    picture = plots.picture(lambda: plots.ranked_bars(gaps.sort_values(), language, unit=say("mln USD")))
    return Result(
        title=_title(context, of_regions),
        reading=(_reading(context, frame),),
        language=language,
        caption=context.caption(say("mln USD, current prices"), context.period, SOURCES,
                                note=say("the plans: a file of the user")),
        sources=SOURCES,
        values={region: float(gap) for region, gap in frame["gap"].items()},
        table=_table(context, frame),
        picture=Picture(picture, _alt(context, gaps)) if len(gaps) else None,
        caveats=_caveats(context, found),
    )  # fmt: skip


def figures(found: dict[str, PlanResult]) -> pd.DataFrame:
    """Plan, fact and gap (mln USD), fulfilment and share of the country's shortfall (fractions) by region id."""
    country = found.get(schema.COUNTRY)
    rows = {
        region: {
            "plan": result.plan.value,
            "fact": result.fact,
            "fulfilment": result.fulfilment,
            "gap": result.gap,
            "share": float("nan") if country is None else share_of_shortfall(result, country),
            "definition": result.plan.definition,
        }
        for region, result in found.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("gap", kind="stable")


#: Half a unit of the last digit that is shown, mln USD.
SHOWN_GAP = 0.05


def _title(context: Context, found: dict[str, PlanResult]) -> str:
    language = context.language
    judged = [result for result in found.values() if result.is_reached is not None]
    reached = sum(result.gap > -SHOWN_GAP for result in judged)  # what the table shows as 0.0 is no miss
    missed = len(judged) - reached
    return language.say(
        "Export plans for {year}: {regions} with a plan; reached by {reached}, missed by {missed}, open for {open}",
        year=context.year,
        regions=language.count("{number} region", "{number} regions", len(found)),
        reached=reached,
        missed=missed,
        open=len(found) - reached - missed,
    )


def _reading(context: Context, frame: pd.DataFrame) -> str:
    """Whether the country's shortfall can be parted among the regions."""
    say, language = context.language.say, context.language
    if schema.COUNTRY not in frame.index:
        return say("The country has no plan, and not every region has one: its shortfall is not parted.")
    if frame["share"].isna().all():
        return say("The country's shortfall is not parted: there is none, or the year is not complete.")
    return say("The country lacks {gap} mln USD to its plan; shares below zero are regions above their plan.",
               gap=language.number(abs(frame.loc[schema.COUNTRY, "gap"])))  # fmt: skip


def _table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=[context.short_names[region] for region in frame.index])
    columns = (
        Column("name", say("Region"), "text"),
        Column("plan", say("Plan, mln USD")),
        Column("fact", say("Exports of the published months, mln USD")),
        Column("fulfilment", say("Fulfilment, %"), "percent"),
        Column("gap", say("Fact less plan, mln USD"), "signed"),
        Column("share", say("Share of the country's shortfall, %"), "percent"),
        Column("definition", say("Definition of processed exports"), "text"),
    )
    caption = say("Export plans and facts by region, {year}", year=context.year)
    return Table(told, columns, caption, highlight=frozenset({context.region.id}), footer=frozenset({schema.COUNTRY}))


def _alt(context: Context, gaps: pd.Series) -> str:
    return context.language.say(
        "Bars of the fact less the plan by region; from {low} mln USD ({low_name}) to {high} mln USD ({high_name}).",
        low=context.language.number(gaps.min()),
        low_name=gaps.idxmin(),
        high=context.language.number(gaps.max()),
        high_name=gaps.idxmax(),
    )


def _caveats(context: Context, found: dict[str, PlanResult]) -> tuple[str, ...]:
    say = context.language.say
    files = ", ".join(dict.fromkeys(result.plan.file for result in found.values()))
    started = [result for result in found.values() if result.left]
    told = [say("The plans are the user's figures ({files}), not published ones.", files=files)]
    told += [say("The year is in progress: its figures are provisional.")] if started else []
    if any(result.missing for result in found.values()):
        told += [say("Where a month is not published, the exports are at least the amount told and the gap is open.")]
    return tuple(told)
