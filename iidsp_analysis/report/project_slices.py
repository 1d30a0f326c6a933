"""What pages of official figures tell of the register of projects, region by region.

The section about the portfolio is made as the page would make it; what the ranking looks at is taken from the lens. The
id of the snapshot is left out: a page names the one that it was made from, which stays true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from iidsp_analysis import build, regions, schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models import pipeline
from iidsp_analysis.models.candidates import Candidates, candidates_of
from iidsp_analysis.monitors.projects.pipeline import REASONS, InHand
from iidsp_analysis.panel import Panel
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.in_hand import IN_HAND, with_projects
from iidsp_analysis.sections.projects.region_section import portfolio_of_region
from iidsp_analysis.sections.projects.view import is_stored


def told_of_projects(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """Return what each page tells of the register; nothing where no register of real projects is stored.

    Raises
    ------
    SourceError
        If a stored register is damaged.
    """
    if not is_stored():
        return {}
    panel = build.load()
    first = jobs[0].context(panel)
    ranking = _ranking(first)
    return {
        job.slug: {
            "ranking": ranking if job.region == schema.COUNTRY else [each.get(job.region) for each in ranking],
            "portfolio": _portfolio(_about(first, job)) if job.kind in ("region", "country", "concept") else "",
        }
        for job in jobs
    }


def _about(first: Context, job: Job) -> Context:
    """Return the context of a job that shares with the first one what the rules find in the whole register."""
    about = replace(first, region=regions.get(job.region))
    if not is_stored(first.as_of):
        return about
    view = replace(first.projects, region=job.region)
    vars(view)["findings"] = first.projects.findings
    vars(about)["projects"] = view
    return about


def _portfolio(context: Context) -> str:
    # The file of the table repeats table and caption, the id of the snapshot with it.
    shown = re.sub(r'href="data:text/csv;base64,[^"]*"', "", portfolio_of_region(context)._repr_html_())
    snapshot = context.projects.snapshot if is_stored(context.as_of) else None
    return shown if snapshot is None else shown.replace(snapshot.id, "")


def _ranking(context: Context) -> list[dict[str, Any]]:
    """What the lens of projects in hand says by region: on the report's borders with its words, then on others."""
    try:
        mine = with_projects(context, candidates_of(context.panel, context.year), context.panel)
    except MissingDataError:
        return []
    found = context.shared[IN_HAND]
    told = [_by_region(mine, found if isinstance(found, InHand) else None)]
    for borders in regions.BORDERS:
        if borders != context.borders:
            told += _elsewhere(context, territories.on_borders(context.published, borders))
    return told


def _elsewhere(context: Context, panel: Panel) -> list[dict[str, Any]]:
    try:
        candidates = candidates_of(panel, context.year)
    except MissingDataError:
        return []
    return [_by_region(with_projects(context, candidates, panel), None)]


def _by_region(candidates: Candidates, found: InHand | None) -> dict[str, Any]:
    frame = candidates.evidence.projects
    if frame is None:
        return {}
    has_data = pipeline.compute(candidates.evidence).has_data
    told: dict[str, Any] = {name: [has_data, repr(frame.loc[name].to_dict())] for name in frame.index}
    if found is None:
        return told
    whole = [found.year, found.as_of, found.file, found.unit, repr(found.rate), [found.number(why) for why in REASONS]]
    for name in told:
        here = found.projects[found.projects["region"] == name].sort_values(["industry", "investment", "why_not"])
        told[name] += [whole, name in found.covered, repr(found.doubts.loc[name].to_dict()),
                       here[["industry", "investment", "why_not"]].to_csv()]  # fmt: skip
    return told
