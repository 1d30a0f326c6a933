"""Lens *regional shift*: whether the industry grew faster here than the same industry elsewhere."""

from __future__ import annotations

from iidsp_analysis.language import Language
from iidsp_analysis.measures.relative_growth import growth_ratio, relative_growth
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "regional_shift"
YEARS = 5


def compute(evidence: Evidence) -> LensResult:
    """Growth over the last five years (fewer where fewer are there) relative to the industry elsewhere."""
    main = evidence.main
    if len(main.years) < 2:
        return nothing(NAME, evidence, lambda language: language.say("A shift needs at least two years of figures."))
    first = max(0, len(main.years) - 1 - YEARS)
    score = main.frame(relative_growth(main.values[:, :, first], main.values[:, :, -1]))
    return LensResult(NAME, score, "relative growth", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell how it grew compared with the industry elsewhere."""
    growth = result.at(region, industry)
    if abs(growth) >= 2:  # the bounds: nothing was here, or elsewhere, at one of the dates
        return (
            language.say("In the last years it came new to the region, or disappeared from all other regions.")
            if growth > 0
            else language.say("In the last years it disappeared from the region, or came new to the other regions.")
        )
    return language.say(
        "In the last years it changed by {change} relative to the same industry in the other regions.",
        change=language.signed_percent(growth_ratio(growth) - 1, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Regional shift"),
    reading,
    lambda language: language.say("A fast past does not continue by itself: in public panels it partly reversed."),
)
