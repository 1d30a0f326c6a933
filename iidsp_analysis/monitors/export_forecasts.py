"""Processed exports of the months ahead: regions, HS sections and the country, forecast one by one and made to add up.

Every series is forecast by the method that erred least on its own past. Then country = sum of regions = sum of
sections is made to hold, for the points and for every simulated path alike.
"""

from __future__ import annotations

from iidsp_analysis.monitors import forecast_store
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube, definition_sections
from iidsp_analysis.monitors.export_outlook import REST, ExportForecasts, Outlook
from iidsp_analysis.monitors.forecast_making import DRAWS, LEVEL, make_forecasts

__all__ = ["REST", "ExportForecasts", "Outlook", "export_forecasts", "make_forecasts"]


def export_forecasts(cube: ExportCube, definition: str | None = None, horizon: int = MONTHS) -> ExportForecasts:
    """Return :func:`make_forecasts`, from the disk where the same question was answered before.

    The file lies in ``data/processed`` under a checksum of figures, question and code, and may be deleted any time.

    Raises
    ------
    MissingDataError, UsageError
        As in :func:`make_forecasts`.
    """
    path = forecast_store.path_of(cube, (*definition_sections(definition), str(horizon), str(LEVEL), str(DRAWS)))
    stored = forecast_store.load(path)
    if stored is not None:
        return stored
    made = make_forecasts(cube, definition, horizon)
    forecast_store.save(path, made)
    return made
