"""A two-way table with margins, protected and attacked: what is hidden, and proof that it stays so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from iidsp_analysis.measures.suppression.audit import feasible_range
from iidsp_analysis.measures.suppression.optimum import cheapest_pattern
from iidsp_analysis.measures.suppression.pattern import suppress
from iidsp_analysis.measures.suppression.readers import Readers
from iidsp_analysis.measures.suppression.rules import Contributors, Rules
from iidsp_analysis.measures.suppression.sensitivity import Booleans
from iidsp_analysis.measures.suppression.system import CellSystem
from iidsp_analysis.measures.suppression.two_way import system_of

#: Part of what is asked that the audit lets pass for it: the system asks a little more (``two_way``).
_REACHED: Final = 1 - 5e-4


@dataclass(frozen=True)
class Protected:
    """What is hidden of a table; arrays, (rows + 1) × (columns + 1), the margins last.

    Parameters
    ----------
    hidden : array of bool
        Cells that are not shown, totals among them.
    sensitive : array of bool
        Those that break a rule; the others are hidden for their sake. Never publish which is which.
    is_optimal : bool
        Whether no cheaper pattern guards the table.
    """

    hidden: Booleans
    sensitive: Booleans
    is_optimal: bool


def protect(told: Contributors, rules: Rules, *, step: float) -> Protected:
    """Hide the cells of a table that break a rule, and others so that no total gives them back.

    Parameters
    ----------
    told : Contributors
        Arrays, (rows + 1) × (columns + 1), the margins last: every total that is shown.
    rules : Rules
        When a cell is sensitive, and how wide its range must be.
    step : float
        Smallest difference that a reader sees of a figure, in its unit.

    Returns
    -------
    Protected
        Its audit has been passed.

    Raises
    ------
    ArithmeticError
        If the solver fails, or the pattern does not pass its audit. Nothing must be published then.

    Notes
    -----
    Small tables are solved exactly, larger ones by the heuristic, whose pattern is completed for those who contribute
    to a cell alone. Either pattern is then attacked with all that is published: by the two linear programs of each
    sensitive cell, and by each one who contributes to a cell alone.
    """
    table = system_of(told, rules, step=step)
    cheapest = cheapest_pattern(table.system)
    found = suppress(table.system, whole=(False,)).hidden if cheapest is None else cheapest
    hidden = Readers(table.system).misled(_without_given_back(table.system, found))
    if broken_cells(table.system, hidden).any():
        raise ArithmeticError("the pattern of hidden cells does not pass its audit")
    return Protected(table.on_grid(hidden), table.on_grid(table.system.sensitive), cheapest is not None)


def broken_cells(system: CellSystem, hidden: Booleans) -> Booleans:
    """Attack a published table.

    Parameters
    ----------
    system : CellSystem
        The table, one measure.
    hidden : array of bool, cells
        What is hidden.

    Returns
    -------
    array of bool, cells
        Sensitive cells of which some reader deduces more than the protection levels allow.
    """
    broken = np.asarray(system.sensitive & ~hidden)
    for cell in np.flatnonzero(system.sensitive & hidden):
        broken[cell] = not _is_wide(system, hidden, int(cell))
    readers = Readers(system)
    for asked in readers.demands(_REACHED):
        if not broken[asked.cell]:
            broken[asked.cell] = readers.excluded_by(asked, hidden) is not None
    return broken


def _is_wide(system: CellSystem, hidden: Booleans, cell: int) -> bool:
    low, high = feasible_range(system, hidden, cell, 0)
    value, up, down = (float(each[0, cell]) for each in (system.values, system.need_up, system.need_down))
    return low <= value - down * _REACHED and high >= value + up * _REACHED


def _without_given_back(system: CellSystem, hidden: Booleans) -> Booleans:
    """Show again what follows from the rest and is not sensitive: a "c" there would only look like protection."""
    shown = hidden.copy()
    for cell in np.flatnonzero(hidden & ~system.sensitive):
        low, high = feasible_range(system, shown, int(cell), 0)
        if high - low <= 1e-9 * max(float(system.values[0, cell]), 1.0):
            shown[cell] = False
    return shown
