"""Gross regional product by region (BNS table 5923): a row per region, periods across, three sheets.

The volume index (table 5926) has the same layout; :mod:`iidsp_analysis.loaders.grp_index` reads it with this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.loaders.cells import cell, figure, has_figure
from iidsp_analysis.loaders.dated_labels import existed, language_context, territory_at
from iidsp_analysis.loaders.headers import Footnotes, Period, footnote, footnotes, marks_of, parse_period, plain
from iidsp_analysis.loaders.rows import Record, newest_first_wins, panel_rows
from iidsp_analysis.loaders.tables import require_unit, row_of_years, sheets_named
from iidsp_analysis.loaders.workbook import Sheet, is_blank, open_workbook

SHEETS = re.compile(r"^\s*(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")
#: The tenge replaced the rouble on 15 November 1993; the table prints 1993 in tenge and the years before in roubles.
_FIRST_YEAR_IN_TENGE = 1993
_AKMOLA_WITH_ASTANA = "with Astana, which the table counts with Akmola until 1996"


def load(path: Path, *, source: str) -> pd.DataFrame:
    """Read the annual figures of table 5923.

    Parameters
    ----------
    path : Path
        The publisher's workbook, in Russian or English.
    source : str
        Key into ``sources.yml``.

    Returns
    -------
    DataFrame
        Panel rows: indicator ``grp``, mln KZT, current prices, a row per territory and year. ``attrs["left_out"]``
        tells what was not taken: the years printed in roubles, which are not converted (no rate fits whole years
        in which prices rose many times over).

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming file, sheet and cell.

    Notes
    -----
    Columns of a quarter, half-year or nine months are running totals with other coverage and are passed over.
    """
    with open_workbook(path) as book:
        sheets = sheets_named(book, SHEETS, what="gross regional product (table 5923)", at_least=3)
        readings = [read_sheet(sheet, "grp") for sheet in sheets]
    return joined(readings, source=source)


def joined(readings: list[tuple[list[Record], list[dict[str, object]]]], *, source: str) -> pd.DataFrame:
    """Panel rows of the sheets that were read, with what differed between them and what was left out."""
    records, differences = newest_first_wins([kept for kept, _ in readings])
    rows = panel_rows(records, source=source)
    rows.attrs["differences"] = differences
    rows.attrs["left_out"] = [omission for _, omissions in readings for omission in omissions]
    return rows


def read_sheet(sheet: Sheet, indicator: str) -> tuple[list[Record], list[dict[str, object]]]:
    """Records of a sheet of this layout as an indicator, and the columns that were not taken.

    Raises
    ------
    WorkbookError, UnknownLabelError
        Naming sheet and cell.
    """
    heading = row_of_years(sheet)
    require_unit(sheet, heading, schema.INDICATORS[indicator][0])
    periods = _periods(sheet, heading)
    notes = footnotes(sheet.rows)
    is_money = indicator not in schema.NOT_ADDITIVE  # an index has no currency
    in_roubles = {col for col, period in periods.items() if is_money and _is_in_roubles(period, notes)}
    years = {col: period for col, period in periods.items() if period.whole and col not in in_roubles}
    records = list(_records(sheet, indicator, heading, years, set(periods), notes))
    return records, [_omission(sheet, heading, col, periods[col], notes) for col in sorted(in_roubles)]


def _periods(sheet: Sheet, heading: int) -> dict[int, Period]:
    """Periods by column; everything to the right of the first one must be a period."""
    periods: dict[int, Period] = {}
    for col, value in enumerate(sheet.rows[heading]):
        period = parse_period(value)
        if period is not None:
            if period.whole and any(other.whole and other.year == period.year for other in periods.values()):
                raise sheet.fail(f"The year {period.year} is printed twice in the heading.", heading, col)
            periods[col] = period
        elif periods and not is_blank(value):
            raise sheet.fail(f"{value!r} is no period.", heading, col)
    return periods


def _is_in_roubles(period: Period, notes: Footnotes) -> bool:
    if not period.whole or period.year is None:
        return False
    return period.year < _FIRST_YEAR_IN_TENGE or bool(re.search(r"rubl|rouble|рубл", plain(notes.note(period.marks))))


def _omission(sheet: Sheet, heading: int, col: int, period: Period, notes: Footnotes) -> dict[str, object]:
    why = "printed in millions of roubles, not converted to tenge"
    stated = notes.note(period.marks)
    return {
        "period": str(period.year),
        "why": f"{why} (footnote: {stated})" if stated else why,
        "place": f"{sheet.name}!{sheet.cell_name(heading, col)}",
    }


def _records(
    sheet: Sheet, indicator: str, heading: int, years: dict[int, Period], headed: set[int], notes: Footnotes
) -> Iterator[Record]:
    label_col = min(headed) - 1
    context = language_context(sheet)
    seen: dict[tuple[str, str], str] = {}
    for row in _region_rows(sheet, heading, label_col, headed):
        label_note = notes.note(marks_of(cell(sheet, row, label_col)))
        for col, period in years.items():
            record = _record(sheet, indicator, (row, col, label_col), period, notes, label_note, context)
            if record is None:
                continue
            if (record.region, record.period) in seen:
                first = seen[record.region, record.period]
                raise sheet.fail(f"{record.region} is printed twice for {record.period} (first in {first}).", row, col)
            seen[record.region, record.period] = record.cell
            yield record


def _region_rows(sheet: Sheet, heading: int, label_col: int, headed: set[int]) -> Iterator[int]:
    """Rows with figures; each must have a label, and each figure a heading."""
    if label_col < 0:
        raise sheet.fail("The column of region names is missing: the first column is a year.", heading, 0)
    for row in range(heading + 1, len(sheet.rows)):
        with_figures = [col for col in range(label_col + 1, len(sheet.rows[row])) if has_figure(sheet, row, col)]
        label = cell(sheet, row, label_col)
        if not with_figures and (is_blank(label) or footnote(label) is not None or _is_remark(sheet, row, headed)):
            continue
        if is_blank(label) or not isinstance(label, str):
            raise sheet.fail("A row of figures has no region.", row, label_col)
        astray = [col for col in with_figures if col not in headed]
        if astray:
            what = "A figure stands under no heading: the heading is shifted or a column was added or dropped."
            raise sheet.fail(what, row, astray[0])
        yield row


def _is_remark(sheet: Sheet, row: int, headed: set[int]) -> bool:
    return all(is_blank(cell(sheet, row, col)) for col in headed)


def _record(
    sheet: Sheet,
    indicator: str,
    place: tuple[int, int, int],
    period: Period,
    notes: Footnotes,
    label_note: str,
    context: str | None,
) -> Record | None:
    row, col, label_col = place
    assert period.year is not None
    found = figure(sheet, row, col)
    region = territory_at(sheet, row, label_col, period.year, context=context)
    if found is None or found.value == 0:  # neither product nor index is zero: a zero stands for "not published"
        return None
    if not existed(region, period.year) and found.status != schema.SUPPRESSED:
        raise sheet.fail(f"A figure for {region} in {period.year}, when there was none.", row, col)
    status = schema.PROVISIONAL if found.value == found.value and notes.provisional(period) else found.status
    akmola = _AKMOLA_WITH_ASTANA if region == "akmola" and period.year < 1997 else ""
    return Record(
        region=region,
        industry=schema.TOTAL,
        classification="total",
        period=str(period.year),
        indicator=indicator,
        value=found.value,
        status=status,
        note="; ".join(note for note in (label_note, akmola, notes.note(period.marks)) if note),
        sheet=sheet.name,
        cell=sheet.cell_name(row, col),
    )
