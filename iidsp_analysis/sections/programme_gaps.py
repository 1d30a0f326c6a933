"""Which indicators of the programme have no figure in any table, and what to load."""

from __future__ import annotations

from collections.abc import Iterable

from iidsp_analysis.monitors.programme import Judgement
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context


def to_load_sentence(context: Context, told: Iterable[Judgement]) -> str:
    """What to load for the indicators without any figure; "" where each has one.

    Why a single figure is missing stands in the remark of its row.
    """
    clauses = dict.fromkeys(filter(None, (_clause(context, one) for one in told)))
    return context.language.say("Without a figure: {list}.", list="; ".join(clauses)) if clauses else ""


def _clause(context: Context, one: Judgement) -> str:
    say, name = context.language.say, words.indicator_name(context.language, one.indicator)
    if one.why_no_fact == NOT_BY_REGION:
        table = words.told(words.TO_LOAD_BY_REGION, one.indicator, context.language)
        return say("{indicator} – load {table}", indicator=name, table=table)
    if one.why_no_fact == NOT_LOADED and one.indicator in words.TO_LOAD:
        return say("{indicator} – load {table}", indicator=name, table=words.TO_LOAD[one.indicator](context.language))
    if one.why_no_fact == NOT_LOADED and one.indicator in words.TO_LOAD_BY_REGION:
        return say("{indicator} – nothing is published up to this year", indicator=name)
    return ""
