"""Lens *linkages*: how much the industry sets going in the industries that supply it."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.models.evidence_grade import everywhere_alike
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "linkages"


def compute(evidence: Evidence) -> LensResult:
    """Normalised total backward linkage of the industry, 1 = average; the country's, the same in all regions.

    ``BL_j = n Σ_i l_ij / Σ_i Σ_j l_ij`` with ``L = (I − A)⁻¹`` (Rasmussen 1956; Miller & Blair 2009, §12.2).
    """
    main = evidence.main
    if evidence.linkages is None:
        return nothing(NAME, evidence, lambda language: language.say("No input-output table is loaded."))
    strength = evidence.linkages.reindex(list(main.industries)).to_numpy(dtype=float)
    known = ~np.isnan(strength)
    if not known.any():
        return nothing(
            NAME, evidence, lambda language: language.say("The input-output table covers none of the industries.")
        )
    score = main.frame(np.broadcast_to(strength, (len(main.regions), len(strength))))
    return LensResult(NAME, score, "1 = average", (), everywhere_alike(main, known), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell whether it draws on its suppliers more or less than the average industry."""
    strength = result.at(region, industry)
    if strength >= 1:
        return language.say(
            "In the country it sets {times} times as much going in its suppliers as the average industry.",
            times=language.number(strength, 2),
        )
    return language.say(
        "In the country it sets less going in its suppliers than the average industry: {percent} of it.",
        percent=language.percent(strength, 0),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Linkages to suppliers"),
    reading,
    lambda language: language.say("Linkages are national: the suppliers may stand in another region or abroad."),
)
