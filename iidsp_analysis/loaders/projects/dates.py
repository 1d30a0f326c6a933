"""Dates in the cells of a register: days, months, quarters, half-years and years, in Russian, Kazakh and English."""

from __future__ import annotations

import calendar
import datetime
import re
from datetime import date
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.numbers import ABSENT
from iidsp_analysis.loaders.projects.reasons import Read

#: A register speaks about projects of these years; a serial number of Excel never looks like one of them.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2060
_DAY_ZERO: Final = date(1899, 12, 30)
#: Fields that name the beginning of something: a month or year without a day is read as its first day, in all other
#: fields as its last (a plan for the third quarter is kept until the quarter ends).
BEGINNINGS: Final = frozenset({"decision_date", "commission_decision", "planned_start", "actual_start"})

_MONTHS: Final = (
    ("январь", "қаңтар", "january"), ("февраль", "ақпан", "february"), ("март", "наурыз", "march"),
    ("апрель", "сәуір", "april"), ("май", "мая", "мае", "мамыр", "may"), ("июнь", "маусым", "june"),
    ("июль", "шілде", "july"), ("август", "тамыз", "august"), ("сентябрь", "қыркүйек", "september"),
    ("октябрь", "қазан", "october"), ("ноябрь", "қараша", "november"), ("декабрь", "желтоқсан", "december"),
)  # fmt: skip
#: Kazakh letters as they are typed where the keyboard lacks them.
_TYPED: Final = str.maketrans("қңғәіүұөһ", "кнгаиууох")
#: Letters that the case of a name may add to it.
_LONGEST_ENDING: Final = 3
_PARTS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "первый": 1, "второй": 2}
_PARTS_LIKE: Final = str.maketrans("іІ", "ii")

_DAY: Final = re.compile(r"^(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?:\s?г\.?|\s+[\d:.]+)?$")
_ISO: Final = re.compile(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[t ][\d:.+z-]*)?$")
_MONTH: Final = re.compile(r"^(\d{1,2})[./-]((?:19|20)\d\d)$|^((?:19|20)\d\d)-(\d{1,2})$")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PADDING: Final = re.compile(
    r"\b(?:г|гг|год|года|году|годы|ж|жыл|жылы|жылғы|жылдың|в|во|до|к|конца|концу|конец|соңы|соңына|дейін|year|end|of|the)\b"
    r"|[«»\".,()]"
)
_QUARTER: Final = re.compile(r"^(\w+)\s?[-–]?\s?(?:й|ый)?\s?(?:кв|квартал\w*|тоқсан\w*|quarter)$|^q(\d)$|^(\d)q$")
_HALF: Final = re.compile(r"^(\w+)\s?[-–]?\s?(?:е|ое)?\s?(?:п/|пг|полугоди\w*|жартыжылды\w*|half)$|^h([12])$")


def day(value: object, field: form.Field) -> Read:
    """Read a date; less than a day is read as the first or last day of its period and said so.

    Parameters
    ----------
    value : object
        The cell: a date, a serial number of Excel, a year, or a text.
    field : Field
        Decides between the first and the last day (see :data:`BEGINNINGS`).

    Returns
    -------
    Read
        ``datetime.date`` or None.
    """
    if isinstance(value, datetime.datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool):
        return Read(None, "no_date")
    if isinstance(value, int | float):
        return _stored(float(value), field)
    text = " ".join(str(value).split()).casefold()
    return Read(None) if text in ABSENT else _typed(text, field)


def _stored(value: float, field: form.Field) -> Read:
    """Read a year or a serial number: the ranges of the two are apart."""
    if FIRST_YEAR <= value <= LAST_YEAR and value.is_integer():
        return _period(int(value), 1, 12, field)
    first, last = (date(year, 1, 1) - _DAY_ZERO for year in (FIRST_YEAR, LAST_YEAR + 1))
    if first.days <= value < last.days:
        return Read(_DAY_ZERO + datetime.timedelta(days=int(value)))
    return Read(None, "no_date")


def _typed(text: str, field: form.Field) -> Read:
    if found := _DAY.match(text):
        return _of_day(int(found[1]), int(found[3]), found[4], found[2])
    if found := _ISO.match(text):
        return _of(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.match(text):
        year, month = int(found[2] or found[3]), int(found[1] or found[4])
        return _period(year, month, month, field) if 1 <= month <= 12 else Read(None, "no_date")
    if text.replace(".", "", 1).isdecimal():
        return _stored(float(text), field)
    return _in_words(text, field)


def _of_day(first: int, second: int, year: str, mark: str) -> Read:
    """Read day and month, which a slash leaves open where both could be a month (Excel in English writes m/d)."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if mark == "/" and first <= 12 and second <= 12 and first != second:
        return Read(None, "date_two_readings")
    if mark == "/" and second > 12:
        first, second = second, first
    return _of(full, second, first)


def _of(year: int, month: int, number: int) -> Read:
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= number <= calendar.monthrange(year, month)[1]):
        return Read(None, "no_date")
    return _in_range(date(year, month, number))


def _in_words(text: str, field: form.Field) -> Read:
    years = _YEAR.findall(text)
    if len(years) != 1:
        return Read(None, "no_date")
    rest = " ".join(_PADDING.sub(" ", _YEAR.sub(" ", text)).split())
    if not rest:
        return _period(int(years[0]), 1, 12, field)
    if rest[:2].strip().isdecimal() and (month := _month(rest.lstrip("0123456789 "))):
        return _of(int(years[0]), month, int(rest[:2]))
    span = _span(rest)
    return _period(int(years[0]), *span, field) if span else Read(None, "no_date")


def _span(rest: str) -> tuple[int, int] | None:
    """Return the first and last month of a month, quarter or half-year in words."""
    if month := _month(rest):
        return month, month
    for pattern, months in ((_QUARTER, 3), (_HALF, 6)):
        if found := pattern.match(rest):
            part = _PARTS.get(next(filter(None, found.groups())).translate(_PARTS_LIKE), 0)
            return (part * months - months + 1, part * months) if 1 <= part <= 12 // months else None
    return None


def _month(name: str) -> int | None:
    """Return the month of a name in full, in a case of its own, or cut short to three letters or more."""
    word = name.translate(_TYPED)
    if not word.isalpha() or len(word) < 3:
        return None
    return next(
        (number for number, names in enumerate(_MONTHS, 1) if any(_is_month(word, each) for each in names)), None
    )


def _is_month(word: str, full: str) -> bool:
    full = full.translate(_TYPED)
    if full.startswith(word):
        return True
    return len(full) > 3 and word.startswith(full[:-1]) and len(word) <= len(full) + _LONGEST_ENDING


def _period(year: int, first: int, last: int, field: form.Field) -> Read:
    begins = field.name in BEGINNINGS
    read = date(year, first, 1) if begins else date(year, last, calendar.monthrange(year, last)[1])
    told = _in_range(read)
    return told if told.value is None else Read(read, "date_inexact", {"day": read.isoformat()})


def _in_range(read: date) -> Read:
    if FIRST_YEAR <= read.year <= LAST_YEAR:
        return Read(read)
    return Read(None, "date_out_of_range", {"first": FIRST_YEAR, "last": LAST_YEAR})
