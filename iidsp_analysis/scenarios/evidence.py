"""What the loaded tables tell for scenarios: the base year, the years that were, and growth of like industries.

Volumes of value added by division are not published: their growth is that of production (table 5792). The volume of
the rest of the economy is not published either: it is what GDP leaves when production of manufacturing is taken out.
Both are estimates and are told as such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions as catalogue
from iidsp_analysis.scenarios.economy import Economy, Floats
from iidsp_analysis.scenarios.past_growth import PastGrowth, past_growth
from iidsp_analysis.scenarios.paths import PastYears

MANUFACTURING = "C"
#: The first yearly change that is used: those of the 1990s are of an economy that was being dismantled.
FIRST_CHANGE = 2001
CONSTANT, PAST = "constant", "past"


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that a scenario of one place starts from.

    Attributes
    ----------
    economy : Economy
        Base year; divisions are scaled to the published section C where the editions of two tables differ.
    past : PastYears
        Years to draw from, with constant relative prices or those that were.
    like : PastGrowth
        Five-year growth of like industries: divisions of the country, or manufacturing of the regions.
    filled : tuple of str
        Divisions with years in which production of all manufacturing stands for their own.
    productivity : float
        Yearly growth of manufacturing volume per person employed, fraction; NaN = not published.
    """

    economy: Economy
    past: PastYears
    like: PastGrowth
    filled: tuple[str, ...]
    productivity: float

    @property
    def has_divisions(self) -> bool:
        """Whether manufacturing is known by division; else it is taken as one."""
        return self.economy.divisions != (MANUFACTURING,)

    @property
    def mean_rates(self) -> Floats:
        """Mean yearly growth of each division by itself in the years drawn from, fractions."""
        return np.asarray(np.expm1(self.past.divisions.mean(axis=0)))

    @property
    def mean_rest(self) -> float:
        """Mean yearly growth of the rest of the economy, fraction."""
        return float(np.expm1(self.past.rest.mean()))

    @property
    def mean_relative_price(self) -> float:
        """Mean yearly growth of the relative price, fraction; 0 for constant ones."""
        return float(np.expm1(self.past.relative_price.mean()))

    def of_class(self, technology: str) -> PastGrowth:
        """Five-year growth of the divisions of one class of technology; of all where these have too few windows."""
        alike = [code for code in self.like.windows["series"].unique()
                 if code in catalogue() and catalogue()[code].technology == technology]  # fmt: skip
        windows = self.like.windows[self.like.windows["series"].isin(alike)]
        return replace(self.like, windows=windows) if len(alike) > 1 else self.like

    def upper_rates(self, quantile: float = 0.95) -> Floats:
        """Highest growth that like industries have shown over five years: a quantile, fractions a year."""
        return np.array([float(self._like(code).yearly(quantile)) for code in self.economy.divisions])

    def _like(self, code: str) -> PastGrowth:
        return self.of_class(industries.division(code).technology) if code in catalogue() else self.like


def evidence(panel: Panel, region: str, year: int, *, prices: str = CONSTANT, exports: float = np.nan) -> Evidence:
    """Collect the evidence for a place from tables on one set of borders, nothing later than the base year.

    Parameters
    ----------
    region : str
        Region id, or ``KZ`` for the country, which alone has divisions, and these in years in which all of them are
        published; else manufacturing is taken as one.
    prices : {"constant", "past"}
        Whether relative prices stay, or move as in the years drawn.
    exports : float
        Exports of processed goods in the base year, thousand USD.

    Raises
    ------
    UsageError
        For other prices.
    MissingDataError
        If value added or the volume indices are not published.
    """
    if prices not in (CONSTANT, PAST):
        raise UsageError(f"Unknown relative prices {prices!r}.", where="prices", what_next="Use constant or past.")
    made, whole = _made_and_whole(panel, region)
    if year not in made.index or np.isnan(made[year]) or np.isnan(whole.get(year, np.nan)):
        raise MissingDataError(f"Value added of manufacturing is not published for {year}.", where=region)
    value_added = _value_added(panel, region, year, float(made[year]))
    indices = _indices(panel, region, list(value_added.index))
    rest = _rest(panel, region)
    growth = np.log(indices / 100)
    volume = growth[MANUFACTURING]
    filled = _brought_to_total(growth, value_added)
    price = np.log(made / (whole - made)).diff() - volume + rest
    frame = filled[list(value_added.index)].assign(_rest=rest, _price=price if prices == PAST else rest * 0)
    known = frame.loc[FIRST_CHANGE:year]
    known = _last_run(known)
    codes = tuple(value_added.index)
    missing = growth.loc[known.index, list(codes)].isna().any()
    return Evidence(
        Economy(year, codes, value_added.to_numpy(), float(whole[year] - made[year]),
                _employment(panel, region, year), exports),
        PastYears(tuple(known.index), known[list(codes)].to_numpy(), known["_rest"].to_numpy(),
                  known["_price"].to_numpy()),
        past_growth(_levels(panel, region, year)),
        tuple(missing[missing].index),
        _productivity(panel, region, year, volume),
    )  # fmt: skip


def _brought_to_total(growth: pd.DataFrame, value_added: pd.Series) -> pd.DataFrame:
    """Logarithmic growth of the divisions that adds up to the published one of manufacturing, by year.

    Divisions that have grown weigh more today than they did: at today's weights the past looks quicker than it was (in
    2011 by 7 points). Every year, all divisions are therefore moved by the same amount until their sum, at the weights
    of the base year, is the published growth. A division without index grows as manufacturing before that.
    """
    own = growth[list(value_added.index)].T.fillna(growth[MANUFACTURING]).T
    together = np.log((np.exp(own) * (value_added / value_added.sum())).sum(axis=1, skipna=False))
    return own.add(growth[MANUFACTURING] - together, axis=0)


def _last_run(frame: pd.DataFrame) -> pd.DataFrame:
    """The consecutive years without a missing figure that end with the last complete one."""
    complete = frame.dropna()
    if complete.empty:
        raise MissingDataError("No year has the growth of manufacturing and of the rest of the economy.")
    gaps = complete.index.to_series().diff().fillna(1) != 1
    start = gaps[gaps].index[-1] if gaps.any() else complete.index[0]
    return complete.loc[start:]


def _series(panel: Panel, indicator: str, region: str, industry: str, **narrow: str) -> pd.Series:
    chosen = panel.select(indicator, industries=[industry], regions=[region], **narrow)
    return chosen.wide().rename(index=int)[industry]


def _made_and_whole(panel: Panel, region: str) -> tuple[pd.Series, pd.Series]:
    made = _series(panel, "gva", region, MANUFACTURING, classification="oked_section")
    whole = _series(panel, "grp", region, schema.TOTAL, classification="total", source="bns-5927")
    return made, whole.reindex(made.index)


def _value_added(panel: Panel, region: str, year: int, made: float) -> pd.Series:
    """Value added by division; of manufacturing alone for a region, and where a division is not published."""
    chosen = panel.select("gva", classification="oked_division", regions=[region])
    if region != schema.COUNTRY or chosen.rows.empty:
        return pd.Series({MANUFACTURING: made})
    told = chosen.wide().rename(index=int).reindex(index=[year], columns=list(catalogue())).loc[year]
    return pd.Series({MANUFACTURING: made}) if told.isna().any() else told / told.sum() * made


def _indices(panel: Panel, region: str, codes: list[str]) -> pd.DataFrame:
    """Volume indices (previous year = 100) by year: production of the country, value added of a region."""
    if region != schema.COUNTRY:
        links = _series(panel, "gva_volume_index", region, MANUFACTURING)
        return links.where(links > 0).to_frame(MANUFACTURING)
    wide = panel.select("production_volume_index", regions=[region]).wide().rename(index=int)
    wide = wide.reindex(columns=list(dict.fromkeys([*codes, MANUFACTURING])))
    return wide.where(wide > 0)


def _rest(panel: Panel, region: str) -> pd.Series:
    """Logarithmic growth of the country's economy without manufacturing, which stands for that of a region too."""
    gdp = _series(panel, "gdp_volume_index", schema.COUNTRY, schema.TOTAL) / 100
    made = panel.select("production_volume_index", industries=[MANUFACTURING], regions=[schema.COUNTRY])
    growth = made.wide().rename(index=int)[MANUFACTURING].reindex(gdp.index) / 100
    own, whole = _made_and_whole(panel, schema.COUNTRY)
    known = (own / whole).dropna()
    share = known.rename(lambda year: year + 1).reindex(gdp.index).fillna(known.iloc[0])  # before 2010: the first known
    return np.log((gdp - share * growth) / (1 - share))


def _levels(panel: Panel, region: str, year: int) -> pd.DataFrame:
    """Chained volumes of like industries by year and series, without those that stand for others."""
    if region == schema.COUNTRY:
        links = panel.select("production_volume_index", industries=list(catalogue()), regions=[region]).wide()
    else:
        rows = panel.select("gva_volume_index", industries=[MANUFACTURING])
        links = rows.wide(schema.REGION).drop(columns=[schema.COUNTRY, schema.RESIDUAL], errors="ignore")
    links = links.rename(index=int)
    links = links.where(links > 0).loc[FIRST_CHANGE:year]
    last = int(links.index[-1])
    return pd.DataFrame({name: chain_index(links[name], reference_year=last) for name in links})


def _employment(panel: Panel, region: str, year: int) -> float:
    """Employed in manufacturing, thousand persons: by section only for the country."""
    rows = panel.select("employment", industries=[MANUFACTURING], regions=[region]).rows
    told = rows[rows[schema.PERIOD] == str(year)][schema.VALUE]
    return float(told.iloc[0]) if len(told) else float("nan")


def _productivity(panel: Panel, region: str, year: int, volume: pd.Series) -> float:
    """Mean yearly growth of volume per person employed, from the first year with both."""
    chosen = panel.select("employment", industries=[MANUFACTURING], regions=[region])
    if chosen.rows.empty:
        return float("nan")
    people = chosen.wide().rename(index=int)[MANUFACTURING].loc[:year]
    change = (volume.reindex(people.index) - np.log(people).diff()).dropna()
    return float(np.expm1(change.mean())) if len(change) else float("nan")
