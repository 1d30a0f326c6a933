"""How right a score was: rank correlation within regions, and what its first five picks did."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.models.observations import Floats
from iidsp_analysis.models.ranking import average_ranks

TOP = 5
FEWEST_CANDIDATES = 6


def rank_correlations(score: Floats, happened: Floats) -> Floats:
    """Spearman correlation of score and outcome among each region's candidates.

    Parameters
    ----------
    score, happened : array, regions × industries
        NaN cells are no candidates.

    Returns
    -------
    array, regions
        −1 to 1; NaN where fewer than six candidates are left or either side is constant.
    """
    both = ~(np.isnan(score) | np.isnan(happened))
    first = _centred_ranks(np.where(both, score, np.nan))
    second = _centred_ranks(np.where(both, happened, np.nan))
    lengths = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    usable = (lengths > 0) & (both.sum(axis=1) >= FEWEST_CANDIDATES)
    return np.where(usable, (first * second).sum(axis=1) / np.where(usable, lengths, 1.0), np.nan)


def _centred_ranks(values: Floats) -> Floats:
    ranks = average_ranks(values)
    known = ~np.isnan(ranks)
    kept = np.where(known, ranks, 0.0)
    return np.where(known, kept - kept.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1), 0)


def top_picks(score: Floats, happened: Floats, top: int = TOP) -> tuple[Floats, Floats, Floats]:
    """What the first picks of each region did.

    Returns
    -------
    excess : array, regions
        Mean outcome of the picks minus the mean outcome of all candidates, in the unit of the outcome.
    precision : array, regions
        Share of the picks that are among the region's true first ``top``.
    hits : array, regions
        Share of the picks whose outcome is above zero.

    Notes
    -----
    NaN for regions with fewer than ``2 × top`` candidates: half of them would be picks. Ties are settled by the order
    of industries.
    """
    both = ~(np.isnan(score) | np.isnan(happened))
    enough = both.sum(axis=1) >= 2 * top
    outcome = np.where(both, happened, 0.0)
    picked = _first(np.where(both, score, -np.inf), top)
    best = _first(np.where(both, happened, -np.inf), top)
    everyone = outcome.sum(axis=1) / np.maximum(both.sum(axis=1), 1)
    excess = (outcome * picked).sum(axis=1) / top - everyone
    precision = (picked & best).sum(axis=1) / top
    hits = (picked & (outcome > 0)).sum(axis=1) / top
    return tuple(np.where(enough, each, np.nan) for each in (excess, precision, hits))  # type: ignore[return-value]


def _first(values: Floats, top: int) -> np.ndarray:
    order = np.argsort(-values, axis=1, kind="stable")[:, :top]
    chosen = np.zeros(values.shape, dtype=bool)
    np.put_along_axis(chosen, order, True, axis=1)
    return chosen
