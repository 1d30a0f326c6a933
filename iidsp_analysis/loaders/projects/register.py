"""What a read register is: rows with machine columns, the list of doubts, and the file that they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd
import pandera.pandas as pa

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.reasons import REJECTED
from iidsp_analysis.loaders.workbook import column_letters
from iidsp_analysis.reference.region_records import territories

DATES: Final = "datetime64[us]"
#: Columns of the list of doubts. ``reason`` is an English template and ``gaps`` what fills it; ``effect`` tells what
#: became of the cell.
DOUBT_COLUMNS: Final = (
    "sheet", "cell", "column", "value", "reason_id", "reason", "gaps", "effect", "project",
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """A register as it was read.

    Parameters
    ----------
    rows : DataFrame
        One project a row, index 0..n-1: the columns of :data:`format.NAMES` (dates datetime64, numbers float64 with
        NaN, texts str or None; ``region`` is an id of :mod:`iidsp_analysis.regions`), outputs of years, and the file's
        other columns under their own heads, as text.
    doubts : DataFrame
        One rejected, left out or doubtful cell a row, columns of :data:`DOUBT_COLUMNS`.
    file, checksum : str
        Name of the file without its folder, and the SHA-256 of its bytes.
    as_of : str
        The day for which the register speaks, ``YYYY-MM-DD``.
    is_example : bool
        Whether the projects are made up.
    places : DataFrame
        Sheet and number of the row in the file (columns ``sheet``, ``row``), index as ``rows``.
    heads : DataFrame
        Where each column stands: ``sheet``, ``column``, ``position`` (from 0).
    """

    rows: pd.DataFrame
    doubts: pd.DataFrame
    file: str
    checksum: str
    as_of: str
    is_example: bool = False
    places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["sheet", "row"]))
    heads: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["sheet", "column", "position"]))

    @cached_property
    def _letters(self) -> dict[tuple[str, str], str]:
        heads = zip(self.heads["sheet"], self.heads["column"], self.heads["position"], strict=True)
        return {(sheet, column): column_letters(int(position)) for sheet, column, position in heads}

    @cached_property
    def _rows(self) -> dict[int, tuple[str, int]]:
        return dict(zip(self.places.index, zip(self.places["sheet"], self.places["row"], strict=True), strict=True))

    def cell(self, index: int, column: str) -> str:
        """Return where a value stands in the file, ``register!C7``; else its row, ``register!7:7``, or nothing."""
        if index not in self._rows:
            return ""
        sheet, row = self._rows[index]
        letters = self._letters.get((sheet, column))
        return f"{sheet}!{letters}{row}" if letters else f"{sheet}!{row}:{row}"

    @cached_property
    def _unread(self) -> dict[tuple[str, str], str]:
        if self.doubts.empty:
            return {}
        told = self.doubts[self.doubts["effect"] == REJECTED]
        columns = (told[name] for name in ("project", "column", "sheet", "cell"))
        return {(project, column): f"{sheet}!{cell}" for project, column, sheet, cell in zip(*columns, strict=True)}

    def unread(self, index: int, column: str) -> str:
        """Return the cell of a value that the file tells and that could not be read; nothing where it is empty."""
        return self._unread.get((str(self.rows["id"].loc[index]), column), "") if self._unread else ""


def _column(each: form.Field) -> pa.Column:
    if each.kind == form.DATE:
        return pa.Column("datetime64[us]", nullable=True)
    if each.kind in form.NUMERIC:
        return pa.Column(float, pa.Check.ge(0), nullable=True)
    checks = [pa.Check.isin(each.choices)] if each.choices else []
    return pa.Column(object, checks, nullable=True)


ROWS_SCHEMA: Final = pa.DataFrameSchema(
    {each.name: _column(each) for each in form.FIELDS}
    | {
        "id": pa.Column(object, pa.Check.str_matches(r"^[^\x00-\x1f/\\:]+$"), nullable=False, unique=True),
        "bin": pa.Column(object, pa.Check.str_matches(r"^\d{12}$"), nullable=True),
        "oked": pa.Column(object, pa.Check.str_matches(r"^\d{2,5}$"), nullable=True),
        "hs": pa.Column(object, pa.Check.str_matches(r"^(\d\d){1,5}$"), nullable=True),
        "region": pa.Column(object, pa.Check(lambda ids: ids.isin(list(territories()))), nullable=True),
        form.OUTPUT_OF_YEAR.pattern: pa.Column(float, pa.Check.ge(0), nullable=True, regex=True, required=False),
    },
    index=pa.Index(int, unique=True),
)


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with every machine column there and of its type, in the order of the format, extras last.

    Use it for rows that were built by hand or came back from a file.

    Raises
    ------
    ValueError
        If a column of numbers or dates holds something else.
    """
    rows = rows.reset_index(drop=True)
    years = sorted(name for name in rows.columns if form.OUTPUT_OF_YEAR.match(str(name)))
    extra = [name for name in rows.columns if form.field_of(str(name)) is None]
    order = [*form.NAMES, *years, *extra]
    return pd.DataFrame({name: _typed(rows, str(name)) for name in order}, index=rows.index, columns=order)


def _typed(rows: pd.DataFrame, name: str) -> pd.Series:
    values = rows[name] if name in rows.columns else pd.Series(None, index=rows.index, dtype=object)
    kind = known.kind if (known := form.field_of(name)) else form.TEXT
    if kind == form.DATE:
        return pd.to_datetime(values).astype(DATES)
    if kind in form.NUMERIC:
        return values.astype(float)
    texts = values.astype(object)
    return texts.where(texts.notna(), None)


def validate(rows: pd.DataFrame) -> pd.DataFrame:
    """Hold the rows of a register to their contract and return them.

    Raises
    ------
    SchemaError
        Naming the first guilty cells: a missing column, a wrong type, a number below zero, an id twice.
    """
    try:
        return ROWS_SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as broken:
        cases = broken.failure_cases.head(5).itertuples(index=False)
        told = "; ".join(f"{case.column} {case.check}: {str(case.failure_case)[:80]!r}" for case in cases)
        raise SchemaError("The rows break the contract of a register.", where=told) from None
