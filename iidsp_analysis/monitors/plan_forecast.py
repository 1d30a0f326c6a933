"""The months that a plan's year has left, as the forecast draws them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.forecasts.monthly import LONGEST_HORIZON
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube
from iidsp_analysis.monitors.export_forecasts import export_forecasts
from iidsp_analysis.monitors.plan_result import PlanResult

Floats = npt.NDArray[np.float64]


def paths_ahead(result: PlanResult, cube: ExportCube) -> Floats | None:
    """Return the forecast's courses of the months left.

    Parameters
    ----------
    result : PlanResult
        A plan beside the fact so far.
    cube : ExportCube
        The exports that the result was made from.

    Returns
    -------
    array (draws, months left) or None
        Thousand USD under the plan's definition. None where nothing is open (no month left, or the plan reached),
        where a month before is missing, where the year ends beyond the longest forecast, and where the region or the
        country has no forecast.
    """
    if not result.left or result.missing or result.is_reached:
        return None
    horizon = max(MONTHS, _ahead(cube.months[-1], result.left[-1]))
    if horizon > LONGEST_HORIZON:
        return None
    try:
        forecasts = export_forecasts(cube, result.plan.definition, horizon)
    except MissingDataError:
        return None  # the country's own history is too short: the page says that there is no forecast
    if result.plan.region not in forecasts.mean:
        return None
    series = forecasts.mean.columns.get_loc(result.plan.region)
    months = [forecasts.months.index(month) for month in result.left]
    return np.asarray(forecasts.paths[:, series, months], dtype=float)


def _ahead(known: str, wanted: str) -> int:
    """Months from the last known one to the one wanted."""
    (year, month), (last_year, last_month) = (map(int, each.split("-")) for each in (known, wanted))
    return MONTHS * (last_year - year) + last_month - month
