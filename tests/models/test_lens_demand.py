"""Lens *demand*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.models.demand import LENS, compute
from tests.models.evidence import EN, cell, known

START, END = [[10], [20], [20]], [[30], [25], [35]]


def test_by_hand():
    assert cell(compute(known(START, END))) == pytest.approx(np.log(60 / 40))


def test_the_region_itself_is_left_out():
    assert cell(compute(known(START, [[999], [25], [35]]))) == pytest.approx(np.log(60 / 40))


def test_five_years_back_at_most():
    assert cell(compute(known(END, START, END, END, END, END, END))) == pytest.approx(np.log(60 / 40))


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (START, END, "In the other regions the industry changed by +50% in the last years."),
        (END, START, "In the other regions the industry changed by −33% in the last years."),
        ([[5], [0]], [[5], [4]], "The lens has nothing to say about this cell."),
    ],
)
def test_the_reading_is_true_at_either_sign(start, end, sentence):
    assert LENS.reading(compute(known(start, end)), "r0", "i0", EN) == sentence


def test_one_year_is_no_growth():
    assert compute(known(START)).findings(EN) == ("Demand needs at least two years of figures.",)
