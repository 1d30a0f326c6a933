"""The parts of a project's priority in the reader's language: the figure in words, or why it is not known."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from iidsp_analysis import industries, prose
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors.projects.priorities import growth
from iidsp_analysis.monitors.projects.priorities import parts as figures
from iidsp_analysis.monitors.projects.priorities.part import Part
from iidsp_analysis.monitors.projects.priorities.weights import (
    EXPORTS,
    GROWTH_POINT,
    JOBS,
    LISTED,
    PRODUCTIVITY,
    TECHNOLOGY,
)
from iidsp_analysis.monitors.projects.priority_list import PriorityList
from iidsp_analysis.monitors.projects.rule import Portfolio

Words = Callable[[Language], str]

#: Marks a figure that is planned, where there is no room for words.
PLAN_MARK = "*"
#: Heads of narrow columns.
SHORT_NAMES: dict[str, Words] = {
    GROWTH_POINT: lambda language: language.say("Growth point"),
    TECHNOLOGY: lambda language: language.say("Tech level"),
    EXPORTS: lambda language: language.say("Exports"),
    PRODUCTIVITY: lambda language: language.say("Output per job"),
    JOBS: lambda language: language.say("Jobs for cost"),
    LISTED: lambda language: language.say("On the list"),
}
NAMES: dict[str, Words] = {
    GROWTH_POINT: lambda language: language.say("Growth point of its region"),
    TECHNOLOGY: lambda language: language.say("Technology class"),
    EXPORTS: lambda language: language.say("Export orientation"),
    PRODUCTIVITY: lambda language: language.say("Productivity"),
    JOBS: lambda language: language.say("Jobs for its cost"),
    LISTED: lambda language: language.say("List of priorities"),
}
#: What a badge says of a pick, and of what is not picked (``models.badges``).
_BADGES: dict[str, Words] = {
    "stable": lambda language: language.say("nearly all other choices agree"),
    "leaning": lambda language: language.say("most other choices agree"),
    "fragile": lambda language: language.say("other choices may well change that"),
    "no contest": lambda language: language.say("there are no more candidates than places"),
}
_REASONS: dict[str, Words] = {
    growth.NO_REGION: lambda language: language.say("the project cannot be placed in a region"),
    growth.NO_RANKING: lambda language: language.say("the growth points of the region cannot be ranked"),
    growth.NO_GOODS: lambda language: language.say("neither HS code nor division tells its goods"),
    figures.NO_CODE: lambda language: language.say("no OKED code"),
    figures.NO_CLASS: lambda language: language.say("outside manufacturing there is no class"),
    figures.NO_FIGURE: lambda language: language.say("the register does not tell the figures"),
    figures.IMPOSSIBLE: lambda language: language.say("an export share above 100 % is impossible"),
    figures.TOO_FEW: lambda language: language.say("too few other projects to compare with"),
    figures.COARSE: lambda language: language.say("the OKED code is coarser than the list"),
    figures.ZERO_MEDIAN: lambda language: language.say("the median of the others is zero"),
}


def part_said(name: str, part: Part, row: int, portfolio: Portfolio, language: Language) -> str:
    """Say one part of one project: value, figure, and where it comes from; else why nothing is known."""
    facts: dict[str, Any] = {str(key): value for key, value in part.facts.loc[row].items()}
    if name == GROWTH_POINT:
        return growth_said(facts["standing"], language)
    value = language.number(float(part.value[row]), 2)
    if facts["why"]:
        return f"{value} · {_REASONS[facts['why']](language)}"
    return f"{value} · {_SAID[name](float(part.raw[row]), facts, portfolio.priorities, language)}"


def name_of(part: str, language: Language) -> str:
    """Return the name of a part."""
    return NAMES[part](language)


def short_name_of(part: str, language: Language) -> str:
    """Return the name of a part for the head of a narrow column."""
    return SHORT_NAMES[part](language)


def part_in_figures(name: str, part: Part, row: int, language: Language) -> str:
    """Say one part of one project in figures from 0 to 1.

    A growth point that several goods may mean is a range, the list a word; an asterisk marks a figure that is planned.
    """
    value = float(part.value[row])
    if name == LISTED and not math.isnan(value):
        return language.say("yes") if value else language.say("no")
    if name == GROWTH_POINT and not math.isnan(value):
        return interval_said(float(part.facts["low"][row]), float(part.facts["high"][row]), language, digits=2)
    is_plan = "basis" in part.facts and part.facts["basis"][row] == figures.PLANNED and not math.isnan(value)
    return f"{language.number(value, 2)}{PLAN_MARK if is_plan else ''}"


def reason(name: str, part: Part, row: int, language: Language) -> str:
    """Say in a few words why a part is not known."""
    if name != GROWTH_POINT:
        return _REASONS[str(part.facts["why"][row])](language)
    standing = part.facts["standing"][row]
    if len(standing.groups) > 1:
        return language.say("the codes fit several groups of goods, and not all of them are ranked")
    return growth_said(standing, language).partition(" · ")[2]


# --- growth point -----------------------------------------------------------------------------------------------


def growth_said(standing: growth.Standing, language: Language) -> str:
    """Say where the goods stand in the ranking of the region, with the interval of the rank."""
    if standing.why and not standing.groups:
        return f"{MISSING} · {_REASONS[standing.why](language)}"
    told = "; ".join(group_said(standing, group, language) for group in standing.groups)
    if standing.is_other_goods:
        told += "; " + language.say("the HS code names goods of another division")
    low, high = (language.number(end, 2) for end in (standing.low, standing.high))
    if len(standing.groups) == 1:
        return f"{low} · {told}"
    several = language.say("one of several, the codes do not tell which: {groups}", groups=told)
    return f"{low}–{high} · {several}" if not standing.why else f"{MISSING} · {several}"


def group_said(standing: growth.Standing, group: growth.Group, language: Language) -> str:
    """Say the rank of one product group or division, with its interval and badge, or that it is not ranked."""
    name = prose.quoted(language, _short(standing.classification, group.code, language))
    if group.why_unranked:
        return f"{name}: {_why_unranked(group, language)}"
    picked = language.say("a growth point") if group.is_pick else language.say("no growth point")
    return language.say(
        "{group}: rank {rank} of {ranked} (in nine trials of ten: {interval}), among the first {top} in {share} of the"
        " trials; {picked}: {agreement}",
        group=name,
        rank=language.number(group.rank, 0),
        ranked=standing.ranked,
        interval=interval_said(group.rank_low, group.rank_high, language),
        top=standing.top,
        share=language.percent(group.probability, 0),
        picked=picked,
        agreement=_BADGES[group.badge](language),
    )


def interval_said(low: float, high: float, language: Language, digits: int = 0) -> str:
    """Return an interval as text: "2–6", or one number where both ends are written alike."""
    first, last = (language.number(end, digits) for end in (low, high))
    return first if first == last else f"{first}–{last}"


def _short(classification: str, code: str, language: Language) -> str:
    return industries.name(classification, code, language.code, short=True)


def _why_unranked(group: growth.Group, language: Language) -> str:
    told = {
        "too small": language.say("not ranked, too small in the region"),
        "no figure": language.say("not ranked, no figure is published"),
        "unknown to the lenses": language.say("not ranked, too little is known of it"),
    }
    return told.get(group.why_unranked, language.say("not among the goods that are ranked"))


# --- the others -------------------------------------------------------------------------------------------------


def _technology_said(raw: float, facts: dict[str, Any], listed: PriorityList, language: Language) -> str:
    official = class_name(facts["level"], language)
    if not facts["claim"]:
        return official
    if not facts["differs"]:
        return language.say("{official}, as the register says", official=official)
    return language.say("{official} by its division; the register claims {claim}", official=official,
                        claim=class_name(facts["claim"], language))  # fmt: skip


def class_name(code: str, language: Language) -> str:
    """Return the short name of a technology class, in small letters."""
    return industries.technology_class(code).short[language.code].lower()


def _basis(facts: dict[str, Any], language: Language) -> str:
    return language.say("actual") if facts["basis"] == figures.ACTUAL else language.say("planned")


def _exports_said(raw: float, facts: dict[str, Any], listed: PriorityList, language: Language) -> str:
    share = language.percent(raw / figures.PERCENT, 0)
    return language.say("{share} of output, {basis}", share=share, basis=_basis(facts, language))


def _productivity_said(raw: float, facts: dict[str, Any], listed: PriorityList, language: Language) -> str:
    told = {"output": language.number(raw), "basis": _basis(facts, language),
            "reference": language.number(float(facts["reference"]))}  # fmt: skip
    if facts["scope"] == figures.OFFICIAL:
        return language.say(
            "output of {output} mln KZT per job, {basis}; official output per worker of the division in {year}:"
            " {reference}",
            year=str(facts["year"]),
            **told,
        )
    return language.say(
        "output of {output} mln KZT per job, {basis}; median of the division's other projects ({others}): {reference}",
        others=language.number(float(facts["others"]), 0),
        **told,
    )


def _jobs_said(raw: float, facts: dict[str, Any], listed: PriorityList, language: Language) -> str:
    told = {"jobs": language.number(raw), "basis": _basis(facts, language),
            "others": language.number(float(facts["others"]), 0)}  # fmt: skip
    if facts["scope"] == figures.OF_DIVISION:
        return language.say(
            "{jobs} permanent jobs per bn KZT, {basis}; beside the division's other projects ({others})", **told
        )
    return language.say(
        "{jobs} permanent jobs per bn KZT, {basis}; beside all other projects of the register ({others})", **told
    )


def _listed_said(raw: float, facts: dict[str, Any], listed: PriorityList, language: Language) -> str:
    if listed.is_verified:
        return language.say("on the list") if raw else language.say("not on the list")
    if raw:
        return language.say("on the list, which is not verified")
    return language.say("not on the list, which is not verified")


_SAID: dict[str, Callable[[float, dict[str, Any], PriorityList, Language], str]] = {
    TECHNOLOGY: _technology_said,
    EXPORTS: _exports_said,
    PRODUCTIVITY: _productivity_said,
    JOBS: _jobs_said,
    LISTED: _listed_said,
}
