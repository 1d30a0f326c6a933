"""Relatedness map: how heavy each candidate is in the region, against how heavy its surroundings suggest."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, ranking_plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models import relatedness_gap
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.rankings import LOAD, ranked


def relatedness(points: GrowthPoints) -> pd.DataFrame:
    """Present and expected weight of every ranked candidate.

    Returns
    -------
    DataFrame by candidate
        ``present``, ``expected`` (ratios to the usual weight of the industry in the regions, 1 = usual), ``gap``
        (expected over present), ``share``.

    Raises
    ------
    MissingDataError
        If the lens has no data.
    """
    lens = points.survey.results[relatedness_gap.NAME]
    if not lens.has_data:
        raise MissingDataError("Relatedness needs more regions and industries than are published.")
    pool = points.table.index[points.table["rank"].notna()]
    parts = {name: part.loc[points.region, pool] for name, part in lens.parts.items()}
    expected = parts["expected_from_industries"] + parts["expected_from_regions"]
    frame = pd.DataFrame({"present": np.exp(-parts["present"]), "expected": np.exp(expected)})
    return frame.assign(gap=frame["expected"] / frame["present"], share=points.table.loc[pool, "share"]).dropna()


@section("Relatedness map", LOAD)
def relatedness_map(context: Context) -> Result:
    """Candidates above the diagonal have room: like regions and the region's other industries suggest more."""
    points = ranked(context)
    frame = relatedness(points)
    say, language = context.language.say, context.language
    kind, sources = points.survey.candidates.classification, points.survey.candidates.main.sources
    room = frame[frame["gap"] > 1].sort_values("gap", ascending=False)
    return Result(
        title=_title(context, kind, room, len(frame)),
        reading=(say("Across: weight in the region today, 1 = usual for this industry in the regions. Up: weight that "
                     "the region's other industries and like regions suggest. Above the line there is room, below it "
                     "the industry is already heavier than its surroundings; in public panels such industries lost "
                     "weight later. Larger dots are larger amounts, blue ones the picks; the codes are those of the "
                     "table."),),
        language=language,
        caption=context.caption(say("ratio to the usual weight, without unit"), context.period, sources),
        sources=sources,
        values={"room": float(len(room)), "candidates": float(len(frame))},
        table=_table(context, kind, frame.sort_values("gap", ascending=False)),
        picture=Picture(plots.picture(lambda: _scatter(context, frame, set(points.picks.index))),
                        _alt(context, kind, room, frame)),
        caveats=(say("Room is not a plan: the gap does not know raw materials, roads or buyers."),),
    )  # fmt: skip


def _title(context: Context, kind: str, room: pd.DataFrame, count: int) -> str:
    say = context.language.say
    if room.empty:
        return say("No candidate is lighter than its surroundings suggest")
    names = [prose.quoted(context.language, words.plain_candidate(context, kind, code)) for code in room.index[:3]]
    return say("{room} of {count} candidates are lighter than their surroundings suggest, most of all {names}",
               room=len(room), count=count, names=prose.enumerate_words(context.language, names))  # fmt: skip


def _scatter(context: Context, frame: pd.DataFrame, picks: Collection[str]) -> Axes:
    say = context.language.say
    return ranking_plots.scatter_with_diagonal(
        frame[["present", "expected", "share"]], context.language, highlight=picks,
        across=say("weight today, 1 = usual"), up=say("weight suggested, 1 = usual"),
    )  # fmt: skip


def _alt(context: Context, kind: str, room: pd.DataFrame, frame: pd.DataFrame) -> str:
    say = context.language.say
    names = words.quoted_names(context, kind, room.index) or "–"
    return say("Dots of {count} candidates by present and suggested weight; above the diagonal: {names}.",
               count=len(frame), names=names)  # fmt: skip


def _table(context: Context, kind: str, frame: pd.DataFrame) -> Table:
    say = context.language.say
    told = frame.assign(name=[words.candidate(context, kind, code) for code in frame.index])
    columns = (
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("present", say("Weight today, 1 = usual"), digits=2),
        Column("expected", say("Weight suggested, 1 = usual"), digits=2),
        Column("gap", say("Suggested over present"), digits=2),
        Column("share", say("Share of the region's candidates, %"), "percent"),
    )
    return Table(told, columns, say("Relatedness map, {year}", year=context.year))
