"""Time and memory of reading a made-up world trade file of some million lines, beside pandas on the same file.

Each way runs in a process of its own; memory is the most that the process held.

    python benchmarks/world_trade.py --millions 2
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis.loaders.world_trade import read_world_trade

KIB = 1024


def write_file(raw: Path, lines: int) -> None:
    """Write a file shaped like BACI: 220 exporters, 200 importers, 4,800 products of 1,200 headings, three years."""
    random = np.random.default_rng(2018)
    folder = raw / "world"
    folder.mkdir(parents=True)
    headings = random.choice(np.arange(100, 9700), 1200, replace=False)
    codes = np.array([f"{heading:04d}{line:02d}" for heading in headings for line in (10, 20, 30, 90)])
    frame = pd.DataFrame({
        "t": random.integers(2015, 2018, lines), "i": random.integers(4, 224, lines) * 2,
        "j": random.integers(4, 204, lines), "k": random.choice(codes, lines),
        "v": random.lognormal(6, 2, lines).round(3), "q": 1.0,
    })  # fmt: skip
    frame.to_csv(folder / "BACI_made_up.csv", index=False)
    description = "exporter: i\nproduct: k\nyear: t\nvalue: v\nscale: 1000\nnomenclature: HS2012\ndigits: 6\n"
    (folder / "world.yml").write_text(description + "country: 398\nsource: made up for a benchmark\n", encoding="utf-8")


def ours(raw: Path) -> None:
    """Read, clean and sum with DuckDB."""
    read_world_trade(2017, raw)


def with_pandas(raw: Path) -> None:
    """Read all lines, then sum and clean."""
    frame = pd.read_csv(raw / "world/BACI_made_up.csv", dtype={"k": str})
    frame = frame.assign(product=frame["k"].str[:4])
    sums = frame.groupby(["i", "product"])["v"].sum().unstack(fill_value=0.0) * 1000 / 3
    sums = sums.loc[sums.sum(axis=1) >= 1e9]
    sums.loc[:, sums.sum() >= 1e7]


def measured(work: Callable[[Path], None], raw: Path) -> tuple[float, float]:
    """Wall seconds, and the most memory in MiB, of a run in a new process."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_run, args=(work, raw, queue))
    process.start()
    told: tuple[float, float] = queue.get()
    process.join()
    return told


def _run(work: Callable[[Path], None], raw: Path, queue: multiprocessing.Queue[tuple[float, float]]) -> None:
    start = time.perf_counter()
    work(raw)
    queue.put((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, default=2.0, help="lines of the file, million")
    lines = int(parser.parse_args().millions * 1e6)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        writer = multiprocessing.get_context("spawn").Process(target=write_file, args=(raw, lines))
        writer.start()  # in a process of its own: the most that a parent held is handed on to its children
        writer.join()
        size = (raw / "world/BACI_made_up.csv").stat().st_size / KIB**2
        print(f"{lines:,} lines, {size:.0f} MiB")
        told = {name: measured(work, raw) for name, work in (("DuckDB", ours), ("pandas", with_pandas))}
    for name, (seconds, memory) in told.items():
        print(f"{name:8} {seconds:6.2f} s  {memory:6.0f} MiB")
    print(f"pandas takes {told['pandas'][0] / told['DuckDB'][0]:.1f} times as long, "
          f"{told['pandas'][1] / told['DuckDB'][1]:.1f} times the memory")  # fmt: skip


if __name__ == "__main__":
    main()
