"""A batch with broken notebooks: the good pages appear, the bad ones do not, and each failure names its cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Job, Settings, industry_job, region_job
from iidsp_analysis.report.kept import FOLDER
from tests.report.made_notebooks import made_notebook

SETTINGS = Settings(language="en")


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """Three notebooks: the region's is good, the industry's raises, the country's kills its process."""
    folder = tmp_path / "note{books}"
    folder.mkdir()
    made_notebook(folder / "region_report.ipynb", "print(region)")
    made_notebook(folder / "industry_report.ipynb", "1 + 1", "1 / 0", "print('never')")
    made_notebook(folder / "national_report.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "start", "status", "reason"),
    [("iidsp", "fork", "killed", "killed: its process was killed from outside"),
     ("nbclient", "fork", "failed", "DeadKernelError"),
     ("nbclient", "spawn", "failed", "DeadKernelError")],
)  # fmt: skip
def test_a_failure_stops_nothing_but_its_own_page(notebooks, tmp_path, engine, start, status, reason):
    out = tmp_path / "out"
    jobs = [industry_job("24", SETTINGS), region_job("KZ", SETTINGS), region_job("AKM", SETTINGS)]
    out.mkdir()
    (out / "industry_24.html").write_text("a page of an earlier run")
    outcomes = run_batch(jobs, notebooks, out, Options(engine=engine, start=start))
    raised, killed, good = outcomes
    assert [outcome.job.slug for outcome in outcomes] == ["industry_24", "kazakhstan", "akmola"]
    assert good.is_done, good.reason
    assert "akmola" in good.page.read_text(encoding="utf-8")
    assert raised.reason == "ZeroDivisionError: division by zero"
    assert killed.status == status
    assert killed.reason.startswith(reason)
    assert not (out / "industry_24.html").exists(), "an old page must not pass for a new one"
    kept = nbformat.read(raised.kept, as_version=4)
    assert kept.cells[-1].source == "print('never')"
    assert any(output.output_type == "error" for cell in kept.cells[:-1] for output in cell.get("outputs", []))
    assert not (out / FOLDER / "akmola.ipynb").exists()


@dataclass(frozen=True)
class Misspelt(Job):
    """A job that tells its notebook a parameter that it does not have."""

    @property
    def parameters(self):
        return super().parameters | {"regoin": "PVL"}


@pytest.mark.slow
def test_a_misspelt_parameter_is_an_error_of_the_notebook(project: Path, tmp_path: Path):
    jobs = [Misspelt("region", "akmola", "akmola", "", SETTINGS)]
    (outcome,) = run_batch(jobs, project / "notebooks", tmp_path)
    assert not outcome.is_done
    assert outcome.reason.startswith("UsageError: Unknown parameter: regoin.")


@pytest.mark.slow
def test_a_region_without_its_table_still_gets_its_report(project: Path, tmp_path: Path):
    settings = Settings(year=2018, borders=2022, language="en")
    (outcome,) = run_batch([region_job("ABY", settings)], project / "notebooks", tmp_path)
    assert outcome.is_done, outcome.reason
    page = outcome.page.read_text(encoding="utf-8")
    assert "not published for Abai Region on the borders of 2022" in page
    visible = re.sub(r"<[^>]+>", " ", page.split("<body", 1)[1])
    assert not re.search(r"\b(nan|NaN|inf|None)\b", visible)
