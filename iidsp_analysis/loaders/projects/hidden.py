"""Sheets, rows and columns that are hidden in a workbook: read as all others, and told."""

from __future__ import annotations

from iidsp_analysis.loaders.projects.body import Body
from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.grids import Grid
from iidsp_analysis.loaders.workbook import is_blank


def note_hidden(grid: Grid, body: Body, doubts: Doubts, start: int) -> None:
    """Note a hidden sheet, its hidden columns that hold something, and its hidden projects.

    Parameters
    ----------
    grid : Grid
        The sheet.
    body : Body
        Its projects.
    doubts : Doubts
        Filled.
    start : int
        Index of the first project in the register.
    """
    if grid.is_hidden:
        doubts.add(grid.sheet, 0, None, "hidden_sheet")
    for at in sorted(each for each in grid.hidden_columns if each < len(body.columns)):
        head = body.heading.heads[at] if at < len(body.heading.heads) else None
        if not all(map(is_blank, body.columns[at])):
            label = body.heading.labels[at] if at < len(body.heading.labels) else ""
            doubts.add(grid.sheet, 0, at, "hidden_column", column=head.field.name if head else label)
    if grid.hidden_rows:
        known = (body.heading.position("id"), body.heading.position("name"))
        named = next((at for at in known if at is not None), 0)
        for offset, number in enumerate(body.numbers):
            if number - 1 in grid.hidden_rows:
                value = body.cells(named)[offset]
                doubts.add(grid.sheet, number, named, "hidden_row", value=value, index=start + offset)
