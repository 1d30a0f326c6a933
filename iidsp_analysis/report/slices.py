"""Which of the user's own files a page tells, and what of them: the parts of a key that differ from region to region.

A plan is looked up as the pages look it up, so that a part is what a page would tell, no more. Without own files
nothing is opened and nothing heavy imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from iidsp_analysis import schema
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.report import inputs
from iidsp_analysis.report.jobs import Job

#: Kinds of pages that tell plans and targets, and of these the ones that tell those of every region.
TELLING_PLANS: Final = frozenset({"region", "country", "exports"})
TELLING_TARGETS: Final = frozenset({"region", "country", "concept", "instruction_results"})
WHOLE: Final = frozenset({"country", "exports", "concept", "instruction_results"})
#: Kinds of pages that look at the register of projects.
TELLING_PROJECTS: Final = frozenset({
    "region", "country", "industry", "region_industry", "projects", "concept", "instruction_industries",
    "instruction_projects",
})  # fmt: skip
#: Of these, the ones that tell of all of it.
WHOLE_REGISTER: Final = frozenset({"projects", "instruction_projects"})
#: Kinds of pages with a map of areas.
TELLING_BOUNDARIES: Final = frozenset({"country"})
#: Files that pages tell as a whole, by part of their key: the folder that they lie in, and the kinds of pages.
TOLD_WHOLE: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "linkages": ("io", frozenset({"concept"})),
    "world": ("world", frozenset({"concept"})),
    "peers": ("peers", frozenset({"concept"})),
}
#: Files of the folders that are no data.
_SHIPPED: Final = ("README.md",)


def own_parts(jobs: Sequence[Job], own: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the parts of the user's own files by job, in the order of the jobs.

    Parameters
    ----------
    jobs : sequence of Job
        Jobs of one batch, which share year, borders and language.
    own : mapping
        Checksum of every own file by its path (:func:`inputs.own_files`).
    """
    files = {name: told for name, told in own.items() if not name.endswith(_SHIPPED) and ".template." not in name}
    plans = {name: told for name, told in files.items() if name.startswith("plans/") and "targets" not in name}
    targets = {name: told for name, told in files.items() if name == "plans/targets.csv"}
    projects = {name: told for name, told in files.items() if name.startswith("projects/")}
    boundaries = {name: told for name, told in files.items() if name.startswith("geo/")}
    parts: dict[str, dict[str, str]] = {job.slug: {} for job in jobs}
    _add(parts, "plans", jobs, TELLING_PLANS, _plans, plans)
    _add(parts, "targets", jobs, TELLING_TARGETS, _targets, targets)
    _add(parts, "projects", jobs, TELLING_PROJECTS, _projects, projects)
    _add(parts, "boundaries", jobs, TELLING_BOUNDARIES, _boundaries, boundaries)
    for part, (folder, kinds) in TOLD_WHOLE.items():
        _add(parts, part, jobs, kinds, _whole,
             {name: told for name, told in files.items() if name.startswith(f"{folder}/")})  # fmt: skip
    return parts


def _add(
    parts: dict[str, dict[str, str]], name: str, jobs: Sequence[Job], telling: frozenset[str], slices: Any,
    files: Mapping[str, str],
) -> None:  # fmt: skip
    """Add one part to the jobs that tell it. Files that nobody can read count whole: the pages will say so."""
    chosen = [job for job in jobs if job.kind in telling]
    try:
        told = slices(chosen, files) if files and chosen else {}
    except AnalysisError as unreadable:
        told = {job.slug: [str(unreadable), dict(files)] for job in chosen}
    for job in chosen:
        parts[job.slug][name] = inputs.digest(told.get(job.slug, "none"))


def _plans(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """What pages tell of the export plans: their own in every year, the country's of the year, the files."""
    from iidsp_analysis.loaders.plans import read_plans
    from iidsp_analysis.monitors.plan_territory import find_plan

    plans = read_plans()
    years = sorted({plan.year for plan in plans.rows})
    # The row of a plan in its file is told in refusals only.
    every = sorted(repr(replace(plan, where="")) for plan in plans.rows)

    def found(region: str, year: int) -> str:
        told = find_plan(plans, region, year)
        return repr(replace(told, plan=replace(told.plan, where="") if told.plan else None))

    def country(year: int) -> object:
        plan = find_plan(plans, schema.COUNTRY, year).plan
        return (plan.value, plan.definition) if plan else None

    return {
        job.slug: [plans.files, plans.unread, years, every]
        if job.kind in WHOLE
        else [plans.files, plans.unread, [found(job.region, year) for year in years], country(job.settings.year)]
        for job in jobs
    }


def _targets(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """What pages tell of the targets: their own, the country's, and which regions of the file the borders lack."""
    from iidsp_analysis.monitors.programme_targets import targets_on

    targets = targets_on(jobs[0].settings.borders)
    return {
        job.slug: [
            targets.elsewhere,
            [repr(each) for each in targets.all if job.kind in WHOLE or each.region in (job.region, schema.COUNTRY)],
        ]
        for job in jobs
    }


def _whole(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """Pages that tell a file as a whole."""
    return {job.slug: dict(files) for job in jobs}


def _boundaries(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """What pages draw of the boundaries: the files, and whether there is a package that draws them."""
    from importlib.util import find_spec

    return {job.slug: [dict(files), find_spec("geopandas") is not None] for job in jobs}


def _projects(jobs: Sequence[Job], files: Mapping[str, str]) -> dict[str, object]:
    """What pages tell of the register; those about projects print its checksum, and tell all of it."""
    whole: dict[str, object] = {job.slug: dict(files) for job in jobs if job.kind in WHOLE_REGISTER}
    others = [job for job in jobs if job.kind not in WHOLE_REGISTER]
    if not others:
        return whole
    from iidsp_analysis.report.project_slices import told_of_projects

    return whole | told_of_projects(others, files)
