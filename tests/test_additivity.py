"""Published totals against the sums of their parts, and the rows that carry the gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import additivity, schema
from iidsp_analysis.additivity import PartsRule, parts_to_total, regions_to_country, sections_to_product
from iidsp_analysis.panel import Panel

MANUFACTURING = next(rule for rule in additivity.RULES if rule.source == "bns-5931")


def residuals(panel, source):
    rows = panel.rows[panel.rows["source"] == source]
    return rows[(rows["region"] == schema.RESIDUAL) | rows["industry"].str.startswith(schema.RESIDUAL)]


def test_the_divisions_miss_manufacturing_by_27_8_and_31_5_billion(panel):
    gaps = parts_to_total(panel, MANUFACTURING).set_index("period")["gap"]
    assert len(gaps) == 13
    assert gaps.loc[gaps.abs() > MANUFACTURING.tolerance].round(1).to_dict() == {"2018": 27_796.2, "2019": 31_518.3}


def test_the_residual_of_manufacturing_is_a_row_of_its_own_in_these_years_only(panel):
    carried = residuals(panel, "bns-5931")
    assert carried["period"].tolist() == ["2018", "2019"]
    assert carried["industry"].unique().tolist() == ["residual_C"]
    assert carried["status"].unique().tolist() == ["derived"]
    assert carried["note"].str.startswith("statistical discrepancy").all()


def test_divisions_and_residual_are_manufacturing_exactly(panel):
    table = panel.select("gva", source="bns-5931").wide()
    parts = table[list(additivity.DIVISIONS)].sum(axis=1) + table["residual_C"].fillna(0.0)
    pd.testing.assert_series_equal(parts, table["C"], check_names=False, atol=0.01, rtol=0)


def test_the_residual_by_year_is_zero_where_there_is_none(panel):
    line = additivity.division_residual(panel, ["2017", "2018", "2019", "2020"])
    assert line.round(1).tolist() == [0.0, 27_796.2, 31_518.3, 0.0]


@pytest.mark.parametrize("rule", [rule for rule in additivity.RULES if rule is not MANUFACTURING], ids=str)
def test_every_other_printed_total_is_the_sum_of_its_parts(panel, rule):
    gaps = parts_to_total(panel, rule)
    assert len(gaps) >= 13
    assert gaps["gap"].abs().max() <= rule.tolerance


def test_grp_is_its_sections_and_net_taxes_in_all_309_cells(panel):
    gaps = sections_to_product(panel)
    assert len(gaps) >= 300
    assert gaps["gap"].abs().max() < 1e-3


def test_missing_net_taxes_are_not_zero(panel):
    rows = panel.rows
    without = rows[~((rows["industry"] == "NET_TAXES") & (rows["region"] == "akmola"))]
    gaps = sections_to_product(Panel(without, panel.sources))
    assert "akmola" not in set(gaps["region"])
    assert "aktobe" in set(gaps["region"])


def test_regions_are_the_country_in_value_added_and_south_kazakhstan_counts_once(panel):
    gaps = regions_to_country(panel, "bns-5927", "gva")
    assert gaps["gap"].abs().max() < 0.01
    counted = gaps[gaps["industry"] == "C"].set_index("period")["count"]
    assert counted["2010"] == 16
    assert counted["2017"] == 16
    assert counted["2018"] == 17
    assert counted["2021"] == 20


@pytest.mark.parametrize("source", sorted(additivity.CELL_ROUNDING))
def test_regions_and_residual_are_the_country_within_rounding(panel, source):
    """No gap is left silent in any table by region."""
    gaps = regions_to_country(panel, source, panel.sources[source].indicator)
    carried = residuals(panel, source).set_index(["industry", "period"])["value"]
    rest = gaps.set_index(["industry", "period"])
    left = (rest["gap"] - carried.reindex(rest.index).fillna(0.0)).abs()
    assert (left <= rest["count"] * additivity.CELL_ROUNDING[source] + 1e-6).all()


def test_a_total_without_regions_is_carried_as_a_whole(panel):
    """Cigarettes of 2018 are printed for the country and for no region."""
    carried = residuals(panel, "bns-5814").set_index(["industry", "period"])
    country = panel.select("physical_output", regions=["KZ"]).rows.set_index(["industry", "period"])
    cell = ("CIGARETTES", "2018")
    assert carried.loc[cell, "value"] == country.loc[cell, "value"] > 0


def test_residual_rows_carry_the_unit_of_their_product(panel):
    units = residuals(panel, "bns-5814").set_index("industry")["unit"]
    assert units["BEER"].unique().tolist() == ["thousand litres"]
    assert units["CIGARETTES"].unique().tolist() == ["million pieces"]


def test_a_residual_is_no_region_of_any_borders(panel):
    from iidsp_analysis.territories import on_borders

    assert schema.RESIDUAL not in set(on_borders(panel, 2014).rows["region"])


def test_an_incomplete_row_gives_no_gap():
    about = {"classification": "oked_section", "indicator": "gva", "unit": "mln KZT", "prices": "current",
             "status": "observed", "source": "bns-5927", "note": "", "region": "akmola", "period": "2017"}  # fmt: skip
    rows = pd.DataFrame([{**about, "industry": "IND", "value": 5.0}, {**about, "industry": "B", "value": float("nan")}])
    known = {"bns-5927": _source()}
    rule = PartsRule("bns-5927", "gva", "IND", ("B",), 0.5)
    assert parts_to_total(Panel(rows, known), rule).empty
    told = rows.assign(value=[5.0, 3.0])
    assert parts_to_total(Panel(told, known), rule)["gap"].tolist() == [2.0]


def _source():
    from iidsp_analysis.folders import project
    from iidsp_analysis.sources import read_sources

    return read_sources(project() / "data" / "raw")["bns-5927"]
