"""Newer editions: a dropped file replaces embedded cells of its own table, and nothing else."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from iidsp_analysis import build, schema
from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.sections import growth, industry_page, position
from iidsp_analysis.sections.context import open_report
from tests.loaders import workbooks

KEY = [schema.REGION, schema.INDUSTRY, schema.CLASSIFICATION, schema.PERIOD, schema.INDICATOR]
MORE = 1000.0


@pytest.fixture(scope="module")
def raw(project, reference, tmp_path_factory):
    """The project's raw folder with three dropped workbooks, each with one changed figure, and one unreadable table."""
    folder = tmp_path_factory.mktemp("editions") / "raw"
    shutil.copytree(project / "data" / "raw", folder)
    shutil.copy(reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx", folder / "bns")
    sections = workbooks.section_figures(reference)
    sections["PVL", "C", 2017] += MORE
    workbooks.write(folder / "bns" / "bns_5927_newer.xlsx", workbooks.table_5927(sections))
    divisions = workbooks.division_figures(reference)
    divisions["KZ", "24", 2017] += MORE
    book = workbooks.table_5931(divisions, workbooks.division_names(reference))
    workbooks.write(folder / "bns" / "bns_5931_regions.xlsx", book)
    (folder / "bns" / "701625_volume.xlsx").write_bytes(b"not read yet")
    return folder


@pytest.fixture(scope="module")
def built(raw):
    """The build over that folder, with the panel as a report reads it."""
    processed = raw.parent / "processed"
    made = build.build_panel(raw, processed)
    return SimpleNamespace(made=made, panel=build.load(raw, processed), folder=processed)


def _cell(panel, source, region, industry, period):
    rows = panel.select("gva", source=source, regions=[region], industries=[industry]).rows
    return rows[rows[schema.PERIOD] == period].squeeze()


def test_differences_are_counted_by_file(built):
    # SOURCE.md: 21 preliminary cells of 2023 differ in the workbook of table 5923.
    assert built.made.editions == {
        "bns/bns_5923_gross_regional_product_en.xlsx": 21,
        "bns/bns_5927_newer.xlsx": 1,
        "bns/bns_5931_regions.xlsx": 1,
    }


def test_a_table_without_a_loader_is_named_and_stops_nothing(built):
    assert built.made.unread == ("701625_volume.xlsx",)
    assert not any("701625" in source for source in built.panel.sources)


def test_another_table_of_the_same_figures_replaces_nothing(built, panel):
    old = panel.select("grp", source="bns-5927").rows.set_index(KEY)[schema.VALUE].dropna()
    now = built.panel.select("grp", source="bns-5927").rows.set_index(KEY)[schema.VALUE]
    assert now[old.index].equals(old)
    added = built.panel.rows[built.panel.rows[schema.SOURCE].str.startswith("bns-5923@")]
    assert len(added) == 552
    assert added[schema.PERIOD].min() < old.index.get_level_values(schema.PERIOD).min()


def test_a_changed_figure_takes_the_place_of_the_embedded_one(built, panel):
    for source, region, industry in (("bns-5927", "pavlodar", "C"), ("bns-5931", "KZ", "24")):
        old = _cell(panel, source, region, industry, "2017")
        now = _cell(built.panel, source, region, industry, "2017")
        assert now[schema.VALUE] == pytest.approx(old[schema.VALUE] + MORE)
        assert now[schema.SOURCE].startswith(f"{source}@")


def test_every_other_figure_of_the_table_is_the_same(built, panel):
    old = panel.select("gva", source="bns-5927").rows.set_index(KEY)[schema.VALUE]
    now = built.panel.select("gva", source="bns-5927").rows.set_index(KEY)[schema.VALUE].reindex(old.index)
    differing = old.index[(old != now) & ~(old.isna() & now.isna())]
    assert differing.to_list() == [("pavlodar", "C", "oked_section", "2017", "gva")]


def test_no_cell_stands_twice(built):
    rows = built.panel.rows
    table = rows[schema.SOURCE].str.split("@").str[0]
    assert not rows.assign(table=table).duplicated([*KEY, "table"]).any()


def test_placeholders_of_a_newer_edition_are_missing_too(built):
    rows = built.panel.rows
    rows = rows[(rows[schema.REGION] == "south_kazakhstan") & (rows[schema.SOURCE] == "bns-5927@bns_5927_newer.xlsx")]
    corrected = rows[rows[schema.NOTE].str.startswith("corrected (set_missing)")]
    assert len(corrected) == 38
    assert corrected[schema.VALUE].isna().all()
    assert not (rows[schema.VALUE] == 0).any()


def test_the_caption_cites_the_edition(built, panel):
    context = open_report(region="PVL", language="en", panel=built.panel)
    edition = next(source for source in built.panel.sources.values() if source.id == "bns-5927@bns_5927_newer.xlsx")
    assert edition.vintage != built.panel.sources["bns-5927"].vintage
    assert f"BNS table 5927, edition {edition.vintage}" in position.position(context).caption


def test_merged_regions_stay_whole(built, panel):
    for source in (built.panel, panel):
        context = open_report(region="YKO", year=2024, language="en", panel=source)
        found = growth.growth_of(context, "south_kazakhstan")
        assert found.change("tenge", "2024") == pytest.approx(1.680, abs=5e-4)
        assert np.isfinite(found.change("volume", "2024"))


def test_regions_of_an_industry_are_ranked_once_the_table_is_there(built, open_context):
    result = industry_page.regions(open_report(language="en", panel=built.panel), "24")
    assert not result.is_missing
    assert result.values["regions"] == 16
    assert result.frame["gva"].is_monotonic_decreasing
    assert result.sources == ("bns-5931@bns_5931_regions.xlsx",)
    assert industry_page.regions(open_context(), "24").is_missing


@pytest.mark.parametrize(
    ("name", "content"),
    [("bns_5927_broken.xlsx", b"PK\x03\x04 cut short"), ("figures.xlsx", b"no workbook"), ("450904.xlsx", b"")],
)
def test_a_broken_file_leaves_the_last_panel_as_it_was(raw, built, name, content):
    before = {path.name: path.read_bytes() for path in built.folder.iterdir()}
    broken = raw / "bns" / name
    broken.write_bytes(content)
    try:
        with pytest.raises(WorkbookError, match=name):
            build.build_panel(raw, built.folder)
    finally:
        broken.unlink()
    assert {path.name: path.read_bytes() for path in built.folder.iterdir()} == before
