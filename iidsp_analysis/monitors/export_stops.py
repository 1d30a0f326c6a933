"""Groups of goods that stop or begin in a month: what the break of a region's exports consists of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube

#: Months on either side of the month; fewer than the second number are too few for a typical one.
AROUND, FEWEST = MONTHS, 6
#: A group is felt if its typical month holds at least this part of the region's typical month.
FELT = 0.1
#: A group stopped if its typical month after is at most this part of the one before; it began the other way round.
LEFT = 0.05


@dataclass(frozen=True)
class Stop:
    """A group of goods with its typical month (median, thousand USD) before a month and from it on."""

    section: str
    before: float
    after: float

    @property
    def is_end(self) -> bool:
        """Whether the group stopped; it began otherwise."""
        return self.after < self.before


def stops_at(cube: ExportCube, region: str, month: str, definition: str | None = None) -> tuple[Stop, ...]:
    """Groups of goods that stop or begin at a month, by the median of up to twelve months on either side.

    Missing months are left out; empty with fewer than six months on a side.

    Parameters
    ----------
    month : str
        First month of what comes after, ``YYYY-MM``.
    """
    place = cube.months.index(month)
    values = periods.monthly(cube, cube.months, definition)[cube.regions.index(region)]
    before, after = values[:, max(place - AROUND, 0) : place], values[:, place : place + AROUND]
    before, after = (part[:, ~np.isnan(part).any(axis=0)] for part in (before, after))
    if min(before.shape[1], after.shape[1]) < FEWEST:
        return ()
    levels = max(float(np.median(part.sum(axis=0))) for part in (before, after))
    typical = zip(periods.printed_sections(cube, definition), np.median(before, axis=1), np.median(after, axis=1),
                  strict=True)  # fmt: skip
    found = [Stop(section, float(old), float(new)) for section, old, new in typical]
    kept = [one for one in found if max(one.before, one.after) >= max(FELT * levels, 1.0) and _turned(one)]
    return tuple(sorted(kept, key=lambda one: -max(one.before, one.after)))


def _turned(one: Stop) -> bool:
    return min(one.before, one.after) <= LEFT * max(one.before, one.after)
