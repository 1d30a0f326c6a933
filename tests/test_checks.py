"""The checks find by themselves what is wrong with published figures; known findings only explain."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

from iidsp_analysis import schema
from iidsp_analysis.checks import CHECKS, Cell, check_figures, files, gaps, run_checks, sums, values, write_findings
from iidsp_analysis.checks.findings import Finding, explain, grouped
from iidsp_analysis.editions import Edition
from iidsp_analysis.errors import SourceError, UsageError
from iidsp_analysis.panel import Panel
from iidsp_analysis.sources import Source, read_sources

DIFFERENCES = ["region", "industry", "indicator", "period", "loaded", "embedded", "difference"]
REQUIRED = (
    "id", "producer", "table", "title", "file", "indicator", "classification", "unit", "prices", "vintage", "obtained",
    "terms", "sha256", "coverage",
)  # fmt: skip


@pytest.fixture(scope="module")
def published(project):
    folder = project / "data" / "raw"
    panel, unreadable = files.as_published(folder, read_sources(folder).values())
    assert unreadable == []
    return panel


def the(findings, check, source, industry=None):
    (only,) = (
        finding
        for finding in findings
        if (finding.check, finding.source) == (check, source) and industry in (None, finding.industry)
    )
    return only


def recorded(**changes):
    """A source of which only the id matters."""
    return Source(**{**dict.fromkeys(REQUIRED, ""), "title": {"en": "One"}, **changes})


def made(*records, **common):
    """A small published panel of ``(region, industry, period, value)``."""
    about = {
        "classification": "oked_section", "indicator": "gva", "unit": "mln KZT", "prices": "current",
        "status": "observed", "source": "bns-5927", "note": "",
    }  # fmt: skip
    rows = pd.DataFrame(records, columns=["region", "industry", "period", "value"]).assign(**{**about, **common})
    sources = {source_id: recorded(id=source_id) for source_id in {*rows["source"], "bns-5927"}}
    return Panel(rows[list(schema.COLUMNS)].astype({"value": float}), sources)


def found_in(check, panel):
    return [(finding.region, finding.industry, finding.period, round(finding.size, 4)) for finding in check(panel)]


# --- the real tables -------------------------------------------------------------------------------------------


def test_every_finding_about_the_embedded_figures_is_explained(findings):
    assert [finding.message for finding in findings if not finding.is_explained] == []


def test_no_known_finding_is_stale(project, findings):
    with (project / "data" / "raw" / "known_findings.csv").open(encoding="utf-8") as stream:
        known = list(csv.DictReader(stream))
    told = {(finding.check, finding.source, finding.region, finding.industry, finding.period) for finding in findings}
    listed = [(row["check"], row["source"], row["region"], row["industry"], row["period"]) for row in known]
    assert set(listed) == told
    assert len(listed) == len(set(listed))


def test_the_listing_stays_readable(findings):
    assert len(findings) < 60
    assert sum(finding.count for finding in findings) > 500


def test_nothing_about_the_embedded_files_is_an_error(findings):
    assert {finding.severity for finding in findings} == {"gap", "note"}


def test_the_year_2017_differs_between_the_two_tables(findings):
    manufacturing = the(findings, "two-tables", "bns-5927 bns-5931", "C")
    assert manufacturing.period == "2017"
    assert manufacturing.size == pytest.approx(189_129.6)
    assert "3.2%" in manufacturing.message
    assert the(findings, "two-tables", "bns-5927 bns-5931", "B").period == "2017"
    assert the(findings, "two-tables", "bns-5927 bns-5931", "IND").period == "2017"


def test_divisions_fall_short_of_manufacturing_in_2018_and_2019(findings):
    cells = the(findings, "parts-to-total", "bns-5931").cells
    assert [(cell.period, round(cell.size)) for cell in cells] == [("2018", 27_796), ("2019", 31_518)]


def test_the_stale_total_of_september_2022_leaves_shymkent_out(findings):
    stale = the(findings, "regions-to-country", "bns-446905", "TOTAL")
    assert (stale.period, round(stale.size, 1)) == ("2022-09", -79_770.6)
    assert "leaves out shymkent" in stale.message


def test_the_gap_of_the_sections_in_2023_is_what_the_two_cities_exported(findings):
    """Sections lack Almaty city and Shymkent, which print only a TOTAL: the gaps add up to these totals."""
    sections = next(
        finding
        for finding in findings
        if finding.source == "bns-446905" and finding.region == "KZ" and finding.count > 200
    )
    gap = pd.DataFrame(sections.cells).groupby("period")["size"].sum()
    totals = [
        cell
        for finding in findings
        if finding.check == "sections-missing" and finding.region != "KZ"
        for cell in finding.cells
    ]
    cities = pd.DataFrame(totals).groupby("period")["size"].sum()
    assert len(cities) == 12
    np.testing.assert_allclose(gap, cities, atol=2.0)


def test_placeholder_zeros_of_south_kazakhstan_are_exactly_those_of_the_ledger(project, findings):
    ledger = pd.read_csv(project / "data" / "raw" / "corrections.csv", dtype=str)
    expected = ledger[(ledger["source"] == "bns-5927") & (ledger["action"] == "set_missing")]
    zeros = [cell for finding in findings if finding.check == "unconfirmed-zero" for cell in finding.cells]
    assert {cell.region for cell in zeros} == {"south_kazakhstan"}
    assert sorted((cell.industry, cell.period) for cell in zeros) == sorted(
        zip(expected["industry"].replace("GRP", "TOTAL"), expected["period"], strict=True)
    )


def test_true_zeros_are_left_alone(findings):
    """Astana has no mine: its zeros are confirmed by the country's total and are no finding."""
    assert not any(cell.region == "astana" for f in findings if f.check == "unconfirmed-zero" for cell in f.cells)


def test_the_swapped_year_is_found_by_rank_by_whole_and_by_level(findings):
    assert the(findings, "rank-break", "bns-75044").period == "2024"
    above = the(findings, "part-above-whole", "bns-75044")
    assert (above.region, above.period) == ("mangystau", "2024")
    assert {(cell.region, cell.period) for cell in the(findings, "level-jump", "bns-75044").cells} == {
        ("astana", "2024"),
        ("ulytau", "2024"),
    }


def test_windows_of_almaty_region_jump_a_hundredfold_and_back(findings):
    jump = the(findings, "level-jump", "bns-5814", "WINDOWS_DOORS")
    assert (jump.region, jump.period) == ("almaty_region_pre2022", "2017–2018")
    assert jump.size > 100


def test_the_kept_jump_of_vodka_is_confirmed_by_the_country(published):
    """Why it is kept as printed: the regions of 1997 with it add up to the country."""
    table = sums.country_gaps(published, "bns-5814", "physical_output").set_index(["industry", "period"])
    assert abs(table.loc[("VODKA", "1997"), "gap"]) <= table.loc[("VODKA", "1997"), "tolerance"]


def test_leather_footwear_of_kyzylorda_is_the_footwear_of_mangystau(findings):
    alone = the(findings, "part-without-whole", "bns-5814")
    assert "kyzylorda 2022 has the whole of mangystau" in alone.message
    assert max(cell.size for cell in alone.cells if cell.region != "kyzylorda") < 1.5


def test_volume_indices_of_regions_meet_the_country_within_two_points_worst_in_2016(findings):
    cells = {cell.period: cell.size for cell in the(findings, "index-weights", "bns-450904").cells}
    assert min(cells, key=cells.get) == "2016"
    assert cells["2016"] == pytest.approx(-2.1, abs=0.05)
    assert "2021" not in cells  # weights on the new borders are not published


def test_the_census_and_the_back_cast_population_are_told(findings):
    assert the(findings, "population-step", "bns-6576").period == "2022"
    assert the(findings, "before-existence", "bns-6576").period == "2010–2021"


def test_the_rate_of_2025_is_missed(findings):
    assert the(findings, "years-missing", "wdi-fx").period == "2025"


def test_every_gap_that_was_found_is_carried_by_a_residual_row(project, panel, findings):
    """Found and carried are the same cells, but for what the ledger changed in between."""
    residual = panel.rows[(panel.rows["region"] == "residual") | panel.rows["industry"].str.startswith("residual_")]
    carried = {
        (row.source, row.industry.removeprefix("residual_"), row.period): row.value for row in residual.itertuples()
    }
    told = {
        (finding.source, cell.industry, cell.period): cell.size
        for finding in findings
        if finding.check in {"regions-to-country", "parts-to-total"}
        for cell in finding.cells
    }
    ledger = pd.read_csv(project / "data" / "raw" / "corrections.csv", dtype=str)
    changed = set(ledger[["source", "industry", "period"]].itertuples(index=False, name=None))
    assert set(told) ^ set(carried) == {("bns-446905", "TOTAL", "2022-09"), ("bns-75044", "C", "2024")} <= changed
    for cell in set(told) & set(carried):
        assert carried[cell] == pytest.approx(told[cell], abs=1e-6), cell


# --- each check on figures made for it -------------------------------------------------------------------------


def test_a_clean_table_has_no_finding():
    clean = [("KZ", "C", "2017", 3), ("akmola", "C", "2017", 1), ("aktobe", "C", "2017", 2)]
    assert check_figures(made(*clean, source="bns-81477", indicator="output")) == []


def test_an_empty_panel_has_no_finding():
    assert check_figures(Panel(pd.DataFrame(), {})) == []


def test_every_check_bears_a_panel_without_its_tables(published):
    """A table that cannot be read must not stop the checks of the others."""
    only = Panel(published.rows[published.rows["source"] == "bns-6576"], {"bns-6576": published.sources["bns-6576"]})
    assert {finding.source for finding in check_figures(only)} == {"bns-6576"}


@pytest.mark.parametrize("country", [3.1, 2.9])
def test_a_country_off_the_sum_of_its_regions_is_found_on_either_side(country):
    panel = made(
        ("KZ", "C", "2017", country), ("akmola", "C", "2017", 1), ("aktobe", "C", "2017", 2), source="bns-5546"
    )
    beyond = made(*panel.rows[["region", "industry", "period", "value"]].to_numpy(), source="bns-6999")
    assert found_in(sums.regions_to_country, beyond) == [("KZ", "C", "2017", round(country - 3, 4))]
    assert found_in(sums.regions_to_country, panel) == []  # table 5546 rounds to whole numbers


def test_a_total_without_any_region_is_a_gap_of_its_own_size():
    panel = made(("KZ", "C", "2017", 7), ("KZ", "C", "2018", 1), ("akmola", "C", "2018", 1), source="bns-81477")
    assert found_in(sums.regions_to_country, panel) == [("KZ", "C", "2017", 7.0)]


def test_parts_that_miss_their_total_are_found_in_the_region():
    parts = [("akmola", code, "2017", 1) for code in "BCDE"]
    assert found_in(sums.parts_to_total, made(*parts, ("akmola", "IND", "2017", 4.4))) == []
    assert found_in(sums.parts_to_total, made(*parts, ("akmola", "IND", "2017", 5))) == [("akmola", "IND", "2017", 1.0)]


def test_a_missing_part_is_no_gap():
    parts = [("akmola", code, "2017", 1) for code in "BCD"]
    assert found_in(sums.parts_to_total, made(*parts, ("akmola", "IND", "2017", 5))) == []


def test_a_territory_that_is_not_its_successors_is_found():
    family = [("south_kazakhstan", "C", "2017", 5), ("turkistan", "C", "2017", 2), ("shymkent", "C", "2017", 2)]
    assert found_in(sums.split_to_parts, made(*family)) == [("south_kazakhstan", "C", "2017", 1.0)]
    assert found_in(sums.split_to_parts, made(*family[:2])) == []


def test_grp_that_is_not_its_sections_is_found():
    sections = made(("akmola", "C", "2017", 8), ("akmola", "A", "2017", 2)).rows
    grp = made(("akmola", "TOTAL", "2017", 13), ("akmola", "NET_TAXES", "2017", 3), ("akmola", "FISIM", "2017", 1),
               indicator="grp", classification="total").rows  # fmt: skip
    panel = made()
    both = replace(panel, rows=pd.concat([sections, grp], ignore_index=True))
    assert found_in(sums.sections_to_product, both) == [("akmola", "TOTAL", "2017", 1.0)]


def test_a_zero_that_the_country_confirms_is_a_zero():
    confirmed = [("KZ", "C", "2017", 2), ("akmola", "C", "2017", 0), ("aktobe", "C", "2017", 2)]
    hidden = [("KZ", "C", "2018", 3), ("akmola", "C", "2018", 0), ("aktobe", "C", "2018", 2)]
    orphan = [("akmola", "C", "2019", 0)]
    panel = made(*confirmed, *hidden, *orphan)
    (finding,) = gaps.unconfirmed_zeros(panel)
    assert [cell.period for cell in finding.cells] == ["2018", "2019"]


def test_a_month_with_only_its_total_lacks_sections():
    trade = {"classification": "hs_section", "indicator": "exports", "unit": "thousand USD", "source": "bns-446905"}
    bare = made(
        ("akmola", "TOTAL", "2023-01", 9), ("aktobe", "TOTAL", "2023-01", 2), ("aktobe", "I", "2023-01", 2), **trade
    )
    assert found_in(gaps.sections_missing, bare) == [("akmola", "TOTAL", "2023-01", 9.0)]


def test_a_hole_in_an_annual_series_is_found_also_at_its_end():
    panel = made(("KZ", "C", "2015", 1), ("KZ", "C", "2017", 1), ("KZ", "B", "2018", 1), source="bns-81477")
    (finding,) = gaps.years_missing(panel)
    assert [(cell.industry, cell.period) for cell in finding.cells] == [("C", "2016"), ("C", "2018")]


def test_missing_divisions_are_counted():
    divisions = [("KZ", str(code), "2017", 1) for code in range(10, 33)]
    (finding,) = gaps.divisions_missing(made(*divisions, classification="oked_division"))
    assert (finding.industry, finding.size) == ("33", 1.0)


def test_a_region_printed_before_it_existed_is_a_back_cast():
    panel = made(
        ("abai", "C", "2021", 1), ("abai", "C", "2022", 1), ("abai", "C", "2022-05", 1), ("abai", "C", "2022-06", 1)
    )
    (finding,) = gaps.printed_before_existing(panel)
    assert [cell.period for cell in finding.cells] == ["2021", "2022-05"]


def test_a_part_above_its_whole_is_found():
    shoes = {"indicator": "physical_output", "classification": "product", "unit": "pairs", "source": "bns-5814"}
    panel = made(("akmola", "LEATHER_FOOTWEAR", "2017", 3), ("akmola", "FOOTWEAR", "2017", 2), **shoes)
    assert found_in(values.parts_above_whole, panel) == [("akmola", "LEATHER_FOOTWEAR", "2017", 1.0)]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ([10, 4000, 11], ["2011"]),
        ([10, 4000, 4100, 100], ["2011", "2012"]),
        ([4000, 10, 4100], ["2011"]),
        ([10, 4000, 3900], []),  # a new level
        ([10, 300, 11], []),  # thirtyfold is not a slip of the decimal point
    ],
)
def test_a_jump_and_return_is_found_and_a_new_level_is_not(line, years):
    periods = [str(2010 + at) for at in range(len(line))]
    region = [("akmola", "C", period, value) for period, value in zip(periods, line, strict=True)]
    country = [("KZ", "C", period, 10_000) for period in periods]
    cells = [cell for finding in values.level_jumps(made(*region, *country)) for cell in finding.cells]
    assert [cell.period for cell in cells] == years


def test_a_jump_that_moves_nothing_in_the_country_is_no_finding():
    region = [("akmola", "C", str(2010 + at), value) for at, value in enumerate([10, 4000, 11])]
    country = [("KZ", "C", str(2010 + at), 1_000_000) for at in range(3)]
    assert values.level_jumps(made(*region, *country)) == []


def ranked(*orders):
    names = [f"r{at}" for at in range(len(orders[0]))]
    records = [
        (name, "C", str(2010 + year), value)
        for year, order in enumerate(orders)
        for name, value in zip(names, order, strict=True)
    ]
    return made(*records)


def test_swapped_regions_break_the_order_of_the_years():
    order = list(range(1, 13))
    swapped = order[6:] + order[:6]
    (finding,) = values.ranks_out_of_order(ranked(order, swapped, order))
    assert finding.period == "2011"
    assert len(finding.cells) == 12


def test_a_lasting_new_order_is_no_swap():
    order = list(range(1, 13))
    changed = order[6:] + order[:6]
    assert values.ranks_out_of_order(ranked(order, changed, changed)) == []


def test_an_impossible_index_is_found():
    index = {"indicator": "production_volume_index", "unit": "% of previous year", "source": "bns-5792"}
    panel = made(("KZ", "22", "1998", 2.4), ("KZ", "24", "1998", 90), **index)
    assert found_in(values.index_range, panel) == [("KZ", "22", "1998", 2.4)]


# --- files -----------------------------------------------------------------------------------------------------


@pytest.fixture
def small_raw(tmp_path):
    """A raw folder with one table of two cells."""
    content = b"region,industry,period,value\nKZ,TOTAL,2017,2\nAKM,TOTAL,2017,2\n"
    (tmp_path / "people.csv").write_bytes(content)
    about = {
        "id": "bns-6576", "producer": "BNS", "table": "6576", "title": {"en": "P", "ru": "Н"}, "file": "people.csv",
        "indicator": "population", "classification": "total", "unit": "persons", "prices": "-", "vintage": "2026-09",
        "obtained": "by hand", "terms": "cite", "sha256": hashlib.sha256(content).hexdigest(), "coverage": "2017",
    }  # fmt: skip
    (tmp_path / "sources.yml").write_text(yaml.safe_dump([about]), encoding="utf-8")
    return tmp_path


def changed_and_unlisted(folder):
    sources = list(read_sources(folder).values())
    return [*files.changed_files(folder, sources), *files.unlisted_files(folder, sources)]


def test_recorded_files_are_no_finding(small_raw):
    assert changed_and_unlisted(small_raw) == []


def test_one_changed_byte_is_an_error_that_names_the_file(small_raw):
    with (small_raw / "people.csv").open("ab") as stream:
        stream.write(b"\n")
    (finding,) = changed_and_unlisted(small_raw)
    assert (finding.check, finding.severity, finding.is_explained) == ("checksum", "error", False)
    assert "people.csv" in finding.message


def test_a_missing_file_is_an_error(small_raw):
    (small_raw / "people.csv").unlink()
    (finding,) = changed_and_unlisted(small_raw)
    assert "missing" in finding.message


def test_a_file_of_unknown_origin_is_noted(small_raw):
    (small_raw / "mine.xlsx").write_bytes(b"x")
    (finding,) = changed_and_unlisted(small_raw)
    assert (finding.check, finding.severity, finding.source) == ("unlisted", "note", "mine.xlsx")


def test_a_fetched_file_is_recorded_beside_itself(small_raw):
    (small_raw / "bns_5931_2026-09-01.xlsx").write_bytes(b"x")
    record = small_raw / "bns_5931_2026-09-01.xlsx.yml"
    record.write_text(yaml.safe_dump({"sha256": hashlib.sha256(b"x").hexdigest()}), encoding="utf-8")
    assert changed_and_unlisted(small_raw) == []
    record.write_text(yaml.safe_dump({"sha256": "0" * 64}), encoding="utf-8")
    (finding,) = changed_and_unlisted(small_raw)
    assert finding.check == "checksum"


def test_a_table_that_cannot_be_read_is_a_finding_with_its_line(small_raw):
    path = small_raw / "people.csv"
    path.write_text("region,industry,period,value\nKZ,TOTAL,2017,many\n", encoding="utf-8")
    entry = yaml.safe_load((small_raw / "sources.yml").read_text(encoding="utf-8"))
    entry[0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (small_raw / "sources.yml").write_text(yaml.safe_dump(entry), encoding="utf-8")
    panel, (finding,) = files.as_published(small_raw, read_sources(small_raw).values())
    assert panel.rows.empty
    assert "line 2" in finding.message


def test_a_ledger_that_no_longer_fits_breaks_the_contract(small_raw):
    (small_raw / "corrections.csv").write_text(
        "source,region,industry,period,action,reason,expected_old_value\nbns-6576,AKM,TOTAL,2017,flag,why,3\n",
        encoding="utf-8",
    )
    (finding,), editions = files.contract(small_raw)
    assert "expected 3 and found 2.0" in finding.message
    assert editions == ()


def test_run_checks_goes_on_after_a_spoilt_file(project, tmp_path):
    """A changed table is an error; the other tables are still checked, and explained findings stay explained."""
    for path in (project / "data" / "raw").rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(project / "data" / "raw")
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    spoilt = tmp_path / "bns" / "446905_exports_by_region_and_hs_section.csv"
    spoilt.write_bytes(spoilt.read_bytes().replace(b"24943.3", b"24943.4"))
    found = run_checks(tmp_path)
    assert (found[0].check, found[0].source, found[0].severity) == ("checksum", "bns-446905", "error")
    assert [finding.check for finding in found if not finding.is_explained] == ["checksum"]
    assert any(finding.check == "two-tables" for finding in found)


def test_a_newer_edition_is_told_with_its_largest_change_and_is_what_is_checked():
    embedded = made(("KZ", "C", "2017", 3), ("akmola", "C", "2017", 1), ("aktobe", "C", "2017", 2))
    newer = made(("akmola", "C", "2017", 1.5), source="bns-5927@bns_5927.xlsx").rows
    difference = pd.DataFrame([("akmola", "C", "gva", "2017", 1.5, 1.0, 0.5)], columns=DIFFERENCES)
    about = recorded(id="bns-5927@bns_5927.xlsx", file="bns/bns_5927.xlsx", table="5927", unit="mln KZT")
    edition = Edition(about, newer, difference)
    (note,) = files.newer_editions([edition])
    assert (note.size, note.unit, note.is_explained) == (0.5, "mln KZT", True)
    assert "changes 1 numbers of table 5927" in note.message
    assert found_in(sums.regions_to_country, files.with_editions(embedded, [edition])) == [("KZ", "C", "2017", -0.5)]


# --- explanations and writing ----------------------------------------------------------------------------------

FINDING = Finding(
    "two-tables", "gap", "bns-1", "KZ", "C", "2017", 10.0, "mln KZT", "They differ.", (Cell("KZ", "C", "2017", 10.0),)
)
KNOWN = "check,source,region,industry,period,cells,size,tolerance,trap,explanation\n"


@pytest.mark.parametrize(
    ("entry", "is_explained"),
    [
        ("two-tables,bns-1,KZ,C,2017,1,10,0.1,T01,Older vintage.", True),
        ("two-tables,bns-1,KZ,C,2017,1,10.05,0.1,T01,Older vintage.", True),
        ("two-tables,bns-1,KZ,C,2017,1,11,0.1,T01,Older vintage.", False),  # it has grown
        ("two-tables,bns-1,KZ,C,2017,2,10,0.1,T01,Older vintage.", False),  # there were two cells
        ("two-tables,bns-1,KZ,C,2018,1,10,0.1,T01,Older vintage.", False),
        ("two-tables,bns-1,KZ,B,2017,1,10,0.1,T01,Older vintage.", False),
        ("parts-to-total,bns-1,KZ,C,2017,1,10,0.1,T01,Older vintage.", False),
    ],
)
def test_an_explanation_holds_for_its_place_and_size_only(tmp_path, entry, is_explained):
    (tmp_path / "known_findings.csv").write_text(KNOWN + entry + "\n", encoding="utf-8")
    (finding,) = explain([FINDING], tmp_path)
    assert finding.is_explained is is_explained
    assert finding.trap == ("T01" if is_explained else "")


def test_without_a_list_nothing_is_explained(tmp_path):
    assert explain([FINDING], tmp_path) == [FINDING]


def test_a_list_of_other_columns_is_refused(tmp_path):
    (tmp_path / "known_findings.csv").write_text("check,source\n", encoding="utf-8")
    with pytest.raises(SourceError, match="must have the columns"):
        explain([FINDING], tmp_path)


def test_many_cells_become_few_findings_and_none_is_lost():
    cells = pd.DataFrame(
        [("KZ", code, str(year), year - 2000, "t") for code in ("X", "Y") for year in range(2010, 2015)]
        + [("KZ", "Z", "2012", -99.0, "t")],
        columns=["region", "industry", "period", "size", "unit"],
    )
    together = grouped("c", "gap", "s", cells, "{where}: {size} {unit}")
    assert [(f.industry, f.period, f.size, f.count) for f in together] == [
        ("X Y", "2010–2014", 14.0, 10),
        ("Z", "2012", -99.0, 1),
    ]
    assert together[1].message == "KZ · Z · 2012: 99 t"
    assert [f.industry for f in grouped("c", "gap", "s", cells, "", by="industry")] == ["X", "Y", "Z"]
    (one,) = grouped("c", "gap", "s", cells, "", by="table", counted=True)
    assert (one.size, one.count) == (11.0, 11)


def test_the_table_numbers_explanations_and_counts_what_is_unexplained():
    explained = replace(FINDING, explanation="Older vintage.", trap="T01")
    text = write_findings([explained, replace(FINDING, source="bns-2")], "table")
    assert "[1] Older vintage. (T01)" in text
    assert "UNEXPLAINED two-tables, bns-2: They differ." in text
    assert text.endswith("2 findings, 1 unexplained.")


def test_no_findings_are_a_table_too():
    assert write_findings([], "table").strip() == "0 findings, 0 unexplained."


def test_csv_has_a_line_for_every_guilty_cell(findings):
    lines = list(csv.DictReader(io.StringIO(write_findings(findings, "csv"))))
    assert len(lines) == sum(finding.count for finding in findings)
    assert {"check", "source", "region", "industry", "period", "size", "unit", "explanation"} <= set(lines[0])


def test_json_can_be_read_back(findings):
    told = json.loads(write_findings(findings, "json"))
    assert len(told) == len(findings)
    assert all(entry["is_explained"] for entry in told)
    assert told[0]["cells"][0].keys() == {"region", "industry", "period", "size"}


def test_another_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="table, csv, json"):
        write_findings([], "xml")


def test_every_check_has_a_sentence_that_says_what_it_lists():
    assert all(check.__doc__ for check in CHECKS)


def test_a_plan_is_the_users_own_file_and_a_broken_one_is_a_finding(small_raw):
    plan = small_raw / "plans" / "exports.csv"
    plan.parent.mkdir()
    plan.write_text("region,year,plan,unit,definition,act,note\nAKM,2017,96.5,mln USD,,,\n", encoding="utf-8")
    assert changed_and_unlisted(small_raw) == []
    assert files.refused_plans(small_raw) == []
    plan.write_text("region,year,plan,unit,definition,act,note\nAKM,2017,96.5,mln KZT,,,\n", encoding="utf-8")
    (finding,) = files.refused_plans(small_raw)
    assert (finding.check, finding.source) == ("unreadable", "plans")
    assert "USD" in finding.message
