"""Rows of a table of targets, read and held to their rules: a wrong row is refused with what, where, what next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.reference import nearest, rows
from iidsp_analysis.reference.target_records import (
    CHANGE,
    COLUMNS,
    CUMULATIVE,
    DIRECTIONS,
    FORMS,
    GROWTH,
    LEVEL,
    RANK,
    UP,
    Target,
    indicators,
)

#: No figure of the programme comes near it: a larger target is a slip of the pen, and its index would overflow.
LARGEST = 1e15
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@cache
def shipped_targets() -> tuple[Target, ...]:
    """Return the targets that ship with the package; those from memory are marked as not verified."""
    return tuple(
        target_of(row, f"programme_targets.csv, line {line}")
        for line, row in enumerate(rows("programme_targets"), start=2)
    )


def target_of(row: Mapping[str, str | None], where: str, *, is_own: bool = False) -> Target:
    """Read one row of a table of targets.

    Parameters
    ----------
    row : mapping
        Text by column; empty text is "not told".
    where : str
        File and line, for the refusals.

    Raises
    ------
    SchemaError
        For an unknown indicator, form or direction, a value that is no number or larger than :data:`LARGEST`, years
        that do not follow each other, a form that does not fit the indicator, or a verified target without a source:
        what, where, what next.
    """
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in ("programme", "edition", "indicator", "region", "value"):
        if not told[name]:
            raise SchemaError(f"A target needs the column {name}.", where=where)
    _require(told["form"], FORMS, "form", where)
    _require(told["direction"], DIRECTIONS, "direction", where)
    _require(told["verified"], ("yes", "no"), "verified", where)
    _require_indicator(told["indicator"], told["form"], where)
    starts, base, end = (_year(told, name, where) for name in ("starts", "base_year", "target_year"))
    target = Target(
        told["programme"], told["edition"], told["act"], told["indicator"], told["region"], starts, base,
        _year_of_target(end, base, told["form"], where), _value(told["value"], told["form"], where), told["form"],
        told["direction"], told["source"], told["verified"] == "yes", told["note"], is_own,
    )  # fmt: skip
    return _checked(target, where)


def _require(text: str, known: tuple[str, ...], name: str, where: str) -> None:
    if text not in known:
        raise SchemaError(f"The column {name} holds {text!r}.", where=where, what_next=f"Use {', '.join(known)}.")


def _require_indicator(name: str, form: str, where: str) -> None:
    if name not in indicators():
        close = nearest(name, indicators()) or tuple(indicators())
        raise SchemaError(f"There is no indicator {name!r}.", where=where, what_next=f"Known: {', '.join(close)}.")
    if form not in indicators()[name].forms:
        fitting = ", ".join(indicators()[name].forms)
        raise SchemaError(f"A target of the form {form!r} does not fit the indicator {name}.", where=where,
                          what_next=f"Use {fitting}.")  # fmt: skip


def _year(told: Mapping[str, str], name: str, where: str) -> int | None:
    if told[name] and not _YEAR.fullmatch(told[name]):
        raise SchemaError(f"The column {name} must be a year, not {told[name]!r}.", where=where)
    return int(told[name]) if told[name] else None


def _year_of_target(end: int | None, base: int | None, form: str, where: str) -> int:
    if end is None:
        raise SchemaError("A target needs the column target_year.", where=where)
    if base is None and form == CUMULATIVE:
        raise SchemaError("A cumulative target needs its first year in the column base_year.", where=where)
    if base is not None and (end < base or (end == base and form != CUMULATIVE)):
        raise SchemaError(f"The target year {end} does not follow the base year {base}.", where=where)
    return end


def _value(text: str, form: str, where: str) -> float:
    if not _NUMBER.fullmatch(text):  # float() would also read 1_000 and the digits of other scripts
        raise SchemaError(f"The value of a target must be a number, not {text!r}.", where=where,
                          what_next="Write 1234.5 without unit and without spaces.")  # fmt: skip
    value = float(text)
    if abs(value) > LARGEST:
        raise SchemaError("The value of a target is larger than 1e15.", where=where,
                          what_next="Write it in the indicator's unit; growth in per cent.")  # fmt: skip
    if (form == GROWTH and value <= -100) or (form in (LEVEL, CUMULATIVE, RANK) and value <= 0):
        raise SchemaError(f"The value {text} cannot be reached by a target of the form {form!r}.", where=where,
                          what_next="Growth is written in per cent: 1.4 times is 40.")  # fmt: skip
    return value


def _checked(target: Target, where: str) -> Target:
    if target.verified and not any(map(str.isalnum, target.source)):
        raise SchemaError("A verified target needs a source.", where=where,
                          what_next="Name in the column source where it was read, or write verified = no.")  # fmt: skip
    falls = target.form in (GROWTH, CHANGE) and target.value < 0
    if falls and target.direction == UP:
        raise SchemaError(f"The target {target.value:g} is a fall, and its direction is up.", where=where,
                          what_next="Where less is better, the direction is down.")  # fmt: skip
    if target.starts is not None and target.starts > target.target_year:
        raise SchemaError(f"The target starts in {target.starts}, after its target year.", where=where)
    return target
