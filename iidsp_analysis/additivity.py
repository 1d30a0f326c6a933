"""Do the published parts add up to the published total? Gaps as rows, never as silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.panel import Panel

DIVISIONS = tuple(str(code) for code in range(10, 34))
#: Sections of the trade table; arms (XIX) are not published in it.
HS_SECTIONS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
    "XVIII", "XX", "XXI", "OTHER",
)  # fmt: skip

#: Region codes that overlap others in a year are left out of a sum over regions: the larger territory of a pair.
_CONTAINED = {"turkistan": "south_kazakhstan", "shymkent": "south_kazakhstan"}


@dataclass(frozen=True)
class PartsRule:
    """``total`` of one source is the sum of ``parts``, within a tolerance for rounding."""

    source: str
    indicator: str
    total: str
    parts: tuple[str, ...]
    tolerance: float


RULES = (
    PartsRule("bns-5927", "gva", "IND", ("B", "C", "D", "E"), 0.5),
    PartsRule("bns-5931", "gva", "C", DIVISIONS, 0.5),
    PartsRule("bns-5547", "investment", "IND", ("B", "C", "D", "E"), 1.5),
    PartsRule("bns-5831", "employment", "IND", ("B", "C", "D", "E"), 0.0015),
    PartsRule("bns-4453", "compensation", "IND", ("B", "C", "D", "E"), 0.5),
    PartsRule("bns-4453", "compensation", "GOODS", ("A", "IND", "F"), 0.5),
    PartsRule("bns-5547", "investment", "TOTAL", tuple("ABCDEFGHIJKLMNOPQRS"), 1.5),
    PartsRule("bns-5831", "employment", "TOTAL", tuple("ABCDEFGHIJKLMNOPQRS"), 0.1),
    PartsRule("bns-446905", "exports", "TOTAL", HS_SECTIONS, 1.1),
)
#: Largest difference between GRP and its sections, net taxes and FISIM that rounding can make (mln KZT).
PRODUCT_TOLERANCE = 0.5
#: Rounding of one regional cell, by source; a sum over n cells may differ from the total by n times this.
CELL_ROUNDING = {
    "bns-5927": 0.05,
    "bns-446905": 0.05,
    "bns-5546": 0.5,
    "bns-443435": 0.5,
    "bns-81477": 0.05,
    "bns-75044": 0.0005,
    "bns-6576": 0.25,
    "bns-5814": 0.05,
}


def parts_to_total(panel: Panel, rule: PartsRule) -> pd.DataFrame:
    """Compare a total with the sum of its parts.

    Returns
    -------
    DataFrame
        ``region, period, total, parts, gap`` where total and all parts are published; ``gap = total - parts``.
    """
    rows = panel.select(rule.indicator, source=rule.source).rows
    of_rule = rows[rows[schema.INDUSTRY].isin([rule.total, *rule.parts]) & rows[schema.VALUE].notna()]
    wide = of_rule.pivot(index=[schema.REGION, schema.PERIOD], columns=schema.INDUSTRY, values=schema.VALUE)
    complete = wide.reindex(columns=[rule.total, *rule.parts]).dropna()
    sums = complete[list(rule.parts)].sum(axis=1)
    gaps = pd.DataFrame({"total": complete[rule.total], "parts": sums, "gap": complete[rule.total] - sums})
    return gaps.reset_index()


def sections_to_product(panel: Panel) -> pd.DataFrame:
    """Compare GRP with the sum of sections, net taxes and (to be subtracted) FISIM of table 5927."""
    gva = panel.select("gva", source="bns-5927").rows
    sections = gva[~gva[schema.INDUSTRY].isin(["IND"]) & gva[schema.VALUE].notna()]
    parts = sections.groupby([schema.REGION, schema.PERIOD])[schema.VALUE].sum()
    grp = panel.select("grp", source="bns-5927").rows.pivot(
        index=[schema.REGION, schema.PERIOD], columns=schema.INDUSTRY, values=schema.VALUE
    )
    grp = grp.reindex(columns=[schema.TOTAL, "NET_TAXES", "FISIM"])
    parts = parts.add(grp["NET_TAXES"]).sub(grp["FISIM"].fillna(0.0))  # FISIM is printed for 2010 only
    gaps = pd.DataFrame({"total": grp[schema.TOTAL], "parts": parts}).dropna()
    return gaps.assign(gap=gaps["total"] - gaps["parts"]).reset_index()


def regions_to_country(panel: Panel, source: str, indicator: str) -> pd.DataFrame:
    """Compare the country with the sum of its regions.

    Returns
    -------
    DataFrame
        ``industry, period, total, parts, gap, count`` (``count`` regions were added). South Kazakhstan is added
        where it is printed, its two successors elsewhere; never all three.
    """
    rows = panel.select(indicator, source=source).rows
    told = rows[rows[schema.VALUE].notna()]
    country = told[told[schema.REGION] == schema.COUNTRY]
    regional = _without_contained(told[~told[schema.REGION].isin([schema.COUNTRY, schema.RESIDUAL])])
    keys = [schema.INDUSTRY, schema.PERIOD]
    sums = regional.groupby(keys)[schema.VALUE].agg(["sum", "count"])
    # A total without a single published region stays in: all of it is the gap.
    joined = country.set_index(keys)[[schema.VALUE]].join(sums).fillna({"sum": 0.0, "count": 0})
    gaps = joined.rename(columns={schema.VALUE: "total", "sum": "parts"})
    return gaps.assign(gap=gaps["total"] - gaps["parts"]).reset_index()


def _without_contained(rows: pd.DataFrame) -> pd.DataFrame:
    cell = [schema.INDUSTRY, schema.PERIOD]
    printed = set(map(tuple, rows.loc[rows[schema.REGION] == "south_kazakhstan", cell].to_numpy()))
    inside = rows[schema.REGION].isin(list(_CONTAINED))
    doubled = inside & pd.Series([pair in printed for pair in map(tuple, rows[cell].to_numpy())], index=rows.index)
    return rows[~doubled]


def residual_rows(panel: Panel) -> pd.DataFrame:
    """Panel rows that carry each published gap, so that parts plus residual equal the total exactly."""
    made = [_industry_residuals(panel, rule) for rule in RULES]
    made += [_region_residuals(panel, source) for source in CELL_ROUNDING]
    return pd.concat(made, ignore_index=True)[list(schema.COLUMNS)]


def _industry_residuals(panel: Panel, rule: PartsRule) -> pd.DataFrame:
    gaps = parts_to_total(panel, rule)
    wide = gaps[gaps["gap"].abs() > rule.tolerance]
    source = panel.sources[rule.source]
    return _rows(
        source,
        region=wide[schema.REGION],
        industry=f"{schema.RESIDUAL}_{rule.total}",
        period=wide[schema.PERIOD],
        value=wide["gap"],
        unit=source.unit,
        note=f"statistical discrepancy: {rule.total} less the sum of its parts, as published",
    )


def _region_residuals(panel: Panel, source_id: str) -> pd.DataFrame:
    source = panel.sources[source_id]
    gaps = regions_to_country(panel, source_id, source.indicator)
    wide = gaps[gaps["gap"].abs() > gaps["count"] * CELL_ROUNDING[source_id] + 1e-6]
    rows = panel.select(source.indicator, source=source_id).rows
    units = rows.drop_duplicates(schema.INDUSTRY).set_index(schema.INDUSTRY)[schema.UNIT]
    return _rows(
        source,
        region=schema.RESIDUAL,
        industry=wide[schema.INDUSTRY],
        period=wide[schema.PERIOD],
        value=wide["gap"],
        unit=wide[schema.INDUSTRY].map(units),
        note="the country less the sum of its regions, as published (confidential or stale cells)",
    )


def _rows(source, **cells: object) -> pd.DataFrame:
    made = pd.DataFrame(cells)
    return made.assign(
        classification=source.classification,
        indicator=source.indicator,
        prices=source.prices,
        status=schema.DERIVED,
        source=source.id,
    )


def division_residual(panel: Panel, periods: Sequence[str]) -> pd.Series:
    """The gap between section C and its divisions by year (mln KZT), zero where they add up."""
    rows = panel.select("gva", source="bns-5931", industries=[f"{schema.RESIDUAL}_C"]).rows
    return rows.set_index(schema.PERIOD)[schema.VALUE].reindex(list(periods)).fillna(0.0)
