"""A series as season, regimes with a level and a slope each, and autocorrelated errors, at given breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.autoregression import Floats, median_unbiased
from iidsp_analysis.measures.break_search import BreakSearch, break_terms, candidate_places
from iidsp_analysis.measures.inputs import MeasureInputError

#: Least periods with a figure in a series, and in a regime; least share of all of them in a regime.
SHORTEST, SHORTEST_REGIME, TRIM = 30, 12, 0.15


class Regime(NamedTuple):
    """Periods ``start`` to ``stop`` (excluded) of one trend: change a period, with its standard error."""

    start: int
    stop: int
    slope: float
    error: float


class Fit(NamedTuple):
    """Regimes; trend, season and residuals by period, which add up to the series; ρ; degrees of freedom."""

    regimes: tuple[Regime, ...]
    trend: Floats
    season: Floats
    residuals: Floats
    autocorrelation: float
    freedom: int


@dataclass(frozen=True)
class BrokenTrend:
    """A series (NaN where missing), its seasons as columns of ones and zeros, and whether regimes have slopes."""

    series: Floats
    dummies: Floats
    trend: bool

    @property
    def observed(self) -> npt.NDArray[np.bool_]:
        """Periods with a figure."""
        return np.isfinite(self.series)

    def terms(self, places: Sequence[int]) -> Floats:
        """Columns of the regression: seasons, slope, and what the breaks add."""
        count = len(self.series)
        slope = [np.arange(count, dtype=float)[:, None]] if self.trend else []
        return np.hstack([self.dummies, *slope, *(break_terms(count, place, trend=self.trend) for place in places)])

    def search(self, known: Sequence[int]) -> BreakSearch:
        """The search for one break more than the known ones."""
        shortest = max(SHORTEST_REGIME, int(np.ceil(TRIM * self.observed.sum())))
        places = candidate_places(self.observed, known, shortest)
        return BreakSearch(self.series, self.terms(known), places, self.trend)

    def fit(self, places: Sequence[int], random: np.random.Generator) -> Fit:
        """Least squares with breaks at the places; standard errors for AR(1) errors.

        ``Var(b) = (X'X)⁻¹ X' Σ X (X'X)⁻¹`` with ``Σ_ts = σ² ρ^|t−s|``.
        """
        terms, observed = self.terms(places), self.observed
        inverse = np.linalg.pinv(terms[observed])
        weights = inverse @ self.series[observed]
        fitted = terms @ weights
        season = self.dummies @ weights[: self.dummies.shape[1]]
        centre = weights[: self.dummies.shape[1]].mean()
        residuals = self.series - fitted
        freedom = int(observed.sum()) - terms.shape[1]

        def refit(errors: Floats) -> Floats:
            return np.where(observed[:, None], errors - terms @ (inverse @ errors[observed]), np.nan)

        rho = median_unbiased(residuals, refit, random)
        at = np.flatnonzero(observed)
        spread = np.nansum(residuals**2) / freedom * rho ** np.abs(at[:, None] - at[None, :])
        regimes = self._regimes(places, weights, inverse @ spread @ inverse.T)
        return Fit(regimes, fitted - season + centre, season - centre, residuals, rho, freedom)

    def _regimes(self, places: Sequence[int], weights: Floats, variance: Floats) -> tuple[Regime, ...]:
        """Slope of each regime: the first one and all changes up to it."""
        edges = [0, *sorted(places), len(self.series)]
        found = []
        for start, stop in pairwise(edges):
            chosen = np.zeros(len(weights))
            if self.trend:
                chosen[self.dummies.shape[1]] = 1.0
                chosen[[self.dummies.shape[1] + 2 * (at + 1) for at, place in enumerate(places) if place <= start]] = (
                    1.0
                )
            found.append(Regime(start, stop, float(chosen @ weights), float(np.sqrt(chosen @ variance @ chosen))))
        return tuple(found)


def broken_trend(values: npt.ArrayLike, seasons: npt.ArrayLike | None, *, trend: bool) -> BrokenTrend:
    """Set the regression up.

    Parameters
    ----------
    values : array (periods,)
        NaN where missing.
    seasons : array of int (periods,), optional
        Season of each period.
    trend : bool
        Whether regimes have slopes.

    Raises
    ------
    MissingDataError
        For fewer than 30 periods with a figure, a season without any, or a series that never changes.
    MeasureInputError
        For infinite values, or seasons of another length.
    """
    series = np.asarray(values, dtype=float)
    months = np.zeros(len(series)) if seasons is None else np.asarray(seasons)
    _require_sound(series, months)
    known = np.isfinite(series)
    if known.sum() < SHORTEST:
        raise MissingDataError(f"A trend is dated from at least {SHORTEST} periods; {known.sum()} have a figure.")
    if set(months) - set(months[known]):
        raise MissingDataError("A season has no figure at all.")
    if np.ptp(series[known]) == 0:
        raise MissingDataError("The series never changes.")
    dummies = (months[:, None] == np.unique(months)[None, :]).astype(float)
    return BrokenTrend(series, dummies, trend)


def _require_sound(series: Floats, months: npt.NDArray[np.generic]) -> None:
    if months.shape != series.shape:
        raise MeasureInputError("Seasons are not as many as values.", where=f"{months.size} and {series.size}")
    if np.isinf(series).any():
        raise MeasureInputError("The series holds infinite values.", what_next="Logarithms need amounts above zero.")
