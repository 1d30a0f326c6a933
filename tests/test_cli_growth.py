"""The commands growth-points and backtest as typed: output, exit codes, and refusals of one sentence."""

from __future__ import annotations

import csv
import io
import json
import math

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.backtest import command
from iidsp_analysis.sections import context as contexts
from iidsp_analysis.sections import growth_listing
from tests.backtest.synthetic import as_rows, drawn_panel
from tests.sections.rankings import ranked_report
from tests.test_cli import refused, spoken

USAGE, DATA, REGIONS, SOURCES = 2, 3, 4, 6


# --- growth-points ---------------------------------------------------------------------------------------------


@pytest.fixture
def ready(panel, monkeypatch):
    """The embedded panel without a build on disk; open_report checks the words, the survey is shared."""
    monkeypatch.setattr(contexts.build, "load", lambda: panel)
    monkeypatch.setattr(growth_listing, "open_report", _opened(panel, growth_listing.open_report))


def _opened(panel, open_report):
    def opened(*, region, year, borders, as_of, language):
        if as_of or not 2015 <= year <= 2025:
            return open_report(region=region, year=year, borders=borders, as_of=as_of, language=language)
        return ranked_report(panel, region=region, year=year, borders=borders, language=language)

    return opened


@pytest.mark.usefixtures("ready")
class TestGrowthPoints:
    def test_a_table_is_printed(self, capsys):
        code, out, err = spoken(capsys, "growth-points", "AKM", "--top", "3")
        assert (code, err) == (0, "")
        assert out.startswith("Akmola Region, 2017, borders of 2014")
        assert "did not beat its best simple rival" in out
        assert [line.split()[0] for line in out.split("\n\n")[1].splitlines()] == ["Rank", "1", "2", "3"]

    def test_json_can_be_parsed(self, capsys):
        code, out, err = spoken(capsys, "growth-points", "AKM", "--format", "json", "--top", "99")
        told = json.loads(out, parse_constant=lambda name: pytest.fail(name))
        assert (code, err) == (0, "")
        assert len(told["candidates"]) == 16

    def test_csv_can_be_parsed(self, capsys):
        _, out, _ = spoken(capsys, "growth-points", "AST", "--format", "csv", "--top", "99")
        assert len(list(csv.DictReader(io.StringIO(out)))) == 16

    def test_a_russian_table(self, capsys):
        code, out, _ = spoken(capsys, "growth-points", "AKM", "--lang", "ru", "--top", "1")
        assert code == 0
        assert "Акмолинская область" in out

    def test_lenses_are_named_one_by_one(self, capsys):
        arguments = ("--lens", "relatedness_gap", "--lens", "demand", "--format", "json")
        _, out, _ = spoken(capsys, "growth-points", "AKM", *arguments)
        assert list(json.loads(out)["weights"]["chosen"]["weights"]) == ["relatedness_gap", "demand"]

    def test_own_weights(self, capsys, tmp_path):
        file = tmp_path / "mine.csv"
        file.write_text("lens,weight\ndemand,1\n", encoding="utf-8")
        code, out, _ = spoken(capsys, "growth-points", "AKM", "--weights", str(file))
        assert code == 0
        assert "Weights: own weights (file mine.csv)." in out

    @pytest.mark.parametrize(
        ("rows", "reason"),
        [("lens,weight\ngravity,1\n", "gravity"), ("lens,weight\ndemand,-1\n", "negative"), ("", "empty"),
         ("lens,weight\n", "empty"), ("name,size\ndemand,1\n", "lacks the column")],
    )  # fmt: skip
    def test_wrong_weights(self, capsys, tmp_path, rows, reason):
        file = tmp_path / "mine.csv"
        file.write_text(rows, encoding="utf-8")
        code, err = refused(capsys, "growth-points", "AKM", "--weights", str(file))
        assert code == DATA
        assert reason in err
        assert "relatedness_gap" in err  # what there is

    def test_weights_that_are_not_there(self, capsys, tmp_path):
        code, err = refused(capsys, "growth-points", "AKM", "--weights", str(tmp_path / "none.csv"))
        assert code == DATA
        assert "cannot be read" in err

    @pytest.mark.parametrize(
        ("arguments", "status", "reason"),
        [
            (("AKM", "--format", "xml"), USAGE, "table, csv, json"),
            (("AKM", "--top", "0"), USAGE, "--top"),
            (("AKM", "--top", "five"), USAGE, "integer"),
            (("AKM", "--lens", "gravity"), USAGE, "relatedness_gap"),
            (("AKM", "--lens", "pipeline"), USAGE, "no data here"),
            (("AKM", "--lens", "demand", "--weights", "mine.csv"), USAGE, "not both"),
            (("KZ",), USAGE, "region by region"),
            (("AKM", "--year", "2030"), USAGE, "2010 to 2025"),
            (("AKM", "--as-of", "2018"), USAGE, "2018-03"),
            (("AKM", "--year", "2018", "--as-of", "2018-03"), USAGE, "as of 2018-03"),
            (("AKM", "--year", "2012"), DATA, "xports"),
            (("KZL",), DATA, "only 3 are large enough"),
            (("YKO", "--year", "2023"), DATA, "has a figure in this year"),
            (("ABY", "--borders", "2022", "--year", "2018"), DATA, "has a figure in this year"),
            (("Akmolla",), REGIONS, "Akmola"),
            (("ABY",), REGIONS, "East Kazakhstan"),
            (("AKM", "--borders", "2015"), REGIONS, "2014"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
    )
    def test_refusals(self, capsys, arguments, status, reason):
        code, err = refused(capsys, "growth-points", *arguments)
        assert code == status
        assert reason in err


# --- backtest --------------------------------------------------------------------------------------------------

NAMES = {"region": "area", "industry": "branch", "year": "when", "value": "output"}


@pytest.fixture(scope="module")
def rows():
    """A small panel as a long table."""
    return as_rows(drawn_panel(regions=12, industries=8, years=12))


@pytest.fixture
def test_panel(tmp_path):
    """Write a table as a panel and return its path."""

    def written(table):
        path = tmp_path / "panel.csv"
        table.to_csv(path, index=False)
        return str(path)

    return written


def test_a_real_run_prints_a_verdict_and_writes_the_same(capsys, rows, test_panel, tmp_path):
    out = tmp_path / "result.json"
    code, printed, err = spoken(
        capsys, "backtest", "--panel", test_panel(rows), "--json", str(out), "--draws", "50", "--horizon", "4"
    )
    assert (code, err) == (0, "")
    told = json.loads(out.read_text(encoding="utf-8"), parse_constant=lambda name: pytest.fail(name))
    assert {"panel", "horizon", "skip_year", "models", "baselines", "origins", "verdict", "variants"} <= set(told)
    assert told["verdict"] in printed
    assert "panel.csv: 12 regions" in printed
    assert told["horizon"] == 4
    assert "composite_estimated" in told["models"]
    assert set(told["baselines"]) >= {"location_quotient", "own_past_growth", "size", "random"}
    assert all(map(math.isfinite, _numbers(told["models"])))
    assert str(tmp_path) not in printed


def _numbers(value):
    """Every number of nested lists and mappings."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []
    return own + [number for part in parts for number in _numbers(part)]


def test_columns_of_other_names_give_the_same_result(capsys, rows, test_panel):
    options = [word for key, name in NAMES.items() for word in (f"--{key}-col", name)]
    short = ("--draws", "20", "--horizon", "3")
    _, plain, _ = spoken(capsys, "backtest", "--panel", test_panel(rows), *short)
    _, renamed, _ = spoken(capsys, "backtest", "--panel", test_panel(rows.rename(columns=NAMES)), *short, *options)
    assert renamed == plain


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda rows: rows.rename(columns={"value": "gva"}), "lacks the column value"),
        (lambda rows: rows.rename(columns={"industry": "branch"}), "lacks the column industry"),
        (lambda rows: pd.concat([rows, rows.iloc[:3]]), "share their cell with another row"),
        (lambda rows: rows.assign(value=5.0), "constant"),
        (lambda rows: rows[rows["year"] < 2006], "origins"),
        (lambda rows: rows[rows["region"].isin(["r00", "r01"])], "at least 4 regions"),
        (lambda rows: rows[rows["industry"].isin(["i00", "i01"])], "6 industries"),
        (lambda rows: rows.assign(value="much"), "value holds text"),
        (lambda rows: rows.assign(value=np.inf), "infinite"),
        (lambda rows: rows[:0], "no rows"),
    ],
)
def test_panels_that_cannot_be_tested(capsys, rows, test_panel, spoil, reason):
    code, err = refused(capsys, "backtest", "--panel", test_panel(spoil(rows)))
    assert code == DATA
    assert reason in err


def test_a_panel_that_is_not_there(capsys, tmp_path):
    code, err = refused(capsys, "backtest", "--panel", str(tmp_path / "none.csv"))
    assert code == DATA
    assert "no such panel" in err


def test_a_folder_or_a_picture_is_no_panel(capsys, tmp_path):
    (tmp_path / "picture.csv").write_bytes(bytes(range(256)))
    for path in (tmp_path, tmp_path / "picture.csv"):
        code, err = refused(capsys, "backtest", "--panel", str(path))
        assert code == DATA
        assert "cannot be read" in err


def test_a_result_that_cannot_be_written(capsys, rows, test_panel, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, err = refused(capsys, "backtest", "--panel", test_panel(rows), "--draws", "20", "--json",
                        str(tmp_path / "file" / "result.json"))  # fmt: skip
    assert code == SOURCES
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--target", "size"), "relative, growth, gain"),
        (("--horizon", "0"), "1 to 30"),
        (("--executor", "slurm"), "serial or processes or dask"),
        (("--draws", "3"), "20 to 100,000"),
        (("--horizons", "3"), "--horizon"),
    ],
)
def test_words_that_mean_nothing(capsys, test_panel, rows, options, reason):
    code, err = refused(capsys, "backtest", "--panel", test_panel(rows), *options)
    assert code == USAGE
    assert reason in err


def test_a_panel_must_be_named(capsys):
    code, err = refused(capsys, "backtest")
    assert code == USAGE
    assert "--panel" in err


def test_words_reach_the_library_as_typed(capsys, monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(command, "command", lambda *given: calls.append(given) or "done")
    code, out, _ = spoken(
        capsys, "backtest", "--panel", "p.csv", "--horizon", "3", "--target", "gain", "--no-skip-year", "--seed", "7"
    )
    ((path, columns, choices, json_),) = calls
    assert (code, out, str(path), json_) == (0, "done\n", "p.csv", None)
    assert (choices.horizon, choices.target, choices.skip_year, choices.seed) == (3, "gain", False, 7)
    assert (columns.region, columns.value) == ("region", "value")
