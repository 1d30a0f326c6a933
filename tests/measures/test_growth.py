from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.growth import (
    contribution_to_growth,
    contribution_to_share_change,
    contribution_to_volume_growth,
    growth_rate,
)
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError


def test_growth_rate_of_a_number_a_series_and_a_frame():
    assert growth_rate(400.0, 440.0) == 10.0
    assert growth_rate(pd.Series([4.0]), pd.Series([2.0])).tolist() == [-50.0]
    assert growth_rate(pd.DataFrame([[4.0]]), pd.DataFrame([[5.0]])).to_numpy().tolist() == [[25.0]]


@pytest.mark.parametrize(("start", "end"), [(0.0, 0.0), (0.0, 5.0), (np.nan, 5.0), (5.0, np.nan)])
def test_no_base_no_rate(start, end):
    assert np.isnan(growth_rate(start, end))


def test_a_negative_amount_has_no_growth():
    with pytest.raises(NegativeValueError):
        growth_rate(-5.0, 5.0)
    with pytest.raises(NegativeValueError):
        growth_rate(5.0, -5.0)


def test_contributions_by_hand():
    start, end = pd.Series({"10": 40.0, "24": 60.0, "30": 0.0}), pd.Series({"24": 75.0, "10": 30.0, "30": 5.0})
    points = contribution_to_growth(start, end)
    assert points.to_dict() == pytest.approx({"10": -10.0, "24": 15.0, "30": 5.0})
    assert contribution_to_growth(start, end, whole_start=200.0)["24"] == pytest.approx(7.5)


def test_a_missing_part_leaves_the_others_only_with_a_published_whole():
    start, end = pd.Series({"10": 40.0, "24": 60.0}), pd.Series({"10": 50.0, "24": 70.0})
    start["24"] = np.nan
    assert contribution_to_growth(start, end).isna().all()
    assert contribution_to_growth(start, end, whole_start=100.0)["10"] == pytest.approx(10.0)


def test_volume_contributions_use_previous_year_weights():
    points = contribution_to_volume_growth(
        pd.Series({"10": 25.0, "24": 75.0, "30": 0.0}), pd.Series({"10": 108.0, "24": 104.0, "30": np.nan})
    )
    assert points.to_dict() == pytest.approx({"10": 2.0, "24": 3.0, "30": 0.0})
    unpublished = contribution_to_volume_growth(pd.Series({"18": 1.0, "24": 3.0}), pd.Series({"18": np.nan, "24": 104}))
    assert unpublished.isna().tolist() == [True, False]


def test_share_change_by_hand():
    points = contribution_to_share_change(
        pd.Series({"akmola": 10.0, "astana": 0.0}),
        pd.Series({"akmola": 12.0, "astana": 3.0}),
        whole_start=100.0,
        whole_end=150.0,
    )
    assert points.to_dict() == pytest.approx({"akmola": -2.0, "astana": 2.0})


@pytest.mark.parametrize("whole", [0.0, np.nan])
def test_no_whole_no_contribution(whole):
    part = pd.Series({"a": 1.0})
    assert contribution_to_share_change(part, part, whole_start=whole, whole_end=1.0).isna().all()
    assert contribution_to_growth(part, part, whole_start=whole).isna().all()


def test_other_parts_are_refused():
    with pytest.raises(MeasureInputError, match=r"parts.*differ. \[b\]"):
        contribution_to_growth(pd.Series({"a": 1.0}), pd.Series({"a": 1.0, "b": 1.0}))
