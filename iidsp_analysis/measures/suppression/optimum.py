"""The cheapest pattern of a small table: one mixed-integer program over all that is asked of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse
from scipy.optimize import LinearConstraint, milp

from iidsp_analysis.measures.suppression.readers import Asked, Readers
from iidsp_analysis.measures.suppression.system import Booleans, CellSystem, Floats

#: Largest program that is solved exactly: cells × demands; larger tables are left to the heuristic.
LARGEST: Final = 600
#: Branches after which the exact program gives up: a limit of nodes, not of seconds, gives equal patterns everywhere.
_NODES: Final = 2000
_OPTIMAL: Final = 0


def cheapest_pattern(system: CellSystem) -> Booleans | None:
    """Hide the cells of the smallest weight together that guard all sensitive ones of a two-way table.

    Parameters
    ----------
    system : CellSystem
        A two-way table: one measure, no latent cells, no infinite weight.

    Returns
    -------
    array of bool, cells, or None
        What is hidden; None if the table is too large for the exact program, or it gave up.

    Notes
    -----
    Each demand has a shift of its own, which moves hidden cells only. In a two-way table a shift is a flow: what does
    not pass through its cell can be left out, so no cell need move further than that one. This makes 1 the bound that
    ties shifts to hidden cells, and the program small. Contributors who know a cell are asked only where the
    pattern so far lets them deduce another one.

    References
    ----------
    Fischetti & Salazar (2001), section 2: the model with a shift for each demand, here without its decomposition.
    """
    readers = Readers(system)
    asked = list(readers.demands())
    while system.cells * len(asked) <= LARGEST:
        hidden = _solved(system, asked)
        if hidden is None:
            return None
        fresh = [found for each in readers.demands() if (found := readers.excluded_by(each, hidden)) is not None]
        if not fresh:
            return hidden
        asked += fresh
    return None


def _solved(system: CellSystem, asked: list[Asked]) -> Booleans | None:
    if not asked:
        return np.zeros(system.cells, dtype=bool)
    cells, shifts = system.cells, len(asked)
    cost = np.concatenate([system.weight, np.full(2 * cells * shifts, 1e-7)])
    fixed = [_bounds(system, each) for each in asked]
    least = np.concatenate([system.sensitive.astype(float), *(low for low, _ in fixed)])
    most = np.concatenate([np.ones(cells), *(high for _, high in fixed)])
    found = milp(
        cost,
        constraints=_constraints(system, most[cells:], shifts),
        integrality=np.concatenate([np.ones(cells), np.zeros(2 * cells * shifts)]),
        bounds=(least, most),
        options={"node_limit": _NODES, "mip_rel_gap": 0.0},
    )
    return None if found.status != _OPTIMAL else np.asarray(found.x[:cells] > 0.5)


def _bounds(system: CellSystem, asked: Asked) -> tuple[Floats, Floats]:
    """Bounds of a shift upwards, then downwards, in units of what is asked."""
    up = np.where(asked.knows, 0.0, 1.0)
    room = (system.values[0] - system.lowest[0]) / abs(asked.by)
    down = np.where(asked.knows, 0.0, np.minimum(room, 1.0))
    up[asked.cell], down[asked.cell] = (1.0, 0.0) if asked.by > 0 else (0.0, 1.0)
    high = np.concatenate([up, down])
    low = np.zeros_like(high)
    low[asked.cell + (0 if asked.by > 0 else system.cells)] = 1.0
    return low, high


def _constraints(system: CellSystem, room: Floats, shifts: int) -> list[LinearConstraint]:
    """Equations of each shift; and only what is hidden moves, no further than it can."""
    cells = system.cells
    both = sparse.hstack([system.relations, -system.relations])
    equations = sparse.hstack(
        [sparse.csr_array((both.shape[0] * shifts, cells)), sparse.block_diag([both] * shifts)], format="csc"
    )
    of_cell = sparse.vstack([sparse.eye_array(cells)] * (2 * shifts)).multiply(room[:, None])
    moved = sparse.hstack([of_cell, -sparse.eye_array(2 * cells * shifts)], format="csc")
    return [LinearConstraint(equations, 0.0, 0.0), LinearConstraint(moved, 0.0, np.inf)]
