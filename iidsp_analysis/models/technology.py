"""Lens *technology*: the technology class of the industry, the same in all regions."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.errors import ReportError
from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import everywhere_alike
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "technology"
LOW, HIGH = 1, 4


def compute(evidence: Evidence) -> LensResult:
    """Class of the industry, 1 (low) to 4 (high).

    Raises
    ------
    ReportError
        If a class lies outside 1 to 4.
    """
    main = evidence.main
    if evidence.technology is None:
        return nothing(NAME, evidence, lambda language: language.say("No technology classes are loaded."))
    classes = evidence.technology.reindex(list(main.industries)).to_numpy(dtype=float)
    if ((classes < LOW) | (classes > HIGH)).any():
        raise ReportError(
            f"A technology class lies outside {LOW} to {HIGH}.", where=NAME, what_next="Number them from low to high."
        )
    known = ~np.isnan(classes)
    if not known.any():
        return nothing(
            NAME, evidence, lambda language: language.say("The technology classes cover none of the industries.")
        )
    score = main.frame(np.broadcast_to(classes, (len(main.regions), len(classes))))
    return LensResult(NAME, score, "class", (), everywhere_alike(main, known), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell the class."""
    return language.say(
        "Its technology class is {level} on a scale from 1 (low) to 4 (high), the same in every region.",
        level=language.number(result.at(region, industry), 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Technology class"),
    reading,
    lambda language: language.say(
        "The class is that of the industry in Europe; a plant may assemble what it could not design."
    ),
)
