"""What a pick is judged by: growth after the origin, relative to the same industry elsewhere or absolute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.relative_growth import relative_growth
from iidsp_analysis.models.observations import Floats, Observations

Target = Literal["relative", "growth", "gain"]
TARGETS: tuple[Target, ...] = get_args(Target)
COVERAGE = 0.5
FEWEST_ORIGINS = 2


@dataclass(frozen=True)
class Window:
    """From which to which year after the origin growth is measured.

    ``skip``: the window begins one year after the origin, so that an error in the figure of the origin year, which
    every lens has seen, cannot return as growth. It keeps its length unless ``shortened``, when it ends at t + h.
    """

    horizon: int
    skip: bool = True
    shortened: bool = False

    @property
    def start(self) -> int:
        """Years from the origin to the start of the window."""
        return 1 if self.skip else 0

    @property
    def end(self) -> int:
        """Years from the origin to the end of the window."""
        return self.horizon + (self.start if not self.shortened else 0)


def target_of(observations: Observations, origin: int, window: Window, target: Target) -> Floats:
    """Return what happened to every candidate after the origin, regions × industries.

    Candidates are the cells with an amount above zero in the origin year. ``relative``: see
    :func:`~iidsp_analysis.measures.relative_growth.relative_growth` · ``growth``: the same bounded rate without the
    industry elsewhere · ``gain``: difference of amounts, in the panel's unit.
    """
    start, end = observations.at(origin + window.start), observations.at(origin + window.end)
    if target == "relative":
        happened = relative_growth(start, end)
    elif target == "growth":
        total = start + end
        happened = np.where(total > 0, 2 * (end - start) / np.where(total > 0, total, 1.0), np.nan)
    else:
        happened = end - start
    return np.where(observations.at(origin) > 0, happened, np.nan)


def origins_of(observations: Observations, window: Window) -> tuple[int, ...]:
    """Return the origins: two years of past, a window that ended, and a target for enough candidates.

    A year in which less than half as many cells as usual are published (a first, partial release) ends no window.

    Raises
    ------
    MissingDataError
        If fewer than two origins are left.
    """
    last = observations.last_year - window.end
    possible = [year for year in observations.years[1:] if year <= last]
    covered = {year: _candidates(observations, year, window) for year in possible}
    usual = float(np.median(list(covered.values()))) if covered else 0.0
    kept = tuple(year for year in possible if covered[year] > COVERAGE * usual)
    if len(kept) < FEWEST_ORIGINS:
        needed = window.end + 1 + FEWEST_ORIGINS
        raise MissingDataError(
            f"The panel allows {len(kept)} origins; a backtest needs at least {FEWEST_ORIGINS}.",
            where=f"years {observations.years[0]}–{observations.last_year}, window of {window.end} years",
            what_next=f"Use a panel of {needed} years or more, or a shorter --horizon.",
        )
    return kept


def _candidates(observations: Observations, origin: int, window: Window) -> int:
    return int((~np.isnan(target_of(observations, origin, window, "relative"))).sum())
