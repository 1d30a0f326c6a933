"""Growth: rates, and contributions of parts to the growth of a whole or to a change of their share in it.

In per cent and percentage points. Amounts may be at current or constant prices: the caller says which, the formulas
are the same. Missing stays missing; a zero base has no rate (NaN).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, amounts, total

Number = TypeVar("Number", float, "pd.Series[float]", pd.DataFrame)


def growth_rate(start: Number, end: Number) -> Number:
    """Growth in per cent.

    ``100 (x¹ / x⁰ − 1)``.

    Parameters
    ----------
    start, end : float, Series or DataFrame
        Amounts in one unit, at least 0; same labels.

    Returns
    -------
    float, Series or DataFrame
        Per cent; −100 and above.

    Raises
    ------
    NegativeValueError
        If an amount is below zero: its growth has no meaning.

    Notes
    -----
    Base 0 gives NaN (an arrival has no rate), also where the end is 0.

    Examples
    --------
    >>> growth_rate(400.0, 440.0)
    10.0
    """
    if isinstance(start, pd.Series | pd.DataFrame):
        base = amounts(start, "The base")
        return (amounts(end, "The end") - base) / base.where(base > 0) * 100
    return float(growth_rate(pd.Series([float(start)]), pd.Series([float(end)])).iloc[0])


def contribution_to_growth(
    start: pd.Series[float], end: pd.Series[float], *, whole_start: float | None = None
) -> pd.Series[float]:
    """Contribution of each part to the growth of the whole.

    ``100 (x_i¹ − x_i⁰) / X⁰``.

    Parameters
    ----------
    start, end : Series by part
        Amounts in one unit, at least 0; same labels.
    whole_start : float, optional
        Published ``X⁰``; default the sum of the parts.

    Returns
    -------
    Series by part
        Percentage points; their sum is the growth of the whole in per cent.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If the labels of the two periods differ.

    Notes
    -----
    A part with base 0 contributes its whole end value. A missing part is NaN and, unless `whole_start` is given,
    makes all others NaN; so does a whole of 0.

    References
    ----------
    Eurostat (2013), *Handbook on quarterly national accounts*, ch. on contributions to growth.
    """
    before, after = _same_parts(start, end)
    return (after - before) / _whole(before, whole_start) * 100


def contribution_to_volume_growth(
    previous_year: pd.Series[float], volume_index: pd.Series[float], *, whole_previous_year: float | None = None
) -> pd.Series[float]:
    """Contribution of each part to the volume growth of the whole, with previous-year weights.

    ``x_i⁰ / X⁰ · (I_i − 100)``.

    Parameters
    ----------
    previous_year : Series by part
        Amounts of the previous year at its own prices, at least 0.
    volume_index : Series by part
        Volume index, previous year = 100.
    whole_previous_year : float, optional
        Published ``X⁰``; default the sum of the parts.

    Returns
    -------
    Series by part
        Percentage points; their sum + 100 is the Laspeyres volume index of the whole.

    Raises
    ------
    NegativeValueError
        If an amount or an index is below zero.
    MeasureInputError
        If the labels differ.

    Notes
    -----
    A part whose index is not published is NaN. A part with base 0 contributes 0: a chain-linked index has no
    previous-year weight for it.
    """
    weights, index = _same_parts(previous_year, volume_index)
    share = weights / _whole(weights, whole_previous_year)
    return (share * (index - 100)).where(weights != 0, 0.0)


def contribution_to_share_change(
    start: pd.Series[float], end: pd.Series[float], *, whole_start: float, whole_end: float
) -> pd.Series[float]:
    """Contribution of each part to the change of their joint share in a whole.

    ``100 (x_i¹ / W¹ − x_i⁰ / W⁰)``: of each region's manufacturing to the manufacturing share of GDP.

    Parameters
    ----------
    start, end : Series by part
        Amounts in one unit, at least 0; same labels.
    whole_start, whole_end : float
        The whole (GDP) in the same unit.

    Returns
    -------
    Series by part
        Percentage points; their sum is the change of the share.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If the labels of the two periods differ.

    Notes
    -----
    Zero parts are defined; a missing part is NaN and leaves the others; a whole of 0 or missing gives NaN.
    """
    before, after = _same_parts(start, end)
    return (after / _whole(after, whole_end) - before / _whole(before, whole_start)) * 100


def _same_parts(start: pd.Series[float], end: pd.Series[float]) -> tuple[pd.Series[float], pd.Series[float]]:
    odd = start.index.symmetric_difference(end.index)
    if len(odd):
        raise MeasureInputError("The parts of the two Series differ.", where=", ".join(map(str, odd[:5])))
    before = amounts(start, "The first Series of parts")
    return before, amounts(end, "The second Series of parts").reindex(before.index)


def _whole(parts: pd.Series[float], published: float | None) -> float:
    whole = total(parts if published is None else amounts(pd.Series([published]), "The whole"))
    return whole if whole > 0 else np.nan
