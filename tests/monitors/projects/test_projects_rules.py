"""Each rule of the project register: what it finds, what it passes over, and that a missing field fires none."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from project_panels import panel
from project_registers import AS_OF, FAULTLESS, caught, findings, register, run

from iidsp_analysis.language import language
from iidsp_analysis.loaders.projects.format import NAMES, REQUIRED
from iidsp_analysis.loaders.projects.register import validate
from iidsp_analysis.monitors.projects import rule as rules_room
from iidsp_analysis.monitors.projects.priority_list import Priority, PriorityList, shipped_priorities
from iidsp_analysis.monitors.projects.rule import WHY_NOT, Portfolio, full_months
from iidsp_analysis.monitors.projects.rules import RULES, check, message, why_not_said
from iidsp_analysis.monitors.projects.settings import Parameters, RuleSettings, Settings, shipped_settings

#: A large project that passed the commission, so that it may be on the industrialization map.
LARGE = {"map": "industrialization", "cost_planned_mln_kzt": 6000, "commission_decision": "2016-04-01"}
UNDER_WAY = {"status": "under_way", "actual_commissioning": None, "status_date": "2018-01-10",
             "planned_commissioning": "2018-12-01", "first_planned_commissioning": "2018-12-01",
             "output_actual_2017_mln_kzt": None, "capacity_use_pct": None, "jobs_permanent_actual": None}  # fmt: skip


def said(rule: str, *changes: dict, **told) -> list[str]:
    """Return the English sentences of a rule."""
    return [message(rule, dict(found.gaps), language("en")) for found in run(rule, *changes, **told).found]


def test_nothing_is_found_in_faultless_projects():
    assert findings({}, LARGE, UNDER_WAY).empty


def test_the_made_up_projects_keep_the_contract_of_a_register():
    for changes in (GUILTY, INNOCENT):
        validate(register(*(change for _, change in changes)).rows)


def test_every_rule_has_a_case_below():
    assert set(RULES) == {case[0] for case in GUILTY} | {"cost_per_job_outlier", "cost_overrun_outlier",
                                                         "output_above_official"}  # fmt: skip


#: Rule and a change that makes the faultless project break it.
GUILTY = [
    ("division_outside_manufacturing", {"oked": "01110"}),
    ("division_outside_manufacturing", {"oked": "35"}),
    ("division_outside_manufacturing", {"oked": "09"}),
    ("not_on_priority_list", {"oked": "31"}),
    ("not_on_priority_list", {"oked": "01"}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 4500}),
    ("wrong_map_for_cost", {"map": "industrialization", "cost_planned_mln_kzt": 4499.9}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 4500, "decision_date": None}),
    ("entered_without_commission", LARGE | {"commission_decision": None}),
    ("entered_without_commission", LARGE | {"commission_decision": "2016-06-01"}),
    ("entered_without_commission", LARGE | {"commission_decision": None, "map": "regional"}),
    ("mandatory_field_missing", {"financing": None}),
    ("mandatory_field_missing", {"financing": "  "}),
    ("mandatory_field_missing", {"actual_commissioning": None}),
    ("expansion_counted_as_new", {"name": "Реконструкция кирпичного завода"}),
    ("expansion_counted_as_new", {"name": "Кірпіш зауытын кеңейту"}),
    ("on_both_maps", {"map": "industrialization", "bin": "000000000001"}),
    ("same_bin_and_product", {"bin": "000000000001"}),
    ("same_bin_and_product", {"bin": "000000000001", "product": "«BRICKS»"}),
    ("commissioning_slipped", {"actual_commissioning": "2017-07-01"}),
    ("commissioning_slipped", UNDER_WAY | {"first_planned_commissioning": "2018-05-01"}),
    ("commissioning_slipped", UNDER_WAY | {"planned_commissioning": "2017-08-01",
                                           "first_planned_commissioning": None}),
    ("date_moved_often", {"times_postponed": 3}),
    ("status_frozen", UNDER_WAY | {"status_date": "2017-02-27"}),
    ("status_frozen", UNDER_WAY | {"status_date": "2016-02-27", "status": "suspended"}),
    ("no_output_after_commissioning", {"output_actual_2017_mln_kzt": 0}),
    ("no_output_after_commissioning", {"output_actual_2017_mln_kzt": None}),
    ("capacity_use_low", {"capacity_use_pct": 49.9}),
    ("jobs_below_plan", {"jobs_permanent_actual": 34}),
    ("jobs_below_plan", {"jobs_permanent_actual": 0}),
    ("export_share_below_plan", {"export_share_actual_pct": 9.9}),
]  # fmt: skip
#: Rule and a change that comes near to breaking it, or leaves out what the rule needs.
INNOCENT = [
    ("division_outside_manufacturing", {"oked": "10"}),
    ("division_outside_manufacturing", {"oked": "33200"}),
    ("division_outside_manufacturing", {"oked": None}),
    ("not_on_priority_list", {"oked": "10710"}),
    ("not_on_priority_list", {"oked": None}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 4499.9}),
    ("wrong_map_for_cost", LARGE | {"cost_planned_mln_kzt": 4500}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 9000, "map": None}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": None, "map": "industrialization"}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 9000, "decision_date": "2015-12-31"}),
    ("wrong_map_for_cost", {"cost_planned_mln_kzt": 9000, "decision_date": "2022-06-23"}),
    ("entered_without_commission", LARGE),
    ("entered_without_commission", LARGE | {"decision_date": None}),
    ("entered_without_commission", {"commission_decision": None}),
    ("entered_without_commission", LARGE | {"commission_decision": None, "decision_date": "2014-05-01"}),
    ("mandatory_field_missing", UNDER_WAY),
    ("mandatory_field_missing", {"capacity": None}),
    ("expansion_counted_as_new", {"name": "Реконструкция завода", "kind": "expansion"}),
    ("expansion_counted_as_new", {"name": "Реконструкция завода", "kind": None}),
    ("expansion_counted_as_new", {"name": None}),
    ("on_both_maps", {"map": "industrialization"}),
    ("on_both_maps", {"map": "industrialization", "bin": "000000000001", "product": "tiles", "name": "Tile works"}),
    ("on_both_maps", {"map": None, "bin": "000000000001"}),
    ("same_bin_and_product", {"bin": None}),
    ("same_bin_and_product", {"bin": "000000000001", "product": None}),
    ("same_bin_and_product", {"bin": "000000000001", "map": "industrialization"}),
    ("commissioning_slipped", {"actual_commissioning": "2017-06-30"}),
    ("commissioning_slipped", {"actual_commissioning": "2016-01-01"}),
    ("commissioning_slipped", {"actual_commissioning": None}),
    ("commissioning_slipped", {"planned_commissioning": None, "first_planned_commissioning": None}),
    ("commissioning_slipped", UNDER_WAY | {"planned_commissioning": "2017-09-28",
                                           "first_planned_commissioning": None}),
    ("commissioning_slipped", UNDER_WAY | {"first_planned_commissioning": "2015-01-01", "status": "cancelled"}),
    ("date_moved_often", {"times_postponed": 2}),
    ("date_moved_often", {"times_postponed": None}),
    ("status_frozen", UNDER_WAY | {"status_date": "2017-03-01"}),
    ("status_frozen", UNDER_WAY | {"status_date": None}),
    ("status_frozen", {"status_date": "2010-01-01"}),
    ("no_output_after_commissioning", {"output_actual_2017_mln_kzt": 0, "actual_commissioning": "2017-01-01"}),
    ("no_output_after_commissioning", {"output_actual_2017_mln_kzt": None, "actual_commissioning": None}),
    ("no_output_after_commissioning", UNDER_WAY),
    ("capacity_use_low", {"capacity_use_pct": 50}),
    ("capacity_use_low", {"capacity_use_pct": None}),
    ("capacity_use_low", {"capacity_use_pct": 10, "actual_commissioning": "2017-03-28"}),
    ("jobs_below_plan", {"jobs_permanent_actual": 35}),
    ("jobs_below_plan", {"jobs_permanent_actual": None}),
    ("jobs_below_plan", {"jobs_permanent_actual": 0, "jobs_permanent_planned": 0}),
    ("jobs_below_plan", {"jobs_permanent_actual": 0, "jobs_permanent_planned": None}),
    ("export_share_below_plan", {"export_share_actual_pct": 10}),
    ("export_share_below_plan", {"export_share_actual_pct": None}),
    ("export_share_below_plan", {"export_share_actual_pct": 0, "export_share_planned_pct": None}),
]  # fmt: skip
#: The other projects of the register: they record a decision of the commission and output of 2017.
OTHERS = (LARGE | {"product": "glass", "name": "Glass works"}, {})


@pytest.mark.parametrize(("rule", "change"), GUILTY)
def test_a_rule_finds(rule, change):
    (found,) = (found for found in run(rule, *OTHERS, change).found if found.row == 2)
    for code in ("en", "ru"):
        told = message(rule, dict(found.gaps), language(code))
        assert told
        assert not re.search(r"\bnan\b|\{", told, re.IGNORECASE)


@pytest.mark.parametrize(("rule", "change"), INNOCENT)
def test_a_rule_passes_over(rule, change):
    assert caught(rule, *OTHERS, change) == []


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"mandatory_field_missing"}))
def test_an_empty_project_fires_no_rule_but_that_of_mandatory_fields(rule):
    empty = dict.fromkeys(FAULTLESS)
    assert "P2" not in caught(rule, *OTHERS, empty)


def test_a_register_without_projects_has_no_findings():
    nothing = register({})
    nothing = type(nothing)(nothing.rows.iloc[:0], nothing.doubts, "", "", AS_OF)
    found = check(nothing, shipped_settings(), priorities=shipped_priorities())
    assert found.table.empty
    assert (found.coverage["judged"] == 0).all()
    assert (found.coverage["why_not"] != "").all()


# --- what the single rules say ----------------------------------------------------------------------------------


def test_both_of_a_pair_are_found_and_name_each_other():
    pair = findings({"bin": "000000000009"}, {"bin": "000000000009"})
    assert pair[pair["rule"] == "same_bin_and_product"]["message"].tolist() == [
        "The same company and product in another project: P1.",
        "The same company and product in another project: P0.",
    ]


def test_a_project_on_both_maps_names_only_the_one_on_the_other_map():
    same = {"bin": "000000000009"}
    assert said("on_both_maps", same, same, same | LARGE)[0].endswith("on the other map: P2.")


def test_a_renamed_project_on_the_other_map_is_found_by_its_product():
    twin = LARGE | {"bin": "000000000009", "name": "Another name"}
    assert caught("on_both_maps", {"bin": "000000000009"}, twin) == ["P0", "P1"]


def test_a_second_project_for_what_the_company_makes_already_is_no_new_one():
    first = {"bin": "000000000009", "actual_commissioning": "2015-01-01"}
    second = {"bin": "000000000009"}
    assert caught("expansion_counted_as_new", first, second) == ["P1"]
    assert "since project P0" in said("expansion_counted_as_new", first, second)[0]
    assert caught("expansion_counted_as_new", first | {"actual_commissioning": "2016-06-01"}, second) == []


def test_a_project_found_zero_is_told_from_one_without_a_figure():
    zero = said("no_output_after_commissioning", {"output_actual_2017_mln_kzt": 0}, {})
    untold = said("no_output_after_commissioning", {"output_actual_2017_mln_kzt": None}, {})
    assert zero[0].endswith("is zero.")
    assert "tells no output" in untold[0]
    assert caught(
        "no_output_after_commissioning", {"output_actual_2017_mln_kzt": None}, {}, also_not_recorded=False
    ) == []  # fmt: skip


def test_the_year_of_the_commissioning_and_a_year_in_progress_do_not_count():
    change = {"output_actual_2016_mln_kzt": 0, "output_actual_2018_mln_kzt": 0}
    young = {"actual_commissioning": "2017-06-01", "output_actual_2017_mln_kzt": 0, "output_actual_2018_mln_kzt": 0}
    assert caught("no_output_after_commissioning", change, young) == []
    assert caught("no_output_after_commissioning", change, young, as_of="2018-12-31") == ["P1"]


def test_where_nobody_records_output_nothing_is_judged():
    outcome = run("no_output_after_commissioning", {"output_actual_2017_mln_kzt": None})
    assert (outcome.found, outcome.judged, outcome.why_not) == ((), 0, rules_room.NO_OUTPUT)


def test_where_nobody_records_the_commission_nothing_is_judged():
    outcome = run("entered_without_commission", LARGE | {"commission_decision": None})
    assert (outcome.found, outcome.judged, outcome.why_not) == ((), 0, rules_room.NO_COMMISSION)


def test_a_delay_still_running_is_told_from_one_that_is_over():
    assert said("commissioning_slipped", {"actual_commissioning": "2017-07-01"}) == [
        "Commissioned 7 months late: planned for December 1, 2016, done on July 1, 2017."
    ]
    late = UNDER_WAY | {"planned_commissioning": "2017-08-01", "first_planned_commissioning": None}
    assert said("commissioning_slipped", late) == [
        "Delay so far 7 months: first planned for August 1, 2017, not before March 27, 2018 now."
    ]


def test_a_cost_just_below_the_threshold_is_not_rounded_up_to_it():
    change = {"map": "industrialization", "cost_planned_mln_kzt": 4499.9}
    (told,) = said("wrong_map_for_cost", change)
    assert "for projects of 4,500.0\u00a0mln KZT and more" in told
    assert told.endswith("its cost is 4,499.9\u00a0mln KZT.")


def test_a_missing_field_is_told_in_the_readers_words():
    (found,) = run("mandatory_field_missing", {"bin": None}).found
    assert "“BIN”" in message("mandatory_field_missing", dict(found.gaps), language("en"))
    assert "«БИН»" in message("mandatory_field_missing", dict(found.gaps), language("ru"))


def test_the_unverified_list_is_called_so():
    assert "not verified" in said("not_on_priority_list", {"oked": "31"})[0]


def test_a_code_coarser_than_the_list_cannot_be_judged():
    fine = PriorityList((Priority("own", "Steel", "Сталь", "241", True, "", ""),))
    codes = pd.Series(["24", "2410", "2442", None, "31"], dtype="string")
    assert fine.serves(codes).fillna(-1).tolist() == [-1.0, 1.0, 0.0, -1.0, 0.0]


# --- costs ------------------------------------------------------------------------------------------------------


def division(*costs: float, **same) -> list[dict]:
    """Return projects of one division with these planned costs, and actual ones ``actual`` times as large."""
    return [{"cost_planned_mln_kzt": cost} | same for cost in costs]


USUAL = (900, 950, 1000, 1000, 1050, 1100, 1200)


def test_cost_per_job_far_from_the_division_is_found_both_ways():
    assert caught("cost_per_job_outlier", *division(*USUAL, 9000)) == ["P7"]
    assert caught("cost_per_job_outlier", *division(*USUAL, 90)) == ["P7"]


@pytest.mark.parametrize(
    "projects",
    [
        division(*USUAL, 1300),
        division(*USUAL[:6], 9000),  # seven are too few
        [*division(*USUAL), {"cost_planned_mln_kzt": 9000, "oked": "10"}],
        [*division(*USUAL, 1000), {"cost_planned_mln_kzt": None}],
        [*division(*USUAL, 1000), {"jobs_permanent_planned": None}],
        [*division(*USUAL, 1000), {"jobs_permanent_planned": 0}],
    ],
)
def test_usual_costs_few_projects_and_missing_figures_are_passed_over(projects):
    assert caught("cost_per_job_outlier", *projects) == []


def test_too_few_projects_are_said_to_be_too_few():
    assert run("cost_per_job_outlier", {}).why_not == rules_room.TOO_FEW
    assert run("cost_per_job_outlier", {"jobs_permanent_planned": None}).why_not == rules_room.NO_FIGURES


def overruns(*ratios: float | None) -> list[dict]:
    """Return commissioned projects whose actual cost is so many times the planned one."""
    return [{"cost_actual_mln_kzt": None if ratio is None else 1000 * ratio} for ratio in ratios]


EVEN = (0.95, 0.98, 1.0, 1.0, 1.02, 1.03, 1.05)


def test_a_cost_overrun_far_above_the_division_is_found():
    assert caught("cost_overrun_outlier", *overruns(*EVEN, 2)) == ["P7"]
    assert caught("cost_overrun_outlier", *overruns(1, 1, 1, 1, 1, 1, 1, 2)) == ["P7"]  # no spread among the others


@pytest.mark.parametrize(
    "projects",
    [
        overruns(*EVEN, 0.3),  # much cheaper is no overrun
        overruns(*EVEN, 1.15),
        overruns(*EVEN[:6], 2),
        overruns(*EVEN, None),
        [*overruns(*EVEN, 1), UNDER_WAY | {"cost_actual_mln_kzt": 5000}],
    ],
)
def test_other_costs_are_no_overrun(projects):
    assert caught("cost_overrun_outlier", *projects) == []


# --- the table of findings --------------------------------------------------------------------------------------


def test_a_finding_tells_project_rule_severity_message_cell_and_limits():
    (found,) = findings({"id": "A-1", "times_postponed": 5}).to_dict("records")
    position = list(register({}).rows.columns).index("times_postponed")
    assert found["project"] == "A-1"
    assert (found["rule"], found["severity"]) == ("date_moved_often", "warning")
    assert found["message"] == "The date of commissioning was moved 5 times."
    assert found["cell"] == f"register!{chr(ord('A') + position)}2"
    assert found["parameters"] == {"times_most": 2.0}
    assert found["gaps"] == {"times": 5.0}


def test_the_gravest_come_first():
    table = findings({"times_postponed": 5, "oked": "01"}, {"oked": "01"})
    assert table["severity"].tolist() == sorted(table["severity"], key=["error", "warning", "notice"].index)
    assert table["severity"].iloc[0] == "error"


def test_coverage_tells_how_many_projects_each_rule_could_judge():
    found = check(register({}, {"times_postponed": None}), shipped_settings(), priorities=shipped_priorities())
    line = found.coverage.set_index("rule").loc["date_moved_often"]
    assert (line["judged"], line["found"], line["why_not"]) == (1, 0, "")
    assert found.coverage["rule"].tolist() == list(RULES)


def test_a_rule_that_is_off_finds_nothing_and_says_so():
    shipped = shipped_settings()
    off = RuleSettings(False, "warning", shipped.rules["date_moved_often"].parameters)
    found = check(register({"times_postponed": 9}), Settings({**shipped.rules, "date_moved_often": off}),
                  priorities=shipped_priorities())  # fmt: skip
    assert found.table.empty
    assert found.coverage.set_index("rule").loc["date_moved_often", "why_not"] == "off"


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_title_basis_and_reason_is_said(code):
    reader = language(code)
    assert all(rule.title(reader) and rule.basis(reader) for rule in RULES.values())
    assert all(why_not_said(reason, reader) for reason in (*WHY_NOT, "off"))
    assert why_not_said("", reader) == ""


def test_messages_can_be_said_again_in_another_language():
    found = check(register({"times_postponed": 5}), shipped_settings(), priorities=shipped_priorities())
    assert found.said(language("en")).tolist() == found.table["message"].tolist()


# --- shipped settings -------------------------------------------------------------------------------------------


def test_the_shipped_settings_are_about_the_rules_that_there_are():
    assert set(shipped_settings().rules) == set(RULES)


class Watched(dict):
    """Parameters that remember which of them were asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_shipped_parameter_is_used_and_no_other(rule):
    values = Watched(shipped_settings().rules[rule].parameters.values)
    rows = register(*OTHERS, *division(*USUAL, 1000)).rows
    figures = panel(("output", "oked_section", "C", "KZ", 2017, 1e6))
    RULES[rule].find(Portfolio(rows, pd.Timestamp(AS_OF), shipped_priorities(), figures), Parameters(values))
    assert values.asked == set(values)


def test_what_the_format_requires_is_mandatory():
    fields = shipped_settings().rules["mandatory_field_missing"].parameters.texts("fields")
    assert set(REQUIRED) - {"id"} <= set(fields) <= set(NAMES)


# --- months -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2017-01-31", "2017-02-28", 1),
        ("2017-12-31", "2018-09-30", 9),
        ("2017-01-15", "2017-02-15", 1),
        ("2017-01-15", "2018-01-14", 11),
        ("2017-02-15", "2017-01-15", -1),
        ("2017-02-15", "2017-01-16", 0),
        ("2017-01-15", "2017-01-15", 0),
    ],
)
def test_full_months(first, last, months):
    days = [pd.Series(pd.to_datetime([day])) for day in (first, last)]
    assert full_months(*days).tolist() == [months]


def test_a_missing_day_gives_no_months():
    days = pd.Series(pd.to_datetime([None, "2017-01-01"]))
    assert full_months(days, days[::-1].reset_index(drop=True)).isna().all()
