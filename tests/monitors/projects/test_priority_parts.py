"""The parts of a project's priority, counted by hand on a few made-up projects."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.language import language
from iidsp_analysis.monitors.projects.priorities import parts
from iidsp_analysis.monitors.projects.priorities.growth import growth_part
from iidsp_analysis.monitors.projects.priorities.peers import beside_others, others_median
from tests.monitors.projects.priority_cases import FIRST, LAST, SECOND, judged, listing, portfolio, ranking, weights
from tests.monitors.projects.project_panels import panel

EN = language("en")
OPEN = {"status": "under_way", "actual_commissioning": None}


def growth(*changes, rankings, places=None):
    of = portfolio(*changes)
    return growth_part(of, rankings, of.rows["region"] if places is None else pd.Series(places))


# --- growth point -----------------------------------------------------------------------------------------------


def test_the_hs_code_names_the_group_and_the_share_of_the_trials_is_the_part():
    told = growth({"hs": "690410"}, rankings={"akmola": ranking(XIII=FIRST, V=LAST)})
    assert told.value[0] == 0.96
    assert told.raw[0] == 1
    assert (told.facts.loc[0, ["low", "high", "is_pick", "is_settled"]] == [0.96, 0.96, 1.0, True]).all()


def test_without_an_hs_code_several_groups_give_a_range_and_none_is_chosen():
    """Division 29 makes engines (XVI) and vehicles (XVII)."""
    told = growth({"oked": "29100"}, rankings={"akmola": ranking(XVI=SECOND, XVII=LAST)})
    assert tuple(told.facts.loc[0, ["low", "high"]]) == (0.1, 0.55)
    assert told.value[0] == pytest.approx(0.325)
    assert np.isnan(told.facts["is_pick"][0])  # one of them is a growth point, the other is not
    assert np.isnan(told.raw[0])


def test_groups_that_agree_answer_the_question_also_as_a_range():
    told = growth({"oked": "29100"}, rankings={"akmola": ranking(XVI=SECOND, XVII=FIRST)})
    assert told.facts["is_pick"][0] == 1
    assert not told.facts["is_settled"][0]  # one of them is fragile


@pytest.mark.parametrize(
    ("change", "rankings", "why"),
    [
        ({"hs": "690410"}, {"akmola": ranking(XIII="too small")}, "not_ranked"),
        ({"hs": "270900"}, {"akmola": ranking(XIII=FIRST)}, "not_ranked"),  # V is no group of processed goods
        ({"oked": "29100"}, {"akmola": ranking(XVI=FIRST, XVII="too small")}, "not_ranked"),
        ({"hs": "690410"}, {"akmola": None}, "no_ranking"),
        ({"hs": "690410"}, {}, "no_ranking"),
        ({"hs": "690410", "region": None}, {"akmola": ranking(XIII=FIRST)}, "no_region"),
        ({"oked": None}, {"akmola": ranking(XIII=FIRST)}, "no_goods"),
        ({"oked": "33110"}, {"akmola": ranking(XIII=FIRST)}, "no_goods"),  # repair has no goods
        ({"oked": None, "hs": "770000"}, {"akmola": ranking(XIII=FIRST)}, "no_goods"),  # there is no such chapter
    ],
)
def test_what_the_ranking_cannot_tell_is_missing_with_its_reason(change, rankings, why):
    told = growth(change, rankings=rankings)
    assert np.isnan(told.value[0])
    assert told.facts["why"][0] == why


def test_divisions_are_ranked_as_they_are_where_their_table_is_loaded():
    points = ranking(classification="oked_division", **{"29": SECOND, "23": FIRST})
    told = growth({"oked": "29100", "hs": "690410"}, rankings={"akmola": points})
    assert told.value[0] == 0.55
    assert told.facts["standing"][0].classification == "oked_division"


def test_an_hs_code_of_another_division_counts_and_is_told():
    own = judged({"oked": "10710", "hs": "690410"}, {"oked": "23320", "hs": "690410"})
    first, second = own.details["growth_point"].facts["standing"]
    assert first.is_other_goods
    assert not second.is_other_goods
    assert "goods of another division" in own.part_said("growth_point", 0, EN)


def test_places_on_other_borders_take_the_place_of_the_regions_of_the_register():
    rankings = {"abai": ranking(XIII=FIRST)}
    assert growth({"hs": "690410"}, rankings=rankings, places=["abai"]).value[0] == 0.96
    assert growth({"hs": "690410"}, rankings=rankings, places=[None]).facts["why"][0] == "no_region"


# --- technology, exports, list ----------------------------------------------------------------------------------


def test_the_class_is_that_of_the_division_and_the_registers_word_is_a_claim():
    told = parts.technology_part(portfolio(
        {"oked": "21100", "technology": "high"}, {"oked": "10710", "technology": "high"}, {"oked": "29100"},
        {"oked": "24100", "technology": "medium-low"}, {"oked": "01110", "technology": "low"}, {"oked": None},
    ))  # fmt: skip
    assert told.value[:4].tolist() == pytest.approx([1, 0, 2 / 3, 1 / 3])
    assert told.value[4:].isna().all()
    assert told.facts["differs"].tolist() == [False, True, False, False, False, False]
    assert told.facts["why"].tolist() == ["", "", "", "", "no_class", "no_code"]


def test_a_claim_that_contradicts_the_class_is_told_beside_it():
    own = judged({"oked": "10710", "technology": "high"})
    assert own.part_said("technology", 0, EN) == "0.00 · low by its division; the register claims high"
    assert own.parts["technology"][0] == 0


def test_exports_are_actual_after_a_year_of_work_and_planned_before():
    told = parts.exports_part(portfolio(
        {"export_share_planned_pct": 60, "export_share_actual_pct": 15},
        {"export_share_planned_pct": 60, "export_share_actual_pct": 15, "actual_commissioning": "2017-06-01"},
        {"export_share_planned_pct": 60, "export_share_actual_pct": None},
        {"export_share_planned_pct": 60, "export_share_actual_pct": 15, **OPEN},
        {"export_share_planned_pct": None, **OPEN},
        {"export_share_actual_pct": 150},
        {"export_share_planned_pct": 60, "export_share_actual_pct": 0},
    ), weights())  # fmt: skip
    assert told.value[:4].tolist() == [0.15, 0.6, 0.6, 0.6]
    assert told.facts["basis"][:4].tolist() == ["actual", "planned", "planned", "planned"]
    assert told.value[4:6].isna().all()
    assert told.facts["why"][4:6].tolist() == ["no_figure", "impossible"]
    assert told.value[6] == 0  # a zero that is told is a zero


def test_the_list_serves_does_not_or_cannot_tell():
    told = parts.listed_part(portfolio({"oked": "23320"}, {"oked": "10710"}, {"oked": "24"}, {"oked": None},
                                       priorities=listing("23", "2410")))  # fmt: skip
    assert told.value[:2].tolist() == [1, 0]
    assert told.value[2:].isna().all()
    assert told.facts["why"].tolist() == ["", "", "coarse", "no_code"]


# --- ratios -----------------------------------------------------------------------------------------------------


def many(*outputs: float, jobs: float = 10, **more):
    return [{"output_planned_mln_kzt": output, "jobs_permanent_planned": jobs, **OPEN, **more} for output in outputs]


def test_productivity_is_one_half_at_the_median_of_the_others_and_two_thirds_at_twice_as_much():
    told = parts.productivity_part(portfolio(*many(100, *[100] * 8, 200)), weights())
    assert told.value[0] == 0.5
    assert told.value[9] == pytest.approx(2 / 3)
    assert told.raw[9] == 20
    assert told.facts.loc[9, ["reference", "others", "scope", "basis"]].tolist() == [10, 9, "division", "planned"]


def test_too_few_other_projects_of_the_division_are_no_standard():
    told = parts.productivity_part(portfolio(*many(*[100] * 8)), weights())
    assert told.value.isna().all()
    assert set(told.facts["why"]) == {"too_few"}
    assert (told.raw == 10).all()  # the figure itself is told


def test_no_jobs_no_productivity_and_no_output_is_zero():
    told = parts.productivity_part(portfolio(*many(*[100] * 9), *many(100, jobs=0), *many(0)), weights())
    assert np.isnan(told.value[9])
    assert told.facts["why"][9] == "no_figure"
    assert told.value[10] == 0


def test_a_median_of_zero_is_no_standard():
    told = parts.productivity_part(portfolio(*many(*[0] * 9, 50)), weights())
    assert told.value.isna().all()
    assert set(told.facts["why"]) == {"zero_median"}


def test_facts_are_set_beside_facts_once_there_are_enough_of_them():
    worked = {"output_planned_mln_kzt": 100, "jobs_permanent_planned": 10, "jobs_permanent_actual": 5}
    made = [{**worked, "output_actual_2017_mln_kzt": output} for output in [50] * 8 + [100]]
    late = {**worked, "output_actual_2017_mln_kzt": 5, "actual_commissioning": "2017-02-01"}  # not all of 2017
    told = parts.productivity_part(portfolio(*made, late), weights())
    assert set(told.facts["basis"][:9]) == {"actual"}
    assert (told.raw[8], told.facts["reference"][8]) == (20, 10)
    assert told.facts["basis"][9] == "planned"
    assert told.value[9] == 0.5
    few = parts.productivity_part(portfolio(*made[:3], *many(*[100] * 6)), weights())
    assert set(few.facts["basis"]) == {"planned"}  # three facts are no standard, nine plans are


def official_panel():
    return panel(
        ("output", "oked_division", "23", "KZ", 2016, 500_000.0),
        ("output", "oked_division", "23", "KZ", 2018, 900_000.0),
    )


def with_employment(made, *figures: tuple[str, int, float]):
    """Add employed persons by division (thousands) to a panel."""
    told = made.rows.iloc[[0] * len(figures)].reset_index(drop=True)
    told = told.assign(
        indicator="employment", unit="thousand persons", prices="-", industry=[code for code, _, _ in figures],
        period=[str(year) for _, year, _ in figures], value=[value for _, _, value in figures],
    )  # fmt: skip
    return type(made)(pd.concat([made.rows, told], ignore_index=True), {}, made.borders)


def test_official_output_per_worker_takes_the_place_of_the_median_where_it_is_loaded():
    """500 bn KZT by 20 thousand persons = 25 mln KZT each; 2018 is after the register's day."""
    loaded = with_employment(official_panel(), ("23", 2016, 20.0), ("23", 2018, 20.0))
    told = parts.productivity_part(portfolio(*many(500), panel=loaded), weights({"months_after": 12.0}))
    assert told.raw[0] == 50
    assert told.value[0] == pytest.approx(2 / 3)
    assert told.facts.loc[0, ["reference", "scope", "why"]].tolist() == [25, "official", ""]
    productivity, year = parts.official_productivity(loaded, 2019)
    assert (productivity["23"], year) == (45, 2018)


@pytest.mark.parametrize("loaded", [None, official_panel(), panel(("gva", "oked_division", "23", "KZ", 2016, 5.0))])
def test_without_output_and_employment_there_is_no_official_figure(loaded):
    """Value added per worker is another measure and is not put in its place."""
    productivity, year = parts.official_productivity(loaded, 2018)
    assert productivity.empty
    assert year == 0


def test_jobs_are_the_share_of_the_others_with_fewer_per_billion():
    cost = {"cost_planned_mln_kzt": 1000, **OPEN}
    told = parts.jobs_part(portfolio(*({**cost, "jobs_permanent_planned": jobs} for jobs in range(10, 19))), weights())
    assert told.raw.tolist() == list(range(10, 19))
    assert told.value.tolist() == pytest.approx([number / 8 for number in range(9)])
    assert set(told.facts["scope"]) == {"division"}


def test_jobs_of_a_small_division_are_set_beside_the_whole_register():
    cost = {"cost_planned_mln_kzt": 1000, **OPEN}
    others = [{**cost, "oked": "10710", "jobs_permanent_planned": 5}] * 8
    untold = {**OPEN, "jobs_permanent_planned": 0, "cost_planned_mln_kzt": None}
    told = parts.jobs_part(portfolio({**cost, "jobs_permanent_planned": 10}, *others, untold), weights())
    assert told.value[0] == 1
    assert told.facts.loc[0, ["scope", "others"]].tolist() == ["register", 8]
    assert told.facts["why"][9] == "no_figure"


# --- the others -------------------------------------------------------------------------------------------------

FIGURES = st.lists(st.floats(0, 1e9), min_size=2, max_size=30)


@given(FIGURES)
@settings(deadline=None)
def test_the_median_of_the_others_is_that_without_the_value(values):
    numbers = np.array(values)
    expected = [np.median(np.delete(numbers, at)) for at in range(len(numbers))]
    np.testing.assert_allclose(others_median(numbers), expected)


@given(FIGURES)
@settings(deadline=None)
def test_the_share_below_counts_equals_by_half(values):
    ratios = pd.Series(values)
    told = beside_others(ratios, pd.Series("all", index=ratios.index), 1)
    for at, value in enumerate(values):
        others = values[:at] + values[at + 1 :]
        below = sum(other < value for other in others) + 0.5 * sum(other == value for other in others)
        assert math.isclose(told["below"][at], below / len(others), abs_tol=1e-12)


def test_ratios_without_a_group_or_a_figure_are_not_compared():
    told = beside_others(pd.Series([1.0, 2.0, np.nan, 3.0]), pd.Series(["a", "a", "a", None]), 1)
    assert told["others"].tolist()[:2] == [1, 1]
    assert told.loc[2:].isna().all(axis=None)


@pytest.mark.parametrize(
    ("claim", "words"),
    [("medium-high", "0.67 · medium-high, as the register says"), (None, "0.67 · medium-high"),
     ("low", "0.67 · medium-high by its division; the register claims low")],
)  # fmt: skip
def test_the_registers_word_is_always_told_beside_the_class(claim, words):
    assert judged({"oked": "29100", "technology": claim}).part_said("technology", 0, EN) == words
