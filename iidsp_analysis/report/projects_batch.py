"""Pages about the projects of a register: the country's and those of regions, in a folder of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis import build, folders, regions, schema
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.loaders.projects.example_course import AS_OF
from iidsp_analysis.report import project_pages
from iidsp_analysis.report.batch import INDEX, Batch, run_pages
from iidsp_analysis.report.factory import Options
from iidsp_analysis.report.jobs import Job, Settings, projects_job, require_once
from iidsp_analysis.report.outcomes import Listener, Outcome, nobody
from iidsp_analysis.sections.projects.view import EXAMPLE, snapshot_for


@dataclass(frozen=True)
class ProjectsRequest:
    """What is asked for: regions (the country if none), a version of the register, and how the pages are made.

    ``register`` is the id, day or name of a stored version; empty for the newest one, or the example where none is
    stored. ``year`` is that of the official figures beside the projects; 0 is the last full year before the register's
    day.
    """

    labels: tuple[str, ...] = ()
    everything: bool = False
    register: str = ""
    redact: bool = False
    year: int = 0
    borders: int = 2014
    as_of: str = ""
    language: str = "ru"


def render_projects(
    request: ProjectsRequest, *, out: Path | None = None, options: Options | None = None, listen: Listener = nobody
) -> Batch:
    """Render the pages about projects, and the index over them.

    Raises
    ------
    UsageError, UnknownLabelError, BoundaryError
        For wrong parameters, before any kernel starts.
    MissingDataError, SourceError
        For a register of a later month, or a damaged one.
    """
    settings = _settings(request)
    labels = [each.id for each in regions.regions_of(request.borders)] if request.everything else request.labels
    jobs = [projects_job(label, settings) for label in labels]
    if request.everything or not jobs:
        jobs.insert(0, projects_job(schema.COUNTRY, settings))
    require_once(jobs, request.labels)
    folder = (out or default_folder(settings)).resolve()
    if settings.redact:
        _require_own(folder, jobs)

    def finish(outcomes: list[Outcome]) -> Path:
        return project_pages.write_index(outcomes, _earlier(folder, jobs, settings), settings, folder)

    outcomes = run_pages(jobs, folder, options, listen, finish)
    return Batch(tuple(outcomes), folder / INDEX)


def default_folder(settings: Settings) -> Path:
    """Return a folder for one version and edition: real, made-up and redacted pages never lie side by side."""
    parts = ["projects", settings.register, f"borders-{settings.borders}", settings.language, settings.as_of]
    parts += ["redacted"] if settings.redact else []
    return folders.reports() / "_".join(part for part in parts if part)


def _settings(request: ProjectsRequest) -> Settings:
    if Path(request.register).suffix.lower() in (".xlsx", ".csv"):
        raise UsageError("Pages are made from a stored version of the register.", where="--register",
                         what_next="`iidsp projects import FILE --as-of DATE` stores one.")  # fmt: skip
    snapshot = snapshot_for(request.register, request.as_of)
    day = AS_OF.isoformat() if snapshot is None else snapshot.as_of
    return Settings(
        year=request.year or _year_before(day), borders=request.borders, as_of=request.as_of,
        language=request.language, register=EXAMPLE if snapshot is None else snapshot.id, redact=request.redact,
    )  # fmt: skip


def _year_before(day: str) -> int:
    """Return the last year that was over on the day and has figures."""
    years = build.load().select("gva", classification="oked_section").rows[schema.PERIOD].astype(int)
    told = years[years < int(day[:4])]
    if told.empty:
        raise MissingDataError(f"No official figures were published for a year before {day}.",
                               what_next="Name a year: --year 2017.")  # fmt: skip
    return int(told.max())


def _require_own(folder: Path, jobs: Sequence[Job]) -> None:
    """Refuse to put an edition that is passed on beside pages of another run: nobody would tell them apart."""
    own = {f"{job.slug}.html" for job in jobs}
    others = sorted(path.name for path in folder.glob("projects*.html") if path.name not in own)
    if others:
        raise UsageError(f"The folder holds pages of another run: {', '.join(others[:3])}.", where=str(folder),
                         what_next="Name an empty folder with --out, or render all pages in one run.")  # fmt: skip


def _earlier(folder: Path, jobs: Sequence[Job], settings: Settings) -> list[Job]:
    """Pages of an earlier run that the index keeps leading to; none in the redacted edition.

    A page of another run may name projects, or hide other cells: an edition that is passed on holds its own pages only.
    """
    if settings.redact:
        return []
    slugs = {job.slug for job in jobs}
    names = [schema.COUNTRY, *(region.id for region in regions.regions_of(settings.borders))]
    others = [projects_job(name, settings) for name in names]
    return [job for job in others if job.slug not in slugs and (folder / f"{job.slug}.html").is_file()]
