"""Cells that the reader of workbooks leaves empty although something stands there: errors and open formulas.

An error such as ``#DIV/0!`` and a formula that no program has calculated would otherwise be lost without a word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

#: A cell with its place, attributes, formula and value, as the format writes it.
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")([^>]*[^/>])>'
    rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]*)</)?"
)
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"')
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb'\b(Id|Target)="([^"]*)"')
LETTERS: Final = 26


def put_back_unread(path: Path, sheets: Sequence[list[list[object]]]) -> None:
    """Write errors and formulas without a value into the empty cells where they stand.

    Parameters
    ----------
    path : Path
        The workbook.
    sheets : sequence of rows
        Cells of every sheet in the order of the workbook; changed in place.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for rows, part in zip(sheets, _parts(archive), strict=False):
            name = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            if name in names:
                _put_back(rows, archive.read(name))


def _parts(archive: zipfile.ZipFile) -> list[str]:
    """Paths of the sheets inside the workbook, in its order."""
    tags = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    told = [dict(_ATTRIBUTE.findall(tag)) for tag in tags]
    targets = {each.get(b"Id"): each.get(b"Target", b"").decode(errors="replace") for each in told}
    return [targets.get(each, "") for each in _SHEET.findall(archive.read("xl/workbook.xml"))]


def _put_back(rows: list[list[object]], xml: bytes) -> None:
    for row, column, text in _unread(xml):
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = text


def _unread(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column (from 0) and text of the cells that hold an error, or a formula that nobody has calculated."""
    if b't="e"' not in xml and b"<f" not in xml and b":f" not in xml:
        return  # the usual sheet: nothing to look for
    for letters, row, tags, formula, value in _CELL.findall(xml):
        is_error = b't="e"' in tags
        is_open = bool(formula) and not value and b't="str"' not in tags  # an empty text is a result too
        if is_error or is_open:
            text = (value if is_error else b"=" + formula).decode(errors="replace")
            yield int(row) - 1, _number(letters), text


def _number(letters: bytes) -> int:
    """Number of a column from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number - 1
