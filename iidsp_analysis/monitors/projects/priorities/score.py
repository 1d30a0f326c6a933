"""The score of a project: the weighted mean of the parts that are known, and what other weights would make of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.models.ranking import places

Floats = NDArray[np.float64]
#: The interval runs from the 5 % to the 95 % quantile.
LOW, HIGH = 0.05, 0.95
#: Numbers closer than this are equal: rounding must not decide whether a limit is reached.
ROUNDING = 1e-9
#: Cells that are held at once: 32 MB.
_CELLS = 4_000_000
#: A project without a score in the ranking: below every score.
_NOBODY = -1.0


def weighted_mean(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the mean over the known parts, and the share of the weight that is known.

    ``s = Σ w_k v_k / Σ w_k`` over the parts ``k`` that are not missing.

    Parameters
    ----------
    values : array, projects × parts
        0 to 1; NaN = not known.
    weights : array, draws × parts, or parts
        At least 0, each row adding up to one.

    Returns
    -------
    tuple of arrays, draws × projects (or projects)
        Score, NaN where no part with a weight is known; known share, 0 to 1.

    Examples
    --------
    >>> score, known = weighted_mean(np.array([[0.5, 1.0, np.nan]]), np.array([0.25, 0.25, 0.5]))
    >>> score.tolist(), known.tolist()
    ([0.75], [0.5])
    """
    there = ~np.isnan(values)
    total, known = weights @ np.where(there, values, 0.0).T, weights @ there.T.astype(float)
    score = np.full(total.shape, np.nan)
    np.divide(total, known, out=score, where=known > 0)
    return np.clip(score, 0.0, 1.0), known


def reaches(score: Floats | pd.Series, limit: float) -> NDArray[np.bool_]:
    """Whether a score reaches the limit; one without a number does not."""
    return np.asarray(score >= limit - ROUNDING)


def score_interval(values: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Return the 5–95 % interval of the score over the draws of weights.

    Parameters
    ----------
    values : array, projects × parts
        0 to 1; NaN = not known. A project that has no score is handed over as all NaN.
    drawn : array, draws × parts
        Sets of weights, each adding up to one.
    """
    low, high = (np.full(len(values), np.nan) for _ in range(2))
    for some in _blocks(len(values), len(drawn)):
        low[some], high[some] = quantiles(weighted_mean(values[some], drawn)[0])
    return low, high


def share_reaching(values: Floats, drawn: Floats, limit: float) -> Floats:
    """Return the share of the draws in which each project's score reaches the limit; arguments as above."""
    told = np.full(len(values), np.nan)
    for some in _blocks(len(values), len(drawn)):
        scores, _ = weighted_mean(values[some], drawn)
        told[some] = np.where(np.isnan(scores[0]), np.nan, reaches(scores, limit).mean(axis=0))
    return told


def rank_interval(values: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Return the 5–95 % interval of the rank among the projects with a score; arguments as above.

    Ranks compare all projects of one draw: they are told draw by draw, and kept as small numbers.
    """
    found = np.empty((len(drawn), len(values)), dtype=np.int32)
    for some in _blocks(len(drawn), len(values)):
        scores, _ = weighted_mean(values, drawn[some])
        found[some] = places(np.nan_to_num(scores, nan=_NOBODY))
    missing = np.isnan(values).all(axis=1)
    low, high = (np.empty(len(values)) for _ in range(2))
    for some in _blocks(len(values), len(drawn)):
        low[some], high[some] = quantiles(found[:, some])
    return np.where(missing, np.nan, low), np.where(missing, np.nan, high)


def ranks(scores: Floats) -> Floats:
    """Rank of every project by one set of scores, 1 = highest, equals share the better rank; NaN without a score."""
    told = places(np.nan_to_num(scores, nan=_NOBODY)[None])[0].astype(float)
    return np.where(np.isnan(scores), np.nan, told)


def quantiles(values: NDArray[np.generic]) -> tuple[Floats, Floats]:
    """Return the 5 % and 95 % quantiles down the first axis: drawn values, nothing between them.

    Parameters
    ----------
    values : array, draws × projects
        NaN of a project stands in all of its draws.
    """
    last = len(values) - 1
    first, second = math.floor(LOW * last), math.ceil(HIGH * last)
    ordered = np.partition(values, (first, second), axis=0)
    return ordered[first].astype(float), ordered[second].astype(float)


def _blocks(rows: int, columns: int) -> Iterator[slice]:
    step = max(1, _CELLS // max(columns, 1))
    return (slice(start, start + step) for start in range(0, rows, step))
