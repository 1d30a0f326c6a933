"""The shell around every page: style sheet inside, and a policy that lets the browser load and run nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from iidsp_analysis.language import OWN_NAMES

TEMPLATES = Path(__file__).parent / "templates"
#: What the buttons of ``tools.js`` say.
TOOL_WORDS = {
    "copy": "Copy the table",
    "copied": "Copied: paste it into a text or a spreadsheet.",
    "uncopied": "The browser refuses to copy: select the table by hand.",
    "enlarge": "Enlarge the figure",
    "close": "Close",
}
_LINE_BREAKS = re.compile(r"\n *")


class OtherLanguage(NamedTuple):
    """A page in one of the languages of its edition: code, own name of the language, address."""

    code: str
    name: str
    href: str


def languages_of(languages: str, file: str) -> list[OtherLanguage]:
    """Return where a file lies in every language of an edition; nothing for an edition in one language."""
    codes = languages.split(",")
    return [OtherLanguage(code, OWN_NAMES[code], f"../{code}/{file}") for code in codes] if len(codes) > 1 else []


def identity(message: str) -> str:
    """Return the English message itself: the translation into English."""
    return message


@cache
def style_sheet(name: str) -> str:
    """Read one of the style sheets."""
    return _template(name)


@cache
def script(name: str) -> str:
    """Read one of the scripts as a page carries it: without the remark at its head, on one line."""
    return _LINE_BREAKS.sub("", _template(name).partition("*/\n")[2])


def tool_words(translate: Callable[[str], str]) -> dict[str, str]:
    """Words of ``tools.js`` in the language of the page."""
    return {name: translate(words) for name, words in TOOL_WORDS.items()}


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def fill_shell(
    template: str,
    *,
    styles: Sequence[str],
    translate: Callable[[str], str],
    scripts: Sequence[str] = (),
    languages: Sequence[OtherLanguage] = (),
    spoken: Mapping[str, str] | None = None,
    **context: Any,
) -> str:
    """Fill a page template.

    Parameters
    ----------
    template : str
        Name of a template that extends ``shell.html.j2``.
    styles : sequence of str
        Style sheets; the policy admits exactly them, by their hash.
    translate : callable
        English message → message of the page.
    scripts : sequence of str, optional
        Scripts, each admitted by its hash. Without any the policy lets nothing run at all.
    languages : sequence of OtherLanguage, optional
        The same page in all languages of its edition, its own included.
    spoken : mapping, optional
        Words of the scripts by name, in the language of the page.
    **context
        What the template prints; plain strings are escaped.

    Returns
    -------
    str
        The page.
    """
    style = "\n" + "\n".join(styles)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = translate
    return environment.get_template(template).render(
        policy=_policy(style, scripts), style=Markup(style), scripts=[Markup(text) for text in scripts],
        languages=languages, spoken=spoken or {}, **context,
    )  # fmt: skip


def running_head(title: str) -> str:
    """Style that prints a title at the head of every sheet but the first, whose masthead has it."""
    words = "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in title)
    head = f'@top-left {{ content: "{words}"; font: 8pt sans-serif; color: #555; }}'
    return f"@page {{ {head} }}\n@page :first {{ @top-left {{ content: none; }} }}"


def _policy(style: str, scripts: Sequence[str]) -> str:
    run = f"script-src {' '.join(map(admitted, scripts))}; " if scripts else ""
    return f"default-src 'none'; img-src data:; style-src {admitted(style)}; {run}base-uri 'none'; form-action 'none'"


def admitted(text: str) -> str:
    """Hash by which a policy admits a style sheet or a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
