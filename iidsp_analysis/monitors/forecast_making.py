"""Forecasts of regions, HS sections and the country, made one by one and then made to add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.forecasts.candidates import NAIVE
from iidsp_analysis.forecasts.monthly import MonthlyForecast, forecast_months
from iidsp_analysis.forecasts.reconciliation import country_constraints, reconcile
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube, definition_sections
from iidsp_analysis.monitors.export_outlook import REST, ExportForecasts, tails
from iidsp_analysis.monitors.path_order import ordered_together

Floats = npt.NDArray[np.float64]
Forecaster = Callable[[pd.Series, int], MonthlyForecast]

LEVEL = 0.9
DRAWS = 1000
#: Standard errors below this share of the largest one are raised to it: a series must be able to move a little.
SMALLEST_ERROR = 1e-4
#: Variance of the country's own forecast over the largest one: so small that the parts move to it, not it to them.
#: Paths of regions are skewed by rare large deliveries; their sum would draw the country's year 3–9 % above its own
#: middle (seven Decembers, 2017–2022 and 2024), and that middle then erred more: 14.6 against 13.9 bn USD in all.
COUNTRY_STAYS = 1e-8


def make_forecasts(
    cube: ExportCube, definition: str | None = None, horizon: int = MONTHS, forecaster: Forecaster | None = None
) -> ExportForecasts:
    """Forecast the regions' processed exports, the country's sections and the country, and make them add up.

    Points and, draw by draw, paths are moved to ``country = Σ regions = Σ sections`` by weighted least squares with
    the variances of the paths, month by month, and never below zero
    (:func:`iidsp_analysis.forecasts.reconciliation.reconcile`); the country keeps its own forecast. Paths of
    different series are put into a common order first
    (:func:`iidsp_analysis.monitors.path_order.ordered_together`). A region whose last month is not published, or
    whose history is too short, has no forecast of its own: such regions together are the series ``rest``, the
    country less the others, so nothing is lost from the sum.

    Parameters
    ----------
    cube : ExportCube
        Cut at the last month that is known.
    definition : str, optional
        Definition of processed exports.
    horizon : int
        Months to forecast.
    forecaster : callable, optional
        ``(series, horizon) -> MonthlyForecast``, in place of
        :func:`iidsp_analysis.forecasts.monthly.forecast_months`.

    Raises
    ------
    MissingDataError
        If the country's history is too short or has not its last month, or no region has a forecast.
    UsageError
        For an unknown definition.

    References
    ----------
    Panagiotelis, A., Gamakumara, P., Athanasopoulos, G. & Hyndman, R. J. (2023), European Journal of Operational
    Research 306, 693–706 (reconciled paths as the distribution that adds up). Zhang, B., Kang, Y., Panagiotelis, A. &
    Li, F. (2023), European Journal of Operational Research 308, 650–660 (forecasts that are kept as they are).
    """
    ask = forecaster or partial(forecast_months, level=LEVEL)
    regional, without, own = _regional(cube.processed(definition), ask, horizon)
    printed = [code for code in definition_sections(definition) if code in cube.sections]
    of_sections = cube.by_section(schema.COUNTRY)[printed]
    history = pd.concat([cube.processed(definition)[[schema.COUNTRY]], regional, of_sections], axis=1)
    made = {name: own.get(name) or _required(ask, history[name], horizon) for name in map(str, history)}
    return _reconciled(history, made, (tuple(map(str, regional)), tuple(printed)), without)


def _regional(
    processed: pd.DataFrame, ask: Forecaster, horizon: int
) -> tuple[pd.DataFrame, dict[str, str], dict[str, MonthlyForecast]]:
    """Histories of the regions with a forecast of their own and of the rest, why others have none, the forecasts."""
    own: dict[str, MonthlyForecast] = {}
    without: dict[str, str] = {}
    for name in processed.columns.drop(schema.COUNTRY):
        if processed[name].isna().iloc[-1]:
            without[name] = "missing"
            continue
        try:
            own[name] = ask(processed[name], horizon)
        except MissingDataError:
            without[name] = "short"
    if not own:
        raise MissingDataError("No region has months enough for a forecast.")
    histories = processed[list(own)]
    if without:
        rest = processed[schema.COUNTRY] - histories.sum(axis=1, min_count=len(own))
        histories = histories.assign(**{REST: rest.clip(lower=0.0)})  # rounding of printed figures, not a loss
    return histories, without, own


def _required(ask: Forecaster, series: pd.Series, horizon: int) -> MonthlyForecast:
    if series.isna().iloc[-1]:
        raise MissingDataError("The country's exports by HS section are not published for the last month.")
    return ask(series, horizon)


def _reconciled(
    history: pd.DataFrame,
    made: Mapping[str, MonthlyForecast],
    parts: tuple[tuple[str, ...], tuple[str, ...]],
    without: Mapping[str, str],
) -> ExportForecasts:
    sums = country_constraints(*(len(part) for part in parts))
    names, months = [str(name) for name in history], list(made[schema.COUNTRY].months)
    base = np.array([made[name].mean for name in names])
    own_paths = np.stack([made[name].paths(DRAWS, seed=place) for place, name in enumerate(names)], axis=1)
    paths = ordered_together(own_paths, history.to_numpy(dtype=float))
    points, moved = np.empty_like(base), np.empty_like(paths)
    for month in range(len(months)):
        columns = np.column_stack([base[:, month], paths[:, :, month].T])
        made_to_add_up = reconcile(columns, sums, variances=_variances(paths[:, :, month]), non_negative=True)
        points[:, month], moved[:, :, month] = made_to_add_up[:, 0], made_to_add_up[:, 1:].T
    lower, upper = np.quantile(moved, tails(LEVEL), axis=0)
    frames = {name: pd.DataFrame(values.T, index=months, columns=names)
              for name, values in {"mean": points, "lower": lower, "upper": upper, "base": base}.items()}  # fmt: skip
    return ExportForecasts(
        **frames, paths=moved.astype(np.float32), methods=_methods(made), regions=parts[0], sections=parts[1],
        without=without, level=LEVEL,
    )  # fmt: skip


def _variances(draws: Floats) -> Floats:
    """Variances of one month over the draws, the country (first) nearly none; equal ones where nothing varies."""
    errors = draws.std(axis=0)
    largest = float(errors.max())
    found = np.asarray(np.maximum(errors, SMALLEST_ERROR * largest) ** 2 if largest > 0 else np.ones_like(errors))
    found[0] = COUNTRY_STAYS * found.max()
    return found


def _methods(made: Mapping[str, MonthlyForecast]) -> pd.DataFrame:
    return pd.DataFrame.from_dict({name: _method(forecast) for name, forecast in made.items()}, orient="index")


def _method(forecast: MonthlyForecast) -> dict[str, object]:
    mase, coverage, origins = (forecast.scores[name].to_dict() for name in ("mase", "coverage", "origins"))
    return {
        "method": forecast.method,
        "beats_naive": forecast.beats_naive,
        "is_sparse": forecast.is_sparse,
        "mase": mase[forecast.method],
        "naive_mase": mase[NAIVE],
        "coverage": coverage[forecast.method],
        "origins": int(origins[forecast.method]),
    }
