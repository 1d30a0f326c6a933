"""Fitness of regions and complexity of industries by the nonlinear iteration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.complexity.arrays import Floats, not_empty, presence_matrix, spread
from iidsp_analysis.measures.inputs import MeasureInputError

SMALLEST = 1e-280
"""A fitness below it is on its way to 0; the next iterations would divide by it."""
TIE = 1e-9
"""Logs nearer than this are a tie: identical regions may swap by rounding alone."""


@dataclass(frozen=True)
class Fitness:
    """Fitness by region and complexity by industry, with the state in which the iteration stopped."""

    fitness: Floats
    """By region, mean 1 over the regions that are not empty."""
    complexity: Floats
    """By industry, mean 1 over the industries that are not empty."""
    log_fitness: Floats
    """Natural logarithm of fitness: the scale on which values that run towards 0 can be compared."""
    log_complexity: Floats
    """Natural logarithm of complexity."""
    iterations: int
    """Iterations done."""
    ranks_stable: bool
    """Whether both orders stayed the same for `patience` iterations; otherwise the order is not final."""


def fitness_complexity(presence: npt.ArrayLike, *, patience: int = 50, most_iterations: int = 2000) -> Fitness:
    """Fitness: which regions master many industries, and which industries only fit regions master.

    ``F_r = Σ_c M_rc Q_c`` and ``Q_c = 1 / Σ_r (M_rc / F_r)``, each divided by its mean, from ones on.

    Parameters
    ----------
    presence : array, regions × industries
        0 or 1.
    patience : int
        The iteration stops when both orders have not changed for so many iterations.
    most_iterations : int
        The iteration stops here in any case.

    Returns
    -------
    Fitness

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1, no cell is 1, or a limit is below 1.

    Notes
    -----
    Values may run towards 0 for ever (it depends on the shape of the presence), so values are no stopping rule: ranks
    are, and logs are returned. Before a value runs out of the range of floats the iteration stops with
    ``ranks_stable=False``. Empty regions and industries get NaN and change nothing else.

    References
    ----------
    Tacchella, A. et al. (2012), Scientific Reports 2, 723, eq. 1–2; Pugliese, E., Zaccaria, A. & Pietronero, L.
    (2016), European Physical Journal Special Topics 225, 1893–1911.

    Examples
    --------
    >>> result = fitness_complexity([[1, 1, 1], [1, 1, 0], [1, 0, 1]])
    >>> result.fitness.round(2), result.ranks_stable
    (array([1.34, 0.83, 0.83]), True)
    """
    flags = presence_matrix(presence)
    if patience < 1 or most_iterations < 1:
        raise MeasureInputError("patience and most_iterations must be at least 1.")
    if not flags.any():
        raise MeasureInputError("No region has an industry.", what_next="Lower the threshold of presence.")
    regions, industries = not_empty(flags)
    kept = flags[np.ix_(regions, industries)].astype(float)
    fit, complexity, iterations, stable = _iterate(kept, patience, most_iterations)
    places, products = spread(fit, regions), spread(complexity, industries)
    return Fitness(places, products, np.log(places), np.log(products), iterations, stable)


def _iterate(presence: Floats, patience: int, most_iterations: int) -> tuple[Floats, Floats, int, bool]:
    fit, complexity = np.ones(presence.shape[0]), np.ones(presence.shape[1])
    unchanged = 0
    for iteration in range(1, most_iterations + 1):  # noqa: B007 -- the last number is an answer
        before = fit, complexity
        fit, complexity = _step(presence, fit, complexity)
        unchanged = unchanged + 1 if _same_order(before[0], fit) and _same_order(before[1], complexity) else 0
        if unchanged >= patience or min(fit.min(), complexity.min()) < SMALLEST:
            break
    return fit, complexity, iteration, unchanged >= patience


def _step(presence: Floats, fit: Floats, complexity: Floats) -> tuple[Floats, Floats]:
    places = presence @ complexity
    products = 1 / (presence.T @ (1 / fit))
    return places / places.mean(), products / products.mean()


def _same_order(before: Floats, after: Floats) -> bool:
    return bool((np.diff(np.log(after)[np.argsort(before, kind="stable")]) >= -TIE).all())
