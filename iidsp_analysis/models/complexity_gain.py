"""Lens *complexity gain*: how many complex industries would come nearer if the region entered this one."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.measures.complexity import outlook_gain, presence, revealed_comparative_advantage
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence, Lens, LensResult, nothing

NAME = "complexity_gain"


def compute(evidence: Evidence) -> LensResult:
    """Exact change of the complexity outlook index on entry; external product complexity, proximity of the regions.

    An industry in which the region is already specialised has no gain from entry (missing, not zero), and neither has
    a cell without a published amount.
    """
    main = evidence.main
    if evidence.product_complexity is None:
        return nothing(
            NAME, evidence, lambda language: language.say("No external complexity of the industries is loaded.")
        )
    complexity = evidence.product_complexity.reindex(list(main.industries)).to_numpy(dtype=float)
    amounts = main.at(main.last_year)
    held = presence(revealed_comparative_advantage(amounts))
    gain = outlook_gain(held, complexity)
    score = main.frame(np.where(held | np.isnan(amounts) | np.isnan(complexity), np.nan, gain))
    if not score.notna().to_numpy().any():
        return nothing(
            NAME, evidence, lambda language: language.say("The complexity that is loaded covers no open industry.")
        )
    return LensResult(NAME, score, "complexity", main.sources, grades(main), parts={NAME: score})


def reading(result: LensResult, region: str, industry: str, language: Language) -> str:
    """Tell whether entry would bring complex industries nearer on balance."""
    gain = result.at(region, industry)
    if gain >= 0:
        return language.say(
            "A specialisation in it would bring complex industries nearer: the region's outlook changes by {gain}.",
            gain=language.signed(gain, 2),
        )
    return language.say(
        "A specialisation in it would use up more outlook than it opens: the region's outlook changes by {gain}.",
        gain=language.signed(gain, 2),
    )


LENS = Lens(
    NAME,
    compute,
    lambda language: language.say("Complexity outlook gain"),
    reading,
    lambda language: language.say(
        "Complexity is that of world trade, proximity that of few regions; both say little about cost and demand."
    ),
)
