"""What goes with a faster or slower event: proportional hazards (Cox), and whether the proportions hold over time."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.survival import Flags, Floats, SurvivalCurve, checked, product_limit

#: exp(10): a hazard ratio that only a feature can have that separates those with the event from those without.
SEPARATED: Final = 10.0
STEPS: Final = 100


class HazardsError(MeasureInputError):
    """A model of hazards that these cases do not determine."""


@dataclass(frozen=True)
class HazardModel:
    """A fitted model ``h(t | x) = h0(t) exp(β (x − m))`` with ``m`` the means of the covariates.

    Attributes
    ----------
    names : tuple of str
        Covariates.
    coefficients : array (covariates,)
        ``β``: logarithms of hazard ratios.
    covariance : array, covariates × covariates
        Of the coefficients.
    centre : array (covariates,)
        ``m``.
    gain : float
        Twice the logarithm of the ratio of likelihoods with and without the covariates.
    times : array (n,), happened : array of bool (n,), covariates : array, n × covariates
        What it was fitted to; the covariates are centred.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    centre: Floats
    gain: float
    times: Floats
    happened: Flags
    covariates: Floats

    @property
    def errors(self) -> Floats:
        """Standard errors of the coefficients."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def p_value(self) -> float:
        """How often chance gives covariates together such a gain (likelihood-ratio test)."""
        return float(chi2.sf(self.gain, len(self.names)))

    @cached_property
    def curve(self) -> SurvivalCurve:
        """The product-limit curve of the same cases: its times are those of the baseline."""
        return product_limit(self.times, self.happened)

    def scores(self, covariates: npt.ArrayLike) -> Floats:
        """Logarithm of each case's hazard against that of a case with mean covariates (cases × covariates)."""
        found: Floats = (np.asarray(covariates, dtype=float) - self.centre) @ self.coefficients
        return found


def fit_hazards(times: npt.ArrayLike, happened: npt.ArrayLike, covariates: pd.DataFrame, *,
                ties: str = "efron") -> HazardModel:  # fmt: skip
    """Fit a model of proportional hazards.

    Parameters
    ----------
    times, happened : array (n,)
        As for :func:`survival.product_limit`.
    covariates : DataFrame, n × covariates
        Numbers without gaps; yes and no are 1 and 0.
    ties : {"efron", "breslow"}
        How events at one time are counted.

    Raises
    ------
    HazardsError
        If a covariate does not vary or depends on the others, the fit does not converge, or a covariate separates
        the cases with an event from the others, so that its ratio has no bound.

    References
    ----------
    Cox (1972), Journal of the Royal Statistical Society B 34, 187–220; Efron (1977), JASA 72, 557–565 (ties).
    """
    from statsmodels.duration.hazard_regression import PHReg  # heavy: only who fits a model loads it

    lengths, flags = checked(times, happened)
    features = covariates.to_numpy(dtype=float)
    centre = features.mean(axis=0)
    centred = features - centre
    if np.linalg.matrix_rank(centred) < centred.shape[1]:
        raise HazardsError("A covariate does not vary, or depends on the others.")
    model = PHReg(lengths, centred, status=flags.astype(float), ties=ties)
    coefficients, covariance = _fitted(model)
    spread = np.ptp(centred, axis=0)
    if (np.abs(coefficients) * spread > SEPARATED).any() or (np.sqrt(np.diag(covariance)) * spread > SEPARATED).any():
        raise HazardsError("A covariate separates the cases with an event from the others.")
    gain = 2 * float(model.loglike(coefficients) - model.loglike(np.zeros(len(centre))))
    return HazardModel(tuple(map(str, covariates.columns)), coefficients, covariance, centre, max(gain, 0.0),
                       lengths, flags, centred)  # fmt: skip


def _fitted(model: Any) -> tuple[Floats, Floats]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a fit that only warns has not converged either
            found = model.fit(disp=False, maxiter=STEPS)
            coefficients, covariance = np.asarray(found.params, dtype=float), np.asarray(found.cov_params())
    except (np.linalg.LinAlgError, Warning) as reason:
        raise HazardsError("The fit does not converge.") from reason
    if not (np.isfinite(coefficients).all() and np.isfinite(covariance).all() and (np.diag(covariance) > 0).all()):
        raise HazardsError("The fit does not converge.")
    return coefficients, covariance


# --- do the proportions hold ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proportionality:
    """Per covariate: correlation of its scaled residuals with time, χ² with one degree of freedom, p-value."""

    correlation: Floats
    statistic: Floats
    p_value: Floats


def proportionality(model: HazardModel) -> Proportionality:
    """Test whether each hazard ratio stays the same over time.

    Scaled Schoenfeld residuals ``s* = d V (x_i − x̄(t_i))`` of the ``d`` events are set against
    ``g(t) = 1 − S(t−)``, S the product-limit curve; a ratio that drifts makes them correlate. The statistic is
    ``(Σ (g − ḡ) s*_k)² / (d V_kk Σ (g − ḡ)²)``.

    Returns
    -------
    Proportionality
        NaN where all events are at one time.

    Notes
    -----
    ``x̄(t)`` weighs those at risk by their hazard as Breslow does, also where events share a time.

    References
    ----------
    Grambsch and Therneau (1994), Biometrika 81, 515–526; Schoenfeld (1982), Biometrika 69, 239–241.
    """
    residuals, times = schoenfeld_residuals(model)
    curve = model.curve
    clock = 1.0 - curve.steps[curve.places(times) - 1]
    clock = clock - clock.mean()
    scaled = len(times) * residuals @ model.covariance
    size = float(clock @ clock)
    if size <= 1e-12:
        none = np.full(len(model.names), np.nan)
        return Proportionality(none, none, none)
    statistic = (clock @ scaled) ** 2 / (len(times) * np.diag(model.covariance) * size)
    spread = np.sqrt(size * ((scaled - scaled.mean(axis=0)) ** 2).sum(axis=0))
    correlation = (clock @ scaled) / np.where(spread > 0, spread, np.nan)
    return Proportionality(correlation, statistic, chi2.sf(statistic, 1))


def schoenfeld_residuals(model: HazardModel) -> tuple[Floats, Floats]:
    """Return each event's covariates less the mean of those at risk (events × covariates), and the events' times."""
    order = np.argsort(model.times, kind="stable")
    times, flags, features = model.times[order], model.happened[order], model.covariates[order]
    weights = np.exp(features @ model.coefficients)
    first = np.searchsorted(times, times, side="left")
    total = weights[::-1].cumsum()[::-1]
    sums = (weights[:, None] * features)[::-1].cumsum(axis=0)[::-1]
    means = sums[first] / total[first][:, None]
    return (features - means)[flags], times[flags]


# --- baseline and its draws -------------------------------------------------------------------------------------


def cumulative_hazard(model: HazardModel) -> Floats:
    """Cumulated hazard of a case with mean covariates (Breslow 1974), before and after each time of events."""
    return _accumulated(model, np.ones(len(model.times)), model.coefficients)


def _accumulated(model: HazardModel, weights: Floats, coefficients: Floats) -> Floats:
    curve = model.curve
    place = curve.places(model.times)
    size = len(curve.times)
    hazards = weights * np.exp(model.covariates @ coefficients)
    at_risk = np.bincount(place, hazards, size + 1)[::-1].cumsum()[::-1][1:]
    events = np.bincount(place[model.happened] - 1, weights[model.happened], size)
    return np.concatenate([[0.0], np.cumsum(events / np.where(at_risk > 0, at_risk, 1.0))])


def drawn_hazards(model: HazardModel, draws: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw coefficients and baselines as uncertain as the fit.

    Coefficients come from their normal distribution; each baseline is Breslow's for the drawn coefficients with cases
    resampled by weights. The two are drawn apart because the error of the baseline for given coefficients does not
    depend on theirs in large samples (Tsiatis 1981, Annals of Statistics 9, 93–108).

    Returns
    -------
    array, draws × covariates; array, draws × (times of events + 1)
        Coefficients, and cumulated hazards of a case with mean covariates.
    """
    size = len(model.times)
    coefficients = rng.multivariate_normal(model.coefficients, model.covariance, size=draws, method="cholesky")
    baselines = [_accumulated(model, np.bincount(rng.integers(0, size, size), minlength=size).astype(float), drawn)
                 for drawn in coefficients]  # fmt: skip
    return coefficients, np.stack(baselines)
