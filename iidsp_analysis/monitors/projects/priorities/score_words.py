"""A score beside its limit in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priorities.part_words import interval_said

if TYPE_CHECKING:
    from iidsp_analysis.monitors.projects.priorities.judgement import Priorities

#: Digits of a score, and as many as a score near its limit may need.
DIGITS, MOST_DIGITS = 2, 9


def apart(score: float, limit: float, language: Language) -> dict[str, str]:
    """Write score and limit with as many digits as tell them apart: no “0.50, limit 0.50” of a score below it."""
    for digits in range(DIGITS, MOST_DIGITS + 1):
        told = {"score": language.number(score, digits), "limit": language.number(limit, digits)}
        if told["score"] != told["limit"]:
            return told
    return {"score": language.number(score, DIGITS), "limit": language.number(limit, DIGITS)}  # equal


def score_interval_said(priorities: Priorities, row: int, language: Language) -> str:
    """Write the 5–95 % interval of the score over the draws of weights."""
    low, high = (float(end[row]) for end in (priorities.interval_low, priorities.interval_high))
    return interval_said(low, high, language, DIGITS)
