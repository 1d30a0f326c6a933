"""An executed notebook as one HTML file: opens offline, reads aloud, prints on A4.

nbconvert's own pages fetch scripts from the network, print warnings with local paths and ignore alt texts, so this
module brings its own templates. Its content security policy lets the browser load nothing but the style sheet and the
pictures that stand in the file itself. A page runs no script but its own: one with a sortable table the one that sorts
it, one with results the one that copies tables and enlarges figures. They are admitted by their hashes, so that
whatever slips into an output still does not run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets.config import Config

from iidsp_analysis.errors import ReportError
from iidsp_analysis.report.markdown import to_html, translated, without_title
from iidsp_analysis.report.outline import Outline
from iidsp_analysis.report.shell import (
    TEMPLATES,
    OtherLanguage,
    fill_shell,
    identity,
    running_head,
    script,
    style_sheet,
    tool_words,
)
from iidsp_analysis.results import SORTABLE

OUTPUT_KINDS = ["text/html", "text/markdown", "image/png", "image/jpeg", "text/plain"]
#: No text of a page reads like this: in texts the quotation marks are escaped.
_SORTABLE_TABLE = f'<table class="{SORTABLE}"'
#: A result with a table that can be downloaded: its table can be copied, its figure enlarged.
_TOOLS_FOR = '<p class="download">'
#: Scripts that a page brings where its article has what they are for.
_SCRIPTS = {"sort.js": _SORTABLE_TABLE, "tools.js": _TOOLS_FOR}

#: Tag of a cell that speaks to who runs the notebook, not to who reads the page.
NOTEBOOK_ONLY = "notebook-only"


def render_page(
    notebook: NotebookNode,
    *,
    language: str,
    title: str,
    description: str = "",
    provenance: Mapping[str, str] | None = None,
    translate: Callable[[str], str] = identity,
    home: str = "",
    languages: Sequence[OtherLanguage] = (),
) -> str:
    """Render an executed notebook as a self-contained, accessible HTML page.

    Parameters
    ----------
    notebook : NotebookNode
        Executed notebook, written in English; it is not changed.
    language : str
        Language of the page for readers and screen readers (``ru``, ``en``, ``kk``).
    title : str
        The only heading of the first level, already in that language. A leading ``# heading`` of the notebook names
        the notebook, not the page, and gives way to it.
    description : str, optional
        One sentence under the title.
    provenance : mapping, optional
        Term → fact, printed in order in a box at the foot; the terms are translated, the facts stand as given.
    translate : callable, optional
        English message → message of the page; ``report.markdown.messages`` lists what a cell asks of it.
    home : str, optional
        Relative address of the index page.
    languages : sequence of OtherLanguage, optional
        The same page in all languages of its edition.

    Returns
    -------
    str
        The page. The same arguments give the same bytes.

    Raises
    ------
    ReportError
        A cell failed, a picture has no alt text, or an output brings a script, a frame or anything to be fetched.

    Notes
    -----
    HTML outputs are passed through as they are, text outputs are escaped, standard error is left out. Code that shows
    nothing is folded into the next cell that does.
    """
    _require_success(notebook)
    article = _article(_prepared(notebook, translate), translate)
    outline = Outline(article)
    if outline.faults:
        raise ReportError(
            f"The page cannot stand on its own: {'; '.join(dict.fromkeys(outline.faults))}.",
            where=title,
            what_next="Correct the cell that shows it: pictures have alt text and are part of the page.",
        )
    return fill_shell(
        "page.html.j2",
        styles=[style_sheet("page.css"), running_head(title)],
        scripts=[script(name) for name, mark in _SCRIPTS.items() if mark in article],
        spoken=tool_words(translate) if _TOOLS_FOR in article else {},
        translate=translate,
        language=language,
        title=title,
        description=description,
        provenance=provenance or {},
        home=home,
        languages=languages,
        contents=outline.headings,
        article=Markup(article),
    )


def _require_success(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise ReportError(
                    f"A cell failed with {output.ename}: {output.evalue}",
                    where=f"cell {number}",
                    what_next="No page is written; the executed notebook shows the whole traceback.",
                )


def _prepared(notebook: NotebookNode, translate: Callable[[str], str]) -> NotebookNode:
    """Copy the notebook in the language of the page, without what only its author needs."""
    prepared = deepcopy(notebook)
    prepared.cells = [cell for cell in prepared.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    prose = [cell for cell in prepared.cells if cell.cell_type == "markdown"]
    for first in prose[:1]:
        first.source = without_title(first.source)
    for cell in prose:
        cell.source = translated(cell.source, translate)
    _fold_silent_code([cell for cell in prepared.cells if cell.cell_type == "code"])
    return prepared


def _fold_silent_code(cells: list[NotebookNode]) -> None:
    """Move the source of cells that show nothing into the next one that does, or the last."""
    waiting: list[str] = []
    for cell in cells:
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        waiting.append(cell.source)
        cell.source = ""
        if cell.outputs or cell is cells[-1]:
            cell.source = "\n\n".join(waiting)
            waiting.clear()


def _article(notebook: NotebookNode, translate: Callable[[str], str]) -> str:
    """Render the cells. The plain exporter is enough: nbconvert's HTML one parses the whole page a second time."""
    settings: dict[str, Any] = {
        "template_paths": [str(TEMPLATES)],
        "template_file": "cells.html.j2",
        "file_extension": ".html",
        "filters": {"prose": to_html},
    }
    priority = Config({"NbConvertBase": {"display_data_priority": OUTPUT_KINDS}})
    exporter = TemplateExporter(config=priority, **settings)  # type: ignore[no-untyped-call]
    exporter.environment.globals["_"] = translate
    article, _ = exporter.from_notebook_node(notebook)
    return article
