"""The logarithmic mean, by which log growth becomes a difference of amounts without remainder."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import amounts


def logarithmic_mean(start: pd.Series[float], end: pd.Series[float]) -> pd.Series[float]:
    """Logarithmic mean, the weight that turns log growth into a difference.

    ``L(a, b) = (a − b) / ln(a / b)``, ``L(a, a) = a``, ``L(a, 0) = 0``.

    Parameters
    ----------
    start, end : Series
        Amounts in one unit, at least 0; same labels.

    Returns
    -------
    Series
        Between the two amounts, in their unit; NaN where one is missing.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.

    References
    ----------
    Ang, B. W. (2005), Energy Policy 33, 867–871.
    """
    first, last = amounts(start, "The start"), amounts(end, "The end")
    positive = (first > 0) & (last > 0)
    # ln(b/a) through log1p keeps its digits when a and b are close, where the difference of two logs loses them;
    # far apart it is the other way round, and (b − a) / a ends at −1.
    relative = (last - first) / first.where(positive)
    near = np.log1p(relative.clip(lower=-0.5))
    far = np.log(last.where(positive)) - np.log(first.where(positive))
    log = pd.Series(np.where(relative.abs() > 0.5, far, near), index=first.index)
    mean = (last - first) / log.where(log != 0)
    same = mean.where(log != 0, first)
    return same.where(positive | first.isna() | last.isna(), 0.0)
