"""Amounts of a panel as the models take them: region × industry × year, exports added up from months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.models.observations import Floats, Observations
from iidsp_analysis.panel import Panel

MONTHS = 12


def export_observations(monthly: Panel, codes: Sequence[str]) -> tuple[Observations, Floats, Floats]:
    """Add months up to years.

    Returns
    -------
    tuple
        Amounts in thousand USD; their relative standard errors ``s √12 / sum`` with ``s`` the standard deviation of
        the twelve months (a year that rests on one shipment is hardly known); effective number of months.

    Raises
    ------
    MissingDataError
        If the panel is not on one set of borders, or holds no exports of its regions.
    SchemaError
        If two tables give the same cell.
    """
    names = _region_ids(monthly)
    rows = monthly.rows[monthly.rows[schema.REGION].isin(names) & monthly.rows[schema.VALUE].notna()]
    if rows.empty:
        raise MissingDataError("Exports by HS section are not published up to this year.")
    _require_one_table(rows)
    table = rows.pivot(index=[schema.REGION, schema.INDUSTRY], columns=schema.PERIOD, values=schema.VALUE)
    years = range(int(rows[schema.PERIOD].min()[:4]), int(rows[schema.PERIOD].max()[:4]) + 1)
    periods = [f"{year}-{month:02d}" for year in years for month in range(1, MONTHS + 1)]
    cells = pd.MultiIndex.from_product([names, codes])
    shape = (len(names), len(codes), len(years), MONTHS)
    blocks = table.reindex(index=cells, columns=periods).to_numpy(dtype=float).reshape(shape)
    sums = blocks.sum(axis=3)
    known = np.where(sums > 0, sums, np.nan)
    errors = blocks.std(axis=3, ddof=1) * np.sqrt(MONTHS) / known
    months = known**2 / (blocks**2).sum(axis=3)
    sources = tuple(sorted(rows[schema.SOURCE].unique()))
    observations = Observations(sums, names, tuple(codes), tuple(years), "thousand USD, current", sources)
    return observations, errors, months


def annual_observations(panel: Panel, indicator: str, classification: str, codes: Sequence[str]) -> Observations:
    """Return annual amounts of the regions of the panel's borders; an amount below zero is no amount: missing.

    Raises
    ------
    MissingDataError
        If the panel is not on one set of borders, or holds no such figures.
    SchemaError
        If two tables give the same cell.
    """
    names = _region_ids(panel)
    rows = panel.select(indicator, classification=classification, industries=codes, regions=names).rows
    if rows.empty:
        raise MissingDataError("The loaded tables hold no such figures.", where=f"{indicator}, {classification}")
    _require_one_table(rows)
    years = range(int(rows[schema.PERIOD].min()), int(rows[schema.PERIOD].max()) + 1)
    cells = pd.MultiIndex.from_product([names, codes, [str(year) for year in years]])
    keyed = rows.set_index([schema.REGION, schema.INDUSTRY, schema.PERIOD])
    shape = (len(names), len(codes), len(years))
    values = keyed[schema.VALUE].reindex(cells).to_numpy(dtype=float).reshape(shape)
    estimated = (keyed[schema.STATUS] == schema.ESTIMATED).reindex(cells, fill_value=False).to_numpy().reshape(shape)
    unit = f"{schema.INDICATORS[indicator][0]}, current"
    sources = tuple(sorted(rows[schema.SOURCE].unique()))
    amounts = np.where(values >= 0, values, np.nan)
    return Observations(amounts, names, tuple(codes), tuple(years), unit, sources, estimated)


def _require_one_table(rows: pd.DataFrame) -> None:
    """Refuse two publications of one cell: their mean would be a number that nobody published."""
    twice = rows[rows.duplicated([schema.REGION, schema.INDUSTRY, schema.PERIOD], keep=False)]
    if len(twice):
        first = twice.iloc[0]
        raise SchemaError(
            f"{len(twice)} rows share the same cell with another table's row.",
            where=f"{', '.join(sorted(twice[schema.SOURCE].unique()))}; first {first[schema.REGION]} ×"
            f" {first[schema.INDUSTRY]} × {first[schema.PERIOD]}",
            what_next="Choose one table: panel.select(…, source=…).",
        )


def _region_ids(panel: Panel) -> tuple[str, ...]:
    if panel.borders is None:
        raise MissingDataError("Candidates need figures on one set of borders.")
    return tuple(region.id for region in regions.regions_of(panel.borders))
