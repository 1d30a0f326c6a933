"""Which projects were in hand at the end of a year: decided by then, and neither commissioned nor stopped.

A register tells how things stand on its own day. One of the year itself, or of the first three months after it, is
taken for the end of the year. What a later one tells is looked at by its dates alone: a project that was commissioned
in 2019 was in hand at the end of 2017, and of one that was stopped by 2019 nobody can say whether it was.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis.monitors.projects.rule import CANCELLED, COMMISSIONED

#: A register for the end of a year is drawn up in the first quarter after it, with the annual figures.
LAG_MONTHS: Final = 3
OPEN: Final = ("planned", "under_way")
STOPPED: Final = (CANCELLED, "suspended")
IN_HAND, NOT_IN_HAND, UNKNOWN = STANDINGS = ("in_hand", "not_in_hand", "unknown")


def last_day(year: int) -> pd.Timestamp:
    """Return the last day of a year."""
    return pd.Timestamp(year=year, month=12, day=31)


def is_too_old(as_of: str, year: int) -> bool:
    """Whether a register speaks for a day before the year: what was decided in it cannot be there."""
    return pd.Timestamp(as_of).year < year


def is_later(as_of: str, year: int) -> bool:
    """Whether a register speaks for a day so long after the year that it knows what nobody knew at its end."""
    return pd.Timestamp(as_of) > last_day(year) + pd.DateOffset(months=LAG_MONTHS)


def standing(rows: pd.DataFrame, as_of: str, year: int) -> pd.Series:
    """Tell of every project whether it was in hand on the last day of a year.

    Parameters
    ----------
    rows : DataFrame
        Rows of a register.
    as_of : str
        Its day, ``YYYY-MM-DD``.
    year : int
        The year.

    Returns
    -------
    Series
        One of :data:`STANDINGS`, index as ``rows``. *Unknown*: the register is later and tells no day of decision or
        start, or none on which the project was commissioned or stopped; or it contradicts itself (a project under way
        with a day of commissioning).

    Notes
    -----
    A project is decided on ``decision_date``, or by ``actual_start`` where no decision is told: it may have been
    decided long before it started, so a late start alone says nothing. ``status_date`` is the day for which a status
    holds: a project that was stopped by the last day of the year had stopped by then.
    """
    day, settled = last_day(year), not is_later(as_of, year)
    decided, finished = rows["decision_date"], rows["actual_commissioning"]
    after = decided > day
    begun = (decided <= day) | (decided.isna() & (rows["actual_start"] <= day)) | (settled & ~after)
    is_open, stopped = rows["status"].isin(OPEN), rows["status"].isin(STOPPED)
    told_by_then = settled | (rows["status_date"] <= day)
    commissioned_sometime = (rows["status"] == COMMISSIONED) & finished.isna()
    ended = ~is_open & (finished <= day) | (commissioned_sometime | stopped) & told_by_then
    running = is_open & ~(finished <= day) | ~is_open & ~stopped & (finished > day)
    known = pd.Series(UNKNOWN, index=rows.index, dtype=object)
    return known.mask(begun & running, IN_HAND).mask(after | ended, NOT_IN_HAND)
