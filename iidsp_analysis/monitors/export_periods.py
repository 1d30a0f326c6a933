"""Which months are compared with which: whole years, and a year in progress with the same months of another year."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube, definition_sections

#: Base year of the programme (2015–2019): what was announced in 2018 is told against it.
PROGRAMME_BASE = 2015
#: Months from a month of customs figures to the month of a hearing that can use them. An assumption: figures by region
#: appear one and a half to two months after a month ends, and the paper for a hearing is written before it. The hearing
#: of 27 March 2018 bears it out: it spoke of whole-year 2017, and not of January 2018.
PUBLICATION_LAG = 3
_MONTH = re.compile(r"^20\d\d-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Span:
    """January to ``last_month`` of a year: the whole year, or a year in progress."""

    year: int
    last_month: int = MONTHS

    @property
    def months(self) -> tuple[str, ...]:
        """The months as ``YYYY-MM``."""
        return tuple(f"{self.year}-{month:02d}" for month in range(1, self.last_month + 1))

    @property
    def is_provisional(self) -> bool:
        """Whether the year is in progress."""
        return self.last_month < MONTHS

    @property
    def label(self) -> str:
        """``2017``, or ``2018-01/2018-06`` for a year in progress."""
        return f"{self.months[0]}/{self.months[-1]}" if self.is_provisional else str(self.year)

    def of(self, year: int) -> Span:
        """The same months of another year: a year in progress is never compared with a whole one."""
        return Span(year, self.last_month)


@dataclass(frozen=True)
class Comparison:
    """A span beside the same months of an earlier year."""

    span: Span
    before: Span

    @property
    def months(self) -> tuple[str, ...]:
        """Every month from the first of the earlier span to the last of the later one."""
        first, last = self.before.months[0], self.span.months[-1]
        return tuple(str(month) for month in pd.period_range(first, last, freq="M"))


def spans(cube: ExportCube) -> tuple[Span, ...]:
    """The years of a cube, the last one up to its last month."""
    first, last = int(cube.months[0][:4]), int(cube.months[-1][:4])
    return (*(Span(year) for year in range(first, last)), Span(last, cube.months_of_last_year))


def against_year_before(span: Span) -> Comparison:
    """The span beside the same months of the year before."""
    return Comparison(span, span.of(span.year - 1))


def against_base(span: Span, base: int = PROGRAMME_BASE) -> Comparison | None:
    """The span beside the same months of the base year; None for the base year and the years before it."""
    return Comparison(span, span.of(base)) if span.year > base else None


def comparisons(cube: ExportCube, span: Span) -> tuple[Comparison, ...]:
    """Against the year before, and against the programme's base where that is another year.

    Earlier years that begin before the table are left out: nothing is known of them.
    """
    yearly, to_base = against_year_before(span), against_base(span)
    both = (yearly,) if to_base is None or to_base == yearly else (yearly, to_base)
    return tuple(one for one in both if one.before.months[0] >= cube.months[0])


def last_month_known(as_of: str) -> str:
    """The last month whose figures a hearing in the month ``as_of`` can use (:data:`PUBLICATION_LAG`).

    Raises
    ------
    UsageError
        If ``as_of`` is no month.

    Examples
    --------
    >>> last_month_known("2018-03")
    '2017-12'
    """
    if not _MONTH.fullmatch(as_of):
        raise UsageError(f"as_of must be a month such as 2018-03, not {as_of!r}.", where="--as-of")
    return str(pd.Period(as_of, freq="M") - PUBLICATION_LAG)


def monthly(cube: ExportCube, months: tuple[str, ...], definition: str | None = None) -> np.ndarray:
    """Exports by region, section of a definition and month (thousand USD); NaN for a month outside the cube."""
    chosen = [cube.sections.index(code) for code in printed_sections(cube, definition)]
    found = np.full((len(cube.regions), len(chosen), len(months)), np.nan)
    inside = [place for place, month in enumerate(months) if cube.months[0] <= month <= cube.months[-1]]
    found[:, :, inside] = cube.values[:, chosen][:, :, [cube.months.index(months[place]) for place in inside]]
    return found


def printed_sections(cube: ExportCube, definition: str | None = None) -> tuple[str, ...]:
    """Sections of a definition that the table prints."""
    return tuple(code for code in definition_sections(definition) if code in cube.sections)


def amounts(cube: ExportCube, span: Span, definition: str | None = None) -> pd.DataFrame:
    """Exports of a span by region × section of a definition (thousand USD); missing where one of its months is."""
    sums = monthly(cube, span.months, definition).sum(axis=2)
    return pd.DataFrame(sums, index=list(cube.regions), columns=list(printed_sections(cube, definition)))


def processed_amounts(cube: ExportCube, span: Span, definition: str | None = None) -> pd.Series[float]:
    """Processed exports of a span by region (thousand USD); missing where a month or a section is."""
    return amounts(cube, span, definition).sum(axis=1, skipna=False)
