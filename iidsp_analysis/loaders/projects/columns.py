"""Columns of a register: the cells of one field, read by its kind, with a doubt for each that is not what it should be.

A register has few different texts and many cells: every different text is read once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

from iidsp_analysis.loaders.projects import codes, dates, numbers
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.labels import Head
from iidsp_analysis.loaders.projects.reasons import Read
from iidsp_analysis.loaders.projects.safe_text import MAX_CHARACTERS, clean, is_formula, is_plain

#: A text beyond this length is no code, date or number, and is not even looked at.
_LONGEST_TYPED: Final = 200
Reader = Callable[[object], Read]
#: Reads a cell that needs no look: nothing where it does.
Quick = Callable[[object], object]


@dataclass(frozen=True)
class Place:
    """Where a column stands: sheet, position (from 0), rows in the file (from 1), and the first index of its rows."""

    sheet: str
    position: int
    numbers: Sequence[int]
    start: int
    column: str


def read_column(cells: list[object], head: Head, place: Place, doubts: Doubts) -> list[object]:
    """Read the cells of a field.

    Parameters
    ----------
    cells : list
        One a project.
    head : Head
        The field, and the unit that the head states.
    place : Place
        For the doubts.
    doubts : Doubts
        Filled.

    Returns
    -------
    list
        float with NaN, date or None, str or None, by the kind of the field.
    """
    if head.field.kind in form.NUMERIC:
        return _numbers(cells, head, place, doubts)
    if head.field.kind == form.DATE:
        return _each(cells, partial(dates.day, field=head.field), place, doubts, None)
    if head.field.kind == form.TEXT or head.field.name == "region":
        return read_texts(cells, place, doubts)
    reader = codes.code if head.field.kind == form.CODE else codes.choice
    quick = codes.quick_bin if head.field.name == "bin" else None
    return _each(cells, partial(reader, field=head.field), place, doubts, None, quick)


def _numbers(cells: list[object], head: Head, place: Place, doubts: Doubts) -> list[object]:
    factor = _factor(head, place, doubts)
    if factor is None:
        return [math.nan] * len(cells)
    if numbers.all_settled(cells, head.field):
        return cells if factor == 1.0 else [value * factor for value in cast("list[float]", cells)]
    commas = numbers.writes_decimal_commas(cells)
    reader = partial(numbers.number, field=head.field, decimal_commas=commas)
    read = _each(cells, reader, place, doubts, math.nan, numbers.quick(head.field, decimal_commas=commas))
    return read if factor == 1.0 else [value * factor for value in cast("list[float]", read)]


def _factor(head: Head, place: Place, doubts: Doubts) -> float | None:
    """Return what turns a column into the unit of its field as its head states it; nothing for foreign money."""
    if not head.field.is_money:
        return 1.0
    note = partial(doubts.add, place.sheet, 0, place.position, column=place.column)
    if head.unit is None:
        note("unit_not_stated", gaps={"unit": head.field.unit})
        return 1.0
    gaps = {"stated": head.unit.stated, "unit": head.field.unit}
    if head.unit.factor is None:
        note("unit_unknown", gaps=gaps)
    elif head.unit.factor != 1.0:
        note("unit_converted", gaps=gaps)
    return head.unit.factor


def _each(
    cells: list[object], reader: Reader, place: Place, doubts: Doubts, missing: object, quick: Quick | None = None
) -> list[object]:
    """Read every cell; equal cells are read once."""
    if bool in set(map(type, cells)):
        cells = [str(cell) if type(cell) is bool else cell for cell in cells]  # True equals 1
    read = _Known(reader, missing, quick)
    values = [read[cell] for cell in cells]
    if doubted := read.doubted:
        sheet, at, column = place.sheet, place.position, place.column
        doubts.found.extend(
            (sheet, row, at, column, cell, *doubted[cell], index)
            for index, (row, cell) in enumerate(zip(place.numbers, cells, strict=True), place.start)
            if cell in doubted
        )
    return values


class _Known(dict[object, object]):
    """Values of the cells that have been read; a new cell is read when it is asked for."""

    def __init__(self, reader: Reader, missing: object, quick: Quick | None) -> None:
        super().__init__({"": missing})
        self.doubted: dict[object, tuple[str, Mapping[str, object]]] = {}
        self._reader, self._quick = reader, quick

    def __missing__(self, cell: object) -> object:
        if self._quick is not None and (value := self._quick(cell)) is not None:
            self[cell] = value
            return value
        text = clean(cell[:_LONGEST_TYPED]) if isinstance(cell, str) else None
        read = self._reader(text.text if text else cell)
        if text and text.had_hidden and not read.reason:
            read = Read(read.value, "hidden_characters")
        self[cell] = read.value
        if read.reason:
            self.doubted[cell] = read.reason, read.gaps
        return read.value


def _note(read: Read, cell: object, offset: int, place: Place, doubts: Doubts) -> None:
    row, index = place.numbers[offset], place.start + offset
    doubts.add(
        place.sheet, row, place.position, read.reason, column=place.column, value=cell, gaps=read.gaps, index=index
    )


def read_texts(cells: list[object], place: Place, doubts: Doubts) -> list[object]:
    """Return cells as safe texts, None where empty; what was removed, cut or looks like a formula is noted."""
    texts: list[object] = [None if cell == "" else cell for cell in cells]
    others = {cell for cell in set(texts) if cell is not None and not (type(cell) is str and is_plain(cell))}
    if not others:  # the usual column; true and 1 are one here, and both are others
        return texts
    for offset, cell in enumerate(cells):
        if cell in others:
            texts[offset] = _text(cell, offset, place, doubts) if isinstance(cell, str) else _written(cell)
    return texts


def _text(cell: str, offset: int, place: Place, doubts: Doubts) -> str | None:
    text, had_hidden, was_cut = clean(cell)
    told = {"hidden_characters": had_hidden, "too_long": was_cut, "formula_like": is_formula(text)}
    for reason in (reason for reason, holds in told.items() if holds):
        gaps = {"limit": MAX_CHARACTERS} if reason == "too_long" else {}
        _note(Read(text, reason, gaps), cell[:_LONGEST_TYPED], offset, place, doubts)
    return text or None


def _written(cell: object) -> str:
    """Write a number or date of a sheet as text: 11.0 is ``11``, midnight is no part of a date."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell).removesuffix(" 00:00:00")
