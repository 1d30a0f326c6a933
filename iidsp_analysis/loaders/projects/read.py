"""From a file to a register: every sheet with a head, every row that is a project, and a list of all doubts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from iidsp_analysis.errors import UsageError, WorkbookError
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects import identity, magnitudes
from iidsp_analysis.loaders.projects.collection import no_collection
from iidsp_analysis.loaders.projects.example_rows import is_made_up
from iidsp_analysis.loaders.projects.grids import checksum, read_grids
from iidsp_analysis.loaders.projects.register import Register, typed, validate
from iidsp_analysis.loaders.projects.safe_text import clean
from iidsp_analysis.loaders.projects.sheets import Reading, read_sheet

#: The year of independence.
FIRST_YEAR: Final = 1991
#: The cell that a doubt about a pair of projects points at.
_COLUMN_OF: Final = {"same_project": "product", "same_name": "name", "similar_name": "name"}


def read(path: Path, *, as_of: str) -> Register:
    """Read a register of projects.

    Parameters
    ----------
    path : Path
        ``.xlsx`` or ``.csv`` in any of the usual codes; the head may stand in any of the first rows, the columns in
        any order.
    as_of : str
        The day for which the register speaks, ``YYYY-MM-DD``; it decides the borders of projects without a date.

    Returns
    -------
    Register
        Rejected cells are missing in its rows and listed in its doubts.

    Raises
    ------
    WorkbookError
        If the file cannot be read, is hostile, or no sheet has the head of a register.
    UsageError
        If ``as_of`` is no day.
    """
    path, day = Path(path), _day(as_of)
    with no_collection():
        reading = Reading()
        for grid in read_grids(path):
            if grid.sheet not in form.SIDE_SHEETS:
                read_sheet(grid, reading, day)
        if not reading.frames:
            raise _no_head(path)
        return _register(reading, clean(path.name).text, checksum(path), as_of)


def _day(as_of: str) -> date:
    """Return a day, which is written in one way only: it becomes the name of a snapshot and is compared as a text."""
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        what = f"{as_of!r} is no day."
        raise UsageError(what, where="--as-of", what_next="Write it as in 2018-03-27.") from None
    if day.isoformat() != as_of:
        what = f"{as_of!r} is not the usual way to write a day."
        raise UsageError(what, where="--as-of", what_next=f"Write {day.isoformat()}.")
    if day.year < FIRST_YEAR:
        what = f"{as_of} is before {FIRST_YEAR}, when there was no such register."
        raise UsageError(what, where="--as-of", what_next="Look at the year.")
    return day


def _no_head(path: Path) -> WorkbookError:
    return WorkbookError(
        "No sheet has the head of a register of projects.",
        where=path.name,
        what_next=f"A row must name at least three fields, name or id among them: {', '.join(form.REQUIRED)}. "
        "`iidsp projects template OUT.xlsx` writes an empty form.",
    )


def _register(reading: Reading, file: str, sha256: str, as_of: str) -> Register:
    rows = typed(pd.concat(reading.frames, ignore_index=True))
    every_id = _name_projects(rows, reading)
    places = pd.DataFrame(reading.places, columns=["sheet", "row"], index=rows.index)
    kept, is_example = _real(rows, reading)
    gone = {index for index, stays in kept.items() if not stays}
    reading.doubts.found = [each for each in reading.doubts.found if each[7] not in gone or each[5] == "example_row"]
    _compare(rows[kept], reading)
    return Register(
        rows=validate(rows[kept].reset_index(drop=True)),
        doubts=reading.doubts.table(every_id),
        file=file,
        checksum=sha256,
        as_of=as_of,
        is_example=is_example,
        places=places[kept].reset_index(drop=True),
        heads=pd.DataFrame(reading.heads, columns=["sheet", "column", "position"]),
    )


def _name_projects(rows: pd.DataFrame, reading: Reading) -> list[str]:
    """Put usable ids into the rows and return them."""
    told = rows["id"].tolist()
    ids, changed = identity.own_ids(rows)
    for index, reason in changed:
        sheet, row, position = reading.cell_of(index, "id")
        value, gaps = told[index] or "", {"id": ids[index]}
        reading.doubts.add(sheet, row, position, reason, column="id", value=value, gaps=gaps, index=index)
    rows["id"] = pd.Series(ids, index=rows.index, dtype=object)
    return ids


def _real(rows: pd.DataFrame, reading: Reading) -> tuple[pd.Series, bool]:
    """Return which projects are kept, and whether all of them are made up: an example is never mixed with real ones."""
    made_up = pd.Series([*map(is_made_up, rows["id"])], index=rows.index, dtype=bool)
    made_up |= pd.Series([sheet in reading.stamped for sheet, _ in reading.places], index=rows.index, dtype=bool)
    if made_up.all() and (len(rows) or reading.stamped):
        return pd.Series(True, index=rows.index), True
    for index in rows.index[made_up]:
        sheet, row, position = reading.cell_of(index, "id")
        reading.doubts.add(sheet, row, position, "example_row", column="id", value=rows.loc[index, "id"], index=index)
    return ~made_up, False


def _compare(rows: pd.DataFrame, reading: Reading) -> None:
    """Note projects that may be one, and amounts that may be in another unit."""
    at = rows.index.to_numpy()
    for later, earlier, reason in identity.same_projects(rows):
        column = _COLUMN_OF[reason]
        index, gaps = int(at[later]), {"other": rows["id"].iloc[earlier]}
        place, value = reading.cell_of(index, column), rows[column].iloc[later]
        reading.doubts.add(*place, reason, column=column, value=value, gaps=gaps, index=index)
    for position, column, reason, gaps in magnitudes.mixed_up(rows):
        if position < 0:
            _note_column(reading, column, reason, gaps)
            continue
        index = int(at[position])
        place, value = reading.cell_of(index, column), rows[column].iloc[position]
        reading.doubts.add(*place, reason, column=column, value=f"{value:.15g}", gaps=gaps, index=index)


def _note_column(reading: Reading, column: str, reason: str, gaps: dict[str, object]) -> None:
    for sheet in dict.fromkeys(sheet for sheet, _ in reading.places):
        if (position := reading.position(sheet, column)) is not None:
            reading.doubts.add(sheet, 0, position, reason, column=column, gaps=gaps)
