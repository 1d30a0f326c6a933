"""The manifest of a folder of pages: what became of every job, from what it was made, and why.

``manifest.json`` is the truth about a batch. What papermill writes into a notebook is not: after a kernel was killed it
calls every cell completed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from iidsp_analysis import folders
from iidsp_analysis.errors import ReportError
from iidsp_analysis.report import whole_files

FILE: Final = "manifest.json"
FORMAT: Final = 1
#: Windows cannot lock a folder: there this file is locked.
LOCK: Final = "manifest.lock"
WAITING, DONE, FAILED, TIMED_OUT, KILLED, SKIPPED = STATUSES = (
    "waiting", "done", "failed", "timed out", "killed", "skipped",
)  # fmt: skip
#: A manifest of thousands of jobs is not written after each of them: writing takes this part of the time at most.
_WRITING_SHARE: Final = 0.05


@dataclass(frozen=True)
class Row:
    """What the manifest knows about one job.

    ``status`` is one of :data:`STATUSES`; ``waiting`` stands there only while a batch runs, or after it was killed.
    ``parts`` are the parts of ``key``, ``why`` the parts for which the page was made, ``edition`` the entry of
    :attr:`Manifest.editions` from which; ``memory`` is in MiB, ``checksum`` that of the page; ``documents`` holds the
    checksums of what was made besides it, by ending.
    """

    slug: str
    kind: str
    notebook: str
    parameters: dict[str, str | int | bool]
    status: str
    reason: str = ""
    key: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    edition: str = ""
    engine: str = ""
    started: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: float = 0.0
    warnings: tuple[str, ...] = ()
    page: str = ""
    checksum: str = ""
    size: int = 0
    kept: str = ""
    documents: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def from_told(told: Mapping[str, Any]) -> Row:
        """Read a row of the file; what a later version has added is left aside."""
        known = {each.name for each in fields(Row)}
        row = {name: value for name, value in told.items() if name in known}
        return Row(**(row | {name: tuple(row.get(name, ())) for name in ("why", "warnings")}))


class Manifest:
    """The manifest of one folder, open for writing by one batch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        told = _read(folder / FILE)
        self.rows = {slug: Row.from_told(row) for slug, row in told.get("jobs", {}).items()}
        self.editions: dict[str, dict[str, Any]] = dict(told.get("editions", {}))
        self.batch: dict[str, Any] = dict(told.get("batch", {}))
        self.index: dict[str, str] = dict(told.get("index", {}))
        self._written, self._took = 0.0, 0.0

    def is_fresh(self, slug: str, key: str, documents: Collection[str] = ()) -> bool:
        """Whether the page of a job and its documents lie there, made from the same things, as they were written."""
        row = self.rows.get(slug)
        if row is None or row.status != DONE or row.key != key:
            return False
        if checksum_of(self.folder / row.page) != row.checksum:
            return False
        return all(self.has_document(row, ending) for ending in documents)

    def has_document(self, row: Row, ending: str) -> bool:
        """Whether a document of a page lies there as it was written."""
        return (
            bool(row.documents.get(ending))
            and checksum_of(self.folder / f"{row.slug}.{ending}") == row.documents[ending]
        )

    def put(self, row: Row) -> None:
        """Set the row of a job, and write the file unless it was written just now."""
        self.rows[row.slug] = row
        if time.monotonic() - self._written > self._took / _WRITING_SHARE:
            self.write()

    def write(self) -> None:
        """Write the file whole; editions that no row names any more are left out."""
        started = time.monotonic()
        named = {row.edition for row in self.rows.values()}
        told = {
            "format": FORMAT,
            "batch": self.batch,
            "index": self.index,
            "editions": {name: told for name, told in self.editions.items() if name in named},
            "jobs": {slug: asdict(row) for slug, row in sorted(self.rows.items())},
        }
        whole_files.write_text(self.folder / FILE, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        self._written = time.monotonic()
        self._took = self._written - started


def _read(path: Path) -> dict[str, Any]:
    """Read a manifest; one of another format, or that is none, says nothing about the pages."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return told if isinstance(told, dict) and told.get("format") == FORMAT else {}


def checksum_of(path: Path) -> str:
    """SHA-256 of a file, nothing where there is none."""
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


@contextmanager
def locked(folder: Path) -> Iterator[Manifest]:
    """Open the manifest of a folder for one batch; the folder is made where it is absent.

    The lock is the system's: it ends with the process, however that ends, and leaves no file.

    Raises
    ------
    ReportError
        If another batch works in the folder.
    OSError
        If the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(13, "The folder of the pages is read-only.", str(folder))
    held = _lock(folder)
    try:
        yield Manifest(folder)
    finally:
        os.close(held)


def _lock(folder: Path) -> int:
    try:
        return folders.lock(folder, LOCK, wait=False)
    except OSError as taken:
        raise ReportError("Another batch is writing pages into this folder.", where=str(folder),
                          what_next="Wait for it to end, or name another folder with --out.") from taken  # fmt: skip
