"""Annual forecasts: the drift formula by hand, drift only where it paid, coverage on short series, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.forecasts.annual import DRIFT, NAIVE, forecast_years

RISING = [100.0, 112.0, 118.0, 133.0, 140.0, 158.0, 171.0]
WAVE = [100.0, 120.0, 100.0, 121.0, 99.0, 118.0, 101.0]


def yearly(values, first=2009):
    return pd.Series(values, index=range(first, first + len(values)), dtype=float)


def walk(seed, years, drift=0.04, spread=0.08):
    changes = np.random.default_rng(seed).normal(drift, spread, years)
    return 1000 * np.exp(np.cumsum(changes))


def test_the_drift_method_by_hand():
    made = forecast_years(yearly(RISING), 2)
    changes = np.diff(np.log(RISING))
    drift = np.log(171 / 100) / 6
    half = stats.t.ppf(0.95, 5) * changes.std(ddof=1) * np.sqrt([1 + 1 / 6, 2 + 4 / 6])
    assert (made.method, made.years, made.degrees) == (DRIFT, (2016, 2017), 5)
    assert made.beats_naive
    assert made.drift == pytest.approx(drift)
    assert made.mean == pytest.approx(171 * np.exp([drift, 2 * drift]))
    assert made.lower == pytest.approx(made.mean * np.exp(-half))
    assert made.upper == pytest.approx(made.mean * np.exp(half))


def test_past_errors_by_hand():
    made = forecast_years(yearly(RISING), 1)
    logs = np.log(RISING)
    naive = [abs(logs[k + 1] - logs[k]) for k in (3, 4, 5)]
    drift = [abs(logs[k + 1] - logs[k] - (logs[k] - logs[0]) / k) for k in (3, 4, 5)]
    assert made.scores.loc[NAIVE, "error"] == pytest.approx(np.mean(naive))
    assert made.scores.loc[DRIFT, "error"] == pytest.approx(np.mean(drift))
    assert made.scores["count"].tolist() == [3, 3]


def test_without_a_drift_that_paid_the_naive_walk_is_used():
    made = forecast_years(yearly(WAVE), 3)
    assert made.method == NAIVE
    assert not made.beats_naive
    assert made.drift == 0
    assert made.mean == pytest.approx([101.0] * 3)
    assert (np.diff(made.upper) > 0).all()


@pytest.mark.parametrize("drift", [0.0, 0.03, 0.1])
def test_intervals_hold_what_they_promise_on_short_series(drift):
    """150 walks of 10 to 16 years, three years ahead: the three years of a walk err together, hence the wide band."""
    held = []
    for seed in range(150):
        years = 10 + seed % 7
        values = walk(seed, years + 3, drift)
        made = forecast_years(yearly(values[:years]), 3)
        held.append((made.lower <= values[years:]) & (values[years:] <= made.upper))
    assert 0.84 <= np.mean(held) <= 0.96


def test_probabilities_agree_with_the_interval():
    made = forecast_years(yearly(RISING), 2)
    assert made.probability_at_least(made.lower[1], 2017) == pytest.approx(0.95)
    assert made.probability_at_least(made.mean[1], 2017) == pytest.approx(0.5)
    assert made.probability_at_least(made.upper[1], 2017) == pytest.approx(0.05)
    assert made.probability_at_least(0.0, 2017) == 1
    with pytest.raises(UsageError, match="2030 is not forecast"):
        made.probability_at_least(1.0, 2030)


def test_years_before_the_last_gap_do_not_count():
    gapped = yearly([5.0, 9.0, np.nan, *RISING], first=2006)
    made, alone = forecast_years(gapped, 2), forecast_years(yearly(RISING), 2)
    assert made.mean == pytest.approx(alone.mean)
    assert (made.first_year, made.last_year) == (2009, 2015)
    absent = gapped.dropna()  # an absent row is a gap like a missing number
    assert forecast_years(absent, 2).first_year == 2009


def test_missing_years_at_the_end_are_forecast_too():
    made = forecast_years(yearly([*RISING, np.nan, np.nan]), 3)
    assert made.last_year == 2015
    assert made.years == (2016, 2017, 2018)


def test_a_series_that_never_moved_stays():
    made = forecast_years(yearly([7.0] * 8), 2)
    assert made.method == NAIVE
    assert made.lower == pytest.approx([7.0, 7.0])
    assert made.upper == pytest.approx([7.0, 7.0])
    assert made.probability_at_least(7.0, 2017) == 1
    assert made.probability_at_least(7.1, 2017) == 0


def test_later_years_change_no_earlier_forecast():
    values = yearly(walk(3, 16))
    shown = forecast_years(values.loc[:2020], 2)
    changed = values.copy()
    changed.loc[2021:] *= 9
    assert forecast_years(changed.loc[:2020], 2).mean == pytest.approx(shown.mean)


@settings(deadline=None, derandomize=True)
@given(
    factor=st.floats(1e-6, 1e9),
    changes=st.lists(st.floats(-0.5, 0.5), min_size=6, max_size=15),
    horizon=st.integers(1, 8),
)
def test_units_do_not_matter(factor, changes, horizon):
    values = np.exp(np.cumsum(changes))
    one, other = forecast_years(yearly(values), horizon), forecast_years(yearly(values * factor), horizon)
    errors = one.scores["error"]
    if abs(errors[DRIFT] - errors[NAIVE]) > 1e-9:  # a tie may fall to either side by rounding
        assert one.method == other.method
        for limit in ("lower", "mean", "upper"):
            assert getattr(other, limit) == pytest.approx(getattr(one, limit) * factor, rel=1e-6)
    assert (one.lower > 0).all()
    assert (one.lower <= one.mean).all()
    assert (one.mean <= one.upper).all()


@pytest.mark.parametrize(
    ("series", "error", "words"),
    [
        (yearly(RISING[:5]), MissingDataError, "at least 6 years without a gap; there are 5"),
        (yearly([*RISING[:5], np.nan, *RISING[:5]]), MissingDataError, "there are 5"),
        (yearly([*RISING, 0.0]), MissingDataError, "above zero"),
        (yearly([*RISING, -1.0]), MissingDataError, "above zero"),
        (yearly([*RISING, np.inf]), MissingDataError, "above zero"),
        (pd.Series(RISING, index=[f"{year}" for year in range(2009, 2016)]), UsageError, "ascending years"),
        (yearly(RISING).iloc[::-1], UsageError, "ascending years"),
        (pd.Series(RISING, index=[2009, 2010, 2011, 2012, 2013, 2014, 2014]), UsageError, "twice"),
    ],
)
def test_what_carries_no_forecast_is_refused(series, error, words):
    with pytest.raises(error, match=words):
        forecast_years(series, 3)


@pytest.mark.parametrize(("horizon", "level"), [(0, 0.9), (3, 0.0), (3, 1.0)])
def test_meaningless_questions_are_refused(horizon, level):
    with pytest.raises(UsageError):
        forecast_years(yearly(RISING), horizon, level=level)
