"""A monthly forecast with an honest interval: what erred less on the series' own past, else the naive method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, SchemaError, UsageError
from iidsp_analysis.forecasts.accuracy import held, mean_of_known, seasonal_scale, share_above_zero
from iidsp_analysis.forecasts.candidates import DENSE_SHARE, FIRST_ORIGIN, NAIVE, Said, said
from iidsp_analysis.forecasts.intervals import interval, simulated
from iidsp_analysis.forecasts.roots import Floats
from iidsp_analysis.forecasts.seasonality import MONTHS
from iidsp_analysis.forecasts.selection import candidates_at, choose, past_errors, past_root_errors, sparse_at

SHORTEST = FIRST_ORIGIN + MONTHS  # two years to start from and one to be judged by
LONGEST_HORIZON = 24
LEVEL = 0.9
SEED = 2018


@dataclass(frozen=True)
class MonthlyForecast:
    """A forecast of one series and the errors that speak for it.

    Attributes
    ----------
    method : str
        Method used; ``seasonal_naive`` where no other one has erred less so far.
    months : tuple of str
        ``YYYY-MM``, the months after the last one of the series.
    mean, lower, upper : array (horizon,)
        Point forecast (on the way to the median, not to the mean, where a month may bring a lump) and interval, in
        the unit of the series, never below zero.
    level : float
        Coverage that the interval is calibrated for.
    scores : frame
        By method, over the series' own past origins: ``mase`` and ``relative`` (absolute error over that of the
        naive one on the same months), ``coverage`` of the intervals that it would have given, ``origins`` and
        ``failures``. A method that cannot step over missing months has no row.
    beats_naive : bool
        Whether a method is used because it has erred less than the naive one.
    is_sparse : bool
        Fewer than 80 % of the known months have an amount above zero.
    errors : array (origins, horizon, or twelve months where that is less)
        Past errors of the method on cube roots, actual less forecast; NaN where missing or not yet known.
    """

    method: str
    months: tuple[str, ...]
    mean: Floats
    lower: Floats
    upper: Floats
    level: float
    scores: pd.DataFrame
    beats_naive: bool
    is_sparse: bool
    errors: Floats

    def paths(self, count: int, seed: int = SEED) -> Floats:
        """Simulated months, count × horizon: never below zero, spread as the interval, moving as past errors did.

        Raises
        ------
        UsageError
            If no path is asked for.
        """
        if count < 1:
            raise UsageError("At least one path must be asked for.", where=f"count {count}")
        return simulated(self.mean, self.errors, self.level, count, seed)


def forecast_months(series: pd.Series, horizon: int, *, level: float = LEVEL) -> MonthlyForecast:
    """Forecast a monthly series by the method that has erred least on its own past.

    Parameters
    ----------
    series : Series
        Amounts at or above zero, indexed by ``YYYY-MM`` without holes; NaN is missing and is neither counted as zero
        nor filled.
    horizon : int
        Months ahead, 1 to 24.
    level : float
        Coverage of the interval, 0.5 to 0.99.

    Raises
    ------
    UsageError
        If horizon or level is out of range.
    SchemaError
        If an amount is below zero or infinite, or the months have holes.
    MissingDataError
        If the series is shorter than three years, a calendar month was never published, or no month after the first
        two years is: nothing can be judged.

    Notes
    -----
    Origins lie every third month from the second year on, and at each of them only what was known there is used.

    References
    ----------
    See :func:`iidsp_analysis.forecasts.selection.choose` and :func:`iidsp_analysis.forecasts.intervals.interval`.
    """
    amounts = _checked(series, horizon, level)
    spoken = said(amounts, max(horizon, MONTHS), models=share_above_zero(amounts) >= DENSE_SHARE)
    place = len(spoken.origins) - 1
    choice = choose(spoken, place)
    mean = spoken.forecasts[choice.method][place][:horizon]
    errors = past_root_errors(spoken, choice.method, place)
    _require_judged(spoken.forecasts[NAIVE][place], errors, f"{series.index[0]} to {series.index[-1]}")
    lower, upper = interval(mean, errors, level)
    last = pd.Period(series.index[-1], freq="M")
    months = tuple(str(last + ahead) for ahead in range(1, horizon + 1))
    scores = _scores(spoken, place, level, choice.relative)
    sparse = sparse_at(spoken, place)
    return MonthlyForecast(choice.method, months, mean, lower, upper, level, scores, choice.beats_naive, sparse, errors)


def _checked(series: pd.Series, horizon: int, level: float) -> Floats:
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise UsageError(f"The horizon must be 1 to {LONGEST_HORIZON} months.", where=f"horizon {horizon}")
    if not 0.5 <= level <= 0.99:
        raise UsageError("The level must be 0.5 to 0.99.", where=f"level {level}")
    amounts = series.to_numpy(dtype=float)
    if len(amounts) < SHORTEST:
        raise MissingDataError("A monthly forecast needs three years: two to start from, one to be judged by.",
                               where=f"{len(amounts)} months")  # fmt: skip
    months = [str(month) for month in series.index]
    if months != [str(month) for month in pd.period_range(months[0], months[-1], freq="M")]:
        raise SchemaError("The months of a series must follow one another.", where=f"{months[0]} to {months[-1]}",
                          what_next="Keep a month without a figure as a missing one.")  # fmt: skip
    if (amounts < 0).any() or np.isinf(amounts).any():
        raise SchemaError("An amount is below zero or infinite.", where=f"{months[0]} to {months[-1]}")
    return amounts


def _require_judged(naive: Floats, errors: Floats, where: str) -> None:
    if np.isnan(naive).any():
        raise MissingDataError("A calendar month of the series was never published, so it cannot be forecast.",
                               where=where)  # fmt: skip
    if np.isnan(errors).all():
        raise MissingDataError("No month after the first two years is published, so no forecast can be judged.",
                               where=where)  # fmt: skip


def _scores(spoken: Said, place: int, level: float, relative: dict[str, float]) -> pd.DataFrame:
    scale = seasonal_scale(spoken.histories[[place]])[0]
    rows = {name: _score(spoken, name, place, level, scale) for name in candidates_at(spoken, place)}
    scores = pd.DataFrame.from_dict(rows, orient="index", columns=["mase", "coverage", "origins", "failures"])
    scores.insert(1, "relative", [relative.get(name, 1.0) for name in scores.index])
    return scores.rename_axis("method")


def _score(spoken: Said, name: str, place: int, level: float, scale: float) -> tuple[float, float, int, int]:
    errors = past_errors(spoken, name, place)
    kept = np.full(errors.shape, np.nan)
    for origin in range(1, place):
        bounds = interval(spoken.forecasts[name][origin], past_root_errors(spoken, name, origin), level)
        kept[origin] = held(*bounds, np.where(np.isnan(errors[origin]), np.nan, spoken.actuals[origin]))
    origins = int((~np.isnan(errors)).any(axis=1).sum())
    return mean_of_known(np.abs(errors)) / scale, mean_of_known(kept), origins, sum(map(bool, spoken.failures[name]))
