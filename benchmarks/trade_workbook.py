"""Time and memory of loading a trade sheet of 600,000 rows, against pandas with openpyxl on the same file.

The sheet is laid out like table 446905: 38 columns (code, name, 12 months × [tonnes, additional unit, thousand USD]),
20 region blocks, and values in a share of the months. Each reader runs in a process of its own.

    python benchmarks/trade_workbook.py                    # both readers, the whole sheet (several minutes)
    python benchmarks/trade_workbook.py --peer-rows 60000  # pandas on a tenth, its time scaled and marked so
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import xlsxwriter

from iidsp_analysis import regions
from iidsp_analysis.loaders.trade_layout import MONTHS

YEAR = 2023
COLUMNS = 36
TARGET_RATIO, TARGET_GIB = 8.0, 2.0
LOAD = "from iidsp_analysis.loaders.trade import load; table = load(Path({path!r}), source='benchmark')"
PEER = "import pandas; table = pandas.read_excel({path!r}, sheet_name='2023', header=None, engine='openpyxl')"
MEASURE = """
import json, resource, time
from pathlib import Path
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
cpu = used.ru_utime + used.ru_stime
print(json.dumps({{"seconds": seconds, "cpu": cpu, "peak": used.ru_maxrss * 1024, "shape": table.shape}}))
"""


def write_sheet(path: Path, rows: int, months_filled: float) -> None:
    """Write ``rows`` rows; a third of the lines states an additional unit."""
    random = np.random.default_rng(446905)
    blocks = [region.name["ru"] for region in regions.regions_of(2022)]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(str(YEAR))
        for number, month in enumerate(MONTHS):  # in the order of the rows: constant_memory drops what comes late
            sheet.write(1, 2 + 3 * number, f"{month} {YEAR} года")
        sheet.write_row(2, 2, ["тонна", "дополнительная единица", "тысяч долларов США"] * len(MONTHS))
        sheet.write(3, 0, "Республики Казахстан")
        starts = {4 + number * (rows - 4) // len(blocks): name for number, name in enumerate(blocks)}
        code = 0
        for row in range(4, rows):
            if row in starts:
                sheet.write_string(row, 0, starts[row])
                code = 10_000
                continue
            code += 30
            sheet.write_string(row, 0, f"{code:06d}")
            sheet.write_string(row, 1, "товарная позиция")
            write_values(sheet, row, random, months_filled)


def write_values(sheet: xlsxwriter.worksheet.Worksheet, row: int, random: np.random.Generator, filled: float) -> None:
    told = np.repeat(random.random(12) < filled, 3)
    told[1::3] &= random.random() < 1 / 3
    values = np.round(random.lognormal(3, 2, COLUMNS), 3)
    for column in np.flatnonzero(told):
        sheet.write_number(row, 2 + int(column), values[column])


def measure(statement: str) -> dict[str, float]:
    """Run a statement that makes ``table`` in its own process; wall seconds and peak resident memory."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(statement=statement)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def report(name: str, result: dict[str, float], remark: str = "") -> None:
    times = f"{result['seconds']:8.1f} s wall {result['cpu']:8.1f} s CPU"
    print(f"{name:28} {times} {result['peak'] / 2**30:6.2f} GiB peak   {result['shape']}{remark}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=600_000)
    parser.add_argument("--filled", type=float, default=0.35, help="share of the months with a value (default 0.35)")
    parser.add_argument("--peer-rows", type=int, help="give pandas a sheet of this many rows and scale its time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bns_446905.xlsx")
        start = time.perf_counter()
        write_sheet(path, chosen.rows, chosen.filled)
        size = path.stat().st_size / 2**20
        print(
            f"{chosen.rows:,} rows, {chosen.filled:.0%} of months: {size:.0f} MB in {time.perf_counter() - start:.0f} s"
        )
        ours = measure(LOAD.format(path=str(path)))
        report("iidsp_analysis trade.load", ours)
        peer_rows = chosen.peer_rows or chosen.rows
        if peer_rows != chosen.rows:
            path = Path(folder, "slice.xlsx")
            write_sheet(path, peer_rows, chosen.filled)
        peer = measure(PEER.format(path=str(path)))
        scale = chosen.rows / peer_rows
        report("pandas.read_excel, openpyxl", peer, f" (measured on {peer_rows:,} rows)" if scale != 1 else "")
    ratio = peer["seconds"] * scale / ours["seconds"]
    scaled = f", pandas SCALED linearly from {peer_rows:,} rows" if scale != 1 else ""
    of_cpu = peer["cpu"] * scale / ours["cpu"]
    print(f"ratio {ratio:.1f} times faster, {of_cpu:.1f} in CPU time (target {TARGET_RATIO:g}){scaled}")
    print(f"peak memory {ours['peak'] / 2**30:.2f} GiB (target below {TARGET_GIB:g} GiB)")
    return 0 if ratio >= TARGET_RATIO and ours["peak"] < TARGET_GIB * 2**30 else 1


if __name__ == "__main__":
    sys.exit(main())
