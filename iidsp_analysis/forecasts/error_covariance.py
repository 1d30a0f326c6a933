"""Covariance of forecast errors from few past forecasts: shrunk towards no correlation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import MissingDataError

Floats = npt.NDArray[np.float64]
FEWEST_PAIRS = 3


def shrunken_covariance(errors: Floats) -> Floats:
    """Covariance of forecast errors, its correlations shrunk towards zero by as much as chance makes them differ.

    ``r*_ij = (1 − λ) r_ij`` with ``λ = Σ Var(r_ij) / Σ r_ij²`` over ``i ≠ j``, between 0 and 1; variances are kept.
    Errors are taken around zero: a forecast that was always too low has that as error, not as mean.

    Parameters
    ----------
    errors : array (past forecasts, series)
        In the unit of the forecasts; NaN where a forecast or its outcome is missing.

    Returns
    -------
    array (series, series)
        Squared unit; positive semi-definite.

    Raises
    ------
    MissingDataError
        If a series has fewer than three past errors.

    Notes
    -----
    A correlation uses the dates that both series have; a pair with fewer than three common dates has none (0), which
    is what shrinkage draws towards anyway. Pairwise correlations need not be positive definite together: where they
    are not, negative eigenvalues are set to zero and the variances put back; complete errors need no such repair.

    References
    ----------
    Schäfer, J. & Strimmer, K. (2005), Statistical Applications in Genetics and Molecular Biology 4, 32, target D;
    Wickramasuriya, Athanasopoulos & Hyndman (2019), section 2.4.
    """
    there = np.isfinite(errors)
    counts = there.sum(axis=0)
    if counts.size == 0 or counts.min() < FEWEST_PAIRS:
        raise MissingDataError(f"A covariance of errors needs at least {FEWEST_PAIRS} past errors of every series.")
    filled = np.where(there, errors, 0.0)
    spread = np.sqrt((filled**2).sum(axis=0) / counts)
    unit = filled / np.where(spread > 0, spread, 1.0)
    correlation, variance = _pairwise(unit, there)
    shrunk = (1 - _intensity(correlation, variance)) * correlation
    np.fill_diagonal(shrunk, 1.0)
    return np.asarray(_repaired(shrunk) * np.outer(spread, spread))


def _pairwise(unit: Floats, there: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Correlations over common dates, and how far chance makes them differ (Schäfer & Strimmer 2005, appendix A)."""
    pairs = there.T.astype(float) @ there
    enough = pairs >= FEWEST_PAIRS
    safe = np.where(enough, pairs, FEWEST_PAIRS)
    products = unit.T @ unit / safe
    squares = (unit**2).T @ (unit**2) / safe
    variance = np.maximum(squares - products**2, 0.0) / (safe - 1)
    return np.where(enough, np.clip(products, -1.0, 1.0), 0.0), np.where(enough, variance, 0.0)


def _intensity(correlation: Floats, variance: Floats) -> float:
    apart = ~np.eye(len(correlation), dtype=bool)
    size = float((correlation[apart] ** 2).sum())
    return float(np.clip(variance[apart].sum() / size, 0.0, 1.0)) if size > 0 else 1.0


def _repaired(correlation: Floats) -> Floats:
    values, vectors = np.linalg.eigh(correlation)
    if values.min() >= 0:
        return correlation
    lifted = (vectors * np.maximum(values, 0.0)) @ vectors.T
    root = np.sqrt(np.diag(lifted))
    return np.asarray(lifted / np.outer(root, root))
