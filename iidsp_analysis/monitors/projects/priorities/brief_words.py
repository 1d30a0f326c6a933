"""The reasons of a verdict in a few words, for a table whose other columns tell the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priorities.part_words import name_of
from iidsp_analysis.monitors.projects.priorities.score_words import apart, score_interval_said
from iidsp_analysis.monitors.projects.priorities.verdict import NO, YES
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED
from iidsp_analysis.prose import sentence

if TYPE_CHECKING:
    from iidsp_analysis.monitors.projects.priorities.judgement import Priorities


def in_brief(priorities: Priorities, row: int, language: Language) -> str:
    """Say in a few words what decides the verdict, what is not known, and how firm it is."""
    inside = float(priorities.inside[row])
    if np.isnan(inside):
        return language.say("No OKED code.")
    if inside == NO:
        return language.say("OKED {code} is outside manufacturing.", code=str(priorities.portfolio.code[row]))
    told = [*_ways(priorities, row, language), _parts(priorities, row, language), *_unknown(priorities, row, language),
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
    told = apart(score, limits["score_from"], language)
    if priorities.is_on_the_line[row]:
        return language.say("on the line: {score} ({interval}), limit {limit}", **told,
                            interval=score_interval_said(priorities, row, language))  # fmt: skip
    return language.say("parts {score} on average, limit {limit}", **told)


def _unknown(priorities: Priorities, row: int, language: Language) -> list[str]:
    used = priorities.weights.used
    missing = [name_of(name, language) for name in used if np.isnan(float(priorities.details[name].value[row]))]
    return [language.say("not known: {parts}", parts=", ".join(missing))] if missing else []


def _firmness(priorities: Priorities, row: int, language: Language) -> list[str]:
    share = float(priorities.agreement[row])
    if np.isnan(share):
        return []
    if priorities.is_firm[row]:
        return [language.say("firm")]
    if share >= priorities.weights.limits["firm_from"]:
        return [language.say("hangs on an unsettled rank")]
    return [language.say("hangs on the weights ({share})", share=language.percent(share))]
