"""Forecasts of sparse flows: months with a shipment, and the size of a shipment, each smoothed by itself.

Sizes are smoothed on the scale of amounts, as their authors do: what is forecast is the mean of a month.
"""

from __future__ import annotations

import numpy as np

from iidsp_analysis.forecasts.roots import Floats
from iidsp_analysis.forecasts.seasonality import MONTHS

SIZE_WEIGHT, CHANCE_WEIGHT = 0.1, 0.1  # the authors' usual weights: sparse histories are too short to estimate them
YEARS = 2


def croston_sba(histories: Floats, horizon: int) -> Floats:
    """Croston's method with the correction of Syntetos and Boylan: size over interval, times ``1 − a / 2``.

    Parameters
    ----------
    histories : array, histories × months
        Amounts up to the origin, right-aligned; NaN is missing, and before the series begins.
    horizon : int
        Months ahead.

    Returns
    -------
    array, histories × horizon
        The mean amount of a month, the same for all; 0 where nothing was ever shipped, NaN where nothing is known.

    References
    ----------
    Croston (1972), Operational Research Quarterly 23, 289–303; Syntetos & Boylan (2005), International Journal of
    Forecasting 21, 303–314, equation 6.
    """
    size, interval, waited = (np.full(len(histories), np.nan) for _ in range(3))
    waited[:] = 1.0
    for month in histories.T:
        shipped, first = month > 0, np.isnan(size)
        size = np.where(shipped, np.where(first, month, size + SIZE_WEIGHT * (month - size)), size)
        interval = np.where(shipped, np.where(first, waited, interval + CHANCE_WEIGHT * (waited - interval)), interval)
        waited = np.where(shipped, 1.0, waited + (month == 0))
    mean = (1 - CHANCE_WEIGHT / 2) * size / interval
    return _flat(np.where(np.isnan(mean), 0.0, mean), histories, horizon)


def teunter_syntetos_babai(histories: Floats, horizon: int) -> Floats:
    """TSB: the chance of a shipment is smoothed every month, so that a flow that has ended fades away.

    Parameters and Returns as in :func:`croston_sba`.

    References
    ----------
    Teunter, Syntetos & Babai (2011), European Journal of Operational Research 214, 606–615, equations 4–5.
    """
    size, chance, seen = np.full(len(histories), np.nan), np.zeros(len(histories)), np.zeros(len(histories))
    for month in histories.T:
        known, shipped = ~np.isnan(month), month > 0
        seen += known
        weight = np.maximum(CHANCE_WEIGHT, 1 / np.maximum(seen, 1))
        chance = np.where(known, chance + weight * (shipped - chance), chance)
        size = np.where(shipped, np.where(np.isnan(size), month, size + SIZE_WEIGHT * (month - size)), size)
    return _flat(chance * np.nan_to_num(size), histories, horizon)


def zero_inflated_median(histories: Floats, horizon: int) -> Floats:
    """Median of the last two years, months without a shipment included: 0 where they are the more frequent.

    Parameters and Returns as in :func:`croston_sba`.

    References
    ----------
    The median has the least absolute error: Gneiting (2011), Journal of the American Statistical Association 106,
    746–762; for intermittent series Kolassa (2016), International Journal of Forecasting 32, 788–803.
    """
    return _flat(median_of_known(histories[:, -YEARS * MONTHS :]), histories, horizon)


def median_of_known(rows: Floats) -> Floats:
    """Median of each row without its missing figures; NaN, and no warning, for a row without any."""
    known = (~np.isnan(rows)).sum(axis=1)
    ordered = np.sort(rows, axis=1)  # NaN last
    places = np.arange(len(rows))
    low, high = np.maximum(known - 1, 0) // 2, np.minimum(known // 2, rows.shape[1] - 1)
    return np.where(known > 0, (ordered[places, low] + ordered[places, high]) / 2, np.nan)


def _flat(mean: Floats, histories: Floats, horizon: int) -> Floats:
    known = (~np.isnan(histories)).any(axis=1)
    return np.repeat(np.where(known, mean, np.nan)[:, None], horizon, axis=1)
