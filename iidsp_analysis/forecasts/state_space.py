"""Models of statsmodels on cube roots: ETS, SARIMAX, unobserved components; their failures are counted, not hidden."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from numpy.linalg import LinAlgError
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents
from threadpoolctl import threadpool_limits

from iidsp_analysis.forecasts.roots import Floats, from_root, to_root
from iidsp_analysis.forecasts.seasonality import MONTHS

#: A forecast this many times the largest month ever seen has exploded.
EXPLODED = 10.0
ITERATIONS = 100
SMALLEST_VARIANCE = 1e-8
#: What an optimiser or a filter may raise; any other error is an error of the program and is not caught.
FAILURES = (ConvergenceWarning, RuntimeWarning, LinAlgError, ValueError, FloatingPointError)
ESTIMATED_EVERY = 4  # origins: parameters are a year old at most, the filter runs to every origin


class Specification(NamedTuple):
    """How a model is built from roots, where its optimiser starts, and whether it can step over missing months."""

    build: Callable[[Floats], Any]
    start: Callable[[Any], Floats | None]
    filter: Callable[[Any, Floats, int], Floats]
    accepts_gaps: bool


def _ets(roots: Floats) -> Any:
    return ETSModel(roots, error="add", seasonal="add", seasonal_periods=MONTHS, initialization_method="heuristic")


def _sarimax(roots: Floats) -> Any:
    return SARIMAX(roots, order=(0, 1, 1), seasonal_order=(1, 0, 0, MONTHS))


def _unobserved_components(roots: Floats) -> Any:
    return UnobservedComponents(roots, level="llevel", freq_seasonal=[{"period": MONTHS, "harmonics": 2}])


def _own_start(model: Any) -> None:
    """Let statsmodels choose."""


def _sarimax_start(model: Any) -> Floats:
    return np.array([-0.6, 0.2, max(float(np.nanvar(np.diff(model.endog[:, 0]))) / 2, SMALLEST_VARIANCE)])


def _ets_ahead(model: Any, parameters: Floats, horizon: int) -> Any:
    return model.smooth(parameters).forecast(horizon)


def _ahead(model: Any, parameters: Floats, horizon: int) -> Any:
    return model.filter(parameters).forecast(horizon)


#: One parsimonious form each: a search over orders would find noise in series of two to ten years.
SPECIFICATIONS = {
    "ets": Specification(_ets, _own_start, _ets_ahead, accepts_gaps=False),
    "sarimax": Specification(_sarimax, _sarimax_start, _ahead, accepts_gaps=True),
    "unobserved_components": Specification(_unobserved_components, _own_start, _ahead, accepts_gaps=True),
}


class Fitted(NamedTuple):
    """Amounts (origins × horizon; NaN where there is no forecast) and what failed at each origin, "" for nothing."""

    forecasts: Floats
    failures: tuple[str, ...]


def model_forecasts(name: str, series: Floats, origins: Sequence[int], horizon: int) -> Fitted:
    """Forecast from every origin, with what was known there.

    Parameters are estimated at each fourth origin and carried to the next three, where the filter runs anew through
    all months up to the origin. An optimiser that fails leaves the parameters as they were.

    Parameters
    ----------
    name : str
        Key of ``SPECIFICATIONS``.
    series : array (months,)
        Amounts; NaN is missing.
    origins : sequence of int
        Number of months known at each origin, ascending.
    horizon : int
        Months ahead.

    Returns
    -------
    Fitted
        An origin fails for the name of the exception, ``not finite`` or ``exploded``. Where a model cannot step over
        a gap it does not run, which is no failure.

    References
    ----------
    Hyndman et al. (2008), Forecasting with exponential smoothing; Box & Jenkins (1970); Harvey (1989), Forecasting,
    structural time series models and the Kalman filter, sections 2.3 and 3.4 (missing observations).
    """
    specification = SPECIFICATIONS[name]
    roots, failures = to_root(series), [""] * len(origins)
    forecasts = np.full((len(origins), horizon), np.nan)
    estimate: _Estimate | None = None
    with threadpool_limits(limits=1, user_api="blas"):  # for a dozen states a second thread only waits for the first
        for place, origin in enumerate(origins):
            known = roots[:origin]
            if not specification.accepts_gaps and np.isnan(known).any():
                continue
            try:
                if estimate is None or place % ESTIMATED_EVERY == 0:
                    estimate = _estimated(specification, known)
            except FAILURES as failure:
                failures[place] = type(failure).__name__
            if estimate is not None:
                forecasts[place], reason = _filtered(specification, known, estimate, horizon)
                failures[place] = reason or failures[place]
    return Fitted(forecasts, tuple(failures))


class _Estimate(NamedTuple):
    """Parameters for roots in units of the largest one known then, so that no tolerance depends on the currency."""

    parameters: Floats
    unit: float


def _estimated(specification: Specification, roots: Floats) -> _Estimate:
    unit = float(np.nanmax(roots, initial=0.0))
    if unit == 0:
        raise FloatingPointError("nothing but zeros")
    model = specification.build(roots / unit)
    with _failing_aloud():
        fitted = model.fit(start_params=specification.start(model), disp=False, maxiter=ITERATIONS)
    return _Estimate(np.asarray(fitted.params, dtype=float), unit)


@contextmanager
def _failing_aloud() -> Iterator[None]:
    """Turn the warnings of an optimiser that did not converge, and of arithmetic without a result, into errors."""
    with warnings.catch_warnings():
        for kind in (ConvergenceWarning, RuntimeWarning):
            warnings.simplefilter("error", kind)
        yield


def _filtered(specification: Specification, roots: Floats, estimate: _Estimate, horizon: int) -> tuple[Floats, str]:
    """Forecast with given parameters, and why there is none."""
    nothing = np.full(horizon, np.nan)
    try:
        with _failing_aloud():
            ahead = specification.filter(specification.build(roots / estimate.unit), estimate.parameters, horizon)
    except FAILURES as failure:
        return nothing, type(failure).__name__
    forecast = from_root(np.asarray(ahead) * estimate.unit)
    if not np.isfinite(forecast).all():
        return nothing, "not finite"
    if forecast.max() > EXPLODED * np.nanmax(roots) ** 3:
        return nothing, "exploded"
    return forecast, ""
