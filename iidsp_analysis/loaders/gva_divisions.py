"""Value added of industry by region and division (BNS table 5931): a block per region, a code row under the names."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import UnknownLabelError
from iidsp_analysis.loaders.block_headings import Column
from iidsp_analysis.loaders.blocks import BlockFigure, all_columns, annual_figures, require_columns_once
from iidsp_analysis.loaders.headers import Footnotes, letters, without_marks
from iidsp_analysis.loaders.rows import Record, newest_first_wins, panel_rows
from iidsp_analysis.loaders.tables import require_unit, row_of_kato, sheets_named
from iidsp_analysis.loaders.workbook import Sheet, open_workbook

TABLE = "5931"
DIVISIONS = tuple(str(code) for code in range(10, 34))
#: The columns that are taken. The table prints aggregates (13-15, 24-25, "26-30, 33") beside their parts, one of them
#: under the label of division 24, so the key is the code and never the label.
TAKEN = frozenset({*DIVISIONS, "B", "C", "IND"})
_SHEETS = re.compile(r"^\s*\d{4}\s*[-–—]\s*\d{4}\s*гг", re.IGNORECASE)


def load(path: Path, *, source: str) -> pd.DataFrame:
    """Read the annual figures of table 5931.

    Parameters
    ----------
    path : Path
        The publisher's workbook with its two sheets, which overlap in 2018.
    source : str
        Key into ``sources.yml``.

    Returns
    -------
    DataFrame
        Panel rows: ``gva`` in mln KZT, current prices, for the divisions 10–33, the sections B and C and industry as a
        whole (IND), by region and for the country. ``attrs["differences"]`` lists the cells that the two sheets print
        differently (the newer wins), ``attrs["left_out"]`` the columns that were not taken.

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming file, sheet and cell.

    Notes
    -----
    Where a name is that of another division than the code beneath it, the heading is shifted and the file is refused.
    A line of nothing but zeros, and a zero of a region that did not exist in the year, are missing.
    """
    with open_workbook(path) as book:
        sheets = sheets_named(book, _SHEETS, what="value added by division (table 5931)", at_least=2)
        left_out = [_omission(sheet, column) for sheet in sheets for column in _left_out(sheet)]
        records, differences = newest_first_wins([_read(sheet) for sheet in sheets])
    rows = panel_rows(records, source=source)
    rows.attrs["differences"] = differences
    rows.attrs["left_out"] = left_out
    return rows


def _read(sheet: Sheet) -> list[Record]:
    require_unit(sheet, row_of_kato(sheet)[0], schema.INDICATORS["gva"][0])
    figures, columns, notes = annual_figures(sheet, _is_taken)
    codes = {column.position: _code(sheet, column) for column in columns}
    require_columns_once(sheet, columns, codes)
    absent = sorted(TAKEN - set(codes.values()))
    if absent:
        raise sheet.fail(f"The sheet has no column for {', '.join(absent)}.", row_of_kato(sheet)[0])
    return [_record(sheet, found, codes[found.column.position], notes) for found in figures]


def _code(sheet: Sheet, column: Column) -> str:
    if column.code:
        return column.code
    if letters(column.name).startswith("промышленность"):
        return "IND"
    raise sheet.fail(f"No code stands under {column.name!r}.", column.heading_row + 1, column.position)


def _is_taken(sheet: Sheet, column: Column) -> bool:
    code = _code(sheet, column)
    if code in DIVISIONS:
        _require_name_of(sheet, column, code)
    return code in TAKEN


def _require_name_of(sheet: Sheet, column: Column, code: str) -> None:
    """Refuse a name that is known as another division's; a name that nobody knows is left to its code."""
    try:
        named = industries.resolve_division(without_marks(column.name))
    except UnknownLabelError:
        return
    if named.code != code:
        what = f"The code {code} stands under the name of {named.code} ({column.name!r}): the heading is shifted."
        raise sheet.fail(what, column.heading_row, column.position)


def _left_out(sheet: Sheet) -> list[Column]:
    return [column for column in all_columns(sheet) if _code(sheet, column) not in TAKEN]


def _omission(sheet: Sheet, column: Column) -> dict[str, object]:
    is_aggregate = not re.fullmatch(r"[A-U]|\d\d", column.code)
    return {
        "industry": column.code,
        "why": "an aggregate beside its parts" if is_aggregate else "outside manufacturing",
        "place": f"{sheet.name}!{sheet.cell_name(column.heading_row, column.position)}",
    }


def _record(sheet: Sheet, found: BlockFigure, code: str, notes: Footnotes) -> Record:
    return Record(
        region=found.region,
        industry=code,
        classification="oked_division",
        period=str(found.year),
        indicator="gva",
        value=found.figure.value,
        status=found.status(notes),
        note=notes.note(found.period.marks),
        sheet=sheet.name,
        cell=sheet.cell_name(found.row, found.column.position),
    )
