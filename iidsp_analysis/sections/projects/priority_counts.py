"""Numbers of projects by verdict, with the list of priorities and without it."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.monitors.projects.priorities.judgement import Priorities
from iidsp_analysis.monitors.projects.priorities.verdict import VERDICTS
from iidsp_analysis.monitors.projects.priorities.weights import LISTED


def counts(verdict: pd.Series) -> dict[str, int]:
    """Return the number of projects by verdict, the best first."""
    told = verdict.value_counts()
    return {name: int(told.get(name, 0)) for name in VERDICTS}


def asks_unverified(judged: Priorities) -> bool:
    """Whether a list that nobody verified helps to decide what serves a priority."""
    return LISTED in judged.weights.ways and not judged.portfolio.priorities.is_verified


def without_list(judged: Priorities) -> pd.Series | None:
    """Return the verdicts without a list that nobody verified; None if none is asked, or nothing else could be."""
    told = judged.under_other_weights
    return told[LISTED] if asks_unverified(judged) and LISTED in told else None
