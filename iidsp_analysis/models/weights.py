"""Weights of the lenses: equal, the user's own from a file, or estimated ones; always keyed by the lens's name."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iidsp_analysis.errors import SchemaError

COLUMNS = ("lens", "weight")


class WeightsError(SchemaError, ValueError):
    """Weights that do not fit the lenses, or that weigh nothing."""


@dataclass(frozen=True)
class Weights:
    """How much each lens counts.

    Parameters
    ----------
    name : str
        What the set is called beside other sets: ``equal``, ``own``, ``estimated``.
    values : mapping of str to float
        Weight by lens, in any unit: only proportions count.
    origin : str
        Where the numbers come from: a rule, a file, an estimation with its panels and origins.

    Raises
    ------
    WeightsError
        If a weight is not a finite number, or none differs from zero.

    Notes
    -----
    A *negative* weight (the coefficient of a regression) says that candidates promise more the lower they score. It
    is used by one rule everywhere: the normalised score is reversed (``−z``; ``1 − v`` on ranks and min–max) and the
    weight taken as ``|w|``. For the weighted mean of z-scores this is the same number as ``w · z``; geometric means
    and duels have no negative weights, and reversing is what the sign means there.
    """

    name: str
    values: Mapping[str, float]
    origin: str

    def __post_init__(self) -> None:
        numbers = {str(lens): float(weight) for lens, weight in self.values.items()}
        odd = [lens for lens, weight in numbers.items() if not math.isfinite(weight)]
        if odd:
            raise WeightsError(f"The weights {self.name!r} hold values that are no finite number.", where=_list(odd))
        if not any(numbers.values()):
            raise WeightsError(
                f"The weights {self.name!r} weigh nothing: all of them are zero.",
                where=self.origin,
                what_next="Give at least one lens a weight that differs from zero.",
            )
        object.__setattr__(self, "values", MappingProxyType(numbers))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.name, dict(self.values), self.origin))

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.values.items()), self.origin))

    @property
    def lenses(self) -> tuple[str, ...]:
        """The lenses that count: those whose weight differs from zero."""
        return tuple(lens for lens, weight in self.values.items() if weight)

    def sizes(self) -> NDArray[np.float64]:
        """Return the weights that differ from zero, with their signs, in the order of :attr:`lenses`."""
        return np.array([weight for _, weight in self.values.items() if weight])

    def over(self, available: Iterable[str]) -> Weights:
        """Return the weights of the available lenses alone, rescaled so that their sizes sum to one.

        Parameters
        ----------
        available : iterable of str
            Lenses that have data; their order is the order of the result.

        Returns
        -------
        Weights
            ``w_l / Σ|w|`` over the available lenses; signs are kept, and a lens without a weight gets none.

        Raises
        ------
        WeightsError
            If no available lens has a weight.
        """
        kept = {lens: self.values[lens] for lens in available if self.values.get(lens)}
        largest = max((abs(weight) for weight in kept.values()), default=0.0)
        if not largest:
            raise WeightsError(
                f"None of the lenses that the weights {self.name!r} count has data.",
                where=_list(self.lenses),
                what_next="Weigh a lens that has data, or supply the data of one of these.",
            )
        size = sum(abs(weight) / largest for weight in kept.values())
        rescaled = {lens: weight / largest / size for lens, weight in kept.items()}
        return Weights(self.name, rescaled, self.origin)


def equal_weights(lenses: Sequence[str]) -> Weights:
    """Return the same weight for every lens, ``1 / m``.

    Raises
    ------
    WeightsError
        If there is no lens.
    """
    return Weights("equal", dict.fromkeys(lenses, 1.0), "every lens counts the same").over(lenses)


def read_weights(path: Path | str, lenses: Sequence[str], *, name: str = "own") -> Weights:
    """Read the user's weights from a CSV file with the columns ``lens`` and ``weight``.

    Parameters
    ----------
    path : Path or str
        The file, in UTF-8.
    lenses : sequence of str
        Names of the existing lenses.
    name : str
        What the set is called.

    Returns
    -------
    Weights
        Rescaled to sum to one. Lenses that the file does not name have no weight; the composite's log says so.

    Raises
    ------
    WeightsError
        If the file cannot be read or is empty, lacks a column, names an unknown lens or one lens twice, holds a
        negative weight or something that is no number, or only zeros. Each error lists the existing lenses.
    """
    file = Path(path)
    values: dict[str, float] = {}
    for line, row in _rows(file, lenses):
        lens = (row["lens"] or "").strip()
        if lens not in lenses:
            raise _refusal(f"There is no lens called {lens!r}.", file, lenses, line)
        if lens in values:
            raise _refusal(f"The lens {lens!r} is weighed twice.", file, lenses, line)
        values[lens] = _number(row["weight"], lens, file, lenses, line)
    if not any(values.values()):
        raise _refusal("The weights are all zero.", file, lenses)
    return Weights(name, values, f"file {file.name}").over([lens for lens in lenses if lens in values])


def _rows(file: Path, lenses: Sequence[str]) -> list[tuple[int, dict[str, str | None]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise _refusal(f"The file of weights cannot be read: {problem}.", file, lenses) from problem
    reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
    reader.fieldnames = [(column or "").strip() for column in reader.fieldnames or []]
    absent = [column for column in COLUMNS if column not in reader.fieldnames]
    twice = [column for column in COLUMNS if reader.fieldnames.count(column) > 1]
    if text.strip() and absent:
        raise _refusal(f"The file of weights lacks the column {_list(absent)}.", file, lenses)
    if twice:
        raise _refusal(f"The file of weights has the column {_list(twice)} twice.", file, lenses)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise _refusal(f"The file of weights cannot be read: {problem}.", file, lenses) from problem
    if not rows:
        raise _refusal("The file of weights is empty.", file, lenses)
    return rows


def _number(text: str | None, lens: str, file: Path, lenses: Sequence[str], line: int) -> float:
    try:
        weight = float(text or "")
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise _refusal(f"The weight of {lens!r} is no number: {(text or '').strip()!r}.", file, lenses, line)
    if weight < 0:
        raise _refusal(f"The weight of {lens!r} is negative: {weight:g}.", file, lenses, line)
    return weight


def _refusal(what: str, file: Path, lenses: Sequence[str], line: int | None = None) -> WeightsError:
    where = str(file) if line is None else f"{file}, line {line}"
    what_next = f"Write the columns lens,weight with numbers from 0 up; the lenses are {_list(lenses)}."
    return WeightsError(what, where=where, what_next=what_next)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
