"""Forecasts that add up: base forecasts moved as little as possible until every sum holds.

Series and sums are written in zero-constrained form, ``C y = 0`` with one row a sum: it needs no hierarchy, so a
country that is the sum of its regions *and* the sum of its HS sections takes two rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import AnalysisError, MissingDataError, UsageError
from iidsp_analysis.forecasts.error_covariance import shrunken_covariance
from iidsp_analysis.forecasts.projection import bottom_up, non_negative_projection, project

Floats = npt.NDArray[np.float64]

METHODS: Final = ("bottom_up", "ols", "wls", "mint_shrink")
#: Largest misfit of a sum, relative to the largest base forecast of its column.
PRECISION: Final = 1e-9


class ReconciliationError(AnalysisError):
    """Sums that cannot hold with the series that may move."""


def country_constraints(regions: int, sections: int) -> Floats:
    """Sums of a country with its regions and its HS sections: ``C`` for (country, regions …, sections …).

    Examples
    --------
    >>> country_constraints(2, 3).astype(int).tolist()
    [[1, -1, -1, 0, 0, 0], [1, 0, 0, -1, -1, -1]]
    """
    of_regions = np.concatenate([[1.0], -np.ones(regions), np.zeros(sections)])
    of_sections = np.concatenate([[1.0], np.zeros(regions), -np.ones(sections)])
    return np.array([of_regions, of_sections])


def grouped_constraints(regions: int, sections: int) -> Floats:
    """Sums of a whole region × section table: ``C`` for (country, regions …, sections …, cells region by region).

    ``1 + regions + sections`` rows: the country, every region and every section is the sum of its cells; that the
    country is the sum of its regions follows.

    Examples
    --------
    >>> grouped_constraints(2, 1).astype(int).tolist()
    [[1, 0, 0, 0, -1, -1], [0, 1, 0, 0, -1, 0], [0, 0, 1, 0, 0, -1], [0, 0, 0, 1, -1, -1]]
    """
    of_region = np.kron(np.eye(regions), np.ones(sections))
    of_section = np.kron(np.ones(regions), np.eye(sections))
    summing = np.vstack([np.ones(regions * sections), of_region, of_section])
    return np.hstack([np.eye(len(summing)), -summing])


def reconcile(
    base: npt.ArrayLike,
    constraints: npt.ArrayLike,
    *,
    method: str = "wls",
    variances: npt.ArrayLike | None = None,
    errors: npt.ArrayLike | None = None,
    bottom: Sequence[int] | None = None,
    non_negative: bool = False,
) -> Floats:
    """Move base forecasts by as little as possible until all sums hold.

    ``ỹ = ŷ − W C′ (C W C′)⁻ C ŷ``, the point of ``C y = 0`` that is nearest to ``ŷ`` in the metric of ``W⁻¹``: the
    larger a series' error, the more of the misfit it takes.

    Parameters
    ----------
    base : array (series,) or (series, columns)
        Base forecasts in one unit; columns are months, or draws, and are reconciled one by one.
    constraints : array (sums, series)
        ``C``: every row a sum that must be zero, such as 1 for the country and −1 for its regions. Rows may repeat
        what others say.
    method : {"bottom_up", "ols", "wls", "mint_shrink"}
        ``bottom_up``: keep the series ``bottom`` and add them up. ``ols``: ``W = I``. ``wls``: ``W`` is diagonal with
        ``variances``. ``mint_shrink``: ``W`` is the shrunken covariance of past ``errors``.
    variances : array (series,), optional
        Variances of the base forecasts, above zero; a zero marks a series that is known and is not moved.
    errors : array (past forecasts, series), optional
        One-step errors of the base forecasts; missing ones are NaN.
    bottom : sequence of int, optional
        Places of the series that decide all others.
    non_negative : bool
        Keep every forecast at zero or above: the nearest such point, by an active-set method. With ``bottom_up``
        negative bottoms become zero before they are added up.

    Returns
    -------
    array, shape of ``base``
        Sums hold to 1e-9 of the column's largest base forecast.

    Raises
    ------
    UsageError
        For an unknown method, one without what it needs, or shapes that do not belong together.
    MissingDataError
        If a base forecast is missing: a sum with a missing part is no sum.
    ReconciliationError
        If the sums cannot hold: too many series are marked as known.

    Notes
    -----
    A projection: what adds up already is not moved, and unbiased forecasts stay unbiased (not so ``non_negative``,
    which cuts one tail).

    References
    ----------
    Wickramasuriya, S. L., Athanasopoulos, G. & Hyndman, R. J. (2019), Journal of the American Statistical
    Association 114, 804–819 (MinT); Di Fonzo, T. & Girolimetto, D. (2023), International Journal of Forecasting 39
    (zero-constrained projection); Wickramasuriya, S. L., Turlach, B. A. & Hyndman, R. J. (2020), Statistics and
    Computing 30, 1167–1182 (non-negative).

    Examples
    --------
    A country of 110 and regions of 60 and 40: each takes a third of the ten that are missing.

    >>> reconcile([110.0, 60.0, 40.0], [[1, -1, -1]], method="ols").round(2).tolist()
    [106.67, 63.33, 43.33]
    """
    forecasts, sums = _checked(base, constraints)
    columns = forecasts.reshape(len(forecasts), -1)
    if method == "bottom_up":
        made = bottom_up(columns, sums, bottom, non_negative=non_negative)
    else:
        weights = _weights(method, len(columns), variances, errors)
        made = non_negative_projection(columns, sums, weights) if non_negative else project(columns, sums, weights)
    _require_sums(made, sums, columns)
    return made.reshape(forecasts.shape)


def _weights(method: str, count: int, variances: npt.ArrayLike | None, errors: npt.ArrayLike | None) -> Floats:
    if method == "ols":
        return np.eye(count)
    if method == "wls":
        return np.diag(_checked_variances(variances, count))
    if method == "mint_shrink":
        past = np.asarray(errors, dtype=float) if errors is not None else np.empty((0, 0))
        if past.ndim != 2 or past.shape[1] != count:
            raise UsageError("mint_shrink needs past errors, one column a series.", where="errors")
        return shrunken_covariance(past)
    raise UsageError(f"There is no reconciliation {method!r}.", where="method", what_next=f"Use {', '.join(METHODS)}.")


def _checked_variances(variances: npt.ArrayLike | None, count: int) -> Floats:
    told = np.asarray(variances, dtype=float) if variances is not None else np.empty(0)
    if told.shape != (count,):
        raise UsageError("wls needs a variance for every series.", where="variances")
    if not (np.isfinite(told) & (told >= 0)).all():
        raise UsageError("Variances must be finite and not below zero.", where="variances")
    return told


def _checked(base: npt.ArrayLike, constraints: npt.ArrayLike) -> tuple[Floats, Floats]:
    forecasts, sums = np.asarray(base, dtype=float), np.atleast_2d(np.asarray(constraints, dtype=float))
    if forecasts.ndim not in (1, 2) or sums.shape[1] != len(forecasts):
        raise UsageError("Forecasts and constraints must name the same series.", where="constraints",
                         what_next="Base: series × columns; constraints: sums × series.")  # fmt: skip
    if not np.isfinite(forecasts).all():
        raise MissingDataError("A base forecast is missing: a sum with a missing part is no sum.")
    return forecasts, sums


def _require_sums(made: Floats, constraints: Floats, base: Floats) -> None:
    misfit = np.abs(constraints @ made).max(axis=0, initial=0.0)
    if (misfit > PRECISION * np.abs(base).max(axis=0, initial=0.0)).any():
        raise ReconciliationError("The sums cannot hold: the series that would have to move are marked as known.",
                                  where="variances")  # fmt: skip
