"""The user's file of targets as rows that know their line; a file that could be misread is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.loaders.plan_files import DELIMITERS
from iidsp_analysis.reference.target_records import COLUMNS, OPTIONAL

Numbered = tuple[int, list[str]]


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the rows under the heading, each with its line; empty rows are passed over.

    Parameters
    ----------
    path : Path
        ``.csv`` in UTF-8, parted by semicolon, comma or tab; the columns in any order.

    Returns
    -------
    list of (int, dict)
        Line in the file, and stripped text by column; what a short row leaves out is "".

    Raises
    ------
    SchemaError
        If the file is no text in UTF-8 or empty; a quote is opened and not closed; a column is missing, unknown or
        named twice; or a row is longer than the heading.
    """
    told = [(line, cells) for line, cells in _lines(path.name, _text(path)) if any(cells)]
    if not told:
        raise SchemaError("The file of targets is empty.", where=path.name,
                          what_next="Fill it in from data/raw/plans/targets.template.csv, or delete it.")  # fmt: skip
    (top, heading), *body = told
    names = _columns(heading, _place(path.name, top))
    return [(line, _row(names, cells, _place(path.name, line))) for line, cells in body]


def _place(file: str, line: int) -> str:
    return f"{file}, line {line}"


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise SchemaError("The file of targets cannot be read.", where=path.name,
                          what_next="Save it as CSV in UTF-8.") from problem  # fmt: skip
    before, zero, _ = text.partition("\x00")
    if zero:
        raise SchemaError("The file of targets is not a text: it holds a zero byte.",
                          where=_place(path.name, before.count("\n") + 1),
                          what_next="Save it as CSV in UTF-8.")  # fmt: skip
    return text


def _lines(file: str, text: str) -> Iterator[Numbered]:
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    first = 1
    try:
        for cells in reader:
            if reader.line_num > first:  # a quote that is closed by the next row's would swallow that row unseen
                raise _open_quote("a row goes over several lines", _place(file, first))
            yield first, [cell.strip() for cell in cells]
            first = reader.line_num + 1
    except csv.Error as error:
        raise _open_quote(str(error), _place(file, first)) from error


def _open_quote(reason: str, where: str) -> SchemaError:
    what_next = "Close the quotation mark, or double one that belongs to the text; a row is one line."
    return SchemaError(f"It seems that a quote is opened and not closed: {reason}.", where=where, what_next=what_next)


def _columns(heading: list[str], where: str) -> list[str]:
    """Names of the columns in the order of the file; an unnamed one is ''."""
    names = [name.casefold() for name in heading]
    told = [name for name in names if name]
    absent = [name for name in COLUMNS if name not in told and name not in OPTIONAL]
    unknown = [name for name in told if name not in COLUMNS]
    twice = sorted({name for name in told if told.count(name) > 1})
    for wrong, what in ((unknown, "has the unknown column"), (twice, "has twice the column"),
                        (absent, "lacks the column")):  # fmt: skip
        if wrong:
            what_next = f"The columns are those of targets.template.csv: {', '.join(COLUMNS)}."
            raise SchemaError(f"The file of targets {what} {', '.join(wrong)}.", where=where, what_next=what_next)
    return names


def _row(names: list[str], cells: list[str], where: str) -> dict[str, str]:
    spare = [cell for cell in cells[len(names) :] if cell]
    spare += [cell for name, cell in zip(names, cells, strict=False) if cell and not name]
    if spare:
        what_next = "Put a text that holds the mark between cells in quotation marks, or delete what stands too far."
        raise SchemaError(f"{spare[0]!r} stands beside the named columns.", where=where, what_next=what_next)
    filled = [*cells, *[""] * (len(names) - len(cells))]
    return {name: cell for name, cell in zip(names, filled, strict=False) if name}
