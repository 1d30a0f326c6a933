"""Reconciliation: published cases by hand, sums to 1e-9, projections as projections, nothing below zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.forecasts.error_covariance import shrunken_covariance
from iidsp_analysis.forecasts.reconciliation import (
    METHODS,
    ReconciliationError,
    country_constraints,
    grouped_constraints,
    reconcile,
)

REGIONS, SECTIONS = 3, 2
SUMS = country_constraints(REGIONS, SECTIONS)
SERIES = SUMS.shape[1]
AMOUNTS = st.lists(st.floats(0, 1e6), min_size=SERIES, max_size=SERIES).map(np.array)
SIGNED = st.lists(st.floats(-1e6, 1e6), min_size=SERIES, max_size=SERIES).map(np.array)
VARIANCES = st.lists(st.floats(1e-3, 1e9), min_size=SERIES, max_size=SERIES).map(np.array)
PAST = np.random.default_rng(5).normal(size=(30, SERIES)) * [50, 20, 10, 1, 30, 5]


def choices(method, variances):
    return {"wls": {"variances": variances}, "mint_shrink": {"errors": PAST}}.get(method, {})


def misfit(made, base, sums=SUMS):
    return np.abs(sums @ made).max() / max(np.abs(base).max(), 1e-300)


def test_least_squares_by_hand():
    # The misfit is 110 − 60 − 40 = 10; equal errors share it equally.
    made = reconcile([110.0, 60.0, 40.0], [[1, -1, -1]], method="ols")
    assert made == pytest.approx([110 - 10 / 3, 60 + 10 / 3, 40 + 10 / 3])


def test_larger_errors_take_more_of_the_misfit():
    made = reconcile([110.0, 60.0, 40.0], [[1, -1, -1]], variances=[5.0, 4.0, 1.0])
    assert made == pytest.approx([105.0, 64.0, 41.0])


def test_the_structural_form_gives_the_same():
    """``S (S′ W⁻¹ S)⁻¹ S′ W⁻¹ ŷ`` of Wickramasuriya, Athanasopoulos & Hyndman (2019), on a grouped table."""
    sums = grouped_constraints(2, 3)
    summing = np.vstack([-sums[:, sums.shape[0] :], np.eye(6)])
    rng = np.random.default_rng(1)
    base, variances = rng.uniform(1, 9, sums.shape[1]), rng.uniform(0.5, 4, sums.shape[1])
    inverse = np.diag(1 / variances)
    expected = summing @ np.linalg.solve(summing.T @ inverse @ summing, summing.T @ inverse @ base)
    assert reconcile(base, sums, variances=variances) == pytest.approx(expected)


@pytest.mark.parametrize("non_negative", [False, True])
@pytest.mark.parametrize("method", ["ols", "wls", "mint_shrink"])
@settings(deadline=None, derandomize=True, max_examples=60)
@given(base=AMOUNTS, variances=VARIANCES)
def test_sums_hold(method, non_negative, base, variances):
    made = reconcile(base, SUMS, method=method, non_negative=non_negative, **choices(method, variances))
    assert misfit(made, base) < 1e-9
    if non_negative:
        assert made.min() >= 0


@pytest.mark.parametrize("method", ["ols", "wls", "mint_shrink"])
@settings(deadline=None, derandomize=True, max_examples=60)
@given(base=SIGNED, variances=VARIANCES)
def test_a_projection_twice_is_the_projection_once(method, base, variances):
    once = reconcile(base, SUMS, method=method, **choices(method, variances))
    assert reconcile(once, SUMS, method=method, **choices(method, variances)) == pytest.approx(once, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(parts=st.lists(st.floats(0, 1e6), min_size=6, max_size=6), variances=VARIANCES)
def test_what_adds_up_is_not_moved(method, parts, variances):
    cells = np.array(parts).reshape(2, 3)
    base = np.concatenate([[cells.sum()], cells.sum(axis=1), cells.sum(axis=0), cells.ravel()])
    sums = grouped_constraints(2, 3)
    given_choices = {
        "wls": {"variances": np.resize(variances, len(base))},
        "mint_shrink": {"errors": np.random.default_rng(2).normal(size=(9, len(base)))},
        "bottom_up": {"bottom": range(6, 12)},
    }.get(method, {})
    for non_negative in (False, True):
        made = reconcile(base, sums, method=method, non_negative=non_negative, **given_choices)
        assert made == pytest.approx(base, rel=1e-9, abs=1e-6)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(base=SIGNED, variances=VARIANCES, order=st.permutations(range(SERIES)))
def test_the_order_of_the_series_does_not_matter(base, variances, order):
    order = np.array(order)
    made = reconcile(base, SUMS, variances=variances, non_negative=True)
    permuted = reconcile(base[order], SUMS[:, order], variances=variances[order], non_negative=True)
    assert permuted == pytest.approx(made[order], rel=1e-7, abs=1e-5)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(base=SIGNED)
def test_equal_variances_are_ordinary_least_squares(base):
    ordinary = reconcile(base, SUMS, method="ols")
    assert reconcile(base, SUMS, variances=np.full(SERIES, 7.0)) == pytest.approx(ordinary, abs=1e-6)


def test_uncorrelated_equal_errors_make_mint_ordinary_least_squares():
    errors = np.vstack([np.eye(SERIES), -np.eye(SERIES)])  # no date at which two series both erred
    base = np.arange(SERIES, dtype=float)
    assert reconcile(base, SUMS, method="mint_shrink", errors=errors) == pytest.approx(
        reconcile(base, SUMS, method="ols")
    )


@pytest.mark.parametrize("method", ["ols", "wls", "mint_shrink"])
def test_unbiased_forecasts_stay_unbiased(method):
    # A projection leaves the true amounts as they are, so errors of mean zero keep the mean zero, draw for draw.
    truth = np.array([60.0, 10.0, 20.0, 30.0, 45.0, 15.0])
    errors = np.random.default_rng(3).normal(size=(SERIES, 400)) * 5
    errors -= errors.mean(axis=1, keepdims=True)
    made = reconcile(truth[:, None] + errors, SUMS, method=method, **choices(method, np.arange(1.0, 7.0)))
    assert made.mean(axis=1) == pytest.approx(truth)


@pytest.mark.parametrize("method", ["wls", "mint_shrink"])
@pytest.mark.parametrize("seed", range(6))
def test_the_non_negative_point_is_the_nearest(method, seed):
    """Against a general solver (SLSQP) on the same problem."""
    rng = np.random.default_rng(seed)
    base = np.concatenate([[30.0], rng.uniform(-6, 25, SERIES - 1)])
    variances = rng.uniform(1, 30, SERIES)
    weights = np.diag(variances) if method == "wls" else shrunken_covariance(PAST)
    inverse = np.linalg.inv(weights)

    def distance(point):
        return float((point - base) @ inverse @ (point - base))

    solved = minimize(
        distance, np.ones(SERIES), method="SLSQP", bounds=[(0, None)] * SERIES,
        constraints={"type": "eq", "fun": lambda point: SUMS @ point}, options={"ftol": 1e-13, "maxiter": 1000},
    )  # fmt: skip
    made = reconcile(base, SUMS, method=method, non_negative=True, **choices(method, variances))
    assert distance(made) <= distance(solved.x) * (1 + 1e-6) + 1e-9
    assert made == pytest.approx(solved.x, abs=2e-3)


def test_columns_are_reconciled_one_by_one():
    columns = np.random.default_rng(4).gamma(0.3, 20, size=(SERIES, 50))
    together = reconcile(columns, SUMS, variances=np.arange(1.0, 7.0), non_negative=True)
    alone = [reconcile(column, SUMS, variances=np.arange(1.0, 7.0), non_negative=True) for column in columns.T]
    assert (reconcile(columns, SUMS, variances=np.arange(1.0, 7.0)) < 0).any()  # zero did bind
    assert together == pytest.approx(np.array(alone).T)
    assert misfit(together, columns) < 1e-9


def test_amounts_a_million_times_apart_still_add_up():
    base = np.array([3.2e9, 1.1e9, 1.9e9, 0.002, 2.9e9, 1.0])
    made = reconcile(base, SUMS, variances=(0.1 * base) ** 2, non_negative=True)
    assert misfit(made, base) < 1e-9
    assert made[3] == pytest.approx(0.002, rel=0.01)


def test_bottom_up_keeps_the_bottom():
    sums = grouped_constraints(2, 2)
    base = np.array([100.0, 40.0, 50.0, 30.0, 60.0, 10.0, 20.0, -5.0, 40.0])
    made = reconcile(base, sums, method="bottom_up", bottom=range(5, 9))
    assert made == pytest.approx([65.0, 30.0, 35.0, 5.0, 60.0, 10.0, 20.0, -5.0, 40.0])
    cut = reconcile(base, sums, method="bottom_up", bottom=range(5, 9), non_negative=True)
    assert cut == pytest.approx([70.0, 30.0, 40.0, 10.0, 60.0, 10.0, 20.0, 0.0, 40.0])
    with pytest.raises(UsageError, match="do not decide"):
        reconcile(base, sums, method="bottom_up", bottom=range(5, 8))


def test_a_known_series_is_not_moved():
    made = reconcile([110.0, 60.0, 40.0], [[1, -1, -1]], variances=[0.0, 1.0, 3.0])
    assert made == pytest.approx([110.0, 62.5, 47.5])
    with pytest.raises(ReconciliationError, match="marked as known"):
        reconcile([110.0, 60.0, 40.0], [[1, -1, -1]], variances=[0.0, 0.0, 0.0])


def test_rows_that_say_the_same_change_nothing():
    base = np.arange(1.0, 7.0)
    doubled = np.vstack([SUMS, SUMS[0], SUMS[0] - SUMS[1]])
    assert reconcile(base, doubled, method="ols") == pytest.approx(reconcile(base, SUMS, method="ols"))


def test_shrinkage_keeps_variances_and_draws_correlations_towards_zero():
    rng = np.random.default_rng(6)
    common = rng.normal(size=(24, 1))
    errors = (common + rng.normal(size=(24, 8))) * np.arange(1, 9)
    plain = errors.T @ errors / len(errors)
    made = shrunken_covariance(errors)
    assert np.diag(made) == pytest.approx(np.diag(plain))
    ratio = (made / plain)[~np.eye(8, dtype=bool)]
    assert 0 < ratio.min() < 1
    assert ratio == pytest.approx(ratio[0])  # one intensity for all pairs
    assert np.linalg.eigvalsh(made).min() > 0


def test_more_past_means_less_shrinkage():
    rng = np.random.default_rng(7)
    mixed = rng.normal(size=(400, 5)) @ rng.normal(size=(5, 5))
    of_few, of_many = shrunken_covariance(mixed[:12]), shrunken_covariance(mixed)
    kept = [
        made[0, 1] / (rows[:, 0] @ rows[:, 1] / len(rows)) for made, rows in ((of_few, mixed[:12]), (of_many, mixed))
    ]
    assert kept[0] < kept[1] <= 1


def test_missing_errors_are_left_out_pair_by_pair():
    errors = PAST.copy()
    errors[:10, 0] = np.nan
    errors[10:, 1] = np.nan  # no date in common with the first
    made = shrunken_covariance(errors)
    assert made[0, 0] == pytest.approx((PAST[10:, 0] ** 2).mean())
    assert made[0, 1] == pytest.approx(0, abs=0.05 * np.sqrt(made[0, 0] * made[1, 1]))
    assert np.linalg.eigvalsh(made).min() > -1e-9 * made.max()
    with pytest.raises(MissingDataError, match="at least 3 past errors"):
        shrunken_covariance(np.where(np.arange(30)[:, None] < 28, np.nan, PAST))


@pytest.mark.parametrize(
    ("base", "choice", "error"),
    [
        ([1.0, np.nan, 2.0], {"method": "ols"}, MissingDataError),
        ([1.0, 2.0], {"method": "ols"}, UsageError),
        ([1.0, 2.0, 3.0], {"method": "top_down"}, UsageError),
        ([1.0, 2.0, 3.0], {"method": "wls"}, UsageError),
        ([1.0, 2.0, 3.0], {"variances": [1.0, -1.0, 1.0]}, UsageError),
        ([1.0, 2.0, 3.0], {"variances": [1.0, np.nan, 1.0]}, UsageError),
        ([1.0, 2.0, 3.0], {"method": "mint_shrink"}, UsageError),
        ([1.0, 2.0, 3.0], {"method": "bottom_up"}, UsageError),
    ],
)
def test_what_cannot_be_reconciled_is_refused(base, choice, error):
    with pytest.raises(error):
        reconcile(base, [[1, -1, -1]], **choice)
