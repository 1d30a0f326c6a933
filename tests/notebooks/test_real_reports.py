"""The reports themselves, executed on the embedded figures: the main job, as the README types it."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from iidsp_analysis import folders
from iidsp_analysis.report.batch import Batch, render_reports
from iidsp_analysis.report.factory import Options, run_batch
from iidsp_analysis.report.jobs import Settings, backtest_job

pytestmark = pytest.mark.slow

#: Years, borders and regions that between them meet every change of borders.
CASES = {
    "2017": (["KZ", "AKM"], Settings(2017, 2014)),
    "merged": (["YKO"], Settings(2024, 2014)),
    "new": (["KZ", "ABY"], Settings(2025, 2022)),
    "english": (["AKM"], Settings(2017, 2014, language="en")),
    "as_of": (["AKM"], Settings(2017, 2014, as_of="2018-03", language="en")),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Batch]:
    """Every case rendered once."""
    out = tmp_path_factory.mktemp("reports")
    batches = {
        name: render_reports(labels, settings, out=out / name, industries=["24"] if name == "2017" else [])
        for name, (labels, settings) in CASES.items()
    }
    return batches | {f"backtest_{name}": _backtest(CASES[name][1], out / name) for name in ("2017", "as_of", "new")}


def _backtest(settings: Settings, out: Path) -> Batch:
    """The page that only a whole set has; it stands beside the pages of its settings."""
    outcomes = run_batch([backtest_job(settings)], folders.notebooks(), out, Options(workers=1))
    return Batch(tuple(outcomes), out / "index.html")


def _pages(rendered: dict[str, Batch]) -> list[Path]:
    pages = [outcome.page for batch in rendered.values() for outcome in batch.outcomes]
    return [*pages, *dict.fromkeys(batch.index for batch in rendered.values())]


def test_every_report_is_done(rendered):
    for batch in rendered.values():
        assert [outcome.reason for outcome in batch.failed] == []


def test_pages_state_their_language_and_have_one_title(rendered):
    for page in _pages(rendered):
        text = page.read_text(encoding="utf-8")
        language = "en" if page.parent.name in ("english", "as_of") else "ru"
        assert f'<html lang="{language}"' in text
        assert text.count("<h1") == 1


def test_every_picture_has_alt_text_and_every_figure_a_caption_and_a_table(rendered):
    for page in _pages(rendered):
        text = page.read_text(encoding="utf-8")
        for image in re.findall(r"<img\b[^>]*>", text):
            assert len(re.search(r'alt="([^"]*)"', image).group(1)) > 20, image[:80]
        assert text.count("<figure>") == text.count("<figcaption>")
        assert text.count('<table class="numbers"') >= text.count("<figure>")


def test_a_region_s_page_ranks_its_candidates_and_says_what_the_score_was_worth(rendered):
    text = (rendered["english"].index.parent / "akmola.html").read_text(encoding="utf-8")
    for heading in ("Growth points", "Rejected candidates", "Relatedness map"):
        assert re.search(rf"<h2[^>]*>{heading}</h2>", text), heading
    visible = unescape(re.sub(r"<[^>]+>", " ", text))
    for words in ("come first among", "did not beat its best simple rival", "What would change the verdict",
                  "candidates are not picked", "lighter than their surroundings suggest",
                  "industries behind the picks", "Growth points to look at first"):  # fmt: skip
        assert words in visible, words
    assert visible.index("did not beat") < visible.index("Among the first 4")


def test_the_country_and_the_industry_have_rankings_under_the_tested_sentence(rendered):
    folder = rendered["2017"].index.parent
    for page in ("kazakhstan.html", "industry_24.html", "akmola.html"):
        text = (folder / page).read_text(encoding="utf-8")
        assert text.count('<p class="reading"><strong>') == 1, page  # stands above a ranking only


def test_the_backtest_page_marks_the_named_regions_or_says_that_it_is_too_early(rendered):
    now, early = (
        (rendered[f"backtest_{name}"].index.parent / "backtest.html").read_text(encoding="utf-8")
        for name in ("2017", "as_of")
    )
    assert now.count('<tr class="highlight">') == 8  # four regions in two tables
    assert "result missing" not in now
    assert early.count('class="result missing"') >= 2  # in March 2018 no pick could be checked
    assert "No year of picks is followed by three more years of figures." in early


def test_no_page_asks_the_network_or_names_a_folder_of_this_machine(rendered, project):
    for page in _pages(rendered):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)=["']https?:""", text)
        assert str(project) not in text
        assert str(Path.home()) + "/" not in text


def test_no_number_is_printed_as_nan_or_infinity(rendered):
    for page in _pages(rendered):
        visible = re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8").split("<body", 1)[1])
        assert not re.search(r"\b(nan|NaN|inf|None)\b", visible), page


def test_an_as_of_report_says_that_its_figures_are_of_todays_edition(rendered):
    text = (rendered["as_of"].index.parent / "akmola.html").read_text(encoding="utf-8")
    assert "2018-03" in text
    assert "today&#39;s edition" in text or "today&#x27;s edition" in text or "today's edition" in text


@pytest.mark.browser
def test_pages_open_from_a_file_without_any_request(rendered, browser):
    for page in _pages(rendered):
        visit = browser.visit(page)
        assert browser.network_requests(page) == []
        assert visit.dialogs == []
        assert visit.log == []
        for width in (360, 1400):
            assert browser.overflow(page, width) == 0, (page, width)


def test_papermill_as_the_readme_types_it(project: Path, tmp_path: Path):
    command = [sys.executable, "-m", "papermill", "notebooks/region_report.ipynb", str(tmp_path / "out.ipynb"),
               "-p", "region", "AKM", "-p", "year", "2019", "--no-progress-bar"]  # fmt: skip
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "2019" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_papermill_refuses_a_misspelt_parameter(project: Path, tmp_path: Path):
    command = [sys.executable, "-m", "papermill", "notebooks/region_report.ipynb", str(tmp_path / "out.ipynb"),
               "-p", "yaer", "2019", "--no-progress-bar"]  # fmt: skip
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode != 0
    assert "Unknown parameter: yaer" in run.stderr + run.stdout
