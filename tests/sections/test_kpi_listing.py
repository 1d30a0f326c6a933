"""The listing of the programme's indicators: text, CSV and JSON with the same rows, every unverified target marked."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors import programme_targets
from iidsp_analysis.sections import kpi_listing
from iidsp_analysis.sections.kpi_listing import Request, listing
from iidsp_analysis.sections.programme_figures import programme_of
from tests.sections.reports import report

KEYS = {
    "region", "region_code", "indicator", "programme", "edition", "base_year", "target_year", "year", "fact", "unit",
    "index_to_base", "target", "path", "distance", "required_rate_pct", "light", "verified", "flags", "source",
}  # fmt: skip
MORE = {"name", "form", "distance_pct", "part_of_national_change_pp", "part_of_national_gap_pp"}


@pytest.fixture
def ask(panel, monkeypatch, tmp_path):
    """Ask for a listing of the embedded figures, without a user's file."""

    def opened(*, region, year, borders, as_of, language):
        context = report(panel, region=region, year=year, borders=borders, language=language, trade=True)
        return replace(context, as_of=as_of, panel=context.panel.until(as_of)) if as_of else context

    monkeypatch.setattr(kpi_listing, "open_report", opened)
    monkeypatch.setattr(programme_targets.folders, "raw", lambda: tmp_path)
    return lambda region="KZ", **options: listing(Request(region, **options))


def told_json(text):
    """JSON as the standard has it: NaN and Infinity are refused."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def row_of(rows, indicator, base):
    (row,) = [row for row in rows if (row["indicator"], row["base_year"]) == (indicator, base) and row["programme"]]
    return row


def test_json_rows(ask):
    rows = told_json(ask(output="json"))
    assert all(set(row) == KEYS | MORE for row in rows)
    exports = row_of(rows, "processed_exports", 2015)
    assert (exports["region"], exports["region_code"], exports["target_year"]) == ("KZ", "KZ", 2019)
    assert (exports["unit"], exports["light"], exports["verified"]) == ("mln USD", "green", False)
    assert exports["flags"] == ["unverified", "embedded_edition"]
    assert exports["fact"] == pytest.approx(13370.8, abs=0.05)
    assert exports["distance"] == pytest.approx(exports["fact"] - exports["target"])
    assert exports["target"] == pytest.approx(exports["fact"] / exports["index_to_base"] * 119, rel=1e-6)
    assert exports["source"] == "bns-446905"


def test_missing_is_null_and_grey(ask):
    for row in told_json(ask(output="json")):
        numbers = [value for value in row.values() if isinstance(value, float)]
        assert all(map(math.isfinite, numbers))
        assert (row["light"] == "grey") == (row["fact"] is None or row["path"] is None)
        assert row["target"] is None or row["programme"]


def test_a_region_gets_its_part_and_no_light(ask):
    rows = told_json(ask("AKM", output="json"))
    assert {row["light"] for row in rows} == {"grey"}
    assert {row["target"] for row in rows} == {None}
    exports = row_of(rows, "processed_exports", 2015)
    assert "national_target" in exports["flags"]
    assert exports["part_of_national_change_pp"] == pytest.approx(-0.46, abs=0.005)


def test_a_later_year_names_the_year_judged(ask):
    rows = told_json(ask(output="json", year=2022))
    employment = row_of(rows, "employment", 2012)
    assert employment["year"] == 2019
    assert "after_target_year" in employment["flags"]
    line = next(line for line in ask(year=2022).splitlines() if line.startswith("Employment in manufacturing"))
    assert "  2019  " in line


def exports_as_of(ask, month):
    return row_of(told_json(ask(as_of=month, output="json")), "processed_exports", 2015)


def test_exports_follow_the_publication_lag_of_the_listing_of_exports(ask):
    # A hearing in March 2018 knows December 2017 (see last_month_known), one in February does not.
    whole, short = exports_as_of(ask, "2018-03"), exports_as_of(ask, "2018-02")
    assert whole["fact"] == pytest.approx(13370.8, abs=0.05)
    assert (short["fact"], short["index_to_base"], short["light"]) == (None, None, "grey")
    assert "year_missing" in short["flags"]
    assert exports_as_of(ask, "2018-01")["fact"] is None


def test_other_tables_keep_their_years_as_of_a_month(ask):
    (employment,) = [row for row in told_json(ask(as_of="2018-01", output="json"))
                     if (row["indicator"], row["base_year"]) == ("employment", 2015)]  # fmt: skip
    assert employment["fact"] == pytest.approx(581.6, abs=0.05)


def test_the_lights_by_definition_follow_the_lag_too(ask):
    assert "depends on their definition" in ask(as_of="2018-03")
    assert "depends on their definition" not in ask(as_of="2018-02")


def test_a_report_keeps_its_cut(ask, panel):
    context = replace(report(panel, trade=True), as_of="2018-01")
    context = replace(context, panel=context.panel.until("2018-01"))
    exports = programme_of(context).book.facts("processed_exports").values
    assert exports[2017] == pytest.approx(13370.8, abs=0.05)


def test_the_heading_names_the_month_and_the_edition(ask):
    heading = ask(as_of="2018-02").split("\n\n")[0]
    assert heading.startswith("Republic of Kazakhstan, 2017, borders of 2014, as of 2018-02\n")
    assert "months up to 2017-11" in heading
    assert "The figures are of the edition shipped with this program (" in heading
    assert "table 446905, edition 2026-09" in heading
    assert "not those known in February 2018." in heading
    plain = ask().split("\n\n")[0]
    assert plain.startswith("Republic of Kazakhstan, 2017, borders of 2014\n")
    assert "edition shipped with this program" in plain
    assert "as of" not in plain
    assert "not those known" not in plain


def test_every_row_with_a_figure_marks_the_embedded_edition(ask):
    for row in told_json(ask(output="json")):
        assert ("embedded_edition" in row["flags"]) == row["source"].startswith("bns-")
    assert "embedded_edition" not in ask()


def test_a_table_with_nothing_yet_is_not_called_not_loaded(ask):
    rows = {row["indicator"]: row for row in told_json(ask(output="json", year=2010))}
    for name in ("processed_exports", "technology_share", "productivity"):
        assert "nothing_published_yet" in rows[name]["flags"]
        assert "not_loaded" not in rows[name]["flags"]
    assert "not_loaded" in rows["energy_intensity"]["flags"]
    assert rows["employment"]["flags"] == ["no_target", "base_missing", "embedded_edition"]
    line = next(line for line in ask(year=2010).splitlines() if line.startswith("Processed exports "))
    assert line.endswith("no target; nothing published up to this year")


def test_csv_has_the_same_rows(ask):
    rows = list(csv.DictReader(io.StringIO(ask(output="csv"))))
    as_json = told_json(ask(output="json"))
    assert [row["indicator"] for row in rows] == [row["indicator"] for row in as_json]
    assert set(rows[0]) == KEYS | MORE
    assert not {"nan", "None", "<NA>"} & {value for row in rows for value in row.values()}
    assert {row["base_year"] for row in rows} == {"2008", "2012", "2015", ""}
    assert "unverified" in rows[0]["flags"]


def test_the_table_marks_and_explains(ask):
    text = ask()
    assert text.startswith("Republic of Kazakhstan, 2017, borders of 2014")
    with_target = [line for line in text.splitlines() if "IIDSP 2015–2019" in line]
    assert len(with_target) == 10
    assert all("unverified" in line for line in with_target)
    assert "conventions of this project" in text
    assert "from memory" in text
    assert "Without a figure: " in text
    assert "The light of processed exports depends on their definition." in text
    assert not any(word in text for word in ("nan", "None", "{", "no_target"))


def test_a_russian_table(ask):
    assert "Республика Казахстан" in ask(language="ru")


def test_an_unknown_format_is_refused(ask):
    with pytest.raises(UsageError, match="table, csv, json"):
        ask(output="xml")
