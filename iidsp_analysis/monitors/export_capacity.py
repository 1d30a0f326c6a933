"""What the industries of a region can put out at most, by HS section, in dollars: the side that exports are held to.

Exports are gross value, value added is not: it is turned into gross output first. Value added is published by OKED
section and region, so the part of manufacturing that makes one HS section is bounded from the country's divisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.physical_output import NONE, physical_evidence
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference import rows as reference_rows

#: Gross output per value added that is usual: the country's manufacturing had 1.84 to 1.95 in 2022–2025 (81477 / 5927).
USUAL_OUTPUT = 1.9
#: The largest that any region's manufacturing had in those years on any borders: 2.85 (Ulytau, copper). Mining and
#: farms buy less than manufacturing does, so the figure is generous to them.
LARGEST_OUTPUT = 2.9
#: How many times as specialised as the country a region is taken to be in the divisions of a section. Three is a
#: strong specialisation (the country's divisions by region are not published, so no own value is used); ten is
#: what a one-works region can reach and, for a division of a tenth of manufacturing, means all of it.
USUAL_SPECIALISATION = 3.0
LARGEST_SPECIALISATION = 10.0
#: Divisions of fuels and coke: they count for a region only if table 5814 does not rule them out there.
FUELS: Final = "19"
MANUFACTURING: Final = "C"
MINING: Final = "B"
OWN_SOURCES: Final = ("A", "B", "D")


@dataclass(frozen=True)
class Makers:
    """Who makes the goods of one HS section: divisions of manufacturing, and OKED sections beside it.

    ``mostly_mined``: most of the country's exports of the section come out of mines and wells.
    """

    divisions: tuple[str, ...]
    oked_sections: tuple[str, ...]
    mostly_mined: bool
    why: str


@dataclass(frozen=True)
class Capacity:
    """Output in thousand USD that a region's industries can have had in a year.

    Attributes
    ----------
    usual, upper : DataFrame, region × HS section
        With the usual, and with the largest ratio and specialisation; NaN where a figure is missing.
    together : Series by region
        Upper output of manufacturing, mining and farms: what all processed goods together are held to.
    mines : Series by region
        Upper output of mining.
    physical : DataFrame, region × HS section
        :func:`~iidsp_analysis.monitors.physical_output.physical_evidence`.
    """

    usual: pd.DataFrame
    upper: pd.DataFrame
    together: pd.Series[float]
    mines: pd.Series[float]
    physical: pd.DataFrame


@cache
def makers() -> dict[str, Makers]:
    """Who makes the goods of each HS section, with the reason (``reference/export_capacity.csv``)."""
    return {
        row["hs_section"]: Makers(
            tuple(row["divisions"].split(";")),
            tuple(filter(None, row["oked_sections"].split(";"))),
            row["mostly_mined"] == "yes",
            row["why"],
        )
        for row in reference_rows("export_capacity")
    }


def capacity(panel: Panel, year: int) -> Capacity:
    """Output that the industries of each region can have had.

    For HS section ``s`` with divisions ``D_s`` of manufacturing and further OKED sections ``O_s``

    ``capacity = Σ_{o ∈ O_s} m G_o + Y_C · min(1, k · w_s)``

    with ``G`` value added of the region, ``w_s`` the share of ``D_s`` in the country's value added of manufacturing,
    ``m`` output per value added, ``k`` the specialisation, and ``Y_C`` the published output of the region's
    manufacturing (81477), or ``m G_C`` where none is loaded.

    Parameters
    ----------
    panel : Panel
        Rows on one set of borders.
    year : int
        Year of the figures.

    Returns
    -------
    Capacity
        Thousand USD at the year's average official rate; NaN where a figure, or the rate, is missing.

    Raises
    ------
    MissingDataError
        If the panel is not on one set of borders.

    Notes
    -----
    Stock changes, trade margins and duties between works and border are left out: the largest ratio and
    specialisation leave room for them. Output sold at home is not deducted: that makes the test milder still.
    """
    if panel.borders is None:
        raise MissingDataError("The capacity of regions needs one set of borders.")
    names = [region.id for region in regions.regions_of(panel.borders)]
    to_dollars = MILLION / _rate(panel, year)
    added = pd.DataFrame({code: _by_region(panel, "gva", code, year, names) for code in ("C", *OWN_SOURCES)})
    added = added.where(added >= 0) * to_dollars
    published = _by_region(panel, "output", MANUFACTURING, year, names) * to_dollars
    physical = physical_evidence(panel, year)
    weights = _weights(panel, year, names, physical)
    usual = _bound(added, published, weights, USUAL_OUTPUT, USUAL_SPECIALISATION)
    upper = _bound(added, published, weights, LARGEST_OUTPUT, LARGEST_SPECIALISATION)
    all_works = published.fillna(LARGEST_OUTPUT * added[MANUFACTURING])
    together = all_works + LARGEST_OUTPUT * added[["A", MINING]].sum(axis=1, skipna=False)
    return Capacity(usual, upper, together, LARGEST_OUTPUT * added[MINING], physical)


def _bound(
    added: pd.DataFrame, published: pd.Series[float], weights: pd.DataFrame, output: float, specialisation: float
) -> pd.DataFrame:
    """Capacity by region × section for one pair of assumptions."""
    works = published.fillna(output * added[MANUFACTURING])
    shares = (specialisation * weights).clip(upper=1.0)
    own = {code: output * added[list(who.oked_sections)].sum(axis=1, skipna=False) for code, who in makers().items()}
    return shares.mul(works, axis=0) + pd.DataFrame(own)


def _weights(panel: Panel, year: int, names: Sequence[str], physical: pd.DataFrame) -> pd.DataFrame:
    """Share of each section's divisions in the country's manufacturing, by region: fuels only where not ruled out."""
    shares = _national_shares(panel, year)
    columns = {}
    for code, who in makers().items():
        whole = shares.reindex(list(who.divisions)).sum(skipna=False)
        column = pd.Series(whole, index=list(names))
        if FUELS in who.divisions:
            column = column.where(physical[code] != NONE, whole - shares.get(FUELS, np.nan))
        columns[code] = column
    return pd.DataFrame(columns)


def _national_shares(panel: Panel, year: int) -> pd.Series[float]:
    """Share of each division in the country's value added of manufacturing (table 5931)."""
    chosen = panel.select("gva", classification="oked_division", regions=[schema.COUNTRY])
    rows = chosen.rows[chosen.rows[schema.PERIOD] == str(year)]
    if rows.empty:
        return pd.Series(dtype=float)
    amounts: pd.Series[float] = Panel(rows, panel.sources, panel.borders).wide().iloc[0]
    return amounts / amounts.get(MANUFACTURING, np.nan)


def _by_region(panel: Panel, indicator: str, code: str, year: int, names: Sequence[str]) -> pd.Series[float]:
    """One figure of a year by region, mln KZT; NaN where it is not published."""
    chosen = panel.select(indicator, classification="oked_section", industries=[code])
    rows = chosen.rows[(chosen.rows[schema.PERIOD] == str(year)) & (chosen.rows[schema.REGION].isin(names))]
    if rows.empty:
        return pd.Series(np.nan, index=list(names))
    told: pd.Series[float] = Panel(rows, panel.sources, panel.borders).wide(schema.REGION).iloc[0]
    return told.reindex(list(names))


def _rate(panel: Panel, year: int) -> float:
    """Average official rate of the year, KZT per USD; NaN where none is loaded: never a guess."""
    rows = panel.select("exchange_rate", regions=[schema.COUNTRY]).rows
    told = rows.loc[rows[schema.PERIOD] == str(year), schema.VALUE]
    return float(told.iloc[0]) if len(told) == 1 else float("nan")
