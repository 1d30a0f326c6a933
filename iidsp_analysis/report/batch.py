"""A batch of reports: plan, check, run with a progress bar, write the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from iidsp_analysis import build, folders
from iidsp_analysis.report import pages
from iidsp_analysis.report.jobs import Settings, industry_job, plan
from iidsp_analysis.report.runner import Outcome, run_batch


@dataclass(frozen=True)
class Batch:
    """Outcomes of a batch and its index page."""

    outcomes: tuple[Outcome, ...]
    index: Path

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The jobs without a page."""
        return tuple(outcome for outcome in self.outcomes if not outcome.is_done)


def render_reports(
    labels: Sequence[str],
    settings: Settings,
    *,
    industries: Sequence[str] = (),
    everything: bool = False,
    out: Path | None = None,
    workers: int = 2,
) -> Batch:
    """Render the named reports, or all of them, and the index over them.

    Raises
    ------
    UsageError, UnknownLabelError, BoundaryError
        For wrong parameters, before any kernel starts.
    """
    jobs = [] if industries and not labels and not everything else plan(labels, settings, everything=everything)
    if not everything:
        jobs += [industry_job(label, settings) for label in industries]
    panel = build.load()
    for job in jobs[:1]:
        job.context(panel)  # year, as_of and language are shared: one look refuses them for all
    folder = (out or folders.reports()).resolve()
    with _bar() as bar:
        task = bar.add_task("reports", total=len(jobs))

        def tell(outcome: Outcome) -> None:
            state = "" if outcome.is_done else "FAILED "
            bar.update(task, advance=1, description=f"{state}{outcome.job.slug}")
            if not bar.console.is_terminal:
                bar.console.print(f"{state or 'done '}{outcome.job.slug} {outcome.seconds:.1f} s", highlight=False)

        outcomes = run_batch(jobs, folders.notebooks(), folder, workers=workers, on_done=tell)
    return Batch(tuple(outcomes), pages.write_index(outcomes, settings, folder))


def _bar() -> Progress:
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))
