"""Words and numbers in the reader's language: gettext catalogues and CLDR number formats (through Babel)."""

from __future__ import annotations

import decimal
import gettext as gettext_module
import io
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from iidsp_analysis.errors import UsageError

LANGUAGES = ("ru", "kk", "en")
#: How each language calls itself.
OWN_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
NO_BREAK_SPACE = "\u00a0"
MISSING = "–"
MINUS = "\u2212"
#: Digits that Babel may need for any floating-point number: up to 309 before the comma.
_LONGEST_NUMBER = 330


@dataclass(frozen=True)
class Language:
    """One language of the reader: messages by English text, numbers by CLDR.

    ``say`` and ``count`` are the names by which the message catalogue is extracted.
    """

    code: str
    catalogue: gettext_module.NullTranslations

    def say(self, message: str, /, **values: Any) -> str:
        """Translate an English message and fill its named gaps."""
        translated = self.catalogue.gettext(message) if message else ""
        return translated.format(**values) if values else translated

    def count(self, singular: str, plural: str, number: int, /, **values: Any) -> str:
        """Translate a message whose form depends on a number (gap ``{number}``)."""
        translated = self.catalogue.ngettext(singular, plural, number)
        return translated.format(number=number, **values)

    def number(self, value: float | None, digits: int = 1) -> str:
        """Format a number with grouped thousands; missing is a dash, never 0."""
        if value is None or not math.isfinite(value):
            return MISSING
        rounded = round(value, digits) + 0.0  # + 0.0 turns -0.0 into 0.0
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        with decimal.localcontext(prec=_LONGEST_NUMBER):
            written = format_decimal(abs(rounded), format=pattern, locale=self.code)
        return (MINUS if rounded < 0 else "") + written

    def signed(self, value: float | None, digits: int = 1) -> str:
        """Format a number with an explicit sign; zero has none."""
        written = self.number(value, digits)
        is_above = value is not None and written != MISSING and round(value, digits) > 0
        return f"+{written}" if is_above else written

    def percent(self, fraction: float | None, digits: int = 1) -> str:
        """Format a fraction (0.113) as percent (11.3 %)."""
        return self._with_percent(self.number(None if fraction is None else fraction * 100, digits))

    def signed_percent(self, fraction: float | None, digits: int = 1) -> str:
        """Format a change (0.057) as percent with its sign (+5.7 %)."""
        return self._with_percent(self.signed(None if fraction is None else fraction * 100, digits))

    def points(self, fraction: float | None, digits: int = 1) -> str:
        """Format a difference of two shares as percentage points with its sign."""
        return self._with_unit(self.signed(None if fraction is None else fraction * 100, digits), self.say("pp"))

    def amount(self, value: float | None, unit: str, digits: int = 1) -> str:
        """Format a number with its unit."""
        return self._with_unit(self.number(value, digits), unit)

    def date(self, day: str) -> str:
        """Write an ISO date (2018-03-27), or a month of which the day is not known (2017-04), in words."""
        if len(day) == len("2017-04"):
            return format_skeleton("yMMMM", date.fromisoformat(f"{day}-01"), locale=self.code)
        return format_date(date.fromisoformat(day), format="long", locale=self.code)

    @staticmethod
    def _with_unit(written: str, unit: str) -> str:
        return written if written == MISSING else f"{written}{NO_BREAK_SPACE}{unit}"

    def _with_percent(self, written: str) -> str:
        space = "" if self.code == "en" else NO_BREAK_SPACE
        return written if written == MISSING else f"{written}{space}%"


@cache
def language(code: str) -> Language:
    """Return a language that ships complete.

    Raises
    ------
    UsageError
        For a language without a complete catalogue.
    """
    if code not in LANGUAGES:
        raise UsageError(f"Unknown language {code!r}.", where="language", what_next=f"Use {', '.join(LANGUAGES)}.")
    return Language(code, _catalogue(code))


def _catalogue(code: str) -> gettext_module.NullTranslations:
    if code == "en":
        return gettext_module.NullTranslations()
    path = resources.files("iidsp_analysis") / "locale" / code / "LC_MESSAGES" / "iidsp.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=code)
    # The catalogue is compiled in memory: a compiled file beside it could be older than its source.
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)
