"""Lens *productivity gap*."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis.models.productivity_gap import LENS, compute
from tests.models.evidence import EN, block, cell, known

# 2 a person here; elsewhere 90 / 15 = 6
MADE, PERSONS = [[20], [60], [30]], [[10], [10], [5]]


def employing(made=MADE, persons=PERSONS, **kept):
    return known(made, employment=block(persons, **kept))


def test_by_hand():
    result = compute(employing())
    assert cell(result) == pytest.approx(np.log(6 / 2))
    assert result.parts["elsewhere"].loc["r0", "i0"] == pytest.approx(np.log(6))
    assert result.parts["here"].loc["r0", "i0"] == pytest.approx(-np.log(2))


def test_the_region_itself_is_no_part_of_elsewhere():
    """Less output here widens the gap and leaves the other side alone."""
    result = compute(employing([[10], [60], [30]]))
    assert result.parts["elsewhere"].loc["r0", "i0"] == pytest.approx(np.log(6))
    assert cell(result) == pytest.approx(np.log(6))


def test_the_units_of_either_figure_change_nothing():
    thousands = compute(employing(np.array(MADE) * 1000, np.array(PERSONS) / 1000))
    assert thousands.score.to_numpy() == pytest.approx(compute(employing()).score.to_numpy())


def test_a_region_without_employment_is_left_out_of_elsewhere():
    result = compute(employing(persons=[[10], [10], [np.nan]]))
    assert cell(result) == pytest.approx(np.log(6 / 2))
    assert np.isnan(cell(result, "r2"))


@pytest.mark.parametrize(("made", "persons"), [([[0], [60]], [[10], [10]]), ([[20], [60]], [[0], [10]])])
def test_no_output_or_no_workers_is_no_productivity(made, persons):
    assert compute(employing(made, persons)).score.isna().all(axis=None)


def test_the_last_common_year_counts_and_is_named():
    main = known([[1], [1], [1]], MADE, MADE)
    evidence = replace(main, employment=block(PERSONS, PERSONS, last=2002))
    result = compute(evidence)
    assert cell(result) == pytest.approx(np.log(3))
    assert LENS.caveats(result, EN)[1] == "Productivity is that of 2002."


def test_the_worse_evidence_decides():
    grade = compute(employing(estimated=np.ones((3, 1, 1), dtype=bool))).grade
    assert (grade == "C").all(axis=None)


@pytest.mark.parametrize(
    ("region", "sentence"),
    [
        ("r0", "A worker in the other regions makes 3.00 times as much as here: there is room to catch up."),
        ("r1", "A worker here makes 1.80 times as much as in the other regions: there is no gap to close."),
    ],
)
def test_the_reading_is_true_at_either_sign(region, sentence):
    """r1: 6 a person against (20 + 30) / 15 = 3.33."""
    assert LENS.reading(compute(employing()), region, "i0", EN) == sentence


def test_what_is_missing_is_said():
    assert compute(known(MADE)).findings(EN) == ("No employment by region and industry is loaded.",)
    early = known(MADE, employment=block(PERSONS, last=1999))
    assert compute(early).findings(EN) == ("Employment and amounts have no year in common.",)
    foreign = known(MADE, employment=replace(block(PERSONS), industries=("x",)))
    assert compute(foreign).findings(EN) == ("No industry has amounts and employment in two regions.",)
