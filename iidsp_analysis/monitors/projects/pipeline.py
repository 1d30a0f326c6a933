"""Investment of the projects in hand by region and candidate: what the lens *pipeline* looks at.

One rule decides everywhere: **a cell is told only where every project that may belong to it is told**. Zero means that
the register covers the region and holds no project in hand there. A cell is missing where the register covers not all
of the region, or where some project may or may not belong to it: its region, its industry, its cost or its time is not
told, or it may be entered twice. Nothing is split and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from iidsp_analysis import schema
from iidsp_analysis.errors import BoundaryError, MissingDataError, UnitError, UsageError
from iidsp_analysis.loaders.projects.identity import same_projects
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.measures.suppression.sensitivity import DOMINANCE, FEWEST
from iidsp_analysis.models.candidates import Candidates
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.monitors.projects import standing
from iidsp_analysis.monitors.projects.belonging import codes_of, covered_regions, places_of
from iidsp_analysis.panel import Panel

#: Why a project is in no cell; ``outside``: what it makes is not among the candidates, which leaves no doubt.
COUNTED: Final = ""
OUTSIDE, TIME, REGION, INDUSTRY, COST, TWICE = REASONS = (
    "outside", "time", "region", "industry", "cost", "twice",
)  # fmt: skip
THOUSAND: Final = 1e3  # mln KZT × this / (KZT per USD) = thousand USD


@dataclass(frozen=True, eq=False)
class InHand:
    """The projects in hand at the end of a year.

    Attributes
    ----------
    frame : DataFrame, region × candidate
        Planned cost of the projects in hand in ``unit``; 0 = none, NaN = not known.
    doubts : DataFrame, region × candidate
        Number of projects that may or may not belong to the cell.
    projects : DataFrame by row of the register
        Every project that is or may be in hand: ``region`` and ``industry`` (None where there are several or none is
        told), ``investment`` (in ``unit``, NaN where it is not told) and ``why_not``: one of :data:`REASONS`, or
        nothing where it is counted.
    covered : tuple of str
        Regions that the register covers: those, or all whose parts, it names with any project.
    year : int
        The year at whose end they were in hand.
    as_of : str
        Day of the register.
    file : str
        Its file.
    unit : str
        Unit of the amounts: that of the candidates.
    rate : float
        Tenge per dollar with which costs were converted; NaN where they were not.
    """

    frame: pd.DataFrame
    doubts: pd.DataFrame
    projects: pd.DataFrame
    covered: tuple[str, ...]
    year: int
    as_of: str
    file: str
    unit: str
    rate: float

    @property
    def is_later(self) -> bool:
        """Whether the register is so late that it knows what nobody knew at the end of the year."""
        return standing.is_later(self.as_of, self.year)

    def number(self, why_not: str) -> int:
        """Return how many projects are left out for a reason, or counted."""
        return int((self.projects["why_not"] == why_not).sum())

    def counted_in(self, region: str, industry: str) -> int:
        """Return the number of projects that the amount of a cell is made of."""
        return len(self._investments(region, industry))

    def may_be_told(self, region: str, industry: str) -> bool:
        """Whether the amount of a cell gives no single project away: none or at least three, none above 75 % of it.

        The minimum frequency and dominance rules of Hundepool et al. (2012, section 4.2).
        """
        told = self._investments(region, industry)
        return told.empty or (len(told) >= FEWEST and told.max() <= DOMINANCE * told.sum())

    def _investments(self, region: str, industry: str) -> pd.Series:
        counted = self.projects[self.projects["why_not"] == COUNTED]
        here = (counted["region"] == region) & (counted["industry"] == industry)
        return counted.loc[here, "investment"]


class _Line(NamedTuple):
    """One project: where it may be and what it may make, its cost, and why it is not counted."""

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    investment: float
    why_not: str


def projects_in_hand(register: Register, candidates: Candidates, panel: Panel) -> InHand:
    """Add up the planned costs of the projects that were in hand at the end of the candidates' year.

    Parameters
    ----------
    register : Register
        Real projects, of the year or later.
    candidates : Candidates
        What is ranked, on the borders of the panel.
    panel : Panel
        On one set of borders, with the average exchange rate of the year where exports are ranked.

    Returns
    -------
    InHand
        In the unit of the candidates. Costs are those of the plan, at its prices, and count whole: how much of them is
        left to be spent at the end of the year is not known.

    Raises
    ------
    UsageError
        If the projects are made up: they never stand beside real figures.
    BoundaryError
        If the panel is on no one set of borders.
    MissingDataError
        If the register is older than the year, or the exchange rate of the year is not loaded.
    UnitError
        If candidates are counted in something else than mln KZT and thousand USD.

    Notes
    -----
    A product group is known by the project's HS code, else by its OKED division where that can make goods of one HS
    section only (:func:`belonging.groups_of_division`); a division is the OKED division, else the only one that the HS
    section can contain. A later register leaves out what was struck off before its day: nothing here brings that back.
    """
    if register.is_example:
        raise UsageError("Made-up projects never stand beside real figures.", where=register.file)
    if panel.borders is None:
        raise BoundaryError("Projects can be placed on one set of borders only.",
                            what_next="Put the panel on one set of borders first.")  # fmt: skip
    main, year = candidates.main, candidates.evidence.year
    if standing.is_too_old(register.as_of, year):
        raise MissingDataError(f"The register speaks for {register.as_of}, before {year}.", where=register.file,
                               what_next="Import a register of that year or a later one.")  # fmt: skip
    rate = _rate(panel, year, main.unit)
    costs = register.rows["cost_planned_mln_kzt"].astype(float) * (1.0 if np.isnan(rate) else THOUSAND / rate)
    lines = _lines(register, candidates, panel.borders, costs)
    covered = covered_regions(register.rows["region"].dropna(), main.regions)
    projects, doubts = _table(lines), _doubts(lines, main)
    known = (doubts == 0).mul(pd.Series(doubts.index.isin(covered), doubts.index), axis=0)
    amounts = _sums(projects, main).where(known)
    return InHand(amounts, doubts, projects, covered, year, register.as_of, register.file, main.unit, rate)


# --- one project ------------------------------------------------------------------------------------------------


def _lines(register: Register, candidates: Candidates, borders: int, costs: pd.Series) -> dict[int, _Line]:
    """Return every project that is or may be in hand, by row of the register."""
    state = standing.standing(register.rows, register.as_of, candidates.evidence.year)
    chosen = register.rows[state != standing.NOT_IN_HAND]
    twice = _entered_twice(chosen)
    told: dict[int, _Line] = {}
    for row, region, oked, hs in zip(chosen.index, chosen["region"], chosen["oked"], chosen["hs"], strict=True):
        places, codes = places_of(region, borders), codes_of(oked, hs, candidates)
        reasons = {
            OUTSIDE: not set(codes) & set(candidates.main.industries), TIME: state[row] == standing.UNKNOWN,
            REGION: len(places) > 1, INDUSTRY: len(codes) > 1, COST: not costs[row] > 0, TWICE: row in twice,
        }  # fmt: skip
        why_not = next((reason for reason, holds in reasons.items() if holds), COUNTED)
        told[int(row)] = _Line(places, codes, float(costs[row]), why_not)
    return told


def _entered_twice(chosen: pd.DataFrame) -> set[int]:
    """Rows of projects that may be an earlier one once more: on both maps, or renamed."""
    order = list(chosen.index)
    return {order[later] for later, _, _ in same_projects(chosen.reset_index(drop=True))}


def _only(labels: tuple[str, ...]) -> str | None:
    return labels[0] if len(labels) == 1 else None


# --- all of them ------------------------------------------------------------------------------------------------


def _table(lines: dict[int, _Line]) -> pd.DataFrame:
    told = {
        row: (_only(line.regions), _only(line.industries), line.investment, line.why_not) for row, line in lines.items()
    }
    columns = ["region", "industry", "investment", "why_not"]
    table = pd.DataFrame.from_dict(told, orient="index", columns=columns, dtype=object)
    return table.astype({"investment": float})


def _sums(projects: pd.DataFrame, main: Observations) -> pd.DataFrame:
    counted = projects[projects["why_not"] == COUNTED]
    cells = counted.groupby(["region", "industry"])["investment"].sum()
    every = pd.MultiIndex.from_product([main.regions, main.industries])
    return main.frame(cells.reindex(every, fill_value=0.0).to_numpy(dtype=float).reshape(main.values.shape[:2]))


def _doubts(lines: dict[int, _Line], main: Observations) -> pd.DataFrame:
    number = np.zeros(main.values.shape[:2], dtype=np.int64)
    for line in lines.values():
        if line.why_not not in (COUNTED, OUTSIDE):
            number += np.outer(np.isin(main.regions, line.regions), np.isin(main.industries, line.industries))
    return main.frame(number)


def _rate(panel: Panel, year: int, unit: str) -> float:
    """Tenge per dollar where candidates are counted in dollars, NaN where they are counted in tenge."""
    if unit.startswith("mln KZT"):
        return float("nan")
    if not unit.startswith("thousand USD"):
        raise UnitError(f"Costs in mln KZT cannot be compared with amounts in {unit!r}.")
    rows = panel.select("exchange_rate", regions=[schema.COUNTRY]).rows
    told = rows.loc[rows[schema.PERIOD] == str(year), schema.VALUE].dropna()
    if len(told) != 1:
        raise MissingDataError(f"The average official exchange rate of {year} is not loaded.", where="exchange_rate",
                               what_next="Drop a newer data/raw/bns/exchange_rate.csv.")  # fmt: skip
    return float(told.iloc[0])
