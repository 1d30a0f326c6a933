"""Sections of the redacted edition: figures of groups of projects, without names and without what gives one away.

They stand in the place of the sections about single projects (``project_section(…, redacted=…)``). Left out on purpose:
times of commissioning (each step of a survival curve is the date of one project), forecasts, scores of projects, and
the reconciliation with official output (one more amount by region and division beside costs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from iidsp_analysis.monitors.projects.redaction.records import DIVISION, MAP, REGION, STATUS
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction
from iidsp_analysis.monitors.projects.rule import COMMISSIONED
from iidsp_analysis.results import Column, Result
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects import redacted_words as words
from iidsp_analysis.sections.projects.redacted_base import (
    SHARED,
    amounts_result,
    own_labels,
    redaction_of,
    region_rows,
)
from iidsp_analysis.sections.projects.redacted_findings import redacted_findings, redacted_priorities
from iidsp_analysis.sections.projects.sums import division_label

__all__ = [
    "SHARED",
    "redacted_by_region",
    "redacted_findings",
    "redacted_flow",
    "redacted_glance",
    "redacted_priorities",
    "redaction_of",
]

Rows = dict[str, Mapping[str, str]]


def redacted_glance(context: Context) -> Result:
    """The portfolio of the report's subject, and by division."""
    redaction, language, say = redaction_of(context), context.language, context.language.say
    own = own_labels(context)
    rows: Rows = {
        code: {words.NAME: division_label(context, code),
               **words.cell_texts(redaction, language, {**own, DIVISION: code})}
        for code in redaction.labels(DIVISION)
        if redaction.figure("projects", **own, **{DIVISION: code}) != 0
    }  # fmt: skip
    rows[words.TOTAL] = {words.NAME: say("Total"), **words.cell_texts(redaction, language, own)}
    shown = words.table(rows, words.figure_columns(language), say("Division"), say("The portfolio by division"))
    result = amounts_result(context, _glance_title(context, redaction), shown, own)
    return replace(result, caveats=words.caveats(language))  # here only: it holds for the whole page


def _glance_title(context: Context, redaction: Redaction) -> str:
    language, own = context.language, own_labels(context)
    projects, cost = redaction.figure("projects", **own), redaction.figure("cost", **own)
    if projects is None or cost is None:
        return language.say("The portfolio {in_region}: its total is confidential", in_region=context.in_region)
    if projects == 0:
        return language.say("The register holds no project {in_region} that is not cancelled",
                            in_region=context.in_region)  # fmt: skip
    return language.count(
        "{number} project {in_region}; planned cost, bn KZT: {cost}",
        "{number} projects {in_region}; planned cost, bn KZT: {cost}",
        int(projects), in_region=context.in_region, cost=words.billions(cost, language),
    )  # fmt: skip


def redacted_by_region(context: Context) -> Result:
    """Every region of the borders with its part of the portfolio, and projects by status."""
    redaction, language, say = redaction_of(context), context.language, context.language.say
    statuses = redaction.labels(STATUS)

    def row(name: str, own: dict[str, str]) -> dict[str, str]:
        by_status = {status: words.told(redaction.figure("projects", **own, **{STATUS: status}), language,
                                        words.whole_number) for status in statuses}  # fmt: skip
        return {words.NAME: name, **words.cell_texts(redaction, language, own), **by_status}

    rows: Rows = {region: row(name, {REGION: region}) for region, name in region_rows(context, redaction).items()}
    rows[words.TOTAL] = row(context.short_names["KZ"], {})
    by_status = tuple(Column(status, words.choice_label(STATUS, status, language), "text") for status in statuses)
    columns = (*words.figure_columns(language), *by_status)
    shown = words.table(rows, columns, say("Region"), say("The portfolio by region; by status the number of projects"),
                        highlight=frozenset({context.region.id}))  # fmt: skip
    return amounts_result(context, say("The portfolio by region"), shown, {})


def redacted_flow(context: Context) -> Result:
    """The portfolio by status: for the country by map too."""
    redaction, language, say = redaction_of(context), context.language, context.language.say
    own = own_labels(context)
    rows: Rows = {
        status: {words.NAME: words.choice_label(STATUS, status, language),
                 **words.cell_texts(redaction, language, {**own, STATUS: status})}
        for status in redaction.labels(STATUS)
    }  # fmt: skip
    rows |= _by_map(redaction, context) if context.is_country else {}
    rows[words.TOTAL] = {words.NAME: say("Total"), **words.cell_texts(redaction, language, own)}
    shown = words.table(rows, words.figure_columns(language), say("Status"), say("The portfolio by status"))
    return amounts_result(context, _flow_title(context, redaction), shown, own)


def _by_map(redaction: Redaction, context: Context) -> Rows:
    language, say = context.language, context.language.say
    rows: Rows = {}
    for each in redaction.labels(MAP):
        name = words.choice_label(MAP, each, language)
        rows[each] = {words.NAME: say("{map}: all", map=name), **words.cell_texts(redaction, language, {MAP: each})}
        rows |= {
            f"{each} {status}": {
                words.NAME: f"{name}: {words.choice_label(STATUS, status, language)}",
                **words.cell_texts(redaction, language, {MAP: each, STATUS: status}),
            }
            for status in redaction.labels(STATUS)
        }
    return rows


def _flow_title(context: Context, redaction: Redaction) -> str:
    language, own = context.language, own_labels(context)
    done, projects = redaction.figure("projects", **own, status=COMMISSIONED), redaction.figure("projects", **own)
    if done is None or not projects:
        return language.say("The portfolio {in_region} by status", in_region=context.in_region)
    return language.say(
        "Commissioned {in_region}: {share} of the projects",
        in_region=context.in_region, share=words.share(done, projects, language),
    )  # fmt: skip
