"""Lens *demand*: whether the industry grows elsewhere, the region itself left out."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures.relative_growth import growth_elsewhere
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing
from iidsp_analysis.models.regional_shift import YEARS

NAME = "demand"


def compute(evidence: Evidence) -> LensResult:
    """Log growth of the industry in all other regions over the last five years, at the prices of the amounts."""
    main = evidence.main
    if len(main.years) < 2:
        return nothing(NAME, evidence, lambda language: language.say("Demand needs at least two years of figures."))
    first = max(0, len(main.years) - 1 - YEARS)
    score = main.frame(growth_elsewhere(main.values[:, :, first], main.values[:, :, -1]))
    return LensResult(NAME, score, "log", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell how the industry changed in the other regions."""
    return language.say(
        "In the other regions the industry changed by {change} in the last years.",
        change=language.signed_percent(float(np.expm1(result.at(region, industry))), 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Demand elsewhere"),
    reading,
    lambda language: language.say("Growth elsewhere may be dear oil or a weak currency as well as demand."),
)
