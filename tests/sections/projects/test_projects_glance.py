"""Portfolio at a glance: the finding, what is stated apart, what is missing, and that regions add up to the country."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis.sections.projects import flow as projects_flow
from iidsp_analysis.sections.projects import glance
from iidsp_analysis.sections.projects.sums import TOTAL, UNPLACED, number_of_billions
from tests.sections.portfolio_pages import OPEN, made_up, page, page_of
from tests.sections.reports import assert_shows_itself, visible

LATE = {**OPEN, "planned_commissioning": "2017-12-31"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["KZ", "AKM"])
@pytest.mark.parametrize("section", [glance.glance, glance.by_region])
def test_the_example_shows_itself_and_is_stamped(panel, section, region, language):
    result = section(page_of(panel, made_up(), region=region, language=language))
    assert_shows_itself(result)
    assert result.stamp
    assert result.stamp in result.table.caption


def test_the_title_is_the_finding(panel):
    result = glance.glance(page(panel, {}, LATE, OPEN, {"status": "cancelled"}))
    assert result.title == "3 projects in Kazakhstan for 3.0 bn KZT: commissioned 1, late 2"
    assert result.stamp == ""


def test_one_project_reads_as_one(panel):
    title = glance.glance(page(panel, {}, region="AKM")).title
    assert title == "1 project in Akmola Region for 1.0 bn KZT: commissioned 1, late 0"


def test_missing_is_counted_and_never_zero(panel):
    result = glance.glance(page(panel, {"cost_planned_mln_kzt": None, "jobs_permanent_planned": None}))
    text = visible(result)
    assert "an unknown cost" in result.title
    assert "cost not told: 1" in text
    assert "planned cost – 1" in text
    assert np.isnan(result.values["cost"])
    assert re.search(r'class="missing"[^>]*>–<', result._repr_html_())


def test_cancelled_projects_are_said_to_be_apart(panel):
    result = glance.glance(page(panel, {}, {"status": "cancelled", "cost_planned_mln_kzt": 70_000}))
    assert result.values["cost"] == 1000
    assert any("1 cancelled project is stated apart" in sentence for sentence in result.reading)
    assert "cancelled" not in " ".join(glance.glance(page(panel, {})).reading)


def test_divisions_add_up_to_the_foot(panel):
    frame = glance.glance(page_of(panel, made_up())).frame
    parts = frame.drop(TOTAL)
    for column in ("projects", "cost", "jobs", "commissioned", "late", "cancelled"):
        assert parts[column].sum() == pytest.approx(frame.loc[TOTAL, column])
    assert parts["share"].sum() == pytest.approx(1)


def test_divisions_that_are_none_of_manufacturing_are_said_to_be(panel):
    text = visible(glance.glance(page(panel, {"oked": "52101"}, {"oked": None})))
    assert "52 – outside manufacturing" in text
    assert "Division not told" in text


def test_a_sum_that_one_project_decides_is_doubted(panel):
    doubted = glance.glance(page(panel, {}, {}, {"cost_actual_mln_kzt": 1_010_000}))
    assert any("100% of the sum of all projects (actual cost)" in each for each in doubted.caveats)
    assert not any("of the sum" in each for each in glance.glance(page(panel, {}, {}, {})).caveats)


def test_errors_are_those_of_the_subject(panel):
    away = {"region": "aktobe", "oked": "52101"}
    pages = (glance.glance(page(panel, {}, away, region=region)) for region in ("AKM", "KZ"))
    here, country = (" ".join(visible(result).split()) for result in pages)
    assert "0 findings that are errors" in here
    assert "0 findings that are errors" not in country


def test_a_region_without_projects_says_so(panel):
    result = glance.glance(page(panel, {}, region="AKT"))
    assert result.is_missing
    assert "no project in Aktobe Region" in result.reading[0]


def test_every_region_has_a_row_and_they_add_up(panel):
    result = glance.by_region(page_of(panel, made_up()))
    parts = result.frame.drop(TOTAL)
    assert len(parts) == 16
    for column in ("projects", "cost", "jobs", "cancelled"):
        assert parts[column].sum() == pytest.approx(result.frame.loc[TOTAL, column])
    assert parts["cost"].is_monotonic_decreasing


def test_projects_without_a_place_have_a_row_of_their_own(panel):
    result = glance.by_region(page(panel, {}, {"region": None}, {"region": "KZ"}))
    assert result.frame.loc[UNPLACED, "projects"] == 2
    assert result.frame.index[-2] == UNPLACED
    assert any("2 projects of the register cannot be placed" in each for each in result.reading)
    assert "Almaty city" in result.reading[0]


def test_the_subject_stands_out_among_the_regions(panel):
    assert glance.by_region(page(panel, {}, region="AKM")).table.highlight == {"akmola"}


def test_regions_without_any_cost_are_not_ranked_by_it(panel):
    result = glance.by_region(page(panel, {"cost_planned_mln_kzt": None}))
    assert result.title == "The portfolio by region"
    assert np.isnan(result.frame.loc["akmola", "cost"])


def test_texts_of_outsiders_do_not_reach_these_tables(panel):
    hostile = {"name": "<script>alert(1)</script>", "product": "<b>x</b>", "oked": "23320"}
    for section in (glance.glance, glance.by_region):
        assert "script" not in section(page(panel, hostile))._repr_html_()


def test_the_redacted_edition_names_nothing(panel):
    context = page_of(panel, made_up())
    redacted = replace(context, redact=True)
    redacted.__dict__["projects"] = context.projects
    for section in (glance.glance, glance.by_region, projects_flow.flow):
        text = visible(section(redacted))
        assert not re.search("EXAMPLE-|ПРИМЕР:", text)
        assert "EXAMPLE DATA" in text


def test_small_amounts_keep_two_decimals(panel):
    context = page(panel, {})
    assert [number_of_billions(context, amount) for amount in (249.2, 1000.0, float("nan"))] == ["0.25", "1.0", "–"]


UNTOLD = {"status": None, "map": None}


def tiles(result):
    return " ".join(visible(result).split())


def test_what_no_project_tells_is_a_dash_and_not_zero(panel):
    result = glance.glance(page(panel, UNTOLD, UNTOLD))
    assert result.title.endswith(": how many are commissioned or late is not told")
    assert "– commissioned cannot be told: 2" in tiles(result)
    assert "– late cannot be told: 2" in tiles(result)
    assert "– on a regional map cannot be told: 2" in tiles(result)
    assert np.isnan(result.frame.loc[TOTAL, "commissioned"])
    assert np.isnan(glance.by_region(page(panel, UNTOLD)).frame.loc["akmola", "late"])


def test_what_some_do_not_tell_is_at_least_so_many(panel):
    result = glance.glance(page(panel, {}, UNTOLD, {**OPEN, "planned_commissioning": None}))
    assert result.title.endswith(": commissioned at least 1, late at least 0")
    assert "late cannot be told: 2" in tiles(result)


def test_dates_that_nobody_tells_leave_lateness_open(panel):
    result = glance.glance(page(panel, {**OPEN, "planned_commissioning": None}))
    assert result.title.endswith(": commissioned 0; how many are late is not told")


def test_a_cancelled_project_has_no_part_in_the_errors(panel):
    wrong = {"oked": "52101"}
    assert "1 findings that are errors projects with errors: 1" in tiles(glance.glance(page(panel, {}, wrong)))
    cancelled = glance.glance(page(panel, {}, {**wrong, "status": "cancelled"}))
    assert "0 findings that are errors projects with errors: 0" in tiles(cancelled)


def test_a_portfolio_of_cancelled_projects_adds_nothing_up(panel):
    result = glance.glance(page(panel, {"status": "cancelled"}, {"status": "cancelled"}, region="AKM"))
    assert result.title == "All 2 projects in Akmola Region are cancelled: nothing is added up"
    assert_shows_itself(result)


def test_one_project_that_decides_is_told_in_title_and_tile(panel):
    result = glance.glance(page(panel, {}, {}, {"cost_planned_mln_kzt": 1e9}))
    assert "for 1,000,002.0 bn KZT (one project of them: 1,000,000.0 bn KZT)" in result.title
    assert "planned cost, bn KZT of it one project: 1,000,000.0; check it" in tiles(result)


def test_second_entries_are_told_with_what_they_add(panel):
    again = {"id": "P9", "cost_planned_mln_kzt": 400, "jobs_permanent_planned": 20}
    twice = page(panel, {"bin": "123456789012"}, {**again, "bin": "123456789012"}, {"bin": "210987654321"})
    sentence = next(each for each in glance.glance(twice).reading if "second entry" in each)
    assert "lower by 0.40 bn KZT, the planned jobs by 20." in sentence
    assert not any("second entr" in each for each in glance.glance(page(panel, {})).reading)


def test_projects_that_cannot_be_placed_may_be_in_the_region(panel):
    result = glance.glance(page(panel, {"region": None}, {"region": None}, region="AKM"))
    assert result.is_missing
    assert result.reading[0].startswith("No project can be told to be in Akmola Region: 2 projects of the register")


def test_of_equal_regions_none_is_the_largest(panel):
    title = glance.by_region(page(panel, {}, {"region": "aktobe"})).title
    assert title == "The largest cost is registered in Akmola and Aktobe: 1.0 bn KZT each"
