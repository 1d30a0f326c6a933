"""No file of a protected table knows a hidden figure: each is searched for in every way of writing a number."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from iidsp_analysis import cli, cli_protect, folders
from iidsp_analysis.errors import ReportError, UsageError
from iidsp_analysis.language import LANGUAGES
from iidsp_analysis.loaders.confidential import ConfidentialTable, read_tables
from iidsp_analysis.measures.suppression.readers import Readers
from iidsp_analysis.measures.suppression.rules import Rules
from iidsp_analysis.monitors.confidential import CONFIDENTIAL, EMPTY, ProtectedTable, protected
from iidsp_analysis.report.protecting import Request, protect_file, rules_of

PLACES = ("AKM", "AKT", "ALM", "ATY", "ZKO")
KINDS = ("10", "11", "24", "25", "28")
SUFFIXES = {"protected.csv", "protected.json", "protected.html", "protected.xlsx", "audit.csv"}


def made_up(path: Path, *, seed: int = 3, contributions: bool = True) -> Path:
    """A table of two years with contributions of seven digits, so that no figure is found by chance."""
    random = np.random.default_rng(seed)
    rows = [["region", "industry", "year", "value", "unit", "count", "largest", "second_largest"]]
    for year, place, kind in product((2022, 2023), PLACES, KINDS):
        amounts = sorted(random.lognormal(11, 1.2, random.poisson(4)).round(2), reverse=True)
        if amounts:
            second = amounts[1] if len(amounts) > 1 else ""
            rows.append([place, kind, year, round(sum(amounts), 2), "mln KZT", len(amounts), amounts[0], second])
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows if contributions else [row[:6] for row in rows])
    return path


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up(tmp_path_factory.mktemp("secret") / "wages.csv")


@pytest.fixture(scope="module", params=LANGUAGES)
def out(request: pytest.FixtureRequest, secret: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    protect_file(Request(secret, folder, language=request.param))
    return folder


@pytest.fixture(scope="module")
def years(secret: Path) -> list[tuple[ConfidentialTable, ProtectedTable]]:
    return [(table, protected(table, Rules())) for table in read_tables(secret)]


def texts(folder: Path) -> dict[str, str]:
    """All that the files hold, with the parts of a workbook unpacked."""
    found = {}
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                found |= {f"{path.name}/{name}": book.read(name).decode("utf-8") for name in book.namelist()}
        else:
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def without_grouping(text: str) -> str:
    """Every way of writing a number as one: no spaces, commas or apostrophes between digits, a dot before decimals."""
    plain = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f'](?=\d{3})", "", text)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    return re.sub(r"(?<=\d),(?=\d)", ".", plain)


def secrets(years: list[tuple[ConfidentialTable, ProtectedTable]]) -> set[float]:
    """Hidden figures, and the largest contributions to any cell."""
    told = set()
    for table, done in years:
        hidden = np.array(done.states) == CONFIDENTIAL
        told |= set(table.told.value[hidden])
        told |= set(table.told.largest[table.told.contributors > 1]) | set(table.told.second[hidden])
    return {each for each in told if each > 1000}


def test_every_file_is_written(out: Path) -> None:
    assert {path.name.removeprefix("wages_") for path in out.iterdir()} == SUFFIXES


def test_no_file_holds_a_hidden_figure_or_a_contribution(
    out: Path, years: list[tuple[ConfidentialTable, ProtectedTable]]
) -> None:
    looked_for = secrets(years)
    assert len(looked_for) > 40
    for file, text in texts(out).items():
        numbers = re.findall(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", without_grouping(text)) + re.findall(r"\d+", text)
        written = np.array([float(number) for number in numbers])
        for figure in looked_for:
            near = np.abs(written - figure) <= max(0.6, 5e-5 * figure)  # rounded to whole numbers, or to five digits
            assert not near.any(), f"{file} tells a hidden figure"
            for unit in (1e3, 1e6):
                assert not np.any(np.abs(written - figure / unit) <= 5e-6 * figure / unit), f"{file}: another unit"


def test_the_search_finds_a_figure_that_is_there() -> None:
    for told in ("1,234,567.89", "1 234 567,89", "1\u202f234\u00a0567,9", "1234567.89", "1.23456789e6"):
        numbers = re.findall(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", without_grouping(told))
        assert any(abs(float(number) - 1234567.89) < 0.6 for number in numbers), told


def test_files_tell_the_same_cells(out: Path, years: list[tuple[ConfidentialTable, ProtectedTable]]) -> None:
    rows = list(csv.DictReader(io.StringIO((out / "wages_protected.csv").read_text("utf-8-sig"))))
    from_json = [
        cell
        for year in json.loads((out / "wages_protected.json").read_text("utf-8"))["years"]
        for cell in year["cells"]
    ]
    book = openpyxl.load_workbook(out / "wages_protected.xlsx")
    from_sheets = [
        cell.value
        for (_, done), sheet in zip(years, book.worksheets, strict=True)
        for row in sheet.iter_rows(5, 4 + len(done.regions), 2, 1 + len(done.industries))
        for cell in row
    ]
    expected = [figure for _, done in years for line in done.figures for figure in line]
    assert [None if row["value"] == "c" else float(row["value"]) for row in rows] == expected
    assert [cell["value"] for cell in from_json] == expected
    assert [None if value == "c" else value for value in from_sheets] == expected
    assert all(bool(row["reason"]) == (row["state"] != "shown") for row in rows)
    assert len({row["reason"] for row in rows if row["state"] == CONFIDENTIAL}) == 1, (
        "a reason of its own tells the rule"
    )


def test_the_workbook_hides_nothing_behind_its_cells(out: Path) -> None:
    book = openpyxl.load_workbook(out / "wages_protected.xlsx")
    assert not book.defined_names
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values()))
        assert all(cell.data_type != "f" and cell.comment is None for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(out / "wages_protected.xlsx") as parts:
        assert not any("<f>" in parts.read(name).decode("utf-8") for name in parts.namelist())


def test_the_page_runs_and_loads_nothing(out: Path) -> None:
    page = (out / "wages_protected.html").read_text("utf-8")
    assert "<script" not in page
    assert "<!--" not in page
    assert not re.search(r"<[^>]*\s(?:data-\w|hidden|aria-hidden|style=)", page.partition("<body")[2])
    assert len(set(re.findall(r'title="([^"]*)"', page))) == 1


def test_the_audit_lists_hidden_cells_without_a_bound(
    out: Path, years: list[tuple[ConfidentialTable, ProtectedTable]]
) -> None:
    rows = list(csv.DictReader(io.StringIO((out / "wages_audit.csv").read_text("utf-8-sig"))))
    assert len(rows) == sum(done.number_of(CONFIDENTIAL) for _, done in years)
    assert len({row["verdict"] for row in rows}) == 1


def test_nothing_protected_keeps_a_hidden_figure(years: list[tuple[ConfidentialTable, ProtectedTable]]) -> None:
    for _, done in years:
        for figures, states in zip(done.figures, done.states, strict=True):
            for figure, state in zip(figures, states, strict=True):
                assert (figure is None) == (state == CONFIDENTIAL)
                assert state != EMPTY or figure == 0.0


def test_counts_alone_are_protected_and_said_to_be(tmp_path: Path) -> None:
    (table, _) = read_tables(made_up(tmp_path / "counts.csv", contributions=False))
    assert protected(table, Rules()).is_count_only
    protect_file(Request(tmp_path / "counts.csv", tmp_path / "out"))
    assert "could not be tested" in (tmp_path / "out" / "counts_protected.html").read_text("utf-8")


def test_a_table_without_anything_sensitive_is_shown_whole(tmp_path: Path) -> None:
    path = tmp_path / "safe.csv"
    rows = [f"{place},{kind},2023,100,persons,10,12,11" for place, kind in product(PLACES, KINDS)]
    path.write_text("\n".join(["region,industry,year,value,unit,count,largest,second_largest", *rows]), "utf-8")
    assert protect_file(Request(path, tmp_path / "out"))[0] == "2023: every figure is shown"
    assert '"c"' not in (tmp_path / "out" / "safe_protected.json").read_text("utf-8")


def test_equal_tables_give_equal_bytes(secret: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        protect_file(Request(secret, tmp_path / name))
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_markup_and_formulas_of_the_user_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("region,industry,year,value,unit,count\nAKM,24,2023,5,=1+1<b>$x$,9\n", "utf-8")
    protect_file(Request(path, tmp_path / "out"))
    assert "<b>" not in (tmp_path / "out" / "rows_protected.html").read_text("utf-8")
    assert ",'=1+1" in (tmp_path / "out" / "rows_protected.csv").read_text("utf-8")


def test_a_failed_audit_writes_nothing(secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Readers, "misled", lambda self, hidden: self.system.sensitive)
    with pytest.raises(ReportError, match="could not be protected"):
        protect_file(Request(secret, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("typed", ["", "75", "1;75", "one,75", "3,75", "1,0", "1,101"])
def test_a_dominance_rule_that_means_nothing_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        rules_of(Request(Path("x"), Path("y"), dominance=typed))


def test_rules_reach_the_library_as_typed() -> None:
    request = Request(Path("x"), Path("y"), min_count=5, dominance=" 2, 82.5", p=15.0, protection=30.0)
    assert rules_of(request) == Rules(5, 2, 0.825, 0.15, 0.30)


def spoken(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


def test_the_command_tells_what_it_made(secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = spoken(capsys, "protect", str(secret), "--out", str(tmp_path / "out"), "--digits", "0")
    assert code == 0
    assert re.search(r"^2022: \d+ figures are confidential$", told, re.MULTILINE)
    assert told.count("wages_") == len(SUFFIXES)


def test_remarks_of_the_solver_do_not_mix_with_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with cli_protect.remarks_apart():
        os.write(1, b"remark")
    os.write(1, b"answer")
    told = capfd.readouterr()
    assert (told.out, told.err) == ("answer", "remark")


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (["--min-count", "1"], 2, "2 or more"),
        (["--digits", "9"], 2, "cannot be shown"),
        (["--dominance", "x"], 2, "no dominance rule"),
        (["--p", "200"], 2, "between 0 and 100"),
        (["--protection", "0"], 2, "protection interval"),
        (["--lang", "xx"], 2, "language"),
        (["--borders", "1999"], 4, "1999"),
    ],
)
def test_wrong_words_end_in_a_sentence(
    secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], status: int, words: str
) -> None:
    code, told, err = spoken(capsys, "protect", str(secret), "--out", str(tmp_path / "out"), *more)
    assert (code, told) == (status, "")
    assert words in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_tables_of_the_user_stay_out_of_the_repository(project: Path) -> None:
    ignored = (project / ".gitignore").read_text("utf-8").splitlines()
    assert ignored.index("data/raw/confidential/*") < ignored.index("!data/raw/confidential/README.md")
    assert (folders.project() / "data" / "raw" / "confidential" / "README.md").is_file()
