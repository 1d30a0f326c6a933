"""What moved the value of exports: dollars or the exchange rate, tonnes or dollars per tonne."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.decomposition import additive_parts, exchange_rate_parts, volume_price_parts
from iidsp_analysis.monitors.export_cube import MILLION, MONTHS, ExportCube
from iidsp_analysis.monitors.export_decomposition import exports_of
from iidsp_analysis.monitors.export_periods import Span, processed_amounts
from iidsp_analysis.panel import Panel


def tenge_and_dollars(
    panel: Panel, cube: ExportCube, base: int, year: int, definition: str | None = None
) -> pd.DataFrame:
    """The change of exports in tenge as the change in dollars and the exchange rate.

    ``ln(N¹ / N⁰) = ln(U¹ / U⁰) + ln(e¹ / e⁰)``, brought back to tenge with the logarithmic mean.

    Parameters
    ----------
    panel : Panel
        Rows with the annual average official rate.
    cube : ExportCube
        Monthly exports.
    base, year : int
        Whole years.
    definition : str, optional
        Definition of processed exports; the default one if None.

    Returns
    -------
    DataFrame by region, the country included
        ``start_usd, end_usd`` (thousand USD), ``start, end`` and the parts ``dollars, exchange_rate, change`` (mln
        KZT), ``rate_start, rate_end`` (KZT per USD). The parts add up to the change; they are missing where a
        year is missing or zero (a zero has no logarithm).

    Raises
    ------
    MissingDataError
        If the rate of a year is not loaded: it is never guessed.

    References
    ----------
    Ang, B. W. (2005), Energy Policy 33, 867–871 (logarithmic mean).
    """
    before, after = (_rate(panel, when) for when in (base, year))
    usd = [processed_amounts(cube, Span(when), definition) for when in (base, year)]
    start, end = usd[0] * before / MILLION, usd[1] * after / MILLION
    logs = exchange_rate_parts(start, end, rate_start=before, rate_end=after)
    turned = pd.DataFrame({"dollars": logs["total"], "exchange_rate": -logs["exchange_rate"]})
    parts = additive_parts(turned, start, end).where(logs["total"].notna(), axis=0)
    told = pd.DataFrame({"start_usd": usd[0], "end_usd": usd[1], "start": start, "end": end})
    return told.join(parts).assign(change=end - start, rate_start=before, rate_end=after)


def _rate(panel: Panel, year: int) -> float:
    rows = panel.select("exchange_rate", regions=[schema.COUNTRY]).rows
    told = rows.loc[rows[schema.PERIOD] == str(year), schema.VALUE].dropna()
    if len(told) != 1:
        raise MissingDataError(
            f"The average official exchange rate of {year} is not loaded.",
            where="exchange_rate",
            what_next="Drop a newer data/raw/bns/exchange_rate.csv.",
        )
    return float(told.iloc[0])


def value_and_volume(
    panel: Panel, cube: ExportCube, region: str, base: int, year: int, definition: str | None = None
) -> pd.DataFrame:
    """The change of exports in dollars as tonnes and dollars per tonne, by HS section.

    Returns
    -------
    DataFrame by HS section
        ``volume, price, change`` in thousand USD, ``tonnes_start, tonnes_end``; volume and price add up to the change.
        Goods that came, went or have no tonnes have a change only. ``price`` is a unit value: it holds the mix
        within the section.

    Raises
    ------
    MissingDataError
        If no tonnes are loaded.
    """
    tonnes = [_tonnes(panel, region, when) for when in (base, year)]
    first, last = (exports_of(cube, region, when, definition) for when in (base, year))
    before, after = (each.reindex(first.index) for each in tonnes)
    logs = volume_price_parts(first, last, after / before.where(before > 0))
    parts = additive_parts(logs.drop(columns="total"), first, last)
    parts = parts.where(parts.notna().all(axis=1), axis=0)
    return parts.assign(change=last - first, tonnes_start=before, tonnes_end=after)


def _tonnes(panel: Panel, region: str, year: int) -> pd.Series[float]:
    """Tonnes of a whole year by HS section; NaN where a month is missing."""
    rows = panel.select("exports_tonnes", classification="hs_section", regions=[region]).rows
    rows = rows[rows[schema.PERIOD].str.startswith(f"{year}-") & rows[schema.VALUE].notna()]
    if rows.empty:
        raise MissingDataError(
            "Tonnes of exports are not loaded, so value and volume cannot be told apart.",
            where=f"exports_tonnes, {region}, {year}",
            what_next="Drop the publisher's file of table 446905 in full (with tonnes) into data/raw/bns/.",
        )
    by_goods = rows.groupby(schema.INDUSTRY)[schema.VALUE]
    return by_goods.sum().where(by_goods.count() == MONTHS)
