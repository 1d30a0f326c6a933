"""Sums over proximities without the industries × industries matrix, exactly.

``φ_pq = (MᵀM)_pq / max(u_p, u_q)`` is a product of narrow matrices but for the maximum. Sorted by ubiquity the maximum
is known, and for any row weights `W`

    ``(W φ)_q = C_k M_q`` with ``k = u_q`` and ``C_k = Σ_{u_p <= k} W_p M_pᵀ / k + Σ_{u_p > k} W_p M_pᵀ / u_p``,

a matrix of regions × regions that changes once per distinct ubiquity. Between neighbouring levels ``k < l``
``C_k = C_l + A_k (1/k − 1/l)``, where ``A_k`` sums ``W_p M_pᵀ`` over ``u_p <= k``: going down, only shares of one sign
are added for weights of one sign, and nothing cancels.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from iidsp_analysis.measures.complexity.arrays import Flags, Floats


class LowRankProximity:
    """The proximities of a presence, kept as its columns in the order of ubiquity; the diagonal is 0.

    Time grows with regions² × industries and memory with regions × industries.
    """

    def __init__(self, presence: Flags) -> None:
        counts = presence.sum(axis=0)
        order = np.argsort(counts, kind="stable")
        self._order = order[counts[order] > 0]
        self._columns: Floats = presence.T[self._order].astype(float)
        self._counts = counts[self._order]
        self._shape = presence.shape

    def weighted(self, weights: Floats) -> Floats:
        """Return ``W φ`` without the diagonal, shape of `weights` (rows × industries); 0 for an empty industry."""
        return self._weighted(weights.T[self._order])

    def weighted_presence(self) -> Floats:
        """Return ``M φ`` without the diagonal: the weights are the columns themselves, which saves a copy and time."""
        return self._weighted(self._columns)

    def weighted_transposed(self, weights: Floats) -> Floats:
        """Return ``W φᵀ``: the same, since a proximity of co-occurrence is symmetric."""
        return self.weighted(weights)

    def totals(self) -> Floats:
        """Return ``S_q = Σ_p φ_pq`` without the diagonal, by industry."""
        totals: Floats = self.weighted(np.ones((1, self._shape[1])))[0]
        return totals

    def _weighted(self, weights: Floats) -> Floats:
        """Return ``W φ`` for weights by industry in the order of ubiquity."""
        result: Floats = np.zeros((self._shape[1], weights.shape[1]))
        for level, transfer in self._levels(weights):
            # The diagonal is 1 inside the sum: every column meets itself.
            result[self._order[level]] = self._columns[level] @ transfer - weights[level]
        return result.T

    def _levels(self, weights: Floats) -> Iterator[tuple[slice, Floats]]:
        """Yield, from the most ubiquitous industries down, their place and ``C_k`` (valid until the next one)."""
        if not len(self._counts):
            return
        cuts = [0, *(np.flatnonzero(np.diff(self._counts)) + 1), len(self._counts)]
        levels = [slice(start, stop) for start, stop in pairwise(cuts)][::-1]
        up_to = self._columns.T @ weights
        transfer = up_to / self._counts[-1]
        step = np.empty_like(transfer)
        yield levels[0], transfer
        for above, level in pairwise(levels):
            up_to -= self._columns[above].T @ weights[above]
            factor = 1 / self._counts[level.start] - 1 / self._counts[above.start]
            transfer += np.multiply(up_to, factor, out=step)
            yield level, transfer
