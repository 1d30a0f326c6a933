"""What the commands that make pages share: how a batch is run, what is told of it, and its exit code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iidsp_analysis.errors import UsageError

if TYPE_CHECKING:
    from iidsp_analysis.report.batch import Batch
    from iidsp_analysis.report.factory import Options
    from iidsp_analysis.report.outcomes import Listener

PAGES_FAILED = 1

Technology = Annotated[
    str, typer.Option(help="Technology classes of the concept page: eurostat, oecd, unido, or a CSV file: code,class.")
]
Out = Annotated[str | None, typer.Option(help="Folder; one of its own below reports/ by default.")]
AtOnce = Annotated[int, typer.Option(min=1, help="Pages at a time.")]
Force = Annotated[bool, typer.Option("--force", help="Make pages again that would come out the same.")]
Engine = Annotated[
    str, typer.Option(help="iidsp (warm, forked) or nbclient (a cold kernel each); the safe one if empty.")
]
CellTimeout = Annotated[float, typer.Option(min=0.1, help="Seconds that one cell may take.")]
JobTimeout = Annotated[float, typer.Option(min=0.1, help="Seconds that one page may take.")]
Memory = Annotated[int, typer.Option(min=0, help="MiB of addresses that one page may take; 0: no limit.")]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="Make a workbook besides each page: real numbers, formats, charts.")]
Docx = Annotated[bool, typer.Option("--docx", help="Make a Word summary besides each page.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Print each page, by headless Chromium.")]
Executor = Annotated[str, typer.Option(help="local (this machine) or dask (a cluster).")]
Scheduler = Annotated[str, typer.Option(help="Address of the cluster's scheduler, such as tcp://HOST:8786.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Tell nothing while pages are made.")]
AsJson = Annotated[bool, typer.Option("--json", help="Tell events as lines of JSON.")]


def folder_of(out: str | None) -> Path | None:
    """Return the folder for the pages; None for the usual one.

    Raises
    ------
    UsageError
        For an empty name, which would be the working folder, or a file in the place of the folder.
    """
    if out is None:
        return None
    if not out.strip():
        raise UsageError("The folder has no name.", where="--out", what_next="Name one, or leave --out away.")
    if Path(out).exists() and not Path(out).is_dir():
        raise UsageError("That is a file, not a folder.", where=f"--out {out}", what_next="Name another folder.")
    return Path(out)


def technology_of(chosen: str, *, tells_it: bool) -> str:
    """Return the technology classes that pages are asked for with: a name or a whole table in one line, never a path.

    Raises
    ------
    UsageError
        If no page that is asked for tells technology by class, or for classes that cannot be used.
    """
    if not chosen:
        return ""
    if not tells_it:
        raise UsageError("Only the page for the Concept has a choice of technology classes.", where="--technology",
                         what_next="Use --notebook concept, or leave --technology out.")  # fmt: skip
    from iidsp_analysis.models.technology_scheme import portable

    return portable(chosen)


def options_of(
    jobs: int,
    force: bool,
    engine: str,
    cell_timeout: float,
    job_timeout: float,
    memory: int,
    executor: str,
    scheduler: str,
    documents: Sequence[str] = (),
) -> Options:
    """Return how the batch is run.

    Raises
    ------
    UsageError
        For an unknown engine or executor, or one that this system cannot run; for documents that it cannot make.
    """
    from iidsp_analysis.cluster import require_address
    from iidsp_analysis.report.documents import require_possible
    from iidsp_analysis.report.factory import Options
    from iidsp_analysis.report.tasks import ENGINES, Limits
    from iidsp_analysis.report.workers import DEFAULT_ENGINE

    if engine and engine not in ENGINES:
        raise UsageError(f"Unknown engine {engine!r}.", where="--engine", what_next=f"Use {' or '.join(ENGINES)}.")
    limits = Limits(cell_timeout, job_timeout, memory)
    require_address(executor, scheduler)
    require_possible(documents)
    return Options(
        jobs, engine or DEFAULT_ENGINE, limits=limits, is_forced=force, scheduler=scheduler, documents=tuple(documents)
    )


def documents_of(xlsx: bool, docx: bool, pdf: bool) -> tuple[str, ...]:
    """Endings of the documents that are asked for."""
    return tuple(ending for ending, asked in (("xlsx", xlsx), ("docx", docx), ("pdf", pdf)) if asked)


def progress_of(quiet: bool, as_json: bool) -> AbstractContextManager[Listener]:
    """Return who is told what happens."""
    from iidsp_analysis.report.progress import progress

    return progress(quiet=quiet, as_json=as_json)


def conclude(batches: Sequence[Batch], *, as_json: bool) -> None:
    """Tell how the batches ended, one for each language, and end with their exit code."""
    for batch in batches:
        for line in batch.complaints:
            typer.echo(line, err=True)
        index = str(batch.index)
        typer.echo(json.dumps({"event": "index", "page": index, "failed": len(batch.failed)}) if as_json else index)
    if any(batch.failed for batch in batches):
        raise typer.Exit(PAGES_FAILED)
