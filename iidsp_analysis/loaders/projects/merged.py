"""Cells that are merged over rows: what they say about all of these rows, and amounts that belong to none of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.grids import Cells, Grid
from iidsp_analysis.loaders.projects.headers import Heading
from iidsp_analysis.loaders.workbook import is_blank

#: Fields that a merged cell gives to all the rows beside it; an amount merged over rows would be counted twice.
SHARED: Final = frozenset({"region", "district", "map"})
#: Column, and the rows of a merged cell (from 0).
Span = tuple[int, range]


class Merged:
    """The merged cells under a head.

    Raises
    ------
    WorkbookError
        If merged cells overlap, which no spreadsheet writes: filling them could go on for hours.
    """

    def __init__(self, grid: Grid, heading: Heading) -> None:
        self._grid, self._heading = grid, heading
        shared = {heading.position(name) for name in SHARED} - {None}
        self._spans = list(_spans(grid, heading))
        self._given = {
            (row, at): grid.rows[rows[0]][at] for at, rows in self._spans if at in shared for row in rows[1:]
        }
        self._shared = {at for _, at in self._given}

    def filled(self, row: int, cells: Cells) -> Cells:
        """Return the cells of a row with those filled that belong to a merged one."""
        given = {at: self._given[row, at] for at in self._shared if (row, at) in self._given}
        return [given.get(at, cell) for at, cell in enumerate(cells)] if given else cells

    def withdraw(self, rows: list[Cells], numbers: list[int], doubts: Doubts, start: int) -> None:
        """Take back the amounts that are merged over several projects, and note what is merged over them.

        Parameters
        ----------
        rows : list of cells
            The projects; changed in place.
        numbers : list of int
            Their rows in the file, from 1.
        doubts : Doubts
            Filled.
        start : int
            Index of the first project in the register.
        """
        offsets = {number - 1: offset for offset, number in enumerate(numbers)} if self._spans else {}
        for at, span in self._spans:
            told = [offsets[row] for row in span if row in offsets]
            head = self._heading.heads[at]
            if (
                head is None
                or head.field.name in SHARED
                or len(told) < 2
                or is_blank(value := _cell(rows[told[0]], at))
            ):
                continue
            is_amount = head.field.kind in form.NUMERIC
            for offset in told:
                if is_amount:
                    rows[offset] = [*rows[offset][:at], "", *rows[offset][at + 1 :]]
                doubts.add(self._grid.sheet, numbers[offset], at, "merged_amount" if is_amount else "merged_value",
                           column=head.field.name, value=value, index=start + offset)  # fmt: skip


def _spans(grid: Grid, heading: Heading) -> Iterator[Span]:
    """List what is merged over two rows or more under the head, by its first column: there its value stands."""
    spans = [
        (first[1], range(first[0], min(last[0] + 1, len(grid.rows))))
        for first, last in grid.merged
        if heading.body <= first[0] < min(last[0], len(grid.rows)) and first[1] < len(heading.heads)
    ]
    if sum(len(rows) for _, rows in spans) > len(grid.rows) * len({at for at, _ in spans}):
        what_next = "Copy the values into a new workbook (Paste Special, Values)."
        raise WorkbookError("Merged cells overlap.", where=f"sheet '{grid.sheet}'", what_next=what_next)
    return iter(spans)


def _cell(cells: Cells, at: int) -> object:
    return cells[at] if at < len(cells) else ""
