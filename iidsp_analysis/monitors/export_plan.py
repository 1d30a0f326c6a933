"""Plan against fact: how far a region's processed exports are from its plan. The plan is the user's, never ours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.loaders.plans import ExportPlan, Plans
from iidsp_analysis.monitors.export_cube import MILLION, MONTHS, ExportCube
from iidsp_analysis.monitors.plan_result import NAN, PlanResult
from iidsp_analysis.monitors.plan_territory import find_plan

Floats = npt.NDArray[np.float64]


def plan_against_fact(
    plan: ExportPlan, cube: ExportCube, region: str, year: int, forecast: Floats | None = None
) -> PlanResult:
    """Set a plan against the exports of a region.

    Parameters
    ----------
    plan : ExportPlan
        The plan of the same ground as ``region`` (:func:`.find_plan`).
    cube : ExportCube
        Monthly exports, thousand USD.
    region : str
        Id of a region of the cube, or ``KZ``.
    year : int
        Year of the plan.
    forecast : array (draws, months left), optional
        Simulated exports of the months left, thousand USD, under the plan's definition: each row one course of months.

    Returns
    -------
    PlanResult

    Raises
    ------
    SchemaError
        If the plan is of another year, or the forecast has other months or holds anything but amounts from zero up.
    MissingDataError
        If the cube does not have the region, or the year lies before its first month.
    """
    _require_fit(plan, cube, region, year)
    line = cube.processed(plan.definition)[region] / MILLION
    monthly, last_year = (line.reindex(_months(each)) for each in (year, year - 1))
    left = tuple(month for month in monthly.index if month > cube.months[-1])
    missing = tuple(month for month in monthly.index[monthly.isna()] if month not in left)
    result = PlanResult(plan, monthly, last_year, left, missing)
    if left and result.is_reached:
        result = replace(result, probability=1.0)
    if not left or missing or forecast is None:
        return result
    return _with_forecast(result, np.asarray(forecast, dtype=float))


def share_of_shortfall(region: PlanResult, country: PlanResult) -> float:
    """How much of the country's shortfall is the region's: its gap by the country's.

    Returns
    -------
    float
        A fraction: above one if others made up for it, below zero if the region is above its plan. NaN unless both
        years are complete, both plans use one definition, and the country fell short.
    """
    comparable = region.is_complete and country.is_complete and region.plan.definition == country.plan.definition
    return region.gap / country.gap if comparable and country.gap < 0 else NAN


def plans_and_facts(plans: Plans, cube: ExportCube, year: int) -> dict[str, PlanResult]:
    """Set every plan of a year against its fact: by region id in the order of the cube, ``KZ`` last.

    Regions without a plan are not in the mapping. Errors as of :func:`.find_plan` and :func:`plan_against_fact`.
    """
    found = {region: find_plan(plans, region, year).plan for region in cube.regions}
    return {region: plan_against_fact(plan, cube, region, year) for region, plan in found.items() if plan is not None}


def _with_forecast(result: PlanResult, draws: Floats) -> PlanResult:
    if draws.ndim != 2 or not len(draws) or draws.shape[1] != len(result.left):
        what = f"The forecast has the shape {draws.shape}, and {len(result.left)} months are left."
        raise SchemaError(what, where=f"{result.plan.region}, {result.plan.year}")
    if not (np.isfinite(draws).all() and (draws >= 0).all()):
        raise SchemaError("A forecast of exports must be finite and not below zero.", where=result.plan.region)
    totals = float(result.published.sum()) + draws.sum(axis=1) / MILLION
    reached = float((totals >= result.plan.value).mean())
    return replace(result, probability=reached, expected=float(np.median(totals)))


def _require_fit(plan: ExportPlan, cube: ExportCube, region: str, year: int) -> None:
    if (plan.region, plan.year) != (region, year):
        what = f"The plan is of {plan.region}, {plan.year}, and not of {region}, {year}."
        raise SchemaError(what, where=plan.where)
    if region not in cube.regions:
        raise MissingDataError(f"The exports on the borders of {cube.borders} have no {region}.")
    if f"{year}-12" < cube.months[0]:
        raise MissingDataError(f"Exports are published from {cube.months[0]} on, the plan is of {year}.")


def _months(year: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, MONTHS + 1)]
