"""Why processed exports changed: the country's growth, the mix of goods, own shares; dollars and tenge; tonnes."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_decomposition import (
    SHARE_PARTS,
    by_order,
    by_section,
    market_share_parts,
    region_parts,
)
from iidsp_analysis.monitors.export_periods import Span, processed_amounts
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import definition_text, goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.made_or_registered import registered_sentence

SOURCES = ("bns-446905",)
THOUSAND = 1e3  # thousand USD in a million
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


def part_names(language: Language) -> dict[str, str]:
    """Names of the parts of a constant market share."""
    say = language.say
    return {
        "national": say("the country's growth"),
        "structure": say("the mix of goods"),
        "competitiveness": say("own shares"),
        "interaction": say("both together"),
    }


@section("Own shares in the country's exports", DROP_TABLES, SOURCES)
def market_share(context: Context) -> Result:
    """Constant-market-share decomposition of processed exports; the country: all regions side by side."""
    base, cube = base_and_cube(context)
    if context.is_country:
        return _all_regions(context, base, market_share_parts(cube, base, context.year) / THOUSAND)
    whole = region_parts(cube, context.region.id, base, context.year) / THOUSAND
    goods = by_section(cube, context.region.id, base, context.year) / THOUSAND
    orders = by_order(cube, context.region.id, base, context.year) / THOUSAND
    flagged = registered_sentence(context)
    return Result(
        title=_share_title(context, base, whole),
        reading=(*filter(None, (flagged,)), *_share_readings(context, goods, orders)),
        language=context.language,
        caption=_caption(context, base),
        sources=SOURCES,
        values={str(name): float(value) for name, value in whole.items()},
        table=_goods_table(context, base, goods, whole),
        picture=Picture(plots.picture(lambda: _bars(context, _largest(context, goods))), _alt(context, whole)),
        caveats=_share_caveats(context),
    )  # fmt: skip


def _share_title(context: Context, base: int, whole: pd.Series) -> str:
    language = context.language
    told = {name: language.signed(whole[name]) for name in (*SHARE_PARTS, "change")}
    return language.say(
        "Processed exports {of_region} {base}→{year}: {change} mln USD, of which {national} with the country's growth, "
        "{structure} by the mix of goods, {competitiveness} by own shares and {interaction} by both together",
        of_region=context.of_region, base=base, year=context.year, **told,
    )  # fmt: skip


def _share_readings(context: Context, goods: pd.DataFrame, orders: pd.DataFrame) -> tuple[str, ...]:
    language, say = context.language, context.language.say
    own = goods["competitiveness"] + goods["interaction"]
    most = [str(own.idxmin()), str(own.idxmax())]
    told = orders.T["competitiveness"]
    return (
        say("Own shares with both together: the lowest in {low} ({low_value} mln USD), the highest in {high} "
            "({high_value} mln USD).",
            low=goods_label(context, most[0]), low_value=language.signed(own[most[0]]),
            high=goods_label(context, most[1]), high_value=language.signed(own[most[1]])),
        say("The order of the years matters by {difference} mln USD: own shares are {first} mln USD if the country's "
            "exports of the first year weigh them, {last} mln USD if those of the last do.",
            difference=language.number(abs(told["order_matters_by"])), first=language.signed(told["last_weights"]),
            last=language.signed(told["base_weights"])),
        say("How to read it: had the region kept its share of the country's exports of every good, its exports would "
            "have moved by the first two parts; the rest is won or lost shares."),
    )  # fmt: skip


def _share_caveats(context: Context) -> tuple[str, ...]:
    say = context.language.say
    return (
        say("The country's exports stand for demand: exports by market are not loaded, so this is no share of world "
            "markets, and there is one order less to choose (goods and markets)."),
        say("At current prices won shares hold prices too; an exporter that registers in another region moves them "
            "without any change of production."),
        definition_text(context, industries.default_processed_exports().id),
    )  # fmt: skip


def _caption(context: Context, base: int) -> str:
    say = context.language.say
    return context.caption(say("mln USD, current prices"), f"{base}–{context.year}", SOURCES,
                           note=say("region where the exporter is registered"))  # fmt: skip


def _largest(context: Context, goods: pd.DataFrame) -> pd.DataFrame:
    """The eight sections that moved most, largest on top, with reader's names."""
    order = goods["change"].abs().sort_values(ascending=False).index[:8]
    frame = goods.loc[order[::-1], list(SHARE_PARTS)]
    frame.index = pd.Index([goods_label(context, str(code)) for code in frame.index])
    return frame


def _bars(context: Context, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    named = frame.rename(columns=part_names(context.language))
    return plots.stacked_contributions(named, context.language, unit=say("mln USD"), total_label=say("change"))


def _alt(context: Context, whole: pd.Series) -> str:
    language, say = context.language, context.language.say
    names = part_names(language)
    listed = "; ".join(f"{names[name]} {language.signed(whole[name])}" for name in SHARE_PARTS)
    return say("Stacked bars of the parts of the change by HS section, mln USD. In all: {list}.", list=listed)


def _columns(context: Context, base: int, first: str) -> tuple[Column, ...]:
    say, names = context.language.say, part_names(context.language)
    parts = [Column(name, say("{part}, mln USD", part=names[name]), "signed") for name in SHARE_PARTS]
    return (
        Column("name", first, "text"),
        Column("start", say("{year}, mln USD", year=base)),
        Column("end", say("{year}, mln USD", year=context.year)),
        Column("change", say("Change, mln USD"), "signed"),
        *parts,
    )


def _goods_table(context: Context, base: int, goods: pd.DataFrame, whole: pd.Series) -> Table:
    say = context.language.say
    small = goods[["start", "end"]].max(axis=1) < SMALL_GOODS / THOUSAND
    shown = goods[~small].sort_values("change")
    frame = shown.assign(name=[goods_label(context, str(code)) for code in shown.index])
    closing = pd.DataFrame({"rest": goods[small].sum(), "total": whole}).T
    closing["name"] = [say("other goods"), say("all processed goods")]
    return Table(pd.concat([frame, closing]), _columns(context, base, say("Goods")),
                 say("Parts of the change of processed exports by HS section"),
                 footer=frozenset({"rest", "total"}))  # fmt: skip


def _all_regions(context: Context, base: int, regions: pd.DataFrame) -> Result:
    language, say = context.language, context.language.say
    own = (regions["competitiveness"] + regions["interaction"]).dropna()
    if own.empty:
        raise MissingDataError("No region's exports are complete in both years.")
    low, high = str(own.idxmin()), str(own.idxmax())
    frame = regions.dropna().sort_values("change")
    names = [context.short_names[region] for region in frame.index]
    listed = regions.loc[[*frame.index, *regions.index.difference(frame.index)]]
    listed = listed.assign(name=[context.short_names[region] for region in listed.index])
    return Result(
        title=say("Own shares in the country's processed exports {base}→{year}: the lowest part of the change in {low} "
                  "({low_value} mln USD), the highest in {high} ({high_value} mln USD)",
                  base=base, year=context.year, low=context.short_names[low], low_value=language.signed(own[low]),
                  high=context.short_names[high], high_value=language.signed(own[high])),
        reading=(say("Without the parts of own shares every region would have grown with the country's exports of its "
                     "goods; over all regions own shares add up to nothing but rounding."),),
        language=language,
        caption=_caption(context, base),
        sources=SOURCES,
        values={"lowest": own[low], "highest": own[high]},
        table=Table(listed, _columns(context, base, say("Region")),
                    say("Parts of the change of processed exports by region")),
        picture=Picture(plots.picture(lambda: _bars(context, frame[list(SHARE_PARTS)].set_axis(names))),
                        _alt(context, regions.sum())),
        caveats=_share_caveats(context),
    )  # fmt: skip
