"""Which indicators of the programme have no figure, why, and what to load."""

from __future__ import annotations

from collections.abc import Iterable

from iidsp_analysis.monitors.programme import BASE_MISSING, NO_BASE_YEAR, YEAR_MISSING, Judgement
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context

REASONS = (NOT_LOADED, NOT_BY_REGION, BASE_MISSING, YEAR_MISSING, NO_BASE_YEAR)


def missing_sentence(context: Context, told: Iterable[Judgement]) -> str:
    """What cannot be told, each with its reason and what to load; "" where nothing is missing."""
    language = context.language
    clauses = dict.fromkeys(_clause(context, one) for one in told if set(REASONS) & set(one.flags))
    if not clauses:
        return ""
    return language.say("Cannot be told: {list}.", list="; ".join(clauses))


def _clause(context: Context, one: Judgement) -> str:
    language, say = context.language, context.language.say
    name = words.indicator_name(language, one.indicator)
    reason = next(flag for flag in REASONS if flag in one.flags)
    if reason == NOT_BY_REGION:
        return say("{indicator} – not loaded by region, load {table}", indicator=name,
                   table=words.told(words.TO_LOAD_BY_REGION, one.indicator, language))  # fmt: skip
    if reason == NOT_LOADED and one.indicator in words.TO_LOAD:
        return say("{indicator} – no table is loaded, load {table}", indicator=name,
                   table=words.TO_LOAD[one.indicator](language))  # fmt: skip
    if reason == NOT_LOADED and one.indicator in words.TO_LOAD_BY_REGION:
        return say("{indicator} – nothing is published up to this year", indicator=name)
    if reason == BASE_MISSING:
        return say("{indicator} – no figure of the base year {base} is loaded", indicator=name, base=one.base_year)
    if reason == YEAR_MISSING:
        return say("{indicator} – no figure of {year} is published", indicator=name, year=one.year)
    return say("{indicator} – {reason}", indicator=name, reason=words.FLAGS[reason](language))
