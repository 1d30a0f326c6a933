"""Exponential smoothing that steps over missing months, for many histories at once: level, and level with drift."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iidsp_analysis.forecasts.roots import Floats, from_root, to_root
from iidsp_analysis.forecasts.seasonality import MONTHS, adjusted, effects_ahead, seasonal_effects

#: Weights of the newest month that are tried; a coarse grid does not run into an optimiser's failures.
WEIGHTS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
LEARNING = 12  # months whose one-step errors do not yet count


class _Smoothed(NamedTuple):
    level: Floats
    loss: Floats


def smoothing(histories: Floats, horizon: int) -> Floats:
    """Simple exponential smoothing of seasonally adjusted cube roots; the weight has the least absolute error so far.

    Parameters and Returns as in :func:`iidsp_analysis.forecasts.naive.seasonal_naive`. A missing month leaves the
    level as it is; nothing is put in its place.

    References
    ----------
    Brown (1959); Wright (1986), Management Science 32, 499–510 (irregular updates); the first months are weighted by
    1/t, as a mean.
    """
    roots = to_root(histories)
    effects = seasonal_effects(roots)
    level = _best_level(adjusted(roots, effects))
    return from_root(level[:, None] + effects_ahead(effects, horizon))


def theta(histories: Floats, horizon: int) -> Floats:
    """Theta method: smoothing with half the slope of the straight line through the whole history.

    Parameters and Returns as in :func:`iidsp_analysis.forecasts.naive.seasonal_naive`.

    References
    ----------
    Assimakopoulos & Nikolopoulos (2000), International Journal of Forecasting 16, 521–530; Hyndman & Billah (2003),
    ibid. 19, 287–290 (it is smoothing with a drift of half the slope).
    """
    roots = to_root(histories)
    effects = seasonal_effects(roots)
    flat = adjusted(roots, effects)
    drift = _slope(flat)[:, None] / 2 * np.arange(1, horizon + 1)
    return from_root(_best_level(flat)[:, None] + drift + effects_ahead(effects, horizon))


def _best_level(rows: Floats) -> Floats:
    tried = [_smoothed(rows, weight) for weight in WEIGHTS]
    best = np.argmin([each.loss for each in tried], axis=0)
    return np.asarray(np.stack([each.level for each in tried])[best, np.arange(len(rows))])


def _smoothed(rows: Floats, weight: float) -> _Smoothed:
    """Level after the last month, NaN where nothing is known, and the absolute error of the steps."""
    level, loss, seen = np.full(len(rows), np.nan), np.zeros(len(rows)), np.zeros(len(rows))
    for month in rows.T:
        known = ~np.isnan(month)
        seen += known
        error = np.where(known & (seen > 1), month - level, 0.0)
        loss += np.where(seen > LEARNING, np.abs(error), 0.0)
        level = np.where(known & (seen == 1), month, level + np.maximum(weight, 1 / np.maximum(seen, 1)) * error)
    return _Smoothed(level, loss)


def _slope(rows: Floats) -> Floats:
    """Least-squares slope a month over the known months; 0 for a history of less than two years."""
    known = ~np.isnan(rows)
    counts = known.sum(axis=1)
    place = np.where(known, np.arange(rows.shape[1]), 0.0)
    centre = place.sum(axis=1) / np.maximum(counts, 1)
    away = np.where(known, place - centre[:, None], 0.0)
    above = (away * np.nan_to_num(rows)).sum(axis=1)
    return np.where(counts >= 2 * MONTHS, above / np.maximum((away**2).sum(axis=1), 1.0), 0.0)
