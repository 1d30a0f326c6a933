"""Time of a robustness run of 10,000 draws × 400 candidates × 8 lenses, beside a plain pandas loop on fewer draws.

The plain loop makes the same designs (weights, scale, rule) one after another with pandas, without noise and without
outranking, which it could not afford; its time per draw is scaled to 10,000 draws and marked so. Best of several runs.

    OPENBLAS_NUM_THREADS=1 python benchmarks/robustness.py
    python benchmarks/robustness.py --draws 2000 --candidates 24 --plain-draws 50
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from iidsp_analysis.models.draws import Variation
from iidsp_analysis.models.robustness import rank_robustness
from iidsp_analysis.models.weights import equal_weights

TARGET_SECONDS = 2.0


def invented_scores(candidates: int, lenses: int, missing: float) -> pd.DataFrame:
    """Draw lenses that agree half with each other."""
    chance = np.random.default_rng(2005)
    values = chance.normal(size=(candidates, 1)) + chance.normal(size=(candidates, lenses))
    values[chance.random(values.shape) < missing] = np.nan
    return pd.DataFrame(values, columns=[f"lens {number}" for number in range(lenses)])


def plain_loop(scores: pd.DataFrame, draws: int) -> pd.DataFrame:
    """Rank with pandas, one draw after another: what a notebook would do."""
    chance = np.random.default_rng(0)
    ranks = {}
    for draw in range(draws):
        weights = pd.Series(chance.dirichlet(np.full(scores.shape[1], 5.0)), scores.columns)
        scale = draw % 3
        if scale == 0:
            lenses = scores.rank(pct=True)
        elif scale == 1:
            lenses = (scores - scores.mean()) / scores.std(ddof=0)
        else:
            lenses = (scores - scores.min()) / (scores.max() - scores.min())
        ranks[draw] = (lenses * weights).sum(axis=1).rank(ascending=False, method="min")
    together = pd.DataFrame(ranks)
    return together.quantile([0.05, 0.5, 0.95], axis=1).T.assign(top=(together <= 5).mean(axis=1))


def best(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Return the best wall and processor seconds of several runs."""
    walls, processors = [], []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--candidates", type=int, default=400)
    parser.add_argument("--lenses", type=int, default=8)
    parser.add_argument("--plain-draws", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    variation = Variation(draws=asked.draws)
    print(f"{asked.draws} draws × {asked.candidates} candidates × {asked.lenses} lenses; best of {asked.repeats}")
    print(f"{'case':<44}{'wall s':>9}{'cpu s':>9}")
    slowest = 0.0
    for missing in (0.0, 0.1):
        scores = invented_scores(asked.candidates, asked.lenses, missing)
        weights = equal_weights(list(scores))
        for noise in (None, scores * 0 + 0.3):

            def run(scores=scores, weights=weights, noise=noise) -> object:
                return rank_robustness(scores, weights, standard_errors=noise, variation=variation)

            wall, processor = best(run, asked.repeats)
            slowest = max(slowest, wall)
            case = f"{missing:.0%} of the cells missing, {'no noise' if noise is None else 'noise (100 copies)'}"
            print(f"{case:<44}{wall:>9.3f}{processor:>9.3f}")
    scores = invented_scores(asked.candidates, asked.lenses, 0.0)
    wall, processor = best(lambda: plain_loop(scores, asked.plain_draws), asked.repeats)
    factor = asked.draws / asked.plain_draws
    told = f"pandas loop, {asked.plain_draws} draws, measured"
    print(f"{told:<44}{wall:>9.3f}{processor:>9.3f}")
    print(f"{'pandas loop, scaled to all draws (estimate)':<44}{wall * factor:>9.1f}{processor * factor:>9.1f}")
    print(
        f"slowest case {slowest:.2f} s: target of {TARGET_SECONDS} s {'met' if slowest < TARGET_SECONDS else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
