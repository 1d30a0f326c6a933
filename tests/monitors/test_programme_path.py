"""The way to a target: line, share done, light and required rate – for more, for less, for sums and missing numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.monitors.programme_path import (
    GREEN,
    GREY,
    RED,
    YELLOW,
    YELLOW_FROM,
    Way,
    done_share,
    light,
    required_rate,
    way_of,
)
from tests.monitors.programme_panels import target

NAN = math.nan


def test_growth_runs_on_a_straight_line():
    # +40 % of 100 in seven years: after five of them 100 + 40 x 5/7.
    assert way_of(target(), 100.0, 2017) == Way(100.0, pytest.approx(140.0), pytest.approx(100 + 40 * 5 / 7))
    assert way_of(target(), 100.0, 2019).path == way_of(target(), 100.0, 2019).goal


def test_a_fall_runs_down():
    way = way_of(target(value=-14.0, direction="down"), 200.0, 2015)
    assert (way.goal, way.path) == (pytest.approx(172.0), pytest.approx(200 - 28 * 3 / 7))


def test_change_level_and_rank():
    assert way_of(target(form="change", value=28.0), 500.0, 2016).path == pytest.approx(516.0)
    assert way_of(target(form="level", value=640.0), 500.0, 2016).path == pytest.approx(580.0)
    assert way_of(target(form="rank", value=55.0, direction="down"), 83.0, 2016).path == pytest.approx(67.0)


def test_a_sum_grows_by_equal_amounts_and_counts_its_first_year():
    # 4,500 in the five years 2015-2019: 900 a year, 2,700 by the end of 2017.
    sum_target = target("investment", form="cumulative", value=4500.0, base_year=2015)
    assert way_of(sum_target, NAN, 2017) == Way(0.0, 4500.0, 2700.0)
    assert way_of(sum_target, NAN, 2015).path == 900.0


def test_without_a_base_year_there_is_a_path_in_the_target_year_only():
    level = target(form="level", value=40.0, base_year=None)
    assert math.isnan(way_of(level, NAN, 2018).path)
    assert way_of(level, NAN, 2019).path == 40.0
    assert light(41.0, way_of(level, NAN, 2019), "up") == GREEN
    assert light(39.0, way_of(level, NAN, 2019), "up") == RED
    assert light(41.0, way_of(level, NAN, 2018), "up") == GREY


@pytest.mark.parametrize(
    ("fact", "expected"), [(110.0, GREEN), (112.0, GREEN), (109.999, YELLOW), (108.0, YELLOW), (107.9, RED), (90, RED),
                           (NAN, GREY)],
)  # fmt: skip
def test_light_for_more(fact, expected):
    assert light(fact, Way(100.0, 120.0, 110.0), "up") == expected


@pytest.mark.parametrize(
    ("fact", "expected"), [(90.0, GREEN), (80.0, GREEN), (91.0, YELLOW), (92.0, YELLOW), (92.1, RED), (120.0, RED)]
)
def test_light_for_less(fact, expected):
    assert light(fact, Way(100.0, 80.0, 90.0), "down") == expected


def test_a_fact_without_a_plan_is_grey():
    assert light(150.0, Way(100.0, NAN, NAN), "up") == GREY


def test_a_way_in_the_wrong_direction_is_never_yellow():
    # A level of at least 90 where 100 was the start: 89 is below it, whatever share of the "way" that is.
    assert light(89.0, Way(100.0, 90.0, 95.0), "up") == RED
    assert light(96.0, Way(100.0, 90.0, 95.0), "up") == GREEN


def test_no_way_has_no_share():
    assert math.isnan(done_share(100.0, Way(100.0, 100.0, 100.0)))
    assert done_share(105.0, Way(100.0, 120.0, 110.0)) == pytest.approx(0.5)


@given(st.floats(1, 1e6), st.floats(-50, 200), st.floats(-50, 200), st.integers(2013, 2019))
def test_light_follows_the_share_of_the_way(start, reached, value, year):
    """Green, yellow and red are one order: the share done of the planned way, at 1 and at YELLOW_FROM."""
    if abs(value) < 1e-3:
        return
    direction = "up" if value > 0 else "down"
    way = way_of(target(value=value, direction=direction), start, year)
    fact = start * (1 + reached / 100)
    done = done_share(fact, way)
    found = light(fact, way, direction)
    if abs(done - 1) > 1e-6 and abs(done - YELLOW_FROM) > 1e-6:
        assert found == (GREEN if done > 1 else YELLOW if done > YELLOW_FROM else RED)


@given(st.floats(1, 1e4), st.floats(1, 1e4), st.integers(2013, 2018))
def test_the_required_rate_arrives(fact, goal, year):
    rate = required_rate(target(), fact, Way(1.0, goal, 1.0), fact, year)
    assert fact * (1 + rate / 100) ** (2019 - year) == pytest.approx(goal, rel=1e-9)


@given(st.floats(1, 1e3), st.floats(1, 1e4), st.integers(2015, 2018))
def test_the_required_rate_of_a_sum_arrives(latest, rest, year):
    goal = target("investment", form="cumulative", value=1e5, base_year=2015)
    rate = required_rate(goal, 1e5 - rest, Way(0.0, 1e5, 1.0), latest, year) / 100
    if math.isnan(rate):  # more than tenfold a year, or next to nothing
        years = 2019 - year
        assert rest / latest > 10 or rest / latest < 0.002 * years
        return
    assert sum(latest * (1 + rate) ** k for k in range(1, 2020 - year)) == pytest.approx(rest, rel=1e-6)


def test_no_rate_where_there_is_nothing_left():
    assert math.isnan(required_rate(target(), 120.0, Way(100.0, 140.0, 140.0), 120.0, 2019))
    assert math.isnan(required_rate(target(form="rank", value=55.0), 80.0, Way(84.0, 55.0, 70.0), 80.0, 2016))
    assert math.isnan(required_rate(target(), NAN, Way(100.0, 140.0, 120.0), NAN, 2016))
    reached = target("investment", form="cumulative", value=4500.0, base_year=2015)
    assert math.isnan(required_rate(reached, 4600.0, Way(0.0, 4500.0, 3600.0), 900.0, 2018))
