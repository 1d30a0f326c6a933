"""How fast is the report factory? Three ways to make the same pages, one after the other on a quiet machine.

(a) papermill and nbconvert: as a shell loop of the two commands, and as a Python loop; (b) the factory; (c) the limit:
the same cells in one warm process a core that has prepared what the pages share, without notebooks and pages. Library
loading counts in all. Run::

    python benchmarks/factory.py                      all regions of the borders of 2014 and the country
    python benchmarks/factory.py --regions AKM KZ     some of them
    python benchmarks/factory.py --only b c           some of the ways

A panel and forecasts are made before, which all ways share.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iidsp_analysis import build, folders, regions
from iidsp_analysis.monitors.export_forecasts import export_forecasts
from iidsp_analysis.report.environment import ENVIRONMENT
from iidsp_analysis.report.jobs import Job, Settings, region_job

PYTHON_LOOP = """
import json, sys, papermill
from nbconvert import HTMLExporter
for slug, notebook, parameters in json.load(sys.stdin):
    papermill.execute_notebook(notebook, f"{sys.argv[1]}/{slug}.ipynb", parameters, kernel_name="python3",
                               progress_bar=False)
    html, _ = HTMLExporter().from_filename(f"{sys.argv[1]}/{slug}.ipynb")
    open(f"{sys.argv[1]}/{slug}.html", "w").write(html)
"""
LIMIT = """
import json, os, sys
from iidsp_analysis.report import _warm
_warm.warm()
from IPython.core.formatters import DisplayFormatter
from iidsp_analysis.report.jobs import Settings, region_job
formats = DisplayFormatter().format
jobs, workers = json.load(sys.stdin), int(sys.argv[1])
_warm.prepare([region_job("KZ", Settings())])
def run(mine):
    for cells, parameters in mine:
        names = dict(parameters)
        for cell in cells:
            *body, last = __import__("ast").parse(cell).body
            exec(compile(__import__("ast").Module(body, []), "cell", "exec"), names)
            if isinstance(last, __import__("ast").Expr):
                formats(eval(compile(__import__("ast").Expression(last.value), "cell", "eval"), names))
            else:
                exec(compile(__import__("ast").Module([last], []), "cell", "exec"), names)
for number in range(workers):
    if os.fork() == 0:
        run(jobs[number::workers])
        os._exit(0)
for _ in range(workers):
    assert os.waitpid(-1, 0)[1] == 0
"""


def cells_of(job: Job) -> list[str]:
    """Code of a job's notebook without its cell of parameters."""
    told = json.loads((folders.notebooks() / f"{job.notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in told if cell["cell_type"] == "code"]
    return ["".join(cell["source"]) for cell in code if "parameters" not in cell["metadata"].get("tags", [])]


def timed(run, *arguments) -> tuple[float, float]:
    """Seconds on the clock and of the processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    run(*arguments)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def most_memory(told: dict[str, float], every: float = 0.5) -> Iterator[None]:
    """Keep in ``told`` the largest sum of what our processes hold (MiB; a shared page counts once).

    Proportional set sizes from ``/proc``: Linux only, elsewhere nothing is told.
    """
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(every):
            told["MiB"] = max(told.get("MiB", 0.0), sum(map(held, below(os.getpid()))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def below(parent: int) -> list[int]:
    """Process ids of everything that a process started, directly or not."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
    found = [each for each, its_parent in parents.items() if its_parent == parent]
    for each in found:
        found += [child for child, its_parent in parents.items() if its_parent == each]
    return found


def held(process: int) -> float:
    """MiB that a process holds, its part of shared pages only; 0 if it ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def shell_loop(jobs: list[Job], out: Path, workers: int) -> None:
    for job in jobs:
        executed = out / f"{job.slug}.ipynb"
        words = [word for name, value in job.parameters.items() for word in ("-p", name, str(value))]
        notebook = folders.notebooks() / f"{job.notebook}.ipynb"
        call([sys.executable, "-m", "papermill", notebook, executed, "--no-progress-bar", "-k", "python3", *words])
        call([sys.executable, "-m", "nbconvert", "--to", "html", executed])


def python_loop(jobs: list[Job], out: Path, workers: int) -> None:
    told = [(job.slug, str(folders.notebooks() / f"{job.notebook}.ipynb"), job.parameters) for job in jobs]
    call([sys.executable, "-c", PYTHON_LOOP, out], told)


def factory(jobs: list[Job], out: Path, workers: int) -> None:
    names = [job.region if job.kind == "region" else "KZ" for job in jobs]
    call(
        [sys.executable, "-m", "iidsp_analysis.cli", "report", *names, "--out", out, "--jobs", str(workers), "--quiet"]
    )


def limit(jobs: list[Job], out: Path, workers: int) -> None:
    call([sys.executable, "-c", LIMIT, str(workers)], [(cells_of(job), job.parameters) for job in jobs])


def call(command: list[object], told: object = None) -> None:
    environment = os.environ | {name: ENVIRONMENT[name] for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    environment["PYTHONPATH"] = str(folders.project())
    subprocess.run([str(word) for word in command], check=True, cwd=folders.notebooks(), env=environment, text=True,
                   input=json.dumps(told), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip


WAYS = {"shell": shell_loop, "python": python_loop, "b": factory, "c": limit}


def main() -> None:
    chosen = argparse.ArgumentParser()
    chosen.add_argument("--regions", nargs="*", default=["KZ", *(each.id for each in regions.regions_of(2014))])
    chosen.add_argument("--only", nargs="*", choices=WAYS, default=list(WAYS))
    chosen.add_argument("--jobs", type=int, default=2)
    asked = chosen.parse_args()
    jobs = [region_job(label, Settings()) for label in asked.regions]
    export_forecasts(jobs[0].context(build.load()).exports)
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only:
            out = Path(folder) / name
            out.mkdir()
            memory: dict[str, float] = {}
            with most_memory(memory):
                seconds[name], cpu = timed(WAYS[name], jobs, out, asked.jobs)
            print(f"{name:8} {seconds[name]:8.1f} s  {cpu:8.1f} CPU-s  {seconds[name] / len(jobs):6.2f} s a page  "
                  f"{memory.get('MiB', float('nan')):6.0f} MiB at most", flush=True)  # fmt: skip
        if "b" in seconds:
            tell_pages(Path(folder) / "b")
            again, _ = timed(factory, jobs, Path(folder) / "b", asked.jobs)
            print(f"a second run takes {again:.2f} s ({again / seconds['b']:.1%} of the first)")
    for name in set(seconds) - {"b"} if "b" in seconds else ():
        print(f"{name} / b = {seconds[name] / seconds['b']:.2f}")


def tell_pages(out: Path) -> None:
    rows = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["jobs"].values()
    sizes, memory = [row["size"] for row in rows], [row["memory"] for row in rows]
    print(f"median page {statistics.median(sizes) / 1e6:.2f} MB, most memory of a page {max(memory):.0f} MiB")


if __name__ == "__main__":
    main()
