"""The command exports as typed: three formats, the cut of a hearing, and refusals of one sentence."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from iidsp_analysis import schema
from iidsp_analysis.sections import exports_listing
from tests.test_cli import refused, spoken

USAGE, DATA, REGIONS = 2, 3, 4


@pytest.fixture(autouse=True)
def ready(panel, monkeypatch):
    """The embedded exports without a build on disk."""
    rows = panel.rows[panel.rows[schema.INDICATOR] == "exports"]
    monkeypatch.setattr(exports_listing.build, "load", lambda: replace(panel, rows=rows))


def test_a_table_is_printed(capsys):
    code, out, err = spoken(capsys, "exports", "--as-of", "2018-03")
    assert (code, err) == (0, "")
    assert "Months up to 2017-12" in out
    assert "not those known in March 2018" in out
    assert "not applicable" in out
    assert "they are not reproduced" in out


def test_json_can_be_parsed(capsys):
    code, out, err = spoken(capsys, "exports", "--as-of", "2018-03", "--format", "json")
    rows = json.loads(out, parse_constant=lambda name: pytest.fail(name))
    assert (code, err) == (0, "")
    assert len(rows) == 51
    assert {row["period"] for row in rows} == {"2015", "2016", "2017"}


def test_csv_can_be_parsed(capsys):
    _, out, _ = spoken(capsys, "exports", "--region", "ALA", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["period"] for row in rows] == [str(year) for year in range(2015, 2026)]
    assert {row["region"] for row in rows} == {"almaty_city"}


def test_another_definition_and_other_borders(capsys):
    arguments = ("--definition", "sections-2026.1-with-farm-products", "--borders", "2022", "--format", "json")
    _, out, _ = spoken(capsys, "exports", *arguments, "--region", "TRK")
    rows = json.loads(out)
    assert {row["definition"] for row in rows} == {"sections-2026.1-with-farm-products"}
    assert {row["region"] for row in rows} == {"turkistan"}


def test_a_russian_table(capsys):
    code, out, _ = spoken(capsys, "exports", "--region", "AKM", "--lang", "ru")
    assert code == 0
    assert "Акмолинская" in out


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("--format", "xml"), USAGE, "table, csv, json"),
        (("--definition", "metals"), USAGE, "sections-2026.1-without-metals"),
        (("--as-of", "2018"), USAGE, "2018-03"),
        (("--as-of", "2018-13"), USAGE, "2018-03"),
        (("--as-of", "2015-03"), DATA, "2014-12"),
        (("--region", "Akmolla"), REGIONS, "Akmola"),
        (("--region", "SHM"), REGIONS, "South Kazakhstan"),
        (("--borders", "2015"), REGIONS, "2014"),
        (("--lang", "fr"), USAGE, "ru, kk, en"),
        (("--month", "5"), USAGE, "--month"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_refusals(capsys, arguments, status, reason):
    code, err = refused(capsys, "exports", *arguments)
    assert code == status
    assert reason in err
