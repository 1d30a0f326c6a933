"""Whether a project's goods are a growth point of its region: where their group stands in the region's ranking.

The ranking is of product groups (HS sections) by exports, or of divisions by value added where table 5931 is loaded by
region. The HS code names the group; without it the division may fit several (:func:`belonging.codes_of`), and then the
part is a range. A group that the ranking does not know is neither a growth point nor none: the part is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from iidsp_analysis import industries
from iidsp_analysis.models.candidates import DIVISIONS
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.monitors.projects.belonging import codes_of
from iidsp_analysis.monitors.projects.priorities.part import Part
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.reference.industry_records import divisions, hs_sections

#: Why the part is missing.
NO_REGION, NO_RANKING, NO_GOODS, NOT_RANKED = "no_region", "no_ranking", "no_goods", "not_ranked"
#: Badges of a pick, or of what is not picked, that other choices hardly change.
SETTLED = ("stable", "no contest")
NAN = float("nan")


class Group(NamedTuple):
    """One candidate of the ranking: rank with its 5–95 % interval, share of the trials among the first, badge, pick."""

    code: str
    rank: float
    rank_low: float
    rank_high: float
    probability: float
    badge: str = ""
    is_pick: bool = False
    why_unranked: str = ""


class Standing(NamedTuple):
    """Where the goods of a project stand in its region; ``why`` tells why nothing is known.

    ``low`` and ``high`` are the smallest and largest share of the trials in which a group that fits is among the first
    ``top`` of ``ranked``; ``by_hs`` says that the HS code names the group, ``is_other_goods`` that this code names
    goods that the division does not make.
    """

    why: str
    low: float = NAN
    high: float = NAN
    groups: tuple[Group, ...] = ()
    classification: str = ""
    top: int = 0
    ranked: int = 0
    year: int = 0
    by_hs: bool = False
    is_other_goods: bool = False

    @property
    def is_pick(self) -> float:
        """Whether the goods are a growth point, one of the picks of the ranking: 1, 0, NaN where that is open."""
        picks = {group.is_pick for group in self.groups}
        return NAN if self.why or len(picks) != 1 else float(picks.pop())

    @property
    def is_settled(self) -> bool:
        """Whether that holds in nearly all trials of the ranking."""
        return all(group.badge in SETTLED for group in self.groups)


def growth_part(portfolio: Portfolio, rankings: Mapping[str, GrowthPoints | None], places: pd.Series) -> Part:
    """Return the share of the trials in which the project's goods are among the first of its region.

    Parameters
    ----------
    portfolio : Portfolio
        The register.
    rankings : mapping of str to GrowthPoints or None
        By region; None where the region cannot be ranked.
    places : Series, index of the register
        Region of each project in the words of ``rankings``; missing where it cannot be placed.

    Returns
    -------
    Part
        Value: ``P(rank ≤ top)`` over the trials of the ranking (weights, scales, rules, noise), 0 to 1, which needs
        no further transformation; the middle of the range where several groups fit. Raw: rank (of a single group).
        Facts: ``low``, ``high``, ``is_pick``, ``is_settled``, and ``standing`` (:class:`Standing`).
    """
    chapters = portfolio.rows["hs"].astype("string").str[:2]
    keys = list(zip(_plain(places.reindex(portfolio.rows.index)), _plain(chapters), _plain(portfolio.division),
                    strict=True))  # fmt: skip
    known = {key: _standing(*key, rankings) for key in dict.fromkeys(keys)}
    told = [known[key] for key in keys]
    facts = pd.DataFrame({
        "why": [each.why for each in told], "low": [each.low for each in told], "high": [each.high for each in told],
        "is_pick": [each.is_pick for each in told], "is_settled": [each.is_settled for each in told],
        "standing": pd.Series(told, index=portfolio.rows.index, dtype=object),
    }, index=portfolio.rows.index)  # fmt: skip
    ranks = [each.groups[0].rank if len(each.groups) == 1 else NAN for each in told]
    return Part((facts["low"] + facts["high"]) / 2, pd.Series(ranks, index=facts.index, dtype=float), facts)


def _plain(labels: pd.Series) -> list[str]:
    """Texts with nothing where one is missing: NaN would be another key in every row."""
    return [str(label) for label in labels.astype(object).where(labels.notna(), "")]


def _standing(region: str, chapter: str, division: str, rankings: Mapping[str, GrowthPoints | None]) -> Standing:
    points = rankings.get(region)
    if points is None:
        return Standing(NO_RANKING if region else NO_REGION)
    candidates = points.survey.candidates
    section = sections_of_chapters().get(chapter, "")
    codes = codes_of(division or None, chapter or None, candidates) if division or section else ()
    if not codes:
        return Standing(NO_GOODS)
    by_hs = bool(section) and candidates.classification != DIVISIONS
    is_other = by_hs and division in divisions() and division not in industries.hs6_lines(section)
    groups = tuple(_group(points.table, code) for code in codes)
    chances = [group.probability for group in groups]
    why = NOT_RANKED if np.isnan(chances).any() else ""
    low, high = (NAN, NAN) if why else (min(chances), max(chances))
    ranked = int(points.table["rank"].notna().sum())
    return Standing(why, low, high, groups, candidates.classification, points.top, ranked, points.year, by_hs,
                    is_other)  # fmt: skip


def _group(table: pd.DataFrame, code: str) -> Group:
    if code not in table.index:
        return Group(code, NAN, NAN, NAN, NAN, why_unranked="no candidate")
    line: dict[str, Any] = {str(name): value for name, value in table.loc[code].items()}
    if line["why_unranked"]:
        return Group(code, NAN, NAN, NAN, NAN, why_unranked=str(line["why_unranked"]))
    rank, low, high, chance = (float(line[name]) for name in ("rank", "rank_low", "rank_high", "probability_top"))
    return Group(code, rank, low, high, chance, str(line["badge"]), bool(line["pick"]))


@cache
def sections_of_chapters() -> dict[str, str]:
    """Return the HS section of every chapter, two digits."""
    return {chapter: item.code for item in hs_sections().values() for chapter in item.chapters}
