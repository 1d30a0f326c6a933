"""Pages in several languages: a folder each, a switch on every page, one page that leads to all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import LANGUAGES, OWN_NAMES
from iidsp_analysis.report.batch import Batch
from iidsp_analysis.report.editions import codes_of, render_editions, welcome
from iidsp_analysis.report.jobs import Settings
from iidsp_analysis.report.shell import languages_of


def rendered(codes: tuple[str, ...], out: Path) -> list[tuple[Settings, Path | None]]:
    """What would be rendered where."""
    asked = []

    def render(settings: Settings, into: Path | None) -> Batch:
        asked.append((settings, into))
        return Batch((), (into or Path()) / "index.html")

    out.mkdir(exist_ok=True)
    render_editions(codes, Settings(year=2019), out, render)
    return asked


def test_one_language_lies_in_the_folder_itself(tmp_path):
    assert rendered(("en",), tmp_path) == [(Settings(year=2019, language="en"), tmp_path)]
    assert not (tmp_path / "index.html").exists()


def test_several_lie_in_folders_of_their_own_and_know_each_other(tmp_path):
    asked = rendered(("ru", "en"), tmp_path)
    assert [(settings.language, settings.languages, into.name) for settings, into in asked] == [
        ("ru", "ru,en", "ru"), ("en", "ru,en", "en"),
    ]  # fmt: skip
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="(\w\w/index\.html)" lang="(\w\w)"', page) == [
        ("ru/index.html", "ru"), ("en/index.html", "en"),
    ]  # fmt: skip


def test_the_first_page_speaks_every_language():
    page = welcome(("ru", "en"))
    assert "Обрабатывающая промышленность Казахстана · Manufacturing of Kazakhstan" in page
    assert '<html lang="ru">' in page
    assert "Русский" in page


def test_a_page_leads_to_itself_in_the_others():
    assert [tuple(each) for each in languages_of("ru,en", "akmola.html")] == [
        ("ru", "Русский", "../ru/akmola.html"), ("en", "English", "../en/akmola.html"),
    ]  # fmt: skip
    assert languages_of("", "akmola.html") == []


def test_every_language_calls_itself_something():
    assert set(LANGUAGES) <= set(OWN_NAMES)


@pytest.mark.parametrize("words", ["", ",", "ru,ru", "fr", "ru,fr", "ru;en"])
def test_languages_that_mean_nothing_are_refused(words):
    with pytest.raises(UsageError):
        codes_of(words)


def test_spaces_between_languages_do_not_matter():
    assert codes_of("ru, en") == ("ru", "en")
