"""The forecast of one region beside what it exported in the same months of the year before."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_outlook import ExportForecasts, Outlook

#: Rows under the months: what adds up over regions, and the year as a whole.
POINTS, WHOLE = "points", "whole"


@dataclass(frozen=True)
class RegionForecast:
    """Forecast of one region in thousand USD.

    ``history`` has all known months; ``before`` the months a year before the forecast ones, missing where they are
    not published or lie ahead themselves; ``chance`` is the probability of more than in those months, NaN where one
    of them is missing.
    """

    series: str
    made: ExportForecasts
    history: pd.Series
    before: pd.Series
    outlook: Outlook
    chance: float

    @property
    def past(self) -> float:
        """Sum of the months a year before; NaN where one is missing."""
        return float(self.before.sum(skipna=False))


def region_forecast(cube: ExportCube, made: ExportForecasts, region_id: str) -> RegionForecast:
    """Collect what is forecast for one region.

    Raises
    ------
    MissingDataError
        If the region has no forecast of its own.
    """
    if region_id in made.without:
        raise MissingDataError("This region has no forecast of its own.", where=region_id)
    history = cube.processed()[region_id]
    years_before = [f"{int(label[:4]) - 1}{label[4:]}" for label in made.months]
    before = history.reindex(years_before).set_axis(list(made.months))
    past = float(before.sum(skipna=False))
    chance = made.probability_at_least(region_id, made.months, past) if pd.notna(past) else float("nan")
    return RegionForecast(region_id, made, history, before, made.sum_of(region_id), chance)


def forecast_frame(found: RegionForecast) -> pd.DataFrame:
    """Months, the sum of their forecasts, and the middle of the sum × the year before, forecast, limits; mln USD."""
    made = found.made
    frame = pd.DataFrame(
        {"before": found.before, "mean": made.mean[found.series], "lower": made.lower[found.series],
         "upper": made.upper[found.series]}
    )  # fmt: skip
    outlook, none = found.outlook, float("nan")
    frame.loc[POINTS] = [found.past, outlook.points, none, none]
    frame.loc[WHOLE] = [found.past, outlook.median, outlook.lower, outlook.upper]
    return frame / MILLION
