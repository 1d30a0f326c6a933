"""A project's ratio beside those of the other projects: the median of the others, and the share of them below it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
COLUMNS = ("median", "below", "others")


def others_median(values: Floats) -> Floats:
    """Return the median of all other values, for each.

    Parameters
    ----------
    values : array, n
        Without NaN, n ≥ 2.

    Examples
    --------
    >>> others_median(np.array([1.0, 2.0, 4.0, 9.0])).tolist()
    [4.0, 4.0, 2.0, 2.0]
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    others = len(values) - 1
    place = np.empty(len(values), dtype=int)
    place[order] = np.arange(len(values))
    # Without the value itself everything from its place on moves down by one.
    middles = [ordered[middle + (middle >= place)] for middle in ((others - 1) // 2, others // 2)]
    return np.asarray((middles[0] + middles[1]) / 2)


def beside_others(ratios: pd.Series, groups: pd.Series, others_least: float) -> pd.DataFrame:
    """Set each ratio beside those of the other projects of its group.

    Parameters
    ----------
    ratios : Series
        In one unit; NaN is left out and stays NaN.
    groups : Series, same index
        Group of each; a missing one is no group.
    others_least : float
        Groups with fewer other ratios are not compared.

    Returns
    -------
    DataFrame, same index
        ``median`` of the others (unit of the ratios), share of the others ``below`` (an equal one counts half, 0 to 1)
        and number of ``others``; NaN where not compared.
    """
    told = pd.DataFrame(np.nan, index=ratios.index, columns=list(COLUMNS))
    known = ratios[ratios.notna() & groups.notna()].astype(float)
    for _, group in known.groupby(groups[known.index].astype(str)):
        others = len(group) - 1
        if others < max(others_least, 1):
            continue
        values = np.asarray(group, dtype=np.float64)
        below = (rankdata(values) - 1) / others  # mean ranks: of two equals each has half of the other below it
        lines = np.column_stack([others_median(values), below, np.full(len(group), float(others))])
        told.loc[group.index, list(COLUMNS)] = lines
    return told
