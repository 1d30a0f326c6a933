"""Made-up records for tests of the redacted edition, and an attacker who knows nothing of how it was made.

The attacker writes down every combination of the dimensions as an unknown (the full cross table) and every published
figure as an equation, and asks for the smallest and the largest value of a hidden figure.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint, linprog, milp

from iidsp_analysis.measures.suppression import suppress
from iidsp_analysis.monitors.projects.redaction.cells import MEASURES, WHOLE, cell_measures, cells_of
from iidsp_analysis.monitors.projects.redaction.records import (
    CLEAR,
    DIVISION,
    FINE,
    FOUND,
    HOLDER,
    MAP,
    NOT_FOUND,
    NOT_SERVED,
    REGION,
    RULE,
    SERVED,
    SERVICE_OF,
    SEVERITY,
    STATUS,
)
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction, published
from iidsp_analysis.monitors.projects.redaction.system import system_of

REGIONS, STATUSES, MAPS = ("north", "south", "west"), ("commissioned", "under_way"), ("regional", "industrialization")
#: Division and whether it serves a priority: one division holds both.
FINES = (("10", SERVED), ("24", SERVED), ("24", NOT_SERVED), ("35", NOT_SERVED))
RULES = {"grave": "error", "small": "notice"}
Key = tuple[tuple[str, str], ...]


def records(lines: list[dict[str, Any]]) -> pd.DataFrame:
    """Complete records: ``grave`` and ``small`` say which of the two rules find something."""
    frame = pd.DataFrame(lines)
    frame[RULE + "grave"] = np.where(frame.pop("grave"), FOUND, NOT_FOUND)
    frame[RULE + "small"] = np.where(frame.pop("small"), FOUND, NOT_FOUND)
    frame[SEVERITY] = [
        _gravest(grave, small) for grave, small in zip(frame[RULE + "grave"], frame[RULE + "small"], strict=True)
    ]
    return frame.assign(**{FINE: frame[DIVISION] + "|" + frame[SERVICE_OF]})


def _gravest(grave: str, small: str) -> str:
    return "error" if grave == FOUND else "notice" if small == FOUND else CLEAR


def redacted(told: pd.DataFrame) -> Redaction:
    """Redact records."""
    cells = cells_of(told)
    return published(cells, suppress(system_of(told, cells, RULES), whole=WHOLE), RULES)


def few_or_dominated(told: pd.DataFrame, key: Key, redaction: Redaction) -> bool:
    """Tell by a plain loop whether a cell must be hidden: fewer than three firms, or one above 75 % of an amount."""
    inside = told
    for dimension, label in key:
        inside = inside[inside[dimension] == label]
    if inside[HOLDER].nunique() < 3:
        return True
    for measure in MEASURES[1:]:
        is_told = cell_measures(tuple(name for name, _ in key))[MEASURES.index(measure)]
        if not is_told or redaction.figure(measure) is None:
            continue
        by_firm = inside.groupby(HOLDER)[measure].sum(min_count=1).dropna()
        if len(by_firm) and (len(by_firm) < 3 or by_firm.max() > 0.75 * by_firm.sum() or by_firm.sum() == 0):
            return True
    return False


class Attacker:
    """The unknown cross table, and what the edition says about it in one measure."""

    def __init__(self, redaction: Redaction, measure: str) -> None:
        self.measure = measure
        combinations = product(REGIONS, FINES, STATUSES, MAPS, (FOUND, NOT_FOUND), (FOUND, NOT_FOUND))
        self.unknowns = pd.DataFrame(
            [
                {REGION: region, DIVISION: division, SERVICE_OF: service, STATUS: status, MAP: each,
                 RULE + "grave": grave, RULE + "small": small, SEVERITY: _gravest(grave, small)}
                for region, (division, service), status, each, grave, small in combinations
            ]
        )  # fmt: skip
        self.rows: list[np.ndarray] = []
        self.lows: list[float] = []
        self.highs: list[float] = []
        for table in redaction.tables:
            if cell_measures(table)[MEASURES.index(measure)]:
                self._learn(redaction, table)

    def _learn(self, redaction: Redaction, table: tuple[str, ...]) -> None:
        for labels in product(*(sorted(self.unknowns[name].unique()) for name in table)):
            key = tuple(zip(table, labels, strict=True))
            figure = redaction.figure(self.measure, **dict(key))
            self.rows.append(self.inside(key))
            nonempty = 1.0 if self.measure == "projects" else 0.0
            self.lows.append(nonempty if figure is None else float(np.nan_to_num(figure)))
            self.highs.append(np.inf if figure is None else float(np.nan_to_num(figure)))

    def inside(self, key: Key) -> np.ndarray:
        """Which unknowns add up to a cell."""
        found = np.ones(len(self.unknowns), dtype=bool)
        for dimension, label in key:
            found &= (self.unknowns[dimension] == label).to_numpy()
        return found.astype(float)

    def range(self, key: Key) -> tuple[float, float]:
        """Smallest and largest value of a cell that fits everything published."""
        low, high = (self._extreme(sign * self.inside(key)) for sign in (1.0, -1.0))
        return low, -high

    def _extreme(self, cost: np.ndarray) -> float:
        rows, lows, highs = np.array(self.rows), np.array(self.lows), np.array(self.highs)
        if self.measure == "projects":  # he knows that projects are whole
            found = milp(cost, constraints=LinearConstraint(rows, lows, highs), integrality=np.ones(len(cost)))
        else:
            exact = lows == highs
            found = linprog(cost, A_eq=rows[exact], b_eq=lows[exact], bounds=(0, None), method="highs")
        assert found.status in {0, 3}, found.message
        return float(found.fun) if found.status == 0 else -np.inf

    def gives_back(self, key: Key) -> bool:
        """Tell by elimination whether a hidden figure is a combination of published ones."""
        rows = np.array(self.rows)[np.array(self.lows) == np.array(self.highs)]
        wanted = self.inside(key)
        solution, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
        return bool(np.allclose(rows.T @ solution, wanted, atol=1e-8))
