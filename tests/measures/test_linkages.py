from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.extraction import extraction_losses, hypothetical_extraction
from iidsp_analysis.measures.input_output import InputOutputTable, balance, require_balance
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError
from iidsp_analysis.measures.linkage_multipliers import (
    direct_coefficients,
    effects,
    final_demand_shock,
    multipliers,
    output_multipliers,
)
from iidsp_analysis.measures.linkages import (
    allocation_coefficients,
    backward_linkages,
    forward_linkages,
    ghosh_inverse,
    key_sectors,
    leontief_inverse,
    technical_coefficients,
)
from iidsp_analysis.measures.regionalisation import (
    flegg_location_quotients,
    multiplier_band,
    regional_coefficients,
)

NAMES = ["ore", "metal", "trade"]
FLOWS = pd.DataFrame([[10.0, 60.0, 5.0], [8.0, 40.0, 20.0], [12.0, 30.0, 25.0]], index=NAMES, columns=NAMES)
OUTPUT = pd.Series([100.0, 250.0, 200.0], index=NAMES)
INPUTS = pd.DataFrame([[70.0, 120.0, 150.0]], index=["value added"], columns=NAMES)
USES = pd.DataFrame({"final use": [25.0, 182.0, 133.0]}, index=NAMES)
JOBS = pd.DataFrame([[20.0, 25.0, 100.0]], index=["jobs"], columns=NAMES)


def table(**changed) -> InputOutputTable:
    parts = {"flows": FLOWS, "final_uses": USES, "primary_inputs": INPUTS, "output": OUTPUT, "satellites": JOBS}
    return InputOutputTable(**parts | changed, unit="mln KZT")


def leontief() -> pd.DataFrame:
    return leontief_inverse(technical_coefficients(FLOWS, OUTPUT))


def ghosh() -> pd.DataFrame:
    return ghosh_inverse(allocation_coefficients(FLOWS, OUTPUT))


# --- the table -------------------------------------------------------------------------------------------------


def test_a_table_that_closes():
    found = balance(table())
    assert found[["row_residual", "column_residual"]].eq(0).all(axis=None)
    assert found["balanced"].all()
    assert require_balance(table()).industries.tolist() == NAMES


def test_residuals_are_named_with_their_industry():
    wrong = table(final_uses=USES + pd.DataFrame({"final use": [0.0, -2.5, 0.0]}, index=NAMES))
    assert balance(wrong).loc["metal", ["row_residual", "column_residual"]].tolist() == [-2.5, 0.0]
    assert balance(wrong).loc["metal", "largest_share"] == pytest.approx(0.01)
    with pytest.raises(MeasureInputError, match=r"not balanced within 0.001.*metal: row -2.5, column \+0 of 250"):
        require_balance(wrong)
    assert require_balance(wrong, tolerance=0.02) is wrong


def test_a_table_without_uses_is_balanced_by_its_columns():
    found = balance(table(final_uses=pd.DataFrame(index=NAMES)))
    assert found["row_residual"].isna().all()
    assert found["balanced"].all()
    with pytest.raises(MeasureInputError, match="neither final uses nor primary inputs"):
        balance(table(final_uses=pd.DataFrame(index=NAMES), primary_inputs=pd.DataFrame(columns=NAMES)))


def test_parts_come_in_the_order_of_the_flows():
    shuffled = table(output=OUTPUT[::-1], primary_inputs=INPUTS[NAMES[::-1]], flows=FLOWS[NAMES[::-1]])
    assert shuffled.output.index.tolist() == NAMES
    pd.testing.assert_frame_equal(shuffled.flows, FLOWS)
    assert balance(shuffled)["balanced"].all()
    assert shuffled.final_demand.tolist() == [25.0, 182.0, 133.0]


def test_satellites_may_be_missing_other_parts_may_not():
    assert table(satellites=JOBS.where(JOBS > 20)).satellites.isna().to_numpy().sum() == 1
    with pytest.raises(MeasureInputError, match=r"The primary inputs: a value is missing. \[value added × ore\]"):
        table(primary_inputs=INPUTS.where(INPUTS > 70))
    with pytest.raises(MeasureInputError, match=r"value is missing.*spreads a gap"):
        table(flows=FLOWS.where(FLOWS > 5))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"flows": FLOWS.drop(columns="trade")}, "not square.*trade"),
        ({"flows": -FLOWS}, "below zero"),
        ({"output": OUTPUT.drop("ore")}, "different industries.*ore"),
        ({"output": OUTPUT * [0.0, 1.0, 1.0]}, r"without output buys or sells. \[ore\]"),
        ({"output": OUTPUT.where(OUTPUT > 100)}, "The output: a value is missing"),
        ({"primary_inputs": INPUTS.rename(columns={"ore": "ores"})}, "different industries.*ore, ores"),
        ({"final_uses": USES * np.inf}, "infinite"),
        ({"satellites": JOBS[["ore", "ore", "metal", "trade"]]}, "has an industry twice"),
    ],
)
def test_a_table_that_is_none_is_refused(changed, message):
    with pytest.raises(MeasureInputError, match=message):
        table(**changed)


# --- coefficients and inverses ---------------------------------------------------------------------------------


def test_inverses_solve_their_accounts():
    final, added = USES["final use"], INPUTS.iloc[0]
    assert (leontief() @ final).to_numpy() == pytest.approx(OUTPUT.to_numpy())
    assert (added @ ghosh()).to_numpy() == pytest.approx(OUTPUT.to_numpy())


def test_ghosh_is_the_leontief_inverse_weighted_by_output():
    expected = leontief().mul(OUTPUT, axis=1).div(OUTPUT, axis=0)
    assert ghosh().to_numpy() == pytest.approx(expected.to_numpy())


def test_an_industry_without_output_is_alone():
    flows = pd.concat([FLOWS, pd.DataFrame(0.0, index=["none"], columns=NAMES)]).assign(none=0.0)
    output = pd.concat([OUTPUT, pd.Series({"none": 0.0})])
    inverse = leontief_inverse(technical_coefficients(flows, output))
    assert inverse["none"].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert inverse.loc[NAMES, NAMES].to_numpy() == pytest.approx(leontief().to_numpy())
    assert hypothetical_extraction(flows, output).loc["none"].tolist() == [0.0] * 5


def test_an_unproductive_table_is_refused_by_name():
    with pytest.raises(MeasureInputError, match=r"unproductive.*eigenvalue.*\[metal\].*subtotals"):
        leontief_inverse(technical_coefficients(FLOWS * [1.0, 8.0, 1.0], OUTPUT))
    with pytest.raises(MeasureInputError, match="unproductive"):
        ghosh_inverse(pd.DataFrame([[1.0]], index=["a"], columns=["a"]))


def test_negative_and_missing_coefficients_are_refused():
    with pytest.raises(NegativeValueError):
        leontief_inverse(FLOWS / -1000)
    with pytest.raises(MeasureInputError, match="a value is missing"):
        leontief_inverse((FLOWS / 1000).where(FLOWS > 5))


# --- linkages --------------------------------------------------------------------------------------------------


def test_normalised_linkages_have_mean_one():
    assert backward_linkages(leontief()).mean() == pytest.approx(1.0)
    assert forward_linkages(ghosh()).mean() == pytest.approx(1.0)


def test_key_sectors_by_their_two_linkages():
    found = key_sectors(leontief(), ghosh().loc[::-1, ::-1])
    assert found["backward"].to_dict() == pytest.approx(backward_linkages(leontief()).to_dict())
    assert found["forward"].to_dict() == pytest.approx(forward_linkages(ghosh()).to_dict())
    # Metal buys the larger part of what it makes; ore and trade sell to producers.
    assert found["kind"].to_dict() == {"ore": "forward", "metal": "backward", "trade": "weak"}
    both = pd.DataFrame({"a": [1.5, 0.5], "b": [0.5, 1.0]}, index=["a", "b"])
    assert key_sectors(both, both)["kind"].to_dict() == {"a": "key", "b": "weak"}


def test_inverses_of_two_tables_are_refused():
    with pytest.raises(MeasureInputError, match="different industries"):
        key_sectors(leontief(), ghosh().iloc[:2, :2])


# --- multipliers -----------------------------------------------------------------------------------------------


def test_value_added_and_imports_take_up_all_demand():
    found = effects(leontief(), direct_coefficients(INPUTS, OUTPUT))
    assert found.loc["value added"].tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_multiplier_is_effect_over_direct_part():
    coefficients = direct_coefficients(JOBS, OUTPUT)
    found = multipliers(leontief(), coefficients)
    assert coefficients.loc["jobs"].tolist() == [0.2, 0.1, 0.5]
    assert (found * coefficients).to_numpy() == pytest.approx(effects(leontief(), coefficients).to_numpy())
    assert (found > 1).all(axis=None)
    none = direct_coefficients(JOBS * [0.0, 1.0, 1.0], OUTPUT)
    assert multipliers(leontief(), none).isna().to_numpy().tolist() == [[True, False, False]]
    assert effects(leontief(), none).loc["jobs", "ore"] > 0


def test_a_missing_amount_stays_missing_also_without_output():
    rows = pd.DataFrame([[np.nan, 1.0]], index=["jobs"], columns=["a", "b"])
    found = direct_coefficients(rows, pd.Series({"a": 0.0, "b": 0.0}))
    assert np.isnan(found.loc["jobs", "a"])
    assert found.loc["jobs", "b"] == 0.0


def test_shock_adds_up_industry_by_industry():
    coefficients = direct_coefficients(pd.concat([INPUTS, JOBS]), OUTPUT)
    shock = final_demand_shock(leontief(), pd.Series({"metal": 10.0, "ore": -4.0}), coefficients)
    assert shock["demand"].to_dict() == {"ore": -4.0, "metal": 10.0, "trade": 0.0}
    assert shock["output"].sum() == pytest.approx(output_multipliers(leontief())[["metal", "ore"]] @ [10.0, -4.0])
    assert shock["value added"].sum() == pytest.approx(6.0)
    assert shock["jobs"].tolist() == pytest.approx((shock["output"] * [0.2, 0.1, 0.5]).tolist())
    assert final_demand_shock(leontief(), pd.Series({"ore": 1.0})).columns.tolist() == ["demand", "output"]


@pytest.mark.parametrize(
    ("demand", "message"),
    [
        ({"ores": 1.0}, r"no such industry. \[ores\] Its industries are ore, metal, trade"),
        ({"ore": np.nan}, "missing values"),
        ({"ore": np.inf}, "infinite"),
    ],
)
def test_a_demand_that_is_none_is_refused(demand, message):
    with pytest.raises(MeasureInputError, match=message):
        final_demand_shock(leontief(), pd.Series(demand))


def test_coefficients_of_other_industries_are_refused():
    with pytest.raises(MeasureInputError, match="different industries"):
        effects(leontief(), JOBS[["ore", "metal"]])
    with pytest.raises(MeasureInputError, match="different industries"):
        final_demand_shock(leontief(), pd.Series({"ore": 1.0}), JOBS[["ore", "metal"]])


# --- extraction ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_extraction_equals_deleting_and_inverting_anew(name):
    coefficients, allocation = technical_coefficients(FLOWS, OUTPUT), allocation_coefficients(FLOWS, OUTPUT)
    final, added = OUTPUT - FLOWS.sum(axis=1), OUTPUT - FLOWS.sum(axis=0)
    found = hypothetical_extraction(FLOWS, OUTPUT).loc[name]
    others = [other for other in NAMES if other != name]
    without = leontief_inverse(coefficients.loc[others, others]) @ final[others]
    assert found["total"] == pytest.approx(OUTPUT.sum() - without.sum())
    assert found["elsewhere"] == pytest.approx(OUTPUT[others].sum() - without.sum())
    assert found["share"] == pytest.approx(found["total"] / 550)
    no_column, no_row = coefficients.copy(), allocation.copy()
    no_column[name], no_row.loc[name] = 0.0, 0.0
    assert found["purchases"] == pytest.approx((OUTPUT - leontief_inverse(no_column) @ final).sum())
    assert found["sales"] == pytest.approx((OUTPUT - added @ ghosh_inverse(no_row)).sum())
    lost = extraction_losses(FLOWS, OUTPUT)[name]
    assert lost[others].tolist() == pytest.approx((OUTPUT[others] - without).tolist())
    assert lost[name] == pytest.approx(OUTPUT[name])


# --- regionalisation -------------------------------------------------------------------------------------------

REGION = pd.Series({"ore": 60.0, "metal": 20.0, "trade": 20.0})


def test_flegg_quotients_by_hand():
    """Flegg & Webber (1997): SLQ 3.3, 0.44, 0.55 and λ = log₂(1 + 100 / 550)^0.25."""
    size = np.log2(1 + 100 / 550) ** 0.25
    found = flegg_location_quotients(REGION, OUTPUT, delta=0.25)
    assert found.loc["ore", "ore"] == pytest.approx(0.6 * 5.5 * size)
    assert found.loc["metal", "ore"] == pytest.approx((20 / 250) / (60 / 100) * size)
    assert found.loc["ore", "metal"] == pytest.approx((60 / 100) / (20 / 250) * size)


def test_the_whole_country_as_region_keeps_its_coefficients():
    national = technical_coefficients(FLOWS, OUTPUT)
    cover = flegg_location_quotients(OUTPUT, OUTPUT, delta=0.3)
    assert cover.to_numpy() == pytest.approx(1.0)
    assert regional_coefficients(national, cover).to_numpy() == pytest.approx(national.to_numpy())


def test_regional_coefficients_are_capped_at_the_national_ones():
    national = technical_coefficients(FLOWS, OUTPUT)
    cover = flegg_location_quotients(REGION, OUTPUT, delta=0.25)
    regional = regional_coefficients(national, cover.loc[::-1, ::-1])
    assert regional.loc["ore", "metal"] == national.loc["ore", "metal"]
    assert regional.loc["metal", "ore"] == pytest.approx(national.loc["metal", "ore"] * cover.loc["metal", "ore"])


def test_an_industry_that_the_region_lacks_neither_sells_nor_buys():
    cover = flegg_location_quotients(REGION * [1.0, 0.0, 1.0], OUTPUT, delta=0.25)
    assert (cover.loc["metal"] == 0).all()
    assert (cover["metal"] == 0).all()
    assert (cover.loc[["ore", "trade"], ["ore", "trade"]] > 0).all(axis=None)


def test_band_of_delta_encloses_the_multiplier():
    national = technical_coefficients(FLOWS, OUTPUT)
    band = multiplier_band(national, REGION, OUTPUT, delta=0.25)
    assert ((band["low"] < band["central"]) & (band["central"] < band["high"])).all()
    assert (band["high"] <= output_multipliers(leontief())).all()


@pytest.mark.parametrize(
    ("region", "delta", "message"),
    [
        (REGION, 1.0, "δ is 1; it must be"),
        (REGION, -0.1, "δ is -0.1"),
        (REGION * [2.0, 1.0, 1.0], 0.25, r"more of an industry than the country. \[ore\]"),
        (REGION.rename({"ore": "ores"}), 0.25, "lacks labels"),
        (pd.concat([REGION, pd.Series({"oil": 1.0})]), 0.25, r"lacks an industry of the region. \[oil\]"),
        (REGION.where(REGION > 20), 0.25, "no figure"),
        (REGION * 0, 0.25, "The region is empty"),
    ],
)
def test_what_cannot_be_regionalised_is_refused(region, delta, message):
    with pytest.raises(MeasureInputError, match=message):
        flegg_location_quotients(region, OUTPUT, delta=delta)


def test_coefficients_and_quotients_of_other_industries_are_refused():
    cover = flegg_location_quotients(REGION, OUTPUT, delta=0.25)
    with pytest.raises(MeasureInputError, match="different industries"):
        regional_coefficients(technical_coefficients(FLOWS, OUTPUT), cover.iloc[:2, :2])
