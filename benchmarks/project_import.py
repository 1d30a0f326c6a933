"""How long the import of a large register takes: 50,000 made-up projects, as a workbook and as a text table.

Run ``python benchmarks/project_import.py [ROWS]``. The goal is 5 seconds for 50,000 rows. Half of the dates, amounts
and codes are stored as a sheet stores them, half are typed as people type them. Reading alone is timed, and the whole
command ``iidsp projects import`` with its start, its listing and the snapshot that it stores; medians of several runs,
in seconds that passed and in seconds on the processor, which hold on a busy machine too.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import xlsxwriter

from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.read import read

GOAL_SECONDS = 5.0
RUNS = 3
AS_OF = "2018-03-01"
LABELS = ("Акмолинская область", "Актюбинская", "г. Алматы", "ЮКО", "Павлодарская область", "ВКО", "Карагандинская")
GOODS = ("сеялки", "мука", "кабель", "трубы", "цемент", "стекло", "обувь", "корма", "сыр", "арматура", "насосы")
DATES = ("31.12.2017", "III кв. 2017", "декабрь 2017 г.", "2018", 43100.0, 42500.0)


def rows_of(count: int, seed: int = 2018) -> list[list[object]]:
    """Return made-up rows under the machine names."""
    random = np.random.default_rng(seed)
    costs = random.lognormal(6.5, 1.2, count).round(1).tolist()
    jobs = random.integers(5, 300, count).tolist()
    return [_row(index, costs[index], jobs[index], random.integers(0, 1_000_000)) for index in range(count)]


def _row(index: int, cost: float, jobs: int, chance: int) -> list[object]:
    goods = GOODS[chance % len(GOODS)]
    own = {
        "id": f"P-{index:06d}",
        "name": f"Выпуск: {goods} {chance}, предприятие «{GOODS[chance % 7]}-{chance % 997}»",
        "bin": f"{170340000000 + chance}" if chance % 2 else float(170340000000 + chance),
        "region": LABELS[chance % len(LABELS)],
        "oked": str(1010 + (chance % 24) * 100),
        "map": "КИ" if cost > 4500 else "Карта поддержки предпринимательства региона",
        "product": goods,
        "status": ("введен", "реализуется", "планируется")[chance % 3],
        "kind": ("новое", "расширение", "модернизация")[chance % 3],
    }
    by_kind = {
        form.DATE: DATES[chance % len(DATES)],
        form.NUMBER: cost if chance % 2 else f"{cost:,.1f}".replace(",", " ").replace(".", ","),
        form.WHOLE: float(jobs),
    }
    by_unit = {form.PERCENT: chance % 100}
    return [
        by_unit.get(field.unit, own.get(field.name, by_kind.get(field.kind, ""))) for field in form.FIELDS
    ]  # fmt: skip


def write_workbook(path: Path, rows: list[list[object]]) -> None:
    """Write the rows as a workbook, row by row."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("register")
        sheet.write_row(0, 0, form.NAMES)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)


def write_text(path: Path, rows: list[list[object]]) -> None:
    """Write the rows as Excel saves a CSV where Russian is set."""
    with path.open("w", encoding="cp1251", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([form.NAMES, *rows])


def read_once(path: Path) -> tuple[float, float]:
    """Return the seconds of reading a file: passed, and on the processor."""
    start, start_busy = time.perf_counter(), time.process_time()
    read(path, as_of=AS_OF)
    return time.perf_counter() - start, time.process_time() - start_busy


def command_once(path: Path, home: Path) -> tuple[float, float]:
    """Return the seconds of the whole command in a project folder of its own: passed, and on the processor."""
    shutil.rmtree(home / "data" / "raw" / "projects", ignore_errors=True)
    words = [sys.executable, "-m", "iidsp_analysis.cli", "projects", "import", str(path), "--as-of", AS_OF]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "IIDSP_HOME": str(home)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, busy


def medians(once: Callable[[], tuple[float, float]]) -> str:
    """Return the medians of several runs as text."""
    passed, busy = zip(*(once() for _ in range(RUNS)), strict=True)
    return f"{statistics.median(passed):.1f} s, on the processor {statistics.median(busy):.1f} s"


def main(count: int) -> None:
    """Print the seconds of both files beside the goal."""
    rows = rows_of(count)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        (home / "data" / "raw").mkdir(parents=True)
        (home / "data" / "raw" / "sources.yml").write_text("[]", encoding="utf-8")
        for name, write in (("register.xlsx", write_workbook), ("register.csv", write_text)):
            write(path := Path(folder) / name, rows)
            size = f"{count:,} projects × {len(form.NAMES)} columns, {path.stat().st_size / 1e6:.1f} MB"
            print(f"{name}: {size}; goal {GOAL_SECONDS:g} s, medians of {RUNS} runs")
            print(f"  reading: {medians(lambda path=path: read_once(path))}")
            print(f"  the whole command: {medians(lambda path=path: command_once(path, home))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
