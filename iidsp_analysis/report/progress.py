"""What a person or a program sees while pages are made: a live bar, plain lines, JSON events, or nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from iidsp_analysis.command_words import spoken
from iidsp_analysis.report.outcomes import Again, InCell, Listener, Outcome, Planned, Printed, Told, nobody


@contextmanager
def progress(*, quiet: bool = False, as_json: bool = False, stream: IO[str] | None = None) -> Iterator[Listener]:
    """Return who is told what happens.

    Parameters
    ----------
    quiet : bool
        Tell nothing while pages are made.
    as_json : bool
        Write one line of JSON for each event to standard output.
    stream : text stream, optional
        Where bar and lines go; standard error by default.
    """
    if as_json:
        yield _write_json
        return
    if quiet:
        yield nobody
        return
    console = Console(file=stream or sys.stderr, highlight=False)
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as live:
        yield _Bar(live)


def _write_json(told: Told) -> None:
    sys.stdout.write(f"{json.dumps(as_event(told), ensure_ascii=False)}\n")
    sys.stdout.flush()


def as_event(told: Told) -> dict[str, Any]:
    """Return an event as plain values."""
    match told:
        case Planned(total, unchanged):
            return {"event": "planned", "to_make": total, "unchanged": unchanged}
        case InCell(slug, cell, cells, heading):
            return {"event": "cell", "slug": slug, "cell": cell + 1, "cells": cells, "section": heading}
        case Again(pages):
            return {"event": "again", "pages": pages}
        case Printed(slug):
            return {"event": "printed", "slug": slug}
        case Outcome() as outcome:
            return {
                "event": "page",
                "slug": outcome.job.slug,
                "status": outcome.status,
                "reason": outcome.reason,
                "seconds": round(outcome.seconds, 3),
                "page": str(outcome.page or ""),
                "kept": str(outcome.kept or ""),
            }


class _Lines:
    """One line for each page."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, told: Told) -> None:
        line = _line(told)
        if line:
            self._console.print(line, markup=False, soft_wrap=True)


def _line(told: Told) -> str:
    match told:
        case Planned(total, unchanged) if unchanged:
            return spoken(f"{unchanged} pages are unchanged, {total} are made")
        case Again(pages):
            return spoken(f"data changed meanwhile: {pages} pages are made again")
        case Printed(slug):
            return spoken(f"printed {slug}")
        case Outcome() as outcome:
            slug, seconds = outcome.job.slug, f"{outcome.seconds:.1f}"
            if outcome.is_done:
                return spoken(f"done {slug} {seconds} s")
            return spoken(f"{outcome.status.upper()} {slug} {seconds} s")
    return ""


class _Bar:
    """A bar of pages, and under it the reports that are being made with their sections.

    The bar counts cells: half a report is half done.
    """

    def __init__(self, live: Progress) -> None:
        self._live = live
        self._pages = live.add_task("reports", total=None)
        self._running: dict[str, TaskID] = {}

    def __call__(self, told: Told) -> None:
        match told:
            case Planned(total, _):
                self._live.update(self._pages, total=total)
            case Again(pages):
                self._live.update(self._pages, total=(self._live.tasks[0].total or 0) + pages)
            case InCell(slug, cell, cells, heading):
                self._show(slug, cell, cells, heading)
            case Outcome() as outcome:
                self._end(outcome)
            case Printed(slug):
                self._live.update(self._pages, description=spoken(f"printed {slug}"))

    def _show(self, slug: str, cell: int, cells: int, heading: str) -> None:
        if slug not in self._running:
            self._running[slug] = self._live.add_task(slug, total=cells)
        words = f"{slug}: {heading}" if heading else slug
        self._live.update(self._running[slug], completed=max(cell, 0), description=f"  {words[:46]:<46}")

    def _end(self, outcome: Outcome) -> None:
        running = self._running.pop(outcome.job.slug, None)
        if running is not None:
            self._live.remove_task(running)
        self._live.update(self._pages, advance=1)
        if not outcome.is_done:
            self._live.console.print(_line(outcome), markup=False)
