"""When a made-up project was decided, begun and finished, and what it delivered since."""

from __future__ import annotations

import calendar
import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import Any, Final, TypeVar

AS_OF: Final = date(2018, 3, 27)
#: Years for which the example tells outputs.
YEARS: Final = (2016, 2017)
#: A project that works since this day has had a year to come up to its plan.
MATURE_SINCE: Final = AS_OF.replace(year=AS_OF.year - 1)
_FIRST_DECISION, _LAST_DECISION = date(2015, 3, 1), date(2018, 2, 15)

Project = dict[str, Any]
_Option = TypeVar("_Option")


class Draws:
    """Random draws that are the same on every machine and with every Python: only ``Random.random`` promises that."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def between(self, low: float, high: float) -> float:
        """Draw a number."""
        return low + (high - low) * self._random()

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int((high - low + 1) * self._random())

    def happens(self, share: float) -> bool:
        """Draw yes in this share of the draws."""
        return self._random() < share

    def one_of(self, options: Sequence[_Option]) -> _Option:
        """Draw one of them."""
        return options[self.whole(0, len(options) - 1)]

    def weighted(self, weights: Mapping[str, float]) -> str:
        """Draw a key, each by its weight; the weights add up to 1."""
        left = self._random()
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return list(weights)[-1]  # what rounding of the sum has left

    def around(self, median: float, spread: float) -> float:
        """Draw from a log-normal distribution; ``spread`` is the standard deviation of the logarithm."""
        return median * math.exp(spread * NormalDist().inv_cdf(min(max(self._random(), 1e-9), 1 - 1e-9)))


def month_end(day: date, months: int = 0) -> date:
    """Return the last day of the month that is ``months`` later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def draw_course(draws: Draws) -> Project:
    """Draw dates and status: at most six months late, moved at most twice, looked at within twelve months."""
    decision = _FIRST_DECISION + timedelta(draws.whole(0, (_LAST_DECISION - _FIRST_DECISION).days))
    start = decision + timedelta(draws.whole(15, 90))
    begun = start + timedelta(draws.whole(0, 45))
    first = month_end(start, draws.whole(6, 20))
    late = 0 if draws.happens(0.45) else draws.whole(1, 6)
    planned = month_end(first, late)
    course: Project = {
        "decision_date": decision, "planned_start": start, "actual_start": begun if begun <= AS_OF else None,
        "first_planned_commissioning": first, "planned_commissioning": planned,
        "times_postponed": min(late, draws.whole(1, 2)),
    }  # fmt: skip
    finish = planned - timedelta(draws.whole(0, 25))
    return course | (_finished(finish, draws) if finish <= AS_OF and not draws.happens(0.03) else _open(course, draws))


def _finished(finish: date, draws: Draws) -> Project:
    told = min(AS_OF, finish + timedelta(draws.whole(0, 20)))
    return {"status": "commissioned", "actual_commissioning": finish, "status_date": told}


def _open(course: Project, draws: Draws) -> Project:
    """Return the status of a project that is not finished; one whose day has passed was cancelled."""
    since = course["actual_start"] or course["decision_date"]
    told = {"status_date": max(since, AS_OF - timedelta(draws.whole(0, 365)))}
    if course["planned_commissioning"] <= AS_OF or draws.happens(0.03):
        return told | {"status": "cancelled"}
    if course["actual_start"] is None:
        return told | {"status": "planned"}
    return told | {"status": "suspended" if draws.happens(0.08) else "under_way"}


def is_mature(project: Project) -> bool:
    """Whether the project has worked for a year."""
    return bool(project["status"] == "commissioned" and project["actual_commissioning"] <= MATURE_SINCE)


def deliver(project: Project, draws: Draws) -> None:
    """Fill in what the project has spent, made, exported and employed by now.

    A mature project uses half of its capacity at least and has at least 0.7 of its jobs and half of its exports; one
    that began to work less than a year ago may have less.
    """
    for name in _DELIVERED:
        project[name] = None
    if project["actual_start"] is not None:
        project["jobs_construction_actual"] = round(project["jobs_construction_planned"] * draws.between(0.7, 1.1))
        project["cost_actual_mln_kzt"] = round(project["cost_planned_mln_kzt"] * draws.between(0.1, 0.9), 1)
    if project["status"] == "commissioned":
        project["cost_actual_mln_kzt"] = round(project["cost_planned_mln_kzt"] * draws.around(1.02, 0.05), 1)
        _work(project, draws)


_DELIVERED: Final = (
    "cost_actual_mln_kzt", "jobs_construction_actual", "jobs_permanent_actual", "capacity_use_pct",
    "export_share_actual_pct", *(f"output_actual_{year}_mln_kzt" for year in YEARS),
)  # fmt: skip


def _work(project: Project, draws: Draws) -> None:
    mature = is_mature(project)
    use = draws.whole(50, 98) if mature else draws.whole(15, 95)
    project["capacity_use_pct"] = float(use)
    project["jobs_permanent_actual"] = math.ceil(
        project["jobs_permanent_planned"] * draws.between(0.7 if mature else 0.3, 1.05)
    )
    exported = project["export_share_planned_pct"] * draws.between(0.5 if mature else 0.0, 1.15)
    project["export_share_actual_pct"] = min(100.0, math.ceil(10 * exported) / 10)
    for year in YEARS:
        part = part_of_year(project["actual_commissioning"], year)
        output = project["output_planned_mln_kzt"] * use / 100 * part * draws.between(0.85, 1.0)
        project[f"output_actual_{year}_mln_kzt"] = max(0.1, round(output, 1)) if part else None


def part_of_year(begins: date, year: int) -> float:
    """Return the share of a year that lies after a day."""
    return min(1.0, max(0.0, (date(year, 12, 31) - begins).days / 365))
