"""What every measure demands of its input: numbers, no negative values, labels that match."""

from __future__ import annotations

from typing import Literal, TypeVar

import numpy as np
import pandas as pd

from iidsp_analysis.errors import SchemaError

Labelled = TypeVar("Labelled", "pd.Series[float]", pd.DataFrame)


class MeasureInputError(SchemaError, ValueError):
    """Numbers that a measure cannot be computed from."""


class NegativeValueError(MeasureInputError):
    """A value below zero where only amounts make sense."""


def amounts(values: Labelled, name: str) -> Labelled:
    """Return `values` as floats after refusing negative and infinite ones; missing values pass.

    Parameters
    ----------
    values : Series or DataFrame
        Amounts of any unit.
    name : str
        What the values are called in the error.

    Returns
    -------
    Series or DataFrame
        The same labels, dtype float.

    Raises
    ------
    NegativeValueError
        If a value is below zero; the guilty labels are named.
    MeasureInputError
        If a value is infinite or a label occurs twice.
    """
    floats = values.astype(float)
    _refuse_duplicates(floats, name)
    negative = _guilty(floats, floats.to_numpy() < 0)
    if negative:
        raise NegativeValueError(
            f"{name} holds values below zero.",
            where=negative,
            what_next="Leave such rows (FISIM, net taxes) out, or merge them with a positive one.",
        )
    infinite = _guilty(floats, np.isinf(floats.to_numpy()))
    if infinite:
        raise MeasureInputError(f"{name} holds infinite values.", where=infinite)
    return floats


def region_by_industry(values: pd.DataFrame) -> pd.DataFrame:
    """Return a checked region × industry frame of amounts (see :func:`amounts`)."""
    return amounts(pd.DataFrame(values), "The region × industry frame")


def aligned(values: pd.Series[float], labels: pd.Index, name: str) -> pd.Series[float]:
    """Return `values` in the order of `labels`; labels that are not there are refused, never filled.

    Raises
    ------
    MeasureInputError
        If a label is missing from `values`, or a value is negative.
    """
    absent = labels.difference(values.index)
    if len(absent):
        raise MeasureInputError(
            f"{name} lacks labels.",
            where=", ".join(map(str, absent[:5])),
            what_next="Hand over one number (NaN if it is not published) for every label.",
        )
    return amounts(values.reindex(labels), name)


def same_labels(end: pd.DataFrame, start: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `end` in the order of `start`; both must have the same regions and industries."""
    for mine, theirs, kind in ((end.index, start.index, "regions"), (end.columns, start.columns, "industries")):
        odd = mine.symmetric_difference(theirs)
        if len(odd):
            raise MeasureInputError(
                f"{name}: the {kind} of the two periods differ.",
                where=", ".join(map(str, odd[:5])),
                what_next="Put both periods on one set of borders and one classification first.",
            )
    return end.reindex(index=start.index, columns=start.columns)


def total_by(values: pd.DataFrame, axis: Literal[0, 1]) -> pd.Series[float]:
    """Return sums over regions (axis 0) or industries (axis 1); a sum with a missing part is missing."""
    return values.sum(axis=axis, skipna=False)


def total(values: pd.Series[float]) -> float:
    """Return the sum; a sum with a missing part is missing."""
    return float(values.sum(skipna=False))


def shares_of_total(values: pd.Series[float]) -> pd.Series[float]:
    """Return parts of the sum; NaN throughout where the sum is zero or missing."""
    whole = total(values)
    return values / (whole if whole > 0 else np.nan)


def _refuse_duplicates(values: pd.Series[float] | pd.DataFrame, name: str) -> None:
    for labels in _axes(values):
        if not labels.is_unique:
            twice = ", ".join(map(str, labels[labels.duplicated()].unique()[:5]))
            raise MeasureInputError(f"{name} has labels that occur twice.", where=twice)


def _guilty(values: pd.Series[float] | pd.DataFrame, flags: np.ndarray) -> str:
    """Name the first flagged cells as ``region × industry``."""
    cells = np.argwhere(flags)[:5]
    axes = _axes(values)
    return ", ".join(" × ".join(str(axes[i][at]) for i, at in enumerate(cell)) for cell in cells)


def _axes(values: pd.Series[float] | pd.DataFrame) -> list[pd.Index]:
    return [values.index] if isinstance(values, pd.Series) else [values.index, values.columns]
