"""Which version of the register a page takes, whose projects it shows, and what is stamped or left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.loaders.projects.example import FILE, write_example
from iidsp_analysis.results import Column, Result, Table
from iidsp_analysis.sections.projects import glance, summary
from iidsp_analysis.sections.projects import passport as projects_passport
from iidsp_analysis.sections.projects import view as projects_view
from iidsp_analysis.sections.projects.guard import SOURCE, project_caption, project_section, register_name
from iidsp_analysis.sections.projects.view import EXAMPLE, is_stored, snapshot_for
from tests.loaders.projects.project_sheets import GOOD, HEADS, project, write
from tests.sections.portfolio_pages import made_up, page, page_of
from tests.sections.reports import report, visible


@pytest.fixture
def raw(monkeypatch, tmp_path):
    """An empty raw folder."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


def stored(tmp_path, day, *rows):
    return store.import_file(write(tmp_path / f"{day}.xlsx", [HEADS, *rows]), as_of=day)[0]


def test_without_a_register_the_example_is_taken_and_says_so(raw, panel):
    context = report(panel)
    assert not is_stored()
    assert snapshot_for("", "") is None
    assert context.projects.is_example
    assert register_name(context) == "made-up example of a register"


def test_the_newest_version_is_taken_and_no_later_one_than_the_report_looks_from(raw, tmp_path):
    old, new = stored(tmp_path, "2017-12-31", GOOD), stored(tmp_path, "2018-03-27", project(oked="10511"))
    assert snapshot_for("", "") == new
    assert snapshot_for("", "2018-03") == new
    assert snapshot_for("", "2018-02") == old
    assert snapshot_for(old.id, "") == old
    assert (is_stored("2017-12"), is_stored("2017-11")) == (True, False)
    with pytest.raises(MissingDataError, match="after 2017-11"):
        snapshot_for("", "2017-11")
    with pytest.raises(MissingDataError, match="2018-03-27"):
        snapshot_for(new.id, "2018-02")
    with pytest.raises(UsageError, match="no snapshot"):
        snapshot_for("yesterday", "")


def test_an_example_that_was_stored_never_passes_for_a_register(raw, tmp_path):
    write_example(tmp_path / FILE, tmp_path / "truth.csv")
    example = store.import_file(tmp_path / FILE, as_of="2018-03-27")[0]
    assert example.is_example
    assert not is_stored()
    real = stored(tmp_path, "2016-01-31", GOOD)
    assert snapshot_for("", "") == real


def test_a_region_shows_its_own_projects(raw, panel):
    country, akmola = report(panel).projects, report(panel, region="AKM").projects
    assert len(country.rows) == len(country.register.rows) == 150
    assert 0 < len(akmola.rows) < 150
    assert set(akmola.rows["region"]) == {"akmola"}
    assert set(akmola.findings_here["project"]) <= set(akmola.rows["id"])
    assert len(akmola.findings.table) == len(country.findings.table)


# --- guard ------------------------------------------------------------------------------------------------------


def _tells(context):
    table = Table(context.projects.rows[["id"]], (Column("id", "Project", "text"),), "Projects")
    return Result("A finding", (), context.language, caption=project_caption(context, "number"), sources=SOURCE,
                  table=table)  # fmt: skip


def test_made_up_projects_are_stamped_wherever_they_are_shown(raw, panel):
    result = project_section("Projects")(_tells)(report(panel))
    assert result.stamp == "EXAMPLE DATA"
    assert result.table.caption == "Projects · EXAMPLE DATA"
    assert result.caption.endswith("EXAMPLE DATA")
    assert result.explain().startswith("EXAMPLE DATA")
    assert '<p class="stamp">EXAMPLE DATA</p>' in result._repr_html_()


def test_real_projects_are_not_stamped_and_name_their_version(raw, panel, tmp_path):
    snapshot = stored(tmp_path, "2018-03-27", GOOD)
    result = project_section("Projects")(_tells)(report(panel))
    assert result.stamp == ""
    assert snapshot.id in result.caption
    assert "2018-03-27.xlsx" in result.caption


def test_a_section_without_a_redacted_form_is_left_out_of_the_redacted_edition(raw, panel):
    context = replace(report(panel), redact=True)
    result = project_section("Projects")(_tells)(context)
    assert result.is_missing
    assert "EXAMPLE-" not in visible(result)


def test_the_redacted_form_stands_in_its_place_and_names_no_file(raw, panel, tmp_path):
    stored(tmp_path, "2018-03-27", GOOD)
    context = replace(report(panel), redact=True)
    told = project_section("Projects", redacted=lambda each: Result(register_name(each), (), each.language))
    assert told(_tells)(context).title.startswith("register of projects, snapshot 2018-03-27_")
    assert "xlsx" not in project_caption(context, "number")


def test_what_the_register_lacks_is_a_box(raw, panel):
    def fails(context):
        raise MissingDataError("The register tells no dates.", what_next="Fill them in.")

    result = project_section("Dates")(fails)(report(panel))
    assert result.is_missing
    assert result.reading == ("The register tells no dates.", "Fill them in.")


def test_registers_of_later_months_only_are_a_box(raw, panel, tmp_path):
    stored(tmp_path, "2018-03-27", GOOD)
    result = project_section("Projects")(_tells)(replace(report(panel), as_of="2018-02"))
    assert result.is_missing
    assert "after 2018-02" in visible(result)


# --- passport ---------------------------------------------------------------------------------------------------


def test_the_passport_names_version_limits_and_doubts(raw, panel):
    text = visible(projects_passport.register(report(panel, region="AKM")))
    assert "project_priorities.csv (not verified)" in text
    assert "made up" in text
    assert "Akmola" in text


def test_doubts_of_a_region_are_those_of_its_projects(raw, panel):
    everywhere, here = (projects_passport.doubts(report(panel, region=name)) for name in ("KZ", "AKM"))
    told = report(panel).projects.register.doubts
    assert everywhere.values["listed"] == len(told)
    taken = int(told["effect"].isin(["read_as", "left_out"]).sum())
    assert taken > 0
    assert everywhere.values["doubts"] == len(told) - taken
    assert f"left out as no project: {taken}" in everywhere.title
    assert here.values.get("doubts", 0) < everywhere.values["doubts"]
    passport = visible(projects_passport.register(report(panel, region="AKM")))
    assert f"Doubtful cells of these projects {here.values.get('doubts', 0):.0f}" in " ".join(passport.split())
    assert "left missing" in visible(everywhere)


def test_the_redacted_passport_gives_no_file_and_no_numbers(raw, panel, tmp_path):
    stored(tmp_path, "2018-03-27", GOOD)
    context = replace(report(panel), redact=True)
    assert "xlsx" not in visible(projects_passport.register(context))
    assert projects_passport.doubts(context).is_missing


def test_the_example_can_be_asked_for_beside_a_register(raw, panel, tmp_path):
    stored(tmp_path, "2018-03-27", GOOD)
    assert replace(report(panel), register=EXAMPLE).projects.is_example
    assert projects_view.EXAMPLE == "example"


def test_a_section_is_made_once_for_a_page(panel):
    calls = []

    @project_section("Any")
    def counted(context):
        calls.append(context.region.id)
        return Result(title="One", reading=(), language=context.language)

    here, country = page(panel, {}, region="AKM"), page(panel, {})
    assert counted(here) is counted(here)
    counted(country)
    assert calls == ["akmola", "KZ"]


def test_what_the_summary_asked_the_page_does_not_make_again(panel, monkeypatch):
    context = page_of(panel, made_up(), region="AKM")
    summary.summary(context)
    monkeypatch.setattr("iidsp_analysis.sections.projects.glance.own_lines", None)
    assert glance.glance(context).title
