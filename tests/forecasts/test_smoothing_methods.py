"""Smoothing and theta: levels by hand, drift by half the slope, gaps stepped over."""

import numpy as np
import pytest

from iidsp_analysis.forecasts import smoothing as module
from iidsp_analysis.forecasts.smoothing import smoothing, theta


def test_the_level_by_hand():
    rows = np.array([[4.0, 8.0, 2.0]])
    assert module._smoothed(rows, 0.7).level[0] == pytest.approx((4 + 0.7 * 4) + 0.7 * (2 - 6.8))
    assert module._smoothed(rows, 0.05).level[0] == pytest.approx(rows.mean())  # 1/t: the mean so far


def test_a_missing_month_leaves_the_level_as_it_was():
    with_gap = module._smoothed(np.array([[4.0, 8.0, np.nan, np.nan, 2.0]]), 0.7)
    assert with_gap.level[0] == module._smoothed(np.array([[4.0, 8.0, 2.0]]), 0.7).level[0]


def test_a_step_is_followed_faster_by_the_greater_weight():
    step = np.r_[np.full(40, 1.0), np.full(8, 27.0)]
    assert smoothing(step[None, :], 1)[0, 0] > 20


def test_the_line_of_theta_rises_by_half_the_slope():
    line = (10 + np.arange(60.0)) ** 3  # roots rise by one a month
    said = np.cbrt(theta(line[None, :], 12)[0])
    assert np.diff(said) == pytest.approx(0.5, abs=0.05)


def test_a_history_of_less_than_two_years_has_no_drift():
    line = (10 + np.arange(20.0)) ** 3
    assert theta(line[None, :], 3) == pytest.approx(smoothing(line[None, :], 3))


def test_a_level_is_forecast_as_it_is_and_nothing_from_nothing():
    assert smoothing(np.full((1, 30), 5.0), 3)[0] == pytest.approx(5.0)
    assert np.isnan(smoothing(np.full((1, 30), np.nan), 3)).all()
