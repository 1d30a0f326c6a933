"""The figures behind the pages about the programme: facts, targets and judgements of one report."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.programme import Judgement, judgements
from iidsp_analysis.monitors.programme_bases import Recount, by_definition
from iidsp_analysis.monitors.programme_contributions import ADDITIVE, Contributions, contributions
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.monitors.programme_path import way_of
from iidsp_analysis.monitors.programme_targets import Targets, targets_on
from iidsp_analysis.reference.target_records import CUMULATIVE, GROWTH, RANK, indicators
from iidsp_analysis.sections.context import PROGRAMME_BASE, Context

#: Years before the report's year with which an indicator without a target is compared, in reports up to 2015.
SPAN = 2


@dataclass(frozen=True)
class Programme:
    """What a report says about the programme: of a region, or of the country.

    ``base`` is the year with which indicators without a target are compared.
    """

    region: str
    year: int
    base: int
    book: FactBook
    targets: Targets

    @cached_property
    def told(self) -> tuple[Judgement, ...]:
        """Judgements of the territory itself."""
        return judgements(self.book, self.region, self.year, self.targets, self.base)

    @cached_property
    def national(self) -> tuple[Judgement, ...]:
        """Judgements of the country."""
        if self.region == schema.COUNTRY:
            return self.told
        return judgements(self.book, schema.COUNTRY, self.year, self.targets, self.base)

    @cached_property
    def by_definition(self) -> tuple[Recount, ...]:
        """Processed exports judged under every definition; empty where they have no light."""
        return by_definition(self.book, self.region, self.year, self.targets)

    @cached_property
    def _parts(self) -> dict[tuple[str, int, int], Contributions]:
        """Contributions of the regions made so far, by indicator, base year and year."""
        return {}

    def parts(self, judgement: Judgement) -> Contributions | None:
        """Contributions of the regions to the country's figure that a judgement is about.

        The path is the national one from the same base year; None where the country has no such figures.
        """
        indicator, base, year = judgement.indicator, judgement.base_year, judgement.year
        if indicator not in ADDITIVE or base is None or math.isnan(self._country(indicator, base, year)):
            return None
        if (indicator, base, year) not in self._parts:
            path = next((indices(one)["path"] for one in self.national if _same(one, judgement)), math.nan)
            self._parts[indicator, base, year] = contributions(self.book, indicator, base, year, path)
        return self._parts[indicator, base, year]

    def _country(self, indicator: str, base: int, year: int) -> float:
        return float(self.book.facts(indicator).index(base).get(year, math.nan))

    def part(self, judgement: Judgement, what: str) -> float:
        """Contribution of the report's region, ``change`` or ``gap``, to the country's figure of a judgement."""
        made = None if self.region == schema.COUNTRY else self.parts(judgement)
        return math.nan if made is None else float(made.frame.loc[self.region, what])

    def sources(self, told: Iterable[Judgement] | None = None) -> tuple[str, ...]:
        """Ids of the tables behind judgements (all of the territory by default).

        Raises
        ------
        MissingDataError
            If no indicator has a figure.
        """
        used = {source.split("@")[0] for one in (self.told if told is None else told) for source in one.sources}
        if not used:
            raise MissingDataError("No indicator of the programme has a figure.")
        return tuple(sorted(used))


def programme_of(context: Context) -> Programme:
    """Collect facts and targets for a report.

    Raises
    ------
    SchemaError, UnknownLabelError
        If the user's file of targets breaks its rules.
    """
    base = PROGRAMME_BASE if context.year > PROGRAMME_BASE else context.year - SPAN
    targets = targets_on(context.borders)
    return Programme(context.region.id, context.year, base, context.fact_book, targets)


def on_page(told: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements that a page shows: the indicators that every programme has, and whatever has a light."""
    return tuple(one for one in told if indicators()[one.indicator].in_family or one.is_judged)


def indices(judgement: Judgement) -> dict[str, float]:
    """Fact, target and path as indices, base year = 100; NaN where a sum or a rank has no index."""
    target = judgement.target
    if target is None or target.form in (CUMULATIVE, RANK) or not _is_own(judgement):
        return {"fact": judgement.index, "target": math.nan, "path": math.nan}
    if target.form == GROWTH and target.base_year is not None:  # known also where the fact is not
        way = way_of(target, 100.0, judgement.year)
        return {"fact": judgement.index, "target": way.goal, "path": way.path}
    scale = judgement.index / judgement.fact if judgement.fact else math.nan
    return {"fact": judgement.index, "target": judgement.goal * scale, "path": judgement.path * scale}


def _same(one: Judgement, other: Judgement) -> bool:
    return (one.indicator, one.base_year, one.year) == (other.indicator, other.base_year, other.year)


def _is_own(judgement: Judgement) -> bool:
    return judgement.target is not None and judgement.target.region == judgement.region


def frame_of(programme: Programme, told: Iterable[Judgement]) -> pd.DataFrame:
    """Judgements as rows: their numbers, and the contributions of the report's region."""
    rows = [
        {
            "indicator": one.indicator,
            "base": one.base_year,
            "year": one.year,
            **{name: getattr(one, name) for name in _NUMBERS},
            "change_part": programme.part(one, "change"),
            "gap_part": programme.part(one, "gap"),
        }
        for one in told
    ]
    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys((*_NUMBERS, "change_part", "gap_part"), np.float64))


_NUMBERS = ("fact", "index", "goal", "path", "distance", "distance_share", "path_share", "required_rate", "done")
