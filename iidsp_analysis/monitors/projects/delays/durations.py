"""How long each project of the register has taken, or is under way: two clocks, and what cannot be timed.

A project is timed from the decision to take it into the map, or, where the register does not tell it, from its start.
The second clock starts at the date of commissioning as first planned: its times are the months of delay, negative
where a project comes early.

Who is still in the register is all that it shows. Projects that were dropped from it before this version are not
known (left truncation), so that projects can look faster than they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.measures.survival import Flags, Floats, SurvivalCurve, product_limit
from iidsp_analysis.monitors.projects.rule import CANCELLED, COMMISSIONED, Portfolio
from iidsp_analysis.monitors.projects.rule_schedule import OPEN

DAYS_A_MONTH: Final = 365.25 / 12
SINCE_DECISION, AGAINST_PLAN = CLOCKS = ("since_decision", "against_plan")
DECISION, ACTUAL_START, PLANNED_START = ORIGINS = ("decision_date", "actual_start", "planned_start")
#: Why a project is not timed; each project is counted under the first that holds.
NO_STATUS, NO_ORIGIN, NOT_BEGUN, NO_DAY, CONTRADICTED, AFTER_REGISTER, BEFORE_ORIGIN = REASONS = (
    "no_status", "no_origin", "not_begun", "no_day", "contradicted", "after_register", "before_origin",
)  # fmt: skip


@dataclass(frozen=True)
class Durations:
    """Projects in time.

    Attributes
    ----------
    frame : DataFrame
        Timed projects, index as the register: ``origin`` and ``end`` (days), ``happened`` (commissioned at ``end``,
        else censored), ``is_open``, ``is_suspended``, ``is_cancelled``, ``origin_from`` (one of :data:`ORIGINS`),
        ``first_plan`` (day of commissioning as first planned, NaT where none is told), ``is_first_told`` (whether that
        is recorded, or no postponement is), ``plan`` (day planned now).
    left_out : Series
        Number of projects that are not timed by reason (:data:`REASONS`); none where it is 0.
    as_of : Timestamp
        Day of the register.
    undated_ends : int
        Cancelled projects without the day of it: followed to the day of the register.
    """

    frame: pd.DataFrame
    left_out: pd.Series
    as_of: pd.Timestamp
    undated_ends: int = 0

    @property
    def event_count(self) -> int:
        """Number of commissioned projects among the timed ones."""
        return int(self.frame["happened"].sum())

    def among(self, index: pd.Index) -> Durations:
        """Return the timed projects with these labels; what is left out and undated stays that of the register."""
        return Durations(self.frame[self.frame.index.isin(index)], self.left_out, self.as_of, self.undated_ends)

    def clock(self, name: str) -> Clock:
        """Return one of :data:`CLOCKS`."""
        zero = self.frame["origin" if name == SINCE_DECISION else "first_plan"]
        return Clock(name, self.frame[zero.notna()], zero[zero.notna()])


@dataclass(frozen=True)
class Clock:
    """Months of each project from a zero of its own; ``frame`` and ``zero`` are those of the projects that have one."""

    name: str
    frame: pd.DataFrame
    zero: pd.Series

    @property
    def times(self) -> Floats:
        """Months to the commissioning, or to the day until which there was none."""
        return self.months(self.frame["end"])

    @property
    def happened(self) -> Flags:
        """Whether the project was commissioned then."""
        return self.frame["happened"].to_numpy(dtype=bool)

    def months(self, days: pd.Series | pd.Timestamp) -> Floats:
        """Months from each project's zero to a day, or to a day of its own; NaN without one."""
        return months_between(self.zero, days)

    def curve(self) -> SurvivalCurve:
        """Share of projects that are not commissioned yet, by months."""
        return product_limit(self.times, self.happened)

    def curve_if_never(self) -> SurvivalCurve:
        """The same if no cancelled project would ever have come: an upper bound of the share still to come."""
        times = self.times
        longest = times.max(initial=0.0)
        return product_limit(np.where(self.frame["is_cancelled"], np.maximum(times, longest), times), self.happened)


def months_between(first: pd.Series, last: pd.Series | pd.Timestamp) -> Floats:
    """Months from days to others, with fractions; NaN where one is missing."""
    days = (last - first).dt.days.to_numpy(dtype=float)  # NaT is NaN
    return np.asarray(days / DAYS_A_MONTH)


def durations(portfolio: Portfolio) -> Durations:
    """Time the projects of a register.

    A project is followed to its commissioning, if its status and a date say so; a cancelled one to the day of that
    status, as an end of another kind; the others, suspended ones too, to the day of the register, for they had not
    been commissioned by then.

    Returns
    -------
    Durations
        What contradicts itself or lies after the day of the register is left out and counted, never mended.
    """
    rows, as_of = portfolio.rows, portfolio.as_of
    status = rows["status"]
    happened = portfolio.is_commissioned
    is_cancelled = portfolio.has_status(CANCELLED)
    origin, origin_from = _origin(rows)
    cancelled_on = rows["status_date"].where(is_cancelled)
    end = rows["actual_commissioning"].where(happened, cancelled_on.fillna(as_of))
    reason = _why_not(rows, status, origin, end, as_of)
    frame = pd.DataFrame({
        "origin": origin, "end": end, "happened": happened, "is_open": portfolio.has_status(*OPEN),
        "is_suspended": portfolio.has_status("suspended"), "is_cancelled": is_cancelled, "origin_from": origin_from,
        "first_plan": rows["first_planned_commissioning"].fillna(rows["planned_commissioning"]),
        "is_first_told": rows["first_planned_commissioning"].notna() | (rows["times_postponed"] == 0),
        "plan": rows["planned_commissioning"].fillna(rows["first_planned_commissioning"]),
    })[reason == ""]  # fmt: skip
    undated = int((frame["is_cancelled"] & cancelled_on[frame.index].isna()).sum())
    counts = reason[reason != ""].value_counts().reindex(list(REASONS)).dropna().astype(int)
    return Durations(frame, counts, as_of, undated)


def _origin(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Day from which each project is timed, and the column it comes from."""
    told = rows[list(ORIGINS)]
    origin = told[DECISION].fillna(told[ACTUAL_START]).fillna(told[PLANNED_START])
    source = pd.Series(np.select([told[name].notna() for name in ORIGINS], list(ORIGINS), ""), index=rows.index)
    return origin, source


def _why_not(
    rows: pd.DataFrame, status: pd.Series, origin: pd.Series, end: pd.Series, as_of: pd.Timestamp
) -> pd.Series:
    done = status == COMMISSIONED
    tests = {
        NO_STATUS: ~status.isin([*OPEN, CANCELLED, COMMISSIONED]),
        NO_ORIGIN: origin.isna(),
        NOT_BEGUN: ~done & (origin > as_of),
        NO_DAY: done & rows["actual_commissioning"].isna(),
        CONTRADICTED: ~done & rows["actual_commissioning"].notna(),
        AFTER_REGISTER: end > as_of,
        BEFORE_ORIGIN: end < origin,
    }
    return pd.Series(np.select(list(tests.values()), list(tests), ""), index=rows.index, dtype=object)
