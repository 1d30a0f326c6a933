"""One industry in all regions: where it is among the growth points, and how firmly."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, plots
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS, processed_groups
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table, missing_result
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth_heat_map import all_regions
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.tested_score import tested_note

#: Bars that a reader can still tell apart; the table holds all.
MOST_BARS = 20


def candidates_of_industry(classification: str, code: str) -> list[str]:
    """The candidates that an industry is, or whose goods it makes; none for goods that are not ranked.

    ``code`` is a division or a group of goods; a group is no candidate where divisions are ranked.
    """
    if industries.is_product_group(code):
        return [] if classification == DIVISIONS else [code]
    if classification == DIVISIONS:
        return [code]
    return [
        each for each in processed_groups() if code in industries.divisions_of_hs_section(each, manufacturing_only=True)
    ]


def by_region(points: dict[str, GrowthPoints], codes: list[str]) -> pd.DataFrame:
    """Rows of the rankings of all regions for the wanted candidates, firmest first.

    Returns
    -------
    DataFrame
        ``region``, ``candidate`` and the columns of :attr:`GrowthPoints.table`; unranked candidates are
        left out. Empty if there are none.
    """
    rows = [
        found.table.loc[[code]].assign(region=region, candidate=code)
        for region, found in points.items()
        for code in codes
        if code in found.table.index and pd.notna(found.table.loc[code, "rank"])
    ]
    return (
        pd.DataFrame()
        if not rows
        else pd.concat(rows, ignore_index=True).sort_values("probability_top", ascending=False, kind="stable")
    )


def growth_points(context: Context, code: str) -> Result:
    """Regions by how firmly the industry is among their growth points, or why there are none."""
    say = context.language.say
    try:
        return _ranked_regions(context, code)
    except StatedError as reason:
        title = say("The industry among the growth points")
        return missing_result(context.language, title, reason.what, reason.what_next)


def _require_rows(context: Context, codes: list[str], frame: pd.DataFrame) -> None:
    say = context.language.say
    if not codes:
        raise StatedError(
            say("Regions are ranked by groups of processed goods, and no such group can hold goods of this industry."),
            what_next=say("Divisions themselves are ranked as soon as data/raw/bns/ holds table 5931 with its "
                          "regions."))  # fmt: skip
    if frame.empty:
        raise StatedError(
            say("In no region is the industry, or a group of its goods, large enough to be ranked."),
            what_next=say("Choose another year or other borders."),
        )


def _ranked_regions(context: Context, code: str) -> Result:
    points = all_regions(context)
    survey = next(iter(points.values())).survey
    kind, sources = survey.candidates.classification, survey.candidates.main.sources
    codes = candidates_of_industry(kind, code)
    frame = by_region(points, codes)
    _require_rows(context, codes, frame)
    picked = frame[frame["pick"]]
    language, say = context.language, context.language.say
    name = words.plain_candidate(context, PRODUCT_GROUPS if industries.is_product_group(code) else DIVISIONS, code)
    bars = _bars(context, kind, frame)
    return Result(
        title=say("{industry}: among the growth points of {count} of {all} regions", industry=name,
                  count=picked["region"].nunique(), all=len(points)),
        before=tested_note(context, kind),
        reading=tuple(filter(None, (_basis(context, kind, codes), _shown(context, len(frame))))),
        language=language,
        caption=context.caption(say("share of trials among the first of the region, %"), context.period, sources),
        sources=sources,
        values={"picked": float(picked["region"].nunique()), "ranked": float(len(frame))},
        table=_table(context, kind, frame),
        picture=Picture(
            plots.picture(lambda: plots.ranked_bars(bars, language, unit=say("% of trials among the first"), digits=0)),
            say("Bars by region of the share of trials in which the industry is among the first candidates."),
        ),
    )  # fmt: skip


def _bars(context: Context, kind: str, frame: pd.DataFrame) -> pd.Series:
    names = [
        context.short_names[row["region"]] + ("" if kind == DIVISIONS else f" · {row['candidate']}")
        for _, row in frame.iterrows()
    ]
    return pd.Series(frame["probability_top"].to_numpy(dtype=float) * 100, names).head(MOST_BARS)


def _shown(context: Context, count: int) -> str:
    if count <= MOST_BARS:
        return ""
    return context.language.say("The figure shows the first {shown} of {count} lines of the table.", shown=MOST_BARS,
                                count=count)  # fmt: skip


def _basis(context: Context, kind: str, codes: list[str]) -> str:
    say = context.language.say
    if kind == DIVISIONS:
        return say("Ranked by value added of the divisions of every region (table 5931).")
    names = "; ".join(words.candidate(context, kind, code) for code in codes)
    return say("Regions are ranked by product groups, because table 5931 is loaded for the country only. Groups that "
               "hold goods of this industry: {names}. A group holds goods of other industries too.",
               names=names)  # fmt: skip


def _table(context: Context, kind: str, frame: pd.DataFrame) -> Table:
    say, language = context.language.say, context.language
    told = pd.DataFrame({
        "region": [context.short_names[region] for region in frame["region"]],
        "name": [words.candidate(context, kind, code) for code in frame["candidate"]],
        "rank": frame["rank"].astype(float),
        "interval": words.intervals(context, frame),
        "probability": frame["probability_top"],
        "badge": [words.verdict(context, row) for _, row in frame.iterrows()],
        "type": [words.TYPES[each](language) for each in frame["type"]],
        "amount": frame["amount"] / 1000,
        "grade": frame["grade"],
    })  # fmt: skip
    columns = (
        Column("region", say("Region"), "text"),
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("rank", say("Rank"), digits=0),
        Column("interval", say("5–95 % of trials"), "text"),
        Column("probability", say("Among the first, % of trials"), "percent", 0),
        Column("badge", say("Verdict"), "text"),
        Column("type", say("Type"), "text"),
        Column("amount", words.amount_unit(context, kind), digits=2),
        Column("grade", say("Evidence, A–D"), "text"),
    )
    return Table(told, columns, say("Regions by rank of the industry, {year}", year=context.year))
