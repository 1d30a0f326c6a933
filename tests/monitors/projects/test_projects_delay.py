"""Durations, curves, model, chances and forecast of made-up registers; too little to tell is said, never estimated."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_registers import AS_OF, register

from iidsp_analysis.loaders.projects.example import example
from iidsp_analysis.loaders.projects.example_course import AS_OF as EXAMPLE_DAY
from iidsp_analysis.measures.survival_regression import cumulative_hazard
from iidsp_analysis.monitors.projects.delays import durations as time
from iidsp_analysis.monitors.projects.delays.curves import TooFewEventsError, delay_curves, slippage_of
from iidsp_analysis.monitors.projects.delays.delay import (
    LATE,
    NO_PLAN,
    NOT_TIMED,
    SUSPENDED,
    UNKNOWN,
    Delay,
    delay_of,
    probabilities,
)
from iidsp_analysis.monitors.projects.delays.durations import AGAINST_PLAN, SINCE_DECISION, durations
from iidsp_analysis.monitors.projects.delays.forecast import JOBS, OUTPUT, PROJECTS, portfolio_forecast, year_ends
from iidsp_analysis.monitors.projects.delays.hindsight import as_known, look_back
from iidsp_analysis.monitors.projects.delays.model import (
    COST_FEATURE,
    KIND_FEATURE,
    MAP_FEATURE,
    NO_FEATURES,
    NO_ROOM,
    NO_VARIATION,
    NOT_TOLD,
    TECHNOLOGY_FEATURE,
    UNDETERMINED,
    delay_model,
    features_of,
)
from iidsp_analysis.monitors.projects.delays.outlook import outlook
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio

DECIDED = pd.Timestamp("2016-01-01")
DAY = pd.Timestamp(AS_OF)


def portfolio(*changes: dict[str, Any]) -> Portfolio:
    return Portfolio(register(*changes).rows, DAY, shipped_priorities())


def done(days: float, **more: Any) -> dict[str, Any]:
    """A project commissioned so many days after the decision, planned for day 300."""
    on = DECIDED + pd.Timedelta(days=days)
    return {"decision_date": DECIDED, "actual_commissioning": on, "first_planned_commissioning": "2016-10-27",
            "planned_commissioning": "2016-10-27", "status": "commissioned", "status_date": on} | more  # fmt: skip


def under_way(waited: float, plan: str | None, **more: Any) -> dict[str, Any]:
    """An open project decided so many days before the day of the register."""
    return {"decision_date": DAY - pd.Timedelta(days=waited), "actual_start": None, "planned_start": None,
            "actual_commissioning": None, "first_planned_commissioning": plan, "planned_commissioning": plan,
            "status": "under_way", "status_date": DAY} | more  # fmt: skip


def many(*more: dict[str, Any]) -> Portfolio:
    """Twenty projects, commissioned after 100, 120, … 480 days, and others; everything else alike."""
    return portfolio(*(done(100 + 20 * each) for each in range(20)), *more)


@pytest.fixture(scope="module")
def made_up() -> Portfolio:
    return Portfolio(example().rows, pd.Timestamp(EXAMPLE_DAY), shipped_priorities())


@pytest.fixture(scope="module")
def delay(made_up: Portfolio) -> Delay:
    return delay_of(made_up)


# --- durations --------------------------------------------------------------------------------------------------


def test_each_status_ends_where_it_is_known_to() -> None:
    timed = durations(portfolio(
        done(300),
        under_way(100, None),
        under_way(100, None, status="suspended", status_date="2018-01-10"),
        under_way(100, None, status="cancelled", status_date="2018-01-10"),
        under_way(100, None, status="cancelled", status_date=None),
    ))  # fmt: skip
    assert timed.frame["happened"].tolist() == [True, False, False, False, False]
    assert timed.frame["end"].tolist()[1:] == [DAY, DAY, pd.Timestamp("2018-01-10"), DAY]
    assert timed.undated_ends == 1
    assert timed.clock(SINCE_DECISION).times[0] == pytest.approx(300 / time.DAYS_A_MONTH)


def test_origin_falls_back_to_the_start() -> None:
    timed = durations(portfolio(
        done(200),
        done(200, decision_date=None, actual_start="2016-02-01", planned_start="2016-01-15"),
        done(200, decision_date=None, actual_start=None, planned_start="2016-01-15"),
    ))  # fmt: skip
    assert timed.frame["origin_from"].tolist() == [time.DECISION, time.ACTUAL_START, time.PLANNED_START]
    assert timed.frame["origin"].tolist()[1:] == [pd.Timestamp("2016-02-01"), pd.Timestamp("2016-01-15")]


@pytest.mark.parametrize(("project", "reason"), [
    (done(200, status=None), time.NO_STATUS),
    (done(200, decision_date=None, actual_start=None, planned_start=None), time.NO_ORIGIN),
    (under_way(-5, None), time.NOT_BEGUN),
    (done(200, actual_commissioning=None), time.NO_DAY),
    (done(200, status="under_way"), time.CONTRADICTED),
    (done(200, actual_commissioning="2018-03-28"), time.AFTER_REGISTER),
    (done(-1), time.BEFORE_ORIGIN),
])  # fmt: skip
def test_what_contradicts_itself_is_left_out_and_counted(project: dict[str, Any], reason: str) -> None:
    timed = durations(portfolio(done(100), project))
    assert timed.left_out.to_dict() == {reason: 1}
    assert timed.frame.index.tolist() == [0]


def test_delay_is_counted_from_the_first_plan() -> None:
    timed = durations(portfolio(
        done(300, planned_commissioning="2017-05-01"),
        done(360, first_planned_commissioning=None, times_postponed=0),
        done(360, first_planned_commissioning=None, times_postponed=2),
    ))  # fmt: skip
    assert timed.clock(AGAINST_PLAN).times == pytest.approx([0, 60 / time.DAYS_A_MONTH, 60 / time.DAYS_A_MONTH])
    assert timed.frame["is_first_told"].tolist() == [True, True, False]


# --- curves -----------------------------------------------------------------------------------------------------


def test_too_few_events_say_how_many() -> None:
    small = portfolio(*(done(100 + each) for each in range(9)))
    with pytest.raises(TooFewEventsError) as told:
        delay_of(small)
    assert (told.value.events, told.value.needed) == (9, 10)
    for few in (portfolio(done(100)), portfolio(under_way(100, None))):
        with pytest.raises(TooFewEventsError):
            delay_curves(durations(few), few.rows, few.division)


def test_groups_are_told_with_enough_events_only() -> None:
    slow = [done(400 + 10 * each, map="industrialization") for each in range(12)]
    fast = [done(100 + 10 * each, map="regional") for each in range(12)]
    both = portfolio(*slow, *fast, done(90, region="almaty_city"))
    curves = delay_curves(durations(both), both.rows, both.division)
    keys = set(zip(curves.groups["dimension"], curves.groups["group"], strict=True))
    assert keys == {("region", "akmola"), ("division", "23"), ("map", "industrialization"), ("map", "regional")}
    assert curves.too_few["group"].tolist() == ["almaty_city"]
    maps = curves.groups[curves.groups["dimension"] == "map"]
    assert maps["p_value"].nunique() == 1  # two maps are one test
    tests = curves.groups.drop_duplicates(["dimension", "p_value"])["p_value"].dropna()
    assert maps["p_adjusted"].iloc[0] == pytest.approx(len(tests) * maps["p_value"].iloc[0])  # Holm: the smallest of k
    assert maps["p_adjusted"].iloc[0] < 0.001


def test_cancelled_projects_bound_the_curve() -> None:
    stopped = [under_way(700, None, status="cancelled", status_date=DAY - pd.Timedelta(days=600)) for _ in range(10)]
    found = many(*stopped)
    curves = delay_curves(durations(found), found.rows, found.division)
    assert curves.overall.median()[0] < curves.if_never.median()[0]
    assert (curves.if_never.survival >= curves.overall.survival - 1e-12).all()


def test_share_in_time_by_hand() -> None:
    late = slippage_of(durations(many()))
    assert late is not None
    assert late.on_time == pytest.approx(11 / 20)  # 100, 120 … 300 days of 300 planned
    assert late.low < late.on_time < late.high


def test_all_on_one_day() -> None:
    same = portfolio(*(done(200) for _ in range(12)), under_way(100, "2018-07-31"), under_way(300, "2018-07-31"))
    told = delay_of(same).probability
    assert told["by_plan"].iloc[0] > 0.9
    assert told["basis"].tolist()[1] == UNKNOWN


# --- model ------------------------------------------------------------------------------------------------------


def test_example_gives_a_model(delay: Delay) -> None:
    model = delay.model
    assert model is not None
    assert list(model.ratios.index) == [MAP_FEATURE, COST_FEATURE, KIND_FEATURE, TECHNOLOGY_FEATURE]
    assert ((model.ratios["low"] < model.ratios["ratio"]) & (model.ratios["ratio"] < model.ratios["high"])).all()
    assert (model.ratios["p_adjusted"] >= model.ratios["p_value"]).all()


def varied(count: int, **more: Any) -> list[dict[str, Any]]:
    rng = np.random.default_rng(3)
    return [done(float(days), cost_planned_mln_kzt=float(cost), map=kind, kind=made, oked=code) | more
            for days, cost, kind, made, code in zip(
                rng.integers(100, 700, count), rng.integers(100, 9000, count),
                rng.choice(["regional", "industrialization"], count), rng.choice(["new", "expansion"], count),
                rng.choice(["23320", "28302"], count), strict=True)]  # fmt: skip


def model_of(found: Portfolio) -> Any:
    return delay_model(durations(found), features_of(found))


def test_features_enter_in_order_with_ten_events_each() -> None:
    assert model_of(portfolio(*varied(35))).left_out == {TECHNOLOGY_FEATURE: NO_ROOM}
    with pytest.raises(TooFewEventsError):
        model_of(portfolio(*varied(29)))


def test_features_that_tell_nothing_are_left_out_and_named() -> None:
    assert model_of(portfolio(*varied(60, map=None, kind="new"))).left_out == {
        MAP_FEATURE: NOT_TOLD, KIND_FEATURE: NO_VARIATION,
    }  # fmt: skip
    alike = model_of(portfolio(*(done(100 + 3 * each) for each in range(40))))
    assert alike.why_not == NO_FEATURES
    assert alike.ratios.empty


def test_separation_is_no_model() -> None:
    """The rule of cost and map at once: a feature that is the other's double determines nothing."""
    both = [each | {"cost_planned_mln_kzt": 100.0 if each["map"] == "regional" else 6400.0} for each in varied(60)]
    assert model_of(portfolio(*both)).why_not == UNDETERMINED


def test_official_class_counts_and_not_the_claim() -> None:
    features = features_of(portfolio({"oked": "23320", "technology": "high"}, {"oked": "28302", "technology": "low"}))
    assert features[TECHNOLOGY_FEATURE].tolist() == [0.0, 1.0]


def test_times_postponed_are_no_feature() -> None:
    few, often = portfolio(*varied(40, times_postponed=0)), portfolio(*varied(40, times_postponed=5))
    assert features_of(few).equals(features_of(often))


def test_a_model_that_holds_speaks_for_those_who_tell_their_features() -> None:
    rng = np.random.default_rng(9)
    paced = [
        done(float(days), map="industrialization" if slow else "regional")
        for slow in (True, False)
        for days in (2.0 if slow else 1.0) * rng.exponential(150, 60).clip(1, 800)
    ]
    ahead = [under_way(200, "2018-12-31", map=kind) for kind in ("regional", "industrialization", None)]
    found = portfolio(*paced, *ahead)
    timed = durations(found)
    model = delay_model(timed, features_of(found)[[MAP_FEATURE]])
    assert model.holds
    told = probabilities(outlook(timed, SINCE_DECISION, model), found)
    assert told["basis"].tolist() == ["model", "model", "curve"]
    fast, slow, _ = told["by_plan"]
    assert slow < fast
    assert (told["low"] <= told["by_plan"]).all()
    assert (told["by_plan"] <= told["high"]).all()
    # by hand: 1 − exp(−(H(until) − H(now)) exp(score)) with the baseline of mean features
    hazards = model.hazards
    now, until = (hazards.curve.places(days / time.DAYS_A_MONTH) for days in (200, 479))
    added = np.diff(cumulative_hazard(hazards)[[now, until]])[0]
    score = float(hazards.scores([[0.0]])[0])
    assert fast == pytest.approx(1 - np.exp(-added * np.exp(score)))


# --- chances ----------------------------------------------------------------------------------------------------


def test_chance_by_hand() -> None:
    found = many(under_way(290, "2018-06-30"))
    told = probabilities(outlook(durations(found), SINCE_DECISION), found).iloc[0]
    # 21 projects; at 290 days 10 of the 20 are left; on 30 June it will have been 385 days: 300, 320 … 380 are 5 more
    assert told["by_plan"] == pytest.approx(5 / 10)
    assert told["low"] < 0.5 < told["high"]
    assert told["basis"] == "curve"


def test_late_projects_are_told_by_how_much() -> None:
    found = many(under_way(200, "2018-01-26"), under_way(200, None), under_way(600, "2018-12-31"),
                 under_way(100, "2018-12-31", decision_date=None))  # fmt: skip
    told = probabilities(outlook(durations(found), SINCE_DECISION), found)
    assert told["basis"].tolist() == [LATE, NO_PLAN, UNKNOWN, NOT_TIMED]
    assert told["by_plan"].iloc[0] == 0.0
    assert told["months_late"].tolist()[0] == 2
    assert 0 < told["within_6"].iloc[0] <= told["within_12"].iloc[0] <= 1
    assert told[["by_plan", "low", "high"]].iloc[1:].isna().all(axis=None)
    assert told["within_6"].iloc[1] == told["within_6"].iloc[0]


def test_suspended_projects_get_no_odds() -> None:
    found = many(under_way(290, "2018-06-30", status="suspended"), under_way(290, "2018-01-26", status="suspended"))
    told = probabilities(outlook(durations(found), SINCE_DECISION), found)
    assert told["basis"].tolist() == [SUSPENDED, LATE]  # that a day has passed is a fact, and stays one
    odds = [f"within_{months}{end}" for months in (6, 12) for end in ("", "_low", "_high")]
    assert told[odds].isna().all(axis=None)
    assert told["by_plan"].isna().tolist() == [True, False]
    assert not told[["is_least", "within_6_least", "within_12_least"]].any(axis=None)


def test_how_far_a_date_was_moved_is_told_where_the_first_is_recorded() -> None:
    plan = "2018-06-30"
    found = many(
        under_way(200, plan),
        under_way(200, plan, first_planned_commissioning="2018-06-20"),
        under_way(200, plan, first_planned_commissioning="2018-07-10"),
        under_way(200, plan, first_planned_commissioning=None, times_postponed=0),
        under_way(200, plan, first_planned_commissioning=None, times_postponed=2),
        under_way(200, None),
    )
    moved = probabilities(outlook(durations(found), SINCE_DECISION), found)["moved_days"]
    assert moved.tolist()[:4] == [0, 10, -10, 0]
    assert moved.isna().tolist() == [False] * 4 + [True] * 2


def test_beyond_the_curve_is_a_lower_bound() -> None:
    open_long = [under_way(790, "2025-12-31") for _ in range(5)]
    found = many(*open_long, under_way(100, "2025-12-31"))
    told = probabilities(outlook(durations(found), SINCE_DECISION), found)
    assert told["is_least"].tolist() == [False] * 5 + [True]
    assert told["by_plan"].iloc[-1] < 1
    assert told["by_plan"].iloc[:5].isna().all()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=2, max_size=6, unique=True), st.integers(0, 470))
def test_a_later_plan_is_never_less_likely(days: list[int], waited: int) -> None:
    plans = [DAY + pd.Timedelta(days=each) for each in sorted(days)]
    found = many(*(under_way(waited, str(plan.date())) for plan in plans))
    told = probabilities(outlook(durations(found), SINCE_DECISION), found)["by_plan"]
    assert told.between(0, 1).all()
    assert told.is_monotonic_increasing


def test_example_end_to_end(made_up: Portfolio, delay: Delay) -> None:
    told = delay.probability
    assert told.index.equals(made_up.rows.index[made_up.has_status("planned", "under_way", "suspended")])
    known = told.dropna(subset=["by_plan"])
    assert len(known) > 40
    assert ((known["low"] <= known["by_plan"]) & (known["by_plan"] <= known["high"])).all()
    assert delay_of(made_up).probability.equals(told)  # the same draws every time


# --- hindsight --------------------------------------------------------------------------------------------------


def test_the_clock_put_back_knows_nothing_later(made_up: Portfolio) -> None:
    timed, day = durations(made_up), pd.Timestamp("2017-03-27")
    then = as_known(timed, day).frame
    assert (then["origin"] <= day).all()
    assert (then["end"] <= day).all()
    later = timed.frame.loc[then.index, "end"] > day
    assert not then.loc[later, ["happened", "is_cancelled"]].any(axis=None)
    assert then.loc[later, "is_open"].all()


def test_hindsight_adds_up(delay: Delay) -> None:
    look = next(each for each in delay.looks if each.clock == AGAINST_PLAN and each.months == 12)
    assert look.expected == pytest.approx(look.cases["chance"].sum())
    assert look.low <= look.expected <= look.high
    assert look.brier == pytest.approx(((look.cases["chance"] - look.cases["came"]) ** 2).mean())
    assert look.came == look.cases["came"].sum()


def test_hindsight_without_events_then_is_not_told() -> None:
    look = look_back(durations(many()), SINCE_DECISION, 26)
    assert look.cases.empty
    assert np.isnan(look.expected)
    assert np.isnan(look.brier)


# --- forecast ---------------------------------------------------------------------------------------------------


def test_year_ends_lie_ahead() -> None:
    assert [end.year for end in year_ends(pd.Timestamp("2018-03-27"))] == [2018, 2019]
    assert [end.year for end in year_ends(pd.Timestamp("2018-12-31"))] == [2019, 2020]


def test_forecast_counts_what_is_not_told() -> None:
    found = many(
        under_way(200, "2018-06-30", jobs_permanent_planned=100, output_planned_mln_kzt=None),
        under_way(200, "2019-06-30", jobs_permanent_planned=None, output_planned_mln_kzt=50),
        under_way(790, "2018-06-30", jobs_permanent_planned=7, output_planned_mln_kzt=7),
    )
    forecast = portfolio_forecast(delay_of(found), found.rows)
    assert forecast.untold.to_dict() == {PROJECTS: 0, JOBS: 1, OUTPUT: 1}
    assert (forecast.open_projects, forecast.foreseen) == (3, 2)
    ends = year_ends(DAY)
    assert forecast.table.loc[(JOBS, ends[0]), "plan"] == 107
    assert forecast.table.loc[(OUTPUT, ends[1]), "plan"] == 57
    jobs = forecast.table.loc[JOBS]
    assert (jobs["high"] <= 100).all()


def test_suspended_projects_are_in_neither_sum_and_are_told_apart() -> None:
    active = [under_way(200, "2018-06-30", jobs_permanent_planned=100) for _ in range(3)]
    found = many(*active, under_way(200, "2018-06-30", jobs_permanent_planned=7, status="suspended"),
                 under_way(200, None, jobs_permanent_planned=None, status="suspended"))  # fmt: skip
    forecast = portfolio_forecast(delay_of(found), found.rows)
    assert (forecast.open_projects, forecast.suspended, forecast.foreseen) == (5, 2, 3)
    assert forecast.untold[JOBS] == 0
    row = forecast.table.loc[(JOBS, year_ends(DAY)[0])]
    assert (row["plan"], row["suspended"]) == (300, 7)
    assert row["high"] <= 300
    assert not forecast.is_enough


def test_a_sum_of_nothing_told_is_missing_and_one_of_no_project_is_zero() -> None:
    found = many(*(under_way(200, "2018-06-30", jobs_permanent_planned=None) for _ in range(2)))
    forecast = portfolio_forecast(delay_of(found), found.rows)
    soon = year_ends(DAY)[0]
    assert forecast.table.loc[(JOBS, soon), ["median", "low", "high", "plan"]].isna().all()
    assert forecast.table.loc[(JOBS, soon), "suspended"] == 0
    later = many(under_way(200, "2025-06-30", jobs_permanent_planned=5))
    assert portfolio_forecast(delay_of(later), later.rows).table.loc[(JOBS, soon), "plan"] == 0


def test_ten_foretold_projects_are_enough() -> None:
    for count, is_enough in ((9, False), (10, True)):
        found = many(*(under_way(200, "2018-06-30") for _ in range(count)))
        assert portfolio_forecast(delay_of(found), found.rows).is_enough is is_enough


def test_the_plan_of_the_example_without_suspended_projects(made_up: Portfolio, delay: Delay) -> None:
    """3,582 permanent jobs by the end of 2019, of which 97 in six suspended projects: summed by hand."""
    row = portfolio_forecast(delay, made_up.rows).table.loc[(JOBS, year_ends(made_up.as_of)[1])]
    assert (row["plan"], row["suspended"]) == (3485, 97)


def test_forecast_of_the_example_agrees_with_its_chances(made_up: Portfolio, delay: Delay) -> None:
    forecast = portfolio_forecast(delay, made_up.rows)
    ends = year_ends(made_up.as_of)
    for end in ends:
        active = delay.probability.index[~delay.probability["is_suspended"]]
        chance = delay.outlook.chance(active, made_up.as_of, end)["value"]
        assert forecast.table.loc[(PROJECTS, end), "median"] == pytest.approx(chance.sum(), abs=1.5)
    table = forecast.table
    assert ((table["low"] <= table["median"]) & (table["median"] <= table["high"])).all()
    early, late = (table.xs(end, level="end") for end in ends)
    assert (early["median"] <= late["median"]).all()


def test_forecast_of_a_region_is_of_its_projects(made_up: Portfolio, delay: Delay) -> None:
    own = made_up.rows[made_up.rows["region"] == "akmola"]
    forecast = portfolio_forecast(delay, own)
    assert forecast.open_projects == int(own["status"].isin(["planned", "under_way", "suspended"]).sum())
