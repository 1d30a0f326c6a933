"""Value added by region and section: level (BNS table 5927) and volume index (450904), a block per region."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.block_headings import Column
from iidsp_analysis.loaders.blocks import BlockFigure, annual_figures, require_columns_once
from iidsp_analysis.loaders.headers import Footnotes
from iidsp_analysis.loaders.rows import Record, newest_first_wins, panel_rows
from iidsp_analysis.loaders.section_names import FISIM, GRP, NET_TAXES, section_of
from iidsp_analysis.loaders.tables import require_unit, row_of_kato, sheets_named
from iidsp_analysis.loaders.workbook import Sheet, Workbook, open_workbook

#: Columns beside the sections: indicator and industry under which the panel keeps them.
_BESIDE_SECTIONS = {GRP: ("grp", schema.TOTAL), NET_TAXES: ("grp", NET_TAXES), FISIM: ("grp", FISIM)}
#: Without these no sheet of either table is whole.
_EXPECTED = frozenset({"A", "IND", "B", "C", "D", "E", "F", "G", "H", "J", "L", GRP})


@dataclass(frozen=True)
class _Table:
    id: str
    sheets: re.Pattern[str]
    indicator: str

    @property
    def is_index(self) -> bool:
        return self.indicator in schema.NOT_ADDITIVE


_LEVEL = _Table("5927", re.compile(r"^\s*ВРП\D*\d{4}", re.IGNORECASE), "gva")
_INDEX = _Table("450904", re.compile(r"^\s*ИФО\s*_?\s*ВДС\D*\d{4}", re.IGNORECASE), "gva_volume_index")


def load(path: Path, *, source: str) -> pd.DataFrame:
    """Read the annual figures of table 5927 (level) or 450904 (volume index); the sheets tell which it is.

    Parameters
    ----------
    path : Path
        The publisher's workbook with its two sheets, which overlap in 2018 (table 5927).
    source : str
        Key into ``sources.yml``.

    Returns
    -------
    DataFrame
        Panel rows. Table 5927: ``gva`` by section, and gross regional product, net taxes on products and FISIM (to be
        subtracted) as ``grp``, all mln KZT in current prices. Table 450904: ``gva_volume_index`` by section, previous
        year = 100. ``attrs["differences"]`` lists the cells that the two sheets print differently (the newer sheet
        wins), ``attrs["left_out"]`` the columns that were not taken.

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming file, sheet and cell.

    Notes
    -----
    Missing is never zero, and a zero that stands for missing is dropped: in a line of nothing but zeros, for a region
    that did not exist in the year, and in the index. Other zeros are returned as printed; the ledger of corrections
    deals with them. The index of the whole ("Всего") is that of gross regional product and is left out of 450904.
    """
    with open_workbook(path) as book:
        table = _table_of(book)
        sheets = sheets_named(book, table.sheets, what=f"value added by section (table {table.id})", at_least=2)
        records, differences = newest_first_wins([_read(sheet, table) for sheet in sheets])
    rows = panel_rows(records, source=source)
    rows.attrs["differences"] = differences
    rows.attrs["left_out"] = [_OMISSION] if table.is_index else []
    return rows


_OMISSION = {"industry": GRP, "why": "the volume index of gross regional product is not an index of value added"}


def _table_of(book: Workbook) -> _Table:
    for table in (_INDEX, _LEVEL):
        if any(table.sheets.search(name) for name in book.sheet_names):
            return table
    names = ", ".join(f"'{name}'" for name in book.sheet_names)
    raise WorkbookError(
        f"No sheet 'ВРП_…' (table 5927) or 'ИФО ВДС_…' (table 450904); the workbook has {names}.",
        where=book.path.name,
        what_next="Give a renamed sheet its former name in a copy of the file, or download the file anew.",
    )


def _read(sheet: Sheet, table: _Table) -> list[Record]:
    require_unit(sheet, row_of_kato(sheet)[0], schema.INDICATORS[table.indicator][0])
    figures, columns, notes = annual_figures(sheet, _is_known_section, zero_is_missing=table.is_index)
    codes = {column.position: _code(column) for column in columns}
    require_columns_once(sheet, columns, codes)
    _require_sections(sheet, set(codes.values()))
    wanted = (found for found in figures if not (table.is_index and codes[found.column.position] == GRP))
    return [_record(sheet, table, found, codes[found.column.position], notes) for found in wanted]


def _code(column: Column) -> str:
    return section_of(column.name) or ""


def _is_known_section(sheet: Sheet, column: Column) -> bool:
    if not _code(column):
        raise sheet.fail(
            f"{column.name or column.code!r} is not known as the name of a section.",
            column.heading_row,
            column.position,
            what_next="If the publisher renamed or added a section, teach loaders/section_names.py its name.",
        )
    return True


def _require_sections(sheet: Sheet, codes: set[str]) -> None:
    absent = sorted(_EXPECTED - codes)
    if absent:
        raise sheet.fail(f"The sheet has no column for {', '.join(absent)}.", row_of_kato(sheet)[0])


def _record(sheet: Sheet, table: _Table, found: BlockFigure, code: str, notes: Footnotes) -> Record:
    indicator, industry = _BESIDE_SECTIONS.get(code, (table.indicator, code))
    return Record(
        region=found.region,
        industry=industry,
        classification="total" if code in _BESIDE_SECTIONS else "oked_section",
        period=str(found.year),
        indicator=indicator,
        value=found.figure.value,
        status=found.status(notes),
        note=notes.note(found.period.marks),
        sheet=sheet.name,
        cell=sheet.cell_name(found.row, found.column.position),
    )
