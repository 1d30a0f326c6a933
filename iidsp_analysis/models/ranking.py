"""Places and ranks of many score vectors at once, with ties told apart from rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int32]

# Scores closer than this are tied: floating-point noise must not decide who comes first.
TIE_STEPS = 2.0**30
# Far below any score; stands for "no evidence at all", which comes last.
LOWEST = -1024.0
_INDEX_BITS = 20


def places(scores: Floats) -> Places:
    """Place of every candidate in every row: 1 = highest score.

    ``place_i = 1 + #{j : score_j > score_i}`` (competition ranking: equals share the better place).

    Parameters
    ----------
    scores : array, draws × candidates
        Composite scores between −1024 and 1024; ``-inf`` comes last.

    Returns
    -------
    array of int, draws × candidates

    Notes
    -----
    Scores are rounded to 2⁻³⁰ first, so that the order of summation cannot break a tie. Rounded score and column
    number are packed into one integer: sorting integers is several times faster than an indirect sort.

    Examples
    --------
    >>> places(np.array([[0.3, 0.9, 0.3]]))
    array([[2, 1, 2]], dtype=int32)
    """
    rows, candidates = scores.shape
    keys = np.rint(np.clip(scores, LOWEST, -LOWEST) * -TIE_STEPS).astype(np.int64)
    keys <<= _INDEX_BITS
    keys |= np.arange(candidates)
    keys.sort(axis=1)
    who = keys & ((1 << _INDEX_BITS) - 1)
    keys >>= _INDEX_BITS
    found = np.empty((rows, candidates), dtype=np.int32)
    found[np.arange(rows)[:, None], who] = _shared_places(keys)
    return found


def _shared_places(ordered: NDArray[np.int64]) -> Places:
    """Return the places of sorted keys; a key equal to the one before it shares its place."""
    running = np.broadcast_to(np.arange(1, ordered.shape[1] + 1, dtype=np.int32), ordered.shape)
    equal = ordered[:, 1:] == ordered[:, :-1]
    if not equal.any():
        return running
    shared = running.copy()
    shared[:, 1:][equal] = 0
    return np.maximum.accumulate(shared, axis=1)


def average_ranks(values: Floats) -> Floats:
    """Ascending ranks along the last axis: 1 = lowest, equals get their mean rank, missing stays missing.

    Parameters
    ----------
    values : array, … × candidates
        Any unit; NaN = no value.

    Returns
    -------
    array, … × candidates
        Ranks from 1 to the number of values present.

    Examples
    --------
    >>> average_ranks(np.array([10.0, 30.0, 10.0, np.nan]))
    array([1.5, 3. , 1.5, nan])
    """
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    edge = np.ones((*values.shape[:-1], 1), dtype=bool)
    differs = ordered[..., 1:] != ordered[..., :-1]
    position = np.arange(values.shape[-1])
    lowest = np.maximum.accumulate(np.where(np.concatenate([edge, differs], -1), position, 0), axis=-1)
    last = np.where(np.concatenate([differs, edge], -1), position, values.shape[-1])
    highest = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, 1 + (lowest + highest) / 2, axis=-1)
    return np.where(np.isnan(values), np.nan, ranks)


def place_counts(found: Places) -> NDArray[np.int64]:
    """How often each candidate took each place.

    Parameters
    ----------
    found : array of int, draws × candidates
        Places from 1 to the number of candidates.

    Returns
    -------
    array of int, candidates × places
    """
    candidates = found.shape[1]
    cells = found + np.arange(candidates, dtype=np.int32) * np.int32(candidates) - np.int32(1)
    return np.bincount(cells.ravel(), minlength=candidates**2).reshape(candidates, candidates)


def place_quantile(counts: NDArray[np.int64], probability: float) -> Places:
    """Smallest place that a candidate takes, or betters, with at least this probability.

    Parameters
    ----------
    counts : array of int, candidates × places
        From :func:`place_counts`.
    probability : float
        0 to 1.

    Returns
    -------
    array of int, by candidate
    """
    reached = np.cumsum(counts, axis=1)
    first: Places = np.argmax(reached >= probability * reached[:, -1:], axis=1).astype(np.int32)
    return first + np.int32(1)
