"""Columns of the panel: one row is one number with its unit, price basis, period, territory and source."""

from __future__ import annotations

from typing import Final

REGION: Final = "region"
INDUSTRY: Final = "industry"
CLASSIFICATION: Final = "classification"
PERIOD: Final = "period"
INDICATOR: Final = "indicator"
VALUE: Final = "value"
UNIT: Final = "unit"
PRICES: Final = "prices"
STATUS: Final = "status"
SOURCE: Final = "source"
NOTE: Final = "note"

COLUMNS: Final = (
    REGION, INDUSTRY, CLASSIFICATION, PERIOD, INDICATOR, VALUE, UNIT, PRICES, STATUS, SOURCE, NOTE,
)  # fmt: skip
KEY: Final = (REGION, INDUSTRY, CLASSIFICATION, PERIOD, INDICATOR, SOURCE)

COUNTRY: Final = "KZ"

#: Classifications that ``industry`` can belong to.
CLASSIFICATIONS: Final = ("oked_section", "oked_division", "hs_section", "hs6", "product", "total")

#: Unit and price basis of every indicator; a row with another unit is refused.
INDICATORS: Final[dict[str, tuple[str, str]]] = {
    "gva": ("mln KZT", "current"),
    "grp": ("mln KZT", "current"),
    "gva_volume_index": ("% of previous year", "-"),
    "production_volume_index": ("% of previous year", "-"),
    "gdp_volume_index": ("% of previous year", "-"),
    "grp_volume_index": ("% of previous year", "-"),
    "exports": ("thousand USD", "current"),
    "exports_tonnes": ("tonnes", "-"),
    "imports": ("thousand USD", "current"),
    "imports_tonnes": ("tonnes", "-"),
    "investment": ("mln KZT", "current"),
    "employment": ("thousand persons", "-"),
    "employment_industry_construction": ("persons", "-"),
    "compensation": ("mln KZT", "current"),
    "population": ("persons", "-"),
    "output": ("mln KZT", "current"),
    "gva_quasi_state": ("mln KZT", "current"),
    "capacity_utilisation": ("%", "-"),
    "exchange_rate": ("KZT per USD", "-"),
    "physical_output": ("", "-"),  # unit depends on the product
}

#: Indicators that are ratios or indices: never added over regions or industries.
NOT_ADDITIVE: Final = frozenset(
    {"gva_volume_index", "production_volume_index", "gdp_volume_index", "grp_volume_index", "capacity_utilisation",
     "exchange_rate"}
)  # fmt: skip
#: Indicators in which a value below zero is published and possible (FISIM and net taxes sit inside ``gva``/``grp``).
MAY_BE_NEGATIVE: Final = frozenset({"gva"})

OBSERVED: Final = "observed"
PROVISIONAL: Final = "provisional"
ESTIMATED: Final = "estimated"
SUPPRESSED: Final = "suppressed"
DERIVED: Final = "derived"
STATUSES: Final = (OBSERVED, PROVISIONAL, ESTIMATED, SUPPRESSED, DERIVED)

#: Region, or beginning of the industry code, of a row that carries a published gap between parts and total.
RESIDUAL: Final = "residual"
TOTAL: Final = "TOTAL"
