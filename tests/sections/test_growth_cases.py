"""The case for and against each pick: the lenses that count, with their sign, and the doubts about the figures."""

from __future__ import annotations

import pytest

from iidsp_analysis.models import lenses
from iidsp_analysis.sections import growth_cases
from iidsp_analysis.sections.growth_cases import case_against, case_for, doubts
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import RANKED, ranked_report

OPPOSITE = "In public panels the opposite followed such a move."


def _sentences(context, points, names, code):
    for name in names:
        told = lenses.by_name(name).reading(points.survey.results[name], points.region, code, context.language)
        yield name, told


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_every_pick_has_its_case(panel, subject):
    context = ranked_report(panel, **subject)
    result = growth_cases.cases(context)
    assert list(result.frame.index) == list(ranked(context).picks.index)
    assert (result.frame[["for", "against", "change"]].map(len) > 10).all(axis=None)
    assert [column.label for column in result.table.columns][1:3] == ["For", "Against"]


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_the_two_strongest_lenses_of_either_side_speak(panel, subject):
    context = ranked_report(panel, **subject)
    points = ranked(context)
    for code in points.picks.index:
        added = points.contributions().loc[code].dropna().sort_values()
        for_, against = added[added > 0].index[::-1], added[added < 0].index
        for names, told in ((for_, case_for(context.language, points, code)),
                            (against, case_against(context, points, code))):  # fmt: skip
            spoken = dict(_sentences(context, points, names, code))
            assert all(spoken[name] in told for name in names[:2])


def test_a_lens_of_negative_weight_says_that_the_opposite_followed(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    weights = points.robustness.reference.weights.values
    assert {name for name, weight in weights.items() if weight < 0} >= {"demand", "specialisation_trend"}
    for name in points.contributions().columns:
        told = growth_cases._sentence(context.language, points, name, points.picks.index[0])
        assert told.endswith(OPPOSITE) == (weights[name] < 0)
        assert told.count(OPPOSITE) <= 1


def test_the_reading_says_with_whom_a_candidate_is_compared(panel):
    """An industry heavier than its surroundings suggest can still have the smallest excess of its region."""
    result = growth_cases.cases(ranked_report(panel, region="AST"))
    assert "already 1.2 times as heavy" in result.frame.loc["XVI", "for"]
    assert any("less so than most" in sentence for sentence in result.reading)


def test_amounts_booked_elsewhere_stand_in_every_case_against_astana(panel):
    booked = growth_cases.cases(ranked_report(panel, region="AST")).frame["against"]
    assert booked.str.contains("booked where the seller is registered").all()
    plain = growth_cases.cases(ranked_report(panel, region="AKM")).frame["against"]
    assert not plain.str.contains("booked where the seller is registered").any()


def test_one_shipment_is_a_doubt(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    flows = [code for code in points.table.index if points.one_flow(code)]
    assert "VI" in flows  # 0.47 mln USD of chemicals in few months of 2017
    for code in points.table.index:
        told = doubts(context.language, points, code)
        assert ("The year rests on one or two shipments." in told) == (code in flows)
    assert "one or two shipments" in growth_cases.cases(context).frame.loc["VI", "against"]


def test_caveats_are_those_of_the_lenses_that_count(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    told = growth_cases.lens_caveats(points, context.language)
    assert len(set(told)) == len(told)
    counted = points.robustness.reference.weights.lenses
    assert all(lenses.by_name(name).caveat(context.language) in told for name in counted)
    assert lenses.by_name("pipeline").caveat(context.language) not in told
