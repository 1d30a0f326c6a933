"""Robust z-scores: the textbook form, groups without spread, and groups that are too small."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.monitors.projects.outliers import ratios_within, robust_z


def test_modified_z_score_by_hand():
    values = np.array([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3])  # median 2.45, MAD 0.15
    expected = 0.6745 * (values - 2.45) / 0.15
    assert robust_z(values) == pytest.approx(expected, rel=1e-4)
    assert (np.abs(robust_z(values)) > 3.5).tolist() == [False] * 8 + [True] * 2


def test_without_spread_the_mean_deviation_takes_its_place():
    values = np.array([1.0] * 7 + [9.0])  # mean absolute deviation 1
    assert robust_z(values)[-1] == pytest.approx(8 / 1.253314, rel=1e-5)
    assert robust_z(values)[0] == 0


def test_equal_values_are_no_outliers_and_missing_ones_stay_missing():
    assert robust_z(np.full(5, 3.0)).tolist() == [0.0] * 5
    assert np.isnan(robust_z(np.array([np.nan, 1.0, 2.0]))).tolist() == [True, False, False]
    assert np.isnan(robust_z(np.full(2, np.nan))).all()


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=3, max_size=20, unique=True), st.integers(1, 9), st.integers(-9, 9))
def test_unit_and_origin_do_not_matter(values, factor, shift):
    plain = np.array(values, dtype=float)
    assert robust_z(plain * factor + shift) == pytest.approx(robust_z(plain), rel=1e-9, abs=1e-9)


def test_groups_are_judged_apart_and_small_ones_not_at_all():
    ratios = pd.Series([1.0, 2.0, 4.0, 100.0, np.nan, 0.0])
    groups = pd.Series(["a", "a", "a", "b", "a", "a"])
    told = ratios_within(ratios, groups, 3)
    assert told["times"].round(9).tolist()[:3] == [0.5, 1.0, 2.0]
    assert told["z"].tolist()[:3] == pytest.approx([-0.6745, 0, 0.6745], rel=1e-4)
    assert told["peers"].tolist()[:3] == [3.0] * 3
    assert told.iloc[3:].isna().all(axis=None)


def test_a_missing_group_is_no_group():
    told = ratios_within(pd.Series([1.0, 2.0, 4.0]), pd.Series([None, None, None], dtype=object), 2)
    assert told.isna().all(axis=None)
