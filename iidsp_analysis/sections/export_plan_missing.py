"""Why a page shows no export plan: none loaded, none for this year, or one for other ground. None is made up."""

from __future__ import annotations

from iidsp_analysis import regions
from iidsp_analysis.loaders.plans import FILES, Plans
from iidsp_analysis.monitors.plan_territory import FoundPlan, find_plan
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError


def no_plan(context: Context, plans: Plans, found: FoundPlan) -> StatedError:
    """Say that there is no plan for this territory and year, what is loaded instead, and what to do."""
    say = context.language.say
    if found.container:
        return _not_split(context, found)
    if found.lacking:
        names = ", ".join(name_of(context, part) for part in found.lacking)
        what = say("Plans for {year} are loaded for a part of the territory only, without: {names}.",
                   year=context.year, names=names)  # fmt: skip
        return StatedError(what, what_next=say("Add their plans: plans are added up only when none is missing."))
    if found.definitions:
        what = say("The plans of the parts of this territory use different definitions of processed exports: {names}.",
                   names=", ".join(found.definitions))  # fmt: skip
        return StatedError(what, what_next=say("Put them under one definition: such plans are not added up."))
    return StatedError(_loaded(context, plans), what_next=how_to_load(context, plans))


def _loaded(context: Context, plans: Plans) -> str:
    say = context.language.say
    if not plans.files:
        return say("No export plan was loaded, and none is made up.")
    files = ", ".join(plans.files)
    if not plans.rows:
        return say("The files of plans hold no row yet: {files}. No plan is made up.", files=files)
    years = sorted({plan.year for plan in plans.rows})
    own = [str(year) for year in years if find_plan(plans, context.region.id, year).plan is not None]
    return say("There is no export plan {of_region} for {year} in {files}; the years with a plan: {years}.",
               of_region=context.of_region, year=context.year, files=files, years=", ".join(own) or "–")  # fmt: skip


def how_to_load(context: Context, plans: Plans) -> str:
    """How a plan is loaded; tables that lie beside and are not read are named."""
    say = context.language.say
    told = say("Fill in the template in data/raw/plans/ and save it there as {workbook} or {text}.",
               workbook=FILES[1], text=FILES[0])  # fmt: skip
    if not plans.unread:
        return told
    return f"{told} {say('Not read because of the name: {names}.', names=', '.join(plans.unread))}"


def _not_split(context: Context, found: FoundPlan) -> StatedError:
    say = context.language.say
    larger = regions.get(found.container)
    borders = max(borders for borders in regions.BORDERS if regions.exists_in(larger, borders))
    what = say("The plan for {year} is for a larger territory, {name}: a plan is never split.", year=context.year,
               name=larger.name[context.language.code])  # fmt: skip
    return StatedError(what, what_next=say("Choose the borders of {borders}.", borders=borders))


def name_of(context: Context, region_id: str) -> str:
    """Name of a territory of any borders in the reader's language."""
    return regions.get(region_id).name[context.language.code]
