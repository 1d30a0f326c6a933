"""The rules of the project register, and what they find in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from iidsp_analysis.language import Language, language
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.monitors.projects import (
    rule_costs,
    rule_delivery,
    rule_entry,
    rule_map,
    rule_output,
    rule_repeats,
    rule_schedule,
)
from iidsp_analysis.monitors.projects.priority_list import PriorityList, read_priorities
from iidsp_analysis.monitors.projects.rule import (
    NO_COMMISSION,
    NO_OUTPUT,
    NO_PANEL,
    TOO_FEW,
    Found,
    Outcome,
    Portfolio,
    Rule,
)
from iidsp_analysis.monitors.projects.settings import SEVERITIES, RuleSettings, Settings
from iidsp_analysis.panel import Panel

#: Every rule by its id, in the order of the report.
RULES: dict[str, Rule] = {
    rule.id: rule
    for module in (rule_entry, rule_map, rule_repeats, rule_schedule, rule_delivery, rule_costs, rule_output)
    for rule in module.RULES
}
COLUMNS = ("project", "rule", "severity", "message", "cell", "row", "column", "gaps", "parameters")
COVERAGE = ("rule", "is_on", "severity", "judged", "found", "projects", "why_not")


@dataclass(frozen=True)
class Findings:
    """What the rules found in a register.

    Parameters
    ----------
    table : DataFrame
        One finding a row, the gravest first: ``project`` (id), ``rule``, ``severity``, ``message`` (English), ``cell``
        (where in the file), ``row`` and ``column`` of the register, ``gaps`` (what fills the sentence) and
        ``parameters`` (the limits that were used).
    coverage : DataFrame
        One rule a row: whether it is on, how many projects it could judge, how many findings and of how many projects,
        and why it judged none (``why_not``, an id of :data:`rule.WHY_NOT`, or ``off``).
    settings, priorities : str
        Names of the files with the limits and the list of priorities.
    is_verified : bool
        Whether the whole list of priorities was read in the act.
    """

    table: pd.DataFrame
    coverage: pd.DataFrame
    settings: str
    priorities: str
    is_verified: bool

    def said(self, reader: Language) -> pd.Series:
        """Return the messages in the reader's language, index as the table."""
        told = [message(rule, gaps, reader) for rule, gaps in zip(self.table["rule"], self.table["gaps"], strict=True)]
        return pd.Series(told, index=self.table.index, dtype=object)


def check(
    register: Register, settings: Settings, panel: Panel | None = None, priorities: PriorityList | None = None
) -> Findings:
    """Hold a register to the rules.

    Parameters
    ----------
    register : Register
        As it was read.
    settings : Settings
        Which rules are on, and their limits (:func:`settings.read_settings`).
    panel : Panel, optional
        Official figures on one set of borders, for the reconciliation.
    priorities : PriorityList, optional
        The user's list, or the shipped example, by default.

    Raises
    ------
    SchemaError
        For a list of priorities that cannot be read, or two tables with the same official figure.
    BoundaryError
        If the panel is on no one set of borders.
    """
    listed = read_priorities() if priorities is None else priorities
    portfolio = Portfolio(register.rows, pd.Timestamp(register.as_of), listed, panel)
    outcomes = {
        name: rule.find(portfolio, settings.rules[name].parameters)
        for name, rule in RULES.items()
        if settings.rules[name].enabled
    }
    table = rule_entry.with_unread(_table(register, outcomes, settings), register)
    return Findings(table, _coverage(outcomes, settings), settings.file, listed.file, listed.is_verified)


def message(rule: str, gaps: dict[str, Any], reader: Language) -> str:
    """Say one finding in the reader's language."""
    return RULES[rule].sentence(gaps, reader)


def why_not_said(why_not: str, reader: Language) -> str:
    """Say why a rule has judged nothing; empty where it has."""
    told = {
        "": "",
        "off": reader.say("Switched off in the settings."),
        NO_PANEL: reader.say("No official figures are at hand."),
        TOO_FEW: reader.say("No division has enough projects with these figures to compare them."),
        NO_COMMISSION: reader.say("The register records no decision of the sectoral commission at all."),
        NO_OUTPUT: reader.say("The register records no output of a year that is over."),
    }
    return told.get(why_not, reader.say("No project has the figures that this rule needs."))


def _table(register: Register, outcomes: dict[str, Outcome], settings: Settings) -> pd.DataFrame:
    ids = register.rows["id"].to_dict()
    lines = [
        (ids[found.row], *_line(register, name, found, settings.rules[name]))
        for name, outcome in outcomes.items()
        for found in outcome.found
    ]
    table = pd.DataFrame(lines, columns=list(COLUMNS))
    order = table["severity"].map({severity: number for number, severity in enumerate(SEVERITIES)})
    return table.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _line(register: Register, name: str, found: Found, told: RuleSettings) -> tuple[object, ...]:
    gaps = dict(found.gaps)
    cell = register.cell(found.row, found.column)
    return (
        name, told.severity, message(name, gaps, language("en")), cell, found.row, found.column, gaps,
        dict(told.parameters.values),
    )  # fmt: skip


def _coverage(outcomes: dict[str, Outcome], settings: Settings) -> pd.DataFrame:
    off = Outcome((), 0, "off")
    lines = []
    for name in RULES:
        outcome = outcomes.get(name, off)
        projects = len({found.row for found in outcome.found})
        lines.append((name, name in outcomes, settings.rules[name].severity, outcome.judged, len(outcome.found),
                      projects, outcome.why_not))  # fmt: skip
    return pd.DataFrame(lines, columns=list(COVERAGE))
