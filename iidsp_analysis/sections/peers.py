"""Similar regions: whose economy is built alike, and how they fare."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import plots, schema
from iidsp_analysis.measures.similarity import cosine_similarity
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import position
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import DROP_TABLES, section
from iidsp_analysis.sections.structure import section_cross

SOURCES = ("bns-5927",)
CLOSEST = 5


def similarities(context: Context) -> pd.Series:
    """Cosine similarity of section shares of value added with every other region (1 = the same structure)."""
    cross = section_cross(context, context.period).drop(index=schema.COUNTRY).dropna()
    shares = cross.div(cross.sum(axis=1), axis=0)
    return cosine_similarity(shares)[context.region.id].drop(context.region.id).sort_values(ascending=False)


@section("Similar regions", DROP_TABLES, SOURCES)
def peers(context: Context) -> Result:
    """The five regions with the most similar structure, and their manufacturing."""
    alike = similarities(context)
    closest = alike.head(CLOSEST)
    frame = position.positions(context).frame
    language, say = context.language, context.language.say
    rows = [context.region.id, *closest.index]
    names = [context.short_names[region_id] for region_id in rows]
    told = frame.loc[rows].assign(name=names, alike=alike.reindex(rows))
    first = context.short_names[closest.index[0]]
    columns = (Column("name", say("Region"), "text"), Column("alike", say("Similarity (1 = the same)"), digits=3),
               Column("share", say("Manufacturing, % of GRP"), "percent"),
               Column("per_head", say("GRP per head, thousand KZT"), digits=0))  # fmt: skip
    return Result(
        title=say("Built most alike: {name} (similarity {value})", name=first,
                  value=language.number(closest.iloc[0], 3)),
        reading=(say("Similarity is the cosine between the shares of sections in value added. Cities resemble cities "
                     "and oil regions oil regions: compare like with like."),),
        language=language,
        caption=context.caption(say("cosine similarity of shares of gross value added"), context.period, SOURCES),
        sources=(*SOURCES, "bns-6576"),
        values={region_id: float(value) for region_id, value in closest.items()},
        table=Table(told, columns, say("Regions with the most similar structure, {year}", year=context.year),
                    highlight=frozenset({context.region.id})),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(alike.rename(context.short_names), language,
                                                    unit=say("similarity"), highlight=[first], digits=3)),
            say("Bars of the similarity of every other region; the closest is {name}.", name=first)),
    )  # fmt: skip
