"""Shift-share: how much of a region's change is the country's, its industries', and its own.

Every variant is computed for all regions and industries at once and adds up exactly: parts to the change, cell by
cell, by region and by industry. The country is the sum of the regions unless its published amounts are handed over.

Zero bases are defined. The regional shift is ``x¹ − x⁰(1 + g_c)``, so an industry that was absent and appears is
wholly a regional shift; a variant that would need the rate of growth of the absent industry books the arrival in
`competitive_effect` or `regional_industry_expected`. An empty region or industry has zeros and changes nothing else.
A missing cell has no change and no regional shift; unless the country's amounts are given, the country is then
missing too, and with it every national part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.shift_share_parts import (
    ShiftShare,
    classic_parts,
    framed,
    growth_of,
    homothetic,
    rate,
    split_shift,
    times,
)

__all__ = [
    "ShiftShare",
    "arcelus_shift_share",
    "classic_shift_share",
    "dynamic_shift_share",
    "esteban_marquillas_shift_share",
]

Method = Callable[..., ShiftShare]


def classic_shift_share(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    country_start: pd.Series[float] | None = None,
    country_end: pd.Series[float] | None = None,
) -> ShiftShare:
    """Shift-share of Dunn: national growth, industry mix and regional shift of every cell.

    ``NG = x⁰ g``, ``IM = x⁰ (g_c − g)``, ``RS = x¹ − x⁰ (1 + g_c)``.

    Parameters
    ----------
    start, end : DataFrame, region × industry
        Amounts of the two periods in one unit and on one set of borders, at least 0.
    country_start, country_end : Series by industry, optional
        The country's amounts; both or none. Default the sums over regions.

    Returns
    -------
    ShiftShare
        Parts ``national_growth, industry_mix, regional_shift``, in the unit of the amounts.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If the labels of the two periods differ, one country Series is missing, or a region has an industry in the
        base period that the country has not.

    Notes
    -----
    Zero and missing cells: see the module. At current prices the parts contain prices; say so beside the result.
    If the country is the sum of the regions, industry mix and regional shift sum to 0 over all cells.

    References
    ----------
    Dunn, E. S. (1960), Papers of the Regional Science Association 6, 97–112.

    Examples
    --------
    >>> import pandas as pd
    >>> start = pd.DataFrame({"C": [100.0, 100.0], "A": [100.0, 0.0]}, index=["north", "south"])
    >>> end = pd.DataFrame({"C": [135.0, 115.0], "A": [80.0, 0.0]}, index=["north", "south"])
    >>> classic_shift_share(start, end).by_region().round(6)
           national_growth  industry_mix  regional_shift  change
    north             20.0         -15.0            10.0    15.0
    south             10.0          15.0           -10.0    15.0
    """
    growth = growth_of(start, end, country_start, country_end)
    return framed(growth, classic_parts(growth))


def esteban_marquillas_shift_share(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    country_start: pd.Series[float] | None = None,
    country_end: pd.Series[float] | None = None,
) -> ShiftShare:
    """Shift-share of Esteban-Marquillas: the regional shift freed from the region's specialisation.

    With the homothetic amount ``h = x_r⁰ X_c⁰ / X⁰``: ``CE = h (g_rc − g_c)``, ``AE = (x⁰ − h)(g_rc − g_c)``.

    Parameters
    ----------
    start, end, country_start, country_end
        As in :func:`classic_shift_share`.

    Returns
    -------
    ShiftShare
        Parts ``national_growth, industry_mix, competitive_effect, allocation_effect``; the last two sum to the
        classic regional shift. A positive allocation effect: specialised where it grows faster than the country.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`classic_shift_share`.

    Notes
    -----
    A cell with base 0 has no ``g_rc``: its arrival is competitive effect, its allocation effect is 0. A missing cell
    makes ``h`` of its region missing.

    References
    ----------
    Esteban-Marquillas, J. M. (1972), Regional and Urban Economics 2, 249–261.
    """
    growth = growth_of(start, end, country_start, country_end)
    parts = classic_parts(growth)
    parts["competitive_effect"], parts["allocation_effect"] = split_shift(growth, parts.pop("regional_shift"))
    return framed(growth, parts)


def arcelus_shift_share(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    country_start: pd.Series[float] | None = None,
    country_end: pd.Series[float] | None = None,
) -> ShiftShare:
    """Shift-share of Arcelus: every effect split by what specialisation adds to it.

    The expected amount ``h`` and the differential ``x⁰ − h`` each times ``g``, ``g_c − g``, ``g_r − g`` and
    ``(g_rc − g_r) − (g_c − g)``: eight parts.

    Parameters
    ----------
    start, end, country_start, country_end
        As in :func:`classic_shift_share`.

    Returns
    -------
    ShiftShare
        Parts ``{national, industry, regional, regional_industry}_{expected, differential}``.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`classic_shift_share`.

    Notes
    -----
    ``regional_expected + regional_industry_expected`` is the competitive effect of Esteban-Marquillas and the two
    differentials are its allocation effect, also at base 0.

    References
    ----------
    Arcelus, F. J. (1984), Growth and Change 15, 3–8.
    """
    growth = growth_of(start, end, country_start, country_end)
    expected = homothetic(growth)
    differential = growth.start - expected
    competitive, allocation = split_shift(growth, classic_parts(growth)["regional_shift"])
    region_before, region_after = growth.start.sum(axis=1), growth.end.sum(axis=1)
    ahead = (rate(region_before, region_after) - growth.whole)[:, None]
    mix = growth.industry - growth.whole
    regional = (times(expected, ahead), times(differential, ahead))
    parts = {
        "national_expected": times(expected, growth.whole),
        "national_differential": times(differential, growth.whole),
        "industry_expected": times(expected, mix),
        "industry_differential": times(differential, mix),
        "regional_expected": regional[0],
        "regional_differential": regional[1],
        "regional_industry_expected": competitive - regional[0],
        "regional_industry_differential": allocation - regional[1],
    }
    return framed(growth, parts)


def dynamic_shift_share(
    by_year: Mapping[int, pd.DataFrame],
    *,
    country: Mapping[int, pd.Series[float]] | None = None,
    method: Method = classic_shift_share,
) -> ShiftShare:
    """Dynamic shift-share of Barff & Knight: the yearly parts, summed.

    Parameters
    ----------
    by_year : mapping of year to DataFrame, region × industry
        Amounts of consecutive years, in any order of keys.
    country : mapping of year to Series by industry, optional
        The country's amounts of the same years; default the sums over regions.
    method : function
        The yearly decomposition; default :func:`classic_shift_share`.

    Returns
    -------
    ShiftShare
        The method's parts, summed over the years; ``change`` is last year less first.

    Raises
    ------
    MeasureInputError
        If there are fewer than two years, a year is left out, or the country lacks a year.
    NegativeValueError
        If an amount is below zero.

    Notes
    -----
    The mix is updated every year, so a structure that changes on the way is not judged by its first year. A cell
    missing in any year is missing in the sum.

    References
    ----------
    Barff, R. A. & Knight, P. L. (1988), Growth and Change 19, 1–10.
    """
    years = _consecutive(by_year, country)
    reference = country or {}
    yearly = [
        method(by_year[before], by_year[after], country_start=reference.get(before), country_end=reference.get(after))
        for before, after in pairwise(years)
    ]
    return _summed(yearly)


def _summed(yearly: list[ShiftShare]) -> ShiftShare:
    first = yearly[0]
    parts = {name: _sum([result.parts[name] for result in yearly]) for name in first.parts}
    return ShiftShare(first.start, _sum([result.change for result in yearly]), parts)


def _sum(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Add frames by label, in the order of the first; a missing cell is missing in the sum."""
    summed = frames[0]
    for frame in frames[1:]:
        summed = summed + frame.reindex(index=summed.index, columns=summed.columns)
    return summed


def _consecutive(by_year: Mapping[int, pd.DataFrame], country: Mapping[int, pd.Series[float]] | None) -> list[int]:
    years = sorted(by_year)
    if len(years) < 2 or years != list(range(years[0], years[-1] + 1)):
        raise MeasureInputError(
            "The dynamic shift-share needs two or more consecutive years.", where=", ".join(map(str, years))
        )
    absent = sorted(set(years) - set(country)) if country is not None else []
    if absent:
        raise MeasureInputError("The country lacks years.", where=", ".join(map(str, absent)))
    return years
