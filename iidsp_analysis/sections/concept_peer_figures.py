"""The country's manufacturing beside that of other economies, in figures: shares, growth, productivity."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from babel import Locale

from iidsp_analysis.loaders.peers import EMPLOYMENT, POPULATION, Peers, read_peers
from iidsp_analysis.measures.among_peers import among_peers
from iidsp_analysis.measures.within_between import within_between
from iidsp_analysis.models.comparables import Comparables, comparables
from iidsp_analysis.reference.peer_records import OWN, manufacturing_sectors, territory_codes, upper_sectors
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.guard import StatedError, opened

MANUFACTURING, UPPER = "manufacturing", "upper"


@dataclass(frozen=True, eq=False)
class PeerView:
    """The file with the year that is compared, the first one, and the economies compared with."""

    peers: Peers
    first: int
    year: int
    chosen: Comparables

    @property
    def codes(self) -> list[str]:
        """The country first, then the others."""
        return [OWN, *self.chosen.codes]

    def block(self, year: int, column: str = "value_added") -> pd.DataFrame:
        """Economies × sectors; an economy that the year lacks is missing."""
        return self.peers.block(year, column).reindex(self.codes)


def peer_view(context: Context, named: str = "") -> PeerView:
    """Open the user's file for the report's year, or the last year before it.

    Raises
    ------
    StatedError
        In the reader's language: without a file, for one that cannot be used, or one that begins later.
    UsageError
        For named economies that the file does not have.
    """
    peers = _opened(context)
    known = [year for year in peers.years if year <= context.year]
    if not known:
        raise StatedError(context.language.say("The file of other economies begins in {year}.", year=peers.years[0]))
    year = known[-1]
    block = peers.block(year)
    people = peers.block(year, POPULATION).iloc[:, 0] if POPULATION in peers.rows else None
    return PeerView(peers, known[0], year, comparables(block.sum(axis=1), people, OWN, named))


def _opened(context: Context) -> Peers:
    say = context.language.say
    return opened(
        context, read_peers,
        refused=lambda reason: StatedError(say("The file of other economies is not used: {reason}", reason=reason)),
        missing=StatedError(
            say("No file of other economies is loaded: nothing can be said of how far the country's manufacturing is "
                "from theirs."),
            what_next=say("Put value added by economy and sector into {folder}, and render again; {file} says in which "
                          "layout.", folder="data/raw/peers/", file="data/raw/peers/README.md")),
    )  # fmt: skip


def shares(block: pd.DataFrame) -> pd.DataFrame:
    """Shares in the value added of all sectors: economies × (sectors of manufacturing, manufacturing, upper)."""
    of_all = block.div(block.sum(axis=1, skipna=False), axis=0)
    return _with_sums(of_all)


def _with_sums(block: pd.DataFrame) -> pd.DataFrame:
    made = [code for code in manufacturing_sectors() if code in block]
    upper = [code for code in upper_sectors() if code in block]
    return block[made].assign(**{
        MANUFACTURING: block[made].sum(axis=1, skipna=False), UPPER: block[upper].sum(axis=1, skipna=False),
    })  # fmt: skip


def growth(start: pd.DataFrame, end: pd.DataFrame, years: int) -> pd.DataFrame:
    """Yearly growth of value added, fractions; missing where nothing was made in the first year."""
    before, after = _with_sums(start), _with_sums(end)
    return (after / before.where(before > 0)) ** (1 / years) - 1


def placed_figures(view: PeerView) -> pd.DataFrame:
    """Place of the country, item by item.

    Returns
    -------
    DataFrame, item × (``own, low, middle, high, rank, count`` of the share; ``growth_own, growth_middle, growth_rank``)
        Fractions and fractions a year; growth is missing where the file has one year.
    """
    now = view.block(view.year)
    frame = among_peers(shares(now), OWN)
    if view.year == view.first:
        return frame.assign(growth_own=float("nan"), growth_middle=float("nan"), growth_rank=float("nan"))
    moved = among_peers(growth(view.block(view.first), now, view.year - view.first), OWN)
    return frame.join(moved[["own", "middle", "rank"]].add_prefix("growth_"))


def sides(view: PeerView) -> pd.Series:
    """Whether the share of manufacturing lay above the middle of the others, by year of the file."""
    told = {}
    for year in (year for year in view.peers.years if year <= view.year):
        row = among_peers(shares(view.block(year))[[MANUFACTURING]], OWN).loc[MANUFACTURING]
        told[year] = bool(row["own"] > row["middle"])
    return pd.Series(told)


def productivity(view: PeerView) -> pd.DataFrame:
    """Value added per employed person, in units of the file a thousand persons: place, and parts of the gap.

    Returns
    -------
    DataFrame, sectors of manufacturing and all of it × (``own, low, middle, high, rank, count, within, between``)
        ``within, between`` take apart how far the others together lie above the country: what their sectors make more
        per person, and what their structure of employment adds (Foster, Haltiwanger & Krizan 2001). Sum = gap.
    """
    made = [code for code in manufacturing_sectors() if code in view.block(view.year)]
    value, people = (view.block(view.year, name)[made] for name in ("value_added", EMPLOYMENT))
    per_person = value / people.where(people > 0)
    whole = value.sum(axis=1) / people.sum(axis=1).where(lambda total: total > 0)
    frame = among_peers(per_person.assign(**{MANUFACTURING: whole}), OWN)
    others = [code for code in view.chosen.codes if code in value.dropna().index]
    parts = within_between(value.loc[OWN], people.loc[OWN], value.loc[others].sum(), people.loc[others].sum())
    parts.loc[MANUFACTURING] = parts.sum()
    return frame.join(parts[["within", "between"]])


def economy_names(context: Context, codes: tuple[str, ...]) -> list[str]:
    """Names of economies in the reader's language; one that no table of names has keeps its code."""
    territories = Locale(context.language.code).territories
    return [str(territories.get(territory_codes().get(code, ""), code)) for code in codes]
