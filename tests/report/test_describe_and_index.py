"""What stands around a notebook on its page, and the index over a batch, also over one that failed."""

from __future__ import annotations

import re
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest

from iidsp_analysis import build, folders
from iidsp_analysis.report import pages
from iidsp_analysis.report.jobs import Settings, backtest_job, concept_job, exports_job, industry_job, plan, region_job
from iidsp_analysis.report.outcomes import Outcome
from tests.sections.reports import report

ENGLISH = Settings(language="en")


@pytest.fixture(autouse=True)
def embedded(monkeypatch, panel, project):
    """Jobs open the embedded figures without a processed panel on the disk."""
    monkeypatch.setattr(build, "load", lambda: panel)
    monkeypatch.setattr(folders, "raw", lambda: project / "data" / "raw")


def done(job) -> Outcome:
    return Outcome(job, Path(f"{job.slug}.html"), 1.0)


def failed(job, reason="MissingDataError: <no> figures") -> Outcome:
    return Outcome(job, None, 1.0, reason)


def _words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.split("</style>")[-1])))


def test_what_a_page_is_told():
    told = pages.describe(region_job("AKM", ENGLISH))
    assert told["title"] == "Manufacturing: Akmola Region, 2017"
    assert "2014" in told["description"]
    assert (told["language"], told["home"]) == ("en", "index.html")
    assert told["translate"]("anything") == "anything"


def test_the_title_of_an_industry():
    assert pages.describe(industry_job("24", ENGLISH))["title"].startswith("24 ")
    assert pages.describe(industry_job("24", Settings()))["language"] == "ru"


def test_the_title_of_the_backtest():
    told = pages.describe(backtest_job(ENGLISH))
    assert told["title"] == "Were the picks right? Growth points of 2017 and other years"


def test_the_exports_page_has_a_title_of_its_own_and_stands_beside_the_country(tmp_path):
    assert pages.describe(exports_job(ENGLISH))["title"] == (
        "Exports of the processing industry: Kazakhstan and its regions, 2017"
    )
    outcomes = [done(region_job("KZ", ENGLISH)), done(exports_job(ENGLISH)), failed(backtest_job(ENGLISH))]
    html = pages.write_index(outcomes, ENGLISH, tmp_path).read_text(encoding="utf-8")
    assert '<p class="country"><a href="exports.html">Exports of the processing industry, by region</a>' in html
    assert 'href="backtest.html"' not in html


def test_the_concept_has_a_title_and_stands_beside_the_country(tmp_path):
    assert pages.describe(concept_job(ENGLISH))["title"].startswith("Input to the Concept of the new programme")
    html = pages.write_index([done(region_job("KZ", ENGLISH)), done(concept_job(ENGLISH))], ENGLISH, tmp_path)
    assert 'href="concept.html"' in html.read_text(encoding="utf-8")


def test_the_backtest_stands_beside_the_country(tmp_path):
    outcomes = [done(region_job("KZ", ENGLISH)), failed(region_job("AKM", ENGLISH)), done(backtest_job(ENGLISH))]
    html = pages.write_index(outcomes, ENGLISH, tmp_path).read_text(encoding="utf-8")
    assert 'href="backtest.html"' in html
    assert "Were the picks right? The backtest of the growth points" in _words(html)
    assert not re.search(r"\b(?:nan|None)\b", _words(html))


def test_provenance_names_editions_checksum_and_program(panel, project):
    told = pages.provenance(report(panel))
    assert told["Edition of the tables"] == ", ".join(sorted({s.vintage for s in panel.sources.values()}))
    assert told["Checksum of the raw tables"] == build.raw_key(project / "data" / "raw")[:16]
    assert told["Version of the program"] == version("iidsp-analysis")
    assert told["Looking from"] == "today's edition"


def test_the_index_of_all_regions(tmp_path):
    jobs = plan([], ENGLISH, everything=True)
    html = pages.write_index([done(job) for job in jobs], ENGLISH, tmp_path).read_text(encoding="utf-8")
    text = _words(html)
    # domain.md, A.3 and 0.2: 11.3 % of GDP in 2017; +46.0 % in tenge, +8.0 % in volume.
    for number in ("11.3%", "+46.0%", "+8.0%", "2015→2017"):
        assert number in text
    # domain.md, C: shares of gross regional product.
    for share in ("31.2%", "18.9%", "18.8%", "4.4%", "3.9%", "2.9%"):
        assert share in text
    hrefs = set(re.findall(r'href="([^"#]+\.html)"', html))
    assert hrefs == {f"{job.slug}.html" for job in jobs}
    assert not re.search(r"\b(?:nan|None|inf)\b", text)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_failed_report_shows_its_reason_and_no_link(tmp_path, language):
    settings = Settings(language=language)
    jobs = [region_job(label, settings) for label in ("KZ", "AKM", "AST")] + [industry_job("24", settings)]
    outcomes = [done(jobs[0]), failed(jobs[1]), done(jobs[2]), failed(jobs[3], "KeyError: 'x'")]
    html = pages.write_index(outcomes, settings, tmp_path).read_text(encoding="utf-8")
    assert "&lt;no&gt; figures" in html
    assert "KeyError" in html
    assert 'href="akmola.html"' not in html
    assert 'href="astana.html"' in html


def test_an_index_over_nothing_but_failures(tmp_path):
    jobs = [region_job("KZ", ENGLISH), region_job("AKM", ENGLISH)]
    html = pages.write_index([failed(job) for job in jobs], ENGLISH, tmp_path).read_text(encoding="utf-8")
    assert not re.findall(r'href="(?:akmola|KZ|kz|country)[^"]*\.html"', html)
    assert html.count("figures") >= 2


def test_a_region_without_a_figure_is_on_the_map_without_a_value(tmp_path):
    # In 2018 Abai was not published on its own.
    settings = Settings(year=2018, borders=2022, language="en")
    jobs = [region_job(label, settings) for label in ("KZ", "AKM", "ABY")]
    html = pages.write_index([done(job) for job in jobs], settings, tmp_path).read_text(encoding="utf-8")
    assert 'href="abai.html"' in html
    assert "20.4%" in _words(html)
    assert not re.search(r"\b(?:nan|None)\b", _words(html))


@pytest.mark.parametrize("year", [2010, 2025])
def test_the_index_of_the_first_and_the_last_year(tmp_path, year):
    # 2010 has no year before it, 2025 no exchange rate and no national volume index: dashes, not a failed batch.
    settings = Settings(year=year, language="en")
    jobs = [region_job(label, settings) for label in ("KZ", "AKM")]
    text = _words(pages.write_index([done(job) for job in jobs], settings, tmp_path).read_text(encoding="utf-8"))
    assert ("–" in text) == (year == 2025)
    assert f"Manufacturing of Kazakhstan by region, {year}" in text
    assert not re.search(r"\b(?:nan|None)\b", text)


def test_the_same_outcomes_give_the_same_bytes(tmp_path):
    outcomes = [done(region_job("KZ", ENGLISH)), failed(region_job("AKM", ENGLISH))]
    first, second = (pages.write_index(outcomes, ENGLISH, tmp_path).read_bytes() for _ in range(2))
    assert first == second
