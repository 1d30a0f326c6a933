"""Units as people write them in heads and cells of a register."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from iidsp_analysis.loaders.projects import format as form

_MAGNITUDES: Final = (
    (re.compile(r"\b(?:трлн|trn|trillion|триллион\w*)", re.IGNORECASE), 1e6),
    (re.compile(r"\b(?:млрд|bln|bn|billion|миллиард\w*)", re.IGNORECASE), 1e3),
    (re.compile(r"\b(?:млн|mln|mn|million|миллион\w*)", re.IGNORECASE), 1.0),
    (re.compile(r"\b(?:тыс|тысяч\w*|мың|thousand|ths)\b", re.IGNORECASE), 1e-3),
)
_TENGE: Final = re.compile(r"\b(?:тенге|теңге|тг|kzt|tenge)\b|₸", re.IGNORECASE)
_FOREIGN: Final = re.compile(
    r"\b(?:usd|долл\w*|доллар\w*|eur|евро|еуро|руб\w*|rub|юан\w*|cny|у\.\s?е)\b|[$€₽¥]", re.IGNORECASE
)
#: Everything that can follow an amount without changing it, by unit of the field.
_HARMLESS: Final = {
    form.PERCENT: re.compile(r"^(?:%|проц\w*\.?|пайыз\w*|percent|pct)$", re.IGNORECASE),
    "persons": re.compile(r"^(?:чел\w*\.?|ед\w*\.?|раб\w*\.?\s*мест\w*|адам\w*|persons?|people|jobs)$", re.IGNORECASE),
    "times": re.compile(r"^(?:раз\w*|рет|times?)$", re.IGNORECASE),
}
_TAIL: Final = re.compile(r"^(?P<number>[^%a-zа-яё$€₽¥₸]*\d)\s*(?P<tail>[%a-zа-яёәіңғүұқөһ$€₽¥₸].*)$", re.IGNORECASE)


class MoneyUnit(NamedTuple):
    """What a text says about a unit of money: as written, and what one of it is in mln KZT (nothing if foreign)."""

    stated: str
    factor: float | None


def money_unit(text: str) -> MoneyUnit | None:
    """Find the unit of money in a head or a cell; nothing if none is stated.

    Examples
    --------
    >>> money_unit("Стоимость, тыс. тенге")
    MoneyUnit(stated='thousand KZT', factor=0.001)
    """
    if foreign := _FOREIGN.search(text):
        return MoneyUnit(foreign[0], None)
    for pattern, factor in _MAGNITUDES:
        if pattern.search(text):
            return MoneyUnit(_NAMES[factor], factor)
    return MoneyUnit("KZT", 1e-6) if _TENGE.search(text) else None


_NAMES: Final = {1e6: "trn KZT", 1e3: "bn KZT", 1.0: form.MLN_KZT, 1e-3: "thousand KZT"}


def without_unit(text: str, unit: str) -> str | None:
    """Return a typed amount without the unit of its field behind it; nothing if another unit stands there.

    Examples
    --------
    >>> without_unit("85 %", "%"), without_unit("12 чел.", "persons"), without_unit("1,5 млрд тенге", "mln KZT")
    ('85', '12', None)
    """
    split = _TAIL.match(text)
    if split is None:
        return text
    tail = split["tail"].strip()
    if unit == form.MLN_KZT:
        told = money_unit(tail)
        return split["number"].strip() if told is not None and told.factor == 1.0 else None
    known = _HARMLESS.get(unit)
    return split["number"].strip() if known and known.match(tail) else None
