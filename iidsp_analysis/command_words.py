"""What the command line says, in the reader's language: sentences are recognised by their English text.

Errors are raised on floors that know no language. Their sentences have values in them, so each is compared with the
texts of the catalogue, whose gaps take any value; the values go into the translation as they are. A sentence that no
text fits stays English: nothing is lost.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from iidsp_analysis.errors import AnalysisError

ENGLISH: Final = "en"
#: Locales whose messages are English; they are told without the libraries of the other languages.
_ENGLISH_LOCALES: Final = ("", "c", "posix", "en")
#: Variables that choose the language, the first that is set; the last three as gettext reads them.
VARIABLES: Final = ("IIDSP_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_GAP: Final = re.compile(r"\{(\w+)\}")
#: A value in a gap may be a sentence of another error, and that of a third.
_DEPTH: Final = 3


def chosen_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the person at the terminal: ``ru``, ``kk`` or ``en``, which also stands for all others."""
    told = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    code = re.split(r"[_.@-]", told.lower())[0]
    if code in _ENGLISH_LOCALES:
        return ENGLISH
    from iidsp_analysis.language import LANGUAGES

    return code if code in LANGUAGES else ENGLISH


@dataclass(frozen=True)
class Text:
    """A text of the catalogue: what recognises it, its translation, and how many letters of it are no gaps."""

    pattern: re.Pattern[str]
    translation: str
    letters: int


def as_text(english: str, translation: str) -> Text:
    """Return a text that recognises sentences made of an English message."""
    pieces = _GAP.split(english)
    fixed = [_unescaped(piece) for piece in pieces[::2]]
    pattern = re.escape(fixed[0])
    for name, piece in zip(pieces[1::2], fixed[1:], strict=True):
        pattern += f"(?P<{name}>.*?){re.escape(piece)}"
    return Text(re.compile(pattern, re.DOTALL), translation, len("".join(fixed)))


def _unescaped(piece: str) -> str:
    return piece.replace("{{", "{").replace("}}", "}")


@cache
def _texts(code: str) -> tuple[Text, ...]:
    """Texts of a language, those with the most letters first: the first that fits is the nearest."""
    from babel.messages.pofile import read_po

    path = resources.files("iidsp_analysis") / "locale" / code / "LC_MESSAGES" / "command.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=code)
    texts = [as_text(str(message.id), str(message.string)) for message in catalogue if message.id and message.string]
    return tuple(sorted(texts, key=lambda text: -text.letters))


def spoken(sentence: str, code: str = "") -> str:
    """Return a sentence of the command line in the reader's language, or as it is where no text fits.

    Parameters
    ----------
    sentence : str
        English, with its values.
    code : str
        ``ru``, ``kk`` or ``en``; by default what the environment says.
    """
    code = code or chosen_language()
    return sentence if code == ENGLISH or not sentence else _spoken(sentence, code, _DEPTH)


def _spoken(sentence: str, code: str, depth: int) -> str:
    for text in _texts(code):
        found = text.pattern.fullmatch(sentence)
        if found:
            values = found.groupdict()
            if depth:
                values = {name: _spoken(value, code, depth - 1) for name, value in values.items()}
            return text.translation.format(**values)
    return sentence


def spoken_error(error: AnalysisError, code: str = "") -> str:
    """Return an error as one line in the reader's language: what, where, what next."""
    where = f" [{spoken(error.where, code)}]" if error.where else ""
    what_next = f" {spoken(error.what_next, code)}" if error.what_next else ""
    return f"{spoken(error.what, code)}{where}{what_next}"


def with_help_in(command: Any, code: str = "") -> Any:
    """Put the help of a command, of its options and of the commands below it into the reader's language.

    Parameters
    ----------
    command : click.Command
        Changed in place, and returned.
    code : str
        As in :func:`spoken`.
    """
    code = code or chosen_language()
    if code == ENGLISH:
        return command
    for name in ("help", "short_help", "epilog"):
        if getattr(command, name, None):
            setattr(command, name, spoken(getattr(command, name), code))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = spoken(parameter.help, code)
    for below in getattr(command, "commands", {}).values():
        with_help_in(below, code)
    return command
