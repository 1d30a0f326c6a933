from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import fitness_complexity
from iidsp_analysis.measures.inputs import MeasureInputError


def literal(cells: np.ndarray, iterations: int) -> tuple[np.ndarray, np.ndarray]:
    """Tacchella et al. (2012), eq. 1–2, cell by cell."""
    regions, industries = cells.shape
    fitness, complexity = [1.0] * regions, [1.0] * industries
    for _ in range(iterations):
        up = [sum(complexity[c] for c in range(industries) if cells[r, c]) for r in range(regions)]
        down = [1 / sum(1 / fitness[r] for r in range(regions) if cells[r, c]) for c in range(industries)]
        fitness = [value * regions / sum(up) for value in up]
        complexity = [value * industries / sum(down) for value in down]
    return np.array(fitness), np.array(complexity)


def test_iterations_are_those_of_the_paper():
    cells = np.random.default_rng(2).random((8, 14)) < 0.5
    cells[0] = True
    result = fitness_complexity(cells, most_iterations=12)
    fitness, complexity = literal(cells, 12)
    np.testing.assert_allclose(result.fitness, fitness, rtol=1e-12)
    np.testing.assert_allclose(result.complexity, complexity, rtol=1e-12)
    np.testing.assert_allclose(result.log_fitness, np.log(fitness), rtol=1e-10)
    assert result.iterations == 12
    assert not result.ranks_stable


def test_a_fixed_point_is_reached_where_there_is_one():
    """Full and empty corners on the diagonal: F and Q reproduce themselves (Pugliese et al. 2016)."""
    result = fitness_complexity([[1, 1, 1], [1, 1, 0], [1, 0, 1]], patience=200)
    again = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]]) @ result.complexity
    np.testing.assert_allclose(again / again.mean(), result.fitness, rtol=1e-9)
    assert result.ranks_stable


def test_values_that_run_to_zero_stop_by_ranks_and_keep_their_logs():
    """Triangular: only the first keeps its fitness; the order is clear long before the values are gone."""
    result = fitness_complexity(np.tril(np.ones((6, 6)))[::-1])
    assert result.ranks_stable
    assert (np.diff(result.log_fitness) < 0).all()
    assert result.fitness[-1] < 1e-2


def test_values_that_run_out_of_range_stop_before_and_are_not_called_stable():
    """Two weak regions share their only industry: their fitness halves with every iteration."""
    result = fitness_complexity([[1, 1, 1], [1, 0, 0], [1, 0, 0]], patience=5000, most_iterations=5000)
    assert result.iterations < 1000
    assert np.isfinite(result.log_fitness).all()
    assert not result.ranks_stable


def test_identical_regions_do_not_keep_the_iteration_going():
    cells = np.tril(np.ones((5, 7), dtype=int), 1)
    doubled = np.repeat(cells, 2, axis=0)
    assert fitness_complexity(doubled).ranks_stable


def test_empty_regions_and_industries_are_nan_and_change_nothing_else():
    cells = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]])
    larger = np.zeros((4, 4))
    larger[:3, :3] = cells
    result, alone = fitness_complexity(larger), fitness_complexity(cells)
    assert np.isnan(result.fitness[3])
    assert np.isnan(result.complexity[3])
    np.testing.assert_allclose(result.fitness[:3], alone.fitness)
    np.testing.assert_allclose(result.complexity[:3], alone.complexity)


def test_nothing_at_all_and_limits_below_one_are_refused():
    with pytest.raises(MeasureInputError, match="No region has an industry"):
        fitness_complexity(np.zeros((3, 3)))
    for limit in ({"patience": 0}, {"most_iterations": 0}):
        with pytest.raises(MeasureInputError, match="at least 1"):
            fitness_complexity([[1]], **limit)
