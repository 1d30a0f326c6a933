"""Small panels of official figures made up for tests."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.panel import Panel, validate


def panel(*figures: tuple[str, str, str, str, int, float], borders: int | None = 2014) -> Panel:
    """Return a panel of (indicator, classification, industry, region, year, value in mln KZT)."""
    rows = [
        {
            schema.REGION: region, schema.INDUSTRY: industry, schema.CLASSIFICATION: classification,
            schema.PERIOD: str(year), schema.INDICATOR: indicator, schema.VALUE: float(value), schema.UNIT: "mln KZT",
            schema.PRICES: "current", schema.STATUS: schema.OBSERVED, schema.SOURCE: "made-up", schema.NOTE: "",
        }
        for indicator, classification, industry, region, year, value in figures
    ]  # fmt: skip
    empty = pd.DataFrame(columns=list(schema.COLUMNS))
    return Panel(validate(pd.DataFrame(rows)) if rows else empty, {}, borders)
