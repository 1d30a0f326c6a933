"""Who is specialised in what: revealed comparative advantage, presence, diversity, ubiquity.

Arrays of regions × industries in, arrays out, for matrices too large to carry labels through every step;
:func:`iidsp_analysis.measures.specialisation.location_quotient` is the same ratio on labelled frames with
published totals.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Counts, Flags, Floats, amount_matrix, presence_matrix, ratio
from iidsp_analysis.measures.inputs import MeasureInputError

ROUNDING = 1e-12
"""Relative rounding of a ratio of ratios: a region with the structure of the whole has RCA 1, computed or not."""


def revealed_comparative_advantage(values: npt.ArrayLike) -> Floats:
    """Revealed comparative advantage: how many times heavier an industry is in the region than in all together.

    ``RCA_rc = (x_rc / x_r) / (X_c / X)``.

    Parameters
    ----------
    values : array, regions × industries
        Amounts in one unit, at least 0: exports, employment, value added.

    Returns
    -------
    array, regions × industries
        Ratios: 1 = as in all regions, at least 0.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If an amount is infinite or the array has not two dimensions.

    Notes
    -----
    A missing amount (NaN) counts as 0 in the sums – trade statistics leave zeros out – and has itself no RCA (NaN).
    An empty region and an industry found nowhere get NaN and change nothing else. The sums include the region itself.
    ``Σ_c (X_c / X) RCA_rc = 1`` in every region that is not empty.

    References
    ----------
    Balassa, B. (1965), Manchester School 33, 99–123.

    Examples
    --------
    >>> revealed_comparative_advantage([[30.0, 10.0], [10.0, 50.0]]).round(2)
    array([[1.88, 0.42],
           [0.42, 1.39]])
    """
    amounts = amount_matrix(values)
    counted = np.nan_to_num(amounts) if np.isnan(amounts).any() else amounts
    by_region, by_industry = counted.sum(axis=1), counted.sum(axis=0)
    world = ratio(by_industry, by_industry.sum(keepdims=True))
    advantage = ratio(amounts, by_region[:, None])
    advantage /= np.where(world > 0, world, np.nan)
    return advantage


def presence(rca: npt.ArrayLike, threshold: float = 1.0) -> Flags:
    """Presence: where an industry is at least as heavy as the threshold says.

    ``M_rc = 1`` where ``RCA_rc >= threshold``; a ratio that falls short of it by rounding alone (1e-12) reaches it.

    Parameters
    ----------
    rca : array, regions × industries
        Revealed comparative advantage or another ratio.
    threshold : float
        Above 0; 1 = at least as heavy as in all regions together.

    Returns
    -------
    boolean array, regions × industries

    Raises
    ------
    MeasureInputError
        If the threshold is not above 0, or the ratios are negative.

    Notes
    -----
    NaN (an empty region, a missing amount) is not present. At threshold 1 every region that is not empty has at least
    one industry and every industry that is not empty at least one region; at higher ones not.

    References
    ----------
    Hidalgo, C. A. et al. (2007), Science 317, 482–487.

    Examples
    --------
    >>> presence([[1.88, float("nan")], [0.42, 1.0]])
    array([[ True, False],
           [False,  True]])
    """
    if not threshold > 0:
        raise MeasureInputError(
            f"A threshold of {threshold} calls every industry present.",
            what_next="Use one above 0; 1 is usual.",
        )
    flags: Flags = amount_matrix(rca, "The RCA array") >= threshold * (1 - ROUNDING)
    return flags


def diversity(presence: npt.ArrayLike) -> Counts:
    """Diversity: how many industries are present in each region, ``d_r = Σ_c M_rc``.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.

    Returns
    -------
    integer array by region

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1.

    Notes
    -----
    0 for an empty region: that is a count, not a missing number.

    References
    ----------
    Hidalgo, C. A. & Hausmann, R. (2009), PNAS 106, 10570–10575, eq. 2.

    Examples
    --------
    >>> diversity([[1, 1], [1, 0]])
    array([2, 1])
    """
    counts: Counts = presence_matrix(presence).sum(axis=1, dtype=np.int64)
    return counts


def ubiquity(presence: npt.ArrayLike) -> Counts:
    """Ubiquity: in how many regions each industry is present, ``u_c = Σ_r M_rc``.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.

    Returns
    -------
    integer array by industry

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1.

    References
    ----------
    Hidalgo, C. A. & Hausmann, R. (2009), PNAS 106, 10570–10575, eq. 3.

    Examples
    --------
    >>> ubiquity([[1, 1], [1, 0]])
    array([2, 1])
    """
    counts: Counts = presence_matrix(presence).sum(axis=0, dtype=np.int64)
    return counts
