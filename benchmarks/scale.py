"""What grows with the number of pages: a batch of nearly empty pages, the run that finds it unchanged, its files.

The pages of the fan-out are costly for what they tell; what a thousand of them cost beyond that is measured with pages
that tell nothing. Prints seconds, and bytes of the manifest and of the index, for each number of pages::

    python benchmarks/scale.py 1000 4800
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.finder import Listing
from iidsp_analysis.report.jobs import Job, Settings
from iidsp_analysis.report.manifest import FILE
from iidsp_analysis.report.site import PageCard, render_index

PARAMETERS = 'region = ""\nindustry = ""\nyear = 2017\nborders = 2014\nas_of = ""\nlanguage = "ru"'
NAME, REGION = "XVIII · Приборы, часы", "Восточно-Казахстанская"
KIB = 1024


def jobs_of(number: int) -> list[Job]:
    """So many jobs with names as long as those of the fan-out."""
    slugs = [f"east_kazakhstan_{n:04d}_hs_XV" for n in range(number)]
    return [Job("region_industry", slug, "akmola", "XV", Settings(language="ru")) for slug in slugs]


def empty_notebook(folder: Path) -> None:
    """Write a notebook that prints a word."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"},
                                                  "language_info": {"name": "python"}})  # fmt: skip
    notebook.cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
                      nbformat.v4.new_code_cell("print(region)")]  # fmt: skip
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    folder.mkdir()
    nbformat.write(notebook, folder / "industry_report.ipynb")


def index_bytes(number: int) -> int:
    """Bytes of the index over so many pages."""
    cards = [
        PageCard(job.slug, "XVIII", NAME, NAME, f"{job.slug}.html", None, 1234567.8, "1 234 567,8", "done", "pair",
                 region=f"{REGION} {place}")
        for place, job in enumerate(jobs_of(number))
    ]  # fmt: skip
    page = render_index(cards, language="ru", title="Обрабатывающая промышленность", lede="",
                        listing=Listing("Отчёты", "Экспорт, тыс. долл. США"))  # fmt: skip
    return len(page.encode())


def measured(number: int) -> str:
    """Make so many pages, find them unchanged, and tell what that took."""
    with tempfile.TemporaryDirectory() as home:
        notebooks, out = Path(home) / "notebooks", Path(home) / "out"
        empty_notebook(notebooks)
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            outcomes = run_batch(jobs_of(number), notebooks, out, Options(workers=2))
            seconds.append(time.perf_counter() - started)
            assert all(each.is_done for each in outcomes)
        manifest = (out / FILE).stat().st_size
        pages = sum(page.stat().st_size for page in out.glob("*.html"))
    return (
        f"{number} pages: made in {seconds[0]:.1f} s ({seconds[0] / number:.3f} s each), found unchanged in "
        f"{seconds[1]:.2f} s; manifest {manifest / KIB:.0f} KiB, pages {pages / KIB:.0f} KiB, index "
        f"{index_bytes(number) / 1000:.0f} kB; memory of this process at most "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB:.0f} MiB"
    )


def main() -> None:
    """Measure the numbers of pages that are given."""
    for number in map(int, sys.argv[1:] or ["1000"]):
        print(measured(number), flush=True)


if __name__ == "__main__":
    main()
