"""How far forecasts were from what came: scaled errors, and how often an interval held."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.forecasts.roots import Floats
from iidsp_analysis.forecasts.seasonality import MONTHS


def seasonal_scale(histories: Floats) -> Floats:
    """Mean absolute change on the same month a year before, within each history: the scale of MASE.

    Parameters
    ----------
    histories : array, histories × months
        Amounts up to the origin; NaN is missing.

    Returns
    -------
    array (histories,)
        Amounts; NaN where no month has a figure a year before, or nothing ever changed: such a history has no scale
        and no scaled error.

    References
    ----------
    Hyndman & Koehler (2006), International Journal of Forecasting 22, 679–688, section 3 (here with m = 12).

    Examples
    --------
    >>> seasonal_scale(np.r_[np.zeros(12), np.full(12, 3.0)][None, :]).tolist()
    [3.0]
    """
    changes = np.abs(histories[:, MONTHS:] - histories[:, :-MONTHS])
    pairs = (~np.isnan(changes)).sum(axis=1)
    mean = np.nansum(changes, axis=1) / np.maximum(pairs, 1)
    return np.where((pairs > 0) & (mean > 0), mean, np.nan)


def scaled_errors(forecasts: Floats, actuals: Floats, scale: Floats) -> Floats:
    """Absolute errors over the scale of their history (MASE is their mean); NaN where either side is missing.

    Parameters
    ----------
    forecasts, actuals : array, origins × horizon
        Amounts.
    scale : array (origins,)
        See :func:`seasonal_scale`.
    """
    return np.asarray(np.abs(forecasts - actuals) / scale[:, None])


def held(lower: Floats, upper: Floats, actuals: Floats) -> Floats:
    """1 where the interval held what came, its bounds included, 0 where not; NaN where a side is missing."""
    missing = np.isnan(lower) | np.isnan(upper) | np.isnan(actuals)
    return np.where(missing, np.nan, (lower <= actuals) & (actuals <= upper))


def mean_of_known(values: Floats) -> float:
    """Mean without what is missing; NaN where nothing is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def share_above_zero(amounts: Floats) -> float:
    """Share of the known amounts that are above zero; NaN where nothing is known."""
    return mean_of_known(np.where(np.isnan(amounts), np.nan, amounts > 0))
