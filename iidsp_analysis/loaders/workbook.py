"""A publisher's workbook, opened only if it is what it claims to be, and named down to the cell when it is not.

Files reach ``data/raw/`` by hand: half downloaded, saved from an error page, protected by a password, renamed.
:func:`open_workbook` refuses each of these with a sentence before any parser sees the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.container import DEFAULT_LIMITS, Limits, inspect

RESAVE: Final = "Download the file again, or open it in Excel, look at it and save it as .xlsx."


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing but spaces (the number 0 is not blank)."""
    return value is None or (isinstance(value, str) and not value.strip())


def column_letters(column: int) -> str:
    """Letters of a column counted from 0: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    column += 1
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


class Sheet:
    """One sheet: its cells are read when first asked for, and every complaint names file, sheet and cell."""

    def __init__(self, name: str, read: Callable[[], CalamineSheet], *, path: Path) -> None:
        self._read = read
        self._rows: list[list[object]] | None = None
        self.path = path
        self.name = name

    @property
    def rows(self) -> list[list[object]]:
        """All cells from A1 on, as Python values; an empty cell is ``''`` and all rows are equally long."""
        if self._rows is None:
            self._rows = cast("list[list[object]]", self._contents().to_python(skip_empty_area=False))
        return self._rows

    def chunks(self, size: int) -> Iterator[tuple[int, list[list[object]]]]:
        """Hand out rows in chunks of ``size`` with the number of the first row (from 0), for sheets of a million rows.

        The same cells as :attr:`rows`, but nothing is kept: memory is free again when the last chunk is done.
        """
        contents = self._contents()
        left = contents.start[1] if contents.start else 0  # iter_rows leaves out the empty columns on the left
        rows = cast("Iterator[list[object]]", contents.iter_rows())
        row_number = 0
        while chunk := list(islice(rows, size)):
            yield row_number, [[""] * left + row for row in chunk] if left else chunk
            row_number += len(chunk)

    def _contents(self) -> CalamineSheet:
        try:
            return self._read()
        except CalamineError as error:
            raise self.fail(f"The sheet cannot be read ({error}).", what_next=RESAVE) from error

    @staticmethod
    def cell_name(row: int, col: int) -> str:
        """Excel's name of a cell counted from 0: ``cell_name(3, 2)`` is ``C4``."""
        return f"{column_letters(col)}{row + 1}"

    def fail(self, what: str, row: int | None = None, col: int | None = None, what_next: str = "") -> WorkbookError:
        """Make an error (to be raised by the caller) that names the file, the sheet and, where known, the cell."""
        where = f"{self.path.name}, sheet '{self.name}'"
        if row is not None and col is not None:
            where += f", cell {self.cell_name(row, col)}"
        elif row is not None:
            where += f", row {row + 1}"
        elif col is not None:
            where += f", column {column_letters(col)}"
        return WorkbookError(what, where=where, what_next=what_next)


class Workbook:
    """An inspected workbook; a context manager, so that the file is closed whatever happens."""

    def __init__(self, source: CalamineWorkbook, *, path: Path) -> None:
        self._source = source
        self.path = path

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.close()

    @property
    def sheet_names(self) -> list[str]:
        """Names of the sheets in the file's order, without the spaces that publishers leave behind them."""
        return [name.strip() for name in self._source.sheet_names]

    def sheet(self, matching: str | re.Pattern[str], *, what: str) -> Sheet:
        """Return the one sheet whose name equals (case and spacing aside) or contains ``matching``.

        Parameters
        ----------
        matching : str or re.Pattern
            A name, or a pattern searched for in the names.
        what : str
            What the sheet should hold, for the error message: ``'GVA by division, 2013–2018'``.

        Raises
        ------
        WorkbookError
            No sheet or several sheets match; the names that exist are listed.
        """
        found = [position for position, name in enumerate(self.sheet_names) if _matches(matching, name)]
        if len(found) == 1:
            return self._sheet_at(found[0])
        listed = ", ".join(f"'{name}'" for name in self.sheet_names)
        wanted = matching if isinstance(matching, str) else matching.pattern
        count = "No sheet" if not found else f"{len(found)} sheets"
        raise WorkbookError(
            f"{count} for {what} (looked for '{wanted}'); the workbook has {listed}.",
            where=self.path.name,
            what_next="If the publisher renamed the sheet, give it its former name in a copy and report the change.",
        )

    def sheets(self) -> list[Sheet]:
        """All sheets in the file's order."""
        return [self._sheet_at(position) for position in range(len(self._source.sheet_names))]

    def _sheet_at(self, position: int) -> Sheet:
        return Sheet(self.sheet_names[position], partial(self._source.get_sheet_by_index, position), path=self.path)


def open_workbook(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Open an ``.xlsx`` file after checking that it is one, whole, unprotected and of a bearable size.

    Parameters
    ----------
    path : Path
        The file as downloaded.
    limits : Limits, optional
        Sizes above which the file is refused.

    Raises
    ------
    WorkbookError
        The file is missing, empty, cut short, protected by a password, an old ``.xls``, something else under the name
        ``.xlsx`` (a web page, a CSV), or unpacks to more than the limits allow.
    """
    path = Path(path)
    inspect(path, limits)
    try:
        return Workbook(CalamineWorkbook.from_path(path), path=path)
    except CalamineError as error:
        raise WorkbookError(f"The workbook cannot be read ({error}).", where=path.name, what_next=RESAVE) from error


def _matches(matching: str | re.Pattern[str], name: str) -> bool:
    if isinstance(matching, re.Pattern):
        return matching.search(name) is not None
    return " ".join(matching.split()).casefold() == " ".join(name.split()).casefold()
