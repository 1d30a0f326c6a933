"""The pages about projects, executed on the example register: stamped everywhere, complete, and redacted."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from iidsp_analysis.loaders.projects.example import example
from iidsp_analysis.report.projects_batch import ProjectsRequest, render_projects
from iidsp_analysis.sections.projects.view import EXAMPLE

pytestmark = pytest.mark.slow
REQUESTS = {
    "en": ProjectsRequest(("KZ", "AKM"), register=EXAMPLE, language="en"),
    "ru": ProjectsRequest(("KZ", "ABY"), register=EXAMPLE, borders=2022),
    "redacted": ProjectsRequest(("KZ", "AKM"), register=EXAMPLE, language="en", redact=True),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of the country and a region in both languages, and the redacted edition."""
    out = tmp_path_factory.mktemp("projects")
    for name, request in REQUESTS.items():
        batch = render_projects(request, out=out / name)
        assert [(outcome.reason, outcome.warnings) for outcome in batch.outcomes] == [("", ()), ("", ())]
    return {name: out / name for name in REQUESTS}


@pytest.fixture(scope="module")
def pages(folders: dict[str, Path]) -> dict[str, str]:
    """Every page about projects by edition and name, without the index."""
    return {
        f"{name}/{path.stem}": path.read_text(encoding="utf-8")
        for name, folder in folders.items()
        for path in folder.glob("projects*.html")
    }


def _visible(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.split("<body", 1)[1]))


def test_there_is_a_page_of_the_country_and_one_of_each_region(pages):
    assert set(pages) == {
        "en/projects", "en/projects_akmola", "ru/projects", "ru/projects_abai", "redacted/projects",
        "redacted/projects_akmola",
    }  # fmt: skip


def test_every_figure_has_alt_text_and_a_table(pages):
    for page in pages.values():
        assert all(len(alt) > 20 for alt in re.findall(r'<img\b[^>]*alt="([^"]*)"', page))
        assert page.count('<table class="numbers') >= page.count("<figure>")
    assert pages["en/projects"].count("<figure>") >= 4


def test_no_number_is_printed_as_nan_or_infinity(pages):
    for page in pages.values():
        assert not re.search(r"\b(nan|NaN|inf|None|NaT)\b", _visible(page))


def test_made_up_projects_are_stamped_at_every_finding_figure_and_table(pages):
    for name, page in pages.items():
        stamp = "УСЛОВНЫЕ ДАННЫЕ" if name.startswith("ru/") else "EXAMPLE DATA"
        assert stamp in page.split("</h1>")[0]
        findings = re.findall(r'<section class="result">(.*?)</section>', page, re.DOTALL)
        unstamped = [each for each in findings if f'<p class="stamp">{stamp}</p>' not in each]
        titles = [re.search(r'<h3 class="finding">(.*?)</h3>', each)[1] for each in unstamped]
        # The list of official tables and, on the country's page, the announcements of the press.
        assert len(titles) == (2 if name.endswith("/projects") else 1), titles
        for figure in re.findall(r'alt="([^"]*)"', page):
            assert figure.startswith(stamp)


def test_findings_are_sorted_by_a_script_that_the_policy_names(pages):
    page = pages["en/projects"]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert page.count("<script") == 2  # the one that sorts, and the one that copies and enlarges
    assert len(re.findall("'sha256-", unescape(policy).partition("script-src")[2].partition(";")[0])) == 2
    assert 'class="numbers sortable"' in page


def test_the_redacted_edition_names_no_project(pages, folders):
    rows = example().rows
    words = {str(word) for column in ("id", "bin", "name", "product", "district") for word in rows[column].dropna()}
    words -= {word for word in words if word in ("Астана", "Алматы", "Шымкент")}  # cities of regional importance
    for path in folders["redacted"].glob("*.html"):
        text = unescape(path.read_text(encoding="utf-8"))
        assert [word for word in words if word in text] == []
    assert "conf." in pages["redacted/projects"]


def test_the_page_says_what_it_left_out(pages):
    assert _visible(pages["redacted/projects"]).count("the redacted edition leaves it out") >= 6


def test_headings_follow_one_another_as_questions(pages):
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", pages["en/projects"])
    assert headings.index("The page in one view") < headings.index("Do the projects meet the priorities?")
    assert len(set(headings)) == len(headings)
