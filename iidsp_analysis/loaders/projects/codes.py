"""Codes and choices in the cells of a register: BIN, OKED, HS, and words from a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.numbers import ABSENT
from iidsp_analysis.loaders.projects.reasons import Read
from iidsp_analysis.reference import words

BIN_DIGITS: Final = 12
#: A BIN begins with year and month of registration: those of 2000–2009 begin with zeros, which a number loses.
_FEWEST_BIN_DIGITS: Final = 9
_OKED: Final = re.compile(
    r"^(?:[A-U]\s?[-.]?\s?)?(\d\d)(?:\.?(\d\d?)(?:\.?(\d))?)?(?:\.0)?(?=$|[\s,;:(–-])", re.IGNORECASE
)
_HS: Final = re.compile(r"^(\d[\d .]*)(?=$|[^\d\s.])")
_SPACES: Final = re.compile(r"[\s\u00a0-]+")
MISSING: Final = Read(None)


def code(value: object, field: form.Field) -> Read:
    """Read a code as digits; what is no code of its classification is missing.

    Parameters
    ----------
    value : object
        The cell: a text, or a number as a sheet stores it.
    field : Field
        ``bin``, ``oked`` or ``hs``.
    """
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    text = f"{number:.15g}" if number is not None else " ".join(str(value).split())
    if text.casefold() in ABSENT:
        return MISSING
    return _READERS[field.name](text, number is not None)


def quick_bin(cell: object) -> str | None:
    """Return a BIN of 12 digits as most cells hold it; nothing for all others. It agrees with :func:`code`."""
    if type(cell) is float:
        return f"{cell:.0f}" if 1e11 <= cell < 1e12 and cell.is_integer() else None
    return cell if type(cell) is str and len(cell) == BIN_DIGITS and cell.isascii() and cell.isdecimal() else None


def _bin(text: str, is_number: bool) -> Read:
    digits = _SPACES.sub("", text)
    if not (digits.isascii() and digits.isdecimal()):
        return Read(None, "no_bin")
    if is_number and _FEWEST_BIN_DIGITS <= len(digits) < BIN_DIGITS:
        whole = digits.zfill(BIN_DIGITS)
        return Read(whole, "zeros_restored", {"code": whole})
    return Read(digits) if len(digits) == BIN_DIGITS else Read(None, "no_bin")


def _oked(text: str, is_number: bool) -> Read:
    found = _OKED.match(text)
    return Read("".join(filter(None, found.groups()))) if found else Read(None, "no_code")


def _hs(text: str, is_number: bool) -> Read:
    found = _HS.match(text)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if is_number and len(digits) % 2 and len(digits) < 10:
        return Read(f"0{digits}", "zeros_restored", {"code": f"0{digits}"})
    if len(digits) % 2 or not 2 <= len(digits) <= 10:
        return Read(None, "no_code")
    return Read(digits)


_READERS: Final[dict[str, Callable[[str, bool], Read]]] = {"bin": _bin, "oked": _oked, "hs": _hs}


def choice(value: object, field: form.Field) -> Read:
    """Read a word of a list: the machine word itself, or one of its aliases in any of the languages."""
    text = " ".join(str(value).split())
    if text.casefold() in ABSENT:
        return MISSING
    known = _index(field.name).get(words(text))
    return Read(known) if known else Read(None, "no_choice")


@cache
def _index(name: str) -> dict[tuple[str, ...], str]:
    index = {}
    for machine_word, aliases in form.CHOICES[name].items():
        for label in (machine_word, *(alias for told in aliases.values() for alias in told)):
            index[words(label)] = machine_word
    return index
