"""Six-digit trade lines: whether memory grows with rows, and how fast sums are beside pandas on a CSV of the same.

Rows are made up (20 regions × six-digit goods × months × two measures, a sheet a year) and written to the store sheet
by sheet, as `iidsp build` does with a workbook; then region × chapter is added up. Every step runs in a process of its
own, whose peak memory is told. Run::

    python benchmarks/ingest.py                          2 and 20 million rows (some 3 GB of disk for the CSV)
    python benchmarks/ingest.py --rows 1000000 4000000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis import regions, schema
from iidsp_analysis.loaders.trade_store import TradeStore

ROWS_A_SHEET = 2_000_000
FIRST_YEAR = 2004
TARGET_GROWTH, TARGET_RATIO = 1.3, 5.0
MEASURED = """
import json, resource, sys, time
sys.path.insert(0, {here!r})
import ingest
started = time.perf_counter()
result = ingest.{call}
seconds = time.perf_counter() - started
print(json.dumps({{"seconds": seconds, "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                  "result": result}}))
"""


def sheet(year: int, rows: int) -> pd.DataFrame:
    """Rows of one year as :func:`iidsp_analysis.loaders.trade.sheets` yields them."""
    random = np.random.default_rng(year)
    names = [region.id for region in regions.regions_of(2022)]
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    goods = [f"{code:06d}" for code in np.sort(random.choice(np.arange(10_100, 979_999), 5_400, replace=False))]
    cells = len(names) * len(goods) * len(months) * 2
    chosen = np.sort(random.choice(cells, min(rows, cells), replace=False))
    measure, rest = chosen % 2, chosen // 2
    of = pd.Categorical.from_codes
    nothing = np.zeros(len(chosen), dtype=np.int8)
    return pd.DataFrame({
        schema.REGION: of(rest // 12 // len(goods), categories=names),
        schema.INDUSTRY: of(rest // 12 % len(goods), categories=goods),
        schema.PERIOD: of(rest % 12, categories=months),
        schema.INDICATOR: of(measure, categories=["exports", "exports_tonnes"]),
        schema.VALUE: np.round(random.lognormal(3, 2, len(chosen)), 3),
        schema.STATUS: of(nothing, categories=["observed"]),
        schema.SOURCE: of(nothing, categories=["benchmark"]),
    })  # fmt: skip


def sheets(rows: int):
    """All sheets, the last one shorter."""
    for number in range(-(-rows // ROWS_A_SHEET)):
        yield sheet(FIRST_YEAR + number, min(ROWS_A_SHEET, rows - number * ROWS_A_SHEET))


def write_store(folder: str, rows: int) -> int:
    store = TradeStore(Path(folder))
    writer = store.writer("446905")
    for each in sheets(rows):
        writer.write(each)
    store.publish()
    return sum(path.stat().st_size for path in store.folder.rglob("*.parquet"))


def write_csv(path: str, rows: int) -> int:
    for number, each in enumerate(sheets(rows)):
        each.to_csv(path, mode="a", header=number == 0, index=False)
    return Path(path).stat().st_size


def add_up(folder: str) -> list[float]:
    """Sums of region × chapter by DuckDB; their number and total."""
    from iidsp_analysis.loaders.trade_totals import Asked, totals

    found = totals(Path(folder), Asked(by=("region", "hs2")))
    return [len(found), float(found["thousand_usd"].sum())]


def add_up_with_pandas(path: str) -> list[float]:
    """The same from the CSV, by one `read_csv` and one `groupby`."""
    rows = pd.read_csv(path, usecols=["region", "industry", "indicator", "value"], dtype={"industry": "str"})
    rows = rows[rows["indicator"] == "exports"]
    found = rows.groupby(["region", rows["industry"].str[:2]])["value"].sum()
    return [len(found), float(found.sum())]


def measured(call: str) -> dict:
    program = MEASURED.format(here=str(Path(__file__).parent), call=call)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def tell(what: str, rows: int, found: dict, remark: str = "") -> None:
    print(f"{rows:>12,} rows  {what:34} {found['seconds']:8.2f} s  {found['MiB']:7.0f} MiB at most{remark}", flush=True)


def run(rows: int, folder: Path) -> dict[str, dict]:
    store, csv = str(folder / f"store{rows}"), str(folder / f"{rows}.csv")
    Path(store).mkdir()
    steps = {"write": measured(f"write_store({store!r}, {rows})"), "csv": measured(f"write_csv({csv!r}, {rows})")}
    tell("store, sheet by sheet", rows, steps["write"], f"   {steps['write']['result'] / 1e6:.0f} MB")
    tell("CSV, for the comparison", rows, steps["csv"], f"   {steps['csv']['result'] / 1e6:.0f} MB")
    steps["add"] = min((measured(f"add_up({store!r})") for _ in range(3)), key=lambda found: found["seconds"])
    tell("sums by DuckDB, best of three", rows, steps["add"])
    steps["pandas"] = measured(f"add_up_with_pandas({csv!r})")
    tell("sums by pandas from CSV", rows, steps["pandas"])
    Path(csv).unlink()
    ours, theirs = steps["add"]["result"], steps["pandas"]["result"]
    same = ours[0] == theirs[0] and abs(ours[1] / theirs[1] - 1) < 1e-9
    print(f"{'':12} same sums: {'yes' if same else f'NO: {ours} {theirs}'}")
    return steps


def main() -> None:
    chosen = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen.add_argument("--rows", type=int, nargs=2, default=[2_000_000, 20_000_000])
    few, many = chosen.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        small, large = (run(rows, Path(folder)) for rows in (few, many))
    for step in ("write", "add"):
        growth = large[step]["MiB"] / small[step]["MiB"]
        print(
            f"memory of '{step}' at {many / few:g} times the rows: {growth:.2f} times (target {TARGET_GROWTH} at most)"
        )
    ratio = large["pandas"]["seconds"] / large["add"]["seconds"]
    print(f"pandas / DuckDB at {many:,} rows: {ratio:.1f} (target {TARGET_RATIO:g})")


if __name__ == "__main__":
    main()
