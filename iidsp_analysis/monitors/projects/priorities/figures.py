"""Score, interval, rank and verdict of every project, from its parts and the draws of weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.monitors.projects.priorities import verdict as rules
from iidsp_analysis.monitors.projects.priorities.score import (
    Floats,
    rank_interval,
    ranks,
    reaches,
    score_interval,
    share_reaching,
)
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, PARTS, PriorityWeights


def figures_of(
    parts: pd.DataFrame, ends: pd.DataFrame, inside: pd.Series, served: pd.Series, weights: PriorityWeights, seed: int
) -> pd.DataFrame:
    """Return score, known share, intervals, ranks, verdict and agreement of every project.

    Parameters
    ----------
    parts : DataFrame, projects × parts
        0 to 1.
    ends : DataFrame, projects × (``low``, ``high``)
        Range of the growth point.
    inside, served : Series
        Answers to the first two questions: 1, 0, NaN.
    weights : PriorityWeights
        Weights and limits.
    seed : int
        Of the draws of weights.

    Returns
    -------
    DataFrame
        Columns of :attr:`priority_judgement.Priorities.figures`.
    """
    limit, drawn = weights.limits["score_from"], weights.drawn(seed)
    score, known = rules.scored(parts, weights)
    verdict = rules.verdicts(inside.to_numpy(), served.to_numpy(), score, limit)
    weighed = _weighed(parts, score, weights)
    low, high = score_interval(weighed, drawn)
    rank_low, rank_high = rank_interval(weighed, drawn)
    told = pd.DataFrame({
        "score": score, "known": known, "low": low, "high": high, "rank": ranks(score), "rank_low": rank_low,
        "rank_high": rank_high, "verdict": verdict,
    }, index=parts.index)  # fmt: skip
    return told.assign(agreement=agreement_of(told, parts, ends, inside, weights, drawn))


def agreement_of(
    figures: pd.DataFrame, parts: pd.DataFrame, ends: pd.DataFrame, inside: pd.Series, weights: PriorityWeights,
    drawn: Floats,
) -> Floats:  # fmt: skip
    """Return the share of the draws of weights with the same verdict; arguments as above."""
    limit, score = weights.limits["score_from"], figures["score"].to_numpy()
    reached = _reached(_weighed(parts, score, weights), ends, score, drawn, limit)
    return rules.agreement(figures["verdict"].to_numpy(dtype=object), inside.to_numpy(), score, reached, limit)


def _weighed(parts: pd.DataFrame, score: Floats, weights: PriorityWeights) -> Floats:
    """Return what the draws weigh: no part without weight, no project without a score."""
    values = parts.to_numpy(dtype=float, copy=True)
    values[:, weights.shares == 0] = np.nan
    values[np.isnan(score)] = np.nan
    return values


def _reached(weighed: Floats, ends: pd.DataFrame, score: Floats, drawn: Floats, limit: float) -> Floats:
    """Share of the draws in which the score reaches the limit; of a range, at the end where fewer draws agree."""
    told = share_reaching(weighed, drawn, limit)
    is_range = (ends["high"] > ends["low"]).to_numpy() & ~np.isnan(weighed[:, PARTS.index(GROWTH_POINT)])
    for end in ("low", "high"):
        values = weighed[is_range].copy()
        values[:, PARTS.index(GROWTH_POINT)] = ends[end].to_numpy()[is_range]
        at_end = share_reaching(values, drawn, limit)
        mine = told[is_range]
        is_above = reaches(score[is_range], limit)
        told[is_range] = np.where(is_above, np.minimum(mine, at_end), np.maximum(mine, at_end))
    return told
