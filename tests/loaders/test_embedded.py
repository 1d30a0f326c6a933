"""The embedded tables become panel rows: dated territories, true zeros, and refusals that name the line."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.errors import AnalysisError, SchemaError, SourceError
from iidsp_analysis.loaders import embedded
from iidsp_analysis.sources import Source, file_checksum, read_sources


def source(tmp_path, text, **changes):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    about = {
        "id": "bns-1", "producer": "BNS", "table": "1", "title": {"en": "One", "ru": "Раз"}, "file": "table.csv",
        "indicator": "gva", "classification": "oked_section", "unit": "mln KZT", "prices": "current",
        "vintage": "2026-09", "obtained": "by hand", "terms": "cite", "sha256": file_checksum(path), "coverage": "2017",
    }  # fmt: skip
    return Source(**{**about, **changes})


HEAD = "region,industry,period,value\n"


def test_rows_carry_unit_prices_status_and_source(tmp_path):
    (row,) = embedded.load(source(tmp_path, HEAD + "AKM,C,2017,7.5\n"), tmp_path).to_dict("records")
    assert row == {
        "region": "akmola", "industry": "C", "classification": "oked_section", "period": "2017", "indicator": "gva",
        "value": 7.5, "unit": "mln KZT", "prices": "current", "status": "observed", "source": "bns-1", "note": "",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["VKO", "ALM", "KRG"])
def test_one_code_is_two_territories_by_date(tmp_path, code):
    text = HEAD + f"{code},C,2020,1\n{code},C,2021,1\n"
    old, new = embedded.load(source(tmp_path, text, new_borders_from=2021), tmp_path)["region"]
    assert old == f"{new}_pre2022"


def test_the_year_of_the_change_is_that_of_the_table(tmp_path):
    rows = embedded.load(source(tmp_path, HEAD + "VKO,C,2021,1\n", new_borders_from=2022), tmp_path)
    assert rows["region"].tolist() == ["east_kazakhstan_pre2022"]


def test_a_file_may_hold_more_than_its_main_indicator(tmp_path):
    about = source(tmp_path, HEAD + "AKM,GRP,2017,9\nAKM,C,2017,1\n", recode={"GRP": ("grp", "TOTAL")})
    rows = embedded.load(about, tmp_path).set_index("indicator")
    assert rows.loc["grp", ["industry", "classification", "value"]].tolist() == ["TOTAL", "total", 9.0]
    assert rows.loc["gva", "classification"] == "oked_section"


def test_text_in_place_of_a_number_is_refused_with_its_line(tmp_path):
    with pytest.raises(SchemaError, match="'n/a' is not a number") as refused:
        embedded.load(source(tmp_path, HEAD + "AKM,C,2016,1\nAKM,C,2017,n/a\n"), tmp_path)
    assert "line 3: AKM, C, 2017" in refused.value.where


def test_a_cell_that_stands_there_twice_is_refused_with_its_line(tmp_path):
    with pytest.raises(SchemaError, match="line 4: AKM, C, 2017"):
        embedded.load(source(tmp_path, HEAD + "AKM,C,2017,1\nAKM,D,2017,1\nAKM,C,2017,1\n"), tmp_path)


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(SchemaError, match="period"):
        embedded.load(source(tmp_path, "region,industry,value\nAKM,C,1\n"), tmp_path)


def test_an_unknown_region_is_refused_with_the_nearest_names(tmp_path):
    with pytest.raises(AnalysisError) as refused:
        embedded.load(source(tmp_path, HEAD + "Akmolla,C,2017,1\n"), tmp_path)
    assert "Akmol" in str(refused.value)


def test_a_changed_file_is_not_read(tmp_path):
    about = source(tmp_path, HEAD + "AKM,C,2017,1\n")
    (tmp_path / "table.csv").write_text(HEAD + "AKM,C,2017,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="changed"):
        embedded.load(about, tmp_path)


def trade(*rows):
    table = pd.DataFrame(rows, columns=["region", "industry", "period", "value"])
    return table.assign(note="", status=schema.OBSERVED)


def test_a_section_absent_beside_others_is_zero():
    filled = embedded.with_zeros(
        trade(("AKM", "TOTAL", "2015-01", 3.0), ("AKM", "I", "2015-01", 3.0), ("AKT", "II", "2015-01", 1.0))
    )
    zero = filled[(filled["region"] == "AKM") & (filled["industry"] == "II")].iloc[0]
    assert zero["value"] == 0.0
    assert "means zero" in zero["note"]


def test_sections_stay_missing_where_only_a_total_is_printed():
    filled = embedded.with_zeros(trade(("ALA", "TOTAL", "2023-01", 5.0), ("AKT", "II", "2023-01", 1.0)))
    assert filled.loc[filled["region"] == "ALA", "industry"].tolist() == ["TOTAL"]


def test_a_total_of_zero_means_sections_of_zero():
    filled = embedded.with_zeros(trade(("ALA", "TOTAL", "2023-01", 0.0), ("AKT", "II", "2023-01", 1.0)))
    assert filled[(filled["region"] == "ALA") & (filled["industry"] == "II")]["value"].tolist() == [0.0]


#: Reference file of each embedded table; tables by section print "TOTAL" there for what is B to F here.
REFERENCE_FILES = {
    "bns-5927": "gva_by_region_section",
    "bns-5931": "gva_by_division_national",
    "bns-450904": "gva_manufacturing_volume_index_by_region",
    "bns-5792": "production_volume_index_national",
    "bns-446905": "exports_by_region_hs_section_monthly",
    "bns-5814": "production_physical_by_region",
    "bns-5546": "investment_by_region",
    "bns-5547": "investment_by_section_national",
    "bns-5831": "employed_by_section_national",
    "bns-443435": "employed_industry_and_construction_by_region",
    "bns-4453": "compensation_by_section_national",
    "bns-capacity": "capacity_utilisation_national_quarterly",
    "bns-81477": "output_manufacturing_by_region",
    "bns-75044": "quasi_state_gva_manufacturing_by_region",
    "bns-6576": "population_by_region",
    "wdi-fx": "exchange_rate_annual",
    "bns-gdp-volume": "gdp_volume_index_national",
}
NAMES = {
    **dict.fromkeys(["region", "region_code"], "region"),
    **dict.fromkeys(["section", "hs_section", "oked", "product"], "industry"),
    **dict.fromkeys(["year", "month", "date"], "period"),
}


def test_every_source_has_its_reference(project):
    assert set(REFERENCE_FILES) == set(read_sources(project / "data" / "raw"))


@pytest.mark.parametrize("source_id", sorted(REFERENCE_FILES))
def test_the_embedded_figures_equal_the_reference_cell_by_cell(project, reference, source_id):
    """Facts carry over unchanged: each raw table against the copy that it was taken from."""
    folder = project / "data" / "raw"
    table = embedded.read_table(read_sources(folder)[source_id], folder)
    printed = pd.read_csv(reference / "data" / "kz" / f"{REFERENCE_FILES[source_id]}.csv", keep_default_na=False)
    printed = printed.rename(columns={**NAMES, printed.columns[-1]: "value"}).astype({"period": str})
    printed["region"] = printed["region"].replace("national", "KZ") if "region" in printed else "KZ"
    cell = [name for name in ("region", "industry", "period") if name in printed]
    if source_id == "bns-443435":
        cell.remove("industry")  # the total of sections B to F is named so here
    here = table.set_index(cell)["value"].sort_index()
    there = printed.astype(dict.fromkeys(cell, str)).set_index(cell)["value"].astype(float).sort_index()
    pd.testing.assert_series_equal(here, there, check_exact=True, check_index_type=False)
