"""Cells of a user's plan – amounts, years, units – as people type them; what can be read in two ways is refused."""

from __future__ import annotations

import datetime
import math
import re

from iidsp_analysis.errors import SchemaError, UnitError
from iidsp_analysis.loaders.headers import parse_period
from iidsp_analysis.loaders.workbook import is_blank

#: Units of a plan, and what one of each is in million USD.
UNITS = {"mln USD": 1.0, "thousand USD": 1e-3}
#: No export comes near it: a larger amount is a slip of the pen, and no table could print it.
LARGEST = 1e15
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f\t", " "))
_PLAIN = re.compile(r"^(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?$", re.ASCII)
_GROUPED_BY_COMMAS = re.compile(r"^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$", re.ASCII)
_TWO_READINGS = re.compile(r"^[1-9]\d{0,2},\d{3}$", re.ASCII)
_TENGE = re.compile(r"kzt|tenge|тенге|тг|теңге|₸", re.IGNORECASE)


def amount(value: object, where: str) -> float:
    """Read the amount of a plan.

    Parameters
    ----------
    value : object
        A number, or a typed one: groups of three parted by spaces of any kind, comma or dot before the decimals
        (``1 234,5``, ``1234.5``); the English form is read where it cannot be anything else (``1,234.5``,
        ``1,234,567``).
    where : str
        File, sheet and row, for the error.

    Returns
    -------
    float
        Above zero, in the unit of the row.

    Raises
    ------
    SchemaError
        If the cell is empty, no number, zero or below, larger than :data:`LARGEST`, or can be read in two ways
        (``1,234``).
    """
    if is_blank(value):
        raise SchemaError("The row has no plan.", where=where, what_next="Fill in the amount, or delete the row.")
    number = typed(value, where) if isinstance(value, str) else _stored(value, where)
    if abs(number) > LARGEST:
        raise _too_large(where)
    if number <= 0:
        raise SchemaError(
            f"A plan must be above zero, and this one is {number:g}.",
            where=where,
            what_next="Correct the amount; where there is no plan, delete the row: no plan is not a plan of zero.",
        )
    return number


def _stored(value: object, where: str) -> float:
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        what_next = "The spreadsheet turned it into a date: format the cell as a number and type the amount again."
        raise SchemaError(f"{value} stands where an amount belongs.", where=where, what_next=what_next)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_number(value, where)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise _too_large(where)  # a whole number of any length is no float
    if not math.isfinite(value):
        raise _no_number(value, where)
    return float(value)


def typed(value: str, where: str) -> float:
    """Read a typed number of any sign; what can be read in two ways is refused."""
    text = value.translate(_SPACES).strip()
    sign = -1.0 if text.startswith(("-", "\u2212")) else 1.0
    digits = text[1:].strip() if sign < 0 else text
    if _TWO_READINGS.match(digits):
        what_next = f"Write {digits.replace(',', '')} or {digits.replace(',', '.')}."
        raise SchemaError(f"{value!r} can be read in two ways.", where=where, what_next=what_next)
    if _PLAIN.match(digits):
        return sign * float(digits.replace(" ", "").replace(",", "."))
    if _GROUPED_BY_COMMAS.match(digits):
        return sign * float(digits.replace(",", ""))
    raise _no_number(value, where)


def _too_large(where: str) -> SchemaError:
    what_next = "Correct the amount, and write it in the unit of its row."
    return SchemaError("The amount is larger than 1e15: no export comes near it.", where=where, what_next=what_next)


def _no_number(value: object, where: str) -> SchemaError:
    what_next = "Write the amount alone, as in 1234.5 or 1 234,5; the unit has a column of its own."
    return SchemaError(f"{value!r} stands where an amount belongs.", where=where, what_next=what_next)


def year(value: object, where: str) -> int:
    """Read the year of a plan: ``2017``, ``2017.0``, ``'2017 г.'``.

    Raises
    ------
    SchemaError
        If the cell is no whole year: a plan of a month or a quarter is not compared with a year.
    """
    period = parse_period(value)
    if period is None or not period.whole or period.year is None or period.marks or period.provisional:
        told = "The row has no year." if is_blank(value) else f"{value!r} stands where a year belongs."
        raise SchemaError(told, where=where, what_next="Write a year as in 2017: plans are for whole years.")
    return period.year


def millions(value: object, where: str) -> float:
    """Read a unit and return what one of it is in million USD.

    Raises
    ------
    UnitError
        For any unit but ``mln USD`` and ``thousand USD``, tenge above all: exports are counted in dollars.
    """
    text = "" if is_blank(value) else " ".join(str(value).translate(_SPACES).split())
    known = {name.casefold(): factor for name, factor in UNITS.items()}
    if text.casefold() in known:
        return known[text.casefold()]
    raise _no_unit(text, where)


def _no_unit(text: str, where: str) -> UnitError:
    units = " or ".join(UNITS)
    if _TENGE.search(text):
        what_next = f"Convert it at the rate that its document names, write {units}, and the rate into the note."
        what = "A plan in tenge (KZT) cannot be set against exports in US dollars."
        return UnitError(what, where=where, what_next=what_next)
    hint = " If a decimal comma parted the amount, put the amount in quotation marks." if text.isdigit() else ""
    what = f"{text!r} is not a unit of an export plan." if text else "The plan has no unit."
    return UnitError(what, where=where, what_next=f"Write {units}.{hint}")
