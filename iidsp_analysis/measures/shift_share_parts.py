"""The result of a shift-share, and the arithmetic of cells that its variants have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.measures.inputs import MeasureInputError, aligned, region_by_industry, same_labels, total_by

#: Names of the parts that belong to the national growth and to the industry mix; the others are the regional shift.
NATIONAL: Final = ("national_growth", "national_expected", "national_differential")
MIX: Final = ("industry_mix", "industry_expected", "industry_differential")

Cells = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ShiftShare:
    """Parts of a change, region × industry, in the unit of the amounts.

    `parts` are named frames that sum to `change`; `start` holds the amounts of the base period, for percentages.
    Sums with a missing part are missing.
    """

    start: pd.DataFrame
    change: pd.DataFrame
    parts: Mapping[str, pd.DataFrame]

    @property
    def national_growth(self) -> pd.DataFrame:
        """The change, had everything grown like the country's total."""
        return self._sum([name for name in self.parts if name in NATIONAL])

    @property
    def industry_mix(self) -> pd.DataFrame:
        """What is added because the industries grow faster or slower country-wide than the total."""
        return self._sum([name for name in self.parts if name in MIX])

    @property
    def regional_shift(self) -> pd.DataFrame:
        """What is added because the industries grow faster or slower here than country-wide."""
        return self._sum([name for name in self.parts if name not in NATIONAL + MIX])

    def by_region(self) -> pd.DataFrame:
        """Return sums over industries: a row per region, a column per part, and ``change``."""
        return pd.DataFrame({name: total_by(frame, 1) for name, frame in self._columns()})

    def by_industry(self) -> pd.DataFrame:
        """Return sums over regions: a row per industry, a column per part, and ``change``."""
        return pd.DataFrame({name: total_by(frame, 0) for name, frame in self._columns()})

    def cells(self) -> pd.DataFrame:
        """Return every cell: a row per (region, industry), a column per part, and ``change``."""
        index = pd.MultiIndex.from_product([self.change.index, self.change.columns], names=["region", "industry"])
        return pd.DataFrame({name: frame.to_numpy().ravel() for name, frame in self._columns()}, index=index)

    def total(self) -> pd.Series[float]:
        """Return sums over regions and industries."""
        return self.by_region().sum(skipna=False)

    def _columns(self) -> list[tuple[str, pd.DataFrame]]:
        return [*self.parts.items(), ("change", self.change)]

    def _sum(self, names: list[str]) -> pd.DataFrame:
        summed = np.sum([self.parts[name].to_numpy() for name in names], axis=0)
        return pd.DataFrame(summed, index=self.change.index, columns=self.change.columns)


class Growth(NamedTuple):
    """Amounts of both periods, the country's base amounts and its rates of growth, by industry and whole."""

    labels: pd.DataFrame
    start: Cells
    end: Cells
    country: Cells
    industry: Cells
    whole: float


def growth_of(
    start: pd.DataFrame,
    end: pd.DataFrame,
    country_start: pd.Series[float] | None,
    country_end: pd.Series[float] | None,
) -> Growth:
    """Return the checked amounts of both periods and the country's growth."""
    if (country_start is None) != (country_end is None):
        raise MeasureInputError("The country is given for one period only.", what_next="Give both periods or none.")
    before = region_by_industry(start)
    after = same_labels(region_by_industry(end), before, "Shift-share")
    base, last = _country(before, country_start), _country(after, country_end)
    unknown = before.columns[((before > 0).any(axis=0)).to_numpy() & (base == 0)]
    if len(unknown):
        raise MeasureInputError(
            "A region has an industry in the base period that the country has not.", where=", ".join(map(str, unknown))
        )
    whole = float(rate(base.sum(keepdims=True), last.sum(keepdims=True))[0])
    return Growth(before, before.to_numpy(), after.to_numpy(), base, rate(base, last), whole)


def _country(regions: pd.DataFrame, published: pd.Series[float] | None) -> Cells:
    by_industry = total_by(regions, 0) if published is None else aligned(published, regions.columns, "The country")
    return np.asarray(by_industry, dtype=np.float64)


def rate(before: Cells, after: Cells) -> Cells:
    """Return growth as a fraction, NaN at base 0."""
    return after / np.where(before == 0, np.nan, before) - 1


def times(base: Cells, growth: Cells | float) -> Cells:
    """Return base × growth; where the base is 0 so is the product, even if the growth is unknown."""
    return np.where(base == 0, 0.0, base * growth)


def classic_parts(growth: Growth) -> dict[str, Cells]:
    """Return Dunn's three parts."""
    return {
        "national_growth": times(growth.start, growth.whole),
        "industry_mix": times(growth.start, growth.industry - growth.whole),
        "regional_shift": growth.end - growth.start - times(growth.start, growth.industry),
    }


def homothetic(growth: Growth) -> Cells:
    """Return h: the region's total spread over industries as in the country."""
    whole = growth.country.sum()
    structure = np.where(growth.country == 0, 0.0, growth.country / (whole if whole else np.nan))
    by_region: Cells = growth.start.sum(axis=1, keepdims=True)
    return by_region * structure


def split_shift(growth: Growth, shift: Cells) -> tuple[Cells, Cells]:
    """Return competitive and allocation effect of a regional shift."""
    base = np.where(growth.start == 0, np.nan, growth.start)
    competitive = np.where(growth.start == 0, shift, homothetic(growth) * (shift / base))
    return competitive, shift - competitive


def framed(growth: Growth, parts: Mapping[str, Cells]) -> ShiftShare:
    """Return the parts with their labels, as the result that adds them up."""

    def labelled(cells: Cells) -> pd.DataFrame:
        return pd.DataFrame(cells, index=growth.labels.index, columns=growth.labels.columns)

    change = labelled(growth.end - growth.start)
    return ShiftShare(growth.labels, change, {name: labelled(cells) for name, cells in parts.items()})
