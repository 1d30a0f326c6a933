"""The factory: plans keys, makes what changed in processes of their own, publishes whole pages, keeps the manifest."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from math import inf
from pathlib import Path
from typing import Any, Final

from iidsp_analysis import folders, schema
from iidsp_analysis.errors import ReportError
from iidsp_analysis.report import documents, headings, inputs, kept, manifest, printing, whole_files
from iidsp_analysis.report.crews import Crew, crew_for
from iidsp_analysis.report.jobs import Job, notebook_path
from iidsp_analysis.report.keys import differing, keys, look
from iidsp_analysis.report.manifest import Manifest, Row
from iidsp_analysis.report.outcomes import Again, InCell, Listener, Outcome, Planned, Printed, nobody
from iidsp_analysis.report.supervisor import Finished
from iidsp_analysis.report.tasks import PAGE, Limits, Task
from iidsp_analysis.report.workers import CAN_FORK, DEFAULT_ENGINE

#: Folder of running tasks below that of the pages: what is left in it belongs to nobody.
WORK: Final = "_work"
#: Kinds of pages of which a batch has one, with figures of their own.
ALONE: Final = frozenset({"backtest", "exports"})
#: So often are pages made again because data changed meanwhile.
ROUNDS: Final = 3


@dataclass(frozen=True)
class Options:
    """How a batch is run.

    ``engine`` is ``iidsp`` (cells in a forked process) or ``nbclient`` (a cold kernel each); ``start`` says how
    processes are started, ``fork`` or ``spawn``; ``is_forced`` makes pages again that are unchanged; ``scheduler`` is
    the address of a dask cluster that makes the pages, else this machine does; ``documents`` are the endings of what is
    made besides the pages: xlsx, docx, pdf.
    """

    workers: int = 2
    engine: str = DEFAULT_ENGINE
    start: str = "fork" if CAN_FORK else "spawn"
    limits: Limits = field(default_factory=Limits)
    is_forced: bool = False
    scheduler: str = ""
    documents: tuple[str, ...] = ()


def run_batch(
    jobs: Sequence[Job],
    notebooks: Path,
    out: Path,
    options: Options | None = None,
    *,
    listen: Listener = nobody,
    prepare: Callable[[Sequence[Job]], None] = lambda jobs: None,
    finish: Callable[[list[Outcome]], Path | None] = lambda outcomes: None,
) -> list[Outcome]:
    """Make the pages of jobs that are not there yet or would look different; a failure stops nothing but its own page.

    Parameters
    ----------
    jobs : sequence of Job
        Jobs of one batch.
    notebooks, out : Path
        Folder of the notebooks, and that of the pages.
    options : Options, optional
        How the batch is run.
    listen : callable
        Told what happens.
    prepare : callable
        Called with the jobs of which pages are to be made, before the first of them starts.
    finish : callable
        Called with all outcomes while the folder is still locked; writes the index and returns its path.

    Returns
    -------
    list of Outcome
        In the order of the jobs.

    Raises
    ------
    ReportError
        If another batch works in the folder, or the workers cannot be started.
    OSError
        If the folder cannot be written.
    """
    options = options or Options()
    with manifest.locked(out) as book:
        shutil.rmtree(out / WORK, ignore_errors=True)
        _remove_parts(out)
        try:
            return _Batch(list(jobs), notebooks, out, options, listen, book).run(prepare, finish)
        finally:
            _remove_if_empty(out)  # what was refused leaves no folder


def _remove_parts(out: Path) -> None:
    """Remove half files of a batch that was killed; the lock says that nobody writes them any more."""
    for part in [*out.glob("*.part"), *(out / kept.FOLDER).glob("*.part")]:
        part.unlink(missing_ok=True)


class _Batch:
    def __init__(self, jobs: list[Job], notebooks: Path, out: Path, options: Options, listen: Listener,
                 book: Manifest) -> None:  # fmt: skip
        self.jobs, self.notebooks, self.out, self.options = jobs, notebooks, out, options
        self.by_slug = {job.slug: job for job in jobs}
        self.listen, self.book = listen, book
        self.edition = look(notebooks)
        self.keys = keys(jobs, self.edition)
        self.outcomes: dict[str, Outcome] = {}
        self.why: dict[str, tuple[str, ...]] = {}

    def run(
        self, prepare: Callable[[Sequence[Job]], None], finish: Callable[[list[Outcome]], Path | None]
    ) -> list[Outcome]:
        """Make the pages, round after round until the data stand still, and the index over them."""
        to_do: list[Job] = []
        unchanged: list[Job] = []
        for job in self.jobs:
            (to_do if self._is_to_do(job) else unchanged).append(job)
        for job in unchanged:
            self._take_unchanged(job)
        self.listen(Planned(len(to_do), len(unchanged)))
        if to_do:
            self._make(to_do, prepare)
        outcomes = [self.outcomes[job.slug] for job in self.jobs]
        unprinted = self._print(outcomes)
        self._write_index(outcomes, finish)
        if unprinted:
            slugs = ", ".join(sorted(target.stem for target in unprinted))
            raise ReportError(next(iter(unprinted.values())), where=slugs,
                              what_next="The pages themselves are there.")  # fmt: skip
        return outcomes

    def _print(self, outcomes: Sequence[Outcome]) -> dict[Path, str]:
        """Print the pages that are there and not on paper yet, where that is asked for; the reasons of failures."""
        if documents.PAPER not in self.options.documents:
            return {}
        rows = [self.book.rows[each.job.slug] for each in outcomes if each.page is not None]
        missing = [row for row in rows if not self.book.has_document(row, documents.PAPER)]
        pages = [(self.out / row.page, self.out / f"{row.slug}.{documents.PAPER}") for row in missing]
        reasons = printing.print_pages(pages, self.options.workers, self._note_printed)
        if pages:
            self.book.write()
        return reasons

    def _note_printed(self, target: Path) -> None:
        row = self.book.rows[target.stem]
        told = row.documents | {documents.PAPER: manifest.checksum_of(target)}
        self.book.rows[row.slug] = replace(row, documents=told)
        self.listen(Printed(row.slug))

    def _is_to_do(self, job: Job) -> bool:
        asked = documents.from_notebook(self.options.documents)
        return self.options.is_forced or not self.book.is_fresh(job.slug, self.keys[job.slug].value, asked)

    def _take_unchanged(self, job: Job) -> None:
        row = self.book.rows[job.slug]
        self.outcomes[job.slug] = Outcome(
            job, self.out / row.page, row.seconds, warnings=row.warnings, is_new=False
        )  # fmt: skip

    def _make(self, to_do: list[Job], prepare: Callable[[Sequence[Job]], None]) -> None:
        self.book.batch = {
            "state": "running",
            "started": _now(),
            "program": version("iidsp-analysis"),
            "commit": _commit(),
            "engine": self.options.engine,
            "jobs": len(self.jobs),
        }
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, self.out / WORK, ignore_errors=True)
            options = self.options
            crew = crew_for(options.start, options.scheduler, self.notebooks, self.out / WORK / "server.log")
            stack.callback(crew.close)
            prepare(to_do)
            crew.prepare(_one_of_each(to_do))
            self._make_and_note(to_do, crew)

    def _make_and_note(self, to_do: list[Job], crew: Crew) -> None:
        """Make pages; the manifest says what became of every job, also after an interruption."""
        for job in to_do:
            self._set_waiting(job)
        state = "interrupted"
        try:
            self._make_in_rounds(to_do, crew)
            state = "finished"
        finally:
            self._skip_the_rest(to_do)
            self.book.batch |= {"state": state, "ended": _now()}
            _remove_if_empty(self.out / kept.FOLDER)
            with suppress(OSError) if state == "interrupted" else ExitStack():
                self.book.write()

    def _make_in_rounds(self, to_do: list[Job], crew: Crew) -> None:
        for number in range(ROUNDS):
            self._round(to_do, crew)
            to_do = self._outdated()
            if not to_do:
                return
            if number + 1 < ROUNDS:
                self.listen(Again(len(to_do)))
        for job in to_do:
            self._take_failure(job, "the data kept changing while the pages were made: run again when they stand still")

    def _round(self, jobs: list[Job], crew: Crew) -> None:
        self.book.editions[self.edition.id] = self.edition.told() | _circumstances()
        tasks = [self._task(job) for job in sorted(jobs, key=self._seconds_before, reverse=True)]
        watch = crew.watch(max(1, min(self.options.workers, len(tasks))), self._tell_cell)
        try:
            for finished in watch.run(tasks):
                self._take(self.by_slug[finished.task.slug], finished)
        finally:
            for task in watch.running():
                self._interrupt(self.by_slug[task.slug])

    def _seconds_before(self, job: Job) -> float:
        """Seconds that a page took the last time: the longest start first, so that none is waited for at the end."""
        before = self.book.rows.get(job.slug)
        return before.seconds if before and before.seconds else inf

    def _outdated(self) -> list[Job]:
        """Jobs whose page was made from files that are others now."""
        now = look(self.notebooks)
        if now.data == self.edition.data and all(each.status != manifest.WAITING for each in self.outcomes.values()):
            return []
        self.edition, self.keys = now, keys(self.jobs, now)
        return [
            job for job in self.jobs
            if (outcome := self.outcomes[job.slug]).status == manifest.WAITING
            or (outcome.is_done and self.book.rows[job.slug].key != self.keys[job.slug].value)
        ]  # fmt: skip

    def _task(self, job: Job) -> Task:
        work = self.out / WORK / job.slug
        shutil.rmtree(work, ignore_errors=True)
        return Task(job, job.parameters, notebook_path(job, self.notebooks), work, self.options.engine,
                    self.options.limits, self.edition.data, documents.from_notebook(self.options.documents),
                    self.keys[job.slug].value)  # fmt: skip

    def _tell_cell(self, slug: str, cell: int) -> None:
        path = notebook_path(self.by_slug[slug], self.notebooks)
        self.listen(InCell(slug, cell, headings.number_of_cells(path), headings.heading_of(path, cell)))

    def _take(self, job: Job, finished: Finished) -> None:
        """Publish a page, or keep what there is of it; then write it down."""
        row = self._row(job, finished)
        page = self.out / f"{job.slug}.html"
        if finished.answer.is_outdated and finished.status == manifest.DONE:
            self.outcomes[job.slug] = Outcome(job, None, 0.0, status=manifest.WAITING)
            return
        if finished.status == manifest.DONE:
            whole_files.move(finished.task.work / PAGE, page)
            kept.forget(job.slug, self.out)
            row = replace(row, page=page.name, checksum=manifest.checksum_of(page), size=page.stat().st_size,
                          documents=documents.publish(finished.task, self.out))  # fmt: skip
            outcome = Outcome(job, page, finished.seconds, warnings=row.warnings)
        else:
            page.unlink(missing_ok=True)  # an old page beside a failed run would pass for a new one
            documents.remove(job.slug, self.out)
            kept.forget(job.slug, self.out)
            notebook = kept.keep(finished, self.out)
            row = replace(row, kept=f"{kept.FOLDER}/{notebook.name}" if notebook else "")
            outcome = Outcome(job, None, finished.seconds, finished.reason, notebook, status=finished.status)
        shutil.rmtree(finished.task.work, ignore_errors=True)
        self.outcomes[job.slug] = outcome
        self._put(row)
        self.listen(outcome)

    def _row(self, job: Job, finished: Finished) -> Row:
        key = self.keys[job.slug]
        return replace(
            self._blank(job, finished.status), reason=finished.reason, key=key.value, parts=key.parts,
            seconds=round(finished.seconds, 3), cpu_seconds=round(finished.cpu_seconds, 3),
            memory=round(finished.memory, 1), warnings=finished.answer.warnings,
        )  # fmt: skip

    def _blank(self, job: Job, status: str, reason: str = "") -> Row:
        """Return a row without a key: nothing is known about what such a page was made from."""
        return Row(job.slug, job.kind, job.notebook, job.parameters, status, reason, why=self.why.get(job.slug, ()),
                   edition=self.edition.id, engine=self.options.engine, started=_now())  # fmt: skip

    def _put(self, row: Row) -> None:
        with suppress(OSError):  # a full disk fails the pages one by one; the last writing of the manifest says so
            self.book.put(row)

    def _set_waiting(self, job: Job) -> None:
        before = self.book.rows.get(job.slug)
        self.why[job.slug] = differing(before, self.keys[job.slug], is_forced=self.options.is_forced)
        # The key of the page that lies there stays: it tells what it was made from until another takes its place.
        keep = before or self._blank(job, manifest.WAITING)
        self.book.rows[job.slug] = replace(keep, status=manifest.WAITING, why=self.why[job.slug], reason="")
        self.outcomes[job.slug] = Outcome(job, None, 0.0, status=manifest.WAITING)

    def _take_failure(self, job: Job, reason: str) -> None:
        (self.out / f"{job.slug}.html").unlink(missing_ok=True)
        self.outcomes[job.slug] = Outcome(job, None, 0.0, reason, status=manifest.FAILED)
        self._put(self._blank(job, manifest.FAILED, reason))
        self.listen(self.outcomes[job.slug])

    def _interrupt(self, job: Job) -> None:
        self._set_aside(job, manifest.KILLED, "interrupted while it was made")

    def _skip_the_rest(self, to_do: Sequence[Job]) -> None:
        for job in to_do:
            if self.outcomes[job.slug].status == manifest.WAITING:
                self._set_aside(job, manifest.SKIPPED, "interrupted before it was made")

    def _set_aside(self, job: Job, status: str, reason: str) -> None:
        """Note what was not made. A page of an earlier run stays: it tells its own edition, and the manifest that."""
        self.outcomes[job.slug] = Outcome(job, None, 0.0, reason, status=status)
        self.book.rows[job.slug] = replace(self.book.rows[job.slug], status=status, reason=reason)

    def _write_index(self, outcomes: list[Outcome], finish: Callable[[list[Outcome]], Path | None]) -> None:
        """Let the index be written, unless it is the one of these outcomes already."""
        rows = self.book.rows
        told = [
            [each.job.slug, each.status, each.reason, rows[each.job.slug].key, sorted(rows[each.job.slug].documents)]
            for each in outcomes
        ]
        key = inputs.digest([told, sorted(self.book.rows), self.edition.told()])
        index = self.out / self.book.index.get("page", "")
        if self.book.index.get("key") == key and manifest.checksum_of(index) == self.book.index.get("checksum"):
            return
        path = finish(outcomes)
        if path is not None:
            self.book.index = {"page": path.name, "key": key, "checksum": manifest.checksum_of(path)}
            self.book.write()


def _one_of_each(jobs: Sequence[Job]) -> list[Job]:
    """Return a job about the country for every set of figures that several of the jobs look at."""
    looked_at = Counter(
        replace(
            job, kind="projects" if job.kind == "projects" else "country", slug="", region=schema.COUNTRY, industry=""
        )
        for job in jobs
        if job.kind not in ALONE
    )
    return [job for job, number in looked_at.items() if number > 1]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _commit() -> str:
    """Commit of the project's tree, nothing where it is not under git."""
    try:
        told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folders.project(), capture_output=True, text=True,
                              timeout=5, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def _circumstances() -> dict[str, Any]:
    """Vintages of the tables, program and commit: facts about an edition that decide no page."""
    from iidsp_analysis.sources import read_sources

    vintages = {source.id: source.vintage for source in read_sources(folders.raw()).values()}
    return {"vintages": vintages, "program": version("iidsp-analysis"), "commit": _commit()}


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
