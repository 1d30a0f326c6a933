"""What must hold for intervals and shrinkage of location quotients."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from economies import economies, quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.specialisation import location_quotient
from iidsp_analysis.measures.uncertainty import (
    effective_plants,
    location_quotient_interval,
    probability_specialised,
    shrunken_location_quotient,
)

sizes = st.floats(0.5, 500.0)
levels = st.floats(0.5, 0.99)
pools = st.sampled_from(["industry", "all"])


@quick
@given(economies(), sizes, levels)
def test_limits_enclose_the_estimate_and_stay_possible(drawn, size, level):
    jobs = drawn[0].to_numpy()
    low, estimate, high = location_quotient_interval(jobs, size, level=level)
    known = ~np.isnan(low)
    assert (np.isnan(low) == np.isnan(high)).all()
    assert (low[known] >= 0).all()
    assert (low[known] <= estimate[known] * (1 + 1e-9)).all()
    assert (high[known] >= estimate[known] * (1 - 1e-9)).all()
    with np.errstate(divide="ignore"):
        largest = np.broadcast_to(jobs.sum() / jobs.sum(axis=1, keepdims=True), jobs.shape)
    assert (high[known] <= largest[known] * (1 + 1e-9)).all()


@quick
@given(economies(), sizes)
def test_estimate_is_the_location_quotient(drawn, size):
    interval = location_quotient_interval(drawn[0], size)
    expected = location_quotient(drawn[0]).to_numpy()
    assert interval.estimate == pytest.approx(expected, nan_ok=True)


@quick
@given(economies(), sizes, st.floats(0.55, 0.9))
def test_more_certainty_needs_a_wider_interval(drawn, size, level):
    narrow = location_quotient_interval(drawn[0], size, level=level)
    wide = location_quotient_interval(drawn[0], size, level=level + 0.05)
    known = ~np.isnan(narrow.low)
    assert (wide.low[known] <= narrow.low[known] * (1 + 1e-9)).all()
    assert (wide.high[known] >= narrow.high[known] * (1 - 1e-9)).all()


@quick
@given(economies(), sizes, st.floats(1e-3, 1e3), st.sampled_from(["recovered", "delta"]))
def test_unit_of_the_counts_does_not_matter(drawn, size, factor, method):
    here = location_quotient_interval(drawn[0], size, method=method)
    there = location_quotient_interval(drawn[0] * factor, size * factor, method=method)
    for ours, theirs in zip(here, there, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-9, nan_ok=True)


@quick
@given(economies(), sizes, pools)
def test_shrunken_quotients_lie_between_the_raw_ones_and_the_mean_of_their_pool(drawn, size, pool):
    raw = location_quotient(drawn[0]).to_numpy()
    shrunken = shrunken_location_quotient(drawn[0], size, pool=pool)
    known = ~np.isnan(shrunken)
    assert (known == ~np.isnan(raw)).all()
    assert (shrunken[known] <= np.maximum(raw, 1)[known] * (1 + 1e-9)).all()
    assert (shrunken[known] >= np.minimum(raw, 1)[known] * (1 - 1e-9)).all()


@quick
@given(economies(), sizes, pools)
def test_probabilities_are_probabilities(drawn, size, pool):
    told = probability_specialised(drawn[0], size, pool=pool)
    known = told[~np.isnan(told)]
    assert ((known >= 0) & (known <= 1)).all()


@quick
@given(economies(), sizes, pools)
def test_order_of_regions_and_industries_does_not_matter(drawn, size, pool):
    jobs = drawn[0].to_numpy()
    turned = probability_specialised(jobs[::-1, ::-1], size, pool=pool)[::-1, ::-1]
    assert turned == pytest.approx(probability_specialised(jobs, size, pool=pool), rel=1e-6, abs=1e-9, nan_ok=True)


@quick
@given(economies(), sizes)
def test_no_cell_with_jobs_has_less_than_one_plant(drawn, size):
    jobs = pd.DataFrame(drawn[0]).to_numpy()
    plants = effective_plants(jobs, size)
    assert ((plants >= 1) == (jobs > 0)).all()
    assert (plants[jobs == 0] == 0).all()
