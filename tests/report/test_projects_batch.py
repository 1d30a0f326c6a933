"""Pages about projects: which are made, of which version, and where they go."""

from __future__ import annotations

import pytest

from iidsp_analysis import folders
from iidsp_analysis.errors import BoundaryError, UsageError
from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.report import batch, project_pages, projects_batch
from iidsp_analysis.report.jobs import Settings, projects_job
from iidsp_analysis.report.outcomes import Outcome
from iidsp_analysis.report.projects_batch import ProjectsRequest
from tests.loaders.projects.project_sheets import GOOD, HEADS, project, write


@pytest.fixture
def rendered(monkeypatch, tmp_path, panel):
    """Render without notebooks into a folder, with a raw folder of its own for registers."""
    raw = tmp_path / "raw"
    raw.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: raw)
    monkeypatch.setattr(projects_batch.build, "load", lambda: panel)
    monkeypatch.setattr(project_pages, "provenance", lambda context: {})

    def run(jobs, notebooks, out, options, *, listen, prepare, finish):
        out.mkdir(parents=True, exist_ok=True)
        for job in jobs:
            (out / f"{job.slug}.html").write_text("page")
        outcomes = [Outcome(job, out / f"{job.slug}.html", 0.1) for job in jobs]
        finish(outcomes)
        return outcomes

    monkeypatch.setattr(batch, "run_batch", run)
    return lambda **asked: projects_batch.render_projects(
        ProjectsRequest(language="en", **asked), out=tmp_path / "out"
    )  # fmt: skip


def jobs_of(made):
    return [(each.job.slug, each.job.settings) for each in made.outcomes]


def test_without_words_the_country_of_the_example_is_made_and_stamped(rendered):
    made = rendered()
    assert jobs_of(made) == [("projects", Settings(2017, 2014, "", "en", "example", False))]
    index = made.index.read_text(encoding="utf-8")
    assert "EXAMPLE DATA" in index
    assert "made up" in index


def test_the_version_is_fixed_by_its_id_and_the_year_by_its_day(rendered, tmp_path):
    snapshot, *_ = store.import_file(write(tmp_path / "a.xlsx", [HEADS, GOOD]), as_of="2020-02-01")
    made = rendered(labels=("AKM", "YKO"), redact=True)
    assert [slug for slug, _ in jobs_of(made)] == ["projects_akmola", "projects_south_kazakhstan"]
    assert jobs_of(made)[0][1] == Settings(2019, 2014, "", "en", snapshot.id, True)
    assert "EXAMPLE DATA" not in made.index.read_text(encoding="utf-8")


def test_all_is_the_country_and_every_region(rendered):
    slugs = [slug for slug, _ in jobs_of(rendered(everything=True, borders=2022))]
    assert slugs[0] == "projects"
    assert len(slugs) == 21


def test_the_redacted_index_tells_no_number_of_projects(rendered, tmp_path):
    store.import_file(write(tmp_path / "a.xlsx", [HEADS, GOOD, project(id="AKM-2")]), as_of="2018-03-27")
    full = rendered(labels=("AKM",)).index.read_text(encoding="utf-8")
    hidden = rendered(labels=("AKM",), redact=True).index.read_text(encoding="utf-8")
    assert "Projects in the register, number" in full
    assert "Projects in the register, number" not in hidden
    assert "a.xlsx" not in hidden


def test_a_redacted_edition_never_stands_beside_pages_that_name_projects(rendered, tmp_path):
    store.import_file(write(tmp_path / "a.xlsx", [HEADS, GOOD]), as_of="2018-03-27")
    rendered(labels=("KZ", "AKM"))
    with pytest.raises(UsageError, match=r"another run: projects_akmola\.html"):
        rendered(labels=("KZ",), redact=True)
    index = rendered(labels=("KZ", "AKM"), redact=True).index.read_text(encoding="utf-8")
    assert 'href="projects_akmola.html"' in index


def test_editions_lie_in_folders_of_their_own():
    whole = projects_batch.default_folder(Settings(register="2018-03-27_12345678"))
    assert whole == folders.reports() / "projects_2018-03-27_12345678_borders-2014_ru"
    others = {Settings(register="example"), Settings(register="2018-03-27_12345678", redact=True)}
    assert len({whole, *map(projects_batch.default_folder, others)}) == 3


def test_what_cannot_be_made_is_refused(rendered):
    with pytest.raises(UsageError, match="projects import"):
        rendered(register="register.xlsx")
    with pytest.raises(UsageError, match="twice"):
        rendered(labels=("AKM", "11"))
    with pytest.raises(BoundaryError):
        rendered(labels=("ABY",))


def test_parameters_are_those_of_the_notebook():
    job = projects_job("AKM", Settings(register="example", redact=True))
    assert (job.slug, job.notebook) == ("projects_akmola", "projects")
    assert job.parameters == {"year": 2017, "borders": 2014, "as_of": "", "language": "ru", "region": "akmola",
                              "register": "example", "redact": True}  # fmt: skip
