"""The candidates for one series: what each would have said at every origin, with the months known there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iidsp_analysis.forecasts.naive import recent_median, seasonal_naive
from iidsp_analysis.forecasts.roots import Floats, from_root, to_root
from iidsp_analysis.forecasts.smoothing import smoothing, theta
from iidsp_analysis.forecasts.sparse import croston_sba, median_of_known, teunter_syntetos_babai, zero_inflated_median
from iidsp_analysis.forecasts.state_space import SPECIFICATIONS, model_forecasts

NAIVE, COMBINATION, SPARSE_COMBINATION = "seasonal_naive", "combination", "sparse_combination"
#: A history with fewer months above zero is sparse and has methods of its own.
DENSE_SHARE = 0.8
FIRST_ORIGIN = 24  # months: two of every calendar month
STEP = 3  # months between origins, counted back from the last

METHODS: Mapping[str, Callable[[Floats, int], Floats]] = {
    NAIVE: seasonal_naive,
    "recent_median": recent_median,
    "smoothing": smoothing,
    "theta": theta,
    "croston_sba": croston_sba,
    "teunter_syntetos_babai": teunter_syntetos_babai,
    "zero_inflated_median": zero_inflated_median,
}
#: Median of the others: simple combinations win where no model fits well (Makridakis et al. 2020, the M4 competition).
MEMBERS = {
    COMBINATION: ("recent_median", "smoothing", "theta", *SPECIFICATIONS),
    SPARSE_COMBINATION: ("croston_sba", "teunter_syntetos_babai", "zero_inflated_median", "recent_median", "smoothing"),
}


@dataclass(frozen=True)
class Said:
    """What every method said at every origin.

    Attributes
    ----------
    origins : tuple of int
        Months known, ascending; the last is the length of the series.
    forecasts : dict of arrays (origins, horizon)
        Amounts by method; a method that failed says what the naive one says, one that cannot run there says NaN.
    actuals : array (origins, horizon)
        NaN where missing or not yet there.
    histories : array (origins, months)
        Right-aligned.
    failures : dict of tuples (origins,)
        By method: what failed, "" for nothing.
    """

    origins: tuple[int, ...]
    forecasts: Mapping[str, Floats]
    actuals: Floats
    histories: Floats
    failures: Mapping[str, tuple[str, ...]]


def said(series: Floats, horizon: int, *, models: bool = True) -> Said:
    """Forecast a series from all of its origins.

    Parameters
    ----------
    series : array (months,)
        Amounts at or above zero; NaN is missing.
    horizon : int
        Months ahead.
    models : bool
        Whether the models that need an optimiser run: sparse series have no use for them.
    """
    origins = origins_of(len(series))
    histories = histories_at(series, origins)
    forecasts = {name: method(histories, horizon) for name, method in METHODS.items()}
    failures = {name: ("",) * len(origins) for name in METHODS}
    for name in SPECIFICATIONS if models else ():
        forecasts[name], failures[name] = model_forecasts(name, series, origins, horizon)
    for combination, members in MEMBERS.items():
        forecasts[combination] = _middle([forecasts[name] for name in members if name in forecasts])
        failures[combination] = failures[NAIVE]
    naive = forecasts[NAIVE]
    for name, reasons in failures.items():
        failed = np.array([bool(reason) for reason in reasons])[:, None] & np.isnan(forecasts[name])
        forecasts[name] = np.where(failed, naive, forecasts[name])
    return Said(origins, forecasts, actuals_after(series, origins, horizon), histories, failures)


def _middle(forecasts: Sequence[Floats]) -> Floats:
    """Median over the methods that say something, on the scale of roots."""
    stacked = np.stack([to_root(each) for each in forecasts], axis=-1)
    flat = median_of_known(stacked.reshape(-1, stacked.shape[-1]))
    return from_root(flat.reshape(stacked.shape[:-1]))


def origins_of(months: int) -> tuple[int, ...]:
    """Months known at the origins: every third, the last one the whole series, the first with two years at least."""
    first = FIRST_ORIGIN + (months - FIRST_ORIGIN) % STEP
    return tuple(range(first, months + 1, STEP))


def histories_at(series: Floats, origins: tuple[int, ...]) -> Floats:
    """Right-align the months known at each origin; before them NaN."""
    rows = np.full((len(origins), len(series)), np.nan)
    for place, origin in enumerate(origins):
        rows[place, len(series) - origin :] = series[:origin]
    return rows


def actuals_after(series: Floats, origins: tuple[int, ...], horizon: int) -> Floats:
    """Months after each origin; NaN where the series has ended."""
    longer = np.concatenate([series, np.full(horizon, np.nan)])
    return np.stack([longer[origin : origin + horizon] for origin in origins])
