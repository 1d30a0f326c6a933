"""Seasonal effects of short monthly series with gaps, shrunk as far as chance alone would have made them."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.forecasts.roots import Floats

MONTHS = 12
HALF = 6


def seasonal_effects(roots: Floats) -> Floats:
    """Effect of each calendar month, counted from the origin: column 0 is the month after it.

    Deviations from the centred mean of thirteen months are averaged by calendar month, brought to mean zero, and
    multiplied by ``max(0, 1 − v / V)``: ``V`` is the variance of the twelve means, ``v`` what the scatter of single
    months would give them if there was no season.

    Parameters
    ----------
    roots : array, histories × months
        Cube roots up to the origin, right-aligned; NaN is missing.

    Returns
    -------
    array, histories × 12
        Effects in units of the roots; 0 where a calendar month, or a second year, was never seen.

    References
    ----------
    Miller & Williams (2003), International Journal of Forecasting 19, 669–684 (shrinkage of seasonal factors);
    James & Stein (1961).
    """
    deviations = roots - _centred_mean(roots)
    by_month = _by_calendar_month(deviations)
    counts = (~np.isnan(by_month)).sum(axis=1)
    means = _mean(by_month, 1)
    means = means - _mean(means, 1)[:, None]
    left = by_month - means[:, None, :]
    freedom = counts.sum(axis=1) - MONTHS
    scatter = np.nansum(left**2, axis=(1, 2)) / np.maximum(freedom, 1)
    by_chance = scatter * _mean(np.where(counts > 0, 1.0 / np.maximum(counts, 1), np.nan), 1)
    spread = np.nansum(means**2, axis=1) / np.maximum((counts > 0).sum(axis=1) - 1, 1)
    kept = np.clip(1.0 - by_chance / np.where(spread > 0, spread, np.inf), 0.0, 1.0)
    known = (spread > 0) & (freedom > 0)
    return np.where(known, kept, 0.0)[:, None] * np.nan_to_num(means)


def adjusted(roots: Floats, effects: Floats) -> Floats:
    """Take the season out: the last month before the origin has the effect of column 11."""
    return roots - effects[:, (np.arange(roots.shape[1]) - roots.shape[1]) % MONTHS]


def effects_ahead(effects: Floats, horizon: int) -> Floats:
    """Effects of the months after the origin."""
    return effects[:, np.arange(horizon) % MONTHS]


def _by_calendar_month(rows: Floats) -> Floats:
    """Histories × years × calendar months, the last year ending at the origin."""
    short = -rows.shape[1] % MONTHS
    padded = np.concatenate([np.full((len(rows), short), np.nan), rows], axis=1)
    return padded.reshape(len(rows), -1, MONTHS)


def _centred_mean(rows: Floats) -> Floats:
    """Mean of the known months from six before to six after, fewer at the ends."""
    known = ~np.isnan(rows)
    sums = np.pad(np.where(known, rows, 0.0).cumsum(axis=1), ((0, 0), (1, 0)))
    counts = np.pad(known.cumsum(axis=1), ((0, 0), (1, 0)))
    months = rows.shape[1]
    first, after = np.maximum(np.arange(months) - HALF, 0), np.minimum(np.arange(months) + HALF + 1, months)
    number = counts[:, after] - counts[:, first]
    return np.where(number > 0, (sums[:, after] - sums[:, first]) / np.maximum(number, 1), np.nan)


def _mean(values: Floats, axis: int) -> Floats:
    """Mean of what is known; NaN, and no warning, where nothing is."""
    counts = (~np.isnan(values)).sum(axis=axis)
    return np.where(counts > 0, np.nansum(values, axis=axis) / np.maximum(counts, 1), np.nan)
