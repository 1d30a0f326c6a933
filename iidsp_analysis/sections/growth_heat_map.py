"""National heat map: how strong the evidence for every candidate is in every region."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose, ranking_plots
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, section
from iidsp_analysis.sections.rankings import LOAD, ranked
from iidsp_analysis.sections.tested_score import short_sentence, tested_note


def all_regions(context: Context) -> dict[str, GrowthPoints]:
    """Rank every region that can be ranked.

    Raises
    ------
    MissingDataError
        If nothing is published.
    StatedError
        If none can.
    """
    told: dict[str, GrowthPoints] = {}
    _ = context.survey  # a year without any figures is missing as such
    for region in context.regions:
        try:
            told[region.id] = ranked(context, region.id)
        except MissingDataError:
            continue  # the map shows the region as an empty line, and the sentence counts it
    if not told:
        raise StatedError(context.language.say("No region has enough candidates to be ranked in {year}.",
                                               year=context.year))  # fmt: skip
    return told


def strength(points: dict[str, GrowthPoints], column: str = "probability_top") -> pd.DataFrame:
    """One column of every region's ranking, region × candidate; NaN where a candidate is not ranked."""
    return pd.DataFrame({region: found.table[column] for region, found in points.items()}).T


@section("Growth points of all regions", LOAD)
def heat_map(context: Context) -> Result:
    """Share of trials in which a candidate is among the first of its region, with its rank."""
    points = all_regions(context)
    chances = strength(points).astype(float)
    say, language = context.language.say, context.language
    survey = next(iter(points.values())).survey
    kind, sources = survey.candidates.classification, survey.candidates.main.sources
    firm = (strength(points, "badge") == "stable") & strength(points, "pick").astype(bool)
    often = firm.sum().sort_values(ascending=False, kind="stable")
    shown = chances.loc[:, chances.notna().any()]
    return Result(
        title=_title(context, kind, often, int(firm.to_numpy().sum())),
        before=tested_note(context, kind),
        reading=(say("Each cell: rank in the region; the darker, the more often the candidate came among the first "
                     "of its region (at most five, half of the ranked) when weights, scales, rules, lenses and figures "
                     "were varied; framed: the picks. Empty: next to nothing in the region, or not published."),
                 say("Stable tells how little a place depends on these choices; a stable pick is no likelier success."),
                 _left_out(context, points)),
        language=language,
        caption=context.caption(say("share of trials among the first, 0 to 1"), context.period, sources),
        sources=sources,
        values={"firm": float(firm.to_numpy().sum()), "regions": float(len(points))},
        table=_table(context, points, kind),
        picture=Picture(plots.picture(lambda: _draw(context, points, shown, kind)), _alt(context, kind, often)),
        against=_against(context, points, kind),
    )  # fmt: skip


def _against(context: Context, points: dict[str, GrowthPoints], kind: str) -> tuple[str, ...]:
    """How many picks change with the weights, and how the score did in the test."""
    badges = [badge for found in points.values() for badge in found.picks["badge"]]
    told = context.language.say(
        "Picks that change places with weights, scales, rules or figures: {count} of {all}.",
        count=sum(badge != "stable" for badge in badges), all=len(badges),
    )  # fmt: skip
    return (f"{told} {short_sentence(context, kind)}",)


def _title(context: Context, kind: str, often: pd.Series, firm: int) -> str:
    say = context.language.say
    if not firm:
        return say("No pick of any region is stable")
    name = words.plain_candidate(context, kind, str(often.index[0]))
    return say("{firm} picks of the regions are stable; the most frequent is {name}, in {count} regions", firm=firm,
               name=prose.quoted(context.language, name), count=int(often.iloc[0]))  # fmt: skip


def _left_out(context: Context, points: dict[str, GrowthPoints]) -> str:
    say = context.language.say
    absent = [context.short_names[region.id] for region in context.regions if region.id not in points]
    if not absent:
        return say("All {count} regions could be ranked.", count=len(points))
    return say("Not ranked, for lack of figures or of candidates large enough: {names}.", names=", ".join(absent))


def _draw(context: Context, points: dict[str, GrowthPoints], chances: pd.DataFrame, kind: str) -> Axes:
    say, ranks, picks = context.language.say, strength(points, "rank"), strength(points, "pick")
    order = [region.id for region in context.regions]
    told = ranks.reindex(index=order, columns=chances.columns).astype(float)
    labels = told.apply(lambda column: column.map(lambda rank: "" if pd.isna(rank) else str(int(rank))))
    named = chances.reindex(order).set_axis([context.short_names[region] for region in order])
    named.columns = pd.Index([words.candidate(context, kind, code) for code in chances.columns])
    return ranking_plots.heat_map(named, context.language, unit=say("share of trials among the first of the region"),
                          labels=labels,
                          outlined=picks.reindex(index=order, columns=chances.columns).eq(True))  # fmt: skip


def _alt(context: Context, kind: str, often: pd.Series) -> str:
    names = words.quoted_names(context, kind, often.index[often > 0][:3]) or "–"
    return context.language.say(
        "Coloured cells of regions by candidates; most often firmly among the first: {names}.", names=names
    )


def _table(context: Context, points: dict[str, GrowthPoints], kind: str) -> Table:
    say, language = context.language.say, context.language
    rows = []
    for region, found in points.items():
        told = [
            say("{name} ({interval}, {badge})", name=words.plain_candidate(context, kind, str(code)),
                interval=words.places(context, row["rank_low"], row["rank_high"]),
                badge=words.BADGES[row["badge"]](language))
            for code, row in found.picks.iterrows()
        ]  # fmt: skip
        rows.append(
            {"region": context.short_names[region], "picks": "; ".join(told), "ranked": len(found.robustness.table)}
        )
    columns = (
        Column("region", say("Region"), "text"),
        Column("picks", say("Picks (5–95 % of ranks, verdict)"), "text"),
        Column("ranked", say("Ranked candidates"), digits=0),
    )
    return Table(pd.DataFrame(rows), columns, say("Picks of all regions, {year}", year=context.year))
