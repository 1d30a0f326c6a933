"""Which projects get a card: those to check first and those on time, in an order that leaves no tie to chance."""

from __future__ import annotations

from typing import Final

import pandas as pd

from iidsp_analysis.monitors.projects.priorities.verdict import MEETS, UNJUDGED
from iidsp_analysis.monitors.projects.rule import COMMISSIONED
from iidsp_analysis.monitors.projects.settings import ERROR, WARNING

UNDER_WAY: Final = "under_way"
PRIORITIES: Final = "not_on_priority_list"
COST: Final = "cost_planned_mln_kzt"


def counted(found: pd.DataFrame, *, is_verified: bool) -> pd.DataFrame:
    """Return the findings that may call a project worse: those by a list that nobody verified do not."""
    return found if is_verified else found[found["rule"] != PRIORITIES]


def worst(rows: pd.DataFrame, found: pd.DataFrame) -> list[int]:
    """Return the projects with errors or warnings: most errors first, then most warnings, then the dearest, then by id.

    Parameters
    ----------
    rows : DataFrame
        Rows of a register.
    found : DataFrame
        Findings that count: ``row`` and ``severity``.
    """
    order = _counts(rows, found).assign(cost=rows[COST], id=rows["id"])
    order = order[(order[ERROR] > 0) | (order[WARNING] > 0)]
    return _rows(order.sort_values([ERROR, WARNING, "cost", "id"], ascending=[False, False, False, True]))


def _counts(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    counts = pd.crosstab(found["row"], found["severity"]) if len(found) else pd.DataFrame()
    return counts.reindex(index=rows.index, columns=[ERROR, WARNING]).fillna(0)


def _rows(ordered: pd.DataFrame) -> list[int]:
    return [int(row) for row in ordered.index]


def best(
    rows: pd.DataFrame, found: pd.DataFrame, moved: pd.DataFrame, verdict: pd.Series, jobs_least: float
) -> list[int]:
    """Return the projects that are on time and without errors and warnings.

    Commissioned ones come before those under way, then those that meet the priorities before those of which it is not
    known, then the dearest, then by id. A project that meets the priorities partly or not is not among them, nor one
    that fell short of the planned jobs, however short it has worked.

    Parameters
    ----------
    rows : DataFrame
        Rows of a register.
    found : DataFrame
        All findings: ``row`` and ``severity``.
    moved : DataFrame
        :func:`rule_schedule.slippage` of these rows, and perhaps of others.
    verdict : Series
        Words of :data:`priority_verdict.VERDICTS`; missing where nothing is judged.
    jobs_least : float
        Least share of the planned permanent jobs that a commissioned project has, a fraction.
    """
    moved = moved.loc[rows.index]
    on_time = is_on_time(rows, moved)
    done = (rows["status"] == COMMISSIONED) & moved["is_over"] & on_time
    is_clean = ~rows.index.isin(found.loc[found["severity"].isin([ERROR, WARNING]), "row"])
    judged = verdict.reindex(rows.index)
    may_be = judged.isna() | judged.isin([MEETS, UNJUDGED])
    order = pd.DataFrame({"done": done, "meets": judged == MEETS, "cost": rows[COST], "id": rows["id"]})
    order = order[
        ((done & ~has_few_jobs(rows, jobs_least)) | ((rows["status"] == UNDER_WAY) & on_time)) & is_clean & may_be
    ]
    return _rows(order.sort_values(["done", "meets", "cost", "id"], ascending=[False, False, False, True]))


def has_few_jobs(rows: pd.DataFrame, least: float) -> pd.Series:
    """Whether the register tells fewer permanent jobs than this share of the plan; unknown is no."""
    return rows["jobs_permanent_actual"] < least * rows["jobs_permanent_planned"]


def is_on_time(rows: pd.DataFrame, moved: pd.DataFrame) -> pd.Series:
    """Whether the commissioning is, or is planned for, no later day than first planned; unknown is no."""
    first_is_lost = rows["first_planned_commissioning"].isna() & (rows["times_postponed"] > 0)
    return (moved["last"] <= moved["first"]) & ~first_is_lost
