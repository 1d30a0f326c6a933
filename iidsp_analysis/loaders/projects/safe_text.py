"""Texts that come from outside, made harmless: nothing hidden in them, no formula when they are written to a sheet.

Escaping for a page belongs to the page; here goes only what no page and no sheet should ever receive.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

#: A cell of a real register holds a sentence or two; Excel itself ends at 32,767 characters.
MAX_CHARACTERS: Final = 4_000
#: As much of a value as is shown in the list of doubts.
SHOWN_CHARACTERS: Final = 80
#: Control and format characters (bidi overrides, zero-width), halves of a pair, private use and what is no character.
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES: Final = re.compile(r"\s+")
#: How a workbook writes a character that XML forbids: ``_x202E_``.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: What starts a formula in a spreadsheet, full-width forms included.
_FORMULA: Final = re.compile(r"^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212]")
_AMOUNT: Final = re.compile(r"^\s*[+\-\u2212]?\d[\d\s.,]*%?\s*$")
#: What leads out of a folder, or names a drive or an address, when an id becomes a part of a path.
_NOT_IN_A_NAME: Final = re.compile(r"[/\\:*?\"<>|\x00-\x1f]+|\.{2,}|%(?:2e|2f|5c)", re.IGNORECASE)

#: Letters, digits, hyphens between them: nearly every id, and always safe.
_USUAL_ID: Final = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_EDGES: Final = " -.~"


class Clean(NamedTuple):
    """A text without hidden characters, and whether any were removed or the text was cut."""

    text: str
    had_hidden: bool = False
    was_cut: bool = False


def is_plain(value: str) -> bool:
    """Tell whether a text is what :func:`clean` would make of it, and no formula: nearly all are, and this is quick."""
    return (
        value.isprintable()  # so its only space is the common one
        and value[:1].isalnum()
        and value[-1] != " "
        and "  " not in value
        and "_x" not in value
        and len(value) <= MAX_CHARACTERS
    )


def clean(value: str) -> Clean:
    """Return a text on one line, without control characters, direction overrides and zero-width signs, and bounded."""
    if is_plain(value):
        return Clean(value)
    was_cut = len(value) > MAX_CHARACTERS
    one_line = _SPACES.sub(" ", _ESCAPED.sub(_unescaped, value[:MAX_CHARACTERS]))
    visible = "".join(letter for letter in one_line if unicodedata.category(letter) not in _HIDDEN_CATEGORIES)
    return Clean(" ".join(visible.split()), len(visible) < len(one_line), was_cut)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def shown(value: object) -> str:
    """Return a value as it may stand in a list: clean and short."""
    written = value if isinstance(value, str) else f"{value:.15g}" if isinstance(value, float) else str(value)
    text = clean(written).text
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take the text for a formula; a signed number is none."""
    return bool(_FORMULA.match(text)) and not _AMOUNT.match(text)


def for_spreadsheet(value: object) -> object:
    """Return a value that no spreadsheet runs: a text that would be a formula begins with an apostrophe.

    Numbers and dates pass unchanged. Use it for every text that is written to CSV or xlsx.

    Examples
    --------
    >>> for_spreadsheet("=HYPERLINK(A1)")
    "'=HYPERLINK(A1)"
    >>> for_spreadsheet("Завод № 1")
    'Завод № 1'
    """
    if not isinstance(value, str):
        return value
    text = clean(value).text
    return f"'{text}" if is_formula(text) else text


def safe_id(text: str) -> str:
    """Return an id that can be a part of a file name: what leads elsewhere becomes a hyphen.

    Examples
    --------
    >>> safe_id("../../etc/passwd")
    'etc-passwd'
    >>> safe_id("AKM-2016-014")
    'AKM-2016-014'
    """
    if len(text) <= SHOWN_CHARACTERS and _USUAL_ID.fullmatch(text):
        return text
    parts = (part.strip(_EDGES) for part in _NOT_IN_A_NAME.sub("\n", text).split("\n"))
    return "-".join(part for part in parts if part)[:SHOWN_CHARACTERS].strip(_EDGES)
