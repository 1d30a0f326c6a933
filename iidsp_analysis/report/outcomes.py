"""What became of the jobs of a batch, and what is told while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from iidsp_analysis.report import manifest
from iidsp_analysis.report.jobs import Job


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its page, or the reason in one line and the notebook kept for inspection.

    ``warnings`` are the texts that cells wrote to their error stream: pages leave them out, a person is told.
    ``is_new`` says whether the page was made in this run; ``status`` is one of :data:`manifest.STATUSES`.
    """

    job: Job
    page: Path | None
    seconds: float
    reason: str = ""
    kept: Path | None = None
    warnings: tuple[str, ...] = ()
    status: str = manifest.DONE
    is_new: bool = True

    @property
    def is_done(self) -> bool:
        """Whether the page exists."""
        return self.page is not None


@dataclass(frozen=True)
class Planned:
    """A batch begins: so many pages to be made, so many found unchanged."""

    total: int
    unchanged: int


@dataclass(frozen=True)
class InCell:
    """A report came to a cell, under a heading; ``cells`` is their number."""

    slug: str
    cell: int
    cells: int
    heading: str


@dataclass(frozen=True)
class Again:
    """Data changed while pages were made: so many are made again."""

    pages: int


@dataclass(frozen=True)
class Printed:
    """A page is on paper."""

    slug: str


Told = Planned | InCell | Outcome | Again | Printed
Listener = Callable[[Told], None]


def nobody(told: Told) -> None:
    """Tell nobody."""
