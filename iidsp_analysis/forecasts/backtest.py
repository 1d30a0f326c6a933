"""What the monthly forecasts would have been worth: rolling origins, every method beside the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.forecasts.accuracy import held, mean_of_known, scaled_errors, seasonal_scale, share_above_zero
from iidsp_analysis.forecasts.candidates import DENSE_SHARE, NAIVE, Said, origins_of, said
from iidsp_analysis.forecasts.intervals import interval
from iidsp_analysis.forecasts.roots import Floats
from iidsp_analysis.forecasts.seasonality import MONTHS
from iidsp_analysis.forecasts.selection import candidates_at, choose, past_root_errors, sparse_at

HORIZONS = (1, 3, 12)
LEVEL = 0.9
#: The judged method: what :func:`iidsp_analysis.forecasts.selection.choose` would have taken at each origin.
SELECTED = "selected"
COLUMNS = ("series", "origin", "method", "horizon", "sparse", "gap", "miss", "error", "held", "failed")
KEYS = ["series", "origin", "horizon"]
Mapper = Callable[[Callable[..., "pd.DataFrame"], Iterable[tuple[str, Floats]]], Iterable["pd.DataFrame"]]


class _Spoken(NamedTuple):
    """What one method said at one origin."""

    method: str
    forecast: Floats
    lower: Floats
    upper: Floats
    failed: bool


def backtest(
    series: Mapping[str, Floats], judged: Sequence[int], *, level: float = LEVEL, over: Mapper = map
) -> pd.DataFrame:
    """Forecast every series at every judged origin, by every method and by the chosen one, and compare.

    Parameters
    ----------
    series : mapping of name to array (months,)
        Amounts at or above zero; NaN is missing; all of the same months.
    judged : sequence of int
        Months known at the judged origins; every one must be an origin of the rolling grid
        (:func:`iidsp_analysis.forecasts.candidates.origins_of`), on which the past errors lie.
    level : float
        Coverage of the intervals.
    over : callable
        ``map``, or that of a pool of processes.

    Returns
    -------
    DataFrame
        One row a series, origin, method and horizon: ``series, origin, method, horizon``; ``sparse`` (fewer than 80 %
        of the known months above zero); ``gap`` (a month missing before the origin); ``miss`` (absolute error of the
        month at that horizon, in the unit of the series); ``error`` (the same over the scale of the history; NaN
        where the month is missing or the history never changed over a year); ``held`` (1 if the interval held the
        month); ``failed`` (the method failed at the origin and speaks as the naive one).

    Raises
    ------
    UsageError
        If a judged origin is not on the grid.
    """
    months = {len(values) for values in series.values()}
    off = [origin for origin in judged if any(origin not in origins_of(number) for number in months)]
    if off:
        raise UsageError("A judged origin is not one of the rolling origins.", where=f"{off[0]} months known")
    rows = partial(_of_series, judged=tuple(judged), level=level)
    return pd.concat(list(over(rows, series.items())), ignore_index=True)


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean scaled error and coverage by method and horizon.

    Returns
    -------
    DataFrame
        ``method, horizon``; ``mase_dense, mase_sparse``: mean scaled error over all series and origins with at least
        80 % of the known months above zero, and over the others, where a few outbreaks after years of next to nothing
        decide it; ``coverage_dense, coverage_sparse``: shares; ``relative_dense, relative_sparse``: sum of the errors
        in money over that of the naive method at the same places; ``series, origins, cells_dense, cells_sparse``
        compared; ``failures``: origins at which the method fell back, the same for all horizons. NaN where a method
        does not run on such series.
    """
    naive = rows[rows["method"] == NAIVE].set_index(KEYS)["miss"].rename("naive")
    grouped = rows.join(naive, on=KEYS).groupby(["method", "horizon"], sort=False)
    return pd.DataFrame([{"method": key[0], "horizon": key[1], **_summary_of(each)} for key, each in grouped])


def _summary_of(rows: pd.DataFrame) -> dict[str, float]:
    known = rows[rows["held"].notna()]
    dense, sparse = known[~known["sparse"]], known[known["sparse"]]
    return {
        "mase_dense": mean_of_known(dense["error"].to_numpy()),
        "mase_sparse": mean_of_known(sparse["error"].to_numpy()),
        "coverage_dense": mean_of_known(dense["held"].to_numpy()),
        "coverage_sparse": mean_of_known(sparse["held"].to_numpy()),
        "relative_dense": _over_naive(dense),
        "relative_sparse": _over_naive(sparse),
        "series": known["series"].nunique(),
        "origins": known["origin"].nunique(),
        "cells_dense": len(dense),
        "cells_sparse": len(sparse),
        "failures": int(rows["failed"].sum()),
    }


def _over_naive(rows: pd.DataFrame) -> float:
    naive = float(rows["naive"].sum())
    return float(rows["miss"].sum()) / naive if naive > 0 else float("nan")


def _of_series(named: tuple[str, Floats], judged: tuple[int, ...], level: float) -> pd.DataFrame:
    name, values = named
    dense = any(share_above_zero(values[:origin]) >= DENSE_SHARE for origin in judged)
    spoken = said(values, MONTHS, models=dense)
    return pd.DataFrame(_rows(name, spoken, judged, level), columns=list(COLUMNS))


def _rows(name: str, spoken: Said, judged: tuple[int, ...], level: float) -> Iterator[tuple[object, ...]]:
    scale = seasonal_scale(spoken.histories)
    for origin in judged:
        place = spoken.origins.index(origin)
        sparse, actual = sparse_at(spoken, place), spoken.actuals[place]
        gap = bool(np.isnan(spoken.histories[place][-origin:]).any())
        for each in _methods_at(spoken, place, level):
            error = scaled_errors(each.forecast[None], actual[None], scale[[place]])[0]
            miss = np.abs(each.forecast - actual)
            kept = held(each.lower, each.upper, actual)
            for horizon in HORIZONS:
                ahead = horizon - 1
                yield (
                    name,
                    origin,
                    each.method,
                    horizon,
                    sparse,
                    gap,
                    miss[ahead],
                    error[ahead],
                    kept[ahead],
                    each.failed,
                )


def _methods_at(spoken: Said, place: int, level: float) -> Iterator[_Spoken]:
    chosen = choose(spoken, place).method
    for name in candidates_at(spoken, place):
        forecast = spoken.forecasts[name][place]
        bounds = interval(forecast, past_root_errors(spoken, name, place), level)
        said_here = _Spoken(name, forecast, *bounds, bool(spoken.failures[name][place]))
        yield said_here
        if name == chosen:
            yield said_here._replace(method=SELECTED)
