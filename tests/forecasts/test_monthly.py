"""Monthly forecasts as they are called: refusals, gaps, zeros, units, and nothing from later months."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import MissingDataError, SchemaError, UsageError
from iidsp_analysis.forecasts.candidates import COMBINATION, MEMBERS, NAIVE, SPARSE_COMBINATION, SPECIFICATIONS, said
from iidsp_analysis.forecasts.monthly import forecast_months
from tests.forecasts.monthly_series import lognormal, monthly, sparse_flow


@pytest.fixture(scope="module")
def plain():
    return forecast_months(monthly(lognormal(1, 48, season=0.5)), 6)


def test_a_forecast_tells_its_months_its_method_and_the_errors_that_speak_for_it(plain):
    assert plain.months == ("2019-01", "2019-02", "2019-03", "2019-04", "2019-05", "2019-06")
    assert (plain.lower <= plain.mean).all()
    assert (plain.mean <= plain.upper).all()
    assert (plain.lower >= 0).all()
    assert plain.method in plain.scores.index
    assert list(plain.scores.columns) == ["mase", "relative", "coverage", "origins", "failures"]
    assert set(plain.scores.index) == {NAIVE, *MEMBERS[COMBINATION], COMBINATION}
    assert plain.scores.loc[NAIVE, "relative"] == 1
    assert plain.beats_naive == (plain.scores.loc[plain.method, "relative"] < 1)
    assert plain.errors.shape == (8, 12)
    assert not plain.is_sparse


def test_paths_spread_as_the_interval(plain):
    paths = plain.paths(5000)
    assert paths.shape == (5000, 6)
    inside = ((paths >= plain.lower) & (paths <= plain.upper)).mean(axis=0)
    assert inside == pytest.approx(np.full(6, 0.9), abs=0.02)
    assert np.array_equal(paths, plain.paths(5000))
    with pytest.raises(UsageError, match="path"):
        plain.paths(0)


def test_a_shorter_horizon_is_the_beginning_of_a_longer_one(plain):
    shorter = forecast_months(monthly(lognormal(1, 48, season=0.5)), 2)
    assert shorter.method == plain.method
    for ours, theirs in ((shorter.mean, plain.mean), (shorter.lower, plain.lower), (shorter.upper, plain.upper)):
        assert ours == pytest.approx(theirs[:2])


def test_the_same_month_a_year_ago_speaks_where_nothing_beat_it():
    year = [5.0, 90.0, 3.0, 70.0, 1.0, 60.0, 2.0, 80.0, 4.0, 50.0, 6.0, 40.0]
    made = forecast_months(monthly(np.tile(year, 3)), 12)
    assert (made.method, made.beats_naive) == (NAIVE, False)
    assert made.mean.tolist() == year
    assert made.lower == pytest.approx(year)
    assert made.upper == pytest.approx(year)


def test_an_all_zero_series_stays_zero_and_a_constant_one_constant():
    nothing = forecast_months(monthly(np.zeros(36)), 3)
    assert (nothing.mean.tolist(), nothing.upper.tolist(), nothing.is_sparse) == ([0.0] * 3, [0.0] * 3, True)
    assert not nothing.paths(10).any()
    constant = forecast_months(monthly(np.full(36, 7.0)), 3)
    assert constant.mean == pytest.approx([7.0] * 3)
    assert constant.scores.loc["ets", "failures"] == 5  # its errors have no spread: counted at every origin
    assert constant.method == NAIVE


def test_sparse_series_are_forecast_by_methods_of_their_own():
    made = forecast_months(monthly(sparse_flow(4)), 12)
    assert made.is_sparse
    assert set(made.scores.index) == {NAIVE, *MEMBERS[SPARSE_COMBINATION], SPARSE_COMBINATION}
    assert (made.lower == 0).all()
    assert (made.upper > 0).all()


def test_missing_months_are_never_filled_and_ets_does_not_run_on_them():
    values = lognormal(2, 48)
    values[30:42] = np.nan
    series = monthly(values)
    made = forecast_months(series, 3)
    assert np.isnan(series.to_numpy()[30:42]).all()
    assert "ets" not in made.scores.index
    assert {"sarimax", "unobserved_components", COMBINATION} <= set(made.scores.index)
    assert np.isfinite([made.mean, made.lower, made.upper]).all()
    with_zeros = forecast_months(monthly(np.nan_to_num(values)), 3)
    assert made.mean != pytest.approx(with_zeros.mean, rel=0.01)


def test_no_error_is_counted_against_a_missing_month():
    values = lognormal(2, 48)
    values[41] = np.nan
    assert np.isnan(forecast_months(monthly(values), 12).errors[5, 2])  # the origin of 39 months, three ahead


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        (np.ones(35), MissingDataError, "three years"),
        (np.r_[np.ones(40), -1.0], SchemaError, "below zero"),
        (np.r_[np.ones(40), np.inf], SchemaError, "infinite"),
        (np.full(48, np.nan), MissingDataError, "never published"),
        (np.r_[np.ones(24), np.full(24, np.nan)], MissingDataError, "first two years"),
        (np.where(np.arange(48) % 12 == 3, np.nan, 1.0), MissingDataError, "never published"),
    ],
)
def test_what_cannot_be_forecast_is_refused(values, error, words):
    with pytest.raises(error, match=words):
        forecast_months(monthly(values), 3)


def test_months_must_follow_one_another():
    series = monthly(np.ones(48))
    with pytest.raises(SchemaError, match="follow"):
        forecast_months(series.drop("2016-05"), 3)
    with pytest.raises(SchemaError, match="follow"):
        forecast_months(pd.concat([series[:20], series[10:]]), 3)


@pytest.mark.parametrize(("horizon", "level"), [(0, 0.9), (25, 0.9), (3, 0.2), (3, 1.0)])
def test_horizon_and_level_out_of_range_are_refused(horizon, level):
    with pytest.raises(UsageError):
        forecast_months(monthly(np.ones(48)), horizon, level=level)


def test_a_higher_level_is_a_wider_interval():
    series = monthly(sparse_flow(4))
    narrow, wide = (forecast_months(series, 3, level=level) for level in (0.5, 0.9))
    assert narrow.mean == pytest.approx(wide.mean)
    assert (narrow.upper < wide.upper).all()


@settings(deadline=None, max_examples=10, derandomize=True)
@given(st.integers(0, 1000), st.sampled_from([1e-6, 1 / 3, 470.0, 1e9]))
def test_another_unit_is_the_same_forecast(seed, factor):
    values = sparse_flow(seed, 48, chance=0.6)
    one, other = (forecast_months(monthly(each), 4) for each in (values, factor * values))
    assert one.method == other.method
    for ours, theirs in ((one.mean, other.mean), (one.lower, other.lower), (one.upper, other.upper)):
        assert theirs == pytest.approx(factor * ours, rel=1e-6, abs=1e-9 * factor)


def test_the_models_too_know_no_unit():
    values = lognormal(3, 27)
    one, other = (said(each, 3).forecasts for each in (values, 470 * values))
    for name in SPECIFICATIONS:
        assert other[name] == pytest.approx(470 * one[name], rel=1e-2)


@settings(deadline=None, max_examples=10, derandomize=True)
@given(st.integers(0, 1000))
def test_later_months_change_nothing_that_was_said_before(seed):
    values = sparse_flow(seed, 72, chance=0.6)
    later = np.r_[values[:48], 1000 + values[48:]]
    ours, theirs = (said(each, 12, models=False) for each in (values, later))
    known = [place for place, origin in enumerate(ours.origins) if origin <= 48]
    for name in ours.forecasts:
        assert np.array_equal(ours.forecasts[name][known], theirs.forecasts[name][known], equal_nan=True)
