"""Heads of a register: anywhere, in any order and language, over one row or three."""

from __future__ import annotations

import pytest

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.grids import Grid
from iidsp_analysis.loaders.projects.headers import find_heading
from iidsp_analysis.loaders.projects.labels import understood


def names(heading) -> list[str]:
    return [head.field.name if head else "" for head in heading.heads]


@pytest.mark.parametrize("field", form.FIELDS, ids=lambda field: field.name)
def test_every_alias_means_its_field(field: form.Field) -> None:
    for label in (field.name, *(alias for told in field.aliases.values() for alias in told)):
        for written in (label, label.upper(), f"{label} *"):
            head = understood(written)
            assert head is not None, written
            assert head.field is field


@pytest.mark.parametrize(
    ("label", "name", "factor"),
    [
        ("Стоимость проекта (план), млн. тенге", "cost_planned_mln_kzt", 1.0),
        ("Плановая стоимость, тыс. тенге", "cost_planned_mln_kzt", 1e-3),
        ("Освоено на 1 января 2018 года, млрд тенге", "cost_actual_mln_kzt", 1e3),
        ("Выпуск 2017 факт, тыс. тенге", "output_actual_2017_mln_kzt", 1e-3),
        ("Объём производства, план, 2016 г.", "output_planned_2016_mln_kzt", None),
        ("output_actual_2018_mln_kzt", "output_actual_2018_mln_kzt", 1.0),
    ],
)
def test_units_and_years_of_a_head(label: str, name: str, factor: float | None) -> None:
    head = understood(label)
    assert head is not None
    assert head.field.name == name
    assert (head.unit.factor if head.unit else None) == factor


@pytest.mark.parametrize("label", ["№ п/п", "Куратор", "Рабочие места 2017", "Выпуск 2016 2017", "2017", ""])
def test_other_heads_are_the_files_own(label: str) -> None:
    assert understood(label) is None


def test_status_of_a_day_is_the_status() -> None:
    head = understood("Статус на 01.03.2018 г.")
    assert head is not None
    assert head.field.name == "status"


def test_the_head_is_found_under_titles_and_the_order_is_free() -> None:
    rows = [["Утверждаю"], [], ["Реестр проектов, млн тенге"], ["Статус", "Область", "БИН", "Наименование проекта"]]
    heading = find_heading(Grid("s", [*rows, ["введен", "Абай", "1", "Завод"]]))
    assert heading is not None
    assert (heading.first, heading.body) == (3, 4)
    assert names(heading) == ["status", "region", "bin", "name"]


def test_a_head_of_three_rows_with_merged_cells() -> None:
    rows = [
        ["№", "Наименование", "БИН", "Рабочие места", "", "", "", "Выпуск", "", "Статус"],
        ["", "", "", "временные", "", "постоянные", "", "факт", "", ""],
        ["", "", "", "план", "факт", "план", "факт", "2016", 2017.0, ""],
        [1.0, "Завод", "1", 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, "введен"],
    ]
    heading = find_heading(Grid("s", rows))
    assert heading is not None
    assert heading.body == 3
    jobs = [f"jobs_{kind}_{which}" for kind in ("construction", "permanent") for which in ("planned", "actual")]
    outputs = ["output_actual_2016_mln_kzt", "output_actual_2017_mln_kzt"]
    assert names(heading) == ["", "name", "bin", *jobs, *outputs, "status"]


def test_what_stands_under_a_spread_head_does_not_take_its_field() -> None:
    rows = [["Наименование", "Стоимость", "", ""], ["", "план", "факт", "прим. куратора"], ["Завод", 1.0, 2.0, "x"]]
    rows[0].append("Статус")
    heading = find_heading(Grid("s", rows))
    assert heading is not None
    assert names(heading) == ["name", "cost_planned_mln_kzt", "cost_actual_mln_kzt", "", "status"]


def test_the_first_project_is_not_a_part_of_the_head() -> None:
    rows = [["Наименование", "Статус", "Карта"], ["Карта", "план", "КИ"], ["Завод", "введен", "КИ"]]
    heading = find_heading(Grid("s", rows))
    assert heading is not None
    assert heading.body == 1


@pytest.mark.parametrize(
    "rows",
    [[], [[]], [["Наименование", "БИН"]], [["БИН", "Регион", "Статус"]], [["a", "b", "c"], [1.0, 2.0, 3.0]]],
    ids=["empty", "blank", "two fields", "neither name nor id", "another table"],
)
def test_a_sheet_without_the_head_of_a_register(rows: list[list[object]]) -> None:
    assert find_heading(Grid("s", rows)) is None
