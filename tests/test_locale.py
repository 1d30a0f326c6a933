"""The Russian catalogue: complete, typographically right, and nothing English left on a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from string import Formatter
from typing import Any

import nbformat
import pytest
from babel.messages.catalog import Message

from iidsp_analysis import messages
from iidsp_analysis.language import Language, language
from iidsp_analysis.results import Result

LATIN = re.compile(r"[A-Za-z]+")
CYRILLIC = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
#: Latin words that a Russian page keeps: classifications, checksums, section letters, Roman numbers, the c of a hidden
#: figure.
KEPT = re.compile(r"NACE|Rev|SHA|OKED|[A-U]|[IVX]+|c")
#: Addresses, files, codes of the World Bank, of definitions, of regions, checksums: printed as they are.
NAMES = re.compile(
    r"https?://\S+|data/raw/[\w./]*|\b\w+\.(?:csv|xlsx|json)\b|"
    r"\b[\w.-]+\.(?:kz|az|tv|com|media|ru)\b|\bEXAMPLE-[A-Z]{3}-\d+|\b[A-Z]{1,2}\d{1,3}\b|"
    r"expan, reconstruct, modernis, moderniz|"
    r"`iidsp [^`]*`|iidsp projects (?:report|import FILE --as-of DATE)|\b\w+\.yml\b|"
    r"--format csv|--doubts|PA\.NUS\.FCRF|\[sections-[\w.-]+\]|\([A-Z]{2,3}\)|\b[0-9a-f]{12,16}\b|\d{4} H[12]"
)
ABBREVIATIONS = ("г.", "гг.", "п.", "чел.", "шт.", "мес.")
CATALOGUE = messages.read_catalogue(messages.catalogue_path("ru"), "ru")


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _english(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _translations() -> Iterator[tuple[str, str]]:
    """Every translation with its English message."""
    for message in CATALOGUE:
        if message.id:
            yield from ((_english(message)[-1], form) for form in _forms(message))


def _wrong(is_wrong: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    return [(english, russian) for english, russian in _translations() if is_wrong(english, russian)]


# --- catalogue ----------------------------------------------------------------------------------------------------


def test_every_message_is_translated() -> None:
    assert messages.untranslated(CATALOGUE) == []


def test_every_message_has_its_gaps() -> None:
    assert _wrong(lambda english, russian: _gaps(english) != _gaps(russian)) == []


def test_every_message_can_be_filled() -> None:
    for english, russian in _translations():
        told = russian.format(**{name: "12,3 %" for name in _gaps(english)})
        assert "{" not in told


def test_no_word_mixes_alphabets() -> None:
    words = [
        word for _, russian in _translations() for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", russian))
    ]
    assert [word for word in words if LATIN.search(word) and CYRILLIC.search(word)] == []


def test_no_english_is_left() -> None:
    assert _wrong(lambda _, russian: bool(_left_over(re.sub(r"\{\w+\}", " ", russian)))) == []


def test_quotes_are_russian_and_closed() -> None:
    assert (
        _wrong(lambda _, russian: russian.count("«") != russian.count("»") or bool(re.search("[\"“”„']", russian)))
        == []
    )


def test_spaces_hold_numbers_and_units_together() -> None:
    assert _wrong(lambda _, russian: bool(re.search(r"  |[\d}] (%|г\.|гг\.|п\.|млн |млрд )|п\. п\.", russian))) == []


def test_full_stops_follow_the_english() -> None:
    """A sentence that ends with a gap for "п. п." brings no second full stop."""

    def differs(english: str, russian: str) -> bool:
        if english.endswith("."):
            return not russian.endswith((".", "}"))
        return russian.endswith(".") and not russian.endswith(ABBREVIATIONS)

    assert _wrong(differs) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "2014 г.: 1 регион"), (2, "2014 г.: 2 региона"), (4, "2014 г.: 4 региона"), (5, "2014 г.: 5 регионов"),
        (11, "2014 г.: 11 регионов"), (12, "2014 г.: 12 регионов"), (16, "2014 г.: 16 регионов"),
        (21, "2014 г.: 21 регион"), (22, "2014 г.: 22 региона"), (111, "2014 г.: 111 регионов"),
    ],
)  # fmt: skip
def test_russian_counts_in_three_forms(number: int, expected: str) -> None:
    told = language("ru").count("{borders}: {number} region", "{borders}: {number} regions", number, borders=2014)
    assert told.replace("\u00a0", " ") == expected


def test_messages_with_a_plural_have_three_forms() -> None:
    counted = [message for message in CATALOGUE if message.id and message.pluralizable]
    assert counted
    assert {len(_forms(message)) for message in counted} == {3}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (lambda words: words.points(0.066), "+6,6 п. п."),
        (lambda words: words.percent(0.057), "5,7 %"),
        (lambda words: words.amount(80.5, words.say("mln USD")), "80,5 млн долл. США"),
        (lambda words: words.say("borders of {borders}", borders=2014), "границы 2014 г."),
    ],
)
def test_numbers_come_with_russian_units(told: Callable[[Language], str], expected: str) -> None:
    assert told(language("ru")).replace("\u00a0", " ") == expected


# --- pages ----------------------------------------------------------------------------------------------------------


def _left_over(text: str) -> list[str]:
    """Latin words that are neither names nor codes."""
    return [word for word in LATIN.findall(NAMES.sub(" ", text)) if not KEPT.fullmatch(word)]


def _results(notebook: Path, namespace: dict[str, Any]) -> list[Result]:
    """Evaluate the cells that show a section, as the notebook does."""
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    for source in cells:
        if source.startswith("from "):
            exec(source, namespace)
    shown = [source for source in cells if isinstance(ast.parse(source).body[-1], ast.Expr)]
    return [eval(source, namespace) for source in shown]


def _text(result: Result) -> str:
    """Everything that a result tells in words, without drawing."""
    alt = result.picture.alt if result.picture else ""
    html = replace(result, picture=None)._repr_html_()
    return unescape(re.sub(r"<[^>]+>", " \n ", html)) + "\n" + alt


PAGES = [
    ("region_report", {"region": "AKM", "year": 2017, "borders": 2014}),
    ("region_report", {"region": "YKO", "year": 2024, "borders": 2014}),
    ("region_report", {"region": "ABY", "year": 2025, "borders": 2022}),
    ("national_report", {"region": "KZ", "year": 2017, "borders": 2014}),
    ("exports", {"region": "KZ", "year": 2017, "borders": 2014}),
    ("national_report", {"region": "KZ", "year": 2018, "borders": 2018, "as_of": "2019-03"}),
    ("projects", {"region": "KZ", "year": 2017, "borders": 2014, "register": "example"}),
    ("projects", {"region": "AKM", "year": 2017, "borders": 2014, "register": "example"}),
    ("projects", {"region": "KZ", "year": 2017, "borders": 2022, "register": "example", "redact": True}),
]


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: "-".join([page[0], *map(str, page[1].values())]))
def told(request: pytest.FixtureRequest, open_context: Callable[..., Any], project: Path) -> list[str]:
    """The texts of all sections of a Russian page."""
    kind, parameters = request.param
    report = open_context(language="ru", **parameters)
    found = _results(project / "notebooks" / f"{kind}.ipynb", {"report": report})
    return [_text(result) for result in found]


def test_no_english_is_left_on_a_page(told: list[str]) -> None:
    assert {word for text in told for word in _left_over(text)} == set()


def test_no_word_of_a_page_mixes_alphabets(told: list[str]) -> None:
    words = [word for text in told for word in re.findall(r"[^\W\d_]+", text)]
    assert [word for word in words if LATIN.search(word) and CYRILLIC.search(word)] == []


def test_no_sentence_of_a_page_ends_twice(told: list[str]) -> None:
    assert [line for text in told for line in text.splitlines() if re.search(r"\.\.|,,| ,|[а-я]  [а-я]", line)] == []


def test_no_gap_is_left_on_a_page(told: list[str]) -> None:
    assert [line for text in told for line in text.splitlines() if re.search(r"[{}]|\bnan\b|\bNone\b", line)] == []
