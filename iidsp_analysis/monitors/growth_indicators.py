"""Indicators whose growth is asked about: where their amounts stand, and the volume index of the same aggregate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.monitors.export_cube import MONTHS, export_cube
from iidsp_analysis.panel import Panel

RATE_SOURCE: Final = "wdi-fx"


@dataclass(frozen=True)
class Figures:
    """Where yearly figures stand in the panel."""

    indicator: str
    industry: str
    classification: str
    source: str


@dataclass(frozen=True)
class Indicator:
    """An amount whose growth is asked about, with the volume index of the *same* aggregate, if one is published.

    ``in_dollars`` tells in which currency the amounts are published; the other one follows by the annual average rate.
    """

    id: str
    figures: Figures
    volume: Figures | None = None
    in_dollars: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the tables that the figure stands on, the exchange rate last."""
        volume = () if self.volume is None else (self.volume.source,)
        return (self.figures.source, *volume, RATE_SOURCE)


_ALL = (
    Indicator(
        "gva",
        Figures("gva", "C", "oked_section", "bns-5927"),
        Figures("gva_volume_index", "C", "oked_section", "bns-450904"),
    ),
    Indicator(
        "output",
        Figures("output", "C", "oked_section", "bns-81477"),
        Figures("production_volume_index", "C", "oked_division", "bns-5792"),
    ),
    Indicator("processed_exports", Figures("exports", "", "hs_section", "bns-446905"), in_dollars=True),
    Indicator("manufacturing_investment", Figures("investment", "C", "oked_section", "bns-5547")),
    Indicator("investment", Figures("investment", schema.TOTAL, "total", "bns-5546")),
    Indicator(
        "grp",
        Figures("grp", schema.TOTAL, "total", "bns-5927"),
        Figures("gdp_volume_index", schema.TOTAL, "total", "bns-gdp-volume"),
    ),
)
#: Indicators by id, in the order of the page: manufacturing first, then what surrounds it.
INDICATORS: Final = {each.id: each for each in _ALL}


def indicator_of(name: str) -> Indicator:
    """Look an indicator up.

    Raises
    ------
    UsageError
        Naming the known ones.
    """
    if name not in INDICATORS:
        raise UsageError(
            f"There is no such indicator of growth: {name!r}.", what_next=f"Known: {', '.join(INDICATORS)}."
        )
    return INDICATORS[name]


def amounts_by_year(panel: Panel, region: str, name: str) -> pd.Series[float]:
    """Amounts of an indicator by year (text), in the unit and currency of its table; years not published are left out.

    Processed exports follow the default definition; a year counts when all its months are published.

    Raises
    ------
    MissingDataError
        If nothing is published for the region.
    UsageError
        For an unknown indicator.
    """
    indicator = indicator_of(name)
    if indicator.figures.indicator == "exports":
        return _complete_years(export_cube(panel).processed()[region])
    told = _yearly(panel, indicator.figures, region).dropna()
    if told.empty:
        raise MissingDataError("The loaded tables hold no such figures.", where=f"{name}, {region}")
    return told


def exchange_rate(panel: Panel) -> pd.Series[float]:
    """Tenge per dollar by year (text), annual averages; empty where none is loaded."""
    return _yearly(panel, Figures("exchange_rate", schema.TOTAL, "total", RATE_SOURCE), schema.COUNTRY)


def volume_links(panel: Panel, region: str, name: str) -> pd.Series[float]:
    """Volume index of an indicator by year (text), previous year = 100; empty where none is published."""
    indicator = indicator_of(name)
    return pd.Series(dtype=float) if indicator.volume is None else _yearly(panel, indicator.volume, region)


def _yearly(panel: Panel, figures: Figures, region: str) -> pd.Series[float]:
    chosen = panel.select(figures.indicator, classification=figures.classification, industries=[figures.industry],
                          regions=[region], source=figures.source)  # fmt: skip
    return pd.Series(dtype=float) if chosen.rows.empty else chosen.wide(schema.REGION)[region]


def _complete_years(monthly: pd.Series[float]) -> pd.Series[float]:
    """Add months up to years; a year with a missing month, or in progress, is left out."""
    years = monthly.groupby(monthly.index.str[:4])
    return years.sum()[years.count() == MONTHS]
