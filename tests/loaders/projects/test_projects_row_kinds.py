"""Which rows are projects: told by what a row has, and tried in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_sheets import GOOD, HEADS, project, write

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.template import YEARS, example, head

AS_OF = "2018-03-01"
COST = "cost_planned_mln_kzt"
NOTHING = dict.fromkeys(HEADS, "")


def row(**cells: object) -> list[object]:
    """A row with these cells only."""
    return list((NOTHING | cells).values())


def kept_and_left_out(tmp_path: Path, *rows: list[object], heads=HEADS) -> tuple[list[str | None], list[str]]:
    """Names of the projects, and the reasons of the rows that were left out."""
    register = read(write(tmp_path / "register.xlsx", [heads, *rows]), as_of=AS_OF)
    left_out = register.doubts[register.doubts["effect"] == "left_out"]
    return register.rows["name"].tolist(), left_out["reason_id"].tolist()


# --- the example row of the form --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled():
    """Heads and filled row of the Russian form."""
    fields = (*form.FIELDS, *(form.output_of_year(kind, year) for year in YEARS for kind in ("planned", "actual")))
    return [head(field, "ru") for field in fields], {field.name: example(field, "ru") for field in fields}


@pytest.mark.parametrize("changed", [
    {"id": "AKM-2018-001"},
    {"id": "AKM-2018-001", "bin": 0.0},
    {"id": "AKM-2018-001", "bin": "", "cost_planned_mln_kzt": 9},
    {"id": "AKM-2018-001", "name": "Завод", "region": "Павлодарская область"},
    {"id": "AKM-2018-001", "product": "бороны"},
    {"id": "AKM-2018-001", "name": "сборка  сеялок в Кокшетау (ОБРАЗЕЦ)"},
    {"id": ""},
])  # fmt: skip
def test_the_filled_row_of_the_form_under_another_id_is_no_project(tmp_path, filled, changed):
    heads, cells = filled
    own = cells | {"id": "P-1", "bin": "170340000001", "name": "Мельница", "product": "мука"}
    names, left_out = kept_and_left_out(
        tmp_path, list((cells | changed).values()), list(own.values()), heads=heads
    )  # fmt: skip
    assert names == ["Мельница"]
    assert left_out == ["example_row"]


def test_a_project_like_the_one_of_the_form_is_a_project(tmp_path, filled):
    heads, cells = filled
    own = cells | {"id": "P-1", "bin": "170340000001", "name": "Сборка сеялок в Костанае"}
    other = cells | {"id": "P-2", "name": "Мельница", "product": "мука"}  # zeros for a BIN that is not known
    names, left_out = kept_and_left_out(tmp_path, list(own.values()), list(other.values()), heads=heads)
    assert names == ["Сборка сеялок в Костанае", "Мельница"]
    assert left_out == []


@pytest.mark.parametrize("told", [
    "EXAMPLE", "example", "EXAMPLE 2", "EXAMPLE2", "Example_3", "ОБРАЗЕЦ", "образец 2", "ОБРАЗЕЦ-1", "Пример 1",
    "«Пример 1»", "ПРИМЕР № 1", "Мысал 1", "Үлгі", "Sample 1",
])  # fmt: skip
def test_ids_that_stand_for_an_example(tmp_path, told):
    assert kept_and_left_out(tmp_path, GOOD, project(id=told, bin="170340000002", name="Цех")) == (
        ["Завод сеялок"], ["example_row"],
    )  # fmt: skip


@pytest.mark.parametrize("told", ["EXAM-1", "ПРИМ-14", "Образцовый-2", "EXAMPLEX-1"])
def test_ids_that_only_begin_like_an_example(tmp_path, told):
    assert kept_and_left_out(tmp_path, project(id=told)) == (["Завод сеялок"], [])


# --- projects of few words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [
    {"id": "AKM-500", "name": "ТОО Ковёр"},
    {"id": "AKM 500", "name": "ТОО Ковёр"},
    {"id": "2016/014", "name": "ТОО Ковёр"},
    {"id": 10045, "name": "ТОО Ковёр"},
    {"id": "AKM-500", "name": "ТОО Ковёр", COST: 300},
    {"id": 5, "name": "ТОО Ковёр", COST: 300},
    {"id": "AKM-500", "name": "По производству ковров", COST: 300},
    {"id": "AKM-500", "name": "Total Energies: завод масел", COST: 300},
    {"id": "AKM-500", "name": "Из них и сошьём", COST: 300},
    {"name": "ТОО Ковёр", "product": "ковры", COST: 300},
    {"name": "ТОО Ковёр", "planned_commissioning": "2018", COST: 300},
    {"name": "ТОО Ковёр", "oked": "13930"},
    {"name": "По району: пекарни", "product": "хлеб", "oked": "10710", COST: 300},
    {"name": "ТОО Ковёр", "bin": "170340000002"},
    {"name": "Всего понемногу", "bin": "170340000002", COST: 300},
])  # fmt: skip
def test_a_project_is_told_by_what_its_row_has(tmp_path, told):
    names, left_out = kept_and_left_out(tmp_path, GOOD, row(**told))
    assert names == ["Завод сеялок", told["name"]]
    assert left_out == []


@pytest.mark.parametrize(("told", "reason"), [
    ({"name": "По району Аккольскому", COST: 15000}, "subtotal_row"),
    ({"name": "по Аккольскому району", COST: 15000}, "subtotal_row"),
    ({"name": "в том числе:", COST: 15000}, "subtotal_row"),
    ({"name": "в т.ч. введённые", COST: 15000}, "subtotal_row"),
    ({"name": "из них в городе", COST: 15000}, "subtotal_row"),
    ({"name": "оның ішінде", COST: 15000}, "subtotal_row"),
    ({"name": "of which commissioned", COST: 15000}, "subtotal_row"),
    ({"id": "в том числе:", COST: 15000}, "subtotal_row"),
    ({"id": "1", "name": "Аккольский район", COST: 15000}, "subtotal_row"),
    ({"id": 2, "name": "из них введено", "region": "Акмолинская область", COST: 15000}, "subtotal_row"),
    ({"name": "Пищевая промышленность", COST: 15000}, "subtotal_row"),
    ({"name": "Введённые проекты", "region": "Акмолинская область", COST: "15 000"}, "subtotal_row"),
    ({"id": "Проекты 2016 года", COST: 15000}, "subtotal_row"),
    ({"name": "Итого", COST: 15000}, "total_row"),
    ({"id": 3, "name": "Итого по области", "region": "Акмолинская область", COST: 15000}, "total_row"),
    ({"id": "P-9", "name": "Итого:", COST: 15000}, "total_row"),
    ({"id": "1", "name": "Пищевая промышленность"}, "note_row"),
    ({"id": "Раздел 1", "name": "Пищевая промышленность"}, "note_row"),
    ({"id": "27.03.2018", "name": "Иванов И. И."}, "note_row"),
    ({"id": "8(7172)55-55-55", "name": "Иванов И. И."}, "note_row"),
    ({"id": "тел.55-12-34", "name": "Иванов И. И."}, "note_row"),
    ({"name": "Руководитель управления", "product": "Иванов"}, "note_row"),
])  # fmt: skip
def test_subtotals_headings_and_notes_are_left_out_and_listed(tmp_path, told, reason):
    names, left_out = kept_and_left_out(tmp_path, GOOD, row(**told))
    assert names == ["Завод сеялок"]
    assert left_out == [reason]


def test_where_no_row_has_a_number_a_name_with_an_amount_is_a_project(tmp_path):
    heads = ["Наименование", "Стоимость, млн тенге", "Рабочие места"]
    rows = [["Мельница", 300, 20], ["из них введено", 100, 5], ["По району Аккольскому", 300, 20], ["Цех", 200, ""]]
    names, left_out = kept_and_left_out(tmp_path, *rows, heads=heads)
    assert names == ["Мельница", "Цех"]
    assert left_out == ["subtotal_row"] * 2


def test_the_subtotal_of_a_district_does_not_end_the_region_above(tmp_path):
    heading = row(id="Акмолинская область")
    subtotal = row(name="По Аккольскому району", **{COST: 15000})
    rows = [heading, project(region=""), subtotal, project(id="P-2", region="", product="насосы")]
    register = read(write(tmp_path / "r.xlsx", [HEADS, *rows]), as_of=AS_OF)
    assert register.rows["region"].tolist() == ["akmola", "akmola"]
    assert register.rows[COST].sum() == pytest.approx(2 * 1250.5)


def test_a_numbered_region_with_its_subtotal_heads_the_rows_below(tmp_path):
    rows = [row(id=1, name="Акмолинская область", **{COST: 15000}), project(region="")]
    register = read(write(tmp_path / "r.xlsx", [HEADS, *rows]), as_of=AS_OF)
    assert register.rows["region"].tolist() == ["akmola"]
    assert "region_row" in set(register.doubts["reason_id"])
