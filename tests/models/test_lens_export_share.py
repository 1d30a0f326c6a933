"""Lens *export share*."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis.models.export_share import LENS, YEARS, compute, shares_at_both_dates
from iidsp_analysis.models.lens import Evidence
from tests.models.evidence import EN, block, cell, known

START, END = [[20, 1], [80, 1]], [[60, 1], [140, 1]]


def exporting(*years):
    exports = block(*years)
    return Evidence(exports, exports.last_year, exports=exports)


def test_by_hand():
    # 20 of 100, then 60 of 200: from 20 % to 30 %
    result = compute(exporting(START, END))
    assert cell(result) == pytest.approx(10)
    assert result.parts["now"].loc["r0", "i0"] == pytest.approx(30)
    assert result.parts["then"].loc["r0", "i0"] == pytest.approx(-20)
    assert result.unit == "percentage points"


def test_gains_and_losses_of_an_industry_sum_to_zero():
    assert compute(exporting(START, END)).score.sum().to_numpy() == pytest.approx(0)


def test_the_last_five_years_count_and_are_named():
    result = compute(exporting(END, *[START] * YEARS, END))
    assert cell(result) == pytest.approx(10)
    assert LENS.caveats(result, EN)[1] == "The shares are those of 1998 and 2003."


def test_a_region_that_begins_to_report_takes_no_share_from_the_others():
    gap = np.array([[20.0], [80.0], [np.nan]]), np.array([[60.0], [140.0], [800.0]])
    then, now = shares_at_both_dates(*gap)
    np.testing.assert_allclose(then[:, 0], [20, 80, np.nan])
    np.testing.assert_allclose(now[:, 0], [30, 70, np.nan])


def test_no_exports_at_either_date_is_nothing_to_say_and_no_zero():
    result = compute(exporting([[0, 1], [80, 1]], [[0, 1], [90, 1]]))
    assert np.isnan(cell(result))
    assert cell(result, "r1") == pytest.approx(0)


def test_an_industry_that_nobody_exports_at_one_date_has_no_share():
    assert compute(exporting([[0, 1], [0, 1]], [[5, 1], [6, 1]])).score["i0"].isna().all()


def test_exports_are_found_by_label_on_the_candidates():
    exports = block(START, END)
    turned = replace(exports, values=exports.values[::-1], regions=exports.regions[::-1])
    main = block([[1, 1], [1, 1]])
    assert cell(compute(Evidence(main, 2003, exports=turned))) == pytest.approx(10)


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((START, END), "sells 30.0%; the share changed by +10.0\u00a0pp"),
        ((END, START), "sells 20.0%; the share changed by −10.0"),
    ],
)
def test_the_reading_is_true_at_either_sign(years, told):
    assert told in LENS.reading(compute(exporting(*years)), "r0", "i0", EN)


def test_what_is_missing_is_said():
    assert compute(known(START, END)).findings(EN) == ("No exports by region and industry are loaded.",)
    assert compute(exporting(START)).findings(EN) == ("A change needs at least two years of exports.",)
    foreign = replace(block(START, END), industries=("x", "y"))
    assert compute(known(START, END, exports=foreign)).findings(EN) == (
        "The exports that are loaded cover none of the candidates.",
    )
