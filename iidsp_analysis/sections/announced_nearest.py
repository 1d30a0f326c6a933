"""What stands beside an announced figure that no table tells as it was announced: other periods, other definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import year_of
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.sections.announced_shares import of_exports, of_industry
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.position import share_series

_BILLION: Final = 1e6  # thousand USD
_THOUSAND: Final = 1e3


def _share_of_product(context: Context, year: str, base: str) -> float:
    return float(share_series(context)[schema.COUNTRY].get(year, np.nan)) * 100


def productivity_in_tenge(context: Context, year: str) -> float:
    """Value added of manufacturing by person employed in a year, mln KZT at current prices; NaN if not published."""
    made = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    people = context.by_region("employment", "C")[schema.COUNTRY]
    return float((made / people).get(year, np.nan)) / _THOUSAND


def _productivity_in_dollars(context: Context, year: str, base: str) -> float:
    """The same in thousand USD, at the average rate of the year."""
    rate = context.by_region("exchange_rate")[schema.COUNTRY].get(year, np.nan)
    return productivity_in_tenge(context, year) * _THOUSAND / float(rate)


def _productivity_growth(context: Context, year: str, base: str) -> float:
    index = FactBook(context.panel).facts("productivity").index(int(base))
    return float(index.get(int(year), np.nan)) - 100


#: The statement about the level of productivity.
PRODUCTIVITY: Final = "productivity-2017"
#: The same measure of the whole year, by statements about a part of one, in the unit of the statement.
WHOLE_YEAR: Final[Mapping[str, Callable[[Context, str, str], float]]] = {
    "share-half-2018": _share_of_product,
    "industry-share-half-2018": lambda context, year, base: of_industry(context, year) * 100,
    PRODUCTIVITY: _productivity_in_dollars,
    "productivity-growth-2017": _productivity_growth,
}


def of_whole_year(context: Context, name: str, row: pd.Series) -> float:
    """The figure of the whole year beside a statement about a part of it; NaN for all other statements."""
    if name not in WHOLE_YEAR:
        return float("nan")
    try:
        return WHOLE_YEAR[name](context, row["period"][:4], row["base"][:4])
    except MissingDataError:
        return float("nan")


def by_definition(context: Context, name: str, row: pd.Series) -> dict[str, float]:
    """Exports of a statement under every definition of processed exports, in the unit of the statement.

    Empty for statements about anything else, and without monthly exports.
    """
    kind = name.rpartition("-")[0].removesuffix("-half")
    if kind not in _EXPORTS:
        return {}
    try:
        return {each: _EXPORTS[kind](context, row, each) for each in industries.PROCESSED_EXPORT_DEFINITIONS}
    except MissingDataError:
        return {}


def _year(context: Context, definition: str, year: str) -> float:
    return year_of(context.exports.processed(definition)[schema.COUNTRY], year) / _BILLION


#: Level in bn USD, growth and share in per cent, by the kind of a statement.
_EXPORTS: Final[Mapping[str, Callable[[Context, pd.Series, str], float]]] = {
    "exports-level": lambda context, row, each: _year(context, each, row["period"]),
    "exports-growth": lambda context, row, each: (
        (_year(context, each, row["period"]) / _year(context, each, row["base"]) - 1) * 100
    ),
    "exports-share": lambda context, row, each: of_exports(context, row["period"], each) * 100,
}
