"""Badges: how far the verdict on a candidate, picked or not, survives other choices."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from iidsp_analysis.models.normalise import ScoresError

Badge = Literal["stable", "leaning", "fragile", "no contest"]

# The share of the draws that must agree with the verdict. At 0.95 the whole 5–95 % interval of the rank lies on one
# side of the border of the top, so that a badge never contradicts the interval beside it.
STABLE_FROM = 0.95
LEANING_FROM = 0.75


def badge(probability_top: float, *, picked: bool, contested: bool = True) -> Badge:
    """Say how firm a verdict is.

    Parameters
    ----------
    probability_top : float
        Share of the draws in which the candidate is among the top, 0 to 1.
    picked : bool
        Whether the reference ranking has it among the top.
    contested : bool
        False where there are no more candidates than places at the top.

    Returns
    -------
    {"stable", "leaning", "fragile", "no contest"}
        With ``p`` = share of the draws that agree (``P(top)`` of a pick, ``1 − P(top)`` of a rejected candidate):
        stable from 0.95, leaning from 0.75, fragile below; "no contest" where everybody is among the top anyway.

    Raises
    ------
    ScoresError
        If the probability is not between 0 and 1.

    Notes
    -----
    A coin agrees with any verdict half of the time: 0.75 is half way from a coin to certainty.

    Examples
    --------
    >>> badge(0.97, picked=True), badge(0.97, picked=False), badge(0.2, picked=False)
    ('stable', 'fragile', 'leaning')
    """
    if not 0 <= probability_top <= 1:
        raise ScoresError(f"A probability lies between 0 and 1; this one is {probability_top}.")
    if not contested:
        return "no contest"
    agreement = probability_top if picked else 1 - probability_top
    if agreement >= STABLE_FROM:
        return "stable"
    return "leaning" if agreement >= LEANING_FROM else "fragile"


def badges(probability_top: pd.Series[float], rank: pd.Series[int], top: int) -> pd.Series[str]:
    """Give every candidate of a region its badge (see :func:`badge`).

    Parameters
    ----------
    probability_top : Series by candidate
        0 to 1.
    rank : Series by candidate
        Rank in the reference ranking; 1 to `top` are picks.
    top : int
        How many places the top has.

    Returns
    -------
    Series of str by candidate
    """
    contested = len(rank) > top
    pairs = zip(probability_top.to_numpy(), np.asarray(rank <= top), strict=True)
    told = [badge(float(probability), picked=bool(picked), contested=contested) for probability, picked in pairs]
    return pd.Series(told, index=probability_top.index, name="badge", dtype="str")
