"""What a worker is told and what it answers: plain values, so that they travel to any process or machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from iidsp_analysis.report.jobs import Job

#: Files in the folder of a task while it is being worked on.
EXECUTED, PAGE, LOG, ANSWER = "executed.ipynb", "page.html", "log.txt", "answer.json"
#: Documents that are made from the executed notebook, besides the page, by their ending.
WORKBOOK, SUMMARY, FIGURES = "xlsx", "docx", "json"
IN_PROCESS, KERNEL = "iidsp", "nbclient"
ENGINES: Final = (IN_PROCESS, KERNEL)


@dataclass(frozen=True)
class Limits:
    """What one report may take: seconds for a cell and for the whole, and MiB of addresses (0: no limit)."""

    cell_seconds: float = 600.0
    job_seconds: float = 1800.0
    memory: int = 8192


@dataclass(frozen=True)
class Task:
    """One page to be made by a worker.

    Parameters
    ----------
    job : Job
        What the page is about.
    parameters : dict
        Parameters of its notebook.
    notebook : Path
        The notebook.
    work : Path
        Folder of this task alone; everything that the worker writes is put there.
    engine : str
        Engine of papermill that runs the cells.
    inputs : str
        Checksum of the files that the page may read; a page that was made from others is not published.
    documents : tuple of str
        Endings of the documents that are made besides the page.
    key : str
        Content key of the page, which the documents name.
    """

    job: Job
    parameters: dict[str, str | int | bool]
    notebook: Path
    work: Path
    engine: str = IN_PROCESS
    limits: Limits = field(default_factory=Limits)
    inputs: str = ""
    documents: tuple[str, ...] = ()
    key: str = ""

    @property
    def slug(self) -> str:
        """Name of the page."""
        return self.job.slug

    def to_text(self) -> str:
        """Write the task as one line of JSON."""
        told = asdict(self) | {"notebook": str(self.notebook), "work": str(self.work)}
        return json.dumps(told, ensure_ascii=False)

    @staticmethod
    def from_text(text: str) -> Task:
        """Read what :meth:`to_text` wrote."""
        told: dict[str, Any] = json.loads(text)
        job = Job.from_plain(told["job"])
        paths = {name: Path(told[name]) for name in ("notebook", "work")}
        kept = {"job": job, "limits": Limits(**told["limits"]), "documents": tuple(told["documents"])}
        return Task(**(told | paths | kept))


@dataclass(frozen=True)
class Answer:
    """What a worker found: the reason why there is no page, in one line, or nothing; and the warnings of the cells.

    ``is_outdated`` says that the files changed while the page was made: it has to be made again.
    """

    reason: str = ""
    warnings: tuple[str, ...] = ()
    is_outdated: bool = False


def read_answer(work: Path) -> Answer | None:
    """Return the answer in a task's folder; None where the worker gave none, or was stopped while it wrote."""
    try:
        told = json.loads((work / ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Answer(told["reason"], tuple(told["warnings"]), told["is_outdated"])
