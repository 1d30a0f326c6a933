"""The Kazakh catalogue: complete, no ending hangs on a gap, no look-alike letters, nothing foreign left on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib import font_manager, ft2font

from iidsp_analysis import messages, regions
from iidsp_analysis.language import language
from iidsp_analysis.reference.region_records import territories
from tests.test_locale import CYRILLIC, LATIN, _english, _forms, _gaps, _left_over, _results, _text

CATALOGUE = messages.read_catalogue(messages.catalogue_path("kk"), "kk")
LETTERS = "әіңғүұқөһӘІҢҒҮҰҚӨҺ"
#: Abbreviations that end with a point of their own.
ABBREVIATIONS = ("ж.", "жж.", "т.")
PAIRS = [(_english(message)[-1], form) for message in CATALOGUE if message.id for form in _forms(message)]


def wrong(is_wrong: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    return [pair for pair in PAIRS if is_wrong(*pair)]


def test_every_message_is_translated() -> None:
    assert messages.untranslated(CATALOGUE) == []


def test_every_message_has_its_gaps() -> None:
    assert wrong(lambda english, kazakh: _gaps(english) != _gaps(kazakh)) == []


def test_no_ending_hangs_on_a_gap() -> None:
    """What fills a gap is unknown, and with it the vowels that an ending would have to follow."""
    assert wrong(lambda _, kazakh: bool(re.search(r"\}-?[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]", kazakh))) == []


def test_no_word_mixes_alphabets() -> None:
    words = [word for _, kazakh in PAIRS for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", kazakh))]
    assert [word for word in words if LATIN.search(word) and CYRILLIC.search(word)] == []


def test_no_english_is_left() -> None:
    assert wrong(lambda _, kazakh: bool(_left_over(re.sub(r"\{\w+\}", " ", kazakh)))) == []


def test_quotes_are_closed() -> None:
    assert wrong(lambda _, text: text.count("«") != text.count("»") or bool(re.search("[\"“”„']", text))) == []


def test_spaces_hold_numbers_and_units_together() -> None:
    assert wrong(lambda _, kazakh: bool(re.search(r"  |[\d}] (%|ж\.|жж\.|млн |млрд )|п\. т\.", kazakh))) == []


def test_full_stops_follow_the_english() -> None:
    def differs(english: str, kazakh: str) -> bool:
        if english.endswith("."):
            return not kazakh.endswith((".", "}"))
        return kazakh.endswith(".") and not kazakh.endswith(ABBREVIATIONS)

    assert wrong(differs) == []


def test_a_noun_after_a_number_stays_in_the_singular() -> None:
    words = language("kk")
    told = [
        words.count("{number} table is of another edition", "{number} tables are of another edition", n) for n in (1, 5)
    ]
    assert [text[1:] for text in told] == [" кесте басқа басылымда"] * 2


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (lambda words: words.percent(0.057), "5,7 %"),
        (lambda words: words.number(1234567.8), "1 234 567,8"),
        (lambda words: words.date("2018-03-27"), "2018 ж. 27 наурыз"),
        (lambda words: words.points(0.066), "+6,6 п. т."),
    ],
)
def test_numbers_and_dates_are_kazakh(told: Callable[[Any], str], expected: str) -> None:
    assert told(language("kk")).replace("\u00a0", " ").replace("\u202f", " ") == expected


@pytest.mark.parametrize("region", territories().values(), ids=lambda region: region.id)
def test_names_of_regions_have_prepared_forms(region: Any) -> None:
    base = "Қазақстан" if region.id == "KZ" else region.name["kk"].split(" (")[0]
    assert region.kk_gen == f"{base}ның"
    assert region.in_kk == f"{base}{'да' if region.id == 'KZ' else 'нда'}"


def test_the_font_of_the_charts_has_every_letter() -> None:
    font = ft2font.FT2Font(font_manager.findfont("DejaVu Sans"))
    assert [letter for letter in LETTERS if font.get_char_index(ord(letter)) == 0] == []


PAGES = [
    ("region_report", {"region": "AKM", "year": 2017, "borders": 2014}),
    ("national_report", {"region": "KZ", "year": 2017, "borders": 2014}),
    ("exports", {"region": "KZ", "year": 2017, "borders": 2014}),
    ("projects", {"region": "KZ", "year": 2017, "borders": 2014, "register": "example"}),
]


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: "-".join([page[0], *map(str, page[1].values())]))
def told(request: pytest.FixtureRequest, open_context: Callable[..., Any], project: Path) -> list[str]:
    """The texts of all sections of a Kazakh page."""
    kind, parameters = request.param
    report = open_context(language="kk", **parameters)
    return [_text(result) for result in _results(project / "notebooks" / f"{kind}.ipynb", {"report": report})]


def test_no_english_is_left_on_a_page(told: list[str]) -> None:
    assert {word for text in told for word in _left_over(text)} == set()


def test_no_sentence_of_a_page_ends_twice(told: list[str]) -> None:
    assert [line for text in told for line in text.splitlines() if re.search(r"\.\.|,,| ,", line)] == []


def test_no_gap_is_left_on_a_page(told: list[str]) -> None:
    assert [line for text in told for line in text.splitlines() if re.search(r"[{}]|\bnan\b|\bNone\b", line)] == []


def test_every_region_can_be_told() -> None:
    assert all(region.short["kk"] for borders in regions.BORDERS for region in regions.regions_of(borders))
