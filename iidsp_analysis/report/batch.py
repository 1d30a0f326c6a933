"""A batch of reports: plan, check, make what changed, write the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from iidsp_analysis import folders, regions
from iidsp_analysis.command_words import spoken
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.report import documents
from iidsp_analysis.report.choice import fan_out, jobs_of_notebook, product_groups
from iidsp_analysis.report.explain import explained
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.inputs import own_files
from iidsp_analysis.report.jobs import Job, Settings, backtest_job, exports_job, industry_job, plan
from iidsp_analysis.report.outcomes import Listener, Outcome, nobody

if TYPE_CHECKING:  # a run that finds everything unchanged is over before these would be imported
    from iidsp_analysis.sections.context import Context

#: Kinds of pages that tell forecasts.
FORECASTING = frozenset({"region", "country", "exports"})
INDEX = "index.html"


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
        warned = [spoken(f"warning: {each.job.slug}: {text}") for each in self.outcomes for text in each.warnings]
        return (*warned, *map(_why_missing, self.failed))


def _why_missing(outcome: Outcome) -> str:
    slug, reason, kept = outcome.job.slug, outcome.reason, outcome.kept
    if kept:
        return spoken(f"failed: {slug}: {reason} (notebook kept: {kept})")
    return spoken(f"failed: {slug}: {reason}")


@dataclass(frozen=True)
class Wish:
    """Which pages are asked for; ``exports`` and ``backtest`` are those of these names.

    ``notebook`` asks for the pages of one notebook alone (:mod:`report.choice`).
    """

    labels: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    exports: bool = False
    backtest: bool = False
    everything: bool = False
    notebook: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the pages are a whole set, with the country, all regions and all industries."""
        return self.everything and not self.notebook

    def jobs(self, settings: Settings) -> list[Job]:
        """Plan the jobs.

        Raises
        ------
        UsageError, UnknownLabelError, BoundaryError
            For labels that mean nothing, or nothing that is asked for.
        """
        if self.notebook:
            self._require_no_other_page()
            return jobs_of_notebook(
                self.notebook, self.labels, self.industries, settings, everything=self.everything
            )  # fmt: skip
        if self.everything:
            return plan([], settings, everything=True, projects=_is_register_stored(settings.as_of))
        others = [industry_job(label, settings) for label in self.industries]
        others += [exports_job(settings)] if self.exports else []
        others += [backtest_job(settings)] if self.backtest else []
        return [*(plan(self.labels, settings) if self.labels or not others else []), *others]

    def _require_no_other_page(self) -> None:
        if self.exports or self.backtest:
            raise UsageError("Two kinds of pages are asked for.", where="--notebook",
                             what_next="Leave --exports and --backtest out.")  # fmt: skip


def render_wish(
    wish: Wish,
    settings: Settings,
    *,
    out: Path | None = None,
    options: Options | None = None,
    listen: Listener = nobody,
) -> Batch:
    """Render the pages that are asked for, and the index over them.

    Raises
    ------
    UsageError, UnknownLabelError, BoundaryError
        For wrong parameters, before any notebook starts.
    """
    jobs = wish.jobs(settings)
    folder = _folder(wish, settings, out)

    def finish(outcomes: list[Outcome]) -> Path:
        from iidsp_analysis.report import pages

        if wish.is_whole:
            _remove_others(folder, jobs, settings)
        others = [] if wish.is_whole else _earlier(folder, jobs, settings)
        return pages.write_index([*outcomes, *others], settings, folder)

    outcomes = run_pages(jobs, folder, options, listen, finish)
    return Batch(tuple(outcomes), folder / INDEX)


def render_reports(
    labels: Sequence[str],
    settings: Settings,
    *,
    industries: Sequence[str] = (),
    exports: bool = False,
    backtest: bool = False,
    everything: bool = False,
    out: Path | None = None,
    options: Options | None = None,
    listen: Listener = nobody,
) -> Batch:
    """Render the pages of a :class:`Wish` told in single words; see :func:`render_wish`."""
    wish = Wish(tuple(labels), tuple(industries), exports, backtest, everything)
    return render_wish(wish, settings, out=out, options=options, listen=listen)


def explain_reports(wish: Wish, settings: Settings, out: Path | None = None) -> list[str]:
    """Return a line for each page: why it was made, and whether a run would make it again."""
    return explained(wish.jobs(settings), _folder(wish, settings, out))


def _folder(wish: Wish, settings: Settings, out: Path | None) -> Path:
    return (out or default_folder(settings, everything=wish.is_whole)).resolve()


def run_pages(
    jobs: Sequence[Job],
    folder: Path,
    options: Options | None,
    listen: Listener,
    finish: Callable[[list[Outcome]], Path],
) -> list[Outcome]:
    """Render pages into a folder."""
    return run_batch(
        jobs, folders.notebooks(), folder, options, listen=listen, prepare=_prepare, finish=finish
    )  # fmt: skip


def _prepare(jobs: Sequence[Job]) -> None:
    """Refuse wrong parameters, and make the forecasts, before any notebook starts."""
    from iidsp_analysis import build

    # Year, as_of and language are shared: the first job of the strictest kind refuses them for all.
    opened = min(jobs, key=lambda job: job.kind == "exports").context(build.load())
    if any(job.kind in FORECASTING for job in jobs):
        _store_forecasts(opened)
    if all(job.kind != "projects" for job in jobs):
        from iidsp_analysis.report.pages import index_figures

        index_figures(jobs[0].settings)


def _store_forecasts(context: Context) -> None:
    """Make the forecasts of all regions before any notebook starts: those that start together would each make them."""
    from iidsp_analysis.errors import MissingDataError
    from iidsp_analysis.monitors.export_forecasts import export_forecasts

    with suppress(MissingDataError):  # the section itself says why there is no forecast
        export_forecasts(context.exports)


def _is_register_stored(as_of: str) -> bool:
    """Whether a register of real projects is stored; where no file of one lies, nobody need look into it."""
    if not any(name.startswith("projects/snapshots/") for name in own_files()):
        return False
    from iidsp_analysis.sections.projects.view import is_stored

    return is_stored(as_of)


def default_folder(settings: Settings, *, everything: bool) -> Path:
    """``reports/`` for a whole set; a folder of its own for single pages, which must not mix with another set's."""
    if everything:
        return folders.reports()
    parts = [str(settings.year), f"borders-{settings.borders}", settings.language, settings.as_of]
    return folders.reports() / "_".join(part for part in parts if part)


def _remove_others(folder: Path, jobs: Sequence[Job], settings: Settings) -> None:
    """Remove this program's pages of other borders, to which the index would not lead; no other file is touched."""
    sets = [plan([], replace(settings, borders=each), everything=True, projects=True) for each in regions.BORDERS]
    for slug in {job.slug for jobs_of_set in sets for job in jobs_of_set} - {job.slug for job in jobs}:
        (folder / f"{slug}.html").unlink(missing_ok=True)
        documents.remove(slug, folder)


def _earlier(folder: Path, jobs: Sequence[Job], settings: Settings) -> list[Outcome]:
    """Pages of the same settings that an earlier run left in the folder: the index keeps leading to them."""
    slugs = {job.slug for job in jobs}
    planned = [*plan([], settings, everything=True, projects=True), *_all_pairs(settings)]
    others = [job for job in planned if job.slug not in slugs]
    return [Outcome(job, page, 0.0) for job in others if (page := folder / f"{job.slug}.html").is_file()]


def _all_pairs(settings: Settings) -> list[Job]:
    """Pages of region × industry, by goods and by divisions: either may have been made before."""
    names = [region.id for region in regions.regions_of(settings.borders)]
    return fan_out(names, [*product_groups(), *divisions()], settings)
