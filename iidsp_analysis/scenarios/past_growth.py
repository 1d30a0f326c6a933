"""How often the past has seen some growth: overlapping five-year windows of like industries, and percentiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.scenarios.economy import Floats

WINDOW = 5
LEVEL = 0.90
DRAWS = 1000
FEWEST_WINDOWS = 10


@dataclass(frozen=True, eq=False)
class PastGrowth:
    """Growth of like industries over windows of some years.

    Attributes
    ----------
    windows : DataFrame
        One row a window: ``series`` (whose growth), ``last`` (its last year), ``ratio`` (end to start, above 0).
    years : int
        Length of a window.
    """

    windows: pd.DataFrame
    years: int

    @property
    def count(self) -> int:
        """Number of windows; overlapping ones share years."""
        return len(self.windows)

    @property
    def independent(self) -> int:
        """Number of windows without a common year, summed over the series; more than can be told apart in truth.

        Series that move together hold less: the interval of :meth:`percentile` draws whole series, the number does not.
        """
        spans = self.windows.groupby("series")["last"].agg(lambda years: (len(years) + self.years - 1) // self.years)
        return int(spans.sum())

    def yearly(self, quantile: float | Floats) -> Floats:
        """Quantiles of growth as fractions a year."""
        ratios = np.quantile(self.windows["ratio"].to_numpy(), quantile)
        return np.asarray(ratios ** (1 / self.years) - 1)

    def share_below(self, ratio: float) -> float:
        """Fraction of the windows with less growth; half of those with exactly as much (mid-rank)."""
        seen = self.windows["ratio"].to_numpy()
        return float((seen < ratio).mean() + (seen == ratio).mean() / 2)

    def interval(self, ratio: float, *, seed: int = 2018, level: float = LEVEL) -> tuple[float, float]:
        """Interval of :meth:`share_below`: whole series are drawn anew, as their windows overlap.

        References
        ----------
        Davison & Hinkley (1997), *Bootstrap methods and their application*, 3.8 (resampling of clusters).
        """
        below = self.windows.assign(
            below=(self.windows["ratio"] < ratio) + (self.windows["ratio"] == ratio) / 2
        ).groupby("series")["below"].agg(["sum", "size"])  # fmt: skip
        drawn = np.random.default_rng(seed).integers(len(below), size=(DRAWS, len(below)))
        shares = below["sum"].to_numpy()[drawn].sum(axis=1) / below["size"].to_numpy()[drawn].sum(axis=1)
        low, high = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


def past_growth(levels: pd.DataFrame, years: int = WINDOW, *, starts: pd.DataFrame | None = None) -> PastGrowth:
    """Collect every window of ``years`` years that a series has whole.

    Parameters
    ----------
    levels : DataFrame
        Volumes (any base) by year (int, consecutive) and series; missing stays missing and breaks no other window.
    starts : DataFrame of bool, optional
        Cells from which a window may start, the same labels; all if None.

    Raises
    ------
    UsageError
        For windows shorter than a year.
    MissingDataError
        If there are fewer than ten windows: no distribution is told from less.
    """
    if years < 1:
        raise UsageError("A window of growth is at least one year long.", where="years")
    positive = levels.where(levels > 0)
    base = positive if starts is None else positive.where(starts)
    ratios = (positive / base.shift(years)).rename_axis(index="last", columns=None).reset_index()
    windows = ratios.melt("last", var_name="series", value_name="ratio").dropna(ignore_index=True)
    if len(windows) < FEWEST_WINDOWS:
        raise MissingDataError(f"Only {len(windows)} windows of {years} years are published, fewer than 10.")
    return PastGrowth(windows, years)
