"""How long until something happens, when for many it has not happened yet: the product-limit curve of Kaplan and Meier.

Times are of any unit and may be negative (a delay against a plan); an event at a time comes before a censoring at it.
What resampling says about the curve is in :mod:`iidsp_analysis.measures.survival_draws`, regression on features in
:mod:`iidsp_analysis.measures.survival_regression`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from iidsp_analysis.measures.inputs import MeasureInputError, float_array

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
LEVEL: Final = 0.90


@dataclass(frozen=True)
class SurvivalCurve:
    """The share for which the event has not happened yet, by time.

    Attributes
    ----------
    times : array (events,)
        Times of events, ascending, each once.
    survival, low, high : array (events,)
        Share without the event after each time, and the limits of its interval; NaN where the share is 0.
    at_risk, events : array (events,)
        Number still without the event just before each time, and number of events at it.
    followed : array (n,)
        All times, of events and of censorings, ascending.
    level : float
        Coverage of the interval at one time.
    """

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    events: Floats
    followed: Floats
    level: float = LEVEL

    @property
    def event_count(self) -> int:
        """Number of events."""
        return int(self.events.sum())

    @property
    def last_event(self) -> float:
        """Time of the last event, beyond which the curve knows nothing; NaN without an event."""
        return float(self.times[-1]) if len(self.times) else np.nan

    @cached_property
    def steps(self) -> Floats:
        """The share after no event, after the first time of events, after the second …: one more than times."""
        return np.concatenate([[1.0], self.survival])

    def places(self, times: npt.ArrayLike) -> Places:
        """Number of times of events up to and including each time: where it stands in :attr:`steps`."""
        return np.searchsorted(self.times, np.asarray(times, dtype=float), side="right")

    def at(self, times: npt.ArrayLike) -> Floats:
        """Share without the event after each time; NaN beyond the last event unless nobody is left."""
        asked = np.asarray(times, dtype=float)
        shares: Floats = self.steps[self.places(asked)]
        return np.where(np.isnan(asked) | ((asked > self.last_event) & (shares > 0)), np.nan, shares)

    def number_at_risk(self, times: npt.ArrayLike) -> Floats:
        """Number still without the event just before each time."""
        earlier = np.searchsorted(self.followed, np.asarray(times, dtype=float), side="left")
        return (len(self.followed) - earlier).astype(float)

    def median(self) -> tuple[float, float, float]:
        """Return the time by which the event has happened to half, with the limits of its interval.

        The limits are the times at which the limits of the curve cross one half (Brookmeyer and Crowley 1982); NaN
        where they never do: then half has not been reached.
        """
        return _crossing(self.times, self.survival), _crossing(self.times, self.low), _crossing(self.times, self.high)


def _crossing(times: Floats, shares: Floats) -> float:
    """Return the first time at which the share is one half or less."""
    below = np.flatnonzero(np.nan_to_num(shares, nan=0.0) <= 0.5 + 1e-12)
    return float(times[below[0]]) if len(below) else np.nan


def product_limit(times: npt.ArrayLike, happened: npt.ArrayLike, *, level: float = LEVEL) -> SurvivalCurve:
    """Estimate the share for which the event has not happened yet.

    ``S(t) = Π (1 − d_j / n_j)`` over the times ``t_j ≤ t`` of events, with ``d_j`` events among the ``n_j`` that were
    still without it. The interval at one time is Greenwood's on the scale ``log(−log S)``, which keeps it within 0 and
    1: ``S^exp(±z s)`` with ``s² = Σ d_j / (n_j (n_j − d_j)) / (log S)²``.

    Parameters
    ----------
    times : array (n,)
        Time of the event, or until which there was none.
    happened : array of bool (n,)
        Whether the event happened at that time; else it is censored: it may happen later.
    level : float, optional
        Coverage of the interval at one time.

    Returns
    -------
    SurvivalCurve
        Without any event its arrays are empty: the curve knows nothing but that.

    Raises
    ------
    MeasureInputError
        If a time is missing or infinite, or the lengths differ.

    Notes
    -----
    Censoring must not depend on how soon the event would have come. The interval is wrong for very few events.

    References
    ----------
    Kaplan and Meier (1958), JASA 53, 457–481; Greenwood (1926); Kalbfleisch and Prentice (2002), section 1.4 (the
    log-log interval); Brookmeyer and Crowley (1982), Biometrics 38, 29–41 (the median's).

    Examples
    --------
    >>> product_limit([1, 2, 3, 4], [True, True, False, True]).survival.round(2).tolist()
    [0.75, 0.5, 0.0]
    """
    lengths, flags = checked(times, happened)
    if not flags.any():
        none = np.empty(0)
        return SurvivalCurve(none, none, none, none, none, none, np.sort(lengths), level)
    moments, events = _counted(lengths[flags])
    at_risk = len(lengths) - np.searchsorted(np.sort(lengths), moments, side="left").astype(float)
    shares = np.cumprod(1.0 - events / at_risk)
    low, high = _log_log(shares, at_risk, events, level)
    return SurvivalCurve(moments, shares, low, high, at_risk, events, np.sort(lengths), level)


def _counted(times: Floats) -> tuple[Floats, Floats]:
    moments, counts = np.unique(times, return_counts=True)
    return moments, counts.astype(float)


def checked(times: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[Floats, Flags]:
    """Return times and flags as arrays of one length after refusing missing and infinite times."""
    lengths, flags = float_array(times, "The times"), np.asarray(happened, dtype=bool)
    if lengths.ndim != 1 or lengths.shape != flags.shape:
        raise MeasureInputError("Times and what happened must be two lists of one length.",
                                where=f"{lengths.shape} and {flags.shape}")  # fmt: skip
    if not np.isfinite(lengths).all():
        raise MeasureInputError("A time is missing or infinite.", where=f"place {np.argmin(np.isfinite(lengths))}")
    return lengths, flags


def _log_log(shares: Floats, at_risk: Floats, events: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of the curve; NaN where nobody is left, for there the variance has none."""
    left = at_risk - events
    inner = left > 0  # as soon as nobody is left the share is 0
    variance = np.cumsum(np.where(inner, events / (at_risk * np.where(inner, left, 1.0)), 0.0))
    logs = np.log(np.where(inner, shares, 0.5))
    width = float(ndtri((1 + level) / 2)) * np.sqrt(variance) / np.abs(logs)
    low, high = (np.where(inner, np.exp(logs * np.exp(sign * width)), np.nan) for sign in (1.0, -1.0))
    return low, high


def log_rank(times: npt.ArrayLike, happened: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[float, float]:
    """Test whether the event comes equally fast in all groups.

    Parameters
    ----------
    times, happened : array (n,)
        As for :func:`product_limit`.
    groups : array (n,)
        Group of each.

    Returns
    -------
    statistic, p_value : float
        χ² with one degree of freedom less than groups; both NaN where it is not defined: one group, no event while
        all groups were there.

    References
    ----------
    Mantel (1966); Peto and Peto (1972), Journal of the Royal Statistical Society A 135, 185–207.
    """
    from statsmodels.duration.survfunc import survdiff  # heavy: only who compares groups loads it

    lengths, flags = checked(times, happened)
    labels, codes = np.unique(np.asarray(groups), return_inverse=True)
    if len(labels) < 2 or not flags.any():
        return np.nan, np.nan
    try:
        statistic, p_value = survdiff(lengths, flags.astype(float), codes)
    except np.linalg.LinAlgError:  # at no event were all groups there: nothing is compared
        return np.nan, np.nan
    return float(statistic), float(p_value)
