"""What an attacker can deduce: the smallest and the largest value of a hidden cell that fits all published ones."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import LinearConstraint, OptimizeResult, linprog, milp

from iidsp_analysis.measures.suppression.system import Booleans, CellSystem

_UNBOUNDED = 3


def feasible_range(
    system: CellSystem, hidden: Booleans, cell: int, measure: int, *, knows: Booleans | None = None, whole: bool = False
) -> tuple[float, float]:
    """Bound one hidden cell by all that is published.

    Parameters
    ----------
    system : CellSystem
        The tables.
    hidden : array of bool, cells
        Cells whose values the reader does not see, latent ones among them.
    cell, measure : int
        What is attacked.
    knows : array of bool, cells, optional
        Hidden cells that this reader knows all the same, being their only contributor.
    whole : bool
        Whether the reader knows that values are whole numbers.

    Returns
    -------
    tuple of float
        Smallest and largest value, in the measure's unit; infinite where nothing bounds it.

    Raises
    ------
    ArithmeticError
        If the solver finds no answer.
    """
    relations, values = system.relations_of(measure), system.values[measure]
    unknown = np.flatnonzero((hidden if knows is None else hidden & ~knows) & system.told[measure])
    if cell not in unknown:
        return float(values[cell]), float(values[cell])
    scale = max(float(np.max(values[unknown])), 1.0) if not whole else 1.0
    parts = sparse.csc_array(relations[:, unknown])
    published = parts @ (values[unknown] / scale)  # what the published cells leave for the hidden ones
    lowest = system.lowest[measure, unknown] / scale
    low, high = (
        _extreme(parts, published, lowest, sign * (unknown == cell).astype(float), whole=whole) for sign in (1.0, -1.0)
    )
    return low * scale, -high * scale


def _extreme(parts: sparse.csc_array, right: np.ndarray, lowest: np.ndarray, cost: np.ndarray, *, whole: bool) -> float:
    bounds = np.column_stack([lowest, np.full(len(lowest), np.inf)])
    if whole:
        found = milp(cost, constraints=LinearConstraint(parts, right, right), integrality=np.ones(len(cost)),
                     bounds=(bounds[:, 0], bounds[:, 1]))  # fmt: skip
    else:
        found = linprog(cost, A_eq=parts, b_eq=right, bounds=bounds, method="highs")
    return _value(found)


def _value(found: OptimizeResult) -> float:
    if found.status == _UNBOUNDED:
        return -np.inf
    if found.status != 0:
        raise ArithmeticError(f"no range: {found.message}")
    return float(found.fun)
