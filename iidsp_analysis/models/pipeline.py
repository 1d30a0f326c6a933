"""Lens *pipeline*: how large the projects in hand are, compared with the industry as it is."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "pipeline"


def compute(evidence: Evidence) -> LensResult:
    """Investment of the projects in hand divided by the industry's amount in the region in the last year.

    Zero says that the register covers the cell and holds no project; a cell that it does not cover is missing. Where
    the industry is not there yet no ratio exists and the lens is silent.

    Raises
    ------
    ReportError
        If an investment is below zero or infinite.
    """
    main = evidence.main
    if evidence.projects is None:
        return nothing(NAME, evidence, lambda language: language.say("No register of projects is loaded."))
    register = evidence.projects.reindex(index=list(main.regions), columns=list(main.industries))
    investment, amounts = register.to_numpy(dtype=float), main.at(main.last_year)
    if (investment < 0).any() or np.isinf(investment).any():
        raise ReportError("An investment in the register of projects is below zero or infinite.", where=NAME)
    score = main.frame(np.where(amounts > 0, investment / np.where(amounts > 0, amounts, 1.0), np.nan))
    if not score.notna().to_numpy().any():
        return nothing(
            NAME, evidence, lambda language: language.say("The register of projects covers none of the candidates.")
        )
    return LensResult(NAME, score, "investment / amount", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the projects in hand as a share of the industry's amount."""
    ratio = result.at(region, industry)
    if ratio == 0:
        return language.say("The register holds no project of this industry in the region.")
    return language.say(
        "Projects in hand come to {percent} of what the industry makes in the region in a year.",
        percent=language.percent(ratio, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Projects in hand"),
    reading,
    lambda language: language.say("A register holds plans: some are late, some never come, and some are not in it."),
)
