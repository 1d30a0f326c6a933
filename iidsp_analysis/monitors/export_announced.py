"""What was announced about exports of the manufacturing industry, and the regions that were named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import industries, reference, regions, schema
from iidsp_analysis.errors import BoundaryError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_periods import Span

NAMED, TOTAL = "named_region", "total"
#: Half of the last digit announced: 15.5 bn USD (in mln USD) and +10.5 % (as a fraction).
LEVEL_ROUNDING, GROWTH_ROUNDING = 50.0, 0.0005


@dataclass(frozen=True)
class AnnouncedTotal:
    """An announced level of manufacturing exports (mln USD) and its growth on ``base`` (fraction)."""

    as_of: str
    year: int
    base: int
    value: float
    growth: float
    source: str
    verified: str


@dataclass(frozen=True)
class NamedRegions:
    """Regions named at a hearing about the exports of a year.

    ``ids`` are those that are a territory of the borders in use; ``elsewhere`` maps the others to the reason, in the
    words of the map of regions.
    """

    as_of: str
    ids: tuple[str, ...]
    elsewhere: dict[str, str]
    source: str
    verified: str


def announced_total(year: int, as_of: str = "") -> AnnouncedTotal | None:
    """The announced total of a year, if it had been announced by the month ``as_of`` (empty: ever)."""
    for row in _rows(TOTAL, year, as_of):
        return AnnouncedTotal(row["as_of"], year, int(row["base"]), _number(row["value_musd"]), _number(row["growth"]),
                              row["source"], row["verified"])  # fmt: skip
    return None


def named_regions(year: int, borders: int, as_of: str = "") -> NamedRegions | None:
    """The regions named about a year, put on the borders in use; None where nobody is recorded.

    Raises
    ------
    BoundaryError
        For unknown borders.
    """
    rows = _rows(NAMED, year, as_of)
    if not rows:
        return None
    regions.regions_of(borders)
    ids, elsewhere = [], {}
    for row in rows:
        try:
            ids.append(regions.resolve(row["region"], borders=borders).id)
        except BoundaryError as reason:
            elsewhere[row["region"]] = str(reason)
    return NamedRegions(rows[0]["as_of"], tuple(ids), elsewhere, rows[0]["source"], rows[0]["verified"])


def measured_beside(cube: ExportCube, announced: AnnouncedTotal) -> pd.DataFrame:
    """What each definition gives for the country in the announced year.

    Returns
    -------
    DataFrame
        By definition: ``value`` (mln USD), ``growth`` on the announced base (fraction), ``is_reproduced``: level and
        growth both equal what was announced, within its rounding. Missing years are missing and reproduce nothing.
    """
    rows = {}
    for definition in industries.PROCESSED_EXPORT_DEFINITIONS:
        now, before = (
            float(periods.processed_amounts(cube, Span(year), definition)[schema.COUNTRY]) / MILLION
            for year in (announced.year, announced.base)
        )
        growth = now / before - 1 if before > 0 else np.nan
        same = abs(now - announced.value) <= LEVEL_ROUNDING and abs(growth - announced.growth) <= GROWTH_ROUNDING
        rows[definition] = {"value": now, "growth": growth, "is_reproduced": bool(same)}
    return pd.DataFrame.from_dict(rows, orient="index")


def _rows(kind: str, year: int, as_of: str) -> list[dict[str, str]]:
    return [
        row for row in reference.rows("announced_exports")
        if row["kind"] == kind and int(row["year"]) == year and (not as_of or row["as_of"][:7] <= as_of)
    ]  # fmt: skip


def _number(text: str) -> float:
    return float(text) if text else np.nan
