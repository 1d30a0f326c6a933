from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import (
    diversity,
    external_complexity,
    presence,
    revealed_comparative_advantage,
    ubiquity,
)
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError

NAN = float("nan")


def test_advantage_by_hand():
    rca = revealed_comparative_advantage([[30.0, 10.0], [10.0, 50.0]])
    np.testing.assert_allclose(rca, [[0.75 / 0.4, 0.25 / 0.6], [(1 / 6) / 0.4, (5 / 6) / 0.6]])


def test_a_missing_amount_counts_as_zero_in_sums_and_has_no_advantage():
    missing = revealed_comparative_advantage([[30.0, NAN], [10.0, 50.0]])
    zero = revealed_comparative_advantage([[30.0, 0.0], [10.0, 50.0]])
    assert np.isnan(missing[0, 1])
    assert zero[0, 1] == 0
    known = ~np.isnan(missing)
    np.testing.assert_array_equal(missing[known], zero[known])


def test_an_empty_region_and_an_industry_found_nowhere_are_nan_and_only_they():
    rca = revealed_comparative_advantage([[30.0, 10.0, 0.0], [10.0, 50.0, 0.0], [0.0, 0.0, 0.0]])
    assert np.isnan(rca[2]).all()
    assert np.isnan(rca[:, 2]).all()
    np.testing.assert_array_equal(rca[:2, :2], revealed_comparative_advantage([[30.0, 10.0], [10.0, 50.0]]))


def test_nothing_but_zeros_is_nan():
    assert np.isnan(revealed_comparative_advantage(np.zeros((2, 3)))).all()


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ([[1.0, -2.0]], NegativeValueError, "row 0, column 1"),
        ([[1.0, np.inf]], MeasureInputError, "infinite"),
        ([1.0, 2.0], MeasureInputError, "regions as rows"),
        (np.zeros((0, 3)), MeasureInputError, "regions as rows"),
    ],
)
def test_what_is_no_matrix_of_amounts_is_refused(values, error, says):
    with pytest.raises(error, match=says):
        revealed_comparative_advantage(values)


def test_presence_reaches_the_threshold_and_nan_does_not():
    assert presence([[1.0, 0.999, NAN, 2.0]]).tolist() == [[True, False, False, True]]
    assert presence([[1.0, 0.999, NAN, 2.0]], threshold=1.5).tolist() == [[False, False, False, True]]


def test_a_region_with_the_structure_of_the_whole_is_present_whatever_the_rounding():
    """Found by 0.1 + 0.2: some RCA of such regions come out as 1 − 1e-16 and the region would have nothing."""
    industries = np.array([0.1, 0.2, 0.3, 0.7, 1.1])
    rca = revealed_comparative_advantage(np.outer([0.3, 0.1, 0.7, 1 / 3], industries))
    assert (rca < 1).any()
    assert presence(rca).all()


@pytest.mark.parametrize("threshold", [0.0, -1.0, NAN])
def test_a_threshold_that_everything_reaches_is_refused(threshold):
    with pytest.raises(MeasureInputError, match="threshold"):
        presence([[1.0]], threshold=threshold)


def test_counts():
    cells = np.array([[1, 1, 0], [0, 1, 0]])
    assert diversity(cells).tolist() == [2, 1]
    assert ubiquity(cells).tolist() == [1, 2, 0]


@pytest.mark.parametrize("odd", [2, -1, 0.5, NAN])
def test_a_presence_of_other_numbers_is_refused(odd):
    """ecomplexity's presence_test="both" made cells of 2 and densities of 1.5 of them."""
    with pytest.raises(MeasureInputError, match="neither 0 nor 1"):
        diversity([[1, odd]])


@pytest.mark.parametrize("measure", [revealed_comparative_advantage, diversity, ubiquity])
def test_text_is_refused(measure):
    with pytest.raises(MeasureInputError, match="not numbers"):
        measure([[1, "x"], [0, 1]])


def test_text_as_a_share_or_a_complexity_is_refused():
    for shares, complexities in (([[1, "x"]], [1.0, 2.0]), ([[1, 0]], [1.0, "x"])):
        with pytest.raises(MeasureInputError, match="not numbers"):
            external_complexity(shares, complexities)
