"""The reasons of a verdict in a few words, for a table whose other columns tell the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priorities.score import reaches
from iidsp_analysis.monitors.projects.priorities.score_words import apart
from iidsp_analysis.monitors.projects.priorities.verdict import NO, YES
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED
from iidsp_analysis.prose import sentence

if TYPE_CHECKING:
    from iidsp_analysis.monitors.projects.priorities.judgement import Priorities


def in_brief(priorities: Priorities, row: int, language: Language) -> str:
    """Say in a few words what decides the verdict, and what it hangs on; a firm one, which hangs on nothing, is bare.

    What parts are not known is left to the columns beside it.
    """
    inside = float(priorities.inside[row])
    if np.isnan(inside):
        return language.say("No OKED code.")
    if inside == NO:
        return language.say("OKED {code} is outside manufacturing.", code=str(priorities.portfolio.code[row]))
    told = [*_ways(priorities, row, language), _parts(priorities, row, language),
            *_firmness(priorities, row, language)]  # fmt: skip
    return f"{sentence('; '.join(told))}."


def _ways(priorities: Priorities, row: int, language: Language) -> list[str]:
    say, ways, told = language.say, priorities.weights.ways, list[str]()
    if LISTED in ways:
        answer = _answer(float(priorities.details[LISTED].value[row]), language)
        is_verified = priorities.portfolio.priorities.is_verified
        told.append(say("on the list: {answer}", answer=answer) if is_verified
                    else say("on the unverified list: {answer}", answer=answer))  # fmt: skip
    if GROWTH_POINT in ways:
        answer = _answer(float(priorities.details[GROWTH_POINT].facts["is_pick"][row]), language)
        told.append(say("growth point: {answer}", answer=answer))
    return told


def _answer(value: float, language: Language) -> str:
    if np.isnan(value):
        return language.say("not known")
    return language.say("yes") if value == YES else language.say("no")


def _parts(priorities: Priorities, row: int, language: Language) -> str:
    score, limits = float(priorities.score[row]), priorities.weights.limits
    if np.isnan(score):
        return language.say("only {known} of the weight is known",
                            known=language.percent(float(priorities.known[row]), 0))  # fmt: skip
    if priorities.is_on_the_line[row]:
        return language.say("on the line: {score}, limit {limit}", **apart(score, limits["score_from"], language))
    limit = language.number(limits["score_from"], 2)
    if reaches(np.array([score]), limits["score_from"])[0]:
        return language.say("reaches the limit of {limit}", limit=limit)
    return language.say("below the limit of {limit}", limit=limit)


def _firmness(priorities: Priorities, row: int, language: Language) -> list[str]:
    share = float(priorities.agreement[row])
    if np.isnan(share) or priorities.is_firm[row]:
        return []
    if share >= priorities.weights.limits["firm_from"]:
        return [language.say("hangs on an unsettled rank")]
    return [language.say("hangs on the weights: holds in {share} of their draws", share=language.percent(share, 0))]
