"""The workbook of a page: numbers are numbers, totals are formulas, texts are texts; equal pages, equal bytes."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest

from iidsp_analysis.language import language
from iidsp_analysis.report.shell import identity
from iidsp_analysis.report.workbooks import HEAD_ROW, LONGEST_NAME, number_format, shown_results, workbook_of
from iidsp_analysis.result_data import MIME, data_of
from iidsp_analysis.results import Column, Picture, Result, Table


def result(**changes: object) -> Result:
    """A result of three years with a total and a share."""
    frame = pd.DataFrame(
        {"year": [2015, 2016, 2017, "sum"], "amount": [1.25, 2.5, None, 3.75], "share": [0.1, 0.2, 0.3, 0.4],
         "points": [0.01, -0.02, 0.03, 0.02]},
    )  # fmt: skip
    columns = (
        Column("year", "Year", "text"), Column("amount", "Amount, bn KZT", digits=2),
        Column("share", "Share, %", "percent"), Column("points", "Change, pp", "points"),
    )  # fmt: skip
    told = {
        "title": "Amounts grew", "reading": ("They doubled.",), "language": language("en"), "caption": "bn KZT · 2017",
        "sources": ("bns-5927",), "caveats": ("Current prices.",),
        "table": Table(frame, columns, "Amounts", highlight=frozenset({1}), footer=frozenset({3})),
        "picture": Picture(lambda: None, "Bars"),  # type: ignore[arg-type,return-value]
    }  # fmt: skip
    return Result(**(told | changes))  # type: ignore[arg-type]


def executed(*results: Result, headings: tuple[str, ...] = ("Growth",)) -> nbformat.NotebookNode:
    notebook = nbformat.v4.new_notebook()
    for heading, each in zip(headings * len(results), results, strict=False):
        notebook.cells.append(nbformat.v4.new_markdown_cell(f"## {heading}\n\nProse."))
        output = nbformat.v4.new_output("execute_result", {MIME: data_of(each), "text/html": "<p></p>"})
        notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    return notebook


def opened(notebook: nbformat.NotebookNode, **options: object) -> openpyxl.Workbook:
    written = workbook_of(notebook, title="A page", facts={"Key": "abc"}, say=identity)
    return openpyxl.load_workbook(io.BytesIO(written), **options)  # type: ignore[arg-type]


# --- sheets -----------------------------------------------------------------------------------------------------------


def test_a_sheet_a_result_and_a_first_one_that_leads_to_them():
    book = opened(executed(result(), result(), headings=("Growth", "Exports: made [here]?")))
    assert book.sheetnames == ["Contents", "1 Growth", "2 Exports  made  here"]
    first = book["Contents"]
    assert first["A1"].value == "A page"
    assert (first["A3"].value, first["B3"].value) == ("Key", "abc")
    assert first["A5"].hyperlink.location == "'1 Growth'!A1"
    assert first["B5"].value == "Amounts grew"


def test_numbers_keep_all_their_digits_and_have_formats():
    sheet = opened(executed(result()))["1 Growth"]
    top = HEAD_ROW + 2
    assert [sheet.cell(top, column).value for column in (1, 2, 3, 4)] == ["2015", 1.25, 0.1, 1.0]
    assert sheet.cell(top, 2).number_format == "#,##0.00"
    assert sheet.cell(top, 3).number_format == "#,##0.0%"
    assert sheet.cell(top + 2, 2).value is None  # missing is empty and not 0
    assert sheet.freeze_panes == f"B{top}"


def test_units_sources_and_notes_are_there():
    told = [str(cell.value) for row in opened(executed(result()))["1 Growth"].iter_rows() for cell in row if cell.value]
    assert "bn KZT · 2017" in told
    assert "They doubled." in told
    assert "! Current prices." in told
    assert "Amount, bn KZT" in told


def test_a_total_is_a_formula_where_the_rows_add_up_to_it():
    sheet = opened(executed(result()))["1 Growth"]
    last = HEAD_ROW + 5
    assert sheet.cell(last, 2).value == f"=SUM(B{HEAD_ROW + 2}:B{HEAD_ROW + 4})"
    assert sheet.cell(last, 3).value == 0.4  # 0.1 + 0.2 + 0.3 is not what stands there
    assert sheet.cell(last, 4).value == f"=SUM(D{HEAD_ROW + 2}:D{HEAD_ROW + 4})"


def test_the_value_of_a_formula_is_stored():
    sheet = opened(executed(result()), data_only=True)["1 Growth"]
    assert sheet.cell(HEAD_ROW + 5, 2).value == 3.75
    assert sheet.cell(HEAD_ROW + 5, 4).value == pytest.approx(2.0)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_printed_totals(tmp_path: Path):
    path = tmp_path / "page.xlsx"
    path.write_bytes(workbook_of(executed(result()), title="A page", facts={}, say=identity))
    convert = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*convert, "--outdir", tmp_path / "out", path], check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "page.xlsx", data_only=True)["1 Growth"]
    assert sheet.cell(HEAD_ROW + 5, 2).value == pytest.approx(3.75)


def test_a_picture_has_a_native_chart_of_its_main_series():
    assert len(opened(executed(result()))["1 Growth"]._charts) == 1
    assert len(opened(executed(result(picture=None)))["1 Growth"]._charts) == 0


def test_a_missing_result_says_why():
    missing = Result("No plan", ("Drop the file.",), language("en"), is_missing=True)
    sheet = opened(executed(missing))["1 Growth"]
    assert sheet["A1"].value == "No plan"
    assert sheet.cell(HEAD_ROW + 1, 1).value == "Drop the file."


@pytest.mark.parametrize("hostile", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "https://example.org", "-2", "\x00\x0b"])
def test_text_of_data_never_becomes_a_formula_or_a_link(hostile):
    frame = pd.DataFrame({"name": [hostile, "x"], "amount": [1.0, 2.0]})
    table = Table(frame, (Column("name", "Name", "text"), Column("amount", "Amount")), "Names")
    sheet = opened(executed(result(table=table, title=hostile or "x")))["1 Growth"]
    cell = sheet.cell(HEAD_ROW + 2, 1)
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert sheet["A1"].data_type == "s"


def test_names_of_sheets_are_what_excel_takes():
    long = "A heading that is far longer than thirty-one letters / with [brackets] * and 'quotes'?"
    names = opened(executed(result(), result(), headings=(long, long))).sheetnames
    assert all(len(name) <= LONGEST_NAME for name in names)
    assert len(set(names)) == 3


def test_equal_pages_have_equal_bytes():
    notebook = executed(result())
    first, second = (workbook_of(notebook, title="A", facts={}, say=identity) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("form", ["text", "number", "signed", "percent", "signed_percent", "points"])
def test_every_form_of_a_column_has_a_format(form):
    assert number_format(form, 2)


def test_headings_are_those_of_the_page():
    shown = list(shown_results(executed(result(), headings=("Growth",)), {"Growth": "Рост"}.__getitem__))
    assert [each.heading for each in shown] == ["Рост"]
