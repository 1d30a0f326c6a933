"""Dropped files: recognised by name or by content, loaded in the order of their names, embedded ones ignored."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders import dropped
from tests.loaders import workbooks

COMPARISON = "отчетный период к предыдущему периоду"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("5927.xlsx", "5927"),
        ("bns_5927_2026-09.xlsx", "5927"),
        ("BNS 5931 (1).xlsx", "5931"),
        ("bns_5923_gross_regional_product_en.xlsx", "5923"),
        ("450904.xlsx", "450904"),
        ("446905.xlsx", "446905"),
        ("element-5809.json", "5809"),
    ],
)
def test_recognised_by_name(name: str, table: str) -> None:
    assert dropped.recognise(Path(name)) == table


def generated(reference: Path) -> dict[str, dict[str, workbooks.Grid]]:
    divisions = workbooks.division_figures(reference)
    return {
        "5927": workbooks.table_5927(workbooks.section_figures(reference)),
        "450904": workbooks.table_450904(workbooks.index_figures(reference)),
        "5931": workbooks.table_5931(divisions, workbooks.division_names(reference)),
    }


def test_recognised_by_content(tmp_path: Path, reference: Path) -> None:
    for table, grids in generated(reference).items():
        assert dropped.recognise(workbooks.write(tmp_path / "download.xlsx", grids)) == table
    real = reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx"
    assert dropped.recognise(Path(shutil.copy(real, tmp_path / "grp.xlsx"))) == "5923"
    answer = workbooks.cube_slices({("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2016: 98.9}}, COMPARISON)
    cube = tmp_path / "file.json"
    cube.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    assert dropped.recognise(cube) == "5809"


def test_an_unknown_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "отчёт.xlsx", {"Лист1": [["что-то"]]})
    with pytest.raises(WorkbookError, match=r"отчёт\.xlsx.*bns_5927\.xlsx"):
        dropped.recognise(path)


def test_load_dropped(tmp_path: Path, reference: Path) -> None:
    workbooks.write(tmp_path / "bns_5927.xlsx", generated(reference)["5927"])
    real = reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx"
    shutil.copy(real, tmp_path / "bns_5923.xlsx")
    (tmp_path / "5927_gva_by_region_and_section.csv").write_text("region,industry,period,value\n", encoding="utf-8")
    (tmp_path / "~$bns_5927.xlsx").write_text("lock", encoding="utf-8")
    (tmp_path / "446905.xlsx").write_text("left to the loader of trade", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("-", encoding="utf-8")
    loaded = dropped.load_dropped(tmp_path, ignore={"5927_gva_by_region_and_section.csv"})
    assert [(table, path.name) for table, path, _ in loaded] == [("5923", "bns_5923.xlsx"), ("5927", "bns_5927.xlsx")]
    assert set(loaded[1][2]["source"]) == {"bns-5927@bns_5927.xlsx"}
    assert len(loaded[0][2]) == 552


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    assert dropped.load_dropped(tmp_path) == []


def test_a_broken_file_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "5931.xlsx").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(WorkbookError, match=r"5931\.xlsx"):
        dropped.load_dropped(tmp_path)
