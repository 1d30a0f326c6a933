"""Headings of the publisher's tables: years, footnote marks, and periods that are only part of a year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

_LATIN_IN_CYRILLIC = str.maketrans("abcehkmoptxy", "авсенкмортху")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁾", "0123456789)")
_MARK = r"(?:(?<!\d)\d{1,2}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]+[⁾)]?|\*+)"
_MARKS_AT_END = re.compile(rf"(?:[\s,;]*{_MARK})+\s*$")
_FOOTNOTE = re.compile(rf"^\s*({_MARK})\s*([^\W\d_].*|\d{{4}}.*)$", re.DOTALL)
_YEAR = r"(?:19|20)\d\d"
_MARK_AT_A_YEAR = re.compile(rf"(?<!\d)({_YEAR})(?=\d{{1,2}}\))")
_WHOLE_YEAR = re.compile(rf"^({_YEAR})\s*(?:год[ауы]?|гг?\.?|ж\.?|жыл\w*|year)?$")
_PROVISIONAL = re.compile(r"предв|прелим|prelim|алдын\s+ала")
_PROVISIONAL_INLINE = re.compile(r"\(?\s*(?:предв|prelim)[^)]*\)?\s*$")
_MONTHS = (
    "январ|january|қаңтар|феврал|february|ақпан|март|march|наурыз|апрел|april|сәуір|ма[йя]|may|мамыр|июн|june|маусым"
    "|июл|july|шілде|август|august|тамыз|сентябр|september|қыркүйек|октябр|october|қазан|ноябр|november|қараша"
    "|декабр|december|желтоқсан"
)
_PART = re.compile(rf"квартал|полугоди|месяц|quarter|half|month|тоқсан|жартыжылд|{_MONTHS}")
_JANUARY_TO_DECEMBER = re.compile(
    rf"^(?:за\s+)?(?:январ\w*|january|қаңтар)\s*[-–—]\s*(?:декабр\w*|december|желтоқсан)\s*({_YEAR})\b"
)


@dataclass(frozen=True)
class Period:
    """A period as a heading names it.

    ``whole`` is false for year-to-date and quarterly columns: they are recognised and passed over, never differenced.
    """

    year: int | None
    whole: bool
    marks: tuple[str, ...] = ()
    provisional: bool = False


@dataclass(frozen=True)
class Footnotes:
    """The footnotes of a sheet, by mark."""

    texts: Mapping[str, str]

    def note(self, marks: tuple[str, ...]) -> str:
        """Text of the footnotes behind these marks, joined."""
        return "; ".join(self.texts[mark] for mark in marks if mark in self.texts)

    def provisional(self, period: Period) -> bool:
        """Whether the heading or a footnote of it calls the figures preliminary.

        The publisher marks preliminary periods with an asterisk; one without a footnote is read so.
        """
        unexplained = any(mark.startswith("*") and mark not in self.texts for mark in period.marks)
        return period.provisional or unexplained or bool(_PROVISIONAL.search(plain(self.note(period.marks))))


def plain(text: object) -> str:
    """Lower case, single spaces, and Latin look-alikes inside a Cyrillic text turned Cyrillic."""
    folded = re.sub(r"\s+", " ", str(text)).strip().casefold().replace("ё", "е")
    cyrillic = sum("а" <= letter <= "ӿ" for letter in folded)
    latin = sum("a" <= letter <= "z" for letter in folded)
    return folded.translate(_LATIN_IN_CYRILLIC) if cyrillic > latin else folded


def letters(text: object) -> str:
    """Only the letters of :func:`plain`: survives line breaks, hyphenation and stray punctuation in headings."""
    return "".join(letter for letter in plain(without_marks(text)) if letter.isalpha())


def without_marks(text: object) -> str:
    """Strip the footnote marks from the end of a label: «Astana city2)» is Astana city."""
    return _MARKS_AT_END.sub("", _spaced(text)).strip()


def marks_of(text: object) -> tuple[str, ...]:
    """Footnote marks at the end of a label: ``('2',)`` for «Astana city2)», ``('*',)`` for «2021*»."""
    found = _MARKS_AT_END.search(_spaced(text))
    return tuple(_mark(mark) for mark in re.findall(_MARK, found.group())) if found else ()


def _spaced(text: object) -> str:
    """«20211)» as «2021 1)», so that the year keeps its four digits."""
    return _MARK_AT_A_YEAR.sub(r"\1 ", str(text))


def _mark(text: str) -> str:
    return text.translate(_SUPERSCRIPTS).rstrip(")")


def footnote(text: object) -> tuple[str, str] | None:
    """Mark and text of a footnote line («2) preliminary data»), or nothing."""
    found = _FOOTNOTE.match(str(text))
    return (_mark(found.group(1)), found.group(2).strip()) if found else None


def footnotes(rows: list[list[object]]) -> Footnotes:
    """Every footnote line of a sheet, from its first two columns."""
    cells = (value for row in rows for value in row[:2] if isinstance(value, str))
    return Footnotes(dict(found for found in map(footnote, cells) if found))


def parse_period(value: object) -> Period | None:
    """Read a heading as a period.

    Parameters
    ----------
    value : object
        A cell: ``2017``, ``2017.0``, ``'2017 год'``, ``'20211)'`` (2021 with footnote 1), ``'2021¹⁾'``, ``'2021*'``,
        ``'9 месяцев 2019 года'``, ``'I квартал 2017'``, ``'January-June 2018'``.

    Returns
    -------
    Period or None
        Nothing if the cell is no period at all. «Январь–декабрь» is the whole year.

    Examples
    --------
    >>> parse_period("20232)")
    Period(year=2023, whole=True, marks=('2',), provisional=False)
    >>> parse_period("1 half-year of 2008").whole
    False
    """
    if isinstance(value, bool | datetime.date) or value is None:
        return None
    if isinstance(value, int | float):
        return _numeric_year(float(value))
    return _period_of_text(value) if isinstance(value, str) else None


def _numeric_year(value: float) -> Period | None:
    return Period(int(value), whole=True) if value.is_integer() and 1900 <= value <= 2099 else None


def _period_of_text(text: str) -> Period | None:
    marks = marks_of(text)
    label = plain(without_marks(text))
    bare = _PROVISIONAL_INLINE.sub("", label).strip()
    provisional = bare != label
    whole = _WHOLE_YEAR.match(bare) or _JANUARY_TO_DECEMBER.match(bare)
    if whole:
        return Period(int(whole.group(1)), True, marks, provisional)
    if not _PART.search(bare):
        return None
    year = re.search(rf"(?<!\d){_YEAR}(?!\d)", bare)
    return Period(int(year.group()) if year else None, False, marks, provisional)
