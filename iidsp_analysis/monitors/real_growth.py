"""Is the growth real: one figure in tenge, dollars and volume, and what price, exchange rate and volume gave to it.

``N = V · P · e``: an amount in tenge is volume × price in dollars × tenge per dollar. In logarithms the three add up
to the growth in tenge without remainder, whichever is taken first; brought back by the logarithmic mean they add up in
percentage points of the base. Volume and price in dollars together are the growth in dollars; price in dollars and
exchange rate together are the implied price in tenge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.measures.decomposition import additive_parts, log_parts
from iidsp_analysis.measures.index_numbers import chain_index, implied_deflator
from iidsp_analysis.monitors.growth_indicators import (
    RATE_SOURCE,
    Indicator,
    amounts_by_year,
    exchange_rate,
    indicator_of,
    volume_links,
)
from iidsp_analysis.panel import Panel

TENGE: Final = "tenge"
DOLLARS: Final = "dollars"
VOLUME: Final = "volume"
PRICE: Final = "price"
EXCHANGE_RATE: Final = "exchange_rate"
REMAINDER: Final = "remainder"
TOTAL: Final = "total"


@dataclass(frozen=True)
class RealGrowth:
    """Growth of one indicator of one region since a base year.

    Attributes
    ----------
    indicator, region : str
    base, last : int
        Years between which the growth is told.
    frame : DataFrame
        Years as rows; ``tenge, dollars, volume, price, exchange_rate`` as indices, base year = 100. ``price`` is the
        implied deflator, tenge over volume. A year without an exchange rate has no second currency, a year without a
        published volume index ends the volume and the price.
    logs : DataFrame
        Years as rows; ``volume, exchange_rate, remainder, total``: natural logs since the base year.
    parts : DataFrame
        The same in percentage points of the base: they sum to ``total``, the change in tenge. A factor that is not
        known in the last year is NaN in every year and stands in the remainder.
    remainder_holds : tuple of str
        Factors in the remainder: always ``price``, and those of ``volume, exchange_rate`` that are not known. With
        the exchange rate told apart it is the price *in dollars*, else the price in tenge.
    sources : tuple of str
        Ids of the tables that gave a figure after the base year.
    """

    indicator: str
    region: str
    base: int
    last: int
    frame: pd.DataFrame
    logs: pd.DataFrame
    parts: pd.DataFrame
    remainder_holds: tuple[str, ...]
    sources: tuple[str, ...]

    def change(self, name: str, period: str | None = None) -> float:
        """Relative change of one index from the base to a year (the last one if None); NaN where it is missing."""
        return float(self.frame[name].astype(float)[period or str(self.last)] / 100 - 1)


def real_growth(panel: Panel, region: str, name: str, *, base: int, last: int) -> RealGrowth:
    """Put one indicator of one region into tenge, dollars and volume, and take its growth apart.

    ``ln(N¹/N⁰) = ln V + ln e + ln P`` with ``P`` the price in dollars; ``Δ_k = L(N¹, N⁰) · part_k`` (LMDI-I).

    Parameters
    ----------
    panel : Panel
        On one set of borders.
    region : str
        Region id of the borders, or ``KZ``.
    name : str
        One of :data:`growth_indicators.INDICATORS`.
    base, last : int
        Years, ``base < last``.

    Raises
    ------
    MissingDataError
        If the base year or the last year has no figure, or the base is zero: nothing to compare with.
    NegativeValueError
        If an amount is below zero: its growth has no meaning.
    UsageError
        For an unknown indicator, or a base that is not before the last year.

    References
    ----------
    Ang, B. W. (2005), Energy Policy 33, 867–871; United Nations et al. (2009), *SNA 2008*, ch. 15, part D.
    """
    if base >= last:
        raise UsageError(f"The base year {base} is not before {last}.")
    amounts = _comparable(amounts_by_year(panel, region, name), base, last)
    rate = _index(exchange_rate(panel), amounts.index)
    volume = chained(volume_links(panel, region, name), base, last)
    published = _index(amounts, amounts.index)
    in_dollars = indicator_of(name).in_dollars
    tenge = published * rate / 100 if in_dollars else published
    dollars = published if in_dollars else published / rate * 100
    frame = pd.DataFrame({TENGE: tenge, DOLLARS: dollars, VOLUME: volume})
    frame = frame.assign(**{PRICE: implied_deflator(tenge, volume), EXCHANGE_RATE: rate})
    known = [factor for factor in (VOLUME, EXCHANGE_RATE) if frame[factor].notna()[str(last)]]
    logs, parts = _decomposed(frame, known)
    holds = tuple(factor for factor in (VOLUME, PRICE, EXCHANGE_RATE) if factor not in known)
    return RealGrowth(name, region, base, last, frame, logs, parts, holds, _sources(indicator_of(name), frame))


def chained(indices: pd.Series[float], base: int, last: int) -> pd.Series[float]:
    """Chain previous-year indices by period (text) into a line with the base year = 100; a missing link ends it."""
    links = indices.reindex([str(year) for year in range(base + 1, last + 1)])
    level = chain_index(links.set_axis(links.index.astype(int)), reference_year=base)
    return level.set_axis(level.index.astype(str))


def _decomposed(frame: pd.DataFrame, known: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    start = pd.Series(100.0, index=frame.index)
    logs = log_parts(start, frame[TENGE], {factor: frame[factor] / 100 for factor in known}, REMAINDER)
    points = additive_parts(logs, start, frame[TENGE])
    points = points.where(logs[TOTAL].notna())  # a fall to zero has no logarithm, so no parts
    points[TOTAL] = frame[TENGE] - 100
    columns = [VOLUME, EXCHANGE_RATE, REMAINDER, TOTAL]
    return logs.reindex(columns=columns), points.reindex(columns=columns)


def _sources(indicator: Indicator, frame: pd.DataFrame) -> tuple[str, ...]:
    after = frame.iloc[1:].notna().any()
    volume = [indicator.volume.source] if indicator.volume is not None and after[VOLUME] else []
    return (indicator.figures.source, *volume, *([RATE_SOURCE] if after[EXCHANGE_RATE] else []))


def _comparable(amounts: pd.Series[float], base: int, last: int) -> pd.Series[float]:
    years = amounts.reindex([str(year) for year in range(base, last + 1)])
    for year in (str(base), str(last)):
        if pd.isna(years[year]):
            raise MissingDataError(f"The figure of {year} is not published.")
    if years[str(base)] == 0:
        raise MissingDataError(f"The figure of {base} is zero: there is nothing to compare with.")
    return years


def _index(values: pd.Series[float], years: pd.Index) -> pd.Series[float]:
    shown = values.reindex(years)
    return shown / shown.iloc[0] * 100
