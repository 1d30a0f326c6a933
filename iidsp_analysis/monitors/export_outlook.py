"""Forecasts of exports that add up: points, intervals and simulated paths, with what can be asked of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis.errors import UsageError

#: Regions without a forecast of their own, told together: the country less all other regions.
REST = "rest"


@dataclass(frozen=True)
class Outlook:
    """Sum of several months in thousand USD.

    ``points`` adds the monthly forecasts and so adds up over regions; ``median`` is the middle of the simulated sums.
    They differ: a rare large delivery is in no single month the likely case, in a year it often is.
    """

    points: float
    median: float
    lower: float
    upper: float


@dataclass(frozen=True)
class ExportForecasts:
    """Processed exports of the months after the last published one, thousand USD at current prices.

    Attributes
    ----------
    mean, lower, upper : DataFrame, months × series
        Point forecasts that add up, and the limits of the interval of each. Series are ``KZ``, region ids, ``rest``
        where some regions have no forecast of their own, and HS sections of the country.
    base : DataFrame, months × series
        Point forecasts before they were made to add up.
    paths : array (draws, series, months), float32
        Simulated months: in each draw regions and sections add up to the country.
    methods : DataFrame
        By series: ``method, beats_naive, is_sparse`` and, on its own past, ``mase, naive_mase, coverage, origins`` of
        the method used (scaled errors; 1 is the naive forecast's error within the known months).
    regions, sections : tuple of str
        Series that are regions (``rest`` included) and HS sections.
    without : dict
        Why a region has no forecast of its own, by region id: ``missing`` (its last months) or ``short``.
    level : float
        Probability of the intervals.
    """

    mean: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    base: pd.DataFrame
    paths: npt.NDArray[np.float32]
    methods: pd.DataFrame
    regions: tuple[str, ...]
    sections: tuple[str, ...]
    without: Mapping[str, str]
    level: float

    @property
    def months(self) -> tuple[str, ...]:
        """Months that are forecast, ``YYYY-MM``."""
        return tuple(self.mean.index)

    def sum_of(self, series: str, months: Collection[str] | None = None) -> Outlook:
        """Sum of months (all if None): of the points, which add up over series, and quantiles of the paths' sums.

        Raises
        ------
        UsageError
            For a series or a month that is not forecast.
        """
        places = self._places(months)
        sums = self.paths[:, self._series(series), places].sum(axis=1, dtype=float)
        low, high = tails(self.level)
        lower, median, upper = (float(limit) for limit in np.quantile(sums, (low, 0.5, high)))
        return Outlook(float(self.mean[series].iloc[places].sum()), median, lower, upper)

    def probability_at_least(self, series: str, months: Collection[str], needed: float) -> float:
        """Probability that the sum of the months reaches ``needed`` (thousand USD): the share of paths that do.

        Raises
        ------
        UsageError
            For a series or a month that is not forecast.
        """
        sums = self.paths[:, self._series(series), self._places(months)].sum(axis=1, dtype=float)
        return float((sums >= needed).mean())

    def _series(self, series: str) -> int:
        if series not in self.mean:
            reason = self.without.get(series, "unknown")
            raise UsageError(f"There is no forecast of {series!r} ({reason}).", where="series")
        return list(self.mean.columns).index(series)

    def _places(self, months: Collection[str] | None) -> list[int]:
        wanted = self.months if months is None else tuple(months)
        unknown = set(wanted) - set(self.months)
        if unknown:
            raise UsageError(f"Months that are not forecast: {', '.join(sorted(unknown))}.", where="months",
                             what_next=f"Forecast: {self.months[0]} to {self.months[-1]}.")  # fmt: skip
        return [self.months.index(month) for month in wanted]


def tails(level: float) -> tuple[float, float]:
    """Probabilities of the limits of a central interval."""
    return (1 - level) / 2, (1 + level) / 2
