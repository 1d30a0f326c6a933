"""What the measures of complexity demand of their arrays: two dimensions, amounts or a clean 0/1 presence."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError, float_array

Floats: TypeAlias = npt.NDArray[np.float64]
Counts: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


def amount_matrix(values: npt.ArrayLike, name: str = "The region × industry array") -> Floats:
    """Return amounts as a float array of regions × industries; missing ones (NaN) pass.

    Raises
    ------
    NegativeValueError
        If an amount is below zero; the first guilty cells are named by position.
    MeasureInputError
        If the array has not two dimensions, holds no cell, or an amount is infinite or no number.
    """
    floats = _two_dimensions(float_array(values, name), name)
    if (floats < 0).any():
        raise NegativeValueError(
            f"{name} holds values below zero.",
            where=_cells(floats < 0),
            what_next="Leave such cells out, or merge them with a positive one.",
        )
    if np.isinf(floats).any():
        raise MeasureInputError(f"{name} holds infinite values.", where=_cells(np.isinf(floats)))
    return floats


def presence_matrix(presence: npt.ArrayLike) -> Flags:
    """Return a presence of regions × industries as booleans; anything but 0 and 1 is refused.

    Raises
    ------
    MeasureInputError
        If a cell is neither 0 nor 1 (a missing cell is neither), or the array has not two dimensions.
    """
    cells = _two_dimensions(np.asarray(presence), "The presence array")
    if cells.dtype == np.bool_:
        return cells
    floats = float_array(cells, "The presence array")
    odd = (floats != 0) & (floats != 1)
    if odd.any():
        raise MeasureInputError(
            "The presence array holds cells that are neither 0 nor 1.",
            where=_cells(odd),
            what_next="Make it with presence(revealed_comparative_advantage(values)).",
        )
    flags: Flags = floats == 1
    return flags


def vector(values: npt.ArrayLike, length: int, name: str) -> Floats:
    """Return one float per region or industry; another length or an infinite number is refused.

    Raises
    ------
    MeasureInputError
        If the length differs or a value is infinite.
    """
    floats = float_array(values, name)
    if floats.shape != (length,):
        raise MeasureInputError(
            f"{name} must be one number for each of {length}.",
            where=f"shape {floats.shape}",
            what_next="Hand over NaN where no number is known.",
        )
    if np.isinf(floats).any():
        raise MeasureInputError(f"{name} holds infinite values.")
    return floats


def standardised(values: Floats, *, like: Floats | None = None) -> Floats:
    """Return z-scores (ddof 0) by the mean and spread of `like`, default `values` itself; NaN stays NaN.

    Fewer than two known values, or values without spread, have no z-scores: NaN throughout.
    """
    base = values if like is None else like
    known = base[~np.isnan(base)]
    # A spread of rounding errors is no spread.
    if known.size < 2 or known.std() <= 1e-12 * np.abs(known).max():
        return np.full_like(values, np.nan)
    scores: Floats = (values - known.mean()) / known.std()
    return scores


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return numerator / denominator; NaN where the denominator is not above zero."""
    below = np.where(denominator > 0, denominator, np.nan)
    quotient: Floats = numerator / below
    return quotient


def not_empty(presence: Flags) -> tuple[Flags, Flags]:
    """Return which regions and which industries have a presence at all."""
    regions: Flags = np.any(presence, axis=1)
    industries: Flags = np.any(presence, axis=0)
    return regions, industries


def spread(values: Floats, where: Flags) -> Floats:
    """Put values back among all regions or industries; NaN for those that were left out."""
    everywhere = np.full(where.shape, np.nan)
    everywhere[where] = values
    return everywhere


def _two_dimensions(cells: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    if cells.ndim != 2 or cells.size == 0:
        raise MeasureInputError(
            f"{name} must have regions as rows and industries as columns.", where=f"shape {cells.shape}"
        )
    return cells


def _cells(flags: Flags) -> str:
    return ", ".join(f"row {row}, column {column}" for row, column in np.argwhere(flags)[:5])
