"""What must hold for every shift-share."""

from __future__ import annotations

import economies as random
import numpy as np
import pandas as pd
import pytest
from economies import quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.shift_share import (
    ShiftShare,
    arcelus_shift_share,
    classic_shift_share,
    dynamic_shift_share,
    esteban_marquillas_shift_share,
)

METHODS = [classic_shift_share, esteban_marquillas_shift_share, arcelus_shift_share]
each_method = pytest.mark.parametrize("method", METHODS)


def size(result: ShiftShare) -> float:
    """The largest number in the decomposition: rounding is measured against it."""
    return max(float(frame.abs().to_numpy().max()) for frame in (result.start, result.change, *result.parts.values()))


def same(ours, expected, result: ShiftShare) -> None:
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-9 * max(size(result), 1e-9))


@quick
@given(random.economies(periods=2))
@each_method
def test_parts_sum_to_the_change_by_cell_region_industry_and_in_total(method, drawn):
    start, end = drawn
    result = method(start, end)
    change = end - start
    same(sum(result.parts.values()), change, result)
    same(result.national_growth + result.industry_mix + result.regional_shift, change, result)
    parts = list(result.parts)
    same(result.by_region()[parts].sum(axis=1), change.sum(axis=1), result)
    same(result.by_industry()[parts].sum(axis=1), change.sum(axis=0), result)
    same(result.total()[parts].sum(), change.sum().sum(), result)


@quick
@given(random.economies(periods=2))
@each_method
def test_mix_and_shift_cancel_over_the_country(method, drawn):
    start, end = drawn
    result = method(start, end)
    arrived = end.sum()[start.sum() == 0].sum()
    same(result.industry_mix.sum().sum() + result.regional_shift.sum().sum(), 0.0, result)
    same(result.regional_shift.sum()[start.sum() > 0], 0.0, result)
    same(result.regional_shift.sum()[start.sum() == 0].sum(), arrived, result)


@quick
@given(random.economies(periods=2))
def test_variants_split_the_classic_parts_and_change_none(drawn):
    start, end = drawn
    classic = classic_shift_share(start, end)
    marquillas, arcelus = esteban_marquillas_shift_share(start, end), arcelus_shift_share(start, end)
    for variant in (marquillas, arcelus):
        same(variant.national_growth, classic.national_growth, variant)
        same(variant.industry_mix, classic.industry_mix, variant)
        same(variant.regional_shift, classic.regional_shift, variant)
    expected, differential = (
        arcelus.parts[f"regional_{kind}"] + arcelus.parts[f"regional_industry_{kind}"]
        for kind in ("expected", "differential")
    )
    same(expected, marquillas.parts["competitive_effect"], arcelus)
    same(differential, marquillas.parts["allocation_effect"], arcelus)


@quick
@given(random.economies(periods=2), st.floats(1e-2, 1e2))
@each_method
def test_parts_carry_the_unit(method, drawn, factor):
    start, end = drawn
    result, scaled = method(start, end), method(start * factor, end * factor)
    for name, part in result.parts.items():
        same(scaled.parts[name], part * factor, scaled)


@quick
@given(random.economies(periods=2))
@each_method
def test_the_order_of_labels_does_not_matter(method, drawn):
    start, end = drawn
    result, shuffled = method(start, end), method(random.reversed_labels(start), end)
    for name, part in result.parts.items():
        same(shuffled.parts[name].reindex_like(part), part, result)


@quick
@given(random.economies(periods=2))
@pytest.mark.parametrize("extend", [random.with_empty_region, random.with_empty_industry])
@each_method
def test_an_empty_region_or_industry_is_zero_and_changes_nothing_else(method, extend, drawn):
    start, end = drawn
    result, extended = method(start, end), method(extend(start), extend(end))
    for name, part in result.parts.items():
        same(extended.parts[name].reindex_like(part), part, result)
        added = extended.parts[name].drop(index=start.index, errors="ignore").to_numpy()
        assert (added == 0).all()


@quick
@given(random.economies(periods=2))
def test_classic_parts_of_merged_regions_are_the_sums_of_theirs(drawn):
    start, end = drawn
    together = dict.fromkeys(start.index, "rest") | {"r0": "merged", "r1": "merged"}
    merged = classic_shift_share(start.groupby(together).sum(), end.groupby(together).sum())
    apart = classic_shift_share(start, end)
    for name, part in apart.parts.items():
        same(merged.parts[name], part.groupby(together).sum(), apart)


@quick
@given(random.economies(periods=3))
@each_method
def test_dynamic_parts_sum_to_the_whole_change(method, drawn):
    by_year = dict(zip((2015, 2016, 2017), drawn, strict=True))
    result = dynamic_shift_share(by_year, method=method)
    limit = 1e-9 * max(size(result), *(float(frame.to_numpy().max()) for frame in drawn))
    np.testing.assert_allclose(sum(result.parts.values()), drawn[2] - drawn[0], rtol=0, atol=limit)


@quick
@given(random.economies(periods=2, cells=random.positive), st.floats(0.1, 3.0))
@each_method
def test_even_growth_is_national_growth_only(method, drawn, factor):
    start, _ = drawn
    result = method(start, start * factor)
    same(result.industry_mix, 0.0, result)
    same(result.regional_shift, 0.0, result)
    same(result.national_growth, start * (factor - 1), result)


@quick
@given(random.economies(periods=2, cells=random.positive))
@each_method
def test_the_country_handed_over_is_the_country_summed(method, drawn):
    start, end = drawn
    given_country = method(start, end, country_start=start.sum()[::-1], country_end=end.sum())
    for name, part in method(start, end).parts.items():
        pd.testing.assert_frame_equal(given_country.parts[name], part)
