"""What each region adds to the country's change since the base year, and to its distance from the target's path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.growth import contribution_to_growth, contribution_to_volume_growth
from iidsp_analysis.monitors.programme_facts import FactBook

#: Indicators with figures of every region that add up to the country's.
VOLUME, EXPORTS = "gva_volume", "processed_exports"
ADDITIVE = (VOLUME, EXPORTS)


@dataclass(frozen=True)
class Contributions:
    """Contributions of the regions, in percentage points of the country's figure of the base year.

    Attributes
    ----------
    frame : DataFrame
        A row a region, in the order of the borders; ``index`` (region's own, base year = 100), ``weight`` (its share in
        the country in the base year, a fraction), ``change`` (contribution to the country's change) and ``gap``
        (contribution to the distance between the country's index and the path; NaN without a path).
    change, gap : float
        The country's change and its distance from the path, index points.
    residual : float
        What the regions with figures leave of ``change``: regions without figures, and gaps of the tables.
    missing : tuple of str
        Regions without a contribution.
    """

    indicator: str
    base: int
    year: int
    frame: pd.DataFrame
    change: float
    gap: float
    residual: float
    missing: tuple[str, ...]
    sources: tuple[str, ...]


def contributions(
    book: FactBook, indicator: str, base: int, year: int, path_index: float = float("nan")
) -> Contributions:
    """Take the country's change since the base year apart by region.

    Parameters
    ----------
    indicator : {"gva_volume", "processed_exports"}
        Others have no figures by region that add up.
    base, year : int
        What is compared.
    path_index : float
        The target's path in ``year``, base year = 100.

    Returns
    -------
    Contributions
        Exports: ``100 (x_i¹ − x_i⁰) / X⁰``, exact. Volume: yearly contributions with previous-year weights,
        ``x_i / X (I_i − 100)``, each times the country's index of the year before and added up; they add up to the
        chained index but for the gaps of the published one. Gap: the contribution less the region's base-year share in
        what the path asks for – as if all regions had to grow at the country's pace.

    Raises
    ------
    MissingDataError
        If the indicator does not add up, or the country has no figure in one of the years.

    References
    ----------
    Eurostat (2013), *Handbook on quarterly national accounts*, ch. on contributions to growth.
    """
    if indicator not in ADDITIVE:
        raise MissingDataError("This indicator has no figures by region that add up to the country's.", where=indicator)
    names = regional_ids(book)
    whole = book.facts(indicator).index(base)
    total = float(whole.get(year, np.nan)) - 100
    if not np.isfinite(total):
        raise MissingDataError("The country has no figure of these years.", where=f"{indicator}, {base}–{year}")
    change, weight, sources = (_volume if indicator == VOLUME else _exports)(book, names, base, year)
    own = pd.Series({name: float(book.facts(indicator, name).index(base).get(year, np.nan)) for name in names})
    gap = change - weight * (path_index - 100)
    frame = pd.DataFrame({"index": own, "weight": weight, "change": change, "gap": gap}).loc[list(names)]
    missing = tuple(str(name) for name in change.index[change.isna()])
    residual = total - float(change.sum())
    return Contributions(indicator, base, year, frame, total, total + 100 - path_index, residual, missing, sources)


def regional_ids(book: FactBook) -> tuple[str, ...]:
    """Ids of the regions of the book's borders.

    Raises
    ------
    MissingDataError
        If its panel is not on one set of borders.
    """
    if book.panel.borders is None:
        raise MissingDataError("Contributions need one set of borders.", what_next="Use territories.on_borders.")
    return tuple(region.id for region in regions.regions_of(book.panel.borders))


Parts = tuple["pd.Series[float]", "pd.Series[float]", tuple[str, ...]]


def _exports(book: FactBook, names: tuple[str, ...], base: int, year: int) -> Parts:
    table, sources = book.exports
    start, end = (_row(table, when, names) for when in (base, year))
    whole = _cell(table, base)
    return contribution_to_growth(start, end, whole_start=whole), start / whole, sources


def _volume(book: FactBook, names: tuple[str, ...], base: int, year: int) -> Parts:
    amounts, of_amounts = _table(book, "gva", names)
    indices, of_indices = _table(book, "gva_volume_index", names)
    level = book.facts(VOLUME).index(base)
    yearly = [
        contribution_to_volume_growth(
            _row(amounts, when - 1, names), _row(indices, when, names), whole_previous_year=_cell(amounts, when - 1)
        )
        * (level[when - 1] / 100)
        for when in range(base + 1, year + 1)
    ]
    change = pd.concat(yearly, axis=1).sum(axis=1, skipna=False)
    return change, _row(amounts, base, names) / _cell(amounts, base), tuple(sorted({*of_amounts, *of_indices}))


def _table(book: FactBook, indicator: str, names: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Section C of one indicator: years × regions and the country; with its sources."""
    lines = {name: book.line(name, indicator, "C", "oked_section") for name in (*names, schema.COUNTRY)}
    used = {source for _, sources in lines.values() for source in sources}
    return pd.DataFrame({name: values for name, (values, _) in lines.items()}), tuple(sorted(used))


def _row(table: pd.DataFrame, year: int, names: tuple[str, ...]) -> pd.Series[float]:
    row = table.reindex(index=[year], columns=list(names)).to_numpy(dtype=float)[0]
    return pd.Series(row, index=list(names), dtype=float)


def _cell(table: pd.DataFrame, year: int) -> float:
    return float(_row(table, year, (schema.COUNTRY,)).iloc[0])
