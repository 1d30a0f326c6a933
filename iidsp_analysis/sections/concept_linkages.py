"""Linkages for the Concept, from the user's own input–output table: whom manufacturing pulls along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, ranking_plots
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.linkages_table import LinkagesTable, read_linkages
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections.concept_linkage_figures import linkages
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, opened, section

#: ``Result.sources`` of what is made from the user's table: it stands in no list of tables.
OWN = ("input-output-table",)
KINDS: dict[str, Callable[[Language], str]] = {
    "key": lambda language: language.say("key"),
    "backward": lambda language: language.say("pulls its suppliers"),
    "forward": lambda language: language.say("feeds its buyers"),
    "weak": lambda language: language.say("weak linkages"),
}


def with_table(
    make: Callable[[Context, LinkagesTable], Result],
) -> Callable[[Context], Result]:
    """Hand the user's table to a section; without one, or with a broken one, the section says so."""

    @wraps(make)
    def made(context: Context) -> Result:
        say = context.language.say
        found = opened(
            context, read_linkages,
            refused=lambda reason: StatedError(
                say("The input–output table is not used: {reason}", reason=reason),
                what_next=say("Correct the file, or take it out of data/raw/io/.")),
            missing=StatedError(
                say("No input–output table is loaded: this section needs one."),
                what_next=say("Put it with its description into data/raw/io/ as the README there tells, and render "
                              "again.")),
        )  # fmt: skip
        return make(context, found)

    return made


@section("Linkages of manufacturing", "")
@with_table
def multipliers(context: Context, found: LinkagesTable) -> Result:
    """Multipliers, linkages and the loss without an industry, manufacturing first."""
    frame = linkages(found)
    own = frame.loc[found.manufacturing]
    language, say = context.language, context.language.say
    key = [str(label) for label in own.index[own["kind"] == "key"]]
    return Result(
        title=_title(context, own, key),
        reading=(say("An output multiplier tells how much output in the country one unit of final demand for the "
                     "industry sets in motion; the effect on value added counts no input twice."),
                 *_flows(context, found)),
        language=language,
        caption=caption(context, found, say("money per money of final demand; linkages: 1 = average industry")),
        sources=OWN,
        values={f"output_{label}": float(value) for label, value in own["output"].items()},
        table=_table(context, found, frame),
        picture=Picture(plots.picture(lambda: _draw(context, found, frame)), _alt(context, frame)),
        against=(say("Linkages above 1 rest on the plain mean of the industries of this table: splitting or merging "
                     "industries moves it. An industry that pulls much is not one that pays to promote."),),
        caveats=(say("Multipliers suppose free capacity, unchanged prices and the technology of {year}.",
                     year=found.year),),
    )  # fmt: skip


def caption(context: Context, found: LinkagesTable, unit: str, note: str = "") -> str:
    """Unit, year and source of what is made from the user's table."""
    say = context.language.say
    told = say("source: {sources}", sources=say("own table {file}: {source}", file=found.file, source=found.source))
    return " · ".join(filter(None, (unit, str(found.year), note, told)))


def _flows(context: Context, found: LinkagesTable) -> tuple[str, ...]:
    if found.is_domestic:
        return ()
    return (context.language.say("Imports stand inside the flows of this table: the multipliers are those of the "
                                 "technology and too high for the country."),)  # fmt: skip


def _title(context: Context, own: pd.DataFrame, key: list[str]) -> str:
    language, say = context.language, context.language.say
    if own.empty:
        return say("The table has no industry of manufacturing")
    first = own["output"].idxmax()
    gaps = {"name": prose.quoted(language, str(first)), "value": language.number(own.loc[first, "output"], 2)}
    if not key:
        return say("No industry of manufacturing both pulls and feeds more than the average; the largest output "
                   "multiplier has {name}: {value}", **gaps)  # fmt: skip
    return say("Key industries of manufacturing: {count} of {all}; the largest output multiplier has {name}: {value}",
               count=len(key), all=len(own), **gaps)  # fmt: skip


def _draw(context: Context, found: LinkagesTable, frame: pd.DataFrame) -> Axes:
    say, own = context.language.say, found.manufacturing
    return ranking_plots.quadrants(frame["backward"], frame["forward"], context.language,
                                   x_label=say("pull on suppliers (1 = average)"),
                                   y_label=say("feeding of buyers (1 = average)"), split=(1.0, 1.0),
                                   highlight=own)  # fmt: skip


def _alt(context: Context, frame: pd.DataFrame) -> str:
    listed = "; ".join(f"{kind(context.language)} – {', '.join(map(str, frame.index[frame['kind'] == name]))}"
                       for name, kind in KINDS.items() if (frame["kind"] == name).any())  # fmt: skip
    return context.language.say("Dots by pull on suppliers and feeding of buyers: {list}.", list=listed)


def _table(context: Context, found: LinkagesTable, frame: pd.DataFrame) -> Table:
    language, say = context.language, context.language.say
    own = [label for label in frame.index if label in found.manufacturing]
    told = frame.loc[[*own, *(label for label in frame.index if label not in own)]]
    told = told.assign(name=told.index.astype(str), kind=[KINDS[kind](language) for kind in told["kind"]])
    columns = (
        Column("name", say("Industry of the table"), "text"),
        Column("output", say("Output multiplier"), digits=2),
        Column("value_added", say("Value added per unit of final demand"), digits=2),
        *((Column("jobs", say("Jobs in the economy per job in the industry"), digits=2),) if found.jobs else ()),
        Column("backward", say("Pull on suppliers, 1 = average"), digits=2),
        Column("forward", say("Feeding of buyers, 1 = average"), digits=2),
        Column("kind", say("Kind"), "text"),
        Column("extraction", say("Output lost without it"), "percent"),
    )
    return Table(told, columns, say("Multipliers and linkages by industry"), highlight=frozenset(own))
