"""Batches of six small pages, one of which meets a fault."""

from __future__ import annotations

import json
import os
from pathlib import Path

from iidsp_analysis.report import manifest, processes
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Job, Settings, industry_job
from iidsp_analysis.report.outcomes import Listener, Outcome, nobody
from iidsp_analysis.report.tasks import Limits
from tests.report.made_notebooks import made_notebook

FAULTY = "industry_24"
CODES = ("10", "11", "24", "25", "26", "27")


def six_jobs() -> list[Job]:
    """Six industries; the one in the middle is faulty."""
    return [industry_job(code, Settings(language="en")) for code in CODES]


class Six:
    """Six pages of one notebook that meets a fault in one of them, as long as the file ``flag`` is there."""

    def __init__(self, home: Path, fault: str, *, all_wait: float = 0.0) -> None:
        self.out, self.notebooks, self.flag = home / "out", home / "notebooks", home / "flag"
        self.notebooks.mkdir(parents=True, exist_ok=True)
        self.flag.write_text("")
        asked = f"from pathlib import Path\nfaulty = industry == '24' and Path({str(self.flag)!r}).exists()"
        lines = "\n".join(f"    {line}" for line in fault.splitlines())
        fault_cell = f"import time\ntime.sleep({all_wait})\nif faulty:\n{lines}"
        made_notebook(self.notebooks / "industry_report.ipynb", "# The fault", asked, fault_cell,
                      "print('Division', industry)")  # fmt: skip

    def run(self, limits: Limits | None = None, listen: Listener = nobody, **options) -> dict[str, Outcome]:
        """Run the batch."""
        chosen = Options(limits=limits or Limits(), **options)
        outcomes = run_batch(six_jobs(), self.notebooks, self.out, chosen, listen=listen)
        return {each.job.slug: each for each in outcomes}

    def rows(self) -> dict[str, dict]:
        """Rows of the manifest as they lie on the disk."""
        return json.loads((self.out / manifest.FILE).read_text(encoding="utf-8"))["jobs"]

    def require_sound(self, *faulty: str) -> None:
        """All other pages are there and are those of the manifest; nothing is left of the work."""
        for slug, row in self.rows().items():
            page = self.out / f"{slug}.html"
            if slug in faulty:
                assert not page.exists()
                assert row["status"] != "done"
                assert row["reason"]
                assert "\n" not in row["reason"]
                continue
            assert row["status"] == "done", row
            assert manifest.checksum_of(page) == row["checksum"]
            assert page.read_text(encoding="utf-8").endswith("</html>\n")
        left = {path.name for path in self.out.iterdir()} - {f"industry_{code}.html" for code in CODES}
        assert left <= {manifest.FILE, "_failed"}


#: Set by a test in its environment, which the processes that it starts inherit.
MARK = "IIDSP_STARTED_BY_TEST"


def servers() -> set[int]:
    """Processes that this test has started and what they started, wherever they hang now."""
    mark = f"{MARK}={os.environ[MARK]}".encode()
    found = set()
    for process in processes.children():
        try:
            environment = Path(f"/proc/{process}/environ").read_bytes()
        except OSError:
            continue
        if mark in environment.split(b"\0"):
            found.add(process)
    return found
