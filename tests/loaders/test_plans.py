"""Export plans of the user: what is read, and that every doubtful cell is refused with file, row and what to do."""

from __future__ import annotations

import csv
import datetime
import io
import math
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import build, folders, industries
from iidsp_analysis.errors import (
    AnalysisError,
    BoundaryError,
    SchemaError,
    UnitError,
    UnknownLabelError,
    WorkbookError,
)
from iidsp_analysis.loaders import plan_cells
from iidsp_analysis.loaders.plan_files import COLUMNS
from iidsp_analysis.loaders.plans import TEMPLATES, ExportPlan, read_plans

DEFAULT = "sections-2026.1"
HEAD = list(COLUMNS)
AKMOLA = ["Akmola Region", 2017, "96.5", "mln USD", "", "Protocol 5 of 20 January 2017", ""]


def written(folder: Path, rows, *, name: str = "exports.csv", delimiter: str = ";", encoding: str = "utf-8") -> Path:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    (folder / name).write_bytes(stream.getvalue().encode(encoding))
    return folder


def workbook(folder: Path, sheets: dict[str, list[list[object]]], *, name: str = "exports.xlsx") -> Path:
    book = xlsxwriter.Workbook(str(folder / name), {"default_date_format": "yyyy-mm-dd"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    book.close()
    return folder


def with_cell(column: str, value: object) -> list[list[object]]:
    return [HEAD, [value if name == column else cell for name, cell in zip(HEAD, AKMOLA, strict=True)]]


def refused(error: type[AnalysisError], folder: Path, *words: str) -> AnalysisError:
    with pytest.raises(error) as raised:
        read_plans(folder)
    assert raised.value.what_next, "every refusal says what to do"
    assert raised.value.where, "every refusal says where"
    for word in words:
        assert word in str(raised.value)
    return raised.value


# --- what is read -----------------------------------------------------------------------------------------------


def test_a_row_is_a_plan_in_million_dollars(tmp_path):
    (plan,) = read_plans(written(tmp_path, [HEAD, AKMOLA])).rows
    assert plan == ExportPlan("akmola", 2017, 96.5, DEFAULT, "Protocol 5 of 20 January 2017", "", "exports.csv",
                              "exports.csv, row 2")  # fmt: skip


def test_thousands_of_dollars_become_millions(tmp_path):
    rows = [HEAD, ["AKM", 2017, 96500, "Thousand  usd", DEFAULT, "", ""]]
    (plan,) = read_plans(workbook(tmp_path, {"any name": rows})).rows
    assert plan.value == pytest.approx(96.5)
    assert plan.where == "exports.xlsx, sheet 'any name', row 2"


def test_without_a_folder_there_is_no_plan(tmp_path):
    plans = read_plans(tmp_path / "plans")
    assert plans.rows == plans.files == plans.unread == ()


def test_a_heading_alone_is_a_template_not_filled_in(tmp_path):
    plans = read_plans(written(tmp_path, [HEAD, [""] * len(HEAD)]))
    assert plans.rows == ()
    assert plans.files == ("exports.csv",)


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    blank = [""] * len(HEAD)
    (plan,) = read_plans(workbook(tmp_path, {"plan": [blank, HEAD, blank, AKMOLA]})).rows
    assert plan.where.endswith("row 4")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_files_as_spreadsheets_save_them(tmp_path, delimiter, encoding):
    rows = [HEAD, ["Акмолинская область", "2017 г.", "1 096,5", "mln USD", "", "Протокол 5", "без примечаний"]]
    (plan,) = read_plans(written(tmp_path, rows, delimiter=delimiter, encoding=encoding)).rows
    assert (plan.region, plan.year, plan.value) == ("akmola", 2017, 1096.5)
    assert (plan.act, plan.note) == ("Протокол 5", "без примечаний")


def test_columns_come_in_any_order_and_the_last_three_may_be_left_out(tmp_path):
    (plan,) = read_plans(written(tmp_path, [[" Unit", "PLAN", "year", "region"], ["mln USD", 5, 2017, 11]])).rows
    assert (plan.region, plan.value, plan.definition, plan.act) == ("akmola", 5.0, DEFAULT, "")


def test_a_workbook_with_several_sheets_needs_one_named_plan(tmp_path):
    (plan,) = read_plans(workbook(tmp_path, {"how to": [["text"]], "Plan": [HEAD, AKMOLA]})).rows
    assert plan.region == "akmola"
    refused(WorkbookError, workbook(tmp_path, {"first": [HEAD], "second": [HEAD]}), "exports.xlsx", "'first'")


def test_codes_that_a_sheet_stores_as_numbers(tmp_path):
    rows = [HEAD, [11, 2017.0, 96.5, "mln USD", "", 1050, ""]]
    (plan,) = read_plans(workbook(tmp_path, {"plan": rows})).rows
    assert (plan.region, plan.act) == ("akmola", "1050")


def test_every_definition_of_processed_exports_is_known(tmp_path):
    for definition in industries.PROCESSED_EXPORT_DEFINITIONS:
        (plan,) = read_plans(written(tmp_path, with_cell("definition", definition))).rows
        assert plan.definition == definition


def test_the_country_may_have_a_plan(tmp_path):
    (plan,) = read_plans(written(tmp_path, with_cell("region", "KZ"))).rows
    assert plan.region == "KZ"


# --- regions and years ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "year", "region"),
    [
        ("South Kazakhstan", 2017, "south_kazakhstan"),
        ("South Kazakhstan", 2018, "south_kazakhstan"),
        ("Turkistan", 2018, "turkistan"),
        ("Karaganda", 2017, "karaganda_pre2022"),
        ("Karaganda", 2022, "karaganda"),
        ("karaganda_pre2022", 2022, "karaganda_pre2022"),
        ("Abai", 2022, "abai"),
    ],
)
def test_a_region_is_the_one_of_its_year(tmp_path, label, year, region):
    rows = [HEAD, [label, year, 5, "mln USD", "", "", ""]]
    assert read_plans(written(tmp_path, rows)).rows[0].region == region


@pytest.mark.parametrize(
    ("label", "year", "words"),
    [
        ("Turkistan", 2017, ("South Kazakhstan", "2018-06-19", "of 2017")),
        ("Abai", 2021, ("east_kazakhstan_pre2022", "of 2021")),
        ("South Kazakhstan", 2019, ("turkistan + shymkent",)),
        ("karaganda_pre2022", 2023, ("ulytau",)),
    ],
)
def test_a_region_that_its_year_did_not_have_is_refused(tmp_path, label, year, words):
    rows = [HEAD, [label, year, 5, "mln USD", "", "", ""]]
    refused(BoundaryError, written(tmp_path, rows), "exports.csv, row 2, column region", *words)


def test_an_unknown_region_is_refused_with_the_nearest(tmp_path):
    refused(UnknownLabelError, written(tmp_path, with_cell("region", "Akmolla")), "row 2", "Nearest", "Akmola")


def test_a_row_without_a_region_is_refused(tmp_path):
    refused(SchemaError, written(tmp_path, with_cell("region", "  ")), "no region", "column region")


@pytest.mark.parametrize("year", ["", "2017-05", "9 months of 2017", "I квартал 2017", "2017*", 17, "year", True])
def test_what_is_no_whole_year_is_refused(tmp_path, year):
    refused(SchemaError, workbook(tmp_path, {"plan": with_cell("year", year)}), "sheet 'plan', row 2, column year")


# --- amounts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234.5", 1234.5),
        ("1\u2009234\u2009567", 1234567.0),
        ("1234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("12345,678", 12345.678),
        ("1 234,567", 1234.567),
        ("133.245", 133.245),
        (" 7 ", 7.0),
        (7, 7.0),
    ],
)
def test_numbers_as_people_type_them(typed, value):
    assert plan_cells.amount(typed, "here") == pytest.approx(value)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "12 млн",
        "5%",
        "1.234,5",
        "1 23",
        "1,23,4",
        "1e3",
        "nan",
        "inf",
        "1..2",
        "..",
        ".5",
        "5.",
        "12 3456",
        "–",
        "١٢",
    ],
)
def test_text_where_an_amount_belongs_is_refused(typed):
    with pytest.raises(SchemaError, match="amount belongs"):
        plan_cells.amount(typed, "here")


@pytest.mark.parametrize("stored", [True, float("nan"), float("inf"), datetime.date(2017, 5, 12), datetime.time(1)])
def test_stored_values_that_are_no_amounts_are_refused(stored):
    with pytest.raises(SchemaError, match="amount belongs"):
        plan_cells.amount(stored, "here")


def test_an_amount_that_the_spreadsheet_took_for_a_date(tmp_path):
    rows = with_cell("plan", datetime.date(2017, 5, 12))
    refused(SchemaError, workbook(tmp_path, {"plan": rows}), "column plan", "turned it into a date")


@pytest.mark.parametrize("typed", ["1,234", "133,245", "-1,234"])
def test_a_number_with_two_readings_is_refused_with_both(typed):
    with pytest.raises(SchemaError, match="two ways") as raised:
        plan_cells.amount(typed, "here")
    digits = typed.lstrip("-")
    assert digits.replace(",", "") in raised.value.what_next
    assert digits.replace(",", ".") in raised.value.what_next


@pytest.mark.parametrize("value", ["-5", "\u22125,5", -5, 0, "0", "0,0"])
def test_zero_and_below_are_refused(value):
    with pytest.raises(SchemaError, match="above zero"):
        plan_cells.amount(value, "here")


@pytest.mark.parametrize("value", ["9" * 400, "-" + "9" * 400, "1" + "0" * 16, 1e16, 10**400, -(10**400), 1e308])
def test_an_amount_beyond_any_export_is_refused(value):
    with pytest.raises(SchemaError, match="larger than 1e15") as raised:
        plan_cells.amount(value, "here")
    assert raised.value.where == "here"
    assert len(str(raised.value)) < 200


def test_an_empty_amount_is_not_a_plan_of_zero(tmp_path):
    refused(SchemaError, written(tmp_path, with_cell("plan", " ")), "no plan", "row 2, column plan")


@settings(derandomize=True)
@given(
    amount=st.integers(1, 10**12).map(lambda thousandths: thousandths / 1000),
    space=st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"]),
    mark=st.sampled_from([".", ","]),
)
def test_every_amount_is_read_back_or_has_two_readings(amount, space, mark):
    whole, decimals = f"{amount:,.3f}".split(".")
    typed = whole.replace(",", space) + mark + decimals
    if mark == "," and len(whole) <= 3 and whole != "0":
        with pytest.raises(SchemaError, match="two ways"):
            plan_cells.amount(typed, "here")
    else:
        assert math.isclose(plan_cells.amount(typed, "here"), amount, rel_tol=1e-12)


@settings(derandomize=True)
@given(st.text(max_size=12))
def test_any_text_is_an_amount_above_zero_or_refused(typed):
    try:
        value = plan_cells.amount(typed, "here")
    except SchemaError:
        return
    assert 0 < value < math.inf


# --- units and definitions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["mln KZT", "млн тенге", "тыс. тг", "KZT", "bn tenge", "₸"])
def test_tenge_is_refused_by_name(tmp_path, unit):
    refused(UnitError, written(tmp_path, with_cell("unit", unit)), "KZT", "row 2, column unit", "rate")


@pytest.mark.parametrize("unit", ["", "USD", "mln EUR", "bn USD", "млн руб", "t"])
def test_other_units_are_refused(tmp_path, unit):
    error = refused(UnitError, written(tmp_path, with_cell("unit", unit)), "row 2, column unit")
    assert "mln USD or thousand USD" in error.what_next
    assert error.exit_code == 5


def test_an_amount_parted_by_its_decimal_comma_is_told_as_such(tmp_path):
    (tmp_path / "exports.csv").write_text("region,year,plan,unit\nAKM,2017,96,5,mln USD\n", encoding="utf-8")
    refused(WorkbookError, tmp_path, "exports.csv, row 2", "decimal comma")
    text = "region,year,plan,unit,act\nAKM,2017,96,5,mln USD\n"
    (tmp_path / "exports.csv").write_text(text, encoding="utf-8")
    refused(UnitError, tmp_path, "row 2, column unit", "decimal comma")


def test_an_unknown_definition_is_refused_with_the_known(tmp_path):
    rows = with_cell("definition", "all goods")
    refused(SchemaError, written(tmp_path, rows), "'all goods'", "row 2, column definition", DEFAULT)


# --- files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_text_file_is_refused(tmp_path, content):
    (tmp_path / "exports.csv").write_bytes(content)
    refused(WorkbookError, tmp_path, "empty", "exports.csv")


def test_an_empty_sheet_and_an_empty_workbook_file_are_refused(tmp_path):
    refused(WorkbookError, workbook(tmp_path, {"plan": []}), "empty", "sheet 'plan'")
    (tmp_path / "exports.xlsx").write_bytes(b"")
    refused(WorkbookError, tmp_path, "exports.xlsx")


def test_a_missing_column_is_named(tmp_path):
    refused(WorkbookError, written(tmp_path, [["region", "year", "plan"], ["AKM", 2017, 5]]), "lacks", "unit", "row 1")


def test_an_unknown_column_is_named(tmp_path):
    refused(WorkbookError, written(tmp_path, [[*HEAD, "quarter"], [*AKMOLA, 1]]), "unknown column quarter")


def test_a_column_named_twice_is_refused(tmp_path):
    refused(WorkbookError, written(tmp_path, [[*HEAD, "Plan"], [*AKMOLA, 1]]), "twice plan")


def test_a_value_beside_the_named_columns_is_refused(tmp_path):
    refused(WorkbookError, written(tmp_path, [HEAD, [*AKMOLA, "more"]]), "'more'", "row 2")
    refused(WorkbookError, written(tmp_path, [[*HEAD, ""], [*AKMOLA, "more"]]), "'more'", "row 2")


def test_a_workbook_under_the_name_of_a_text_is_refused(tmp_path):
    workbook(tmp_path, {"plan": [HEAD, AKMOLA]}).joinpath("exports.xlsx").rename(tmp_path / "exports.csv")
    refused(WorkbookError, tmp_path, "exports.csv", ".xlsx")


@pytest.mark.parametrize("content", [b"\x00\x01\x02 region", b"\xff\xfe\x00", b"region;\x98year"])
def test_bytes_that_are_no_text_are_refused(tmp_path, content):
    (tmp_path / "exports.csv").write_bytes(content)
    refused(WorkbookError, tmp_path, "not a text")


def test_broken_quotation_marks_are_refused(tmp_path):
    (tmp_path / "exports.csv").write_text('region;year;plan;unit\n"AKM;2017;5;mln USD\n', encoding="utf-8")
    refused(WorkbookError, tmp_path, "exports.csv, row 2", "quotation marks")


# --- one plan for a region and year -----------------------------------------------------------------------------


def test_a_region_and_year_twice_in_one_file_are_refused(tmp_path):
    refused(SchemaError, written(tmp_path, [HEAD, AKMOLA, AKMOLA]), "Akmola Region", "2017", "row 2", "row 3")


def test_both_files_are_read(tmp_path):
    written(tmp_path, [HEAD, AKMOLA])
    workbook(tmp_path, {"plan": [HEAD, ["Astana", 2017, 600, "mln USD", "", "", ""]]})
    plans = read_plans(tmp_path)
    assert [plan.region for plan in plans.rows] == ["akmola", "astana"]
    assert plans.files == ("exports.csv", "exports.xlsx")


def test_the_same_plan_in_both_files_is_one_with_both_acts(tmp_path):
    written(tmp_path, [HEAD, AKMOLA])
    workbook(tmp_path, {"plan": [HEAD, ["AKM", 2017, 96500, "thousand USD", DEFAULT, "Order 7", "revised"]]})
    (plan,) = read_plans(tmp_path).rows
    assert plan.value == pytest.approx(96.5)
    assert plan.act == "Protocol 5 of 20 January 2017; Order 7"
    assert plan.note == "revised"


@pytest.mark.parametrize("other", [("97", ""), ("96.5", "sections-2026.1-without-metals")])
def test_two_plans_in_two_files_are_refused_with_both_places(tmp_path, other):
    amount, definition = other
    written(tmp_path, [HEAD, AKMOLA])
    workbook(tmp_path, {"plan": [HEAD, ["AKM", 2017, float(amount), "mln USD", definition, "", ""]]})
    refused(SchemaError, tmp_path, "exports.csv, row 2", "exports.xlsx, sheet 'plan', row 2", "Akmola")


# --- names of files and the templates ---------------------------------------------------------------------------


def test_tables_under_other_names_are_told_not_read(tmp_path):
    written(tmp_path, [HEAD, AKMOLA], name="Exports.CSV")
    for name in ("exports (1).csv", "exports.xls", "~$exports.xlsx", "README.md", "investment.csv", "exports.docx"):
        (tmp_path / name).write_bytes(b"anything")
    (tmp_path / "exports.ods").mkdir()
    plans = read_plans(tmp_path)
    assert plans.files == ("Exports.CSV",)
    assert plans.unread == ("exports (1).csv", "exports.xls")


def test_the_shipped_folder_holds_templates_and_no_plan(project):
    folder = project / "data" / "raw" / "plans"
    assert {path.name for path in folder.iterdir()} >= {*TEMPLATES, "README.md"}
    plans = read_plans(folder)
    assert all(path not in TEMPLATES for path in (*plans.files, *plans.unread))


@pytest.mark.parametrize("name", TEMPLATES)
def test_example_rows_of_a_template_are_never_a_plan(project, tmp_path, name):
    template = project / "data" / "raw" / "plans" / name
    (tmp_path / name).write_bytes(template.read_bytes())
    assert read_plans(tmp_path).files == ()
    (tmp_path / name.replace(".template", "")).write_bytes(template.read_bytes())
    refused(SchemaError, tmp_path, "example row", "row 2")


def test_the_templates_agree_and_the_readme_names_every_column(project):
    folder = project / "data" / "raw" / "plans"
    text = (folder / TEMPLATES[0]).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    sheet = openpyxl.load_workbook(folder / TEMPLATES[1])["plan"]
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == cells
    assert tuple(rows[0]) == COLUMNS
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in readme for name in COLUMNS)
    assert all(f"`{definition}`" in readme for definition in (DEFAULT,))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_without_its_examples_and_with_a_plan_is_read(project, tmp_path, name):
    template = project / "data" / "raw" / "plans" / name
    target = tmp_path / name.replace(".template", "")
    if target.suffix == ".csv":
        head = template.read_text(encoding="utf-8-sig").splitlines()[0]
        target.write_text(f"{head}\nAKM;2017;96,5;mln USD;;;\n", encoding="cp1251")
    else:
        book = openpyxl.load_workbook(template)
        book["plan"].delete_rows(2, 2)
        book["plan"].append(["AKM", 2017, 96.5, "mln USD", None, None, None])
        book.save(target)
    (plan,) = read_plans(tmp_path).rows
    assert (plan.region, plan.value) == ("akmola", 96.5)


def test_the_project_s_own_folder_is_the_default(tmp_path, monkeypatch):
    (tmp_path / "plans").mkdir()
    written(tmp_path / "plans", [HEAD, AKMOLA])
    monkeypatch.setattr(folders, "raw", lambda: tmp_path)
    assert [plan.region for plan in read_plans().rows] == ["akmola"]


def test_a_plan_is_no_published_table_and_leaves_the_panel_as_it_is(tmp_path):
    (tmp_path / "plans").mkdir()
    before = build.raw_key(tmp_path)
    written(tmp_path / "plans", [HEAD, AKMOLA])
    assert build.raw_key(tmp_path) == before
    (tmp_path / "table.csv").write_text("region\n", encoding="utf-8")
    assert build.raw_key(tmp_path) != before
