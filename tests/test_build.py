"""A build writes one whole panel or nothing, and knows when the raw tables have changed."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from iidsp_analysis import build, schema
from iidsp_analysis.errors import SchemaError, SourceError

SMALL = ("bns-6576", "wdi-fx")
LEDGER = "source,region,industry,period,action,reason,expected_old_value\n"


@pytest.fixture
def raw(project, tmp_path):
    """A raw folder with two small tables and an empty ledger."""
    import yaml

    source_folder, folder = project / "data" / "raw", tmp_path / "raw"
    (folder / "bns").mkdir(parents=True)
    entries = yaml.safe_load((source_folder / "sources.yml").read_text(encoding="utf-8"))
    chosen = [entry for entry in entries if entry["id"] in SMALL]
    for entry in chosen:
        shutil.copy(source_folder / entry["file"], folder / entry["file"])
    (folder / "sources.yml").write_text(yaml.safe_dump(chosen, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture
def alone(monkeypatch):
    """Gaps are measured in tables that the small folder does not have."""
    monkeypatch.setattr(build.additivity, "residual_rows", lambda panel: panel.rows.head(0))


@pytest.fixture
def processed(tmp_path):
    return tmp_path / "processed"


@pytest.mark.usefixtures("alone")
class TestSmall:
    def test_a_build_writes_the_panel_and_tells_its_size(self, raw, processed):
        built = build.build_panel(raw, processed)
        rows = pd.read_parquet(built.path)
        assert built.path == processed / "panel.parquet"
        assert (built.rows, built.tables, built.corrected) == (len(rows), 2, 0)
        assert list(rows.columns) == list(schema.COLUMNS)

    def test_the_same_raw_folder_gives_the_same_bytes(self, raw, processed, tmp_path):
        first = build.build_panel(raw, processed)
        second = build.build_panel(raw, tmp_path / "again")
        assert first.key == second.key
        assert first.path.read_bytes() == second.path.read_bytes()

    def test_loading_builds_what_is_absent_and_keeps_what_is_fresh(self, raw, processed):
        loaded = build.load(raw, processed)
        written = (processed / "panel.parquet").stat().st_mtime_ns
        again = build.load(raw, processed)
        assert (processed / "panel.parquet").stat().st_mtime_ns == written
        pd.testing.assert_frame_equal(loaded.rows, again.rows)
        assert set(again.sources) == set(SMALL)

    def test_loading_rebuilds_after_any_change_below_raw(self, raw, processed):
        build.load(raw, processed)
        key = (processed / "panel.key").read_text(encoding="utf-8")
        (raw / "corrections.csv").write_text(LEDGER + "wdi-fx,KZ,TOTAL,2010,set_missing,why,147.4\n", encoding="utf-8")
        rate = build.load(raw, processed).select("exchange_rate").rows.set_index("period")["value"]
        assert pd.isna(rate["2010"])
        assert (processed / "panel.key").read_text(encoding="utf-8") != key

    def test_loading_rebuilds_a_deleted_panel(self, raw, processed):
        build.load(raw, processed)
        (processed / "panel.parquet").unlink()
        assert len(build.load(raw, processed).rows) > 300

    @pytest.mark.parametrize("table", ["6576_population.csv", "exchange_rate.csv"])
    def test_a_failed_build_leaves_the_last_panel_as_it_was(self, raw, processed, table):
        build.build_panel(raw, processed)
        before = {path.name: path.read_bytes() for path in processed.iterdir()}
        with (raw / "bns" / table).open("a", encoding="utf-8") as stream:
            stream.write("KZ,TOTAL,2030,1\n")
        with pytest.raises(SourceError, match="changed"):
            build.build_panel(raw, processed)
        assert {path.name: path.read_bytes() for path in processed.iterdir()} == before

    def test_a_build_that_dies_while_writing_leaves_no_half_file(self, raw, processed, monkeypatch):
        build.build_panel(raw, processed)
        before = {path.name: path.read_bytes() for path in processed.iterdir()}

        def die(*arguments, **options):
            raise OSError("disk full")

        monkeypatch.setattr(pd.DataFrame, "to_parquet", die)
        with pytest.raises(OSError, match="disk full"):
            build.build_panel(raw, processed)
        assert {path.name: path.read_bytes() for path in processed.iterdir()} == before

    def test_a_ledger_about_unknown_sources_is_refused(self, raw, processed):
        (raw / "corrections.csv").write_text(LEDGER + "bns-1,KZ,TOTAL,2010,flag,why,1\n", encoding="utf-8")
        with pytest.raises(SourceError, match="bns-1"):
            build.build_panel(raw, processed)
        assert not processed.exists()

    def test_the_key_depends_on_names_and_contents(self, raw):
        key = build.raw_key(raw)
        extra = raw / "bns" / "note.txt"
        extra.write_text("1", encoding="utf-8")
        with_note = build.raw_key(raw)
        extra.rename(extra.with_name("other.txt"))
        assert len({key, with_note, build.raw_key(raw)}) == 3


# --- the whole panel -------------------------------------------------------------------------------------------


def test_every_entry_of_the_ledger_is_one_cell_that_carries_its_reason(project, panel):
    corrected = panel.rows[panel.rows["note"].str.startswith("corrected")]
    ledger = pd.read_csv(project / "data" / "raw" / "corrections.csv", dtype=str)
    assert len(corrected) == len(ledger)
    assert sorted(corrected["note"].str.split(": ", n=1).str[1]) == sorted(ledger["reason"])
    zeros = corrected[corrected["note"].str.contains("placeholder zero")]
    assert len(zeros) == 38
    assert zeros["value"].isna().all()


def test_the_stale_total_is_the_sum_of_the_regions(panel):
    month = panel.select("exports", industries=["TOTAL"]).rows.query("period == '2022-09'").set_index("region")
    assert month.loc["KZ", "value"] == pytest.approx(month.drop("KZ")["value"].sum())
    assert month.loc["KZ", "value"] == pytest.approx(7_435_243.3 + 79_770.6)
    assert month.loc["KZ", "status"] == "derived"


def test_the_missing_sections_of_that_month_are_the_sums_of_the_regions(panel):
    month = panel.select("exports").rows.query("period == '2022-09' and industry != 'TOTAL'")
    sums = month[month["region"] != "KZ"].groupby("industry")["value"].sum()
    country = month[month["region"] == "KZ"].set_index("industry")["value"]
    pd.testing.assert_series_equal(
        country.sort_index(), sums.sort_index(), check_names=False, check_index_type=False, atol=1e-6
    )
    assert country.sum() == pytest.approx(7_435_243.3 + 79_770.6, abs=1.1)


def test_sections_that_were_not_published_are_absent_not_zero(panel):
    exports = panel.select("exports").rows
    for region in ("almaty_city", "shymkent"):
        year = exports[(exports["region"] == region) & exports["period"].str.startswith("2023")]
        assert set(year["industry"]) == {"TOTAL"}


def test_every_number_has_a_known_source(panel):
    assert set(panel.rows["source"]) == set(panel.sources)


def test_a_panel_can_be_used_as_six_lines_of_a_readme_would(panel):
    manufacturing = panel.select("gva", industries=["C"], source="bns-5927", regions=["akmola", "KZ"])
    shares = manufacturing.wide("region")
    assert (shares["akmola"] / shares["KZ"]).between(0.03, 0.07).all()
    assert replace(manufacturing).unit == "mln KZT"


def test_negative_people_are_refused_by_the_build(project, tmp_path, monkeypatch):
    rows = pd.DataFrame({"region": ["AKM"], "industry": ["TOTAL"], "period": ["2017"], "value": [-1.0]})
    loaded = rows.assign(note="", status="observed")
    monkeypatch.setattr(build.embedded, "read_table", lambda source, folder: loaded)
    monkeypatch.setattr(build.additivity, "residual_rows", lambda panel: panel.rows.head(0))
    monkeypatch.setattr(build, "read_sources", lambda folder: {"bns-6576": _population(project)})
    with pytest.raises(SchemaError, match="below zero"):
        build.assemble(tmp_path)


def _population(project):
    from iidsp_analysis.sources import read_sources

    return read_sources(project / "data" / "raw")["bns-6576"]
