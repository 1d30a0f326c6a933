"""Shares of manufacturing that were announced, recomputed: in all industry, and in all exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections.context import Context

_HALF: Final = re.compile(r"^(\d{4}) H([12])$")
_HALVES: Final = {"1": ("01", "06"), "2": ("07", "12")}


def of_industry(context: Context, period: str) -> float:
    """Value added of manufacturing in that of industry (sections B to E) in a year; NaN where it is not published."""
    made = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    industry = context.by_region("gva", "IND", source="bns-5927")[schema.COUNTRY]
    return float((made / industry).get(period, np.nan))


def of_exports(context: Context, period: str, definition: str | None = None) -> float:
    """Processed exports under a definition in all exports of a year or a half-year (``2018 H1``).

    The default definition if None. NaN where a month is not published.
    """
    try:
        cube = context.exports
    except MissingDataError:
        return float("nan")
    months = [month for month in cube.months if _first_and_last(period)[0] <= month <= _first_and_last(period)[1]]
    processed = cube.processed(definition)[schema.COUNTRY].reindex(months)
    whole = cube.total()[schema.COUNTRY].reindex(months)
    return float(processed.sum(skipna=False) / whole.sum(skipna=False)) if months else float("nan")


def _first_and_last(period: str) -> tuple[str, str]:
    half = _HALF.match(period)
    if half is None:
        return f"{period}-01", f"{period}-12"
    first, last = _HALVES[half.group(2)]
    return f"{half.group(1)}-{first}", f"{half.group(1)}-{last}"


#: Recomputed shares by the kind of an announced figure.
SHARES: Mapping[str, Callable[[Context, str], float]] = {"industry": of_industry, "exports": of_exports}
