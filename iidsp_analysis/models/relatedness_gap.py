"""Lens *relatedness gap*: whether the industry is lighter than what stands beside it suggests."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures import expected_specialisation
from iidsp_analysis.measures.expected_specialisation import from_other_industries, from_other_regions
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing
from iidsp_analysis.models.specialisation_trend import recent_quotients

NAME = "relatedness_gap"
FEWEST_REGIONS = 4
FEWEST_INDUSTRIES = 4


def compute(evidence: Evidence) -> LensResult:
    """Expected minus present log quotient; parts: what either witness expects, and the present."""
    main = evidence.main
    if len(main.regions) < FEWEST_REGIONS or len(main.industries) < FEWEST_INDUSTRIES:
        return nothing(NAME, evidence, needs_cells)
    recent = recent_quotients(main)
    usual = expected_specialisation.mean_of_years(recent)
    parts = {
        "expected_from_industries": main.frame(from_other_industries(usual) / 2),
        "expected_from_regions": main.frame(from_other_regions(usual) / 2),
        "present": main.frame(-recent[:, :, -1]),
    }
    score = parts["expected_from_industries"] + parts["expected_from_regions"] + parts["present"]
    return LensResult(NAME, score, "log", main.sources, grades(main), parts=parts)


def needs_cells(language: Language) -> str:
    """Say how small an economy is too small for this lens."""
    return language.say("Relatedness needs at least four regions and four industries.")


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell whether it is lighter or heavier than what stands beside it suggests."""
    times = float(np.exp(result.at(region, industry)))
    if times >= 1:
        return language.say(
            "Judged by the region's other industries and by like regions it could be {times} times as heavy.",
            times=language.number(times),
        )
    return language.say(
        "It is already {times} times as heavy as the region's other industries and like regions suggest.",
        times=language.number(1 / times),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Relatedness gap"),
    reading,
    lambda language: language.say("Room is not a plan: the gap does not know raw materials, roads or buyers."),
)
