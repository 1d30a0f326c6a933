"""Rank robustness: what is left of a region's ranking when everything that could be chosen otherwise is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from iidsp_analysis.models.aggregation import Aggregation
from iidsp_analysis.models.badges import badges
from iidsp_analysis.models.changes import Change, drivers, trials_of, tried, verdict_changes
from iidsp_analysis.models.composite import Composite, composite
from iidsp_analysis.models.composite_log import Step
from iidsp_analysis.models.disagreement import disagreement
from iidsp_analysis.models.draws import Bank, Variation, drawn
from iidsp_analysis.models.normalise import Normalisation, ScoresError, checked_scores, regions_of
from iidsp_analysis.models.ranking import Floats, Places, place_counts, place_quantile
from iidsp_analysis.models.versions import noise_of, versions_of
from iidsp_analysis.models.weights import Weights

REFERENCE = "reference scores"
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True, eq=False)
class Robustness:
    """How far the ranking of one region can be trusted.

    Attributes
    ----------
    table : DataFrame by candidate, in the order of the reference rank
        ``rank`` (reference), ``median_rank``, ``rank_low`` and ``rank_high`` (5 % and 95 %), ``probability_top``,
        ``mean_rank_shift`` (mean distance from the reference rank), ``badge``, ``driver`` (the lens that moves the
        candidate furthest when left out; missing where none does), ``rank_without_driver``.
    mean_rank_shift : float
        R̄_S: the mean over draws and candidates of ``|rank − reference rank|``.
    disagreement : DataFrame, candidates × choices
        Share of the variance of the rank that each choice explains by itself, 0 to 1.
    changes : mapping of candidate to Change
        What would change the verdict, mildest first; empty where nothing tried does.
    reference : Composite
        The ranking whose robustness is judged; its ``unranked`` candidates are not in the table.
    variation : Variation
        What was varied.
    log : tuple of steps
        Plain values, fit for JSON.
    """

    table: pd.DataFrame
    mean_rank_shift: float
    disagreement: pd.DataFrame
    changes: Mapping[object, tuple[Change, ...]]
    reference: Composite
    variation: Variation
    log: tuple[Step, ...]


def rank_robustness(
    scores: pd.DataFrame,
    weights: Weights,
    normalisation: Normalisation = "rank",
    aggregation: Aggregation = "arithmetic",
    *,
    standard_errors: pd.DataFrame | None = None,
    replicates: Floats | None = None,
    alternatives: Sequence[pd.DataFrame] = (),
    variation: Variation | None = None,
) -> Robustness:
    """Judge how far one region's ranking depends on choices and on noise in the data.

    Every draw makes a composite with its own weights (Dirichlet), normalisation, aggregation, perhaps one lens less,
    and its own version of the scores; the ranks of all draws together say what is certain.

    Parameters
    ----------
    scores : DataFrame, candidates × lenses
        One region. Higher = more promising; NaN = nothing to say.
    weights, normalisation, aggregation
        The reference ranking (see :func:`~iidsp_analysis.models.composite.composite`).
    standard_errors : DataFrame, candidates × lenses, optional
        Standard errors in the units of the scores, at least 0; NaN and lenses not named: no noise is known, none drawn.
    replicates : array, replicates × candidates × lenses, optional
        Noisy copies of the scores in the same order, instead of standard errors; a missing cell adds no noise.
    alternatives : sequence of DataFrame
        Other versions of the same scores (borders, editions, LQ replicates); drawn as often as the scores.
    variation : Variation, optional
        What is varied, and how much.

    Returns
    -------
    Robustness
        The same seed gives the same result.

    Raises
    ------
    ScoresError
        If the scores hold more than one region, noise is negative or given twice, or a version has other labels.
    WeightsError
        As for the composite.

    Notes
    -----
    A candidate that loses all its lenses in a draw comes last in it. With one lens left nothing is left out. The
    quantiles are places that occur, not averages of places.

    References
    ----------
    Saisana, M., Saltelli, A. & Tarantola, S. (2005), Journal of the Royal Statistical Society A 168, 307–323; OECD &
    JRC (2008), *Handbook on Constructing Composite Indicators*, step 7.
    """
    variation = variation or Variation()
    scores = checked_scores(scores)
    if sum(1 for _ in regions_of(scores)) > 1:
        raise ScoresError("Rank robustness judges one region at a time.", what_next="Hand over the rows of one region.")
    reference = composite(scores, weights, normalisation, aggregation)
    ranked = reference.rank.dropna().astype("int64")
    if ranked.empty:
        raise ScoresError("No candidate can be ranked: each is known to less than half of the weight.")
    frames = versions_of(scores, alternatives, ranked.index, reference.weights.lenses)
    generator = np.random.default_rng(variation.seed)
    noise = noise_of(scores, standard_errors, replicates, ranked.index, reference.weights.lenses)
    signed = reference.weights.sizes()
    sizes = np.abs(signed)
    bank = Bank(noise.copies(frames, variation.replicates, generator), signed < 0)
    draws = drawn(variation, sizes, len(bank.duels), generator)
    found = bank.places(draws)
    lenses = list(reference.weights.lenses)
    versions = [REFERENCE, *(f"alternative {number}" for number in range(1, len(frames)))]
    trials = trials_of(lenses, versions, normalisation, aggregation)
    changed = tried(Bank(frames, signed < 0), trials, lenses, sizes)
    table = placements(found, ranked, variation.top).join(drivers(trials, changed, ranked))
    return Robustness(
        table.sort_values("rank", kind="stable"),
        float(table["mean_rank_shift"].mean()),
        disagreement(draws, found, ranked.index),
        verdict_changes(trials, changed, ranked, variation.top),
        reference,
        variation,
        (*reference.log, {"step": "vary", **asdict(variation), "versions": versions, "noise": noise.told}),
    )


def placements(found: Places, rank: pd.Series[int], top: int) -> pd.DataFrame:
    """Tell by candidate where the draws put it.

    Parameters
    ----------
    found : array, draws × candidates
        Places, 1 = first.
    rank : Series by candidate
        The reference rank.
    top : int
        How many picks count as the top.

    Returns
    -------
    DataFrame by candidate
        The columns of :attr:`Robustness.table` up to ``badge``.
    """
    counts = place_counts(found)
    probability = pd.Series(counts[:, :top].sum(axis=1) / len(found), rank.index)
    distance = np.abs(np.arange(1, len(rank) + 1) - rank.to_numpy()[:, None])
    return pd.DataFrame(
        {
            "rank": rank,
            "median_rank": place_quantile(counts, 0.5),
            "rank_low": place_quantile(counts, INTERVAL[0]),
            "rank_high": place_quantile(counts, INTERVAL[1]),
            "probability_top": probability,
            "mean_rank_shift": (counts * distance).sum(axis=1) / len(found),
            "badge": badges(probability, rank, top),
        }
    )
