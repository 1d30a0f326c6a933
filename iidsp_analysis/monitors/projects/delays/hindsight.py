"""Would the curve have been right: the clock is put back, what it foretells then is set against what came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.survival import LEVEL
from iidsp_analysis.monitors.projects.delays.curves import LEAST_EVENTS
from iidsp_analysis.monitors.projects.delays.durations import AGAINST_PLAN, CLOCKS, SINCE_DECISION, Durations
from iidsp_analysis.monitors.projects.delays.outlook import DRAWS, SEED, Outlook, outlook

#: Months by which the clock is put back.
LOOKS_BACK: Final = (12, 24)
#: Cases below which the two clocks are not compared.
LEAST_CASES: Final = 20


@dataclass(frozen=True)
class Hindsight:
    """One look back on one clock.

    Attributes
    ----------
    clock : str
        One of :data:`durations.CLOCKS`.
    months : int
        Months between the day looked back to and the day of the register.
    events : int
        Commissioned projects by then: the curve is made of them.
    cases : DataFrame
        Projects open then with a probability: ``chance`` and ``came``; index as the register.
    expected, low, high : float
        Number foretold to be commissioned in between, with its 90 % interval; NaN with too few events.
    naive : float
        The share of the projects open as long before, that had been commissioned by then: what needs no curve.
    unknown, least : int
        Open projects about which the curve knew nothing, and cases whose probability is a lower bound.
    """

    clock: str
    months: int
    events: int
    cases: pd.DataFrame
    expected: float
    low: float
    high: float
    naive: float
    unknown: int
    least: int

    @property
    def came(self) -> int:
        """Number of cases that were commissioned in between."""
        return int(self.cases["came"].sum())

    @property
    def brier(self) -> float:
        """Mean squared error of the probabilities (Brier 1950)."""
        return _brier(self.cases["chance"], self.cases["came"])

    @property
    def brier_naive(self) -> float:
        """The same if every case gets the naive share; NaN where there is none."""
        return _brier(pd.Series(self.naive, index=self.cases.index), self.cases["came"])


def _brier(chance: pd.Series, came: pd.Series) -> float:
    return float(((chance - came.astype(float)) ** 2).mean()) if len(came) and chance.notna().all() else np.nan


def as_known(timed: Durations, day: pd.Timestamp) -> Durations:
    """Return the projects as a register of that day would have timed them: decided by then, what came later unknown.

    The date first planned is that of today's register: where it is not recorded, the planned date that stands for it
    can be one that was set later.
    """
    frame = timed.frame[timed.frame["origin"] <= day]
    is_over = frame["end"] <= day
    happened, is_cancelled = frame["happened"] & is_over, frame["is_cancelled"] & is_over
    frame = frame.assign(end=frame["end"].where(is_over, day), happened=happened, is_cancelled=is_cancelled,
                         is_open=~happened & ~is_cancelled)  # fmt: skip
    return replace(timed, frame=frame, as_of=day)


def look_back(timed: Durations, clock: str, months: int) -> Hindsight:
    """Put the clock back by some months and set what it foretells against what came."""
    day = timed.as_of - pd.DateOffset(months=months)
    then = as_known(timed, day)
    open_then = then.frame.index[then.frame["is_open"]]
    came = timed.frame.loc[open_then, "happened"]
    naive = _naive(timed, day, months)
    none = pd.DataFrame({"chance": pd.Series(dtype=float), "came": pd.Series(dtype=bool)})
    if then.clock(clock).happened.sum() < LEAST_EVENTS:
        return Hindsight(clock, months, then.event_count, none, np.nan, np.nan, np.nan, naive, len(open_then), 0)
    ahead = outlook(then, clock)
    found = ahead.chance(open_then, day, timed.as_of)
    known = found.index[found["value"].notna()]
    cases = pd.DataFrame({"chance": found.loc[known, "value"], "came": came.loc[known]})
    low, high = _interval(ahead, known, day, timed.as_of)
    return Hindsight(clock, months, then.event_count, cases, float(cases["chance"].sum()), low, high, naive,
                     len(open_then) - len(known), int(found["is_least"].sum()))  # fmt: skip


def _naive(timed: Durations, day: pd.Timestamp, months: int) -> float:
    """Share of those open ``months`` before a day that had been commissioned by it."""
    before = as_known(timed, day - pd.DateOffset(months=months)).frame
    open_before = before.index[before["is_open"]]
    return float(as_known(timed, day).frame.loc[open_before, "happened"].mean()) if len(open_before) else np.nan


def _interval(ahead: Outlook, index: pd.Index, now: pd.Timestamp, until: pd.Timestamp) -> tuple[float, float]:
    """Interval of a number: draws of the curve, and in each of them the chance of every project."""
    if not len(index):
        return np.nan, np.nan
    rng, voice = np.random.default_rng(SEED), ahead.plain
    start, end = (voice.curve.places(ahead.months(index, day)) for day in (now, until))
    middle = voice.chance(ahead.months(index, now), ahead.months(index, until)).value
    counts = []
    for draw in range(DRAWS):
        chance = voice.drawn(draw, start, end)
        counts.append((rng.random(len(index)) < np.where(np.isnan(chance), middle, chance)).sum())
    low, high = np.quantile(counts, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def looks_back(timed: Durations) -> tuple[Hindsight, ...]:
    """Return every look back on every clock."""
    return tuple(look_back(timed, clock, months) for clock in CLOCKS for months in LOOKS_BACK)


def better_clock(looks: tuple[Hindsight, ...]) -> str:
    """Return the clock whose probabilities were nearer to what came, on the projects that both could tell about.

    The clock since the decision stays where they cannot be compared (:data:`LEAST_CASES`).
    """
    chances = {(look.clock, look.months): look.cases for look in looks}
    pairs = [chances[SINCE_DECISION, months].assign(chance_planned=chances[AGAINST_PLAN, months]["chance"]).dropna()
             for months in LOOKS_BACK]  # fmt: skip
    both = pd.concat(pairs)
    if len(both) < LEAST_CASES:
        return SINCE_DECISION
    errors = {SINCE_DECISION: _brier(both["chance"], both["came"]),
              AGAINST_PLAN: _brier(both["chance_planned"], both["came"])}  # fmt: skip
    return min(errors, key=lambda name: errors[name])
