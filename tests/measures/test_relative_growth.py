"""Growth relative to the same industry elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.relative_growth import growth_elsewhere, growth_ratio, relative_growth
from tests.properties.economies import quick

amounts = arrays(float, (4, 3), elements=st.one_of(st.just(0.0), st.floats(0.01, 1e6)))
positive = arrays(float, (4, 3), elements=st.floats(0.01, 1e6))


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_by_hand():
    # here 10 → 30 (× 3); elsewhere 20 + 20 → 25 + 35 (× 1.5): q = 2, g = 2 · 1 / 3
    growth = relative_growth(column(10, 20, 20), column(30, 25, 35))
    assert growth[0, 0] == pytest.approx(2 / 3)
    assert growth_ratio(growth[0, 0]) == pytest.approx(2)


def test_as_elsewhere_is_zero():
    assert relative_growth(column(10, 20, 30), column(20, 40, 60))[:, 0] == pytest.approx(0)


def test_the_bounds_are_entry_and_exit_here_or_elsewhere():
    assert relative_growth(column(0, 5), column(3, 5))[0, 0] == 2  # new here
    assert relative_growth(column(3, 5), column(0, 5))[0, 0] == -2  # gone here
    assert relative_growth(column(3, 0), column(3, 5))[0, 0] == -2  # new elsewhere
    assert relative_growth(column(3, 5), column(3, 0))[0, 0] == 2  # gone elsewhere


@pytest.mark.parametrize(
    ("start", "end"),
    [((np.nan, 5), (3, 5)), ((3, 5), (np.nan, 5)), ((0, 5), (0, 5)), ((3, 0), (4, 0)), ((0, 0), (3, 4))],
)
def test_nothing_to_compare_is_missing(start, end):
    assert np.isnan(relative_growth(column(*start), column(*end))[0, 0])


def test_a_region_missing_at_one_date_is_no_part_of_elsewhere():
    full = relative_growth(column(10, 20), column(30, 30))
    with_gap = relative_growth(column(10, 20, np.nan), column(30, 30, 900))
    assert with_gap[:2] == pytest.approx(full)


@quick
@given(amounts, amounts)
def test_bounded_and_turned_round_with_time(start, end):
    growth = relative_growth(start, end)
    known = ~np.isnan(growth)
    assert (np.abs(growth[known]) <= 2).all()
    np.testing.assert_array_equal(relative_growth(end, start), -growth)


@quick
@given(positive, positive)
def test_two_regions_mirror_each_other(start, end):
    """With one other region its growth relative to this one is the inverse."""
    growth = relative_growth(start[:2], end[:2])
    np.testing.assert_allclose(growth[0], -growth[1], atol=1e-9)


def test_a_region_that_is_nearly_the_whole_country_does_not_swallow_the_others():
    """Total less own loses the digits of the others: 10¹⁶ + 1 − 10¹⁶ is 0 or 2."""
    start, end = np.array([[1e16], [1.0], [1.0]]), np.array([[1e16], [1.0], [2.0]])
    assert relative_growth(start, end)[0, 0] == pytest.approx(2 * (2 / 3 - 1) / (2 / 3 + 1))


@quick
@given(amounts, amounts, st.floats(0.01, 100), st.floats(0.01, 100))
def test_prices_of_either_date_change_nothing(start, end, first, last):
    expected = relative_growth(start, end)
    np.testing.assert_allclose(relative_growth(start * first, end * last), expected, atol=1e-9)


@quick
@given(amounts, amounts)
def test_an_empty_region_and_the_order_change_nothing(start, end):
    expected = relative_growth(start, end)
    empty = np.zeros((1, 3))
    np.testing.assert_allclose(relative_growth(np.vstack([start, empty]), np.vstack([end, empty]))[:4], expected)
    np.testing.assert_allclose(relative_growth(start[::-1], end[::-1])[::-1], expected, atol=1e-9)


@quick
@given(st.floats(0.01, 100))
def test_a_ratio_and_its_growth_are_inverse(ratio):
    assert growth_ratio(2 * (ratio - 1) / (ratio + 1)) == pytest.approx(ratio)


@pytest.mark.parametrize("bound", [-2.0, 2.0, np.nan])
def test_the_bounds_stand_for_no_ratio(bound):
    with pytest.raises(MeasureInputError, match="between −2 and 2"):
        growth_ratio(bound)


def test_elsewhere_by_hand():
    elsewhere = growth_elsewhere(column(10, 20, 20), column(30, 25, 35))
    assert elsewhere[0, 0] == pytest.approx(np.log(60 / 40))
    assert elsewhere[1, 0] == pytest.approx(np.log(65 / 30))


@quick
@given(positive, positive, st.floats(0.01, 100))
def test_elsewhere_does_not_see_the_region_itself(start, end, factor):
    moved = end.copy()
    moved[0] *= factor
    np.testing.assert_allclose(growth_elsewhere(start, moved)[0], growth_elsewhere(start, end)[0], rtol=1e-6, atol=1e-6)


def test_elsewhere_without_anything_is_missing():
    assert np.isnan(growth_elsewhere(column(1, 0), column(1, 5))[0, 0])
    assert np.isnan(growth_elsewhere(column(1, 5), column(1, 0))[0, 0])


@pytest.mark.parametrize(("first", "last"), [(1e160, 1e160), (1e-170, 1e-170), (1e160, 1e-170), (1e307, 1e-300)])
def test_amounts_of_any_size_grow_alike(first, last):
    """Two amounts are multiplied: above 1e154 the product would burst, below 1e-162 it would vanish."""
    start = np.array([[3.0, 0.0, 2.0], [5.0, 0.0, np.nan], [0.0, 0.0, 4.0], [1.0, 0.0, 1.0]])
    end = np.array([[4.0, 0.0, 1.0], [np.nan, 0.0, 2.0], [2.0, 0.0, 3.0], [6.0, 1.0, 0.0]])
    expected = relative_growth(start, end)
    assert np.isfinite(expected).any()
    assert np.isnan(expected).any()
    np.testing.assert_allclose(relative_growth(start * first, end * last), expected, rtol=1e-12)


def test_a_large_industry_does_not_make_a_small_one_vanish():
    start, end = np.array([[1e160, 1e-10], [1e160, 1e-10]]), np.array([[1e160, 2e-10], [1e160, 1e-10]])
    assert relative_growth(start, end)[0].tolist() == pytest.approx([0.0, 2 / 3])


def test_no_regions_grow_by_nothing():
    assert relative_growth(np.zeros((0, 2)), np.zeros((0, 2))).shape == (0, 2)
