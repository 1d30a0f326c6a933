"""The volume index of a whole from those of its parts."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, aligned, amounts


def laspeyres_link(previous: pd.Series[float], indices: pd.Series[float]) -> float:
    """One link of the whole's volume index, by the parts' amounts in the year before.

    ``I = Σ_r v_r(t−1) · I_r(t) / Σ_r v_r(t−1)``.

    Parameters
    ----------
    previous : Series by part
        Amounts of the year before at its current prices, at least 0.
    indices : Series by part
        Volume indices, previous year = 100; same labels.

    Returns
    -------
    float
        Previous year = 100; NaN where a part is missing.

    Raises
    ------
    NegativeValueError
        If a number is below zero.
    MeasureInputError
        If labels differ or all amounts are zero.

    References
    ----------
    United Nations et al. (2009), *System of National Accounts 2008*, §15.16–15.17 (Laspeyres volume index).

    Examples
    --------
    >>> import pandas as pd
    >>> laspeyres_link(pd.Series([100.0, 300.0]), pd.Series([110.0, 102.0]))
    104.0
    """
    weights = amounts(previous, "The amounts of the year before")
    links = aligned(indices, weights.index, "The volume indices")
    total = float(weights.sum(skipna=False))
    if total == 0:
        raise MeasureInputError("The amounts of the year before are all zero.", what_next="Choose another year.")
    return float((weights * links).sum(skipna=False) / total)
