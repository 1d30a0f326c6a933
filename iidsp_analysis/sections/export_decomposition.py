"""Why processed exports changed: the country's growth, the mix of goods, own shares; dollars and tenge; tonnes."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube
from iidsp_analysis.monitors.export_decomposition import (
    by_order,
    by_section,
    market_share_parts,
    region_parts,
)
from iidsp_analysis.monitors.export_periods import Span, processed_amounts
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import export_share_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered import registered_sentence

SOURCES = ("bns-446905",)
#: A section smaller than this in both years (thousand USD) is summed up in the table: its parts say nothing.
SMALL_GOODS = 100.0


def base_and_cube(context: Context) -> tuple[int, ExportCube]:
    """The year to compare from, and the exports.

    Raises
    ------
    MissingDataError
        If the region's exports are not complete in two years.
    """
    cube = context.exports
    years = range(int(cube.months[0][:4]), int(cube.months[-1][:4]) + 1)
    line = {str(year): processed_amounts(cube, Span(year))[context.region.id] for year in years}
    return context.base_year(pd.Series(line, dtype=float)), cube


@section("Own shares in the country's exports", DROP_TABLES, SOURCES)
def market_share(context: Context) -> Result:
    """Constant-market-share decomposition of processed exports; the country: all regions side by side."""
    base, cube = base_and_cube(context)
    if context.is_country:
        return _all_regions(context, base, market_share_parts(cube, base, context.year) / MILLION)
    parts = region_parts(cube, context.region.id, base, context.year) / MILLION
    whole = words.with_own(parts.to_frame().T).iloc[0]
    goods = words.with_own(by_section(cube, context.region.id, base, context.year) / MILLION)
    orders = by_order(cube, context.region.id, base, context.year) / MILLION
    flagged = registered_sentence(context)
    return Result(
        title=words.share_title(context, base, whole),
        reading=(*filter(None, (flagged,)), *words.share_readings(context, goods, orders)),
        language=context.language,
        caption=_caption(context, base),
        sources=SOURCES,
        values={str(name): float(value) for name, value in parts.items()},
        table=_goods_table(context, base, goods, whole),
        picture=Picture(plots.picture(lambda: _bars(context, _largest(context, goods))), words.alt(context, whole)),
        caveats=words.share_caveats(context),
    )  # fmt: skip


def _caption(context: Context, base: int) -> str:
    say = context.language.say
    return context.caption(say("mln USD, current prices"), f"{base}–{context.year}", SOURCES,
                           note=say("region where the exporter is registered"))  # fmt: skip


def _largest(context: Context, goods: pd.DataFrame) -> pd.DataFrame:
    """The eight sections that moved most, largest on top, with reader's names."""
    order = goods["change"].abs().sort_values(ascending=False).index[:8]
    frame = goods.loc[order[::-1], list(words.SHOWN)]
    frame.index = pd.Index([goods_label(context, str(code)) for code in frame.index])
    return frame


def _bars(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    named = frame.rename(columns=words.part_names(context.language))
    return plots.stacked_contributions(named, context.language, unit=say("mln USD"), total_label=say("change"))


def _columns(context: Context, base: int, first: str) -> tuple[Column, ...]:
    say, names = context.language.say, words.part_names(context.language)
    shown = {name: say("{part}, mln USD", part=names[name]) for name in words.SHOWN}
    of_own = {name: say("of these {part}, mln USD", part=names[name]) for name in ("competitiveness", "interaction")}
    parts = [Column(name, label, "signed") for name, label in (shown | of_own).items()]
    return (
        Column("name", first, "text"),
        Column("start", say("{year}, mln USD", year=base)),
        Column("end", say("{year}, mln USD", year=context.year)),
        Column("change", say("Change, mln USD"), "signed"),
        *parts,
    )


def _goods_table(context: Context, base: int, goods: pd.DataFrame, whole: pd.Series) -> Table:
    say = context.language.say
    small = goods[["start", "end"]].max(axis=1) < SMALL_GOODS / MILLION
    shown = goods[~small].sort_values("change")
    frame = shown.assign(name=[goods_label(context, str(code)) for code in shown.index])
    closing = pd.DataFrame({"rest": goods[small].sum(), "total": whole}).T
    closing["name"] = [say("other goods"), say("all processed goods")]
    return Table(pd.concat([frame, closing]), _columns(context, base, say("Goods")),
                 say("Parts of the change of processed exports by HS section"),
                 footer=frozenset({"rest", "total"}))  # fmt: skip


def _all_regions(context: Context, base: int, regions: pd.DataFrame) -> Result:
    say = context.language.say
    regions = words.with_own(regions)
    own = regions[words.OWN].dropna()
    if own.empty:
        raise MissingDataError("No region's exports are complete in both years.")
    frame = regions.dropna().sort_values("change")
    names = [context.short_names[region] for region in frame.index]
    listed = regions.loc[[*frame.index, *regions.index.difference(frame.index)]]
    listed = listed.assign(name=[context.short_names[region] for region in listed.index])
    return Result(
        title=words.regions_title(context, base, own),
        reading=words.regions_readings(context, len(regions) - len(own)),
        language=context.language,
        caption=_caption(context, base),
        sources=SOURCES,
        values={"lowest": float(own.min()), "highest": float(own.max())},
        table=Table(listed, _columns(context, base, say("Region")),
                    say("Parts of the change of processed exports by region")),
        picture=Picture(plots.picture(lambda: _bars(context, frame[list(words.SHOWN)].set_axis(names))),
                        words.alt(context, regions.sum())),
        caveats=words.share_caveats(context),
    )  # fmt: skip
