"""Amounts, counts and shares in the cells of a register, as people type them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterable
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.reasons import Read
from iidsp_analysis.loaders.projects.units import without_unit

MISSING: Final = Read(math.nan)
#: What is typed where there is nothing to type.
ABSENT: Final = frozenset(
    ["", "-", "–", "—", "--", "---", "−", "...", "…", "..", "x", "х", "н/д", "н.д.", "#н/д", "нет данных"]
) | {"жоқ деректер", "деректер жоқ", "no data", "n/a", "na", "#n/a"}
_SPACED: Final = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'](?=\d{3}(?:\D|$))")
_PLAIN: Final = re.compile(r"^[-\u2212]?\d+(?:[.,]\d+)?$", re.ASCII)
_GROUPED: Final = re.compile(r"^[-\u2212]?\d{1,3}(?:,\d{3})+\.\d+$|^[-\u2212]?\d{1,3}(?:,\d{3}){2,}$", re.ASCII)
#: A comma and three digits: thousands in English, three decimals in Russian.
_TWO_READINGS: Final = re.compile(r"^[-\u2212]?[1-9]\d{0,2},\d{3}$", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"^[-\u2212]?(?:0|\d+),(?:\d{1,2}|\d{4,})$|^0,\d+$|^\d{4,},\d+$", re.ASCII)


def writes_decimal_commas(cells: Iterable[object]) -> bool:
    """Tell whether a column settles what its commas mean: some can only be decimal, none can only group thousands."""
    texts = {_tight(cell) for cell in cells if type(cell) is str and "," in cell}
    return any(map(_DECIMAL_COMMA.match, texts)) and not any(map(_GROUPED.match, texts))


def settled(field: form.Field) -> Callable[[object], bool]:
    """Return a quick test for cells of a field that are the number they hold, as a sheet stores it: nearly all."""
    if field.unit == form.PERCENT:
        return lambda cell: type(cell) is float and 0 <= cell <= 100
    if field.kind == form.WHOLE:
        return lambda cell: type(cell) is float and 0 <= cell < math.inf and cell.is_integer()
    return lambda cell: type(cell) is float and 0 <= cell < math.inf


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
    bare = without_unit(text, field.unit)
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
    if field.unit == form.PERCENT and value > 100 and field.name.startswith("export"):
        return Read(math.nan, "over_hundred")
    if field.kind == form.WHOLE and not value.is_integer():
        return Read(value, "not_whole")
    return Read(value)
