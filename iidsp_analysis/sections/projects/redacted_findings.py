"""What the rules find and which projects serve a priority, as the redacted edition tells it: numbers of projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from iidsp_analysis.monitors.projects.redaction.records import (
    CLEAR,
    FOUND,
    REGION,
    RULE,
    SERVED,
    SERVICE,
    SERVICE_OF,
    SEVERITY,
)
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.monitors.projects.settings import SEVERITIES
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects import redacted_words as words
from iidsp_analysis.sections.projects.redacted_base import own_labels, redacted_result, redaction_of, region_rows

Rows = dict[str, Mapping[str, str]]


def redacted_findings(context: Context) -> Result:
    """How many projects the rules find something in: by rule for the country, by the gravest finding for a region."""
    redaction, say = redaction_of(context), context.language.say
    own = own_labels(context)
    shown = _by_rule(context, redaction) if context.is_country else _by_severity(context, redaction)
    clear, projects = redaction.figure("projects", **own, severity=CLEAR), redaction.figure("projects", **own)
    title = say("What the rules find in the projects {in_region}", in_region=context.in_region)
    if clear is not None and projects:
        title = say("The rules find nothing in {share} of the projects {in_region}",
                    share=words.share(clear, projects, context.language), in_region=context.in_region)  # fmt: skip
    result = redacted_result(context, title, shown, say("projects with at least one finding"), {})
    without = say("The rules that compare a cost with the threshold of the two maps are left out: with their counts "
                  "the hidden cost of a project could be bounded.")  # fmt: skip
    return replace(result, reading=(*result.reading, without))


def _by_rule(context: Context, redaction: Redaction) -> Table:
    language, say = context.language, context.language.say
    total = redaction.figure("projects")
    rows: Rows = {}
    for rule, severity in redaction.rules.items():
        found = redaction.figure("projects", **{RULE + rule: FOUND})
        rows[rule] = {words.NAME: RULES[rule].title(language), "severity": words.severity_label(severity, language),
                      "projects": words.told(found, language, words.whole_number),
                      "share": words.share(found, total, language)}  # fmt: skip
    columns = (Column("severity", say("Severity"), "text"), Column("projects", say("Projects"), "text"),
               Column("share", say("Share of all projects"), "text"))  # fmt: skip
    return words.table(rows, columns, say("Rule"), say("Projects with a finding, by rule"))


def _by_severity(context: Context, redaction: Redaction) -> Table:
    language, say = context.language, context.language.say
    own = own_labels(context)

    def row(name: str, by: dict[str, str]) -> dict[str, str]:
        here, whole = redaction.figure("projects", **own, **by), redaction.figure("projects", **own)
        country = redaction.figure("projects", **by)
        return {words.NAME: name, "here": words.told(here, language, words.whole_number),
                "share": words.share(here, whole, language),
                "country": words.share(country, redaction.figure("projects"), language)}  # fmt: skip

    rows: Rows = {each: row(words.severity_label(each, language), {SEVERITY: each}) for each in (*SEVERITIES, CLEAR)}
    rows[words.TOTAL] = row(say("Total"), {})
    columns = (Column("here", say("Projects"), "text"), Column("share", say("Share of the projects"), "text"),
               Column("country", say("Share in the country"), "text"))  # fmt: skip
    return words.table(rows, columns, say("Gravest finding"), say("Projects by their gravest finding"))


def redacted_priorities(context: Context) -> Result:
    """How many projects serve a listed priority, by region."""
    redaction, language, say = redaction_of(context), context.language, context.language.say

    def row(name: str, own: dict[str, str]) -> dict[str, str]:
        figures = {each: redaction.figure("projects", **own, **{SERVICE_OF: each}) for each in SERVICE}
        total = redaction.figure("projects", **own)
        told = {each: words.told(figure, language, words.whole_number) for each, figure in figures.items()}
        return {words.NAME: name, "projects": words.told(total, language, words.whole_number), **told,
                "share": words.share(figures[SERVED], total, language)}  # fmt: skip

    rows: Rows = {region: row(name, {REGION: region}) for region, name in region_rows(context, redaction).items()}
    rows[words.TOTAL] = row(context.short_names["KZ"], {})
    columns = (Column("projects", say("Projects"), "text"),
               *(Column(each, words.service_label(each, language), "text") for each in SERVICE),
               Column("share", say("Share that serves a listed priority"), "text"))  # fmt: skip
    shown = words.table(rows, columns, say("Region"), say("Projects by whether they serve a listed priority"),
                        highlight=frozenset({context.region.id}))  # fmt: skip
    return redacted_result(context, _priorities_title(context, redaction), shown, _service_unit(context), {})


def _service_unit(context: Context) -> str:
    say = context.language.say
    if context.projects.priorities.is_verified:
        return say("projects; by the list of priorities")
    return say("projects; by a list of priorities that is not verified")


def _priorities_title(context: Context, redaction: Redaction) -> str:
    say, own = context.language.say, own_labels(context)
    served, projects = redaction.figure("projects", **own, service=SERVED), redaction.figure("projects", **own)
    if served is None or not projects:
        return say("Which projects serve a listed priority")
    return say("A listed priority is served by {share} of the projects {in_region}",
               share=words.share(served, projects, context.language), in_region=context.in_region)  # fmt: skip
