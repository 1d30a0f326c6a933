"""Rules about time: slippage of the commissioning, how often the date was moved, a status that stands still."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.projects.rule import (
    CANCELLED,
    Gaps,
    Outcome,
    Portfolio,
    Rule,
    full_months,
    outcome,
    own_limit,
)
from iidsp_analysis.monitors.projects.settings import Parameters

OPEN = ("planned", "under_way", "suspended")


def slippage(portfolio: Portfolio) -> pd.DataFrame:
    """Return how far the commissioning of each project has moved.

    Returns
    -------
    DataFrame
        ``first``: date as first approved, else the planned one; ``last``: actual date, else the planned one or, once
        that has passed, the day of the register, since the delay is at least that long; ``months``: full months
        between, negative if early; ``is_over``: whether ``last`` is the actual date. NaT and NaN where a date is
        missing and for cancelled projects; a commissioned project needs its actual date.
    """
    rows = portfolio.rows
    planned, actual = rows["planned_commissioning"], rows["actual_commissioning"]
    first = rows["first_planned_commissioning"].fillna(planned)
    expected = planned.fillna(first)
    expected = expected.mask(expected < portfolio.as_of, portfolio.as_of)
    last = actual.fillna(expected.where(~portfolio.is_commissioned))
    known = first.notna() & last.notna() & ~portfolio.has_status(CANCELLED)
    first, last = first.where(known), last.where(known)
    return pd.DataFrame(
        {"first": first, "last": last, "months": full_months(first, last), "is_over": known & actual.notna()}
    )


def slipped(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects whose commissioning is later than first planned by more than the limit."""
    moved = slippage(portfolio)
    months = moved["months"]
    return outcome(
        months.notna(), months > limits.number("months_most"), "planned_commissioning", months=months,
        first=moved["first"], last=moved["last"], is_over=moved["is_over"].astype(float),
    )  # fmt: skip


def _slipped_said(gaps: Gaps, language: Language) -> str:
    first, last = (language.date(str(gaps[name])) for name in ("first", "last"))
    months = int(gaps["months"])
    if gaps["is_over"]:
        return language.count(
            "Commissioned {number} month late: planned for {first}, done on {last}.",
            "Commissioned {number} months late: planned for {first}, done on {last}.",
            months,
            first=first,
            last=last,
        )
    return language.count(
        "Delay so far {number} month: first planned for {first}, not before {last} now.",
        "Delay so far {number} months: first planned for {first}, not before {last} now.",
        months,
        first=first,
        last=last,
    )


def moved_often(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find projects whose date of commissioning was moved more often than the limit."""
    times = portfolio.rows["times_postponed"]
    return outcome(times.notna(), times > limits.number("times_most"), "times_postponed", times=times)


def frozen(portfolio: Portfolio, limits: Parameters) -> Outcome:
    """Find open projects whose status has not changed for longer than the limit."""
    since = portfolio.rows["status_date"].where(portfolio.has_status(*OPEN))
    months = full_months(since, pd.Series(portfolio.as_of, index=since.index))
    return outcome(months.notna(), months > limits.number("months_most"), "status_date", months=months, since=since)


RULES = (
    Rule(
        "commissioning_slipped",
        slipped,
        lambda language: language.say("Slipped by more than the limit"),
        own_limit,
        "",
        _slipped_said,
    ),
    Rule(
        "date_moved_often",
        moved_often,
        lambda language: language.say("Date moved often"),
        own_limit,
        "",
        lambda gaps, language: language.count(
            "The date of commissioning was moved {number} time.",
            "The date of commissioning was moved {number} times.",
            int(gaps["times"]),
        ),
    ),
    Rule(
        "status_frozen",
        frozen,
        lambda language: language.say("Status frozen"),
        own_limit,
        "",
        lambda gaps, language: language.count(
            "The status has not changed for {number} month, since {since}.",
            "The status has not changed for {number} months, since {since}.",
            int(gaps["months"]),
            since=language.date(str(gaps["since"])),
        ),
    ),
)
