"""The sheets of a table: which ones they are, in which unit, and where their heading is."""

from __future__ import annotations

import re

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.headers import parse_period, plain
from iidsp_analysis.loaders.workbook import Sheet, Workbook

DOWNLOAD = "Compare with the file at the publisher's address; if the layout changed, the loader must learn it."
_OTHER_UNITS = {
    "mln KZT": r"%|процент|percent|тыс\w*\W+тенге|thousand\W+tenge|млрд|bln|billion",
    "% of previous year": r"млн|mln|million|тыс\w*\W+тенге",
}


def sheets_named(book: Workbook, pattern: re.Pattern[str], *, what: str, at_least: int) -> list[Sheet]:
    """Sheets of a table by their names.

    Raises
    ------
    WorkbookError
        If fewer than expected match (a sheet was renamed or left out); lists the names that are there.
    """
    found = [sheet for sheet in book.sheets() if pattern.search(sheet.name)]
    if len(found) < at_least:
        names = ", ".join(f"'{name}'" for name in book.sheet_names)
        raise WorkbookError(
            f"{len(found)} of at least {at_least} sheets of {what} found; the workbook has {names}.",
            where=book.path.name,
            what_next="Give a renamed sheet its former name in a copy of the file, or download the file anew.",
        )
    return found


def require_unit(sheet: Sheet, heading_row: int, unit: str) -> None:
    """Refuse a sheet whose title or corner names another unit than its indicator has.

    Raises
    ------
    WorkbookError
        Naming the cell with the other unit.
    """
    other = re.compile(_OTHER_UNITS[unit])
    for row in range(heading_row):
        for col, value in enumerate(sheet.rows[row]):
            if isinstance(value, str) and other.search(plain(value)):
                raise sheet.fail(f"The sheet names another unit than {unit}: {value.strip()!r}.", row, col, DOWNLOAD)


def row_of_years(sheet: Sheet) -> int:
    """Find the heading row: the first with at least two whole years.

    Raises
    ------
    WorkbookError
        If there is none.
    """
    for row, line in enumerate(sheet.rows[:40]):
        periods = [parse_period(value) for value in line]
        if sum(period is not None and period.whole for period in periods) >= 2:
            return row
    raise sheet.fail("No row of years was found as heading.", what_next=DOWNLOAD)


def row_of_kato(sheet: Sheet) -> tuple[int, int]:
    """Place of the heading «Код КАТО», to the right of which stand the labels and the columns of industries.

    Raises
    ------
    WorkbookError
        If there is none.
    """
    for row, line in enumerate(sheet.rows[:40]):
        for col, value in enumerate(line[:4]):
            if isinstance(value, str) and re.search(r"като|kato", plain(value)):
                return row, col
    raise sheet.fail("The heading 'Код КАТО' was not found in columns A to D.", what_next=DOWNLOAD)
