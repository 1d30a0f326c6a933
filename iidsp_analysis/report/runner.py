"""Run jobs: papermill executes the notebook, the page is written whole or not at all, failures keep their notebook."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import nbformat
from traitlets.config import Config

from iidsp_analysis import folders
from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.report.jobs import Job, notebook_path
from iidsp_analysis.report.pages import describe
from iidsp_analysis.report.render import render_page

FAILED_FOLDER = "_failed"


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its page, or the reason in one line and the notebook kept for inspection.

    ``warnings`` are the texts that cells wrote to their error stream: pages leave them out, a person is told.
    """

    job: Job
    page: Path | None
    seconds: float
    reason: str = ""
    kept: Path | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the page exists."""
        return self.page is not None


def run_job(job: Job, notebooks: Path, out: Path) -> Outcome:
    """Execute one notebook and write its page.

    A page of an earlier run is removed first: an old page beside a failed run would pass for a new one.
    """
    started = time.perf_counter()
    page = out / f"{job.slug}.html"
    kept = out / FAILED_FOLDER / f"{job.slug}.ipynb"
    page.unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with _kernel_log(kept.with_suffix(".log")):
        reason = _make_page(job, notebook_path(job, notebooks), kept, page)
    seconds = time.perf_counter() - started
    if reason:
        return Outcome(job, None, seconds, reason, kept if kept.is_file() else None)
    warnings = _warnings(kept)
    kept.unlink()
    kept.with_suffix(".log").unlink()
    return Outcome(job, page, seconds, warnings=warnings)


@contextmanager
def _kernel_log(path: Path) -> Iterator[None]:
    """Send what the kernel's process itself prints (start, stop, crash) to a file kept beside a failed notebook."""
    sys.stderr.flush()
    terminal = os.dup(2)
    with path.open("wb") as log:
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(terminal, 2)
        os.close(terminal)


def _read(executed: Path) -> nbformat.NotebookNode:
    text = executed.read_text(encoding="utf-8")
    return cast(nbformat.NotebookNode, nbformat.reads(text, as_version=4))  # type: ignore[no-untyped-call]


def _warnings(executed: Path) -> tuple[str, ...]:
    cells = _read(executed).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return tuple(output.text.strip() for output in outputs if output.get("name") == "stderr")


def _make_page(job: Job, notebook: Path, executed: Path, page: Path) -> str:
    """Return the reason of a failure in one line, or an empty text."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        with tempfile.TemporaryDirectory(prefix="iidsp-") as sockets:
            papermill.execute_notebook(
                _plain(notebook), _plain(executed), parameters=job.parameters, progress_bar=False, log_output=False,
                kernel_name="python3", execution_timeout=600, cwd=str(notebook.parent), config=_transport(sockets),
            )  # fmt: skip
        told = describe(job)
        html = render_page(_read(executed), **told)
    except PapermillExecutionError as failed:
        return f"{failed.ename}: {failed.evalue}"
    except (DeadKernelError, CellTimeoutError, AnalysisError) as failed:
        return f"{type(failed).__name__}: {failed}".splitlines()[0]
    folders.write_text(page, html)
    return ""


def _transport(folder: str) -> Config:
    """Talk to a kernel over file sockets of its own where they exist: no ports to race for, nothing on the network."""
    if os.name != "posix":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _plain(path: Path) -> str:
    """Papermill formats its paths like templates: braces in a folder's name must be doubled."""
    return str(path).replace("{", "{{").replace("}", "}}")


def run_batch(
    jobs: Sequence[Job],
    notebooks: Path,
    out: Path,
    *,
    workers: int = 2,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Run jobs in worker processes; a failure stops nothing but its own page.

    Returns
    -------
    list of Outcome
        In the order of the jobs.
    """
    out.mkdir(parents=True, exist_ok=True)
    outcomes: dict[str, Outcome] = {}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, min(workers, len(jobs))), mp_context=spawn, initializer=_prepare) as pool:
        waiting = {pool.submit(run_job, job, notebooks, out): job for job in jobs}
        for finished in as_completed(waiting):
            job = waiting[finished]
            error = finished.exception()
            outcome = (
                finished.result() if error is None else Outcome(job, None, 0.0, f"{type(error).__name__}: {error}")
            )
            outcomes[job.slug] = outcome
            on_done(outcome)
    _remove_if_empty(out / FAILED_FOLDER)
    return [outcomes[job.slug] for job in jobs]


def _prepare() -> None:
    """Make a worker ready: one BLAS thread each, and no grammar of web addresses built at import for nothing."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
