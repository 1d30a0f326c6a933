"""Headings: years with and without footnotes, parts of a year, look-alike letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.loaders import headers
from iidsp_analysis.loaders.section_names import section_of

YEARS = st.integers(min_value=1990, max_value=2030)


@pytest.mark.parametrize(
    ("cell", "year", "marks"),
    [
        (2017, 2017, ()),
        (2017.0, 2017, ()),
        ("2017", 2017, ()),
        (" 2017 год", 2017, ()),
        ("2017г.", 2017, ()),
        ("2017 жыл", 2017, ()),
        ("20211)", 2021, ("1",)),
        ("2021¹⁾", 2021, ("1",)),
        ("2021¹", 2021, ("1",)),
        ("202112)", 2021, ("12",)),
        ("2021*", 2021, ("*",)),
        ("2025 год7)8)", 2025, ("7", "8")),
        ("2025 год 7), 8)", 2025, ("7", "8")),
        ("январь-декабрь 2024 года", 2024, ()),
        ("January–December 2024", 2024, ()),
    ],
)
def test_whole_years(cell: object, year: int, marks: tuple[str, ...]) -> None:
    assert headers.parse_period(cell) == headers.Period(year, whole=True, marks=marks)


@pytest.mark.parametrize(
    "cell",
    [
        "1 полугодие 2019 года",
        "9 месяцев 2019г.",
        "9 мecяцeв 2019г.",
        "январь-сентябрь 2019 года",
        "январь–июнь 2019",
        "I квартал 2019 года",
        "IV квартал 2019",
        "1 quarter of 2019",
        "1 half-year of 2019",
        "9 months of 2019**",
        "January-June 2019",
        "2019 жылғы қаңтар-маусым",
        "2019 год, 9 месяцев",
        "9 months of 20191)",
    ],
)
def test_parts_of_a_year(cell: str) -> None:
    period = headers.parse_period(cell)
    assert period is not None
    assert (period.year, period.whole) == (2019, False)


@pytest.mark.parametrize(
    "cell", ["", "млн. тенге", "Код КАТО", 12.5, 1.0, None, True, "20193", "2013-2018", "Промышленность"]
)
def test_no_periods(cell: object) -> None:
    assert headers.parse_period(cell) is None


@settings(deadline=None, max_examples=60)
@given(YEARS, st.integers(min_value=1, max_value=99), st.sampled_from(["", " год", " г."]))
def test_a_footnote_never_changes_the_year(year: int, mark: int, word: str) -> None:
    period = headers.parse_period(f"{year}{word}{mark})")
    assert period == headers.Period(year, whole=True, marks=(str(mark),))


@settings(deadline=None, max_examples=60)
@given(YEARS, st.sampled_from(["1 квартал", "1 полугодие", "9 месяцев", "январь-март", "за январь-ноябрь"]))
def test_a_part_of_a_year_is_never_a_whole_one(year: int, part: str) -> None:
    for cell in (f"{part} {year}", f"{part} {year} года", f"{part} {year}г.1)", f"{year} год {part}"):
        period = headers.parse_period(cell)
        assert period is not None
        assert not period.whole


def test_footnotes_and_provisional_years() -> None:
    notes = headers.footnotes([["1) в границах 2022 года", ""], ["", "2)предварительные данные"], ["* оценка", 5.0]])
    assert notes.texts == {"1": "в границах 2022 года", "2": "предварительные данные", "*": "оценка"}
    provisional = {text: _provisional(notes, text) for text in ("20211)", "20232)", "2023*", "2023**", "2022")}
    assert provisional == {"20211)": False, "20232)": True, "2023*": False, "2023**": True, "2022": False}
    assert _provisional(notes, "2023 год (предварительно)")


def _provisional(notes: headers.Footnotes, text: str) -> bool:
    period = headers.parse_period(text)
    assert period is not None
    return notes.provisional(period)


@pytest.mark.parametrize(
    ("label", "bare"),
    [("Astana city2)", "Astana city"), ("г. Шымкент 1)", "г. Шымкент"), ("Абай*", "Абай"), ("Ұлытау", "Ұлытау")],
)
def test_marks_of_labels(label: str, bare: str) -> None:
    assert headers.without_marks(label) == bare


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Cнабжение электроэнергией", "D"),
        ("Электро-\nснабжение", "D"),
        ("Промышлен-\nность - всего", "IND"),
        ("Обрабатывающая  промышленность1)", "C"),
        ("Прочие услуги", "OTHER_SERVICES"),
        ("Предоставление прочих видов услуг", "S"),
        ("ЧН", "NET_TAXES"),
        ("Всего", "GRP"),
        ("Всего по отраслям", None),
        ("Нечто иное", None),
    ],
)
def test_sections_by_name(heading: str, code: str | None) -> None:
    assert section_of(heading) == code
