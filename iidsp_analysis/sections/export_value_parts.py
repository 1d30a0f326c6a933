"""What moved the value of processed exports: dollars or the exchange rate, tonnes or dollars per tonne."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import industries, plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_value_parts import tenge_and_dollars as value_parts
from iidsp_analysis.monitors.export_value_parts import value_and_volume as volume_parts
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_decomposition import base_and_cube
from iidsp_analysis.sections.exports import definition_text, goods_label
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section
from iidsp_analysis.sections.made_or_registered import registered_sentence

SOURCES = ("bns-446905", "wdi-fx")
TRADE = ("bns-446905",)
THOUSAND = 1e3  # thousand USD in a million, mln KZT in a billion


@section("Exports in tenge and in dollars", DROP_TABLES, SOURCES)
def tenge_and_dollars(context: Context) -> Result:
    """The change of processed exports in tenge as the change in dollars and the exchange rate."""
    years = _by_year(context)
    base, last = years.index[0], years.T[context.period]
    flagged = registered_sentence(context)
    language, say = context.language, context.language.say
    return Result(
        title=say("Processed exports {of_region} {base}→{year}: {usd} in dollars, {tenge} in tenge",
                  of_region=context.of_region, base=base, year=context.year,
                  usd=language.signed_percent(last["end_usd"] / last["start_usd"] - 1),
                  tenge=language.signed_percent(last["end"] / last["start"] - 1)),
        reading=(*filter(None, (flagged,)), _parts_sentence(context, last)),
        language=language,
        caption=context.caption(say("current prices"), f"{base}–{context.year}", SOURCES,
                                note=say("average official rate of the year")),
        sources=SOURCES,
        values={name: float(last[name]) for name in ("dollars", "exchange_rate", "change")},
        table=_table(context, years),
        picture=Picture(plots.picture(lambda: _lines(context, years)), _alt(context, years)),
        caveats=(
            say("Exports are invoiced in several currencies and booked in dollars: the exchange rate part is "
                "arithmetic, not what exporters gained."),
            definition_text(context, industries.default_processed_exports().id),
        ),
    )  # fmt: skip


def _by_year(context: Context) -> pd.DataFrame:
    """Amounts and parts against the base year, a row per year; a year with missing months has none."""
    base, cube = base_and_cube(context)
    rows = {
        str(year): value_parts(context.panel, cube, base, year).T[context.region.id]
        for year in range(base, context.year + 1)
    }
    frame = pd.DataFrame(rows).T
    if not (frame["end_usd"].loc[[str(base), context.period]] > 0).all():
        raise StatedError(
            context.language.say("Exports of nothing have no parts."),
            what_next=context.language.say("Choose another year."),
        )
    return frame


def _parts_sentence(context: Context, last: pd.Series) -> str:
    language, say = context.language, context.language.say
    return say(
        "The change in tenge is {change} bn KZT: {dollars} bn KZT by the value in dollars and {rate} bn KZT by the "
        "exchange rate, which went from {before} to {after} KZT per USD.",
        change=language.signed(last["change"] / THOUSAND),
        dollars=language.signed(last["dollars"] / THOUSAND),
        rate=language.signed(last["exchange_rate"] / THOUSAND),
        before=language.number(last["rate_start"]),
        after=language.number(last["rate_end"]),
    )


def _table(context: Context, years: pd.DataFrame) -> Table:
    say = context.language.say
    frame = years[["end_usd", "end", "dollars", "exchange_rate", "change"]] / THOUSAND
    frame = frame.assign(year=years.index, rate=years["rate_end"])
    columns = (
        Column("year", say("Year"), "text"),
        Column("end_usd", say("Processed exports, mln USD")),
        Column("rate", say("Tenge per dollar")),
        Column("end", say("Processed exports, bn KZT")),
        Column("change", say("Change since the first year, bn KZT"), "signed"),
        Column("dollars", say("of it by dollars, bn KZT"), "signed"),
        Column("exchange_rate", say("of it by the exchange rate, bn KZT"), "signed"),
    )
    return Table(frame, columns, say("Processed exports in dollars and in tenge"), frozenset({context.period}))


def _indices(context: Context, years: pd.DataFrame) -> pd.DataFrame:
    """Indices, first year = 100, by the reader's name."""
    say = context.language.say
    names = {"end": say("exports in tenge"), "end_usd": say("exports in dollars"), "rate_end": say("tenge per dollar")}
    lines = years[list(names)].astype(float)
    return (lines / lines.iloc[0] * 100).rename(columns=names)


def _lines(context: Context, years: pd.DataFrame) -> Axes:
    say = context.language.say
    frame = _indices(context, years)
    unit = say("index, {base} = 100", base=years.index[0])
    return plots.lines(frame, context.language, unit=unit, level=100.0)


def _alt(context: Context, years: pd.DataFrame) -> str:
    language, say = context.language, context.language.say
    last = _indices(context, years).iloc[-1]
    listed = "; ".join(f"{name} {language.number(value)}" for name, value in last.items())
    return say("Lines of indices, {base} = 100. In {year}: {list}.", base=years.index[0], year=context.year,
               list=listed)  # fmt: skip


def _loaded_parts(context: Context, cube: ExportCube, base: int) -> pd.DataFrame:
    """Parts by volume and price; tonnes are published, so their absence is not the publisher's."""
    try:
        return volume_parts(context.panel, cube, context.region.id, base, context.year)
    except MissingDataError as missing:
        say = context.language.say
        raise StatedError(
            say("Tonnes of exports are not loaded: value and volume cannot be told apart."),
            what_next=say("Tonnes are in table 446905 in full. Drop the publisher's file with tonnes into "
                          "data/raw/bns/ and render again."),
        ) from missing  # fmt: skip


@section(
    "Exports by value and by volume",
    "Tonnes are in table 446905 in full. Drop the publisher's file with tonnes into data/raw/bns/ and render again.",
    TRADE,
)
def value_and_volume(context: Context) -> Result:
    """The change of processed exports in dollars as tonnes and dollars per tonne, by HS section."""
    base, cube = base_and_cube(context)
    parts = _loaded_parts(context, cube, base)
    split = parts.dropna(subset=["volume", "price"])
    if split.empty:
        raise StatedError(
            context.language.say("No goods were exported in both years with their tonnes."),
            what_next=context.language.say("Choose another year."),
        )
    language, say = context.language, context.language.say
    told = {name: language.signed(split[name].sum() / THOUSAND) for name in ("volume", "price", "change")}
    left = parts["change"].sum() - split["change"].sum()
    return Result(
        title=say("Processed exports {of_region} {base}→{year}: {volume} mln USD by tonnes and {price} mln USD by "
                  "dollars per tonne", of_region=context.of_region, base=base, year=context.year, **told),
        reading=(say("These goods changed by {change} mln USD; goods without tonnes in both years changed by {rest} "
                     "mln USD.", rest=language.signed(left / THOUSAND), **told),),
        language=language,
        caption=context.caption(say("mln USD, current prices"), f"{base}–{context.year}", TRADE),
        sources=TRADE,
        values={name: float(split[name].sum()) for name in ("volume", "price", "change")},
        table=_volume_table(context, parts),
        caveats=(say("Dollars per tonne are no price: within an HS section they move with the mix of goods."),),
    )  # fmt: skip


def _volume_table(context: Context, parts: pd.DataFrame) -> Table:
    say = context.language.say
    shown = parts[parts["change"].fillna(0) != 0].sort_values("change")
    frame = shown / THOUSAND
    frame["name"] = [goods_label(context, str(code)) for code in shown.index]
    columns = (
        Column("name", say("Goods"), "text"),
        Column("change", say("Change, mln USD"), "signed"),
        Column("volume", say("by tonnes, mln USD"), "signed"),
        Column("price", say("by dollars per tonne, mln USD"), "signed"),
        Column("tonnes_start", say("Tonnes in the first year, thousand")),
        Column("tonnes_end", say("Tonnes in the last year, thousand")),
    )
    return Table(frame, columns, say("Processed exports by tonnes and by dollars per tonne"))
