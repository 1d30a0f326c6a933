"""LMDI-I: the change of a sum of products, split over its factors exactly, zeros included.

Emissions are activity × structure × intensity summed over industries; value added of a region is jobs × structure ×
productivity. Each factor gets its part; the parts sum to the change, and reverse their sign with time.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, amounts, same_labels
from iidsp_analysis.measures.logarithmic_mean import logarithmic_mean

#: Powers of ten of a cell's factors in both periods, added without their signs; a float holds up to 308.
LARGEST_POWER: Final = 300


def lmdi(start: pd.DataFrame, end: pd.DataFrame) -> pd.DataFrame:
    """Additive LMDI-I: how much each factor adds to the change of a sum of products.

    ``V = Σ_i Π_k f_ki``, ``Δ_ki = L(V_i¹, V_i⁰) ln(f_ki¹ / f_ki⁰)`` with the logarithmic mean ``L``.

    Parameters
    ----------
    start, end : DataFrame, cell × factor
        Factors of the base and the end period, at least 0; the product over a row is the amount of the cell (an
        industry, a region). A factor common to all cells (activity) is repeated in every row.

    Returns
    -------
    DataFrame, cell × factor
        Parts in the unit of the product, and ``total``, the change of the cell. Sums over cells are the parts of the
        whole change.

    Raises
    ------
    NegativeValueError
        If a factor is below zero.
    MeasureInputError
        If the two periods have other labels, a value is infinite, or a product leaves what a float can hold.

    Notes
    -----
    *Zeros* by their analytic limits: a cell that appears (product 0 before) owes its whole change to the factor that
    was 0, in equal parts if several were; so with a minus for one that disappears. A cell that is 0 both times changes
    by nothing, even if one zero factor was replaced by another. *Missing*: a cell with a missing factor is NaN
    throughout.

    References
    ----------
    Ang, B. W. (2005), Energy Policy 33, 867–871; zeros: Ang, B. W. & Liu, N. (2007), Energy Policy 35, 238–246, and
    Wood, R. & Lenzen, M. (2006), Energy Policy 34, 1326–1331.

    Examples
    --------
    >>> import pandas as pd
    >>> before = pd.DataFrame({"jobs": [100.0], "productivity": [0.5]}, index=["10"])
    >>> after = pd.DataFrame({"jobs": [100.0], "productivity": [0.6]}, index=["10"])
    >>> lmdi(before, after).round(6)
        jobs  productivity  total
    10   0.0          10.0   10.0
    """
    first = amounts(start, "The factors of the base period")
    last = amounts(same_labels(end, first, "LMDI"), "The factors of the end period")
    _refuse_extremes(first, last)
    before, after = first.prod(axis=1, skipna=False), last.prod(axis=1, skipna=False)
    both = (first > 0) & (last > 0)
    logs = pd.DataFrame(np.log(last.where(both, 1.0) / first.where(both, 1.0)), index=first.index)
    parts = logs.mul(logarithmic_mean(before, after), axis=0)
    parts = parts.where(~(before.eq(0) | after.eq(0)), 0.0)
    parts = parts + _of_zeros(first).mul(after, axis=0) - _of_zeros(last).mul(before, axis=0)
    return parts.assign(total=after - before).mask(before.isna() | after.isna())


def lmdi_ratios(start: pd.DataFrame, end: pd.DataFrame) -> pd.Series[float]:
    """Multiplicative LMDI-I: by which ratio each factor moves the sum of products.

    ``D_k = exp(Σ_i Δ_ki / L(V¹, V⁰))``, so that ``Π_k D_k = V¹ / V⁰``.

    Parameters
    ----------
    start, end : DataFrame, cell × factor
        As in :func:`lmdi`.

    Returns
    -------
    Series by factor
        Ratios (1.02 = adds 2 %), and ``total``.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`lmdi`.

    Notes
    -----
    NaN if the sum is zero in one period, or a cell is missing.

    References
    ----------
    Ang, B. W. (2015), Energy Policy 86, 233–238.
    """
    parts = lmdi(start, end).sum(skipna=False)
    sums = [amounts(frame, "The factors").prod(axis=1, skipna=False).sum(skipna=False) for frame in (start, end)]
    mean = float(logarithmic_mean(pd.Series(sums[:1]), pd.Series(sums[1:])).iloc[0])
    return pd.Series(np.exp(parts / (mean if mean > 0 else np.nan)), index=parts.index)


def _refuse_extremes(first: pd.DataFrame, last: pd.DataFrame) -> None:
    """Refuse cells whose product, or its ratio to another, would overflow, or vanish and be taken for a zero."""
    powers = [np.abs(np.log10(factors.where(factors > 0, 1.0).to_numpy())).sum(axis=1) for factors in (first, last)]
    wrong = powers[0] + powers[1] > LARGEST_POWER
    if wrong.any():
        raise MeasureInputError(
            "LMDI: factors are too large or too small to be multiplied.",
            where=", ".join(map(str, first.index[wrong][:5])),
            what_next="State the factors in units that keep them nearer to 1.",
        )


def _of_zeros(factors: pd.DataFrame) -> pd.DataFrame:
    """Share of each factor among the factors of its cell that are zero; 0 where none is."""
    zero = factors.eq(0).astype(float)
    count = zero.sum(axis=1)
    return zero.div(count.where(count > 0, 1.0), axis=0)
