"""A table with labels in its first row and first column, from a text file or a sheet, named down to the cell."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.workbook import Sheet, column_letters, is_blank, open_workbook

Grid = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Numbers:
    """How the cells of one file are read."""

    name: str
    decimal: str
    blank_is_zero: bool

    def read(self, value: object, row: int, column: int, *, blank: float | None = None) -> float:
        """Return a cell as a number; a blank one is `blank`, or refused."""
        if isinstance(value, bool):
            raise self.fail(f"{value} stands where a number belongs.", row, column)
        if isinstance(value, int | float):
            return float(value)
        if is_blank(value):
            return self._blank(row, column) if blank is None else blank
        text = str(value).strip()
        for space in (" ", "\u00a0", "\u202f"):
            text = text.replace(space, "")
        try:
            number = float(text if self.decimal == "." else text.replace(self.decimal, "."))
        except ValueError as error:
            raise self.fail(f"{value!r} stands where a number belongs.", row, column) from error
        if not math.isfinite(number):
            raise self.fail(f"{value!r} stands where a number belongs.", row, column)
        return number

    def fail(self, what: str, row: int, column: int, what_next: str = "") -> WorkbookError:
        """Make an error that names file and cell."""
        return WorkbookError(what, where=f"{self.name}, cell {column_letters(column)}{row + 1}", what_next=what_next)

    def _blank(self, row: int, column: int) -> float:
        if self.blank_is_zero:
            return 0.0
        what_next = "Write 0 if nothing flows, or read the table with blank_is_zero=True."
        raise self.fail("A cell of the table is blank.", row, column, what_next)


def read_grid(path: Path, sheet: str | None, delimiter: str) -> Grid:
    """Return the cells of a text table or of the one sheet of a workbook.

    Raises
    ------
    WorkbookError
        If there is no such file, it is not what its name says, or it has several sheets and none is named.
    """
    if path.suffix.lower() == ".xlsx":
        with open_workbook(path) as book:
            found = book.sheets()
            if sheet is None and len(found) != 1:
                names = ", ".join(f"'{each.name}'" for each in found)
                raise WorkbookError(f"The workbook has the sheets {names}.", where=path.name, what_next="Name one.")
            chosen: Sheet = found[0] if sheet is None else book.sheet(sheet, what="the input–output table")
            return chosen.rows
    if not path.is_file():
        raise WorkbookError("There is no such file.", where=str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream, delimiter=delimiter))
    except UnicodeDecodeError as error:
        what_next = "Save it as CSV UTF-8."
        raise WorkbookError("The file is not UTF-8 text.", where=path.name, what_next=what_next) from error


def places_of_labels(grid: Grid, numbers: Numbers) -> tuple[dict[str, int], dict[str, int]]:
    """Places of the labels of rows and columns (counted from 0); empty rows and columns are passed over.

    Raises
    ------
    WorkbookError
        If a row or column with numbers has no label, a label occurs twice, or a row is longer than the first.
    """
    if not grid or len(grid[0]) < 2:
        what_next = "Check the delimiter of the text file."
        raise WorkbookError("The first row has no labels of columns.", where=numbers.name, what_next=what_next)
    width = len(grid[0])
    for row, line in enumerate(grid):
        if len(line) != width and any(not is_blank(value) for value in line):
            raise numbers.fail(f"The row has {len(line)} cells, the first row {width}.", row, 0)
    full = [row for row in range(1, len(grid)) if any(not is_blank(value) for value in grid[row])]
    wide = [column for column in range(1, width) if any(not is_blank(line[column]) for line in grid if line)]
    rows = _places(((row, grid[row][0]) for row in full), lambda row: (row, 0), numbers)
    columns = _places(((column, grid[0][column]) for column in wide), lambda column: (0, column), numbers)
    return rows, columns


def _places(
    labelled: Iterable[tuple[int, object]], cell: Callable[[int], tuple[int, int]], numbers: Numbers
) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, value in labelled:
        label = " ".join(str(value).split())
        if not label:
            raise numbers.fail("Numbers stand under no label.", *cell(place))
        if label in places:
            raise numbers.fail(f"The label '{label}' occurs twice.", *cell(place))
        places[label] = place
    return places
