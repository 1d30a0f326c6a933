"""Lens *specialisation trend*: whether the industry is heavier now than in its own last years."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures.expected_specialisation import smoothed_log_quotients
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing
from iidsp_analysis.models.observations import Floats, Observations

NAME = "specialisation_trend"
YEARS = 6


def recent_quotients(main: Observations, years: int = YEARS) -> Floats:
    """Smoothed log quotients of the last years, each centred on the year's mean of its industry.

    Centring takes out what moves an industry's quotients everywhere when one large region changes.
    """
    logs = smoothed_log_quotients(main.values[:, :, -years:])
    known = ~np.isnan(logs)
    means = np.where(known, logs, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(logs - means, dtype=float)


def compute(evidence: Evidence) -> LensResult:
    """Present log quotient minus its mean over the last six years (fewer where fewer are there)."""
    main = evidence.main
    recent = recent_quotients(main)
    if recent.shape[2] < 2:
        return nothing(NAME, evidence, lambda language: language.say("A trend needs at least two years of figures."))
    known = ~np.isnan(recent)
    mean = np.where(known, recent, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    score = main.frame(recent[:, :, -1] - mean)
    return LensResult(NAME, score, "log", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell by how much its weight stands above or below its own recent mean."""
    change = float(np.expm1(result.at(region, industry)))
    return language.say(
        "Against its own mean of the last years its weight in the region stands {change}.",
        change=language.signed_percent(change, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Trend of specialisation"),
    reading,
    lambda language: language.say("One good year lifts a trend as much as a lasting change does."),
)
