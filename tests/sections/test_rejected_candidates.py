"""Rejected candidates: with the picks they are all candidates, and each has a reason that is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis.sections import rejected_candidates
from iidsp_analysis.sections.growth_cases import case_against
from iidsp_analysis.sections.growth_points import growth_points
from iidsp_analysis.sections.rankings import ranked
from iidsp_analysis.sections.rejected_candidates import why_rejected
from tests.sections.rankings import RANKED, ranked_report
from tests.sections.reports import assert_shows_itself, changed


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_picks_and_rejected_are_all_candidates(panel, subject):
    context = ranked_report(panel, **subject)
    points, frame = ranked(context), rejected_candidates.rejected(context).frame
    assert sorted([*frame.index, *points.picks.index]) == sorted(points.survey.candidates.main.industries)
    assert not set(frame.index) & set(points.picks.index)


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_every_candidate_has_a_reason_of_its_kind(panel, subject):
    context = ranked_report(panel, **subject)
    points, frame = ranked(context), rejected_candidates.rejected(context).frame
    assert (frame["why"].map(len) > 20).all()
    small = points.rejected.index[points.rejected["why_unranked"] == "too small"]
    assert frame.loc[small, "why"].str.startswith("Below 0.5% of the region and 0.1% of an average region").all()
    assert frame.loc[small, "rank"].isna().all()
    known = points.rejected.index[points.rejected["rank"].notna()]
    assert list(frame.loc[known, "why"]) == [case_against(context, points, code) for code in known]


def test_a_month_that_is_not_published_makes_no_rank_and_no_zero(panel):
    own = ranked_report(panel, region="AKM")
    code = ranked(own).picks.index[-1]
    context = changed(own, "exports", float("nan"), region="akmola", industry=code, period="2017-05")
    points, frame = ranked(context), rejected_candidates.rejected(context).frame
    assert points.table.loc[code, "why_unranked"] == "no figure"
    assert frame.loc[code, "why"] == "Its latest figure is not published."
    assert_shows_itself(rejected_candidates.rejected(context))
    assert "for want of figures: 1 candidates" in growth_points(context).reading[1]


def test_doubtful_figures_are_not_called_unpublished(panel):
    """Aktobe exported textiles for 94 thousand USD in 2017: published, though graded D."""
    context = ranked_report(panel, region="AKT")
    points = ranked(context)
    assert points.table.loc["XI", "grade"] == "D"
    assert points.table.loc["XI", "amount"] == pytest.approx(94.2)
    assert "not published" not in why_rejected(context, points, "XI")


def test_what_the_lenses_do_not_know_is_told_as_such(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    small = points.table.index[points.table["why_unranked"] == "too small"]
    unknown = replace(points, table=points.table.assign(why_unranked="unknown to the lenses"))
    assert {why_rejected(context, unknown, code) for code in small} == {
        "Lenses with at least half of the weight know nothing of it."
    }


def test_names_near_the_border_are_quoted(panel):
    context = ranked_report(panel, region="AST")
    result = rejected_candidates.rejected(context)
    rejected = ranked(context).rejected
    near = rejected.index[rejected["probability_top"] >= 0.2]
    assert result.values["near"] == len(near)
    assert result.reading[0].count("“") == len(near)
    assert "“Food, drinks, tobacco”" in result.reading[0]


def test_nobody_near_the_border_is_said(panel):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    told = rejected_candidates._near(context, points, points.table.index[:0])
    assert told == "None of them came among the first 4 in every fifth trial."


def test_columns_carry_their_units(panel):
    labels = [column.label for column in rejected_candidates.rejected(ranked_report(panel, region="AKM")).table.columns]
    assert labels[2:5] == ["5–95 % of trials", "Among the first 4, % of trials", "Exports, mln USD"]
