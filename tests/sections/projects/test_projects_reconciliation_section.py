"""Output of the projects beside the official output, on a page: what is compared with what, and on which basis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis import schema
from iidsp_analysis.sections.projects.reconciliation import impossible, reconciliation
from tests.monitors.projects.project_panels import panel as made
from tests.sections.portfolio_pages import page
from tests.sections.reports import assert_shows_itself, report, visible

OFFICIAL = made(
    ("output", "oked_section", "C", "KZ", 2017, 8000), ("output", "oked_section", "C", "akmola", 2017, 1000),
    ("output", "oked_section", "C", "atyrau", 2017, 100), ("gva", "oked_section", "C", "KZ", 2017, 4000),
    ("gva", "oked_section", "C", "akmola", 2017, 400), ("gva", "oked_section", "C", "KZ", 2016, 3000),
    ("output", "oked_division", "23", "KZ", 2017, 600), borders=None,
)  # fmt: skip


@pytest.fixture(scope="module")
def example(panel):
    return replace(report(panel), register="example")


@pytest.fixture(scope="module")
def result(example):
    return reconciliation(example)


def on_made_figures(panel, *changes, region="KZ"):
    """A page whose official figures are made up."""
    context = page(panel, *changes, region=region)
    context.__dict__["projects"] = replace(context.projects, panel=replace(OFFICIAL, borders=2014))
    return context


# --- the example beside real figures ----------------------------------------------------------------------------


def test_made_up_output_and_official_output_stand_in_columns_that_say_so(result):
    heads = [column.label for column in result.table.columns]
    assert "Output of the made-up projects (EXAMPLE DATA), bn KZT" in heads
    assert "Official output of manufacturing (BNS), bn KZT" in heads
    assert_shows_itself(result)


def test_both_sources_are_named(result):
    assert "official output: BNS table 5927" in result.caption
    assert "BNS table 81477" in result.caption
    assert "source: made-up example of a register" in result.caption


def test_the_planted_impossible_outputs_are_flagged(example, result):
    above = result.frame[result.frame["share"] > 1]
    assert set(above["name"]) == {"Mangystau", "North Kazakhstan"}
    assert set(above.index) == set(result.table.highlight)
    ids = set(example.projects.register.rows.loc[impossible(example), "id"])
    assert ids == {"EXAMPLE-MNG-026", "EXAMPLE-SKO-013"}
    assert result.title == (
        "Recorded output of 2017 cannot be used as it stands: 2 parts exceed their own official output; without the "
        "largest project of each, the projects make 0.7% of the official output of manufacturing (estimated from above)"
    )
    assert result.values["share_without"] == pytest.approx(111172.5 / 15376534.2)  # by hand, without both
    assert "2017: 98% of the recorded output come from EXAMPLE-MNG-026, EXAMPLE-SKO-013; without, 111.2" in visible(
        result
    )
    assert "Mangystau 2017: 1,515%, most of it by project EXAMPLE-MNG-026" in visible(result)


def test_impossible_parts_are_named_and_not_drawn(result):
    axes = result.plot().axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert len(names) == 14
    assert not {"Mangystau", "North Kazakhstan"} & set(names)
    assert "above 100% and not drawn: Mangystau, North Kazakhstan" in axes.get_xlabel()
    assert "above 100% and not drawn: Mangystau, North Kazakhstan" in result.picture.alt
    assert max(bar.get_width() for bar in axes.patches) == pytest.approx(3.59, abs=0.01)  # Astana


def test_the_country_shows_the_year_with_most_figures_only(result):
    assert set(result.frame["year"]) == {2017}
    assert [column.key for column in result.table.columns] == [
        "name", "projects", "portfolio", "official", "share", "remark"
    ]  # fmt: skip
    assert "2017 · basis of the official output: estimated from above" in result.table.caption
    assert "Years that the table leaves out: 2016; parts larger than their whole in them: 0." in visible(result)
    assert result.frame["portfolio"].iloc[0] == pytest.approx(5197.7725)


def test_the_page_of_an_impossible_region(panel):
    region = reconciliation(replace(report(panel, region="MNG"), register="example"))
    assert region.title.startswith("Recorded output of 2017 cannot be used as it stands: 1 part exceeds its own")
    assert "without its largest project, the projects make 1.0% of the official output" in region.title
    assert_shows_itself(region)


def test_an_estimate_is_called_one_with_its_ratio(result):
    assert "(estimated from above)" in result.title
    assert "times 2.51, the largest ratio" in visible(result)
    assert "(2022–2025)" in visible(result)


def test_what_was_announced_stands_apart_with_its_address(panel, result):
    assert "Announced for 2016: manufacturing projects of the industrialization map made 18%" in visible(result)
    assert "kazworld.info" in visible(result)
    region = reconciliation(replace(report(panel, region="AKM"), register="example"))
    assert "Announced" not in visible(region)


def test_a_region_has_its_own_lines_and_no_picture(panel):
    region = reconciliation(replace(report(panel, region="AKM"), register="example"))
    assert set(region.frame["region"]) == {"akmola"}
    assert region.picture is None
    assert_shows_itself(region)


def test_a_look_back_does_not_know_later_tables(panel):
    rows = panel.rows[panel.rows[schema.PERIOD].str[:4] <= "2017"]
    context = replace(report(panel), published=replace(panel, rows=rows), register="example")
    result = reconciliation(context)
    assert "cannot be compared" in result.title
    assert set(result.frame["basis"]) == {"none"}
    assert result.picture is None
    assert_shows_itself(result)


# --- made-up figures --------------------------------------------------------------------------------------------


def test_published_output_is_compared_by_hand(panel):
    context = on_made_figures(panel, {"output_actual_2017_mln_kzt": 250}, {"output_actual_2017_mln_kzt": 150},
                              {"output_actual_2017_mln_kzt": None})  # fmt: skip
    result = reconciliation(context)
    lines = result.frame.set_index(["region", "division"])
    assert lines.loc[("KZ", "C"), "share"] == pytest.approx(400 / 8000)
    assert lines.loc[("akmola", "C"), "share"] == pytest.approx(0.4)
    assert lines.loc[("KZ", "23"), "share"] == pytest.approx(400 / 600)  # a division is shown where it can be compared
    assert ("akmola", "23") not in lines.index
    assert result.title == "Output of the projects in 2017: 5.0% of the official output of manufacturing (published)"
    assert "projects with a figure: 2." in visible(result)


def test_no_recorded_output_says_so(panel):
    context = on_made_figures(panel, {"output_actual_2017_mln_kzt": None})
    result = reconciliation(context)
    assert result.is_missing
    assert "no output of manufacturing projects" in visible(result)


def test_the_redacted_edition_names_no_project(example):
    assert "EXAMPLE-" not in visible(reconciliation(replace(example, redact=True)))
