"""Amounts by region, industry and year: all that a lens may look at, and the growth that a pick is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.errors import MissingDataError, SchemaError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Observations:
    """A full block of amounts at one unit and on one set of borders.

    Parameters
    ----------
    values : array, regions × industries × years
        Amounts, at least 0; NaN = not published.
    regions, industries : tuple of str
        Labels of the first two axes.
    years : tuple of int
        Labels of the last axis, ascending without gaps.
    unit : str
        Unit and price basis of the amounts.
    sources : tuple of str
        Ids of the tables they come from.
    estimated : array of bool, regions × industries × years, optional
        Cells that are estimates; default none.
    booked_elsewhere : tuple of str
        Regions whose amounts are booked where the seller is registered, not where the goods are made.
    notes : tuple of str
        What was found and done when the block was read; it is printed with every result.
    """

    values: Floats
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    years: tuple[int, ...]
    unit: str
    sources: tuple[str, ...] = ()
    estimated: npt.NDArray[np.bool_] | None = None
    booked_elsewhere: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a block whose axes, signs or years do not fit.

        Raises
        ------
        SchemaError
            Naming the misfit.
        """
        shape = (len(self.regions), len(self.industries), len(self.years))
        if self.values.shape != shape or not self.years:
            raise SchemaError("The amounts do not fit their labels.", where=str(self.values.shape))
        if self.estimated is not None and self.estimated.shape != shape:
            raise SchemaError("The marks of estimates do not fit the amounts.", where=str(self.estimated.shape))
        for labels in (self.regions, self.industries):
            if len(set(labels)) < len(labels):
                twice = sorted({label for label in labels if labels.count(label) > 1})
                raise SchemaError("Labels occur twice.", where=", ".join(twice[:5]))
        if np.isinf(self.values).any() or (self.values < 0).any():
            at = np.argwhere(np.isinf(self.values) | (self.values < 0))[0]
            cell = f"{self.regions[at[0]]} × {self.industries[at[1]]} × {self.years[at[2]]}"
            raise SchemaError(
                "An amount is below zero or infinite.", where=cell, what_next="Leave it out (missing) or correct it."
            )
        if list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise SchemaError("The years are not consecutive.", where=", ".join(map(str, self.years)))

    @property
    def last_year(self) -> int:
        """The latest year."""
        return self.years[-1]

    def until(self, year: int) -> Observations:
        """Return the block as it stood at the end of a year; later years are not there any more.

        Raises
        ------
        MissingDataError
            If the block begins later.
        """
        kept = sum(1 for each in self.years if each <= year)
        if not kept:
            raise MissingDataError(f"There is no figure up to {year}.", where=f"first year {self.years[0]}")
        cut = None if self.estimated is None else self.estimated[:, :, :kept]
        return replace(self, values=self.values[:, :, :kept], years=self.years[:kept], estimated=cut)

    def at(self, year: int) -> Floats:
        """Amounts of one year, regions × industries.

        Raises
        ------
        MissingDataError
            If the block does not hold the year.
        """
        if year not in self.years:
            raise MissingDataError(f"There is no figure of {year}.", where=f"years {self.years[0]}–{self.last_year}")
        return self.values[:, :, self.years.index(year)]

    def frame(self, cells: npt.ArrayLike) -> pd.DataFrame:
        """Label a regions × industries array."""
        return pd.DataFrame(np.asarray(cells), index=list(self.regions), columns=list(self.industries))

    def regions_as(self, groups: Sequence[Sequence[int]], names: Sequence[str]) -> Observations:
        """Return the block with regions added up.

        A sum with a missing part is missing, one with an estimated part is an estimate, and one with a region that is
        booked elsewhere is booked elsewhere.
        """
        summed = np.stack([self.values[list(group)].sum(axis=0) for group in groups])
        marks = self.estimated
        guessed = None if marks is None else np.stack([marks[list(group)].any(axis=0) for group in groups])
        booked = tuple(
            name
            for group, name in zip(groups, names, strict=True)
            if any(self.regions[at] in self.booked_elsewhere for at in group)
        )
        return replace(self, values=summed, regions=tuple(names), estimated=guessed, booked_elsewhere=booked)

    def on_cells_of(self, other: Observations) -> Observations:
        """Return the block on the regions and industries of another: by label; a cell that is not here is missing."""
        rows, columns = _places(other.regions, self.regions), _places(other.industries, self.industries)
        here = (rows[:, None] >= 0) & (columns[None, :] >= 0)
        values = np.where(here[:, :, None], self.values[rows][:, columns], np.nan)
        marks = None if self.estimated is None else self.estimated[rows][:, columns] & here[:, :, None]
        return replace(self, values=values, regions=other.regions, industries=other.industries, estimated=marks)


def from_rows(
    rows: pd.DataFrame,
    *,
    region: str = "region",
    industry: str = "industry",
    year: str = "year",
    value: str = "value",
    unit: str = "",
    sources: tuple[str, ...] = (),
) -> Observations:
    """Build the block from a long table: one row a cell; an absent cell is missing, not zero.

    Raises
    ------
    SchemaError
        If a column is absent, a key is empty, a year is no whole number, a value no number, or a cell comes twice.
    """
    _require_columns(rows, (region, industry, year, value))
    table = pd.DataFrame({
        "region": _labels(rows[region], region),
        "industry": _labels(rows[industry], industry),
        "year": _years(rows[year], year),
        "value": _numbers(rows[value], value),
    })  # fmt: skip
    twice = table[table.duplicated(["region", "industry", "year"], keep=False)]
    if len(twice):
        first = twice.iloc[0]
        raise SchemaError(
            f"{len(twice)} rows share their cell with another row.",
            where=f"first {first['region']} × {first['industry']} × {first['year']}",
            what_next="Keep one row for every region, industry and year, or add the parts up first.",
        )
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)
    regions, industries = sorted(table["region"].unique()), sorted(table["industry"].unique())
    full = pd.MultiIndex.from_product([regions, industries, years], names=["region", "industry", "year"])
    cells = table.set_index(["region", "industry", "year"])["value"].reindex(full).to_numpy(dtype=float)
    shape = (len(regions), len(industries), len(years))
    return Observations(cells.reshape(shape), tuple(regions), tuple(industries), tuple(years), unit, sources)


def _require_columns(rows: pd.DataFrame, wanted: Sequence[str]) -> None:
    absent = [name for name in wanted if name not in rows.columns]
    if absent:
        raise SchemaError(
            f"The panel lacks the column {', '.join(absent)}.",
            where="columns found: " + ", ".join(map(str, rows.columns)),
            what_next="Name the columns with --region-col, --industry-col, --year-col and --value-col.",
        )
    if rows.empty:
        raise SchemaError("The panel has a heading but no rows.")


def _labels(column: pd.Series[Any], name: str) -> pd.Series[Any]:
    if column.isna().any():
        raise SchemaError(
            f"{int(column.isna().sum())} rows have no {name}.", where=f"first in data row {_first(column.isna())}"
        )
    return column.astype(str).str.strip()


def _years(column: pd.Series[Any], name: str) -> pd.Series[Any]:
    numbers = pd.to_numeric(column, errors="coerce")
    odd = numbers.isna() | (numbers % 1 != 0) | ~numbers.between(1000, 3000)
    if odd.any():
        raise SchemaError(f"{name} is not a year.", where=f"data row {_first(odd)}: {column[odd].iloc[0]}")
    return numbers.astype(int)


def _numbers(column: pd.Series[Any], name: str) -> pd.Series[Any]:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    odd = numbers.isna() & column.notna()
    if odd.any():
        raise SchemaError(
            f"{name} holds text in {int(odd.sum())} rows.",
            where=f"data row {_first(odd)}: {column[odd].iloc[0]!r}",
            what_next="Leave a cell that is not published empty.",
        )
    return numbers


def _places(wanted: tuple[str, ...], labels: tuple[str, ...]) -> npt.NDArray[np.int64]:
    places = {label: at for at, label in enumerate(labels)}
    return np.array([places.get(label, -1) for label in wanted], dtype=np.int64)


def _first(flags: pd.Series[Any]) -> int:
    return int(np.flatnonzero(flags.to_numpy())[0]) + 1
