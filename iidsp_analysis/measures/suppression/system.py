"""Linked tables as one system: published or hidden cells, and the equations that every reader knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

#: Owner of a cell with several contributors.
NOBODY = -1


@dataclass(frozen=True)
class CellSystem:
    """The cells of all tables of an edition, and how they add up.

    Parameters
    ----------
    relations : sparse array, equations × cells
        ``relations @ values`` is 0 for every measure: parts minus their total.
    values : array, measures × cells
        True values, none below ``lowest``; the first measure counts contributors, the others are amounts ≥ 0.
    lowest : array, measures × cells
        The least that a reader knows of a hidden cell: 1 for a count where empty cells are published, 0 for an amount.
    told : array of bool, measures × cells
        Whether the measure is published of the cell at all.
    latent : array of bool, cells
        Cells of no table, which the equations need: nobody sees them, whatever else is hidden.
    sensitive : array of bool, cells
        Cells that must not be deduced, latent ones too.
    need_up, need_down : array, measures × cells
        How far from its true value the deducible range of a sensitive cell must reach (protection levels); 0 asks
        nothing.
    blur : array, measures × cells
        How far the range of any other hidden cell must reach, upwards or downwards, so that it is not given back.
    owner : array of int, measures × cells
        The only contributor of a cell, who knows all of it; :data:`NOBODY` where there are more.
    weight : array, cells
        Loss by hiding the cell, by unit of shift; infinite for what must never be hidden.

    Notes
    -----
    Cells that are empty and published have no column here: a reader knows that they are 0. So has no latent cell that
    is empty, although no reader knows that: the ranges are then too narrow, never too wide.

    Ranges of these equations are the ranges of the unknown register itself wherever the tables form a tree (each two
    share one dimension, without a circle): consistent tables ≥ 0 can then always be filled, cell by cell of the full
    cross table, as if dimensions were independent given the shared one (Dobra & Fienberg 2000).

    References
    ----------
    Dobra & Fienberg (2000). Bounds for cell entries in contingency tables given marginal totals and decomposable
    graphs. PNAS 97(22), 11885–11892.
    """

    relations: sparse.csr_array
    values: Floats
    lowest: Floats
    told: Booleans
    latent: Booleans
    sensitive: Booleans
    need_up: Floats
    need_down: Floats
    blur: Floats
    owner: Integers
    weight: Floats

    @property
    def measures(self) -> int:
        """Number of measures."""
        return int(self.values.shape[0])

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(self.values.shape[1])

    def relations_of(self, measure: int) -> sparse.csr_array:
        """Return the equations that say something about a measure: those of which it is told of every cell."""
        untold = (abs(self.relations) @ (~self.told[measure]).astype(float)) > 0
        return sparse.csr_array(self.relations[~untold])

    def is_guarded(self, measure: int) -> Booleans:
        """Return which cells must not be deduced in a measure."""
        return np.asarray(self.sensitive & self.told[measure])
