"""Whether base year or definition decide: targets judged from every base year, exports under every definition."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from iidsp_analysis import industries, schema
from iidsp_analysis.monitors.programme import Judgement, judge
from iidsp_analysis.monitors.programme_contributions import EXPORTS
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.monitors.programme_path import GREY
from iidsp_analysis.monitors.programme_targets import Targets, replaced
from iidsp_analysis.reference.target_records import CHANGE, GROWTH, Target


@dataclass(frozen=True)
class Recount:
    """One target judged from one base year.

    ``is_anew`` tells a target that was counted anew from another base year than its own: the same yearly rate (or, of a
    change, the same yearly amount) to the same target year. ``definition`` is the id of the definition of processed
    exports, "" for the default one. ``growth`` and ``needed`` are per cent a year: reached
    since the base year, and asked for by the target from its base year to the target year.
    """

    judgement: Judgement
    base: int
    is_anew: bool
    growth: float
    needed: float
    definition: str = ""

    @property
    def target(self) -> Target:
        """The target, with the base year that it is counted from."""
        assert self.judgement.target is not None  # judged by judge(), which always has one
        return self.judgement.target


def recounts(book: FactBook, year: int, targets: Targets) -> tuple[Recount, ...]:
    """Judge the country's growth targets in force from every base year that its editions use.

    Returns
    -------
    tuple of Recount
        By indicator, edition and base year; empty where the targets in force share one base year. An indicator without
        any figure has no row.
    """
    known = [target for target in targets.in_force(schema.COUNTRY, year) if _counts_from_a_base(target)]
    told: list[Recount] = []
    for target in known:
        if book.facts(target.indicator).why_missing:
            continue
        bases = sorted({other.base_year for other in known if other.base_year and _same_programme(other, target)})
        able = [base for base in bases if base < min(year, target.target_year)]
        told += [_recount(book, target, base, year) for base in able if len(able) > 1]
    return tuple(told)


def by_definition(book: FactBook, region: str, year: int, targets: Targets) -> tuple[Recount, ...]:
    """Judge a territory's growth targets of processed exports in force under every definition of these exports.

    Returns
    -------
    tuple of Recount
        By target and definition, the default one first; empty where the default one cannot be judged. Every definition
        has the same target in per cent, from its own figure of the base year.
    """
    own = targets.in_force(region, year)
    growth = [one for one in own if one.indicator == EXPORTS and one.form == GROWTH and one not in replaced(own)]
    told: list[Recount] = []
    for target in growth:
        if target.base_year is None or not _recount(book, target, target.base_year, year).judgement.is_judged:
            continue
        for name, definition in industries.PROCESSED_EXPORT_DEFINITIONS.items():
            other = replace(book, definition=name)
            one = _recount(other, target, target.base_year, year)
            told.append(replace(one, definition="" if definition.is_default else name))
    return tuple(told)


def depends_on_definition(told: tuple[Recount, ...]) -> bool:
    """Whether one target has different lights by definition; grey is no light."""
    lights = {target: {one.judgement.light for one in told if one.target == target} - {GREY}
              for target in {one.target for one in told}}  # fmt: skip
    return any(len(found) > 1 for found in lights.values())


def changed_lights(told: tuple[Recount, ...]) -> tuple[str, ...]:
    """Indicators with different lights by base year or edition; grey is no light."""
    lights = {name: {one.judgement.light for one in told if one.target.indicator == name} for name in compared(told)}
    return tuple(name for name, found in lights.items() if len(found - {GREY}) > 1)


def compared(told: tuple[Recount, ...]) -> tuple[str, ...]:
    """Indicators with at least two lights to compare, by base year or edition."""
    judged = [one.target.indicator for one in told if one.judgement.is_judged]
    return tuple(name for name in dict.fromkeys(judged) if judged.count(name) > 1)


def counted_from(target: Target, base: int) -> Target:
    """The target with another base year and the same yearly rate (of a change: amount) up to its target year.

    Growth: ``(1 + value / 100)^((T − base') / (T − base)) − 1``; change: ``value (T − base') / (T − base)``.
    """
    assert target.base_year is not None  # only targets with a base year are counted anew
    ratio = (target.target_year - base) / (target.target_year - target.base_year)
    value = target.value * ratio if target.form == CHANGE else 100 * ((1 + target.value / 100) ** ratio - 1)
    return replace(target, base_year=base, value=value)


def _counts_from_a_base(target: Target) -> bool:
    return target.form in (GROWTH, CHANGE) and target.base_year is not None


def _same_programme(one: Target, other: Target) -> bool:
    return one.programme == other.programme


def _recount(book: FactBook, target: Target, base: int, year: int) -> Recount:
    judgement = judge(book.facts(target.indicator, target.region), counted_from(target, base), year)
    growth = _yearly(judgement.index / 100, judgement.year - base)
    start = judgement.fact / judgement.index * 100
    needed = _yearly(judgement.goal / start, target.target_year - base)
    return Recount(judgement, base, base != target.base_year, growth, needed)


def _yearly(ratio: float, years: int) -> float:
    return 100 * (ratio ** (1 / years) - 1) if math.isfinite(ratio) and ratio > 0 else math.nan
