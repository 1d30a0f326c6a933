"""The rules of the register as a table: what each could judge, by which limits and on which basis."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rules import RULES, why_not_said
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.check import severity_name
from iidsp_analysis.sections.projects.finding_words import GRAVITY, limits_text


def how_judged(context: Context) -> tuple[str, ...]:
    """Return how the numbers of the table are to be read."""
    say = context.language.say
    return (
        say("What the register does not tell fires no rule: few findings of a rule that could judge few projects are "
            "no good news."),
        say("Numbers are of the whole register, also on the page of a region: a project is compared with all others."),
    )  # fmt: skip


def idle_rules(context: Context, idle: pd.DataFrame) -> tuple[str, ...]:
    """Say of each rule that could judge no project why."""
    say, language = context.language.say, context.language
    return tuple(
        say("{rule}: judged no project. {why}", rule=prose.quoted(language, RULES[rule].title(language)),
            why=why_not_said(why_not, language))
        for rule, why_not in zip(idle["rule"], idle["why_not"], strict=True)
    )  # fmt: skip


def _basis(rule: str, language: Language) -> str:
    """The act behind a rule, and where it was read, as text: no link leads out of the page."""
    basis, source = RULES[rule].basis(language), RULES[rule].source
    return f"{basis} {source}" if source else basis


def rules_table(context: Context, coverage: pd.DataFrame) -> Table:
    """Return the rules with what they could judge, their limits and the acts behind them."""
    language, say, settings = context.language, context.language.say, context.projects.settings
    told = coverage.assign(
        title=[RULES[rule].title(language) for rule in coverage["rule"]],
        told_severity=[severity_name(severity, language) for severity in coverage["severity"]],
        gravity=coverage["severity"].map(GRAVITY),
        limits=[limits_text(settings.rules[rule].parameters.values, language) or None for rule in coverage["rule"]],
        basis=[_basis(rule, language) for rule in coverage["rule"]],
    )
    columns = (
        Column("title", say("Rule"), "text"),
        Column("told_severity", say("Severity"), "text", order="gravity"),
        Column("judged", say("Projects judged"), digits=0),
        Column("found", say("Findings"), digits=0),
        Column("projects", say("Projects with a finding"), digits=0),
        Column("limits", say("Limits"), "text"),
        Column("basis", say("Basis"), "text"),
    )
    return Table(told, columns, say("Rules of the register"), sortable=True)
