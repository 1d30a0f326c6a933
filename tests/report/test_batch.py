"""Where pages go, and what the index keeps of earlier runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from iidsp_analysis import folders
from iidsp_analysis.errors import UsageError
from iidsp_analysis.report import batch
from iidsp_analysis.report.jobs import Settings
from iidsp_analysis.report.outcomes import Outcome


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Render without notebooks: every job leaves a small page."""

    def run(jobs, notebooks, out, options, *, listen, prepare, finish):
        out.mkdir(parents=True, exist_ok=True)
        for job in jobs:
            (out / f"{job.slug}.html").write_text("page")
        outcomes = [Outcome(job, out / f"{job.slug}.html", 0.1) for job in jobs]
        finish(outcomes)
        return outcomes

    monkeypatch.setattr(batch, "run_batch", run)
    return lambda labels, **options: batch.render_reports(labels, Settings(language="en"), **options)


def test_single_pages_do_not_mix_with_the_whole_set():
    assert batch.default_folder(Settings(2017, 2014), everything=True) == folders.reports()
    single = batch.default_folder(Settings(2019, 2018, "2020-03", "en"), everything=False)
    assert single == folders.reports() / "2019_borders-2018_en_2020-03"


def test_the_index_keeps_leading_to_pages_of_an_earlier_run(rendered, tmp_path):
    rendered(["AKM"], out=tmp_path)
    index = rendered(["PVL"], out=tmp_path).index.read_text(encoding="utf-8")
    assert 'href="akmola.html"' in index
    assert 'href="pavlodar.html"' in index
    assert 'href="astana.html"' not in index


def test_a_whole_set_removes_pages_of_other_borders(rendered, tmp_path):
    (tmp_path / "abai.html").write_text("page of the borders of 2022")
    index = rendered([], everything=True, out=tmp_path).index
    assert not (tmp_path / "abai.html").exists()
    assert (
        len(list(tmp_path.glob("*.html"))) == 16 + 24 + 5 + 5
    )  # country, exports, backtest, Concept, index; the points
    assert index.name == "index.html"


def test_a_whole_set_leaves_files_of_others_alone(rendered, tmp_path):
    """The folder may be anybody's: only pages that this program names are its own to remove."""
    theirs = tmp_path / "thesis.html"
    theirs.write_text("not ours")
    (tmp_path / "abai.html").write_text("page of the borders of 2022")
    rendered([], everything=True, out=tmp_path)
    assert theirs.read_text() == "not ours"
    assert not (tmp_path / "abai.html").exists()


@pytest.mark.parametrize(
    ("options", "pages"),
    [({"exports": True}, ["exports"]), ({"backtest": True}, ["backtest"]),
     ({"labels": ["AKM"], "exports": True, "backtest": True}, ["akmola", "exports", "backtest"])],
    ids=["exports", "backtest", "with a region"],
)  # fmt: skip
def test_pages_are_asked_for_by_name(rendered, tmp_path, options, pages):
    asked = dict(options)
    batch_of = rendered(asked.pop("labels", []), out=tmp_path, **asked)
    assert [outcome.job.slug for outcome in batch_of.outcomes] == pages
    assert {path.stem for path in tmp_path.glob("*.html")} == {*pages, "index"}


def test_nothing_named_is_refused(rendered, tmp_path):
    with pytest.raises(UsageError, match="No region is named"):
        rendered([], out=tmp_path)
