"""Which sensitive cells are guarded so far: shifts that were found, and the readers that each of them misleads."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from iidsp_analysis.measures.suppression.system import NOBODY, Booleans, CellSystem, Floats

#: A shift that reaches this part of what is needed reaches it: the rest is noise of the solver.
_REACHED: Final = 1 - 1e-5
#: How often a shift is repeated at most to see how far it reaches.
_OFTEN: Final = 1e6
UP, DOWN, EITHER = 1, -1, 0


class Demand(NamedTuple):
    """A hidden cell whose deducible range must reach upwards, downwards, or in either direction in a measure."""

    measure: int
    cell: int
    sign: int


class Shift(NamedTuple):
    """A shift that keeps all equations.

    ``moved`` are its cells, ``owners`` those of them who know that it is not true, ``up`` and ``down`` how far each
    cell rises and falls at most when the shift is made larger, or backwards.
    """

    measure: int
    moved: Booleans
    owners: frozenset[int]
    up: Floats
    down: Floats


class Evidence:
    """The shifts found so far and the demands that they meet.

    A demand is met for a reader outside by any shift of hidden cells that reaches far enough. It is met for the owner
    of a cell by such a shift that leaves his cells as they are. Shifts stay valid when more cells are hidden.

    Parameters
    ----------
    system : CellSystem
        The tables.
    whole : tuple of bool
        Which measures are whole numbers.
    """

    def __init__(self, system: CellSystem, whole: tuple[bool, ...]) -> None:
        self.system, self.whole = system, whole
        self.shifts: list[Shift] = []
        self.met_by: dict[Demand, list[int]] = {demand: [] for demand in _demands(system)}

    def need(self, demand: Demand) -> float:
        """Return how far a demand asks to reach, in the measure's unit."""
        table = {UP: self.system.need_up, DOWN: self.system.need_down, EITHER: self.system.blur}[demand.sign]
        return float(table[demand.measure, demand.cell])

    def ask(self, demand: Demand) -> None:
        """Take up one more demand; the shifts found so far may meet it."""
        found = self.met_by.setdefault(demand, [])
        found += [at for at, shift in enumerate(self.shifts) if self._reaches(shift, demand)]

    def drop(self, demand: Demand) -> None:
        """Ask it no more."""
        del self.met_by[demand]

    def forget(self, cell: int) -> None:
        """Ask nothing more of a cell that is published."""
        self.met_by = {demand: met for demand, met in self.met_by.items() if demand.cell != cell}

    def add(self, measure: int, shifts: Floats) -> None:
        """Take up a shift.

        Parameters
        ----------
        measure : int
            The measure.
        shifts : array, cells
            Shifts in its unit.
        """
        moved = shifts != 0
        owners = self.system.owner[measure, moved]
        # That there is a project is no secret of its owner: of counts nothing follows about amounts.
        known = frozenset() if self.whole[measure] else frozenset(owners[owners != NOBODY].tolist())
        there, back = (sign * shifts * self._times(measure, sign * shifts) for sign in (1.0, -1.0))
        shift = Shift(measure, moved, known, np.maximum(there, back), np.maximum(-there, -back))
        self.shifts.append(shift)
        for cell in np.flatnonzero(moved):
            for sign in (UP, DOWN, EITHER):
                demand = Demand(measure, int(cell), sign)
                if demand in self.met_by and self._reaches(shift, demand):
                    self.met_by[demand].append(len(self.shifts) - 1)

    def _times(self, measure: int, shifts: Floats) -> float:
        falls = shifts < 0
        room = self.system.values[measure, falls] - self.system.lowest[measure, falls]
        times = float(np.min(room / -shifts[falls], initial=_OFTEN))
        return float(np.floor(times + 1e-6)) if self.whole[measure] else times

    def _reaches(self, shift: Shift, demand: Demand) -> bool:
        cell, farthest = demand.cell, self.need(demand) * _REACHED
        up, down = shift.up[cell] >= farthest, shift.down[cell] >= farthest
        is_far = {UP: up, DOWN: down, EITHER: up or down}[demand.sign]
        return bool(shift.measure == demand.measure and shift.moved[cell] and is_far)

    def unmet(self, demand: Demand, *, without: int | None = None) -> frozenset[int] | None:
        """Return the owners who still deduce the cell; None if every reader does.

        Parameters
        ----------
        demand : Demand
            What is asked.
        without : int, optional
            A cell that shall be published again: shifts that move it count no more.
        """
        found = [self.shifts[each] for each in self.met_by[demand]]
        usable = [shift.owners for shift in found if without is None or not shift.moved[without]]
        if not usable:
            return None
        if demand.sign == EITHER:
            return frozenset()
        return frozenset.intersection(*usable) - {int(self.system.owner[demand.measure, demand.cell])}

    def is_needed(self, cell: int, accepted: dict[Demand, frozenset[int]]) -> bool:
        """Tell whether a demand would be open, beyond the owners accepted, if a hidden cell were published again."""
        for demand, met in self.met_by.items():
            if demand.cell != cell and any(self.shifts[each].moved[cell] for each in met):
                left = self.unmet(demand, without=cell)
                if left is None or not left <= accepted.get(demand, frozenset()):
                    return True
        return False


def _demands(system: CellSystem) -> list[Demand]:
    """List what is asked, the largest cells first: those beside them are then often guarded too."""
    needs = {UP: system.need_up, DOWN: system.need_down}
    asked = [
        Demand(measure, int(cell), sign)
        for measure in range(system.measures)
        for cell in np.flatnonzero(system.is_guarded(measure))
        for sign, need in needs.items()
        if need[measure, cell] > 0
    ]
    return sorted(asked, key=lambda each: (-each.measure, -system.values[each.measure, each.cell], each))
