"""Rows of a user's confidential table, cell by cell: every doubtful one is refused with file, row and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iidsp_analysis import industries, regions
from iidsp_analysis.errors import AnalysisError, SchemaError, SourceError, WorkbookError
from iidsp_analysis.loaders import plan_cells
from iidsp_analysis.loaders.plan_files import text_rows
from iidsp_analysis.schema import COUNTRY, TOTAL

REQUIRED: Final = ("region", "industry", "year", "value", "unit", "count")
OPTIONAL: Final = ("largest", "second_largest")
COLUMNS: Final = (*REQUIRED, *OPTIONAL)
#: How a row of a total may be labelled.
TOTALS: Final = frozenset({"total", "kz", "all", "итого", "всего", "барлығы", "жиыны", "қазақстан республикасы",
                           "республика казахстан", "казахстан", "kazakhstan", "қазақстан"})  # fmt: skip
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,9}(?:[.,]0+)?", re.ASCII)


@dataclass(frozen=True)
class Row:
    """One cell of the table: ids of region and industry (``TOTAL`` for a total), and its figures; None is not told."""

    where: str
    region: str
    industry: str
    year: int
    value: float | None
    unit: str
    count: int
    largest: float | None
    second: float | None
    decimals: int

    @property
    def key(self) -> tuple[int, str, str]:
        """Year, region and industry."""
        return self.year, self.region, self.industry

    @property
    def is_total(self) -> bool:
        """Whether it tells the contributors of a total."""
        return TOTAL in (self.region, self.industry)


def read_rows(path: Path, *, borders: int | None = None) -> tuple[list[Row], frozenset[str]]:
    """Read the rows of a confidential table.

    Parameters
    ----------
    path : Path
        Text in UTF-8, UTF-16 or Windows-1251; cells parted by comma, semicolon or tab; heading first.
    borders : int, optional
        2014, 2018 or 2022: borders of the regions; by default those of each row's year.

    Returns
    -------
    list of Row, frozenset of str
        Rows, and the columns that the file has.

    Raises
    ------
    SourceError, WorkbookError, SchemaError, UnknownLabelError, BoundaryError
        With file, row and column, and what to do.
    """
    if not path.is_file():
        raise SourceError(
            "There is no such file.", where=str(path), what_next="Name a CSV file, or one in data/raw/confidential."
        )
    full = [(number, cells) for number, cells in text_rows(path) if any(str(cell).strip() for cell in cells)]
    if len(full) < 2:
        what_next = f"Write the heading {','.join(COLUMNS)} and a row for each cell."
        raise WorkbookError("The table has no rows.", where=path.name, what_next=what_next)
    (top, heading), *body = full
    names = _columns(heading, f"{path.name}, row {top}")
    rows = [_row(dict(zip(names, _padded(cells, names, where), strict=True)), where, borders)
            for where, cells in ((f"{path.name}, row {number}", cells) for number, cells in body)]  # fmt: skip
    return rows, frozenset(names)


def _columns(heading: Sequence[object], where: str) -> list[str]:
    names = [str(name).strip().casefold() for name in heading]
    while names and not names[-1]:
        names.pop()
    absent = [name for name in REQUIRED if name not in names]
    unknown = [name or "without a name" for name in names if name not in COLUMNS]
    twice = sorted({name for name in names if names.count(name) > 1})
    alone = ["largest"] if "second_largest" in names and "largest" not in names else []
    for wrong, what in (
        (absent + alone, "lacks the column"),
        (unknown, "has the unknown column"),
        (twice, "has twice"),
    ):
        if wrong:
            what_next = f"The columns are {', '.join(COLUMNS)}; the last two may be left out."
            raise WorkbookError(f"The table {what} {', '.join(wrong)}.", where=where, what_next=what_next)
    return names


def _padded(cells: Sequence[object], names: list[str], where: str) -> list[str]:
    told = [str(cell).strip() for cell in cells]
    spare = [cell for cell in told[len(names) :] if cell]
    if spare:
        what_next = "If a decimal comma parted a number, use semicolons between the cells."
        raise WorkbookError("A cell stands beside the named columns.", where=where, what_next=what_next)
    return (told + [""] * len(names))[: len(names)]


def _row(cells: dict[str, str], where: str, borders: int | None) -> Row:
    if not _YEAR.fullmatch(cells["year"]):
        raise _wrong(where, "year", "The row has no year.", "Write a whole year, as in 2023.")
    year = int(cells["year"])
    region = _region(cells["region"], borders or regions.borders_in_year(year), f"{where}, column region")
    industry = _industry(cells["industry"], f"{where}, column industry")
    if not cells["unit"]:
        raise _wrong(where, "unit", "The row has no unit.", "Write the unit of the value, as in mln KZT.")
    is_total = TOTAL in (region, industry)
    value = _amount(cells["value"], f"{where}, column value")
    if value is None and not is_total:
        raise _wrong(where, "value", "The row has no value.",
                     "Missing is not 0: fill it in; where nobody contributes, delete the row.")  # fmt: skip
    return Row(
        where, region, industry, year, value, " ".join(cells["unit"].split()), _count(cells["count"], where),
        *(_amount(cells.get(name, ""), f"{where}, column {name}") for name in OPTIONAL), _decimals(cells["value"]),
    )  # fmt: skip


def _region(label: str, borders: int, where: str) -> str:
    if label.casefold() in TOTALS:
        return TOTAL
    if not label:
        raise SchemaError("The row has no region.", where=where, what_next="Write a name or code, or TOTAL.")
    try:
        found = regions.resolve(label, borders=borders).id
    except AnalysisError as error:
        raise type(error)(error.what, where=where, what_next=error.what_next) from error
    return TOTAL if found == COUNTRY else found


def _industry(label: str, where: str) -> str:
    if label.casefold() in TOTALS or label.upper() == industries.MANUFACTURING:
        return TOTAL
    if not label:
        raise SchemaError("The row has no industry.", where=where, what_next="Write a division, such as 24, or TOTAL.")
    try:
        return industries.resolve_industry(label).code
    except AnalysisError as error:
        raise type(error)(error.what, where=where, what_next=error.what_next) from error


def _amount(text: str, where: str) -> float | None:
    if not text:
        return None
    number = plan_cells.typed(text, where)
    if not 0 <= number <= plan_cells.LARGEST:
        what = "The figure is below zero." if number < 0 else "The figure is larger than 1e15."
        what_next = "The rules hold for amounts from 0 up: a table of balances or changes cannot be protected by them."
        raise SchemaError(what, where=where, what_next=what_next if number < 0 else "Write it in a larger unit.")
    return number


def _count(text: str, where: str) -> int:
    if not _WHOLE.fullmatch(text.replace(" ", "")):
        what = "The row does not tell how many contribute."
        raise _wrong(where, "count", what, "Write the whole number of contributors; without it no rule can be applied.")
    return int(re.split("[.,]", text.replace(" ", ""))[0])


def _decimals(text: str) -> int:
    """Digits behind the comma, as typed."""
    return len(re.split("[.,]", text)[-1]) if re.search(r"[.,]\d+$", text) else 0


def _wrong(where: str, column: str, what: str, what_next: str) -> SchemaError:
    return SchemaError(what, where=f"{where}, column {column}", what_next=what_next)
