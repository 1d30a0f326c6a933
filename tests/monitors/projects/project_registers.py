"""Registers made up for tests: a project without a fault, and changed copies of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS, Register, typed
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rules import RULES, Outcome, check
from iidsp_analysis.monitors.projects.settings import Parameters, Settings, shipped_settings

AS_OF = "2018-03-27"
FAULTLESS: dict[str, Any] = {
    "name": "Brick works", "bin": "000000000001", "region": "akmola", "oked": "23320", "map": "regional",
    "decision_date": "2016-05-10", "planned_start": "2016-06-01", "actual_start": "2016-06-01",
    "planned_commissioning": "2016-12-01", "first_planned_commissioning": "2016-12-01", "times_postponed": 0,
    "actual_commissioning": "2016-12-20", "cost_planned_mln_kzt": 1000, "cost_actual_mln_kzt": 1010,
    "financing": "own funds", "jobs_permanent_planned": 50, "jobs_permanent_actual": 50, "product": "bricks",
    "capacity_use_pct": 80, "export_share_planned_pct": 20, "export_share_actual_pct": 20, "kind": "new",
    "status": "commissioned", "status_date": "2016-12-20", "output_actual_2017_mln_kzt": 500,
}  # fmt: skip


def register(*changes: dict[str, Any], as_of: str = AS_OF) -> Register:
    """Return a register with one project for each set of changes to the faultless one; each has its own BIN and id."""
    lines = [
        {"id": f"P{number}", **FAULTLESS, "bin": f"{number:012d}", **change} for number, change in enumerate(changes)
    ]
    rows = typed(pd.DataFrame(lines))
    places = pd.DataFrame({"sheet": "register", "row": range(2, len(rows) + 2)}, index=rows.index)
    heads = pd.DataFrame([("register", name, number) for number, name in enumerate(rows.columns)],
                         columns=["sheet", "column", "position"])  # fmt: skip
    return Register(rows, pd.DataFrame(columns=list(DOUBT_COLUMNS)), "made up", "", as_of, True, places, heads)


def run(rule: str, *changes: dict[str, Any], as_of: str = AS_OF, panel: Any = None, **limits: Any) -> Outcome:
    """Run one rule over projects made of the changes."""
    shipped = shipped_settings().rules[rule].parameters.values
    portfolio = Portfolio(register(*changes, as_of=as_of).rows, pd.Timestamp(as_of), shipped_priorities(), panel)
    return RULES[rule].find(portfolio, Parameters({**shipped, **limits}))


def caught(rule: str, *changes: dict[str, Any], **told: Any) -> list[str]:
    """Return the ids of the projects that a rule finds."""
    return [f"P{found.row}" for found in run(rule, *changes, **told).found]


def findings(*changes: dict[str, Any], settings: Settings | None = None, **told: Any) -> pd.DataFrame:
    """Return the table of findings about projects made of the changes."""
    return check(register(*changes), settings or shipped_settings(), priorities=shipped_priorities(), **told).table
