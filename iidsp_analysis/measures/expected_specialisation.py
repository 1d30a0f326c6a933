"""Expected specialisation: how heavy an industry should be in a region, told from what stands beside it.

The *gap* between the expected and the present specialisation is the form of relatedness that says something about
later growth: an industry that is lighter than its neighbours in the product space suggest has room, one that is
heavier tends to fall back. Two witnesses are heard: the region's other industries, and the same industry in regions
with a like profile. Both are ridge (penalised least-squares) predictions in which a cell has no coefficient of its own.

A cell is not left out altogether: it counts in its industry's mean and, with all other cells, in the moments from which
the coefficients come. That draws the expectation towards the present: on drawn economies of 17 × 24 to 179 × 47 cells
a change of one cell moves the mean of both expectations of that cell by about a quarter of it, so gaps are understated.

Arrays, not frames: these run for every year of every origin of a backtest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError, float_array

Floats = npt.NDArray[np.float64]

SMOOTHING = 0.05
PENALTY = 1.0
# What exp and log lose: a quotient below it is an absent industry.
ROUNDING = 1e-12


def smoothed_log_quotients(values: npt.ArrayLike, smoothing: float = SMOOTHING) -> Floats:
    """Logarithm of the location quotient, with a little of the expected amount added so that zero is not −∞.

    ``z_rc = ln((x_rc + a E_rc) / ((1 + a) E_rc))`` with ``E_rc = x_r X_c / X``.

    Parameters
    ----------
    values : array or DataFrame, regions × industries (× years)
        Amounts, at least 0; missing cells count as nothing in the sums.
    smoothing : float
        ``a``: the share of the expected amount that is added; an absent industry gets ``ln(a / (1 + a))``.

    Returns
    -------
    array
        Natural logarithms, 0 = as in the country; NaN for a missing cell, an empty region or an empty industry.

    Raises
    ------
    NegativeValueError
        If an amount is below zero.
    MeasureInputError
        If an amount is infinite or no number.

    References
    ----------
    Florence (1929); the shrinkage to 1 is that of a Gamma prior of weight ``a`` (Clayton & Kaldor 1987).
    """
    amounts = float_array(values, "The array of amounts")
    if (amounts < 0).any():
        raise NegativeValueError("The amounts hold values below zero.")
    if np.isinf(amounts).any():
        raise MeasureInputError("The amounts hold infinite values.")
    known = np.where(np.isnan(amounts), 0.0, amounts)
    whole = known.sum(axis=(0, 1), keepdims=True)
    expected = known.sum(axis=1, keepdims=True) * known.sum(axis=0, keepdims=True) / np.where(whole > 0, whole, np.nan)
    expected = np.where(expected > 0, expected, np.nan)
    return np.asarray(np.log((amounts + smoothing * expected) / ((1 + smoothing) * expected)), dtype=float)


def plain_quotients(logs: npt.ArrayLike, smoothing: float = SMOOTHING) -> Floats:
    """Location quotients without what was added to them: ``LQ = (1 + a) eᶻ − a``, the inverse of the smoothing.

    Parameters
    ----------
    logs : array
        From :func:`smoothed_log_quotients` with the same ``a``.
    smoothing : float
        ``a``.

    Returns
    -------
    array
        At least 0; 1 = as in the country; an absent industry is 0 again.
    """
    quotients = (1 + smoothing) * np.exp(np.asarray(logs, dtype=float)) - smoothing
    return np.where(np.abs(quotients) < ROUNDING, 0.0, quotients)


def from_other_industries(specialisation: Floats, penalty: float = PENALTY) -> Floats:
    """Expected specialisation of each cell, given the region's other industries.

    For jointly normal columns the conditional mean of column ``c`` given all others is
    ``z_c − (z P)_c / P_cc`` with ``P = (S + λ d I)⁻¹``, ``S`` the second moments and ``d`` their mean diagonal.

    Parameters
    ----------
    specialisation : array, regions × industries
        Smoothed log quotients; missing cells are taken as the industry's mean.
    penalty : float
        ``λ``: how strongly weak relations are pulled to nothing; 1 = as strong as the average variance.

    Returns
    -------
    array, regions × industries
        In the unit of ``specialisation``. With fewer than 3 regions or 2 industries, the industry's mean.

    Raises
    ------
    MeasureInputError
        If the penalty is not above zero.

    Notes
    -----
    The cell itself has the coefficient 0. Regions and industries without any figure change no other number.

    References
    ----------
    Hoerl & Kennard (1970), Technometrics 12, 55–67; Lauritzen (1996), *Graphical Models*, §5.1 (conditional mean).
    """
    means, deviations = _centred(specialisation)
    filled = _filled(specialisation)
    expected = np.broadcast_to(means, deviations.shape).copy()
    witnesses = deviations[filled]
    if witnesses.shape[0] >= 3 and witnesses.shape[1] >= 2:
        expected[filled] += _left_out(witnesses, penalty)
    return expected


def from_other_regions(specialisation: Floats, penalty: float = PENALTY) -> Floats:
    """Expected specialisation of each cell, given the same industry in all other regions.

    As :func:`from_other_industries` with regions and industries exchanged: regions with a like profile witness, and
    what a region has more or less of throughout is added, the cell itself included in that mean. With fewer than 2
    regions or 3 industries, the industry's mean.
    """
    means, deviations = _centred(specialisation)
    filled = _filled(specialisation)
    expected = np.broadcast_to(means, deviations.shape).copy()
    witnesses = deviations[filled]
    if witnesses.shape[0] >= 2 and witnesses.shape[1] >= 3:
        own = witnesses.mean(axis=1, keepdims=True)
        expected[filled] += own + _left_out((witnesses - own).T, penalty).T
    return expected


def relatedness_gap(history: Floats, penalty: float = PENALTY) -> Floats:
    """Expected minus present specialisation: room to grow (above 0) or weight to lose (below 0).

    Parameters
    ----------
    history : array, regions × industries × years
        Smoothed log quotients of the last years; the expectation is formed from their mean, the present is the last.

    Returns
    -------
    array, regions × industries
        Natural-log points; 0.7 = expected to be twice as heavy. NaN where the present is missing.
    """
    usual = mean_of_years(history)
    expected = (from_other_industries(usual, penalty) + from_other_regions(usual, penalty)) / 2
    return np.asarray(expected - history[:, :, -1], dtype=float)


def mean_of_years(history: Floats) -> Floats:
    """Mean over the last axis of the years that are there; NaN where none is."""
    known = ~np.isnan(history)
    counts = known.sum(axis=2)
    sums = np.where(known, history, 0.0).sum(axis=2)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _centred(specialisation: Floats) -> tuple[Floats, Floats]:
    """Industry means and the deviations from them; a missing cell deviates by nothing."""
    known = ~np.isnan(specialisation)
    counts = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, specialisation, 0.0).sum(axis=0) / counts
    return means[None, :], np.where(known, specialisation - means, 0.0)


def _filled(specialisation: Floats) -> tuple[npt.NDArray[np.bool_], ...]:
    """Regions and industries that hold anything: an empty one must not change the penalty or a mean of the others."""
    known = ~np.isnan(specialisation)
    return np.ix_(known.any(axis=1), known.any(axis=0))


def _left_out(deviations: Floats, penalty: float) -> Floats:
    """Predict every column from the others: the conditional mean under the penalised second moments."""
    if penalty <= 0:
        raise MeasureInputError("The penalty must be above zero.", where=str(penalty))
    rows, columns = deviations.shape
    strength = penalty * float((deviations**2).sum()) / (rows * columns)
    if strength == 0:
        return np.zeros_like(deviations)
    if columns > rows:
        products, diagonal = _precision_from_rows(deviations, rows * strength)
    else:
        precision = np.linalg.inv(deviations.T @ deviations / rows + strength * np.eye(columns)) * strength
        products, diagonal = deviations @ precision, np.diag(precision)
    return np.asarray(deviations - products / diagonal, dtype=float)


def _precision_from_rows(deviations: Floats, strength: float) -> tuple[Floats, Floats]:
    """Deviations times the (scaled) precision, and its diagonal, from a rows × rows system (Woodbury identity).

    With more columns than rows the second moments are singular but for the penalty; the small system is exact.
    """
    cross = deviations @ deviations.T
    solved = np.linalg.solve(cross + strength * np.eye(len(cross)), deviations)
    return deviations - cross @ solved, 1.0 - (deviations * solved).sum(axis=0)
