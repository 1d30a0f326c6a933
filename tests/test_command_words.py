"""The command line speaks Russian and Kazakh: every text is translated, and no sentence is told as another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis import cli, command_words, messages
from iidsp_analysis.command_words import as_text, chosen_language, spoken, spoken_error
from iidsp_analysis.errors import UsageError

CODES = messages.TRANSLATED
CATALOGUES = {code: messages.read_catalogue(messages.catalogue_path(code, messages.COMMAND), code) for code in CODES}
GAP = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
CYRILLIC, LATIN = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"), re.compile(r"[A-Za-z]")


def pairs(code: str) -> list[tuple[str, str]]:
    return [(str(each.id), str(each.string)) for each in CATALOGUES[code] if each.id]


# --- catalogues ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_catalogues_hold_what_the_code_says(code):
    said = {message.text for message in messages.command_messages()}
    assert {english for english, _ in pairs(code)} == said


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated(code):
    assert messages.untranslated(CATALOGUES[code]) == []


@pytest.mark.parametrize("code", CODES)
def test_every_translation_has_its_gaps(code):
    wrong = [pair for pair in pairs(code) if set(GAP.findall(pair[0])) != set(GAP.findall(pair[1]))]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_no_word_mixes_alphabets(code):
    words = [word for _, told in pairs(code) for word in re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", told))]
    assert [word for word in words if CYRILLIC.search(word) and LATIN.search(word)] == []


@pytest.mark.parametrize("code", CODES)
def test_no_ending_hangs_on_a_gap(code):
    assert [told for _, told in pairs(code) if re.search(r"\}-?[а-яёәғқңөұүһі]", told)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_recognised_as_itself(code):
    """Filled with values that look like nothing else, each text gives its own translation."""
    wrong = []
    for english, told in pairs(code):
        values = {name: f"<{number}>" for number, name in enumerate(GAP.findall(english))}
        if spoken(english.format(**values), code) != told.format(**values):
            wrong.append(english)
    assert wrong == []


# --- sentences ----------------------------------------------------------------------------------------------------

TEXT = as_text("The file {file} has {count} rows.", "В файле {file} строк: {count}.")
PLAIN = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@given(file=PLAIN, count=st.integers())
def test_any_value_goes_through_a_gap(file, count):
    found = TEXT.pattern.fullmatch(f"The file {file} has {count} rows.")
    assert found is not None
    assert TEXT.translation.format(**found.groupdict()).endswith(f"строк: {found['count']}.")


@given(PLAIN)
def test_what_no_text_fits_stays_as_it_is(sentence):
    assert spoken(f"¤ {sentence} ¤", "ru") == f"¤ {sentence} ¤"


def test_english_is_never_looked_up(monkeypatch):
    monkeypatch.setattr(command_words, "_texts", lambda code: pytest.fail("looked up"))
    assert spoken("Interrupted.", "en") == "Interrupted."


def test_an_error_is_told_part_by_part():
    error = UsageError("The folder has no name.", where="--out", what_next="Name one, or leave --out away.")
    told = spoken_error(error, "ru")
    assert "[--out]" in told
    assert re.search(r"[а-я]{3}", told.partition("[")[0])
    assert re.search(r"[а-я]{3}", told.partition("]")[2])


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "kk_KZ"}, "kk"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
        ({"LC_ALL": "C.UTF-8", "IIDSP_LANGUAGE": "kk"}, "kk"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment, code):
    assert chosen_language(environment) == code


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "word"), [("ru", "регион"), ("kk", "өңір")])
def test_wrong_words_are_told_in_the_language_of_the_terminal(monkeypatch, capsys, code, word):
    monkeypatch.setenv("IIDSP_LANGUAGE", code)
    with pytest.raises(SystemExit) as ended:
        cli.main(["report", "Atlantis"])
    told = capsys.readouterr().err
    assert ended.value.code == 4
    assert told.startswith("iidsp: ")
    assert word in told.lower()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["report", "--help"], ["projects", "import", "--help"], ["check", "-h?"]]
)
@pytest.mark.parametrize("code", CODES)
def test_help_is_told_in_the_language_of_the_terminal(monkeypatch, capsys, code, arguments):
    monkeypatch.setenv("IIDSP_LANGUAGE", code)
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit):
        cli.main(arguments)
    told = capsys.readouterr()
    assert len(CYRILLIC.findall(told.out + told.err)) > 10
