"""The way to the target: every scenario with its probability, sentences true either way, lines that fit the table."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.scenarios.evidence import evidence
from iidsp_analysis.sections.concept_doubling import doubling, percentile
from iidsp_analysis.sections.concept_requirements import what_must_grow
from iidsp_analysis.sections.concept_scenarios import told_chance, way_to_the_target
from iidsp_analysis.sections.scenario_growth_points import growth_point_scenarios
from tests.sections.reports import assert_shows_itself, report, visible


def test_the_target_is_told_with_its_probability(panel):
    result = way_to_the_target(report(panel, year=2025))
    assert "probability on past evidence" in result.title
    assert 0 <= result.values["chance"] <= 1
    assert result.values["low"] < result.values["median"] < result.values["high"]
    assert result.frame["year"].tolist() == ["2026", "2027", "2028", "2029", "2030"]
    assert "held what came" in visible(result)
    assert_shows_itself(result)


def test_an_interval_that_failed_says_so(panel):
    assert "Take the interval at constant relative prices with caution" in visible(
        way_to_the_target(report(panel, year=2025))
    )


def test_a_target_that_is_reached_anyway(panel):
    result = what_must_grow(report(panel, year=2025), 10.0)
    assert "is reached if past growth goes on" in result.title
    assert "No division would have to grow faster" in visible(result)


def test_ways_have_bounds_and_probabilities(panel):
    result = what_must_grow(report(panel, year=2025), 15.0)
    assert result.frame["chance"].between(0, 1).all()
    assert (result.frame["needed"] > result.frame["past"]).all()
    assert_shows_itself(result)
    impossible = what_must_grow(report(panel, year=2025), 60.0)
    assert set(impossible.frame["feasible"]) == {"no"}
    assert impossible.frame["best"].between(0.1, 0.6).all()


def test_a_target_just_below_the_way_of_the_past_needs_nothing(panel):
    """Between the share that divisions reach each by itself (12.2 %) and that of manufacturing as it grew (12.5 %)."""
    context = report(panel, year=2025)
    mean = way_to_the_target(context).values["mean_share"] * 100
    assert "is reached if past growth goes on" in what_must_grow(context, mean - 0.05).title
    above = what_must_grow(context, mean + 0.05)
    assert "takes growth of manufacturing" in above.title
    assert above.values["needed"] > above.values["past"]
    assert above.frame["excess"].between(0, 1, inclusive="neither").all()


@pytest.mark.parametrize("year", [2010, 2012])
def test_base_years_without_divisions_are_told(panel, year):
    context = report(panel, year=year)
    for made in (way_to_the_target, what_must_grow):
        result = made(context, 15.0, year + 8)
        assert f"Value added by division is not published for {year}" in visible(result)
        assert_shows_itself(result)
    assert what_must_grow(context, 15.0, year + 8).frame["way"].tolist() == ["Manufacturing as a whole"]
    assert "Value added by division" not in visible(way_to_the_target(report(panel, year=2013)))


@pytest.mark.parametrize(("target", "by"), [(0.0, 2030), (100.0, 2030), (15.0, 2025)])
def test_wrong_targets_are_errors(panel, target, by):
    with pytest.raises(UsageError):
        way_to_the_target(report(panel, year=2025), target, by)


def test_doubling_is_computed(panel):
    result = doubling(report(panel, year=2025))
    windows = evidence(report(panel, year=2025).panel, "KZ", 2025).like.windows
    assert result.values["divisions"] == pytest.approx((windows["ratio"] < 2).mean(), abs=0.01)
    assert f"percentile {percentile(result.values['divisions'])} " in result.title
    assert_shows_itself(result)


def test_doubling_is_told_of_divisions_where_regions_are_too_young(panel):
    """On the borders of 2022 no region that was split has enough years: divisions of the country still have them."""
    result = doubling(report(panel, year=2025, borders=2022))
    assert not result.is_missing
    assert result.values["divisions"] == doubling(report(panel, year=2025)).values["divisions"]
    assert_shows_itself(result)


def test_divisions_add_up_to_the_published_growth(panel):
    found = evidence(report(panel, year=2025).panel, "KZ", 2025)
    weights = found.economy.value_added / found.economy.value_added.sum()
    together = np.exp(found.past.divisions) @ weights
    assert together[-1] == pytest.approx(1.071, abs=5e-4)  # table 5792, section C, 2025: 107.1
    assert found.economy.share == pytest.approx(20_627_624.0 / 159_608_552.9, rel=1e-6)  # table 5927


def test_with_prices_of_the_past_the_share_is_reproduced(panel):
    """Growth relative to the rest and relative prices together are the change of the published share."""
    found = evidence(report(panel, year=2025).panel, "KZ", 2025, prices="past")
    weights = found.economy.value_added / found.economy.value_added.sum()
    odds = np.log(np.exp(found.past.divisions) @ weights) - found.past.rest + found.past.relative_price
    before, now = 4_201_012.1 / 40_884_133.6, 20_627_624.0 / 159_608_552.9  # table 5927, 2015 and 2025
    assert odds[-10:].sum() == pytest.approx(np.log(now / (1 - now)) - np.log(before / (1 - before)), rel=1e-6)


def test_growth_points_of_a_region(panel):
    result = growth_point_scenarios(report(panel, region="AKM", year=2025, trade=True))
    assert (result.frame["lower_move"] <= result.frame["upper_move"]).all()
    assert result.frame["windows"].ge(10).all()
    assert_shows_itself(result)


@pytest.mark.parametrize(("chance", "told"), [(0.0, "below 1%"), (0.004, "below 1%"), (0.5, "50%"), (1.0, "above 99%")])
def test_nothing_drawn_is_certain(panel, chance, told):
    assert told_chance(report(panel), chance) == told
