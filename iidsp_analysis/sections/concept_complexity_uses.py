"""Products within reach, divisions and regions by the complexity of the world's trade."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, ranking_plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import year_of
from iidsp_analysis.reference import rows
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_complexity import OWN, caption, with_world
from iidsp_analysis.sections.concept_complexity_figures import World, by_division, by_section, opportunities
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_words import names
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

REGIONAL = ("bns-446905",)
BOTH = "attractive+feasible"
#: Products that the table shows.
SHOWN = 20


@section("Products that are near and more complex", "")
@with_world
def products(context: Context, found: World) -> Result:
    """Products without advantage that are feasible and attractive, the largest outlook gain first."""
    language, say = context.language, context.language.say
    frame = opportunities(found)
    counts = frame["field"].value_counts()
    both = frame[frame["field"] == BOTH]
    columns = (
        Column("code", say("Product code"), "text"),
        Column("pci", say("Complexity (0 = mean)"), "signed", 2),
        Column("density", say("Density (0 to 1)"), digits=3),
        Column("gain", say("Gain of the outlook"), "signed", 3),
        Column("advantage", say("Advantage today (1 = as the world)"), digits=2),
    )
    return Result(
        title=say("Attractive and feasible: {both} of the {all} products in which the country has no advantage",
                  both=len(both), all=len(frame)),
        reading=(say("Feasible: nearer to today's products than half of them (density); attractive: more complex than "
                     "the mean of today's products, with a gain of the outlook. Only attractive: {attractive}; only "
                     "feasible: {feasible}.", attractive=int(counts.get("attractive", 0)),
                     feasible=int(counts.get("feasible", 0))),),
        language=language,
        caption=caption(context, found, say("standard deviations; density from 0 to 1")),
        sources=OWN,
        values={"both": float(len(both)), "absent": float(len(frame))},
        table=Table(both.head(SHOWN).assign(code=both.head(SHOWN).index), columns,
                    say("The {count} with the largest gain", count=min(SHOWN, len(both)))),
        against=(say("Whether such products came later was not tested on this file. The score of the growth points, "
                     "which uses nearness among others, was tested: the page about the backtest has the figures."),),
        caveats=(say("Density tells what countries with such products also export. It knows neither distance nor "
                     "water, energy or the size of the market."),),
    )  # fmt: skip


@section("Complexity of the industries", "")
@with_world
def industries(context: Context, found: World) -> Result:
    """Divisions by the complexity and the density of what the country exports of them, with the error of the way."""
    language, say = context.language, context.language.say
    try:
        frame = by_division(found)
    except MissingDataError as reason:
        raise StatedError(say("The products of the file are not those of the Harmonized System: there is no way to the "
                              "divisions of OKED."), what_next=say("Load a file by HS.")) from reason  # fmt: skip
    frame = frame.sort_values("pci", ascending=False).assign(name=[names(context)[code] for code in frame.index])
    first, last = frame.iloc[0], frame.iloc[-1]
    open_ = int((frame["most"] - frame["least"] > frame["pci"].std()).sum())
    return Result(
        title=say("Most complex by what is exported: {first} ({high}), least: {last} ({low})", first=first["name"],
                  high=language.signed(first["pci"], 2), last=last["name"], low=language.signed(last["pci"], 2)),
        reading=(say("Products lead to divisions by the lines of their chapter (HS 2017 to ISIC 4). Of the exports "
                     "{share} come from chapters that belong to several divisions.",
                     share=language.percent((frame["ambiguous"] * frame["exports"]).sum() / frame["exports"].sum())),),
        language=language,
        caption=caption(context, found, say("standard deviations; density from 0 to 1"), say("estimated")),
        sources=OWN,
        values={str(code): float(value) for code, value in frame["pci"].items()},
        table=_division_table(context, frame),
        picture=Picture(plots.picture(lambda: _draw(context, found, frame)), _alt(context, frame)),
        against=(say("For {count} of {all} divisions the range that any allocation of the ambiguous products allows is "
                     "wider than the differences between divisions usually are.", count=open_, all=len(frame)),),
        caveats=(say("Exports stand for the division: its goods for the country, and what differs between a line and a "
                     "division, do not show."),),
    )  # fmt: skip


def _division_table(context: Context, frame: pd.DataFrame) -> Table:
    say = context.language.say
    columns = (
        Column("name", say("Division"), "text"),
        Column("pci", say("Complexity (0 = mean)"), "signed", 2),
        Column("low", say("5 % of draws"), "signed", 2),
        Column("high", say("95 % of draws"), "signed", 2),
        Column("least", say("Lowest possible"), "signed", 2),
        Column("most", say("Highest possible"), "signed", 2),
        Column("density", say("Density (0 to 1)"), digits=3),
        Column("ambiguous", say("From ambiguous chapters"), "percent"),
    )
    return Table(frame, columns, say("Complexity of the country's exports by division (estimated)"))


def _draw(context: Context, found: World, frame: pd.DataFrame) -> Axes:
    say = context.language.say
    labelled = frame.set_index("name")
    split = (float(frame["density"].median()), found.basket)
    return ranking_plots.quadrants(labelled["density"], labelled["pci"], context.language,
                                   x_label=say("feasible: density"), y_label=say("attractive: complexity"),
                                   split=split)  # fmt: skip


def _alt(context: Context, frame: pd.DataFrame) -> str:
    listed = "; ".join(f"{row['name']} {context.language.signed(row['pci'], 2)}" for _, row in frame.head(5).iterrows())
    return context.language.say("Dots of divisions by density and complexity; the most complex: {list}.", list=listed)


@section("Complexity of the regions' exports", DROP_TABLES, REGIONAL)
@with_world
def regions(context: Context, found: World) -> Result:
    """Regions by the complexity of the groups of goods that they export: very rough, with the spread within groups."""
    if not found.trade.is_harmonised:
        raise StatedError(context.language.say("The products of the file are not those of the Harmonized System: there "
                                               "is no way to the groups of goods of the regions."),
                          what_next=context.language.say("Load a file by HS."))  # fmt: skip
    frame = regional_complexity(context, found)
    language, say = context.language, context.language.say
    spread = float((frame["high"] - frame["low"]).median())
    columns = (
        Column("name", say("Region"), "text"),
        Column("pci", say("Complexity (0 = mean)"), "signed", 2),
        Column("low", say("If all were the simplest tenth"), "signed", 2),
        Column("high", say("If all were the most complex tenth"), "signed", 2),
        Column("known", say("Part of the exports that is in it"), "percent"),
    )
    return Result(
        title=say("Most complex by groups of goods: {first}, least: {last} (very rough, estimated)",
                  first=frame["name"].iloc[0], last=frame["name"].iloc[-1]),
        reading=(say("A region's exports are published by group of goods only: each group stands with the mean of what "
                     "the country exports of it."),),
        language=language,
        caption=f"{caption(context, found, say('standard deviations'), say('estimated'))}; "
                f"{context.source_note(REGIONAL)}",
        sources=(*OWN, *REGIONAL),
        values={str(region): float(value) for region, value in frame["pci"].items()},
        table=Table(frame, columns, say("Complexity of the regions' exports, {year} (estimated)", year=context.year)),
        against=(say("Within the groups products differ by {spread}, more than the regions do by {between}: the order "
                     "of the regions says little.", spread=language.number(spread, 2),
                     between=language.number(float(frame["pci"].max() - frame["pci"].min()), 2))
                 if spread > frame["pci"].max() - frame["pci"].min() else
                 say("Exports are booked where the exporter is registered: the complexity of a city can be that of its "
                     "head offices."),),
        caveats=(say("Exports are booked where the exporter is registered, not where the goods are made."),),
    )  # fmt: skip


def regional_complexity(context: Context, found: World) -> pd.DataFrame:
    """Complexity of each region's exports of the year, from its groups of goods.

    Returns
    -------
    DataFrame by region id
        ``name, pci, low, high``, ``known`` (part of all exports in groups with a figure); the most complex first.

    Raises
    ------
    MissingDataError
        If no region has a whole year of exports by group of goods.
    """
    sections = by_section(found, chapter_sections())
    told = {}
    for region in context.regions:
        amounts = context.exports.by_section(region.id).apply(year_of, year=context.period)
        shared = amounts[[code for code in sections.index if code in amounts.index]].dropna()
        known = sections.loc[shared.index, ["pci", "low", "high"]].dropna()
        weight = shared[known.index]
        if weight.sum() > 0:
            told[region.id] = (known.mul(weight, axis=0).sum() / weight.sum()).to_dict() | {
                "name": context.short_names[region.id], "known": float(weight.sum() / amounts.sum()),
            }  # fmt: skip
    if not told:
        raise MissingDataError("Exports by group of goods are not complete for this year.")
    return pd.DataFrame(told).T.sort_values("pci", ascending=False)


def chapter_sections() -> dict[str, str]:
    """HS section of every chapter."""
    return {row["hs2"]: row["hs_section"] for row in rows("hs2_to_division")}
