"""Answers of the publisher's site as they stand there: JSON cubes and CSV, number by number.

A cube is a list of slices ``{terms, termNames, periods: [{name, date, value}]}``: one series for each combination of
dimensions. The CSV answer of the same table is mostly separated by tabs, begins with a byte order mark and has the
columns ``NAM, DAT, PERIOD``, a pair for each dimension (``КАТО…`` and ``LКАТО…``, of which one holds names and the
other codes or zeros) and ``VAL``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis.errors import WorkbookError

DOWNLOAD_AGAIN = "Download the answer anew; if its form changed, the loader must learn it."
_SLICE_KEYS = ("termNames", "periods")


@dataclass(frozen=True)
class Point:
    """One number of an answer as it stands there: members of its dimensions, period, value, place in the file."""

    members: tuple[str, ...]
    period: str
    date: str
    value: object
    place: str


def read_points(path: Path) -> list[Point]:
    """Read every number of an answer, whatever it is about.

    Raises
    ------
    WorkbookError
        If the file is missing, cut short or of another form.
    """
    if not path.is_file():
        raise WorkbookError("The file does not exist.", where=str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as broken:
        raise WorkbookError("The file is not UTF-8 text.", where=path.name, what_next=DOWNLOAD_AGAIN) from broken
    return list(_points_of_json(text, path) if text.lstrip().startswith(("[", "{")) else _points_of_csv(text, path))


def _points_of_json(text: str, path: Path) -> Iterator[Point]:
    try:
        slices = json.loads(text)
    except json.JSONDecodeError as broken:
        where = f"{path.name}, line {broken.lineno}, column {broken.colno}"
        raise WorkbookError(
            "The JSON answer is cut short or broken.", where=where, what_next=DOWNLOAD_AGAIN
        ) from broken
    if not isinstance(slices, list):
        raise WorkbookError("The JSON answer is no list of slices.", where=path.name, what_next=DOWNLOAD_AGAIN)
    for number, piece in enumerate(slices):
        yield from _points_of_slice(piece, f"{path.name}, slice {number + 1}")


def _points_of_slice(piece: object, where: str) -> Iterator[Point]:
    if not isinstance(piece, dict) or any(not isinstance(piece.get(key), list) for key in _SLICE_KEYS):
        raise WorkbookError(f"A slice has no {' and no '.join(_SLICE_KEYS)}.", where=where, what_next=DOWNLOAD_AGAIN)
    members = tuple(str(name).strip() for name in piece["termNames"])
    for number, point in enumerate(piece["periods"]):
        place = f"{where}, period {number + 1}"
        if not isinstance(point, dict) or "value" not in point:
            raise WorkbookError("A period has no value.", where=place, what_next=DOWNLOAD_AGAIN)
        yield Point(members, str(point.get("name", "")), str(point.get("date", "")), point["value"], place)


def _points_of_csv(text: str, path: Path) -> Iterator[Point]:
    lines = text.splitlines()
    first = lines[0] if lines else ""
    separator = max("\t;,", key=first.count)
    heading = [name.strip().strip('"') for name in first.split(separator)]
    absent = [name for name in ("PERIOD", "VAL") if name not in heading]
    if absent:
        where = f"{path.name}, line 1"
        raise WorkbookError(f"The CSV answer has no column {', '.join(absent)}.", where=where, what_next=DOWNLOAD_AGAIN)
    reader = csv.reader(lines[1:], delimiter=separator)
    pairs = _dimensions(heading)
    for row in reader:
        place = f"{path.name}, line {reader.line_num + 1}"
        if not row:
            continue
        if len(row) != len(heading):
            what = f"A line has {len(row)} fields where the heading has {len(heading)}: the file may be cut short."
            raise WorkbookError(what, where=place, what_next=DOWNLOAD_AGAIN)
        cells = dict(zip(heading, row, strict=True))
        members = tuple(_name_of_pair(cells[one], cells.get(other, "")) for one, other in pairs)
        yield Point(members, cells["PERIOD"].strip(), cells.get("DAT", "").strip(), cells["VAL"].strip(), place)


def _dimensions(heading: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of columns: a dimension and its twin with ``L`` before the name."""
    own = [name for name in heading if name not in {"NAM", "DAT", "PERIOD", "VAL"}]
    twins = {f"L{name}" for name in own}
    return [(name, f"L{name}") for name in own if name not in twins]


def _name_of_pair(one: str, other: str) -> str:
    """Of the two columns of a dimension the one with letters; in some answers names stand under L…, in others not."""
    return next((text.strip() for text in (one, other) if any(letter.isalpha() for letter in text)), one.strip())
