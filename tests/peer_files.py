"""A small file of economies whose figures can be checked by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from iidsp_analysis.reference.peer_records import manufacturing_sectors

#: Value added of one sector of manufacturing; 14 of them and 100 − 14 of it elsewhere make 100.
SIZES = {"KAZ": 0.5, "RUS": 1.0, "POL": 1.5, "TUR": 2.0, "CHN": 2.5}


def economies(*, employment: bool = False, population: bool = False, years: tuple[int, ...] = (2007, 2017)):
    """Five economies of 100; each sector of manufacturing makes what SIZES says, twice as much in the last year."""
    rows = []
    for year in years:
        times = 2.0 if year == years[-1] else 1.0
        for code, size in SIZES.items():
            made = {sector: size for sector in manufacturing_sectors()} | {"OSV": 100 - 14 * size}
            rows += [(year, code, sector, amount * times) for sector, amount in made.items()]
    frame = pd.DataFrame(rows, columns=["year", "code", "sector", "value_added"])
    if employment:
        frame["employment"] = 1.0
    if population:
        frame["population"] = frame["code"].map(lambda code: 10.0 * SIZES[code])
    return frame


def stored(raw: Path, rows: pd.DataFrame, name: str = "own.csv") -> Path:
    """Write the file where the user would put it."""
    (raw / "peers").mkdir(parents=True, exist_ok=True)
    rows.to_csv(raw / "peers" / name, index=False)
    return raw
