"""The panel's contract, and the verbs that narrow it."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError, SchemaError, UnitError
from iidsp_analysis.panel import Panel, validate

ROW = {
    "region": "akmola",
    "industry": "C",
    "classification": "oked_section",
    "period": "2017",
    "indicator": "gva",
    "value": 1.0,
    "unit": "mln KZT",
    "prices": "current",
    "status": "observed",
    "source": "bns-5927",
    "note": "",
}


def rows(*changes):
    return pd.DataFrame([{**ROW, **change} for change in changes or ({},)])[list(schema.COLUMNS)]


# --- the contract ----------------------------------------------------------------------------------------------


def test_the_embedded_panel_keeps_the_contract(panel):
    assert validate(panel.rows) is panel.rows
    assert len(panel.rows) > 60_000


def test_missing_values_are_allowed_and_stay_missing():
    assert validate(rows({"value": float("nan")}))["value"].isna().all()


@pytest.mark.parametrize(
    ("change", "guilty"),
    [
        ({"indicator": "gross_thing"}, "gross_thing"),
        ({"classification": "nace"}, "nace"),
        ({"period": "17"}, "17"),
        ({"period": "2017-Q1"}, "2017-Q1"),
        ({"status": "guessed"}, "guessed"),
        ({"value": float("inf")}, "inf"),
        ({"region": ""}, "region"),
    ],
)
def test_a_row_that_breaks_the_contract_is_named(change, guilty):
    with pytest.raises(SchemaError) as refused:
        validate(rows({}, {"region": "aktobe", **change}))
    assert guilty in refused.value.where


def test_a_column_too_many_is_refused():
    with pytest.raises(SchemaError):
        validate(rows().assign(extra=1))


def test_a_duplicate_key_is_refused_with_region_industry_and_period():
    with pytest.raises(SchemaError) as refused:
        validate(rows({}, {"value": 2.0}))
    assert "akmola, C, 2017, bns-5927" in refused.value.where


def test_two_sources_may_print_the_same_cell():
    assert len(validate(rows({}, {"source": "bns-5931"}))) == 2


@pytest.mark.parametrize("change", [{"unit": "thousand USD"}, {"prices": "2015"}])
def test_another_unit_or_price_basis_is_refused_with_the_rows(change):
    with pytest.raises(UnitError) as refused:
        validate(rows({}, {"region": "aktobe", **change}))
    assert "aktobe" in refused.value.where
    assert "mln KZT" in refused.value.what


def test_physical_output_states_its_own_unit():
    beer = {"indicator": "physical_output", "industry": "BEER", "classification": "product", "prices": "-"}
    assert len(validate(rows({**beer, "unit": "thousand litres"}))) == 1


def test_a_negative_where_impossible_is_refused():
    people = {
        "indicator": "population",
        "industry": "TOTAL",
        "classification": "total",
        "unit": "persons",
        "prices": "-",
    }
    with pytest.raises(SchemaError, match="below zero") as refused:
        validate(rows({}, {**people, "value": -1.0}))
    assert refused.value.where.startswith("akmola, TOTAL, 2017")


def test_value_added_may_be_negative_and_so_may_a_residual():
    people = {"indicator": "population", "classification": "total", "unit": "persons", "prices": "-"}
    gap = {**people, "region": "residual", "industry": "TOTAL", "value": -11.0}
    assert len(validate(rows({"value": -1.0}, gap))) == 2


# --- verbs -----------------------------------------------------------------------------------------------------


def test_select_narrows_by_every_dimension_and_leaves_the_panel_alone(panel):
    before = len(panel.rows)
    chosen = panel.select("gva", industries=["C"], regions=["akmola"], source="bns-5927", classification="oked_section")
    assert chosen.rows["period"].tolist() == [str(year) for year in range(2010, 2026)]
    assert len(panel.rows) == before


def test_until_keeps_the_periods_that_ended_before_the_month(panel):
    cut = panel.until("2018-03")
    annual = cut.rows[cut.rows["period"].str.len() == 4]
    monthly = cut.select("exports").rows
    assert annual["period"].max() == "2017"
    assert monthly["period"].max() == "2018-02"


def test_until_the_last_month_of_a_year_leaves_that_year_out(panel):
    assert panel.until("2017-12").select("grp").rows["period"].max() == "2016"


def test_one_indicator_has_one_unit(panel):
    assert panel.select("exports").unit == "thousand USD"


def test_mixed_units_are_refused(panel):
    with pytest.raises(UnitError, match="units"):
        _ = panel.unit


def test_wide_refuses_two_sources_on_one_cell(panel):
    with pytest.raises(SchemaError, match="Several rows"):
        panel.select("gva", industries=["C"], regions=["KZ"]).wide()


def test_wide_keeps_missing_cells_missing(panel):
    table = panel.select("gva", regions=["south_kazakhstan"], source="bns-5927").wide()
    assert pd.isna(table.loc["2012", "K"])
    assert table.loc["2014", "K"] > 0


def test_wide_of_nothing_says_so():
    with pytest.raises(MissingDataError):
        Panel(rows(), {}).select("exports").wide()
