"""What a row under the head of a register is: a project, or a total, a note, an example, the head once more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.grids import Cells
from iidsp_analysis.loaders.projects.headers import Heading

_TOTAL: Final = re.compile(
    r"^\W*(?:(?:подытог|итог(?:о|и)?|всего|барлығы|барлыгы|жиыны|жиынтығы|(?:sub|grand )?total|sum)\b)", re.IGNORECASE
)
_NOTE: Final = re.compile(
    r"^\s*(?:\*|\d{1,2}\)|¹|²|³|примеч|сноска|справочно|источник|исполнитель|ескерт|note\b|source\b)", re.IGNORECASE
)
_MOST_CELLS_OF_A_NOTE: Final = 3


def sure_project(heading: Heading) -> Callable[[Cells], bool]:
    """Return a quick test that only projects pass: a full row with a BIN and an id that is not the form's example."""
    number, own_id = heading.position("bin"), heading.position("id")

    def is_surely(cells: Cells) -> bool:
        if number is None or len(cells) - cells.count("") <= _MOST_CELLS_OF_A_NOTE or number >= len(cells):
            return False
        told = cells[number]
        is_example = _text_at(cells, own_id).casefold() == form.TEMPLATE_ROW_ID.casefold()
        has_bin = told > 1e8 if type(told) is float else type(told) is str and len(told) == 12 and told.isdecimal()
        return has_bin and not is_example

    return is_surely


def reason_against(cells: Cells, filled: list[int], heading: Heading, *, is_first: bool) -> str:
    """Return why a row is no project; nothing if it is one.

    Parameters
    ----------
    cells : list
        The row.
    filled : list of int
        Positions of the cells that are not empty, one at least.
    heading : Heading
        The head above.
    is_first : bool
        Whether the row follows the head.
    """
    name, own_id, number = (_text_at(cells, heading.position(field)) for field in ("name", "id", "bin"))
    first = str(cells[filled[0]])[:100]
    if is_first and _numbers_columns(cells, filled):
        return "numbering_row"
    if own_id.casefold() == form.TEMPLATE_ROW_ID.casefold():
        return "example_row"
    is_numbered = any(map(str.isdigit, own_id)) and len(filled) > _MOST_CELLS_OF_A_NOTE
    if not number and not is_numbered and (_TOTAL.match(first) or _TOTAL.match(name)):
        return "total_row"
    if len(filled) > _MOST_CELLS_OF_A_NOTE:
        return _reason_of_long(cells, heading, bool(name or own_id or number))
    only_words = not any(_is_fact(heading, position, cells[position]) for position in filled)
    return "note_row" if _NOTE.match(first) or only_words else "" if name or own_id or number else "no_project"


def _reason_of_long(cells: Cells, heading: Heading, is_named: bool) -> str:
    if _repeats(cells, heading):
        return "head_again"
    return "" if is_named else "no_project"


def _is_fact(heading: Heading, position: int, cell: object) -> bool:
    """Whether a cell holds more than words: a row of words alone is a note, a heading or a signature."""
    head = heading.heads[position] if position < len(heading.heads) else None
    if head is None or head.field.kind == form.TEXT:
        return False
    return head.field.kind == form.CHOICE or not isinstance(cell, str) or any(letter.isdigit() for letter in cell[:100])


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
    return "" if position is None or position >= len(cells) else str(cells[position])[:200].strip()
