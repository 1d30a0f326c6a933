"""Intervals from past errors: by hand, wider with the horizon, and what paths keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.forecasts.intervals import correlations, half_widths, interval, simulated, spreads

LEVEL = 0.9


def walks(origins=40, horizon=12, seed=0):
    return np.random.default_rng(seed).normal(size=(origins, horizon)).cumsum(axis=1)


def test_errors_that_do_not_grow_have_one_spread():
    errors = np.tile([[2.0], [-2.0]], (10, 6))
    assert spreads(errors) == pytest.approx([2.0] * 6)


def test_the_spread_of_a_random_walk_grows_as_its_root():
    assert spreads(walks(4000)) == pytest.approx(np.sqrt(np.arange(1, 13)), rel=0.06)


def test_the_width_by_hand():
    """Errors 1 to 9, one month ahead: spread √(285/9), quantile 0.9 (1 + 1/9) = 1, so the largest one; √(1 + 1/9)."""
    errors = np.arange(1.0, 10.0)[:, None]
    assert half_widths(errors, LEVEL) == pytest.approx([9 * np.sqrt(10 / 9)])


def test_a_further_month_with_as_many_overlapping_origins_pays_more():
    errors = np.tile([[2.0], [-2.0]], (6, 12))
    assert (np.diff(half_widths(errors, LEVEL)) >= 0).all()
    assert half_widths(errors, LEVEL)[-1] == pytest.approx(2 * np.sqrt(1 + 1 / 3))


def test_bounds_are_amounts_and_never_below_zero():
    errors = np.tile([[3.0], [-3.0]], (6, 4))
    lower, upper = interval(np.array([1.0, 8.0, 1000.0, 0.0]), errors, LEVEL)
    assert lower[:2].tolist() == [0.0, 0.0]
    assert (lower <= upper).all()
    assert np.cbrt(upper[2]) - 10 == pytest.approx(10 - np.cbrt(lower[2]))


def test_no_error_known_is_no_interval_and_no_error_made_is_a_point():
    lower, upper = interval(np.array([8.0, 8.0]), np.full((3, 2), np.nan), LEVEL)
    assert np.isnan([lower, upper]).all()
    lower, upper = interval(np.array([8.0, 8.0]), np.zeros((3, 2)), LEVEL)
    assert lower == pytest.approx([8.0, 8.0])
    assert upper == pytest.approx([8.0, 8.0])


@pytest.mark.parametrize(("persistence", "at_most"), [(0.0, 0.99), (0.9, 0.96), (1.0, 0.96)])
def test_intervals_hold_the_months_of_new_series_as_often_as_they_say(persistence, at_most):
    """Six years, forecast by the mean of the last one at overlapping origins, 400 times; a level that never moves is
    held more often than needed, because a few origins cannot tell it from one that does."""
    random, kept = np.random.default_rng(5), []
    for _ in range(400):
        series = np.zeros(84)
        for month in range(1, 84):
            series[month] = persistence * series[month - 1] + random.normal()
        origins = np.arange(24, 73, 3)
        errors = np.stack([series[origin : origin + 12] - series[origin - 12 : origin].mean() for origin in origins])
        past = np.where(origins[:-1, None] + np.arange(1, 13) <= 72, errors[:-1], np.nan)
        kept.append(np.abs(errors[-1]) <= half_widths(past, LEVEL))
    shares = np.mean(kept, axis=0)[[0, 2, 11]]
    assert (shares > 0.86).all()
    assert (shares < at_most).all()


def test_the_sum_of_a_year_is_held_as_often_as_its_months():
    """Random walks on roots, forecast by their last month; months drawn each for itself would hold every second sum."""
    random, kept = np.random.default_rng(6), []
    for _ in range(150):
        roots = 50 + np.cumsum(random.normal(size=84))
        origins = np.arange(24, 73, 3)
        errors = np.stack([roots[origin : origin + 12] - roots[origin - 1] for origin in origins])
        past = np.where(origins[:-1, None] + np.arange(1, 13) <= 72, errors[:-1], np.nan)
        sums = simulated(np.full(12, roots[71] ** 3), past, LEVEL, 400, seed=1).sum(axis=1)
        lower, upper = np.quantile(sums, [0.05, 0.95])
        kept.append(lower <= (roots[72:] ** 3).sum() <= upper)
    assert 0.82 < np.mean(kept) < 0.97


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.integers(0, 10_000), st.integers(2, 30), st.integers(1, 24))
def test_correlations_are_a_correlation_matrix_that_falls_with_the_distance(seed, origins, horizon):
    errors = walks(origins, horizon, seed)
    errors[np.random.default_rng(seed).random(errors.shape) < 0.3] = np.nan
    if np.isnan(errors).all():
        return
    found = correlations(errors)
    assert np.diag(found) == pytest.approx(np.ones(horizon))
    assert np.linalg.eigvalsh(found).min() > 0
    assert (found <= 1 + 1e-9).all()
    assert (found >= 0.5 - 0.5).all()


def test_paths_spread_as_the_interval_and_move_together():
    mean, errors = np.full(12, 1000.0), walks()
    paths = simulated(mean, errors, LEVEL, 20_000, seed=1)
    lower, upper = interval(mean, errors, LEVEL)
    inside = ((paths >= lower) & (paths <= upper)).mean(axis=0)
    assert inside == pytest.approx(np.full(12, LEVEL), abs=0.01)
    together = np.corrcoef(np.cbrt(paths).T)
    assert together[0, 1] > 0.5
    assert together[4, 5] > together[4, 11]
    assert (paths >= 0).all()


def test_equal_seeds_give_equal_paths():
    mean, errors = np.full(3, 8.0), walks(horizon=3)
    first, again, other = (simulated(mean, errors, LEVEL, 50, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
