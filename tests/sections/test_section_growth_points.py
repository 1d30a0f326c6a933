"""Growth points: the title names the picks, the tested sentence stands above, and what is not ranked says why."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.weights import WeightsError
from iidsp_analysis.sections import (
    growth_cases,
    growth_points,
    growth_words,
    pick_divisions,
    rankings,
    rejected_candidates,
    relatedness_map,
    tested_score,
)
from iidsp_analysis.sections.growth_points import points_table
from iidsp_analysis.sections.made_or_registered import made_or_registered
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import RANKED, UNRANKED, ranked_report, with_divisions
from tests.sections.reports import assert_shows_itself, visible

MAKERS = (
    growth_points.growth_points,
    growth_cases.cases,
    pick_divisions.pick_divisions,
    rejected_candidates.rejected,
    relatedness_map.relatedness_map,
)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_the_sections_show_themselves(panel, subject, language):
    context = ranked_report(panel, **subject, language=language)
    for make in MAKERS:
        result = make(context)
        assert not result.is_missing
        assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", UNRANKED, ids=str)
@pytest.mark.parametrize("make", MAKERS)
def test_a_region_without_a_ranking_says_why(panel, make, subject, language):
    result = make(ranked_report(panel, **subject, language=language))
    assert result.is_missing
    assert len(result.reading) == 2
    assert all(len(sentence) > 20 for sentence in result.reading)
    assert_shows_itself(result)


def test_too_few_candidates_are_counted_and_not_called_unpublished(panel):
    reason, what_next = growth_points.growth_points(ranked_report(panel, region="KZL")).reading
    assert reason == "Of 16 candidates only 3 are large enough to be ranked; 4 are needed."
    assert "published" not in reason
    assert "another year" in what_next


def test_a_young_region_is_ranked_on_evidence_of_grade_d(panel):
    """East Kazakhstan of 2022: its short series, booked where the seller is registered, is graded D, not left out."""
    result = growth_points.growth_points(ranked_report(panel, region="VKO", year=2024, borders=2022))
    assert set(result.frame["grade"]) == {"D"}


def test_candidates_that_the_lenses_do_not_know_are_told_as_such(panel):
    context = ranked_report(panel, region="AKM")
    told = rankings._too_few(context, pd.Series({"": 6, "too small": 10}))
    assert told == "Fewer than 4 candidates of this region are known to lenses with half of the weight."


@pytest.mark.parametrize("make", MAKERS)
def test_the_country_is_told_that_regions_are_ranked_one_by_one(panel, make):
    result = make(ranked_report(panel, region="KZ"))
    assert result.is_missing
    assert result.reading == (
        "Growth points are ranked region by region.", "The page of the country has the map of all regions."
    )  # fmt: skip


def test_the_reason_of_the_country_is_in_the_reader_s_language(panel):
    english, russian = (ranked_report(panel, region="KZ", language=code) for code in ("en", "ru"))
    told = growth_points.growth_points(russian).reading
    assert "опубликован" not in told[0]
    assert len(told) == len(growth_points.growth_points(english).reading)


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_the_title_names_exactly_the_picks(panel, subject):
    context = ranked_report(panel, **subject)
    points, result = ranked(context), growth_points.growth_points(context)
    names = [growth_words.plain_candidate(context, "hs_section", code) for code in points.picks.index]
    assert re.findall("“(.*?)”", result.title) == names
    ranked_count = int(points.table["rank"].notna().sum())
    assert result.title.endswith(f"among {ranked_count} ranked of {len(points.table)} candidates")
    assert list(result.frame.index) == list(points.picks.index)
    assert result.values["picks"] == len(names)


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_counts_of_the_reading_are_those_of_the_table(panel, subject):
    context = ranked_report(panel, **subject)
    points, result = ranked(context), growth_points.growth_points(context)
    stable = (points.picks["badge"] == "stable").sum()
    assert f"Stable picks: {stable} of {len(points.picks)};" in result.reading[0]
    unranked = points.table["why_unranked"].value_counts()
    assert f"average region: {unranked['too small']} candidates" in result.reading[1]
    assert "for want of figures" not in result.reading[1]
    assert int(points.table["rank"].notna().sum()) + unranked["too small"] == len(points.table)


@pytest.mark.parametrize("why", ["no figure", "unknown to the lenses"])
def test_candidates_without_figures_are_counted_in_the_coverage(panel, why):
    context = ranked_report(panel, region="AKM")
    points = ranked(context)
    table = points.table.assign(why_unranked=points.table["why_unranked"].replace("too small", why))
    told = growth_points._coverage(context, replace(points, table=table))
    assert "average region: 0 candidates" in told
    assert "Not ranked for want of figures: 8 candidates." in told


@pytest.mark.parametrize("subject", RANKED, ids=str)
def test_the_tested_sentence_stands_above_the_ranking(panel, subject):
    result = growth_points.growth_points(ranked_report(panel, **subject))
    assert "did not beat its best simple rival" in result.before
    html = result._repr_html_()
    assert html.index(result.before) < html.index("<table")
    assert html.index(result.before) < html.index("<figure")


def test_amounts_carry_their_unit_in_the_head_and_in_the_caption(panel):
    for context, unit in ((ranked_report(panel, region="AKM"), "Exports, mln USD"),
                          (ranked_report(with_divisions(panel), region="AKM"), "GVA, bn KZT")):  # fmt: skip
        result = growth_points.growth_points(context)
        labels = {column.key: column.label for column in result.table.columns}
        assert labels["amount"] == unit
        assert unit.split(", ")[1] in result.caption
        assert "% of trials" in labels["probability"]
        points = ranked(context)
        first = points.picks.index[0]
        assert result.frame.loc[first, "amount"] == pytest.approx(points.table.loc[first, "amount"] / 1000)


def test_bars_add_up_to_the_distance_from_the_middle(panel):
    points = ranked(ranked_report(panel, region="AKM"))
    shown = growth_points._shown_parts(ranked_report(panel, region="AKM"), points)
    score = points.robustness.reference.score.loc[shown.index]
    assert shown.sum(axis=1).to_numpy() == pytest.approx((score - 0.5).to_numpy())
    axes = growth_points.growth_points(ranked_report(panel, region="AKM")).plot().axes[0]
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[-1] == "VI · Chemicals"  # the first pick on top
    assert len(labels) == len(shown)


def test_head_offices_are_named_for_astana_only(panel):
    booked, plain = (ranked_report(panel, region=code) for code in ("AST", "AKM"))
    assert "a part may be made elsewhere" in growth_points.growth_points(booked).caveats[0]
    assert not any("made elsewhere" in text for text in growth_points.growth_points(plain).caveats)


@pytest.mark.parametrize("region", ["AST", "AKT"])
def test_the_two_tests_of_head_offices_do_not_contradict_each_other(panel, region):
    """Aktobe exports more than its value added and passes the test by goods: the page says both in one place."""
    context = ranked_report(panel, region=region)
    caveat = growth_points.growth_points(context).caveats[0]
    assert "only booked here" not in caveat
    assert caveat.endswith(f"The test by goods is the section “Made here or registered here”. "
                           f"{made_or_registered(context).title}.")  # fmt: skip


def test_a_pick_of_one_shipment_has_its_caveat(panel):
    one, none = (ranked_report(panel, region=code) for code in ("AKM", "AST"))
    assert any("one shipment" in text for text in growth_points.growth_points(one).caveats)
    assert not any("one shipment" in text for text in growth_points.growth_points(none).caveats)


def test_a_rejected_candidate_in_a_table_of_all_is_not_called_stable_alone(panel):
    context = ranked_report(panel, region="AST")
    points = ranked(context)
    told = points_table(context, points, points.table[points.table["rank"].notna()]).frame
    firm = points.rejected.index[points.rejected["badge"] == "stable"]
    assert len(firm)
    assert set(told.loc[firm, "badge"]) == {"not picked, stable"}


def test_divisions_are_ranked_when_the_table_is_loaded_by_region(panel):
    context = ranked_report(with_divisions(panel), region="AKM")
    result = growth_points.growth_points(context)
    assert ranked(context).survey.candidates.classification == "oked_division"
    assert len(ranked(context).table) == 24
    assert "among 24 ranked of 24 candidates" in result.title
    assert "value added of Kazakhstan's regions by division (picks of 2014–2019) the score" in unescape(result.before)
    assert result.sources == ("bns-5931",)
    for make in MAKERS:
        assert_shows_itself(make(context))


def test_a_missing_table_stays_a_missing_table(panel):
    result = growth_points.growth_points(ranked_report(panel, region="AKM", year=2012))
    assert result.is_missing
    assert "446905" in result.reading[1]
    with pytest.raises(MissingDataError):
        ranked(ranked_report(panel, region="AKM", year=2012))


def test_rankings_are_made_once_for_all_sections(panel, monkeypatch):
    context = ranked_report(panel, region="AKM")
    first = ranked(context)
    monkeypatch.setattr(rankings.ranking, "growth_points", lambda *given, **more: pytest.fail("ranked again"))
    assert ranked(context) is first
    assert not growth_cases.cases(context).is_missing


def test_the_sentence_of_the_ranking_follows_the_table(panel, monkeypatch):
    changed = tested_score.backtest_table().assign(beats=True)
    monkeypatch.setattr(tested_score, "backtest_table", lambda: changed)
    text = visible(replace(growth_points.growth_points(ranked_report(panel, region="AKM")), picture=None))
    assert "did not beat" not in text
    assert text.count("the score beat its best simple rival") == 3


def test_own_weights_of_the_raw_folder_stand_beside_the_others(panel, monkeypatch, tmp_path):
    (tmp_path / "lens_weights.csv").write_text("lens,weight\ndemand,2\nrelatedness_gap,1\n", encoding="utf-8")
    monkeypatch.setattr(rankings.folders, "raw", lambda: tmp_path)
    context = replace(ranked_report(panel, region="PVL"))  # a copy: nothing is ranked yet
    points, table = ranked(context), growth_points.growth_points(context).table
    assert list(points.sets) == ["estimated", "equal", "own"]
    assert points.table["rank"].equals(points.table["rank_estimated"].astype(float).rename("rank"))
    assert [column.label for column in table.columns][-1] == "Rank by own weights"
    assert table.frame["own"].notna().all()


def test_own_weights_that_name_no_lens_stop_the_report(panel, monkeypatch, tmp_path):
    (tmp_path / "lens_weights.csv").write_text("lens,weight\ndemnad,2\n", encoding="utf-8")
    monkeypatch.setattr(rankings.folders, "raw", lambda: tmp_path)
    with pytest.raises(WeightsError, match="demnad"):
        growth_points.growth_points(replace(ranked_report(panel, region="PVL")))
