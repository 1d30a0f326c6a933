"""Input–output tables of the plain layout, from text and from a workbook, and what is refused with its cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.input_output import read_input_output_table
from iidsp_analysis.measures.input_output import InputOutputTable, balance, require_balance
from iidsp_analysis.measures.inputs import MeasureInputError

HEAD = ["2020", "agriculture", "industry", "services", "subtotal", "households", "exports", "output"]
ROWS = [
    ["agriculture", 11, 25, 3, 39, 8, 4, 51],
    ["industry", 8, 304, 72, 384, 198, 314, 896],
    ["services", 4, 96, 193, 293, 215, 14, 522],
    ["subtotal", 23, 425, 268, 716, 421, 332, ""],
    ["imports", 3, 157, 13, 173, "", "", ""],
    ["value added", 25, 314, 241, 580, "", "", ""],
    ["output", 51, 896, 522, "", "", "", ""],
    ["jobs", 1096, 8381, "", "", "", "", ""],
]
NAMED = {"unit": "bln KZT", "satellites": ["jobs"], "left_out": ["subtotal"]}


def grid(*, row: int | None = None, column: int = 0, value: object = "") -> list[list[object]]:
    """The table above, with one cell changed (counted from 0, the heading included)."""
    cells = [list(line) for line in [HEAD, *ROWS]]
    if row is not None:
        cells[row][column] = value
    return cells


def text(folder: Path, cells: list[list[object]], delimiter: str = ",") -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(delimiter.join(map(str, line)) for line in cells) + "\n", encoding="utf-8")
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(cells):
                sheet.write_row(number, 0, line)
    return path


def assert_is_the_table(table: InputOutputTable) -> None:
    assert table.unit == "bln KZT"
    assert table.industries.tolist() == ["agriculture", "industry", "services"]
    assert table.flows.to_numpy().tolist() == [[11, 25, 3], [8, 304, 72], [4, 96, 193]]
    assert table.final_uses.columns.tolist() == ["households", "exports"]
    assert table.primary_inputs.index.tolist() == ["imports", "value added"]
    assert table.output.tolist() == [51.0, 896.0, 522.0]
    assert table.satellites.loc["jobs"].tolist()[:2] == [1096.0, 8381.0]
    assert np.isnan(table.satellites.loc["jobs", "services"])
    assert require_balance(table, tolerance=0.0) is table


def test_text(tmp_path):
    assert_is_the_table(read_input_output_table(text(tmp_path, grid()), **NAMED))


def test_workbook(tmp_path):
    assert_is_the_table(read_input_output_table(workbook(tmp_path, {"IO": grid()}), **NAMED))


def test_one_sheet_of_several(tmp_path):
    path = workbook(tmp_path, {"notes": [["about"]], "IO 2020": grid()})
    assert_is_the_table(read_input_output_table(path, sheet="io 2020", **NAMED))
    with pytest.raises(WorkbookError, match=r"has the sheets 'notes', 'IO 2020'.*Name one"):
        read_input_output_table(path, **NAMED)


def test_russian_text_with_semicolons_commas_and_spaced_thousands(tmp_path):
    cells = grid(row=2, column=2, value="304,0")
    cells[8][1] = "1 096,0"
    assert_is_the_table(read_input_output_table(text(tmp_path, cells, ";"), delimiter=";", decimal=",", **NAMED))


def test_order_of_columns_does_not_matter_and_empty_lines_are_passed_over(tmp_path):
    cells = [[line[i] for i in (0, 6, 3, 1, 2, 4, 5, 7)] for line in grid()]
    cells.insert(5, [""] * 8)
    table = read_input_output_table(text(tmp_path, cells), **NAMED)
    assert table.final_uses.columns.tolist() == ["exports", "households"]
    assert table.flows.loc["agriculture"].tolist() == [11.0, 25.0, 3.0]
    assert balance(table)["balanced"].all()


def test_output_is_computed_where_the_table_gives_none(tmp_path):
    without = [line[:7] for line in grid() if line[0] != "output"]
    assert_is_the_table(read_input_output_table(text(tmp_path, without), **NAMED))
    rows_only = [line[:7] for line in grid() if line[0] not in {"output", "imports", "value added", "jobs", "subtotal"}]
    table = read_input_output_table(text(tmp_path, rows_only), unit="bln KZT", left_out=["subtotal"])
    assert table.output.tolist() == [51.0, 896.0, 522.0]
    assert table.primary_inputs.empty


def test_output_under_another_name(tmp_path):
    cells = [["Выпуск" if value == "output" else value for value in line] for line in grid()]
    assert_is_the_table(read_input_output_table(text(tmp_path, cells), output="Выпуск", **NAMED))


def test_a_blank_flow_is_refused_or_said_to_be_zero(tmp_path):
    path = text(tmp_path, grid(row=1, column=3, value=""))
    with pytest.raises(WorkbookError, match=r"is blank. \[table.csv, cell D2\].*blank_is_zero"):
        read_input_output_table(path, **NAMED)
    assert read_input_output_table(path, blank_is_zero=True, **NAMED).flows.loc["agriculture", "services"] == 0.0


def test_a_forgotten_subtotal_is_found(tmp_path):
    path = text(tmp_path, grid())
    with pytest.raises(WorkbookError, match=r"without output buys or sells. \[table.csv: subtotal\].*is a subtotal"):
        read_input_output_table(path, unit="", satellites=["jobs"], blank_is_zero=True)


def test_forgotten_jobs_do_not_pass_the_balance(tmp_path):
    table = read_input_output_table(text(tmp_path, grid()), unit="", left_out=["subtotal"], blank_is_zero=True)
    assert "jobs" in table.primary_inputs.index
    with pytest.raises(MeasureInputError, match=r"agriculture: row \+0, column \+1096 of 51.*counted as an input"):
        require_balance(table)


@pytest.mark.parametrize(
    ("change", "named", "message"),
    [
        ({"row": 2, "column": 2, "value": "much"}, {}, r"'much' stands where a number belongs. \[table.csv, cell C3\]"),
        ({"row": 2, "column": 2, "value": "nan"}, {}, "'nan' stands where"),
        ({"row": 2, "column": 2, "value": -304}, {}, r"below zero. \[table.csv: industry × industry\]"),
        ({"row": 3, "column": 0, "value": "industry"}, {}, r"'industry' occurs twice. \[table.csv, cell A4\]"),
        ({"row": 0, "column": 2, "value": ""}, {}, r"under no label. \[table.csv, cell C1\]"),
        ({"row": 1, "column": 7, "value": 61}, {}, r"its row and its column. \[.*agriculture: 51 and 61"),
        ({}, {"left_out": ["subtotals"]}, "no label subtotals.*Its labels are 'agriculture'"),
        ({}, {"satellites": ["workers"]}, "no label workers"),
        ({}, {"output": "total output"}, "no label total output"),
        ({}, {"delimiter": ";"}, "first row has no labels.*delimiter"),
        ({}, {"left_out": HEAD[1:5]}, "No label is both a row and a column"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_place(tmp_path, change, named, message):
    with pytest.raises(WorkbookError, match=message):
        read_input_output_table(text(tmp_path, grid(**change)), **NAMED | named)


def test_a_truth_value_in_a_workbook_is_no_number(tmp_path):
    with pytest.raises(WorkbookError, match=r"True stands where a number belongs. \[table.xlsx, cell B2\]"):
        read_input_output_table(workbook(tmp_path, {"IO": grid(row=1, column=1, value=True)}), **NAMED)


def test_files_that_are_no_text_tables(tmp_path):
    with pytest.raises(WorkbookError, match="no such file"):
        read_input_output_table(tmp_path / "absent.csv", **NAMED)
    ragged = tmp_path / "ragged.csv"
    ragged.write_text("x,a,b\na,1,2\nb,1\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match="The row has 2 cells, the first row 3"):
        read_input_output_table(ragged, unit="")
    foreign = tmp_path / "foreign.csv"
    foreign.write_bytes("год,а,б\n".encode("cp1251"))
    with pytest.raises(WorkbookError, match="not UTF-8"):
        read_input_output_table(foreign, unit="")
    web_page = tmp_path / "table.xlsx"
    web_page.write_text("<html></html>", encoding="utf-8")
    with pytest.raises(WorkbookError, match="web page"):
        read_input_output_table(web_page, unit="")
