"""Exports and imports by region, six-digit HS line and month: tables 446905 and 446906.

Trade is booked in the region where the trader is *registered*, which need not be where the goods are made.
The workbooks hold hundreds of thousands of lines: they are read in chunks, and text columns come back as categories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.trade_blocks import Blocks
from iidsp_analysis.loaders.trade_layout import (
    COUNTRY_ROW,
    LAYOUT_CHANGED,
    Flags,
    Month,
    data_sheets,
    hs6_codes,
    read_header,
    read_values,
)
from iidsp_analysis.loaders.workbook import Sheet, open_workbook

CHUNK_ROWS: Final = 20_000
#: Indicators of the thousand USD and of the tonnes.
INDICATORS: Final = {"exports": ("exports", "exports_tonnes"), "imports": ("imports", "imports_tonnes")}
UNITS: Final = ("thousand USD", "tonnes")
PRICES: Final = ("current", "-")
_STATUSES: Final = (schema.OBSERVED, schema.PROVISIONAL, schema.SUPPRESSED)
#: Beyond all six-digit codes; stands for a heading's total.
_TOTAL: Final = 1_000_000
_KEY: Final = ["region", "hs6", "period", "indicator"]


@dataclass
class _Figures:
    """Figures gathered so far; regions and periods are kept as positions in the two lists."""

    regions: list[str] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    sheet_of: dict[str, str] = field(default_factory=dict)
    parts: list[pd.DataFrame] = field(default_factory=list)


def load(path: Path, *, source: str, flow: str = "exports") -> pd.DataFrame:
    """Read a trade workbook as panel rows.

    Parameters
    ----------
    path : Path
        ``bns_446905_….xlsx`` or ``bns_446906_….xlsx``.
    source : str
        Key of the source.
    flow : {"exports", "imports"}
        What the table holds.

    Returns
    -------
    DataFrame
        Columns of :data:`iidsp_analysis.schema.COLUMNS`, text as categories, classification ``hs6``; one row per
        printed number. Indicators: the flow (thousand USD) and ``<flow>_tonnes``. ``industry`` is the six-digit code,
        or ``TOTAL`` for a region's heading and for the country's row, both as printed. Months marked ``*`` are
        ``provisional``; a confidential cell is missing and ``suppressed``; an empty cell gives no row, a 0 does.

    Raises
    ------
    WorkbookError
        Naming file, sheet and cell: unknown region, code that is not of six digits, text in place of a number, shifted
        header, renamed sheet, a month in two sheets.
    UsageError
        If ``flow`` is neither exports nor imports.

    Notes
    -----
    Lines of one block that repeat a code (one per additional unit) are added. Regions are those of the borders of the
    sheet's year: 2014 to 2017, 2018 for 2018–2021, 2022 from 2022. The additional unit is not read.
    """
    indicators = _indicators(flow)
    figures = _Figures()
    with open_workbook(path) as workbook:
        for sheet in data_sheets(workbook.sheets()):
            _read_sheet(sheet, figures)
    return _panel_rows(figures, source, indicators)


def sheets(path: Path, *, source: str, flow: str = "exports") -> Iterator[pd.DataFrame]:
    """Read a trade workbook sheet by sheet, so that memory holds the figures of one of them; what :func:`load` tells.

    A fault in a later sheet is told after the earlier ones were yielded: take nothing as read before the end.
    """
    indicators = _indicators(flow)
    figures = _Figures()
    with open_workbook(path) as workbook:
        for sheet in data_sheets(workbook.sheets()):
            _read_sheet(sheet, figures)
            yield _panel_rows(figures, source, indicators)


def _indicators(flow: str) -> tuple[str, str]:
    if flow not in INDICATORS:
        raise UsageError(f"There is no flow {flow!r}.", what_next=f"Use {' or '.join(INDICATORS)}.")
    return INDICATORS[flow]


def _read_sheet(sheet: Sheet, figures: _Figures) -> None:
    blocks = Blocks(sheet, figures.regions)
    months: list[Month] = []
    for first_row, rows in sheet.chunks(CHUNK_ROWS):
        if first_row == 0:
            months = read_header(sheet, rows[: COUNTRY_ROW + 1])
            _require_new(sheet, months, figures)
            rows, first_row = rows[COUNTRY_ROW:], COUNTRY_ROW
        cells = np.array(rows, dtype=object)
        values = read_values(sheet, cells, months, first_row)
        codes, headings = hs6_codes(sheet, cells[:, 0], first_row)
        filled: Flags = np.any(~np.isnan(values), axis=(1, 2))
        territories = blocks.territories(cells[:, 0], codes, headings, filled, first_row)
        figures.parts.append(_long(values, codes, territories, len(figures.months)))
    figures.months.extend(months)


def _require_new(sheet: Sheet, months: list[Month], figures: _Figures) -> None:
    for month in months:
        earlier = figures.sheet_of.setdefault(month.period, sheet.name)
        if earlier != sheet.name:
            what = f"The month {month.period} is also in the sheet '{earlier}'."
            raise sheet.fail(what, 1, month.column, what_next=LAYOUT_CHANGED)


def _long(
    values: npt.NDArray[np.float64], codes: npt.NDArray[np.int32], territories: npt.NDArray[np.int16], first_month: int
) -> pd.DataFrame:
    """One row per filled cell of (row, month, indicator)."""
    row, month, indicator = np.nonzero(~np.isnan(values))
    return pd.DataFrame(
        {
            "region": territories[row],
            "hs6": np.where(codes[row] < 0, _TOTAL, codes[row]).astype(np.int32),
            "period": (month + first_month).astype(np.int16),
            "indicator": indicator.astype(np.int8),
            "value": values[row, month, indicator],
        }
    )


def _panel_rows(figures: _Figures, source: str, indicators: tuple[str, str]) -> pd.DataFrame:
    long = pd.concat(figures.parts, ignore_index=True)
    figures.parts.clear()
    if _repeats(long):
        long = long.groupby(_KEY, sort=False)["value"].sum().reset_index()
    confidential = np.isinf(long["value"].to_numpy())
    preliminary = np.array([month.preliminary for month in figures.months])
    status = np.where(confidential, 2, preliminary[long["period"]].astype(int))
    hs6, used = _categories(long["hs6"].to_numpy())
    nothing = np.zeros(len(long), dtype=np.int8)
    columns = {
        schema.REGION: _named(long["region"], figures.regions),
        schema.INDUSTRY: _named(hs6, [schema.TOTAL if code == _TOTAL else f"{code:06d}" for code in used]),
        schema.CLASSIFICATION: _named(nothing, ["hs6"]),
        schema.PERIOD: _named(long["period"], [month.period for month in figures.months]),
        schema.INDICATOR: _named(long["indicator"], list(indicators)),
        schema.VALUE: long["value"].where(~confidential),
        schema.UNIT: _named(long["indicator"], list(UNITS)),
        schema.PRICES: _named(long["indicator"], list(PRICES)),
        schema.STATUS: _named(status, list(_STATUSES)),
        schema.SOURCE: _named(nothing, [source]),
        schema.NOTE: _named(nothing, [""]),
    }
    return pd.DataFrame(columns)[list(schema.COLUMNS)]


def _repeats(long: pd.DataFrame) -> bool:
    """Whether a key occurs twice; packed into one integer each, millions of keys are compared in a moment."""
    packed = np.zeros(len(long), dtype=np.int64)
    for column in _KEY:
        packed = packed * (int(long[column].max()) + 1) + long[column].to_numpy()
    return bool(pd.Series(packed).duplicated().any())


def _named(positions: pd.Series | npt.NDArray[np.integer], names: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(np.asarray(positions), categories=pd.Index(names, dtype="str"))


def _categories(codes: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Give numbers to the codes that occur: a table of a million entries is faster than sorting the rows."""
    occurs = np.zeros(_TOTAL + 1, dtype=bool)
    occurs[codes] = True
    used = np.flatnonzero(occurs)
    position = np.zeros(_TOTAL + 1, dtype=np.int32)
    position[used] = np.arange(len(used), dtype=np.int32)
    return position[codes], used
