"""Two versions of a register: each change told once and by its kind, sums that add up, doubtful pairs not paired."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors.projects.differences import MEASURES, STEPS, differences
from tests.monitors.projects.project_registers import register

OLD, NEW = "2018-01-01", "2018-03-27"


def compare(old, new):
    """Compare registers made of changes to the faultless project."""
    return differences(register(*old, as_of=OLD), register(*new, as_of=NEW))


def told(difference):
    """Kind, field and change of every difference."""
    lines = difference.table[["kind", "field", "change"]].itertuples(index=False, name=None)
    return [(kind, field, None if pd.isna(change) else change) for kind, field, change in lines]


def one(old, new):
    return told(compare([old], [new]))


def test_nothing_changed():
    same = compare([{}, {}], [{}, {}])
    assert same.table.empty
    assert list(same.matches["sign"]) == ["id", "id"]
    assert (same.bridge["old"] == same.bridge["new"]).all()


def test_added_and_dropped():
    found = compare([{}, {"name": "Dairy", "product": "milk"}], [{}, {"id": "N", "name": "Mill", "bin": "1" * 12}])
    assert found.table[["kind", "project", "name", "old_row", "new_row"]].values.tolist() == [
        ["added", "N", "Mill", -1, 1],
        ["dropped", "P1", "Dairy", 1, -1],
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"planned_commissioning": "2017-06-01"}, ("postponed", "planned_commissioning", 6)),
        ({"planned_commissioning": "2016-12-20"}, ("postponed", "planned_commissioning", 0)),
        ({"planned_commissioning": "2016-10-01"}, ("brought_forward", "planned_commissioning", -2)),
        ({"cost_planned_mln_kzt": 1500}, ("recosted", "cost_planned_mln_kzt", 50)),
        ({"cost_actual_mln_kzt": 505}, ("recosted", "cost_actual_mln_kzt", -50)),
        ({"jobs_permanent_planned": 40}, ("jobs", "jobs_permanent_planned", -10)),
        ({"status": "suspended"}, ("status", "status", None)),
        ({"name": "Cement works"}, ("renamed", "name", None)),
        ({"id": "Q"}, ("renumbered", "id", None)),
        ({"first_planned_commissioning": "2017-12-01"}, ("rewritten", "first_planned_commissioning", 12)),
        ({"actual_commissioning": "2017-01-20"}, ("rewritten", "actual_commissioning", 1)),
        ({"status_date": "2016-11-20"}, ("rewritten", "status_date", -1)),
        ({"cost_actual_mln_kzt": None}, ("withdrawn", "cost_actual_mln_kzt", None)),
        ({"status": None}, ("withdrawn", "status", None)),
        ({"capacity": 5}, ("supplied", "capacity", None)),
        ({"output_actual_2016_mln_kzt": 5}, ("supplied", "output_actual_2016_mln_kzt", None)),
        ({"output_actual_2017_mln_kzt": 250}, ("changed", "output_actual_2017_mln_kzt", -50)),
        ({"export_share_planned_pct": 25}, ("changed", "export_share_planned_pct", 5)),
        ({"oked": "23510"}, ("changed", "oked", None)),
        ({"bin": "123456789012"}, ("changed", "bin", None)),
        ({"times_postponed": 2}, ("changed", "times_postponed", 2)),
    ],
)
def test_one_change_is_told_once_and_by_its_kind(changes, expected):
    if "planned_commissioning" in changes:
        changes = {**changes, "times_postponed": None}
        assert one({"times_postponed": None}, changes) == [expected]
    else:
        assert one({}, changes) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"status_date": "2018-01-01"},
        {"note": "seen"},
        {"name": " brick  «Works» "},
        {"cost_planned_mln_kzt": 1000.0000001},
    ],
)
def test_what_is_no_change(changes):
    assert one({}, changes) == []


def test_a_postponement_that_nobody_counted():
    uncounted = one({}, {"planned_commissioning": "2017-12-01"})
    assert uncounted == [("postponed", "planned_commissioning", 12), ("uncounted", "times_postponed", 0)]
    counted = one({}, {"planned_commissioning": "2017-12-01", "times_postponed": 1})
    assert counted == [("postponed", "planned_commissioning", 12), ("changed", "times_postponed", 1)]


def test_a_number_of_postponements_that_fell_is_rewritten():
    assert one({"times_postponed": 2}, {"times_postponed": 1}) == [("rewritten", "times_postponed", -1)]


def test_a_cost_that_was_zero_has_no_percent():
    assert one({"cost_actual_mln_kzt": 0}, {}) == [("recosted", "cost_actual_mln_kzt", None)]


def test_days_and_missing_values_in_the_table():
    table = compare([{}], [{"planned_commissioning": "2017-06-01", "cost_actual_mln_kzt": None}]).table
    assert table.loc[table["kind"] == "postponed", ["old", "new"]].values.tolist() == [["2016-12-01", "2017-06-01"]]
    assert table.loc[table["kind"] == "withdrawn", ["old", "new"]].values.tolist() == [[1010.0, None]]


# --- which project is which -------------------------------------------------------------------------------------

BRICKS, MILK = {"name": "Brick works", "product": "bricks"}, {"name": "Dairy", "product": "milk"}
FIRM, OTHER = "1" * 12, "2" * 12


def test_rows_that_were_numbered_anew():
    old = [{"id": "1", "bin": FIRM, **BRICKS}, {"id": "2", "bin": FIRM, **MILK}]
    new = [{"id": "1", "bin": FIRM, **MILK}, {"id": "2", "bin": FIRM, **BRICKS}]
    found = compare(old, new)
    assert told(found) == [("renumbered", "id", None)] * 2
    assert found.matches[["old", "new"]].values.tolist() == [[1, 0], [0, 1]]


def test_an_id_that_another_project_got():
    found = compare([{"id": "1", "bin": FIRM, **BRICKS}], [{"id": "1", "bin": OTHER, **MILK}])
    assert [kind for kind, *_ in told(found)] == ["added", "dropped"]


def test_a_project_that_changed_hands_keeps_its_id():
    assert one({"bin": FIRM}, {"bin": OTHER}) == [("changed", "bin", None)]


def test_renamed_with_the_same_id_or_the_same_firm_and_product():
    assert one({"bin": FIRM}, {"bin": FIRM, "name": "Kiln"}) == [("renamed", "name", None)]
    kinds = [kind for kind, *_ in one({"bin": FIRM}, {"id": "N", "bin": FIRM, "name": "Kiln"})]
    assert kinds == ["renamed", "renumbered"]


def test_a_project_without_bin_is_known_by_name_and_region():
    found = compare([{"bin": None}], [{"id": "N"}])
    assert list(found.matches["sign"]) == ["name_and_region"]
    other = compare([{"bin": FIRM}], [{"id": "N", "bin": OTHER}])
    assert other.matches.empty
    assert other.maybe.values.tolist() == [["P0", "N"]]


def test_two_candidates_are_not_guessed():
    twins = [{"id": "A", "bin": FIRM}, {"id": "B", "bin": FIRM}]
    found = compare([{"bin": FIRM}], twins)
    assert found.matches.empty
    assert found.maybe.values.tolist() == [["P0", "A"], ["P0", "B"]]


def test_an_id_made_when_the_file_was_read_is_no_new_number():
    assert one({"id": "no-id-0000aaaa"}, {"id": "no-id-0000bbbb"}) == []


def test_many_rows_of_one_firm_do_not_multiply():
    many = [{"id": f"A{number}", "bin": FIRM, "name": None} for number in range(400)]
    found = compare(many, [{**each, "id": f"B{number}"} for number, each in enumerate(many)])
    assert found.matches.empty
    assert found.maybe.empty
    assert found.table["kind"].value_counts().to_dict() == {"added": 400, "dropped": 400}


# --- refusals and sums ------------------------------------------------------------------------------------------


def test_the_older_one_comes_first():
    with pytest.raises(UsageError, match="older one first"):
        differences(register({}, as_of=NEW), register({}, as_of=OLD))


def test_an_example_is_not_mixed_with_a_real_register():
    real = register({}, as_of=NEW)
    real = type(real)(real.rows, real.doubts, real.file, real.checksum, real.as_of)
    with pytest.raises(UsageError, match="example"):
        differences(register({}, as_of=OLD), real)


def test_the_way_from_the_old_sum_to_the_new():
    old = [{"bin": FIRM}, {"bin": OTHER, **MILK, "cost_planned_mln_kzt": 300}, {"cost_planned_mln_kzt": None}]
    mill = {"id": "N", "bin": "3" * 12, "name": "Mill", "product": "flour"}
    new = [
        {"bin": FIRM, "cost_planned_mln_kzt": 1200},
        mill,
        {"id": "P2", "bin": f"{2:012d}", "cost_planned_mln_kzt": 70},
    ]
    line = compare(old, new).bridge.loc["cost_planned_mln_kzt"]
    assert line[list(STEPS)].tolist() == [1300, 1000, -300, 200, 70, 0, 2270]
    assert (line["old_told"], line["new_told"]) == (2, 3)


def test_a_sum_that_nobody_tells_is_missing():
    bridge = compare([{"cost_planned_mln_kzt": None}], [{}]).bridge
    assert pd.isna(bridge.loc["cost_planned_mln_kzt", "old"])
    assert bridge.loc["cost_planned_mln_kzt", "supplied"] == 1000


PROJECT = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["A", "B", "C", "D"]),
        "bin": st.sampled_from([None, FIRM, OTHER]),
        "name": st.sampled_from([None, "Kiln", "Mill", "Dairy"]),
        "cost_planned_mln_kzt": st.sampled_from([None, 0, 10, 250.5]),
        "jobs_permanent_planned": st.sampled_from([None, 0, 7]),
    }
)
PORTFOLIO = st.lists(PROJECT, min_size=1, max_size=4, unique_by=lambda each: each["id"])


@given(PORTFOLIO, PORTFOLIO)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_every_project_is_told_once_and_the_steps_add_up(old, new):
    found = compare(old, new)
    assert found.matches["old"].is_unique
    assert found.matches["new"].is_unique
    assert len(found.of_kind("dropped")) == len(old) - len(found.matches)
    assert len(found.of_kind("added")) == len(new) - len(found.matches)
    steps = found.bridge.loc[list(MEASURES), list(STEPS)].fillna(0.0)
    assert (steps.iloc[:, :-1].sum(axis=1) - steps["new"]).abs().max() < 1e-9


@given(PORTFOLIO)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_a_register_does_not_differ_from_itself(portfolio):
    assert compare(portfolio, portfolio).table.empty
