"""Amounts, counts and shares in the cells of a register, as people type them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.reasons import Read
from iidsp_analysis.loaders.projects.units import without_unit

MISSING: Final = Read(math.nan)
#: Beyond this nothing is an amount: a thousand mln times the national product, more persons than live in the country.
#: Amounts in another unit stay below it, so that a column of tenge is told by its magnitude and not lost.
HIGHEST: Final = 1e15
_HIGHEST_BY_UNIT: Final = {form.PERCENT: 1e4, "persons": 1e8, "times": 1e8}
#: What is typed where there is nothing to type.
ABSENT: Final = frozenset(
    ["", "-", "–", "—", "--", "---", "−", "...", "…", "..", "x", "х", "н/д", "н.д.", "#н/д", "нет данных"]
) | {"жоқ деректер", "деректер жоқ", "no data", "n/a", "na", "#n/a"}
_SPACED: Final = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'](?=\d{3}(?:\D|$))")
_OTHER_SIGNS: Final = re.compile(r"[^\d\s.,]")
#: Digits, perhaps in groups of three, with one sign before decimals.
_QUICK: Final = re.compile(r"(?:\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,40})(?:[.,]\d+)?", re.ASCII)
_PLAIN: Final = re.compile(r"^[-\u2212]?\d+(?:[.,]\d+)?$", re.ASCII)
_GROUPED: Final = re.compile(r"^[-\u2212]?\d{1,3}(?:,\d{3})+\.\d+$|^[-\u2212]?\d{1,3}(?:,\d{3}){2,}$", re.ASCII)
#: A comma and three digits: thousands in English, three decimals in Russian.
_TWO_READINGS: Final = re.compile(r"^[-\u2212]?[1-9]\d{0,2},\d{3}$", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"^[-\u2212]?(?:0|\d+),(?:\d{1,2}|\d{4,})$|^0,\d+$|^\d{4,},\d+$", re.ASCII)


def writes_decimal_commas(cells: Iterable[object]) -> bool:
    """Tell whether a column settles what its commas mean: some can only be decimal, none can only group thousands."""
    told = {cell for cell in cells if type(cell) is str and "," in cell}
    return any(map(_DECIMAL_COMMA.match, map(_tight, told))) and not any(
        _GROUPED.match(_tight(cell)) for cell in told if "." in cell or cell.count(",") > 1
    )


def highest(field: form.Field) -> float:
    """Return the largest number that a field can hold, in the unit of its column."""
    if field.unit == form.PERCENT and field.name.startswith("export"):
        return 100.0
    return _HIGHEST_BY_UNIT.get(field.unit, HIGHEST)


def quick(field: form.Field, *, decimal_commas: bool) -> Callable[[object], float | None]:
    """Return a reader of cells that can be read in one way only and hold nothing to doubt; nothing for all others.

    It agrees with :func:`number` wherever it tells something.
    """
    most, is_whole = highest(field), field.kind == form.WHOLE

    def read(cell: object) -> float | None:
        if type(cell) is str:
            if not _QUICK.fullmatch(cell):
                return None
            digits = cell.replace(" ", "").replace("\u00a0", "")
            if not decimal_commas and _TWO_READINGS.match(digits):
                return None
            value = float(digits.replace(",", "."))
        elif type(cell) is float:
            value = cell
        else:
            return None
        return value if 0 <= value <= most and (not is_whole or value.is_integer()) else None

    return read


def all_settled(cells: list[object], field: form.Field) -> bool:
    """Tell whether every cell of a column is the number that it holds, looked at as one array."""
    if set(map(type, cells)) != {float}:
        return False
    values = np.array(cells, dtype=float)
    is_sound = (values >= 0) & (values <= highest(field))
    return bool(is_sound.all()) and (field.kind != form.WHOLE or bool((values == np.floor(values)).all()))


def number(value: object, field: form.Field, *, decimal_commas: bool = False) -> Read:
    """Read a number of a field in the unit of its column; missing or unreadable is NaN, never 0.

    Parameters
    ----------
    value : object
        The cell.
    field : Field
        Says unit and kind.
    decimal_commas : bool, optional
        Whether ``1,234`` of this column is 1.234 (see :func:`writes_decimal_commas`); if not, it has two readings.
    """
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Read(math.nan, "number_is_date")
    if isinstance(value, bool):
        return Read(math.nan, "no_number")
    if isinstance(value, int | float):
        return _checked(float(value), field)
    return _typed(str(value), field, decimal_commas)


def _typed(value: str, field: form.Field, decimal_commas: bool) -> Read:
    text = " ".join(value.split())
    if text.casefold() in ABSENT:
        return MISSING
    bare = text if text[-1:].isdecimal() and not _OTHER_SIGNS.search(text) else without_unit(text, field.unit)
    if bare is None:
        known = any(letter.isalpha() or letter in "$€₽¥₸%" for letter in text) and field.unit
        starts = text[:1].isdigit()
        return Read(math.nan, "other_unit", {"unit": field.unit}) if known and starts else Read(math.nan, "no_number")
    digits = _tight(bare)
    if _TWO_READINGS.match(digits) and not decimal_commas:
        return Read(math.nan, "two_readings")
    if _PLAIN.match(digits):
        return _checked(float(digits.replace(",", ".").replace("\u2212", "-")), field)
    if _GROUPED.match(digits):
        return _checked(float(digits.replace(",", "").replace("\u2212", "-")), field)
    return Read(math.nan, "no_number")


def _tight(text: object) -> str:
    return _SPACED.sub("", str(text).strip())


def _checked(value: float, field: form.Field) -> Read:
    if not math.isfinite(value):
        return Read(math.nan, "no_number")
    if value < 0:
        return Read(math.nan, "below_zero")
    if value > (most := highest(field)):
        return Read(math.nan, "over_hundred") if most == 100.0 else Read(math.nan, "beyond_limit", {"limit": most})
    if field.kind == form.WHOLE and not value.is_integer():
        return Read(value, "not_whole")
    return Read(value)
