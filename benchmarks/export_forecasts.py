"""The backtest of monthly export forecasts, beside AutoETS and AutoARIMA of statsforecast on the same histories.

Every region × processed HS section, borders of 2014, origins each June and December from 2019, months 1, 3 and 12
ahead. Printed are, by method and month: mean scaled error (MASE) of dense and of sparse histories, coverage of the 90 %
intervals, failures; then the chosen method beside each peer on the cells that both forecast. Peers get the dense
histories without a missing month in them, in a random order with a fixed seed: with ``--peer-minutes`` as many of them
as fit. Seconds are of the processor.

statsforecast needs an older pandas than this package, so the peers run in an environment of their own:

    python -m venv PEERS && PEERS/bin/pip install statsforecast
    python -m benchmarks.export_forecasts --peer-python PEERS/bin/python [--peer-minutes 30] [--peer-file FILE.csv]
"""

from __future__ import annotations

import argparse
import math
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis.forecasts.accuracy import seasonal_scale
from iidsp_analysis.forecasts.backtest import SELECTED, summary
from iidsp_analysis.forecasts.selection import COMBINATION
from iidsp_analysis.monitors.forecast_results import backtested, judged_series, loaded_cube

SEED = 2018
SCRIPT = Path(__file__).with_name("export_peers.py")
SHOWN = ["mase_dense", "mase_sparse", "coverage_dense", "coverage_sparse", "cells_dense", "cells_sparse", "failures"]
OURS = (SELECTED, COMBINATION, "seasonal_naive")


def key_of(series: str, origin: int) -> str:
    return f"{series}@{origin}"


def dense_histories(rows: pd.DataFrame, series: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Histories for the peers: dense and without a gap, shuffled."""
    fit = rows[~rows["sparse"] & ~rows["gap"]]
    places = fit[["series", "origin"]].drop_duplicates().itertuples(index=False)
    found = {key_of(name, origin): series[name][:origin] for name, origin in places}
    order = np.random.default_rng(SEED).permutation(sorted(found))
    return {key: found[key] for key in order}


def peer_forecasts(python: str, histories: dict[str, np.ndarray], out: Path, minutes: float) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "histories.npz"
        np.savez(given, **histories)
        subprocess.run([python, str(SCRIPT), str(given), str(out), str(minutes)], check=True)
    said = pd.read_csv(out, keep_default_na=True)
    return said[said["key"].isin(histories)]


def peer_errors(said: pd.DataFrame, series: dict[str, np.ndarray]) -> pd.DataFrame:
    """The peers' rows with scaled error and whether the interval held; NaN where no month came."""
    placed = said["key"].str.rsplit("@", n=1, expand=True)
    rows = said.assign(series=placed[0], origin=placed[1].astype(int))
    each = rows[["key", "series", "origin"]].drop_duplicates().itertuples(index=False)
    scales = {key: seasonal_scale(series[name][None, :origin])[0] for key, name, origin in each}
    came = np.array([_month(series[row.series], row.origin + row.horizon - 1) for row in rows.itertuples()])
    held = ((rows["lower"] <= came) & (came <= rows["upper"])).astype(float).where(~np.isnan(came))
    return rows.assign(error=(rows["mean"] - came).abs() / rows["key"].map(scales), held=held)


def _month(values: np.ndarray, place: int) -> float:
    return float(values[place]) if place < len(values) else float("nan")


def beside(rows: pd.DataFrame, peers: pd.DataFrame) -> pd.DataFrame:
    """Means of ours and of each peer on the cells that all of them forecast, and ratios to the better peer."""
    cells = ["series", "origin", "horizon"]
    columns = [*cells, "method", "error", "held"]
    every = pd.concat([rows.loc[rows["method"].isin(OURS), columns], peers[columns]]).dropna(subset="error")
    methods = every["method"].nunique()
    common = every[every.groupby(cells)["method"].transform("nunique") == methods]
    grouped = common.groupby(["horizon", "method"])
    table = grouped.agg(cells=("error", "size"), mase=("error", "mean"), coverage=("held", "mean"))
    best = table.loc[(slice(None), list(peers["method"].unique())), "mase"].groupby("horizon").min()
    return table.assign(ratio=table["mase"] / best.reindex(table.index, level="horizon"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer-python", help="interpreter with statsforecast; without it ours alone are run")
    parser.add_argument("--peer-minutes", type=float, default=math.inf, help="the peers stop after so many minutes")
    parser.add_argument("--peer-file", type=Path, help="keep the peers' forecasts here, and run only what it lacks")
    options = parser.parse_args()
    cube = loaded_cube()
    series, began, clock = judged_series(cube), time.process_time(), time.perf_counter()
    rows = backtested(cube)
    print(f"{len(series)} series, {rows['origin'].nunique()} origins, {time.process_time() - began:.0f} s of the"
          f" processor, {time.perf_counter() - clock:.0f} s of the clock, one process")  # fmt: skip
    print(summary(rows).set_index(["method", "horizon"])[SHOWN].round(3).to_string())
    if options.peer_python:
        compare(rows, series, options)


def compare(rows: pd.DataFrame, series: dict[str, np.ndarray], options: argparse.Namespace) -> None:
    histories = dense_histories(rows, series)
    with tempfile.TemporaryDirectory() as folder:
        out = options.peer_file or Path(folder) / "peers.csv"
        said = peer_forecasts(options.peer_python, histories, out, options.peer_minutes)
    peers = peer_errors(said, series)
    print(f"\n{said['key'].nunique()} of {len(histories)} dense histories without a gap given to the peers")
    once = peers[peers["horizon"] == 1].groupby("method")
    print("\nPeers: histories, mean seconds of the processor, failures")
    print(once.agg(histories=("key", "size"), seconds=("seconds", "mean"), failures=("failure", "count")).round(3))
    print("\nOn the cells that all forecast")
    print(beside(rows, peers).round(3).to_string())


if __name__ == "__main__":
    main()
