"""Outliers within a group, told by median and median absolute deviation, which a few wild figures do not move."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: 0.6745 = the third quartile of the standard normal: MAD / 0.6745 estimates the standard deviation.
QUARTILE = 0.6744897501960817
#: √(π/2): mean absolute deviation × 1.2533 estimates the standard deviation.
OF_MEAN = 1.2533141373155001

Floats = NDArray[np.float64]


def robust_z(values: Floats) -> Floats:
    """Tell how many robust standard deviations each value is away from the median.

    ``z = 0.6745 (x − median) / MAD``; where more than half of the values are equal, so that MAD is 0,
    ``z = (x − median) / (1.2533 · mean absolute deviation)``.

    Parameters
    ----------
    values : array, n
        In one unit; NaN is left out and stays NaN.

    Returns
    -------
    array, n
        Dimensionless; all 0 where the values are all equal.

    References
    ----------
    Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, p. 11–13: modified z-score, outlier above 3.5; the
    form for MAD = 0 is that of IBM SPSS, Modified Z Score.

    Examples
    --------
    >>> robust_z(np.array([1.0, 2.0, 3.0, 4.0, 5.0])).round(3).tolist()
    [-1.349, -0.674, 0.0, 0.674, 1.349]
    """
    if np.isnan(values).all():
        return np.full(values.shape, np.nan)
    away = values - np.nanmedian(values)
    median_deviation = float(np.nanmedian(np.abs(away)))
    if median_deviation > 0:
        return QUARTILE * away / median_deviation
    mean_deviation = float(np.nanmean(np.abs(away)))
    return away / (OF_MEAN * mean_deviation) if mean_deviation > 0 else away


def ratios_within(ratios: pd.Series, groups: pd.Series, projects_least: float) -> pd.DataFrame:
    """Compare ratios with those of the same group, on logarithms: twice as much is as far as half as much.

    Parameters
    ----------
    ratios : Series
        In one unit; what is not above 0 is missing.
    groups : Series, same index
        Group of each; a missing one is no group.
    projects_least : float
        Groups with fewer ratios are not judged.

    Returns
    -------
    DataFrame, same index
        ``z`` (dimensionless), ``times`` the group's median, ``median`` (unit of the ratios), ``peers`` (number of
        ratios in the group); NaN where not judged.
    """
    told = pd.DataFrame(np.nan, index=ratios.index, columns=["z", "times", "median", "peers"])
    known = ratios[(ratios > 0) & groups.notna()].astype(float)
    for _, group in known.groupby(groups[known.index].astype(str)):
        if len(group) < projects_least:
            continue
        logarithms = np.log(group.to_numpy())
        median = float(np.exp(np.median(logarithms)))
        told.loc[group.index, "z"] = robust_z(logarithms)
        told.loc[group.index, "times"] = group / median
        told.loc[group.index, ["median", "peers"]] = [median, float(len(group))]
    return told
