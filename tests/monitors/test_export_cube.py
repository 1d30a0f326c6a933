"""The cube of monthly exports: what is missing stays missing, what cannot be is refused."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import build, schema, territories
from iidsp_analysis.errors import MissingDataError, SchemaError, UsageError
from iidsp_analysis.monitors.export_cube import definition_sections, export_cube


@pytest.fixture(scope="module")
def panel():
    return territories.on_borders(build.load(), 2014)


@pytest.fixture(scope="module")
def cube(panel):
    return export_cube(panel)


def of_year(monthly: pd.DataFrame, year: int) -> pd.Series:
    return monthly[monthly.index.str.startswith(str(year))].sum(min_count=12)


def test_akmola_exported_processed_goods_for_81_million_dollars_in_2017(cube):
    """BNS table 446905, edition 2026-09: sections III, IV, VI–XVIII, XX, XXI added over twelve months."""
    by_hand = 0.0
    akmola = cube.by_section("akmola")
    for code in akmola.columns.difference(["I", "II", "V", "OTHER"]):
        by_hand += sum(akmola.loc[f"2017-{month:02d}", code] for month in range(1, 13))
    assert of_year(cube.processed(), 2017)["akmola"] == pytest.approx(by_hand)
    assert by_hand / 1e3 == pytest.approx(80.5, abs=0.05)


def test_a_year_without_sections_stays_missing(cube):
    processed = cube.processed()
    for region in ("almaty_city", "south_kazakhstan"):
        of_2023 = processed.loc[processed.index.str.startswith("2023"), region]
        assert of_2023.isna().all()
        assert cube.total().loc["2023-06", region] > 0
    assert processed.drop(columns=["almaty_city", "south_kazakhstan"]).notna().all(axis=None)


def test_sections_add_up_to_the_total_where_both_are_published(cube):
    sums = cube.values.sum(axis=1)
    known = ~np.isnan(sums)
    assert np.abs(sums - cube.totals)[known].max() < 2.0  # thousand USD: twenty-one rounded figures, merged regions


def test_regions_add_up_to_the_country(cube):
    processed = cube.processed()
    gap = processed.drop(columns=schema.COUNTRY).sum(axis=1, min_count=16) - processed[schema.COUNTRY]
    assert gap.dropna().abs().max() < 2.0
    assert gap.isna().sum() == 12  # 2023 without two regions


def test_a_cut_keeps_the_months_up_to_the_last(cube):
    short = cube.cut("2017-09")
    assert short.months[-1] == "2017-09"
    assert short.months_of_last_year == 9
    assert short.values.shape[-1] == short.totals.shape[-1] == len(short.months) == 33
    with pytest.raises(MissingDataError, match="up to 2014-12"):
        cube.cut("2014-12")


def test_a_month_that_nobody_published_is_a_column_of_nan(panel):
    rows = panel.rows[panel.rows[schema.PERIOD] != "2016-05"]
    cube = export_cube(dataclasses.replace(panel, rows=rows))
    assert len(cube.months) == 132
    assert cube.processed().loc["2016-05"].isna().all()


@pytest.mark.parametrize("change", ["negative", "twice"])
def test_what_cannot_be_is_refused_with_its_cell(panel, change):
    rows = panel.select("exports").rows
    paper = rows[(rows[schema.REGION] == "akmola") & (rows[schema.INDUSTRY] == "X")]
    first = paper.sort_values(schema.PERIOD).head(1)
    wrong = first.assign(value=-1.0) if change == "negative" else first.assign(source="bns-446905@2027-01")
    kept = rows.drop(first.index) if change == "negative" else rows
    with pytest.raises(SchemaError, match=r"akmola × X × 2015-01"):
        export_cube(dataclasses.replace(panel, rows=pd.concat([kept, wrong])))


def test_a_panel_on_published_territories_is_refused():
    with pytest.raises(MissingDataError, match="borders"):
        export_cube(build.load())


def test_an_unknown_definition_is_refused_with_the_known_ones(cube):
    with pytest.raises(UsageError, match=r"sections-2026\.1-without-metals"):
        cube.processed("gold")
    assert set(definition_sections("sections-2026.1-with-farm-products")) >= {"I", "II"}


def test_a_cut_forgets_editions_whose_months_it_does_not_use(panel):
    rows = panel.rows.copy()
    newer = (rows[schema.INDICATOR] == "exports") & rows[schema.PERIOD].str.startswith("2024")
    rows.loc[newer, schema.SOURCE] = "bns-446905@2027-01"
    cube = export_cube(dataclasses.replace(panel, rows=rows))
    assert cube.sources == ("bns-446905", "bns-446905@2027-01")
    assert cube.cut("2024-01").sources == cube.sources
    assert cube.cut("2023-12").sources == ("bns-446905",)
