"""Concentration: whether a region lives on few industries, and how far its structure is from a reference."""

from __future__ import annotations

from typing import Final, overload

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, aligned, region_by_industry, shares_of_total, total_by

#: Words that `krugman_index` takes as its reference.
REFERENCES: Final = ("whole", "rest", "mean_of_others")


@overload
def herfindahl_index(values: pd.Series[float]) -> float: ...
@overload
def herfindahl_index(values: pd.DataFrame) -> pd.Series[float]: ...
def herfindahl_index(values: pd.Series[float] | pd.DataFrame) -> float | pd.Series[float]:
    """Herfindahl index: how concentrated a region is on few industries.

    ``H_r = Σ_c (x_rc / x_r)²``; ``1 / H`` is the equivalent number of equally large industries.

    Parameters
    ----------
    values : DataFrame, region × industry, or Series by industry
        Amounts in one unit, at least 0. Transpose the frame to ask how few regions hold an industry.

    Returns
    -------
    Series by region, or float
        Between 1 / (number of industries) and 1.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    A zero cell adds nothing. An empty region is NaN; so is a region with a missing cell: its shares are unknown.

    References
    ----------
    Hirschman, A. O. (1945); Herfindahl, O. C. (1950); Farhauer, O. & Kröll, A. (2014), *Standorttheorien*.

    Examples
    --------
    >>> import pandas as pd
    >>> round(herfindahl_index(pd.Series([50.0, 20.0, 20.0, 10.0])), 2)
    0.34
    """
    if isinstance(values, pd.Series):
        return float(herfindahl_index(values.to_frame().T).iloc[0])
    return total_by(_row_shares(region_by_industry(values)) ** 2, 1)


@overload
def normalised_herfindahl_index(values: pd.Series[float]) -> float: ...
@overload
def normalised_herfindahl_index(values: pd.DataFrame) -> pd.Series[float]: ...
def normalised_herfindahl_index(values: pd.Series[float] | pd.DataFrame) -> float | pd.Series[float]:
    """Herfindahl index on a scale from 0 (all industries equally large) to 1 (a single one).

    ``H* = (H − 1/n) / (1 − 1/n)`` with ``n`` industries in the classification, zeros counted.

    Parameters
    ----------
    values : DataFrame, region × industry, or Series by industry
        As in :func:`herfindahl_index`.

    Returns
    -------
    Series by region, or float
        Between 0 and 1.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    ``n`` is the number of columns, so an industry that no region has moves the scale (unlike the raw index). With
    one industry the index has no meaning and is NaN.

    References
    ----------
    As :func:`herfindahl_index`.
    """
    if isinstance(values, pd.Series):
        return float(normalised_herfindahl_index(values.to_frame().T).iloc[0])
    count = values.shape[1]
    least = 1 / count if count > 1 else np.nan
    return (herfindahl_index(values) - least) / (1 - least)


def krugman_index(values: pd.DataFrame, *, reference: str | pd.Series[float]) -> pd.Series[float]:
    """Krugman index: how different the industrial structure of a region is from its reference.

    ``K_r = Σ_c |x_rc / x_r − s_c|``.

    Parameters
    ----------
    values : DataFrame, region × industry
        Amounts in one unit, at least 0.
    reference : {"whole", "rest", "mean_of_others"} or Series by industry
        What ``s`` is. ``whole``: all regions pooled, the region *itself included*; ``rest``: all other regions
        pooled; ``mean_of_others``: the plain mean of the other regions' shares; a Series: amounts of the country,
        taken as they stand (so they include the region if it is a part of that country).

    Returns
    -------
    Series by region
        0 (same structure) to 2 (no industry in common); half of it is the share that would have to move.

    Raises
    ------
    MeasureInputError
        If the reference is none of these words, or lacks an industry.
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    An empty region is NaN and counts in nobody's reference. A missing cell makes its region NaN, and every
    reference into which the region enters; hand over the country's amounts to keep the other regions.

    References
    ----------
    Krugman, P. (1991), *Geography and Trade*; ``mean_of_others``: Midelfart-Knarvik, Overman, Redding & Venables
    (2000), *The location of European industry*.
    """
    amounts_by_industry = region_by_industry(values)
    shares = _row_shares(amounts_by_industry)
    return total_by((shares - _reference_shares(amounts_by_industry, shares, reference)).abs(), 1)


def _row_shares(values: pd.DataFrame) -> pd.DataFrame:
    by_region = total_by(values, 1)
    return values.div(by_region.where(by_region > 0), axis=0)


def _reference_shares(
    values: pd.DataFrame, shares: pd.DataFrame, reference: str | pd.Series[float]
) -> pd.DataFrame | pd.Series[float]:
    if isinstance(reference, pd.Series):
        return shares_of_total(aligned(reference, values.columns, "The Krugman reference"))
    if reference == "whole":
        return shares_of_total(total_by(values, 0))
    if reference == "rest":
        return _row_shares((total_by(values, 0) - values).clip(lower=0))
    if reference == "mean_of_others":
        return _mean_of_others(shares, total_by(values, 1) == 0)
    raise MeasureInputError(
        f"«{reference}» is no reference of the Krugman index.",
        what_next=f"Use one of {', '.join(REFERENCES)}, or the amounts of the country by industry.",
    )


def _mean_of_others(shares: pd.DataFrame, empty: pd.Series[bool]) -> pd.DataFrame:
    """Return, for every region, the mean share over the others that are not empty."""
    counted = shares.copy()
    counted.loc[empty] = 0.0
    others = (~empty).sum() - (~empty).astype(float)
    return (total_by(counted, 0) - counted).div(others.where(others > 0), axis=0)
