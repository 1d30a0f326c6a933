"""Processed exports by month: the trend, the months in which it broke, and the season."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.broken_trend import SHORTEST
from iidsp_analysis.measures.seasonality import season_profile, seasonal_strength
from iidsp_analysis.measures.trend_breaks import Break, Regime, TrendBreaks, trend_breaks
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube

#: Level of all intervals.
LEVEL = 0.90
#: A break counts up to this p-value: half of the usual 5 %, at which 7 to 11 of 100 simulated series of 132 months
#: without a break seemed to have one.
SIZE = 0.025
#: Share of months without exports from which a series has deliveries rather than a trend.
SPARSE = 0.1


@dataclass(frozen=True)
class Turn:
    """A break of the trend.

    Attributes
    ----------
    month, first, last : str
        First month of the new trend, and the months between which it may lie (90 %).
    step : float
        Relative change of the level at that month.
    p_value : float
        How often series without this break look as broken.
    """

    month: str
    first: str
    last: str
    step: float
    p_value: float


@dataclass(frozen=True)
class Phase:
    """Months of one trend.

    Attributes
    ----------
    first, last : str
        Its months.
    months : int
        Months with a figure.
    mean : float
        Thousand USD a month, mean of the months with a figure.
    growth, low, high : float
        Relative change a year by the trend, and its interval (90 %).
    """

    first: str
    last: str
    months: int
    mean: float
    growth: float
    low: float
    high: float


@dataclass(frozen=True)
class ExportMonths:
    """Processed exports of a region by month.

    Attributes
    ----------
    series, trend : Series
        Thousand USD by month ``YYYY-MM`` from the first to the last figure; NaN where missing, in both.
    turns : tuple of Turn
        Breaks that chance does not explain, in the order of time.
    rejected : Turn or None
        The best further break, which chance does explain (only its month and p-value are set).
    phases : tuple of Phase
        One more than turns.
    strength : float
        Share of what the trend leaves that the season explains.
    profile : Series
        Median deviation from the trend by month of the year (1 to 12), as a fraction.
    missing, zeros : int
        Months without a figure, and months of no exports.
    """

    series: pd.Series[float]
    trend: pd.Series[float]
    turns: tuple[Turn, ...]
    rejected: Turn | None
    phases: tuple[Phase, ...]
    strength: float
    profile: pd.Series[float]
    missing: int
    zeros: int

    @property
    def last_turn(self) -> Turn | None:
        """The turn that the present trend began with."""
        return self.turns[-1] if self.turns else None


def monthly_series(cube: ExportCube, region: str, definition: str | None = None) -> pd.Series[float]:
    """Processed exports of a region from its first to its last figure, thousand USD by month; NaN where missing."""
    series = cube.processed(definition)[region]
    known = series.index[series.notna()]
    return series.loc[known[0] : known[-1]] if len(known) else series.iloc[:0]


def export_months(cube: ExportCube, region: str, definition: str | None = None) -> ExportMonths:
    """Date the breaks of the trend of a region's processed exports and describe their season.

    Changes are relative, so logarithms are taken. A month of no exports has none: it counts there as the smallest
    month that has some, and a series with more than a tenth of such months is refused.

    Raises
    ------
    MissingDataError
        For fewer than 30 months with a figure, or exports in too few months.
    UsageError
        For an unknown definition.
    """
    series = monthly_series(cube, region, definition)
    _require_trend(series)
    logs = np.log(series.where(series != 0, series[series > 0].min()).to_numpy(dtype=float))
    months = np.array([int(label[5:]) for label in series.index])
    found = trend_breaks(logs, seasons=months, size=SIZE, level=LEVEL)
    profile = pd.Series(season_profile(logs - found.trend, months))
    return ExportMonths(
        series=series,
        trend=pd.Series(np.exp(found.trend), series.index).where(series.notna()),
        turns=tuple(_turn(each, series.index, _step(each, found)) for each in found.breaks),
        rejected=_turn(found.rejected, series.index, float("nan")) if found.rejected else None,
        phases=tuple(_phase(each, found, series) for each in found.regimes),
        strength=seasonal_strength(found.season, found.residuals, seasons=MONTHS, freedom=found.freedom),
        profile=profile.map(math.expm1),
        missing=int(series.isna().sum()),
        zeros=int((series == 0).sum()),
    )


def _require_trend(series: pd.Series[float]) -> None:
    known = int(series.notna().sum())
    if known < SHORTEST:
        raise MissingDataError(f"A trend needs at least {SHORTEST} months with a figure; there are {known}.")
    zeros = int((series == 0).sum())
    if zeros > SPARSE * known:
        raise MissingDataError(f"{zeros} of {known} months have no exports: there are deliveries, but no trend.")


def _step(each: Break, found: TrendBreaks) -> float:
    """How far the new trend begins from where the old one would have gone on, as a fraction."""
    before = next(regime for regime in found.regimes if regime.stop == each.place)
    return float(np.expm1(found.trend[each.place] - found.trend[each.place - 1] - before.slope))


def _turn(each: Break, labels: pd.Index[str], step: float) -> Turn:
    return Turn(labels[each.place], labels[each.low], labels[each.high], step, each.p_value)


def _phase(regime: Regime, found: TrendBreaks, series: pd.Series[float]) -> Phase:
    own = series.iloc[regime.start : regime.stop]
    low, high = found.slope_limits(regime, LEVEL)
    growth, least, most = (float(np.expm1(MONTHS * slope)) for slope in (regime.slope, low, high))
    return Phase(own.index[0], own.index[-1], int(own.notna().sum()), float(own.mean()), growth, least, most)
