"""The case for and against every pick, in the words of the lenses, and what would change the verdict."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.models import evidence_grade, lenses
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections import growth_projects
from iidsp_analysis.sections import growth_words as words
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import section
from iidsp_analysis.sections.projects.guard import SOURCE
from iidsp_analysis.sections.rankings import LOAD, ranked

SAID_FOR, SAID_AGAINST = 2, 2


@section("The case for and against each pick", LOAD)
def cases(context: Context) -> Result:
    """Every pick with what speaks for it, what speaks against it, and what would change the verdict."""
    points = ranked(context)
    say, language = context.language.say, context.language
    kind, sources = points.survey.candidates.classification, points.survey.candidates.main.sources
    frame = pd.DataFrame(
        {
            "name": [words.candidate(context, kind, code) for code in points.picks.index],
            "for": [case_for(language, points, code) for code in points.picks.index],
            "against": [case_against(context, points, code) for code in points.picks.index],
            "change": [words.verdict_changes(context, points, code) for code in points.picks.index],
        },
        index=points.picks.index,
    )
    columns = [
        Column("name", words.what_is_ranked(context, kind), "text"),
        Column("for", say("For"), "text"),
        Column("against", say("Against"), "text"),
        Column("change", say("What would change the verdict"), "text"),
    ]
    if register := growth_projects.register_note(context):
        frame["projects"] = [growth_projects.projects_of(context, points, code) for code in points.picks.index]
        columns.append(Column("projects", say("Projects in hand"), "text"))
    return Result(
        title=say("What speaks for and against each pick"),
        reading=(say("The two lenses that lift the score most, the two that lower it most, and the doubts about the "
                     "figures themselves."),
                 say("Both compare with the region's other candidates: an industry that is heavier than its "
                     "surroundings suggest, but less so than most, is lifted by that.")),
        language=language,
        caption=context.caption(say("sentences from the lenses"), context.period, sources, note=register),
        sources=(*sources, *SOURCE) if register else sources,
        table=Table(frame, tuple(columns), say("The case for and against each pick, {year}", year=context.year)),
        caveats=(*lens_caveats(points, language), *growth_projects.register_caveats(context)),
    )  # fmt: skip


def case_for(language: Language, points: GrowthPoints, code: str) -> str:
    """The readings of the lenses that add most to the score."""
    added = points.contributions().loc[code].dropna()
    named = added[added > 0].sort_values(ascending=False).index[:SAID_FOR]
    return _read(language, points, named, code) or language.say("No lens lifts it above the middle.")


def case_against(context: Context, points: GrowthPoints, code: str) -> str:
    """The readings of the lenses that take most from the score, and the doubts about the figures."""
    language = context.language
    added = points.contributions().loc[code].dropna()
    named = added[added < 0].sort_values().index[:SAID_AGAINST]
    told = [_read(language, points, named, code), *doubts(language, points, code)]
    return " ".join(filter(None, told)) or language.say("Nothing that was looked at.")


def doubts(language: Language, points: GrowthPoints, code: str) -> list[str]:
    """Why the evidence is graded down, and one shipment that decides the year."""
    main = points.survey.candidates.main
    told = list(evidence_grade.in_words(evidence_grade.reasons(main, points.region, code), language))
    if points.one_flow(code):
        told.append(language.say("The year rests on one or two shipments."))
    return told


def _read(language: Language, points: GrowthPoints, names: pd.Index, code: str) -> str:
    return " ".join(_sentence(language, points, str(name), code) for name in names)


def _sentence(language: Language, points: GrowthPoints, name: str, code: str) -> str:
    """The lens' reading; of a lens with a negative weight, that the opposite followed elsewhere."""
    told = lenses.by_name(name).reading(points.survey.results[name], points.region, code, language)
    if points.robustness.reference.weights.values[name] > 0:
        return told
    return language.say("{sentence} In public panels the opposite followed such a move.", sentence=told)


def lens_caveats(points: GrowthPoints, language: Language) -> tuple[str, ...]:
    """What each lens that counts cannot say."""
    told: list[str] = []
    for name in points.robustness.reference.weights.lenses:
        told += lenses.by_name(name).caveats(points.survey.results[name], language)
    return tuple(dict.fromkeys(told))
