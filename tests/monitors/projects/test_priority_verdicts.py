"""Scores and verdicts: their rules, what cannot happen, and what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.language import language
from iidsp_analysis.monitors.projects.priorities import verdict as rules
from iidsp_analysis.monitors.projects.priorities.figures import figures_of
from iidsp_analysis.monitors.projects.priorities.score import (
    quantiles,
    rank_interval,
    ranks,
    score_interval,
    weighted_mean,
)
from iidsp_analysis.monitors.projects.priorities.verdict import FAILS, MEETS, PARTLY, UNJUDGED
from iidsp_analysis.monitors.projects.priorities.weights import PARTS
from tests.monitors.projects.priority_cases import FIRST, LAST, SECOND, judged, listing, ranking, weights

EN = language("en")
LISTED, UNLISTED = listing("23"), listing("99")
SHARE = st.one_of(st.just(float("nan")), st.floats(0, 1))
ROW = st.lists(SHARE, min_size=len(PARTS), max_size=len(PARTS))
WEIGHTS = st.lists(st.floats(0.01, 100), min_size=len(PARTS), max_size=len(PARTS))


def parts_of(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(PARTS), dtype=float)


def figures(parts, own, picked=None, inside=1.0):
    """Score and verdict of parts given as they are; the growth point is a pick if it says so."""
    answers = pd.Series(1.0 if picked is None else picked, index=parts.index, dtype=float)
    served = pd.Series(rules.serves(parts["listed"], answers, own), index=parts.index)
    ends = pd.DataFrame({"low": parts["growth_point"], "high": parts["growth_point"]})
    return figures_of(parts, ends, pd.Series(inside, index=parts.index), served, own, 0)


# --- score ------------------------------------------------------------------------------------------------------


@given(ROW, WEIGHTS)
@settings(deadline=None)
def test_a_score_lies_between_the_lowest_and_the_highest_known_part(row, sizes):
    shares = np.array(sizes) / sum(sizes)
    score, known = weighted_mean(np.array([row]), shares)
    told = [value for value in row if not np.isnan(value)]
    if not told:
        assert np.isnan(score[0])
        assert known[0] == 0
    else:
        assert min(told) - 1e-9 <= score[0] <= max(told) + 1e-9
        assert 0 < known[0] <= 1 + 1e-9


@given(st.lists(ROW, min_size=1, max_size=8), WEIGHTS, st.floats(0.001, 1e6))
@settings(deadline=None)
def test_only_the_proportions_of_the_weights_count(rows, sizes, times):
    own = weights(**dict(zip(PARTS, sizes, strict=True)))
    scaled = weights(**{name: size * times for name, size in zip(PARTS, sizes, strict=True)})
    first, second = (figures(parts_of(*rows), each) for each in (own, scaled))
    pd.testing.assert_frame_equal(first.drop(columns="verdict"), second.drop(columns="verdict"), atol=1e-6)


def test_too_little_known_weight_gives_no_score():
    nan = float("nan")
    told = figures(parts_of([nan, nan, nan, 0.5, 0.5, 1], [nan, nan, 0.5, 0.5, 0.5, 1]), weights())
    assert told["known"].tolist() == pytest.approx([0.5, 4 / 6])
    assert np.isnan(told["score"][0])
    assert told["verdict"][0] == UNJUDGED
    assert told["score"][1] == pytest.approx(0.625)
    assert told.loc[0, ["low", "high", "rank", "rank_low", "rank_high", "agreement"]].isna().all()


def test_the_interval_holds_the_score_and_is_a_point_where_all_parts_agree():
    told = figures(parts_of([0, 0, 1, 1, 1, 1], [0.4] * 6), weights())
    assert told["low"][0] < told["score"][0] < told["high"][0]
    assert told.loc[1, ["low", "high"]].tolist() == pytest.approx([0.4, 0.4])
    assert told["agreement"].tolist() == [told["agreement"][0], 1.0]


def test_ranks_count_only_projects_with_a_score_and_equals_share_the_better_one():
    assert ranks(np.array([0.2, np.nan, 0.9, 0.2])).tolist()[::2] == [2, 1]
    assert ranks(np.array([0.2, np.nan, 0.9, 0.2]))[3] == 2
    low, high = rank_interval(np.array([[0.9] * 6, [0.1] * 6, [np.nan] * 6]), weights().drawn())
    assert (low[:2].tolist(), high[:2].tolist()) == ([1, 2], [1, 2])
    assert np.isnan(low[2])


def test_blocks_change_nothing(monkeypatch):
    values, drawn = np.random.default_rng(1).random((37, 6)), weights().drawn()
    whole = (*score_interval(values, drawn), *rank_interval(values, drawn))
    monkeypatch.setattr("iidsp_analysis.monitors.projects.priorities.score._CELLS", 500)
    for first, second in zip(whole, (*score_interval(values, drawn), *rank_interval(values, drawn)), strict=True):
        np.testing.assert_allclose(first, second)


def test_quantiles_are_drawn_values():
    low, high = quantiles(np.arange(101.0)[:, None])
    assert (low[0], high[0]) == (5, 95)


# --- verdict ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "picked", "inside", "expected"),
    [
        ([0.9, 0.6, 0.6, 0.6, 0.6, 1], 1, 1, MEETS),
        ([0.9, 0.6, 0.6, 0.6, 0.6, 0], 1, 1, MEETS),  # a growth point is enough
        ([0.1, 0.9, 0.9, 0.9, 0.9, 1], 0, 1, MEETS),  # the list is enough
        ([0.1, 0.1, 0.1, 0.1, 0.1, 1], 0, 1, PARTLY),  # listed and weak
        ([0.1, 0.9, 0.9, 0.9, 0.9, 0], 0, 1, PARTLY),  # strong and served by nothing
        ([0.1, 0.1, 0.1, 0.1, 0.1, 0], 0, 1, FAILS),
        ([0.9, 0.9, 0.9, 0.9, 0.9, 1], 1, 0, FAILS),  # outside manufacturing
        ([0.9, 0.9, 0.9, 0.9, 0.9, 1], 1, np.nan, UNJUDGED),  # no OKED code
        ([np.nan, 0.9, 0.9, 0.9, 0.9, 0], np.nan, 1, UNJUDGED),
        ([np.nan, 0.9, 0.9, 0.9, 0.9, 1], np.nan, 1, MEETS),
        ([0.9, 0.9, 0.9, 0.9, 0.9, np.nan], 0, 1, UNJUDGED),
    ],
)
def test_the_three_questions(row, picked, inside, expected):
    assert figures(parts_of(row), weights(), picked, inside)["verdict"][0] == expected


@given(ROW, st.integers(0, 5), st.floats(0, 1), WEIGHTS, st.sampled_from([0.0, 1.0]))
@settings(deadline=None)
def test_a_better_part_never_makes_the_verdict_worse(row, at, better, sizes, picked):
    if np.isnan(row[at]) or better < row[at]:
        return
    row[5] = row[5] if np.isnan(row[5]) else float(row[5] > 0.5)
    raised = [*row[:at], (1.0 if at == 5 else better), *row[at + 1 :]]
    own = weights(**dict(zip(PARTS, sizes, strict=True)))
    before, after = (figures(parts_of(each), own, picked)["verdict"][0] for each in (row, raised))
    order = [FAILS, PARTLY, MEETS]
    assert before == UNJUDGED or order.index(after) >= order.index(before)


def test_a_limit_that_is_reached_but_for_rounding_is_reached():
    row = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9]  # sums to 3.0000000000000004 or less, by the order
    assert figures(parts_of(row), weights())["verdict"][0] == MEETS


def test_nothing_known_of_anybody():
    told_by_others = ("oked", "hs", "region", "cost_planned_mln_kzt", "jobs_permanent_planned")
    nothing = dict.fromkeys((*told_by_others, "export_share_planned_pct", "export_share_actual_pct"))
    told = judged({**nothing, "status": None}, {**nothing, "status": None})
    assert told.parts.isna().all(axis=None)
    assert (told.verdict == UNJUDGED).all()
    assert not told.is_firm.any()
    assert not told.hangs_on_unknown.any()
    assert "no OKED code" in told.why(0, EN)


def test_an_empty_register_is_judged_as_empty():
    told = judged({}, among=pd.Index([], dtype=int))
    assert told.verdict.empty
    assert told.under_other_weights.empty


# --- what it hangs on -------------------------------------------------------------------------------------------


def test_a_part_without_weight_is_left_out_of_score_and_question():
    told = judged({"oked": "23320", "hs": "690410"}, priorities=UNLISTED, weights=weights(growth_point=0.0))
    assert told.serves[0] == 0  # the growth point, a firm one, is not looked at
    assert told.known[0] < 1


def test_leaving_a_part_out_tells_what_hangs_on_it():
    told = judged({"oked": "23320", "hs": "200000"}, priorities=LISTED, weights=weights({"known_least": 0.3}))
    other = told.under_other_weights
    assert list(other.columns) == ["equal", *PARTS]
    assert told.verdict[0] in (MEETS, PARTLY)
    assert other["equal"][0] == told.verdict[0]
    assert other["listed"][0] in (PARTLY, FAILS)  # without the list, food is no growth point here


def test_the_only_way_that_is_left_is_not_left_out():
    told = judged({}, weights=weights(listed=0.0))
    assert "growth_point" not in told.under_other_weights
    assert "listed" not in told.under_other_weights


def test_a_verdict_that_rests_on_an_unsettled_rank_is_not_firm():
    firm, fragile = (
        judged({"hs": "690410", "oked": "23320", "export_share_actual_pct": 90}, priorities=UNLISTED,
               rankings={"akmola": ranking(XIII=line)}, weights=weights({"known_least": 0.3}))
        for line in (FIRST, (*SECOND[:3], 0.9, "fragile", True))
    )  # fmt: skip
    assert not firm.hangs_on_ranking[0]
    assert fragile.hangs_on_ranking[0]
    assert not fragile.is_firm[0]
    by_list = judged({"hs": "690410", "oked": "23320"}, priorities=LISTED, rankings={"akmola": ranking(XIII=SECOND)})
    assert not by_list.hangs_on_ranking[0]


def test_outside_manufacturing_is_firm_whatever_the_weights():
    told = judged({"oked": "01110"})
    assert told.verdict[0] == FAILS
    assert told.agreement[0] == 1
    assert told.is_firm[0]
    assert (told.under_other_weights == FAILS).all(axis=None)


def test_a_range_of_groups_is_firm_only_if_both_ends_are():
    """At the middle of the range the parts reach the limit in nearly all draws, at its low end they do not."""
    parts = parts_of([0.5, 0.5, 0.55, 0.55, 0.55, 0.5])
    own, ends = weights(), pd.DataFrame({"low": [0.0], "high": [1.0]})
    yes = pd.Series([1.0])
    wide = figures_of(parts, ends, yes, yes, own, 0)
    narrow = figures_of(parts, pd.DataFrame({"low": [0.5], "high": [0.5]}), yes, yes, own, 0)
    assert narrow["agreement"][0] == 1
    assert wide["agreement"][0] < 0.5


def test_the_same_seed_gives_the_same_draws():
    own = weights({"known_least": 0.3})
    first, second, other = (judged({}, {"oked": "10710"}, seed=seed, weights=own).figures for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, second)
    assert not first[["low", "high"]].equals(other[["low", "high"]])


def test_an_unverified_list_answers_but_does_not_count_in_the_mean():
    """By hand: the mean of the other known parts, whatever the list says; a file that names the list brings it back."""
    changes = {"oked": "23320", "hs": "690410"}
    for codes, served in (("23", 1), ("99", 0)):
        told = judged(changes, priorities=listing(codes, verified=False), weights=weights({"known_least": 0.3}),
                      rankings={"akmola": ranking(XIII=LAST)})  # fmt: skip
        assert told.score[0] == pytest.approx(told.parts.drop(columns="listed").loc[0].mean())
        assert told.serves[0] == served
        weighed = judged(changes, priorities=listing(codes, verified=False), rankings={"akmola": ranking(XIII=LAST)},
                         weights=weights({"known_least": 0.3}, listed=1.0))  # fmt: skip
        assert weighed.score[0] == pytest.approx(weighed.parts.loc[0].mean())


def test_without_the_unverified_list_its_answer_is_gone_too():
    told = judged({"oked": "23320", "hs": "690410"}, priorities=listing("23", verified=False),
                  rankings={"akmola": ranking(XIII=LAST)}, weights=weights({"known_least": 0.3}))  # fmt: skip
    assert told.serves[0] == 1
    assert {"listed", "equal"} <= set(told.under_other_weights)
    assert told.under_other_weights["equal"][0] == told.verdict[0]
    order = [FAILS, PARTLY, MEETS]
    assert order.index(told.under_other_weights["listed"][0]) == order.index(told.verdict[0]) - 1


@pytest.mark.parametrize(("score", "said"), [(0.49977, "0.4998, limit 0.5000"), (0.5038, "0.504, limit 0.500"),
                                             (0.5, "0.50, limit 0.50"), (0.46, "0.46, limit 0.50")])  # fmt: skip
def test_a_score_whose_interval_holds_the_limit_is_on_the_line(score, said):
    told = judged({"oked": "23320"}, weights=weights({"known_least": 0.0}))
    line = replace(told, figures=told.figures.assign(score=[score], low=[0.44], high=[0.56]))
    assert line.is_on_the_line[0]
    assert f"on the line: {said}" in line.in_brief(0, EN)
    assert "parts are on the line: " in line.why(0, EN)
    assert "(0.44–0.56 under small changes of the weights)" in line.why(0, EN)
    clear = replace(told, figures=told.figures.assign(score=[score], low=[0.44], high=[0.49]))
    assert not clear.is_on_the_line[0]
    assert "on the line" not in clear.in_brief(0, EN) + clear.why(0, EN)


def test_outside_manufacturing_is_never_on_the_line():
    told = judged({"oked": "01110"})
    assert not replace(told, figures=told.figures.assign(low=[0.1], high=[0.9])).is_on_the_line[0]


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("priorities", "words"),
    [
        (listing("23"), "By the list of priorities, OKED 23320 serves one."),
        (listing("10"), "By the list of priorities, OKED 23320 serves none."),
        (listing("23", verified=False), "By the list of priorities, which is not verified, OKED 23320 serves one."),
        (None, "By the unverified example list of priorities, OKED 23320 serves one."),
        (listing("23320", "24"), "By the list of priorities, OKED 23320 serves one."),
    ],
)
def test_the_sentence_says_whose_list_it_is(priorities, words):
    assert words in judged({"oked": "23320"}, priorities=priorities).why(0, EN)


def test_the_sentence_tells_an_open_question_with_both_answers():
    told = judged({"oked": "29100", "technology": "high"}, rankings={"akmola": ranking(XVI=FIRST, XVII=LAST)},
                  priorities=UNLISTED, weights=weights({"known_least": 0.3}))  # fmt: skip
    assert told.verdict[0] == UNJUDGED
    said = told.why(0, EN)
    assert "depends on which they are" in said
    assert "“partly”" in said
    assert "without “does not meet”" in said or "without “partly”" in said


def test_the_sentence_tells_what_is_not_known_and_what_that_could_change():
    told = judged({"oked": "23320"}, rankings={"akmola": None}, weights=weights({"known_least": 0.3}))
    said = told.why(0, EN)
    assert "Not known: “Growth point of its region” (the growth points of the region cannot be ranked)" in said
    assert "At worst (0)" in said


def test_a_score_just_below_the_limit_is_not_written_as_the_limit():
    told = judged({"oked": "23320"}, weights=weights({"known_least": 0.0}))
    figures = told.figures.assign(score=[0.4999])
    said = replace(told, figures=figures).why(0, EN)
    assert "reach only 0.4999 on average (0.5000 is asked for)" in said


def test_russian_words_have_no_open_gap():
    told = judged({"oked": "29100"}, {"oked": None}, {"oked": "01110"}, {"hs": "690410"})
    for row in told.verdict.index:
        said = [told.why(row, language("ru")), *(told.part_said(name, row, language("ru")) for name in PARTS)]
        assert not any("{" in each or "nan" in each for each in said)
