"""Documents beside pages: made with them, noted in the manifest, never older than their page."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from iidsp_analysis.errors import ReportError, UsageError
from iidsp_analysis.report import documents, manifest, printing
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, industry_job
from iidsp_analysis.report.shell import identity
from iidsp_analysis.report.summaries import summary_of
from tests.report.made_notebooks import made_notebook
from tests.report.test_workbooks import executed, result

pytestmark = pytest.mark.slow  # whole batches of pages

SHOW = """import pandas as pd
from iidsp_analysis.language import language as reader
from iidsp_analysis.results import Column, Result, Table, key_figures
frame = pd.DataFrame({"name": ["a", "b"], "x": [1.0, float(industry)]})
Result("The finding of division " + industry, ("A sentence.",), reader("en"), caption="unit", sources=("s",),
       before=key_figures([("11.3 %", "share", "2017")]),
       table=Table(frame, (Column("name", "Name", "text"), Column("x", "X")), "Table"))"""


class Two:
    """Two pages of one notebook that shows a result."""

    def __init__(self, home: Path) -> None:
        self.out, self.notebooks = home / "out", home / "notebooks"
        self.notebooks.mkdir()
        made_notebook(self.notebooks / "industry_report.ipynb", "## The section", SHOW)

    def run(self, *endings: str, **options: object):
        jobs = [industry_job(code, Settings(language="en")) for code in ("10", "24")]
        return run_batch(jobs, self.notebooks, self.out, Options(documents=endings, **options))  # type: ignore[arg-type]

    def rows(self) -> dict[str, dict]:
        return json.loads((self.out / manifest.FILE).read_text(encoding="utf-8"))["jobs"]

    def names(self) -> set[str]:
        return {path.name for path in self.out.iterdir()}


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


PAGES = {"industry_10.html", "industry_24.html", manifest.FILE}
BOOKS = {"industry_10.xlsx", "industry_24.xlsx"}


def test_workbooks_and_summaries_lie_beside_their_pages_and_in_the_manifest(two):
    assert all(each.is_done for each in two.run("xlsx", "docx"))
    assert two.names() == PAGES | BOOKS | {"industry_10.docx", "industry_24.docx"}
    for slug, row in two.rows().items():
        assert set(row["documents"]) == {"xlsx", "docx"}
        for ending, checksum in row["documents"].items():
            assert manifest.checksum_of(two.out / f"{slug}.{ending}") == checksum
    sheet = openpyxl.load_workbook(two.out / "industry_24.xlsx")["1 The section"]
    assert sheet["A1"].value == "The finding of division 24"
    assert sheet["B6"].value == 24.0


def test_every_document_and_page_names_the_key_of_the_manifest(two):
    two.run("xlsx", "docx")
    key = two.rows()["industry_24"]["key"][:16]
    assert key in (two.out / "industry_24.html").read_text(encoding="utf-8")
    first = openpyxl.load_workbook(two.out / "industry_24.xlsx")["Contents"]
    assert key in {cell.value for row in first.iter_rows() for cell in row}
    told = [each.text for each in docx.Document(str(two.out / "industry_24.docx")).paragraphs]
    assert any(key in text for text in told)


def test_documents_that_are_there_are_not_made_again(two):
    two.run("xlsx")
    assert [each.is_new for each in two.run("xlsx")] == [False, False]
    assert [each.is_new for each in two.run()] == [False, False]
    assert two.names() == PAGES | BOOKS


def test_a_document_that_is_missing_is_made_with_its_page(two):
    two.run("xlsx")
    (two.out / "industry_24.xlsx").unlink()
    assert [each.is_new for each in two.run("xlsx")] == [False, True]
    assert two.names() >= BOOKS


def test_documents_of_an_older_page_go_with_it(two):
    two.run("xlsx", "docx")
    two.run(is_forced=True)
    assert two.names() == PAGES
    assert all(row["documents"] == {} for row in two.rows().values())


def test_documents_are_the_same_twice(two):
    two.run("xlsx", "docx")
    first = {name: (two.out / name).read_bytes() for name in two.names() - {manifest.FILE}}
    two.run("xlsx", "docx", is_forced=True)
    assert first == {name: (two.out / name).read_bytes() for name in two.names() - {manifest.FILE}}


# --- the summary ------------------------------------------------------------------------------------------------------


def test_the_summary_tells_key_figures_verdict_and_findings(two):
    two.run("docx")
    document = docx.Document(str(two.out / "industry_24.docx"))
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["11.3 %", "share", "2017"]
    told = [each.text for each in document.paragraphs]
    assert "The finding of division 24" in told
    assert "A sentence." in told


def test_a_summary_takes_any_text():
    hostile = result(title="<b>&amp; \x00\x0b ]]> bold", reading=("\x1b[31m",))
    written = summary_of(executed(hostile), title="A page", facts={"Key": "abc"}, say=identity)
    told = [each.text for each in docx.Document(io.BytesIO(written)).paragraphs]
    assert "<b>&amp;  ]]> bold" in told
    assert {each.date_time for each in zipfile.ZipFile(io.BytesIO(written)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- paper ------------------------------------------------------------------------------------------------------------


def test_without_a_browser_pages_are_refused_before_they_are_made(monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    with pytest.raises(UsageError, match="Chromium is not installed"):
        documents.require_possible(["pdf"])
    documents.require_possible(["xlsx"])


def test_a_printer_that_fails_keeps_the_pages_and_says_why(two, monkeypatch):
    def fail(page: Path, target: Path) -> None:
        raise ReportError("Printing failed: paper jam.", where=page.name)

    monkeypatch.setattr(printing, "print_page", fail)
    with pytest.raises(ReportError, match="paper jam") as failed:
        two.run("pdf")
    assert failed.value.where == "industry_10, industry_24"
    assert two.names() == PAGES


def test_pages_are_printed_once(two, monkeypatch):
    printed = []

    def write(page: Path, target: Path) -> None:
        printed.append(page.name)
        target.write_bytes(b"%PDF")

    monkeypatch.setattr(printing, "print_page", write)
    two.run("pdf")
    assert sorted(printed) == ["industry_10.html", "industry_24.html"]
    assert all(set(row["documents"]) == {"pdf"} for row in two.rows().values())
    two.run("pdf")
    assert len(printed) == 2
    (two.out / "industry_24.pdf").unlink()
    two.run("pdf")
    assert printed[2:] == ["industry_24.html"]
