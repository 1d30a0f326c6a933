"""Forecasts that estimate nothing: the same month a year ago, and the middle of the last twelve months."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.forecasts.roots import Floats, from_root, to_root
from iidsp_analysis.forecasts.seasonality import MONTHS, adjusted, effects_ahead, seasonal_effects
from iidsp_analysis.forecasts.sparse import median_of_known


def seasonal_naive(histories: Floats, horizon: int) -> Floats:
    """Return the last known figure of the same calendar month: the forecast that every other one has to beat.

    Parameters
    ----------
    histories : array, histories × months
        Amounts up to the origin, right-aligned; NaN is missing, and before the series begins.
    horizon : int
        Months ahead.

    Returns
    -------
    array, histories × horizon
        Amounts. Where last year's month is missing the one of the year before it is taken; NaN if there is none.

    References
    ----------
    Hyndman & Athanasopoulos (2021), Forecasting: principles and practice, 3rd ed., section 5.2.

    Examples
    --------
    >>> seasonal_naive(np.arange(24.0)[None, :], 2).tolist()
    [[12.0, 13.0]]
    """
    backwards = histories[:, ::-1]
    year = [_last_known(backwards[:, MONTHS - 1 - month :: MONTHS]) for month in range(min(horizon, MONTHS))]
    return np.stack([year[month % MONTHS] for month in range(horizon)], axis=1)


def recent_median(histories: Floats, horizon: int) -> Floats:
    """Return the median of the last twelve months, seasonally adjusted, with the season put back.

    Parameters and Returns as in :func:`seasonal_naive`; NaN where all of the last twelve months are missing.

    References
    ----------
    The median minimises the absolute error that MASE counts: Gneiting (2011), Journal of the American Statistical
    Association 106, 746–762, section 3.4.
    """
    roots = to_root(histories)
    effects = seasonal_effects(roots)
    middle = median_of_known(adjusted(roots, effects)[:, -MONTHS:])
    return from_root(middle[:, None] + effects_ahead(effects, horizon))


def _last_known(backwards: Floats) -> Floats:
    known = ~np.isnan(backwards)
    return np.asarray(backwards[np.arange(len(backwards)), known.argmax(axis=1)])
