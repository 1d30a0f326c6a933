"""The portfolio in the report of a region: nothing without a register of real projects, and no name with one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis.loaders.projects import snapshots, store
from iidsp_analysis.sections.projects import region_section as section
from iidsp_analysis.sections.projects import view as projects_view
from iidsp_analysis.sections.projects.sums import TOTAL
from tests.loaders.projects.project_sheets import GOOD, HEADS, write
from tests.sections.portfolio_pages import OPEN, made_up, page, page_of
from tests.sections.reports import assert_shows_itself, report, visible

NAMES = {"name": "Завод-Примета", "bin": "987654321098", "product": "Продукт-Примета", "district": "Район-Примета",
         "note": "Заметка-Примета", "id": "ID-PRIMETA"}  # fmt: skip


@pytest.fixture
def raw(monkeypatch, tmp_path):
    """An empty raw folder."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


@pytest.fixture
def loaded(monkeypatch):
    """A register that is not in the store passes for a stored one."""
    monkeypatch.setattr(section, "is_stored", lambda as_of="": True)


# --- without a register -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("asked", ["", "example"])
def test_without_a_register_the_section_says_what_to_do_and_makes_no_example(panel, raw, monkeypatch, language, asked):
    def refuse():
        raise AssertionError("the example was made")

    monkeypatch.setattr(projects_view, "example_register", refuse)
    context = replace(report(panel, region="AKM", language=language), register=asked)
    for each in (context, replace(context, redact=True)):
        result = section.portfolio_of_region(each)
        assert result.is_missing
        assert "iidsp projects import FILE --as-of DATE" in visible(result)
        assert result.stamp == ""


def test_a_register_of_a_later_month_is_not_taken(panel, raw, tmp_path):
    store.import_file(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of="2018-03-27")
    result = section.portfolio_of_region(replace(report(panel, region="AKM"), as_of="2017-11"))
    assert result.is_missing
    assert "after 2017-11" in result.reading[0]


def test_a_snapshot_of_a_later_month_is_not_taken_either(panel, raw, tmp_path):
    snapshot = store.import_file(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of="2018-03-27")[0]
    asked = replace(report(panel, region="AKM"), as_of="2017-11", register=snapshot.id)
    assert "after 2017-11" in section.portfolio_of_region(asked).reading[0]


def test_made_up_projects_never_stand_beside_real_figures(panel, loaded):
    result = section.portfolio_of_region(page_of(panel, made_up(), region="AKM"))
    assert result.is_missing
    assert "made-up projects only" in result.reading[0]
    assert "EXAMPLE-" not in visible(result)


# --- with one ---------------------------------------------------------------------------------------------------


def test_a_stored_register_is_shown_with_its_version(panel, raw, tmp_path):
    snapshot = store.import_file(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of="2018-03-27")[0]
    result = section.portfolio_of_region(report(panel, region="AKM"))
    assert snapshot.id in result.caption
    assert result.title.startswith("The register holds 1 project in Akmola Region for 1.3 bn KZT")
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["KZ", "AKM"])
def test_no_project_and_no_firm_is_named(panel, loaded, region, language):
    result = section.portfolio_of_region(page(panel, NAMES, OPEN, region=region, language=language))
    html = result._repr_html_()
    assert_shows_itself(result)
    assert not [text for text in NAMES.values() if text in html or text in result.frame.to_csv()]


def test_the_place_among_the_regions(panel, loaded):
    away = {"region": "aktobe", "cost_planned_mln_kzt": 3000}
    here = section.portfolio_of_region(page(panel, {}, away, region="AKM")).reading[0]
    assert here == (
        "The region has 50.0% of the country's projects and 25.0% of their planned cost: by cost it is number 2 of 16 "
        "regions."
    )
    country = section.portfolio_of_region(page(panel, {}, away)).reading[0]
    assert country == "The largest part of the cost is registered in Aktobe: 75.0%, with 50.0% of the projects."


def test_costs_that_nobody_tells_give_no_place(panel, loaded):
    untold = {"cost_planned_mln_kzt": None}
    readings = section.portfolio_of_region(page(panel, untold, region="AKM")).reading
    assert not any("rank" in each or "%" in each for each in readings)
    beside = section.portfolio_of_region(page(panel, untold, {"region": "aktobe"}, region="AKM")).reading
    assert beside[0] == "The region has 50.0% of the country's projects; their cost is not told."


def test_findings_are_told_by_severity(panel, loaded):
    wrong = section.portfolio_of_region(page(panel, {"oked": "52101"}, region="AKM"))
    assert any("(projects with findings: 1): error – 1" in each for each in wrong.reading)
    right = section.portfolio_of_region(page(panel, {}, region="AKM"))
    assert "The rules of the register find nothing here." in right.reading


def test_divisions_tell_numbers_and_no_cost(panel, loaded):
    frame = section.portfolio_of_region(page(panel, {}, OPEN, {"oked": "10511"}, region="AKM")).frame
    assert frame.loc[TOTAL, ["projects", "commissioned", "open"]].tolist() == [3, 2, 1]
    assert set(frame.columns) == {"name", "projects", "commissioned", "open", "late", "cancelled"}


def test_the_redacted_edition_leaves_it_out(panel, loaded):
    context = page(panel, NAMES, region="AKM")
    redacted = replace(context, redact=True)
    redacted.__dict__["projects"] = context.projects
    result = section.portfolio_of_region(redacted)
    assert result.is_missing
    assert "redacted" in result.reading[0]
