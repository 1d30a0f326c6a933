"""Headings of the layout with a block per region: names of industries, and codes in a row under the names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from iidsp_analysis.loaders.cells import cell, has_figure
from iidsp_analysis.loaders.headers import parse_period
from iidsp_analysis.loaders.workbook import Sheet, is_blank

_CODE = re.compile(r"^(?:[A-U]|\d{1,2}(?:\s*[-–—,]\s*\d{1,2})*)$")
_CYRILLIC_CODES = str.maketrans("АВСЕНКМОРТ", "ABCEHKMOPT")


@dataclass(frozen=True)
class Column:
    """A column of an industry: where it is, the code printed under its name ('' if none), and the name."""

    position: int
    code: str
    name: str
    heading_row: int


def first_block_row(sheet: Sheet, heading_row: int, label_col: int) -> int:
    """Row of the first region: a label that is no period, with a period as the next label below it.

    Raises
    ------
    WorkbookError
        If no such row follows the heading.
    """
    labelled = [row for row in range(heading_row, len(sheet.rows)) if not is_blank(cell(sheet, row, label_col))]
    for row, following in pairwise(labelled):
        if parse_period(cell(sheet, row, label_col)) is not None:
            raise sheet.fail("A period stands before the first region.", row, label_col)
        if row > heading_row and parse_period(cell(sheet, following, label_col)) is not None:
            return row
    raise sheet.fail("No region with its periods follows this heading.", heading_row, label_col)


def columns_between(sheet: Sheet, rows: range, *, first_col: int) -> tuple[Column, ...]:
    """Headed columns of the rows from the heading to the first region."""
    read = (_column(sheet, position, rows) for position in range(first_col, len(sheet.rows[0])))
    return tuple(column for column in read if column is not None)


def _column(sheet: Sheet, position: int, rows: range) -> Column | None:
    code, name, name_row = "", "", rows.start
    for row in rows:
        value = cell(sheet, row, position)
        if is_blank(value):
            continue
        printed_code = industry_code(value)
        if printed_code:
            code = printed_code
        else:
            name, name_row = str(value).strip(), row
    return Column(position, code, name, name_row) if code or name else None


def industry_code(value: object) -> str:
    """Code in a heading cell, or '' for a name.

    Examples
    --------
    >>> industry_code(10.0), industry_code("26-30, 33"), industry_code("С"), industry_code("Пищевая")
    ('10', '26-30,33', 'C', '')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{int(value):02d}" if float(value).is_integer() and 0 < value < 100 else ""
    text = str(value).strip().upper().translate(_CYRILLIC_CODES)
    return re.sub(r"\s", "", text).replace("–", "-").replace("—", "-") if _CODE.match(text) else ""


def require_headings(sheet: Sheet, first_row: int, first_col: int, headed: set[int]) -> None:
    """Refuse figures under no heading.

    Raises
    ------
    WorkbookError
        Naming the first such cell.
    """
    for row in range(first_row, len(sheet.rows)):
        for col in range(first_col, len(sheet.rows[row])):
            if col not in headed and has_figure(sheet, row, col):
                what = "A figure stands under no heading: the heading is shifted or a column was added or dropped."
                raise sheet.fail(what, row, col)
