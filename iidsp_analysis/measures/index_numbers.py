"""Index numbers: chained volume indices and the prices they imply.

An index has 100 in its reference year. Missing stays missing.
"""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.measures.inputs import Labelled, MeasureInputError, amounts


def chain_index(previous_year_100: pd.Series[float], *, reference_year: int) -> pd.Series[float]:
    """Chain yearly indices (previous year = 100) into one with the reference year = 100.

    Parameters
    ----------
    previous_year_100 : Series by year
        Consecutive years; a year that is not published is NaN, not left out.
    reference_year : int
        A year of the Series, or the year before its first.

    Returns
    -------
    Series by year
        Level, reference year = 100; begins with the year before the first link.

    Raises
    ------
    MeasureInputError
        If years are left out or the reference year lies outside.
    NegativeValueError
        If an index is below zero.

    Notes
    -----
    A missing link makes every year missing that lies beyond it, seen from the reference year. A link of 0 (activity
    stopped) gives 0 from there on, and no level before it when the reference year lies after. Chained volumes of
    parts do not add up to the whole.

    References
    ----------
    United Nations et al. (2009), *System of National Accounts 2008*, ch. 15, part D.

    Examples
    --------
    >>> import pandas as pd
    >>> chain_index(pd.Series({2016: 101.8, 2017: 106.1}), reference_year=2015).round(2).to_dict()
    {2015: 100.0, 2016: 101.8, 2017: 108.01}
    """
    links = amounts(previous_year_100, "The yearly index").sort_index() / 100
    years = _years(links, reference_year)
    after = links.loc[links.index > reference_year].cumprod(skipna=False)
    back = links.loc[links.index <= reference_year].iloc[::-1]
    before = (1 / back.where(back > 0)).cumprod(skipna=False)
    before.index = before.index - 1
    level: pd.Series[float] = pd.concat([before, pd.Series({reference_year: 1.0}), after]) * 100
    return level.reindex(years)


def unchain_index(level: pd.Series[float]) -> pd.Series[float]:
    """Turn a chained index, or any yearly level, back into previous year = 100: the inverse of `chain_index`.

    Parameters
    ----------
    level : Series by year
        Levels at least 0 of consecutive years.

    Returns
    -------
    Series by year
        Previous year = 100, without the first year.

    Raises
    ------
    MeasureInputError
        If years are left out.
    NegativeValueError
        If a level is below zero.

    Notes
    -----
    NaN beside a missing level and after a level of 0.
    """
    checked = amounts(level, "The level").sort_index()
    _consecutive(checked)
    previous = checked.shift(1)
    return (checked / previous.where(previous > 0) * 100).iloc[1:]


def implied_deflator(nominal_index: Labelled, volume_index: Labelled) -> Labelled:
    """Price index implied by a nominal and a volume index of the same thing.

    ``100 · nominal / volume``.

    Parameters
    ----------
    nominal_index, volume_index : Series or DataFrame
        Indices with one base = 100 (previous year or one reference year); same labels.

    Returns
    -------
    Series or DataFrame
        Price index on the same base.

    Raises
    ------
    NegativeValueError
        If an index is below zero.

    Notes
    -----
    NaN where the volume index is 0 or missing. Value added must be divided by the index of value added, not by that
    of production.
    """
    volume = amounts(volume_index, "The volume index")
    return amounts(nominal_index, "The nominal index") / volume.where(volume > 0) * 100


def _years(links: pd.Series[float], reference_year: int) -> list[int]:
    """Return all years of the level: one more than there are links."""
    years = _consecutive(links)
    span = [years[0] - 1, *years]
    if reference_year not in span:
        raise MeasureInputError(
            f"The reference year {reference_year} lies outside {span[0]}–{span[-1]}.", what_next="Choose one inside."
        )
    return span


def _consecutive(yearly: pd.Series[float]) -> list[int]:
    years = [int(year) for year in yearly.index]
    if not years or years != list(range(years[0], years[-1] + 1)):
        raise MeasureInputError(
            "A yearly index needs consecutive years.",
            where=", ".join(map(str, years)),
            what_next="Keep a year that is not published as a missing value.",
        )
    return years
