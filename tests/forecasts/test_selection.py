"""Which method speaks: errors known at the origin decide, the naive one where nothing beat it."""

import numpy as np
import pytest

from iidsp_analysis.forecasts.candidates import COMBINATION, MEMBERS, NAIVE, SPARSE_COMBINATION, Said
from iidsp_analysis.forecasts.selection import candidates_at, choose, past_errors, past_root_errors, sparse_at

ORIGINS = (24, 27, 30, 36)
ACTUAL = 100.0


def spoken(sparse=False, **errors):
    """Every method is off by a constant that is given, or by 60; the naive one by 50."""
    shape = (len(ORIGINS), 12)
    names = (NAIVE, *MEMBERS[COMBINATION], *MEMBERS[SPARSE_COMBINATION], COMBINATION, SPARSE_COMBINATION)
    off = dict.fromkeys(names, 60.0) | {NAIVE: 50.0} | errors
    histories = np.full((4, 36), 100.0)
    histories[:, ::2] = 0.0 if sparse else 100.0
    actuals = np.where(np.array(ORIGINS)[:, None] + np.arange(1, 13) <= 36, ACTUAL, np.nan)
    forecasts = {name: np.full(shape, ACTUAL + error) for name, error in off.items()}
    return Said(ORIGINS, forecasts, actuals, histories, {name: ("",) * 4 for name in names})


def test_the_naive_method_speaks_where_nothing_beat_it():
    choice = choose(spoken(), 3)
    assert (choice.method, choice.beats_naive) == (NAIVE, False)
    assert choice.relative[COMBINATION] == pytest.approx(1.2)


def test_the_combination_speaks_where_it_beat_the_naive_one():
    choice = choose(spoken(combination=40.0), 3)
    assert (choice.method, choice.beats_naive) == (COMBINATION, True)


@pytest.mark.parametrize(("error", "expected"), [(37.0, COMBINATION), (35.0, "theta")])
def test_a_single_method_takes_its_place_only_where_it_erred_less_by_a_tenth(error, expected):
    assert choose(spoken(combination=40.0, theta=error), 3).method == expected


def test_a_sparse_history_has_its_own_candidates():
    said = spoken(sparse=True, croston_sba=10.0, theta=1.0)
    assert sparse_at(said, 3)
    assert candidates_at(said, 3) == (NAIVE, *MEMBERS[SPARSE_COMBINATION], SPARSE_COMBINATION)
    assert choose(said, 3).method == "croston_sba"


def test_a_method_that_says_nothing_at_the_origin_is_no_candidate():
    said = spoken(ets=1.0)
    said.forecasts["ets"][3, 5] = np.nan
    assert "ets" not in candidates_at(said, 3)
    assert choose(said, 3).method == NAIVE


def test_only_errors_known_at_the_origin_count():
    """At 30 months the origin of 27 has seen three months, at 36 nine."""
    said = spoken()
    assert (~np.isnan(past_errors(said, NAIVE, 2))).sum(axis=1).tolist() == [6, 3]
    assert (~np.isnan(past_errors(said, NAIVE, 3))).sum(axis=1).tolist() == [12, 9, 6]
    assert past_root_errors(said, NAIVE, 2)[1, 0] == pytest.approx(np.cbrt(100) - np.cbrt(150))


def test_methods_are_compared_on_the_months_that_both_forecast():
    """The naive one erred hugely at an origin where theta said nothing: that is nothing in favour of theta."""
    said = spoken(theta=55.0)
    said.forecasts[NAIVE][0] = 1e6
    said.forecasts["theta"][0] = np.nan
    assert choose(said, 3).relative["theta"] == pytest.approx(1.1)


def test_without_a_past_the_naive_method_speaks():
    choice = choose(spoken(combination=1.0), 0)
    assert (choice.method, choice.beats_naive) == (NAIVE, False)


def test_a_naive_method_without_an_error_is_not_beaten():
    assert choose(spoken(seasonal_naive=0.0, combination=0.0), 3).method == NAIVE
