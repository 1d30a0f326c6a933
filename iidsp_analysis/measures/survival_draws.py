"""What resampling says about a survival curve, and the probability that what has not happened yet happens by a time."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.survival import LEVEL, Floats, Places, SurvivalCurve, checked

#: Cells of a block of draws × cases, so that many cases never fill the memory.
BLOCK: Final = 4_000_000


class Chance(NamedTuple):
    """Probabilities with the limits of their intervals: arrays, one a case.

    ``is_least`` says that the probability is a lower bound, because the curve ends before the time asked for; NaN
    stands where it knows nothing: without an event, or for a case that has waited beyond the last event.
    """

    value: Floats
    low: Floats
    high: Floats
    is_least: npt.NDArray[np.bool_]


def resampled_steps(
    times: npt.ArrayLike, happened: npt.ArrayLike, curve: SurvivalCurve, draws: int, rng: np.random.Generator
) -> Floats:
    """Draw curves by the bootstrap of cases (Efron 1981).

    How often each case is drawn matters only through the counts of events by time and of censorings between them:
    these are drawn, from the multinomial distribution that resampling the rows gives them.

    Parameters
    ----------
    times, happened : array (n,)
        As for :func:`survival.product_limit`, and its ``curve``.
    draws : int
        Number of curves.

    Returns
    -------
    array, draws × (times of events + 1)
        Shares as in :attr:`SurvivalCurve.steps`.

    References
    ----------
    Efron (1981), Censored data and the bootstrap, JASA 76, 312–319.
    """
    lengths, flags = checked(times, happened)
    size = len(curve.times)
    place = curve.places(lengths)
    cells = np.bincount(np.where(flags, place - 1, size + place), minlength=2 * size + 1).astype(float)
    counts = rng.multinomial(len(lengths), cells / cells.sum(), size=draws)
    events, censored = counts[:, :size], counts[:, size:]
    later = _sum_from(events) + _sum_from(censored)[:, 1:]  # censored after the k-th time: at risk at it
    kept = 1.0 - events / np.where(later > 0, later, 1)
    return np.concatenate([np.ones((draws, 1)), np.cumprod(kept, axis=1)], axis=1)


def _sum_from(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    total: npt.NDArray[np.int64] = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    return total


def happens_by(steps: Floats, now: Places, until: Places) -> Floats:
    """Return ``1 − S(until) / S(now)`` for cases given by their places in the steps of one curve or of many.

    Parameters
    ----------
    steps : array, (times + 1) or draws × (times + 1)
        Shares without the event.
    now, until : array (cases,)
        Places (:meth:`SurvivalCurve.places`).

    Returns
    -------
    array, (cases,) or draws × cases
        NaN where nobody is left at ``now``.
    """
    left, then = steps[..., now], steps[..., np.maximum(until, now)]
    chance: Floats = 1.0 - then / np.where(left > 0, left, np.nan)
    return chance


def chance_by(
    curve: SurvivalCurve, steps: Floats, now: npt.ArrayLike, until: npt.ArrayLike, *, level: float = LEVEL
) -> Chance:
    """Probability that the event comes by a time for cases that are still without it.

    ``P(T ≤ until | T > now) = 1 − S(until) / S(now)``, with the interval of the bootstrap (percentiles). Where the
    curve has no event in between, resampling cannot find one either; there the upper limit is the exact one for none
    among those at risk, ``1 − (1 − level)^(1/n)``, and likewise the lower one where all had it.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve of the sample.
    steps : array, draws × (times + 1)
        Its resampled shares.
    now, until : array (cases,)
        How long each case has waited, and the time asked for; a time before ``now`` gives 0.

    Returns
    -------
    Chance
        NaN where the curve knows nothing (see there), and where a time is missing.
    """
    waited, asked = np.asarray(now, dtype=float), np.asarray(until, dtype=float)
    start, end = curve.places(waited), curve.places(asked)
    known = np.isfinite(waited) & np.isfinite(asked) & (start < len(curve.times))
    value = np.where(known, happens_by(curve.steps, start, end), np.nan)
    low, high = _limits(steps, start, end, level)
    least, most = _exact_limits(curve, waited, asked, level)
    low = np.where(value >= 1, np.minimum(low, least), np.fmin(low, value))
    high = np.where(value <= 0, np.where(asked > waited, most, 0.0), np.fmax(high, value))
    is_least = known & (asked > curve.last_event) & (value < 1)
    return Chance(value, np.where(known, low, np.nan), np.where(known, high, np.nan), is_least)


def _exact_limits(curve: SurvivalCurve, now: Floats, until: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits for all and for none of those at risk (Clopper and Pearson 1934)."""
    all_of, none_of = (np.fmax(curve.number_at_risk(np.nan_to_num(when)), 1.0) for when in (now, until))
    least: Floats = (1 - level) ** (1 / all_of)
    most: Floats = 1 - (1 - level) ** (1 / none_of)
    return least, most


def _limits(steps: Floats, now: Places, until: Places, level: float) -> tuple[Floats, Floats]:
    """Percentiles over the draws; cases at the same places share theirs."""
    pairs, case = np.unique(np.stack([now, until]), axis=1, return_inverse=True)
    edges = ((1 - level) / 2, (1 + level) / 2)
    width = max(1, BLOCK // len(steps))
    found = [percentiles(happens_by(steps, *pairs[:, at : at + width]), edges)
             for at in range(0, pairs.shape[1], width)]  # fmt: skip
    limits = np.concatenate(found, axis=1) if found else np.empty((2, 0))
    low, high = limits[:, case.reshape(-1)]
    return low, high


def percentiles(draws: Floats, shares: tuple[float, ...]) -> Floats:
    """Return percentiles over the first axis among the draws that are known: shares × cases, NaN where none is."""
    ordered = np.sort(draws, axis=0)  # NaN last
    known = np.isfinite(ordered).sum(axis=0)
    found = []
    for share in shares:
        place = share * np.maximum(known - 1, 0)
        below = np.floor(place).astype(int)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        first, second = (np.take_along_axis(ordered, each[None], axis=0)[0] for each in (below, above))
        found.append(np.where(known > 0, first + (place - below) * (second - first), np.nan))
    return np.stack(found)
