"""The answers to the points of March 2018: findings of sections as they stand, links that lead to pages that exist."""

from __future__ import annotations

import re

import pytest

from iidsp_analysis import regions
from iidsp_analysis.errors import UsageError
from iidsp_analysis.reference.instruction_records import instructions
from iidsp_analysis.report.jobs import Settings, plan
from iidsp_analysis.sections.instructions.answer import question, sentence, shown
from iidsp_analysis.sections.instructions.claims import PLANS
from iidsp_analysis.sections.page_links import links
from tests.sections.reports import assert_shows_itself, report, visible


def test_every_point_has_a_plan():
    assert list(PLANS) == list(instructions())


def test_points_were_read_at_their_address(reference):
    """Who said it and where stands in the facts; the words are this project's."""
    facts = (reference / "facts" / "programme_results.csv").read_text(encoding="utf-8")
    for one in instructions().values():
        assert one.source in facts
        assert one.said_on == "2018-03-27"
        assert one.is_verified


@pytest.mark.parametrize(("name", "code"), [*((name, "en") for name in PLANS), ("exports", "ru"), ("results", "kk")])
def test_each_sentence_is_a_finding_with_evidence_against_it_and_sources(panel, name, code):
    context = report(panel, trade=True, language=code)
    assert question(context, name).title
    for number, claim in enumerate(PLANS[name].claims):
        result = sentence(context, name, number)
        found = claim.section(context)
        assert_shows_itself(result)
        if found.is_missing:
            assert result.is_missing
        else:
            assert result.title == found.title
            assert result.against
            assert result.sources == found.sources
            assert found.caption in visible(result)


@pytest.mark.parametrize("name", list(PLANS))
def test_what_an_answer_rests_on_is_shown_whole(panel, name):
    context = report(panel, year=2025, borders=2022, trade=True)
    for number in (0, 1):
        assert_shows_itself(shown(context, name, number))


def test_made_up_projects_answer_nothing(panel):
    context = report(panel, trade=True)
    told = [sentence(context, "projects", number) for number in (0, 1, 2)]
    assert [one.is_missing for one in told] == [True, True, False]
    assert "EXAMPLE" not in " ".join(visible(one) for one in told)


def test_the_page_with_the_details_is_linked(panel):
    assert '<a href="exports.html">' in sentence(report(panel, trade=True), "exports", 1)._repr_html_()


@pytest.mark.parametrize("borders", [2014, 2018, 2022])
def test_links_lead_to_pages_of_the_whole_set(panel, borders):
    year = {2014: 2017, 2018: 2020, 2022: 2023}[borders]
    context = report(panel, year=year, borders=borders, trade=True)
    slugs = {job.slug for job in plan([], Settings(year=year, borders=borders), everything=True, projects=True)}
    targets = set(re.findall(r'href="([^":]+)\.html"', links(context)._repr_html_()))
    assert targets | {claim.page for plan in PLANS.values() for claim in plan.claims} <= slugs
    assert {region.id for region in regions.regions_of(borders)} <= targets
    assert {f"instruction_{name}" for name in PLANS} <= targets


@pytest.mark.parametrize("make", [question, lambda context, name: sentence(context, name, 0)])
def test_an_unknown_point_is_refused(panel, make):
    with pytest.raises(UsageError, match="There is no instruction 'money'"):
        make(report(panel), "money")
