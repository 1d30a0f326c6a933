"""Where the head of a register stands in a sheet, and which column is which field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.grids import Cells, Grid
from iidsp_analysis.loaders.projects.labels import Head, understood
from iidsp_analysis.loaders.projects.safe_text import clean
from iidsp_analysis.loaders.workbook import column_letters, is_blank

#: A title, an act and an approval stand above the head of an official form.
ROWS_SEARCHED: Final = 40
MOST_ROWS_OF_A_HEAD: Final = 3
#: Fewer known heads are no register: any list of firms has a name and a region.
FEWEST_FIELDS: Final = 3
_LONGEST_LABEL: Final = 200


@dataclass(frozen=True)
class Heading:
    """The head of a table.

    ``first`` is its first row and ``body`` the first row under it (from 0); ``heads`` has one entry a column, nothing
    for a column of the file's own, and ``labels`` what is printed there.
    """

    first: int
    body: int
    heads: tuple[Head | None, ...]
    labels: tuple[str, ...]

    @property
    def known(self) -> int:
        """Number of different fields."""
        return len({head.field.name for head in self.heads if head})

    def position(self, name: str) -> int | None:
        """Return the first column of a field."""
        return next((each for each, head in enumerate(self.heads) if head and head.field.name == name), None)


def find_heading(grid: Grid) -> Heading | None:
    """Find the rows that name most fields; nothing if none names enough, or neither name nor id.

    Parameters
    ----------
    grid : Grid
        The sheet; its head can stand in any of the first rows and take up to three of them.
    """
    found = max(_candidates(grid), key=lambda heading: heading.known, default=None)  # the first and flattest of equals
    if found is None or found.known < FEWEST_FIELDS:
        return None
    return found if {"name", "id"} & {head.field.name for head in found.heads if head} else None


def _candidates(grid: Grid) -> Iterator[Heading]:
    rows = [_labels(row) for row in grid.rows[: ROWS_SEARCHED + MOST_ROWS_OF_A_HEAD]]
    for depth in range(1, MOST_ROWS_OF_A_HEAD + 1):
        for first in range(min(len(rows), ROWS_SEARCHED) - depth + 1):
            yield _heading(rows[first : first + depth], first)


def _labels(row: Cells) -> list[str]:
    return ["" if is_blank(cell) else clean(_as_label(cell)).text[:_LONGEST_LABEL] for cell in row]


def _as_label(cell: object) -> str:
    """Write a cell as a label; a year can stand in a head as a number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)[: 2 * _LONGEST_LABEL]


def _heading(levels: Sequence[list[str]], first: int) -> Heading:
    spread = [*map(_spread, levels[:-1]), levels[-1]]
    width = max(map(len, spread), default=0)
    columns = [[level[each] if each < len(level) else "" for level in spread] for each in range(width)]
    own = [[level[each] if each < len(level) else "" for level in levels] for each in range(width)]
    heads = [_head(column, mine) for column, mine in zip(columns, own, strict=True)]
    labels = tuple(" ".join(dict.fromkeys(filter(None, column))) for column in columns)
    return Heading(first, first + len(levels), tuple(heads), labels)


def _spread(level: list[str]) -> list[str]:
    """Repeat a label to its right until the next one: the label of merged cells stands in the first of them."""
    spread, last = [], ""
    for label in level:
        last = label or last
        spread.append(last)
    return spread


def _head(column: list[str], own: list[str]) -> Head | None:
    """Return what the levels of one column say together, or its lower levels alone.

    A label that was spread over a column does not speak for it alone: there must be something under it.
    """
    if not any(own):
        return None
    for start in range(len(column)):
        told = [label for label in column[start:] if label]
        if told and (start == len(column) - 1 or any(own[start:])) and (head := understood(" ".join(told))):
            return head
    return understood(next(filter(None, own))) if sum(map(bool, own)) == 1 else None


def own_name(heading: Heading, position: int, taken: set[str]) -> str:
    """Return the name of a column that is no field: its own label, made different from names that are taken."""
    label = heading.labels[position] if position < len(heading.labels) else ""
    name = label or f"column {column_letters(position)}"
    if form.field_of(name) is not None or name in taken:
        name = next(told for number in range(2, 10_000) if (told := f"{name} ({number})") not in taken)
    return name
