"""How long the protection of a region × industry table with margins takes, and how much of it is hidden.

Made-up tables (seeded): regions and industries with unequal chances, a Poisson number of contributors a cell, lognormal
contributions. Printed are seconds of the processor with the audit, cells that have contributors, those that break a
rule, those that are hidden, and how many of these are totals.

    python -m benchmarks.table_suppression [--shapes 20x24 8x6] [--mean 2 5 15 60]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from iidsp_analysis.measures.suppression.rules import Contributors, Rules
from iidsp_analysis.measures.suppression.table import protect
from iidsp_analysis.measures.suppression.two_way import with_margins

SEED = 2018


def made_up(height: int, width: int, mean: float, seed: int = SEED) -> Contributors:
    random = np.random.default_rng(seed)
    rate = np.outer(random.dirichlet(np.ones(height)), random.dirichlet(np.ones(width))) * mean * height * width
    contributors = random.poisson(rate)
    value, largest, second = np.zeros((3, height, width))
    for at, many in np.ndenumerate(contributors):
        amounts = np.sort(random.lognormal(5, 1.5, many).round(1))[::-1]
        value[at], largest[at] = amounts.sum(), amounts.max(initial=0.0)
        second[at] = amounts[1] if many > 1 else 0.0
    return with_margins(Contributors(value, contributors, largest, second))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="*", default=["4x4", "8x6", "20x24"])
    parser.add_argument("--mean", type=float, nargs="*", default=[2.0, 5.0, 15.0, 60.0])
    options = parser.parse_args()
    print("table   contributors a cell   cells  sensitive  hidden  totals  optimal  seconds")
    for shape in options.shapes:
        height, width = map(int, shape.split("x"))
        for mean in options.mean:
            told = made_up(height, width, mean)
            start = time.process_time()
            done = protect(told, Rules(), step=0.1)
            seconds = time.process_time() - start
            totals = int(done.hidden[-1].sum() + done.hidden[:-1, -1].sum())
            print(
                f"{shape:8}{mean:19.0f}{int((told.contributors > 0).sum()):8}{int(done.sensitive.sum()):11}"
                f"{int(done.hidden.sum()):8}{totals:8}{done.is_optimal!s:>9}{seconds:9.2f}"
            )


if __name__ == "__main__":
    main()
