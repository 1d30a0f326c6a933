"""Cells of a register as people type them: amounts, dates, codes, words – and what is refused."""

from __future__ import annotations

import datetime
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.loaders.projects import codes, dates, numbers, units
from iidsp_analysis.loaders.projects import format as form

COST = form.BY_NAME["cost_planned_mln_kzt"]
JOBS = form.BY_NAME["jobs_permanent_planned"]
EXPORT = form.BY_NAME["export_share_planned_pct"]
LOAD = form.BY_NAME["capacity_use_pct"]
END = form.BY_NAME["planned_commissioning"]
START = form.BY_NAME["planned_start"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1250.5, 1250.5),
        ("1 250,5", 1250.5),
        ("1\u00a0250\u202f000,25", 1250000.25),
        ("1250.5", 1250.5),
        ("1,250.5", 1250.5),
        ("1,234,567", 1234567.0),
        ("0", 0.0),
        ("250 млн тг", 250.0),
        ("250,5 млн. тенге", 250.5),
        ("0,125", 0.125),
    ],
)
def test_an_amount_is_read_as_it_is_typed(cell: object, value: float) -> None:
    assert numbers.number(cell, COST) == (value, "", {})


@pytest.mark.parametrize(
    ("cell", "field", "reason"),
    [
        ("1,250", COST, "two_readings"),
        ("1,5 млрд тенге", COST, "other_unit"),
        ("250 тыс. тг", COST, "other_unit"),
        ("5 USD", COST, "other_unit"),
        ("100–120", JOBS, "no_number"),
        ("около 50", JOBS, "no_number"),
        ("12 34", COST, "no_number"),
        (-5.0, COST, "below_zero"),
        ("−5", COST, "below_zero"),
        (datetime.datetime(2017, 5, 1), COST, "number_is_date"),
        (True, COST, "no_number"),
        (math.inf, COST, "no_number"),
        ("120 %", EXPORT, "over_hundred"),
    ],
)
def test_what_is_no_amount_is_missing_with_a_reason(cell: object, field: form.Field, reason: str) -> None:
    read = numbers.number(cell, field)
    assert math.isnan(read.value)
    assert read.reason == reason


@pytest.mark.parametrize("cell", ["", "-", "–", "н/д", "Нет данных", "x", "..."])
def test_nothing_typed_is_missing_without_a_doubt_and_never_zero(cell: str) -> None:
    read = numbers.number(cell, COST)
    assert math.isnan(read.value)
    assert not read.reason


def test_shares_and_counts() -> None:
    assert numbers.number("85 %", EXPORT).value == 85
    assert numbers.number("120%", LOAD) == (120.0, "", {}), "more than the design capacity is possible"
    assert numbers.number("45 чел.", JOBS).value == 45
    assert numbers.number("12,5", JOBS) == (12.5, "not_whole", {})


@pytest.mark.parametrize(
    ("cells", "settles"),
    [
        (["1,250", "12,5"], True),
        (["1,250", "3 400,75"], True),
        (["1,250", "1,250.5", "12,5"], False),
        (["1,250", "250"], False),
        ([1.5, 2.5], False),
    ],
)
def test_a_column_settles_its_commas(cells: list[object], settles: bool) -> None:
    assert numbers.writes_decimal_commas(cells) is settles
    read = numbers.number("1,250", COST, decimal_commas=settles)
    assert read.value == 1.25 if settles else read.reason == "two_readings"


@given(st.floats(min_value=0, max_value=1e9, allow_nan=False), st.sampled_from([".", ","]))
def test_a_number_written_with_groups_comes_back(value: float, mark: str) -> None:
    typed = f"{value:,.2f}".replace(",", " ").replace(".", mark)
    assert numbers.number(typed, COST, decimal_commas=True).value == pytest.approx(round(value, 2))


TYPED = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 120).map(float.__round__).map(float),
    st.from_regex(r"[0-9]{1,4}([ ,.\u00a0][0-9]{1,3}){0,3}([.,][0-9]{1,4})?", fullmatch=True),
    st.text(alphabet="0123456789 ,.-%\u00a0\u0661", max_size=9),
)


@given(TYPED, st.booleans())
def test_the_quick_reading_agrees_with_the_slow_one(cell: object, decimal_commas: bool) -> None:
    for field in (COST, JOBS, EXPORT, LOAD):
        value = numbers.quick(field, decimal_commas=decimal_commas)(cell)
        if value is not None:
            assert numbers.number(cell, field, decimal_commas=decimal_commas) == (value, "", {})
        if isinstance(cell, float):
            assert numbers.all_settled([cell], field) is (value is not None)


@given(st.one_of(TYPED, st.integers(10**10, 10**12).map(float), st.from_regex(r"\d{11,13}", fullmatch=True)))
def test_the_quick_reading_of_a_bin_agrees_with_the_slow_one(cell: object) -> None:
    if (told := codes.quick_bin(cell)) is not None:
        assert codes.code(cell, form.BY_NAME["bin"]) == (told, "", {})


def test_most_cells_are_read_quickly() -> None:
    read = numbers.quick(COST, decimal_commas=True)
    assert [read(cell) for cell in (5.5, "1 250,5", "12\u00a0345.75", "7")] == [5.5, 1250.5, 12345.75, 7.0]
    assert [codes.quick_bin(cell) for cell in ("170340000001", 170340000001.0)] == ["170340000001"] * 2


@pytest.mark.parametrize(
    ("field", "highest", "beyond"),
    [(COST, 1e15, 1.1e15), (COST, 1e15, 1e308), (JOBS, 1e8, 1e8 + 1), (LOAD, 1e4, 10_001), (EXPORT, 100, 1e5)],
)
def test_what_no_project_can_have_is_rejected(field: form.Field, highest: float, beyond: float) -> None:
    assert numbers.number(highest, field).value == highest
    for cell in (float(beyond), f"{beyond:.0f}", f"{beyond:,.0f}".replace(",", " ")):
        read = numbers.number(cell, field)
        assert math.isnan(read.value)
        assert read.reason == ("over_hundred" if field is EXPORT else "beyond_limit")
        assert numbers.quick(field, decimal_commas=True)(cell) is None
    assert not numbers.all_settled([float(beyond)], field)


@pytest.mark.parametrize(
    ("cell", "end", "start"),
    [
        ("III кв. 2017", date(2017, 9, 30), date(2017, 7, 1)),
        ("3 квартал 2017 года", date(2017, 9, 30), date(2017, 7, 1)),
        ("ІV кв. 2017 г.", date(2017, 12, 31), date(2017, 10, 1)),
        ("2017 жылғы III тоқсан", date(2017, 9, 30), date(2017, 7, 1)),
        ("Q3 2017", date(2017, 9, 30), date(2017, 7, 1)),
        ("декабрь 2017 г.", date(2017, 12, 31), date(2017, 12, 1)),
        ("желтоқсан 2017", date(2017, 12, 31), date(2017, 12, 1)),
        ("дек. 2017", date(2017, 12, 31), date(2017, 12, 1)),
        ("в мае 2017", date(2017, 5, 31), date(2017, 5, 1)),
        ("2017 ж. қазан", date(2017, 10, 31), date(2017, 10, 1)),
        ("02.2016", date(2016, 2, 29), date(2016, 2, 1)),
        ("2017-12", date(2017, 12, 31), date(2017, 12, 1)),
        ("I полугодие 2018", date(2018, 6, 30), date(2018, 1, 1)),
        ("1 п/г 2018", date(2018, 6, 30), date(2018, 1, 1)),
        ("до конца 2017 года", date(2017, 12, 31), date(2017, 1, 1)),
        (2017.0, date(2017, 12, 31), date(2017, 1, 1)),
        ("2017", date(2017, 12, 31), date(2017, 1, 1)),
    ],
)
def test_less_than_a_day_is_the_end_or_the_beginning_of_its_period_and_said(cell, end: date, start: date) -> None:
    assert dates.day(cell, END) == (end, "date_inexact", {"day": end.isoformat()})
    assert dates.day(cell, START).value == start


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("31.12.2017", date(2017, 12, 31)),
        ("1.2.17", date(2017, 2, 1)),
        ("31.12.2017 г.", date(2017, 12, 31)),
        ("2017-03-04", date(2017, 3, 4)),
        ("2017-03-04 00:00:00", date(2017, 3, 4)),
        ("15 марта 2017 года", date(2017, 3, 15)),
        ("25/04/2017", date(2017, 4, 25)),
        ("04/25/2017", date(2017, 4, 25)),
        (43100.0, date(2017, 12, 31)),
        ("43100", date(2017, 12, 31)),
        (datetime.datetime(2017, 12, 31, 10), date(2017, 12, 31)),
    ],
)
def test_a_day_is_a_day(cell: object, value: date) -> None:
    assert dates.day(cell, END) == (value, "", {})


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("03/04/2017", "date_two_readings"),
        ("31.02.2017", "no_date"),
        ("2016–2018", "no_date"),
        ("V кв. 2017", "no_date"),
        ("скоро", "no_date"),
        ("каникулы 2017", "no_date"),
        ("малая 2017", "no_date"),
        (True, "no_date"),
        (12.0, "no_date"),
        ("31.12.1917", "date_out_of_range"),
    ],
)
def test_what_is_no_date_is_missing_with_a_reason(cell: object, reason: str) -> None:
    read = dates.day(cell, END)
    assert read.value is None
    assert read.reason == reason


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_every_day_comes_back_in_every_form(day: date) -> None:
    serial = float((day - date(1899, 12, 30)).days)
    for cell in (day.strftime("%d.%m.%Y"), day.isoformat(), day, serial):
        assert dates.day(cell, END) == (day, "", {})


@pytest.mark.parametrize(
    ("name", "cell", "value", "reason"),
    [
        ("bin", "170340000001", "170340000001", ""),
        ("bin", 170340000001.0, "170340000001", ""),
        ("bin", "1703 4000 0001", "170340000001", ""),
        ("bin", 40340000001.0, "040340000001", "zeros_restored"),
        ("bin", "17034000001", None, "no_bin"),
        ("bin", 12345.0, None, "no_bin"),
        ("bin", "١٧٠٣٤٠٠٠٠٠٠١", None, "no_bin"),
        ("oked", "28.30.2", "28302", ""),
        ("oked", "C24.10", "2410", ""),
        ("oked", 1071.0, "1071", ""),
        ("oked", "24.10 Производство чугуна", "2410", ""),
        ("oked", "241005", None, "no_code"),
        ("oked", "металлургия", None, "no_code"),
        ("hs", "8432 30 110 0", "8432301100", ""),
        ("hs", 304.0, "0304", "zeros_restored"),
        ("hs", "304", None, "no_code"),
    ],
)
def test_codes(name: str, cell: object, value: str | None, reason: str) -> None:
    assert codes.code(cell, form.BY_NAME[name])[:2] == (value, reason)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("map", "Карта индустриализации", "industrialization"),
        ("map", "КИ", "industrialization"),
        ("status", "введён", "commissioned"),
        ("status", "In Progress", "under_way"),
        ("status", "іске асырылуда", "under_way"),
        ("technology", "Средне-высокий", "medium-high"),
        ("kind", "реконструкция", "modernisation"),
    ],
)
def test_words_of_a_list_in_any_language(name: str, cell: str, value: str) -> None:
    assert codes.choice(cell, form.BY_NAME[name]) == (value, "", {})


def test_an_unknown_word_is_missing() -> None:
    assert codes.choice("обе карты", form.BY_NAME["map"]) == (None, "no_choice", {})


@pytest.mark.parametrize("field", [field for field in form.FIELDS if field.choices], ids=lambda field: field.name)
def test_no_word_stands_for_two_choices(field: form.Field) -> None:
    for machine_word, aliases in form.CHOICES[field.name].items():
        for word in (machine_word, *(alias for told in aliases.values() for alias in told)):
            assert codes.choice(word, field).value == machine_word


@pytest.mark.parametrize(
    ("text", "stated", "factor"),
    [
        ("Стоимость, млн тенге", "mln KZT", 1.0),
        ("тыс. тг", "thousand KZT", 1e-3),
        ("мың теңге", "thousand KZT", 1e-3),
        ("млрд. тенге", "bn KZT", 1e3),
        ("в тенге", "KZT", 1e-6),
        ("млн долл. США", "долл", None),
        ("$", "$", None),
    ],
)
def test_units_of_money(text: str, stated: str, factor: float | None) -> None:
    assert units.money_unit(text) == (stated, factor)


def test_no_unit_is_no_unit() -> None:
    assert units.money_unit("Стоимость проекта") is None
