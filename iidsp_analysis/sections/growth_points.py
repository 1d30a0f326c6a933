"""Growth points: the picks with rank interval, badge, type and evidence, and what each lens adds to their score."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from iidsp_analysis import plots, prose
from iidsp_analysis.models.candidate_size import SMALLEST_OF_AVERAGE, SMALLEST_SHARE
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Picture, Result, Table
from iidsp_analysis.sections import growth_projects
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.made_or_registered_finding import verdict_by_goods
from iidsp_analysis.sections.rankings import LOAD, ranked
from iidsp_analysis.sections.tested_score import tested_note

#: A lens of less weight is drawn together with the others of its kind.
SHOWN_WEIGHT = 0.05


@section("Growth points", LOAD)
def growth_points(context: Context) -> Result:
    """The picks of the region and how firm they are."""
    points = ranked(context)
    kind = points.survey.candidates.classification
    sources = points.survey.candidates.main.sources
    return Result(
        title=_title(context, points),
        before=tested_note(context, kind),
        reading=(_how_to_read(context, points), _coverage(context, points), _what_to_do(context)),
        language=context.language,
        caption=context.caption(_unit(context, kind), context.period, sources),
        sources=sources,
        values={"picks": float(len(points.picks)), "stable": float((points.picks["badge"] == "stable").sum()),
                "ranked": float(points.table["rank"].notna().sum())},
        table=points_table(context, points, points.picks),
        picture=Picture(plots.picture(lambda: _bars(context, points)), _alt(context, points)),
        caveats=_caveats(context, points),
    )  # fmt: skip


def _title(context: Context, points: GrowthPoints) -> str:
    say, kind = context.language.say, points.survey.candidates.classification
    names = [words.plain_candidate(context, kind, code) for code in points.picks.index]
    told = prose.enumerate_words(context.language, [prose.quoted(context.language, name) for name in names])
    return say("{In_region} {names} come first among {count} ranked of {all} candidates", names=told,
               In_region=prose.sentence(context.in_region), all=len(points.table),
               count=int(points.table["rank"].notna().sum()))  # fmt: skip


def _how_to_read(context: Context, points: GrowthPoints) -> str:
    say, badges = context.language.say, points.picks["badge"].value_counts()
    heaviest = pd.Series(points.robustness.reference.weights.values).abs()
    return say(
        "Ranked by how much the lenses promise that a candidate will outgrow the same industry in the other regions. "
        "Stable picks: {stable} of {count}; a stable one stays among the first {top} in at least 19 of 20 trials with "
        "like weights, other scales, rules, lenses and figures, and its evidence is A or B. Stable is not likelier to "
        "be right. The lens “{lens}” carries {share} of the weight.",
        stable=int(badges.get("stable", 0)), count=len(points.picks), top=points.top,
        lens=words.lens_title(context, str(heaviest.idxmax())), share=context.language.percent(heaviest.max(), 0),
    )  # fmt: skip


def _coverage(context: Context, points: GrowthPoints) -> str:
    say = context.language.say
    silent = [prose.quoted(context.language, words.lens_title(context, name)) for name in points.silent_lenses]
    why = points.table["why_unranked"]
    small, unknown = int((why == "too small").sum()), int(why.isin(["no figure", "unknown to the lenses"]).sum())
    told = say("Not ranked because they are below {share} of the region and {of_average} of an average region: {small} "
               "candidates.", share=context.language.percent(SMALLEST_SHARE),
               of_average=context.language.percent(SMALLEST_OF_AVERAGE), small=small)  # fmt: skip
    if unknown:
        told += " " + say("Not ranked for want of figures: {count} candidates.", count=unknown)
    if not silent:
        return told
    return told + " " + say("Lenses without data: {names}.", names=prose.enumerate_words(context.language, silent))


def _what_to_do(context: Context) -> str:
    return context.language.say(
        "What to do with a pick: ask who makes and who ships it, what decided its last year, and whether a project is "
        "under way; only then weigh support."
    )


def _unit(context: Context, kind: str) -> str:
    say = context.language.say
    if kind == DIVISIONS:
        return say("score without unit; value added in bn KZT, current prices")
    return say("score without unit; exports in mln USD, current prices")


def points_table(context: Context, points: GrowthPoints, rows: pd.DataFrame) -> Table:
    """Candidates with amount, quotient, rank interval, badge, type and evidence grade."""
    say, language = context.language.say, context.language
    kind = points.survey.candidates.classification
    told = pd.DataFrame({
        "name": [words.candidate(context, kind, code) for code in rows.index],
        "amount": rows["amount"] / 1000, "quotient": rows["quotient"], "rank": rows["rank"],
        "interval": words.intervals(context, rows),
        "probability": rows["probability_top"],
        "badge": [words.verdict(context, row) for _, row in rows.iterrows()],
        "type": [words.TYPES[kind](language) for kind in rows["type"]],
        "grade": rows["grade"],
        "equal": rows["rank_equal"],
        "own": rows.get("rank_own"),
    }, index=rows.index)  # fmt: skip
    columns = [
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("rank", say("Rank"), digits=0),
        Column("equal", say("Rank by equal weights"), digits=0),
        Column("interval", say("5–95 % of trials"), "text"),
        Column("probability", say("Among the first {top}, % of trials", top=points.top), "percent", 0),
        Column("badge", say("Verdict"), "text"),
        Column("type", say("Type"), "text"),
        Column("amount", words.amount_unit(context, kind), digits=2),
        Column("quotient", say("Location quotient"), digits=2),
        Column("grade", say("Evidence, A–D"), "text"),
    ]
    if "rank_own" in rows:
        columns.append(Column("own", say("Rank by own weights"), digits=0))
    return Table(told, tuple(columns), say("Growth points, {year}", year=context.year))


def _shown_parts(context: Context, points: GrowthPoints) -> pd.DataFrame:
    """Contributions named for readers; lenses below 5 % of the weight are drawn as one."""
    parts = points.contributions().fillna(0.0)
    sizes = pd.Series(points.robustness.reference.weights.values).abs()
    shown = [name for name in parts.columns if sizes[name] >= SHOWN_WEIGHT]
    told = parts[shown].rename(columns={name: words.lens_title(context, name) for name in shown})
    others = parts.drop(columns=shown)
    return told if others.empty else told.assign(**{context.language.say("other lenses"): others.sum(axis=1)})


def _bars(context: Context, points: GrowthPoints) -> Axes:
    say, kind = context.language.say, points.survey.candidates.classification
    named = _shown_parts(context, points)
    named.index = pd.Index([words.candidate(context, kind, code) for code in named.index])
    return plots.stacked_contributions(
        named.iloc[::-1], context.language, unit=say("score above or below the middle, without unit"),
        total_label=say("score"),
    )  # fmt: skip


def _alt(context: Context, points: GrowthPoints) -> str:
    first = points.picks.index[0]
    name = words.plain_candidate(context, points.survey.candidates.classification, first)
    return context.language.say(
        "Bars of what each lens adds to the score of every ranked candidate; for the first, {name}, most comes from "
        "“{lens}”.", name=name, lens=str(_shown_parts(context, points).loc[first].idxmax()))  # fmt: skip


def _caveats(context: Context, points: GrowthPoints) -> tuple[str, ...]:
    say, main = context.language.say, points.survey.candidates.main
    of_projects = growth_projects.weight_note(context)
    told = [
        say("A growth point is a place to look, not a forecast and not a decision: the ranking knows no prices of "
            "inputs, no projects and no people."),
        *([of_projects] if of_projects else []),
        say("{count} regions are little evidence: the weights come from other countries' public figures.",
            count=len(context.regions)),
    ]  # fmt: skip
    if points.region in main.booked_elsewhere:
        told.insert(0, say(
            "Processed exports of this region were larger than the value added of all its manufacturing in one of the "
            "last years: a part may be made elsewhere, so the evidence is graded down.")
            + " " + verdict_by_goods(context))  # fmt: skip
    if any(points.one_flow(code) for code in points.picks.index):
        told.append(say("Of a pick whose year rests on one shipment hardly anything is known; its evidence is graded "
                        "down."))  # fmt: skip
    return tuple(told)
