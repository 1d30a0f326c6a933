"""A register from outside: what is refused as a whole, and what is made harmless and said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_sheets import GOOD, HEADS, project, write

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.projects import grids
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.safe_text import (
    MAX_CHARACTERS,
    clean,
    for_spreadsheet,
    is_formula,
    is_plain,
    safe_id,
    shown,
)

AS_OF = "2018-03-01"


def with_part(path: Path, name: str, content: bytes = b"x") -> Path:
    write(path, [HEADS, GOOD])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/activeX/activeX1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other files"),
        ("xl/embeddings/oleObject1.bin", "embedded objects"),
        ("xl/connections.xml", "links to other files"),
        ("xl/queryTables/queryTable1.xml", "links to other files"),
    ],
)
def test_programs_and_links_are_refused(tmp_path: Path, part: str, says: str) -> None:
    with pytest.raises(WorkbookError, match=says) as raised:
        read(with_part(tmp_path / "register.xlsx", part), as_of=AS_OF)
    assert part in raised.value.where


def test_settings_of_a_printer_do_no_harm(tmp_path: Path) -> None:
    path = with_part(tmp_path / "register.xlsx", "xl/printerSettings/printerSettings1.bin")
    assert len(read(path, as_of=AS_OF).rows) == 1


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = with_part(tmp_path / "register.xlsx", "xl/media/picture.png", bytes(80 << 20))
    with pytest.raises(WorkbookError, match="unpacks to more than"):
        read(path, as_of=AS_OF)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0", b"<html><body>x</body></html>", b"PK\x03\x04 cut"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "register.xlsx").write_bytes(content)
    with pytest.raises(WorkbookError):
        read(tmp_path / "register.xlsx", as_of=AS_OF)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a workbook",
        b"\x00\x01\x02",
        b'id;name;bin\n"open;x\n',
        b'id;name;bin\n"' + b"x" * 200_000 + b'"\n',
    ],
    ids=["empty", "archive", "binary", "open quote", "huge field"],
)
def test_what_is_no_text_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "register.csv").write_bytes(content)
    with pytest.raises(WorkbookError):
        read(tmp_path / "register.csv", as_of=AS_OF)


@pytest.mark.parametrize("name", ["register.xlsx", "register.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkbookError, match="no such file"):
        read(tmp_path / name, as_of=AS_OF)


def test_a_text_table_above_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "LIMITS", grids.Limits(file_bytes=10))
    (tmp_path / "register.csv").write_text("id;name;status\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match="larger"):
        read(tmp_path / "register.csv", as_of=AS_OF)


def test_too_many_columns_are_refused_and_empty_ones_are_not(tmp_path: Path) -> None:
    wide = ["id", "name", "status", *[""] * 600]
    assert read(write(tmp_path / "a.xlsx", [wide, ["P-1", "Завод", "введен"]]), as_of=AS_OF).rows.shape[0] == 1
    with pytest.raises(WorkbookError, match="more than 500 columns"):
        read(write(tmp_path / "b.xlsx", [[*wide, "x"], ["P-1", "Завод", "введен"]]), as_of=AS_OF)


def test_merged_cells_that_overlap_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "register.xlsx", [HEADS, *[project(id=f"P-{number}") for number in range(50)]])
    cells = b"".join(b'<mergeCell ref="D2:D51"/>' for _ in range(5_000))
    _replace_in(path, b"<pageMargins", b"<mergeCells>" + cells + b"</mergeCells><pageMargins")
    with pytest.raises(WorkbookError, match="overlap"):
        read(path, as_of=AS_OF)


HOSTILE_TEXTS = {
    "hidden_characters": "Завод\u202eтам\u2066 и\u0007\u200b тут",
    "formula_like": '=HYPERLINK("http://example.org","x")',
}


@pytest.mark.parametrize("reason", HOSTILE_TEXTS)
def test_hostile_texts_are_made_safe_and_said(tmp_path: Path, reason: str) -> None:
    path = write(tmp_path / "register.xlsx", [HEADS, project(name=HOSTILE_TEXTS[reason])])
    register = read(path, as_of=AS_OF)
    assert reason in set(register.doubts["reason_id"])
    name = register.rows["name"].iloc[0]
    assert name.isprintable()
    assert not is_formula(str(for_spreadsheet(name)))
    assert register.doubts["value"].map(str.isprintable).all()


@pytest.mark.parametrize("column", ["name", "note", "id", "Куратор"])
def test_a_text_of_ten_megabytes_is_cut_and_said(tmp_path: Path, column: str) -> None:
    heads = ["id", "name", "note", "Куратор", "status"]
    cells = {"id": "P-1", "name": "Завод", "note": "x", "Куратор": "y", "status": "введен"} | {column: "я" * 10_000_000}
    path = tmp_path / "register.xlsx"
    inline = write(path, [heads, [cells[head] if len(cells[head]) < 99 else "MARK" for head in heads]])
    _replace_in(inline, b"MARK", cells[column].encode())
    register = read(path, as_of=AS_OF)
    assert all(len(text) <= MAX_CHARACTERS for text in register.rows.iloc[0] if isinstance(text, str))
    assert "too_long" in set(register.doubts["reason_id"])
    assert register.doubts["value"].map(len).max() <= 80


def _replace_in(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).replace(old, new) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\windows", "windows"),
        ("C:\\x", "C-x"),
        ("a/../b", "a-b"),
        ("%2e%2e%2fx", "x"),
        ("~root", "root"),
        ("12/2017", "12-2017"),
        ("AKM-2016-014", "AKM-2016-014"),
    ],
)
def test_ids_that_look_like_paths(tmp_path: Path, told: str, safe: str) -> None:
    register = read(write(tmp_path / "register.xlsx", [HEADS, project(id=told)]), as_of=AS_OF)
    assert register.rows["id"].iloc[0] == safe == safe_id(told)
    assert ("path_like_id" in set(register.doubts["reason_id"])) is (told != safe)


def test_an_id_of_dots_alone_is_no_id(tmp_path: Path) -> None:
    register = read(write(tmp_path / "register.xlsx", [HEADS, project(id="..")]), as_of=AS_OF)
    assert register.rows["id"].iloc[0].startswith("no-id-")


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "%0A=1", "|x", "−1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_text_in_every_export(text: str) -> None:
    written = for_spreadsheet(text)
    assert isinstance(written, str)
    assert written.startswith("'")


@pytest.mark.parametrize("value", ["Завод № 1", "-5,2", "+12", "−7 %", 5.0, None, "5 = 3 + 2"])
def test_everything_else_is_exported_as_it_is(value: object) -> None:
    assert for_spreadsheet(value) == value


@given(st.text(max_size=60))
def test_no_text_stays_hidden_or_runs(text: str) -> None:
    cleaned = clean(text).text
    assert all(letter.isprintable() for letter in cleaned)
    assert clean(cleaned).text == cleaned
    exported = str(for_spreadsheet(text))
    assert not exported or exported[0] not in "=@|%\t\r\n"
    assert len(shown(text)) <= 80
    if is_plain(text):
        assert cleaned == text
        assert not is_formula(text)


@given(st.text(max_size=60))
def test_no_id_leads_out_of_a_folder(text: str) -> None:
    made = safe_id(clean(text).text)
    assert not set(made) & set("/\\:")
    assert ".." not in made
    assert safe_id(made) == made
    if made:
        assert (Path("/a/b") / made).resolve().parent == Path("/a/b")


def test_escaped_characters_of_a_workbook_are_seen() -> None:
    assert clean("a_x202E_b_x000D_c") == ("ab c", True, False)


# --- files that are something else, in the words of their owner -------------------------------------------------


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x"])
def test_a_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(WorkbookError, match="folder, not a file"):
        read(tmp_path / name, as_of=AS_OF)


@pytest.mark.parametrize(
    ("name", "says"),
    [("r.docx", "Word"), ("r.DOC", "Word"), ("r.pdf", "PDF"), ("r.ods", "OpenDocument"), ("r.pptx", "PowerPoint"),
     ("r.xlsb", "binary"), ("r.xlsm", "macros"), ("r.jpg", "picture"), ("r.zip", "archive")],
)  # fmt: skip
def test_a_file_of_another_program_is_told_and_what_to_do(tmp_path: Path, name: str, says: str) -> None:
    write(tmp_path / "r.xlsx", [HEADS, GOOD]).rename(tmp_path / name)
    with pytest.raises(WorkbookError, match=says) as raised:
        read(tmp_path / name, as_of=AS_OF)
    assert ".xlsx" in raised.value.what_next


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0", b"\x00\x01"])
def test_nobody_is_sent_to_download_the_own_file_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "register.xlsx").write_bytes(content)
    with pytest.raises(WorkbookError) as raised:
        read(tmp_path / "register.xlsx", as_of=AS_OF)
    assert "ownload" not in str(raised.value)
    assert "publisher" not in str(raised.value)
    assert "Excel" in raised.value.what_next
