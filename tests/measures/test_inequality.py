from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.inequality import mean_log_deviation, theil_decomposition, theil_index
from iidsp_analysis.measures.inputs import MeasureInputError


def test_equal_regions_have_no_inequality():
    equal = pd.Series([7.0, 7.0, 7.0])
    assert theil_index(equal) == pytest.approx(0.0, abs=1e-15)
    assert mean_log_deviation(equal) == pytest.approx(0.0, abs=1e-15)


def test_everything_in_one_region_is_ln_n():
    assert theil_index(pd.Series([0.0, 0.0, 0.0, 5.0])) == pytest.approx(math.log(4))
    assert mean_log_deviation(pd.Series([0.0, 5.0])) == math.inf


def test_weights_count_heads():
    by_region = theil_index(pd.Series([1.0, 4.0]), pd.Series([3.0, 1.0]))
    by_head = theil_index(pd.Series([1.0, 1.0, 1.0, 4.0]))
    assert by_region == pytest.approx(by_head)
    assert mean_log_deviation(pd.Series([1.0, 4.0]), pd.Series([3.0, 1.0])) == pytest.approx(
        mean_log_deviation(pd.Series([1.0, 1.0, 1.0, 4.0]))
    )


@pytest.mark.parametrize("index", [theil_index, mean_log_deviation])
def test_missing_and_empty_are_nan(index):
    assert np.isnan(index(pd.Series([1.0, np.nan])))
    assert np.isnan(index(pd.Series([0.0, 1.0]), pd.Series([1.0, np.nan])))
    assert np.isnan(index(pd.Series([0.0, 0.0])))


def test_a_region_without_people_changes_nothing():
    values, weights = pd.Series([1.0, 4.0, 0.0]), pd.Series([3.0, 1.0, 0.0])
    assert theil_index(values, weights) == pytest.approx(theil_index(values[:2], weights[:2]))
    assert mean_log_deviation(values, weights) == pytest.approx(mean_log_deviation(values[:2], weights[:2]))
    split = theil_decomposition(values, pd.Series(["x", "y", "nobody"]), weights)
    assert split.groups.loc["nobody"].tolist() == [0.0, 0.0]


def test_groups_of_equals_leave_only_the_between_part():
    split = theil_decomposition(pd.Series([2.0, 2.0, 8.0, 8.0]), pd.Series(list("aabb")))
    assert split.within == pytest.approx(0.0, abs=1e-15)
    assert split.between == pytest.approx(split.total)
    assert split.groups.index.tolist() == ["a", "b"]


def test_one_group_leaves_only_the_within_part():
    split = theil_decomposition(pd.Series([2.0, 5.0, 0.0]), pd.Series(list("aaa")))
    assert split.between == pytest.approx(0.0, abs=1e-15)
    assert split.within == pytest.approx(split.total)


def test_a_group_of_zeros_adds_nothing():
    split = theil_decomposition(pd.Series([0.0, 0.0, 3.0, 5.0]), pd.Series(list("aabb")))
    assert split.groups.loc["a"].tolist() == [0.0, 0.0]
    assert split.between + split.within == pytest.approx(split.total)


def test_missing_is_missing_in_every_part():
    split = theil_decomposition(pd.Series([1.0, np.nan, 3.0]), pd.Series(list("aab")))
    assert np.isnan([split.total, split.between, split.within]).all()


def test_a_region_without_a_group_is_refused():
    with pytest.raises(MeasureInputError, match=r"no group. \[1\]"):
        theil_decomposition(pd.Series([1.0, 2.0]), pd.Series(["a", None]))
