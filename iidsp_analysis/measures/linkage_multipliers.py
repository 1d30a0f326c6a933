"""Multipliers: output, value added, jobs or any other row that one unit of final demand sets in motion.

Two words are kept apart that publications mix up: an *effect* is an amount per unit of final demand (Eurostat's
manual calls it the multiplier), a *multiplier* here is the effect divided by its direct part (type I). Households'
spending of what they earn (type II) is not in them.
"""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.measures.input_output import square
from iidsp_analysis.measures.inputs import MeasureInputError, aligned, amounts, as_floats
from iidsp_analysis.measures.linkages import backward_linkages


def output_multipliers(leontief: pd.DataFrame) -> pd.Series[float]:
    """Output multiplier: output of all industries per unit of final demand for one.

    ``o_j = Σ_i l_ij``.

    Parameters
    ----------
    leontief : DataFrame, industry × industry
        Leontief inverse.

    Returns
    -------
    Series by industry
        Money per money, at least 1.

    Notes
    -----
    Output counts inputs again at every stage; value added does not.

    References
    ----------
    Miller & Blair (2009), eq. 6.1; Eurostat (2008), ch. 15.
    """
    return backward_linkages(leontief, normalised=False)


def direct_coefficients(rows: pd.DataFrame, output: pd.Series[float]) -> pd.DataFrame:
    """Direct coefficients: value added, jobs or another row per unit of an industry's own output.

    ``h_kj = h_kj / x_j``.

    Parameters
    ----------
    rows : DataFrame, row × industry
        Amounts of any unit (a row may be negative: taxes less subsidies).
    output : Series by industry
        In the table's money.

    Returns
    -------
    DataFrame, row × industry
        Unit of the row per unit of output.

    Raises
    ------
    MeasureInputError
        If the output lacks an industry.

    Notes
    -----
    An industry without output has coefficient 0; a missing amount stays missing.
    """
    whole = aligned(output, rows.columns, "The output")
    return (as_floats(rows, "The rows") / whole.where(whole > 0)).where((whole > 0) | rows.isna(), 0.0)


def effects(leontief: pd.DataFrame, coefficients: pd.DataFrame) -> pd.DataFrame:
    """Effect: value added, jobs or another row, in all industries, per unit of final demand for one.

    ``e_kj = Σ_i h_ki l_ij``.

    Parameters
    ----------
    leontief : DataFrame, industry × industry
        Leontief inverse.
    coefficients : DataFrame, row × industry
        :func:`direct_coefficients`.

    Returns
    -------
    DataFrame, row × industry
        Unit of the row per unit of final demand.

    Raises
    ------
    MeasureInputError
        If the coefficients have other industries than the inverse.

    Notes
    -----
    With a missing coefficient the whole row is missing: every industry may depend on it. The effects of value added,
    imports and taxes on products together are 1.

    References
    ----------
    Miller & Blair (2009), §6.2.2; Eurostat (2008), ch. 15 («multipliers»).
    """
    inverse = square(leontief, "The Leontief inverse")
    return _ordered(coefficients, inverse.index) @ inverse


def multipliers(leontief: pd.DataFrame, coefficients: pd.DataFrame) -> pd.DataFrame:
    """Type I multiplier: the effect in all industries for each unit in the industry itself.

    ``m_kj = e_kj / h_kj``: how many jobs the economy has for each job that the demand creates directly.

    Parameters
    ----------
    leontief, coefficients
        As in :func:`effects`.

    Returns
    -------
    DataFrame, row × industry
        Ratios, at least 1 for rows without negative amounts.

    Raises
    ------
    MeasureInputError
        As in :func:`effects`.

    Notes
    -----
    NaN where the industry has none of the row itself. A large multiplier can mean a small direct part.

    References
    ----------
    Miller & Blair (2009), §6.2.2.
    """
    found = effects(leontief, coefficients)
    direct = coefficients[found.columns]
    return found / direct.where(direct != 0)


def final_demand_shock(
    leontief: pd.DataFrame, demand: pd.Series[float], coefficients: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Final-demand shock: what each industry produces more when final demand changes.

    ``Δx = L Δf``, ``Δh_k = h_k Δx``.

    Parameters
    ----------
    leontief : DataFrame, industry × industry
        Leontief inverse.
    demand : Series by industry
        Change of final demand in the table's money; industries left out do not change; may be negative.
    coefficients : DataFrame, row × industry, optional
        :func:`direct_coefficients`, for value added, jobs and other rows.

    Returns
    -------
    DataFrame by industry
        ``demand``, ``output`` and a column per row of the coefficients, in its unit.

    Raises
    ------
    MeasureInputError
        If the demand names an industry that the table does not have, or is missing or infinite.

    Notes
    -----
    Capacity is unlimited, coefficients and prices stand still: a first answer, and an upper one for a boom.

    References
    ----------
    Miller & Blair (2009), §2.3 and §6.1.
    """
    inverse = square(leontief, "The Leontief inverse")
    unknown = demand.index.difference(inverse.index)
    if len(unknown):
        raise MeasureInputError(
            "The table has no such industry.",
            where=", ".join(map(str, unknown[:5])),
            what_next=f"Its industries are {', '.join(map(str, inverse.index[:30]))}.",
        )
    change = as_floats(demand, "The demand")
    amounts(change.abs(), "The demand")  # for labels that occur twice and infinite values
    if change.isna().any():
        raise MeasureInputError("The demand has missing values.", what_next="Leave an industry out, or give 0.")
    change = change.reindex(inverse.index, fill_value=0.0)
    shock = pd.DataFrame({"demand": change, "output": inverse @ change})
    if coefficients is None:
        return shock
    return shock.join(_ordered(coefficients, inverse.index).mul(shock["output"], axis=1).T)


def _ordered(coefficients: pd.DataFrame, industries: pd.Index) -> pd.DataFrame:
    odd = coefficients.columns.symmetric_difference(industries)
    if len(odd):
        raise MeasureInputError(
            "The coefficients and the inverse have different industries.", where=", ".join(map(str, odd[:5]))
        )
    return coefficients[industries]
