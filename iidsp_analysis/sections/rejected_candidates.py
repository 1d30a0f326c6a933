"""Candidates that are not picked, each with its reason."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.models.candidate_size import SMALLEST_OF_AVERAGE, SMALLEST_SHARE
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.growth_cases import case_against
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.rankings import LOAD, ranked


@section("Rejected candidates", LOAD)
def rejected(context: Context) -> Result:
    """Every other candidate: its place, how often it came among the first, and why it is not a pick."""
    points = ranked(context)
    say, language = context.language.say, context.language
    kind, sources = points.survey.candidates.classification, points.survey.candidates.main.sources
    rows = points.rejected
    near = rows.index[rows["probability_top"].fillna(0) >= 0.2]
    return Result(
        title=language.count("{number} candidate is not picked", "{number} candidates are not picked", len(rows)),
        reading=(_near(context, points, near),),
        language=language,
        caption=context.caption(words.amount_unit(context, kind), context.period, sources),
        sources=sources,
        values={"rejected": float(len(rows)), "near": float(len(near))},
        table=Table(
            _frame(context, points, rows),
            (
                Column("name", words.what_is_ranked(context, kind), "text"),
                Column("rank", say("Rank"), digits=0),
                Column("interval", say("5–95 % of trials"), "text"),
                Column("probability", say("Among the first {top}, % of trials", top=points.top), "percent", 0),
                Column("amount", words.amount_unit(context, kind), digits=2),
                Column("why", say("Why not"), "text"),
            ),
            say("Rejected candidates, {year}", year=context.year),
        ),
    )  # fmt: skip


def _near(context: Context, points: GrowthPoints, near: pd.Index) -> str:
    say, kind = context.language.say, points.survey.candidates.classification
    if not len(near):
        return say("None of them came among the first {top} in every fifth trial.", top=points.top)
    told = say("Among the first {top} in at least every fifth trial: {names}.", top=points.top,
               names=words.quoted_names(context, kind, near))  # fmt: skip
    weakest = points.picks["probability_top"].idxmin()
    ahead = near[points.table.loc[near, "probability_top"] > points.table.loc[weakest, "probability_top"]]
    if not len(ahead):
        return told
    return told + " " + say("More often than the pick {pick}: {names}; the choice between them is open.",
                            pick=words.quoted_names(context, kind, [str(weakest)]),
                            names=words.quoted_names(context, kind, ahead))  # fmt: skip


def _frame(context: Context, points: GrowthPoints, rows: pd.DataFrame) -> pd.DataFrame:
    kind = points.survey.candidates.classification
    return pd.DataFrame(
        {
            "name": [words.candidate(context, kind, code) for code in rows.index],
            "rank": rows["rank"],
            "interval": words.intervals(context, rows),
            "probability": rows["probability_top"],
            "amount": rows["amount"] / 1000,
            "why": [why_rejected(context, points, code) for code in rows.index],
        },
        index=rows.index,
    )


def why_rejected(context: Context, points: GrowthPoints, code: str) -> str:
    """The reason in one or two sentences."""
    say, row = context.language.say, points.table.loc[code]
    if row["why_unranked"] == "no figure":
        return say("Its latest figure is not published.")
    if row["why_unranked"] == "unknown to the lenses":
        return say("Lenses with at least half of the weight know nothing of it.")
    if row["why_unranked"] == "too small":
        return say("Below {share} of the region and {of_average} of an average region: too small to be judged.",
                   share=context.language.percent(SMALLEST_SHARE),
                   of_average=context.language.percent(SMALLEST_OF_AVERAGE))  # fmt: skip
    return case_against(context, points, code)
