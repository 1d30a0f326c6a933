"""Files that are not what their name says are refused with a sentence; the others keep their cell addresses."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.container import COMPOUND_MAGIC, Limits
from iidsp_analysis.loaders.workbook import Sheet, column_letters, is_blank, open_workbook


def write(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook with the given sheets."""
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two sheets, one with a trailing space; the first begins at C2."""
    rows = [["", "", ""], ["", "", "ВРП"], ["", "", 0.0, "x"]]
    return write(tmp_path / "grp.xlsx", {"2013-2018 ": rows, "2018-2026гг.": [["a"]]})


def compound(*streams: str) -> bytes:
    """The outline of a Microsoft compound file that lists the given streams."""
    return COMPOUND_MAGIC + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def lying_archive(path: Path, payload: bytes) -> Path:
    """A workbook whose sheet declares one byte in both headers and unpacks to ``payload``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", payload)
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", len(payload))
    assert content.count(size) == 2
    path.write_bytes(bytes(content).replace(size, struct.pack("<I", 1)))
    return path


def test_cells_keep_their_addresses(workbook: Path) -> None:
    with open_workbook(workbook) as opened:
        sheet = opened.sheet("2013-2018", what="GRP")
        assert sheet.name == "2013-2018"
        assert sheet.rows == [["", "", "", ""], ["", "", "ВРП", ""], ["", "", 0.0, "x"]]
        assert list(sheet.chunks(2)) == [(0, sheet.rows[:2]), (2, sheet.rows[2:])]


def test_sheets_are_found_by_name_or_pattern(workbook: Path) -> None:
    with open_workbook(workbook) as opened:
        assert opened.sheet_names == ["2013-2018", "2018-2026гг."]
        assert [sheet.name for sheet in opened.sheets()] == opened.sheet_names
        assert opened.sheet(re.compile("2026"), what="recent years").rows == [["a"]]


@pytest.mark.parametrize(("matching", "says"), [("2012", "No sheet"), (re.compile("2018"), "2 sheets")])
def test_a_renamed_or_ambiguous_sheet_lists_what_there_is(workbook: Path, matching: str, says: str) -> None:
    with open_workbook(workbook) as opened, pytest.raises(WorkbookError) as raised:
        opened.sheet(matching, what="GVA by section")
    assert says in str(raised.value)
    assert "GVA by section" in str(raised.value)
    assert "'2013-2018', '2018-2026гг.'" in str(raised.value)
    assert raised.value.where == "grp.xlsx"


def test_a_complaint_names_file_sheet_and_cell(workbook: Path) -> None:
    with open_workbook(workbook) as opened:
        error = opened.sheets()[0].fail("Not a year.", 3, 2, what_next="Look.")
        assert str(error) == "Not a year. [grp.xlsx, sheet '2013-2018', cell C4] Look."
        assert opened.sheets()[0].fail("x", row=3).where.endswith("row 4")
        assert opened.sheets()[0].fail("x", col=27).where.endswith("column AB")


def test_cell_names() -> None:
    assert Sheet.cell_name(3, 2) == "C4"
    assert column_letters(16_383) == "XFD"


@given(st.integers(0, 16_382))
@settings(max_examples=50, deadline=None)
def test_column_letters_are_distinct_and_ordered(column: int) -> None:
    here, following = column_letters(column), column_letters(column + 1)
    assert (len(here), here) < (len(following), following)


def test_zero_is_not_blank() -> None:
    assert [is_blank(value) for value in ("", "  ", "\u00a0", None, 0, 0.0, "-")] == [True] * 4 + [False] * 3


CONTENTS: list[tuple[bytes, str]] = [
    (b"", "empty"),
    (b"\xef\xbb\xbf\n <!DOCTYPE html><html><body>502 Bad Gateway", "web page"),
    (b'[{"terms": []}]', "JSON"),
    ("NAM\tDAT\tVAL\nВРП\t2017\t1\n".encode(), "CSV"),
    ("регион;год\nАкмолинская;2017\n".encode("cp1251"), "CSV"),
    (compound("EncryptionInfo", "EncryptedPackage"), "protected by a password"),
    (compound("Root Entry", "Workbook"), "old .xls format"),
    (compound("WordDocument"), "old Microsoft Office file"),
    (b"%PDF-1.7\x00\x01", "not an Excel workbook"),
    (b"PK\x03\x04" + bytes(200), "damaged or cut short"),
]


@pytest.mark.parametrize(("content", "says"), CONTENTS, ids=[says for _, says in CONTENTS])
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bns_5923.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=says) as raised:
        open_workbook(path)
    assert raised.value.where == "bns_5923.xlsx"
    assert raised.value.what_next


def test_a_missing_file_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no such file") as raised:
        open_workbook(tmp_path / "bns_5923.xlsx")
    assert str(tmp_path) in raised.value.what_next


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_download_is_refused(workbook: Path, share: float) -> None:
    content = workbook.read_bytes()
    workbook.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(WorkbookError, match="damaged or cut short"):
        open_workbook(workbook)


def test_a_flipped_byte_is_noticed(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(workbook.read_bytes())
    content[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 0xFF
    workbook.write_bytes(bytes(content))
    with pytest.raises(WorkbookError, match="damaged or cut short"):
        open_workbook(workbook)


def other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


def locked_archive(path: Path) -> None:
    other_archive(path)
    content = path.read_bytes()
    directory = content.index(b"PK\x01\x02")
    path.write_bytes(content[: directory + 8] + b"\x01" + content[directory + 9 :])


def broken_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets>")


@pytest.mark.parametrize(
    ("make", "says"),
    [(other_archive, "no xl/workbook.xml"), (locked_archive, "password"), (broken_workbook, "cannot be read")],
)
def test_an_archive_that_is_no_workbook(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    make(tmp_path / "table.xlsx")
    with pytest.raises(WorkbookError, match=says):
        open_workbook(tmp_path / "table.xlsx")


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(file_bytes=100), "The file has"),
        (Limits(members=3), "consists of"),
        (Limits(unpacked_bytes=1000), "unpacks to"),
        (Limits(ratio=1.5, ratio_from_bytes=100), "times its packed size"),
        (Limits(cells=5), "span 3 rows × 4 columns"),
    ],
)
def test_every_limit_bites(workbook: Path, limits: Limits, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        open_workbook(workbook, limits=limits)


def test_a_size_that_lies_does_not_help_a_bomb(tmp_path: Path) -> None:
    path = lying_archive(tmp_path / "bomb.xlsx", b" " * 3_333_333)
    with pytest.raises(WorkbookError, match="unpacks to"):
        open_workbook(path, limits=Limits(unpacked_bytes=1_000_000))


def test_a_bomb_is_refused_with_the_limits_as_they_stand(tmp_path: Path) -> None:
    path = lying_archive(tmp_path / "bomb.xlsx", bytes(70 << 20))
    assert path.stat().st_size < 100_000
    with pytest.raises(WorkbookError, match="more than 150 times its packed size"):
        open_workbook(path)


def stray_value(path: Path, dimension: str, cell: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        sheet = f'<worksheet>{dimension}<sheetData><row r="1">{cell}</row></sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])
def test_a_stray_value_in_the_last_cell_would_fill_the_memory(tmp_path: Path, dimension: str) -> None:
    path = stray_value(tmp_path / "stray.xlsx", dimension, '<c r="XFD1048576"><v>1</v></c>')
    with pytest.raises(WorkbookError, match="span 1,048,576 rows × 16,384 columns"):
        open_workbook(path)


def test_formatted_empty_cells_do_not_count(tmp_path: Path) -> None:
    path = stray_value(tmp_path / "styled.xlsx", '<dimension ref="A1:XFD1048576"/>', '<c r="XFD1048576" s="1"/>')
    with pytest.raises(WorkbookError, match="cannot be read"):  # passes the size check; the outline is no workbook
        open_workbook(path)


def test_the_published_workbook_opens(reference: Path) -> None:
    with open_workbook(reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx") as opened:
        sheet = opened.sheet("2008-2023", what="GRP")
        assert sheet.rows[0][0] == "Gross regional product1)"
