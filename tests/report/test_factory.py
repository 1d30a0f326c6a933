"""The factory: the same bytes each time, nothing done twice, and events for whoever waits."""

from __future__ import annotations

import json

import pytest

from iidsp_analysis.report import manifest
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, backtest_job, industry_job, region_job
from iidsp_analysis.report.manifest import Manifest, Row
from iidsp_analysis.report.outcomes import InCell, Outcome, Planned
from iidsp_analysis.report.progress import as_event, progress
from iidsp_analysis.report.tasks import Task
from tests.report.batches import FAULTY, Six, six_jobs


def row(slug="akmola", **told):
    return Row(slug, "region", "region_report", {"year": 2017}, **({"status": "done"} | told))


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    book = Manifest(tmp_path)
    book.editions = {"e": {"code": "1"}, "nobody's": {}}
    book.put(row(edition="e", why=("new",), warnings=("careful",)))
    again = Manifest(tmp_path)
    assert again.rows == book.rows
    assert again.editions == {"e": {"code": "1"}}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99, "jobs": {"akmola": {}}}'])
def test_a_manifest_that_is_none_says_nothing(tmp_path, text):
    (tmp_path / manifest.FILE).write_text(text)
    assert Manifest(tmp_path).rows == {}


def test_a_page_is_fresh_only_as_it_was_written(tmp_path):
    page = tmp_path / "akmola.html"
    page.write_text("page")
    book = Manifest(tmp_path)
    book.put(row(key="k", page=page.name, checksum=manifest.checksum_of(page)))
    assert book.is_fresh("akmola", "k")
    assert not book.is_fresh("akmola", "other")
    assert not book.is_fresh("pavlodar", "k")
    page.write_text("edited")
    assert not book.is_fresh("akmola", "k")
    page.unlink()
    assert not book.is_fresh("akmola", "k")


def test_a_task_travels_as_text(tmp_path):
    job = region_job("AKM", Settings(as_of="2018-03"))
    task = Task(job, job.parameters, tmp_path / "n{}.ipynb", tmp_path, inputs="x")
    assert Task.from_text(task.to_text()) == task


def test_events_are_lines_of_json(capsys):
    outcome = Outcome(region_job("AKM", Settings()), None, 1.0, "why", status="failed")
    with progress(as_json=True) as listen:
        for told in (Planned(2, 1), InCell("akmola", 3, 70, "Exports"), outcome):
            listen(told)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["planned", "cell", "page"]
    assert events[1]["section"] == "Exports"
    assert events[2] == as_event(outcome)


@pytest.mark.parametrize(("options", "lines"), [({}, 2), ({"quiet": True}, 0)], ids=["lines", "quiet"])
def test_without_a_terminal_every_page_is_a_line(capsys, options, lines):
    with progress(**options) as listen:
        listen(Planned(1, 2))
        listen(InCell("akmola", 3, 70, "Exports"))
        listen(Outcome(region_job("AKM", Settings()), None, 1.0, "why", status="timed out"))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == lines
    assert not told or told[-1] == "TIMED OUT akmola 1.0 s"


@pytest.mark.slow
def test_a_second_run_makes_what_is_missing_or_was_edited(tmp_path):
    six = Six(tmp_path, "print('only now')")
    first = six.run()
    assert all(outcome.is_new for outcome in first.values())
    told = []
    second = six.run(listen=told.append)
    assert told == [Planned(0, 6)]
    assert not any(outcome.is_new for outcome in second.values())
    (six.out / f"{FAULTY}.html").write_text("edited by hand")
    assert [slug for slug, outcome in six.run().items() if outcome.is_new] == [FAULTY]
    assert all(outcome.is_new for outcome in six.run(is_forced=True).values())


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(tmp_path, project):
    settings = Settings(language="en")
    jobs = [region_job("AKM", settings), region_job("PVL", settings), industry_job("24", settings)]
    jobs.append(backtest_job(settings))
    pages = []
    for number, options in enumerate((Options(workers=1), Options(workers=2))):
        outcomes = run_batch(jobs, project / "notebooks", tmp_path / str(number), options)
        assert all(outcome.is_done for outcome in outcomes)
        pages.append([outcome.page.read_bytes() for outcome in outcomes])
    assert pages[0] == pages[1]


@pytest.mark.slow
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_both_engines_give_the_same_pages(tmp_path, start):
    six = Six(tmp_path, "print('x')")
    jobs = six_jobs()[:2]
    ours = run_batch(jobs, six.notebooks, tmp_path / "a", Options())
    cold = run_batch(jobs, six.notebooks, tmp_path / "b", Options(engine="nbclient", start=start))
    assert [each.page.read_bytes() for each in ours] == [each.page.read_bytes() for each in cold]


@pytest.mark.slow
def test_a_real_page_equals_that_of_a_cold_kernel(tmp_path, project):
    settings = Settings(language="en")
    jobs = [region_job(label, settings) for label in ("AKM", "PVL")]  # two: what they share is prepared
    ours = run_batch(jobs, project / "notebooks", tmp_path / "a", Options())
    cold = run_batch(jobs[:1], project / "notebooks", tmp_path / "b", Options(engine="nbclient"))
    assert ours[0].page.read_bytes() == cold[0].page.read_bytes()
