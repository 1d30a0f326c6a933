"""Two-way tables made of single contributions, and an attack on them that knows nothing of the code under test."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog

from iidsp_analysis.measures.suppression.rules import Contributors
from iidsp_analysis.measures.suppression.two_way import with_margins

Contributions = list[list[list[float]]]


def told_of(table: Contributions) -> Contributors:
    """The table with its margins, as a user's file tells it: sum, number, largest and second largest."""
    ordered = [[[*sorted(cell, reverse=True), 0.0, 0.0] for cell in row] for row in table]
    inner = Contributors(
        np.array([[sum(cell) for cell in row] for row in ordered], dtype=float),
        np.array([[len(cell) for cell in row] for row in table]),
        np.array([[cell[0] for cell in row] for row in ordered], dtype=float),
        np.array([[cell[1] for cell in row] for row in ordered], dtype=float),
    )
    return with_margins(inner)


def made_up(height: int, width: int, mean: float, seed: int) -> Contributions:
    """Lognormal contributions; some rows and columns have many, some few."""
    random = np.random.default_rng(seed)
    rate = np.outer(random.dirichlet(np.ones(height)), random.dirichlet(np.ones(width))) * mean * height * width
    return [[random.lognormal(5, 1.5, random.poisson(each)).round(1).tolist() for each in row] for row in rate]


def attacked(
    published: np.ndarray,
    is_empty: np.ndarray,
    place: tuple[int, int],
    *,
    known: Mapping[tuple[int, int], float] | None = None,
    half_step: float = 0.0,
) -> tuple[float, float]:
    """Bound a hidden cell (NaN) by the published ones, within half of their last digit, and by what somebody knows."""
    height, width = published.shape
    bounds = []
    for at in np.ndindex(height, width):
        figure = (known or {}).get(at, published[at])
        if is_empty[at]:
            bounds.append((0.0, 0.0))
        elif np.isnan(figure):
            bounds.append((0.0, None))
        else:
            bounds.append((max(figure - half_step, 0.0), figure + half_step))
    number = np.arange(height * width).reshape(height, width)
    lines = [*number, *number.T]
    equations = np.zeros((len(lines), height * width))
    for equation, line in zip(equations, lines, strict=True):
        equation[line[:-1]], equation[line[-1]] = 1.0, -1.0
    ends = []
    for sign in (1.0, -1.0):
        cost = np.zeros(height * width)
        cost[number[place]] = sign
        found = linprog(cost, A_eq=equations, b_eq=np.zeros(len(lines)), bounds=bounds, method="highs")
        assert found.status in (0, 3), found.message
        ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
    return ends[0], ends[1]
