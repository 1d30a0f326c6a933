"""The ranking of one region under weights that a hand moves: all that does not depend on them is made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidate_size import FEWEST_RANKED, picked
from iidsp_analysis.models.composite import Composite, composite
from iidsp_analysis.models.draws import Bank, Variation, drawn
from iidsp_analysis.models.growth_points import TooFewCandidatesError, with_picks
from iidsp_analysis.models.robustness import placements
from iidsp_analysis.models.survey import Survey, alternatives
from iidsp_analysis.models.versions import noise_of, versions_of
from iidsp_analysis.models.weights import Weights

_Key = tuple[tuple[str, ...], tuple[bool, ...], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Reweighing:
    """One region's candidates, ready to be ranked by one set of weights after another.

    The same numbers as :func:`~iidsp_analysis.models.growth_points.growth_points`, rank by rank and interval by
    interval, without what only a report asks (what drives a verdict, what would change it). Scores on three scales,
    their noisy copies and all duels are kept by (lenses that count, their signs, ranked candidates), which a moved
    slider leaves as they are.

    Attributes
    ----------
    survey : Survey
        What every lens says.
    region : str
        Id of the region.
    others : sequence of Survey
        The same year on other borders.
    variation : Variation
        What the intervals vary.
    facts : DataFrame by candidate
        What is known before any ranking.
    """

    survey: Survey
    region: str
    others: Sequence[Survey] = ()
    variation: Variation = field(default_factory=Variation)
    facts: pd.DataFrame = field(init=False)
    scores: pd.DataFrame = field(init=False)
    _banks: dict[_Key, Bank] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        facts = candidate_facts(self.survey, self.region)
        pool = facts.index[facts["why_unranked"] == ""]
        if len(pool) < FEWEST_RANKED:
            raise _too_few(len(pool), "large enough to be ranked", self.region)
        object.__setattr__(self, "facts", facts)
        object.__setattr__(self, "scores", self.survey.scores(self.region).loc[pool])

    def reference(self, weights: Weights) -> Composite:
        """The ranking without its intervals."""
        return composite(self.scores, weights.over(self.survey.lens_names))

    def table(self, weights: Weights) -> pd.DataFrame:
        """Rank the candidates.

        Parameters
        ----------
        weights : Weights
            By lens; lenses without data here do not count.

        Returns
        -------
        DataFrame by candidate, best first
            The facts, ``rank``, ``median_rank``, ``rank_low``, ``rank_high`` (5–95 % of the draws),
            ``probability_top``, ``badge``, ``pick``.

        Raises
        ------
        WeightsError
            If no lens with data has a weight.
        MissingDataError
            If the weighed lenses say the same of every candidate.
        TooFewCandidatesError
            If fewer than four candidates are known to lenses with half of the weight.
        """
        reference = self.reference(weights)
        ranked = reference.rank.dropna().astype("int64")
        if len(ranked) < FEWEST_RANKED:
            raise _too_few(len(ranked), "known to lenses with half of the weight", self.region)
        if (ranked == 1).all():
            raise MissingDataError("The weighed lenses say the same of every candidate: they rank nothing.",
                                   where=self.region)  # fmt: skip
        top = picked(len(ranked))
        signed = reference.weights.sizes()
        bank = self._bank(reference, ranked.index)
        generator = np.random.default_rng(self.variation.seed)
        draws = drawn(replace(self.variation, top=top), np.abs(signed), len(bank.duels), generator)
        table = self.facts.copy()
        table.loc[reference.unranked, "why_unranked"] = "unknown to the lenses"
        return with_picks(table.join(placements(bank.places(draws), ranked, top)), top)

    def _bank(self, reference: Composite, ranked: pd.Index) -> Bank:
        lenses, signed = reference.weights.lenses, reference.weights.sizes()
        key = (lenses, tuple(bool(each) for each in signed < 0), tuple(map(str, ranked)))
        if key not in self._banks:
            self._banks[key] = self._made_bank(lenses, signed < 0, ranked)
        return self._banks[key]

    def _made_bank(self, lenses: tuple[str, ...], negative: np.ndarray, ranked: pd.Index) -> Bank:
        pool, everyone = self.scores.index, self.facts.index
        others = alternatives(self.others, self.region, self.survey.scores(self.region).filter(items=lenses))
        frames = versions_of(self.scores, [other.loc[pool] for other in others], ranked, lenses)
        noisy = self.survey.noisy_scores(self.region)[:, everyone.get_indexer(pool)]
        noise = noise_of(self.scores, None, noisy if len(noisy) else None, ranked, lenses)
        # Copies are given, not drawn: the generator of the draws stays untouched by them.
        return Bank(
            noise.copies(frames, self.variation.replicates, np.random.default_rng(self.variation.seed)), negative
        )


def _too_few(candidates: int, what: str, region: str) -> TooFewCandidatesError:
    return TooFewCandidatesError(
        f"Only {candidates} candidates of this region are {what}; {FEWEST_RANKED} are needed.", where=region
    )
