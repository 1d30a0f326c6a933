"""Regionalisation: a region's input coefficients from the country's, where no regional table exists.

A region buys a part of its inputs outside. Flegg's location quotient guesses which part from two facts: how heavy the
selling industry is in the region relative to the buying one, and how small the region is. It is a guess: the
parameter ``δ`` differs between regions of one country, so :func:`multiplier_band` belongs to every result.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.input_output import square
from iidsp_analysis.measures.inputs import MeasureInputError, aligned, amounts
from iidsp_analysis.measures.leontief import leontief_inverse
from iidsp_analysis.measures.linkage_multipliers import output_multipliers

#: Half of the range of δ that survey-based regional tables support around their usual value of 0.25.
DELTA_HALF_WIDTH: Final = 0.05


def flegg_location_quotients(region: pd.Series[float], country: pd.Series[float], *, delta: float) -> pd.DataFrame:
    """Flegg's location quotients: how much of its need for an input a region can cover itself.

    ``FLQ_ij = CILQ_ij λ`` with ``CILQ_ij = SLQ_i / SLQ_j``, ``SLQ_i`` on the diagonal and
    ``λ = [log₂(1 + x_r / X)]^δ``.

    Parameters
    ----------
    region, country : Series by industry
        Output or jobs of the region and of the country (the region included), in one unit.
    delta : float
        ``δ``, at least 0 and below 1; no default. Survey tables support 0.25 ± 0.05 on average (Finland); larger
        values make a small region buy more outside, 0 leaves its size out.

    Returns
    -------
    DataFrame, selling × buying industry
        Ratios; above 1 there is enough in the region. Not capped here.

    Raises
    ------
    MeasureInputError
        If δ is out of range, labels differ, or the region has more of an industry than the country.

    Notes
    -----
    Column of an industry that the region lacks: 0, it buys nothing; row: 0, all is bought outside. A missing amount of
    the region is refused.

    References
    ----------
    Flegg, A. T. & Webber, C. D. (1997), Regional Studies 31, 795–805; Flegg, A. T. & Tohmo, T. (2013), Regional
    Studies 47, 703–721 (20 Finnish regions, choice of δ).

    Examples
    --------
    >>> import pandas as pd
    >>> region, country = pd.Series({"a": 30.0, "b": 70.0}), pd.Series({"a": 200.0, "b": 800.0})
    >>> flegg_location_quotients(region, country, delta=0.0).round(3)
           a      b
    a  1.500  1.714
    b  0.583  0.875
    """
    if not 0 <= delta < 1:
        raise MeasureInputError(f"δ is {delta:g}; it must be at least 0 and below 1.", what_next="Try 0.25.")
    whole = amounts(country, "The country")
    own = aligned(region, whole.index, "The region")
    _refuse_odd(own, whole, region)
    share = float(own.sum() / whole.sum())
    simple = (own / whole.where(whole > 0)).fillna(0.0) / share
    buying = simple.to_numpy()
    with_buyer = np.where(buying > 0, buying, 1.0)
    quotients = np.where(buying > 0, simple.to_numpy()[:, None] / with_buyer, 0.0)
    np.fill_diagonal(quotients, buying)
    return pd.DataFrame(quotients * np.log2(1 + share) ** delta, index=whole.index, columns=whole.index)


def regional_coefficients(national: pd.DataFrame, quotients: pd.DataFrame) -> pd.DataFrame:
    """Regional input coefficients: what a region's industries buy from the region itself per unit of output.

    ``r_ij = min(FLQ_ij, 1) a_ij``.

    Parameters
    ----------
    national : DataFrame, industry × industry
        Technical coefficients of the country. With imports included they are the technology, and the quotient must
        also stand for imports; without imports the result is the region's trade within the country only.
    quotients : DataFrame, industry × industry
        :func:`flegg_location_quotients`.

    Returns
    -------
    DataFrame, industry × industry
        Money per money, never above the national coefficient.

    Raises
    ------
    MeasureInputError
        If labels differ or a value is negative or missing.

    Notes
    -----
    The region is taken to produce with the country's technology. Two-way trade of one product is not seen, so
    coefficients of an industry at FLQ ≥ 1 are too high by what is bought outside nevertheless.

    References
    ----------
    Flegg & Webber (1997); Flegg & Tohmo (2013).
    """
    coefficients, cover = square(national, "The national coefficients"), square(quotients, "The quotients")
    odd = coefficients.index.symmetric_difference(cover.index)
    if len(odd):
        raise MeasureInputError("Coefficients and quotients have different industries.", where=_names(odd))
    return coefficients * cover.reindex(index=coefficients.index, columns=coefficients.columns).clip(upper=1.0)


def multiplier_band(
    national: pd.DataFrame,
    region: pd.Series[float],
    country: pd.Series[float],
    *,
    delta: float,
    half_width: float = DELTA_HALF_WIDTH,
) -> pd.DataFrame:
    """Output multipliers of the region over the range of δ: how much of the result is the choice of δ.

    Parameters
    ----------
    national : DataFrame, industry × industry
        Technical coefficients of the country.
    region, country, delta
        As in :func:`flegg_location_quotients`.
    half_width : float
        δ is moved by that much to both sides.

    Returns
    -------
    DataFrame by industry
        ``low`` (at δ + half_width), ``central`` (at δ), ``high`` (at δ − half_width).

    Raises
    ------
    MeasureInputError
        As in :func:`flegg_location_quotients`; also if the moved δ leaves its range.

    Notes
    -----
    The band is that of δ alone, not of technology and two-way trade: the error can be larger. In survey tables of
    20 Finnish regions δ had to vary across regions to give satisfactory multipliers (Flegg & White 2008).

    References
    ----------
    Flegg & Tohmo (2013); Flegg, A. T. & White, P. (2008), Regional Input–Output Models and the FLQ Formula, UWE
    Discussion Paper 0808.
    """

    def at(moved: float) -> pd.Series[float]:
        cover = flegg_location_quotients(region, country, delta=moved)
        return output_multipliers(leontief_inverse(regional_coefficients(national, cover)))

    return pd.DataFrame({"low": at(delta + half_width), "central": at(delta), "high": at(delta - half_width)})


def _refuse_odd(own: pd.Series[float], whole: pd.Series[float], region: pd.Series[float]) -> None:
    unknown = region.index.difference(whole.index)
    if len(unknown):
        raise MeasureInputError("The country lacks an industry of the region.", where=_names(unknown))
    missing = own.index[(own.isna() | whole.isna()).to_numpy()]
    if len(missing):
        raise MeasureInputError("An industry has no figure.", where=_names(missing), what_next="Give 0 if it has none.")
    above = own.index[(own > whole * (1 + 1e-9)).to_numpy()]
    if len(above):
        raise MeasureInputError("The region has more of an industry than the country.", where=_names(above))
    if own.sum() == 0:
        raise MeasureInputError("The region is empty.")


def _names(labels: pd.Index) -> str:
    return ", ".join(map(str, labels[:5]))
