"""Monthly exports of a country's regions as one cube: region × HS section × month, on one set of borders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import MissingDataError, SchemaError, UsageError
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import hs_sections

Floats = npt.NDArray[np.float64]
MONTHS = 12
MILLION = 1e3  # thousand USD in a million


@dataclass(frozen=True)
class ExportCube:
    """Exports in thousand USD at current prices, by the region where the exporter is registered.

    Attributes
    ----------
    values : array (region, section, month)
        NaN where a month is not published by section: never zero, never interpolated.
    totals : array (region, month)
        All goods, as published.
    regions : tuple of str
        Region ids of the borders, the country ``KZ`` last.
    sections : tuple of str
        HS sections that the table prints, and OTHER, in the order of the nomenclature.
    months : tuple of str
        ``YYYY-MM`` without holes; a month that nobody published is a column of NaN.
    borders : int
        Borders of the regions.
    sources : tuple of str
        Ids of the editions that the figures come from.
    first_months : tuple of str
        The first month that each of them gives, in the same order.
    """

    values: Floats
    totals: Floats
    regions: tuple[str, ...]
    sections: tuple[str, ...]
    months: tuple[str, ...]
    borders: int
    sources: tuple[str, ...]
    first_months: tuple[str, ...] = ()

    def processed(self, definition: str | None = None) -> pd.DataFrame:
        """Processed exports under a named definition (the default one if None): months × regions, thousand USD.

        A month in which one of the definition's sections is missing is missing.

        Raises
        ------
        UsageError
            For an unknown definition.
        """
        chosen = [self.sections.index(code) for code in definition_sections(definition) if code in self.sections]
        sums = self.values[:, chosen, :].sum(axis=1)
        return pd.DataFrame(sums.T, index=list(self.months), columns=list(self.regions))

    def by_section(self, region: str) -> pd.DataFrame:
        """Months × HS sections of one region, thousand USD."""
        place = self.regions.index(region)
        return pd.DataFrame(self.values[place].T, index=list(self.months), columns=list(self.sections))

    def total(self) -> pd.DataFrame:
        """All goods: months × regions, thousand USD."""
        return pd.DataFrame(self.totals.T, index=list(self.months), columns=list(self.regions))

    @property
    def months_of_last_year(self) -> int:
        """Months of the last year that are there: fewer than twelve is a year in progress."""
        return int(self.months[-1][5:])

    def cut(self, last_month: str) -> ExportCube:
        """Keep the months up to ``last_month`` (``YYYY-MM``), itself included.

        Raises
        ------
        MissingDataError
            If nothing is left.
        """
        count = sum(month <= last_month for month in self.months)
        if not count:
            raise MissingDataError(f"No exports are published up to {last_month}.")
        firsts = self.first_months or (self.months[0],) * len(self.sources)
        used = [pair for pair in zip(self.sources, firsts, strict=True) if pair[1] <= last_month]
        return replace(self, values=self.values[..., :count], totals=self.totals[..., :count],
                       months=self.months[:count], sources=tuple(source for source, _ in used),
                       first_months=tuple(first for _, first in used))  # fmt: skip


def definition_sections(definition: str | None = None) -> tuple[str, ...]:
    """HS sections that a definition of processed exports holds.

    Raises
    ------
    UsageError
        Naming the known definitions.
    """
    known = industries.PROCESSED_EXPORT_DEFINITIONS
    name = definition or industries.default_processed_exports().id
    if name not in known:
        raise UsageError(f"There is no definition of processed exports {name!r}.", where="definition",
                         what_next=f"Known: {', '.join(known)}.")  # fmt: skip
    return tuple(known[name].sections)


#: The cube of a panel is wanted by one indicator after the other; it goes with its panel.
_CUBES: WeakKeyDictionary[Panel, ExportCube] = WeakKeyDictionary()


def export_cube(panel: Panel) -> ExportCube:
    """Collect the monthly exports of a panel that is on one set of borders; the second time they are there already.

    Raises
    ------
    MissingDataError
        If the panel is not on one set of borders, or holds no exports by HS section.
    SchemaError
        If two tables give the same cell, or an export is below zero.
    """
    if panel not in _CUBES:
        _CUBES[panel] = _collected(panel)
    return _CUBES[panel]


def _collected(panel: Panel) -> ExportCube:
    if panel.borders is None:
        raise MissingDataError("Exports need one set of borders.", what_next="Use territories.on_borders.")
    names = (*(region.id for region in regions.regions_of(panel.borders)), schema.COUNTRY)
    rows = panel.select("exports", classification="hs_section", regions=names).rows
    rows = rows[rows[schema.VALUE].notna()]
    if rows.empty:
        raise MissingDataError("Exports by HS section are not published up to this date.")
    _require_sound(rows)
    table = rows.pivot(index=[schema.REGION, schema.INDUSTRY], columns=schema.PERIOD, values=schema.VALUE)
    printed = set(rows[schema.INDUSTRY])  # XIX (arms) is in no edition so far: the table has no such goods
    codes = tuple(code for code in hs_sections() if code in printed and code != schema.TOTAL)
    months = _months(rows[schema.PERIOD].min(), rows[schema.PERIOD].max())
    cells = pd.MultiIndex.from_product([names, (*codes, schema.TOTAL)])
    flat = table.reindex(index=cells, columns=list(months)).to_numpy(dtype=float)
    blocks = flat.reshape(len(names), len(codes) + 1, len(months))
    blocks.setflags(write=False)  # one cube for all who ask
    firsts = rows.groupby(schema.SOURCE)[schema.PERIOD].min().sort_index()
    return ExportCube(blocks[:, :-1], blocks[:, -1], names, codes, months, panel.borders,
                      tuple(map(str, firsts.index)), tuple(map(str, firsts)))  # fmt: skip


def _months(first: str, last: str) -> tuple[str, ...]:
    return tuple(str(month) for month in pd.period_range(first, last, freq="M"))


def _require_sound(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated([schema.REGION, schema.INDUSTRY, schema.PERIOD], keep=False)]
    below = rows[rows[schema.VALUE] < 0]
    for wrong, what in ((twice, "Two tables give the same cell of exports"), (below, "An export is below zero")):
        if len(wrong):
            first = wrong.iloc[0]
            where = (
                f"{first[schema.REGION]} × {first[schema.INDUSTRY]} × {first[schema.PERIOD]}, {first[schema.SOURCE]}"
            )
            raise SchemaError(f"{what} ({len(wrong)} rows).", where=where,
                              what_next="Correct the file, or put the cell into data/raw/corrections.csv.")  # fmt: skip


def year_of(months: pd.Series, year: str) -> float:
    """Sum of the twelve months of a year (months as ``YYYY-MM``); NaN where one of them is missing."""
    own = months[months.index.str.startswith(year)]
    return float(own.sum(skipna=False)) if len(own) == MONTHS else float("nan")
