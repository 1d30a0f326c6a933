"""What a reviewer lost in the first reading of registers: each of these was silent once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from project_sheets import GOOD, HEADS, project, write

from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.loaders.projects.read import read

DAY = "2018-03-27"


def test_a_heading_with_its_subtotal_is_no_project_and_heads_the_rows_below(tmp_path: Path) -> None:
    place, cost = HEADS.index("region"), HEADS.index("cost_planned_mln_kzt")
    heading = [""] * len(HEADS)
    heading[0], heading[cost] = "Карагандинская область", 2501
    rows = [HEADS, project(id="P-1"), heading, project(id="P-2", bin="170340000002", region="", product="насосы")]
    register = read(write(tmp_path / "r.xlsx", rows), as_of=DAY)
    assert register.rows["id"].tolist() == ["P-1", "P-2"]
    assert register.rows["region"].iloc[1].startswith("karaganda")
    assert register.rows["cost_planned_mln_kzt"].sum() == pytest.approx(2 * 1250.5)
    assert HEADS[place] == "region"


def test_a_heading_that_is_not_understood_ends_the_region_above(tmp_path: Path) -> None:
    blank = [""] * (len(HEADS) - 1)
    second = project(id="P-2", bin="170340000002", region="", product="насосы")
    rows = [HEADS, ["Костанайская область", *blank], project(region=""), ["Степная область", *blank], second]
    regions = read(write(tmp_path / "r.xlsx", rows), as_of=DAY).rows["region"]
    assert regions.iloc[0] == "kostanay"
    assert regions.isna().iloc[1]


def test_errors_and_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "r.xlsx", [HEADS, GOOD, project(id="P-2", bin="170340000002", product="насосы")])
    book = openpyxl.load_workbook(path)
    sheet, cost = book.active, HEADS.index("cost_planned_mln_kzt") + 1
    sheet.cell(2, cost).value, sheet.cell(2, cost).data_type = "#DIV/0!", "e"
    sheet.cell(3, cost).value = "=1000+250.5"
    book.save(path)
    register = read(path, as_of=DAY)
    told = register.doubts[register.doubts["column"] == "cost_planned_mln_kzt"]
    assert any("#DIV/0!" in value for value in told["value"])
    assert any("=1000+250.5" in value for value in told["value"])
    assert register.rows["cost_planned_mln_kzt"].isna().all()


def test_the_stamp_of_one_sheet_does_not_make_an_example_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for name, rows in (("Реестр", [HEADS, GOOD]), ("Пример", [["УСЛОВНЫЕ ДАННЫЕ"], HEADS, project(id="X-1")])):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    register = read(path, as_of=DAY)
    assert not register.is_example
    assert register.rows["id"].tolist() == ["P-1"]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_commas_in_titles_and_products_do_not_hide_the_sign_between_cells(tmp_path: Path, sign: str) -> None:
    title = "Реестр, карта, регион, отрасль, план, факт, год, квартал, месяц, прочее"
    lines = [
        title,
        sign.join(HEADS),
        sign.join(map(str, project(product="плуги, сеялки, бороны, жатки, грабли, сетки"))),
    ]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read(path, as_of=DAY).rows["id"].tolist() == ["P-1"]


@pytest.mark.parametrize("change", [{"parts": None}, {"parts": {}}, {"as_of": "zzz"}, {"as_of": 5}, {"name": 7}])
def test_a_record_that_was_edited_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict) -> None:
    monkeypatch.setattr(snapshots.folders, "raw", lambda: tmp_path)
    stored, _, _ = store.import_file(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of=DAY)
    meta = snapshots.folder() / stored.id / "meta.json"
    os.chmod(meta, 0o644)
    meta.write_text(json.dumps(json.loads(meta.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(AnalysisError):
        snapshots.snapshots()


def test_a_snapshot_without_its_record_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots.folders, "raw", lambda: tmp_path)
    stored, _, _ = store.import_file(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of=DAY)
    (snapshots.folder() / stored.id / "meta.json").unlink()
    with pytest.raises(AnalysisError):
        snapshots.snapshots()


# --- hidden sheets, rows and columns; merged amounts ------------------------------------------------------------


def doubts_of(register, *reasons: str) -> list[tuple[str, str, str]]:
    chosen = register.doubts[register.doubts["reason_id"].isin(reasons)]
    return list(zip(chosen["sheet"], chosen["cell"], chosen["effect"], strict=True))


def test_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, start in (("Реестр", 0), ("Скрытый", 10), ("Очень", 20)):
            sheet = book.add_worksheet(name)
            rows = [HEADS, *(project(id=f"P-{start + at}", product=f"товар {start + at}") for at in range(1, 4))]
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
            if name == "Скрытый":
                sheet.hide()
            elif name == "Очень":
                sheet.very_hidden()
            else:
                sheet.set_row(2, None, None, {"hidden": True})
                sheet.set_row(30, None, None, {"hidden": True})  # an empty one: nothing to tell
                sheet.set_column(5, 6, 10, None, {"hidden": True})
                sheet.set_column(40, 60, 10, None, {"hidden": True})
    register = read(path, as_of=DAY)
    assert len(register.rows) == 9
    assert register.rows["cost_planned_mln_kzt"].notna().all()
    assert doubts_of(register, "hidden_sheet") == [("Очень", "", "kept"), ("Скрытый", "", "kept")]
    assert doubts_of(register, "hidden_row") == [("Реестр", "A3", "kept")]
    assert doubts_of(register, "hidden_column") == [("Реестр", "F", "kept"), ("Реестр", "G", "kept")]
    told = register.doubts[register.doubts["reason_id"] == "hidden_row"].iloc[0]
    assert (told["project"], told["value"]) == ("P-2", "P-2")


def test_rows_that_a_filter_hides_are_told_and_those_of_the_form_are_not(tmp_path: Path) -> None:
    from iidsp_analysis.loaders.projects.template import write_template

    write_template(tmp_path / "form.xlsx")
    register = read(tmp_path / "form.xlsx", as_of=DAY)
    assert doubts_of(register, "hidden_sheet", "hidden_row", "hidden_column") == []


def test_an_amount_merged_over_several_rows_belongs_to_none_and_is_told(tmp_path: Path) -> None:
    cost = HEADS.index("cost_planned_mln_kzt")
    rows = [HEADS, *(project(id=f"P-{at}", product=f"товар {at}", cost_planned_mln_kzt="") for at in range(1, 5))]
    rows[1][cost] = 3000
    rows[4][cost] = 10
    register = read(write(tmp_path / "r.xlsx", rows, merged=[(1, cost, 3, cost)]), as_of=DAY)
    assert register.rows["cost_planned_mln_kzt"].tolist()[3] == 10
    assert register.rows["cost_planned_mln_kzt"].isna().tolist() == [True, True, True, False]
    assert doubts_of(register, "merged_amount") == [("Реестр", f"F{row}", "rejected") for row in (2, 3, 4)]
    told = register.doubts[register.doubts["reason_id"] == "merged_amount"]
    assert told["project"].tolist() == ["P-1", "P-2", "P-3"]
    assert told["value"].tolist() == ["3000"] * 3


def test_an_amount_merged_with_an_empty_row_or_beside_stays(tmp_path: Path) -> None:
    cost = HEADS.index("cost_planned_mln_kzt")
    rows = [HEADS, GOOD, [""] * len(HEADS), project(id="P-2", product="насосы", planned_commissioning="")]
    merged = [(1, cost, 2, cost), (3, cost, 3, cost + 1)]
    register = read(write(tmp_path / "r.xlsx", rows, merged=merged), as_of=DAY)
    assert register.rows["cost_planned_mln_kzt"].tolist() == [1250.5, 1250.5]
    assert doubts_of(register, "merged_amount") == []
