"""The nearest point at which sums hold: over all numbers, or over numbers of zero and above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import UsageError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Newton steps before an active set may only grow, which ends for certain.
FREE_STEPS: Final = 50
ROUNDING: Final = 1e-13


def project(columns: Floats, constraints: Floats, weights: Floats) -> Floats:
    """Project columns on ``C y = 0`` in the metric of ``W⁻¹``: ``ŷ − W C′ (C W C′)⁻ C ŷ``.

    Two passes: the second takes away what rounding left of the misfit in the first.

    Parameters
    ----------
    columns : array (series, columns)
        Base forecasts in one unit.
    constraints : array (sums, series)
        ``C``; rows may repeat what others say.
    weights : array (series, series)
        ``W``, positive semi-definite.

    Returns
    -------
    array (series, columns)

    References
    ----------
    Byron, R. P. (1978), Journal of the Royal Statistical Society A 141, 359–367 (for accounts); Di Fonzo, T. &
    Girolimetto, D. (2023), International Journal of Forecasting 39 (for forecasts).
    """
    gain = weights @ constraints.T @ _inverse(constraints @ weights @ constraints.T)
    once = columns - gain @ (constraints @ columns)
    return np.asarray(once - gain @ (constraints @ once))


def _inverse(grams: Floats) -> Floats:
    """Generalised inverses of Gram matrices, put on one scale first: amounts differ by a million times."""
    diagonal = np.diagonal(grams, axis1=-2, axis2=-1)
    size = np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scales = size[..., :, None] * size[..., None, :]
    return np.asarray(np.linalg.pinv(grams / scales, rcond=1e-12, hermitian=True) / scales)


def non_negative_projection(columns: Floats, constraints: Floats, weights: Floats) -> Floats:
    """Return the nearest point, in the metric of ``W⁻¹``, at which the sums hold and nothing is below zero.

    An active set: series held at zero, taken up where the projection is below zero and let go where zero holds them
    down. Columns that the plain projection leaves at zero or above are those of :func:`project`.

    References
    ----------
    Wickramasuriya, S. L., Turlach, B. A. & Hyndman, R. J. (2020), Statistics and Computing 30, 1167–1182 (the
    problem); Hintermüller, M., Ito, K. & Kunisch, K. (2003), SIAM Journal on Optimization 13, 865–888 (the method).
    """
    made = project(columns, constraints, weights)
    below = (made < 0).any(axis=0)
    if not below.any():
        return made
    if np.count_nonzero(weights - np.diag(np.diag(weights))):
        held = [_held_at_zero(column, constraints, weights) for column in columns[:, below].T]
        made[:, below] = np.array(held).T
    else:
        made[:, below] = _separable(columns[:, below].T, constraints, np.diag(weights)).T
    return made


def _separable(rows: Floats, constraints: Floats, variances: Floats) -> Floats:
    """All columns at once where ``W`` is diagonal: ``y = max(0, ŷ − W C′ λ)`` with ``λ`` such that ``C y = 0``."""
    tolerance = ROUNDING * np.abs(rows).max(axis=1, keepdims=True)
    held = np.zeros(rows.shape, dtype=bool)
    shifted, grams = rows, np.zeros((len(rows), len(constraints), len(constraints)))
    for step in range(FREE_STEPS + 2 * rows.shape[1]):
        free = ~held
        grams = np.einsum("ki,ni,li->nkl", constraints, free * variances, constraints, optimize=True)
        misfit = (free * rows) @ constraints.T
        multipliers = np.einsum("nkl,nl->nk", _inverse(grams), misfit)
        shifted = rows - variances * (multipliers @ constraints)
        next_held = shifted < np.where(held, 0.0, -tolerance)
        if step > FREE_STEPS:
            next_held |= held
        if (next_held == held).all():
            break
        held = next_held
    made = np.where(held, 0.0, shifted)
    misfit = np.einsum("nkl,nl->nk", _inverse(grams), made @ constraints.T)  # a second pass, as in project
    return np.where(held, 0.0, np.maximum(made - variances * (misfit @ constraints), 0.0))


def _held_at_zero(column: Floats, constraints: Floats, weights: Floats) -> Floats:
    """One column where errors are correlated: series held at zero become constraints of their own."""
    tolerance = ROUNDING * float(np.abs(column).max())
    held: Flags = np.zeros(len(column), dtype=bool)
    made = column
    for step in range(FREE_STEPS + 2 * len(column)):
        rows = np.vstack([constraints, np.eye(len(column))[held]])
        gain = _inverse(rows @ weights @ rows.T)
        multipliers = gain @ (rows @ column)
        made = column - weights @ rows.T @ multipliers
        made = made - weights @ rows.T @ (gain @ (rows @ made))  # a second pass, as in project
        pushed = np.zeros(len(column))
        pushed[held] = multipliers[len(constraints) :]
        next_held = np.where(held, pushed <= 0, made < -tolerance)
        if step > FREE_STEPS:
            next_held |= held
        if (next_held == held).all():
            break
        held = next_held
    return np.where(held, 0.0, np.maximum(made, 0.0))


def bottom_up(columns: Floats, constraints: Floats, bottom: Sequence[int] | None, *, non_negative: bool) -> Floats:
    """Keep the bottom series, negative ones set to zero where asked, and let the sums say all others.

    Raises
    ------
    UsageError
        If no bottom is named, or the bottom does not decide the other series.

    References
    ----------
    Zero before adding up: Di Fonzo, T. & Girolimetto, D. (2023), Solar Energy 251, 13–29.
    """
    if bottom is None:
        raise UsageError("bottom_up needs the places of the bottom series.", where="bottom")
    kept = list(bottom)
    others = [place for place in range(len(columns)) if place not in kept]
    of_others, of_kept = constraints[:, others], constraints[:, kept]
    summing = np.linalg.lstsq(of_others, -of_kept, rcond=None)[0].round(12)  # sums of ones: rounding gives them back
    if np.linalg.matrix_rank(of_others) < len(others) or not np.allclose(of_others @ summing, -of_kept):
        raise UsageError("The bottom series do not decide all others.", where="bottom",
                         what_next="Name series that every sum comes down to and that no sum ties.")  # fmt: skip
    made = np.maximum(columns, 0.0) if non_negative else columns.copy()
    made[others] = summing @ made[kept]
    return made
