"""What a row under the head of a register is: a project, or a total, a note, an example, the head once more.

A project is told by what its row has: a BIN; an id and a name; or a name and something that describes a project (its
product, OKED, status, a date). A name or heading with amounts alone is a subtotal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.example_rows import is_example_id, is_zeros, repeats_form
from iidsp_analysis.loaders.projects.grids import Cells, Grid
from iidsp_analysis.loaders.projects.headers import Heading
from iidsp_analysis.loaders.projects.row_words import (
    NOTE,
    ORDINAL,
    OWN_ID,
    SUBTOTAL,
    TOTAL,
    TOTAL_ALONE,
    has_digit,
    has_letter,
)

_MOST_CELLS_OF_A_NOTE: Final = 3
_FEWEST_DIGITS_OF_A_BIN: Final = 9
#: What a cell may be beside id, name and BIN: what subtotals have too (a place, a note, a number), or what only a
#: project has.
_GROUPING: Final = frozenset({"region", "district", "map", "note"})
_AMOUNT, _DESCRIBING, _OTHER = "amount", "describing", "other"
#: A subtotal may name a status or a product; with more than that a row is a project.
_MOST_OF_A_SUBTOTAL: Final = 1


def sure_project(heading: Heading) -> Callable[[Cells], bool]:
    """Return a quick test that only projects pass: a full row with a BIN, or with the id and the name of a project."""
    number, own_id, name, product = (heading.position(field) for field in ("bin", "id", "name", "product"))

    def is_surely(cells: Cells) -> bool:
        if len(cells) - cells.count("") <= _MOST_CELLS_OF_A_NOTE:
            return False
        told, called = _text_at(cells, own_id), _text_at(cells, name)
        firm = "" if number is None or number >= len(cells) else cells[number]
        has_bin = firm > 1e8 if type(firm) is float else type(firm) is str and len(firm) == 12 and firm.isdecimal()
        has_id = not has_bin and bool(OWN_ID.match(told)) and called != "" and not TOTAL_ALONE.match(called)
        is_project = (has_bin and not is_zeros(str(firm))) or has_id
        return is_project and not _is_example(told, called, _text_at(cells, product), str(firm))

    return is_surely


def _is_example(own_id: str, name: str, product: str, number: str) -> bool:
    return is_example_id(own_id) or repeats_form(name, product, number)


@dataclass(frozen=True)
class RowKinds:
    """Tells the rows of one table apart."""

    grid: Grid
    heading: Heading

    @cached_property
    def _are_numbered(self) -> bool:
        """Whether at least half of the rows with a name have an id or a BIN: then one without is no usual project."""
        at = [self.heading.position(field) for field in ("name", "id", "bin")]
        told = [[_text_at(row, each) != "" for each in at] for row in self.grid.rows[self.heading.body :]]
        named = [own_id or number for name, own_id, number in told if name]
        return sum(named) * 2 >= len(named) and any(own_id or number for _, own_id, number in told)

    def reason_against(self, cells: Cells, filled: list[int], *, is_first: bool) -> str:
        """Return why a row is no project; nothing if it is one.

        Parameters
        ----------
        cells : list
            The row.
        filled : list of int
            Positions of the cells that are not empty, one at least.
        is_first : bool
            Whether the row follows the head.
        """
        name, own_id, number, product = (
            _text_at(cells, self.heading.position(field)) for field in ("name", "id", "bin", "product")
        )
        if is_first and _numbers_columns(cells, filled):
            return "numbering_row"
        if _is_example(own_id, name, product, number):
            return "example_row"
        if len(filled) > _MOST_CELLS_OF_A_NOTE and _repeats(cells, self.heading):
            return "head_again"
        has_bin = sum(map(str.isdigit, number)) >= _FEWEST_DIGITS_OF_A_BIN
        if not has_bin and (total := self._total(cells, filled, name, own_id)):
            return total
        return self._reason_of_few(cells, filled, bool(name or own_id or number), bool(OWN_ID.match(own_id)))

    def _total(self, cells: Cells, filled: list[int], name: str, own_id: str) -> str:
        """Return the reason of a total or a subtotal, told by its words or by having amounts alone."""
        kinds = Counter(self._kind(position, cells[position]) for position in filled)
        labels = (str(cells[filled[0]])[:100], name)
        if name and OWN_ID.match(own_id):
            return "total_row" if TOTAL_ALONE.match(name) and not kinds[_DESCRIBING] else ""
        if kinds[_DESCRIBING] <= _MOST_OF_A_SUBTOTAL:
            if any(map(TOTAL.match, labels)):
                return "total_row"
            if any(map(SUBTOTAL.match, labels)) and kinds[_AMOUNT]:
                return "subtotal_row"
        is_label = has_letter(name or own_id) and not (name and own_id) and not OWN_ID.match(own_id)
        is_alone = is_label and kinds[_AMOUNT] and not kinds[_DESCRIBING]
        return "subtotal_row" if is_alone and self._are_numbered else ""

    def _reason_of_few(self, cells: Cells, filled: list[int], is_named: bool, has_own_id: bool) -> str:
        if len(filled) > _MOST_CELLS_OF_A_NOTE:
            return "" if is_named else "no_project"
        is_note = NOTE.match(str(cells[filled[0]])[:100])
        has_facts = any(_is_fact(self.heading, position, cells[position]) for position in filled)
        if has_own_id and len(filled) > 1 and not is_note and self._has_name(cells):
            return ""
        return "note_row" if is_note or not has_facts else "" if is_named else "no_project"

    def _has_name(self, cells: Cells) -> bool:
        return has_letter(_text_at(cells, self.heading.position("name")))

    def _kind(self, position: int, cell: object) -> str:
        """Return whether a cell is an amount, describes a project, or tells neither."""
        head = self.heading.heads[position] if position < len(self.heading.heads) else None
        if head is None or head.field.kind in form.NUMERIC:
            return _AMOUNT if _is_number(cell) else _OTHER
        if head.field.name in _GROUPING or head.field.name in {"id", "name", "bin"}:
            return _OTHER
        return _DESCRIBING


def _is_number(cell: object) -> bool:
    return not isinstance(cell, str) or (has_digit(cell) and not ORDINAL.match(cell))


def _is_fact(heading: Heading, position: int, cell: object) -> bool:
    """Whether a cell holds more than words: a row of words alone is a note, a heading or a signature."""
    head = heading.heads[position] if position < len(heading.heads) else None
    if head is None or head.field.kind == form.TEXT:
        return False
    return head.field.kind == form.CHOICE or not isinstance(cell, str) or has_digit(cell)


def _numbers_columns(cells: Cells, filled: list[int]) -> bool:
    """Whether a row counts the columns: 1, 2, 3 … without a gap."""
    told = [str(cells[position]).strip().removesuffix(".0") for position in filled]
    first = int(told[0]) if told[0] in {"0", "1", "2"} else -1
    return len(told) >= 3 and first >= 0 and told == [str(first + step) for step in range(len(told))]


def _repeats(cells: Cells, heading: Heading) -> bool:
    """Whether a row prints the head once more, as on every page of a printed table."""
    pairs = [(str(cell).strip(), label) for cell, label in zip(cells, heading.labels, strict=False) if label]
    same = sum(1 for cell, label in pairs if cell and (cell == label or label.endswith(cell)))
    return same >= max(3, len(pairs) // 2) and same == sum(1 for cell, _ in pairs if cell)


def _text_at(cells: Cells, position: int | None) -> str:
    if position is None or position >= len(cells):
        return ""
    cell = cells[position]
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)[:200].strip()
