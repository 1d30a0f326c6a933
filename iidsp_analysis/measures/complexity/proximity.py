"""How often two industries are found in the same regions."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Flags, Floats, amount_matrix, presence_matrix
from iidsp_analysis.measures.complexity.low_rank import LowRankProximity
from iidsp_analysis.measures.complexity.threads import on_one_thread
from iidsp_analysis.measures.inputs import MeasureInputError

MOST_INDUSTRIES = 2000
"""Above it an industries × industries matrix costs more time and memory than the low-rank form (measured crossover)."""


class Proximities(Protocol):
    """What density and outlook ask of proximities: sums over one side, without the diagonal."""

    def weighted(self, weights: Floats) -> Floats:
        """Return ``W φ``."""

    def weighted_presence(self) -> Floats:
        """Return ``M φ`` for the presence itself."""

    def weighted_transposed(self, weights: Floats) -> Floats:
        """Return ``W φᵀ``."""

    def totals(self) -> Floats:
        """Return ``Σ_p φ_pq`` by industry q."""


class DenseProximity:
    """Proximities as a matrix; its diagonal and its missing cells count as 0."""

    def __init__(self, matrix: Floats, presence: Flags) -> None:
        self._matrix = matrix
        self._presence = presence

    def weighted(self, weights: Floats) -> Floats:
        """Return ``W φ``."""
        summed: Floats = weights @ self._matrix
        return summed

    def weighted_presence(self) -> Floats:
        """Return ``M φ`` for the presence itself."""
        return self.weighted(self._presence.astype(float))

    def weighted_transposed(self, weights: Floats) -> Floats:
        """Return ``W φᵀ``."""
        summed: Floats = weights @ self._matrix.T
        return summed

    def totals(self) -> Floats:
        """Return ``Σ_p φ_pq`` by industry q."""
        totals: Floats = self._matrix.sum(axis=0)
        return totals


@on_one_thread
def proximity(presence: npt.ArrayLike) -> Floats:
    """Proximity: how likely a region that has one industry has the other, at the least.

    ``φ_pq = Σ_r M_rp M_rq / max(u_p, u_q)``: the smaller of the two conditional probabilities.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1; at most 2,000 industries.

    Returns
    -------
    array, industries × industries
        0 to 1, symmetric; the diagonal is 0, so that an industry is no evidence for itself.

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1, or there are more than 2,000 industries.

    Notes
    -----
    An industry found nowhere has no proximity (NaN, diagonal 0) and changes nothing else. Packages differ in the
    diagonal: 1 in ecomplexity and R economiccomplexity, 0 in Stata, econcomplex and EconGeo.

    References
    ----------
    Hidalgo, C. A. et al. (2007), Science 317, 482–487, eq. 1.

    Examples
    --------
    >>> proximity([[1, 1, 0], [1, 0, 1], [1, 0, 0]]).round(2)
    array([[0.  , 0.33, 0.33],
           [0.33, 0.  , 0.  ],
           [0.33, 0.  , 0.  ]])
    """
    flags = presence_matrix(presence)
    if flags.shape[1] > MOST_INDUSTRIES:
        raise MeasureInputError(
            f"{flags.shape[1]} industries make a proximity matrix of {flags.shape[1] ** 2 / 1e6:.0f} million cells.",
            what_next="relatedness_density, outlook_index and outlook_gain give its sums without the matrix.",
        )
    shared = _co_occurrence_shares(flags)
    empty = ~flags.any(axis=0)
    shared[empty, :] = np.nan
    shared[:, empty] = np.nan
    np.fill_diagonal(shared, 0.0)
    return shared


def proximities(presence: Flags, matrix: npt.ArrayLike | None = None) -> Proximities:
    """Return the proximities of a presence in the cheaper exact form, or those of a given matrix.

    Parameters
    ----------
    presence : boolean array, regions × industries
    matrix : array, industries × industries, optional
        Proximities from elsewhere, such as world trade; row p, column q: how much having p tells about q.

    Raises
    ------
    MeasureInputError
        If the matrix does not fit the industries or holds negative or infinite numbers.
    """
    if matrix is not None:
        return DenseProximity(_external(matrix, presence.shape[1]), presence)
    if presence.shape[1] > MOST_INDUSTRIES:
        return LowRankProximity(presence)
    shared = _co_occurrence_shares(presence)
    np.fill_diagonal(shared, 0.0)
    return DenseProximity(shared, presence)


def _co_occurrence_shares(presence: Flags) -> Floats:
    """Return co-occurrences over the larger ubiquity; 0 for an empty industry."""
    columns: Floats = presence.astype(float)
    shared: Floats = columns.T @ columns
    counts = np.maximum(columns.sum(axis=0), 1.0)
    shared /= np.maximum(counts[:, None], counts[None, :])
    return shared


def _external(matrix: npt.ArrayLike, industries: int) -> Floats:
    floats = amount_matrix(matrix, "The proximity matrix")
    if floats.shape != (industries, industries):
        raise MeasureInputError(
            f"The proximity matrix must have {industries} rows and columns, one for each industry.",
            where=f"shape {floats.shape}",
            what_next="Bring it to the industries of the presence, in the same order; NaN where nothing is known.",
        )
    known = np.nan_to_num(floats, nan=0.0)
    np.fill_diagonal(known, 0.0)
    return known


def density_of(phi: Proximities, totals: Floats, presence: Flags) -> Floats:
    """Return relatedness density; NaN in an empty region and for an industry related to none."""
    share = phi.weighted_presence()
    share /= np.where(totals > 0, totals, np.nan)
    share[~presence.any(axis=1)] = np.nan
    return share
