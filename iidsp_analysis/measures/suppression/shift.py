"""Another register that fits the published cells: the cheapest way to shift one cell and leave all equations true.

This is the linear program of the attacker turned round (the heuristic of Fischetti & Salazar 2001, after Kelly,
Golden & Assad 1992): shifts of hidden cells are free, those of published ones cost the loss by hiding them.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import LinearConstraint, OptimizeResult, linprog, milp

from iidsp_analysis.measures.suppression.system import NOBODY, Booleans, CellSystem, Floats

#: Cells seldom need to move further than a few times the shift that is asked for, and larger room spoils the scale of
#: the program: it is tried only where the smaller one is not enough.
_FARTHEST = (4.0, 1e4)
_INFEASIBLE = 2
#: Shifts below this part of the one asked for are noise of the solver.
_NOISE = 1e-6
#: What a free cell costs, so that few are moved; one that its owner knows costs twice as much.
_SHORTEST = 1e-3


class Shifts:
    """Shifts of one measure of a system.

    Parameters
    ----------
    system : CellSystem
        The tables.
    measure : int
        Which measure.
    whole : bool
        Whether values are whole numbers: so must the shifts be then, or a reader could exclude them.
    """

    def __init__(self, system: CellSystem, measure: int, *, whole: bool) -> None:
        self.system, self.measure, self.whole = system, measure, whole
        relations = sparse.csc_array(system.relations_of(measure))
        self.movable = np.flatnonzero(system.told[measure] & (np.isfinite(system.weight) | system.latent))
        self.relations = sparse.csc_array(relations[:, self.movable])

    @cached_property
    def room_down(self) -> Floats:
        """How far each cell can fall."""
        return np.asarray(self.system.values[self.measure] - self.system.lowest[self.measure])

    @cached_property
    def _both_ways(self) -> sparse.csc_array:
        return sparse.csc_array(sparse.hstack([self.relations, -self.relations]))

    def cheapest(self, cell: int, by: float, hidden: Booleans, barred: Booleans) -> Floats | None:
        """Shift a cell.

        Parameters
        ----------
        cell : int
            The cell.
        by : float
            How far, in the measure's unit; negative downwards.
        hidden : array of bool, cells
            Cells that are hidden already.
        barred : array of bool, cells
            Cells that must stay as they are: the reader knows them.

        Returns
        -------
        array, cells, or None
            Shifts of all cells, in the measure's unit; None if there are none, even if everything is hidden.

        Raises
        ------
        ArithmeticError
            If the solver can tell neither.
        """
        found = (self._within(farthest, cell, by, hidden, barred) for farthest in _FARTHEST)
        return next((shifts for shifts in found if shifts is not None), None)

    def _within(self, farthest: float, cell: int, by: float, hidden: Booleans, barred: Booleans) -> Floats | None:
        unit = abs(by)
        still = barred[self.movable]
        up = np.where(still, 0.0, farthest)
        down = np.where(still, 0.0, np.minimum(self.room_down[self.movable] / unit, farthest))
        here = int(np.searchsorted(self.movable, cell))
        up[here], down[here] = (1.0, 0.0) if by > 0 else (0.0, 1.0)
        least = np.zeros(2 * len(still))
        least[here if by > 0 else here + len(still)] = 1.0
        cost = np.tile(self._costs(hidden), 2)
        moves = self._solve(cost, least, np.concatenate([up, down]), unit)
        return None if moves is None else self._spread(moves, unit)

    def _costs(self, hidden: Booleans) -> Floats:
        free = _SHORTEST * np.where(self.system.owner[self.measure] == NOBODY, 1.0, 2.0)
        weight = np.where(self.system.latent, 0.0, self.system.weight)
        return np.asarray(np.where(hidden, free, free + weight)[self.movable])

    def _solve(self, cost: Floats, least: Floats, most: Floats, unit: float) -> Floats | None:
        if np.any(most < least):
            return None
        zeros = np.zeros(self._both_ways.shape[0])
        found = linprog(cost, A_eq=self._both_ways, b_eq=zeros, bounds=np.column_stack([least, most]), method="highs")
        moves = _moves(found)
        if moves is None or not self.whole or _are_whole(moves * unit):
            return moves
        # Where more than two tables share a hidden total, a corner of the linear program may be a fraction.
        bounds = np.ceil(least * unit - _NOISE), np.floor(most * unit + _NOISE)
        found = milp(cost, constraints=LinearConstraint(self._both_ways, zeros, zeros),
                     integrality=np.ones(len(cost)), bounds=bounds)  # fmt: skip
        moves = _moves(found)
        return None if moves is None else np.asarray(moves / unit)

    def _spread(self, moves: Floats, unit: float) -> Floats:
        half = len(self.movable)
        net = moves[:half] - moves[half:]
        net[np.abs(net) < _NOISE] = 0.0
        shifts = np.zeros(self.system.cells)
        shifts[self.movable] = np.round(net * unit) if self.whole else net * unit
        return shifts


def _moves(found: OptimizeResult) -> Floats | None:
    if found.status not in {0, _INFEASIBLE}:  # no answer is not the answer that there is no shift
        raise ArithmeticError(f"no shift found: {found.message}")
    return np.asarray(found.x) if found.status == 0 else None


def _are_whole(moves: Floats) -> bool:
    return bool(np.all(np.abs(moves - np.round(moves)) < _NOISE))
