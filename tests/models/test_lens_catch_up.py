"""Lens *catch-up*."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.models.catch_up import LENS, SHORTEST, closing_speeds, compute, gaps_by_year
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.relatedness_gap import compute as gap
from tests.backtest.synthetic import drawn_panel
from tests.models.evidence import EN, block, drawn_evidence


def test_score_is_gap_times_speed():
    main = drawn_evidence(1).main
    gaps = gaps_by_year(main)
    speeds = closing_speeds(main, gaps)
    np.testing.assert_allclose(compute(Evidence(main, main.last_year)).score.to_numpy(), gaps[-1] * speeds)


def test_the_last_gap_is_that_of_the_lens_relatedness_gap():
    evidence = drawn_evidence(2)
    np.testing.assert_allclose(gaps_by_year(evidence.main)[-1], gap(evidence).score.to_numpy(), atol=1e-12)


def test_an_early_gap_sees_no_later_year():
    main = drawn_evidence(3).main
    np.testing.assert_allclose(gaps_by_year(main)[4], gaps_by_year(main.until(main.years[4]))[-1])


def test_a_faster_pull_is_a_higher_speed():
    slow, fast = (drawn_panel(1, speed=speed, noise=0.01) for speed in (0.05, 0.2))
    speeds = [float(np.mean(closing_speeds(each, gaps_by_year(each)))) for each in (slow, fast)]
    assert 0 < speeds[0] < speeds[1]


def test_speeds_by_hand():
    """One window of three years: the slope of growth on gap within the industry, drawn to the common slope.

    Amounts of i1 do not move relative to each other, so its slope is 0. With the same deviations of the gap in both
    industries, the common slope is half of that of i0, and half of the way to it is gone: 3/4 and 1/4.
    """
    start, end = [[10.0, 10.0], [10.0, 10.0]], [[20.0, 30.0], [10.0, 30.0]]
    main = block(start, start, start, end)
    gaps = [np.array([[1.0, 1.0], [-1.0, -1.0]])] * 4
    # growth of i0: ± 2 (2 − 1) / (2 + 1) = ± 2/3 in three years; slope 2/9 a year on ± 1
    np.testing.assert_allclose(closing_speeds(main, gaps), [2 / 9 * 3 / 4, 2 / 9 * 1 / 4])


def test_an_industry_found_nowhere_draws_no_other_towards_the_common_speed():
    start, end = [[10.0, 10.0], [10.0, 10.0]], [[20.0, 30.0], [10.0, 30.0]]
    wider = [np.pad(each, ((0, 0), (0, 1))) for each in (start, start, start, end)]
    gaps = [np.array([[1.0, 1.0, np.nan], [-1.0, -1.0, np.nan]])] * 4
    np.testing.assert_allclose(closing_speeds(block(*wider), gaps)[:2], [2 / 9 * 3 / 4, 2 / 9 * 1 / 4])


def test_years_cells_and_differences_are_needed():
    table = np.random.default_rng(0).uniform(1, 9, size=(5, 5))
    short = Evidence(block(*[table] * SHORTEST), 2003)
    assert compute(short).findings(EN) == ("The speed of catching up needs four years.",)
    narrow = Evidence(block(*[table[:3]] * 5), 2003)
    assert compute(narrow).findings(EN) == ("Relatedness needs at least four regions and four industries.",)


def test_gaps_that_do_not_differ_have_no_speed_and_say_so():
    silent = Evidence(block(*[np.full((5, 5), 0.0)] * 5), 2003)
    assert compute(silent).findings(EN) == ("The gaps of these years do not differ.",)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_reading_has_the_sign_of_the_score(sign):
    result = compute(drawn_evidence(1))
    chosen = (sign * result.score).stack().idxmax()
    assert f"means {'+' if sign > 0 else '−'}" in LENS.reading(result, *chosen, EN)
