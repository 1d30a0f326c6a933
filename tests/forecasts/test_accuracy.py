"""Scaled errors and coverage, by hand."""

import numpy as np
import pytest

from iidsp_analysis.forecasts.accuracy import held, mean_of_known, scaled_errors, seasonal_scale, share_above_zero


def test_mase_by_hand():
    """The second year is 2 above the first and the third 4 above the second: the scale is 3."""
    history = np.r_[np.full(12, 5.0), np.full(12, 7.0), np.full(12, 11.0)][None, :]
    scale = seasonal_scale(history)
    assert scale.tolist() == [3.0]
    errors = scaled_errors(np.array([[10.0, 8.0]]), np.array([[4.0, 9.0]]), scale)
    assert errors.tolist() == [[2.0, pytest.approx(1 / 3)]]


def test_a_missing_month_is_in_no_pair_of_the_scale():
    history = np.r_[np.full(12, 5.0), np.full(12, 7.0), np.full(12, 11.0)]
    history[12:18] = np.nan
    assert seasonal_scale(history[None, :])[0] == pytest.approx((6 * 2 + 6 * 4) / 12)


@pytest.mark.parametrize("history", [np.full(36, 4.0), np.full(36, np.nan), np.arange(12.0)])
def test_a_history_that_never_changed_has_no_scale_and_no_scaled_error(history):
    scale = seasonal_scale(history[None, :])
    assert np.isnan(scale).all()
    assert np.isnan(scaled_errors(np.ones((1, 2)), np.zeros((1, 2)), scale)).all()


def test_bounds_belong_to_the_interval_and_what_is_missing_is_not_judged():
    lower, upper = np.array([1.0, 1.0, 1.0, 1.0, np.nan]), np.full(5, 3.0)
    assert held(lower, upper, np.array([1.0, 3.0, 3.1, np.nan, 2.0])) == pytest.approx(
        [1, 1, 0, np.nan, np.nan], nan_ok=True
    )


def test_means_and_shares_are_of_what_is_known():
    assert mean_of_known(np.array([1.0, np.nan, 3.0])) == 2
    assert np.isnan(mean_of_known(np.array([np.nan])))
    assert share_above_zero(np.array([0.0, 2.0, np.nan, 5.0])) == pytest.approx(2 / 3)
    assert np.isnan(share_above_zero(np.array([np.nan])))
