"""Figures in the cells of the publisher's sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iidsp_analysis import schema
from iidsp_analysis.loaders.workbook import Sheet, is_blank

#: What is printed instead of a figure: no such phenomenon, or no figure. Neither is a zero.
ABSENT = frozenset({"-", "–", "—", "...", "…", ".."})
#: Confidential (Latin or Cyrillic letter).
CONFIDENTIAL = frozenset({"x", "х"})
_TYPED_NUMBER = re.compile(r"^-?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?$")


@dataclass(frozen=True)
class Figure:
    """One published figure: a value, or missing with the reason in ``status``."""

    value: float
    status: str = schema.OBSERVED


def cell(sheet: Sheet, row: int, col: int) -> object:
    """Return the value of a cell; beyond the sheet's edge an empty one."""
    line = sheet.rows[row]
    return line[col] if col < len(line) else ""


def figure(sheet: Sheet, row: int, col: int) -> Figure | None:
    """Read a figure; nothing where the publisher prints none.

    Raises
    ------
    WorkbookError
        If the cell holds text, a date or a truth value where a figure belongs.
    """
    value = cell(sheet, row, col)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Figure(float(value))
    if is_blank(value):
        return None
    if isinstance(value, str):
        return _typed_figure(sheet, row, col, value.strip())
    raise _not_a_figure(sheet, row, col)


def _typed_figure(sheet: Sheet, row: int, col: int, text: str) -> Figure | None:
    if text in ABSENT:
        return None
    if text.casefold() in CONFIDENTIAL:
        return Figure(float("nan"), schema.SUPPRESSED)
    if _TYPED_NUMBER.match(text):
        return Figure(float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".")))
    raise _not_a_figure(sheet, row, col)


def _not_a_figure(sheet: Sheet, row: int, col: int) -> Exception:
    return sheet.fail(
        f"{cell(sheet, row, col)!r} stands where a figure belongs.",
        row,
        col,
        what_next="Download the file anew; if the publisher prints it so, correct the cell in a copy and say so.",
    )


def has_figure(sheet: Sheet, row: int, col: int) -> bool:
    """Whether a cell holds a number or a typed number."""
    value = cell(sheet, row, col)
    if isinstance(value, str):
        return bool(_TYPED_NUMBER.match(value.strip()))
    return isinstance(value, int | float) and not isinstance(value, bool)
