"""What must hold for specialisation, concentration, inequality and similarity in every economy."""

from __future__ import annotations

from functools import partial

import economies as random
import numpy as np
import pandas as pd
import pytest
from economies import quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.concentration import herfindahl_index, krugman_index, normalised_herfindahl_index
from iidsp_analysis.measures.inequality import mean_log_deviation, theil_decomposition, theil_index
from iidsp_analysis.measures.similarity import cosine_similarity, krugman_distance
from iidsp_analysis.measures.specialisation import (
    additive_location_quotient,
    location_quotient,
    symmetric_location_quotient,
)

CELLWISE = [location_quotient, additive_location_quotient, symmetric_location_quotient]
ROWWISE = [
    herfindahl_index,
    normalised_herfindahl_index,
    *[partial(krugman_index, reference=reference) for reference in ("whole", "rest", "mean_of_others")],
]
PAIRWISE = [cosine_similarity, krugman_distance]
close = partial(np.testing.assert_allclose, rtol=1e-7, atol=1e-7)
incomes = st.lists(random.positive, min_size=2, max_size=8)


@quick
@given(random.economies(), st.floats(1e-3, 1e3))
@pytest.mark.parametrize("measure", CELLWISE + ROWWISE + PAIRWISE)
def test_the_unit_does_not_matter(measure, drawn, factor):
    (values,) = drawn
    close(measure(values * factor), measure(values))


@quick
@given(random.economies())
@pytest.mark.parametrize("measure", CELLWISE + ROWWISE + PAIRWISE)
def test_the_order_of_labels_does_not_matter(measure, drawn):
    (values,) = drawn
    straight = measure(values)
    shuffled = measure(random.reversed_labels(values))
    close(shuffled.reindex_like(straight), straight)
    assert set(shuffled.index) == set(straight.index)


@quick
@given(random.economies())
@pytest.mark.parametrize("measure", CELLWISE + ROWWISE + PAIRWISE)
def test_an_empty_region_is_nan_and_changes_nothing_else(measure, drawn):
    (values,) = drawn
    before, after = measure(values), measure(random.with_empty_region(values))
    assert np.isnan(np.asarray(after.loc["empty"], dtype=float)).all()
    close(after.reindex_like(before), before)


@quick
@given(random.economies())
@pytest.mark.parametrize("measure", [m for m in CELLWISE + ROWWISE + PAIRWISE if m is not normalised_herfindahl_index])
def test_an_industry_found_nowhere_changes_nothing_else(measure, drawn):
    (values,) = drawn
    before, after = measure(values), measure(random.with_empty_industry(values))
    close(after.reindex_like(before), before)


@quick
@given(random.economies())
def test_weighted_location_quotients_sum_to_one(drawn):
    (values,) = drawn
    weights = values.sum() / values.sum().sum()
    sums = (location_quotient(values) * weights).sum(axis=1)
    close(sums[values.sum(axis=1) > 0], 1.0)


@quick
@given(random.economies())
def test_every_region_and_every_industry_has_a_specialisation(drawn):
    (values,) = drawn
    specialised = location_quotient(values) >= 1 - 1e-9
    assert specialised.any(axis=1)[values.sum(axis=1) > 0].all()
    assert specialised.any(axis=0)[values.sum(axis=0) > 0].all()


@quick
@given(random.economies())
@pytest.mark.parametrize("measure", [*CELLWISE, partial(krugman_index, reference="whole")])
def test_splitting_a_region_into_identical_halves_changes_nothing(measure, drawn):
    (values,) = drawn
    first = values.index[0]
    halves = pd.concat([values.loc[[first]].set_axis(["half"]), values])
    halves.loc[[first, "half"]] /= 2
    before, after = measure(values), measure(halves)
    close(after.reindex_like(before), before)
    close(after.loc["half"], before.loc[first])


@quick
@given(random.economies())
def test_variants_of_the_quotient_agree_on_the_sign(drawn):
    (values,) = drawn
    above = location_quotient(values).to_numpy() > 1 + 1e-9
    symmetric, additive = symmetric_location_quotient(values).to_numpy(), additive_location_quotient(values).to_numpy()
    assert (symmetric[above] > 0).all()
    assert (additive[above] > 0).all()
    known = symmetric[~np.isnan(symmetric)]
    assert ((known >= -1) & (known <= 1)).all()


@quick
@given(random.economies())
def test_bounds_of_concentration(drawn):
    (values,) = drawn
    assert herfindahl_index(values).dropna().between(1 / values.shape[1] - 1e-12, 1 + 1e-12).all()
    assert normalised_herfindahl_index(values).dropna().between(-1e-12, 1 + 1e-12).all()
    assert krugman_index(values, reference="whole").dropna().between(0, 2 + 1e-12).all()


@quick
@given(random.economies())
def test_krugman_against_the_whole_is_that_against_the_rest_times_the_rests_weight(drawn):
    (values,) = drawn
    rest = krugman_index(values, reference="rest")
    weight = 1 - values.sum(axis=1) / values.sum().sum()
    known = rest.notna() & (weight > 1e-3)
    close((rest * weight)[known], krugman_index(values, reference="whole")[known])


@quick
@given(incomes, st.data())
def test_theil_between_and_within_sum_to_the_total(drawn, data):
    values = pd.Series(drawn)
    size = {"min_size": len(drawn), "max_size": len(drawn)}
    groups = pd.Series(data.draw(st.lists(st.sampled_from("abc"), **size)))
    weights = pd.Series(data.draw(st.lists(random.positive, **size)))
    split = theil_decomposition(values, groups, weights)
    assert split.between + split.within == pytest.approx(split.total, rel=1e-9, abs=1e-9)
    assert split.between >= -1e-9
    assert (split.groups["within"] >= -1e-9).all()
    close(split.groups.sum(), [split.between, split.within])


@quick
@given(incomes, st.floats(1e-3, 1e3))
@pytest.mark.parametrize("index", [theil_index, mean_log_deviation])
def test_inequality_ignores_units_order_and_the_number_of_copies(index, drawn, factor):
    values = pd.Series(drawn)
    expected = pytest.approx(index(values), rel=1e-7, abs=1e-9)
    assert index(values * factor) == expected
    assert index(values.iloc[::-1]) == expected
    assert index(pd.concat([values, values], ignore_index=True)) == expected
    assert index(values, pd.Series(factor, index=values.index)) == expected
    assert index(values) >= -1e-12


@quick
@given(random.economies())
def test_distance_is_symmetric_and_keeps_the_triangle(drawn):
    (values,) = drawn
    distance = krugman_distance(values).to_numpy()
    close(distance, distance.T)
    detour = (distance[:, :, None] + distance[None, :, :]).min(axis=1, initial=np.inf, where=~np.isnan(
        distance[:, :, None] + distance[None, :, :]
    ))  # fmt: skip
    known = ~np.isnan(distance)
    assert (distance[known] <= detour[known] + 1e-9).all()


@quick
@given(random.economies(cells=random.positive), st.floats(1e-3, 1e3))
@pytest.mark.parametrize("measure", PAIRWISE)
def test_the_size_of_a_region_does_not_matter_to_its_similarity(measure, drawn, factor):
    (values,) = drawn
    resized = values.copy()
    resized.iloc[0] *= factor
    close(measure(resized), measure(values))
