"""Models of statsmodels: they step over gaps or do not run, and no failure is silent."""

import warnings

import numpy as np
import pytest
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from iidsp_analysis.forecasts import state_space as module
from iidsp_analysis.forecasts.candidates import COMBINATION, NAIVE, said
from iidsp_analysis.forecasts.state_space import SPECIFICATIONS, model_forecasts
from tests.forecasts.monthly_series import lognormal

ORIGINS = (24, 27, 30, 33, 36)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_model_forecasts_a_plain_series_without_a_failure(name):
    series = lognormal(1, 36, spread=0.2)
    made = model_forecasts(name, series, ORIGINS, 12)
    assert made.failures == ("",) * 5
    assert np.isfinite(made.forecasts).all()
    assert (made.forecasts > 0.2 * series.min()).all()
    assert (made.forecasts < 5 * series.max()).all()


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_gap_is_stepped_over_or_the_model_does_not_run_which_is_no_failure(name):
    series = lognormal(1, 36, spread=0.2)
    series[28] = np.nan
    made = model_forecasts(name, series, ORIGINS, 3)
    ran = np.isfinite(made.forecasts).all(axis=1).tolist()
    assert made.failures == ("",) * 5
    assert ran == [True, True, *[SPECIFICATIONS[name].accepts_gaps] * 3]


def test_no_history_sees_a_later_month():
    series = lognormal(2, 36)
    changed = np.r_[series[:30], 50 * series[30:]]
    for name in SPECIFICATIONS:
        ours, theirs = (model_forecasts(name, each, ORIGINS, 3).forecasts for each in (series, changed))
        assert np.array_equal(ours[:3], theirs[:3])
        assert not np.array_equal(ours[3:], theirs[3:])


def test_arithmetic_without_a_result_is_a_failure_with_its_name():
    """The errors of a constant series have no spread to be standardised by: ETS divides 0 by 0."""
    made = model_forecasts("ets", np.full(36, 5.0), ORIGINS, 3)
    assert set(made.failures) == {"RuntimeWarning"}
    assert np.isnan(made.forecasts).all()


def test_an_optimiser_that_does_not_converge_is_counted_and_no_warning_is_lost(monkeypatch):
    monkeypatch.setattr(module, "ITERATIONS", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = model_forecasts("sarimax", lognormal(1, 36), ORIGINS, 3)
    assert set(made.failures) == {"ConvergenceWarning"}


def test_parameters_stay_as_they_were_where_a_later_estimation_fails(monkeypatch):
    estimate, calls = module._estimated, []

    def fails_the_second_time(*given):
        calls.append(1)
        if len(calls) == 2:
            raise ConvergenceWarning("made up")
        return estimate(*given)

    monkeypatch.setattr(module, "_estimated", fails_the_second_time)
    made = model_forecasts("sarimax", lognormal(1, 36), ORIGINS, 3)
    assert made.failures == ("", "", "", "", "ConvergenceWarning")
    assert np.isfinite(made.forecasts).all()


def test_a_forecast_that_explodes_is_none(monkeypatch):
    wild = SPECIFICATIONS["ets"]._replace(filter=lambda model, parameters, horizon: np.full(horizon, 3.0))
    monkeypatch.setitem(SPECIFICATIONS, "ets", wild)  # 3 times the largest root is 27 times the largest amount
    made = model_forecasts("ets", lognormal(1, 36), ORIGINS, 3)
    assert set(made.failures) == {"exploded"}
    monkeypatch.setitem(SPECIFICATIONS, "ets", wild._replace(filter=lambda *given: np.full(3, np.nan)))
    assert set(model_forecasts("ets", lognormal(1, 36), ORIGINS, 3).failures) == {"not finite"}


def test_an_error_of_the_program_is_not_taken_for_a_failure(monkeypatch):
    def broken(roots):
        raise KeyError("a slip")

    monkeypatch.setitem(SPECIFICATIONS, "ets", SPECIFICATIONS["ets"]._replace(build=broken))
    with pytest.raises(KeyError):
        model_forecasts("ets", lognormal(1, 36), ORIGINS, 3)


def test_a_method_that_failed_says_what_the_naive_one_says_and_is_not_in_the_combination():
    spoken = said(np.full(30, 5.0), 3)
    assert set(spoken.failures["ets"]) == {"RuntimeWarning"}
    assert np.array_equal(spoken.forecasts["ets"], spoken.forecasts[NAIVE])
    assert spoken.forecasts[COMBINATION] == pytest.approx(5.0)
