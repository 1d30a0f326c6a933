"""The rules of the register as a table: what each could judge, by which limits and on which basis."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rule import CANCELLED, own_limit
from iidsp_analysis.monitors.projects.rules import RULES, why_not_said
from iidsp_analysis.results import Column, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.check import severity_name
from iidsp_analysis.sections.projects.finding_words import GRAVITY, limits_text

#: A rule that could judge this part of the projects could judge much of the register.
MUCH: Final = 0.5


def rules_title(context: Context, on: pd.DataFrame) -> str:
    """Return how much of the register the rules that are on could judge."""
    say, projects = context.language.say, len(context.projects.register.rows)
    if on.empty or not projects:
        return say("No rule is switched on") if on.empty else say("The register holds no project to judge")
    least = on.loc[on["judged"].idxmin()]
    return say(
        "Rules that could judge at least half of the projects: {much} of {on}; the fewest projects, {judged} of {all}, "
        "were judged by {rule}",
        much=int((on["judged"] >= MUCH * projects).sum()),
        on=len(on),
        judged=int(least["judged"]),
        all=projects,
        rule=prose.quoted(context.language, RULES[str(least["rule"])].title(context.language)),
    )  # fmt: skip


def how_judged(context: Context) -> tuple[str, ...]:
    """Return how the numbers of the table are to be read."""
    say = context.language.say
    return (
        say("What the register does not tell fires no rule: few findings of a rule that could judge few projects are "
            "no good news."),
        say("Numbers are of the whole register, also on the page of a region: a project is compared with all others. "
            "Cancelled projects are judged too and count here: {number}.", number=_cancelled(context)),
        say("An own limit is set by no act: it is this project's and can be changed in the settings."),
    )  # fmt: skip


def _cancelled(context: Context) -> int:
    return int((context.projects.register.rows["status"] == CANCELLED).sum())


def idle_rules(context: Context, idle: pd.DataFrame) -> tuple[str, ...]:
    """Say of each rule that could judge no project why."""
    say, language = context.language.say, context.language
    return tuple(
        say("{rule}: judged no project. {why}", rule=prose.quoted(language, RULES[rule].title(language)),
            why=why_not_said(why_not, language))
        for rule, why_not in zip(idle["rule"], idle["why_not"], strict=True)
    )  # fmt: skip


def _basis(rule: str, language: Language) -> str:
    """The act behind a rule and the site where it was read; what a limit without an act is stands over the table."""
    if RULES[rule].basis is own_limit:
        return language.say("own limit")
    basis, host = RULES[rule].basis(language), urlsplit(RULES[rule].source).hostname
    return f"{basis} ({host})" if host else basis


def addresses(context: Context) -> tuple[str, ...]:
    """Return where the acts were read, in full, as text: no link leads out of the page."""
    known = dict.fromkeys(rule.source for rule in RULES.values() if rule.source)
    told = context.language.say("Addresses at which the acts and figures were read: {list}.", list="; ".join(known))
    return (told,) if known else ()


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
        Column("title", say("Rule"), "text", width="narrow"),
        Column("told_severity", say("Severity"), "text", order="gravity", width="narrow"),
        Column("judged", say("Projects judged"), digits=0, width="narrow"),
        Column("limits", say("Limits"), "text", width="narrow"),
        Column("basis", say("Basis"), "text", width="wide"),
    )
    return Table(told, columns, say("Rules of the register"), sortable=True)
