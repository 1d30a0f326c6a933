"""Lens *specialisation*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.models.specialisation import LENS, compute
from tests.models.evidence import EN, cell, known


def test_by_hand():
    # totals 40, 60 by region and 40, 60 by industry: expected 16 in r0 × i0
    score = compute(known([[30, 10], [10, 50]])).score
    assert score.loc["r0", "i0"] == pytest.approx(np.log((30 + 0.05 * 16) / (1.05 * 16)))


def test_only_the_last_year_counts():
    once, twice = compute(known([[30, 10], [10, 50]])), compute(known([[1, 9], [9, 1]], [[30, 10], [10, 50]]))
    assert once.score.equals(twice.score)


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ([[30, 10], [10, 50]], "Its share is 1.9 times that in the country: it is already a specialisation."),
        ([[10, 30], [50, 10]], "Its share is 42% of that in the country: it is no specialisation yet."),
        ([[0, 40], [40, 20]], "The region has none of it."),
        ([[np.nan, 40], [40, 20]], "The lens has nothing to say about this cell."),
    ],
)
def test_the_reading_tells_the_plain_quotient(amounts, sentence):
    """(30/40)/(40/100) = 1.875, (10/40)/(60/100) = 0.417; what was added against −∞ is not told."""
    assert LENS.reading(compute(known(amounts)), "r0", "i0", EN) == sentence


def test_an_absent_industry_still_has_a_score():
    assert cell(compute(known([[0, 40], [40, 20]]))) == pytest.approx(np.log(0.05 / 1.05))
