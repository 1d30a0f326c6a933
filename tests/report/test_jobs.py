"""What is to be rendered is planned and refused before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from iidsp_analysis.errors import BoundaryError, UnknownLabelError, UsageError
from iidsp_analysis.report.jobs import (
    Settings,
    backtest_job,
    concept_job,
    exports_job,
    industry_job,
    notebook_path,
    plan,
    region_job,
)


@pytest.mark.parametrize("label", ["AKM", "akm", "11", "110000000", "KZ-11", "Акмолинская область", "akmola"])
def test_any_name_of_a_region_gives_the_same_job(label):
    assert region_job(label, Settings()).slug == "akmola"


def test_a_slug_comes_from_the_id_on_the_borders_asked_for():
    assert region_job("VKO", Settings(borders=2014)).slug == "east_kazakhstan_pre2022"
    assert region_job("VKO", Settings(borders=2022)).slug == "east_kazakhstan"


@pytest.mark.parametrize(("borders", "regions"), [(2014, 16), (2018, 17), (2022, 20)])
def test_everything_is_the_country_its_regions_and_24_industries(borders, regions):
    jobs = plan([], Settings(borders=borders), everything=True)
    kinds = [job.kind for job in jobs]
    assert (kinds.count("country"), kinds.count("region"), kinds.count("industry")) == (1, regions, 24)
    assert (kinds.count("exports"), kinds.count("backtest")) == (1, 1)
    assert kinds.count("concept") == 1
    assert kinds[:2] == ["country", "exports"]
    assert len({job.slug for job in jobs}) == len(jobs)


def test_parameters_are_those_of_the_notebook():
    assert region_job("AKM", Settings(2019, 2014, "2020-03", "en")).parameters == {
        "region": "akmola", "year": 2019, "borders": 2014, "as_of": "2020-03", "language": "en",
    }  # fmt: skip
    assert "region" not in region_job("KZ", Settings()).parameters
    assert industry_job("24", Settings()).parameters["industry"] == "24"
    assert backtest_job(Settings(2018, language="en")).parameters == {
        "year": 2018, "borders": 2014, "as_of": "", "language": "en",
    }  # fmt: skip
    assert exports_job(Settings(2018, as_of="2019-03")).parameters == {
        "year": 2018, "borders": 2014, "as_of": "2019-03", "language": "ru",
    }  # fmt: skip
    assert (exports_job(Settings()).slug, exports_job(Settings()).notebook) == ("exports", "exports")
    assert (concept_job(Settings()).slug, concept_job(Settings()).notebook) == ("concept", "concept")
    assert "technology" not in concept_job(Settings()).parameters
    assert concept_job(Settings(technology="oecd")).parameters["technology"] == "oecd"
    assert "technology" not in region_job("AKM", Settings(technology="oecd")).parameters
    assert (backtest_job(Settings()).slug, backtest_job(Settings()).notebook) == ("backtest", "backtest")


@pytest.mark.parametrize(
    ("labels", "error"),
    [(["Akmolla"], UnknownLabelError), (["ABY"], BoundaryError), (["AKM", "11"], UsageError), ([], UsageError),
     (["../../etc/passwd"], UnknownLabelError), (["AKM'; import os"], UnknownLabelError)],
)  # fmt: skip
def test_what_cannot_be_rendered_is_refused(labels, error):
    with pytest.raises(error):
        plan(labels, Settings())


def test_a_year_in_progress_has_a_page_on_exports_and_no_other(panel):
    running = Settings(2017, as_of="2017-10", language="en")
    assert exports_job(running).context(panel).exports.months[-1] == "2017-09"
    for job in (region_job("AKM", running), region_job("KZ", running), industry_job("24", running)):
        with pytest.raises(UsageError, match="no figures of 2017"):
            job.context(panel)


def test_a_missing_notebook_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match=r"region_report\.ipynb"):
        notebook_path(region_job("AKM", Settings()), tmp_path)
