"""Why was this page made, and would it be made again? The manifest knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iidsp_analysis import folders
from iidsp_analysis.command_words import spoken
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.keys import Edition, Key, differing, explanation, keys, look
from iidsp_analysis.report.manifest import Manifest, Row


def explained(jobs: Sequence[Job], out: Path) -> list[str]:
    """Return one line for each job: what became of it, for what reason, and what a run would do now.

    Nothing is made.
    """
    book, edition = Manifest(out), look(folders.notebooks())
    now = keys(jobs, edition)
    return [f"{job.slug}: {_then(job, book)}; {_now(job, book, edition, now[job.slug])}" for job in jobs]


def _then(job: Job, book: Manifest) -> str:
    row = book.rows.get(job.slug)
    if row is None:
        return spoken("never made")
    why = spoken(f", because of: {explanation(row.why, *_editions(row, book))}") if row.why else ""
    reason = f" ({spoken(row.reason)})" if row.reason else ""
    return f"{spoken(row.status)} {row.started}{reason}{why}"


def _editions(row: Row, book: Manifest) -> tuple[dict[str, object], dict[str, object]]:
    """The edition before the page's, of which nothing is known any more, and the page's own."""
    return {}, book.editions.get(row.edition, {})


def _now(job: Job, book: Manifest, edition: Edition, key: Key) -> str:
    if book.is_fresh(job.slug, key.value):
        return spoken("a run would leave it as it is")
    row = book.rows.get(job.slug)
    before = book.editions.get(row.edition, {}) if row else {}
    return spoken(f"a run would make it, because of: {explanation(differing(row, key), before, edition.told())}")
