"""How fast and how exact the measures of complexity are, beside the dense form and the installed peers.

Every variant runs in a process of its own on the same synthetic nested panel (seeded, about half of its cells not 0)
and does the whole way RCA → presence → ECI, PCI → density → outlook index → outlook gain. Printed are seconds (of the
first run and the best of several, and of the processor, which other work on the machine does not change), how many
times those of ``lowrank`` with the most threads, the peak memory of the process with its interpreter, and the largest
deviation from the dense form in the numbers that both have. Peers are optional:
``pip install "iidsp-analysis[bench]"``; they run once.

    python -m benchmarks.complexity [--regions 230] [--industries 5000] [--years 20] [--only lowrank dense ...]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd

from iidsp_analysis.measures import complexity

Numbers = dict[str, np.ndarray]
SEED = 7


def nested_panel(regions: int, industries: int, year: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Amounts that able regions have in many industries and others in easy ones only, and the planted ability."""
    random = np.random.default_rng([SEED, year])
    ability = np.sort(random.normal(size=regions))
    difficulty = random.normal(size=industries)
    match = 2 * (ability[:, None] - difficulty)
    active = random.random(match.shape) < 1 / (1 + np.exp(-match))
    active[-1] = True  # The textbook form and the peers have no answer where an industry is found nowhere.
    sizes = random.lognormal(sigma=1.5, size=regions)[:, None] * random.lognormal(sigma=1.5, size=industries)
    return np.where(active, sizes * random.lognormal(0.5 * match, 1.0), 0.0), ability


def lowrank(values: np.ndarray, anchor: np.ndarray) -> Numbers:
    """The package as it is called (low-rank above 2,000 industries, dense below)."""
    presence = complexity.presence(complexity.revealed_comparative_advantage(values))
    index = complexity.complexity_index(presence, anchor)
    outlook = complexity.outlook(presence, index.pci)
    return {
        "eci": index.eci,
        "pci": index.pci,
        "density": outlook.density,
        "coi": outlook.index,
        "gain": outlook.gain,
    }


def dense(values: np.ndarray, anchor: np.ndarray) -> Numbers:
    """The textbook: full matrices, written down as the formulas stand."""
    rca = values / values.sum(axis=1, keepdims=True) / (values.sum(axis=0) / values.sum())
    present = (rca >= 1).astype(float)
    diversity, ubiquity = present.sum(axis=1), present.sum(axis=0)
    root = np.sqrt(diversity)
    scaled = present / root[:, None] / np.sqrt(ubiquity)
    places = np.linalg.eigh(scaled @ scaled.T)[1][:, -2] / root
    places *= np.sign(np.corrcoef(places, anchor)[0, 1])
    products = present.T @ places / ubiquity
    pci = (products - products.mean()) / products.std()
    phi = present.T @ present / np.maximum(ubiquity[:, None], ubiquity)
    np.fill_diagonal(phi, 0.0)
    totals = phi.sum(axis=0)
    density = present @ phi / totals
    reach = ((1 - present) * (pci / totals)) @ phi
    return {
        "eci": (places - places.mean()) / places.std(),
        "pci": pci,
        "density": density,
        "coi": (density * (1 - present)) @ pci,
        "gain": (1 - present) * (reach - density * pci),
    }


def panel(values: np.ndarray, anchor: np.ndarray) -> Numbers:
    """The long panel: a long frame of the cells that are not 0 in, the complete long frame out."""
    rows = _long(values)
    whole = complexity.complexity_panel(rows, anchor=pd.Series(anchor))
    grid = {name: whole[name].to_numpy().reshape(values.shape) for name in ("density", "eci", "pci", "coi")}
    gain = whole["outlook_gain"].to_numpy().reshape(values.shape)
    return {
        "eci": grid["eci"][:, 0],
        "pci": grid["pci"][0],
        "density": grid["density"],
        "coi": grid["coi"][:, 0],
        "gain": gain,
    }


def ecomplexity(values: np.ndarray, anchor: np.ndarray) -> Numbers:
    """Growth Lab's package without its sampled check; its diagonal of 1 and its gain are other numbers."""
    from ecomplexity import ecomplexity as run

    names = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
    answer = run(_long(values).assign(year=0), names, check_logsupermodularity=False, verbose=False)
    return {"eci": _turned(answer.groupby("region")["eci"].first(), anchor)}


def econcomplex(values: np.ndarray, anchor: np.ndarray) -> Numbers:
    """The pipeline with its density in per cent; its gain is another number."""
    from econcomplex import compute_complexity

    answer = compute_complexity(_long(values), {"loc": "region", "act": "industry", "val": "value"})
    return {"eci": _turned(answer.groupby("region")["eci"].first(), anchor)}


def _long(values: np.ndarray) -> pd.DataFrame:
    region, industry = np.nonzero(values)
    return pd.DataFrame({"region": region, "industry": industry, "year": 0, "value": values[region, industry]})


def _turned(eci: pd.Series, anchor: np.ndarray) -> np.ndarray:
    numbers = eci.sort_index().to_numpy()
    return numbers * np.sign(np.corrcoef(numbers, anchor)[0, 1])


VARIANTS: dict[str, Callable[[np.ndarray, np.ndarray], Numbers]] = {
    "dense": dense,
    "lowrank": lowrank,
    "panel": panel,
    "ecomplexity": ecomplexity,
    "econcomplex": econcomplex,
}
PEERS = ("ecomplexity", "econcomplex")
RUNS = 5


def measure(name: str, regions: int, industries: int, years: int, out: str) -> None:
    """Child process: run one variant and print its figures as JSON."""
    seconds, processor = [], []
    numbers: Numbers = {}
    for run in range(years if years > 1 else 1 if name in PEERS else RUNS):
        values, anchor = nested_panel(regions, industries, run if years > 1 else 0)
        numbers = {}  # So that the peak holds one answer, not two.
        start, started = time.perf_counter(), time.process_time()
        numbers = VARIANTS[name](values, anchor)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if out:
        np.savez(out, **numbers)
    figures = {"first": seconds[0], "best": min(seconds), "sum": sum(seconds), "cpu": processor[0], "peak": peak}
    print(json.dumps(figures))


def run(name: str, options: argparse.Namespace, years: int, threads: int, out: str = "") -> dict[str, float]:
    """Run a variant in a child process with so many BLAS threads and return its figures."""
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    size = [str(options.regions), str(options.industries), str(years)]
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.complexity", "--child", name, *size, out]
    done = subprocess.run(command, env=os.environ | limits, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def cases(options: argparse.Namespace) -> list[tuple[str, int]]:
    """List variants and threads; the slow peers run once, with the most threads."""
    return [
        (name, threads)
        for name in options.only
        for threads in (options.threads if name not in PEERS else [max(options.threads)])
    ]


def deviation(mine: Path, dense_form: Path) -> str:
    """Name the largest absolute difference in the numbers that both have."""
    if not (mine.exists() and dense_form.exists()) or mine == dense_form:
        return "-"
    with np.load(mine) as one, np.load(dense_form) as other:
        largest = max(float(np.abs(one[name] - other[name]).max()) for name in one.files)
        return f"{largest:.1e} ({', '.join(one.files)})"


def line(label: str, took: dict[str, float], base: dict[str, float], deviates: str) -> str:
    """Format one row of the table."""
    ratios = [f"{took[key] / base[key]:.1f}" if base else "-" for key in ("first", "cpu")]
    seconds = f"{took['first']:>10.3f}{took['best']:>10.3f}{took['cpu']:>10.3f}"
    return f"{label:<22}{seconds}{ratios[0]:>9}{ratios[1]:>9}{took['peak']:>7.0f}  {deviates}"


def table(options: argparse.Namespace) -> None:
    print(f"{options.regions} regions × {options.industries} industries, seed {SEED}, {os.cpu_count()} processors")
    print(f"numpy {np.__version__}, pandas {pd.__version__}, " + ", ".join(map(version, ("threadpoolctl", *PEERS))))
    print("seconds of the first run, of the best, and of the processor in the first; how many times those of lowrank")
    print(f"{'variant':<22}{'first':>10}{'best':>10}{'cpu':>10}{'ratio':>9}{'cpu':>9}{'MiB':>7}  deviation from dense")
    with tempfile.TemporaryDirectory() as folder:
        answers = {name: Path(folder) / f"{name}.npz" for name in options.only}
        base: dict[str, float] = {}
        for name, threads in cases(options):
            label = f"{name} ({threads} thr.)"
            if name in PEERS and importlib.util.find_spec(name) is None:
                print(f'{label:<22}not installed: pip install "iidsp-analysis[bench]"')
                continue
            took = run(name, options, 1, threads, str(answers[name]))
            base = took if name == "lowrank" else base
            deviates = deviation(answers[name], Path(folder) / "dense.npz")
            print(line(label, took, base, deviates), flush=True)
    for threads in options.threads if options.years > 1 else ():
        took = run("lowrank", options, options.years, threads)
        label = f"lowrank, {options.years} years one after another ({threads} thr.)"
        print(f"{label}: {took['sum']:.2f} s, {took['peak']:.0f} MiB")


def version(package: str) -> str:
    """Name an optional package with its version, or say that it is not there."""
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"no {package}"


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        name, regions, industries, years, out = sys.argv[2:]
        measure(name, int(regions), int(industries), int(years), out)
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=230)
    parser.add_argument("--industries", type=int, default=5000)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="+", choices=list(VARIANTS), default=list(VARIANTS))
    table(parser.parse_args())


if __name__ == "__main__":
    main()
