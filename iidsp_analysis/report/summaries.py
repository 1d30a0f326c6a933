"""The verdict of a page as a Word document of one or two sheets: title, key figures, findings, sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Final

from docx import Document
from docx.document import Document as Written
from docx.shared import Pt
from nbformat import NotebookNode

from iidsp_analysis.report.workbooks import Shown, shown_results

#: A file says nothing about when it was made: equal pages have equal documents.
_MADE: Final = datetime(1980, 1, 1)
_ZIP_MADE: Final = (1980, 1, 1, 0, 0, 0)
#: Beyond the first result, which is the verdict, every section gives its finding in a sentence.
_MOST_WARNINGS: Final = 6


def summary_of(executed: NotebookNode, *, title: str, facts: Mapping[str, str], say: Callable[[str], str]) -> bytes:
    """Write the summary of a page.

    Parameters
    ----------
    executed : NotebookNode
        Executed notebook.
    title : str
        Title of the page.
    facts : mapping
        Term → fact at the foot: editions, checksum, key of the page; terms are translated.
    say : callable
        English message → message of the page.

    Returns
    -------
    bytes
        A docx file; the same bytes for the same notebook.
    """
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _MADE
    document.add_heading(title, level=0)
    results = list(shown_results(executed, say))
    tiles = _tiles(executed)
    if tiles:
        _write_tiles(document, tiles)
    verdict = next((shown for shown in results if shown.data["reading"] and not shown.data["is_missing"]), None)
    if verdict is not None:
        _write_verdict(document, verdict)
    document.add_heading(say("Findings of the sections"), level=1)
    for shown in results:
        if not shown.data["is_missing"] and shown is not verdict:
            document.add_paragraph(_told(shown), style="List Bullet")
    document.add_heading(say("Where the figures come from"), level=1)
    for term, fact in facts.items():
        document.add_paragraph(f"{say(term)}: {fact}")
    return _bytes(document)


def _told(shown: Shown) -> str:
    return _clean(". ".join(filter(None, (shown.data["stamp"], shown.data["title"]))))


def _clean(text: str) -> str:
    """Leave out control characters, which a file of XML cannot hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _write_verdict(document: Written, verdict: Shown) -> None:
    document.add_heading(_told(verdict), level=1)
    for sentence in verdict.data["reading"]:
        document.add_paragraph(_clean(sentence))
    for warning in verdict.data["caveats"][:_MOST_WARNINGS]:
        document.add_paragraph(_clean(warning), style="List Bullet")


def _write_tiles(document: Written, tiles: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=3, style="Light Grid Accent 1")
    for value, label, note in tiles:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(_clean(value)).bold = True
        cells[1].text, cells[2].text = _clean(label), _clean(note)


class _Tiles(HTMLParser):
    """Reads the tiles of key figures: value, label, note."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._is_in = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        kind = dict(attributes).get("class") or ""
        if tag == "li" and kind == "kpi":
            self.found.append([])
        self._is_in = tag == "span" and kind.startswith("kpi-")
        if self._is_in:
            self.found[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_in = False

    def handle_data(self, data: str) -> None:
        if self._is_in:
            self.found[-1][-1] += data


def _tiles(executed: NotebookNode) -> list[tuple[str, ...]]:
    """Key figures of the first result that has some."""
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            reader = _Tiles()
            reader.feed(output.get("data", {}).get("text/html", ""))
            if reader.found:
                return [tuple(tile) for tile in reader.found if len(tile) == 3]
    return []


def _bytes(document: Written) -> bytes:
    """Save, with the same time on every entry of the archive."""
    saved, written = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as read, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as write:
        for name in sorted(read.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            write.writestr(zipfile.ZipInfo(name, _ZIP_MADE), read.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
