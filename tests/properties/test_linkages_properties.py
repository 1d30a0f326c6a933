"""What must hold for every productive input–output table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from economies import quick
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.extraction import hypothetical_extraction
from iidsp_analysis.measures.linkage_multipliers import direct_coefficients, effects, final_demand_shock, multipliers
from iidsp_analysis.measures.linkages import (
    allocation_coefficients,
    backward_linkages,
    forward_linkages,
    ghosh_inverse,
    leontief_inverse,
    technical_coefficients,
)
from iidsp_analysis.measures.regionalisation import flegg_location_quotients, regional_coefficients


@st.composite
def accounts(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.Series]:
    """Flows and output of a table in which every industry adds value and sells something finally."""
    count = draw(st.integers(2, 6))
    cells = st.lists(st.floats(0, 1e3), min_size=count * count, max_size=count * count)
    names = [f"i{i}" for i in range(count)]
    flows = pd.DataFrame(np.reshape(draw(cells), (count, count)), index=names, columns=names)
    more = draw(st.lists(st.floats(1.0, 1e3), min_size=count, max_size=count))
    return flows, np.maximum(flows.sum(axis=0), flows.sum(axis=1)) * 1.05 + more


@quick
@given(accounts())
def test_leontief_and_ghosh_reproduce_output(drawn):
    flows, output = drawn
    final, added = output - flows.sum(axis=1), output - flows.sum(axis=0)
    leontief = leontief_inverse(technical_coefficients(flows, output))
    ghosh = ghosh_inverse(allocation_coefficients(flows, output))
    assert (leontief @ final).to_numpy() == pytest.approx(output.to_numpy(), rel=1e-8)
    assert (added @ ghosh).to_numpy() == pytest.approx(output.to_numpy(), rel=1e-8)
    assert (leontief.to_numpy() >= -1e-12).all()
    assert (np.diag(leontief) >= 1 - 1e-12).all()
    assert np.diag(leontief) == pytest.approx(np.diag(ghosh), rel=1e-8)


@quick
@given(accounts(), st.floats(1e-3, 1e3))
def test_unit_of_the_table_does_not_matter(drawn, factor):
    flows, output = drawn
    here = leontief_inverse(technical_coefficients(flows, output))
    there = leontief_inverse(technical_coefficients(flows * factor, output * factor))
    assert here.to_numpy() == pytest.approx(there.to_numpy(), rel=1e-8, abs=1e-12)
    assert (hypothetical_extraction(flows * factor, output * factor)["share"]).to_numpy() == pytest.approx(
        hypothetical_extraction(flows, output)["share"].to_numpy(), rel=1e-8
    )


@quick
@given(accounts())
def test_order_of_industries_does_not_matter(drawn):
    flows, output = drawn
    turned = leontief_inverse(technical_coefficients(flows.loc[::-1], output[::-1]))
    here = leontief_inverse(technical_coefficients(flows, output))
    pd.testing.assert_series_equal(backward_linkages(turned)[flows.index], backward_linkages(here))
    pd.testing.assert_series_equal(forward_linkages(turned)[flows.index], forward_linkages(here))


@quick
@given(accounts())
def test_effect_of_primary_inputs_is_the_demand_itself(drawn):
    flows, output = drawn
    added = (output - flows.sum(axis=0)).to_frame("primary inputs").T
    leontief = leontief_inverse(technical_coefficients(flows, output))
    coefficients = direct_coefficients(added, output)
    assert effects(leontief, coefficients).to_numpy() == pytest.approx(1.0, rel=1e-8)
    assert (multipliers(leontief, coefficients).to_numpy() >= 1 - 1e-9).all()
    shock = final_demand_shock(leontief, output - flows.sum(axis=1), coefficients)
    assert shock["output"].to_numpy() == pytest.approx(output.to_numpy(), rel=1e-8)


@quick
@given(accounts())
def test_extraction_loses_at_least_the_industry_and_no_more_than_everything(drawn):
    flows, output = drawn
    lost = hypothetical_extraction(flows, output)
    assert (lost["elsewhere"] >= -1e-9 * output.sum()).all()
    assert (lost["share"] <= 1 + 1e-9).all()
    assert (lost["purchases"] <= lost["total"] * (1 + 1e-9)).all()
    assert lost["total"].to_numpy() == pytest.approx((lost["elsewhere"] + output).to_numpy(), rel=1e-9)


@quick
@given(accounts(), st.data(), st.floats(0, 0.9))
def test_a_region_never_buys_more_from_itself_than_the_country(drawn, data, delta):
    flows, output = drawn
    parts = data.draw(st.lists(st.just(0.0) | st.floats(1e-6, 1), min_size=len(output), max_size=len(output)))
    parts[0] = max(parts[0], 0.01)
    national = technical_coefficients(flows, output)
    regional = regional_coefficients(national, flegg_location_quotients(output * parts, output, delta=delta))
    assert (regional <= national).all(axis=None)
    assert (regional >= 0).all(axis=None)
    inverses = leontief_inverse(regional), leontief_inverse(national)
    assert (inverses[0].sum(axis=0) <= inverses[1].sum(axis=0) * (1 + 1e-9)).all()
