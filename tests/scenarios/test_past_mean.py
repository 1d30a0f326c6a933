"""The past going on: sums that are those of the fans, whatever the divisions are and however far the year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.scenarios.evidence import Evidence
from iidsp_analysis.scenarios.past_growth import PastGrowth
from iidsp_analysis.scenarios.past_mean import going_on, kept_growth, mean_projection
from iidsp_analysis.scenarios.paths import PastYears
from tests.scenarios.economies import small


def found(divisions: np.ndarray, **changes) -> Evidence:
    flat = np.zeros(len(divisions))
    past = PastYears(tuple(range(2026 - len(divisions), 2026)), divisions, flat, flat)
    return Evidence(small(**changes), past, PastGrowth(pd.DataFrame(), 5), (), float("nan"))


def test_by_hand():
    """Half doubles and half stays, then the other way round: together they grow by one half in either year."""
    swings = np.tile([[np.log(2), 0.0], [0.0, np.log(2)]], (3, 1))
    one = found(swings, value_added=np.array([50.0, 50.0]))
    assert kept_growth(one) == pytest.approx(0.5)
    np.testing.assert_allclose(one.mean_rates, np.sqrt(2) - 1)  # each by itself: the swings cost eight points
    np.testing.assert_allclose(going_on(one, 2030), 0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2026, 2060))
def test_rates_add_up_to_the_growth_of_all_and_of_some(seed, by):
    one = found(np.random.default_rng(seed).normal(0.03, 0.15, (12, 2)))
    economy, years = one.economy, by - one.economy.year
    first = economy.divisions[:1]
    for of in ((), first):
        ends = economy.value_added * (1 + going_on(one, by, of)) ** years
        whole, own = (
            mean_projection(one, by).volume[-1].sum(),
            economy.value_added[0] * (1 + kept_growth(one, first)) ** years,
        )
        if not of or own < whole:
            assert ends.sum() == pytest.approx(whole)
        if of:
            assert ends[0] == pytest.approx(own)


def test_some_that_outgrow_the_whole_leave_nothing_for_the_others():
    swings = np.tile([[0.4, 0.0], [0.4, -0.5]], (3, 1))
    one = found(swings, value_added=np.array([1.0, 99.0]))
    assert going_on(one, 2100, one.economy.divisions[:1])[1] == -1
