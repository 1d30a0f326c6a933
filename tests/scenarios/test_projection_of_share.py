"""Projections: by hand, additive, indifferent to order; the inverse undoes the projection; wrong words are told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.errors import UsageError
from iidsp_analysis.scenarios.economy import Economy, require_target, require_weights
from iidsp_analysis.scenarios.projection import Assumptions, project
from iidsp_analysis.scenarios.requirement import required_growth, share_reached
from tests.scenarios.economies import small

rates_of_two = st.tuples(st.floats(-0.2, 0.3), st.floats(-0.2, 0.3))


def test_by_hand():
    made = project(small(), np.array([0.1, 0.0]), Assumptions(rest=0.0, productivity=0.02), 2027)
    assert made.volume[-1] == pytest.approx([72.6, 40.0])
    assert made.share == pytest.approx([0.1, 106 / 1006, 112.6 / 1012.6])
    assert made.employment[-1] == pytest.approx(50 * 1.126 / 1.02**2)
    assert made.productivity[-1] == pytest.approx(2 * 1.02**2)
    assert made.exports[-1] == pytest.approx(200 * 1.126)


def test_relative_prices_move_the_share_and_not_the_volume():
    dear = project(small(), np.zeros(2), Assumptions(rest=0.0, relative_price=0.1), 2026)
    assert dear.share[-1] == pytest.approx(110 / 1010)
    assert dear.volume[-1].sum() == pytest.approx(100)


@given(st.floats(-0.5, 0.5), st.integers(2026, 2050))
def test_equal_growth_leaves_the_share(rate, by):
    made = project(small(), np.full(2, rate), Assumptions(rest=rate), by)
    np.testing.assert_allclose(made.share, 0.1)


@given(rates_of_two)
def test_the_order_of_divisions_is_irrelevant(rates):
    turned = small(divisions=("24", "10"), value_added=np.array([40.0, 60.0]))
    one = project(small(), np.array(rates), Assumptions(0.03), 2030)
    other = project(turned, np.array(rates[::-1]), Assumptions(0.03), 2030)
    np.testing.assert_allclose(one.share, other.share)


@given(rates_of_two, st.floats(0.105, 0.5))
def test_the_inverse_undoes_the_projection(rates, target):
    found = required_growth(small(), np.array(rates), Assumptions(0.02), target=target, by=2030)
    made = project(small(), found.rates, Assumptions(0.02), 2030)
    assert found.is_feasible
    assert made.share[-1] == pytest.approx(
        max(target, share_reached(small(), np.array(rates), Assumptions(0.02), 2030))
    )
    assert found.excess >= 0


def test_what_is_reached_anyway_needs_nothing():
    found = required_growth(small(), np.full(2, 0.1), Assumptions(0.0), target=0.11, by=2030)
    assert (found.is_feasible, found.excess) == (True, 0.0)
    assert found.share > 0.11


def test_beyond_the_bounds_the_best_share_is_told():
    found = required_growth(small(), np.zeros(2), Assumptions(0.0), target=0.5, by=2026, upper=np.array([0.1, -0.5]))
    assert not found.is_feasible
    assert np.isnan(found.excess)
    assert found.share == pytest.approx(106 / 1006)  # the second keeps its rate: a bound slows nobody
    assert list(found.at_bound) == [True, False]


def test_only_the_chosen_divisions_are_moved():
    found = required_growth(small(), np.zeros(2), Assumptions(0.0), target=0.12, by=2030, movable=("24",))
    assert found.rates[0] == 0
    assert 40 * (1 + found.rates[1]) ** 5 == pytest.approx(0.12 / 0.88 * 900 - 60)
    with pytest.raises(UsageError, match="no division 99"):
        required_growth(small(), np.zeros(2), Assumptions(0.0), target=0.12, by=2030, movable=("99",))


def test_weights_say_who_carries_the_growth():
    rates = small().weighted_rates({"24": 1.0}, 0.05)
    assert rates == pytest.approx([0.0, 0.125])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: require_target(0, 2030, 2025), "must lie between 0 and 100"),
        (lambda: require_target(100, 2030, 2025), "must lie between 0 and 100"),
        (lambda: require_target(float("nan"), 2030, 2025), "must lie between 0 and 100"),
        (lambda: require_target(15, 2025, 2025), "not after the base year 2025"),
        (lambda: require_weights({"10": 0.5, "24": 0.4}), "sum to 0.9, not to 1"),
        (lambda: require_weights({"10": 1.5, "24": -0.5}), "below zero"),
        (lambda: small().rates({"99": 0.1}, otherwise=0.0), "no division 99"),
        (lambda: small().rates({"10": -1.2}, otherwise=0.0), "-120.0 % a year is below −100 %"),
        (lambda: small().rates({"10": float("nan")}, otherwise=0.0), "missing or infinite"),
        (lambda: small(value_added=np.array([1.0, np.nan])), "none missing"),
        (lambda: Economy(2025, ("10", "10"), np.ones(2), 1.0), "one amount"),
    ],
)
def test_wrong_words_are_told(wrong, told):
    with pytest.raises(UsageError, match=told):
        wrong()
