"""Amounts of a panel as the models take them: region × industry × year, exports added up from months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import MissingDataError
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
    """
    names = _region_ids(monthly)
    rows = monthly.rows[monthly.rows[schema.REGION].isin(names)]
    if rows.empty:
        raise MissingDataError("Exports by HS section are not loaded.")
    table = rows.pivot_table(index=[schema.REGION, schema.INDUSTRY], columns=schema.PERIOD, values=schema.VALUE)
    years = sorted({int(period[:4]) for period in table.columns})
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
    """Return annual amounts of the regions of the panel's borders; an amount below zero is no amount: missing."""
    names = _region_ids(panel)
    rows = panel.select(indicator, classification=classification, industries=codes, regions=names).rows
    if rows.empty:
        raise MissingDataError("The loaded tables hold no such figures.", where=f"{indicator}, {classification}")
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


def _region_ids(panel: Panel) -> tuple[str, ...]:
    if panel.borders is None:
        raise MissingDataError("Candidates need figures on one set of borders.")
    return tuple(region.id for region in regions.regions_of(panel.borders))
