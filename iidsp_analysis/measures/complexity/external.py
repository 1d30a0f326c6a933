"""Complexity of regions from a product complexity that was estimated elsewhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats, amount_matrix, ratio, vector


def external_complexity(presence_or_shares: npt.ArrayLike, product_complexity: npt.ArrayLike) -> Floats:
    """External complexity: how complex, by the world's measure, is what the region does.

    ``E_r = Σ_c w_rc PCI_c / Σ_c w_rc``. With a presence (0/1) as `w` it is the mean PCI of the region's industries;
    with amounts or shares it is weighted by them and needs no threshold.

    Parameters
    ----------
    presence_or_shares : array, regions × industries
        0/1, or amounts or shares of at least 0.
    product_complexity : array by industry
        PCI from elsewhere, such as world trade; NaN where not known.

    Returns
    -------
    array by region
        In the unit of `product_complexity`.

    Raises
    ------
    NegativeValueError
        If a weight is below zero.
    MeasureInputError
        If the product complexity does not fit the industries.

    Notes
    -----
    Industries without PCI and missing amounts (NaN) are left out of both sums. A region without any industry of known
    PCI gets NaN, not 0: 0 is the world's mean, not "nothing".

    References
    ----------
    Hidalgo, C. A. (2021), Nature Reviews Physics 3, 92–113; the share-weighted form after EXPY of Hausmann, R.,
    Hwang, J. & Rodrik, D. (2007), Journal of Economic Growth 12, 1–25.

    Examples
    --------
    >>> external_complexity([[1, 1, 0], [0, 0, 0]], [1.0, -0.5, 2.0])
    array([0.25,  nan])
    """
    weights = np.nan_to_num(amount_matrix(presence_or_shares, "The presence or share array"))
    complexity = vector(product_complexity, weights.shape[1], "Product complexity")
    known = ~np.isnan(complexity)
    return ratio(weights[:, known] @ complexity[known], weights[:, known].sum(axis=1))
