"""Growth points and the register of projects side by side: which picks have projects in hand, and which have none."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.monitors.projects.pipeline import COUNTED, InHand
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth_heat_map import all_regions
from iidsp_analysis.sections.growth_projects import register_caveats, register_note
from iidsp_analysis.sections.guard import StatedError, section
from iidsp_analysis.sections.projects.in_hand import in_hand
from iidsp_analysis.sections.projects.region_section import require_register
from iidsp_analysis.sections.rankings import LOAD

TITLE = "Growth points and projects"


def overlap(context: Context) -> pd.DataFrame:
    """Every pick of every region with the number of projects in hand.

    Returns
    -------
    DataFrame
        ``region, code, rank, badge``, ``projects`` (counted in the cell; NaN where the register does not cover the
        region, or a project may belong to the cell and the register does not tell).

    Raises
    ------
    StatedError
        If no register of real projects is loaded, or it tells nothing about the year.
    """
    require_register(context)
    found = in_hand(context)
    if found is None:
        raise StatedError(context.language.say("The register tells of no project in hand at the end of {year}.",
                                               year=context.year))  # fmt: skip
    points = all_regions(context)
    rows = [row for region, ranked in points.items() for row in _picks(found, region, ranked)]
    return pd.DataFrame(rows)


def _picks(found: InHand, region: str, ranked: GrowthPoints) -> list[dict[str, object]]:
    return [
        {"region": region, "code": str(code), "rank": row["rank"], "badge": row["badge"],
         "projects": _number(found, region, str(code))}
        for code, row in ranked.picks.iterrows()
    ]  # fmt: skip


def _number(found: InHand, region: str, code: str) -> float:
    if region not in found.covered or int(found.doubts.loc[region, code]):
        return float("nan")
    return float(found.counted_in(region, code))


@section(TITLE, LOAD)
def growth_points_and_projects(context: Context) -> Result:
    """Tell how many picks have a project in hand, and how many of the projects in hand belong to a pick."""
    frame = overlap(context)
    found = in_hand(context)
    language, say = context.language, context.language.say
    known = frame["projects"].notna()
    served = int((frame["projects"] > 0).sum())
    inside, counted = int(frame["projects"].sum()), 0 if found is None else found.number(COUNTED)
    kind = context.survey.candidates.classification
    sources = (*context.survey.candidates.main.sources, "projects-register")
    return Result(
        title=say("Picks of the regions with a project in hand: {served} of {known}; projects in hand that belong to a "
                  "pick: {inside} of {counted}", served=served, known=int(known.sum()), inside=inside, counted=counted),
        reading=(*_idle(context, frame, kind), *_unknown(context, int((~known).sum()))),
        language=language,
        caption=context.caption(say("number of projects"), context.period, sources[:-1], note=register_note(context)),
        sources=sources,
        values={"served": float(served), "known": float(known.sum()), "inside": float(inside),
                "counted": float(counted)},
        table=_table(context, frame, kind),
        caveats=register_caveats(context),
        against=(say("A pick is a whole group of goods: that a project belongs to it does not tell that its product is "
                     "the one that makes the pick."),),
    )  # fmt: skip


def _idle(context: Context, frame: pd.DataFrame, kind: str) -> tuple[str, ...]:
    """Stable picks without a project: evidence without anybody who builds on it."""
    idle = frame[(frame["badge"] == "stable") & (frame["projects"] == 0)]
    if idle.empty:
        return (context.language.say("Every stable pick that the register can tell of has a project in hand."),)
    named = [f"{context.short_names[row['region']]} – {words.plain_candidate(context, kind, row['code'])}"
             for _, row in idle.iterrows()]  # fmt: skip
    return (context.language.say("Stable picks without a project in hand: {list}.", list="; ".join(named)),)


def _unknown(context: Context, number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (context.language.say("Picks of which the register does not tell: {count}.", count=number),)


def _table(context: Context, frame: pd.DataFrame, kind: str) -> Table:
    language, say = context.language, context.language.say
    told = frame.assign(
        region=[context.short_names[region] for region in frame["region"]],
        name=[words.plain_candidate(context, kind, code) for code in frame["code"]],
        badge=[words.BADGES[badge](language) for badge in frame["badge"]],
    )
    columns = (
        Column("region", say("Region"), "text"),
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("rank", say("Rank"), digits=0),
        Column("badge", say("Verdict"), "text"),
        Column("projects", say("Projects in hand"), digits=0),
    )
    return Table(told, columns, say("Picks of all regions and projects in hand, {year}", year=context.year))
