"""Sums over a portfolio: what counts, what is stated apart, what is missing, and that parts add up to the whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iidsp_analysis.loaders.projects.example import example
from iidsp_analysis.monitors.projects import portfolio as sums
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rule_schedule import slippage
from tests.monitors.projects.project_registers import AS_OF, register

OPEN = {"status": "under_way", "actual_commissioning": None, "jobs_permanent_actual": None}
LATE = {**OPEN, "planned_commissioning": "2018-03-26"}
ADDED = [name for name in sums.AMOUNTS] + ["projects", "cancelled", "commissioned", "late", "undated", "regional"]


def portfolio(*changes, as_of=AS_OF) -> Portfolio:
    return Portfolio(register(*changes, as_of=as_of).rows, pd.Timestamp(as_of), shipped_priorities())


def lines(*changes) -> pd.DataFrame:
    return sums.project_lines(portfolio(*changes))


@pytest.fixture(scope="module")
def made_up() -> Portfolio:
    return Portfolio(example().rows, pd.Timestamp(AS_OF), shipped_priorities())


# --- counts and amounts ------------------------------------------------------------------------------------------


def test_a_sum_by_hand():
    whole = sums.total(lines({}, {**LATE, "map": "industrialization", "cost_planned_mln_kzt": 5000}, OPEN))
    assert whole["projects"] == 3
    assert whole["cost"] == 1000 + 5000 + 1000
    assert whole["commissioned"] == 1
    assert whole["regional"] == 2
    assert whole["jobs"] == 150
    assert whole["jobs_actual"] == 50
    assert whole["jobs_actual_untold"] == 2
    assert whole["jobs_beside"] == 50, "actual jobs are compared with the plans of the projects that tell them"


def test_cancelled_projects_are_apart():
    whole = sums.total(lines({}, {"status": "cancelled", "cost_planned_mln_kzt": 9e6}))
    assert (whole["projects"], whole["cancelled"], whole["cost"]) == (1, 1, 1000)
    assert whole["cost_untold"] == 0


def test_what_is_not_told_is_counted_and_not_zero():
    told = lines({"cost_planned_mln_kzt": None}, {"oked": None}, {"oked": None, "cost_planned_mln_kzt": None})
    by = sums.totals(told, "division")
    assert np.isnan(by.loc["23", "cost"])
    assert by.loc["23", "cost_untold"] == 1
    assert (by.loc[sums.UNTOLD, "cost"], by.loc[sums.UNTOLD, "cost_untold"]) == (1000, 1)


def test_a_group_without_projects_costs_nothing():
    by = sums.totals(lines({}).assign(region="akmola"), "region", ["aktobe", "akmola"])
    assert list(by.index) == ["aktobe", "akmola"]
    assert (by.loc["aktobe", ["projects", "cost", "jobs", "cancelled"]] == 0).all()
    empty = sums.total(lines({}).iloc[:0])
    assert (empty == 0).all()


@pytest.mark.parametrize(
    ("change", "is_late"),
    [
        (LATE, True),
        ({**LATE, "status": "planned"}, True),
        ({**LATE, "status": "suspended"}, True),
        ({**LATE, "planned_commissioning": AS_OF}, False),
        ({**LATE, "status": "cancelled"}, False),
        ({**LATE, "status": None}, False),
        ({**LATE, "planned_commissioning": None}, False),
        ({}, False),
    ],
)
def test_late_is_open_after_the_planned_date(change, is_late):
    assert list(lines(change)["is_late"]) == [is_late]


def test_an_open_project_without_a_date_cannot_be_judged():
    told = lines({**LATE, "planned_commissioning": None}, {"planned_commissioning": None})
    assert list(told["is_undated"]) == [True, False]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 144), min_size=1, max_size=40, unique=True), st.sampled_from(["division", "map", "status"])
)
def test_groups_add_up_to_the_total(made_up, rows, by):
    chosen = sums.project_lines(made_up).iloc[rows]
    parts, whole = sums.totals(chosen, by), sums.total(chosen)
    for name in ADDED:
        assert np.isclose(parts[name].sum(), np.nan_to_num(whole[name])), name
    flowing = sums.by_map_and_status(chosen)
    assert flowing["projects"].sum() == whole["projects"] + whole["cancelled"] == len(rows)
    assert (flowing["projects"] > 0).all()


def test_the_example_adds_up_as_its_rows_do(made_up):
    rows = made_up.rows
    live = rows[rows["status"] != "cancelled"]
    whole = sums.total(sums.project_lines(made_up))
    assert whole["projects"] == len(live)
    assert whole["cost"] == pytest.approx(live["cost_planned_mln_kzt"].sum())
    assert whole["jobs_actual"] == live["jobs_permanent_actual"].sum()


def test_one_project_that_decides_a_sum():
    assert sums.largest_share(pd.Series([1.0, 3.0, np.nan, 0.0])) == 0.75
    assert np.isnan(sums.largest_share(pd.Series([5.0, np.nan])))


# --- slippage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("2016-11-01", "on_time"), ("2016-12-20", "on_time"), ("2017-01-01", "to_6"), ("2017-06-15", "to_6"),
     ("2017-07-01", "to_12"), ("2017-12-30", "to_12"), ("2018-01-01", "to_24")],
)  # fmt: skip
def test_classes_end_with_their_last_full_month(actual, expected):
    assert list(sums.slippage_lines(portfolio({"actual_commissioning": actual}))["class"]) == [expected]


def test_slippage_is_that_of_the_rules(made_up):
    told, moved = sums.slippage_lines(made_up), slippage(made_up)
    pd.testing.assert_frame_equal(told[list(moved.columns)], moved)
    classed = told[told["class"].isin(list(sums.CLASS_ENDS))]
    assert (classed["months"] <= classed["class"].map(sums.CLASS_ENDS)).all()


def test_what_cannot_be_measured_has_classes_of_its_own():
    told = sums.slippage_lines(portfolio(
        {"first_planned_commissioning": None}, {"actual_commissioning": None}, {"status": "cancelled"}, LATE,
    ))  # fmt: skip
    assert list(told["class"]) == [sums.NO_FIRST_DATE, sums.NO_LAST_DATE, None, "to_24"]
    assert list(told["is_overdue"]) == [False, False, False, True]
    assert told["last"].iloc[3] == pd.Timestamp(AS_OF)


def test_classes_count_every_project_that_is_not_cancelled(made_up):
    told = sums.slippage_lines(made_up).assign(cost=sums.project_lines(made_up)["cost"])
    counted, whole = sums.by_slippage(told), sums.total(sums.project_lines(made_up))
    assert list(counted.index) == list(sums.CLASSES)
    assert counted["commissioned"].sum() == whole["commissioned"]
    assert counted[["commissioned", "open"]].to_numpy().sum() == whole["projects"]
    assert counted[["commissioned_cost", "open_cost"]].to_numpy().sum() == pytest.approx(whole["cost"])


def test_an_untold_cost_of_a_class_is_missing():
    told = sums.slippage_lines(portfolio({})).assign(cost=np.nan)
    counted = sums.by_slippage(told)
    assert np.isnan(counted.loc["on_time", "commissioned_cost"])
    assert counted.loc["to_6", "commissioned_cost"] == 0
