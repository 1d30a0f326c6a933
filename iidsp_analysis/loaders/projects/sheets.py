"""One sheet of a register: its head found, its projects read column by column, their regions told by their dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pandas as pd

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.body import Body, extra_columns, read_body
from iidsp_analysis.loaders.projects.columns import Place, read_column, read_texts
from iidsp_analysis.loaders.projects.doubts import Doubts
from iidsp_analysis.loaders.projects.grids import Grid
from iidsp_analysis.loaders.projects.headers import Heading, find_heading
from iidsp_analysis.loaders.projects.hidden import note_hidden
from iidsp_analysis.loaders.projects.register import typed
from iidsp_analysis.loaders.projects.territory import borders_on, region
from iidsp_analysis.loaders.workbook import is_blank

#: Dates that tell on which borders a project was decided, in the order of trust.
_DECIDED = ("commission_decision", "decision_date", "actual_start", "planned_start")


@dataclass
class Reading:
    """What is gathered from the sheets of a file: frames of projects, their places, the columns, the doubts."""

    doubts: Doubts = field(default_factory=Doubts)
    frames: list[pd.DataFrame] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)
    heads: list[tuple[str, str, int]] = field(default_factory=list)
    stamped: set[str] = field(default_factory=set)

    def cell_of(self, index: int, column: str) -> tuple[str, int, int | None]:
        """Return sheet, row and position of a value, for a doubt."""
        sheet, row = self.places[index]
        return sheet, row, self.position(sheet, column)

    def position(self, sheet: str, column: str) -> int | None:
        """Return where a column stands in a sheet, from 0."""
        return next((at for named, told, at in self.heads if (named, told) == (sheet, column)), None)


def read_sheet(grid: Grid, reading: Reading, as_of: date) -> None:
    """Add the projects of a sheet to the reading; a sheet with cells and without a head is noted as a doubt."""
    heading = find_heading(grid)
    if heading is None:
        if any(not is_blank(cell) for row in grid.rows for cell in row):
            reading.doubts.add(grid.sheet, 0, None, "sheet_without_head")
        return
    if is_stamped(grid, heading):
        reading.stamped.add(grid.sheet)
    body = read_body(grid, heading, reading.doubts, len(reading.places))
    note_hidden(grid, body, reading.doubts, len(reading.places))
    rows = _fields(body, reading) | _extras(body, reading)
    frame = typed(pd.DataFrame(rows, index=range(len(body.rows)), dtype=object))
    frame["region"] = _regions(frame, body, reading, as_of)
    reading.frames.append(frame)
    reading.places.extend((grid.sheet, number) for number in body.numbers)


def is_stamped(grid: Grid, heading: Heading) -> bool:
    """Tell whether a sheet says above its head that it is made up."""
    above = (str(cell).upper() for row in grid.rows[: heading.first] for cell in row if isinstance(cell, str))
    return any(stamp in text for text in above for stamp in form.EXAMPLE_STAMPS)


def _place(body: Body, reading: Reading, position: int, column: str) -> Place:
    reading.heads.append((body.sheet, column, position))
    return Place(body.sheet, position, body.numbers, len(reading.places), column)


def _fields(body: Body, reading: Reading) -> dict[str, list[object]]:
    note: Callable[..., None] = partial(reading.doubts.add, body.sheet, body.heading.body)
    columns: dict[str, list[object]] = {}
    for position, head in enumerate(body.heading.heads):
        if head is None:
            continue
        if head.field.name in columns:
            note(position, "column_twice", column=head.field.name, value=body.heading.labels[position])
            continue
        place = _place(body, reading, position, head.field.name)
        columns[head.field.name] = read_column(body.cells(position), head, place, reading.doubts)
    for absent in (name for name in form.REQUIRED if name not in columns):
        note(None, "column_absent", column=absent)
    return columns


def _extras(body: Body, reading: Reading) -> dict[str, list[object]]:
    return {
        name: read_texts(body.cells(position), _place(body, reading, position, name), reading.doubts)
        for position, name in extra_columns(body)
    }


def _regions(frame: pd.DataFrame, body: Body, reading: Reading, as_of: date) -> list[str | None]:
    """Turn labels into ids of the regions on the day of the decision, or of the register where no date is known."""
    decided = frame[list(_DECIDED)].bfill(axis=1).iloc[:, 0].fillna(pd.Timestamp(as_of))
    borders = decided.map({day: borders_on(day.date()) for day in decided.unique()})
    position, start = body.heading.position("region"), len(reading.places)
    found: list[str | None] = []
    labels = (own or under for own, under in zip(frame["region"], body.under, strict=True))
    for offset, (label, year) in enumerate(zip(labels, borders, strict=True)):
        told = region(label, int(year)) if label else None
        found.append(str(told.value) if told and told.value else None)
        if told and told.reason:
            number, index = body.numbers[offset], start + offset
            reading.doubts.add(
                body.sheet, number, position, told.reason, column="region", value=label, gaps=told.gaps, index=index
            )
    return found
