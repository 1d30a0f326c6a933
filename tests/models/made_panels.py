"""Panels made by hand for the tests of the candidates: some regions of the borders of 2014, whole months or years."""

from dataclasses import replace

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.panel import Panel

FOUR = ("akmola", "aktobe", "atyrau", "zhambyl")


def rows_of(indicator, classification, cells, *, source="synthetic-1", status=schema.OBSERVED):
    """Rows from ``{(region, industry, period): value}``."""
    unit, prices = schema.INDICATORS[indicator]
    keys = pd.DataFrame(list(cells), columns=[schema.REGION, schema.INDUSTRY, schema.PERIOD])
    told = keys.assign(
        classification=classification,
        indicator=indicator,
        value=pd.Series(list(cells.values()), dtype=float),
        unit=unit,
        prices=prices,
        status=status,
        source=source,
        note="synthetic",
    )
    return told[list(schema.COLUMNS)]


def panel_of(*rows, borders=2014):
    return Panel(pd.concat(rows, ignore_index=True), {}, borders=borders)


def months(region, industry, year, values):
    """Twelve months of exports; None leaves a month out."""
    return {
        (region, industry, f"{year}-{month:02d}"): value
        for month, value in enumerate(values, start=1)
        if value is not None
    }


def exports(*series):
    """Rows of monthly exports."""
    return rows_of("exports", "hs_section", {key: value for each in series for key, value in each.items()})


def with_rows(panel, *rows):
    """The panel with further rows."""
    return replace(panel, rows=pd.concat([panel.rows, *rows], ignore_index=True))


def by_division(regions=FOUR, years=(2015, 2016, 2017), amount=None):
    """Value added of the 24 divisions of manufacturing, as table 5931 gives it for the country."""
    amount = amount or (
        lambda place, code, year: 100.0 + 7 * place + code % 5 * (year - 2010) + 11 * (place * code % 7)
    )
    cells = {
        (region, str(code), str(year)): amount(place, code, year)
        for place, region in enumerate(regions)
        for code in range(10, 34)
        for year in years
    }
    return rows_of("gva", "oked_division", cells)
