"""The rules on the example register: every planted fault is found, and next to nothing is found without one."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from iidsp_analysis import territories
from iidsp_analysis.loaders.projects.example import example, example_register, write_example
from iidsp_analysis.loaders.projects.example_course import AS_OF, MATURE_SINCE, is_mature
from iidsp_analysis.loaders.projects.example_planting import RULE
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.rules import RULES, check
from iidsp_analysis.monitors.projects.settings import Parameters, Settings, shipped_settings

#: Limits a little stricter than the shipped ones, at which a project without a fault stands.
STRICTER = [
    ("wrong_map_for_cost", "threshold_mln_kzt", 4500.1),
    ("wrong_map_for_cost", "threshold_mln_kzt", 4499.9),
    ("commissioning_slipped", "months_most", 5.0),
    ("date_moved_often", "times_most", 1.0),
    ("status_frozen", "months_most", 11.0),
    ("capacity_use_low", "least_pct", 50.1),
    ("capacity_use_low", "months_after", 11.0),
    ("jobs_below_plan", "least_share", 0.701),
    ("jobs_below_plan", "months_after", 11.0),
    ("export_share_below_plan", "least_share", 0.501),
    ("export_share_below_plan", "months_after", 11.0),
]
FALSE_AT_MOST = 0.02


@pytest.fixture(scope="module")
def official(panel):
    return territories.on_borders(panel, 2014)


@pytest.fixture(scope="module")
def register():
    return example_register()


@pytest.fixture(scope="module")
def found(register, official):
    return check(register, shipped_settings(), official, shipped_priorities())


def planted(made):
    return {(fault.project, fault.rule) for fault in made.faults if fault.kind == RULE}


def pairs(table):
    return set(zip(table["project"], table["rule"], strict=True))


def false_projects(told, truth):
    """Return the projects without a fault of which something was found."""
    return {project for project, _ in told - truth} - {project for project, _ in truth}


def clean(rows, truth):
    return rows[~rows["id"].isin([project for project, _ in truth])]


# --- planted, found, false --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", list(RULES))
def test_every_planted_fault_is_found(rule, found):
    told = {project for project, name in pairs(found.table) if name == rule}
    truth = {project for project, name in planted(example()) if name == rule}
    assert truth
    assert truth <= told


def test_every_finding_points_at_the_planted_cell(found, register):
    columns = {(fault.project, fault.rule): fault.column for fault in example().faults if fault.kind == RULE}
    several = found.table[found.table["rule"] == "mandatory_field_missing"]
    assert several.groupby("project").size().max() == 1
    for line in found.table.itertuples():
        assert line.column == columns[line.project, line.rule]
        assert line.cell == register.cell(line.row, line.column)
        assert line.cell.startswith("Реестр!")


def test_next_to_nothing_is_found_without_a_fault(found, register):
    truth = planted(example())
    false = false_projects(pairs(found.table), truth)
    assert len(false) < FALSE_AT_MOST * len(clean(register.rows, truth))
    assert len(pairs(found.table) - truth) <= 1  # nor a second fault of a project that has another one


def test_every_rule_is_on_and_has_judged(found):
    assert found.coverage["is_on"].all()
    assert (found.coverage["why_not"] == "").all()
    assert (found.coverage["judged"] >= found.coverage["projects"]).all()


def test_without_official_figures_all_but_one_rule_find_the_same(found, register):
    alone = check(register, shipped_settings(), None, shipped_priorities())
    told = {pair for pair in pairs(found.table) if pair[1] != "output_above_official"}
    assert pairs(alone.table) == told


@pytest.mark.slow
def test_other_examples_are_found_as_well(official, tmp_path):
    """The statistical rules judge by chance: over many examples, 2 % of the projects without a fault are the most."""
    false = without = 0
    for seed in range(1, 9):
        truth, path = planted(example(seed)), tmp_path / f"{seed}.csv"
        write_example(path, tmp_path / "truth.csv", seed)
        rows = read(path, as_of=AS_OF.isoformat())
        told = pairs(check(rows, shipped_settings(), official, shipped_priorities()).table)
        assert truth <= told, seed
        false += len(false_projects(told, truth))
        without += len(clean(rows.rows, truth))
    assert false < FALSE_AT_MOST * without


# --- whether the test could fail --------------------------------------------------------------------------------


def changed(rule, **limits):
    """Return the shipped settings with other limits of one rule."""
    shipped = shipped_settings()
    told = shipped.rules[rule]
    other = replace(told, parameters=Parameters({**told.parameters.values, **limits}))
    return Settings({**shipped.rules, rule: other})


@pytest.mark.parametrize(("rule", "limit", "value"), STRICTER)
def test_a_rule_that_is_a_little_too_strict_finds_projects_without_a_fault(rule, limit, value, register):
    table = check(register, changed(rule, **{limit: value}), None, shipped_priorities()).table
    assert false_projects(pairs(table), planted(example()))


@pytest.mark.parametrize(
    ("rule", "limit", "value"),
    [
        ("commissioning_slipped", "months_most", 12.0), ("date_moved_often", "times_most", 4.0),
        ("status_frozen", "months_most", 15.0), ("capacity_use_low", "least_pct", 10.0),
        ("jobs_below_plan", "least_share", 0.2), ("export_share_below_plan", "least_share", 0.05),
        ("cost_per_job_outlier", "times_least", 40.0), ("cost_overrun_outlier", "share_least", 1.0),
        ("mandatory_field_missing", "fields", ("name",)), ("expansion_counted_as_new", "word_beginnings", ("expan",)),
        ("no_output_after_commissioning", "also_not_recorded", False),
        ("entered_without_commission", "in_force_from", date(2018, 1, 1)),
    ],
)  # fmt: skip
def test_a_rule_that_is_too_mild_misses_planted_faults(rule, limit, value, register):
    table = check(register, changed(rule, **{limit: value}), None, shipped_priorities()).table
    missed = planted(example()) - pairs(table)
    assert rule in {name for _, name in missed}


# --- what looks like a fault and is none ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def without_fault(register):
    return clean(register.rows, planted(example()))


def test_the_example_has_what_a_hasty_rule_would_find(without_fault):
    """Each of these looks like a fault and is none; that they are not found is told by the tests above."""
    rows = without_fault
    works = rows["status"] == "commissioned"
    young = works & (rows["actual_commissioning"] > pd.Timestamp(MATURE_SINCE))
    early = rows["decision_date"] < pd.Timestamp("2016-01-27")
    grows = rows["kind"].isin(["expansion", "modernisation"])
    assert (young & (rows["capacity_use_pct"] < 50)).any()
    assert (young & (rows["jobs_permanent_actual"] < 0.7 * rows["jobs_permanent_planned"])).any()
    assert ((rows["status"] == "cancelled") & (rows["planned_commissioning"] < pd.Timestamp(AS_OF))).any()
    assert (early & (rows["map"] == "industrialization") & rows["commission_decision"].isna()).any()
    assert (grows & rows["name"].str.contains("Расширение|Модернизация")).any()
    assert rows["bin"].duplicated().any()
    assert (works & (rows["export_share_planned_pct"] == 0)).any()


def test_a_project_is_mature_from_the_day_on_that_it_has_worked_for_a_year():
    finished = {"status": "commissioned", "actual_commissioning": MATURE_SINCE}
    assert is_mature(finished)
    assert not is_mature(finished | {"actual_commissioning": date(2017, 3, 28)})
    assert not is_mature({"status": "under_way", "actual_commissioning": None})
