"""Lens *pipeline*: how large the projects in hand are, compared with the industry as it is."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "pipeline"
#: Units of the score: what the cost is divided by.
OF_EXPORTS, OF_VALUE_ADDED = "investment / exports", "investment / value added"
#: A smaller share would be written as 0 %, and zero says that there is no project.
SMALLEST_TOLD = 0.01


def compute(evidence: Evidence) -> LensResult:
    """Planned cost of the projects in hand divided by the industry's amount in the region in the last year.

    Zero says that the register covers the cell and holds no project in hand; a cell that it does not cover, or about
    which it leaves a doubt, is missing. Where the industry is not there yet no ratio exists and the lens is silent.

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
    unit = OF_EXPORTS if evidence.exports is main else OF_VALUE_ADDED
    return LensResult(NAME, score, unit, main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the planned cost of the projects in hand as a share of the industry's amount."""
    ratio = result.at(region, industry)
    if ratio == 0:
        return language.say("The register holds no project in hand of this industry in the region.")
    percent = language.percent(max(ratio, SMALLEST_TOLD), 0)
    if ratio < SMALLEST_TOLD:
        percent = language.say("less than {percent}", percent=percent)
    if result.unit == OF_EXPORTS:
        return language.say(
            "The planned cost of the projects in hand comes to {percent} of what the region exports of these goods in "
            "a year.", percent=percent)  # fmt: skip
    return language.say(
        "The planned cost of the projects in hand comes to {percent} of the industry's value added in the region in a "
        "year.", percent=percent)  # fmt: skip


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Projects in hand"),
    reading,
    lambda language: language.say(
        "A register holds plans: some are late, some never come, and some are not in it. Planned costs count whole, at "
        "the prices of the plan: what is left to be spent is not known."
    ),
)
