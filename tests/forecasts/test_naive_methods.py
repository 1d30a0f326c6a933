"""Forecasts that estimate nothing, by hand, and with months missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.forecasts.naive import recent_median, seasonal_naive
from iidsp_analysis.forecasts.sparse import median_of_known


def test_the_seasonal_naive_method_repeats_the_last_year():
    said = seasonal_naive(np.arange(30.0)[None, :], 14)
    assert said[0].tolist() == [*range(18, 30), 18, 19]


def test_a_missing_month_is_taken_from_the_year_before_and_never_made_zero():
    history = np.arange(36.0)
    history[24:26] = np.nan
    assert seasonal_naive(history[None, :], 3)[0].tolist() == [12.0, 13.0, 26.0]


def test_a_calendar_month_never_seen_stays_missing():
    history = np.arange(36.0)
    history[[0, 12, 24]] = np.nan
    said = seasonal_naive(history[None, :], 12)[0]
    assert np.isnan(said[0])
    assert said[1:].tolist() == [*range(25, 36)]


def test_one_lump_hardly_moves_the_recent_median():
    history = np.full(48, 8.0)
    history[45] = 8e3
    assert recent_median(history[None, :], 2)[0] == pytest.approx([8.0, 8.0], rel=0.1)


def test_a_year_without_figures_has_no_recent_median():
    history = np.r_[np.full(36, 8.0), np.full(12, np.nan)]
    assert np.isnan(recent_median(history[None, :], 3)).all()


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.lists(st.one_of(st.just(np.nan), st.floats(0, 1e6)), min_size=1, max_size=13))
def test_the_median_of_what_is_known_is_that_of_numpy(row):
    found = median_of_known(np.array([row]))[0]
    known = [value for value in row if not np.isnan(value)]
    assert found == pytest.approx(np.median(known)) if known else np.isnan(found)
