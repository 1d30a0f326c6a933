"""Lens *specialisation trend*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.expected_specialisation import smoothed_log_quotients
from iidsp_analysis.models.specialisation_trend import LENS, YEARS, compute, recent_quotients
from tests.models.evidence import EN, block, cell, drawn_evidence, known

EVEN, HEAVIER = [[20, 20], [20, 20]], [[30, 10], [10, 30]]


def test_by_hand():
    """Expected amounts are 20: log quotients 0, then ln(31/21) here and ln(11/21) there.

    Centred on the industry the second is ln(31/11) / 2, and half of that lies above the mean of both years.
    """
    assert cell(compute(known(EVEN, HEAVIER))) == pytest.approx(np.log(31 / 11) / 4)


def test_nothing_moves_when_nothing_moves():
    assert compute(known(HEAVIER, HEAVIER)).score.to_numpy() == pytest.approx(0)


def test_only_the_last_six_years_count():
    long = [HEAVIER, *[EVEN] * 6]
    assert compute(known(*long)).score.to_numpy() == pytest.approx(0)
    assert cell(compute(known(*long[:-1]))) < -0.01


def test_every_year_is_centred_on_its_industry():
    recent = recent_quotients(drawn_evidence(1).main)
    assert recent.shape[2] == YEARS
    assert np.nanmean(recent, axis=0) == pytest.approx(0, abs=1e-12)


def test_what_one_large_region_does_is_hardly_a_trend_of_the_others():
    """A large region that takes an industry over lowers all other quotients; centring takes most of that out."""
    before, after = [[10, 90]] * 7, [[10, 90]] * 6 + [[400, 90]]
    years = block(before, after)
    raw = np.diff(smoothed_log_quotients(years.values), axis=2)[0, 0, 0]
    centred = np.diff(recent_quotients(years), axis=2)[0, 0, 0]
    assert raw < -1
    assert abs(centred) < abs(raw) / 3


@pytest.mark.parametrize(("years", "told"), [((EVEN, HEAVIER), "+"), ((HEAVIER, EVEN), "−")])
def test_the_reading_has_the_sign_of_the_score(years, told):
    sentence = LENS.reading(compute(known(*years)), "r0", "i0", EN)
    assert f"stands {told}" in sentence


def test_one_year_is_no_trend():
    assert compute(known(EVEN)).findings(EN) == ("A trend needs at least two years of figures.",)
