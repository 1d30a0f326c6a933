"""The way to a target: where the straight line stands, how far the fact is from it, and which light that gives.

Pure functions of numbers; NaN is a missing number and gives NaN, or the grey light.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq

from iidsp_analysis.reference.target_records import CHANGE, CUMULATIVE, GROWTH, RANK, UP, Target

GREEN, YELLOW, RED, GREY = LIGHTS = ("green", "yellow", "red", "grey")
#: Share of the planned way from which a fact behind its path is yellow and not red: a convention of this project,
#: no rule of the programme.
YELLOW_FROM = 0.8
#: Rounding of floating-point numbers must not decide between on the path and behind it.
HAIR = 1e-9
#: Growth a year within which the required rate of a cumulative target is sought: more than tenfold is no rate.
LOWEST_RATE, HIGHEST_RATE = -0.999, 9.0


@dataclass(frozen=True)
class Way:
    """A target as three numbers in one unit: where the way starts, where it ends, where the straight line stands now.

    ``start`` and ``path`` are NaN where the base year is not known; in the target year the path is the goal.
    """

    start: float
    goal: float
    path: float


def way_of(target: Target, start: float, year: int) -> Way:
    """Put a target on the straight line from its base year to its target year.

    Parameters
    ----------
    target : Target
        Growth in per cent, a change, a level, a sum or a rank.
    start : float
        The fact of the base year, in the indicator's unit or as index 100; NaN where missing.
    year : int
        Year from the base year to the target year.

    Returns
    -------
    Way
        Growth: ``goal = start (1 + value / 100)``; change: ``start + value``; level and rank: ``value``;
        ``path = start + (goal − start) (year − base) / (target year − base)``. Cumulative: the path of the sum grows by
        equal amounts a year from the base year on, itself included.
    """
    if target.form == CUMULATIVE:
        assert target.base_year is not None  # refused when the row was read
        first, last = target.base_year, target.target_year
        return Way(0.0, target.value, target.value * (year - first + 1) / (last - first + 1))
    goal = {GROWTH: start * (1 + target.value / 100), CHANGE: start + target.value}.get(target.form, target.value)
    if year == target.target_year:
        return Way(start, goal, goal)
    if target.base_year is None:
        return Way(start, goal, math.nan)
    return Way(
        start, goal, start + (goal - start) * (year - target.base_year) / (target.target_year - target.base_year)
    )


def done_share(fact: float, way: Way) -> float:
    """Share of the planned way up to now that is done: ``(fact − start) / (path − start)``; NaN without a way."""
    planned = way.path - way.start
    return (fact - way.start) / planned if abs(planned) > HAIR else math.nan


def light(fact: float, way: Way, direction: str) -> str:
    """Traffic light of a fact.

    Green: on the path or better. Yellow: behind it, with at least :data:`YELLOW_FROM` of the planned way done. Red:
    less. Grey: no fact or no path – a fact without a plan is never green.
    """
    if not (math.isfinite(fact) and math.isfinite(way.path)):
        return GREY
    sign = 1 if direction == UP else -1
    if sign * (fact - way.path) >= -HAIR * max(1.0, abs(way.path)):
        return GREEN
    planned = sign * (way.path - way.start)
    return YELLOW if planned > 0 and done_share(fact, way) >= YELLOW_FROM else RED


def required_rate(target: Target, fact: float, way: Way, latest: float, year: int) -> float:
    """Growth a year, in per cent, that leads from the fact to the goal in the years left.

    Parameters
    ----------
    fact, latest : float
        What is judged, and the figure of the year itself: they differ for a sum.

    Returns
    -------
    float
        ``100 ((goal / fact)^(1 / n) − 1)``. For a sum: the constant growth of the yearly figure with which the years
        left bring the rest. NaN for a rank, where no year is left, where something is missing, or the sum is reached.
    """
    left = target.target_year - year
    if left <= 0 or target.form == RANK:
        return math.nan
    if target.form == CUMULATIVE:
        return _rate_of_sum(way.goal - fact, latest, left)
    return 100 * ((way.goal / fact) ** (1 / left) - 1) if fact > 0 and way.goal > 0 else math.nan


def _rate_of_sum(rest: float, latest: float, years: int) -> float:
    """Rate r (per cent) with ``latest Σ (1 + r)^k = rest`` over the years k = 1 … n."""
    if not (rest > 0 and latest > 0):
        return math.nan

    def missing(rate: float) -> float:
        return latest * sum((1 + rate) ** k for k in range(1, years + 1)) - rest

    if missing(LOWEST_RATE) >= 0 or missing(HIGHEST_RATE) <= 0:
        return math.nan
    return 100 * float(brentq(missing, LOWEST_RATE, HIGHEST_RATE))
