"""Which rows under the head are projects: totals, notes, numbered heads and headings between the rows are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Final

from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.grids import Cells, Grid
from iidsp_analysis.loaders.projects.headers import Heading, own_name
from iidsp_analysis.loaders.projects.merged import Merged
from iidsp_analysis.loaders.projects.row_kinds import RowKinds, sure_project
from iidsp_analysis.loaders.projects.row_words import ORDINAL, has_letter
from iidsp_analysis.loaders.projects.territory import region_of_heading
from iidsp_analysis.loaders.workbook import is_blank

_MAY_BE_A_REGION: Final = re.compile(r"област|облыс|region|^\s*(?:г\.|город)\s", re.IGNORECASE)
#: Rows that may head those below them.
_HEADINGS: Final = frozenset({"note_row", "subtotal_row", "no_project", ""})


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


def read_body(grid: Grid, heading: Heading, doubts: Doubts, start: int = 0) -> Body:
    """Return the projects under a head; every other row that is not empty goes to the doubts.

    Parameters
    ----------
    grid : Grid
        The sheet.
    heading : Heading
        Its head.
    doubts : Doubts
        Filled.
    start : int, optional
        Index of the first project in the register, for the doubts.
    """
    body = Body(grid.sheet, heading)
    shared = Merged(grid, heading)
    is_surely, kinds = sure_project(heading), RowKinds(grid, heading)
    region = ""
    for number, cells in enumerate(grid.rows[heading.body :], heading.body + 1):
        if is_surely(cells):
            body.add(number, shared.filled(number - 1, cells), region)
            continue
        filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            continue
        reason = kinds.reason_against(cells, filled, is_first=number == heading.body + 1)
        if reason in _HEADINGS and (named := _region_headed(cells, filled, heading)):
            region, reason = named, "region_row"
        elif reason in {"note_row", "subtotal_row"} and _MAY_BE_A_REGION.search(str(cells[filled[0]])[:200]):
            region = ""  # a heading that is not understood: the region above ends here
        if reason == "total_row":
            region = ""
        if reason:
            gaps = {"region": region} if reason == "region_row" else None
            doubts.add(grid.sheet, number, filled[0], reason, value=cells[filled[0]], gaps=gaps)
            continue
        body.add(number, shared.filled(number - 1, cells), region)
    shared.withdraw(body.rows, body.numbers, doubts, start)
    return body


def _region_headed(cells: Cells, filled: list[int], heading: Heading) -> str:
    """Return the region of a heading between the rows, beside which at most figures stand: its subtotal."""
    taken = {heading.position("bin"), heading.position("oked")} - {None}
    label, *beside = filled[1:] if len(filled) > 1 and ORDINAL.match(_written(cells[filled[0]])) else filled
    told = [(position, cells[position]) for position in beside]
    is_alone = not any(at in taken or (isinstance(cell, str) and has_letter(cell)) for at, cell in told)
    return region_of_heading(cells[label]) if is_alone else ""


def _written(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)[:200]


def extra_columns(body: Body) -> Iterator[tuple[int, str]]:
    """List the columns that are no fields and hold something, with the names under which they are kept."""
    taken: set[str] = set()
    firsts = {body.heading.position(head.field.name) for head in body.heading.heads if head}
    for position, cells in enumerate(body.columns):
        if position not in firsts and not all(map(is_blank, cells)):
            taken.add(name := own_name(body.heading, position, taken))
            yield position, name
