"""From long rows to a complete grid of years × regions × industries, refusing what would be counted wrongly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.measures.complexity.arrays import Flags, Floats
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError, as_floats


@dataclass(frozen=True)
class Grid:
    """Amounts of every year, region and industry, with their labels in order."""

    names: tuple[str, str, str, str]
    """Column names of region, industry, year and value."""
    years: pd.Index
    regions: pd.Index
    industries: pd.Index
    amounts: Floats
    """Years × regions × industries; 0 for a pair without a row, NaN for a missing amount."""

    def keys(self) -> pd.DataFrame:
        """Return the key columns and the value as a long frame: years, then regions, then industries."""
        years, regions, industries = self.amounts.shape
        region, industry, year, value = self.names
        return pd.DataFrame(
            {
                region: self.regions.take(np.tile(np.repeat(np.arange(regions), industries), years)),
                industry: self.industries.take(np.tile(np.arange(industries), years * regions)),
                year: self.years.take(np.repeat(np.arange(years), regions * industries)),
                value: self.amounts.ravel(),
            }
        )


def complete_grid(rows: pd.DataFrame, region: str, industry: str, year: str, value: str) -> Grid:
    """Return the complete grid of long rows.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If a column or label is missing, an amount is infinite or no number, or a key occurs twice.
    """
    keys = [year, region, industry]
    _refuse_columns(rows, [*keys, value])
    amounts = as_floats(rows[value], f"The column {value}").to_numpy()
    _refuse_rows(rows[keys], rows[keys].isna().any(axis=1).to_numpy(), "Rows lack a label.")
    _refuse_rows(rows[keys], np.isinf(amounts), f"The column {value} holds infinite values.")
    _refuse_rows(
        rows[keys],
        rows.duplicated(keys).to_numpy(),
        "Rows occur twice.",
        what_next="Sum them, or leave a part of a whole out.",
    )
    if (amounts < 0).any():
        raise NegativeValueError(
            f"The column {value} holds values below zero.",
            where=_named(rows[keys], amounts < 0),
            what_next="Leave such rows out, or merge them with a positive one.",
        )
    codes, labels = zip(*(pd.factorize(rows[key], sort=True) for key in keys), strict=True)
    values = np.zeros([len(of_key) for of_key in labels])
    values[codes] = amounts
    years, regions, industries = (pd.Index(of_key) for of_key in labels)
    return Grid((region, industry, year, value), years, regions, industries, values)


def _refuse_columns(rows: pd.DataFrame, columns: list[str]) -> None:
    absent = [name for name in columns if name not in rows.columns]
    if absent:
        raise MeasureInputError(
            f"The frame has no column {', '.join(absent)}.",
            where=", ".join(map(str, rows.columns[:8])),
            what_next="Name the columns by region=, industry=, year=, value=.",
        )
    if rows.empty:
        raise MeasureInputError("The frame has no rows.")


def _refuse_rows(keys: pd.DataFrame, guilty: Flags, what: str, what_next: str = "") -> None:
    if guilty.any():
        raise MeasureInputError(what, where=_named(keys, guilty), what_next=what_next)


def _named(keys: pd.DataFrame, guilty: Flags) -> str:
    return ", ".join(" × ".join(map(str, row)) for row in keys[guilty].head(5).itertuples(index=False))
