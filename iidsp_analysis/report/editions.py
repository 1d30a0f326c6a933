"""An edition in several languages: a folder for each, a switch on every page, and a page that leads to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from iidsp_analysis import folders
from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import OWN_NAMES, language
from iidsp_analysis.report.batch import INDEX, Batch
from iidsp_analysis.report.jobs import Settings
from iidsp_analysis.report.shell import OtherLanguage, fill_shell, style_sheet

Render = Callable[[Settings, Path | None], Batch]


def codes_of(words: str) -> tuple[str, ...]:
    """Read the languages that are asked for, the first one being that of a reader who asks for none.

    Raises
    ------
    UsageError
        For a language that does not exist, none at all, or one named twice.
    """
    codes = tuple(word.strip() for word in words.split(",") if word.strip())
    if not codes or len(set(codes)) != len(codes):
        raise UsageError("Name each language once.", where=f"--language {words}", what_next="Such as ru,en.")
    for code in codes:
        language(code)
    return codes


def render_editions(codes: Sequence[str], settings: Settings, out: Path | None, render: Render) -> list[Batch]:
    """Render pages in one language, or in several below one folder.

    Parameters
    ----------
    codes : sequence of str
        Languages; one alone lies in the folder itself.
    settings : Settings
        What all pages share; their language is set here.
    out : Path or None
        The folder; None for the usual one, which only one language may take.
    render : callable
        Renders the pages of settings into a folder.

    Returns
    -------
    list of Batch
        One for each language.
    """
    batches = [render(chosen, folder) for chosen, folder in each_language(codes, settings, out)]
    if len(codes) > 1:
        folders.write_text(_home(out) / INDEX, welcome(codes))
    return batches


def each_language(codes: Sequence[str], settings: Settings, out: Path | None) -> list[tuple[Settings, Path | None]]:
    """Return settings and folder of every language."""
    if len(codes) == 1:
        return [(replace(settings, language=codes[0]), out)]
    shared = replace(settings, languages=",".join(codes))
    return [(replace(shared, language=code), _home(out) / code) for code in codes]


def _home(out: Path | None) -> Path:
    return (out or folders.reports()).resolve()


def welcome(codes: Sequence[str]) -> str:
    """Return a page that leads to the index in every language; it speaks all of them."""
    titles = dict.fromkeys(language(code).say("Manufacturing of Kazakhstan") for code in codes)
    return fill_shell(
        "languages.html.j2",
        styles=[style_sheet("page.css")],
        translate=language(codes[0]).say,
        language=codes[0],
        title=" · ".join(titles),
        description="",
        provenance={},
        choices=[OtherLanguage(code, OWN_NAMES[code], f"{code}/{INDEX}") for code in codes],
    )
