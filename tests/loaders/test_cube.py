"""JSON cubes and CSV answers: the same figures by both ways, parts of a year passed over, broken answers refused."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis import panel
from iidsp_analysis.errors import UnknownLabelError, WorkbookError
from iidsp_analysis.loaders import cube
from tests.loaders import workbooks

PREVIOUS_PERIOD = "отчетный период к предыдущему периоду"
#: Synthetic figures; only the activity names and the form of the answer are the publisher's.
SERIES: dict[tuple[str, str], dict[int, float]] = {
    ("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2016: 98.9, 2017: 107.3},
    ("РЕСПУБЛИКА КАЗАХСТАН", "Обрабатывающая промышленность"): {2016: 100.6, 2017: 105.6},
    ("АКМОЛИНСКАЯ ОБЛАСТЬ", "Производство продуктов питания"): {2017: 101.5},
    ("ВОСТОЧНО-КАЗАХСТАНСКАЯ ОБЛАСТЬ", "Производство мебели"): {2017: 90.5, 2023: 110.5},
    ("АКМОЛИНСКАЯ ОБЛАСТЬ", "Мука пшеничная, тонн"): {2017: 77.7},
}


def write_json(path: Path, slices: object) -> Path:
    path.write_text(json.dumps(slices, ensure_ascii=False), encoding="utf-8")
    return path


def by_cell(frame: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    return dict(zip(zip(frame["region"], frame["industry"], frame["period"], strict=True), frame["value"], strict=True))


EXPECTED = {
    ("KZ", "IND", "2016"): 98.9,
    ("KZ", "IND", "2017"): 107.3,
    ("KZ", "C", "2016"): 100.6,
    ("KZ", "C", "2017"): 105.6,
    ("akmola", "10", "2017"): 101.5,
    ("east_kazakhstan_pre2022", "31", "2017"): 90.5,
    ("east_kazakhstan", "31", "2023"): 110.5,
}


def test_json_cube(tmp_path: Path) -> None:
    slices = workbooks.cube_slices(SERIES, PREVIOUS_PERIOD)
    slices += workbooks.cube_slices({("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2017: 1.0}}, "к декабрю")
    loaded = cube.load(write_json(tmp_path / "5809.json", slices), source="bns-5809")
    assert by_cell(loaded) == EXPECTED
    assert [omission["industry"] for omission in loaded.attrs["left_out"]] == ["Мука пшеничная, тонн"]
    panel.validate(loaded)


def test_csv_answer_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "5809.csv"
    path.write_text(workbooks.cube_tsv(SERIES, PREVIOUS_PERIOD), encoding="utf-8")
    assert by_cell(cube.load(path, source="bns-5809")) == EXPECTED


@pytest.mark.parametrize("separator", [";", ","])
def test_csv_with_another_separator(tmp_path: Path, separator: str) -> None:
    one = {("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2016: 98.9}}
    path = tmp_path / "5809.csv"
    path.write_text(workbooks.cube_tsv(one, PREVIOUS_PERIOD).replace("\t", separator), encoding="utf-8")
    assert by_cell(cube.load(path, source="bns-5809")) == {("KZ", "IND", "2016"): 98.9}


def test_parts_of_a_year_and_signs_for_missing_are_passed_over(tmp_path: Path) -> None:
    slices = workbooks.cube_slices({("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2016: 98.9}}, PREVIOUS_PERIOD)
    slices[0]["periods"] += [
        {"name": "январь-сентябрь 2017 года", "date": "30.09.2017", "value": "104.0"},
        {"name": "2018 год", "date": "31.12.2018", "value": "x"},
        {"name": "2019 год", "date": "31.12.2019", "value": None},
    ]
    loaded = cube.load(write_json(tmp_path / "5809.json", slices), source="bns-5809")
    assert by_cell(loaded) == {("KZ", "IND", "2016"): 98.9}


def fails(path: Path, *words: str, error: type = WorkbookError) -> None:
    with pytest.raises(error) as raised:
        cube.load(path, source="bns-5809")
    for word in (path.name, *words):
        assert word in str(raised.value), str(raised.value)


def test_truncated_json(tmp_path: Path) -> None:
    path = write_json(tmp_path / "5809.json", workbooks.cube_slices(SERIES, PREVIOUS_PERIOD))
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    fails(path, "line 1", "cut short")


def test_truncated_csv(tmp_path: Path) -> None:
    path = tmp_path / "5809.csv"
    path.write_text(workbooks.cube_tsv(SERIES, PREVIOUS_PERIOD)[:-30], encoding="utf-8")
    fails(path, "line 9", "cut short")


def test_not_an_answer(tmp_path: Path) -> None:
    page = tmp_path / "5809.csv"
    page.write_text("<html><body>503</body></html>", encoding="utf-8")
    fails(page, "line 1", "PERIOD")
    fails(write_json(tmp_path / "5809.json", {"error": "not found"}), "no list of slices")
    fails(write_json(tmp_path / "5809.json", [{"terms": [1]}]), "slice 1")


def test_missing_file(tmp_path: Path) -> None:
    fails(tmp_path / "5809.json", "does not exist")


def test_unknown_region(tmp_path: Path) -> None:
    slices = workbooks.cube_slices({("ЗАРЕЧНАЯ ОБЛАСТЬ", "Промышленность"): {2016: 98.9}}, PREVIOUS_PERIOD)
    fails(write_json(tmp_path / "5809.json", slices), "slice 1, period 1", "ЗАРЕЧНАЯ", error=UnknownLabelError)


def test_text_for_a_number(tmp_path: Path) -> None:
    slices = workbooks.cube_slices({("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность"): {2016: 98.9}}, PREVIOUS_PERIOD)
    slices[0]["periods"][0]["value"] = "в 2 раза"
    fails(write_json(tmp_path / "5809.json", slices), "slice 1, period 1", "в 2 раза")


def test_one_cell_with_two_values(tmp_path: Path) -> None:
    country = ("РЕСПУБЛИКА КАЗАХСТАН", "Промышленность")
    slices = workbooks.cube_slices({country: {2016: 98.9}}, PREVIOUS_PERIOD)
    again = workbooks.cube_slices({country: {2016: 99.9}}, PREVIOUS_PERIOD)
    fails(write_json(tmp_path / "5809.json", slices + again), "98.9", "99.9", "slice 1", "slice 2")
    assert len(cube.load(write_json(tmp_path / "same.json", slices * 2), source="bns-5809")) == 1


def test_nothing_of_the_wanted_comparison(tmp_path: Path) -> None:
    slices = workbooks.cube_slices(SERIES, "к декабрю")
    fails(write_json(tmp_path / "5809.json", slices), PREVIOUS_PERIOD)
