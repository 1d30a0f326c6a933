"""Words that tell rows of a register apart: totals, subtotals, notes, places, and what an id looks like."""

from __future__ import annotations

import re
from typing import Final

_TOTALS: Final = r"^\W*(?:подытог|итог(?:о|и)?|всего|барлығы|барлыгы|жиыны|жиынтығы|(?:sub|grand )?total|sum)\b"
TOTAL: Final = re.compile(_TOTALS, re.IGNORECASE)
#: Nothing but such a word: no project has this name.
TOTAL_ALONE: Final = re.compile(rf"{_TOTALS}\W*$", re.IGNORECASE)
_PLACE: Final = (
    r"(?:[\w-]+\s+(?:район|область|округ|ауданы|облысы|қаласы|district|region)|(?:район\s|г\.|город\s)\s*[\w-]+)"
)
SUBTOTAL: Final = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s*)?(?:"
    r"в\s+том\s+числе|в\s+т\.?\s*ч\b|из\s+(?:них|общего)|оның\s+ішінде|соның\s+ішінде|including\b|of\s+which\b|"
    r"по\s+(?:[\w-]+\s+)?(?:район|област|округ|город|г\.|регион|отрасл|сектор|республик|стран)\w*|"
    rf"{_PLACE}\W*$)",
    re.IGNORECASE,
)
NOTE: Final = re.compile(
    r"^\s*(?:\*|\d{1,2}\)|¹|²|³|примеч|сноска|справочно|источник|исполнитель|исп\.|тел\b|ескерт|note\b|source\b)",
    re.IGNORECASE,
)
#: How sections and rows are numbered: 1, 2.1, IV.
ORDINAL: Final = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVXІХ]{1,5}\.?)\s*$")
#: A code or a longer number, perhaps after a few capitals; no ordinal, year, day or telephone.
OWN_ID: Final = re.compile(
    r"^(?!\d{1,2}(?:\.\d{1,2})*\.?$)(?!(?:19|20)\d\d$)(?!\d{1,2}[./]\d{1,2}[./]\d{2,4}\b)(?!(?:19|20)\d\d-\d\d-\d\d)"
    r"(?!\+?[78]\s?(?:\(\d|-\d{3}-))(?:[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]{1,5}\s)?(?=\S*\d)[\w№#][^\s:]{0,39}$"
)


def has_digit(cell: str) -> bool:
    """Tell whether the beginning of a text has a digit."""
    return any(map(str.isdigit, cell[:100]))


def has_letter(cell: str) -> bool:
    """Tell whether the beginning of a text has a letter."""
    return any(map(str.isalpha, cell[:100]))
