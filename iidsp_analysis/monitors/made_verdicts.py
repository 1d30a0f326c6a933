"""A verdict on each region × HS section: can the region have made what it exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from iidsp_analysis import regions
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_capacity import Capacity, capacity, makers
from iidsp_analysis.monitors.export_cube import MILLION, ExportCube, definition_sections
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.physical_output import MADE, NONE
from iidsp_analysis.panel import Panel

MADE_HERE: Final = "made_here_possible"
DOUBTFUL: Final = "doubtful"
REGISTERED: Final = "registered_here"
UNKNOWN: Final = "unknown"
#: Too small, or goods without an industry: the test says nothing about it.
NOT_JUDGED: Final = "not_judged"
VERDICTS: Final = (MADE_HERE, DOUBTFUL, REGISTERED, UNKNOWN, NOT_JUDGED)

#: A cell is judged from one million dollars a year and one per cent of the region's exports on: below that a single
#: lorry of a trader decides, and the region's picture does not change.
SMALLEST_CELL = 1.0 * MILLION
SMALLEST_SHARE = 0.01
#: A region has no source of mined goods where mining, at its largest output, covers less than this share of them.
NO_SOURCE_SHARE = 0.05


@dataclass(frozen=True)
class Judgement:
    """Verdicts on the exports of one year.

    Attributes
    ----------
    year : int
        Calendar year.
    cells : DataFrame
        Rows ``(region, section)``; columns ``exports, usual, upper, excess, impossible`` (thousand USD), ``physical``,
        ``verdict``, ``reason``. ``excess`` is exports above the capacity that the verdict ``registered_here`` rests
        on, ``impossible`` the part of it above the largest capacity: both 0 with another verdict, NaN where it is
        unknown.
    totals : Series by region
        All exports, thousand USD.
    processed : DataFrame by region
        ``exports`` of processed goods (default definition) and the ``output`` of all works, mines and farms of the
        region at most, thousand USD.
    """

    year: int
    cells: pd.DataFrame
    totals: pd.Series[float]
    processed: pd.DataFrame

    def of(self, region: str) -> pd.DataFrame:
        """The cells of one region, by HS section."""
        return self.cells[self.cells.index.get_level_values("region") == region].droplevel("region")


def judge(panel: Panel, cube: ExportCube, year: int) -> Judgement:
    """Judge the exports of every region and HS section of a year.

    * ``registered_here``: most likely only registered. Above the usual capacity where there is also no source for the
      goods: no mine for goods that are mostly mined (reason ``no_mine``), no works in the table of physical output
      (``no_output``); or, with a source, above the largest capacity (``above_largest``). Only what is above the largest
      capacity cannot have been made there; the usual one is an assumption that a region may exceed.
    * ``doubtful``: above the usual capacity only (``above_usual``).
    * ``made_here_possible``: within it (``within_usual``): no contradiction, which is no proof.
    * ``unknown``: exports, value added or the exchange rate is missing (``no_exports``, ``no_capacity``).
    * ``not_judged``: small (``small``), or goods that no industry stands for (``no_industry``).

    Parameters
    ----------
    panel : Panel
        Rows on one set of borders.
    cube : ExportCube
        Exports on the same borders.
    year : int
        Calendar year.

    Returns
    -------
    Judgement
        Of the regions; the country is not judged.

    Raises
    ------
    MissingDataError
        If panel and cube are on different borders, or the cube has no month of the year.

    Notes
    -----
    The capacities are those of :func:`~iidsp_analysis.monitors.export_capacity.capacity`.
    """
    if panel.borders != cube.borders:
        raise MissingDataError("The figures and the exports are not on the same borders.")
    exports, totals = _year_of(cube, year)
    found = capacity(panel, year)
    frames = {"exports": exports, "usual": found.usual, "upper": found.upper, "physical": found.physical}
    keys = [(region, section) for region in exports.index for section in exports.columns]
    cells = pd.DataFrame(
        {name: frame.reindex_like(exports).to_numpy().ravel() for name, frame in frames.items()},
        index=pd.MultiIndex.from_tuples(keys, names=["region", "section"]),
    )
    told = [
        _verdict(section, _Cell(*figures), float(totals[region]), float(found.mines[region]))
        for (region, section), figures in zip(keys, cells.itertuples(index=False, name=None), strict=True)
    ]
    cells["verdict"], cells["reason"] = zip(*told, strict=True)
    cells["excess"] = _excess(cells)
    cells["impossible"] = (cells["exports"] - cells["upper"]).clip(lower=0).mask(cells["excess"] == 0, 0.0)
    return Judgement(year, cells, totals, _processed(exports, found))


def _processed(exports: pd.DataFrame, found: Capacity) -> pd.DataFrame:
    chosen = [code for code in definition_sections() if code in exports.columns]
    return pd.DataFrame({"exports": exports[chosen].sum(axis=1, skipna=False), "output": found.together})


def _year_of(cube: ExportCube, year: int) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Exports by region × section, and of all goods, of a whole year (thousand USD); NaN where a month is missing."""
    places = [place for place, month in enumerate(cube.months) if month in Span(year).months]
    if not places:
        raise MissingDataError(f"No exports are published for {year}.")
    names = [region.id for region in regions.regions_of(cube.borders)]
    rows = [cube.regions.index(name) for name in names]
    gap = 0.0 if len(places) == len(Span(year).months) else np.nan
    sums = cube.values[rows][:, :, places].sum(axis=2) + gap
    totals = cube.totals[rows][:, places].sum(axis=1) + gap
    return pd.DataFrame(sums, index=names, columns=list(cube.sections)), pd.Series(totals, index=names)


class _Cell(NamedTuple):
    """Figures of one region × HS section, thousand USD, and its physical evidence."""

    exports: float
    usual: float
    upper: float
    physical: object


def _verdict(section: str, cell: _Cell, total: float, mines: float) -> tuple[str, str]:
    if section not in makers():
        return NOT_JUDGED, "no_industry"
    if np.isnan(cell.exports) or np.isnan(total):
        return UNKNOWN, "no_exports"
    if cell.exports < max(SMALLEST_CELL, SMALLEST_SHARE * total):
        return NOT_JUDGED, "small"
    if np.isnan(cell.usual) or np.isnan(cell.upper):
        return UNKNOWN, "no_capacity"
    if cell.exports <= cell.usual:
        return MADE_HERE, "within_usual"
    return _without_source(section, cell, mines) or (
        (REGISTERED, "above_largest") if cell.exports > cell.upper else (DOUBTFUL, "above_usual")
    )


def _without_source(section: str, cell: _Cell, mines: float) -> tuple[str, str] | None:
    """The second evidence: exports above the usual capacity, and nothing in the region that they could come from."""
    if makers()[section].mostly_mined:  # a refinery or coke works is a source of section V as a mine is
        has_source = mines >= NO_SOURCE_SHARE * cell.exports or cell.physical == MADE
        return None if has_source else (REGISTERED, "no_mine")
    return (REGISTERED, "no_output") if cell.physical == NONE else None


def _excess(cells: pd.DataFrame) -> pd.Series[float]:
    """Exports above the capacity that the verdict rests on; NaN where there is no verdict."""
    bound = cells["upper"].where(cells["reason"] == "above_largest", cells["usual"])
    above = (cells["exports"] - bound).where(cells["verdict"] == REGISTERED, 0.0)
    return above.mask(cells["verdict"] == UNKNOWN)
