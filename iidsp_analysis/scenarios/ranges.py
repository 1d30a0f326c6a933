"""How far an indicator has moved over some years: the range that the past has seen, not one that is possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from iidsp_analysis.scenarios.past_growth import WINDOW

#: From so few windows no range is told.
FEWEST: Final = 5
LEVELS: Final = (0.05, 0.95)


@dataclass(frozen=True)
class SeenRange:
    """A baseline with the range that past changes lead to.

    Attributes
    ----------
    baseline, low, high : float
        In the unit of the series; low and high are NaN where too few windows are published.
    windows : int
        Windows looked at; they overlap, so that they are worth less than their number.
    """

    baseline: float
    low: float
    high: float
    windows: int


def seen_range(series: pd.Series, year: int, kind: Literal["difference", "ratio"], years: int = WINDOW) -> SeenRange:
    """Apply the changes of all past windows to the figure of a year.

    Parameters
    ----------
    series : Series by year (int)
        Figures of one unit; nothing later than the year is looked at.
    year : int
        The year of the baseline.
    kind : {"difference", "ratio"}
        Whether changes are added (shares) or multiplied (amounts, volumes).
    years : int
        Length of a window.

    Returns
    -------
    SeenRange
        Quantiles of 5 % and 95 % of ``baseline + change`` or ``baseline × ratio``.
    """
    known = series.loc[:year].dropna()
    known = known[known > 0] if kind == "ratio" else known
    earlier = known.reindex([period - years for period in known.index])
    changes = known.to_numpy() - earlier.to_numpy() if kind == "difference" else known.to_numpy() / earlier.to_numpy()
    changes = changes[np.isfinite(changes)]
    baseline = float(series.get(year, np.nan))
    if len(changes) < FEWEST or not np.isfinite(baseline):
        return SeenRange(baseline, np.nan, np.nan, len(changes))
    low, high = np.quantile(changes, LEVELS)
    ends = (baseline + low, baseline + high) if kind == "difference" else (baseline * low, baseline * high)
    return SeenRange(baseline, float(ends[0]), float(ends[1]), len(changes))
