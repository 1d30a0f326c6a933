"""The plan of a region on the borders of a report: its own, the sum of its parts' plans, or none and why."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import SchemaError
from iidsp_analysis.loaders.plans import ExportPlan, Plans


@dataclass(frozen=True)
class FoundPlan:
    """The plan of a territory in a year, or what stands in its way.

    Attributes
    ----------
    plan : ExportPlan or None
        Its own plan; failing that the exact sum of the plans of all its parts.
    lacking : tuple of str
        Parts without a plan, where others have one: what is known does not add up to the territory.
    definitions : tuple of str
        The definitions of the parts' plans where they differ: such plans are not added.
    container : str
        The larger territory that has a plan: it is not split.
    """

    plan: ExportPlan | None = None
    lacking: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    container: str = ""


def find_plan(plans: Plans, region: str, year: int) -> FoundPlan:
    """Find the plan of a territory, merging but never splitting.

    Parameters
    ----------
    plans : Plans
        The user's plans, each on a territory of its own year.
    region : str
        Id of a region of any borders, or ``KZ``. The country has its own plan, or the sum of those of all regions.
    year : int
        Year of the plan.

    Returns
    -------
    FoundPlan

    Raises
    ------
    SchemaError
        If a region that was split has a plan, its parts have plans too, and the sums differ.
    """
    own = plans.of(region, year)
    covers = [_of_parts(plans, parts, year) for parts in regions.covers(region)[1:]]
    summed = next((_sum(region, parts) for parts in covers if _adds_up(parts)), None)
    if own is not None:
        if summed is not None and region != schema.COUNTRY:
            _require_same(own, summed)
        return FoundPlan(own)
    if summed is not None:
        return FoundPlan(summed)
    return _why_not(plans, region, year, covers)


Parts = dict[str, ExportPlan | None]


def _of_parts(plans: Plans, parts: tuple[str, ...], year: int) -> Parts:
    return {part: plans.of(part, year) for part in parts}


def _known(parts: Parts) -> list[ExportPlan]:
    return [plan for plan in parts.values() if plan is not None]


def _adds_up(parts: Parts) -> bool:
    known = _known(parts)
    return len(known) == len(parts) and len({plan.definition for plan in known}) == 1


def _sum(region: str, parts: Parts) -> ExportPlan:
    known = _known(parts)
    acts = "; ".join(dict.fromkeys(plan.act for plan in known if plan.act))
    return ExportPlan(region, known[0].year, math.fsum(plan.value for plan in known), known[0].definition, acts,
                      file=", ".join(dict.fromkeys(plan.file for plan in known)),
                      where="; ".join(plan.where for plan in known), parts=tuple(parts))  # fmt: skip


def _require_same(own: ExportPlan, summed: ExportPlan) -> None:
    if own.definition != summed.definition or not math.isclose(own.value, summed.value, rel_tol=1e-9):
        raise SchemaError(
            f"The plan of {regions.get(own.region).name['en']} for {own.year} is {own.value:g} mln USD, "
            f"and its parts' plans add up to {summed.value:g} ({own.definition}; {summed.definition}).",
            where=f"{own.where}; {summed.where}",
            what_next="Keep the plan in force: the region's or its parts'.",
        )


def _why_not(plans: Plans, region: str, year: int, covers: list[Parts]) -> FoundPlan:
    """Tell what is known about a territory without a plan: of the country's regions nothing, they are too many."""
    parent = regions.get(region).parent_id
    has_parent = parent not in ("", schema.COUNTRY) and plans.of(parent, year) is not None
    begun = next((parts for parts in covers if _known(parts) and region != schema.COUNTRY), {})
    lacking = tuple(part for part, plan in begun.items() if plan is None)
    definitions = tuple(dict.fromkeys(plan.definition for plan in _known(begun)))
    return FoundPlan(
        lacking=lacking,
        definitions=definitions if len(definitions) > 1 else (),
        container=parent if has_parent else "",
    )
