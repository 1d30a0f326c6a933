"""Made-up rankings and registers for the tests of priorities."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from iidsp_analysis.monitors.projects.priorities.judgement import Priorities, judge_priorities
from iidsp_analysis.monitors.projects.priorities.weights import PriorityWeights, shipped_weights
from iidsp_analysis.monitors.projects.priority_list import Priority, PriorityList, shipped_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio
from tests.monitors.projects.project_registers import AS_OF, register

#: Rank, 5–95 % of the rank, share of the trials among the first, badge, pick.
FIRST = (1, 1, 3, 0.96, "stable", True)
SECOND = (2, 1, 6, 0.55, "fragile", True)
LAST = (3, 2, 6, 0.1, "leaning", False)


def ranking(*, classification: str = "hs_section", **groups: Any) -> Any:
    """Return a ranking of one region: its groups by code, each a line such as FIRST, or why it is not ranked."""
    lines = {
        code: {"why_unranked": line, "pick": False}
        if isinstance(line, str)
        else dict(
            zip(("rank", "rank_low", "rank_high", "probability_top", "badge", "pick"), line, strict=True),
            why_unranked="",
        )
        for code, line in groups.items()
    }
    columns = ["rank", "rank_low", "rank_high", "probability_top", "badge", "pick", "why_unranked"]
    table = pd.DataFrame.from_dict(lines, orient="index").reindex(columns=columns)
    main = SimpleNamespace(industries=tuple(groups))
    survey = SimpleNamespace(candidates=SimpleNamespace(classification=classification, main=main))
    return SimpleNamespace(survey=survey, table=table, top=2, year=2017)


def portfolio(*changes: dict[str, Any], priorities: PriorityList | None = None, panel: Any = None) -> Portfolio:
    """Return a portfolio of projects made of changes to the faultless one."""
    rows = register(*changes).rows
    return Portfolio(rows, pd.Timestamp(AS_OF), shipped_priorities() if priorities is None else priorities, panel)


def listing(*codes: str, verified: bool = True, file: str = "priorities.csv") -> PriorityList:
    """Return a list of priorities of these codes."""
    return PriorityList(tuple(Priority("A", "a", "а", code, verified, "", "") for code in codes), file)


def weights(limits: dict[str, float] | None = None, **told: float) -> PriorityWeights:
    """Return the shipped weights with some changed, as if a file named these."""
    shipped = shipped_weights()
    return PriorityWeights({**shipped.weights, **told}, {**shipped.limits, "draws": 200.0, **(limits or {})}, "own.yml",
                           frozenset(told))  # fmt: skip


def judged(*changes: dict[str, Any], rankings: Any = None, **told: Any) -> Priorities:
    """Judge projects made of changes; glass and bricks (XIII) are a firm growth point of Akmola by default."""
    used = {"akmola": ranking(XIII=FIRST, IV=LAST, XVI=SECOND)} if rankings is None else rankings
    own = {name: told.pop(name) for name in ("priorities", "panel") if name in told}
    return judge_priorities(portfolio(*changes, **own), used, weights=told.pop("weights", weights()), **told)
