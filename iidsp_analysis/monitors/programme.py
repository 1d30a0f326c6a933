"""The programme's indicators: fact, index to base, distance to the target, the straight path, the rate still needed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED, FactBook, Facts
from iidsp_analysis.monitors.programme_path import GREY, Way, done_share, light, required_rate, way_of
from iidsp_analysis.monitors.programme_targets import Targets, replaced
from iidsp_analysis.reference.target_records import CUMULATIVE, RANK, Target, indicators

#: What a reader must know of a judgement, beside the reasons of :mod:`programme_facts`.
UNVERIFIED, OWN_TARGET, NATIONAL, NO_TARGET = "unverified", "own_target", "national_target", "no_target"
AFTER_TARGET, REPLACED = "after_target_year", "replaced_by_later_edition"
NO_BASE_YEAR, BASE_MISSING, YEAR_MISSING = "no_base_year", "base_missing", "year_missing"
_NOWHERE = Way(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Judgement:
    """One indicator of one region against one target.

    Attributes
    ----------
    region : str
        Id, or ``KZ``.
    target : Target or None
        The target judged against; of a region that has none of its own, the national one, whose base year is used.
    base_year, year : int or None, int
        What the index compares. ``year`` is the report's year, or the target year where that is past.
    fact, goal, path : float
        In the indicator's unit, or as index to the base year = 100 where it has no level; of a cumulative target the
        sums. ``goal`` and ``path`` are NaN without a target of the region's own.
    index : float
        The year's figure, base year = 100; NaN for a cumulative target: a sum has no base year.
    distance, distance_share : float
        ``fact − goal`` in the unit, and ``fact / goal − 1``.
    required_rate : float
        Per cent a year from now to the target year; NaN where there is none.
    done : float
        Share of the planned way that is done.
    light : {"green", "yellow", "red", "grey"}
        By :func:`~iidsp_analysis.monitors.programme_path.light`.
    flags : tuple of str
        What must be said with the numbers.
    sources : tuple of str
        Editions that the fact comes from.
    """

    region: str
    indicator: str
    target: Target | None
    base_year: int | None
    year: int
    fact: float
    index: float
    goal: float
    path: float
    distance: float
    distance_share: float
    required_rate: float
    done: float
    light: str
    flags: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_verified(self) -> bool:
        """Whether the target was read in a source; without a target nothing is verified."""
        return self.target is not None and self.target.verified

    @property
    def why_no_fact(self) -> str:
        """Why the indicator has no figure at all; "" where it has some."""
        return next((flag for flag in self.flags if flag in (NOT_LOADED, NOT_BY_REGION)), "")

    @property
    def path_share(self) -> float:
        """Distance of the fact from its path, as a share of the path: ``fact / path − 1``."""
        return self.fact / self.path - 1 if self.path else math.nan

    @property
    def is_in_force(self) -> bool:
        """Whether it is judged against a target that no later edition of the same programme has replaced."""
        return self.target is not None and REPLACED not in self.flags

    @property
    def is_judged(self) -> bool:
        """Whether fact and path are both there, so that a light can be given."""
        return self.light != GREY


def judgements(book: FactBook, region: str, year: int, targets: Targets, base: int) -> tuple[Judgement, ...]:
    """Judge every indicator of a region in a year.

    Parameters
    ----------
    region : str
        Id on the borders of the book, or ``KZ``.
    targets : Targets
        All targets. A national one is no target of a region: it lends the region its base year, and no more.
    base : int
        Year to which every indicator of the family is compared, with a target or without.

    Returns
    -------
    tuple of Judgement
        In the order of the indicators. Those of the family appear also without a target, and compared with ``base``
        where no target has that base year.
    """
    own, national = (targets.in_force(place, year) for place in (region, schema.COUNTRY))
    gone = replaced(own)
    told: list[Judgement] = []
    for name, indicator in indicators().items():
        facts = book.facts(name, region)
        rows = [judge(facts, target, year, is_replaced=target in gone) for target in own if target.indicator == name]
        if not rows and region != schema.COUNTRY:
            running = [target for target in national if target.indicator == name and target.target_year >= year]
            rows = _once([_beside(facts, target, year) for target in running], base)
        if indicator.in_family and not _tells(rows, base):
            rows.append(_alone(facts, year, base))
        told += rows
    return tuple(told)


def _once(rows: list[Judgement], base: int) -> list[Judgement]:
    """One row a base year: a region's figures do not differ by the edition of a national target."""
    if all(not math.isfinite(row.index) for row in rows):
        return [max(rows, key=lambda row: row.base_year == base)] if rows else []
    return list({row.base_year: row for row in rows}.values())


def _tells(rows: list[Judgement], base: int) -> bool:
    """Whether the rows say what was reached since ``base``; of an indicator without any figure one reason is enough."""
    if any(row.base_year == base and math.isfinite(row.index) for row in rows):
        return True
    return bool(rows) and all(row.why_no_fact for row in rows)


def judge(facts: Facts, target: Target, year: int, *, is_replaced: bool = False) -> Judgement:
    """Judge figures against a target of the same region, at the target year where the year is later."""
    when = min(year, target.target_year)
    level = facts.level(target.base_year)
    start, latest = _at(level, target.base_year), _at(level, when)
    is_sum = target.form == CUMULATIVE
    fact = _sum(level, target.base_year, when) if is_sum else latest
    index = math.nan if is_sum else _at(facts.index(target.base_year), when)
    way = way_of(target, start, when)
    flags = (*_of_target(target, year), *((REPLACED,) if is_replaced else ()), *_of_facts(facts, target, fact, start))
    return Judgement(
        facts.region, facts.indicator, target, target.base_year, when, fact, index, way.goal, way.path, fact - way.goal,
        fact / way.goal - 1 if way.goal else math.nan, required_rate(target, fact, way, latest, when),
        done_share(fact, way), light(fact, way, target.direction), flags, facts.sources,
    )  # fmt: skip


def _beside(facts: Facts, target: Target, year: int) -> Judgement:
    """A region beside a running national target: its own figures to the same base year, and no judgement."""
    return _unjudged(facts, target, target.base_year, year, (NATIONAL, *_of_target(target, year)))


def _alone(facts: Facts, year: int, base: int) -> Judgement:
    """An indicator without a target: what was reached, and no judgement."""
    return _unjudged(facts, None, base, year, (NO_TARGET,))


def _unjudged(facts: Facts, target: Target | None, base: int | None, year: int, flags: Iterable[str]) -> Judgement:
    fact, index, nothing = _at(facts.level(base), year), facts.index(base), math.nan
    return Judgement(
        facts.region, facts.indicator, target, base, year, fact, _at(index, year), nothing, nothing, nothing, nothing,
        nothing, nothing, GREY, (*flags, *_of_index(facts, index, base, year)), facts.sources,
    )  # fmt: skip


def _of_index(facts: Facts, index: pd.Series[float], base: int | None, year: int) -> tuple[str, ...]:
    """Why an index that nothing is judged by is missing: both of its years, since either may be there alone."""
    if facts.why_missing or base is None:
        return (facts.why_missing or NO_BASE_YEAR,)
    has_base = math.isfinite(_at(index, base))
    has_year = math.isfinite(_at(index if has_base else facts.values, year))
    return tuple(flag for flag, holds in ((BASE_MISSING, has_base), (YEAR_MISSING, has_year)) if not holds)


def _at(series: pd.Series[float], year: int | None) -> float:
    return math.nan if year is None else float(series.get(year, np.nan))


def _sum(level: pd.Series[float], first: int | None, last: int) -> float:
    """Sum over all years; one missing year makes it missing."""
    assert first is not None  # refused when the row was read
    return float(level.reindex(range(first, last + 1)).sum(skipna=False))


def _of_target(target: Target, year: int) -> tuple[str, ...]:
    told = {UNVERIFIED: not target.verified, OWN_TARGET: target.is_own, AFTER_TARGET: year > target.target_year}
    return tuple(flag for flag, holds in told.items() if holds)


def _of_facts(facts: Facts, target: Target, fact: float, start: float) -> tuple[str, ...]:
    """Why something is missing, the first reason only: the reader needs what to load, not a list."""
    if facts.why_missing:
        return (facts.why_missing,)
    needs_base = target.form not in (CUMULATIVE, RANK)
    if needs_base and target.base_year is None:
        return (NO_BASE_YEAR,)
    if needs_base and not math.isfinite(start):
        return (BASE_MISSING,)
    return () if math.isfinite(fact) else (YEAR_MISSING,)
