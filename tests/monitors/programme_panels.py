"""Small panels with made-up figures for the tests of the programme's indicators."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from iidsp_analysis import regions, schema, territories
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.target_records import Target

BORDERS = 2014
#: A row of a user's file of targets.
ROW = {
    "programme": "Plan of Akmola", "edition": "2018", "act": "", "indicator": "processed_exports", "region": "AKM",
    "starts": "", "base_year": "2016", "target_year": "2020", "value": "20", "form": "growth", "direction": "up",
    "source": "https://example.org", "verified": "yes", "note": "",
}  # fmt: skip
NAMES = tuple(region.id for region in regions.regions_of(BORDERS))


def rows(
    indicator: str, region: str, values: Mapping[int, float], *, industry="C", classification="oked_section"
) -> pd.DataFrame:
    """Annual rows of one line."""
    unit, prices = schema.INDICATORS[indicator]
    return pd.DataFrame(
        {
            schema.REGION: region, schema.INDUSTRY: industry, schema.CLASSIFICATION: classification,
            schema.PERIOD: [str(year) for year in values], schema.INDICATOR: indicator,
            schema.VALUE: [float(value) for value in values.values()], schema.UNIT: unit, schema.PRICES: prices,
            schema.STATUS: schema.OBSERVED, schema.SOURCE: f"made-{indicator}", schema.NOTE: "",
        }
    )  # fmt: skip


def months(region: str, section: str, yearly: Mapping[int, float], count: int = 12) -> pd.DataFrame:
    """Monthly exports in thousand USD: equal months that add up to the yearly sum of twelve."""
    parts = [
        rows("exports", region, {year: total / 12}, industry=section, classification="hs_section").assign(
            **{schema.PERIOD: f"{year}-{month:02d}"}
        )
        for year, total in yearly.items()
        for month in range(1, count + 1)
    ]
    return pd.concat(parts)


def panel_of(*tables: pd.DataFrame) -> Panel:
    """A panel on the borders of 2014."""
    return Panel(pd.concat(tables, ignore_index=True), {}, BORDERS)


_embedded: dict[int, Panel] = {}


def embedded(panel: Panel) -> Panel:
    """The embedded figures on the borders of 2014, put on them once a session."""
    if id(panel) not in _embedded:
        _embedded[id(panel)] = territories.on_borders(panel, BORDERS)
    return _embedded[id(panel)]


def target(indicator="employment", **changed) -> Target:
    """A target of the country: +40 % from 2012 to 2019 unless told otherwise."""
    told = {
        "programme": "P", "edition": "original", "act": "", "region": schema.COUNTRY, "starts": None,
        "base_year": 2012, "target_year": 2019, "value": 40.0, "form": "growth", "direction": "up", "source": "",
        "verified": False, "note": "",
    }  # fmt: skip
    return Target(indicator=indicator, **{**told, **changed})
