"""Uncertainty of location quotients: how far a quotient could lie from what the plants show.

Jobs come plant by plant, so an interval that takes every job as independent is many times too narrow (with 400 jobs
a plant a «90 % interval» holds the truth in about 4 of 100 cases). Here the plants are the sample. What the
quotient of a cell with few plants is worth together with its neighbours' says
:mod:`iidsp_analysis.measures.shrinkage`, whose functions can be had from here too.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, ndtri

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.plants import (
    Floats,
    checked_counts,
    checked_size,
    effective_plants,
    plant_size_from_herfindahl,
)
from iidsp_analysis.measures.share_comparison import Comparison, compare_with_rest, margins_of
from iidsp_analysis.measures.shrinkage import probability_specialised, shrunken_location_quotient

__all__ = [
    "METHODS",
    "QuotientInterval",
    "effective_plants",
    "location_quotient_interval",
    "plant_size_from_herfindahl",
    "probability_specialised",
    "shrunken_location_quotient",
]

METHODS: Final = ("recovered", "delta")

#: Above it Beta quantiles come out missing, and an interval is narrower than 1e-7 of its quotient anyway.
MOST_PLANTS: Final = 1e15


class QuotientInterval(NamedTuple):
    """Location quotients with the limits of their intervals: arrays, regions × industries."""

    low: Floats
    estimate: Floats
    high: Floats


def location_quotient_interval(
    counts: npt.ArrayLike,
    plant_size: npt.ArrayLike,
    *,
    level: float = 0.90,
    method: str = "recovered",
    region_totals: npt.ArrayLike | None = None,
    industry_totals: npt.ArrayLike | None = None,
    grand_total: float | None = None,
) -> QuotientInterval:
    """Interval of the location quotient: how far the plants allow the true specialisation to be from it.

    With ``p`` the share of the industry in the region, ``o`` its share elsewhere and ``w`` the region's weight in the
    country, ``LQ = p / (w p + (1 − w) o)`` rises with the ratio ``R = p / o``: ``LQ = R / (w R + 1 − w)``. Limits of
    ``R`` are therefore limits of the quotient, and the region counts once as part and as whole.

    * ``recovered`` (default): limits of ``p`` and ``o`` by Jeffreys' Beta quantiles, joined to limits of ``R`` by
      variance recovery (MOVER);
    * ``delta``: ``LQ exp(± z s / LQ)``, ``s² = ((1 − w) o / q²)² p (1 − p) / N + (p (1 − w) / q²)² o (1 − o) / N_o``.

    Both take as their numbers of trials ``N`` not jobs but plants.

    Parameters
    ----------
    counts : array, regions × industries
        Jobs (or another amount), at least 0.
    plant_size : float or array, industries or regions × industries
        Size of a plant *as a job sees it*, in the unit of the counts (see :mod:`iidsp_analysis.measures.plants`);
        1 takes every job as a plant. The plain mean of plants of unequal size gives intervals that are too narrow.
    level : float
        Of the two-sided interval, between 0 and 1.
    method : {"recovered", "delta"}
        See above.
    region_totals, industry_totals, grand_total : optional
        Published totals, as in :func:`iidsp_analysis.measures.specialisation.location_quotient`; jobs outside the
        cells are taken to come in plants of the size seen within.

    Returns
    -------
    QuotientInterval
        ``low``, ``estimate``, ``high``: ratios, between 0 and ``1 / w``.

    Raises
    ------
    NegativeValueError
        If a count is below zero.
    MeasureInputError
        If a count or a size lies outside 1e-30 to 1e30 (a count may be 0), a part exceeds its total, or level or
        method is unknown.

    Notes
    -----
    *Zero cell*: quotient 0, low 0, high what so few plants could hide (``delta``: NaN, it has no logarithm).
    *One plant*: ``recovered`` runs from well below to well above the quotient; ``delta`` is too narrow there. A cell
    with fewer jobs than one plant counts as that fraction of a plant. *All plants in one region*: high ``1 / w``.
    *Missing* count, total or size: NaN; without published totals a missing count makes its row, its column and the
    country missing too. An empty region, an industry found nowhere and a country of one region give NaN.

    Measured coverage (``benchmarks/coverage.py``, nominal 90 %, 20 × 24 cells, plants of 25, 100 and 400 jobs):
    ``recovered`` holds the truth in 87–92 % of cells where two plants or more are expected, and in 93–95 % of those
    with fewer (most are empty, and 0 is then the lower limit); ``delta`` in 84 % at two to three plants and in fewer
    than half below one. Where sizes vary (CV 1) and the plain mean is given, ``recovered`` too holds only 75 %; a
    Herfindahl index of the industry gives 89–95 %, one of each cell as little as 79 % (itself known from few plants).

    References
    ----------
    Beyene, J. & Moineddin, R. (2005), BMC Medical Research Methodology 5:32 (delta method, part and whole);
    Donner, A. & Zou, G. Y. (2012), Statistical Methods in Medical Research 21, 347–359, eq. 9 (limits of a ratio);
    Brown, L. D., Cai, T. T. & DasGupta, A. (2001), Statistical Science 16, 101–133 (Jeffreys' limits).

    Examples
    --------
    >>> jobs = [[400.0, 600.0], [600.0, 8400.0]]
    >>> [float(limit[0, 0].round(2)) for limit in location_quotient_interval(jobs, 100.0)]
    [2.03, 4.0, 6.08]
    """
    if not 0 < level < 1:
        raise MeasureInputError(f"The level {level:g} is not between 0 and 1.", what_next="Give 0.9 for 90 %.")
    if method not in METHODS:
        raise MeasureInputError(f"«{method}» is no method of intervals.", what_next=f"Use {' or '.join(METHODS)}.")
    jobs = checked_counts(counts)
    margins = margins_of(jobs, region_totals, industry_totals, grand_total)
    compared = compare_with_rest(jobs, checked_size(plant_size, jobs), margins)
    estimate = compared.here / (margins.industry / margins.whole)
    tail = (1 - level) / 2
    if method == "delta":
        low, high = _delta_limits(compared, estimate, float(ndtri(1 - tail)))
    else:
        low, high = (_quotient(ratio, compared.weight) for ratio in _ratio_limits(compared, tail))
    unknown = np.isnan(estimate)
    return QuotientInterval(np.where(unknown, np.nan, low), estimate, np.where(unknown, np.nan, high))


def _quotient(ratio: Floats, weight: Floats) -> Floats:
    """Location quotient of a ratio of shares; an infinite ratio is an industry that is nowhere else."""
    bounded = np.where(np.isinf(ratio), 1.0, ratio)
    return np.where(np.isinf(ratio), 1 / weight, bounded / (weight * bounded + 1 - weight))


def _delta_limits(compared: Comparison, estimate: Floats, deviations: float) -> tuple[Floats, Floats]:
    weight, here, plants_here, elsewhere, plants_elsewhere = compared
    overall = weight * here + (1 - weight) * elsewhere
    squared = np.where(overall > 0, overall, np.nan) ** 2
    variance = ((1 - weight) * elsewhere / squared) ** 2 * here * (1 - here) / plants_here
    variance = variance + (here * (1 - weight) / squared) ** 2 * elsewhere * (1 - elsewhere) / plants_elsewhere
    reach = deviations * np.sqrt(variance) / np.where(estimate > 0, estimate, np.nan)
    reach = np.minimum(reach, 300.0)  # beyond e³⁰⁰ nothing is told any more, and e⁷¹⁰ overflows
    return estimate * np.exp(-reach), estimate * np.exp(reach)


def _ratio_limits(compared: Comparison, tail: float) -> tuple[Floats, Floats]:
    """Limits of the ratio of two shares from the limits of each (Donner & Zou 2012, eq. 9).

    Their fractions are written with the conjugate of the root: where the variance of the denominator passes its
    value (``2 o < upper``) the original form divides by zero, this one does not.
    """
    here, elsewhere = compared.here, compared.elsewhere
    low_here, high_here = _jeffreys(here, compared.plants_here, tail)
    low_else, high_else = _jeffreys(elsewhere, compared.plants_elsewhere, tail)
    product = here * elsewhere
    below, above = low_here * (2 * here - low_here), high_here * (2 * here - high_here)
    low = _over(below, product + np.sqrt(np.maximum(product**2 - below * high_else * (2 * elsewhere - high_else), 0)))
    bottom = low_else * (2 * elsewhere - low_else)
    high = _over(product + np.sqrt(np.maximum(product**2 - above * bottom, 0)), bottom, empty=np.inf)
    return low, high


def _over(top: Floats, bottom: Floats, empty: float = 0.0) -> Floats:
    """Return top / bottom, and `empty` where the bottom is 0."""
    return np.where(bottom == 0, empty, top / np.where(bottom == 0, 1.0, bottom))


def _jeffreys(share: Floats, plants: Floats, tail: float) -> tuple[Floats, Floats]:
    """Beta quantiles of a share known from that many plants; 0 and 1 are their own limits.

    A share of a small fraction of one plant lies outside its quantiles; its limits then begin at the share itself.
    """
    plants = np.minimum(plants, MOST_PLANTS)
    with_it, without_it = share * plants + 0.5, (1 - share) * plants + 0.5
    low = np.minimum(betaincinv(with_it, without_it, tail), share)
    return low, np.where(share >= 1, 1.0, np.maximum(betaincinv(with_it, without_it, 1 - tail), share))
