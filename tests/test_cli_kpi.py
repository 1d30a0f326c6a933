"""The command kpi as typed: output, exit codes, and refusals of one sentence."""

from __future__ import annotations

import csv
import io
import json

import pytest

from iidsp_analysis.monitors import programme_targets
from iidsp_analysis.reference.target_records import COLUMNS
from iidsp_analysis.sections import context as contexts
from iidsp_analysis.sections import kpi_listing
from tests.sections.reports import report
from tests.test_cli import refused, spoken

USAGE, DATA, REGIONS = 2, 3, 4


@pytest.fixture
def raw(panel, monkeypatch, tmp_path):
    """The embedded panel without a build on disk, and a raw folder for the user's file of targets."""
    monkeypatch.setattr(contexts.build, "load", lambda: panel)
    monkeypatch.setattr(kpi_listing, "open_report", _opened(panel, kpi_listing.open_report))
    monkeypatch.setattr(programme_targets.folders, "raw", lambda: tmp_path)
    (tmp_path / "plans").mkdir()
    return tmp_path


def _opened(panel, open_report):
    """open_report checks the words; the figures are put on their borders once a session."""

    def opened(*, region, year, borders, as_of, language):
        if as_of or not 2010 <= year <= 2025:
            return open_report(region=region, year=year, borders=borders, as_of=as_of, language=language)
        return report(panel, region=region, year=year, borders=borders, language=language, trade=True)

    return opened


@pytest.mark.usefixtures("raw")
class TestKpi:
    def test_the_country_is_asked_for_by_default(self, capsys):
        code, out, err = spoken(capsys, "kpi")
        assert (code, err) == (0, "")
        assert out.startswith("Republic of Kazakhstan, 2017, borders of 2014")
        assert "unverified" in out

    def test_json_can_be_parsed(self, capsys):
        code, out, _ = spoken(capsys, "kpi", "--region", "AKM", "--year", "2018", "--format", "json")
        rows = json.loads(out, parse_constant=lambda name: pytest.fail(name))
        assert code == 0
        assert {row["region_code"] for row in rows} == {"AKM"}

    def test_csv_can_be_parsed(self, capsys):
        _, out, _ = spoken(capsys, "kpi", "--format", "csv")
        assert len(list(csv.DictReader(io.StringIO(out)))) > 10

    def test_the_date_cuts_the_figures(self, capsys):
        code, out, _ = spoken(capsys, "kpi", "--as-of", "2018-03", "--format", "json")
        assert code == 0
        assert max(row["year"] for row in json.loads(out)) == 2017

    @pytest.mark.parametrize(
        ("arguments", "status", "reason"),
        [
            (("--format", "xml"), USAGE, "table, csv, json"),
            (("--year", "2030"), USAGE, "2010 to 2025"),
            (("--as-of", "2018"), USAGE, "2018-03"),
            (("--year", "2018", "--as-of", "2018-03"), USAGE, "as of 2018-03"),
            (("--region", "Akmolla"), REGIONS, "Akmola"),
            (("--region", "ABY"), REGIONS, "East Kazakhstan"),
            (("--borders", "2015"), REGIONS, "2014"),
        ],
    )
    def test_words_that_mean_nothing(self, capsys, arguments, status, reason):
        code, err = refused(capsys, "kpi", *arguments)
        assert code == status
        assert reason in err


def test_a_wrong_row_of_targets_is_one_sentence(raw, capsys):
    rows = [",".join(COLUMNS), "P,e,,exports,KZ,,2015,2019,19,growth,up,,no,"]
    (raw / programme_targets.FILE).write_text("\n".join(rows), encoding="utf-8")
    code, err = refused(capsys, "kpi")
    assert code == DATA
    assert "line 2" in err
    assert "no indicator 'exports'" in err
