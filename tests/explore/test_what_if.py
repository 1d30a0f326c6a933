"""What-ifs are arithmetic that can be checked by hand, and say that they are no forecast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.errors import AnalysisError, MissingDataError, UsageError
from iidsp_analysis.explore.what_if import shares_after, what_if


def test_shares_by_hand():
    told = shares_after(20.0, 100.0, 0.5)
    assert told["before"] == 0.2
    assert told["after"] == pytest.approx(30 / 110)
    assert told["growth_of_whole"] == pytest.approx(0.1)
    grown = 20 * (1 + told["growth_for_a_point"])
    assert grown / (80 + grown) == pytest.approx(0.21)


AMOUNTS = st.floats(1e-3, 1e9)


@given(AMOUNTS, AMOUNTS, st.floats(-1, 10))
def test_shares_stay_shares_and_move_with_the_growth(part, rest, growth):
    told = shares_after(part, part + rest, growth)
    assert -1e-12 <= told["after"] <= 1 + 1e-12
    assert (told["after"] - told["before"]) * growth >= -1e-12


def test_a_part_that_is_the_whole_stays_the_whole():
    told = shares_after(5.0, 5.0, 0.3)
    assert told["after"] == 1.0
    assert told["growth_for_a_point"] != told["growth_for_a_point"]  # no growth lifts it any more


def test_nothing_left_has_no_share():
    assert shares_after(5.0, 5.0, -1.0)["after"] != shares_after(5.0, 5.0, -1.0)["after"]


@pytest.mark.parametrize(("part", "whole"), [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0)])
def test_what_is_no_part_is_refused(part, whole):
    with pytest.raises(UsageError):
        shares_after(part, whole, 0.1)


def test_basic_metals_of_2017(context):
    """BNS table 5931, 2017: basic metals 2 271 668.4 of 5 944 890.9 mln KZT of manufacturing."""
    told = what_if(context, "KZ", "24", 10).frame.loc["manufacturing"]
    assert told["before"] == pytest.approx(2271668.4 / 5944890.9)
    assert told["after"] == pytest.approx(2271668.4 * 1.1 / (5944890.9 + 227166.84))


def test_goods_of_a_region_are_a_share_of_its_processed_exports(context):
    frame = what_if(context, "AKM", "XV", 50).frame
    assert list(frame.index) == ["processed exports", "all exports", "country"]
    assert (frame["after"] > frame["before"]).all()


def test_manufacturing_of_a_region(context):
    assert list(what_if(context, "AKM", "C", 5).frame.index) == ["economy", "country"]


@pytest.mark.parametrize("percent", [-100, -30, 0, 7.5, 1000])
def test_it_says_that_it_is_no_forecast(context, percent):
    result = what_if(context, "KZ", "10", percent).result
    assert "What-if, not a forecast" in result.stamp
    assert result.stamp in result.caption
    assert result.stamp in result.table.caption


def test_a_division_of_a_region_needs_the_regional_table(context):
    with pytest.raises(MissingDataError, match="5931"):
        what_if(context, "AKM", "24", 10)


@pytest.mark.parametrize(("industry", "percent"), [("99", 10), ("24", -101), ("24", 1e6), ("24", float("nan"))])
def test_impossible_questions_are_refused(context, industry, percent):
    with pytest.raises(AnalysisError):
        what_if(context, "KZ", industry, percent)
