"""What a register adds up to: projects, costs and jobs of any group, what is late, and how far the dates have moved.

Cancelled projects are counted apart and enter no sum. What a project does not tell is in no sum either, and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.monitors.projects.rule import CANCELLED, COMMISSIONED, Portfolio
from iidsp_analysis.monitors.projects.rule_schedule import OPEN, slippage

#: Stands for what a project does not tell: its map, status, division.
UNTOLD: Final = "untold"
REGIONAL: Final = "regional"
MAPS: Final = ("industrialization", REGIONAL, UNTOLD)
STATUSES: Final = (COMMISSIONED, "under_way", "planned", "suspended", CANCELLED, UNTOLD)
#: Amounts of a project, in mln KZT and persons, by their short name.
AMOUNTS: Final = {
    "cost": "cost_planned_mln_kzt", "cost_actual": "cost_actual_mln_kzt", "jobs": "jobs_permanent_planned",
    "jobs_actual": "jobs_permanent_actual",
}  # fmt: skip
FLAGS: Final = (
    "is_commissioned", "is_late", "is_undated", "is_regional", "is_status_untold", "is_late_untold", "is_map_untold",
)  # fmt: skip
#: Counts and what the projects must tell for them; where none tells it there is no count.
JUDGED: Final = {"commissioned": "status_untold", "late": "late_untold", "regional": "map_untold"}
#: Ids of slippage classes and their last month; the two last classes have none.
CLASS_ENDS: Final = {"on_time": 0.0, "to_6": 6.0, "to_12": 12.0, "to_24": 24.0, "over_24": np.inf}
NO_FIRST_DATE, NO_LAST_DATE = "no_first_date", "no_last_date"
CLASSES: Final = (*CLASS_ENDS, NO_FIRST_DATE, NO_LAST_DATE)


def project_lines(portfolio: Portfolio) -> pd.DataFrame:
    """Return what is added up, one project a row, index as the register.

    Returns
    -------
    DataFrame
        ``division`` (two digits), ``map``, ``status`` (:data:`UNTOLD` where missing), the amounts of :data:`AMOUNTS`,
        and flags: ``is_cancelled``, ``is_commissioned``, ``is_late`` (open, and the planned date of commissioning has
        passed), ``is_undated`` (open, without a planned date: nobody can say), ``is_regional`` (on the regional map),
        ``is_status_untold``, ``is_map_untold``, and ``is_late_untold`` (undated, or of a status that is not told).
    """
    rows = portfolio.rows
    is_open, planned = portfolio.has_status(*OPEN), rows["planned_commissioning"]
    return pd.DataFrame(
        {
            "division": _told(portfolio.division),
            "map": _told(rows["map"]),
            "status": _told(rows["status"]),
            **{short: rows[name] for short, name in AMOUNTS.items()},
            "is_cancelled": portfolio.has_status(CANCELLED),
            "is_commissioned": portfolio.is_commissioned,
            "is_late": is_open & (planned < portfolio.as_of),
            "is_undated": is_open & planned.isna(),
            "is_regional": rows["map"] == REGIONAL,
            "is_status_untold": rows["status"].isna(),
            "is_late_untold": rows["status"].isna() | (is_open & planned.isna()),
            "is_map_untold": rows["map"].isna(),
        }
    )


def _told(cells: pd.Series) -> pd.Series:
    return cells.astype(object).where(cells.notna(), UNTOLD)


def live_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of projects that are not cancelled."""
    return lines[~lines["is_cancelled"]]


def totals(lines: pd.DataFrame, by: str, groups: Sequence[str] = ()) -> pd.DataFrame:
    """Add up the projects of every group.

    Parameters
    ----------
    lines : DataFrame
        Of :func:`project_lines`, or some of its rows.
    by : str
        Column that names the group.
    groups : sequence of str, optional
        Groups that have a row even without a project; those with projects follow in the order of the register.

    Returns
    -------
    DataFrame
        By group, without the cancelled projects unless said: ``projects``, ``cancelled`` (apart), ``commissioned``,
        ``late``, ``undated``, ``regional``, each NaN where no project tells what it depends on, and beside them the
        projects that do not: ``status_untold``, ``late_untold``, ``map_untold``; every amount of :data:`AMOUNTS` as
        the sum of what is told (NaN where no project tells it, 0 where there is no project) and
        ``<amount>_untold``, the projects that do not; and ``jobs_beside``: planned jobs of the projects that tell
        their actual ones.
    """
    live, keys = live_lines(lines), lines[by]
    wanted = pd.Index(dict.fromkeys([*groups, *keys]), dtype=object)
    amounts = live[list(AMOUNTS)]
    counts = live[list(FLAGS)].assign(projects=True).join(amounts.isna().add_suffix("_untold")).astype(int)
    counted = counts.groupby(live[by]).sum().reindex(wanted, fill_value=0)
    counted = counted.rename(columns=lambda name: name.removeprefix("is_"))
    for judged, untold in JUDGED.items():
        counted[judged] = counted[judged].where((counted["projects"] == 0) | (counted[untold] < counted["projects"]))
    amounts = amounts.assign(jobs_beside=live["jobs"].where(live["jobs_actual"].notna()))
    summed = amounts.groupby(live[by]).sum(min_count=1).reindex(wanted)
    summed = summed.mask(counted["projects"] == 0, 0.0)
    cancelled = lines["is_cancelled"].astype(int).groupby(keys).sum().reindex(wanted, fill_value=0)
    return counted.assign(cancelled=cancelled).join(summed)


def total(lines: pd.DataFrame) -> pd.Series:
    """Add up all projects: the figures of :func:`totals`; all of them are zero where there is no project."""
    return totals(lines.assign(group="all"), "group", ["all"]).iloc[0]


def by_map_and_status(lines: pd.DataFrame) -> pd.DataFrame:
    """Count the projects of every map in every status, cancelled ones included.

    Returns
    -------
    DataFrame
        Rows by ``map`` and ``status``, in the order of :data:`MAPS` and :data:`STATUSES`, those with a project only:
        ``projects``, ``cost`` (mln KZT; NaN where no project tells it) and ``cost_untold`` (projects).
    """
    cells = [lines["map"], lines["status"]]
    counted = pd.DataFrame(
        {
            "projects": lines["cost"].groupby(cells).size(),
            "cost": lines["cost"].groupby(cells).sum(min_count=1),
            "cost_untold": lines["cost"].isna().groupby(cells).sum(),
        }
    )
    order = [(name, status) for name in MAPS for status in STATUSES if (name, status) in counted.index]
    return counted.reindex(pd.MultiIndex.from_tuples(order, names=["map", "status"]))


def largest_share(amounts: pd.Series) -> float:
    """Return what the largest amount makes of the sum, a fraction; NaN where fewer than two are told or above zero."""
    told = amounts[amounts > 0]
    return float(told.max() / told.sum()) if len(told) > 1 else float("nan")


def slippage_lines(portfolio: Portfolio) -> pd.DataFrame:
    """Return how far every project's commissioning has moved, and its class; index as the register.

    Returns
    -------
    DataFrame
        The columns of :func:`rule_schedule.slippage`; ``class``, one of :data:`CLASSES`, None for cancelled projects;
        ``is_overdue``: the current plan has passed, so that ``last`` is only the earliest possible day;
        ``is_commissioned``. A project without a recorded first date is in a class of its own: the current plan would
        stand for its first one, and it would look punctual.
    """
    rows = portfolio.rows
    moved = slippage(portfolio)
    planned = rows["planned_commissioning"].fillna(rows["first_planned_commissioning"])
    ends = [-np.inf, *CLASS_ENDS.values()]
    classes = pd.Series(pd.cut(moved["months"], ends, labels=list(CLASS_ENDS)), index=rows.index).astype(object)
    classes = classes.where(moved["months"].notna(), NO_LAST_DATE)
    classes = classes.where(rows["first_planned_commissioning"].notna(), NO_FIRST_DATE)
    return moved.assign(
        **{"class": classes.where(~portfolio.has_status(CANCELLED), None)},
        is_overdue=moved["last"].notna() & ~moved["is_over"] & (planned < portfolio.as_of),
        is_commissioned=portfolio.is_commissioned,
    )


def by_slippage(lines: pd.DataFrame) -> pd.DataFrame:
    """Count the projects of every slippage class.

    Parameters
    ----------
    lines : DataFrame
        Of :func:`slippage_lines` with the column ``cost`` (mln KZT).

    Returns
    -------
    DataFrame
        By class, in the order of :data:`CLASSES`: ``commissioned`` and ``open`` (all others) projects, and
        ``commissioned_cost`` and ``open_cost`` in mln KZT (NaN where no project tells it, 0 where there is none).
    """
    classed = lines[lines["class"].notna()]
    kinds = {"commissioned": classed["is_commissioned"], "open": ~classed["is_commissioned"]}
    told = {}
    for kind, of_kind in kinds.items():
        groups = classed.loc[of_kind, "cost"].groupby(classed.loc[of_kind, "class"])
        told[kind] = groups.size().reindex(CLASSES, fill_value=0)
        told[f"{kind}_cost"] = groups.sum(min_count=1).reindex(CLASSES).mask(told[kind] == 0, 0.0)
    return pd.DataFrame(told, index=pd.Index(CLASSES))
