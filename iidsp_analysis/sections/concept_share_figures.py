"""The manufacturing share of GDP in figures for the Concept: volume, relative price, and the part of metals and oil."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.decomposition import additive_parts, share_parts
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.measures.volume_aggregation import laspeyres_link
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import TOTAL, Divisions, divisions_of

#: Divisions that sell at the world's prices of metals and oil: refining and metallurgy; mining goes with them.
METALS_AND_OIL = ("19", "24")
MINING = "B"
#: The regions of a year must add up to the country but for rounding.
COVERAGE = 1e-3


@dataclass(frozen=True)
class SharePath:
    """The share year by year since ``base``.

    ``frame`` has a row a year; fractions: ``share`` (table 5927), ``share_5931`` (section C of table 5931),
    ``constant`` (share at the relative prices of the base year), ``without`` (without mining, refining and metallurgy,
    in a GDP without them), ``change``, ``by_volume``, ``by_price``; base = 100: ``volume``, ``price``. ``last`` is the
    last year with both parts; ``estimated`` are the years whose volume is added up from the regions, and ``error`` is
    the largest miss, in points of the index, where the same sum can be held against a published index (NaN: nowhere).
    """

    base: int
    last: str
    frame: pd.DataFrame
    estimated: tuple[int, ...]
    error: float


def share_path(context: Context) -> SharePath:
    """Decompose the share since the first published year.

    Raises
    ------
    MissingDataError
        If no two years have the share and both volume indices.
    """
    gva, gdp = _national(context)
    share = (gva / gdp).dropna()
    years = [each for each in share.index.astype(int) if each <= context.year]
    if len(years) < 2 or str(context.year) not in share.index:
        raise MissingDataError("Fewer than two years of the share are published.")
    base = years[0]
    share = share.reindex([str(year) for year in range(base, context.year + 1)])
    links, estimated, error = manufacturing_links(context, range(base + 1, context.year + 1))
    part, whole = _chained(links, base), _chained(gdp_links(context, base), base)
    before = float(share.iloc[0])
    logs = share_parts(before, share, part_volume_ratio=part, whole_volume_ratio=whole)
    points = additive_parts(logs, before, share)
    frame = pd.DataFrame({"share": share, "change": share - before, "volume": part / whole * 100})
    frame["price"] = np.exp(logs["relative_price"]) * 100
    frame["by_volume"], frame["by_price"] = points["volume"], points["relative_price"]
    frame["constant"] = before * part / whole
    complete = frame.dropna().index
    if len(complete) < 2:
        raise MissingDataError("The volume index of national manufacturing value added is not published.")
    told = tuple(year for year in estimated if year <= int(complete[-1]))
    return SharePath(base, complete[-1], frame.join(_other_shares(context, gdp)), told, error)


def _national(context: Context) -> tuple[pd.Series, pd.Series]:
    gva = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    return gva, context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]


def _chained(links: pd.Series, base: int) -> pd.Series:
    return (chain_index(links, reference_year=base) / 100).rename(index=str)


def gdp_links(context: Context, base: int) -> pd.Series:
    """GDP volume, previous year = 100, for the years after the base."""
    published = context.by_region("gdp_volume_index")[schema.COUNTRY]
    return pd.Series({year: published.get(str(year), np.nan) for year in range(base + 1, context.year + 1)})


def manufacturing_links(context: Context, years: range) -> tuple[pd.Series, tuple[int, ...], float]:
    """Volume of manufacturing value added, previous year = 100; where the country's is missing, from its regions.

    Returns
    -------
    tuple
        Links by year; the years that are estimated; the largest difference from the published index in points.
    """
    published = context.by_region("gva_volume_index", "C")[schema.COUNTRY]
    known = pd.Series({year: published.get(str(year), np.nan) for year in years}, dtype=float)
    summed = pd.Series({year: _from_regions(context, year) for year in years}, dtype=float)
    estimated = tuple(int(year) for year in years if pd.isna(known[year]) and pd.notna(summed[year]))
    return known.fillna(summed), estimated, float((summed - known).abs().max())


def _from_regions(context: Context, year: int) -> float:
    """Link of the country from the territories as published, if they add up to it; else missing."""
    now = _as_published(context, "gva_volume_index", str(year))
    before = _as_published(context, "gva", str(year - 1))
    regions = [each for each in now.index if each in before.index and each != schema.COUNTRY]
    country = before.get(schema.COUNTRY, np.nan)
    if not regions or not abs(before[regions].sum() / country - 1) <= COVERAGE:
        return float(np.nan)
    return laspeyres_link(before[regions], now[regions])


def _as_published(context: Context, indicator: str, period: str) -> pd.Series:
    rows = context.published.select(indicator, industries=["C"], classification="oked_section").rows
    chosen = rows[(rows[schema.PERIOD] == period) & (rows[schema.REGION] != schema.RESIDUAL)]
    return chosen.drop_duplicates(schema.REGION).set_index(schema.REGION)[schema.VALUE].dropna()


def _other_shares(context: Context, gdp: pd.Series) -> pd.DataFrame:
    """Share by the other edition, and without metals and oil; missing where table 5931 is not published."""
    try:
        found = divisions_of(context)
    except MissingDataError:
        return pd.DataFrame(columns=["share_5931", "without"], dtype=float)
    return pd.DataFrame({"share_5931": found.gva[TOTAL] / gdp, "without": without_metals_and_oil(context, found)})


def without_metals_and_oil(context: Context, found: Divisions) -> pd.Series:
    """Other manufacturing, as a fraction of GDP without mining, refining and metallurgy, by year (current prices)."""
    mining = context.by_region("gva", MINING, classification="oked_section")[schema.COUNTRY].reindex(found.gva.index)
    taken = found.gva[list(METALS_AND_OIL)].sum(axis=1, skipna=False)
    return (found.gva[TOTAL] - taken) / (found.gdp - taken - mining)


def division_parts(context: Context) -> tuple[int, pd.DataFrame]:
    """Change of every division's share of GDP since the first year of table 5931, by volume and relative price.

    Returns
    -------
    tuple
        The base year, and a frame by division code (then ``C``): ``before``, ``now``, ``change``, ``by_volume``,
        ``by_price`` as fractions of GDP. Volume is that of production (table 5792): an estimate for value added; both
        parts are missing where it is not published.

    Raises
    ------
    MissingDataError
        If table 5931 has no earlier year.
    """
    found = divisions_of(context)
    base = int(found.gva.dropna(subset=[TOTAL]).index[0])
    if base >= context.year:
        raise MissingDataError("Table 5931 has no earlier year.")
    rows = [*found.codes, TOTAL]
    before, now = found.of_gdp.loc[str(base), rows], found.of_gdp.loc[context.period, rows]
    volume = found.production_volume(base).loc[context.period].reindex(rows) / 100
    whole = float(_chained(gdp_links(context, base), base).loc[context.period])
    logs = share_parts(before, now, part_volume_ratio=volume, whole_volume_ratio=pd.Series(whole, index=rows))
    points = additive_parts(logs, before, now)
    frame = pd.DataFrame({"before": before, "now": now, "change": now - before})
    return base, frame.assign(by_volume=points["volume"], by_price=points["relative_price"])
