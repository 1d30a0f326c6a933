"""The verdict on a project: meets the priorities, partly, does not, or cannot be judged.

A sum alone decides nothing. Three questions are asked in this order, and a project whose answer is not known is not
judged:

1. Is it of manufacturing (OKED divisions 10–33)? If not, it does not meet the priorities, whatever its figures.
2. Does it serve a listed priority, or a growth point of its region? Either is enough.
3. Do its parts together reach the middle of the scale?

Both 2 and 3: it meets the priorities. One of them: partly. None: it does not meet them. So a listed industry is no free
pass for a weak project, and a strong project is not refused for its industry alone.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from iidsp_analysis.monitors.projects.priorities.score import ROUNDING, reaches, weighted_mean
from iidsp_analysis.monitors.projects.priorities.weights import GROWTH_POINT, LISTED, PARTS, PriorityWeights
from iidsp_analysis.reference.industry_records import divisions

Floats = NDArray[np.float64]
MEETS, PARTLY, FAILS, UNJUDGED = VERDICTS = ("meets", "partly", "does_not_meet", "cannot_be_judged")
YES, NO = 1.0, 0.0
EQUAL: Final = "equal"


def is_manufacturing(division: pd.Series) -> Floats:
    """Whether a division is of manufacturing: 1, 0, NaN where none is told."""
    return np.where(division.isna(), np.nan, division.isin(list(divisions())).astype(float))


def serves(listed: pd.Series, picked: pd.Series, weights: PriorityWeights) -> Floats:
    """Whether a project serves a listed priority or a growth point of its region: 1, 0, or NaN where nobody can tell.

    Parameters
    ----------
    listed, picked : Series, projects
        Whether the OKED code is listed, and whether the goods are a pick of the region's ranking, as its page names
        them: 1, 0, NaN.
    weights : PriorityWeights
        A way without weight is not looked at; a list that is only set aside is.
    """
    answers = {GROWTH_POINT: picked, LISTED: listed}
    told = np.column_stack([answers[name].to_numpy(dtype=float) for name in weights.ways])
    return np.where((told == YES).any(axis=1), YES, np.where(np.isnan(told).any(axis=1), np.nan, NO))


def scored(parts: pd.DataFrame, weights: PriorityWeights) -> tuple[Floats, Floats]:
    """Return the score, NaN where too little of the weight is known, and the known share of the weight."""
    score, known = weighted_mean(parts.to_numpy(dtype=float), weights.shares)
    return np.where(known >= weights.limits["known_least"] - ROUNDING, score, np.nan), known


def verdicts(inside: Floats, served: Floats, score: Floats, limit: float) -> NDArray[np.object_]:
    """Answer the three questions for every project.

    Parameters
    ----------
    inside, served : array, projects
        1, 0, or NaN where not known.
    score : array, projects
        0 to 1; NaN where there is none.
    limit : float
        Of the score.

    Returns
    -------
    array of str, projects
        Words of :data:`VERDICTS`.

    Examples
    --------
    >>> yes, no, unknown = 1.0, 0.0, np.nan
    >>> inside, served = np.array([yes, yes, yes, no, yes]), np.array([yes, no, no, yes, unknown])
    >>> verdicts(inside, served, np.array([0.6, 0.6, 0.2, 0.9, 0.9]), 0.5).tolist()
    ['meets', 'partly', 'does_not_meet', 'does_not_meet', 'cannot_be_judged']
    """
    answers = (served == YES).astype(int) + reaches(score, limit)
    judged = np.array([FAILS, PARTLY, MEETS], dtype=object)[answers]
    unknown = np.isnan(inside) | np.isnan(served) | np.isnan(score)
    return np.where(inside == NO, FAILS, np.where(unknown, UNJUDGED, judged))


def agreement(verdict: NDArray[np.object_], inside: Floats, score: Floats, reached: Floats, limit: float) -> Floats:
    """Share of the draws of weights with the same verdict; NaN where there is none.

    Weights move the score alone: what is outside manufacturing stays outside in every draw.
    """
    same = np.where(reaches(score, limit), reached, 1.0 - reached)
    return np.where(verdict == UNJUDGED, np.nan, np.where(inside == NO, 1.0, same))


def under_other_weights(
    parts: pd.DataFrame, picked: pd.Series, inside: Floats, weights: PriorityWeights
) -> dict[str, NDArray[np.object_]]:
    """Return the verdicts under equal weights, and without each part that counts or answers the second question.

    A part that is left out is missing from the score and, if it is one of the two ways, from the second question. Left
    out is none whose absence would leave nothing to ask or to weigh.

    Returns
    -------
    dict of str to array
        By ``equal`` and by the name of the part that is left out.
    """
    fewer = {name: weights.without(name) for name in PARTS if name in (*weights.used, *weights.ways)}
    sets = {EQUAL: weights.evened()} | {name: less for name, less in fewer.items() if less.ways and less.used}
    limit = weights.limits["score_from"]
    return {
        name: verdicts(inside, serves(parts[LISTED], picked, each), scored(parts, each)[0], limit)
        for name, each in sets.items()
    }
