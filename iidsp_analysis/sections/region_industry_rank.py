"""The place of one industry in the ranking of its region: rank, how firm it is, and what each lens adds."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import industries, monitor_plots, plots
from iidsp_analysis.models.candidate_size import SMALLEST_OF_AVERAGE, SMALLEST_SHARE
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table, definitions
from iidsp_analysis.sections import growth_cases, growth_projects
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections import region_industry as subject
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.rankings import ranked
from iidsp_analysis.sections.tested_score import tested_note


def rank(context: Context, code: str) -> Result:
    """Tell the industry's place in the region's ranking; called through the guard of the industry page."""
    points = ranked(context)
    _require_candidate(context, points, code)
    if pd.isna(points.table.loc[code, "rank"]):
        return _unranked(context, points, code)
    row, parts = points.table.loc[code], _parts(context, points, code)
    language, say = context.language, context.language.say
    sources = points.survey.candidates.main.sources
    return Result(
        title=_title(context, points, code),
        before=tested_note(context, subject.kind_of(code)) + definitions(_facts(context, points, row)),
        reading=(
            say("For: {reasons}", reasons=growth_cases.case_for(language, points, code)),
            say("Against: {reasons}", reasons=growth_cases.case_against(context, points, code)),
            words.verdict_changes(context, points, code),
        ),
        language=language,
        caption=context.caption(say("score without unit: what each lens adds to the middle"), context.period, sources),
        sources=sources,
        values={"rank": float(row["rank"]), "low": float(row["rank_low"]), "high": float(row["rank_high"]),
                "probability": float(row["probability_top"])},
        table=_table(context, parts),
        picture=Picture(
            plots.picture(lambda: monitor_plots.signed_contributions(parts, language, unit=say("score, without unit"))),
            say("Bars of what each lens adds to the score; most by “{lens}”.", lens=str(parts.idxmax())),
        ),
        caveats=_caveats(context),
    )  # fmt: skip


def _require_candidate(context: Context, points: GrowthPoints, code: str) -> None:
    say, kind = context.language.say, points.survey.candidates.classification
    if code in points.table.index:
        return
    if kind != subject.kind_of(code):
        raise StatedError(
            say("The region is ranked by divisions, not by groups of goods.") if kind == DIVISIONS else
            say("The region is ranked by groups of goods, because table 5931 is loaded for the country only."),
            what_next=say("The page of the region has its ranking."),
        )  # fmt: skip
    if not industries.divisions_of_hs_section(code, manufacturing_only=True):
        raise StatedError(say("No manufacturing industry makes these goods: they are not ranked."),
                          what_next=say("The page of the region has its ranking."))  # fmt: skip
    raise StatedError(say("No exports of such goods are published up to {year}: they are not ranked.",
                          year=context.year), what_next=say("The page of the region has its ranking."))  # fmt: skip


def _unranked(context: Context, points: GrowthPoints, code: str) -> Result:
    """A candidate without a rank: why, and how much there is of it."""
    language, say, row = context.language, context.language.say, points.table.loc[code]
    why = {
        "too small": say(
            "Its amount is below {share} of the candidates of the region and below {of_average} of those of an average "
            "region: doubling next to nothing is no growth point.", share=language.percent(SMALLEST_SHARE),
            of_average=language.percent(SMALLEST_OF_AVERAGE)),
        "no figure": say("Its amount is not published."),
        "unknown to the lenses": say("Lenses with half of the weight know nothing of it."),
    }  # fmt: skip
    title = say("{name} is not among the ranked candidates {of_region}", name=subject.name_of(context, code),
                of_region=context.of_region)  # fmt: skip
    told = say("Its share of the candidates of the region is {share}.", share=language.percent(float(row["share"]), 2))
    return Result(title=title, reading=(why[str(row["why_unranked"])], told), language=language, is_missing=True)


def _title(context: Context, points: GrowthPoints, code: str) -> str:
    row, say = points.table.loc[code], context.language.say
    gaps = {
        "name": subject.name_of(context, code),
        "rank": int(row["rank"]),
        "count": int(points.table["rank"].notna().sum()),
        "of_region": context.of_region,
        "interval": words.places(context, float(row["rank_low"]), float(row["rank_high"])),
    }
    if row["pick"]:
        return say("{name}: number {rank} of {count} ranked candidates {of_region}, a growth point; 5–95 % of trials: "
                   "{interval}", **gaps)  # fmt: skip
    return say("{name}: number {rank} of {count} ranked candidates {of_region}, no growth point; 5–95 % of trials: "
               "{interval}", **gaps)  # fmt: skip


def _facts(context: Context, points: GrowthPoints, row: pd.Series) -> dict[str, str]:
    language, say = context.language, context.language.say
    return {
        say("Verdict"): words.verdict(context, row),
        say("Among the first {top}, % of trials", top=points.top): language.percent(float(row["probability_top"]), 0),
        say("Rank by equal weights"): language.number(float(row["rank_equal"]), 0),
        say("Type"): words.TYPES[row["type"]](language),
        say("Evidence, A–D"): str(row["grade"]),
    }


def _parts(context: Context, points: GrowthPoints, code: str) -> pd.Series[float]:
    """What each lens adds, named for readers; a lens that does not know the candidate adds nothing and is left out."""
    added = points.contributions().loc[code].dropna()
    return added.rename(lambda name: words.lens_title(context, str(name)))


def _table(context: Context, parts: pd.Series[float]) -> Table:
    say = context.language.say
    frame = pd.DataFrame({"lens": list(parts.index), "added": parts.to_numpy(dtype=float)})
    frame.loc["sum"] = [say("Score above or below the middle"), float(parts.sum())]
    columns = (Column("lens", say("Lens"), "text"), Column("added", say("Adds to the score"), "signed", 3))
    return Table(frame, columns, say("The score by lenses"), footer=frozenset({"sum"}))


def _caveats(context: Context) -> tuple[str, ...]:
    say, of_projects = context.language.say, growth_projects.weight_note(context)
    return (
        say("A growth point is a place to look, not a forecast and not a decision: the ranking knows no prices of "
            "inputs, no projects and no people."),
        *([of_projects] if of_projects else []),
        say("{count} regions are little evidence: the weights come from other countries' public figures.",
            count=len(context.regions)),
    )  # fmt: skip
