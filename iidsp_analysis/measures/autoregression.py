"""First-order autoregressions: estimates from series with gaps, and simulated paths."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

Floats = npt.NDArray[np.float64]

#: Values that a correction tries, and simulated series for each of them.
TRIED = np.append(np.linspace(-0.4, 0.8, 9), [0.9, 0.95, 0.98])
CORRECTION_DRAWS = 200


def first_autocorrelation(series: Floats) -> Floats:
    """Least-squares slope of a period on the one before, from periods that both have a figure.

    ``ρ = Σ u_t u_{t−1} / Σ u²_{t−1}``

    Parameters
    ----------
    series : array (periods, draws)
        Of mean zero; NaN where missing.

    Returns
    -------
    array (draws,)
        Within −1 and 1.
    """
    now, before = series[1:], series[:-1]
    both = np.isfinite(now) & np.isfinite(before)
    products = np.where(both, now * before, 0.0).sum(axis=0)
    squares = np.where(both, before**2, 0.0).sum(axis=0)
    return np.asarray(np.clip(products / squares, -1.0, 1.0))


def innovations(series: Floats, rho: float) -> Floats:
    """What each period adds to ``rho`` times the one before, centred; without periods next to a missing one.

    Parameters
    ----------
    series : array (periods,)
        NaN where missing.
    """
    new = series[1:] - rho * series[:-1]
    known = new[np.isfinite(new)]
    return np.asarray(known - known.mean())


def ar_paths(shocks: Floats, rho: float) -> Floats:
    """Paths ``u_t = ρ u_{t−1} + e_t`` whose first period has the spread of all later ones.

    Parameters
    ----------
    shocks : array (periods, draws)
        Of mean zero and one variance.
    rho : float
        Within −1 and 1, both excluded.

    Examples
    --------
    >>> ar_paths(np.array([[1.0], [1.0]]), 0.0).tolist()
    [[1.0], [1.0]]
    """
    started = shocks.copy()
    started[0] /= np.sqrt(1 - rho**2)
    return np.asarray(lfilter([1.0], [1.0, -rho], started, axis=0))


def median_unbiased(residuals: Floats, refit: Callable[[Floats], Floats], random: np.random.Generator) -> float:
    """Autocorrelation of the errors behind residuals: the value whose simulated estimates have our median.

    An estimate from residuals is too low, the more so the more terms were fitted (Andrews 1993 for an AR(1) with a
    trend; here by simulation of the very regression at hand).

    Parameters
    ----------
    residuals : array (periods,)
        NaN where missing.
    refit : function
        Errors (periods, draws) → residuals of the same regression on them, NaN where missing.
    random : Generator
        Where the simulated errors come from.

    Returns
    -------
    float
        From −0.4 to 0.98: what lies outside is told as the nearer end.

    References
    ----------
    Andrews, D. W. K. (1993) Exactly median-unbiased estimation of first order autoregressive/unit root models,
    Econometrica 61(1), 139–165.
    """
    shocks = random.standard_normal((len(residuals), CORRECTION_DRAWS))
    medians = [np.median(first_autocorrelation(refit(ar_paths(shocks, tried)))) for tried in TRIED]
    estimate = float(first_autocorrelation(residuals[:, None])[0])
    return float(np.interp(estimate, np.maximum.accumulate(medians), TRIED))
