"""What must hold for constant market share and LMDI-I."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from economies import economies, quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.decomposition import (
    constant_market_share,
    constant_market_share_by_order,
    lmdi,
    lmdi_ratios,
)

orders = st.sampled_from(["commodity_first", "market_first"])
factor = st.just(0.0) | st.floats(1e-3, 1e3)


@st.composite
def trade(draw: st.DrawFn) -> list[pd.DataFrame]:
    """Exports of a country and of the world, which holds the country's own."""
    before, after, rest_before, rest_after = draw(economies(periods=4))
    return [before, after, before + rest_before, after + rest_after]


@st.composite
def factor_pairs(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    cells, count = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    both = [
        np.reshape(draw(st.lists(factor, min_size=cells * count, max_size=cells * count)), (cells, count))
        for _ in range(2)
    ]
    start, end = (pd.DataFrame(values, columns=[f"f{i}" for i in range(count)]) for values in both)
    return start, end


@quick
@given(trade(), orders)
def test_market_share_parts_sum_to_the_change(drawn, order):
    found = constant_market_share(*drawn, order=order)
    largest = max(abs(frame).to_numpy().max() for frame in [*found.parts.values(), drawn[1]])
    for sums in (found.by_commodity(), found.by_market(), found.total().to_frame().T):
        assert (sums["residual"].abs() <= 1e-9 * largest * drawn[0].size).all()
    assert found.total()["change"] == pytest.approx(
        drawn[1].sum().sum() - drawn[0].sum().sum(), abs=1e-9 * largest * drawn[0].size
    )


@quick
@given(trade())
def test_orders_agree_on_everything_but_the_split_of_the_mix(drawn):
    both = constant_market_share_by_order(*drawn)
    largest = both.abs().max(axis=None) + abs(drawn[0]).max(axis=None)
    same = both.loc[["world", "competitiveness", "change"], "order_matters_by"]
    assert same.abs().max() <= 1e-9 * largest
    assert abs(both.loc[["commodity", "market"], "order_matters_by"].sum()) <= 1e-9 * largest


@quick
@given(trade())
def test_commodities_and_markets_exchanged_exchange_the_orders(drawn):
    turned = constant_market_share(*(frame.T for frame in drawn), order="market_first").total()
    found = constant_market_share(*drawn, order="commodity_first").total()
    names = {"commodity": "market", "market": "commodity"}
    largest = found.abs().max() + abs(drawn[0]).max(axis=None)
    assert turned.rename(names)[found.index].to_numpy() == pytest.approx(found.to_numpy(), abs=1e-9 * largest)


@quick
@given(factor_pairs())
def test_lmdi_parts_sum_exactly_zeros_included(drawn):
    start, end = drawn
    found = lmdi(start, end)
    parts = found.drop(columns="total")
    scale = np.maximum(start.prod(axis=1), end.prod(axis=1)) + parts.abs().sum(axis=1)
    assert ((parts.sum(axis=1) - found["total"]).abs() <= 1e-10 * scale).all()
    assert found["total"].to_numpy() == pytest.approx((end.prod(axis=1) - start.prod(axis=1)).to_numpy())


@quick
@given(factor_pairs())
def test_lmdi_reverses_with_time(drawn):
    start, end = drawn
    there, back = lmdi(start, end), lmdi(end, start)
    assert there.to_numpy() == pytest.approx(-back.to_numpy(), rel=1e-9, abs=1e-12)


@quick
@given(factor_pairs())
def test_a_factor_that_stands_still_has_no_part(drawn):
    start, end = drawn
    end = end.assign(f0=start["f0"])
    moved = lmdi(start, end)["f0"][start["f0"] > 0]
    assert (moved == 0).all()


@quick
@given(factor_pairs())
def test_ratios_multiply_to_the_whole_ratio(drawn):
    start, end = drawn
    sums = start.prod(axis=1).sum(), end.prod(axis=1).sum()
    ratios = lmdi_ratios(start, end)
    if min(sums) == 0:
        assert ratios.isna().all()
    else:
        assert np.log(ratios["total"]) == pytest.approx(np.log(sums[1] / sums[0]), abs=1e-9)
        scale = np.abs(np.log(ratios)).sum() + 1
        assert np.log(ratios.drop("total")).sum() == pytest.approx(np.log(ratios["total"]), abs=1e-9 * scale)
