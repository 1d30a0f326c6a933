"""Which candidates are large enough, and how many are picked."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.models.candidate_size import large_enough, picked


def test_half_a_percent_of_the_region_is_enough_and_less_is_not():
    """Both regions hold 1,000; half a percent is 5; the large regions beside them keep the second share away."""
    amounts = np.array([[995.0, 5.0, 0.0], [995.01, 4.99, 0.0]])
    others = np.full((2, 3), 1e6 / 3)  # an average region of about half a million: 0.1 % is about 500
    assert large_enough(np.vstack([amounts, others]))[:2].tolist() == [[True, True, False], [True, False, False]]


def test_a_tenth_of_a_percent_of_an_average_region_is_enough_beside_one_very_large_industry():
    """Regions of 100,000 and 20,000: an average of 60,000, of which 0.1 % is 60, below 0.5 % of the large one (500)."""
    amounts = np.array([[99_881.0, 60.0, 59.0], [20_000.0, 0.0, 0.0]])
    assert large_enough(amounts)[0].tolist() == [True, True, False]


def test_nothing_and_not_published_are_never_enough():
    assert not large_enough(np.array([[0.0, np.nan], [0.0, 0.0]])).any()
    assert large_enough(np.array([[1.0, np.nan], [np.nan, np.nan]])).tolist() == [[True, False], [False, False]]


def test_a_region_that_is_not_published_does_not_lower_the_average():
    """The average of 100,000 and 20,000 is 60,000 also when a third region is missing: missing is not zero."""
    amounts = np.array([[99_881.0, 60.0, 59.0], [20_000.0, 0.0, 0.0], [np.nan] * 3])
    assert large_enough(amounts)[0].tolist() == [True, True, False]
    nothing = np.where(np.isnan(amounts), 0.0, amounts)
    assert large_enough(nothing)[0].tolist() == [True, True, True]


@pytest.mark.parametrize(("ranked", "picks"), [(0, 0), (1, 0), (4, 2), (7, 3), (9, 4), (10, 5), (11, 5), (200, 5)])
def test_half_of_few_candidates_and_five_of_many(ranked, picks):
    assert picked(ranked) == picks
