"""A plan beside what was exported: fulfilment, gap, pace so far and pace needed.

A year in progress is compared with the same months of the year before, never with a whole year; a month that nobody
published is missing, so that the sum of the others is a lower bound and no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from iidsp_analysis.loaders.plans import ExportPlan
from iidsp_analysis.monitors.export_cube import MONTHS

NAN = float("nan")


@dataclass(frozen=True)
class PlanResult:
    """A plan beside what was exported; amounts in mln USD at current prices, paces in mln USD a month.

    Attributes
    ----------
    plan : ExportPlan
        The plan and its definition of processed exports.
    monthly : Series
        The twelve months of the year (``YYYY-MM``); NaN where nothing is published.
    last_year : Series
        The same for the year before.
    left : tuple of str
        Months after the last published month of the country's table. A year with months left is in progress, and its
        figures are provisional.
    missing : tuple of str
        Months before that without a figure.
    probability : float
        Share of the forecast's draws that reach the plan (0–1); 1 if it is reached already; NaN without a forecast,
        with missing months, or when the year is over.
    expected : float
        Median of the year's exports over these draws, whose few large ones would pull a mean upwards; NaN likewise.
    """

    plan: ExportPlan
    monthly: pd.Series
    last_year: pd.Series
    left: tuple[str, ...]
    missing: tuple[str, ...]
    probability: float = NAN
    expected: float = NAN

    @property
    def published(self) -> pd.Series:
        """The months of the year that have a figure."""
        return self.monthly.dropna()

    @property
    def is_complete(self) -> bool:
        """Whether all twelve months are published."""
        return len(self.published) == MONTHS

    @property
    def fact(self) -> float:
        """Exports of the published months; with missing months the year's exports are at least that."""
        return float(self.published.sum()) if len(self.published) else NAN

    @property
    def fulfilment(self) -> float:
        """Fact by plan, as a fraction."""
        return self.fact / self.plan.value

    @property
    def gap(self) -> float:
        """Fact less plan, negative where something lacks so far; NaN with missing months."""
        return NAN if self.missing else float(self.published.sum()) - self.plan.value

    @property
    def is_reached(self) -> bool | None:
        """Whether the plan is reached; None while that is open. Exports are never negative: reached stays reached."""
        if self.fact >= self.plan.value:
            return True
        return False if self.is_complete else None

    @property
    def pace(self) -> float:
        """Mean month so far."""
        return _mean(self.published)

    @property
    def pace_needed(self) -> float:
        """Mean month that the months left need; zero if the plan is reached, NaN if no month is left or one missing."""
        return max(0.0, -self.gap) / len(self.left) if self.left and math.isfinite(self.gap) else NAN

    @property
    def pace_last_year(self) -> float:
        """Mean of the same months a year earlier; NaN unless all of them are published."""
        return _mean(_a_year_before(self.last_year, self.published.index))

    @property
    def pace_last_year_left(self) -> float:
        """Mean of the months left a year earlier; NaN unless all of them are published."""
        return _mean(_a_year_before(self.last_year, self.left))

    @property
    def change(self) -> float:
        """The published months against the same months a year earlier, as a fraction; NaN from nothing."""
        return self.pace / self.pace_last_year - 1 if self.pace_last_year > 0 else NAN


def _a_year_before(values: pd.Series, months: Iterable[str]) -> pd.Series:
    return values.reindex([f"{int(month[:4]) - 1}{month[4:]}" for month in months])


def _mean(values: pd.Series) -> float:
    """Mean of values that are all there; NaN of none."""
    return float(values.mean()) if len(values) and values.notna().all() else NAN
