"""What each reader of a published table can still take for possible: one outside, and those who contribute alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import sparse

from iidsp_analysis.measures.suppression.shift import Shifts
from iidsp_analysis.measures.suppression.system import NOBODY, Booleans, CellSystem, Floats, Integers


class Asked(NamedTuple):
    """A shift that must be possible: of which cell, how far (negative: down), and what its reader knows."""

    cell: int
    by: float
    knows: Booleans


class Readers:
    """The readers of a two-way table, a system of one measure.

    Parameters
    ----------
    system : CellSystem
        The table.
    """

    def __init__(self, system: CellSystem) -> None:
        self.system = system
        self.shifts = Shifts(system, 0, whole=False)

    def demands(self, part: float = 1.0) -> Iterator[Asked]:
        """Yield what is asked for a reader outside: sensitive cells, upwards and downwards, by a part of their need."""
        nothing = np.zeros(self.system.cells, dtype=bool)
        for cell in np.flatnonzero(self.system.is_guarded(0)).tolist():
            for need in (self.system.need_up[0, cell], -self.system.need_down[0, cell]):
                if need:
                    yield Asked(cell, float(need) * part, nothing)

    def excluded_by(self, asked: Asked, hidden: Booleans) -> Asked | None:
        """Find a reader who can exclude a shift.

        Parameters
        ----------
        asked : Asked
            The shift, as a reader outside meets it.
        hidden : array of bool, cells
            What is hidden.

        Returns
        -------
        Asked or None
            The shift as it is asked for this reader; None if all readers take it for possible. Whoever contributes
            alone to a part of a total knows that the total is no smaller than this part, and nobody can hide that from
            him: downwards he is asked the same share of the rest only.
        """
        moved = self._moved(asked, hidden)
        if moved is None:
            return asked
        left = self._knowing(asked.cell, moved)
        while left:
            one = min(left)
            his = self._as_met_by(one, asked)
            moved = self._moved(his, hidden)
            if moved is None:
                return his
            left &= self._knowing(asked.cell, moved)
            left.discard(one)
        return None

    def misled(self, hidden: Booleans) -> Booleans:
        """Hide more cells until no reader can exclude what is asked.

        Parameters
        ----------
        hidden : array of bool, cells
            What is hidden.

        Returns
        -------
        array of bool, cells
            The same cells and those that the cheapest shifts move besides.

        Raises
        ------
        ArithmeticError
            If there is no such shift.
        """
        more = hidden.copy()
        for asked in self.demands():
            while (found := self.excluded_by(asked, more)) is not None:
                shifts = self.shifts.cheapest(found.cell, found.by, more, found.knows)
                if shifts is None or not np.any((shifts != 0) & ~more):
                    raise ArithmeticError(f"a shift of cell {found.cell} falls short of what was asked")
                more |= shifts != 0
        return more

    def _as_met_by(self, owner: int, asked: Asked) -> Asked:
        value = float(self.system.values[0, asked.cell])
        rest = self.rest_of(owner)[asked.cell] / value if asked.by < 0 else 1.0
        return Asked(asked.cell, asked.by * rest, self.system.owner[0] == owner)

    def _moved(self, asked: Asked, hidden: Booleans) -> Booleans | None:
        if not asked.by:
            return np.zeros(self.system.cells, dtype=bool)  # what is left for this reader to be misled about is nothing
        shifts = self.shifts.cheapest(asked.cell, asked.by, hidden, ~hidden | asked.knows)
        return None if shifts is None else np.asarray(shifts != 0)

    def _knowing(self, cell: int, moved: Booleans) -> set[int]:
        """Return the contributors whom a shift does not mislead: those of moved cells, but the cell's own."""
        return set(self.system.owner[0, moved].tolist()) - {NOBODY, int(self.system.owner[0, cell])}

    def rest_of(self, owner: int) -> Floats:
        """Return how much of each cell is in parts to which this contributor does not contribute alone."""
        rest = np.where(self.system.owner[0] == owner, 0.0, self.system.values[0])
        lines, totals = self._lines
        for _ in range(2):  # to the totals of lines, and from there to the grand total; added up, never subtracted
            rest[totals] = lines @ rest
        return np.asarray(rest)

    @cached_property
    def _lines(self) -> tuple[sparse.csr_array, Integers]:
        """Parts of each line that is not empty, and its total."""
        relations = sparse.csr_array(self.system.relations)
        relations = sparse.csr_array(relations[np.diff(relations.indptr) > 0])
        totals = np.asarray(relations.argmin(axis=1)).ravel()
        return sparse.csr_array(relations.maximum(sparse.csr_array(relations.shape))), totals
