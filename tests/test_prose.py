"""Sentences about computed numbers are true for plus, minus, zero and missing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import prose
from iidsp_analysis.language import MINUS, language

MISSING = (None, math.nan, math.inf, -math.inf)
WORDS = {"up": "up", "down": "down", "flat": "flat", "missing": "missing"}


@pytest.mark.parametrize(
    ("value", "chosen"),
    [
        (0.1, "up"),
        (-0.1, "down"),
        (0.0, "flat"),
        (0.0004, "flat"),
        (-0.0004, "flat"),
        (0.0006, "up"),
        (-0.0006, "down"),
    ],
)
def test_the_sentence_follows_the_rounded_sign(value, chosen):
    assert prose.by_sign(value, **WORDS) == chosen


@pytest.mark.parametrize("value", MISSING)
def test_a_missing_number_has_its_own_sentence(value):
    assert prose.by_sign(value, **WORDS) == "missing"
    assert prose.change(language("en"), value) == "is not known"
    assert prose.compare(language("en"), value, 0.1) == "no comparison with the country is possible"
    assert prose.compare(language("en"), 0.1, value) == "no comparison with the country is possible"


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (0.057, "rose by 5.7%", "рост на 5,7\u00a0%"),
        (-0.032, "fell by 3.2%", None),
        (0.0, "did not change", "без изменений"),
        (0.0004, "did not change", "без изменений"),
    ],
)
def test_changes_in_words(value, english, russian):
    assert prose.change(language("en"), value) == english
    if russian:
        assert prose.change(language("ru"), value) == russian


def test_half_a_percent_is_no_rise_by_zero_percent():
    """0.005 rounds up as a fraction and down as percent: the sentence follows the number that it prints."""
    assert prose.change(language("en"), 0.005, 0) == "did not change"
    assert prose.change(language("en"), 0.006, 0) == "rose by 1%"


@settings(deadline=None, max_examples=60)
@given(st.floats(-5, 5, allow_nan=False), st.sampled_from(["ru", "en"]), st.integers(0, 2))
def test_a_change_is_never_written_with_a_second_sign_or_as_a_rise_by_nothing(value, code, digits):
    words = language(code)
    text = prose.change(words, value, digits)
    assert MINUS not in text
    is_flat = text == words.say("did not change")
    assert is_flat == (round(value * 100, digits) == 0)
    if not is_flat:
        assert words.percent(0.0, digits) not in text.split()


@pytest.mark.parametrize(
    ("value", "reference", "english"),
    [
        (0.189, 0.113, "7.6 points more than in the country"),
        (0.044, 0.113, "6.9 points less than in the country"),
        (0.113, 0.113, "the same as in the country"),
        (0.1131, 0.1130, "the same as in the country"),
    ],
)
def test_a_share_beside_the_countrys(value, reference, english):
    assert prose.compare(language("en"), value, reference) == english


@pytest.mark.parametrize(
    ("words", "english"),
    [((), "–"), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")],
)
def test_lists_in_words(words, english):
    assert prose.enumerate_words(language("en"), words) == english


def test_lists_in_russian():
    assert prose.enumerate_words(language("ru"), ["А", "Б", "В"]) == "А, Б и В"


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest():
    assert prose.sentence("в Акмолинской области") == "В Акмолинской области"
    assert prose.sentence("GVA rose") == "GVA rose"
    assert prose.sentence("") == ""
