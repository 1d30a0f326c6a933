"""What every measure demands of its input: numbers, no negative values, labels that match."""

from __future__ import annotations

from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
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
        If a value is infinite or no number, or a label occurs twice.
    """
    floats = as_floats(values, name)
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


def as_floats(values: Labelled, name: str) -> Labelled:
    """Return `values` as floats, of any sign.

    Raises
    ------
    MeasureInputError
        If a cell is no number; the guilty labels are named.
    """
    try:
        return values.astype(float)
    except (TypeError, ValueError) as error:
        flags = np.vectorize(_no_number, otypes=[bool])(values.to_numpy(dtype=object))
        raise _text_in(name, _guilty(values, flags) or str(error)) from error


def float_array(values: npt.ArrayLike, name: str) -> npt.NDArray[np.float64]:
    """Return array-like `values` as a float array; what is no number is refused as in :func:`as_floats`."""
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise _text_in(name, str(error)) from error


def region_by_industry(values: pd.DataFrame) -> pd.DataFrame:
    """Return a checked region × industry frame of amounts (see :func:`amounts`)."""
    return amounts(pd.DataFrame(values), "The region × industry frame")


def aligned(values: pd.Series[float], labels: pd.Index, name: str) -> pd.Series[float]:
    """Return `values` in the order of `labels`; labels that are not there are refused, never filled.

    Raises
    ------
    MeasureInputError
        If a label is missing from `values` or occurs twice, or a value is negative.
    """
    _refuse_duplicates(values, name)
    absent = labels.difference(values.index)
    if len(absent):
        raise MeasureInputError(
            f"{name} lacks labels.",
            where=", ".join(map(str, absent[:5])),
            what_next="Hand over one number (NaN if it is not published) for every label.",
        )
    return amounts(values.reindex(labels), name)


def same_labels(end: pd.DataFrame, start: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return `end` in the order of `start`; both must have the same regions and industries, each once.

    Raises
    ------
    MeasureInputError
        If a label occurs twice, or in one of the two only.
    """
    for frame in (start, end):  # before reindex, which would end in an error of pandas
        _refuse_duplicates(frame, f"{name}: one of the frames")
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


def _text_in(name: str, where: str) -> MeasureInputError:
    return MeasureInputError(
        f"{name} holds cells that are not numbers.",
        where=where,
        what_next="Turn text into numbers, and marks such as «x» or «…» into NaN.",
    )


def _no_number(cell: object) -> bool:
    try:
        float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return cell is not None and cell is not pd.NA and cell is not pd.NaT
    return False


def _guilty(values: pd.Series[float] | pd.DataFrame, flags: np.ndarray) -> str:
    """Name the first flagged cells as ``region × industry``."""
    cells = np.argwhere(flags)[:5]
    axes = _axes(values)
    return ", ".join(" × ".join(str(axes[i][at]) for i, at in enumerate(cell)) for cell in cells)


def _axes(values: pd.Series[float] | pd.DataFrame) -> list[pd.Index]:
    return [values.index] if isinstance(values, pd.Series) else [values.index, values.columns]
