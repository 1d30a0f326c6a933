"""Minimum frequency and dominance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.suppression import Contributions, is_sensitive
from iidsp_analysis.measures.suppression.sensitivity import contributions


def told(*amounts: float) -> Contributions:
    """One cell with these amounts of as many contributors."""
    count = len(amounts)
    return contributions(np.zeros(count, dtype=int), np.arange(count), np.array(amounts), 1)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((5.0,), True),
        ((5.0, 5.0), True),
        ((5.0, 5.0, 5.0), False),
        ((75.0, 20.0, 5.0), False),  # exactly 75 % is not more than 75 %
        ((75.1, 20.0, 4.9), True),
        ((0.0, 0.0, 0.0), True),  # a sum of 0 tells each of the three
        ((5.0, 5.0, np.nan), True),  # two of three projects have a figure: each knows the other's
        ((np.nan, np.nan, np.nan), False),  # nothing is told
    ],
)
def test_cells_of_a_few_are_sensitive(amounts: tuple[float, ...], expected: bool) -> None:
    assert bool(is_sensitive(told(*amounts))[0]) is expected


def test_a_contributor_with_several_records_counts_once() -> None:
    one = contributions(np.zeros(4, dtype=int), np.array([3, 3, 3, 8]), np.array([1.0, 1.0, 1.0, 1.0]), 1)
    assert one.contributors.tolist() == [2]
    assert one.largest.tolist() == [3.0]
    assert is_sensitive(one).tolist() == [True]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.floats(0, 1e6)), min_size=1, max_size=30))
def test_sums_are_those_of_a_plain_loop(records: list[tuple[int, int, float]]) -> None:
    cell, who, amount = (np.array(each) for each in zip(*records, strict=True))
    found = contributions(cell.astype(int), who.astype(int), amount, 4)
    for each in range(4):
        own = [(person, value) for place, person, value in records if place == each]
        by_person = [sum(value for person, value in own if person == one) for one in {person for person, _ in own}]
        assert found.contributors[each] == len(by_person)
        assert found.total[each] == pytest.approx(sum(by_person))
        assert found.largest[each] == pytest.approx(max(by_person, default=0.0))
