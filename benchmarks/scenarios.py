"""Time of 10,000 futures × 13 years × 24 divisions, beside a plain loop over paths and years.

The plain loop draws the same kind of futures one path after another; its time is scaled to all paths and marked so.

    OPENBLAS_NUM_THREADS=1 python benchmarks/scenarios.py
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from iidsp_analysis.scenarios.economy import Economy
from iidsp_analysis.scenarios.paths import BLOCK, PastYears, fan_of_shares, widened

TARGET_SECONDS = 3.0


def invented(divisions: int, years: int) -> tuple[Economy, PastYears]:
    """Draw an economy with a past of correlated years."""
    chance = np.random.default_rng(2018)
    common = chance.normal(0.03, 0.03, (years, 1))
    growth = common + chance.normal(0, 0.1, (years, divisions))
    codes = tuple(str(number) for number in range(divisions))
    past = PastYears(tuple(range(2026 - years, 2026)), growth, common[:, 0], np.zeros(years))
    return Economy(2025, codes, chance.uniform(1, 10, divisions), 1000.0), past


def plain_loop(economy: Economy, past: PastYears, ahead: int, paths: int) -> list[float]:
    """One path after another, one year after another: what a notebook would do."""
    chance, known, shares = np.random.default_rng(0), len(past.years), []
    growth, rest_growth = widened(past.divisions), widened(past.rest)
    for _ in range(paths):
        own = [(chance.integers(known) + step) % known for _ in range(-(-known // BLOCK)) for step in range(BLOCK)]
        volumes, rest = list(economy.value_added), economy.rest
        for year in range(ahead):
            if year % BLOCK == 0:
                start = chance.integers(known)
            place = own[(start + year % BLOCK) % known]
            volumes = [value * np.exp(rate) for value, rate in zip(volumes, growth[place], strict=True)]
            rest *= np.exp(rest_growth[place])
        shares.append(sum(volumes) / (sum(volumes) + rest))
    return shares


def best(work: Callable[[], object], repeats: int) -> float:
    """Return the best wall seconds of several runs."""
    walls = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        walls.append(time.perf_counter() - start)
    return min(walls)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paths", type=int, default=10_000)
    parser.add_argument("--ahead", type=int, default=13)
    parser.add_argument("--divisions", type=int, default=24)
    parser.add_argument("--plain-paths", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    economy, past = invented(asked.divisions, 25)
    quick = best(lambda: fan_of_shares(economy, past, 2025 + asked.ahead, paths=asked.paths), asked.repeats)
    plain = best(lambda: plain_loop(economy, past, asked.ahead, asked.plain_paths), 1)
    scaled = plain * asked.paths / asked.plain_paths
    print(f"{asked.paths} paths × {asked.ahead} years × {asked.divisions} divisions; best of {asked.repeats}")
    print(f"vectorised                              {quick:9.3f} s")
    print(f"plain loop, {asked.plain_paths} paths, measured         {plain:9.3f} s")
    print(f"plain loop, scaled to all (estimate)    {scaled:9.1f} s, {scaled / quick:.0f} times as long")
    print(f"target of {TARGET_SECONDS} s {'met' if quick < TARGET_SECONDS else 'MISSED'}")


if __name__ == "__main__":
    main()
