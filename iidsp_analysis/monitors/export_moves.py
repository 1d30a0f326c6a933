"""Falls of a group of goods beside the rise of the same group elsewhere: another place of registration looks so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_periods import Comparison
from iidsp_analysis.monitors.export_verdict import SLIGHT_FALL, Change, Verdict

#: The same group rose elsewhere if one other region's rise is at least this part of its fall, and the country's change
#: of the group is below this part of that rise: where the group grows everywhere, a rise tells nothing.
MATCHING_PART = 0.5


@dataclass(frozen=True)
class Moved:
    """A group of goods that fell in some regions and rose in another one.

    Amounts in thousand USD: ``fall`` is the change of the group in the ``regions`` whose fall it leads, ``rise`` that
    in the region ``risen``, where it rose most, and ``country`` that of the group in the whole country.
    """

    section: str
    regions: tuple[str, ...]
    fall: float
    risen: str
    rise: float
    country: float


def section_changes(cube: ExportCube, comparison: Comparison, definition: str | None = None) -> pd.DataFrame:
    """Change of every region and of the country by HS section, thousand USD; NaN where a month is missing."""
    return periods.amounts(cube, comparison.span, definition) - periods.amounts(cube, comparison.before, definition)


def felt_falls(found: Verdict) -> tuple[Change, ...]:
    """Falls of one percent or more: of smaller ones nothing is said."""
    return tuple(fall for fall in found.falls if fall.strength != SLIGHT_FALL)


def rises_elsewhere(cube: ExportCube, found: Verdict) -> dict[str, Moved]:
    """Groups of goods that lead a fall, and rose in one other region by at least half of it, but not in the country.

    Returns
    -------
    dict
        By HS section, of those that lead the fall of at least one region (:func:`felt_falls`). The rule shows where
        a change of registration is as likely as one of production; which of them it was it does not tell.
    """
    changes = section_changes(cube, found.comparison, found.definition)
    by_region = changes.T
    country, by_section = by_region[schema.COUNTRY], by_region.drop(columns=schema.COUNTRY).T
    leading: dict[str, list[str]] = {}
    for each in felt_falls(found):
        leading.setdefault(each.main_section, []).append(each.region)
    return {
        moved.section: moved
        for section, regions in leading.items()
        if (moved := _moved(by_section[section], regions, float(country[section]))) is not None
    }


def _moved(change: pd.Series[float], regions: list[str], country: float) -> Moved | None:
    fall, others = float(change[regions].sum()), change.drop(regions).dropna()
    if others.empty or others.max() < MATCHING_PART * -fall:
        return None
    if country >= MATCHING_PART * others.max():
        return None
    return Moved(str(change.name), tuple(regions), fall, str(others.idxmax()), float(others.max()), country)


@dataclass(frozen=True)
class JointFall:
    """What the regions that fell lost together, and the group of goods that makes most of it, in thousand USD."""

    regions: tuple[str, ...]
    fall: float
    section: str
    section_fall: float


def joint_fall(found: Verdict) -> JointFall | None:
    """The falls of a verdict together (:func:`felt_falls`); None where there is none."""
    falls = felt_falls(found)
    if not falls:
        return None
    together = pd.DataFrame([fall.by_section for fall in falls]).sum()
    section = str(together.idxmin())
    return JointFall(
        tuple(fall.region for fall in falls),
        sum(fall.change for fall in falls),
        section,
        float(together[section]),
    )
