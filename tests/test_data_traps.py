"""The known traps of these figures, one by one: each is found or prevented, at the size that is on record."""

from __future__ import annotations

import csv
import inspect

import pandas as pd
import pytest

from iidsp_analysis import additivity, industries, regions, schema, territories
from iidsp_analysis.errors import AnalysisError, BoundaryError, MissingDataError, SchemaError, UnknownLabelError
from iidsp_analysis.loaders import headers
from iidsp_analysis.regions import backcast_share
from iidsp_analysis.sections import exports, growth, position, statements
from iidsp_analysis.sections.division_figures import divisions_of

#: Traps that no figure of the project can meet yet, with the reason.
NOT_MET = {
    "T15": "no complexity rank of another publisher is shown",
    "T17": "no figures of single enterprises are loaded",
    "T18": "no world trade figures are loaded",
    "T20": "no regional budgets are loaded",
}


def cell(panel, region, industry, period, indicator="gva", source="bns-5927"):
    rows = panel.select(indicator, industries=[industry], regions=[region], source=source).rows
    return float(rows.set_index("period").loc[period, "value"])


def explained(findings, trap):
    return [finding for finding in findings if finding.trap == trap]


def test_every_trap_on_record_has_a_test_here_or_a_reason_why_not(reference):
    with (reference / "facts" / "data_traps.csv").open(encoding="utf-8") as stream:
        recorded = {row["trap_id"] for row in csv.DictReader(stream)}
    names = [name.upper() for name, item in globals().items() if name.startswith("test_t") and inspect.isfunction(item)]
    tested = {f"T{name[6:8]}" for name in names if name[6:8].isdigit()}
    assert tested | set(NOT_MET) == recorded
    assert not tested & set(NOT_MET)


# --- vintages and tables ---------------------------------------------------------------------------------------


def test_t01_two_vintages_of_2017_are_found_and_never_mixed(panel, findings, open_context):
    sections, divisions = cell(panel, "KZ", "C", "2017"), cell(panel, "KZ", "C", "2017", source="bns-5931")
    assert (sections, divisions) == (6_134_020.5, 5_944_890.9)
    assert sections / divisions - 1 == pytest.approx(0.032, abs=0.0005)
    assert {finding.period for finding in explained(findings, "T01")} == {"2017"}
    with pytest.raises(SchemaError, match="Several rows"):
        panel.select("gva", industries=["C"], regions=["KZ"]).wide()
    shares = divisions_of(open_context(year=2017)).of_manufacturing.loc["2017"]
    assert shares.drop("C").sum() == pytest.approx(1.0)  # parts and total of one table


def test_t02_divisions_short_of_manufacturing_have_their_residual(panel, findings):
    """The gap of all industry in table 5931 is not met: its sections D and E are not embedded."""
    (found,) = explained(findings, "T02")
    assert [round(gap.size / 1000, 1) for gap in found.cells] == [27.8, 31.5]
    assert additivity.division_residual(panel, ["2018", "2019"]).round(0).tolist() == [27_796, 31_518]
    assert not {"D", "E"} & set(panel.select("gva", source="bns-5931").rows["industry"])


def test_t03_printed_aggregates_are_not_among_the_divisions(panel):
    printed = set(panel.select("gva", source="bns-5931").rows["industry"])
    assert printed == {*additivity.DIVISIONS, "C", "B", "IND", "residual_C"}
    with pytest.raises(UnknownLabelError, match="printed aggregate"):
        industries.resolve_division("13-15")


def test_t04_metallurgy_is_told_apart_by_code_only():
    with pytest.raises(UnknownLabelError, match="24 and for 24-25"):
        industries.resolve_division("Металлургическая промышленность")
    assert industries.resolve_division("24 Металлургическая промышленность").code == "24"


def test_t05_machine_building_with_and_without_repair(panel):
    """281.8 against 484.2 bn KZT in 2017: the definition decides."""
    table = panel.select("gva", source="bns-5931", regions=["KZ"]).wide().loc["2017"]
    sums = {code: table[list(industries.aggregate(code).members)].sum() / 1000 for code in ("MACH", "26-30+33")}
    assert sums["MACH"] == pytest.approx(281.8, abs=0.05)
    assert sums["26-30+33"] == pytest.approx(484.2, abs=0.05)
    assert "33" not in industries.aggregate("MACH").members
    names = {industries.name("oked_division", code, "en") for code in sums}
    assert len(names) == 2
    assert all("26-30" in name for name in names)


# --- territories -----------------------------------------------------------------------------------------------


def test_t06_one_code_is_two_territories(panel):
    assert cell(panel, "east_kazakhstan", "C", "2021") / cell(panel, "east_kazakhstan_pre2022", "C", "2020") - 1 == (
        pytest.approx(-0.145, abs=0.0005)
    )
    merged = territories.on_borders(panel, 2014)
    line = territories.series(merged, "east_kazakhstan_pre2022", "gva", "C", classification="oked_section")
    assert line["2021"] / line["2020"] - 1 == pytest.approx(0.021, abs=0.0005)
    with pytest.raises(BoundaryError):
        regions.resolve("VKO")
    with pytest.raises(BoundaryError, match="Abai"):
        regions.require_same_territory("east_kazakhstan_pre2022", "east_kazakhstan")


def test_t07_population_and_grp_meet_on_one_set_of_borders_only(open_context):
    report = open_context(region="VKO", year=2017, borders=2014)
    per_head = report.by_region("grp", source="bns-5927") / report.by_region("population")
    assert per_head.loc["2017", "east_kazakhstan_pre2022"] == pytest.approx(2.29, abs=0.005)
    shrunken = open_context(region="VKO", year=2025, borders=2022)
    grp, people = shrunken.by_region("grp", source="bns-5927"), shrunken.by_region("population")
    assert pd.isna((grp / people).loc["2017", "east_kazakhstan"])  # not 4.32


def test_t07_the_report_prints_the_merged_figure(open_context):
    table = position.position(open_context(region="VKO", year=2017, borders=2014)).table
    (column,) = (column for column in table.columns if "head" in column.label)
    assert "thousand KZT" in column.label
    assert table.frame.loc["east_kazakhstan_pre2022", column.key] == pytest.approx(2_291, abs=1)


def test_t08_shares_of_people_never_split_manufacturing(panel):
    shares = {kind: backcast_share("shymkent", 2017, kind) for kind in ("population", "grp", "gva_manufacturing")}
    assert [round(share, 2) for share in shares.values()] == [0.32, 0.54, 0.73]
    with pytest.raises(AnalysisError):
        backcast_share("shymkent", 2017, "exports")
    (row,) = territories.apportion(panel, "shymkent", "gva_manufacturing", 2017).itertuples()
    assert row.status == "estimated"
    assert f"{shares['gva_manufacturing']:.4f}" in row.note


# --- what a number means ---------------------------------------------------------------------------------------


def test_t09_exports_belong_to_the_place_of_registration(panel, open_context):
    january = (
        panel.select("exports", regions=["astana"]).rows.query("period == '2015-01'").set_index("industry")["value"]
    )
    assert (january[["TOTAL", "V", "VI"]] / 1000).round(1).tolist() == [291.5, 184.6, 92.9]
    assert "registered" in panel.sources["bns-446905"].title["en"]
    shown = exports.exports(open_context(region="AST", year=2017))
    assert "registered" in shown.caption
    assert any("registered, not where the goods are made" in caveat for caveat in shown.caveats)


def test_t10_missing_is_never_zero(panel, findings, open_context):
    rows = panel.rows
    placeholders = rows[(rows["region"] == "south_kazakhstan") & rows["note"].str.contains("placeholder")]
    assert placeholders["value"].isna().all()
    assert {finding.check for finding in explained(findings, "T10")} >= {"unconfirmed-zero", "sections-missing"}
    hidden = rows[(rows["source"] == "bns-5814") & (rows["region"] == "residual")]
    assert (hidden["value"] > 0).all()
    shown = exports.exports(open_context(region="ALA", year=2023, borders=2022))
    assert shown.table is None or "2023" not in shown.table.frame.index  # a year without sections is left out


def test_t11_year_to_date_columns_are_no_years(panel):
    """The embedded tables are annual, monthly or quarterly; a running total in a workbook is no year."""
    assert set(panel.rows["period"].str.len()) == {len("2017"), len("2017-01"), len("2017-01-01")}
    assert headers.parse_period("2017").whole
    for running in ("1 полугодие 2017", "9 месяцев 2017", "January-June 2017"):
        assert not headers.parse_period(running).whole, running


@pytest.mark.parametrize("year", [2017, 2020])
def test_t12_the_deflator_is_derived_from_the_two_series_used(open_context, year):
    """Price is tenge over volume, exactly: no published deflator of another origin is put beside them."""
    found = growth.growth_of(open_context(year=year), "KZ").frame
    pd.testing.assert_series_equal(found["price"], found["tenge"] / found["volume"] * 100, check_names=False)
    assert not [name for name in schema.INDICATORS if "deflator" in name]


def test_t13_tenge_dollars_and_volume_stand_side_by_side(open_context):
    report = open_context(region="KZ", year=2017)
    found = growth.growth_of(report, "KZ")
    assert found.base == 2015
    changes = {name: found.change(name, "2017") for name in ("tenge", "dollars", "volume")}
    assert changes["tenge"] == pytest.approx(0.460, abs=0.0005)
    assert changes["dollars"] == pytest.approx(0.0, abs=0.01)
    assert changes["volume"] == pytest.approx(0.080, abs=0.0005)
    assert growth.production_index(report, 2015) == pytest.approx(0.062, abs=0.0005)
    shown = growth.growth(report)
    assert all(word in shown.title for word in ("tenge", "dollars", "volume"))
    assert {"tenge", "dollars", "volume", "price"} <= set(shown.table.frame.columns)


def test_t14_first_announcements_stand_beside_todays_edition(open_context):
    """The minister's +5.7 % of March 2018 and the +6.2 % of today are both kept, each with its date."""
    frame = statements.statements(open_context(region="KZ", year=2025, borders=2022))
    said = frame.loc[statements.PRODUCTION]
    assert said["as_of"].startswith("2018-03")
    assert said["announced"] == pytest.approx(0.057)
    assert said["today"] == pytest.approx(0.062, abs=0.0005)
    with pytest.raises(MissingDataError):
        statements.statements(open_context(region="KZ", year=2014, as_of="2015-03"))


def test_t14_a_report_as_of_march_2018_knows_nothing_later(open_context):
    report = open_context(region="AKM", year=2017, as_of="2018-03")
    rows = report.panel.rows
    assert rows["period"].max() < "2018-03"
    assert rows.loc[rows["period"].str.len() == 4, "period"].max() == "2017"


def test_t16_the_stale_total_is_replaced_by_the_sum_of_regions(panel, findings):
    printed, lacking = 7_435_243.3, 79_770.6
    assert lacking / printed == pytest.approx(0.011, abs=0.0005)
    (found,) = (finding for finding in explained(findings, "T16") if finding.check == "regions-to-country")
    assert found.size == pytest.approx(-lacking)
    used = panel.select("exports", regions=["KZ"], industries=["TOTAL"]).rows.set_index("period").loc["2022-09"]
    assert used["value"] == pytest.approx(printed + lacking)
    assert used["status"] == "derived"


def test_t19_no_growth_per_head_across_a_census(findings, project):
    (found,) = explained(findings, "T19")
    assert found.period == "2022"
    assert found.size == pytest.approx(380_751, rel=0.05)  # on record; here against the usual growth of other years
    sections = (project / "iidsp_analysis" / "sections").glob("*.py")
    users = [path.stem for path in sections if '"population"' in path.read_text(encoding="utf-8")]
    assert set(users) == {"position", "reconciliation"}  # which show one year and no growth
