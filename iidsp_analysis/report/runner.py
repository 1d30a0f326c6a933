"""The work of one process: papermill executes the notebook, the page is written aside; the answer says how it went."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import nbformat
from traitlets.config import Config

from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.report import inputs, whole_files
from iidsp_analysis.report.tasks import ANSWER, EXECUTED, IN_PROCESS, PAGE, Answer, Task

#: Longest reason that is told; the kept notebook tells the rest.
LONGEST_REASON = 400


def nobody(cell: int) -> None:
    """Tell nobody which cell begins."""


def work_on(task: Task, on_cell: Callable[[int], None] = nobody) -> Answer:
    """Make the page of a task in its folder, and leave the answer there.

    A page is no page before somebody publishes it: this process may be stopped at any moment.
    """
    task.work.mkdir(parents=True, exist_ok=True)
    reason, warnings = _make_page(task, on_cell)
    is_outdated = bool(task.inputs) and inputs.checksum() != task.inputs
    answer = Answer(_one_line(reason), warnings, is_outdated)
    try:
        _leave(answer, task.work)
    except OSError as full:  # give up what fills the disk, so that at least the reason can be told
        for name in (EXECUTED, PAGE):
            (task.work / name).unlink(missing_ok=True)
        answer = Answer(answer.reason or _one_line(f"{type(full).__name__}: {full}"))
        _leave(answer, task.work)
    return answer


def _leave(answer: Answer, work: Path) -> None:
    whole_files.write_text(work / ANSWER, json.dumps(asdict(answer), ensure_ascii=False))


def _make_page(task: Task, on_cell: Callable[[int], None]) -> tuple[str, tuple[str, ...]]:
    """Return the reason of a failure, or an empty text; and the warnings of the cells."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        executed = _execute(task, on_cell)
        # Imported here: what it reads is read after the notebook has refused wrong parameters.
        from iidsp_analysis.report.pages import describe
        from iidsp_analysis.report.render import render_page

        described = describe(task.job, task.key)
        whole_files.write_text(task.work / PAGE, render_page(executed, **described))
        _write_documents(task, executed, described)
    except PapermillExecutionError as failed:
        return f"{failed.ename}: {failed.evalue}", ()
    except CellTimeoutError:
        return f"CellTimeoutError: a cell took more than {task.limits.cell_seconds:g} s", ()
    except (DeadKernelError, AnalysisError, OSError, MemoryError) as failed:
        return f"{type(failed).__name__}: {failed}", ()
    return "", _warnings(executed)


def _write_documents(task: Task, executed: nbformat.NotebookNode, described: dict[str, Any]) -> None:
    """Make the documents that are asked for besides the page, from the same notebook."""
    if not task.documents:
        return
    from iidsp_analysis.report.documents import document_of, file_of

    for ending in task.documents:
        whole_files.write_bytes(file_of(task, ending), document_of(ending, executed, described))


def _execute(task: Task, on_cell: Callable[[int], None]) -> nbformat.NotebookNode:
    """Execute the notebook with the engine of the task; it is kept in the task's folder as far as it came."""
    import papermill

    with tempfile.TemporaryDirectory(prefix="iidsp-") as sockets:
        executed = papermill.execute_notebook(
            _plain(task.notebook), _plain(task.work / EXECUTED), parameters=task.parameters, progress_bar=False,
            log_output=False, kernel_name="python3", cwd=str(task.notebook.parent), engine_name=task.engine,
            coalesce_streams=True, **_engine_options(task, on_cell, sockets),
        )  # fmt: skip
    return cast(nbformat.NotebookNode, executed)


def _engine_options(task: Task, on_cell: Callable[[int], None], sockets: str) -> dict[str, Any]:
    if task.engine == IN_PROCESS:
        from iidsp_analysis.report.engine import register_engine

        register_engine()
        return {"seed": zlib.crc32(task.slug.encode()), "on_cell": on_cell}
    # Papermill waits for whole seconds only.
    return {"execution_timeout": max(1, round(task.limits.cell_seconds)), "config": _transport(sockets)}


def _transport(folder: str) -> Config:
    """Talk to a kernel over file sockets of its own where they exist: no ports to race for, nothing on the network."""
    if os.name != "posix":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _plain(path: Path) -> str:
    """Papermill formats its paths like templates: braces in a folder's name must be doubled."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _warnings(executed: nbformat.NotebookNode) -> tuple[str, ...]:
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    return tuple(output.text.strip() for output in outputs if output.get("name") == "stderr")


def _one_line(reason: str) -> str:
    told = " ".join(reason.split())
    return told if len(told) <= LONGEST_REASON else f"{told[:LONGEST_REASON]}…"
