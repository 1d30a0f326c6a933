"""Numbers and words in the reader's language: minus signs, missing numbers, percents, plural forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import LANGUAGES, MINUS, MISSING, NO_BREAK_SPACE, language

NBSP = NO_BREAK_SPACE
NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)


@pytest.fixture(scope="module")
def en():
    return language("en")


@pytest.fixture(scope="module")
def ru():
    return language("ru")


@pytest.mark.parametrize(
    ("value", "digits", "english", "russian"),
    [
        (1234.56, 1, "1,234.6", f"1{NBSP}234,6"),
        (1234567, 0, "1,234,567", f"1{NBSP}234{NBSP}567"),
        (0.5, 2, "0.50", "0,50"),
        (-7.25, 1, f"{MINUS}7.2", f"{MINUS}7,2"),
        (-1234.5, 1, f"{MINUS}1,234.5", f"{MINUS}1{NBSP}234,5"),
        (0, 1, "0.0", "0,0"),
        (-0.0, 1, "0.0", "0,0"),
        (-0.04, 1, "0.0", "0,0"),
        (None, 1, MISSING, MISSING),
        (float("nan"), 1, MISSING, MISSING),
        (float("inf"), 1, MISSING, MISSING),
    ],
)
def test_numbers(en, ru, value, digits, english, russian):
    assert en.number(value, digits) == english
    assert ru.number(value, digits) == russian


def test_missing_is_a_dash_and_never_a_zero_in_any_form(en, ru):
    for words in (en, ru):
        forms = (words.number, words.signed, words.percent, words.signed_percent, words.points)
        assert [form(None) for form in forms] == [MISSING] * 5
        assert [form(math.nan) for form in forms] == [MISSING] * 5
        assert words.amount(None, "mln KZT") == MISSING


@pytest.mark.parametrize(
    ("value", "written"),
    [(5.7, "+5.7"), (-5.7, f"{MINUS}5.7"), (0.0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (0.06, "+0.1")],
)
def test_a_sign_stands_only_where_the_rounded_number_has_one(en, value, written):
    assert en.signed(value) == written


@pytest.mark.parametrize(
    ("fraction", "english", "russian"),
    [
        (0.113, "11.3%", f"11,3{NBSP}%"),
        (-0.032, f"{MINUS}3.2%", f"{MINUS}3,2{NBSP}%"),
        (0.0, "0.0%", f"0,0{NBSP}%"),
        (1.05, "105.0%", f"105,0{NBSP}%"),
    ],
)
def test_fractions_as_percent(en, ru, fraction, english, russian):
    assert en.percent(fraction) == english
    assert ru.percent(fraction) == russian


def test_changes_and_points_carry_their_sign(en, ru):
    assert en.signed_percent(0.057) == "+5.7%"
    assert ru.signed_percent(0.057) == f"+5,7{NBSP}%"
    assert en.points(-0.0123) == f"{MINUS}1.2{NBSP}pp"
    assert ru.points(0.0123) == f"+1,2{NBSP}п.{NBSP}п."


def test_a_unit_never_breaks_away_from_its_number(en):
    assert en.amount(12.0, "mln KZT", 0) == f"12{NBSP}mln KZT"


@settings(deadline=None, max_examples=60)
@given(NUMBERS, st.sampled_from(LANGUAGES), st.integers(0, 3))
def test_what_is_written_can_be_read_back(value, code, digits):
    text = language(code).number(value, digits)
    plain = text.replace(MINUS, "-").replace(NBSP, "")
    plain = plain.replace(",", "") if code == "en" else plain.replace(",", ".")
    assert float(plain) == pytest.approx(round(value, digits), rel=1e-12, abs=10.0**-digits / 2)
    assert "-" not in text


@settings(deadline=None, max_examples=60)
@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_a_number_and_its_opposite_differ_by_their_sign_only(value, code):
    words = language(code)
    assert words.signed(value).lstrip("+" + MINUS) == words.signed(-value).lstrip("+" + MINUS)


# --- words -----------------------------------------------------------------------------------------------------


def test_english_is_its_own_catalogue(en):
    assert en.say("rose by {size}", size="5%") == "rose by 5%"


def test_russian_is_translated(ru):
    assert ru.say("did not change") == "без изменений"


def test_an_empty_message_stays_empty(ru):
    """gettext would answer with the head of its catalogue."""
    assert ru.say("") == ""


def test_braces_of_a_message_without_values_are_left_alone(en):
    assert en.say("{first} and {last}") == "{first} and {last}"


def test_unknown_languages_are_refused():
    with pytest.raises(UsageError, match="'de'"):
        language("de")


def test_a_message_that_counts_has_its_forms(en):
    assert en.count("{number} region", "{number} regions", 1) == "1 region"
    assert en.count("{number} region", "{number} regions", 16) == "16 regions"


@pytest.mark.parametrize("value", [1e15, 1e22, 1e28, 1e308, -1e300])
def test_a_number_of_any_size_is_written(en, ru, value):
    for reader, mark in ((en, ","), (ru, NBSP)):
        digits = reader.number(value).replace(mark, "").replace(",", ".").replace(MINUS, "-")
        assert float(digits) == value


def test_an_infinite_change_is_missing(en):
    assert (en.signed(math.inf), en.signed_percent(math.inf), en.signed(-math.inf)) == (MISSING, MISSING, MISSING)
