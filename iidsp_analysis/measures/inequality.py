"""Inequality between regions of an amount per head: Theil's two indices and the split between and within groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.measures.inputs import MeasureInputError, aligned, amounts, shares_of_total, total


def theil_index(values: pd.Series[float], weights: pd.Series[float] | None = None) -> float:
    """Theil's T: how unequal regions are, with more attention to the top.

    ``T = Σ_i w_i (y_i / μ) ln(y_i / μ)``, ``μ = Σ_i w_i y_i``, weights scaled to ``Σ w = 1``.

    Parameters
    ----------
    values : Series
        ``y``: an amount *per head* (GRP per person, value added per worker), at least 0.
    weights : Series, optional
        ``w``: heads with the same labels; default equal weights.

    Returns
    -------
    float
        0 (equal) to ln n with n equal weights.

    Raises
    ------
    NegativeValueError, MeasureInputError
        If an amount is below zero, or the weights lack a label.

    Notes
    -----
    A zero value counts as 0·ln 0 = 0; all zeros give NaN; a missing value or weight gives NaN.

    References
    ----------
    Theil, H. (1967), *Economics and Information Theory*, ch. 4.

    Examples
    --------
    >>> import pandas as pd
    >>> round(theil_index(pd.Series([10.0, 10.0, 10.0, 20.0, 50.0])), 4)
    0.2502
    """
    relative, weight = _relative_to_mean(values, weights)
    return float((weight * relative * _log_or_zero(relative)).sum(skipna=False))


def mean_log_deviation(values: pd.Series[float], weights: pd.Series[float] | None = None) -> float:
    """Theil's second index, L: how unequal regions are, with more attention to the bottom.

    ``L = Σ_i w_i ln(μ / y_i)``.

    Parameters
    ----------
    values, weights
        As in :func:`theil_index`.

    Returns
    -------
    float
        0 (equal) to infinity.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`theil_index`.

    Notes
    -----
    One zero value with a weight makes the index infinite, which is its true value; all zeros give NaN; missing
    gives NaN. Some packages call this index simply "Theil".

    References
    ----------
    Theil, H. (1967), ch. 4; Störmann, W. (2009), *Regionalökonomik*.
    """
    relative, weight = _relative_to_mean(values, weights)
    present = relative[weight != 0]
    if (present == 0).any() and not relative.isna().any():
        return float("inf")
    return float(-(weight * _log_or_zero(relative)).sum(skipna=False))


@dataclass(frozen=True, eq=False)
class TheilDecomposition:
    """Theil's T between and within groups; ``total = between + within`` exactly.

    ``groups`` has a row per group: ``between`` and ``within`` are its parts of the two sums.
    """

    total: float
    between: float
    within: float
    groups: pd.DataFrame


def theil_decomposition(
    values: pd.Series[float], groups: pd.Series[str], weights: pd.Series[float] | None = None
) -> TheilDecomposition:
    """Split of Theil's T: how much of the inequality lies between groups of regions, how much inside them.

    ``T = Σ_g s_g ln(μ_g / μ) + Σ_g s_g T_g`` with ``s_g`` the group's part of the whole amount.

    Parameters
    ----------
    values, weights
        As in :func:`theil_index`.
    groups : Series
        The group of every region (same labels).

    Returns
    -------
    TheilDecomposition
        Pure numbers.

    Raises
    ------
    NegativeValueError, MeasureInputError
        As in :func:`theil_index`; also if a region has no group.

    Notes
    -----
    Zeros and missing values as in :func:`theil_index`; a group of zeros only adds nothing.

    References
    ----------
    Theil, H. (1967), ch. 4; Shorrocks, A. F. (1980), Econometrica 48, 613–625.
    """
    relative, weight = _relative_to_mean(values, weights)
    group = _groups_of(groups, relative.index)
    amount = weight * relative
    by_group = group.to_numpy()
    of_group = pd.DataFrame({"weight": weight, "amount": amount}).groupby(by_group).transform("sum", skipna=False)
    group_mean = of_group["amount"] / of_group["weight"].where(of_group["weight"] > 0)
    within = amount * _log_or_zero(relative / group_mean.where(group_mean != 0, 1.0))
    between = amount * _log_or_zero(group_mean)
    terms = pd.DataFrame({"between": between, "within": within}).where(weight != 0, 0.0)
    parts = terms.groupby(by_group).sum(skipna=False)
    sums = parts.sum(skipna=False)
    return TheilDecomposition(
        total=theil_index(values, weights), between=float(sums["between"]), within=float(sums["within"]), groups=parts
    )


def _relative_to_mean(
    values: pd.Series[float], weights: pd.Series[float] | None
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return y / μ and weights that sum to 1."""
    floats = amounts(values, "The values")
    raw = pd.Series(1.0, index=floats.index) if weights is None else aligned(weights, floats.index, "weights")
    weight = shares_of_total(raw)
    mean = total(weight * floats)
    return floats / (mean if mean > 0 else np.nan), weight


def _log_or_zero(values: pd.Series[float]) -> pd.Series[float]:
    """Return ln(x), and 0 for x = 0: the limit of x·ln x is what the callers need."""
    return pd.Series(np.log(values.where(values != 0, 1.0)), index=values.index)


def _groups_of(groups: pd.Series[str], labels: pd.Index) -> pd.Series[str]:
    group = groups.reindex(labels)
    if group.isna().any():
        raise MeasureInputError(
            "Some regions have no group.", where=", ".join(map(str, labels[group.isna().to_numpy()][:5]))
        )
    return group
