"""The composite: lens scores normalised, weighed and aggregated into one ranking a region, with a log to redo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.models.aggregation import AGGREGATIONS, Aggregation
from iidsp_analysis.models.composite_log import Step, settings_of, written_log
from iidsp_analysis.models.judge import Judge
from iidsp_analysis.models.normalise import (
    NORMALISATIONS,
    LensFinding,
    Normalisation,
    check_choice,
    checked_scores,
    lens_findings,
    regions_of,
)
from iidsp_analysis.models.ranking import Floats, places
from iidsp_analysis.models.weights import Weights, WeightsError

# A candidate judged by less than half of the weight is not ranked: the other lenses might say anything.
MINIMUM_COVERAGE = 0.5 - 1e-9  # less a hair, so that rounding does not decide about exactly one half


@dataclass(frozen=True, eq=False)
class Composite:
    """One ranking of the candidates of each region.

    Attributes
    ----------
    score : Series by candidate
        Without unit; NaN where the candidate is not ranked.
    rank : Series by candidate
        1 = most promising of its region, equals share the better rank; missing where not ranked.
    parts : DataFrame, candidates × lenses
        What each lens adds; NaN where the lens has nothing to say (see :func:`composite` for what the parts sum to).
    coverage : Series by candidate
        Share of the weight whose lenses have a value for the candidate, 0 to 1.
    weights : Weights
        As used: signs kept, sizes summing to one over the lenses that have any data.
    normalisation, aggregation : str
        The choices made.
    findings : tuple of LensFinding
        Lenses without any value in a region (left out there) and constant ones (neutral there).
    log : tuple of steps
        Plain values, fit for JSON, from which :func:`regenerate` makes the same composite.
    """

    score: pd.Series[float]
    rank: pd.Series[int]
    parts: pd.DataFrame
    coverage: pd.Series[float]
    weights: Weights
    normalisation: Normalisation
    aggregation: Aggregation
    findings: tuple[LensFinding, ...]
    log: tuple[Step, ...]

    @property
    def left_out(self) -> tuple[LensFinding, ...]:
        """The lenses that are left out of a region because they have no value there."""
        return tuple(finding for finding in self.findings if finding.reason == "no value")

    @property
    def unranked(self) -> pd.Index:
        """The candidates without a rank: lenses with less than half of the weight know them."""
        return self.score.index[self.score.isna()]


def composite(
    scores: pd.DataFrame,
    weights: Weights,
    normalisation: Normalisation = "rank",
    aggregation: Aggregation = "arithmetic",
) -> Composite:
    """Rank the candidates of every region by all lenses together.

    ``arithmetic``: ``Σ w v`` · ``geometric``: ``exp Σ w ln g``, g = v shifted above zero · ``outranking``: duels won
    less duels lost, as a share of all duels (Copeland). The weights w of the lenses that a candidate has sum to one.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        Index: industries of one region, or (region, industry). Higher = more promising; NaN = nothing to say.
    weights : Weights
        By lens; lenses that it does not name do not count, and the log says so.
    normalisation : {"rank", "z", "min-max"}
        Scale of the lenses; outranking asks only for their order.
    aggregation : {"arithmetic", "geometric", "outranking"}
        The rule above.

    Returns
    -------
    Composite
        Ranks within each region. Parts: ``arithmetic`` sum to the score; ``geometric`` sum to its logarithm;
        ``outranking`` are ``w`` times the net share of duels that the lens alone would win: they sum to the weighted
        Borda score, which explains the Copeland score but is not equal to it.

    Raises
    ------
    WeightsError
        If a weight names a lens that is not there, or no weighed lens has data.
    ScoresError
        If the scores cannot be ranked (see :func:`~iidsp_analysis.models.normalise.normalise`).

    Notes
    -----
    A lens without any value in a region is left out there, its weight spread over the others, and reported. A
    candidate whose lenses hold less than half of the weight is not ranked, and the others are ranked as if it were
    not there. Negative weights: see :class:`Weights`.

    References
    ----------
    OECD & JRC (2008), *Handbook on Constructing Composite Indicators*, steps 5–6; Munda, G. & Nardo, M. (2009),
    Applied Economics 41, 1513–1523, for the duels (their search over all orders is replaced by Copeland's count).

    Examples
    --------
    >>> lenses = pd.DataFrame({"demand": [3.0, 1.0, 2.0], "gap": [9.0, 7.0, 8.0]}, index=["C10", "C20", "C24"])
    >>> composite(lenses, Weights("equal", {"demand": 1, "gap": 1}, "example")).rank.to_dict()
    {'C10': 1, 'C20': 3, 'C24': 2}
    """
    scores = checked_scores(scores)
    check_choice(normalisation, NORMALISATIONS, "normalisation")
    check_choice(aggregation, AGGREGATIONS, "aggregation")
    used = _used(weights, scores)
    weighed = scores[list(used.lenses)]
    judge = Judge(used.sizes(), normalisation, aggregation)
    parts, score, rank, coverage = _blank(weighed.shape), _blank(len(scores)), _blank(len(scores)), _blank(len(scores))
    findings: list[LensFinding] = []
    nowhere = [lens for lens in weights.lenses if lens not in used.lenses]
    for region, rows in regions_of(weighed):
        values = weighed.to_numpy()[rows].T
        coverage[rows] = judge.coverage(values)
        ranked = coverage[rows] >= MINIMUM_COVERAGE
        chosen, values = rows[ranked], values[:, ranked]
        lenses, constant, empty = judge.lenses(values)
        findings += lens_findings(weighed.columns, region, constant, empty)
        findings += [LensFinding(lens, region, "no value") for lens in nowhere]
        parts[chosen], score[chosen] = judge.scored(lenses, values, constant)
        rank[chosen] = places(score[None, chosen])[0]
    index = weighed.index
    return Composite(
        pd.Series(score, index, name="score"),
        pd.Series(rank, index, name="rank").astype("Int64"),
        pd.DataFrame(parts, index, weighed.columns),
        pd.Series(coverage, index, name="coverage"),
        used,
        normalisation,
        aggregation,
        tuple(findings),
        written_log(scores, weights, used, (normalisation, aggregation), findings, index[np.isnan(score)]),
    )


def regenerate(scores: pd.DataFrame, log: Sequence[Step]) -> Composite:
    """Make the composite again from the scores and the log that was kept with it.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        The same lens scores.
    log : sequence of steps
        :attr:`Composite.log`, also after a way through JSON.

    Returns
    -------
    Composite
        Equal to the first one in every number.

    Raises
    ------
    ScoresError
        If the scores are not those of the log, or the log lacks a step.
    """
    weights, normalisation, aggregation = settings_of(scores, log)
    return composite(scores, weights, normalisation, aggregation)


def _used(weights: Weights, scores: pd.DataFrame) -> Weights:
    """Return the weights over the lenses that have any value; a weight for a lens that is not there is refused."""
    unknown = [lens for lens in dict(weights.values) if lens not in scores.columns]
    if unknown:
        raise WeightsError(
            f"The weights {weights.name!r} name lenses that do not exist.",
            where=", ".join(unknown),
            what_next=f"The lenses are {', '.join(map(str, scores.columns))}.",
        )
    return weights.over([lens for lens in scores.columns if scores[lens].notna().any()])


def _blank(shape: int | tuple[int, ...]) -> Floats:
    return np.full(shape, np.nan)
