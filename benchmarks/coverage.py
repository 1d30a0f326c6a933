"""Coverage of 90 % intervals of location quotients, beside the naive interval that takes jobs as independent.

Invented countries of 20 regions × 24 industries and 600,000 jobs; plants fall into cells by chance (Poisson) around
known shares, so the true quotient is known. Printed: how often an interval holds it, over all cells and by the number
of plants expected in the cell, and how well P(LQ > 1) is calibrated. Three kinds of plants: of one size; of one size
in each industry (25, 100 or 400); of Gamma sizes (coefficient of variation 1). With the last the interval is given the
size that a job sees, known, from Herfindahl indices of industries or of cells, or, as a warning, the plain mean.

    python benchmarks/coverage.py
    python benchmarks/coverage.py --draws 20 --countries 2
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iidsp_analysis.measures.uncertainty import (
    location_quotient_interval,
    plant_size_from_herfindahl,
    probability_specialised,
)

Floats = npt.NDArray[np.float64]

REGIONS, INDUSTRIES, JOBS = 20, 24, 600_000
PLANT_SIZES = (25, 100, 400)
CLASSES = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, np.inf)


class Sample(NamedTuple):
    """Jobs of one draw, with what is true of them."""

    jobs: Floats
    squares: Floats  # of the jobs of each plant, summed by cell
    true_quotient: Floats
    expected_plants: Floats  # of the size that a job sees


Size = float | Floats | Callable[[Sample], Floats]


def invented_country(seed: int) -> Floats:
    """Jobs expected in each cell: log-normal regions (0.6), industries (1.0) and specialisations (1.0)."""
    chance = np.random.default_rng(seed)
    regions, industries = chance.normal(0, 0.6, (REGIONS, 1)), chance.normal(0, 1.0, INDUSTRIES)
    weights = np.exp(regions + industries + chance.normal(0, 1.0, (REGIONS, INDUSTRIES)))
    return np.asarray(weights / weights.sum() * JOBS)


def samples(
    plant_size: float | Floats, *, variation: float, draws: int, countries: int, seed: int = 1
) -> Iterator[Sample]:
    """Draw plants and their sizes; `plant_size` is the plain mean, `variation` the coefficient of variation."""
    chance = np.random.default_rng(seed)
    for country in range(countries):
        jobs = invented_country(country)
        size = np.broadcast_to(plant_size, jobs.shape)
        true = jobs / (jobs.sum(axis=1, keepdims=True) * jobs.sum(axis=0) / JOBS)
        for _ in range(draws):
            plants = chance.poisson(jobs / size)
            drawn, squares = sized(plants, size, variation, chance)
            yield Sample(drawn, squares, true, jobs / (size * (1 + variation**2)))


def sized(
    plants: npt.NDArray[np.int64], size: Floats, variation: float, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Jobs of plants by cell, and their squares; Gamma sizes if they vary."""
    if variation == 0:
        return plants * size, plants * size**2
    cells = np.repeat(np.arange(plants.size), plants.ravel())
    jobs = chance.gamma(1 / variation**2, variation**2 * size.ravel()[cells])
    by_cell = (np.bincount(cells, each, plants.size).reshape(plants.shape) for each in (jobs, jobs**2))
    return next(by_cell), next(by_cell)


def size_by_industry(sample: Sample) -> Floats:
    """Plant size from the Herfindahl index of each industry's plants; missing where there are none."""
    jobs, squares = sample.jobs.sum(axis=0), sample.squares.sum(axis=0)
    index = np.where(jobs > 0, squares / np.where(jobs > 0, jobs, 1.0) ** 2, 1.0)
    size = plant_size_from_herfindahl(sample.jobs, np.minimum(index, 1.0))
    return np.where(jobs > 0, size, np.nan)


def size_by_cell(sample: Sample) -> Floats:
    """Plant size from the Herfindahl index of each cell's plants."""
    jobs = np.where(sample.jobs > 0, sample.jobs, np.nan)
    return plant_size_from_herfindahl(sample.jobs, np.minimum(sample.squares / jobs**2, 1.0))


def coverage(drawn: list[Sample], size: Size, method: str) -> list[float]:
    """Share of cells whose interval holds the truth: all cells first, then by class of expected plants."""
    held, expected = [], []
    for sample in drawn:
        given = size(sample) if callable(size) else size
        interval = location_quotient_interval(sample.jobs, given, method=method)
        known = ~np.isnan(interval.estimate)
        true = sample.true_quotient
        inside = (interval.low <= true * (1 + 1e-9)) & (true <= interval.high * (1 + 1e-9))  # no logarithm: not held
        held.append(inside[known])
        expected.append(sample.expected_plants[known])
    inside, plants = np.concatenate(held), np.concatenate(expected)
    classes = np.digitize(plants, CLASSES) - 1
    by_class = [inside[classes == at].mean() if (classes == at).any() else np.nan for at in range(len(CLASSES) - 1)]
    return [float(inside.mean()), *map(float, by_class)]


def calibration(drawn: list[Sample], size: float | Floats) -> list[tuple[float, float, int]]:
    """Mean P(LQ > 1), share of cells where it is true, and cells, in fifths of the probability."""
    told, true = [], []
    for sample in drawn:
        probability = probability_specialised(sample.jobs, size)
        known = ~np.isnan(probability)
        told.append(probability[known])
        true.append(sample.true_quotient[known] > 1)
    told, true = np.concatenate(told), np.concatenate(true)
    fifth = np.minimum((told * 5).astype(int), 4)
    return [(told[fifth == at].mean(), true[fifth == at].mean(), int((fifth == at).sum())) for at in range(5)]


def print_table(title: str, plant_size: float | Floats, variation: float, draws: int, countries: int) -> None:
    drawn = list(samples(plant_size, variation=variation, draws=draws, countries=countries))
    seen = plant_size * (1 + variation**2)
    print(f"\n{title}; {len(drawn)} draws × {REGIONS * INDUSTRIES} cells")
    heads = ["all"] + [f"{low:g}–{high:g}" for low, high in pairwise(CLASSES)]
    print(f"  {'expected plants in the cell:':36}" + "".join(f"{head:>9}" for head in heads))
    rows: list[tuple[str, Size, str]] = [("naive: jobs independent", 1.0, "delta"), ("delta on plants", seen, "delta")]
    rows.append(("recovered on plants (default)", seen, "recovered"))
    if variation:
        rows.append(("recovered, Herfindahl of industries", size_by_industry, "recovered"))
        rows.append(("recovered, Herfindahl of cells", size_by_cell, "recovered"))
        rows.append(("recovered, given plain mean size", plant_size, "recovered"))
    for name, size, method in rows:
        shares = coverage(drawn, size, method)
        print(f"  {name:36}" + "".join(f"{share * 100:9.1f}" if share == share else f"{'–':>9}" for share in shares))
    told = (f"{mean:.2f}→{true:.2f} ({cells})" for mean, true, cells in calibration(drawn, seen))
    print("  P(LQ > 1) told → true (cells):      " + ", ".join(told))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=150)
    parser.add_argument("--countries", type=int, default=4)
    asked = parser.parse_args()
    print("Coverage, per cent, of nominal 90 % intervals")
    for size in PLANT_SIZES:
        print_table(f"Plants of {size} jobs", size, 0.0, asked.draws, asked.countries)
    mixed = np.resize(np.array(PLANT_SIZES, dtype=float), INDUSTRIES)
    print_table("Plants of 25, 100 or 400 jobs by industry", mixed, 0.0, asked.draws, asked.countries)
    for size in PLANT_SIZES:
        title = f"Plants of {size} jobs on average, sizes vary (CV 1)"
        print_table(title, size, 1.0, asked.draws, asked.countries)


if __name__ == "__main__":
    main()
