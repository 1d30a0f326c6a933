"""The layout with a block per region: its label in a row of its own, below it a row per period, industries across."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from iidsp_analysis import schema
from iidsp_analysis.loaders.block_headings import Column, columns_between, first_block_row, require_headings
from iidsp_analysis.loaders.cells import Figure, cell, figure, has_figure
from iidsp_analysis.loaders.dated_labels import existed, language_context, territory_at
from iidsp_analysis.loaders.headers import Footnotes, Period, footnote, footnotes, parse_period, plain
from iidsp_analysis.loaders.tables import row_of_kato
from iidsp_analysis.loaders.workbook import Sheet, is_blank


@dataclass(frozen=True)
class BlockFigure:
    """One annual figure of a block."""

    region: str
    column: Column
    period: Period
    year: int
    figure: Figure
    row: int

    @property
    def is_missing(self) -> bool:
        """Whether it is printed as confidential."""
        return math.isnan(self.figure.value)

    def status(self, notes: Footnotes) -> str:
        """Observed, provisional (a footnote of the year says so) or suppressed."""
        return schema.PROVISIONAL if not self.is_missing and notes.provisional(self.period) else self.figure.status


@dataclass(frozen=True)
class _Layout:
    first_row: int
    label_col: int
    columns: tuple[Column, ...]
    notes: Footnotes
    context: str | None


def all_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Every headed column right of the labels."""
    return _layout(sheet).columns


def annual_figures(
    sheet: Sheet, wanted: Callable[[Sheet, Column], bool], *, zero_is_missing: bool = False
) -> tuple[list[BlockFigure], tuple[Column, ...], Footnotes]:
    """Read every annual figure of the wanted columns; rows of a part of a year are passed over.

    Parameters
    ----------
    sheet : Sheet
        One sheet of the table.
    wanted : callable
        Decides about a column and refuses one that it does not understand.
    zero_is_missing : bool
        Whether a zero stands for "not published" (indices) or is a figure (values).

    Returns
    -------
    tuple
        The figures, the wanted columns, the footnotes of the sheet.

    Raises
    ------
    WorkbookError
        Figures under no heading, a period that is none, a year twice in a block, text where a figure belongs.
    UnknownLabelError
        A block of an unknown region.
    """
    layout = _layout(sheet)
    chosen = tuple(column for column in layout.columns if wanted(sheet, column))
    found: list[BlockFigure] = []
    blocks: dict[tuple[str, int], int] = {}
    for label_row, row, period, year in _annual_rows(sheet, layout):
        region = territory_at(sheet, label_row, layout.label_col, year, context=layout.context)
        _require_once(sheet, (row, layout.label_col), (region, year), blocks)
        line = _line(sheet, chosen, region, period, row)
        found.extend(_published(sheet, line, region, year, zero_is_missing))
    return found, chosen, layout.notes


def require_columns_once(sheet: Sheet, columns: tuple[Column, ...], codes: Mapping[int, str]) -> None:
    """Refuse a sheet in which two columns are the same industry.

    Raises
    ------
    WorkbookError
        Naming the second column.
    """
    seen: set[str] = set()
    for column in columns:
        code = codes[column.position]
        if code in seen:
            raise sheet.fail(f"A second column for {code} ({column.name!r}).", column.heading_row, column.position)
        seen.add(code)


def _layout(sheet: Sheet) -> _Layout:
    heading_row, kato_col = row_of_kato(sheet)
    first_row = first_block_row(sheet, heading_row, kato_col + 1)
    columns = columns_between(sheet, range(heading_row, first_row), first_col=kato_col + 2)
    require_headings(sheet, first_row, kato_col + 2, {column.position for column in columns})
    return _Layout(first_row, kato_col + 1, columns, footnotes(sheet.rows), language_context(sheet))


def _annual_rows(sheet: Sheet, layout: _Layout) -> Iterator[tuple[int, int, Period, int]]:
    """Row of the region's label, row of the period, period and year – for every annual row of every block."""
    label_row: int | None = None
    for row in range(layout.first_row, len(sheet.rows)):
        label = cell(sheet, row, layout.label_col)
        if _is_remark(sheet, row, layout.label_col):
            continue
        period = parse_period(label)
        if period is None:
            _require_no_figures(sheet, row, layout)
            label_row = row
        elif label_row is None:
            raise sheet.fail(f"The period {plain(label)!r} stands before the first region.", row, layout.label_col)
        elif period.whole and period.year is not None:
            yield label_row, row, period, period.year


def _is_remark(sheet: Sheet, row: int, label_col: int) -> bool:
    """Blank lines, footnotes and lines that only fill the first column."""
    label = cell(sheet, row, label_col)
    if not is_blank(label):
        return footnote(label) is not None
    for col in range(label_col + 1, len(sheet.rows[row])):
        if has_figure(sheet, row, col):
            raise sheet.fail("Figures stand in a row without a period.", row, col)
    return True


def _require_no_figures(sheet: Sheet, row: int, layout: _Layout) -> None:
    if any(has_figure(sheet, row, column.position) for column in layout.columns):
        label = cell(sheet, row, layout.label_col)
        raise sheet.fail(f"{label!r} is no period, yet figures stand beside it.", row, layout.label_col)


def _require_once(
    sheet: Sheet, place: tuple[int, int], about: tuple[str, int], seen: dict[tuple[str, int], int]
) -> None:
    row, col = place
    if about in seen:
        first = sheet.cell_name(seen[about], col)
        raise sheet.fail(f"The year {about[1]} is printed twice for {about[0]} (first in {first}).", row, col)
    seen[about] = row


def _line(sheet: Sheet, columns: tuple[Column, ...], region: str, period: Period, row: int) -> list[BlockFigure]:
    read = ((column, figure(sheet, row, column.position)) for column in columns)
    year = period.year or 0
    return [BlockFigure(region, column, period, year, found, row) for column, found in read if found is not None]


def _published(
    sheet: Sheet, line: list[BlockFigure], region: str, year: int, zero_is_missing: bool
) -> list[BlockFigure]:
    """Drop placeholder zeros: of a territory that did not exist, of a line of nothing but zeros, of an index."""
    not_zero = [found for found in line if found.figure.value != 0]
    numbers = [found for found in not_zero if not found.is_missing]
    if existed(region, year):
        return not_zero if zero_is_missing or not numbers else line
    if numbers:
        place = (numbers[0].row, numbers[0].column.position)
        raise sheet.fail(f"A figure for {region} in {year}, when there was none.", *place)
    return []
