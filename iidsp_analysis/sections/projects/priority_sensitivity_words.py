"""Sentences of the page about what the verdicts on the projects hang on."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.monitors.projects.priorities.judgement import Priorities
from iidsp_analysis.monitors.projects.priorities.part_words import name_of
from iidsp_analysis.monitors.projects.priorities.verdict import EQUAL, MEETS, PARTLY, UNJUDGED, YES
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.priority_counts import asks_unverified


def holds_anywhere(judged: Priorities) -> pd.Series:
    """Whether a verdict holds in nearly all mixtures of weights, none of them preferred."""
    return (judged.agreement_anywhere >= judged.weights.limits["firm_from"]) & ~judged.hangs_on_ranking


def title(context: Context, judged: Priorities) -> str:
    """How many verdicts survive small changes of the weights, and how many nearly any."""
    number = int((judged.verdict != UNJUDGED).sum())
    if not number:
        return context.language.say("No project could be judged, so that no verdict can hang on weights")
    return context.language.count(
        "Surviving small changes of the weights: {firm} of {number} verdict; nearly any change: {anywhere}",
        "Surviving small changes of the weights: {firm} of {number} verdicts; nearly any change: {anywhere}",
        number,
        firm=context.language.number(int(judged.is_firm.sum()), 0),
        anywhere=context.language.number(int(holds_anywhere(judged).sum()), 0),
    )


def reading(context: Context, judged: Priorities, frame: pd.DataFrame) -> tuple[str, ...]:
    """How the weights were varied, how far the verdicts hold, and which part matters most."""
    say, language, limits = context.language.say, context.language, judged.weights.limits
    number = int((judged.verdict != UNJUDGED).sum())
    if not number:
        return ()
    varied = say(
        "Small changes: the weights were drawn {draws} times around the given ones, each typically {spread} higher or"
        " lower. A verdict survives them if it holds in at least {share} of the draws, also at both ends where several"
        " product groups may fit, and does not rest on a growth point whose rank is unsettled.",
        draws=language.number(limits["draws"], 0),
        spread=language.percent(judged.weights.typical_change, 0),
        share=language.percent(limits["firm_from"], 0),
    )
    anywhere = say("Nearly any change: it holds in at least {share} of all mixtures of weights, none preferred.",
                   share=language.percent(limits["firm_from"], 0))  # fmt: skip
    unsettled = int((judged.hangs_on_ranking & (judged.verdict != UNJUDGED)).sum())
    ranks = say("Verdicts that rest on a growth point whose rank is unsettled: {number}.", number=unsettled)
    unknown = say("Verdicts that the parts not known today could change: {number}.",
                  number=int(judged.hangs_on_unknown.sum()))  # fmt: skip
    return tuple(
        filter(None, (varied, anywhere, ranks, unknown, _weightiest(context, frame), _unverified(context, judged)))
    )


def caveats(context: Context, judged: Priorities) -> tuple[str, ...]:
    """How the draws were made, in the terms of the field."""
    return (context.language.say(
        "Draws of weights follow a Dirichlet distribution: around the given weights with concentration {concentration},"
        " for all mixtures the flat one.",
        concentration=context.language.number(judged.weights.limits["concentration"], 0),
    ),)  # fmt: skip


def _weightiest(context: Context, frame: pd.DataFrame) -> str:
    """Which part changes most verdicts when it is left out."""
    say, language = context.language.say, context.language
    changed = frame["changed"].drop(["own", EQUAL], errors="ignore")
    if changed.empty or not changed.max() > 0:
        return say("Leaving out any single part changes no verdict.")
    first = changed.index[changed == changed.max()]
    names = prose.enumerate_words(language, [prose.quoted(language, name_of(str(part), language)) for part in first])
    return say("Left out, this part would change most verdicts: {parts} ({number}).", parts=names,
               number=int(changed.max()))  # fmt: skip


def _unverified(context: Context, judged: Priorities) -> str:
    """How many verdicts rest on the unverified list alone."""
    if not asks_unverified(judged):
        return ""
    by_list = judged.details[LISTED].value == YES
    by_growth = (judged.details[GROWTH_POINT].facts["is_pick"] == YES) & (GROWTH_POINT in judged.weights.ways)
    alone = by_list & ~by_growth & judged.verdict.isin([MEETS, PARTLY])
    return context.language.say("Projects that serve a priority by the unverified list alone: {number}.",
                                number=int(alone.sum()))  # fmt: skip
