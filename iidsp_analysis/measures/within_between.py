"""The change of a rate of the whole: what its groups did themselves, and what their weights did."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, aligned, amounts


def within_between(
    part_start: pd.Series[float], whole_start: pd.Series[float], part_end: pd.Series[float], whole_end: pd.Series[float]
) -> pd.DataFrame:
    """Split the change of Σ part / Σ whole into change within the groups and between them.

    ``Δ(Σ_g w_g r_g) = Σ_g w̄_g Δr_g + Σ_g (r̄_g − R̄) Δw_g``, ``w`` the weight of a group in the whole, ``r`` its own
    rate, a bar the mean of both periods, ``R̄`` the mean rate of the whole.

    Parameters
    ----------
    part_start, whole_start, part_end, whole_end : Series by group
        Amounts in one unit, at least 0: value added of high technology, and of everything, by group; same labels.

    Returns
    -------
    DataFrame, group × (within, between, total)
        Fractions of the whole (0.01 = one percentage point). All cells of ``total`` sum to the change of the rate.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If labels differ, or the whole is zero in a period.

    Notes
    -----
    Symmetric in time: exchanging the periods reverses every sign. Because weights sum to 1, taking the mean rate off
    leaves the sum as it is and makes a group that grows with an average rate count as nothing. A group without value
    in one period has no rate there and takes that of the other, so that its arrival is a move between groups. *Missing*
    in one group makes all missing.

    References
    ----------
    Fabricant, S. (1942), *Employment in Manufacturing 1899–1939*, NBER; Foster, L., Haltiwanger, J. & Krizan, C.
    (2001), in *New Developments in Productivity Analysis*, NBER, method 2 (eq. 8.5), without entry and exit.

    Examples
    --------
    >>> import pandas as pd
    >>> groups = ["metals", "rest"]
    >>> start = pd.Series([0.0, 20.0], groups), pd.Series([50.0, 50.0], groups)
    >>> end = pd.Series([0.0, 30.0], groups), pd.Series([50.0, 50.0], groups)
    >>> within_between(*start, *end).sum().round(6).to_dict()
    {'within': 0.1, 'between': 0.0, 'total': 0.1}
    """
    before, weight_before = _rates(part_start, whole_start, "start")
    after, weight_after = _rates(part_end, whole_end, "end")
    odd = before.index.symmetric_difference(after.index)
    if len(odd):
        raise MeasureInputError("The two periods have other groups.", where=", ".join(map(str, odd[:5])))
    after, weight_after = after.reindex(before.index), weight_after.reindex(before.index)
    before, after = before.where(weight_before != 0, after), after.where(weight_after != 0, before)
    rates = pd.DataFrame({"start": before, "end": after}).mask(weight_before.eq(0) & weight_after.eq(0), 0.0)
    whole = ((weight_before * rates["start"]).sum(skipna=False) + (weight_after * rates["end"]).sum(skipna=False)) / 2
    within = (weight_before + weight_after) / 2 * (rates["end"] - rates["start"])
    between = (rates.mean(axis=1, skipna=False) - whole) * (weight_after - weight_before)
    return pd.DataFrame({"within": within, "between": between, "total": within + between})


def _rates(part: pd.Series[float], whole: pd.Series[float], name: str) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return rate and weight of every group; the rate of an empty group is missing."""
    wholes = amounts(whole, f"The whole at the {name}")
    parts = aligned(part, wholes.index, f"The part at the {name}")
    total = float(wholes.sum(skipna=False))
    if total == 0:
        raise MeasureInputError(f"The whole is zero at the {name}.", what_next="Choose a year with figures.")
    return parts / wholes.where(wholes > 0), wholes / total
