"""Shrinkage of location quotients: a quotient that rests on few plants is drawn towards its fellows.

Plants of a cell are Poisson around ``θ E`` (``E`` expected from the margins, ``θ`` the true quotient), and the true
quotients of one pool come from a Gamma distribution that the data themselves show: the Poisson–Gamma model of disease
mapping. A region with one plant where a quarter of one is expected has LQ 4, and next to no evidence for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.plants import Floats, checked_counts, checked_size
from iidsp_analysis.measures.share_comparison import margins_of

POOLS: Final = ("industry", "all")


class _Evidence(NamedTuple):
    """Plants, plants expected, and the prior's mean and shape (infinite: the quotients do not differ)."""

    plants: Floats
    expected: Floats
    mean: Floats
    shape: Floats


def shrunken_location_quotient(
    counts: npt.ArrayLike,
    plant_size: npt.ArrayLike,
    *,
    pool: str = "industry",
    region_totals: npt.ArrayLike | None = None,
    industry_totals: npt.ArrayLike | None = None,
    grand_total: float | None = None,
) -> Floats:
    """Empirical-Bayes location quotient: the best guess of the true quotient, given how few plants show it.

    ``θ̂ = (n + a) / (E + a / m)`` with ``n = x / size`` plants, ``E = x_r X_c / X / size`` expected, and a Gamma
    prior of mean ``m = Σ n / Σ E`` and shape ``a = m² / A``; ``A = Σ E (n / E − m)² / Σ E − m / Ē`` is the variance
    of the true quotients that is left when chance is taken away.

    Parameters
    ----------
    counts : array, regions × industries
        Jobs (or another amount), at least 0.
    plant_size : float or array, industries or regions × industries
        As in :func:`iidsp_analysis.measures.uncertainty.location_quotient_interval`.
    pool : {"industry", "all"}
        Whose quotients share a prior: the regions of one industry, or all cells (for few regions).
    region_totals, industry_totals, grand_total : optional
        Published totals.

    Returns
    -------
    array, regions × industries
        Ratios, between the raw quotient and the pool's mean.

    Raises
    ------
    NegativeValueError, MeasureInputError
        If a count is below zero, a count or a size lies outside 1e-30 to 1e30 (a count may be 0), a part exceeds its
        total, or the pool is unknown.

    Notes
    -----
    Where the quotients of a pool differ no more than chance would make them (``A ≤ 0``) all become its mean. A zero
    cell becomes a small positive quotient. Missing counts, empty regions and empty industries are NaN and not in the
    pool. The prior's own uncertainty is not counted.

    References
    ----------
    Clayton, D. & Kaldor, J. (1987), Biometrics 43, 671–681 (model); Marshall, R. J. (1991), Applied Statistics 40,
    283–294 (``m`` and ``A``).

    Examples
    --------
    >>> jobs = [[400.0, 600.0], [600.0, 8400.0]]
    >>> float(shrunken_location_quotient(jobs, 100.0, pool="all")[0, 0].round(2))
    1.2
    """
    plants, expected, mean, shape = _evidence(counts, plant_size, pool, region_totals, industry_totals, grand_total)
    finite = np.where(np.isinf(shape), 1.0, shape)
    return np.where(np.isinf(shape), mean + 0 * plants, (plants + finite) / (expected + finite / mean))


def probability_specialised(
    counts: npt.ArrayLike,
    plant_size: npt.ArrayLike,
    *,
    pool: str = "industry",
    region_totals: npt.ArrayLike | None = None,
    industry_totals: npt.ArrayLike | None = None,
    grand_total: float | None = None,
) -> Floats:
    """Probability that the true location quotient is above 1, given the plants of the cell and of its pool.

    ``P(LQ > 1) = 1 − F(1; n + a, E + a / m)``, ``F`` the Gamma distribution; letters as in
    :func:`shrunken_location_quotient`.

    Parameters
    ----------
    counts, plant_size, pool, region_totals, industry_totals, grand_total
        As in :func:`shrunken_location_quotient`.

    Returns
    -------
    array, regions × industries
        Between 0 and 1.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`shrunken_location_quotient`.

    Notes
    -----
    Where the quotients of a pool differ no more than chance would make them, the data do not tell: 0.5. Zero and
    missing as in :func:`shrunken_location_quotient`.

    References
    ----------
    Clayton & Kaldor (1987); Marshall (1991).

    Examples
    --------
    >>> jobs = [[400.0, 600.0], [600.0, 8400.0]]
    >>> probability_specialised(jobs, 100.0, pool="all").round(2).tolist()
    [[0.75, 0.24], [0.24, 0.61]]
    """
    plants, expected, mean, shape = _evidence(counts, plant_size, pool, region_totals, industry_totals, grand_total)
    finite = np.where(np.isinf(shape), 1.0, shape)
    told = gammaincc(plants + finite, expected + finite / mean)
    return np.where(np.isinf(shape), 0.5 + 0 * plants, told)


def _evidence(
    counts: npt.ArrayLike,
    plant_size: npt.ArrayLike,
    pool: str,
    region_totals: npt.ArrayLike | None,
    industry_totals: npt.ArrayLike | None,
    grand_total: float | None,
) -> _Evidence:
    if pool not in POOLS:
        raise MeasureInputError(f"«{pool}» is no pool of quotients.", what_next=f"Use {' or '.join(POOLS)}.")
    jobs = checked_counts(counts)
    size = checked_size(plant_size, jobs)
    margins = margins_of(jobs, region_totals, industry_totals, grand_total)
    expected = margins.region * margins.industry / margins.whole / size
    plants = np.where(np.isnan(expected), np.nan, jobs / size)
    mean, shape = _gamma_prior(plants, np.where(np.isnan(plants), np.nan, expected), 0 if pool == "industry" else None)
    return _Evidence(plants, expected, mean, shape)


def _gamma_prior(plants: Floats, expected: Floats, axis: int | None) -> tuple[Floats, Floats]:
    """Mean and shape of the pool's prior by moments (Marshall 1991)."""
    cells = (~np.isnan(plants)).sum(axis=axis, keepdims=True)
    all_expected = np.nansum(expected, axis=axis, keepdims=True)
    all_expected = np.where(all_expected > 0, all_expected, np.nan)
    mean = np.nansum(plants, axis=axis, keepdims=True) / all_expected
    spread = np.nansum(expected * (plants / expected - mean) ** 2, axis=axis, keepdims=True) / all_expected
    variance = spread - mean * cells / all_expected
    return mean, np.where(variance > 0, mean**2 / np.where(variance > 0, variance, 1.0), np.inf)
