"""Secondary suppression, held to the attacker's own linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.measures.suppression import CellSystem, Pattern, feasible_range, suppress
from tests.measures.suppression.cell_tables import FISCHETTI_SALAZAR, two_way

SECRET = (1, 2)
WIDTH = 4
CELL = SECRET[0] * WIDTH + SECRET[1]


def hidden(*places: tuple[int, int]) -> np.ndarray:
    """Cells that are hidden in the table of three rows and columns."""
    found = np.zeros(WIDTH * WIDTH, dtype=bool)
    found[[row * WIDTH + column for row, column in places]] = True
    return found


def test_attacker_of_fischetti_and_salazar() -> None:
    """Hidden are II–A, II–C, III–A, III–C: x(II, C) lies between 5 and 30 (by hand: x(II, A) = 30 − x(II, C), …)."""
    system = two_way(FISCHETTI_SALAZAR, [SECRET])
    low, high = feasible_range(system, hidden((1, 0), (1, 2), (2, 0), (2, 2)), CELL, 0)
    assert (low, high) == pytest.approx((5.0, 30.0))


def test_a_lone_hidden_cell_is_given_back() -> None:
    system = two_way(FISCHETTI_SALAZAR, [SECRET])
    assert feasible_range(system, hidden(SECRET), CELL, 0) == pytest.approx((22.0, 22.0))


def test_owner_of_a_cell_knows_more() -> None:
    system = two_way(FISCHETTI_SALAZAR, [SECRET])
    square = hidden((1, 0), (1, 2), (2, 0), (2, 2))
    assert feasible_range(system, square, CELL, 0, knows=hidden((1, 0))) == pytest.approx((22.0, 22.0))


def assert_guarded(system: CellSystem, pattern: Pattern) -> None:
    assert not pattern.is_withheld
    assert pattern.hidden[system.sensitive].all()
    for cell in np.flatnonzero(system.sensitive):
        value = system.values[0, cell]
        low, high = feasible_range(system, pattern.hidden, int(cell), 0)
        assert low <= value - system.need_down[0, cell] * (1 - 1e-4)
        assert high >= value + system.need_up[0, cell] * (1 - 1e-4)
    for cell in np.flatnonzero(pattern.hidden):
        low, high = feasible_range(system, pattern.hidden, int(cell), 0)
        assert high - low > 1e-6 or system.values[0, cell] == 0


def test_no_total_is_hidden_where_four_cells_do() -> None:
    system = two_way(FISCHETTI_SALAZAR, [SECRET])
    pattern = suppress(system, whole=(False,))
    assert_guarded(system, pattern)
    assert pattern.hidden.sum() == 4
    assert not pattern.hidden[np.isin(np.arange(16), [3, 7, 11, 12, 13, 14, 15])].any()


def test_owners_get_a_wider_pattern() -> None:
    """Each small cell has one owner: a square would give the secret to those on it."""
    alone = np.array([0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, -1, -1, -1, -1])
    system = two_way(FISCHETTI_SALAZAR, [SECRET], owner=alone.reshape(1, -1))
    pattern = suppress(system, whole=(False,))
    assert_guarded(system, pattern)
    for owner in set(alone) - {-1, alone[CELL]}:
        low, high = feasible_range(system, pattern.hidden, CELL, 0, knows=alone == owner)
        assert low <= 22 * 0.8 * (1 + 1e-4)
        assert high >= 22 * 1.2 * (1 - 1e-4)


def test_whole_numbers_move_by_whole_numbers() -> None:
    counts = np.array([[1.0, 4.0, 5.0], [6.0, 7.0, 8.0], [9.0, 4.0, 3.0]])
    ones = np.ones((1, 16))
    system = two_way(counts, [(0, 0)], need_up=2 * ones, need_down=0 * ones, lowest=ones, blur=ones)
    pattern = suppress(system, whole=(True,))
    low, high = feasible_range(system, pattern.hidden, 0, 0, whole=True)
    assert low >= 1
    assert high >= 3


def test_nothing_is_published_where_the_grand_total_is_sensitive() -> None:
    system = two_way(FISCHETTI_SALAZAR, [(3, 3)])
    assert suppress(system, whole=(False,)).is_withheld


def test_nothing_is_published_where_only_one_cell_is_full() -> None:
    inner = np.zeros((3, 3))
    inner[0, 0] = 10.0
    system = two_way(inner, [(0, 0)])
    assert suppress(system, whole=(False,)).is_withheld


def test_the_same_table_gives_the_same_pattern() -> None:
    patterns = [suppress(two_way(FISCHETTI_SALAZAR, [SECRET, (0, 2)]), whole=(False,)) for _ in range(2)]
    assert np.array_equal(patterns[0].hidden, patterns[1].hidden)


@settings(max_examples=25, deadline=None)
@given(
    arrays(float, (3, 4), elements=st.integers(1, 40).map(float)),
    st.sets(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=5),
)
def test_no_sensitive_cell_of_a_random_table_is_deduced(inner: np.ndarray, sensitive: set[tuple[int, int]]) -> None:
    system = two_way(inner, sorted(sensitive))
    pattern = suppress(system, whole=(False,))
    if pattern.is_withheld:  # even beside the grand total alone a cell cannot grow by a fifth
        largest = max(inner[place] for place in sensitive)
        assert largest * 1.2 > inner.sum() - 1e-9 or len(sensitive) > 1
    else:
        assert_guarded(system, pattern)
