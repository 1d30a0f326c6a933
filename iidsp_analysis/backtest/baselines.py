"""What must be beaten: scores that anyone could write down without a model."""

from __future__ import annotations

import numpy as np

from iidsp_analysis.measures.expected_specialisation import smoothed_log_quotients
from iidsp_analysis.measures.relative_growth import growth_elsewhere
from iidsp_analysis.models.observations import Floats, Observations

YEARS = 5
BASELINES = (
    "location_quotient",
    "minus_location_quotient",
    "own_past_growth",
    "industry_growth_elsewhere",
    "size",
    "random",
)


def baseline_scores(known: Observations, seed: int) -> dict[str, Floats]:
    """Return every baseline's score from figures up to the origin, regions × industries.

    ``random`` is drawn from the seed and the origin year, so that a second run gives the same draw.
    """
    first = max(0, len(known.years) - 1 - YEARS)
    start, now = known.values[:, :, first], known.values[:, :, -1]
    total = start + now
    quotient = smoothed_log_quotients(now)
    return {
        "location_quotient": quotient,
        "minus_location_quotient": -quotient,
        "own_past_growth": np.where(total > 0, (now - start) / np.where(total > 0, total, 1.0), np.nan),
        "industry_growth_elsewhere": growth_elsewhere(start, now),
        "size": now,
        "random": np.random.default_rng([seed, known.last_year]).random(now.shape),
    }
