"""Cards of projects: who gets one, in which order, and what stands on it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.language import language
from iidsp_analysis.monitors.projects.priorities.verdict import FAILS, MEETS, PARTLY, UNJUDGED
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rule_schedule import slippage
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, SEVERITIES, WARNING
from iidsp_analysis.sections.projects import card_choice as choice
from iidsp_analysis.sections.projects import card_words as words
from iidsp_analysis.sections.projects import cards as projects_cards
from iidsp_analysis.sections.projects.cards import Card
from tests.monitors.projects.project_registers import register
from tests.sections.portfolio_pages import page
from tests.sections.reports import report, visible

EN = language("en")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
AS_OF = pd.Timestamp("2018-03-27")
NONE = pd.Series(dtype=object)


def found(*pairs: tuple[int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["row", "severity"])
    return frame.assign(rule="status_frozen")


def rows_of(*changes):
    return register(*changes).rows


def moved_of(rows: pd.DataFrame) -> pd.DataFrame:
    return slippage(Portfolio(rows, AS_OF, priorities=None))


# --- the worst --------------------------------------------------------------------------------------------------


def test_errors_come_before_warnings_before_cost_before_id():
    costs = (10, 99, 50, 50, 70, None, 1)
    rows = rows_of(*[{"cost_planned_mln_kzt": cost} for cost in costs])
    told = found((0, ERROR), (1, WARNING), (1, WARNING), (2, WARNING), (3, WARNING), (4, WARNING), (5, WARNING),
                 (6, NOTICE))  # fmt: skip
    assert choice.worst(rows, told) == [0, 1, 4, 2, 3, 5]


def test_one_error_weighs_more_than_many_warnings():
    assert choice.worst(rows_of({}, {}), found((0, ERROR), *[(1, WARNING)] * 9)) == [0, 1]


def test_notices_alone_make_no_project_a_bad_one():
    assert choice.worst(rows_of({}), found((0, NOTICE))) == []
    assert choice.worst(rows_of({}), found()) == []


def test_findings_by_an_unverified_list_call_nobody_worse():
    frame = pd.DataFrame({"row": [0, 1], "severity": WARNING, "rule": ["not_on_priority_list", "status_frozen"]})
    assert list(choice.counted(frame, is_verified=False)["row"]) == [1]
    assert list(choice.counted(frame, is_verified=True)["row"]) == [0, 1]


TEN = rows_of(*[{"cost_planned_mln_kzt": number % 3} for number in range(10)])


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(SEVERITIES)), max_size=40), st.permutations(range(10)))
def test_the_order_of_the_rows_changes_nothing(pairs, order):
    assert choice.worst(TEN.iloc[list(order)], found(*pairs)) == choice.worst(TEN, found(*pairs))


# --- the best ---------------------------------------------------------------------------------------------------


def best(rows: pd.DataFrame, told: pd.DataFrame | None = None, verdict: pd.Series = NONE) -> list[int]:
    return choice.best(rows, found() if told is None else told, moved_of(rows), verdict, 0.7)


ON_TIME = {"actual_commissioning": "2016-11-30"}
UNDER_WAY = {"status": "under_way", "actual_commissioning": None, "planned_commissioning": "2019-12-31",
             "first_planned_commissioning": "2019-12-31"}  # fmt: skip


def test_commissioned_on_time_or_under_way_on_time():
    late, suspended = {"actual_commissioning": "2016-12-20"}, UNDER_WAY | {"status": "suspended"}
    overdue = UNDER_WAY | {"planned_commissioning": "2018-01-01", "first_planned_commissioning": "2018-01-01"}
    rows = rows_of(UNDER_WAY, ON_TIME, late, suspended, overdue)
    assert best(rows) == [1, 0]  # 19 days late is late


def test_a_lost_first_date_of_a_postponed_project_is_no_punctuality():
    lost = UNDER_WAY | {"first_planned_commissioning": None}
    assert best(rows_of(lost | {"times_postponed": 1})) == []
    assert best(rows_of(lost | {"times_postponed": 0})) == [0]


@pytest.mark.parametrize(("severity", "is_best"), [(ERROR, False), (WARNING, False), (NOTICE, True)])
def test_nobody_is_best_with_an_error_or_a_warning(severity, is_best):
    assert best(rows_of(ON_TIME), found((0, severity))) == [0] * is_best


@pytest.mark.parametrize(("actual", "is_best"), [(34, False), (35, True), (None, True)])
def test_nobody_is_best_far_below_the_planned_jobs_even_in_the_first_year(actual, is_best):
    rows = rows_of(
        {"actual_commissioning": "2016-11-30", "jobs_permanent_planned": 50, "jobs_permanent_actual": actual}
    )
    assert best(rows) == [0] * is_best


def test_priorities_count_where_they_are_known():
    rows = rows_of(*[ON_TIME] * 5)
    verdict = pd.Series([PARTLY, UNJUDGED, FAILS, MEETS], index=range(4))
    assert best(rows, verdict=verdict) == [3, 1, 4]


# --- words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "told"), [
    ({"actual_commissioning": "2016-12-01"}, "on time"),
    ({"actual_commissioning": "2016-12-20"}, "late by less than a month"),
    ({"actual_commissioning": "2017-01-05"}, "1 month late"),
    ({"actual_commissioning": "2016-10-01"}, "2 months early"),
    (UNDER_WAY, "no later than first planned"),
    (UNDER_WAY | {"planned_commissioning": "2019-10-31"}, "planned 2 months earlier"),
    (UNDER_WAY | {"first_planned_commissioning": "2019-06-30"}, "6 months late so far"),
    ({"status": "cancelled"}, "–"),
    ({"actual_commissioning": None}, "–"),
])  # fmt: skip
def test_slippage_in_words(change, told):
    assert words.slippage_text(moved_of(rows_of(change)).loc[0], EN) == told


def test_facts_with_a_dash_for_what_is_not_told():
    blank = dict.fromkeys(("bin", "oked", "map", "district", "cost_planned_mln_kzt", "jobs_permanent_actual",
                           "status_date", "actual_commissioning", "region"))  # fmt: skip
    rows = rows_of(blank)
    told = words.facts(rows.loc[0], moved_of(rows).loc[0], AS_OF, EN)
    assert (told["BIN of the firm"], told["Division"], told["Map"]) == ("–", "–", "–")
    assert told["Cost, plan → fact"] == "– → 1,010.0 mln KZT"
    assert told["Permanent jobs, plan → fact"] == "50 → –"
    assert told["Status"] == "commissioned, as of an untold day"
    assert words.place(rows.loc[0], EN) == "P0"


@pytest.mark.parametrize(("day", "told"), [
    ("2018-03-01", "commissioned, as of March 1, 2018, less than a month old"),
    ("2018-02-01", "commissioned, as of February 1, 2018, 1 month old"),
    ("2016-12-20", "commissioned, as of December 20, 2016, 15 months old"),
    ("2018-05-30", "commissioned, as of May 30, 2018, after the day of the register"),
])  # fmt: skip
def test_a_status_has_its_age(day, told):
    rows = rows_of({"status_date": day})
    assert words.facts(rows.loc[0], moved_of(rows).loc[0], AS_OF, EN)["Status"] == told


@pytest.mark.parametrize(("chance", "told"), [
    ({"by_plan": 0.5, "low": 0.4, "high": 0.61}, "50% (90 % interval 40% to 61%)"),
    ({"by_plan": 0.5, "low": 0.4, "high": 0.61, "is_least": True}, "at least 50% (90 % interval 40% to 61%)"),
    ({"by_plan": 0.5}, "50%"),
    ({"basis": "late", "months_late": 0.0}, "the planned day passed less than a month ago"),
    ({"basis": "late", "months_late": 1.0}, "the planned day passed 1 month ago"),
    ({"basis": "late", "months_late": 7.0}, "the planned day passed 7 months ago"),
    ({"basis": "no_plan"}, "not known: the register lacks a date"),
    ({"basis": "unknown"}, "not known: no project has waited so long and come"),
])  # fmt: skip
def test_chance_in_words(chance, told):
    whole = {
        "by_plan": np.nan,
        "low": np.nan,
        "high": np.nan,
        "is_least": False,
        "basis": "curve",
        "months_late": np.nan,
    }
    assert words.chance_text(pd.Series(whole | chance), EN) == told


def test_every_text_of_a_card_is_escaped():
    card = Card(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, HOSTILE, ((HOSTILE, HOSTILE),), is_grave=True)
    html = card.to_html()
    assert html.count("&lt;script&gt;") == 7
    assert not re.search(r"<(script|img)", html)


# --- sections ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(panel):
    return replace(report(panel), register="example")


def test_cards_of_the_example(example):
    worst, best_ones = projects_cards.worst(example), projects_cards.best(example)
    for result in (worst, best_ones):
        html = result._repr_html_()
        assert html.count('<li class="card') == 6
        assert html.index("In this order") < html.index('<ul class="cards">')
        assert result.stamp == "EXAMPLE DATA"
        assert "source: made-up example" in visible(result)
        assert not re.search(r"\b(?:nan|NaT|None|inf)\b", visible(result))
    assert worst._repr_html_().count('class="card error"') == 6
    assert "<strong>" not in re.sub(r"<strong>notice</strong>", "", best_ones._repr_html_())


def test_no_project_of_an_impossible_output_is_among_the_best(example):
    assert "EXAMPLE-MNG-026" not in visible(projects_cards.best(example))


def test_the_example_s_project_with_11_of_24_jobs_is_not_among_the_best(example):
    assert "EXAMPLE-YKO-107" not in visible(projects_cards.best(example))


def test_a_hostile_project_gets_a_harmless_card(panel):
    context = page(panel, {"id": "A", "name": HOSTILE, "district": HOSTILE, "oked": "35110", "product": HOSTILE})
    html = projects_cards.worst(context)._repr_html_()
    assert not re.search(r"<(script|img)", html)
    assert "&lt;script&gt;" in html


def test_nobody_deserves_a_card(panel):
    assert "no entry is to be checked first" in projects_cards.worst(page(panel, {})).title
    none = projects_cards.best(page(panel, {"oked": "35110"}))
    assert none.title.startswith("No project is on time")
    assert none.before == ""


def test_a_cancelled_project_gets_no_card_and_is_counted_apart(panel):
    cancelled = {"id": "GONE", "status": "cancelled", "oked": "35110"}
    assert projects_cards.worst(page(panel, cancelled)).title.startswith("No error and no warning outside cancelled")
    result = projects_cards.worst(page(panel, cancelled, {"id": "LEFT", "oked": "35110"}))
    assert result.title == "Register entries to check first: 1 of 1 with errors or warnings"
    assert "GONE" not in visible(result)
    assert "Cancelled projects with errors or warnings are left out: 1." in result.caveats


def test_the_title_tells_how_many_there_are_beside_those_shown(panel):
    result = projects_cards.best(page(panel, *[ON_TIME | {"bin": f"10014000000{n}"} for n in range(8)]))
    assert result.title == "On time, without errors and warnings: 6 of 8 such projects"
    assert "less than 70% of their planned jobs" in visible(result)


def test_no_projects_and_the_redacted_edition(panel, example):
    assert projects_cards.worst(page(panel, {}, region="ATY")).is_missing
    for section in (projects_cards.worst, projects_cards.best):
        assert "EXAMPLE-" not in visible(section(replace(example, redact=True)))
