"""The 24 divisions of manufacturing in figures: value added, residual, growth, production volume, shares.

Value added by division is table 5931; its section C of 2017 is an older edition than table 5927's. Shares of
manufacturing therefore use the section C of table 5931, and what the divisions leave of the published share of GDP
is carried by two rows: the published discrepancy (2018, 2019) and the difference between the tables (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.growth import contribution_to_growth, contribution_to_share_change
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.sections.context import Context

SOURCES = ("bns-5931", "bns-5927", "bns-5792")
#: Rows that close a table of divisions: their published discrepancy, section C of table 5931, the difference of the
#: two editions of section C, and section C of table 5927.
RESIDUAL, TOTAL, EDITIONS, PUBLISHED = "residual_C", "C", "editions", "C_5927"
#: All of them, at the foot of a table.
CLOSING = frozenset({RESIDUAL, TOTAL, EDITIONS, PUBLISHED})
#: Gaps below one mln KZT are rounding of the cells.
ROUNDING = 1.0


@dataclass(frozen=True)
class Divisions:
    """Value added of the divisions (mln KZT, current prices) with what closes their sums.

    ``gva`` has years as rows; its columns are the 24 codes, ``residual_C``, ``C`` (their sum, table 5931),
    ``editions`` and ``C_5927`` (the sum of ``C`` and ``editions``, table 5927). ``gdp`` is by year. ``production`` has
    the same years; columns are the codes and ``C``, previous year = 100, missing where not published.
    """

    gva: pd.DataFrame
    gdp: pd.Series
    production: pd.DataFrame

    @property
    def codes(self) -> list[str]:
        """The codes of the 24 divisions."""
        return list(catalogue())

    @property
    def of_manufacturing(self) -> pd.DataFrame:
        """Shares of manufacturing (table 5931) by year: divisions and residual add up to 1."""
        return self.gva[[*self.codes, RESIDUAL, TOTAL]].div(self.gva[TOTAL], axis=0)

    @property
    def of_gdp(self) -> pd.DataFrame:
        """Shares of GDP by year: divisions, residual and difference of editions add up to the published share."""
        return self.gva.div(self.gdp, axis=0)

    def production_volume(self, base: int) -> pd.DataFrame:
        """Chained production volume, base year = 100; years as text. A missing link ends the line."""
        links = self.production.rename(index=int)
        links = links.reindex(range(links.index.min(), links.index.max() + 1))
        chained = {code: chain_index(links[code].iloc[1:], reference_year=base) for code in links}
        return pd.DataFrame(chained).rename(index=str)


def divisions_of(context: Context) -> Divisions:
    """Collect the figures of the divisions of the whole country up to the report's year.

    Raises
    ------
    MissingDataError
        If table 5931 has nothing for the report's year.
    """
    codes = list(catalogue())
    gva = context.by_industry("gva", schema.COUNTRY, "oked_division").reindex(columns=[*codes, TOTAL])
    if context.period not in gva.index or gva.loc[context.period].isna().any():
        raise MissingDataError("Value added by division (table 5931) is not published for this year.")
    published = context.by_region("gva", "C", classification="oked_section")[schema.COUNTRY].reindex(gva.index)
    gaps = {
        RESIDUAL: gva[TOTAL] - gva[codes].sum(axis=1, skipna=False),
        EDITIONS: published - gva[TOTAL],
        PUBLISHED: published,
    }
    gdp = context.by_region("grp", classification="total", source="bns-5927")[schema.COUNTRY].reindex(gva.index)
    return Divisions(gva.assign(**gaps), gdp, _production(context, gva.index, codes))


def _production(context: Context, years: pd.Index, codes: list[str]) -> pd.DataFrame:
    published = context.by_industry("production_volume_index", schema.COUNTRY, "oked_division")
    return published.reindex(index=years, columns=[*codes, TOTAL])


@dataclass(frozen=True)
class Comparison:
    """The divisions in the report's year against a base year.

    ``frame`` has a row a division and the closing rows; columns, as fractions unless said: ``gva`` (mln KZT),
    ``of_manufacturing``, ``of_gdp``, ``nominal`` (growth), ``production`` (volume growth, another measure than the
    volume of value added), ``price`` (implied: value added in tenge over production volume), ``to_growth``
    (contribution to the nominal growth of manufacturing), ``of_growth`` (part of that growth) and ``to_gdp_share``
    (contribution to the change of the share of GDP).
    """

    base: int
    frame: pd.DataFrame
    codes: list[str]

    @property
    def unpublished(self) -> list[str]:
        """Divisions without a production volume index."""
        return [code for code in self.codes if pd.isna(self.frame.loc[code, "production"])]

    @property
    def growth(self) -> float:
        """Nominal growth of manufacturing in table 5931."""
        return float(self.frame.loc[TOTAL, "nominal"])

    @property
    def shown(self) -> list[str]:
        """Divisions by size, then the closing rows that have something to close."""
        gaps = [name for name in (RESIDUAL, EDITIONS) if self._has_gap(name)]
        ordered = self.frame.loc[self.codes].sort_values("gva", ascending=False).index
        residual = [RESIDUAL] if RESIDUAL in gaps else []
        return [*ordered, *residual, TOTAL, *([EDITIONS, PUBLISHED] if EDITIONS in gaps else [])]

    def _has_gap(self, name: str) -> bool:
        amounts = self.frame.loc[name, ["gva", "gva_base"]].astype(float)
        return bool((amounts.abs() > ROUNDING).any())


def compare(context: Context, found: Divisions) -> Comparison:
    """Compare the report's year with the base year, division by division.

    Raises
    ------
    MissingDataError
        If there is no earlier year in table 5931.
    """
    base = context.base_year(found.gva[TOTAL])
    start, end = found.gva.loc[str(base)], found.gva.loc[context.period]
    frame = pd.DataFrame({"gva": end, "gva_base": start})
    frame["of_manufacturing"] = found.of_manufacturing.loc[context.period].reindex(frame.index)
    frame["of_gdp"] = found.of_gdp.loc[context.period]
    volume = found.production_volume(base).loc[context.period].reindex(frame.index) / 100
    gaps = [RESIDUAL, EDITIONS]
    frame["nominal"] = (end / start - 1).where(~frame.index.isin(gaps))
    frame["production"] = volume - 1
    frame["price"] = (1 + frame["nominal"]) / volume - 1
    contributions = _contributions(found, base, context.period)
    return Comparison(base, frame.join(contributions), found.codes)


def _contributions(found: Divisions, base: int, period: str) -> pd.DataFrame:
    """Contributions as fractions; the closing rows take what the parts leave, so that the sums are exact."""
    parts = [*found.codes, TOTAL, PUBLISHED]
    start, end = found.gva.loc[str(base), parts], found.gva.loc[period, parts]
    growth = contribution_to_growth(start, end, whole_start=float(start[TOTAL])) / 100
    share = contribution_to_share_change(
        start, end, whole_start=float(found.gdp[str(base)]), whole_end=float(found.gdp[period])
    ) / 100  # fmt: skip
    growth[RESIDUAL] = growth[TOTAL] - growth[found.codes].sum()
    share[RESIDUAL] = share[TOTAL] - share[found.codes].sum()
    share[EDITIONS] = share[PUBLISHED] - share[TOTAL]
    growth = growth.drop(PUBLISHED)
    return pd.DataFrame({"to_growth": growth, "of_growth": growth / growth[TOTAL], "to_gdp_share": share})
