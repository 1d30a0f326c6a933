"""The few flows that explain a change of exports, and the single lump that decides it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import ExportCube
from iidsp_analysis.monitors.export_periods import Comparison

Floats = npt.NDArray[np.float64]
#: A month is a lump from this many robust units above the typical month of its section. The usual limit of 3.5
#: (Iglewicz & Hoaglin 1993) is for bell-shaped figures; monthly trade of one section has long tails.
FAR_ABOVE = 10.0
#: A robust unit is not smaller than this part of the typical month: a very even series must not make lumps of nothing.
SMALLEST_UNIT = 0.1
#: A lump holds at least this part of the region's earlier processed exports: one delivery that the region would feel.
SMALLEST_LUMP = 0.01
#: A lump decides a change if without it the change has another sign or loses more than this part.
DECIDING_PART = 0.5
#: The median absolute deviation times this is the standard deviation of bell-shaped figures.
MAD_TO_SIGMA = 1.4826
LUMP_COLUMNS = ["region", "section", "month", "value", "typical", "units", "excess", "change", "change_without"]


@dataclass(frozen=True)
class Lump:
    """One month of one section, far above the section's own typical month, that decides a region's change.

    Amounts in thousand USD. ``change_without`` is the region's change with the typical month in place of the lump;
    ``is_now`` tells whether the lump lies in the later of the two spans. ``such_months`` counts the lumps of the
    section in the months compared, this one included: from two on the section lives on few large deliveries, and
    ``change_without_such`` is the change with the typical month in place of all of them.
    """

    region: str
    section: str
    month: str
    value: float
    typical: float
    change: float
    change_without: float
    is_now: bool
    such_months: int
    change_without_such: float

    @property
    def changes_sign(self) -> bool:
        """Whether the change turns around, or vanishes, without the lump."""
        return bool(np.sign(self.change_without) != np.sign(self.change))


def flows(cube: ExportCube, region: str, comparison: Comparison, definition: str | None = None) -> pd.DataFrame:
    """Split a region's change by HS section and month.

    Returns
    -------
    DataFrame
        ``section, month, value, before, change`` (thousand USD), the largest change of either sign first; the
        changes add up to the region's change.

    Raises
    ------
    MissingDataError
        If a month of either span is missing.
    """
    place = cube.regions.index(region)
    now, before = (
        periods.monthly(cube, span.months, definition)[place] for span in (comparison.span, comparison.before)
    )
    if np.isnan(now - before).any():
        raise MissingDataError(
            "Exports by HS section are not complete for the months compared.",
            where=f"{region}, {comparison.span.label} and {comparison.before.label}",
        )
    cells = pd.MultiIndex.from_product(
        [periods.printed_sections(cube, definition), comparison.span.months], names=["section", "month"]
    )
    frame = pd.DataFrame({"value": now.ravel(), "before": before.ravel()}, index=cells).reset_index()
    frame["change"] = frame["value"] - frame["before"]
    largest_first = frame["change"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[largest_first].reset_index(drop=True)


def lumps(cube: ExportCube, comparison: Comparison, definition: str | None = None) -> pd.DataFrame:
    """Months of a region's section that are far above the section's own typical month.

    A month is a lump if it lies :data:`FAR_ABOVE` robust units above the median of the section's months from the
    earlier span to the later one, and its excess over that median is at least :data:`SMALLEST_LUMP` of the region's
    earlier processed exports. The robust unit is the median absolute deviation, scaled to a standard deviation.

    Returns
    -------
    DataFrame
        Columns :data:`LUMP_COLUMNS`, amounts in thousand USD, the largest excess of each region first; regions with
        a missing month in either span have none, since their change is not known.

    References
    ----------
    Iglewicz, B. & Hoaglin, D. C. (1993), *How to Detect and Handle Outliers*, modified z-score.
    """
    months = comparison.months
    series = periods.monthly(cube, months, definition)
    typical, unit = _typical(series)
    excess = series - typical[:, :, None]
    now = periods.processed_amounts(cube, comparison.span, definition).to_numpy()
    before = periods.processed_amounts(cube, comparison.before, definition).to_numpy()
    compared = [month in comparison.span.months or month in comparison.before.months for month in months]
    felt = (excess > FAR_ABOVE * unit[:, :, None]) & (excess >= SMALLEST_LUMP * before[:, None, None])
    felt &= np.array(compared) & np.isfinite(now - before)[:, None, None]
    places = np.argwhere(felt)
    sections = periods.printed_sections(cube, definition)
    rows = [
        (cube.regions[r], sections[s], months[m], series[r, s, m], typical[r, s], excess[r, s, m] / unit[r, s],
         excess[r, s, m], now[r] - before[r], now[r] - before[r] + _taken(comparison, months[m]) * excess[r, s, m])
        for r, s, m in places
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=LUMP_COLUMNS)
    return found.sort_values(["region", "excess"], ascending=[True, False], kind="stable").reset_index(drop=True)


def _typical(series: Floats) -> tuple[Floats, Floats]:
    """Median month and robust unit of every region × section, over the months that are there."""
    known = np.ma.masked_invalid(series)
    typical = np.ma.median(known, axis=2)  # type: ignore[no-untyped-call]
    spread = np.ma.median(np.abs(known - typical[:, :, None]), axis=2)  # type: ignore[no-untyped-call]
    middle = typical.filled(np.nan)
    least = np.maximum(SMALLEST_UNIT * middle, 1.0)  # one thousand USD, where the typical month is nothing
    return middle, np.maximum(MAD_TO_SIGMA * spread.filled(np.nan), least)


def _taken(comparison: Comparison, month: str) -> float:
    """Sign with which the removal of a month's excess moves the change."""
    return -1.0 if month in comparison.span.months else 1.0


def deciding_lumps(cube: ExportCube, comparison: Comparison, definition: str | None = None) -> dict[str, Lump]:
    """The lump that decides the change of a region, by region; regions without one are absent.

    A lump decides if without it the change has another sign, or loses more than :data:`DECIDING_PART` of its size.
    Of several the largest is told.
    """
    found = lumps(cube, comparison, definition)
    turned = np.sign(found["change_without"]) != np.sign(found["change"])
    left = found["change_without"].abs() < (1 - DECIDING_PART) * found["change"].abs()
    of_section = found.assign(effect=found["change_without"] - found["change"]).groupby(["region", "section"])
    such = found.assign(such_months=of_section["month"].transform("count"),
                        change_without_such=found["change"] + of_section["effect"].transform("sum"))  # fmt: skip
    first = such[turned | left].drop_duplicates("region")
    return {str(row[schema.REGION]): _lump(comparison, row) for _, row in first.iterrows()}


def _lump(comparison: Comparison, row: pd.Series) -> Lump:
    names = ("value", "typical", "change", "change_without", "change_without_such")
    amounts = {name: float(row[name]) for name in names}
    month = str(row["month"])
    return Lump(str(row["region"]), str(row["section"]), month, is_now=month in comparison.span.months,
                such_months=int(row["such_months"]), **amounts)  # fmt: skip
