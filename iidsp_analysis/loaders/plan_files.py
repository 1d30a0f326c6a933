"""The user's table of plans, from a text file or a workbook, as rows that know file, sheet and number of the row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.workbook import Sheet, Workbook, is_blank, open_workbook

REQUIRED = ("region", "year", "plan", "unit")
COLUMNS = (*REQUIRED, "definition", "act", "note")
SHEET = "plan"
#: What parts the cells of a text file: a comma, a semicolon where the comma is decimal, or a tab.
DELIMITERS = (";", ",", "\t")
Numbered = tuple[int, Sequence[object]]


@dataclass(frozen=True)
class Line:
    """One row of a plan file: the file, where in it the row stands, and its cells by column."""

    file: str
    where: str
    cells: dict[str, object]


def read_lines(path: Path) -> list[Line]:
    """Read the rows under the heading; empty rows are passed over.

    Parameters
    ----------
    path : Path
        ``.csv`` in UTF-8, UTF-16 or Windows-1251, parted by semicolon, comma or tab; ``.xlsx`` with one sheet, or with
        one named ``plan``.

    Returns
    -------
    list of Line
        Empty if there is a heading only.

    Raises
    ------
    WorkbookError
        If the file is empty or not what its name says, a column is missing, unknown or named twice, or a row is longer
        than the heading.
    """
    if path.suffix.lower() == ".xlsx":
        with open_workbook(path) as book:
            sheet = _the_sheet(book)
            place = f"{path.name}, sheet '{sheet.name}'"
            return _lines(path.name, [(number, row) for number, row in enumerate(sheet.rows, 1)], place)
    return _lines(path.name, list(text_rows(path)), path.name)


def _the_sheet(book: Workbook) -> Sheet:
    found = book.sheets()
    return found[0] if len(found) == 1 else book.sheet(SHEET, what="the export plan")


def text_rows(path: Path) -> Iterator[Numbered]:
    """Yield the rows of a text file with their numbers, whatever its code and what parts its cells."""
    text = _decoded(path)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=heading.count), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        what_next = "Look at the quotation marks of this row, or save the table as .xlsx."
        raise WorkbookError(
            f"The text cannot be read as a table ({error}).",
            where=f"{path.name}, row {reader.line_num}",
            what_next=what_next,
        ) from error


def _decoded(path: Path) -> str:
    """Text of a file: UTF-16 by its mark, else UTF-8, else Windows-1251, as Excel saves a CSV where Russian is set."""
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        what_next = "Give it the ending .xlsx, or save it as CSV UTF-8."
        raise WorkbookError("The file is a workbook under another name.", where=path.name, what_next=what_next)
    try:
        text = _in_its_code(content)
    except UnicodeDecodeError as error:
        raise WorkbookError("The file is not a text.", where=path.name, what_next="Save it as CSV UTF-8.") from error
    if "\x00" in text:
        raise WorkbookError("The file is not a text.", where=path.name, what_next="Save it as CSV UTF-8.")
    return text


def _in_its_code(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def _lines(file: str, rows: list[Numbered], place: str) -> list[Line]:
    full = [(number, row) for number, row in rows if any(not is_blank(value) for value in row)]
    if not full:
        what_next = "Fill it in from the template (the first row names the columns), or delete the file."
        raise WorkbookError("The file of plans is empty.", where=place, what_next=what_next)
    (top, heading), *body = full
    names = _columns(heading, f"{place}, row {top}")
    return [Line(file, where, _cells(names, row, where)) for row, where in _placed(body, place)]


def _columns(heading: Sequence[object], where: str) -> list[str]:
    """Names of the columns in the order of the file; an unnamed one at the end of the heading is ''."""
    names = [str(value).strip().casefold() for value in heading]
    told = [name for name in names if name]
    absent = [name for name in REQUIRED if name not in told]
    unknown = [name for name in told if name not in COLUMNS]
    twice = sorted({name for name in told if told.count(name) > 1})
    for wrong, what in ((absent, "lacks the column"), (unknown, "has the unknown column"), (twice, "has twice")):
        if wrong:
            what_next = f"The columns are {', '.join(COLUMNS)}; the last three may be left out."
            raise WorkbookError(f"The file of plans {what} {', '.join(wrong)}.", where=where, what_next=what_next)
    return names


def _placed(rows: list[Numbered], place: str) -> Iterator[tuple[Sequence[object], str]]:
    return ((row, f"{place}, row {number}") for number, row in rows)


def _cells(names: list[str], row: Sequence[object], where: str) -> dict[str, object]:
    spare = [value for value in row[len(names) :] if not is_blank(value)]
    spare += [value for name, value in zip(names, row, strict=False) if not name and not is_blank(value)]
    if spare:
        what_next = "If a decimal comma parted an amount, put it in quotation marks, or use semicolons between cells."
        raise WorkbookError(f"{str(spare[0])!r} stands beside the named columns.", where=where, what_next=what_next)
    filled = [*row, *[""] * (len(names) - len(row))]
    return {name: value for name, value in zip(names, filled, strict=False) if name}
