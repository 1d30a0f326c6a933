"""Pages of region × industry on the index: rows with amounts, found among the pages of earlier runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iidsp_analysis import build, folders
from iidsp_analysis.report import pages
from iidsp_analysis.report.jobs import Settings, region_industry_job, region_job
from iidsp_analysis.report.outcomes import Outcome

ENGLISH = Settings(language="en")


@pytest.fixture(autouse=True)
def embedded(monkeypatch, panel, project):
    """Jobs open the embedded figures without a processed panel on the disk."""
    monkeypatch.setattr(build, "load", lambda: panel)
    monkeypatch.setattr(folders, "raw", lambda: project / "data" / "raw")


def done(job) -> Outcome:
    return Outcome(job, Path(f"{job.slug}.html"), 1.0)


def index(tmp_path: Path, *outcomes: Outcome) -> str:
    return pages.write_index(list(outcomes), ENGLISH, tmp_path).read_text(encoding="utf-8")


def test_the_title_names_both():
    told = pages.describe(region_industry_job("AKM", "XV", ENGLISH))
    assert told["title"] == "XV · Base metals: Akmola Region, 2017"


def test_a_row_links_to_the_page_and_prints_the_amount(tmp_path):
    html = index(tmp_path, done(region_industry_job("AKM", "XV", ENGLISH)))
    row = re.search(r"<tr><th scope=\"row\"><a href=\"akmola_hs_XV.html\">.*?</tr>", html, re.DOTALL)[0]
    assert "XV · Base metals</a>" in row
    assert "<td>Akmola</td>" in row
    assert ">25,405.0</td>" in row
    assert "Exports, thousand USD, 2017" in html
    assert "Reports by region and industry: 1" in html


def test_what_is_not_published_is_no_zero(tmp_path):
    html = index(
        tmp_path, done(region_industry_job("AKM", "XIX", ENGLISH)), done(region_industry_job("AKM", "24", ENGLISH))
    )
    assert html.count("<td>–</td>") == 2
    assert not re.search(r"\b(?:nan|None)\b", html)


def test_pages_of_regions_stay_where_they_are(tmp_path):
    html = index(tmp_path, done(region_job("AKM", ENGLISH)), done(region_industry_job("AKM", "XV", ENGLISH)))
    assert 'class="tile' in html
    assert 'href="akmola.html"' in html


def test_a_failed_page_tells_its_region_and_has_no_link(tmp_path):
    html = index(tmp_path, Outcome(region_industry_job("AKM", "XV", ENGLISH), None, 1.0, "KeyError: <x>"))
    assert "XV · Base metals, Akmola</strong>: KeyError: &lt;x&gt;" in html
    assert 'href="akmola_hs_XV.html"' not in html
    assert "not built" in html
