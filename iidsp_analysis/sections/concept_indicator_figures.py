"""Indicators that the Concept can be held to, in figures: baseline, range seen before, what the figure hangs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.models.technology_scheme import scheme
from iidsp_analysis.scenarios.evidence import CONSTANT, FIRST_CHANGE
from iidsp_analysis.scenarios.past_growth import WINDOW
from iidsp_analysis.scenarios.ranges import SeenRange, seen_range
from iidsp_analysis.sections.concept_scenarios import LEVELS, outlook
from iidsp_analysis.sections.concept_share_figures import share_path
from iidsp_analysis.sections.concept_technology_figures import UPPER, class_shares, sensitivities, upper_move
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.division_figures import divisions_of
from iidsp_analysis.sections.exports import region_exports

#: Indicators, in the order of the table.
SHARE, WITHOUT, TECHNOLOGY, EXPORTS, VOLUME, PRODUCTIVITY = (
    "share", "without_metals", "technology", "exports", "volume", "productivity",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """One indicator: baseline and range, and the lowest and highest figure that another way to count gives.

    ``others`` are those figures of the same year (empty: none is known); ``is_fan`` tells that the range comes from
    futures drawn from the past, not from its windows.
    """

    range: SeenRange
    others: tuple[float, ...] = ()
    is_fan: bool = False

    @property
    def spread(self) -> tuple[float, float]:
        """Lowest and highest figure, the baseline among them; NaN where there is no other way to count."""
        known = [value for value in self.others if np.isfinite(value)]
        if not known:
            return (np.nan, np.nan)
        return (min(*known, self.range.baseline), max(*known, self.range.baseline))


def proposals(context: Context) -> dict[str, Proposal]:
    """Every indicator that can be told for the year of the report, by name.

    Raises
    ------
    MissingDataError
        If none can.
    """
    told: dict[str, Proposal] = {}
    for name, make in _MAKERS.items():
        try:
            made = make(context)
        except MissingDataError:
            continue  # the section counts the indicators that are missing
        if np.isfinite(made.range.baseline):
            told[name] = made
    if not told:
        raise MissingDataError("No indicator of the Concept is published for this year.")
    return told


def _by_year(series: pd.Series) -> pd.Series:
    return series.rename(index=int)


def _share(context: Context) -> Proposal:
    path = share_path(context)
    own = float(path.frame["share"].loc[context.period])
    low, high = (
        float(end) for end in outlook(context, context.year + WINDOW, CONSTANT).fan.quantiles(LEVELS)[[0, 2], -1]
    )
    others = [float(path.frame.loc[context.period, "share_5931"]), _of_value_added(context)]
    return Proposal(SeenRange(own, low, high, 0), tuple(others), is_fan=True)


def _of_value_added(context: Context) -> float:
    """The share in gross value added: without net taxes on products."""
    gva = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY]
    grp = context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY]
    taxes = context.by_region("grp", "NET_TAXES")[schema.COUNTRY]
    return float((gva / (grp - taxes)).get(context.period, np.nan))


def _without_metals(context: Context) -> Proposal:
    without = share_path(context).frame["without"]
    return Proposal(seen_range(_by_year(without), context.year, "difference"))


def _technology(context: Context) -> Proposal:
    found, chosen = divisions_of(context), scheme("eurostat")
    shares = class_shares(found, chosen)[UPPER]
    base = upper_move(context, found, chosen).base
    others = sensitivities(context, found, chosen, base)["now"].iloc[1:]
    return Proposal(seen_range(_by_year(shares), context.year, "difference"), tuple(map(float, others)))


def _exports(context: Context) -> Proposal:
    lines = region_exports(context, schema.COUNTRY).by_definition / 1000
    own = industries.default_processed_exports().id
    others = lines.loc[context.period].drop(own)
    return Proposal(seen_range(_by_year(lines[own]), context.year, "ratio"), tuple(map(float, others)))


def _volumes(context: Context) -> pd.Series:
    """Production volume of manufacturing, the year of the report = 100."""
    links = _by_year(context.by_region("production_volume_index", "C")[schema.COUNTRY]).loc[FIRST_CHANGE:]
    return chain_index(links, reference_year=context.year)


def _volume(context: Context) -> Proposal:
    return Proposal(seen_range(_volumes(context), context.year, "ratio"))


def _productivity(context: Context) -> Proposal:
    people = _by_year(context.by_region("employment", "C")[schema.COUNTRY])
    ratio = (_volumes(context) / people).dropna()
    if context.year not in ratio.index:
        raise MissingDataError("Employment in manufacturing is not published for this year.")
    return Proposal(seen_range(ratio / ratio[context.year] * 100, context.year, "ratio"))


_MAKERS: dict[str, Callable[[Context], Proposal]] = {
    SHARE: _share, WITHOUT: _without_metals, TECHNOLOGY: _technology, EXPORTS: _exports, VOLUME: _volume,
    PRODUCTIVITY: _productivity,
}  # fmt: skip
