"""Six-digit trade lines on the disk: Parquet by table and year, written sheet by sheet so that one year fills memory.

``data/processed/trade/<table>/year=2023/part-0.parquet``; columns ``month`` (1–12), ``region``, ``hs6`` (missing: a
printed total), ``indicator``, ``value``, ``status``, ``source``. Sums over it: :mod:`loaders.trade_totals`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from iidsp_analysis import schema

FOLDER: Final = "trade"
TABLES: Final = {"exports": "446905", "imports": "446906"}
_TEXT: Final = pa.dictionary(pa.int16(), pa.string())
SCHEMA: Final = pa.schema(
    [
        ("month", pa.int8()),
        ("region", _TEXT),
        ("hs6", pa.int32()),
        ("indicator", _TEXT),
        ("value", pa.float64()),
        ("status", _TEXT),
        ("source", _TEXT),
    ]
)


class TradeStore:
    """A store that is being written beside the last one; it takes its place whole, or not at all.

    Parameters
    ----------
    processed_folder : Path
        ``data/processed``.
    """

    def __init__(self, processed_folder: Path) -> None:
        self.folder = processed_folder / FOLDER
        self._aside = processed_folder / f"{FOLDER}.{os.getpid()}.part"
        self._before = processed_folder / f"{FOLDER}.{os.getpid()}.old"

    def writer(self, table: str) -> EditionWriter:
        """Return who writes one edition of a table; its years take the place of those of earlier editions."""
        return EditionWriter(self._aside / table)

    def publish(self) -> None:
        """Put what was written in the place of the last store; without any edition there is none afterwards."""
        for single in self.folder.parent.glob("trade_*.parquet"):  # how editions were kept before
            single.unlink()
        if self.folder.exists():
            os.replace(self.folder, self._before)
        if self._aside.exists():
            os.replace(self._aside, self.folder)
        shutil.rmtree(self._before, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was written and not published."""
        shutil.rmtree(self._aside, ignore_errors=True)


class EditionWriter:
    """Writes the sheets of one workbook as they are read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[int, int] = {}

    def write(self, rows: pd.DataFrame) -> None:
        """Write the rows of a sheet, as :func:`iidsp_analysis.loaders.trade.sheets` yields them, by year."""
        years = pd.Categorical(rows[schema.PERIOD])
        year_of = np.array([int(period[:4]) for period in years.categories], dtype=np.int16)[years.codes]
        for year in np.unique(year_of).tolist():
            self._write_year(int(year), rows[year_of == year])

    def _write_year(self, year: int, rows: pd.DataFrame) -> None:
        folder = self._folder / f"year={year}"
        if year not in self._parts:  # of an earlier edition of the table
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        number = self._parts[year] = self._parts.get(year, -1) + 1
        pq.write_table(_table(rows), folder / f"part-{number}.parquet", compression="zstd")


def _table(rows: pd.DataFrame) -> pa.Table:
    """Columns of the store, in an order that lets a reader skip what it does not ask for; equal rows, equal bytes."""
    codes = pd.Categorical(rows[schema.INDUSTRY])
    hs6 = np.array([-1 if code == schema.TOTAL else int(code) for code in codes.categories], dtype=np.int32)[
        codes.codes
    ]
    periods = pd.Categorical(rows[schema.PERIOD])
    month = np.array([int(period[5:7]) for period in periods.categories], dtype=np.int8)[periods.codes]
    frame = pd.DataFrame({"month": month, "hs6": hs6, "value": rows[schema.VALUE].to_numpy(dtype=float)})
    for name in ("region", "indicator", "status", "source"):
        frame[name] = pd.Categorical(rows[name].to_numpy()).remove_unused_categories()
    frame = frame.sort_values(["region", "hs6", "month", "indicator"], kind="stable")
    columns = {"month": pa.array(frame["month"].to_numpy(), type=pa.int8())}
    columns["hs6"] = pa.array(frame["hs6"].to_numpy(), mask=frame["hs6"].to_numpy() < 0, type=pa.int32())
    columns["value"] = pa.array(frame["value"].to_numpy(), mask=frame["value"].isna().to_numpy(), type=pa.float64())
    for name in ("region", "indicator", "status", "source"):
        columns[name] = pa.array(frame[name].cat.rename_categories(str), type=_TEXT)
    return pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)
