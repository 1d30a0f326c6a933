"""What must hold for contributions, chains and log decompositions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from economies import amount, positive, quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.decomposition import (
    additive_parts,
    exchange_rate_parts,
    logarithmic_mean,
    share_parts,
    volume_price_parts,
)
from iidsp_analysis.measures.growth import (
    contribution_to_growth,
    contribution_to_share_change,
    contribution_to_volume_growth,
    growth_rate,
)
from iidsp_analysis.measures.index_numbers import chain_index, implied_deflator, unchain_index

ratio = st.floats(0.2, 5.0)
links = st.lists(st.floats(50.0, 200.0), min_size=2, max_size=12)
pairs = st.lists(st.tuples(amount, amount), min_size=1, max_size=8)


@quick
@given(pairs, positive)
def test_contributions_sum_to_the_growth_of_the_whole(drawn, first):
    start, end = (pd.Series(side) for side in zip(*drawn, strict=True))
    start[0] = first
    rate = growth_rate(float(start.sum()), float(end.sum()))
    scale = abs(end - start).sum() / start.sum() * 100 + 1
    assert contribution_to_growth(start, end).sum() == pytest.approx(rate, abs=1e-9 * scale)


@quick
@given(pairs, positive, positive)
def test_contributions_sum_to_the_change_of_the_share(drawn, whole_start, whole_end):
    start, end = (pd.Series(side) for side in zip(*drawn, strict=True))
    points = contribution_to_share_change(start, end, whole_start=whole_start, whole_end=whole_end)
    shares = end.sum() / whole_end, start.sum() / whole_start
    assert points.sum() == pytest.approx((shares[0] - shares[1]) * 100, abs=1e-9 * (sum(shares) * 100 + 1))


@quick
@given(st.lists(st.tuples(positive, st.floats(50.0, 200.0)), min_size=1, max_size=8))
def test_volume_contributions_sum_to_the_laspeyres_index(drawn):
    value, index = (pd.Series(side) for side in zip(*drawn, strict=True))
    laspeyres = (value * index).sum() / value.sum()
    assert contribution_to_volume_growth(value, index).sum() + 100 == pytest.approx(laspeyres)


@quick
@given(links, st.data())
def test_chaining_inverts(drawn, data):
    yearly = pd.Series(drawn, index=range(2010, 2010 + len(drawn)))
    reference_year = data.draw(st.integers(2009, 2009 + len(drawn)))
    level = chain_index(yearly, reference_year=reference_year)
    assert level[reference_year] == 100.0
    pd.testing.assert_series_equal(unchain_index(level), yearly, check_names=False, check_index_type=False)


@quick
@given(links)
def test_reference_years_differ_by_a_factor_only(drawn):
    yearly = pd.Series(drawn, index=range(2010, 2010 + len(drawn)))
    first, last = (chain_index(yearly, reference_year=year) for year in (2009, yearly.index[-1]))
    np.testing.assert_allclose(first / last, first.iloc[-1] / 100, rtol=1e-9)


@quick
@given(ratio, ratio)
def test_volume_times_deflator_is_nominal(nominal, volume):
    deflator = implied_deflator(pd.Series([nominal * 100]), pd.Series([volume * 100]))
    assert deflator.item() * volume == pytest.approx(nominal * 100)


@quick
@given(positive, ratio, ratio, ratio, ratio)
def test_log_parts_add_up_in_logs_and_in_the_unit(start, growth, volume, rate_start, whole_volume):
    end = start * growth
    decompositions = [
        volume_price_parts(start, end, volume),
        exchange_rate_parts(start, end, rate_start=rate_start, rate_end=volume),
        share_parts(start, end, part_volume_ratio=volume, whole_volume_ratio=whole_volume),
    ]
    for parts in decompositions:
        known = parts.drop(columns="total").sum(axis=1)
        assert known.item() == pytest.approx(parts["total"].item(), abs=1e-12)
    for parts in (decompositions[0], decompositions[2]):
        points = additive_parts(parts, start, end)
        assert points["total"].item() == pytest.approx(end - start, rel=1e-9, abs=1e-9 * start)
        assert points.drop(columns="total").sum(axis=1).item() == pytest.approx(end - start, abs=1e-9 * (start + end))


@quick
@given(positive, ratio, ratio)
def test_log_parts_change_sign_when_time_is_reversed(start, growth, volume):
    there = volume_price_parts(start, start * growth, volume)
    back = volume_price_parts(start * growth, start, 1 / volume)
    np.testing.assert_allclose(back, -there, atol=1e-12)


@quick
@given(positive, positive)
def test_logarithmic_mean_lies_between_geometric_and_arithmetic(first, last):
    mean = logarithmic_mean(pd.Series([first]), pd.Series([last])).item()
    assert np.sqrt(first * last) * (1 - 1e-9) <= mean <= (first + last) / 2 * (1 + 1e-9)
    assert mean == pytest.approx(logarithmic_mean(pd.Series([last]), pd.Series([first])).item())
