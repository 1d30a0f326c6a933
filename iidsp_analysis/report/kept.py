"""What is kept of a report that came to nothing: its notebook with the guilty cell marked, and its log."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from iidsp_analysis.report import manifest, whole_files
from iidsp_analysis.report.supervisor import Finished
from iidsp_analysis.report.tasks import EXECUTED, LOG

FOLDER: Final = "_failed"


def keep(finished: Finished, out: Path) -> Path | None:
    """Keep the notebook and the log of a task below the folder of the pages.

    Returns
    -------
    Path or None
        The notebook; None where the disk has no room for it.
    """
    kept = out / FOLDER / f"{finished.task.slug}.ipynb"
    with suppress(OSError):  # the reason is told all the same
        kept.parent.mkdir(exist_ok=True)
        executed = finished.task.work / EXECUTED
        told = _read(executed)
        if told is None:  # nothing was written, or half a file, which may be what fills the disk
            executed.unlink(missing_ok=True)
        if told is None or finished.status in (manifest.TIMED_OUT, manifest.KILLED):
            _mark(told or _read(finished.task.notebook) or {}, executed, finished)
        whole_files.move(executed, kept)
        _keep_log(finished.task.work / LOG, kept.with_suffix(".log"))
    return kept if kept.is_file() else None


def _keep_log(log: Path, kept: Path) -> None:
    if log.is_file() and log.stat().st_size:
        whole_files.move(log, kept)


def forget(slug: str, out: Path) -> None:
    """Remove what was kept of an earlier failure."""
    for ending in (".ipynb", ".log"):
        (out / FOLDER / f"{slug}{ending}").unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any] | None:
    """Return a notebook; None where there is none, or half of one."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told


def _mark(notebook: dict[str, Any], marked: Path, finished: Finished) -> None:
    """Write the reason into the cell in which the report was stopped; papermill would call it completed."""
    for number, cell in enumerate(notebook.get("cells", [])):
        told = cell.setdefault("metadata", {}).setdefault("papermill", {})
        if number == finished.cell:
            told |= {"status": "failed", "exception": True}
            if cell["cell_type"] == "code":
                cell["outputs"] = [*cell.get("outputs", []), _error(finished)]
        elif number > finished.cell:
            told |= {"status": "pending", "exception": None}
    notebook.setdefault("metadata", {}).setdefault("papermill", {})["exception"] = True
    whole_files.write_text(marked, json.dumps(notebook, ensure_ascii=False, indent=1))


def _error(finished: Finished) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": finished.status,
        "evalue": finished.reason,
        "traceback": [finished.reason],
    }
