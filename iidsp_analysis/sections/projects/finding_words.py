"""What the rules of the register find, in words: how grave, how often, by which limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import Language
from iidsp_analysis.loaders.projects.format import field_of
from iidsp_analysis.loaders.projects.safe_text import shown
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, SEVERITIES, WARNING, Value
from iidsp_analysis.sections.projects.field_words import field_name

#: The graver, the larger.
GRAVITY: Final[Mapping[str, int]] = {severity: len(SEVERITIES) - at for at, severity in enumerate(SEVERITIES)}
#: As many kinds of findings of one severity as a sentence names.
KINDS: Final = 4
PERCENT: Final = 100.0
Limit = Callable[[Value, Language], str]


def severities_name(severity: str, language: Language) -> str:
    """Return the word for findings of one severity, as a heading."""
    say = language.say
    return {ERROR: say("Errors"), WARNING: say("Warnings"), NOTICE: say("Notices")}[severity]


def kinds(found: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """Return a sentence for each severity: which rules found how much, the most frequent first."""
    return tuple(_kinds(severity, found[found["severity"] == severity], language) for severity in SEVERITIES
                 if (found["severity"] == severity).any())  # fmt: skip


def _kinds(severity: str, found: pd.DataFrame, language: Language) -> str:
    counts = by_rule(found)
    named = [f"{prose.quoted(language, RULES[str(rule)].title(language))} ({number})"
             for rule, number in counts.head(KINDS).items()]  # fmt: skip
    told = {"severity": severities_name(severity, language), "number": len(found), "list": ", ".join(named)}
    if len(counts) > KINDS:
        return language.say("{severity}: {number}, most often {list}.", **told)
    return language.say("{severity}: {number}, namely {list}.", **told)


def by_rule(found: pd.DataFrame) -> pd.Series:
    """Return the number of findings by rule, the largest first; equal ones in the order of the rules."""
    order = {rule: at for at, rule in enumerate(RULES)}
    counts = found["rule"].value_counts()
    return counts.iloc[sorted(range(len(counts)), key=lambda at: (-counts.iloc[at], order[str(counts.index[at])]))]


# --- limits -----------------------------------------------------------------------------------------------------


def limits_text(values: Mapping[str, Value], language: Language) -> str:
    """Return the limits of a rule in words, with units; empty where a rule has none."""
    return "; ".join(_limit(name, value, language) for name, value in values.items())


def _limit(name: str, value: Value, language: Language) -> str:
    if name in LIMITS:
        return LIMITS[name](value, language)
    return f"{name.replace('_', ' ')}: {shown(value)}"  # a rule that is newer than these words


def _number(value: Value, language: Language) -> str:
    number = float(value) if isinstance(value, int | float) else float("nan")
    return language.number(number, 0 if number.is_integer() else 1)


def _day(value: Value, language: Language) -> str:
    return language.date(value.isoformat()) if isinstance(value, date) else shown(value)


def _list(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _fields(value: Value, language: Language) -> str:
    names = _field_names(language)
    return ", ".join(
        names.get(name) or (field_name(name, language) if field_of(name) else shown(name)) for name in _list(value)
    )


def _field_names(language: Language) -> Mapping[str, str]:
    """Names of fields inside a sentence, where the machine name in words is none of the field's."""
    say = language.say
    return {
        "bin": say("BIN of the firm"),
        "decision_date": say("date of decision"),
        "planned_commissioning": say("planned date of commissioning"),
        "actual_commissioning": say("actual date of commissioning"),
        "cost_planned_mln_kzt": say("planned cost"),
        "jobs_permanent_planned": say("planned permanent jobs"),
        "status_date": say("date of the status"),
    }


def _share(value: Value, language: Language) -> str:
    return language.percent(float(value) if isinstance(value, int | float) else None, 0)


LIMITS: Final[Mapping[str, Limit]] = {
    "first_division": lambda value, to: to.say("first division: {number}", number=_number(value, to)),
    "last_division": lambda value, to: to.say("last division: {number}", number=_number(value, to)),
    "threshold_mln_kzt": lambda value, to: to.say("threshold: {number} mln KZT", number=_number(value, to)),
    "in_force_from": lambda value, to: to.say("entries from {day}", day=_day(value, to)),
    "in_force_until": lambda value, to: to.say("entries until {day}", day=_day(value, to)),
    "fields": lambda value, to: to.say("fields: {list}", list=_fields(value, to)),
    "fields_if_commissioned": lambda value, to: to.say("once commissioned also: {list}", list=_fields(value, to)),
    "word_beginnings": lambda value, to: to.say(
        "beginnings of words: {list}", list=", ".join(map(shown, _list(value)))
    ),
    "months_most": lambda value, to: to.say("at most, months: {number}", number=_number(value, to)),
    "times_most": lambda value, to: to.say("at most, times: {number}", number=_number(value, to)),
    "also_not_recorded": lambda value, to: (
        to.say("output that is not recorded counts as none") if value else to.say("only a recorded zero counts")
    ),
    "months_after": lambda value, to: to.say("months in operation, at least: {number}", number=_number(value, to)),
    "least_pct": lambda value, to: to.say(
        "at least {share}", share=_share(value / PERCENT if isinstance(value, float) else value, to)
    ),
    "least_share": lambda value, to: to.say("at least {share} of the plan", share=_share(value, to)),
    "z_most": lambda value, to: to.say(
        "distance from the median of the division, robust standard deviations: above {number}",
        number=_number(value, to),
    ),
    "times_least": lambda value, to: to.say("and at least {number} times the median", number=_number(value, to)),
    "share_least": lambda value, to: to.say("and above the plan by more than {share}", share=_share(value, to)),
    "projects_least": lambda value, to: to.say(
        "projects in the division, at least: {number}", number=_number(value, to)
    ),
    "share_most": lambda value, to: to.say("at most {share} of the official output", share=_share(value, to)),
}
