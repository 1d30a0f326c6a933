"""From a region's label and a year to the dated territory that the figure is about."""

from __future__ import annotations

from iidsp_analysis import regions
from iidsp_analysis.errors import BoundaryError, UnknownLabelError
from iidsp_analysis.loaders.cells import cell
from iidsp_analysis.loaders.headers import plain, without_marks
from iidsp_analysis.loaders.workbook import Sheet

#: First year in which annual tables of output and value added print the regions of 2022 (and their smaller parents).
NEW_BORDERS_FROM = 2021
_LAST_YEAR = {"south_kazakhstan": 2017}
#: Turkistan and Shymkent were separated in 2018; the publisher reckons their figures back to this year.
_FIRST_YEAR = {
    "turkistan": 2011,
    "shymkent": 2011,
    "abai": NEW_BORDERS_FROM,
    "zhetisu": NEW_BORDERS_FROM,
    "ulytau": NEW_BORDERS_FROM,
}


def language_context(sheet: Sheet) -> str | None:
    """Which list of names the sheet uses: bare "Almaty" is the region in the English and the Kazakh one."""
    text = " ".join(plain(value) for row in sheet.rows[:12] for value in row[:2] if isinstance(value, str))
    if "republic of kazakhstan" in text:
        return "bns_en"
    return "bns_kk" if "қазақстан республикасы" in text else None


def territory_at(sheet: Sheet, row: int, col: int, year: int, *, context: str | None = None) -> str:
    """Region id of the label in a cell, for a year.

    Raises
    ------
    UnknownLabelError
        If no table of aliases knows the label; names file, sheet and cell.
    """
    label = without_marks(cell(sheet, row, col))
    try:
        return territory_of(label, year, context=context)
    except UnknownLabelError as unknown:
        where = sheet.fail(unknown.what, row, col).where
        raise UnknownLabelError(unknown.what, where=where, what_next=unknown.what_next) from None


def territory_of(label: str, year: int, *, new_borders_from: int = NEW_BORDERS_FROM, context: str | None = None) -> str:
    """Region id of a label; of two territories of one name, the one that the table means in that year.

    Tables print a region beside its successors for some years (South Kazakhstan beside Turkistan and Shymkent), so a
    label that the borders of the year do not have is looked up in the others.
    """
    nearest, *others = (2022, 2018, 2014) if year >= new_borders_from else (2014, 2018, 2022)
    try:
        return regions.resolve(label, borders=nearest, context=context).id
    except BoundaryError as refused:
        for borders in others:
            found = _resolved_or_none(label, borders, context)
            if found is not None:
                return found
        raise refused


def _resolved_or_none(label: str, borders: int, context: str | None) -> str | None:
    try:
        return regions.resolve(label, borders=borders, context=context).id
    except BoundaryError:
        return None


def existed(region: str, year: int) -> bool:
    """Whether an annual table can have a figure for a territory in a year; a zero printed where not means missing."""
    return _FIRST_YEAR.get(region, year) <= year <= _LAST_YEAR.get(region, year)
