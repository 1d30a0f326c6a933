"""The index over the pages about projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iidsp_analysis import folders, regions, schema
from iidsp_analysis.report.jobs import Job, Settings, projects_job
from iidsp_analysis.report.outcomes import Outcome
from iidsp_analysis.report.pages import INDEX, provenance
from iidsp_analysis.report.project_words import project_lede, project_title, register_facts
from iidsp_analysis.report.site import PageCard, render_index
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.guard import project_caption


def write_index(outcomes: Sequence[Outcome], others: Sequence[Job], settings: Settings, out: Path) -> Path:
    """Write the index over the pages of one edition: those just made, and ``others`` that lie in the folder."""
    context = projects_job(schema.COUNTRY, settings).context()
    say, numbers = context.language.say, _numbers(context)
    cards = [_card(each.job, context, numbers, each.reason) for each in outcomes]
    cards += [_card(job, context, numbers, "") for job in others]
    html = render_index(
        cards,
        language=context.language.code,
        title=project_title(context),
        lede=project_lede(context),
        translate=say,
        value_label=say("Projects in the register, number") if numbers else "",
        value_note=project_caption(context, say("projects")) if numbers else "",
        provenance=provenance(context) | register_facts(context),
    )
    path = out / INDEX
    folders.write_text(path, html)
    return path


def _numbers(context: Context) -> dict[str, int]:
    """Number of projects by region; nothing in the redacted edition, whose index must not tell what its pages hide."""
    if context.redact:
        return {}
    return {str(region): int(number) for region, number in context.projects.places.dropna().value_counts().items()}


def _card(job: Job, context: Context, numbers: dict[str, int], reason: str) -> PageCard:
    region, code = regions.get(job.region), context.language.code
    is_country = region.id == schema.COUNTRY
    number = None if is_country or not numbers else numbers.get(region.id, 0)
    return PageCard(
        key=region.id,
        code=region.code,
        name=region.name[code],
        short_name=region.short[code],
        href=f"{job.slug}.html",
        tile=None if is_country else region.tile,
        value=None if number is None else float(number),
        value_text="" if number is None else str(number),
        status="failed" if reason else "done",
        group="country" if is_country else "region",
        note=reason,
    )
