"""Which rows under the head are projects: totals, notes, numbered heads and headings between the rows are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Final

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.grids import Cells, Grid
from iidsp_analysis.loaders.projects.headers import Heading, own_name
from iidsp_analysis.loaders.projects.row_kinds import reason_against, sure_project
from iidsp_analysis.loaders.projects.territory import region_of_heading
from iidsp_analysis.loaders.workbook import is_blank

#: Fields that a merged cell gives to all the rows beside it; an amount merged over rows would be counted twice.
_MAY_BE_A_REGION: Final = re.compile(r"област|облыс|region|^\s*(?:г\.|город)\s", re.IGNORECASE)
_SHARED: Final = ("region", "district", "map")


@dataclass
class Body:
    """The projects of one sheet, by column.

    ``rows`` are the cells of the projects, ``numbers`` their rows in the file (from 1) and ``under`` the region whose
    heading stands above each, if any does.
    """

    sheet: str
    heading: Heading
    rows: list[Cells] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    under: list[str] = field(default_factory=list)

    def add(self, number: int, cells: Cells, region: str) -> None:
        """Add a project."""
        self.rows.append(cells)
        self.numbers.append(number)
        self.under.append(region)

    @cached_property
    def columns(self) -> list[list[object]]:
        """Cells by column, empty where a row is shorter."""
        return [list(cells) for cells in zip_longest(*self.rows, fillvalue="")]

    def cells(self, position: int) -> list[object]:
        """Return the cells of a column, also of one that no row reaches."""
        return self.columns[position] if position < len(self.columns) else [""] * len(self.rows)


def read_body(grid: Grid, heading: Heading, doubts: Doubts) -> Body:
    """Return the projects under a head; every other row that is not empty goes to the doubts."""
    body = Body(grid.sheet, heading)
    shared = _Shared(grid, heading)
    is_surely = sure_project(heading)
    region = ""
    for number, cells in enumerate(grid.rows[heading.body :], heading.body + 1):
        if is_surely(cells):
            body.add(number, shared.filled(number - 1, cells), region)
            continue
        filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            continue
        reason = reason_against(cells, filled, heading, is_first=number == heading.body + 1)
        if reason in {"note_row", ""} and (named := _region_headed(cells, filled, heading)):
            region, reason = named, "region_row"
        elif reason == "note_row" and _MAY_BE_A_REGION.search(str(cells[filled[0]])[:200]):
            region = ""  # a heading that is not understood: the region above ends here
        if reason == "total_row":
            region = ""
        if reason:
            gaps = {"region": region} if reason == "region_row" else None
            doubts.add(grid.sheet, number, filled[0], reason, value=cells[filled[0]], gaps=gaps)
            continue
        body.add(number, shared.filled(number - 1, cells), region)
    return body


def _region_headed(cells: Cells, filled: list[int], heading: Heading) -> str:
    """Return the region of a heading between the rows, beside which at most figures stand: its subtotal."""
    taken = {heading.position("bin"), heading.position("oked")} - {None}
    is_alone = all(
        position not in taken
        and not (isinstance(cells[position], str) and any(map(str.isalpha, cells[position][:100])))
        for position in filled[1:]
    )
    return region_of_heading(cells[filled[0]]) if is_alone else ""


class _Shared:
    """Gives the rows beside a merged cell what it says about all of them.

    Raises
    ------
    WorkbookError
        If merged cells overlap, which no spreadsheet writes: filling them could go on for hours.
    """

    def __init__(self, grid: Grid, heading: Heading) -> None:
        positions = {heading.position(name) for name in _SHARED} - {None}
        spans = [
            (first[1], range(first[0], min(last[0] + 1, len(grid.rows))))
            for first, last in grid.merged
            if first[1] == last[1] in positions and heading.body <= first[0] < len(grid.rows)
        ]
        if sum(len(rows) for _, rows in spans) > len(grid.rows) * len(positions):
            what_next = "Copy the values into a new workbook (Paste Special, Values)."
            raise WorkbookError("Merged cells overlap.", where=f"sheet '{grid.sheet}'", what_next=what_next)
        self._merged = {(row, at): grid.rows[rows[0]][at] for at, rows in spans for row in rows[1:]}
        self._positions = {at for at, _ in spans}

    def filled(self, row: int, cells: Cells) -> Cells:
        """Return the cells of a row with those filled that belong to a merged one."""
        shared = {at: self._merged[row, at] for at in self._positions if (row, at) in self._merged}
        return [shared.get(at, cell) for at, cell in enumerate(cells)] if shared else cells


def extra_columns(body: Body) -> Iterator[tuple[int, str]]:
    """List the columns that are no fields and hold something, with the names under which they are kept."""
    taken: set[str] = set()
    firsts = {body.heading.position(head.field.name) for head in body.heading.heads if head}
    for position, cells in enumerate(body.columns):
        if position not in firsts and not all(map(is_blank, cells)):
            taken.add(name := own_name(body.heading, position, taken))
            yield position, name
