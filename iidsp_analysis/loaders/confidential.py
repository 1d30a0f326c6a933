"""A user's confidential table ``data/raw/confidential/NAME.csv``, region × industry by year, with margins.

Nothing of it is stored: it is read when it is to be protected, and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from iidsp_analysis import folders, industries
from iidsp_analysis.errors import SchemaError, UnitError
from iidsp_analysis.loaders.confidential_rows import Row, read_rows
from iidsp_analysis.measures.suppression.rules import Contributors
from iidsp_analysis.measures.suppression.two_way import with_margins
from iidsp_analysis.schema import TOTAL

FOLDER: Final = "confidential"
#: Most decimals of a figure that the tables show.
MOST_DECIMALS: Final = 3


@dataclass(frozen=True)
class ConfidentialTable:
    """One year of a confidential table.

    Parameters
    ----------
    year : int
        Year.
    unit : str
        Unit of all figures, as the user wrote it.
    regions, industries : tuple of str
        Ids of the rows and columns, without the totals.
    told : Contributors
        Arrays, (regions + 1) × (industries + 1), totals last; figures in ``unit``.
    decimals : int
        Most digits behind the comma that the file has.
    """

    year: int
    unit: str
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    told: Contributors
    decimals: int


def located(file: Path) -> Path:
    """Return the file itself, or the one of this name in ``data/raw/confidential``."""
    if file.is_file() or file.parent != Path("."):
        return file
    inside = folders.raw() / FOLDER / file.name
    return next((path for path in (inside, inside.with_name(f"{file.name}.csv")) if path.is_file()), file)


def read_tables(path: Path, *, borders: int | None = None) -> tuple[ConfidentialTable, ...]:
    """Read a confidential table and add up its totals, a table for each year, the oldest first.

    Parameters
    ----------
    path : Path
        CSV with the columns of ``confidential_rows.COLUMNS``, a row for each region, industry and year that has
        contributors. A row with ``TOTAL`` for region or industry may tell the contributors of a total.
    borders : int, optional
        Borders of the regions, by default those of each year.

    Raises
    ------
    SchemaError
        A cell told twice, figures that contradict each other, or a total that is not the sum of its cells.
    UnitError
        Two units in one table.
    AnalysisError
        Whatever :func:`~iidsp_analysis.loaders.confidential_rows.read_rows` refuses.
    """
    rows, columns = read_rows(path, borders=borders)
    _require_one_unit(rows)
    _require_one_classification(rows)
    _require_once(rows)
    for row in rows:
        _require_sense(row, columns)
    years = sorted({row.year for row in rows})
    return tuple(_table([row for row in rows if row.year == year], path.name) for year in years)


def _require_one_unit(rows: list[Row]) -> None:
    for row in rows:
        if row.unit != rows[0].unit:
            what_next = "Write one unit into all rows, or save two files."
            raise UnitError(
                f"The table has two units, {rows[0].unit!r} and {row.unit!r}.", where=row.where, what_next=what_next
            )


def _require_one_classification(rows: list[Row]) -> None:
    inner = [row for row in rows if row.industry != TOTAL]
    for row in inner:
        if industries.is_product_group(row.industry) != industries.is_product_group(inner[0].industry):
            what_next = "Divisions and groups of goods overlap: save two files."
            raise SchemaError("The table mixes divisions and HS sections.", where=row.where, what_next=what_next)


def _require_once(rows: list[Row]) -> None:
    seen: dict[tuple[int, str, str], str] = {}
    for row in rows:
        if row.key in seen:
            what = f"{row.region} × {row.industry} of {row.year} is told twice, here and in {seen[row.key]}."
            raise SchemaError(
                what, where=row.where, what_next="Delete one of the rows, or add them up with their counts."
            )
        seen[row.key] = row.where


def _require_sense(row: Row, columns: frozenset[str]) -> None:
    for what, what_next, is_wrong in _contradictions(row, columns):
        if is_wrong:
            raise SchemaError(what, where=row.where, what_next=what_next)


def _contradictions(row: Row, columns: frozenset[str]) -> list[tuple[str, str, bool]]:
    """List what is wrong with the figures of a row; the rounding of each is allowed for."""
    slack = 1.5 * 10.0**-row.decimals
    count, value = row.count, row.value
    largest, second = row.largest or 0.0, row.second or 0.0
    check = "Look at the value, the count and the largest contributions of this row."
    fill = "Fill it in, or leave the whole column out: then only the other rules are applied."
    told = [
        ("Nobody contributes, and yet there is a figure.", check,
         count == 0 and max(value or 0.0, largest, second) > 0),
        ("The row does not tell its largest contribution.", fill,
         "largest" in columns and row.largest is None and count > 0),
        ("The row does not tell its second largest contribution.", fill,
         "second_largest" in columns and row.second is None and count > 1),
        ("One contributor alone has no second largest.", check, count == 1 and second > 0),
        ("The second largest contribution is above the largest.", check, second > largest and row.second is not None),
    ]  # fmt: skip
    return told if value is None or count == 0 or row.largest is None else told + _sums(row, value, slack, check)


def _sums(row: Row, value: float, slack: float, check: str) -> list[tuple[str, str, bool]]:
    largest, second, count = row.largest or 0.0, row.second or 0.0, row.count
    least = value / count if row.second is None or count < 2 else largest
    most = largest + (count - 1) * (largest if row.second is None else second)
    return [
        ("The largest contributions are more than the value.", check, largest + second > value + slack),
        ("So few contributors cannot make up the value.", check, value > most + slack * count),
        ("The largest contribution is below the average one.", check, largest < least - slack),
    ]


def _table(rows: list[Row], file: str) -> ConfidentialTable:
    inner = [row for row in rows if not row.is_total]
    if not inner:
        raise SchemaError(f"The table of {rows[0].year} has totals only.", where=file, what_next="Add its cells.")
    places = tuple(sorted({row.region for row in inner}))
    kinds = tuple(sorted({row.industry for row in inner}))
    shape = (len(places), len(kinds))
    value, largest, second = np.zeros((3, *shape))
    count = np.zeros(shape, dtype=np.int64)
    for row in inner:
        at = places.index(row.region), kinds.index(row.industry)
        value[at], count[at] = row.value, row.count
        largest[at], second[at] = _known(row.largest, row.count), _known(row.second, row.count - 1)
    told = with_margins(Contributors(value, count, largest, second))
    for row in rows:
        if row.is_total:
            _take_total(told, row, (_position(row.region, places), _position(row.industry, kinds)), rows)
    decimals = min(max(row.decimals for row in rows), MOST_DECIMALS)
    return ConfidentialTable(rows[0].year, rows[0].unit, places, kinds, told, decimals)


def _known(amount: float | None, contributors: int) -> float:
    """Return what is contributed: nothing where there is nobody, NaN where the file does not tell."""
    if contributors <= 0:
        return 0.0
    return np.nan if amount is None else amount


def _position(label: str, labels: tuple[str, ...]) -> int:
    """Position on the grid; a label that only totals have is answered with −2."""
    if label == TOTAL:
        return -1
    return labels.index(label) if label in labels else -2


def _take_total(told: Contributors, row: Row, at: tuple[int, int], rows: list[Row]) -> None:
    """Let a row of a total tell its contributors: those who stand in several cells of it are one there."""
    if -2 in at:
        raise SchemaError("A total has no cells.", where=row.where, what_next="Add its cells, or delete the row.")
    slack = 10.0**-row.decimals * (len(rows) + 1)
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("The total is not the sum of its cells.",
         lambda: row.value is not None and abs(row.value - told.value[at]) > slack),
        ("More contribute to the total than to all its cells.", lambda: row.count > told.contributors[at]),
        ("Fewer contribute to the total than to one of its cells.", lambda: row.count < _most(told.contributors, at)),
        ("The largest of the total is below the largest of a cell.",
         lambda: row.largest is not None and row.largest < told.largest[at] - slack),
    ]  # fmt: skip
    for what, is_wrong in checks:
        if is_wrong():
            raise SchemaError(
                what, where=row.where, what_next="Correct the row, or delete it: totals are added up anyway."
            )
    told.contributors[at] = row.count
    if row.largest is not None:
        told.largest[at] = row.largest
    if row.second is not None or row.count == 1:
        told.second[at] = row.second or 0.0


def _most(count: np.ndarray, at: tuple[int, int]) -> int:
    """Return the most contributors of a cell in the total: of its row, its column, or the whole table."""
    rows = slice(None, -1) if at[0] == -1 else at[0]
    columns = slice(None, -1) if at[1] == -1 else at[1]
    return int(np.max(count[rows, columns]))
