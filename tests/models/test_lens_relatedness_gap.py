"""Lens *relatedness gap*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.expected_specialisation import relatedness_gap
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.relatedness_gap import LENS, compute
from iidsp_analysis.models.specialisation_trend import recent_quotients
from tests.models.evidence import EN, block, drawn_evidence


def two_types():
    """Four regions of one type and four of another; r0 alone lacks the industry i0 of its type."""
    table = np.full((8, 6), 10.0)
    table[:4, :3] = 100.0
    table[4:, 3:] = 100.0
    table[0, 0] = 10.0
    return Evidence(block(table, table), 2003)


def test_the_industry_that_a_region_of_its_type_lacks_has_the_widest_gap():
    score = compute(two_types()).score
    assert score.stack().idxmax() == ("r0", "i0")
    assert score.loc["r0", "i0"] > 0.3
    assert score.loc["r0", "i1"] < score.loc["r0", "i0"] - 0.3


def test_the_score_is_the_measure_and_its_parts_are_the_witnesses():
    evidence = drawn_evidence(2)
    result = compute(evidence)
    np.testing.assert_allclose(result.score.to_numpy(), relatedness_gap(recent_quotients(evidence.main)), atol=1e-12)
    assert list(result.parts) == ["expected_from_industries", "expected_from_regions", "present"]


@pytest.mark.parametrize(("sign", "told"), [(1, "it could be"), (-1, "It is already")])
def test_the_reading_tells_room_or_weight(sign, told):
    result = compute(two_types())
    chosen = (sign * result.score).stack().idxmax()
    assert np.sign(result.at(*chosen)) == sign
    times = EN.number(float(np.exp(abs(result.at(*chosen)))))
    assert f"{told} {times} times as heavy" in LENS.reading(result, *chosen, EN)


@pytest.mark.parametrize("shape", [(3, 9), (9, 3)])
def test_few_regions_or_industries_are_not_enough(shape):
    small = Evidence(block(np.ones(shape), np.ones(shape)), 2003)
    assert compute(small).findings(EN) == ("Relatedness needs at least four regions and four industries.",)
