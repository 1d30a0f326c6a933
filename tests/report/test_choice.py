"""Pages of one notebook alone, and region × industry: planned and refused before anything starts."""

from __future__ import annotations

import pytest

from iidsp_analysis.errors import BoundaryError, UnknownLabelError, UsageError
from iidsp_analysis.report import choice
from iidsp_analysis.report.batch import Wish, default_folder
from iidsp_analysis.report.choice import candidates, jobs_of_notebook
from iidsp_analysis.report.jobs import Settings, plan, region_industry_job


def planned(notebook: str, *labels: str, industries=(), everything=False, **settings):
    return jobs_of_notebook(notebook, labels, industries, Settings(**settings), everything=everything)


@pytest.mark.parametrize(("borders", "regions"), [(2014, 16), (2018, 17), (2022, 20)])
def test_the_fan_out_is_every_region_by_every_group_of_goods(borders, regions):
    jobs = planned("industry_report", everything=True, borders=borders)
    assert len(jobs) == regions * 18
    assert len({job.slug for job in jobs}) == len(jobs)
    assert {job.notebook for job in jobs} == {"industry_report"}
    assert not {job.slug for job in jobs} & {job.slug for job in plan([], Settings(borders=borders), everything=True)}


def test_slug_and_parameters_come_from_ids():
    job = region_industry_job("Акмолинская область", " xv ", Settings(language="en"))
    assert job.slug == "akmola_hs_XV"
    assert job.parameters == {"region": "akmola", "industry": "XV", "year": 2017, "borders": 2014, "as_of": "",
                              "language": "en"}  # fmt: skip
    assert region_industry_job("AKM", "Basic metals", Settings()).slug == "akmola_oked_24"


def test_named_regions_and_industries():
    assert len(planned("industry_report", "AKM", "PVL")) == 36
    jobs = planned("industry_report", "AKM", industries=("XV", "24"))
    assert [job.slug for job in jobs] == ["akmola_hs_XV", "akmola_oked_24"]


def test_divisions_fan_out_where_the_table_gives_them(monkeypatch):
    monkeypatch.setattr(choice, "_is_table_dropped", lambda: True)
    monkeypatch.setattr(choice, "_has_divisions", lambda settings: True)
    jobs = planned("industry_report", everything=True)
    assert len(jobs) == 16 * 24
    assert jobs[0].slug.endswith("_oked_10")


def test_without_a_dropped_file_no_table_is_opened(monkeypatch):
    monkeypatch.setattr(choice, "_has_divisions", lambda settings: pytest.fail("a table was opened"))
    assert len(candidates(Settings())) == 18


def test_a_dropped_file_is_noticed(home, monkeypatch):
    assert not choice._is_table_dropped()
    (home / "data" / "raw" / "bns" / "5931.xlsx").write_bytes(b"")
    assert choice._is_table_dropped()


@pytest.mark.parametrize(("notebook", "slugs"), [
    ("exports", ["exports"]), ("backtest", ["backtest"]), ("concept", ["concept"]),
    ("national_report", ["kazakhstan"]),
])  # fmt: skip
def test_a_page_about_the_country_needs_no_region(notebook, slugs):
    assert [job.slug for job in planned(notebook)] == slugs
    assert [job.slug for job in planned(notebook, everything=True)] == slugs


def test_region_reports_alone():
    jobs = planned("region_report", everything=True)
    assert {job.kind for job in jobs} == {"region"}
    assert [job.slug for job in planned("region_report", "AKM")] == ["akmola"]


@pytest.mark.parametrize(("wish", "error", "words"), [
    (Wish(("AKM",), notebook="nothing"), UsageError, "no notebook"),
    (Wish(("AKM",), notebook="../region_report"), UsageError, "no notebook"),
    (Wish(("AKM",), notebook="projects"), UsageError, "iidsp projects report"),
    (Wish(notebook="industry_report"), UsageError, "No region is named"),
    (Wish(("KZ",), notebook="industry_report"), UsageError, "no region of itself"),
    (Wish(("KZ",), notebook="region_report"), UsageError, "Use national_report"),
    (Wish(("AKM",), notebook="exports"), UsageError, "one page"),
    (Wish(("AKM",), everything=True, notebook="industry_report"), UsageError, "beside --all"),
    (Wish(("AKM",), ("24",), notebook="region_report"), UsageError, "not about an industry"),
    (Wish(("AKM",), exports=True, notebook="region_report"), UsageError, "Two kinds"),
    (Wish(("AKM", "11"), notebook="industry_report"), UsageError, "named twice"),
    (Wish(("AKM",), ("XV", "xv"), notebook="industry_report"), UsageError, "named twice"),
    (Wish(("AKM",), ("V",), notebook="industry_report"), UnknownLabelError, "no group of processed goods"),
    (Wish(("AKM",), ("XV'; import os",), notebook="industry_report"), UnknownLabelError, "no manufacturing division"),
    (Wish(("AKM",), ("../../etc",), notebook="industry_report"), UnknownLabelError, "no manufacturing division"),
    (Wish(("ABY",), notebook="industry_report"), BoundaryError, "2014"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(wish, error, words):
    with pytest.raises(error, match=words):
        wish.jobs(Settings())


def test_a_part_of_the_pages_does_not_pass_for_a_whole_set():
    wish = Wish(everything=True, notebook="industry_report")
    assert not wish.is_whole
    assert default_folder(Settings(), everything=wish.is_whole).name == "2017_borders-2014_ru"
