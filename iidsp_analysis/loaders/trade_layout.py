"""Layout of a sheet of the trade workbooks: which columns are which month, which rows which region.

Row 2 names the months over three columns each (tonnes, additional unit, thousand USD), row 4 is the country; below it
every region begins with a heading in column A, followed by its six-digit HS lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.workbook import Sheet, is_blank

HEADER_ROW: Final = 1
UNIT_ROW: Final = 2
COUNTRY_ROW: Final = 3
COLUMNS_PER_MONTH: Final = 3
#: Offsets within a month; the additional unit between them has no indicator.
TONNES: Final = 0
THOUSAND_USD: Final = 2

DESCRIPTION_SHEETS: Final = frozenset({"метаданные", "показатель"})
MONTHS: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_MONTH_LABEL: Final = re.compile(
    r"(?P<month>[а-я]+)\s+(?P<year>20\d\d)(?:\s*года|\s*г\.?)?\s*(?P<preliminary>\*+)?", re.I
)
YEAR: Final = re.compile(r"20\d\d")
_COUNTRY: Final = re.compile(r"республик[аи]\s+казахстан", re.I)
_TONNES_WORD: Final = re.compile(r"тонн", re.I)
_USD_WORD: Final = re.compile(r"долл|usd|\$", re.I)
_HS6_LABEL: Final = r"\d{5,6}(?:\.0)?"
_ANY_CODE: Final = r"\d+(?:\.0)?"

LAYOUT_CHANGED: Final = "If the publisher changed the layout, report it; the figures already built stay as they are."

#: Signs for "nothing to show" and for confidential figures.
NIL_SIGNS: Final = frozenset({"", "-", "–", "—", "…", "..."})
CONFIDENTIAL_SIGNS: Final = frozenset({"x", "х"})

Array = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Month:
    """A month of the header: its period, the first of its three columns, and whether it is marked preliminary."""

    period: str
    column: int
    preliminary: bool


def data_sheets(sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets of figures: all but the two descriptions; each must carry its year in its name."""
    found = [sheet for sheet in sheets if sheet.name.casefold() not in DESCRIPTION_SHEETS]
    if not found:
        what_next = "The site serves such a stub while it renews the table: download it again later."
        raise sheets[0].fail("The workbook has no sheet of figures, only descriptions.", what_next=what_next)
    for sheet in found:
        if not YEAR.search(sheet.name):
            raise sheet.fail(
                "The name of the sheet has no year; sheets are expected to be years.", what_next=LAYOUT_CHANGED
            )
    return found


def read_header(sheet: Sheet, head: list[list[object]]) -> list[Month]:
    """Read the months from row 2 and make sure that rows 3 and 4 are what they should be.

    Raises
    ------
    WorkbookError
        Shifted header, month of another year than the sheet's, columns in another order, country row elsewhere.
    """
    if len(head) <= COUNTRY_ROW:
        raise sheet.fail(f"The sheet ends in row {len(head)}, before the country's row 4.", what_next=LAYOUT_CHANGED)
    months = [
        _month(sheet, label, column) for column, label in enumerate(head[HEADER_ROW]) if column and not is_blank(label)
    ]
    if not months:
        raise _shifted(sheet, head)
    _require_all_months(sheet, months)
    _require_units(sheet, head[UNIT_ROW], months)
    label = head[COUNTRY_ROW][0]
    if not _COUNTRY.fullmatch(" ".join(str(label).split())):
        what = f"Row 4 should be the country's total («Республики Казахстан»), not {label!r}."
        raise sheet.fail(what, COUNTRY_ROW, 0, what_next=LAYOUT_CHANGED)
    return months


def _month(sheet: Sheet, label: object, column: int) -> Month:
    found = _MONTH_LABEL.fullmatch(str(label).strip())
    if not found or found["month"].lower() not in MONTHS:
        what = f"{label!r} is not a month such as «январь 2025 года»."
        raise sheet.fail(what, HEADER_ROW, column, what_next=LAYOUT_CHANGED)
    if found["year"] not in YEAR.findall(sheet.name):
        what = f"{label!r} is not of the year that the sheet is named after."
        raise sheet.fail(what, HEADER_ROW, column, what_next=LAYOUT_CHANGED)
    number = MONTHS.index(found["month"].lower()) + 1
    return Month(f"{found['year']}-{number:02d}", column, bool(found["preliminary"]))


def _shifted(sheet: Sheet, head: list[list[object]]) -> WorkbookError:
    for row, labels in enumerate(head):
        for column, label in enumerate(labels):
            if column and _MONTH_LABEL.fullmatch(str(label).strip()):
                what = f"The months are expected in row 2, but {label!r} stands in row {row + 1}."
                return sheet.fail(what, row, column, what_next=LAYOUT_CHANGED)
    return sheet.fail("Row 2 names no month.", HEADER_ROW, 1, what_next=LAYOUT_CHANGED)


def _require_all_months(sheet: Sheet, months: list[Month]) -> None:
    for month, following in pairwise(months):
        if following.column - month.column != COLUMNS_PER_MONTH:
            what = f"{month.period} has {following.column - month.column} columns instead of 3."
            raise sheet.fail(what, HEADER_ROW, following.column, what_next=LAYOUT_CHANGED)
    for number, month in enumerate(months, start=1):
        if int(month.period[-2:]) != number:
            what = f"{MONTHS[number - 1].capitalize()} is expected, but {month.period} stands here."
            raise sheet.fail(what, HEADER_ROW, month.column, what_next=LAYOUT_CHANGED)


def _require_units(sheet: Sheet, units: list[object], months: list[Month]) -> None:
    """Refuse only what contradicts: the wording of row 3 is the publisher's own and may change."""
    for month in months:
        labels = [str(label) for label in units[month.column : month.column + COLUMNS_PER_MONTH]]
        for offset, forbidden in ((TONNES, _USD_WORD), (THOUSAND_USD, _TONNES_WORD)):
            if offset < len(labels) and forbidden.search(labels[offset]):
                what = (
                    f"{labels[offset]!r} stands where the {'tonnes' if offset == TONNES else 'thousand USD'} should be."
                )
                raise sheet.fail(what, UNIT_ROW, month.column + offset, what_next=LAYOUT_CHANGED)


def read_values(sheet: Sheet, cells: Array, months: list[Month], first_row: int) -> npt.NDArray[np.float64]:
    """Read the figures as an array of rows × months × (thousand USD, tonnes).

    An empty cell is NaN (it is not 0), a confidential one infinite until the status is set.
    """
    columns = np.array([[month.column + THOUSAND_USD, month.column + TONNES] for month in months])
    missing = columns.max() + 1 - cells.shape[1]
    if missing > 0:  # the last columns hold nothing at all
        cells = np.hstack([cells, np.full((len(cells), missing), "", dtype=object)])
    _require_nothing_beyond(sheet, cells, int(columns.max()) + 1, first_row)
    picked = cells[:, columns]
    picked[picked == ""] = np.nan
    try:
        return picked.astype(float)
    except (TypeError, ValueError):
        return _with_signs(sheet, picked, columns, first_row)


def _require_nothing_beyond(sheet: Sheet, cells: Array, end: int, first_row: int) -> None:
    unnamed = np.argwhere(cells[:, end:] != "")
    if len(unnamed):
        row, column = (int(position) for position in unnamed[0])
        what = "Figures stand in a column that row 2 does not name a month for."
        raise sheet.fail(what, first_row + row, end + column, what_next=LAYOUT_CHANGED)


def _with_signs(sheet: Sheet, picked: Array, columns: npt.NDArray[np.intp], first_row: int) -> npt.NDArray[np.float64]:
    """Translate signs and numbers typed as text; the few distinct texts are looked at once each."""
    is_text = ~np.frompyfunc(lambda value: isinstance(value, (int, float)), 1, 1)(picked).astype(bool)
    texts = pd.Series(picked[is_text], dtype=object)
    meanings: dict[object, float] = {}
    for text in texts.unique():
        try:
            meanings[text] = _meaning(text)
        except ValueError:
            row, month, indicator = (int(position[0]) for position in np.nonzero(picked == text))
            what = f"{text!r} is not a number."
            raise sheet.fail(what, first_row + row, int(columns[month, indicator]), what_next=LAYOUT_CHANGED) from None
    picked[is_text] = texts.map(meanings).to_numpy(dtype=float)
    return picked.astype(float)


def _meaning(text: object) -> float:
    sign = str(text).strip().casefold()
    if sign in NIL_SIGNS:
        return np.nan
    if sign in CONFIDENTIAL_SIGNS:
        return np.inf
    return float("".join(sign.split()).replace(",", "."))


def hs6_codes(sheet: Sheet, labels: Array, first_row: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Read column A: HS6 codes as numbers (−1 where there is none) and the positions of the headings.

    A code may be text, or a number that lost its leading zero. A code of another length is refused: beside six-digit
    lines it would count the same trade twice.
    """
    texts = pd.Series(labels, dtype=object).astype(str).str.strip()
    is_code = texts.str.fullmatch(_HS6_LABEL).to_numpy(dtype=bool)
    without = np.flatnonzero(~is_code)
    other = without[texts.iloc[without].str.fullmatch(_ANY_CODE).to_numpy(dtype=bool)]
    if len(other):
        row = int(other[0])
        what = f"{texts.iloc[row]!r} is not a six-digit HS code."
        raise sheet.fail(what, first_row + row, 0, what_next="Lines of other lengths would count the same trade twice.")
    codes = np.full(len(texts), -1, dtype=np.int32)
    codes[is_code] = texts[is_code].astype(float).to_numpy().astype(np.int32)
    headings = np.flatnonzero(~is_code & (texts != "").to_numpy(dtype=bool))
    return codes, headings
