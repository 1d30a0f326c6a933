"""Lens *related growth*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.relative_growth import relative_growth
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.related_growth import LENS, colocation, compute
from tests.models.evidence import EN, block

# i0 and i1 stand together in r0 and r1, i2 and i3 in r2 and r3.
TABLE = np.array([[90.0, 90, 10, 10], [90, 90, 10, 10], [10, 10, 90, 90], [10, 10, 90, 90]])


def with_growth(industry, factor=2.0):
    """That industry grows in r0, nothing else anywhere."""
    grown = TABLE.copy()
    grown[0, industry] *= factor
    return Evidence(block(TABLE, grown), 2003)


def test_colocation_by_hand():
    # deviations (1, −1), (1, −1), (−1, 1): correlations 1 and −1, the negative one counts nothing
    quotients = np.array([[2.0, 3.0, 0.0], [0.0, 1.0, 2.0]])
    np.testing.assert_allclose(colocation(quotients), [[0, 1, 0], [1, 0, 0], [0, 0, 0]], atol=1e-12)


def test_growth_of_the_one_related_industry_is_the_score():
    evidence = with_growth(1)
    growth = relative_growth(evidence.main.values[:, :, 0], evidence.main.values[:, :, 1])
    assert compute(evidence).score.loc["r0", "i0"] == pytest.approx(growth[0, 1])
    assert growth[0, 1] == pytest.approx(2 / 3)


def test_the_industry_itself_does_not_count():
    assert compute(with_growth(0)).score.loc["r0", "i0"] == pytest.approx(0)


def test_an_unrelated_industry_does_not_count():
    assert compute(with_growth(2)).score.loc["r0", "i0"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("factor", "sentence"),
    [
        (2.0, "The region's related industries changed by +100% relative to the other regions."),
        (0.5, "The region's related industries changed by −50% relative to the other regions."),
        (0.0, "All related industries disappeared from the region, or came new to the other regions."),
    ],
)
def test_the_reading_is_true_at_either_sign_and_at_the_bound(factor, sentence):
    assert LENS.reading(compute(with_growth(1, factor)), "r0", "i0", EN) == sentence


def test_the_reading_of_related_industries_that_all_came_new():
    before = TABLE.copy()
    before[0, 1] = 0.0
    sentence = LENS.reading(compute(Evidence(block(before, TABLE), 2003)), "r0", "i0", EN)
    assert sentence == "All related industries came new to the region, or disappeared from all other regions."


def test_an_industry_without_relatives_has_no_score():
    lonely = TABLE.copy()
    lonely[:, 0] = 0.0  # found nowhere: stands beside nothing
    assert compute(Evidence(block(lonely, lonely), 2003)).score["i0"].isna().all()


@pytest.mark.parametrize("years", [(TABLE,), (TABLE[:3], TABLE[:3])])
def test_two_years_and_four_regions_are_needed(years):
    assert compute(Evidence(block(*years), 2003)).findings(EN) == ("Related growth needs two years and four regions.",)
