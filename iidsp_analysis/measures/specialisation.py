"""Specialisation: which industries weigh more in a region than in the country as a whole.

All three measures compare the share of an industry in its region with its share in the country. Published totals
may be handed over where the frame is only a part of the economy (manufacturing alone) or has missing cells;
otherwise the totals are the sums of the frame, and a sum with a missing part is missing.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import aligned, amounts, region_by_industry, total, total_by


def location_quotient(
    values: pd.DataFrame,
    *,
    region_totals: pd.Series[float] | None = None,
    industry_totals: pd.Series[float] | None = None,
    grand_total: float | None = None,
) -> pd.DataFrame:
    """Location quotient: how many times heavier an industry is in the region than in the country.

    ``LQ_rc = (x_rc / x_r) / (X_c / X)``; on exports it is the index of Balassa.

    Parameters
    ----------
    values : DataFrame, region × industry
        Amounts in one unit, at least 0: value added, employment, exports.
    region_totals : Series by region, optional
        Published ``x_r``; default the row sums.
    industry_totals : Series by industry, optional
        Published ``X_c``; default the column sums (the country then *includes* the region itself).
    grand_total : float, optional
        Published ``X``; default the sum of ``X_c``.

    Returns
    -------
    DataFrame, region × industry
        Ratios: 1 = as in the country, at least 0.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If a total lacks a label of the frame.

    Notes
    -----
    A zero cell has LQ 0. An empty region and an industry found nowhere get NaN and change nothing else. A missing
    cell is NaN; without published totals it makes its row's, its column's and the grand total missing too.

    References
    ----------
    Florence, P. S. (1929); Isard, W. (1960), *Methods of Regional Analysis*, ch. 7; Balassa, B. (1965),
    Manchester School 33, 99–123.

    Examples
    --------
    >>> import pandas as pd
    >>> location_quotient(pd.DataFrame({"C": [30.0, 10.0], "A": [10.0, 50.0]}, index=["north", "south"])).round(2)
              C     A
    north  1.88  0.42
    south  0.42  1.39
    """
    local, country = _shares(region_by_industry(values), region_totals, industry_totals, grand_total)
    return local.div(country.where(country > 0), axis=1)


def additive_location_quotient(
    values: pd.DataFrame,
    *,
    region_totals: pd.Series[float] | None = None,
    industry_totals: pd.Series[float] | None = None,
    grand_total: float | None = None,
) -> pd.DataFrame:
    """Additive location quotient: by how much of the region's total an industry is heavier there.

    ``ALQ_rc = x_rc / x_r − X_c / X``.

    Parameters
    ----------
    values, region_totals, industry_totals, grand_total
        As in :func:`location_quotient`.

    Returns
    -------
    DataFrame, region × industry
        Differences of shares, −1 to 1; 0 = as in the country. A row sums to 0 when the frame covers the whole economy.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`location_quotient`.

    Notes
    -----
    Small industries, whose LQ jumps, stay small here. Empty and missing cells as in :func:`location_quotient`.

    References
    ----------
    Hoen, A. R. & Oosterhaven, J. (2006), Annals of Regional Science 40, 293–308.
    """
    local, country = _shares(region_by_industry(values), region_totals, industry_totals, grand_total)
    return local.sub(country.where(country > 0), axis=1)


def symmetric_location_quotient(
    values: pd.DataFrame,
    *,
    region_totals: pd.Series[float] | None = None,
    industry_totals: pd.Series[float] | None = None,
    grand_total: float | None = None,
) -> pd.DataFrame:
    """Symmetric location quotient: over- and under-representation on a scale with equal arms.

    ``SLQ = (LQ − 1) / (LQ + 1)``.

    Parameters
    ----------
    values, region_totals, industry_totals, grand_total
        As in :func:`location_quotient`.

    Returns
    -------
    DataFrame, region × industry
        −1 (absent) to 1; 0 = as in the country.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`location_quotient`.

    Notes
    -----
    Twice as heavy (LQ 2) and half as heavy (LQ ½) lie equally far from 0. Empty and missing cells as in
    :func:`location_quotient`.

    References
    ----------
    Dalum, B., Laursen, K. & Villumsen, G. (1998), International Review of Applied Economics 12, 423–443.
    """
    quotient = location_quotient(
        values, region_totals=region_totals, industry_totals=industry_totals, grand_total=grand_total
    )
    return (quotient - 1) / (quotient + 1)


def _shares(
    values: pd.DataFrame,
    region_totals: pd.Series[float] | None,
    industry_totals: pd.Series[float] | None,
    grand_total: float | None,
) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Return industry shares within each region and, for the same industries, within the country."""
    by_region = _totals(values, region_totals, axis=1, name="region_totals")
    by_industry = _totals(values, industry_totals, axis=0, name="industry_totals")
    whole = total(by_industry) if grand_total is None else _grand(grand_total)
    country = by_industry / (whole if whole > 0 else np.nan)
    return values.div(by_region.where(by_region > 0), axis=0), country


def _totals(
    values: pd.DataFrame, published: pd.Series[float] | None, *, axis: Literal[0, 1], name: str
) -> pd.Series[float]:
    if published is None:
        return total_by(values, axis)
    return aligned(published, values.index if axis == 1 else values.columns, name)


def _grand(grand_total: float) -> float:
    return float(amounts(pd.Series([grand_total]), "grand_total").iloc[0])
