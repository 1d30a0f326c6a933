"""Growth points of a region: candidates ranked by all lenses, with rank intervals, types, evidence and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models import lenses
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidate_size import FEWEST_RANKED, picked
from iidsp_analysis.models.composite import composite
from iidsp_analysis.models.draws import Variation
from iidsp_analysis.models.estimated_weights import estimated_weights
from iidsp_analysis.models.normalise import LensFinding
from iidsp_analysis.models.robustness import Robustness, rank_robustness
from iidsp_analysis.models.survey import Survey, alternatives
from iidsp_analysis.models.weights import Weights, equal_weights

#: Grades of evidence on which no pick is called stable.
WEAK = ("C", "D")


@dataclass(frozen=True, eq=False)
class GrowthPoints:
    """The ranking of one region.

    Attributes
    ----------
    table : DataFrame by candidate, best first
        ``amount`` (last year, unit of the amounts), ``share`` (of the region's candidates), ``quotient`` (LQ), ``rank``
        with ``rank_low``, ``rank_high`` (5–95 %) and ``median_rank``, ``probability_top``, ``badge``, ``driver``,
        ``rank_<set>`` for every set of weights, ``type``, ``reason``, ``one_flow``, ``grade``, ``pick``,
        ``why_unranked`` ("", "too small", "no figure", "unknown to the lenses": to those with at least half of the
        weight). Candidates that are not ranked come last.
    robustness : Robustness
        What was varied; its ``reference`` holds the parts of each lens.
    survey : Survey
        What every lens says.
    sets : mapping of str to Weights
        The sets of weights; the first one made the ranking.
    top : int
        How many candidates are picked: five, or half of those that are ranked where these are fewer than ten.
    """

    region: str
    year: int
    table: pd.DataFrame
    robustness: Robustness
    survey: Survey
    sets: Mapping[str, Weights]
    top: int

    @property
    def picks(self) -> pd.DataFrame:
        """The first candidates of the ranking."""
        return self.table[self.table["pick"]]

    @property
    def rejected(self) -> pd.DataFrame:
        """All other candidates, ranked or not."""
        return self.table[~self.table["pick"]]

    def one_flow(self, candidate: str) -> bool:
        """Whether a single shipment decides the candidate's year, as far as that is known."""
        return bool(self.table["one_flow"].fillna(False)[candidate])

    def contributions(self) -> pd.DataFrame:
        """What each lens adds to the score of every ranked candidate above (+) or below (−) the middle.

        Ranks lie between 0 and 1 and the middle is ½, so a lens adds ``w (v − ½)``, with ``w`` its share of the
        weights of the lenses that know the candidate. Columns from the heaviest lens on.
        """
        reference = self.robustness.reference
        sizes = reference.parts.notna() * np.abs(reference.weights.sizes())
        shares = sizes.div(sizes.sum(axis=1), axis=0)
        order = shares.mean().sort_values(ascending=False).index
        return (reference.parts - shares / 2)[order].loc[self.table.index[self.table["rank"].notna()]]

    @property
    def silent_lenses(self) -> tuple[str, ...]:
        """Lenses without any data."""
        return tuple(name for name, result in self.survey.results.items() if not result.has_data)

    @property
    def findings(self) -> tuple[LensFinding, ...]:
        """Lenses that cannot tell the region's candidates apart."""
        return self.robustness.reference.findings


def weight_sets(survey: Survey, own: Weights | None = None, only: Sequence[str] | None = None) -> dict[str, Weights]:
    """Return the sets of weights that stand side by side: estimated, equal, and the user's where given.

    Parameters
    ----------
    survey : Survey
        Its year dates the estimated weights: only windows that ended by then count.
    own : Weights, optional
        The user's.
    only : sequence of str, optional
        Rank by these lenses alone, each counting the same.

    Raises
    ------
    UsageError
        If a lens of ``own`` or ``only`` does not exist, or one of ``only`` has no data.
    WeightsError
        If no lens of ``own`` has data.
    """
    if only:
        silent = [name for name in map(lambda each: lenses.by_name(each).name, only) if name not in survey.lens_names]
        if silent:
            known = ", ".join(survey.lens_names)
            raise UsageError(f"The lens {', '.join(silent)} has no data here.", what_next=f"With data: {known}.")
        return {"chosen": equal_weights([lenses.by_name(name).name for name in dict.fromkeys(only)])}
    sets = {} if own is None else {"own": _of_known_lenses(own)}
    amounts = tuple(lens.name for lens in lenses.FROM_AMOUNTS)
    sets["estimated"] = estimated_weights(survey.candidates.evidence.year, amounts)
    sets["equal"] = equal_weights(survey.lens_names)
    return {name: weights.over(survey.lens_names) for name, weights in sets.items()}


def growth_points(
    survey: Survey,
    region: str,
    sets: Mapping[str, Weights] | None = None,
    *,
    others: Sequence[Survey] = (),
    variation: Variation | None = None,
) -> GrowthPoints:
    """Rank the candidates of one region.

    Parameters
    ----------
    survey : Survey
        All lenses on all candidates.
    region : str
        Id of a region of the survey's borders.
    sets : mapping of str to Weights, optional
        Sets of weights side by side; the first one is the reference. Default: :func:`weight_sets`.
    others : sequence of Survey
        The same on other borders.
    variation : Variation, optional
        What the rank intervals vary; its ``top`` is set here.

    Raises
    ------
    MissingDataError
        If the region has no figures in the year, or the weighed lenses say the same of every candidate.
    TooFewCandidatesError
        If it has fewer than four candidates that can be ranked.
    """
    sets = dict(sets or weight_sets(survey))
    table = candidate_facts(survey, region)
    pool = table.index[table["why_unranked"] == ""]
    _require_enough(len(pool), "large enough to be ranked", region)
    scores = survey.scores(region)
    unknown = composite(scores.loc[pool], next(iter(sets.values()))).unranked
    _require_enough(len(pool) - len(unknown), "known to lenses with half of the weight", region)
    table.loc[unknown, "why_unranked"] = "unknown to the lenses"
    top = picked(len(pool) - len(unknown))
    variation = replace(variation or Variation(), top=top)
    noisy = survey.noisy_scores(region)[:, scores.index.get_indexer(pool)]
    counting = next(iter(sets.values())).lenses  # a lens without weight must not decide which borders are looked at
    judged = rank_robustness(
        scores.loc[pool], next(iter(sets.values())), variation=variation,
        replicates=noisy if len(noisy) else None,
        alternatives=[other.loc[pool] for other in alternatives(others, region, scores.filter(items=counting))],
    )  # fmt: skip
    first, *further = sets
    ranks = {f"rank_{first}": judged.reference.rank}
    ranks |= {f"rank_{name}": composite(scores.loc[pool], sets[name]).rank for name in further}
    if (judged.table["rank"] == 1).all():
        raise MissingDataError("The weighed lenses say the same of every candidate: they rank nothing.", where=region)
    table = table.join(judged.table).join(pd.DataFrame(ranks))
    table = with_picks(table, top)
    return GrowthPoints(region, survey.candidates.evidence.year, table, judged, survey, sets, top)


def with_picks(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return a ranking best first, with its picks and with badges that heed the evidence.

    Parameters
    ----------
    table : DataFrame by candidate
        ``rank`` (missing where not ranked), ``probability_top``, ``grade``, ``badge``.
    top : int
        How many candidates are picked.

    Returns
    -------
    DataFrame by candidate
        With ``pick``. Equal ranks are ordered by how often the candidate was among the first, so that there are never
        more picks. A pick on weak evidence (C, D) is leaning at most, however firmly the figures put it there.
    """
    table = table.sort_values(["rank", "probability_top"], ascending=[True, False], kind="stable", na_position="last")
    table["pick"] = (table["rank"] <= top).fillna(False).astype(bool) & (np.arange(len(table)) < top)
    weak = table["pick"] & table["grade"].isin(WEAK) & (table["badge"] == "stable")
    table["badge"] = table["badge"].mask(weak, "leaning")
    return table


class TooFewCandidatesError(MissingDataError):
    """A region with figures, but too few candidates that can be ranked."""


def _require_enough(candidates: int, what: str, region: str) -> None:
    if candidates < FEWEST_RANKED:
        raise TooFewCandidatesError(
            f"Only {candidates} candidates of this region are {what}; {FEWEST_RANKED} are needed.", where=region
        )


def _of_known_lenses(own: Weights) -> Weights:
    """Refuse a misspelt lens: left out in silence, its weight would go to the others."""
    for name in own.values:
        lenses.by_name(name)
    return own
