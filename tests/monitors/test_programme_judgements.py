"""Judgements: fact, index, distance, light and what must be said, for the country and for a region beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iidsp_analysis.monitors import programme as kpi
from iidsp_analysis.monitors.programme import judge, judgements
from iidsp_analysis.monitors.programme_facts import NOT_BY_REGION, NOT_LOADED, FactBook
from iidsp_analysis.monitors.programme_path import GREEN, GREY, RED, YELLOW
from iidsp_analysis.monitors.programme_targets import Targets, targets_on
from iidsp_analysis.reference.target_records import indicators
from tests.monitors.programme_panels import embedded, panel_of, rows, target

FIGURES = {2012: 500, 2013: 505, 2014: 510, 2015: 520, 2016: 530, 2017: 600, 2018: 610, 2019: 640, 2020: 700}
BOOK = FactBook(panel_of(rows("employment", "KZ", FIGURES), rows("employment", "akmola", {2015: 20, 2017: 22}),
                         rows("investment", "KZ", {2015: 8e5, 2016: 9e5, 2017: 1e6})))  # fmt: skip


def test_a_growth_target():
    one = judge(BOOK.facts("employment"), target(), 2017)
    assert (one.fact, one.index, one.goal) == (600, pytest.approx(120), pytest.approx(700))
    assert one.path == pytest.approx(500 + 200 * 5 / 7)
    assert (one.distance, one.distance_share) == (pytest.approx(-100), pytest.approx(-1 / 7))
    assert one.path_share == pytest.approx(600 / (500 + 1000 / 7) - 1)
    assert one.done == pytest.approx(0.7)
    assert one.required_rate == pytest.approx(100 * ((700 / 600) ** 0.5 - 1))
    assert (one.light, one.flags) == (RED, (kpi.UNVERIFIED,))


def test_a_later_year_is_judged_in_the_target_year():
    one = judge(BOOK.facts("employment"), target(value=25.0, verified=True), 2020)
    assert (one.year, one.fact, one.path, one.goal) == (2019, 640, 625, 625)
    assert (one.light, one.flags, one.is_verified) == (GREEN, (kpi.AFTER_TARGET,), True)
    assert math.isnan(one.required_rate)


def test_a_sum():
    sum_target = target("investment", form="cumulative", value=4500.0, base_year=2015)
    one = judge(BOOK.facts("investment"), sum_target, 2017)
    assert (one.fact, one.path, one.goal) == (2700, 2700, 4500)
    assert one.light == GREEN
    assert math.isnan(one.index)  # of a sum: 125 would be the year's own figure, which is not the fact beside it
    assert one.required_rate == pytest.approx(100 * ((math.sqrt(1 + 4 * 1.8) - 1) / 2 - 1))  # r + r² = 1.8


def test_a_sum_with_a_missing_year_is_missing():
    facts = FactBook(panel_of(rows("investment", "KZ", {2015: 8e5, 2017: 1e6}))).facts("investment")
    one = judge(facts, target("investment", form="cumulative", value=4500.0, base_year=2015), 2017)
    assert math.isnan(one.fact)
    assert (one.light, one.flags) == (GREY, (kpi.UNVERIFIED, kpi.YEAR_MISSING))


@pytest.mark.parametrize(
    ("changes", "flag"),
    [({"base_year": 2008}, kpi.BASE_MISSING), ({"base_year": None}, kpi.NO_BASE_YEAR),
     ({"target_year": 2025, "base_year": 2018}, kpi.YEAR_MISSING)],
)  # fmt: skip
def test_what_cannot_be_judged_is_grey_and_says_why(changes, flag):
    one = judge(BOOK.facts("employment"), target(verified=True, **changes), 2022 if "target_year" in changes else 2017)
    assert one.light == GREY
    assert flag in one.flags
    assert not one.is_judged


def test_less_is_better():
    facts = FactBook(panel_of(rows("employment", "KZ", {2012: 100, 2017: 92}))).facts("employment")
    one = judge(facts, target(value=-14.0, direction="down"), 2017)
    assert one.path == pytest.approx(90)
    assert one.light == YELLOW
    assert one.distance == pytest.approx(6)


def test_a_national_target_is_no_target_of_a_region():
    told = judgements(BOOK, "akmola", 2017, Targets((target(base_year=2015),)), 2015)
    (one,) = [row for row in told if row.indicator == "employment"]
    assert (one.fact, one.index, one.base_year) == (22, pytest.approx(110), 2015)
    assert math.isnan(one.goal)
    assert math.isnan(one.path)
    assert (one.light, one.flags) == (GREY, (kpi.NATIONAL, kpi.UNVERIFIED))


def test_a_target_of_the_region_is_judged():
    own = target(base_year=2015, region="akmola", value=15.0, verified=True, is_own=True)
    told = judgements(BOOK, "akmola", 2017, Targets((target(base_year=2015), own)), 2015)
    (one,) = [row for row in told if row.indicator == "employment"]
    assert one.path == pytest.approx(20 * 1.075)
    assert (one.light, one.flags) == (GREEN, (kpi.OWN_TARGET,))


def test_an_ended_national_target_lends_a_region_nothing():
    told = judgements(BOOK, "akmola", 2017, Targets((target(base_year=2012, target_year=2016),)), 2015)
    (one,) = [row for row in told if row.indicator == "employment"]
    assert (one.target, one.year, one.base_year, one.flags) == (None, 2017, 2015, (kpi.NO_TARGET,))


def test_every_indicator_of_the_family_appears_once_without_figures():
    told = judgements(BOOK, "akmola", 2017, Targets(()), 2015)
    assert [row.indicator for row in told] == [name for name, item in indicators().items() if item.in_family]
    reasons = {row.indicator: row.why_no_fact for row in told}
    assert (reasons["employment"], reasons["investment"], reasons["energy_intensity"]) == ("", NOT_BY_REGION,
                                                                                          NOT_LOADED)  # fmt: skip


def test_the_base_year_of_the_report_is_always_told():
    told = [row for row in judgements(BOOK, "KZ", 2017, Targets((target(),)), 2015) if row.indicator == "employment"]
    assert [(row.base_year, row.target is None) for row in told] == [(2012, False), (2015, True)]
    assert told[1].index == pytest.approx(600 / 520 * 100)


def alone(name, year, base, *tables):
    told = judgements(FactBook(panel_of(*tables)), "KZ", year, Targets(()), base)
    (one,) = [row for row in told if row.indicator == name]
    assert (one.target, one.light) == (None, GREY)
    return one


@pytest.mark.parametrize(
    ("year", "base", "flags"),
    [
        (2017, 2015, (kpi.NO_TARGET,)),
        (2017, 2008, (kpi.NO_TARGET, kpi.BASE_MISSING)),
        (2021, 2015, (kpi.NO_TARGET, kpi.YEAR_MISSING)),
        (2021, 2008, (kpi.NO_TARGET, kpi.BASE_MISSING, kpi.YEAR_MISSING)),
    ],
)
def test_an_index_without_a_target_is_there_or_says_why_not(year, base, flags):
    one = alone("employment", year, base, rows("employment", "KZ", FIGURES))
    assert one.flags == flags
    assert math.isfinite(one.index) is (flags == (kpi.NO_TARGET,))
    assert math.isfinite(one.fact) is (kpi.YEAR_MISSING not in flags)


LINKS = {2011: 102, 2012: 103, 2013: np.nan, 2014: 104}


@pytest.mark.parametrize(
    ("year", "base", "reason"),
    [
        (2012, 2010, ()),
        (2012, 2008, (kpi.BASE_MISSING,)),  # the year itself has an index to the year before
        (2014, 2012, (kpi.YEAR_MISSING,)),  # a missing link is never bridged
        (2013, 2008, (kpi.BASE_MISSING, kpi.YEAR_MISSING)),
    ],
)
def test_a_chain_without_a_target_says_what_lacks(year, base, reason):
    one = alone("gva_volume", year, base, rows("gva_volume_index", "KZ", LINKS))
    assert one.flags == (kpi.NO_TARGET, *reason)
    assert math.isfinite(one.index) is not bool(reason)


def test_a_region_beside_a_national_sum_says_that_its_base_year_lacks():
    sum_target = target("investment", form="cumulative", value=4500.0, base_year=2015)
    book = FactBook(panel_of(rows("investment", "KZ", {2015: 8e5, 2017: 1e6}),
                             rows("investment", "akmola", {2016: 8e4, 2017: 9e4})))  # fmt: skip
    told = [
        row for row in judgements(book, "akmola", 2017, Targets((sum_target,)), 2015) if row.indicator == "investment"
    ]
    assert [kpi.BASE_MISSING in row.flags for row in told] == [True] * len(told)
    assert told


def test_every_missing_index_of_a_year_before_the_tables_has_a_reason(panel, tmp_path):
    book = FactBook(embedded(panel).until("2011-01"))
    told = judgements(book, "KZ", 2010, targets_on(2014, tmp_path / "none.csv"), 2008)
    silent = {row.indicator for row in told if math.isnan(row.index) and set(row.flags) <= {kpi.NO_TARGET}}
    assert silent == set()
    employment = next(row for row in told if row.indicator == "employment")
    assert (employment.fact, employment.flags) == (pytest.approx(565.6, abs=0.05), (kpi.NO_TARGET, kpi.BASE_MISSING))


def test_a_sum_stands_beside_the_year_itself():
    sum_target = target("investment", form="cumulative", value=4500.0, base_year=2015)
    told = [row for row in judgements(BOOK, "KZ", 2017, Targets((sum_target,)), 2015) if row.indicator == "investment"]
    assert [(row.fact, row.target is None) for row in told] == [(2700, False), (1000, True)]
    assert told[1].index == pytest.approx(125)


def test_of_two_editions_the_later_one_is_in_force():
    early, late = target(edition="a", starts=2015), target(edition="b", starts=2017, base_year=2015)
    told = {row.target.edition: row for row in judgements(BOOK, "KZ", 2017, Targets((early, late)), 2015) if row.target}
    assert {name: row.is_in_force for name, row in told.items()} == {"a": False, "b": True}
    assert kpi.REPLACED in told["a"].flags
    (alone,) = [row for row in judgements(BOOK, "KZ", 2016, Targets((early, late)), 2015) if row.target]
    assert alone.is_in_force


@pytest.fixture(scope="module")
def country(panel, tmp_path_factory):
    book = FactBook(embedded(panel))
    targets = targets_on(2014, tmp_path_factory.mktemp("none") / "targets.csv")
    told = judgements(book, "KZ", 2017, targets, 2015)
    return {(row.indicator, row.target.edition): row for row in told if row.target}


def test_embedded_figures_of_2017(country):
    lights = {key: row.light for key, row in country.items() if row.is_judged}
    assert lights == {
        ("gva_volume", "original"): RED, ("production_volume", "original"): RED, ("productivity", "original"): RED,
        ("productivity", "amended"): RED, ("processed_exports", "amended"): GREEN, ("investment", "amended"): YELLOW,
        ("employment", "original"): GREEN,
    }  # fmt: skip
    exports = country["processed_exports", "amended"]
    assert exports.index == pytest.approx(116.7, abs=0.05)
    assert exports.path / exports.fact * exports.index == pytest.approx(109.5)
    # 825.3 + 877.9 + 956.2 bn KZT against 2,700: table 5547.
    assert country["investment", "amended"].fact == pytest.approx(2659.4, abs=0.05)
    assert country["processed_exports", "original"].flags == (kpi.UNVERIFIED, kpi.REPLACED, kpi.BASE_MISSING)
    replaced = {name for (name, _), row in country.items() if not row.is_in_force}
    assert replaced == {"processed_exports", "productivity", "energy_intensity"}
    assert all(np.isnan(row.fact) for row in country.values() if NOT_LOADED in row.flags)
