"""The range that the past has seen: nothing later than the year, no range from too few windows, units kept."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.scenarios.ranges import FEWEST, seen_range

LINE = pd.Series({year: float(year - 2000) for year in range(2001, 2021)})


def test_a_steady_line_has_a_range_of_one_point():
    told = seen_range(LINE, 2020, "difference")
    assert (told.baseline, told.low, told.high, told.windows) == (20.0, 25.0, 25.0, 15)


def test_ratios_multiply():
    doubling = pd.Series({year: 2.0 ** (year - 2000) for year in range(2001, 2013)})
    told = seen_range(doubling, 2012, "ratio")
    assert told.low == pytest.approx(told.baseline * 32)


def test_nothing_later_than_the_year_is_looked_at():
    shocked = pd.concat([LINE, pd.Series({2021: 900.0})])
    assert seen_range(shocked, 2020, "difference") == seen_range(LINE, 2020, "difference")


def test_too_few_windows_have_no_range():
    told = seen_range(LINE.loc[: 2000 + 5 + FEWEST - 1], 2000 + 5 + FEWEST - 1, "difference")
    assert told.windows == FEWEST - 1
    assert np.isnan(told.low)
    assert np.isfinite(told.baseline)


def test_a_gap_breaks_its_windows_and_no_other():
    assert seen_range(LINE.drop(2010), 2020, "difference").windows == 13


def test_a_year_without_a_figure_has_no_baseline():
    told = seen_range(LINE, 2030, "difference")
    assert np.isnan(told.baseline)
    assert np.isnan(told.high)


@given(st.lists(st.floats(1, 100), min_size=12, max_size=25), st.floats(0.1, 50))
@settings(max_examples=60, deadline=None)
def test_units_of_amounts_change_nothing(values, unit):
    series = pd.Series(values, index=range(2000, 2000 + len(values)))
    last = int(series.index[-1])
    told, again = seen_range(series, last, "ratio"), seen_range(series * unit, last, "ratio")
    assert again.low == pytest.approx(told.low * unit)
    assert told.low <= told.high
