"""Why a region's exports changed: growth of the country's exports, the mix of goods, or own shares in them."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.measures.decomposition import ConstantMarketShare, constant_market_share
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_periods import Span, amounts

#: Goods by market are not loaded: all markets are one column.
MARKETS = "all"
SHARE_PARTS = ("national", "structure", "competitiveness", "interaction")


def market_share_parts(cube: ExportCube, base: int, year: int, definition: str | None = None) -> pd.DataFrame:
    """Constant market share: did exports grow with the country, by the mix of goods, or by own shares.

    With ``X`` exports of the region and ``W`` of the country by HS section ``i``, ``s = X / W``, ``m`` growth of ``W``:

    * ``national``: ``m X⁰``;
    * ``structure``: ``Σ (m_i − m) X⁰_i``;
    * ``competitiveness``: ``Σ W⁰_i (s¹_i − s⁰_i)``, the change of shares in the country's base year;
    * ``interaction``: ``Σ (W¹_i − W⁰_i)(s¹_i − s⁰_i)``: shares won where the country's exports grew.

    Parameters
    ----------
    cube : ExportCube
        Monthly exports.
    base, year : int
        Whole years.
    definition : str, optional
        Definition of processed exports; the default one if None.

    Returns
    -------
    DataFrame by region
        ``national, structure, competitiveness, interaction, change, start, end`` in thousand USD; the parts add up to
        the change. A region with a missing month or section is missing.

    Raises
    ------
    UsageError
        For an unknown definition.

    Notes
    -----
    The "world" is the country: its exports are no measure of demand abroad, so competitiveness is relative to the
    other regions, and it moves where an exporter registers elsewhere. There is one market, hence no order of
    commodity and market. What depends on the order of the *years* is the interaction: weights of the base year leave
    it in the shares, weights of the last year in the demand (:func:`by_order`).

    References
    ----------
    Tyszynski (1951); Leamer & Stern (1970), ch. 7; Richardson (1971), Journal of International Economics 1, 227–239.
    """
    regions = [region for region in cube.regions if region != schema.COUNTRY]
    return pd.DataFrame({region: region_parts(cube, region, base, year, definition) for region in regions}).T


def region_parts(
    cube: ExportCube, region: str, base: int, year: int, definition: str | None = None
) -> pd.Series[float]:
    """The row of one region in :func:`market_share_parts`."""
    forward, backward = _both_ways(cube, region, base, year, definition)
    start, end = (float(exports_of(cube, region, when, definition).sum(skipna=False)) for when in (base, year))
    told, shares = forward.total(), -backward.total()["competitiveness"]
    parts = pd.Series(
        {
            "national": told["world"],
            "structure": told["commodity"],
            "competitiveness": shares,
            "interaction": told["competitiveness"] - shares,
            "change": told["change"],
        }
    )
    if pd.isna(parts["change"]):  # what is left of the parts would be those of some goods
        parts[:] = float("nan")
    return pd.concat([parts, pd.Series({"start": start, "end": end})])


def by_section(cube: ExportCube, region: str, base: int, year: int, definition: str | None = None) -> pd.DataFrame:
    """The parts of one region by HS section (thousand USD): columns as in :func:`market_share_parts`."""
    forward, backward = _both_ways(cube, region, base, year, definition)
    told, shares = forward.by_commodity(), -backward.by_commodity()["competitiveness"]
    frame = pd.DataFrame({"national": told["world"], "structure": told["commodity"], "competitiveness": shares})
    frame["interaction"] = told["competitiveness"] - shares
    frame["change"] = told["change"]
    for name, when in (("start", base), ("end", year)):
        frame[name] = exports_of(cube, region, when, definition)
    return frame


def by_order(cube: ExportCube, region: str, base: int, year: int, definition: str | None = None) -> pd.DataFrame:
    """Both orders of the years: weights of the base year, and of the last year.

    Returns
    -------
    DataFrame, part × order
        Rows ``national, structure, competitiveness, change`` in thousand USD; columns ``base_weights``,
        ``last_weights`` and ``order_matters_by``, their difference. Each column adds up to the change.
    """
    forward, backward = _both_ways(cube, region, base, year, definition)
    names = {"world": "national", "commodity": "structure", "competitiveness": "competitiveness", "change": "change"}
    frame = pd.DataFrame({"base_weights": forward.total(), "last_weights": -backward.total()}).loc[list(names)]
    frame = frame.rename(index=names)
    return frame.assign(order_matters_by=frame["last_weights"] - frame["base_weights"])


def _both_ways(
    cube: ExportCube, region: str, base: int, year: int, definition: str | None
) -> tuple[ConstantMarketShare, ConstantMarketShare]:
    """From base to year, and from year back to base."""
    ours = [exports_of(cube, region, when, definition) for when in (base, year)]
    # Tables print a decimal: a region's 0.1 can be the country's 0.0. The country holds what its region exports.
    country = [exports_of(cube, schema.COUNTRY, when, definition) for when in (base, year)]
    world = [goods.where(~(goods < own), own) for goods, own in zip(country, ours, strict=True)]
    first, last, world_first, world_last = (each.to_frame(MARKETS) for each in (*ours, *world))
    return (
        constant_market_share(first, last, world_first, world_last, order="commodity_first"),
        constant_market_share(last, first, world_last, world_first, order="commodity_first"),
    )


def exports_of(cube: ExportCube, region: str, year: int, definition: str | None = None) -> pd.Series[float]:
    """Exports of a whole year by section; NaN where a month is missing."""
    frame = amounts(cube, Span(year), definition)
    return frame.T[region]
