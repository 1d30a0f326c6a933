from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.shift_share import (
    arcelus_shift_share,
    classic_shift_share,
    dynamic_shift_share,
    esteban_marquillas_shift_share,
)

METHODS = [classic_shift_share, esteban_marquillas_shift_share, arcelus_shift_share]


@pytest.fixture
def start() -> pd.DataFrame:
    return pd.DataFrame([[100.0, 100.0], [100.0, 0.0]], index=["north", "south"], columns=["C", "A"])


@pytest.fixture
def end() -> pd.DataFrame:
    """C grows by 25 %, A falls by 10 %, the whole grows by 40/300."""
    return pd.DataFrame([[135.0, 80.0], [115.0, 10.0]], index=["north", "south"], columns=["C", "A"])


def test_dunn_by_hand(start, end):
    result = classic_shift_share(start, end)
    g = 40 / 300
    assert result.national_growth.loc["north", "C"] == pytest.approx(100 * g)
    assert result.industry_mix.loc["north", "A"] == pytest.approx(100 * (-0.10 - g))
    assert result.regional_shift.loc["north"].tolist() == pytest.approx([10.0, -10.0])


def test_an_industry_that_arrives_is_wholly_a_regional_shift(start, end):
    assert classic_shift_share(start, end).cells().loc[("south", "A")].to_dict() == pytest.approx(
        {"national_growth": 0.0, "industry_mix": 0.0, "regional_shift": 10.0, "change": 10.0}
    )
    marquillas = esteban_marquillas_shift_share(start, end).cells().loc[("south", "A")]
    assert (marquillas["competitive_effect"], marquillas["allocation_effect"]) == (10.0, 0.0)


@pytest.mark.parametrize("method", METHODS)
def test_an_industry_new_to_the_country_is_wholly_a_regional_shift(method, start, end):
    start["new"], end["new"] = 0.0, [0.0, 7.0]
    result = method(start, end)
    assert result.regional_shift["new"].tolist() == [0.0, 7.0]
    assert (result.national_growth + result.industry_mix)["new"].abs().max() == 0.0
    np.testing.assert_allclose(sum(result.parts.values()), result.change, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_an_exit_loses_everything_and_still_adds_up(method, start, end):
    end.loc["north", "A"] = 0.0
    result = method(start, end)
    assert result.change.loc["north", "A"] == -100.0
    np.testing.assert_allclose(sum(result.parts.values()), result.change, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_an_empty_economy_has_zeros_not_errors(method, start):
    nothing = start * 0
    result = method(nothing, nothing)
    assert all((part == 0).all(axis=None) for part in result.parts.values())


@pytest.mark.parametrize("method", METHODS)
def test_a_missing_cell_is_not_zero(method, start, end):
    country = {"country_start": start.sum(), "country_end": end.sum()}
    complete = method(start, end, **country)
    end.loc["north", "C"] = np.nan
    result = method(start, end, **country)
    assert np.isnan(result.change.loc["north", "C"])
    assert np.isnan(result.regional_shift.loc["north", "C"])
    assert np.isnan(result.by_region().loc["north", "change"])
    pd.testing.assert_series_equal(result.by_region().loc["south"], complete.by_region().loc["south"])
    assert method(start, end).national_growth.loc["north"].isna().all(), "a sum with a missing part is missing"


def test_tables_agree_with_each_other(start, end):
    result = arcelus_shift_share(start, end)
    assert result.by_region().columns.tolist()[-1] == "change"
    assert len(result.parts) == 8
    pd.testing.assert_series_equal(result.total(), result.by_industry().sum())
    pd.testing.assert_series_equal(result.total(), result.cells().sum())
    assert result.cells().index.names == ["region", "industry"]


def test_labels_are_matched_by_name_not_by_place(start, end):
    shuffled = end.iloc[::-1, ::-1]
    pd.testing.assert_frame_equal(
        classic_shift_share(start, shuffled).regional_shift, classic_shift_share(start, end).regional_shift
    )


def test_other_borders_or_industries_are_refused(start, end):
    with pytest.raises(MeasureInputError, match=r"regions of the two periods differ. \[abai, south\]"):
        classic_shift_share(start, end.set_axis(["north", "abai"]))
    with pytest.raises(MeasureInputError, match="industries of the two periods differ"):
        classic_shift_share(start, end[["C"]])


def test_a_country_that_does_not_fit_is_refused(start, end):
    with pytest.raises(MeasureInputError, match="one period only"):
        classic_shift_share(start, end, country_start=start.sum())
    with pytest.raises(MeasureInputError, match=r"the country has not. \[A\]"):
        classic_shift_share(start, end, country_start=pd.Series({"C": 9.0, "A": 0.0}), country_end=end.sum())


@pytest.mark.parametrize("method", METHODS)
def test_dynamic_is_the_sum_of_the_years(method, start, end):
    later = end * [1.1, 0.7]
    dynamic = dynamic_shift_share({2017: later, 2015: start, 2016: end.iloc[::-1]}, method=method)
    first, second = method(start, end), method(end, later)
    for name, part in dynamic.parts.items():
        pd.testing.assert_frame_equal(part, first.parts[name] + second.parts[name])
    pd.testing.assert_frame_equal(dynamic.change, later - start)
    pd.testing.assert_frame_equal(dynamic.start, start)


def test_dynamic_refuses_gaps(start, end):
    for by_year in ({2015: start, 2017: end}, {2015: start}, {}):
        with pytest.raises(MeasureInputError, match="consecutive years"):
            dynamic_shift_share(by_year)
    with pytest.raises(MeasureInputError, match=r"country lacks years. \[2016\]"):
        dynamic_shift_share({2015: start, 2016: end}, country={2015: start.sum()})
