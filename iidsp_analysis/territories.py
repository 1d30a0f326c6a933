"""One set of borders for the whole panel: refuse, merge, apportion – and no silent fourth act.

*Merge* is exact: only published numbers are added, and volume indices are averaged with the weights of the previous
year. *Apportion* splits a parent by a published share and is marked ``estimated``. A territory whose parts were not
published stays missing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import BoundaryError
from iidsp_analysis.panel import Panel

#: The table whatever its edition: parts of a territory may come from an embedded table and a newer file of it.
_TABLE = "table"
_CELL = [
    schema.INDUSTRY,
    schema.CLASSIFICATION,
    schema.PERIOD,
    schema.INDICATOR,
    schema.UNIT,
    schema.PRICES,
    _TABLE,
]
#: Volume indices that are averaged, with the amounts that weigh them: indicator, classification.
VOLUME_INDICES = {"gva_volume_index": ("gva", "oked_section"), "grp_volume_index": ("grp", "total")}
#: The table that both are from: of the product there is another edition, table 5923.
_WEIGHTS = "bns-5927"


def on_borders(panel: Panel, borders: int) -> Panel:
    """Put every row on the regions of one set of borders.

    Parameters
    ----------
    panel : Panel
        Rows on the territories of the published tables.
    borders : int
        2014 (16 regions), 2018 (17) or 2022 (20).

    Returns
    -------
    Panel
        Rows of the country and of the regions of these borders. A region that the table does not print is the exact
        sum of its successors (status ``derived``) where all of them are published; a ratio is never summed.

    Raises
    ------
    BoundaryError
        For unknown borders.
    """
    wanted = regions.regions_of(borders)
    tables = {source: source.split("@")[0] for source in panel.rows[schema.SOURCE].unique()}
    rows = panel.rows.assign(**{_TABLE: panel.rows[schema.SOURCE].map(tables)})
    told = rows[rows[schema.VALUE].notna()]
    kept = rows[rows[schema.REGION].isin([schema.COUNTRY, *(region.id for region in wanted)])]
    merged = [
        _merge(told, region.id, cover)
        for region in wanted
        for cover in regions.covers(region.id)
        if cover != (region.id,)
    ]
    together = pd.concat([kept[kept[schema.VALUE].notna()], *merged, kept[kept[schema.VALUE].isna()]])
    # Published before derived, derived before missing: the first row of a cell stays.
    unique = together.drop_duplicates([schema.REGION, *_CELL], keep="first")
    return replace(panel, rows=unique[list(schema.COLUMNS)].reset_index(drop=True), borders=borders)


def _merge(rows: pd.DataFrame, region_id: str, parts: tuple[str, ...]) -> pd.DataFrame:
    of_parts = rows[rows[schema.REGION].isin(parts)]
    additive = of_parts[~of_parts[schema.INDICATOR].isin(schema.NOT_ADDITIVE)]
    averages = [_average_volume_index(of_parts, parts, index) for index in VOLUME_INDICES]
    merged = pd.concat([_sum(additive, parts), *averages], ignore_index=True)
    merged[schema.REGION] = region_id
    merged[schema.STATUS] = schema.DERIVED
    return merged[[*schema.COLUMNS, _TABLE]]


def _sum(rows: pd.DataFrame, parts: tuple[str, ...]) -> pd.DataFrame:
    groups = rows.groupby(_CELL, as_index=False, observed=True, sort=False).agg(
        **{schema.VALUE: (schema.VALUE, "sum"), "count": (schema.VALUE, "count"), schema.SOURCE: (schema.SOURCE, "max")}
    )
    complete = groups[groups["count"] == len(parts)].drop(columns="count")
    return complete.assign(**{schema.NOTE: "sum of " + " + ".join(parts)})


def _average_volume_index(rows: pd.DataFrame, parts: tuple[str, ...], index: str) -> pd.DataFrame:
    """Average the parts' volume indices with their nominal value of the previous year (Laspeyres).

    ``I = sum(w * I_part) / sum(w)`` with ``w`` the part's gross value added (or product) of the year before, table
    5927: the exact rule for indices with previous-year weights. Without a published weight of every part there is no
    row.
    """
    indices = rows[rows[schema.INDICATOR] == index]
    amount, classification = VOLUME_INDICES[index]
    nominal = rows[(rows[schema.INDICATOR] == amount) & (rows[schema.CLASSIFICATION] == classification)]
    nominal = nominal[nominal[_TABLE] == _WEIGHTS]
    weights = nominal[[schema.REGION, schema.INDUSTRY, schema.PERIOD, schema.VALUE]].rename(
        columns={schema.VALUE: "weight"}
    )
    weights[schema.PERIOD] = (weights[schema.PERIOD].astype(int) + 1).astype(str)
    weighted = indices.merge(weights, on=[schema.REGION, schema.INDUSTRY, schema.PERIOD])
    weighted["product"] = weighted[schema.VALUE] * weighted["weight"]
    groups = weighted.groupby(_CELL, as_index=False, observed=True, sort=False).agg(
        product=("product", "sum"), weight=("weight", "sum"), count=("weight", "count"), source=(schema.SOURCE, "max")
    )
    complete = groups[groups["count"] == len(parts)]
    return complete[_CELL].assign(
        **{
            schema.VALUE: complete["product"] / complete["weight"],
            schema.SOURCE: complete["source"],
            schema.NOTE: "previous-year weights over " + " + ".join(parts),
        }
    )


def apportion(panel: Panel, child_id: str, indicator: str, year: int, *, basis_year: int | None = None) -> pd.DataFrame:
    """Estimate a region before it existed, as a published share of the territory it came from.

    Parameters
    ----------
    panel : Panel
        Rows on the published territories.
    child_id : str
        Region such as ``abai``.
    indicator : {"gva_manufacturing", "grp", "population"}
        The indicator whose own share is used: shares of people never split manufacturing.
    year : int
        Year of the parent's figure.
    basis_year : int, optional
        Year of the share; the same year if it is published, which must be said otherwise.

    Returns
    -------
    DataFrame
        One panel row with status ``estimated`` whose note names the share and its year.

    Raises
    ------
    BoundaryError
        If no share is published for the basis year, or the parent has no figure.
    """
    share_year = basis_year or year
    share = regions.backcast_share(child_id, share_year, indicator)
    parent_id = regions.get(child_id).parent_id
    name, industry = {"gva_manufacturing": ("gva", "C"), "grp": ("grp", "TOTAL")}.get(indicator, (indicator, "TOTAL"))
    rows = panel.rows
    parent = rows[
        (rows[schema.REGION] == parent_id)
        & (rows[schema.INDICATOR] == name)
        & (rows[schema.INDUSTRY] == industry)
        & (rows[schema.PERIOD] == str(year))
        & (rows[schema.CLASSIFICATION] != "oked_division")
    ]
    if len(parent) != 1:
        raise BoundaryError(f"{parent_id} has no {indicator} in {year} to apportion.", where=child_id)
    return parent.assign(
        **{
            schema.REGION: child_id,
            schema.VALUE: parent[schema.VALUE] * share,
            schema.STATUS: schema.ESTIMATED,
            schema.NOTE: f"estimated: share {share:.4f} of {parent_id} in {share_year}, its own {indicator}",
        }
    )


def series(panel: Panel, region_id: str, indicator: str, industry: str = schema.TOTAL, **narrow: str) -> pd.Series:
    """One line of figures: a region (or ``KZ``), an indicator and an industry by period.

    Raises
    ------
    BoundaryError
        If the panel is not on one set of borders and the line would cross a change of them.
    """
    chosen = panel.select(indicator, industries=[industry], regions=[region_id], **narrow)
    if chosen.rows.empty:
        return pd.Series(dtype=float, name=region_id)
    if panel.borders is None and region_id != schema.COUNTRY:
        _require_whole(region_id, chosen.rows)
    line = chosen.wide(schema.REGION)[region_id]
    return line.rename(region_id)


def _require_whole(region_id: str, rows: pd.DataFrame) -> None:
    """A line that begins or ends at a change of borders is half a story: say which territory continues it."""
    region = regions.get(region_id)
    parts = set(chain.from_iterable(regions.covers(region_id))) - {region_id}
    if parts and region.valid_to and int(rows[schema.PERIOD].max()[:4]) > region.valid_to.year:
        raise BoundaryError(
            f"{region.name['en']} has figures after its last day, {region.valid_to.isoformat()}.",
            where=f"successors: {', '.join(sorted(parts))}",
            what_next="Put the panel on one set of borders first: territories.on_borders(panel, 2014).",
        )
