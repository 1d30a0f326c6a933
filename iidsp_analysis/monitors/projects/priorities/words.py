"""The verdict on a project in the reader's language: which answers decide it, what is not known, how firm it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.priorities.growth import Standing
from iidsp_analysis.monitors.projects.priorities.part_words import group_said, name_of, reason
from iidsp_analysis.monitors.projects.priorities.score import reaches
from iidsp_analysis.monitors.projects.priorities.score_words import apart, score_interval_said
from iidsp_analysis.monitors.projects.priorities.verdict import (
    FAILS,
    MEETS,
    NO,
    PARTLY,
    UNJUDGED,
    VERDICTS,
    YES,
    verdicts,
)
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED
from iidsp_analysis.monitors.projects.priority_list import SHIPPED

if TYPE_CHECKING:
    from iidsp_analysis.monitors.projects.priorities.judgement import Priorities

_VERDICTS: dict[str, Callable[[Language], str]] = {
    MEETS: lambda language: language.say("meets"),
    PARTLY: lambda language: language.say("partly"),
    FAILS: lambda language: language.say("does not meet"),
    UNJUDGED: lambda language: language.say("cannot be judged"),
}


def verdict_name(verdict: str, language: Language) -> str:
    """Return the words of a verdict."""
    return _VERDICTS[verdict](language)


def verdict_names(language: Language) -> dict[str, str]:
    """Return the words of all verdicts, the best first."""
    return {verdict: verdict_name(verdict, language) for verdict in VERDICTS}


def why(priorities: Priorities, row: int, language: Language) -> str:
    """Say why a project got its verdict: the answers to the questions, then what is not known, then how firm it is."""
    inside = float(priorities.inside[row])
    if np.isnan(inside):
        return language.say("The register tells no OKED code: nobody can say whether it is manufacturing.")
    if inside == NO:
        return language.say("OKED {code} is outside manufacturing (divisions 10–33): no weights change that.",
                            code=str(priorities.portfolio.code[row]))  # fmt: skip
    told = [*_ways(priorities, row, language), _score(priorities, row, language), _unknown(priorities, row, language),
            _open_question(priorities, row, language), _firmness(priorities, row, language)]  # fmt: skip
    return " ".join(filter(None, told))


# --- does it serve a priority? ----------------------------------------------------------------------------------


def _ways(priorities: Priorities, row: int, language: Language) -> list[str]:
    """The list first; the growth point is told beside it even where the list is enough."""
    ways = priorities.weights.ways
    told = [_listed(priorities, row, language)] if LISTED in ways else []
    return [*told, _growth(priorities, row, language)] if GROWTH_POINT in ways else told


def _listed(priorities: Priorities, row: int, language: Language) -> str:
    say, on_list = language.say, float(priorities.details[LISTED].value[row])
    code, listed = str(priorities.portfolio.code[row]), priorities.portfolio.priorities
    if np.isnan(on_list):
        return say("OKED {code} is coarser than the list of priorities, so that nobody can tell whether it is on it.",
                   code=code)  # fmt: skip
    if listed.is_verified:
        if on_list == YES:
            return say("By the list of priorities, OKED {code} serves one.", code=code)
        return say("By the list of priorities, OKED {code} serves none.", code=code)
    return _unverified(code, language, is_served=on_list == YES, is_example=listed.file == SHIPPED)


def _unverified(code: str, language: Language, *, is_served: bool, is_example: bool) -> str:
    say = language.say
    if is_example:
        if is_served:
            return say("By the unverified example list of priorities, OKED {code} serves one.", code=code)
        return say("By the unverified example list of priorities, OKED {code} serves none.", code=code)
    if is_served:
        return say("By the list of priorities, which is not verified, OKED {code} serves one.", code=code)
    return say("By the list of priorities, which is not verified, OKED {code} serves none.", code=code)


def _growth(priorities: Priorities, row: int, language: Language) -> str:
    standing: Standing = priorities.details[GROWTH_POINT].facts["standing"][row]
    say = language.say
    if standing.why:
        return ""  # told among what is not known
    groups = "; ".join(group_said(standing, group, language) for group in standing.groups)
    if standing.is_pick == YES:
        return say("Its goods are a growth point of the region: {groups}.", groups=groups)
    if standing.is_pick == NO:
        return say("Its goods are no growth point of the region: {groups}.", groups=groups)
    return say("Whether its goods are a growth point of the region depends on which they are: {groups}.",
               groups=groups)  # fmt: skip


# --- the parts together -----------------------------------------------------------------------------------------


def _score(priorities: Priorities, row: int, language: Language) -> str:
    score, known = float(priorities.score[row]), float(priorities.known[row])
    limits, say = priorities.weights.limits, language.say
    if np.isnan(score):
        return say("Only {known} of the weight is known, {least} is needed.", known=language.percent(known, 0),
                   least=language.percent(limits["known_least"], 0))  # fmt: skip
    told = apart(score, limits["score_from"], language) | _extremes(priorities, row, language)
    if priorities.is_on_the_line[row]:
        return say(
            "The known parts are on the line: {score} on average ({interval} under small changes of the weights),"
            " {limit} is asked for; highest {best}, lowest {worst}.",
            interval=score_interval_said(priorities, row, language),
            **told,
        )
    if reaches(np.array([score]), limits["score_from"])[0]:
        return say("The known parts reach {score} on average ({limit} is asked for): highest {best}, lowest {worst}.",
                   **told)  # fmt: skip
    return say("The known parts reach only {score} on average ({limit} is asked for): highest {best}, lowest {worst}.",
               **told)  # fmt: skip


def _extremes(priorities: Priorities, row: int, language: Language) -> dict[str, str]:
    """Names and values of the highest and the lowest known part."""
    parts = _counted(priorities, row).dropna()
    named = {"best": str(parts.idxmax()), "worst": str(parts.idxmin())}
    return {
        gap: f"{prose.quoted(language, name_of(part, language))} {language.number(float(parts[part]), 2)}"
        for gap, part in named.items()
    }


def _counted(priorities: Priorities, row: int) -> pd.Series:
    return pd.Series({name: float(priorities.details[name].value[row]) for name in priorities.weights.used})


def _unknown(priorities: Priorities, row: int, language: Language) -> str:
    parts = _counted(priorities, row)
    missing = [str(name) for name in parts.index[parts.isna()]]
    if not missing:
        return ""
    told = [_with_reason(priorities, name, row, language) for name in missing]
    named = language.say("Not known: {parts}.", parts="; ".join(told))
    score, known = float(priorities.score[row]), float(priorities.known[row])
    if np.isnan(score):
        return named
    worst, best = score * known, score * known + 1 - known
    ends = language.say("At worst (0) they would make the score {worst}, at best (1) {best}.",
                        worst=language.number(worst, 2), best=language.number(best, 2))  # fmt: skip
    return f"{named} {ends}"


def _with_reason(priorities: Priorities, name: str, row: int, language: Language) -> str:
    because = reason(name, priorities.details[name], row, language)
    return f"{prose.quoted(language, name_of(name, language))} ({because})"


# --- how sure ---------------------------------------------------------------------------------------------------


def _open_question(priorities: Priorities, row: int, language: Language) -> str:
    """Where only the second question is open: what the two answers would mean."""
    score = np.array([float(priorities.score[row])])
    if not np.isnan(priorities.serves[row]) or np.isnan(score).any():
        return ""
    limit = priorities.weights.limits["score_from"]
    yes, no = (
        verdict_name(str(verdicts(np.array([YES]), np.array([answer]), score, limit)[0]), language)
        for answer in (YES, NO)
    )
    return language.say("With a priority or growth point served the verdict would be “{yes}”, without “{no}”.",
                        yes=yes, no=no)  # fmt: skip


def _firmness(priorities: Priorities, row: int, language: Language) -> str:
    share = float(priorities.agreement[row])
    if np.isnan(share):
        return ""
    told = language.percent(share)
    if priorities.is_firm[row]:
        return language.say("Firm as far as weights go: the verdict holds in {share} of their draws.", share=told)
    if share >= priorities.weights.limits["firm_from"]:
        return language.say(
            "It holds in {share} of the draws of weights, but hangs on a rank that other choices may change.",
            share=told,
        )
    return language.say("It hangs on the weights: the verdict holds in {share} of their draws.", share=told)
