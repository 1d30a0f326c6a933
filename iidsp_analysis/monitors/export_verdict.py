"""Which regions' exports fell while the country's rose, and how firm that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_flows import Lump, deciding_lumps
from iidsp_analysis.monitors.export_periods import Comparison, Span
from iidsp_analysis.monitors.exports import contributions, section_contributions

#: A fall below this fraction is slight: a revision of the table or one delivery more would undo it.
SLIGHT = 0.01
#: How firm a fall is: nothing single undoes it · one delivery makes more than half of its size · without its main group
#: of goods there is none · without one delivery there is none · too small to be told from a revision.
FIRM, ONE_FLOW_SETS_SIZE, ONE_SECTION = "firm", "one_flow_sets_size", "one_section"
ONE_FLOW, SLIGHT_FALL = "one_flow", "slight"
ROSE, DID_NOT_RISE, UNKNOWN = "rose", "did_not_rise", "unknown"


@dataclass(frozen=True)
class Change:
    """A change of exports (thousand USD) with what it hangs on.

    ``by_section`` splits it by HS section, the largest fall first. ``main_section`` is the one that moved most in the
    direction of the change; ``change_without_section`` and ``growth_without_section`` are those of all other sections.
    ``lump`` is the single flow that decides it, if there is one.
    """

    region: str
    value: float
    before: float
    by_section: pd.Series[float]
    main_section: str
    change_without_section: float
    growth_without_section: float
    lump: Lump | None

    @property
    def change(self) -> float:
        """Later level less earlier level."""
        return self.value - self.before

    @property
    def growth(self) -> float:
        """Change as a fraction of the earlier level; NaN where that was nothing."""
        return self.change / self.before if self.before > 0 else np.nan

    @property
    def strength(self) -> str:
        """The weakest that holds of: slight, one flow, one section, one flow sets the size, firm."""
        if abs(self.growth) < SLIGHT:
            return SLIGHT_FALL
        if self.lump is not None and self.lump.changes_sign:
            return ONE_FLOW
        if np.sign(self.change_without_section) != np.sign(self.change):
            return ONE_SECTION
        return FIRM if self.lump is None else ONE_FLOW_SETS_SIZE


@dataclass(frozen=True)
class Verdict:
    """Which regions fell while the country rose, under one definition and against one earlier span.

    ``falls`` are in the order of their size, the largest first, whether the verdict applies or not; ``unknown`` are
    regions with a missing month. The verdict applies where the country rose (``state``).
    """

    definition: str
    comparison: Comparison
    country: Change | None
    falls: tuple[Change, ...]
    unknown: tuple[str, ...]
    compared: int

    @property
    def state(self) -> str:
        """Whether the country rose, did not rise (the verdict is not applicable), or is not known."""
        if self.country is None:
            return UNKNOWN
        return ROSE if self.country.change > 0 else DID_NOT_RISE

    @property
    def applies(self) -> bool:
        """Whether the country rose."""
        return self.state == ROSE

    @property
    def is_provisional(self) -> bool:
        """Whether a year in progress is compared."""
        return self.comparison.span.is_provisional

    @property
    def fallers(self) -> tuple[str, ...]:
        """Ids of the regions that fell, the largest fall first."""
        return tuple(fall.region for fall in self.falls)


def verdict(cube: ExportCube, comparison: Comparison, definition: str | None = None) -> Verdict:
    """Judge one definition against one earlier span.

    Raises
    ------
    UsageError
        For an unknown definition.
    """
    frame = contributions(cube, comparison, definition).drop(index=schema.RESIDUAL)
    lumps = deciding_lumps(cube, comparison, definition)
    country = frame.loc[schema.COUNTRY]
    parts = frame.drop(index=schema.COUNTRY)
    fell = parts[parts["change"] < 0].sort_values("change", kind="stable").index

    def of(region: str) -> Change:
        return _change(cube, region, comparison, definition, lumps.get(region))

    return Verdict(
        definition or industries.default_processed_exports().id,
        comparison,
        of(schema.COUNTRY) if np.isfinite(country["change"]) else None,
        tuple(of(str(region)) for region in fell),
        tuple(str(region) for region in parts.index[parts["change"].isna()]),
        int(parts["change"].notna().sum()),
    )


def change_of(cube: ExportCube, region: str, comparison: Comparison, definition: str | None = None) -> Change:
    """The change of one region, or of the country, with what it hangs on.

    Raises
    ------
    MissingDataError
        If a month of either span is missing.
    """
    return _change(cube, region, comparison, definition, deciding_lumps(cube, comparison, definition).get(region))


def _change(cube: ExportCube, region: str, comparison: Comparison, definition: str | None, lump: Lump | None) -> Change:
    sections = section_contributions(cube, region, comparison, definition)
    by_section, (value, before) = sections["change"], sections[["value", "before"]].sum()
    main = str(by_section.idxmin() if value < before else by_section.idxmax())
    without = float(value - before - by_section[main])
    rest = float(before - sections.loc[main, "before"])
    growth = without / rest if rest > 0 else np.nan
    return Change(region, float(value), float(before), by_section, main, without, growth, lump)


def verdicts(cube: ExportCube, span: Span) -> tuple[Verdict, ...]:
    """Every definition, the default one first, against the year before and against the programme's base.

    Empty where the table has no earlier year.
    """
    return tuple(
        verdict(cube, comparison, definition)
        for definition in industries.PROCESSED_EXPORT_DEFINITIONS
        for comparison in periods.comparisons(cube, span)
    )
