"""Lens *regional shift*."""

from __future__ import annotations

import pytest

from iidsp_analysis.models.regional_shift import LENS, YEARS, compute
from tests.models.evidence import EN, cell, known

START, END = [[10, 5], [20, 5], [20, 5]], [[30, 5], [25, 5], [35, 5]]


def test_by_hand():
    assert cell(compute(known(START, END))) == pytest.approx(2 / 3)  # q = 3 / 1.5


def test_the_last_five_years_count():
    years = [END, START, START, START, START, END, END]
    assert cell(compute(known(*years))) == pytest.approx(2 / 3)
    assert len(years) == YEARS + 2


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (START, END, "In the last years it changed by +100% relative to the same industry in the other regions."),
        (END, START, "In the last years it changed by −50% relative to the same industry in the other regions."),
        (START, START, "In the last years it changed by 0% relative to the same industry in the other regions."),
        ([[0], [5]], [[1], [5]], "In the last years it came new to the region, or disappeared from all other regions."),
        ([[1], [5]], [[0], [5]], "In the last years it disappeared from the region, or came new to the other regions."),
        ([[1], [0]], [[1], [5]], "In the last years it disappeared from the region, or came new to the other regions."),
        ([[1], [0]], [[1], [0]], "The lens has nothing to say about this cell."),
    ],
)
def test_the_reading_is_true_at_either_sign_and_at_the_bounds(start, end, sentence):
    """At the bound −2 the industry may be here as before: elsewhere it began."""
    assert LENS.reading(compute(known(start, end)), "r0", "i0", EN) == sentence


def test_one_year_is_no_shift():
    assert compute(known(START)).findings(EN) == ("A shift needs at least two years of figures.",)
