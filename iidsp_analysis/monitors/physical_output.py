"""Is there a works for these goods in the region: physical output by region of production (table 5814)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference import rows as reference_rows

#: The region makes goods of the section.
MADE: Final = "made"
#: It makes none of them, and the table is complete.
NONE: Final = "none"
#: The table does not tell: it is not complete (confidential cells are absent, not zero), or not there for the year.
NOT_KNOWN: Final = "not_known"
#: The regions must hold at least this share of the country's output before an absent cell counts as none. Rounding
#: to one decimal stays below half a per cent; a plant that is kept secret is far above it.
COMPLETE_SHARE = 0.99
#: Where this year's table is not complete, output of so many years still tells of a works: from 2017 on a region with a
#: single refinery is confidential, the years before name it.
LOOK_BACK = 10


def physical_evidence(panel: Panel, year: int) -> pd.DataFrame:
    """Whether a region makes the measured goods of an HS section.

    A section is measured where table 5814 has its main works: fuels and coke for V (mines are not in the table),
    footwear for XII. A region makes its goods if it puts out any of the section's products; beer or carpets support
    exports of food or textiles in the same way, but their absence tells nothing about the other goods.

    Parameters
    ----------
    panel : Panel
        Rows on one set of borders.
    year : int
        Year of the output.

    Returns
    -------
    DataFrame, region × HS section
        ``made``, ``none`` or ``not_known``. Sections without a product in the table are not among the columns.

    Raises
    ------
    MissingDataError
        If the panel is not on one set of borders.
    SchemaError
        If two tables give the same cell.

    Notes
    -----
    Products of one plant (petrol, diesel, fuel oil) come together: one complete product is enough to tell that there
    is no such plant. Where the year's table is not complete, a region that made the goods in one of the
    :data:`LOOK_BACK` years counts as a maker, and the others are ``not_known``. The bridge from product to section,
    with its reasons, is ``reference/physical_products.csv``.
    """
    if panel.borders is None:
        raise MissingDataError("Physical output needs one set of borders.", what_next="Use territories.on_borders.")
    names = [region.id for region in regions.regions_of(panel.borders)]
    output = _output(panel, year, names)
    listed = [row for row in reference_rows("physical_products") if row["hs_section"]]
    columns = {}
    for code in dict.fromkeys(row["hs_section"] for row in listed):
        products = [row for row in listed if row["hs_section"] == code]
        columns[code] = _evidence(output, str(year), products)
    return pd.DataFrame(columns, index=names)


def _output(panel: Panel, year: int, names: list[str]) -> pd.DataFrame:
    """Output in units of the product: rows (year, region), the country included, columns product."""
    years = [str(each) for each in range(year - LOOK_BACK + 1, year + 1)]
    rows = panel.select("physical_output", classification="product").rows
    if rows.duplicated([schema.PERIOD, schema.REGION, schema.INDUSTRY]).any():
        raise SchemaError("Two tables give the same cell of physical output.")
    wide = rows.pivot(index=[schema.PERIOD, schema.REGION], columns=schema.INDUSTRY, values=schema.VALUE)
    products = [row["product"] for row in reference_rows("physical_products")]
    cells = pd.MultiIndex.from_product([years, [*names, schema.COUNTRY]])
    return wide.reindex(index=cells, columns=products)


def _evidence(output: pd.DataFrame, year: str, products: list[dict[str, str]]) -> pd.Series[str]:
    """Evidence by region for one section."""
    made = (output[[row["product"] for row in products]] > 0).any(axis=1)
    now = made[made.index.get_level_values(0) == year].droplevel(0).drop(schema.COUNTRY)
    this_year = output[output.index.get_level_values(0) == year].droplevel(0)
    if _tells_absence(this_year, products):
        return now.map({True: MADE, False: NONE})
    ever = made.groupby(level=1).any().reindex(now.index)
    return ever.map({True: MADE, False: NOT_KNOWN})


def _tells_absence(output: pd.DataFrame, products: list[dict[str, str]]) -> bool:
    """Whether every plant of the section has a product whose table is complete."""
    plants: dict[str, list[str]] = {}
    for row in products:
        if row["scope"] == "maker":
            plants.setdefault(row["plant"], []).append(row["product"])
    return bool(plants) and all(any(_is_complete(output[each]) for each in group) for group in plants.values())


def _is_complete(product: pd.Series[float]) -> bool:
    country = product[schema.COUNTRY]
    return bool(country > 0 and product.drop(schema.COUNTRY).sum() >= COMPLETE_SHARE * country)
