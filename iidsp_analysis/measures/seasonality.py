"""How much of a series its season explains, and which months stand out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError

Floats = npt.NDArray[np.float64]


def seasonal_strength(season: npt.ArrayLike, residuals: npt.ArrayLike, *, seasons: int, freedom: int) -> float:
    """Share of what the trend leaves that the season explains.

    ``F_s = max(0, 1 − Var(R) / Var(S + R))`` (Wang, Smith & Hyndman 2006) for a season that does not change, with
    variances by their degrees of freedom: in three years of pure noise twelve monthly means seem to explain a third.

    Parameters
    ----------
    season, residuals : array (periods,)
        Parts ``S`` and ``R`` of the series, in its unit; NaN where missing.
    seasons : int
        Seasons of a year.
    freedom : int
        Observations less all estimated terms, the seasons among them.

    Returns
    -------
    float
        Between 0 (none) and 1 (nothing else).

    Raises
    ------
    MeasureInputError
        For no degrees of freedom, or a series that its trend explains wholly.

    References
    ----------
    Wang, X., Smith, K. & Hyndman, R. (2006) Characteristic-based clustering for time series data, Data Mining and
    Knowledge Discovery 13, 335–364.
    """
    left = np.asarray(residuals, dtype=float)
    whole = np.asarray(season, dtype=float) + left
    if freedom <= 0 or not np.nansum(whole**2) > 0:
        raise MeasureInputError("Nothing is left for a season to explain.")
    explained = (np.nansum(left**2) / freedom) / (np.nansum(whole**2) / (freedom + seasons - 1))
    return float(max(0.0, 1.0 - explained))


def season_profile(deviations: npt.ArrayLike, seasons: npt.ArrayLike) -> dict[int, float]:
    """Median deviation from the trend by season: one large delivery does not make a month a strong one.

    Parameters
    ----------
    deviations : array (periods,)
        Series less trend; NaN where missing.
    seasons : array of int (periods,)
        Season of each period.

    Returns
    -------
    dict
        By season, in the unit of the deviations; a season without any figure is left out.

    Examples
    --------
    >>> season_profile([1.0, -1.0, 9.0, np.nan, 2.0, -1.0], [1, 2, 1, 2, 1, 2])
    {1: 2.0, 2: -1.0}
    """
    values, labels = np.asarray(deviations, dtype=float), np.asarray(seasons)
    known = np.isfinite(values)
    return {int(each): float(np.median(values[known & (labels == each)])) for each in np.unique(labels[known])}
