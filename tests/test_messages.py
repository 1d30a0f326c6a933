"""Extraction of messages: exact for code, templates, notebooks and tables; the catalogue follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from iidsp_analysis import extraction, messages
from iidsp_analysis.extraction import Message

#: Where the code translates a message that stands elsewhere; each is reviewed: who writes it, and what extracts it.
WRITTEN_ELSEWHERE = {
    ("report/summaries.py", "term"),  # of the box at the foot of the page: code_messages of `provenance`
    ("report/workbooks.py", "term"),  # the same
    ("report/workbooks.py", "found[1].strip()"),  # headings of the notebook: notebook_messages
    ("sections/guard.py", "context.panel.sources[source_id].table"),
    ("sections/context.py", "source.table"),  # sources.yml: data_messages
    ("sections/guard.py", "missing.what"),  # shown in English only
    ("sections/guard.py", "title"),  # arguments of @section: code_messages
    ("sections/guard.py", "what_next"),  # the same
    ("sections/projects/guard.py", "title"),  # arguments of @project_section: code_messages
    ("sections/projects/region_section.py", "title"),  # the same titles, handed on to @section
    ("sections/origins.py", "source.unit"),  # sources.yml: data_messages
    ("sections/provenance.py", "code.replace('_', ' ').lower()"),  # products of the ledger: data_messages
    ("sections/provenance.py", "context.panel.sources[source].table"),  # sources.yml: data_messages
    ("sections/provenance.py", "note.split(': ', 1)[1]"),  # reasons of the ledger: data_messages
    ("sections/provenance.py", "source.table"),  # sources.yml: data_messages
    ("sections/provenance.py", "source.unit"),  # sources.yml: data_messages
    ("sections/provenance.py", "unit"),  # schema, sources.yml and tables: data_messages
}


@pytest.fixture(scope="module")
def every() -> list[Message]:
    """Every message of the project."""
    return messages.all_messages()


def _package(folder: Path, **modules: str) -> Path:
    package = folder / "figures"
    package.mkdir()
    for name, code in modules.items():
        (package / f"{name}.py").write_text(code, encoding="utf-8")
    return package


def _texts(package: Path) -> list[str]:
    return [message.text for message in extraction.code_messages(package)]


# --- code -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('say("one " "message", gap=1)', ["one message"]),
        ('context.language.say("a message")', ["a message"]),
        ('say("plus" if value > 0 else "minus")', ["plus", "minus"]),
        ('LEVEL = "a level"\nsay(LEVEL)', ["a level"]),
        ('@section("A title", "What next")\ndef make(context): ...', ["A title", "What next"]),
        ('"text".count("t")', []),
        ('language.number("not a message")', []),
    ],
)
def test_texts_are_read_from_the_syntax_tree(tmp_path: Path, code: str, expected: list[str]) -> None:
    assert _texts(_package(tmp_path, one=code)) == expected


def test_a_constant_is_followed_into_its_module(tmp_path: Path) -> None:
    package = _package(tmp_path, guard='NEXT = "Drop the file"', one="from figures.guard import NEXT\nsay(NEXT)")
    assert _texts(package) == ["Drop the file"]


def test_a_count_has_both_forms(tmp_path: Path) -> None:
    package = _package(tmp_path, one='language.count("{number} region", "{number} regions", n)')
    assert list(extraction.code_messages(package)) == [Message("{number} region", "{number} regions", "one.py")]


@pytest.mark.parametrize("code", ['say(f"built {here}")', "say(note)", 'say("a" + word)', 'say("a" if x else word)'])
def test_what_cannot_be_read_is_reported(tmp_path: Path, code: str) -> None:
    package = _package(tmp_path, one=code)
    assert len(extraction.unread_calls(package)) == 1
    assert _texts(package) == []


@pytest.mark.parametrize(
    ("code", "found"), [("tell = language.say", 1), ("say = language.say", 0), ("f(language.say)", 1)]
)
def test_another_name_for_say_is_reported(tmp_path: Path, code: str, found: int) -> None:
    assert len(extraction.unspoken(_package(tmp_path, one=code))) == found


def test_every_message_of_the_code_is_a_literal_or_reviewed() -> None:
    assert extraction.unread_calls() == WRITTEN_ELSEWHERE


def test_say_has_no_other_name() -> None:
    assert extraction.unspoken() == set()


# --- templates, notebooks, tables -------------------------------------------------------------------------------


def test_each_place_that_speaks_is_read(every: list[Message]) -> None:
    told = {message.text: message.where for message in every}
    assert told["Skip to the content"] == "report/templates/shell.html.j2"
    assert told["Passport of the industry"] == "notebooks/industry_report.ipynb"
    assert told["thousand pairs"] == "bns/5814_physical_output_by_region.csv"
    assert told["national accounts"] == "sources.yml"
    assert told["Checksum of the raw tables"] == "report/pages.py"


def test_nothing_for_the_author_only_is_translated(every: list[Message]) -> None:
    assert not [message for message in every if "papermill" in message.text]


def test_numbers_and_codes_are_not_messages(every: list[Message]) -> None:
    assert not {"5927", "%", "-", "PA.NUS.FCRF", ""} & {message.text for message in every}


# --- catalogue ----------------------------------------------------------------------------------------------------


def _catalogue(**translations: str) -> Catalog:
    catalogue = Catalog(locale="ru")
    for text, translation in translations.items():
        catalogue.add(text, translation)
    return catalogue


def test_an_update_keeps_adds_and_drops() -> None:
    fresh = messages.updated(
        _catalogue(kept="оставлено", gone="ушло"), [Message(text, "", "") for text in ("kept", "new")]
    )
    assert {message.id: message.string for message in fresh if message.id} == {"kept": "оставлено", "new": None}


def test_a_message_that_gets_a_plural_is_translated_anew() -> None:
    fresh = messages.updated(_catalogue(region="регион"), [Message("region", "regions", "")])
    assert messages.untranslated(fresh) == ["region"]


def test_a_similar_message_is_not_guessed() -> None:
    fresh = messages.updated(_catalogue(**{"GVA, bn KZT": "ВДС, млрд тенге"}), [Message("GVA, mln KZT", "", "")])
    assert messages.untranslated(fresh) == ["GVA, mln KZT"]


def test_prose_with_percent_is_no_format_of_the_old_kind() -> None:
    (_, message) = messages.updated(Catalog(locale="ru"), [Message("% of GRP", "", "one.py")] * 2)
    assert "python-format" not in message.flags


def test_equal_contents_give_equal_bytes(tmp_path: Path) -> None:
    path = tmp_path / "iidsp.po"
    messages.write_catalogue(messages.updated(_catalogue(a="а"), [Message("a", "", "one.py")]), path)
    first = path.read_bytes()
    messages.write_catalogue(messages.updated(messages.read_catalogue(path, "ru"), [Message("a", "", "one.py")]), path)
    assert path.read_bytes() == first


def test_a_catalogue_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert len(messages.read_catalogue(tmp_path / "absent.po", "ru")) == 0


@pytest.mark.parametrize("code", messages.TRANSLATED)
def test_the_catalogue_is_as_the_code_has_it(every: list[Message], code: str) -> None:
    """Nothing is missing, nothing is unused; ``python -m iidsp_analysis.messages`` brings it up to date."""
    told = {message.id for message in messages.read_catalogue(messages.catalogue_path(code), code) if message.id}
    assert told == {(text, plural) if plural else text for text, plural, _ in every}


def test_the_command_brings_a_catalogue_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(messages, "catalogue_path", lambda code, name: tmp_path / f"{code}-{name}")
    monkeypatch.setattr(messages, "all_messages", lambda: [Message("Region", "", "one.py")])
    monkeypatch.setattr(messages, "command_messages", list)
    messages.main()
    assert "1 messages, 1 without translation\n  Region" in capsys.readouterr().out
    assert messages.untranslated(messages.read_catalogue(tmp_path / "ru-iidsp.po", "ru")) == ["Region"]
