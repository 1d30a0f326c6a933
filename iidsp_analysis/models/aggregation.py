"""Aggregation: normalised lens scores and weights made into one score, for many sets of weights at once.

Every function takes the lenses of one region with their direction already settled (higher = more promising) and
weights of at least zero, one row a draw. A candidate without a lens is judged by the lenses that it has, their
weights rescaled; one without any evidence scores ``-inf``.
"""

from __future__ import annotations

from typing import Literal, cast, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.models.normalise import Normalisation
from iidsp_analysis.models.ranking import Floats, average_ranks

Aggregation = Literal["arithmetic", "geometric", "outranking"]
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)

# The geometric mean punishes a low score without end: ranks and min–max start at this share of the best score, …
GEOMETRIC_FLOOR = 0.05
# … and z-scores one standard deviation above zero.
GEOMETRIC_SHIFT = 1.0
# A duel whose weights differ by less is drawn: rounding must not decide it.
DRAWN_BELOW = 1e-12


def reversed_lenses(values: Floats, negative: NDArray[np.bool_], method: Normalisation) -> Floats:
    """Turn round the lenses with a negative weight: ``−z``, or ``1 − v`` on ranks and min–max.

    Parameters
    ----------
    values : array, … × lenses × candidates
        Normalised scores.
    negative : array of bool, by lens
        Which lenses to turn round.
    method : {"rank", "z", "min-max"}
        How the scores were normalised.

    Returns
    -------
    array, … × lenses × candidates
    """
    whole = 0.0 if method == "z" else 1.0
    return np.where(negative[:, None], whole - values, values)


def positive_logarithms(values: Floats, method: Normalisation) -> Floats:
    """Logarithms of normalised scores shifted above zero, as the geometric mean needs them.

    ``0.05 + 0.95 v`` on ranks and min–max; ``1 + z − min z`` of the lens on z-scores.

    Parameters
    ----------
    values : array, … × lenses × candidates
        Normalised scores; NaN stays NaN.
    method : {"rank", "z", "min-max"}
        How the scores were normalised.

    Returns
    -------
    array, … × lenses × candidates
    """
    if method != "z":
        return cast(Floats, np.log(GEOMETRIC_FLOOR + (1 - GEOMETRIC_FLOOR) * values))
    present = ~np.isnan(values)
    lowest = np.min(values, axis=-1, keepdims=True, where=present, initial=np.inf)
    return cast(Floats, np.log(GEOMETRIC_SHIFT + values - np.where(np.isinf(lowest), 0.0, lowest)))


def weighted_means(values: Floats, weights: Floats) -> Floats:
    """Weighted mean of the lenses that each candidate has: ``Σ w v / Σ w``.

    Parameters
    ----------
    values : array, lenses × candidates
        Normalised scores (arithmetic mean) or their logarithms (logarithm of the geometric mean).
    weights : array, draws × lenses
        At least 0.

    Returns
    -------
    array, draws × candidates
        ``-inf`` where a candidate has no lens that counts.
    """
    missing = np.isnan(values)
    size = weights.sum(axis=1, keepdims=True)
    if not missing.any() and bool((size > 0).all()):
        return cast(Floats, (weights / size) @ values)
    size = weights @ (~missing).astype(float)
    means = (weights @ np.where(missing, 0.0, values)) / np.where(size > 0, size, 1.0)
    return np.where(size > 0, means, -np.inf)


def net_duels(values: Floats, weights: Floats) -> Floats:
    """Copeland score: duels won less duels lost, as a share of all duels of a candidate.

    Candidate i wins against j when the lenses that rank it higher outweigh those that rank it lower. Lenses that are
    missing for one of the two, and ties, have no voice.

    Parameters
    ----------
    values : array, lenses × candidates
        Scores on any scale: only their order counts.
    weights : array, draws × lenses
        At least 0.

    Returns
    -------
    array, draws × candidates
        −1 (loses all) to 1 (wins all); 0 for a single candidate, ``-inf`` without any lens that counts.

    Notes
    -----
    The outcome of a duel depends only on its *pattern*: which lenses speak for, against, or not at all. Few patterns
    occur (at most 2⁷ with eight lenses and no ties), so duels are counted by pattern once, and a draw of weights
    settles each pattern instead of each pair. This is exact and makes thousands of draws affordable.
    """
    patterns, counts = duel_patterns(values)
    return settled_duels(patterns, counts, weights, np.isnan(values))


def comparable(values: Floats, negative: NDArray[np.bool_], constant: NDArray[np.bool_]) -> Floats:
    """Return scores whose order settles duels: lenses of negative weight turned round, constant ones all equal.

    Parameters
    ----------
    values : array, … × lenses × candidates
        Scores in the lenses' own units.
    negative, constant : array of bool, … × lenses
        Which lenses to turn round, and which to take as equal throughout.

    Returns
    -------
    array, … × lenses × candidates
    """
    directed = np.where(negative[:, None], -values, values)
    return np.where(constant[..., None] & ~np.isnan(values), 0.0, directed)


def lone_duels(values: Floats) -> Floats:
    """Net share of duels that each lens alone would give to each candidate: ``(wins − losses) / (n − 1)``.

    Parameters
    ----------
    values : array, lenses × candidates
        Scores on any scale.

    Returns
    -------
    array, lenses × candidates
        −1 to 1; NaN where the lens has no value.
    """
    present = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    return cast(Floats, (2 * average_ranks(values) - present - 1) / max(values.shape[-1] - 1, 1))


def duel_patterns(values: Floats) -> tuple[Floats, NDArray[np.float32]]:
    """Count the duels of every candidate by their pattern of lenses for (1), against (−1) and silent (0).

    A pattern and its mirror image (the same duel seen from the other side) are one: the mirrored duels count as −1.

    Parameters
    ----------
    values : array, lenses × candidates
        Scores on any scale.

    Returns
    -------
    tuple of arrays
        Patterns (patterns × lenses), and by candidate the duels that follow each pattern less those that mirror it
        (candidates × patterns; single precision, which holds such counts exactly).
    """
    lenses, candidates = values.shape
    codes = np.zeros((candidates, candidates), dtype=np.int32 if lenses < 20 else np.int64)  # 3¹⁹ < 2³¹
    for lens in values:
        ahead = (lens[:, None] > lens).astype(np.int8) - (lens[:, None] < lens)
        codes = codes * 3 + ahead
    which, found = pd.factorize(np.abs(codes).ravel())
    cells = which + np.repeat(np.arange(candidates) * len(found), candidates)
    counts = np.bincount(cells, weights=np.sign(codes).ravel(), minlength=candidates * len(found))
    digits = (found[:, None] + 3**lenses // 2) // 3 ** np.arange(lenses - 1, -1, -1) % 3
    return digits - 1.0, counts.reshape(candidates, len(found)).astype(np.float32)


def settled_duels(patterns: Floats, counts: NDArray[np.float32], weights: Floats, missing: NDArray[np.bool_]) -> Floats:
    """Return Copeland scores from duels counted by pattern (see :func:`net_duels`)."""
    margins = weights @ patterns.T
    drawn = DRAWN_BELOW * weights.sum(axis=1, keepdims=True)
    outcomes = (margins > drawn).astype(np.float32) - (margins < -drawn)
    net = (outcomes @ counts.T).astype(float) / max(len(counts) - 1, 1)
    return np.where(weights @ (~missing).astype(float) > 0, net, -np.inf)
