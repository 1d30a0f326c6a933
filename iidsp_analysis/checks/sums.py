"""Whether the printed numbers agree: parts with totals, regions with the country, table with table."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import additivity, regions, schema
from iidsp_analysis.checks.findings import GAP, Finding, grouped
from iidsp_analysis.panel import Panel

_CELL = [schema.SOURCE, schema.INDICATOR, schema.INDUSTRY, schema.PERIOD]
#: Two tables print the same number if they differ by less than this fraction: more is rounding in neither of them.
_SAME_NUMBER = 1e-5
#: Rounding of the country's own cell, added to the rounding of the cells that are summed.
_FLOAT_ERROR = 1e-6


def regions_to_country(panel: Panel) -> list[Finding]:
    """Compare the country with the sum of its regions in every table that prints both."""
    found: list[Finding] = []
    for source, indicator in _regional_tables(panel):
        gaps = country_gaps(panel, source, indicator)
        above = gaps[gaps["gap"] > gaps["tolerance"]]
        below = gaps[gaps["gap"] < -gaps["tolerance"]]
        hidden = (
            "{where}: the country exceeds the sum of its regions, by up to {size} {unit}: regions are not published."
        )
        stale = "{where}: the country is below the sum of its regions, by up to {size} {unit}"
        found += _country_findings(panel, source, above, hidden)
        found += _country_findings(panel, source, below, f"{stale}{_left_out(panel, below)}.")
    return found


def country_gaps(panel: Panel, source: str, indicator: str) -> pd.DataFrame:
    """``industry, period, total, parts, gap, count, tolerance`` of one table and indicator."""
    gaps = additivity.regions_to_country(panel, source, indicator)
    rounding = additivity.CELL_ROUNDING.get(source, 0.0)
    return gaps.assign(
        tolerance=gaps["count"].clip(lower=1) * rounding + _FLOAT_ERROR, source=source, indicator=indicator
    )


def _regional_tables(panel: Panel) -> list[tuple[str, str]]:
    rows = panel.rows
    regional = rows[(rows[schema.REGION] != schema.COUNTRY) & ~rows[schema.INDICATOR].isin(schema.NOT_ADDITIVE)]
    return list(regional[[schema.SOURCE, schema.INDICATOR]].drop_duplicates().itertuples(index=False, name=None))


def _country_findings(panel: Panel, source: str, gaps: pd.DataFrame, message: str) -> list[Finding]:
    cells = gaps.rename(columns={"gap": "size"}).assign(region=schema.COUNTRY)
    return grouped("regions-to-country", GAP, source, _with_unit(panel, source, cells), message)


def _left_out(panel: Panel, below: pd.DataFrame) -> str:
    """Name the regions whose own value is exactly what a country's total lacks."""
    rows = panel.rows[panel.rows[schema.REGION] != schema.COUNTRY]
    joined = rows.merge(below, on=_CELL)
    culprits = joined[(joined[schema.VALUE] + joined["gap"]).abs() <= joined["tolerance"]]
    return f": it leaves out {', '.join(sorted(set(culprits[schema.REGION])))}" if len(culprits) else ""


def parts_to_total(panel: Panel) -> list[Finding]:
    """Compare each printed total with the sum of its printed parts."""
    found: list[Finding] = []
    for rule in additivity.RULES:
        if rule.source not in panel.sources:
            continue
        gaps = additivity.parts_to_total(panel, rule)
        wide = gaps[gaps["gap"].abs() > rule.tolerance].rename(columns={"gap": "size"}).assign(industry=rule.total)
        message = "{where}: the total is not the sum of its parts, by up to {size} {unit}."
        found += grouped("parts-to-total", GAP, rule.source, _with_unit(panel, rule.source, wide), message)
    return found


def sections_to_product(panel: Panel) -> list[Finding]:
    """Compare the gross regional product with its sections, net taxes and FISIM."""
    if "bns-5927" not in panel.sources:
        return []
    gaps = additivity.sections_to_product(panel)
    wide = gaps[gaps["gap"].abs() > additivity.PRODUCT_TOLERANCE].rename(columns={"gap": "size"})
    cells = wide.assign(industry=schema.TOTAL, unit="mln KZT")
    message = "{where}: GRP is not its sections plus net taxes less FISIM, by up to {size} {unit}."
    return grouped("sections-to-product", GAP, "bns-5927", cells, message)


def split_to_parts(panel: Panel) -> list[Finding]:
    """Compare a territory with its successors where a table prints all of them (South Kazakhstan 2011–2017)."""
    found: list[Finding] = []
    rows = panel.rows[~panel.rows[schema.INDICATOR].isin(schema.NOT_ADDITIVE)]
    for event in regions.events():
        if event.kind != "split":
            continue
        family = [event.parent_id, *event.successors]
        wide = rows[rows[schema.REGION].isin(family)].pivot(index=_CELL, columns=schema.REGION, values=schema.VALUE)
        complete = wide.reindex(columns=family).dropna().reset_index()
        complete["size"] = complete[event.parent_id] - complete[list(event.successors)].sum(axis=1)
        rounding = complete[schema.SOURCE].map(additivity.CELL_ROUNDING).astype(float).fillna(0.0)
        wrong = complete[complete["size"].abs() > len(family) * rounding + _FLOAT_ERROR].assign(region=event.parent_id)
        for source, cells in wrong.groupby(schema.SOURCE):
            message = "{where}: the region is not the sum of its successors, by up to {size} {unit}."
            found += grouped("split-to-parts", GAP, str(source), _with_unit(panel, str(source), cells), message)
    return found


def two_tables(panel: Panel) -> list[Finding]:
    """Compare the same number where two tables print it: the second is another vintage."""
    cell = [schema.INDICATOR, schema.REGION, schema.INDUSTRY, schema.PERIOD, schema.UNIT]
    twice = panel.rows[panel.rows.duplicated(cell, keep=False)]
    pairs = twice.merge(twice, on=cell, suffixes=("", "_other"))
    pairs = pairs[pairs["source"] < pairs["source_other"]]
    pairs["size"] = pairs["value"] - pairs["value_other"]
    wide = pairs[pairs["size"].abs() > _SAME_NUMBER * pairs["value"].abs()]
    found: list[Finding] = []
    for (source, other, _), cells in wide.groupby(["source", "source_other", "industry"]):
        share = (cells["size"] / cells["value_other"]).abs().max()
        message = f"{{where}}: {source} and {other} print different numbers, by up to {{size}} {{unit}} ({share:.1%})."
        found += grouped("two-tables", GAP, f"{source} {other}", cells, message)
    return found


def _with_unit(panel: Panel, source: str, cells: pd.DataFrame) -> pd.DataFrame:
    rows = panel.rows[panel.rows[schema.SOURCE] == source]
    units = rows.drop_duplicates(schema.INDUSTRY).set_index(schema.INDUSTRY)[schema.UNIT]
    return cells.assign(unit=cells["industry"].map(units))
