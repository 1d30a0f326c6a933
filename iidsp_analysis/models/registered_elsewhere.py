"""Regions whose exports are larger than their manufacturing can carry: goods made elsewhere are booked there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.panel import Panel

#: Processed exports above the whole value added of the region's manufacturing: possible only where nearly all output
#: is exported, or where others' goods are booked.
LARGEST_SHARE = 1.0
#: A head office books lumps: one of this many last years is enough.
YEARS = 3
MILLION_TENGE = 1e3  # thousand USD × KZT per USD / this = mln KZT


def exports_per_value_added(panel: Panel, exports: Observations, year: int) -> pd.Series[float]:
    """Processed exports of a year over the value added of manufacturing, by region.

    Returns
    -------
    Series by region
        Ratio; NaN where exports, value added or the exchange rate is not published.
    """
    rate = _one(panel.select("exchange_rate").rows, year)
    rows = panel.select("gva", classification="oked_section", industries=["C"]).rows
    made = rows[rows[schema.PERIOD] == str(year)].drop_duplicates(schema.REGION).set_index(schema.REGION)[schema.VALUE]
    sums = pd.Series(exports.at(year).sum(axis=1), index=list(exports.regions))
    return sums * rate / MILLION_TENGE / made.reindex(sums.index)


def regions_booking_for_others(panel: Panel, exports: Observations, year: int) -> tuple[str, ...]:
    """Return the regions whose processed exports exceeded the value added of their manufacturing in a recent year.

    A first test only: it knows no single product, and a region that exports nearly all of its output fails it too.
    """
    years = [each for each in exports.years if year - YEARS < each <= year]
    ratios = pd.DataFrame({each: exports_per_value_added(panel, exports, each) for each in years})
    return tuple(str(region) for region in ratios.index[(ratios > LARGEST_SHARE).any(axis=1)])


def _one(rows: pd.DataFrame, year: int) -> float:
    told = rows.loc[rows[schema.PERIOD] == str(year), schema.VALUE]
    return float(told.iloc[0]) if len(told) else float(np.nan)
