"""What the register of projects says about the picks: the sentence of each, and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable

from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.models import lenses, pipeline
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.monitors.projects.pipeline import COST, COUNTED, INDUSTRY, OUTSIDE, REGION, TIME, TWICE, InHand
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.in_hand import in_hand

#: Why projects are not counted; all but the first leave the cells open to which they may belong.
_WHY_NOT: dict[str, Callable[[Language, int], str]] = {
    OUTSIDE: lambda language, number: language.count(
        "{number} project makes nothing that is ranked.", "{number} projects make nothing that is ranked.", number),
    TIME: lambda language, number: language.count(
        "Of {number} project it is not told whether it was in hand then.",
        "Of {number} projects it is not told whether they were in hand then.", number),
    REGION: lambda language, number: language.count(
        "{number} project names no region of these borders.", "{number} projects name no region of these borders.",
        number),
    INDUSTRY: lambda language, number: language.count(
        "{number} project may belong to several candidates: a code of its goods (HS) would tell.",
        "{number} projects may belong to several candidates: a code of their goods (HS) would tell.", number),
    COST: lambda language, number: language.count(
        "{number} project has no planned cost.", "{number} projects have no planned cost.", number),
    TWICE: lambda language, number: language.count(
        "{number} project may be another one entered twice.", "{number} projects may be others entered twice.", number),
}  # fmt: skip


def projects_of(context: Context, points: GrowthPoints, code: str) -> str:
    """Return the sentence of the lens about a candidate, or why nothing is known; nothing without a register."""
    found, language = in_hand(context), context.language
    if found is None:
        return ""
    if points.region not in found.covered:
        return language.say("Not known: the register does not cover this region, or only a part of it.")
    if doubtful := int(found.doubts.loc[points.region, code]):
        return language.count("Not known: {number} project may belong here, but the register does not tell.",
                              "Not known: {number} projects may belong here, but the register does not tell.",
                              doubtful)  # fmt: skip
    number = found.counted_in(points.region, code)
    if not found.may_be_told(points.region, code):
        return language.count(
            "{number} project in hand. Its size is not told here: it would give away the cost of a firm.",
            "{number} projects in hand. Their size is not told here: it would give away the cost of a firm.",
            number)  # fmt: skip
    told = lenses.by_name(pipeline.NAME).reading(points.survey.results[pipeline.NAME], points.region, code, language)
    return f"{told} {language.count('{number} project.', '{number} projects.', number)}" if number else told


def weight_note(context: Context) -> str:
    """Say in which ranks the register counts; nothing without one."""
    if in_hand(context) is None:
        return ""
    return context.language.say(
        "Projects in hand are told beside each pick and count in the rank by equal weights, not in the ranking itself: "
        "its weights were estimated where no register of projects was at hand."
    )


def register_note(context: Context) -> str:
    """Name the register behind the sentences, for a caption; nothing without one."""
    found = in_hand(context)
    if found is None:
        return ""
    say, day = context.language.say, context.language.date(found.as_of)
    return say("projects in hand at the end of {year}: register {file} as of {day}", year=found.year,
               file=shown(found.file), day=day)  # fmt: skip


def register_caveats(context: Context) -> tuple[str, ...]:
    """Say what the register leaves open about the projects in hand; nothing without one."""
    found, language = in_hand(context), context.language
    if found is None:
        return ()
    counted = found.number(COUNTED)
    told = [
        lenses.by_name(pipeline.NAME).caveat(language),
        language.count("Of all regions of the register {number} project in hand is counted.",
                       "Of all regions of the register {number} projects in hand are counted.", counted),
        *(words(language, found.number(why)) for why, words in _WHY_NOT.items() if found.number(why)),
        *_conversion(found, language),
        *_hindsight(found, language),
    ]  # fmt: skip
    return tuple(told)


def _conversion(found: InHand, language: Language) -> tuple[str, ...]:
    if found.rate != found.rate:  # not a number: candidates are counted in tenge
        return ()
    return (language.say("Costs were converted at the average exchange rate of {year}, {rate} tenge per dollar.",
                         year=found.year, rate=language.number(found.rate, 1)),)  # fmt: skip


def _hindsight(found: InHand, language: Language) -> tuple[str, ...]:
    if not found.is_later:
        return ()
    return (language.say(
        "The register is later than the year: which projects were in hand then is told from their dates, their costs "
        "are those of the later day, and projects struck off in between are not in it."),)  # fmt: skip
