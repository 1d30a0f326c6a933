"""What was reached: the published figures of each programme indicator, for the country and its regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.monitors.programme_lines import Figures, no_figures, published_lines, yearly_exports
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions
from iidsp_analysis.reference.target_records import CHAINED, indicators

#: Why an indicator has no figures at all.
NOT_LOADED, NOT_BY_REGION = "not_loaded", "not_by_region"
#: Divisions of high and medium-high technology (Eurostat, two digits).
UPPER = tuple(code for code, item in divisions().items() if item.technology in ("high", "medium-high"))
BILLION = 1e3  # mln KZT in a billion


@dataclass(frozen=True)
class Facts:
    """Yearly figures of one indicator of one region (or ``KZ``).

    Attributes
    ----------
    values : Series by year
        Consecutive years, missing ones NaN. Levels in the indicator's unit, or indices to the previous year = 100 where
        ``is_chained``.
    sources : tuple of str
        Ids of the editions that the figures come from.
    why_missing : str
        ``not_loaded`` or ``not_by_region`` where there is no figure at all, else "".
    """

    indicator: str
    region: str
    values: pd.Series[float]
    is_chained: bool
    sources: tuple[str, ...]
    why_missing: str = ""

    def index(self, base: int | None) -> pd.Series[float]:
        """The figures as an index, base year = 100; empty where the base year has no figure.

        A missing link ends a chained index: it is never bridged.
        """
        if base is None or self.values.empty:
            return pd.Series(dtype=float)
        first, last = int(self.values.index[0]), int(self.values.index[-1])
        if self.is_chained:
            inside = first - 1 <= base <= last
            return chain_index(self.values, reference_year=base) if inside else pd.Series(dtype=float)
        start = float(self.values.get(base, np.nan))
        return self.values / start * 100 if start > 0 else pd.Series(dtype=float)

    def level(self, base: int | None) -> pd.Series[float]:
        """What a target is compared with: the level in its unit, or the index to the base year where there is none."""
        return self.index(base) if self.is_chained else self.values


@dataclass(frozen=True)
class FactBook:
    """The figures of all indicators in a panel that is on one set of borders.

    ``definition`` names the definition of processed exports; None is the default one. ``exports_until`` is the last
    month (``YYYY-MM``) of exports that counts as known, for the listing as of a month: it follows the same publication
    lag as the listing of exports (:func:`iidsp_analysis.monitors.export_periods.last_month_known`), so that the two
    never differ. Reports leave it empty: all pages of one report share the cut of its panel, by the end of a period.
    """

    panel: Panel
    definition: str | None = None
    exports_until: str = ""

    def facts(self, indicator: str, region: str = schema.COUNTRY) -> Facts:
        """Collect the figures of one indicator and region; an indicator without any figure says why.

        Raises
        ------
        SchemaError
            If two tables give the same cell.
        """
        if (indicator, region) not in self._facts:
            self._facts[indicator, region] = self._collected(indicator, region)
        return self._facts[indicator, region]

    def _collected(self, indicator: str, region: str) -> Facts:
        is_chained = indicators()[indicator].kind == CHAINED
        make = _MAKERS.get(indicator, _nothing)
        values, sources = make(self, region)
        if values.notna().any():
            return Facts(indicator, region, _consecutive(values), is_chained, sources)
        is_national = region != schema.COUNTRY and not self.facts(indicator).why_missing
        why = NOT_BY_REGION if is_national else NOT_LOADED
        return Facts(indicator, region, pd.Series(dtype=float), is_chained, (), why)

    @cached_property
    def _facts(self) -> dict[tuple[str, str], Facts]:
        """Facts collected so far."""
        return {}

    @cached_property
    def exports(self) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Processed exports, years × regions in mln USD, and their sources; see :func:`yearly_exports`."""
        return yearly_exports(self.panel, self.definition, until=self.exports_until)

    def line(self, region: str, indicator: str, industry: str, classification: str) -> Figures:
        """One published line by year, with the editions that it comes from; empty where there is none.

        Raises
        ------
        SchemaError
            If two tables give the same cell.
        """
        return self._lines.get((region, indicator, industry, classification), no_figures())

    @cached_property
    def _lines(self) -> dict[tuple[str, str, str, str], Figures]:
        return published_lines(self.panel, ("C", schema.TOTAL, *UPPER))


def _nothing(book: FactBook, region: str) -> Figures:
    """Figures of an indicator that no table tells."""
    return no_figures()


def _consecutive(values: pd.Series[float]) -> pd.Series[float]:
    told = values.dropna()
    return values.reindex(range(int(told.index.min()), int(told.index.max()) + 1))


def _volume(book: FactBook, region: str) -> Figures:
    return book.line(region, "gva_volume_index", "C", "oked_section")


def _production(book: FactBook, region: str) -> Figures:
    return book.line(region, "production_volume_index", "C", "oked_division")


def _employment(book: FactBook, region: str) -> Figures:
    return book.line(region, "employment", "C", "oked_section")


def _investment(book: FactBook, region: str) -> Figures:
    money, sources = book.line(region, "investment", "C", "oked_section")
    return money / BILLION, sources


def _exports(book: FactBook, region: str) -> Figures:
    table, sources = book.exports
    return (table[region], sources) if region in table else no_figures()


def _productivity(book: FactBook, region: str) -> Figures:
    """Volume of value added over employed persons, both to the previous year."""
    volume, of_volume = _volume(book, region)
    people, of_people = _employment(book, region)
    before = people.set_axis(people.index + 1)
    return volume / (people / before).reindex(volume.index), (*of_volume, *of_people)


def _gdp_share(book: FactBook, region: str) -> Figures:
    made, of_made = book.line(region, "gva", "C", "oked_section")
    product, of_product = book.line(region, "grp", schema.TOTAL, "total")
    return made / product * 100, tuple(sorted({*of_made, *of_product}))


def _technology_share(book: FactBook, region: str) -> Figures:
    """High and medium-high technology in section C of the same table."""
    whole, sources = book.line(region, "gva", "C", "oked_division")
    lines = [book.line(region, "gva", code, "oked_division")[0] for code in UPPER]
    return pd.concat(lines, axis=1).sum(axis=1, skipna=False).reindex(whole.index) / whole * 100, sources


#: Indicators that the tables can tell; the others of ``programme_indicators.csv`` have no table.
_MAKERS: dict[str, Callable[[FactBook, str], Figures]] = {
    "gva_volume": _volume,
    "production_volume": _production,
    "processed_exports": _exports,
    "productivity": _productivity,
    "investment": _investment,
    "employment": _employment,
    "gdp_share": _gdp_share,
    "technology_share": _technology_share,
}
