"""What the head of one column says: the field, the unit of money, the year of an output."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.units import MoneyUnit, money_unit
from iidsp_analysis.reference import words

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AS_OF: Final = re.compile(
    r"\b(?:по состоянию\s+)?на\s+\d{1,2}[.\s]\S+[.\s]\d{4}(?:\s*(?:года|г)\b\.?)?", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\([^)]*\)|\*+")
#: Words of a head that do not tell its field: units, prepositions, "year".
_IDLE: Final = frozenset(
    words(
        "млн млрд тыс трлн мың тенге теңге тг kzt mln thousand bn чел человек ед единиц pct процент процентов "
        "г год году года годы жыл жылы жылғы year "
        "в во на по и с к для of the in for and at гг руб долл usd раз рет"
    )
)
#: Beginnings of words that say plan or fact in some form of theirs, as skeletons.
_FORMS: Final = tuple(
    ("".join(words(start)), "".join(words(stem)))
    for start, stem in (
        ("планов", "план"), ("планир", "план"), ("жоспар", "план"), ("planned", "план"), ("plan", "план"),
        ("фактич", "факт"), ("нақты", "факт"), ("actual", "факт"), ("fact", "факт"),
    )
)  # fmt: skip

Key = tuple[str, ...]


class Head(NamedTuple):
    """A column of the register: its field, and the unit that its head states."""

    field: form.Field
    unit: MoneyUnit | None = None


@lru_cache(maxsize=4096)
def understood(label: str) -> Head | None:
    """Return what a head means; nothing if it is no head of a field.

    Examples
    --------
    >>> understood("Стоимость проекта (план), млн. тенге").field.name
    'cost_planned_mln_kzt'
    >>> understood("Выпуск 2017 факт, тыс. тенге")[1].factor
    0.001
    """
    if machine := form.field_of(label.strip().casefold()):
        return Head(machine, money_unit(machine.unit) if machine.is_money else None)
    text = _AS_OF.sub(" ", label)
    years = _YEAR.findall(text)
    field = _field(_YEAR.sub(" ", text)) or _field(_BRACKETS.sub(" ", _YEAR.sub(" ", text)))
    if field is not None and years:
        field = _of_year(field, years)
    return Head(field, money_unit(text) if field.is_money else None) if field else None


def _of_year(field: form.Field, years: list[str]) -> form.Field | None:
    """Return the output of the year; other fields have no year in their head, and two years are no year."""
    kinds = {"output_planned_mln_kzt": "planned", "output_actual_mln_kzt": "actual"}
    known = field.name in kinds and len(years) == 1
    return form.output_of_year(kinds[field.name], int(years[0])) if known else None


def _field(text: str) -> form.Field | None:
    return _index().get(_key(text))


def _key(text: str) -> Key:
    """Return the words that tell the field, in no order: heads of two rows come in either."""
    telling = (word for word in words(text) if word not in _IDLE)
    return tuple(sorted({_form(word) for word in telling}))


def _form(word: str) -> str:
    return next((stem for start, stem in _FORMS if word.startswith(start)), word)


@cache
def _index() -> dict[Key, form.Field]:
    """Map the words of every machine name and alias to its field; a key of two would be an error of the table."""
    index: dict[Key, form.Field] = {}
    for field in form.FIELDS:
        for label in (field.name, *(alias for told in field.aliases.values() for alias in told)):
            if index.setdefault(_key(label), field) is not field:
                raise ValueError(f"{label!r} is a head of {field.name} and of {index[_key(label)].name}")
    return index
