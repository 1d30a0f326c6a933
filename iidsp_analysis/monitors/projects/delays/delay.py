"""The risk of delay of every open project: ``delay_of(portfolio) -> Delay``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.survival import SurvivalCurve
from iidsp_analysis.monitors.projects.delays.curves import LEAST_EVENTS, TooFewEventsError, require_events
from iidsp_analysis.monitors.projects.delays.durations import Durations, durations
from iidsp_analysis.monitors.projects.delays.hindsight import Hindsight, better_clock, looks_back
from iidsp_analysis.monitors.projects.delays.model import DelayModel, delay_model, features_of
from iidsp_analysis.monitors.projects.delays.outlook import Outlook, outlook
from iidsp_analysis.monitors.projects.rule import Portfolio, full_months
from iidsp_analysis.monitors.projects.rule_schedule import OPEN

#: Months ahead for which the probability of commissioning is told beside that by the planned date.
AHEAD: Final = (6, 12)
#: What a probability rests on, besides ``curve`` and ``model``: the planned date has passed; no date is planned; the
#: project has waited longer than any commissioned one; it cannot be timed; it is suspended, and the projects that the
#: curve is made of were not.
LATE, NO_PLAN, UNKNOWN, NOT_TIMED, SUSPENDED = "late", "no_plan", "unknown", "not_timed", "suspended"


@dataclass(frozen=True)
class Delay:
    """The risk of delay.

    Attributes
    ----------
    timed : Durations
        The timed projects of the whole register.
    outlook : Outlook
        What foretells: its clock is the one that did better in hindsight.
    probability : DataFrame
        Open projects, index as the register. ``by_plan, low, high``: probability of commissioning by the planned
        date with its 90 % interval, 0 where that day has passed without (basis ``late``); ``is_least``: it is a lower
        bound; ``within_6``, ``within_12`` with ``_low``, ``_high`` and ``_least``: within so many months from the day
        of the register; ``months_late``: full months since the planned date, NaN where it has not passed;
        ``moved_days``: days from the date first planned to the present one, NaN where either is not told; ``basis``:
        ``curve``, ``model``, ``late``, ``no_plan``, ``unknown``, ``not_timed`` or ``suspended``; ``is_suspended``: no
        chance is told, only whether the planned date has passed.
    looks : tuple of Hindsight
        What the clocks would have foretold one and two years ago.
    model : DelayModel or None
        None with too few events.
    """

    timed: Durations
    outlook: Outlook
    probability: pd.DataFrame
    looks: tuple[Hindsight, ...]
    model: DelayModel | None

    @property
    def curve(self) -> SurvivalCurve:
        """Share of projects that are not commissioned, by months of the clock that foretells."""
        return self.outlook.curve


def delay_of(portfolio: Portfolio) -> Delay:
    """Foretell the commissioning of every open project of a register.

    Raises
    ------
    TooFewEventsError
        If fewer than ten timed projects are commissioned.
    """
    timed = durations(portfolio)
    require_events(timed, LEAST_EVENTS)
    model = _model(timed, portfolio)
    looks = looks_back(timed)
    ahead = outlook(timed, better_clock(looks), model)
    return Delay(timed, ahead, probabilities(ahead, portfolio), looks, model)


def _model(timed: Durations, portfolio: Portfolio) -> DelayModel | None:
    try:
        return delay_model(timed, features_of(portfolio))
    except TooFewEventsError:
        return None


def probabilities(ahead: Outlook, portfolio: Portfolio) -> pd.DataFrame:
    """Return the probabilities of :class:`Delay` for the open projects of a register."""
    rows, as_of = portfolio.rows, portfolio.as_of
    index = rows.index[portfolio.has_status(*OPEN)]
    plan = rows["planned_commissioning"].fillna(rows["first_planned_commissioning"]).loc[index]
    found = ahead.chance(index, as_of, plan).rename(columns={"value": "by_plan"})
    is_late = plan < as_of
    found.loc[is_late, ["by_plan", "low", "high"]] = 0.0
    found.loc[is_late, "is_least"] = False
    late = full_months(plan, pd.Series(as_of, index=index)).where(is_late)
    is_suspended = portfolio.has_status("suspended").loc[index]
    found = found.assign(months_late=late, basis=_basis(found, plan, is_late, ahead.clock.frame.index),
                         is_suspended=is_suspended, plan=plan, moved_days=_moved_days(rows.loc[index]))  # fmt: skip
    for months in AHEAD:
        soon = ahead.chance(index, as_of, as_of + pd.DateOffset(months=months))
        names = {"value": f"within_{months}", "low": f"within_{months}_low", "high": f"within_{months}_high",
                 "is_least": f"within_{months}_least"}  # fmt: skip
        found = found.join(soon[list(names)].rename(columns=names))
    return _without_odds(found, is_suspended, is_late)


def _moved_days(rows: pd.DataFrame) -> pd.Series:
    """Days from the date first planned to the present one; without a postponement the present one is the first."""
    present = rows["planned_commissioning"]
    first = rows["first_planned_commissioning"].fillna(present.where(rows["times_postponed"] == 0))
    days: pd.Series = (present - first).dt.days.astype(float)
    return days


def _without_odds(found: pd.DataFrame, is_suspended: pd.Series, is_late: pd.Series) -> pd.DataFrame:
    """Take the chances from suspended projects; that the planned date of one has passed is a fact and stays."""
    idle = is_suspended & ~is_late
    soon = [f"within_{months}{end}" for months in AHEAD for end in ("", "_low", "_high")]
    found.loc[is_suspended, soon] = np.nan
    found.loc[is_suspended, [f"within_{months}_least" for months in AHEAD]] = False
    found.loc[idle, ["by_plan", "low", "high"]] = np.nan
    found.loc[idle, "is_least"] = False
    found.loc[idle, "basis"] = SUSPENDED
    return found


def _basis(found: pd.DataFrame, plan: pd.Series, is_late: pd.Series, timed: pd.Index) -> pd.Series:
    basis = found["basis"].astype(object)
    basis = basis.mask(found["by_plan"].isna(), UNKNOWN).mask(~found.index.isin(timed), NOT_TIMED)
    return basis.mask(plan.isna(), NO_PLAN).mask(is_late, LATE)
