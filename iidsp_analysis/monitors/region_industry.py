"""One industry of one region: its level, change, contribution, shares and specialisation, year by year.

The same questions are asked of a group of goods by its exports and of a division by its value added: what differs is
the table that the amounts come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.concentration import herfindahl_index
from iidsp_analysis.measures.specialisation import location_quotient
from iidsp_analysis.monitors.export_cube import MONTHS, ExportCube
from iidsp_analysis.monitors.export_periods import Span, amounts, processed_amounts, spans


@dataclass(frozen=True)
class IndustryFigures:
    """Amounts of one industry beside all of its kind.

    Attributes
    ----------
    code : str
        HS section or division.
    own : DataFrame, years × regions
        Amounts of the industry; the country ``KZ`` is one of the columns. NaN: not published.
    whole : DataFrame, years × regions
        Processed exports (thousand USD), or value added of manufacturing (mln KZT), of the same labels.
    sources : tuple of str
        Ids of the editions that the figures come from.
    """

    code: str
    own: pd.DataFrame
    whole: pd.DataFrame
    sources: tuple[str, ...]

    def amount(self, region: str, year: str) -> float:
        """Amount of a region in a year; NaN where it is not published."""
        return _at(self.own, year, region)

    def is_known(self, region: str, year: str) -> bool:
        """Whether the amount of a region in a year is published."""
        return not isnan(self.amount(region, year))

    def over_time(self, region: str) -> pd.DataFrame:
        """What :meth:`between` tells of every year against the year before, with the shares of the year.

        Returns
        -------
        DataFrame by year
            ``amount``; ``change``, ``growth``, ``to_region``, ``to_country`` (against the year before); ``of_country``
            and ``of_region`` (fractions of the industry in the country, and of all of its kind in the region);
            ``quotient``.
        """
        rows = {year: self.between(region, str(int(year) - 1), year) for year in map(str, self.own.index)}
        frame = pd.DataFrame(rows).T.drop(columns="before")
        quotients = {year: self.quotients(year).get(region, float("nan")) for year in frame.index}
        shares = {"of_country": self.of_country(region), "of_region": self.of_region(region)}
        return frame.assign(**shares, quotient=pd.Series(quotients))

    def between(self, region: str, before: str, year: str) -> pd.Series[float]:
        """Change of the industry in a region between two years, and what it adds to the growth of larger wholes.

        Returns
        -------
        Series
            ``amount``, ``before``, ``change`` (unit of the amounts); ``growth`` (fraction, missing from nothing);
            ``to_region`` (change as a fraction of the region's earlier whole: points of its growth) and ``to_country``
            (of the industry's earlier amount in the country). NaN where a year is not published.
        """
        now, earlier = (_at(self.own, when, region) for when in (year, before))
        change = now - earlier
        return pd.Series(
            {
                "amount": now,
                "before": earlier,
                "change": change,
                "growth": _ratio(change, earlier),
                "to_region": _ratio(change, _at(self.whole, before, region)),
                "to_country": _ratio(change, _at(self.own, before, schema.COUNTRY)),
            }
        )

    def growth_of_whole(self, region: str, before: str, year: str) -> float:
        """Growth of all of its kind in a region (fraction)."""
        now, earlier = (_at(self.whole, when, region) for when in (year, before))
        return _ratio(now - earlier, earlier)

    def of_country(self, region: str) -> pd.Series[float]:
        """Share of the region in the country's industry by year (fraction)."""
        country = self.own[schema.COUNTRY]
        return self.own[region] / country.where(country > 0)

    def of_region(self, region: str) -> pd.Series[float]:
        """Share of the industry in all of its kind in the region by year (fraction)."""
        return self.own[region] / self.whole[region].where(self.whole[region] > 0)

    def quotients(self, year: str) -> pd.Series[float]:
        """Location quotient of every region in a year, over the published amounts of the country.

        On exports it is the index of Balassa among the processed goods.
        """
        names = [name for name in self.own.columns if name != schema.COUNTRY]
        told = location_quotient(
            self.own.loc[[year], names].T.set_axis([self.code], axis="columns"),
            region_totals=self.whole.loc[[year], names].T[year],
            industry_totals=pd.Series([_at(self.own, year, schema.COUNTRY)], [self.code]),
            grand_total=_at(self.whole, year, schema.COUNTRY),
        )
        return told[self.code]

    def by_region(self, year: str, before: str | None) -> pd.DataFrame:
        """The regions side by side, the largest amount first; those without a figure are left out.

        Returns
        -------
        DataFrame by region
            ``amount``, ``of_country``, ``of_region``, ``quotient`` of the year, and ``growth`` since ``before``.
        """
        names = [str(name) for name in self.own.columns if name != schema.COUNTRY]
        frame = pd.DataFrame({
            "amount": self.own.loc[year, names],
            "of_country": pd.Series({name: self.of_country(name)[year] for name in names}),
            "of_region": pd.Series({name: self.of_region(name)[year] for name in names}),
            "quotient": self.quotients(year),
            "growth": pd.Series({name: self._growth(name, before, year) for name in names}),
        })  # fmt: skip
        return frame.dropna(subset="amount").sort_values("amount", ascending=False, kind="stable")

    def _growth(self, region: str, before: str | None, year: str) -> float:
        return float("nan") if before is None else float(self.between(region, before, year)["growth"])


def _at(frame: pd.DataFrame, year: str, region: str) -> float:
    if year not in frame.index:
        return float("nan")
    return float(frame[region].to_numpy(dtype=float)[frame.index.get_loc(year)])


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")


def figures_of_goods(cube: ExportCube, code: str) -> IndustryFigures:
    """Exports of a group of goods by whole year, thousand USD.

    Raises
    ------
    MissingDataError
        If the table does not print the group.
    """
    if code not in cube.sections:
        raise MissingDataError("The table of exports prints no such goods.", where=code)
    years = [span for span in spans(cube) if not span.is_provisional]
    own = pd.DataFrame({str(span.year): amounts(cube, span)[code] for span in years}).T
    whole = pd.DataFrame({str(span.year): processed_amounts(cube, span) for span in years}).T
    return IndustryFigures(code, own, whole, cube.sources)


def equal_months(cube: ExportCube, code: str, region: str, year: int) -> float:
    """How many equally large months the exports of a group amount to: 12 are even, 1 is a single shipment.

    NaN where a month is missing or nothing was exported: 1 / Herfindahl index of the months.
    """
    monthly = cube.by_section(region)[code].reindex(list(Span(year).months))
    if monthly.isna().any() or not monthly.sum() > 0 or len(monthly) < MONTHS:
        return float("nan")
    return 1 / float(herfindahl_index(monthly))
