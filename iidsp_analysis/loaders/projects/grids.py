"""The sheets of a register's file as grids of cells, from a workbook or a text table, hostile files refused.

A register comes from outside, by mail. Beside what :mod:`iidsp_analysis.loaders.container` refuses (bombs, passwords,
broken archives) a workbook with macros, links to other files, embedded objects or queries is not opened: nothing in a
table of projects needs them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, cast

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.container import MEBIBYTE, Limits, inspect
from iidsp_analysis.loaders.projects.foreign_files import SAVE_AGAIN, refuse_others
from iidsp_analysis.loaders.projects.labels import understood
from iidsp_analysis.loaders.projects.safe_text import clean
from iidsp_analysis.loaders.projects.unread_cells import put_back_unread, worth_a_look
from iidsp_analysis.loaders.workbook import is_blank

#: 50,000 projects with 60 columns are 15 MB packed and 250 MB unpacked.
LIMITS: Final = Limits(file_bytes=64 * MEBIBYTE, unpacked_bytes=1024 * MEBIBYTE, members=500, cells=20_000_000)
#: A form has some sixty columns; a sheet that is full beyond this one is no register.
MAX_COLUMNS: Final = 500
DELIMITERS: Final = (";", "\t", ",")
_LINES_LOOKED_AT: Final = 30
_RUNS: Final = re.compile(r"vbaProject|/macrosheets/|/dialogsheets/|/activeX/", re.IGNORECASE)
_REACHES_OUT: Final = re.compile(
    r"/externalLinks/|/connections\.xml|/queryTables/|/embeddings/|oleObject", re.IGNORECASE
)
_PRINTER: Final = re.compile(r"/printerSettings/", re.IGNORECASE)

Cells = list[object]
#: First and last (row, column) of merged cells, from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Grid:
    """One sheet: all its cells from A1 on, and which of them are merged or hidden (rows and columns from 0)."""

    sheet: str
    rows: list[Cells]
    merged: tuple[Merged, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_grids(path: Path) -> list[Grid]:
    """Read the sheets of a file.

    Parameters
    ----------
    path : Path
        ``.xlsx``, or ``.csv`` (``.tsv``, ``.txt``) in UTF-8, UTF-16 or Windows-1251, parted by semicolon, tab or comma.

    Raises
    ------
    WorkbookError
        If the file is missing, not what its name says, damaged, too large, or carries what a table does not need:
        macros, external links, embedded objects.
    """
    refuse_others(path)
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return [Grid(path.name, _bounded(_text_rows(path), path))]
    _inspect(path)
    _refuse_active(path)
    with ThreadPoolExecutor(1) as pool:  # the parser of workbooks leaves the interpreter free meanwhile
        stored = pool.submit(worth_a_look, path)
        grids = _parsed(path)
    hidden = put_back_unread([grid.rows for grid in grids], stored.result())
    return [
        replace(grid, hidden_rows=lines.rows, hidden_columns=lines.columns)
        for grid, lines in zip(grids, hidden, strict=True)
    ]


def _parsed(path: Path) -> list[Grid]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            seen = {each.name: each.visible == SheetVisibleEnum.Visible for each in book.sheets_metadata}
            return [replace(_grid(book, name, path), is_hidden=not seen[name]) for name in book.sheet_names]
    except CalamineError as error:
        what = f"The workbook cannot be read ({error})."
        raise WorkbookError(what, where=path.name, what_next=SAVE_AGAIN) from error


def _inspect(path: Path) -> None:
    """Refuse what is no sound workbook; a register is nobody's publication, so it is not downloaded again."""
    try:
        inspect(path, LIMITS)
    except WorkbookError as error:
        meant_for_publications = re.search("download|publisher", error.what_next, re.IGNORECASE)
        if not meant_for_publications:
            raise
        raise WorkbookError(error.what, where=error.where, what_next=SAVE_AGAIN) from error


def _grid(book: CalamineWorkbook, name: str, path: Path) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows = cast("list[Cells]", sheet.to_python(skip_empty_area=False))
    return Grid(clean(name).text, _bounded(rows, path), tuple(sheet.merged_cell_ranges or ()))


def _bounded(rows: list[Cells], path: Path) -> list[Cells]:
    """Cut the empty columns far to the right that formats leave behind; refuse full ones."""
    if max(map(len, rows), default=0) <= MAX_COLUMNS:
        return rows
    if not all(is_blank(cell) for row in rows for cell in row[MAX_COLUMNS:]):
        what = f"A sheet has more than {MAX_COLUMNS} columns."
        raise WorkbookError(what, where=path.name, what_next="Keep one project a row and one field a column.")
    return [row[:MAX_COLUMNS] for row in rows]


def _refuse_active(path: Path) -> None:
    """Refuse a workbook that brings programs, or asks other files and servers for its contents."""
    with zipfile.ZipFile(path) as archive:
        names = [f"/{name}" for name in archive.namelist() if not _PRINTER.search(name)]
    found = next((name for name in names if _RUNS.search(name) or _REACHES_OUT.search(name)), "")
    if found:
        what = "macros" if _RUNS.search(found) else "links to other files or embedded objects"
        raise WorkbookError(
            f"The workbook carries {what}, which a register does not need.",
            where=f"{path.name}, {found.lstrip('/')}",
            what_next="Copy the values into a new workbook (Paste Special, Values) and save it as .xlsx.",
        )


# --- text tables ------------------------------------------------------------------------------------------------


def _text_rows(path: Path) -> list[Cells]:
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return [cast("Cells", row) for row in reader]
    except csv.Error as error:
        what_next = "Look at the quotation marks of this row, or save the table as .xlsx."
        where = f"{path.name}, row {reader.line_num}"
        raise WorkbookError(
            f"The text cannot be read as a table ({error}).", where=where, what_next=what_next
        ) from error


def _delimiter(text: str) -> str:
    """Return what parts the cells: the sign that the fullest of the first lines has most of."""
    sample = text[:MEBIBYTE]
    return max(DELIMITERS, key=lambda sign: _fields_named(sample, sign))


def _fields_named(sample: str, sign: str) -> tuple[int, int]:
    """Heads of fields, and cells, in the fullest of the first lines if this sign parts its cells."""
    lines = csv.reader(io.StringIO(sample, newline=""), delimiter=sign)
    try:
        rows = list(islice(lines, _LINES_LOOKED_AT))
    except csv.Error:
        return (0, 0)
    named = (len({head.field.name for cell in row if (head := understood(cell[:200].strip()))}) for row in rows)
    return max(named, default=0), max(map(len, rows), default=0)


def _decoded(path: Path) -> str:
    """Text of a file: UTF-16 by its mark, else UTF-8, else Windows-1251, as Excel saves a CSV where Russian is set."""
    if path.stat().st_size > LIMITS.file_bytes:
        raise WorkbookError("The file is larger than a register can be.", where=path.name, what_next="Look at it.")
    content = path.read_bytes()
    text = "" if content.startswith(b"PK\x03\x04") else _in_its_code(content)
    if not text.strip() or "\x00" in text:
        what = "The file is not a text table, or it is empty."
        raise WorkbookError(what, where=path.name, what_next="Save it as CSV UTF-8 or .xlsx.")
    return text


def _in_its_code(content: bytes) -> str:
    """Return the text, empty if it is in none of the three codes."""
    codes = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251")
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    return ""
