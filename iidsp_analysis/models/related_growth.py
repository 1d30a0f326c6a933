"""Lens *related growth*: whether the industries that usually stand beside this one grow in the region."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures.expected_specialisation import mean_of_years
from iidsp_analysis.measures.relative_growth import growth_ratio, relative_growth
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing
from iidsp_analysis.models.observations import Floats
from iidsp_analysis.models.regional_shift import YEARS
from iidsp_analysis.models.specialisation_trend import recent_quotients

NAME = "related_growth"


def colocation(quotients: Floats) -> Floats:
    """Positive correlation of log quotients over regions, industry × industry; the industry itself counts nothing."""
    deviations = np.where(np.isnan(quotients), 0.0, quotients - np.nanmean(quotients, axis=0))
    lengths = np.sqrt((deviations**2).sum(axis=0))
    alike = deviations.T @ deviations / np.maximum(np.outer(lengths, lengths), 1e-12)
    np.fill_diagonal(alike, 0.0)
    return np.clip(alike, 0.0, None)


def compute(evidence: Evidence) -> LensResult:
    """Mean relative growth of the region's other industries, weighted by their co-location with this one."""
    main = evidence.main
    if len(main.years) < 2 or len(main.regions) < 4:
        return nothing(
            NAME, evidence, lambda language: language.say("Related growth needs two years and four regions.")
        )
    first = max(0, len(main.years) - 1 - YEARS)
    growth = relative_growth(main.values[:, :, first], main.values[:, :, -1])
    quotients = mean_of_years(recent_quotients(main))
    weights = colocation(np.where(np.isnan(quotients).all(axis=0), 0.0, quotients))
    told = ~np.isnan(growth)
    sums, known = np.where(told, growth, 0.0) @ weights, told.astype(float) @ weights
    score = main.frame(np.where(known > 0, sums / np.where(known > 0, known, 1.0), np.nan))
    return LensResult(NAME, score, "relative growth", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell how the related industries of the region fared."""
    growth = result.at(region, industry)
    if abs(growth) >= 2:  # the bounds: nothing was here, or elsewhere, at one of the dates
        return (
            language.say("All related industries came new to the region, or disappeared from all other regions.")
            if growth > 0
            else language.say("All related industries disappeared from the region, or came new to the other regions.")
        )
    return language.say(
        "The region's related industries changed by {change} relative to the other regions.",
        change=language.signed_percent(growth_ratio(growth) - 1, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Growth of related industries"),
    reading,
    lambda language: language.say("Industries that stand together need not trade with each other."),
)
