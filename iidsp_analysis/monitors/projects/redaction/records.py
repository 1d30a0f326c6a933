"""What the redacted edition counts: one project a record, with the dimensions of its tables and whose project it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis.monitors.projects.rule import CANCELLED, Portfolio
from iidsp_analysis.monitors.projects.rules import Findings
from iidsp_analysis.monitors.projects.settings import SEVERITIES

#: Stands for what a project does not tell.
UNTOLD: Final = "untold"
#: Gravest finding of a project without any.
CLEAR: Final = "clear"
SERVED, NOT_SERVED, UNDECIDED = SERVICE = ("served", "not_served", "undecided")
REGION, DIVISION, STATUS, MAP, SEVERITY, SERVICE_OF = (
    "region", "division", "status", "map", "severity", "service",
)  # fmt: skip
#: Division and service together: tables of either are sums of it.
FINE: Final = "fine"
HOLDER: Final = "holder"
#: Dimension of a rule: whether it found something in the project.
RULE: Final = "rule:"
FOUND, NOT_FOUND = "found", "not_found"
#: Amounts by their short name.
AMOUNTS: Final = {"cost": "cost_planned_mln_kzt", "jobs": "jobs_permanent_planned"}


#: Rules that compare a cost with a public threshold: their counts, zero as well, would bound a hidden cost.
BY_THRESHOLD: Final = frozenset({"wrong_map_for_cost", "entered_without_commission"})


def without_thresholds(findings: Findings) -> Findings:
    """Return the findings without those of :data:`BY_THRESHOLD`, as if these rules did not exist."""
    table, coverage = findings.table, findings.coverage
    return replace(findings, table=table[~table["rule"].isin(BY_THRESHOLD)],
                   coverage=coverage[~coverage["rule"].isin(BY_THRESHOLD)])  # fmt: skip


def records(portfolio: Portfolio, places: pd.Series, findings: Findings) -> pd.DataFrame:
    """Return one record a project that is not cancelled.

    Parameters
    ----------
    portfolio : Portfolio
        The whole register.
    places : Series of region ids
        Where each project lies on the borders of the report (:func:`places.placed`); None is a region of its own.
    findings : Findings
        What the rules found.

    Returns
    -------
    DataFrame
        Dimensions as text (:data:`UNTOLD` where the register tells nothing), ``holder`` (number of the firm),
        amounts (mln KZT, persons; NaN where missing), and one column for each rule that judged any project.
    """
    lines = pd.DataFrame(
        {
            REGION: _told(places),
            DIVISION: _told(portfolio.division),
            STATUS: _told(portfolio.rows["status"]),
            MAP: _told(portfolio.rows["map"]),
            SERVICE_OF: _service(portfolio),
            SEVERITY: _gravest(findings, portfolio.rows.index),
            HOLDER: holders(portfolio.rows["bin"]),
            **{short: portfolio.rows[name] for short, name in AMOUNTS.items()},
            **_found(findings, portfolio.rows.index),
        },
        index=portfolio.rows.index,
    )
    lines[FINE] = lines[DIVISION] + "|" + lines[SERVICE_OF]
    return lines[~portfolio.has_status(CANCELLED)].reset_index(drop=True)


def holders(bins: pd.Series) -> pd.Series:
    """Number the firms: a BIN is one. All projects without a BIN, or with one of a repeated digit, may be one firm.

    Taken for firms of their own they would let a single firm pass for many as soon as the column is left empty.
    """
    texts = bins.astype("string")
    is_known = texts.notna() & ~texts.str.fullmatch(r"(\d)\1*").fillna(False)
    numbers, _ = pd.factorize(texts.where(is_known, "not told"))
    return pd.Series(numbers, index=bins.index)


def _told(cells: pd.Series) -> pd.Series:
    return cells.astype(object).where(cells.notna(), UNTOLD).astype(str)


def _service(portfolio: Portfolio) -> pd.Series:
    served = portfolio.priorities.serves(portfolio.code)
    words = {1.0: SERVED, 0.0: NOT_SERVED}
    return served.map(words).astype(object).where(served.notna(), UNDECIDED)


def _gravest(findings: Findings, index: pd.Index) -> pd.Series:
    """Gravest severity among the findings of each project."""
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    ranks = findings.table["severity"].map(order).groupby(findings.table["row"]).min()
    words = dict(enumerate(SEVERITIES))
    return ranks.reindex(index).map(words).astype(object).fillna(CLEAR)


def _found(findings: Findings, index: pd.Index) -> dict[str, pd.Series]:
    rows = {rule: set(told["row"]) for rule, told in findings.table.groupby("rule")}
    return {
        RULE + rule: pd.Series(np.where(index.isin(list(rows.get(rule, ()))), FOUND, NOT_FOUND), index=index)
        for rule in judged_rules(findings)
    }


def judged_rules(findings: Findings) -> list[str]:
    """Return the rules that judged any project, in the order of the report."""
    coverage = findings.coverage
    return list(coverage.loc[coverage["is_on"] & (coverage["judged"] > 0), "rule"])


def rules_of(columns: Iterable[str]) -> list[str]:
    """Return the names of the rules among columns of records."""
    return [name.removeprefix(RULE) for name in columns if str(name).startswith(RULE)]
