"""The example register as a workbook of the kind that ministries send: hard to read, and all of it readable.

Title and stamp stand above a head of two rows with merged cells, a row numbers the columns, regions are merged over
their projects, every region ends with a total, dates and amounts are partly typed, and notes follow the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

import xlsxwriter

from iidsp_analysis import regions
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.example_course import AS_OF, YEARS, Draws, Project, month_end
from iidsp_analysis.loaders.projects.example_planting import IMPORT, Fault
from iidsp_analysis.loaders.projects.template import choices

SHEET: Final = "Реестр"
#: Head: label over one column or several, and the labels of those under it with their fields.
_OWN_COLUMN: Final = "Куратор"
_HEAD: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("Код проекта", {"": "id"}),
    ("Наименование проекта", {"": "name"}),
    ("БИН", {"": "bin"}),
    ("Область", {"": "region"}),
    ("Район, город", {"": "district"}),
    ("Код ОКЭД", {"": "oked"}),
    ("Код ТН ВЭД", {"": "hs"}),
    ("Карта", {"": "map"}),
    ("Стадия", {"": "stage"}),
    ("Дата включения в карту", {"": "decision_date"}),
    ("Дата решения отраслевой комиссии", {"": "commission_decision"}),
    ("Начало реализации", {"план": "planned_start", "факт": "actual_start"}),
    ("Первоначальный срок ввода", {"": "first_planned_commissioning"}),
    ("Ввод в эксплуатацию", {"план": "planned_commissioning", "факт": "actual_commissioning"}),
    ("Количество переносов срока ввода", {"": "times_postponed"}),
    ("Стоимость проекта, млн тенге", {"план": "cost_planned_mln_kzt", "факт": "cost_actual_mln_kzt"}),
    ("Источники финансирования", {"": "financing"}),
    (
        "Рабочие места на период строительства, чел.",
        {"план": "jobs_construction_planned", "факт": "jobs_construction_actual"},
    ),
    ("Постоянные рабочие места, чел.", {"план": "jobs_permanent_planned", "факт": "jobs_permanent_actual"}),
    ("Выпускаемая продукция", {"": "product"}),
    ("Проектная мощность", {"": "capacity"}),
    ("Единица мощности", {"": "capacity_unit"}),
    ("Загрузка мощностей, %", {"": "capacity_use_pct"}),
    ("Выпуск на полной мощности, млн тенге", {"": "output_planned_mln_kzt"}),
    (
        "Выпуск продукции, млн тенге",
        {f"{year} {word}": f"output_{kind}_{year}_mln_kzt"
         for year in YEARS for kind, word in (("planned", "план"), ("actual", "факт"))},
    ),
    ("Доля экспорта, %", {"план": "export_share_planned_pct", "факт": "export_share_actual_pct"}),
    ("Уровень технологии", {"": "technology"}),
    ("Меры государственной поддержки", {"": "state_support"}),
    ("Вид проекта", {"": "kind"}),
    ("Статус", {"": "status"}),
    ("Дата статуса", {"": "status_date"}),
    (_OWN_COLUMN, {"": _OWN_COLUMN}),
)  # fmt: skip
_FIELDS: Final = [name for _, under in _HEAD for name in under.values()]
_TOTALS: Final = ("cost_planned_mln_kzt", "cost_actual_mln_kzt", "jobs_permanent_planned", "jobs_permanent_actual")
_TITLE: Final = (
    f"ПРИМЕР · {form.EXAMPLE_STAMPS[1]} · {form.EXAMPLE_STAMPS[0]}",
    f"Реестр проектов на {AS_OF:%d.%m.%Y} (проекты, предприятия и БИН вымышлены)",
)
_NOTES: Final = (
    "* Стоимость указана по проектно-сметной документации",
    "Примечание: все сведения вымышлены и служат для проверки программы",
)
_QUARTERS: Final = ("I", "II", "III", "IV")
_ABSENT: Final = ("-", "н/д", "…")


class _Cell(NamedTuple):
    """What is written into a cell, and the reason of the doubt that reading it must raise."""

    value: object
    reason: str = ""


def write_workbook(path: Path, projects: list[Project], as_written: dict[tuple[str, str], str]) -> list[Fault]:
    """Write the register as a workbook; the same projects give the same bytes.

    Parameters
    ----------
    path : Path
        Where to; an existing file is replaced.
    projects : list of dict
        In the order of regions.
    as_written : dict
        Texts that stand in a cell instead of its value, by id and field.

    Returns
    -------
    list of Fault
        What the layout adds for the reading to find: rows that are no projects, dates less exact than a day.
    """
    draws = Draws(len(projects))
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(AS_OF.year, AS_OF.month, AS_OF.day)})
        sheet = book.add_worksheet(SHEET)
        styles = {"head": book.add_format({"bold": True, "border": 1}), "day": book.add_format({"num_format": 14})}
        body = _write_head(sheet, styles["head"])
        faults = list(_write_body(sheet, body, projects, as_written, draws, styles["day"]))
    return [Fault("", IMPORT, reason, "") for reason in ("numbering_row", "total_row", "note_row")] + faults


def _write_head(sheet: Any, style: Any) -> int:
    """Write title, head and numbers of the columns; return the first row of the projects."""
    for row, text in enumerate(_TITLE):
        sheet.write_string(row, 0, text, style)
    top, column = len(_TITLE) + 1, 0
    for label, under in _HEAD:
        if len(under) == 1:
            sheet.merge_range(top, column, top + 1, column, label, style)
        else:
            sheet.merge_range(top, column, top, column + len(under) - 1, label, style)
            sheet.write_row(top + 1, column, list(under), style)
        column += len(under)
    sheet.write_row(top + 2, 0, range(1, column + 1))
    return top + 3


def _write_body(
    sheet: Any, row: int, projects: list[Project], as_written: dict[tuple[str, str], str], draws: Draws, day: Any
) -> Iterator[Fault]:
    for region, group in groupby(projects, key=lambda each: each["region"]):
        members = list(group)
        for offset, project in enumerate(members):
            for column, name in enumerate(_FIELDS):
                text = as_written.get((project["id"], name))
                cell = _Cell(text) if text else _cell(name, project.get(name), draws)
                _write(sheet, row + offset, column, cell.value, day)
                if cell.reason:
                    yield Fault(project["id"], IMPORT, cell.reason, name)
        label, column = regions.get(region).case_ru["nom"], _FIELDS.index("region")
        sheet.merge_range(row, column, row + len(members) - 1, column, label)
        row += len(members)
        _write_totals(sheet, row, f"Итого: {label}", members)
        row += 1
    _write_totals(sheet, row, "ВСЕГО", projects)
    for offset, note in enumerate(_NOTES, 2):
        sheet.write_string(row + offset, 0, note)


def _write(sheet: Any, row: int, column: int, value: object, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def _write_totals(sheet: Any, row: int, label: str, members: list[Project]) -> None:
    sheet.write_string(row, _FIELDS.index("name"), label)
    for name in _TOTALS:
        sheet.write_number(row, _FIELDS.index(name), round(sum(each[name] or 0 for each in members), 1))


# --- one cell ---------------------------------------------------------------------------------------------------


def _cell(name: str, value: Any, draws: Draws) -> _Cell:
    """Return a value as somebody may have typed it; the region stands in a merged cell of its own."""
    field = form.field_of(name)
    if field is None or name == "region":
        return _Cell(None if field else f"отдел {draws.whole(1, 5)}")
    if value is None:
        is_typed = field.kind in (form.DATE, *form.NUMERIC) and draws.happens(0.1)
        return _Cell(draws.one_of(_ABSENT) if is_typed else None)
    if field.kind == form.DATE:
        return _day(name, value, draws)
    if field.is_money and draws.happens(0.25):
        return _Cell(f"{value:,.1f}".replace(",", "\u00a0").replace(".", ","))
    return _code(name, value, draws) if field.kind == form.CODE else _Cell(_words(field, value))


def _day(name: str, value: date, draws: Draws) -> _Cell:
    """Return a date as a date, as a text, or as the quarter that it ends."""
    ends_quarter = value.month % 3 == 0 and value == month_end(value)
    if name.endswith("planned_commissioning") and ends_quarter and draws.happens(0.3):
        return _Cell(f"{_QUARTERS[value.month // 3 - 1]} кв. {value.year} г.", "date_inexact")
    return _Cell(f"{value:%d.%m.%Y}" if draws.happens(0.25) else value)


def _code(name: str, value: str, draws: Draws) -> _Cell:
    if name == "bin" and draws.happens(0.2):
        return _Cell(int(value))
    if name == "oked" and draws.happens(0.2):
        return _Cell(f"{value[:2]}.{value[2:4]}.{value[4:]}")
    return _Cell(value)


def _words(field: form.Field, value: Any) -> object:
    """Return a choice in Russian, anything else as it is."""
    if not field.choices:
        return value
    return dict(zip(field.choices, choices(field, "ru"), strict=True))[value]
