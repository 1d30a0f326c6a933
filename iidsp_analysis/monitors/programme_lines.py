"""Published figures by year, as the programme's indicators need them: one line a region, indicator and industry."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.monitors.export_cube import MILLION, MONTHS, export_cube
from iidsp_analysis.panel import Panel

#: Values by year, and the ids of the editions that they come from.
Figures = tuple["pd.Series[float]", tuple[str, ...]]
INDICATORS = ("gva", "grp", "gva_volume_index", "production_volume_index", "employment", "investment")
#: Table of the gross product that belongs to the value added: a table of the product alone would be a second one.
PRODUCT_TABLE = "bns-5927"
_LINE = [schema.REGION, schema.INDICATOR, schema.INDUSTRY, schema.CLASSIFICATION]


def no_figures() -> Figures:
    """An empty line."""
    return pd.Series(dtype=float), ()


def published_lines(panel: Panel, industries: Collection[str]) -> dict[tuple[str, str, str, str], Figures]:
    """Annual lines of a panel by region, indicator, industry and classification, in the panel's units.

    Raises
    ------
    SchemaError
        If two tables give the same cell.
    """
    rows = panel.rows
    rows = rows[rows[schema.INDICATOR].isin(INDICATORS) & rows[schema.INDUSTRY].isin(industries)]
    rows = rows[rows[schema.REGION] != schema.RESIDUAL]
    product = panel.editions(PRODUCT_TABLE)
    if product:
        rows = rows[(rows[schema.INDICATOR] != "grp") | rows[schema.SOURCE].isin(product)]
    _refuse_twice(rows)
    return {
        (str(key[0]), str(key[1]), str(key[2]), str(key[3])): _figures(of_line)
        for key, of_line in rows.groupby(_LINE, sort=False, observed=True)
    }


def yearly_exports(
    panel: Panel, definition: str | None = None, *, until: str = ""
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Processed exports, years × regions in mln USD at current prices, and their sources; empty without a table.

    A year of fewer than twelve published months is missing; months after ``until`` (``YYYY-MM``, if given) are left
    out, so that a year whose December lies beyond it is missing, too.

    Raises
    ------
    UsageError
        For an unknown definition.
    SchemaError
        If two tables give the same cell, or an export is below zero.
    """
    try:
        cube = export_cube(panel)
        cube = cube.cut(until) if until else cube
    except MissingDataError:  # no table of exports up to this date: the indicator says so
        return pd.DataFrame(), ()
    monthly = cube.processed(definition)
    years = [int(month[:4]) for month in monthly.index]
    return monthly.groupby(years).sum(min_count=MONTHS) / MILLION, cube.sources


def _refuse_twice(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated([*_LINE, schema.PERIOD], keep=False)]
    if len(twice):
        where = ", ".join(str(twice.iloc[0][name]) for name in (*_LINE, schema.PERIOD))
        raise SchemaError(f"Two tables give the same cell ({len(twice)} rows).", where=where,
                          what_next="Keep one of them in data/raw.")  # fmt: skip


def _figures(rows: pd.DataFrame) -> Figures:
    years = [int(period) for period in rows[schema.PERIOD]]
    values = pd.Series(rows[schema.VALUE].to_numpy(dtype=float), index=years, dtype=float).sort_index()
    return values, tuple(sorted(rows[schema.SOURCE].unique()))
