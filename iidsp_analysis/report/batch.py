"""A batch of reports: plan, check, run with a progress bar, write the index."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from iidsp_analysis import build, folders, regions
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_forecasts import export_forecasts
from iidsp_analysis.report import pages
from iidsp_analysis.report.jobs import Job, Settings, backtest_job, exports_job, industry_job, plan
from iidsp_analysis.report.runner import Outcome, run_batch
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.projects.view import is_stored

#: Kinds of pages that tell forecasts.
FORECASTING = frozenset({"region", "country", "exports"})


@dataclass(frozen=True)
class Batch:
    """Outcomes of a batch and its index page."""

    outcomes: tuple[Outcome, ...]
    index: Path

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The jobs without a page."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_done)

    @property
    def complaints(self) -> tuple[str, ...]:
        """What a person at the terminal is told: warnings of the notebooks, and why a page is missing."""
        warned = [f"warning: {each.job.slug}: {text}" for each in self.outcomes for text in each.warnings]
        kept = {each: f" (notebook kept: {each.kept})" if each.kept else "" for each in self.failed}
        return (*warned, *(f"failed: {each.job.slug}: {each.reason}{kept[each]}" for each in self.failed))


def render_reports(
    labels: Sequence[str],
    settings: Settings,
    *,
    industries: Sequence[str] = (),
    exports: bool = False,
    backtest: bool = False,
    everything: bool = False,
    out: Path | None = None,
    workers: int = 2,
) -> Batch:
    """Render the named reports, or all of them, and the index over them.

    ``exports`` and ``backtest`` ask for the pages of these names.

    Raises
    ------
    UsageError, UnknownLabelError, BoundaryError
        For wrong parameters, before any kernel starts.
    """
    if everything:
        jobs = plan([], settings, everything=True, projects=is_stored(settings.as_of))
    else:
        jobs = _named_jobs(labels, settings, industries, exports=exports, backtest=backtest)
    # Year, as_of and language are shared: the first job of the strictest kind refuses them for all.
    opened = min(jobs, key=lambda job: job.kind == "exports").context(build.load())
    folder = (out or default_folder(settings, everything=everything)).resolve()
    outcomes = run_pages(jobs, folder, workers, opened)
    if everything:
        _remove_others(folder, jobs, settings)
    others = [] if everything else _earlier(folder, jobs, settings)
    return Batch(tuple(outcomes), pages.write_index([*outcomes, *others], settings, folder))


def run_pages(jobs: Sequence[Job], folder: Path, workers: int, opened: Context) -> list[Outcome]:
    """Render pages into a folder with a progress bar; ``opened`` is the context of one of them."""
    with _bar() as bar:
        task = bar.add_task("reports", total=len(jobs))

        def tell(outcome: Outcome) -> None:
            state = "" if outcome.is_done else "FAILED "
            bar.update(task, advance=1, description=f"{state}{outcome.job.slug}")
            if not bar.console.is_terminal:
                bar.console.print(f"{state or 'done '}{outcome.job.slug} {outcome.seconds:.1f} s", highlight=False)

        if any(job.kind in FORECASTING for job in jobs):
            _store_forecasts(opened)
        return run_batch(jobs, folders.notebooks(), folder, workers=workers, on_done=tell)


def _store_forecasts(context: Context) -> None:
    """Make the forecasts of all regions before any kernel starts: workers that start together would each make them."""
    with suppress(MissingDataError):  # the section itself says why there is no forecast
        export_forecasts(context.exports)


def default_folder(settings: Settings, *, everything: bool) -> Path:
    """``reports/`` for a whole set; a folder of its own for single pages, which must not mix with another set's."""
    if everything:
        return folders.reports()
    parts = [str(settings.year), f"borders-{settings.borders}", settings.language, settings.as_of]
    return folders.reports() / "_".join(part for part in parts if part)


def _named_jobs(
    labels: Sequence[str], settings: Settings, industries: Sequence[str], *, exports: bool, backtest: bool
) -> list[Job]:
    """Plan what was asked for by name; ``plan`` refuses an empty wish."""
    others = [industry_job(label, settings) for label in industries]
    others += [exports_job(settings)] if exports else []
    others += [backtest_job(settings)] if backtest else []
    return [*(plan(labels, settings) if labels or not others else []), *others]


def _remove_others(folder: Path, jobs: Sequence[Job], settings: Settings) -> None:
    """Remove this program's pages of other borders, to which the index would not lead; no other file is touched."""
    sets = [plan([], replace(settings, borders=each), everything=True, projects=True) for each in regions.BORDERS]
    for slug in {job.slug for jobs_of_set in sets for job in jobs_of_set} - {job.slug for job in jobs}:
        (folder / f"{slug}.html").unlink(missing_ok=True)


def _earlier(folder: Path, jobs: Sequence[Job], settings: Settings) -> list[Outcome]:
    """Pages of the same settings that an earlier run left in the folder: the index keeps leading to them."""
    slugs = {job.slug for job in jobs}
    others = [job for job in plan([], settings, everything=True, projects=True) if job.slug not in slugs]
    return [Outcome(job, page, 0.0) for job in others if (page := folder / f"{job.slug}.html").is_file()]


def _bar() -> Progress:
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
