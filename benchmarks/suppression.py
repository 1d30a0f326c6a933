"""How long the redacted edition of a large register takes, how much it hides, and what an attacker gets out of it.

Made-up registers (seeded): projects in regions × divisions with unequal chances, lognormal costs, four statuses, two
maps, five rules. Printed are seconds of the processor, cells by kind of table with the share that is hidden, and, by
the attacker's two linear programs over all published figures, the narrowest range of a sensitive amount as a share of
its true value (0.2 is what is asked) and the number of sensitive cells that are given back exactly.

    python -m benchmarks.suppression [--attack] [--sizes 150 5000 50000]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from iidsp_analysis.measures.suppression import CellSystem, Pattern, feasible_range, suppress
from iidsp_analysis.monitors.projects.redaction.cells import COUNT, WHOLE, Cells, cells_of
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
from iidsp_analysis.monitors.projects.redaction.system import system_of

SEED = 2018
STATUSES, STATUS_CHANCES = ("commissioned", "under_way", "planned", "suspended"), (0.5, 0.35, 0.1, 0.05)
RULES = {"first": "error", "second": "error", "third": "warning", "fourth": "warning", "fifth": "notice"}
GRAVITY = ("error", "warning", "notice")


def made_up(projects: int, regions: int = 20, divisions: int = 24, seed: int = SEED) -> pd.DataFrame:
    """Return records as :func:`redacted_records.records` makes them."""
    random = np.random.default_rng(seed)
    division = random.choice(divisions, projects, p=random.dirichlet(np.ones(divisions))) + 10
    lines = pd.DataFrame(
        {
            REGION: [f"region {each:02d}" for each in random.integers(0, regions, projects)],
            DIVISION: division.astype(str),
            STATUS: random.choice(STATUSES, projects, p=STATUS_CHANCES),
            MAP: random.choice(["regional", "industrialization"], projects, p=[0.7, 0.3]),
            SERVICE_OF: np.where(division % 5, SERVED, NOT_SERVED),
            HOLDER: random.integers(0, max(projects * 9 // 10, 1), projects),
            "cost": random.lognormal(7.0, 1.5, projects).round(1),
            "jobs": random.integers(5, 300, projects).astype(float),
        }
    )
    found = {
        rule: random.random(projects) < chance for rule, chance in zip(RULES, (0.02, 0.1, 0.05, 0.2, 0.3), strict=True)
    }
    for rule, is_found in found.items():
        lines[RULE + rule] = np.where(is_found, FOUND, NOT_FOUND)
    graves = [np.any([found[rule] for rule, own in RULES.items() if own == grave], axis=0) for grave in GRAVITY]
    lines[SEVERITY] = np.select(graves, GRAVITY, CLEAR)
    return lines.assign(**{FINE: lines[DIVISION] + "|" + lines[SERVICE_OF]})


def hidden_by_table(cells: Cells, pattern: Pattern, system: CellSystem) -> pd.DataFrame:
    count = len(cells.keys)
    table = ["rules" if "rule:" in "".join(each) else " × ".join(each) or "total" for each in cells.tables]
    frame = pd.DataFrame(
        {"table": table, "cells": 1, "sensitive": system.sensitive[:count], "hidden": pattern.hidden[:count]}
    )
    return frame.groupby("table", sort=False).sum()


def attacked(system: CellSystem, pattern: Pattern) -> tuple[float, int]:
    """Return the narrowest relative reach of a sensitive amount, and how many sensitive cells are given back."""
    narrowest, given_back = np.inf, 0
    for measure in range(system.measures):
        for cell in np.flatnonzero(system.is_guarded(measure)):
            low, high = feasible_range(system, pattern.hidden, int(cell), measure)
            value = system.values[measure, cell]
            given_back += high - low < 1e-6 * max(value, 1.0)
            if measure != COUNT and value > 0:
                narrowest = min(narrowest, (high - value) / value, (value - low) / value)
    return narrowest, given_back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[150, 1000, 5000, 50_000])
    parser.add_argument("--attack", action="store_true")
    options = parser.parse_args()
    for projects in options.sizes:
        lines = made_up(projects)
        start = time.process_time()
        cells = cells_of(lines)
        system = system_of(lines, cells, RULES)
        prepared = time.process_time()
        pattern = suppress(system, whole=WHOLE)
        print(
            f"\n{projects} projects: cells {prepared - start:.2f} s, pattern {time.process_time() - prepared:.2f} s,"
            f" withheld: {pattern.is_withheld}"
        )
        print(hidden_by_table(cells, pattern, system).to_string())
        if options.attack:
            narrowest, given_back = attacked(system, pattern)
            print(f"narrowest reach of a sensitive amount {narrowest:.3f}, given back exactly {given_back}")


if __name__ == "__main__":
    main()
