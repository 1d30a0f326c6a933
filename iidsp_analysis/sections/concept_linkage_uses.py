"""What the country and its regions keep of a multiplier: value added in exports, and Flegg's guess by region."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.loaders.linkages_table import LinkagesTable
from iidsp_analysis.measures.regionalisation import DELTA_HALF_WIDTH
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.concept_linkage_figures import DELTA, regional_multipliers, value_added_in_exports
from iidsp_analysis.sections.concept_linkages import OWN, caption, with_table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, StatedError, section

REGIONAL = ("bns-5927",)


@section("Domestic value added in exports", "")
@with_table
def exports(context: Context, found: LinkagesTable) -> Result:
    """How much of what manufacturing exports is made in the country, by itself and by its suppliers."""
    language, say = context.language, context.language.say
    if not found.is_domestic:
        raise StatedError(say("Imports stand inside the flows of the table: what is made abroad would count as made in "
                              "the country."), what_next=say("Load the table of domestic flows."))  # fmt: skip
    frame = value_added_in_exports(found)
    own = frame.loc[found.manufacturing]
    whole, made = (part[["exports", "own", "domestic"]].sum() for part in (frame, own))
    return Result(
        title=say("Of each unit that manufacturing exports {share} is value added in the country: {own} its own, "
                  "{suppliers} that of its suppliers", share=language.percent(made["domestic"] / made["exports"]),
                  own=language.percent(made["own"] / made["exports"]),
                  suppliers=language.percent((made["domestic"] - made["own"]) / made["exports"]))
        if made["exports"] > 0 else say("Manufacturing exports nothing in this table"),
        reading=(say("Of all exports of the table it is {share}.",
                     share=language.percent(whole["domestic"] / whole["exports"] if whole["exports"] > 0 else None)),),
        language=language,
        caption=caption(context, found, found.table.unit),
        sources=OWN,
        values={"share": float(made["domestic"] / made["exports"]) if made["exports"] > 0 else float("nan"),
                "share_all": float(whole["domestic"] / whole["exports"]) if whole["exports"] > 0 else float("nan")},
        table=_exports_table(context, found, frame),
        against=(say("An average of all sales stands for exports: goods that are made for export often hold more "
                     "imports than the same industry's goods for the country."),),
        caveats=(say("Exports of the table are by industry of origin; customs data book them where the exporter is "
                     "registered."),),
    )  # fmt: skip


def _exports_table(context: Context, found: LinkagesTable, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=frame.index.astype(str)).sort_values("exports", ascending=False, kind="stable")
    columns = (
        Column("name", say("Industry of the table"), "text"),
        Column("exports", say("Exports, {unit}", unit=found.table.unit)),
        Column("own_share", say("Own value added in them"), "percent"),
        Column("share", say("Domestic value added in them"), "percent"),
    )
    return Table(told, columns, say("Domestic value added in exports by industry"),
                 highlight=frozenset(found.manufacturing))  # fmt: skip


@section("What regions keep of a multiplier", DROP_TABLES, REGIONAL)
@with_table
def regions(context: Context, found: LinkagesTable) -> Result:
    """Output multipliers of manufacturing by region, with the band that the choice of δ leaves."""
    frame = regional_multipliers(context, found).sort_values("central", ascending=False)
    language, say = context.language, context.language.say
    frame.insert(0, "name", [context.short_names[str(region)] for region in frame.index])
    overlap = int((frame["high"] >= frame["central"].max()).sum())
    return Result(
        title=say("One unit of final demand for manufacturing sets {high} units of output in motion in {first} and "
                  "{low} in {last} (estimated)", first=frame["name"].iloc[0], last=frame["name"].iloc[-1],
                  high=language.number(frame["central"].iloc[0], 2), low=language.number(frame["central"].iloc[-1], 2)),
        reading=(say("Flegg's location quotient guesses from the size of the region and of its industries what is "
                     "bought at home; the band is the usual range of its parameter, {low} to {high}.",
                     low=language.number(DELTA - DELTA_HALF_WIDTH, 2),
                     high=language.number(DELTA + DELTA_HALF_WIDTH, 2)),),
        language=language,
        caption=f"{caption(context, found, say('output per unit of final demand'), say('estimated'))}; "
                f"{context.source_note(REGIONAL)}",
        sources=(*OWN, *REGIONAL),
        values={str(region): float(value) for region, value in frame["central"].items()},
        table=Table(frame, (
            Column("name", say("Region"), "text"),
            Column("low", _at(context, DELTA + DELTA_HALF_WIDTH), digits=2),
            Column("central", _at(context, DELTA), digits=2),
            Column("high", _at(context, DELTA - DELTA_HALF_WIDTH), digits=2),
        ), say("Output multiplier of manufacturing by region (estimated)")),
        against=(say("Within the band alone {count} regions could stand first; the error of the method is larger than "
                     "the band, which holds neither another technology nor two-way trade.", count=overlap),),
        caveats=(say("The region is taken to produce with the country's technology, and sizes are value added by "
                     "section of {year}, not output by industry.", year=context.year),),
    )  # fmt: skip


def _at(context: Context, delta: float) -> str:
    return context.language.say("Multiplier at δ = {delta}", delta=context.language.number(delta, 2))
