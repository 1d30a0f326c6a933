"""Income that goes with an industry (PRODY) and with what a region sells (EXPY)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats, amount_matrix, ratio, vector
from iidsp_analysis.measures.complexity.external import external_complexity


def prody(values: npt.ArrayLike, income: npt.ArrayLike) -> Floats:
    """PRODY: how rich are the regions for which the industry weighs most.

    ``PRODY_p = Σ_r (s_rp / Σ_r s_rp) Y_r`` with ``s_rp = x_rp / x_r``.

    Parameters
    ----------
    values : array, regions × industries
        Amounts in one unit, at least 0.
    income : array by region
        GDP per head or the wage; NaN where not known.

    Returns
    -------
    array by industry
        In the unit of `income`.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If the income does not fit the regions.

    Notes
    -----
    Shares, not amounts, so a large country does not decide alone. Regions that are empty or without income are left
    out of both sums; a missing amount counts as 0. NaN for an industry that then nobody has.

    References
    ----------
    Hausmann, R., Hwang, J. & Rodrik, D. (2007), Journal of Economic Growth 12, 1–25, eq. 1.

    Examples
    --------
    >>> prody([[1.0, 3.0], [2.0, 2.0]], [10.0, 20.0]).round(2)
    array([16.67, 14.  ])
    """
    shares = _shares(values)
    incomes = vector(income, shares.shape[0], "Income")
    known = ~np.isnan(incomes)
    return ratio(incomes[known] @ shares[known], shares[known].sum(axis=0))


def expy(values: npt.ArrayLike, prody: npt.ArrayLike) -> Floats:
    """EXPY: how rich are, on average, the regions that sell what this region sells.

    ``EXPY_r = Σ_p s_rp PRODY_p``.

    Parameters
    ----------
    values : array, regions × industries
        Amounts in one unit, at least 0.
    prody : array by industry
        From :func:`prody`, possibly of another set of regions; NaN where not known.

    Returns
    -------
    array by region
        In the unit of `prody`.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If PRODY does not fit the industries.

    Notes
    -----
    The shares are those among the industries whose PRODY is known. NaN for an empty region.

    References
    ----------
    Hausmann, R., Hwang, J. & Rodrik, D. (2007), Journal of Economic Growth 12, 1–25, eq. 2.

    Examples
    --------
    >>> expy([[1.0, 3.0], [2.0, 2.0]], [16.0, 14.0])
    array([14.5, 15. ])
    """
    return external_complexity(values, prody)


def _shares(values: npt.ArrayLike) -> Floats:
    """Return shares within each region; 0 throughout for an empty one."""
    amounts = np.nan_to_num(amount_matrix(values))
    return np.nan_to_num(ratio(amounts, amounts.sum(axis=1, keepdims=True)))
