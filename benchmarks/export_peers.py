"""Forecasts of the peers, AutoETS and AutoARIMA of statsforecast: run by ``benchmarks/export_forecasts.py``.

A script of its own, with numpy and statsforecast only, because statsforecast needs an older pandas than the package:
it may run in an environment of its own.

    python export_peers.py HISTORIES.npz OUT.csv MINUTES

Histories lie in the file by their key; what OUT.csv already holds is not run again; after so many minutes no further
history is begun.
"""

from __future__ import annotations

import csv
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS

SEASON, HORIZON, LEVEL = 12, 12, 90
HORIZONS = (1, 3, 12)
COLUMNS = ("method", "key", "horizon", "mean", "lower", "upper", "seconds", "failure", "warnings")
PEERS = {"AutoETS": AutoETS, "AutoARIMA": AutoARIMA}
FAILURES = (ValueError, ArithmeticError, IndexError, np.linalg.LinAlgError)


def rows_of(name: str, key: str, history: np.ndarray) -> list[tuple]:
    began, failure, said = time.process_time(), "", {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            said = PEERS[name](season_length=SEASON).forecast(y=history, h=HORIZON, level=[LEVEL])
        except FAILURES as error:
            failure = type(error).__name__
    took = round(time.process_time() - began, 4)
    kinds = " ".join(sorted(Counter(each.category.__name__ for each in caught)))
    columns = [said.get(each, np.full(HORIZON, np.nan)) for each in ("mean", f"lo-{LEVEL}", f"hi-{LEVEL}")]
    return [(name, key, ahead, *(each[ahead - 1] for each in columns), took, failure, kinds) for ahead in HORIZONS]


def main(histories: Path, out: Path, minutes: float) -> None:
    end = time.monotonic() + 60 * minutes
    done = set()
    if out.exists():
        with out.open(encoding="utf-8", newline="") as stream:
            done = {(row["method"], row["key"]) for row in csv.DictReader(stream)}
    else:
        out.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with np.load(histories) as known, out.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for key in known.files:
            for name in PEERS if time.monotonic() < end else ():
                if (name, key) not in done:
                    writer.writerows(rows_of(name, key, known[key]))
                    stream.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
