"""Does each project meet the priorities? Parts, score, verdict and what they hang on, in one call.

``judge_priorities(portfolio, rankings, *, places=None, among=None, weights=None, seed=0) -> Priorities``: ``.parts``,
``.score``, ``.known``, ``.interval_low``/``.interval_high``, ``.rank``, ``.rank_low``/``.rank_high``, ``.verdict``,
``.agreement``, ``.is_firm`` by row of the register; ``.why(row, language)`` is the sentence, ``.in_brief`` a short one
and ``.part_said(name, row, language)`` tells one part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.models.growth_points import GrowthPoints
from iidsp_analysis.monitors.projects.priorities import verdict as rules
from iidsp_analysis.monitors.projects.priorities import words
from iidsp_analysis.monitors.projects.priorities.brief_words import in_brief
from iidsp_analysis.monitors.projects.priorities.figures import agreement_of, figures_of
from iidsp_analysis.monitors.projects.priorities.growth import growth_part
from iidsp_analysis.monitors.projects.priorities.part import Part
from iidsp_analysis.monitors.projects.priorities.part_words import part_said
from iidsp_analysis.monitors.projects.priorities.parts import (
    exports_part,
    jobs_part,
    listed_part,
    productivity_part,
    technology_part,
)
from iidsp_analysis.monitors.projects.priorities.score import reaches
from iidsp_analysis.monitors.projects.priorities.weights import (
    EXPORTS,
    GROWTH_POINT,
    JOBS,
    LISTED,
    PARTS,
    PRODUCTIVITY,
    TECHNOLOGY,
    PriorityWeights,
    read_weights,
)
from iidsp_analysis.monitors.projects.rule import Portfolio


@dataclass(frozen=True, eq=False)
class Priorities:
    """How the projects stand to the priorities; every Series and frame has the index of the judged rows.

    Parameters
    ----------
    details : mapping of str to Part
        Each part with its raw figures and facts, by the names of :data:`priority_weights.PARTS`.
    figures : DataFrame
        ``score`` (0–1, NaN where too little is known), ``known`` (share of the weight), ``low``, ``high`` (5–95 % of
        the score over the draws of weights), ``rank`` among the judged, ``rank_low``, ``rank_high``, ``verdict``,
        ``agreement`` (share of the draws with this verdict).
    inside, serves : Series
        Answers to the first two questions: 1, 0, NaN.
    portfolio : Portfolio
        The register that was judged.
    weights : PriorityWeights
        Weights and limits, for the list of priorities of the portfolio.
    """

    details: Mapping[str, Part]
    figures: pd.DataFrame
    inside: pd.Series
    serves: pd.Series
    portfolio: Portfolio
    weights: PriorityWeights

    @property
    def parts(self) -> pd.DataFrame:
        """Values of the parts, 0 to 1, projects × parts."""
        return _values(self.details)

    @property
    def score(self) -> pd.Series:
        """Weighted mean of the known parts; NaN where less of the weight is known than the limit."""
        return self.figures["score"]

    @property
    def known(self) -> pd.Series:
        """Share of the weight whose parts are known."""
        return self.figures["known"]

    @property
    def interval_low(self) -> pd.Series:
        """5 % quantile of the score over the draws of weights."""
        return self.figures["low"]

    @property
    def interval_high(self) -> pd.Series:
        """95 % quantile of the score over the draws of weights."""
        return self.figures["high"]

    @property
    def rank(self) -> pd.Series:
        """Rank among the judged projects, 1 = highest score."""
        return self.figures["rank"]

    @property
    def rank_low(self) -> pd.Series:
        """5 % quantile of the rank."""
        return self.figures["rank_low"]

    @property
    def rank_high(self) -> pd.Series:
        """95 % quantile of the rank."""
        return self.figures["rank_high"]

    @property
    def verdict(self) -> pd.Series:
        """Words of :data:`priority_verdict.VERDICTS`."""
        return self.figures["verdict"]

    @property
    def agreement(self) -> pd.Series:
        """Share of the draws of weights with the same verdict, at both ends of a range; NaN without a verdict."""
        return self.figures["agreement"]

    @property
    def hangs_on_ranking(self) -> pd.Series:
        """Whether the second question is answered by a growth point that other choices of the ranking may change."""
        facts, asked = self.details[GROWTH_POINT].facts, GROWTH_POINT in self.weights.ways
        by_list = (self.details[LISTED].value == rules.YES) & (LISTED in self.weights.ways)
        return asked & ~by_list & facts["is_pick"].notna() & ~facts["is_settled"] & (self.inside == rules.YES)

    @property
    def is_firm(self) -> pd.Series:
        """Whether the verdict holds in nearly all draws of weights and hangs on no unsettled rank."""
        return (self.agreement >= self.weights.limits["firm_from"]) & ~self.hangs_on_ranking

    @property
    def is_on_the_line(self) -> pd.Series:
        """Whether the limit of the score lies inside its 5–95 % interval, so that small changes decide."""
        limit = self.weights.limits["score_from"]
        told = ~reaches(self.interval_low, limit) & reaches(self.interval_high, limit)
        return pd.Series(told, index=self.score.index) & (self.inside == rules.YES)

    @property
    def hangs_on_unknown(self) -> pd.Series:
        """Whether parts that are not known could move the score over the limit, or below it."""
        limit, at_worst = self.weights.limits["score_from"], self.score * self.known
        is_open = ~reaches(at_worst, limit) & reaches(at_worst + 1 - self.known, limit)
        return (
            pd.Series(is_open, index=self.score.index) & (self.verdict != rules.UNJUDGED) & (self.inside == rules.YES)
        )

    @cached_property
    def agreement_anywhere(self) -> pd.Series:
        """Share of the draws with the same verdict if every mixture of weights were equally likely."""
        return pd.Series(agreement_of(self.figures, self.parts, self._ends, self.inside, self.weights,
                                    self.weights.drawn_anywhere()), index=self.figures.index)  # fmt: skip

    @cached_property
    def under_other_weights(self) -> pd.DataFrame:
        """Verdicts under equal weights (``equal``) and without each part (its name)."""
        picked = self.details[GROWTH_POINT].facts["is_pick"]
        told = rules.under_other_weights(self.parts, picked, self.inside.to_numpy(), self.weights)
        return pd.DataFrame(told, index=self.figures.index)

    @property
    def _ends(self) -> pd.DataFrame:
        return _ends(self.details)

    def why(self, row: int, language: Language) -> str:
        """Say why a project got its verdict, and how firm it is."""
        return words.why(self, row, language)

    def in_brief(self, row: int, language: Language) -> str:
        """Say the same in a few words, for a table that tells the parts beside it."""
        return in_brief(self, row, language)

    def part_said(self, name: str, row: int, language: Language) -> str:
        """Say one part of one project: its figure in words, or why it is not known."""
        return part_said(name, self.details[name], row, self.portfolio, language)


def judge_priorities(
    portfolio: Portfolio,
    rankings: Mapping[str, GrowthPoints | None],
    *,
    places: pd.Series | None = None,
    among: pd.Index | None = None,
    weights: PriorityWeights | None = None,
    seed: int = 0,
) -> Priorities:
    """Judge the projects of a register.

    Parameters
    ----------
    portfolio : Portfolio
        The whole register: medians and shares compare with all of it.
    rankings : mapping of str to GrowthPoints or None
        Ranking by region, None where the region cannot be ranked.
    places : Series, optional
        Region of each project in the words of ``rankings``; the register's own regions by default.
    among : Index, optional
        Rows that are judged and ranked; all by default.
    weights : PriorityWeights, optional
        The user's, or the shipped equal ones, by default; a list that nobody verified has none unless they name it.
    seed : int, optional
        The same seed gives the same draws of weights.

    Raises
    ------
    UsageError
        For a file of weights that cannot be used.
    SchemaError
        If two loaded tables give the same official figure.
    """
    given = read_weights() if weights is None else weights
    chosen = given.for_list(is_verified=portfolio.priorities.is_verified)
    index = portfolio.rows.index if among is None else among
    details = _details(portfolio, rankings, portfolio.rows["region"] if places is None else places, chosen)
    told = {name: part.of(index) for name, part in details.items()}
    inside = pd.Series(rules.is_manufacturing(portfolio.division.loc[index]), index=index)
    picked = told[GROWTH_POINT].facts["is_pick"]
    served = pd.Series(rules.serves(told[LISTED].value, picked, chosen), index=index)
    figures = figures_of(_values(told), _ends(told), inside, served, chosen, seed)
    return Priorities(told, figures, inside, served, portfolio, chosen)


def _details(
    portfolio: Portfolio, rankings: Mapping[str, GrowthPoints | None], places: pd.Series, weights: PriorityWeights
) -> dict[str, Part]:
    return {
        GROWTH_POINT: growth_part(portfolio, rankings, places),
        TECHNOLOGY: technology_part(portfolio),
        EXPORTS: exports_part(portfolio, weights),
        PRODUCTIVITY: productivity_part(portfolio, weights),
        JOBS: jobs_part(portfolio, weights),
        LISTED: listed_part(portfolio),
    }


def _values(details: Mapping[str, Part]) -> pd.DataFrame:
    return pd.DataFrame({name: details[name].value for name in PARTS})


def _ends(details: Mapping[str, Part]) -> pd.DataFrame:
    return details[GROWTH_POINT].facts[["low", "high"]]
