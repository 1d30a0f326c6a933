"""Exact decompositions: volume and price, tenge and dollars, a share into volume and relative price.

Logarithms turn a product of factors into a sum without remainder, whichever factor is taken first.
:func:`additive_parts` brings the parts back to the unit of the amounts, still without remainder.

Two decompositions of many cells have modules of their own and can be had from here too: :func:`lmdi` (a sum of
products, defined at zeros) and :func:`constant_market_share` (exports by commodity and market).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from iidsp_analysis.measures.constant_market_share import (
    ConstantMarketShare,
    constant_market_share,
    constant_market_share_by_order,
)
from iidsp_analysis.measures.inputs import MeasureInputError, amounts
from iidsp_analysis.measures.lmdi import lmdi, lmdi_ratios
from iidsp_analysis.measures.logarithmic_mean import logarithmic_mean

__all__ = [
    "Amounts",
    "ConstantMarketShare",
    "additive_parts",
    "constant_market_share",
    "constant_market_share_by_order",
    "exchange_rate_parts",
    "lmdi",
    "lmdi_ratios",
    "log_parts",
    "logarithmic_mean",
    "share_parts",
    "volume_price_parts",
]

Amounts = float | pd.Series


def log_parts(start: Amounts, end: Amounts, factors: Mapping[str, Amounts], remainder: str) -> pd.DataFrame:
    """Log growth as the sum of known factors and the one that remains.

    ``ln(x¹ / x⁰) = Σ_k ln f_k + remainder``.

    Parameters
    ----------
    start, end : float or Series
        Amounts or shares in one unit, at least 0.
    factors : mapping of name to float or Series
        Ratios end / start (1.08, not 108), at least 0.
    remainder : str
        Name of the factor that is not measured itself.

    Returns
    -------
    DataFrame
        A row per label (one row for plain numbers), a column per factor, the remainder and ``total``; natural logs:
        0.01 is one log point, close to 1 %.

    Raises
    ------
    NegativeValueError
        If an amount or ratio is below zero.
    MeasureInputError
        If a Series has other labels.

    Notes
    -----
    A zero has no logarithm: start, end or factor 0 give NaN there, a factor NaN also in the remainder. For arrivals
    and exits use differences (`contribution_to_growth`, shift-share).

    References
    ----------
    Ang, B. W. (2015), Energy Policy 86, 233–238 (LMDI).
    """
    index = _labels([start, end, *factors.values()])
    known = {name: _log(factor, index, name) for name, factor in factors.items()}
    whole = _log(end, index, "The end") - _log(start, index, "The start")
    parts = pd.DataFrame(known, index=index)
    parts[remainder] = whole - parts.sum(axis=1, skipna=False)
    parts["total"] = whole
    return parts


def volume_price_parts(start: Amounts, end: Amounts, volume_ratio: Amounts) -> pd.DataFrame:
    """Nominal growth as volume growth and price growth.

    ``ln(N¹ / N⁰) = ln V + ln P``, ``P`` the implied deflator.

    Parameters
    ----------
    start, end : float or Series
        Amounts at current prices.
    volume_ratio : float or Series
        Volume index / 100 between the two periods, of the *same* aggregate.

    Returns
    -------
    DataFrame
        Columns ``volume, price, total``, natural logs.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`log_parts`.

    Notes
    -----
    Zero and missing as in :func:`log_parts`.
    """
    return log_parts(start, end, {"volume": volume_ratio}, "price")


def exchange_rate_parts(start: Amounts, end: Amounts, *, rate_start: Amounts, rate_end: Amounts) -> pd.DataFrame:
    """Growth in dollars as growth in tenge and the exchange rate.

    ``ln(U¹ / U⁰) = ln(N¹ / N⁰) − ln(e¹ / e⁰)``.

    Parameters
    ----------
    start, end : float or Series
        Amounts in tenge.
    rate_start, rate_end : float or Series
        Tenge per dollar, averages of the periods.

    Returns
    -------
    DataFrame
        Columns ``tenge, exchange_rate, total``, natural logs; a weaker tenge makes ``exchange_rate`` negative.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`log_parts`.

    Notes
    -----
    Zero and missing as in :func:`log_parts`.
    """
    index = _labels([start, end, rate_start, rate_end])
    tenge = _log(end, index, "The end") - _log(start, index, "The start")
    rate = _log(rate_start, index, "The exchange rate") - _log(rate_end, index, "The exchange rate")
    return pd.DataFrame({"tenge": tenge, "exchange_rate": rate, "total": tenge + rate}, index=index)


def share_parts(
    share_start: Amounts, share_end: Amounts, *, part_volume_ratio: Amounts, whole_volume_ratio: Amounts
) -> pd.DataFrame:
    """Change of a share as relative volume and relative price.

    ``ln(s¹ / s⁰) = ln(V_part / V_whole) + ln(P_part / P_whole)``.

    Parameters
    ----------
    share_start, share_end : float or Series
        Share of the part in the whole at current prices (fraction or per cent).
    part_volume_ratio, whole_volume_ratio : float or Series
        Volume index / 100 between the two periods, of the part and of the whole.

    Returns
    -------
    DataFrame
        Columns ``volume, relative_price, total``, natural logs. :func:`additive_parts` turns them into points of the
        share.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`log_parts`.

    Notes
    -----
    Zero and missing as in :func:`log_parts`. The share of manufacturing can stand still while its volume runs ahead
    of GDP: then its relative price fell.
    """
    index = _labels([share_start, share_end, part_volume_ratio, whole_volume_ratio])
    part, whole = _checked(part_volume_ratio, index, "volume"), _checked(whole_volume_ratio, index, "volume")
    return log_parts(share_start, share_end, {"volume": part / whole.where(whole > 0)}, "relative_price")


def additive_parts(parts: pd.DataFrame, start: Amounts, end: Amounts) -> pd.DataFrame:
    """Log parts in the unit of the amounts: they sum exactly to end − start.

    ``Δ_k = L(x¹, x⁰) · part_k`` (LMDI-I).

    Parameters
    ----------
    parts : DataFrame
        Result of a decomposition of this module.
    start, end : float or Series
        The amounts (or shares) that were decomposed.

    Returns
    -------
    DataFrame
        Same columns in the unit of the amounts; ``total`` is end − start.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`log_parts`.

    References
    ----------
    Ang, B. W. (2005), Energy Policy 33, 867–871.
    """
    first, last = _checked(start, parts.index, "The start"), _checked(end, parts.index, "The end")
    return parts.mul(logarithmic_mean(first, last), axis=0)


def _labels(inputs: list[Amounts]) -> pd.Index:
    """Return the labels of the first Series; one row for plain numbers."""
    return next((each.index for each in inputs if isinstance(each, pd.Series)), pd.RangeIndex(1))


def _checked(values: Amounts, index: pd.Index, name: str) -> pd.Series[float]:
    if not isinstance(values, pd.Series):
        return amounts(pd.Series(float(values), index=index), name)
    odd = values.index.symmetric_difference(index)
    if len(odd):
        raise MeasureInputError(f"{name} has other labels than the rest.", where=", ".join(map(str, odd[:5])))
    return amounts(values, name).reindex(index)


def _log(values: Amounts, index: pd.Index, name: str) -> pd.Series[float]:
    checked = _checked(values, index, name)
    return pd.Series(np.log(checked.where(checked > 0)), index=index)
