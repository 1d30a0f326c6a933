"""Documents that go with a page: a workbook and a summary made from its notebook, and the page itself on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from iidsp_analysis.errors import UsageError
from iidsp_analysis.report import manifest, printing, whole_files
from iidsp_analysis.report.tasks import FIGURES, SUMMARY, WORKBOOK, Task

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAPER: Final = "pdf"
ENDINGS: Final = (WORKBOOK, SUMMARY, PAPER, FIGURES)


def provenance(key: str) -> dict[str, str]:
    """What a page and its documents tell of the key by which the manifest knows them; nothing outside a batch."""
    if not key:
        return {}
    return {"Key of the page in manifest.json": key[:16]}


def require_possible(documents: Collection[str]) -> None:
    """Refuse documents that this machine cannot make, before any page is made.

    Raises
    ------
    UsageError
        If a page cannot be printed for want of a browser.
    """
    if PAPER in documents and printing.browser() is None:
        raise UsageError(
            "Pages cannot be printed: Chromium is not installed.",
            where="--pdf",
            what_next="Install it (Debian: apt-get install chromium), or print the page from a browser.",
        )


def from_notebook(documents: Collection[str]) -> tuple[str, ...]:
    """Documents that the process of a page makes; the page is printed when it is published."""
    return tuple(ending for ending in documents if ending != PAPER)


def document_of(ending: str, executed: NotebookNode, described: Mapping[str, Any]) -> bytes:
    """Make a document from an executed notebook and what :func:`report.pages.describe` tells of its page."""
    if ending == FIGURES:
        return _figures(executed, described["translate"])
    if ending == WORKBOOK:
        from iidsp_analysis.report.workbooks import workbook_of

        make = workbook_of
    else:
        from iidsp_analysis.report.summaries import summary_of

        make = summary_of
    return make(executed, title=described["title"], facts=described["provenance"], say=described["translate"])


def documents_beside(slug: str, out: Path) -> tuple[str, ...]:
    """Endings of the documents that lie beside a page."""
    return tuple(ending for ending in ENDINGS if ending != FIGURES and (out / f"{slug}.{ending}").is_file())


def _figures(executed: NotebookNode, say: Callable[[str], str]) -> bytes:
    """What the results of a page tell, as JSON: for other programs, and to compare editions by."""
    from iidsp_analysis.report.workbooks import shown_results

    told = [{"heading": shown.heading} | dict(shown.data) for shown in shown_results(executed, say)]
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def file_of(task: Task, ending: str) -> Path:
    """Where the process of a page leaves a document."""
    return task.work / f"page.{ending}"


def publish(task: Task, out: Path) -> dict[str, str]:
    """Put the documents of a page beside it, and remove those of an older page; their checksums by ending."""
    remove(task.slug, out)
    checksums = {}
    for ending in task.documents:
        document = out / f"{task.slug}.{ending}"
        whole_files.move(file_of(task, ending), document)
        checksums[ending] = manifest.checksum_of(document)
    return checksums


def remove(slug: str, out: Path) -> None:
    """Remove the documents of a page."""
    for ending in ENDINGS:
        (out / f"{slug}.{ending}").unlink(missing_ok=True)
