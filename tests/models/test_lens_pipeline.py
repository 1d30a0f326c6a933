"""Lens *pipeline*."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import ReportError
from iidsp_analysis.models.pipeline import LENS, compute
from tests.models.evidence import EN, cell, known

TABLE = [[50, 20], [0, 40]]


def register(cells):
    return pd.DataFrame(cells, index=["r0", "r1"], columns=["i0", "i1"], dtype=float)


def test_by_hand():
    result = compute(known([[999, 1], [1, 1]], TABLE, projects=register([[25, 0], [10, 80]])))
    assert cell(result) == pytest.approx(0.5)
    assert cell(result, "r1", "i1") == pytest.approx(2)


def test_no_project_is_zero_and_a_cell_outside_the_register_is_missing():
    result = compute(known(TABLE, projects=register([[25, 0], [10, np.nan]])))
    assert cell(result, "r0", "i1") == 0
    assert np.isnan(cell(result, "r1", "i1"))
    partly = compute(known(TABLE, projects=register([[25, 0], [10, 80]]).loc[["r0"], ["i0"]]))
    assert partly.score.notna().sum().sum() == 1


def test_an_industry_that_is_not_there_yet_has_no_ratio():
    assert np.isnan(cell(compute(known(TABLE, projects=register([[25, 0], [10, 80]]))), "r1", "i0"))


@pytest.mark.parametrize(
    ("cost", "sentence"),
    [
        (25, "The planned cost of the projects in hand comes to 50% of the industry's value added in the region in a "
             "year."),
        (0.1, "The planned cost of the projects in hand comes to less than 1% of the industry's value added in the "
              "region in a year."),
        (0, "The register holds no project in hand of this industry in the region."),
    ],
)  # fmt: skip
def test_the_reading_tells_size_or_absence(cost, sentence):
    assert LENS.reading(compute(known(TABLE, projects=register([[cost, 0], [0, 0]]))), "r0", "i0", EN) == sentence


def test_a_share_of_exports_is_no_share_of_what_is_made():
    evidence = known(TABLE, projects=register([[25, 0], [0, 0]]))
    result = compute(replace(evidence, exports=evidence.main))
    assert LENS.reading(result, "r0", "i0", EN) == (
        "The planned cost of the projects in hand comes to 50% of what the region exports of these goods in a year."
    )


@pytest.mark.parametrize("odd", [-1.0, np.inf])
def test_an_impossible_investment_is_refused(odd):
    with pytest.raises(ReportError, match="below zero or infinite"):
        compute(known(TABLE, projects=register([[odd, 0], [0, 0]])))


def test_what_is_missing_is_said():
    assert compute(known(TABLE)).findings(EN) == ("No register of projects is loaded.",)
    foreign = pd.DataFrame([[1.0]], index=["x"], columns=["y"])
    assert compute(known(TABLE, projects=foreign)).findings(EN) == (
        "The register of projects covers none of the candidates.",
    )
