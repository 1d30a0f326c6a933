"""What the reader of workbooks does not tell: errors, formulas without a value, and hidden rows and columns.

An error such as ``#DIV/0!`` and a formula that no program has calculated would otherwise be lost without a word.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from iidsp_analysis.loaders.container import MEBIBYTE

#: A cell with its place, attributes, formula and value, as the format writes it.
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")([^>]*[^/>])>'
    rb"(?:<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]*)</)?"
)
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
_COLUMNS: Final = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_SPAN: Final = re.compile(rb'\b(min|max)="(\d{1,5})"')
_SHEET: Final = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"')
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb'\b(Id|Target)="([^"]*)"')
LETTERS: Final = 26
_ERROR, _HIDDEN = b't="e"', b'hidden="'
#: As much as may stand on both sides of a cut between two pieces of a sheet.
_LONGEST_SIGN: Final = 16
_PIECE: Final = MEBIBYTE // 4


class HiddenLines(NamedTuple):
    """Rows and columns (from 0) of a sheet that are hidden."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def worth_a_look(path: Path) -> list[bytes]:
    """Return the sheets of a workbook in its order, as they are stored; nothing for the usual one, which hides nothing.

    Parameters
    ----------
    path : Path
        The workbook.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        paths = [part.lstrip("/") if part.startswith("/") else f"xl/{part}" for part in _parts(archive)]
        return [_looked_at(archive, name) if name in names else b"" for name in paths]


def put_back_unread(sheets: Sequence[list[list[object]]], stored: Sequence[bytes]) -> list[HiddenLines]:
    """Write errors and formulas without a value into the empty cells where they stand; return what is hidden.

    Parameters
    ----------
    sheets : sequence of rows
        Cells of every sheet in the order of the workbook; changed in place.
    stored : sequence of bytes
        The sheets as :func:`worth_a_look` returns them.
    """
    hidden = [HiddenLines()] * len(sheets)
    for at, (rows, xml) in enumerate(zip(sheets, stored, strict=False)):
        if xml:
            _put_back(rows, xml)
            hidden[at] = _hidden(xml, max(map(len, rows), default=0))
    return hidden


def _parts(archive: zipfile.ZipFile) -> list[str]:
    """Paths of the sheets inside the workbook, in its order."""
    tags = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    told = [dict(_ATTRIBUTE.findall(tag)) for tag in tags]
    targets = {each.get(b"Id"): each.get(b"Target", b"").decode(errors="replace") for each in told}
    return [targets.get(each, "") for each in _SHEET.findall(archive.read("xl/workbook.xml"))]


def _looked_at(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a sheet if there is something to look for in it; the usual one is passed through in pieces."""
    with archive.open(name) as stream:
        piece = stream.read(_PIECE)
        signs = (_ERROR, _HIDDEN, b"<f" if b"<worksheet" in piece else b":f")  # or with a prefix of its own
        rest = b""
        while piece:
            if any(sign in piece or sign in rest + piece[:_LONGEST_SIGN] for sign in signs):
                return archive.read(name)
            rest, piece = piece[-_LONGEST_SIGN:], stream.read(_PIECE)
    return b""


def _put_back(rows: list[list[object]], xml: bytes) -> None:
    for row, column, text in _unread(xml):
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = text


def _unread(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column (from 0) and text of the cells that hold an error, or a formula that nobody has calculated."""
    if _ERROR not in xml and b"<f" not in xml and b":f" not in xml:
        return
    for letters, row, tags, formula, value in _CELL.findall(xml):
        is_error = _ERROR in tags
        is_open = bool(formula) and not value and b't="str"' not in tags  # an empty text is a result too
        if is_error or is_open:
            text = (value if is_error else b"=" + formula).decode(errors="replace")
            yield int(row) - 1, _number(letters), text


def _hidden(xml: bytes, width: int) -> HiddenLines:
    """Rows and columns that are hidden, of the columns those that hold something."""
    rows = frozenset(int(number) - 1 for number in _ROW.findall(xml))
    spans = [dict(_SPAN.findall(tag)) for tag in _COLUMNS.findall(xml)]
    columns = frozenset(
        at for span in spans if len(span) == 2 for at in range(int(span[b"min"]) - 1, min(int(span[b"max"]), width))
    )
    return HiddenLines(rows, columns)


def _number(letters: bytes) -> int:
    """Number of a column from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number - 1
