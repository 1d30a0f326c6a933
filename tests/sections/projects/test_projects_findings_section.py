"""What the rules find, on a page: counts, order, the limit of rows, hostile texts, and what a rule could not judge."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from iidsp_analysis.language import language
from iidsp_analysis.monitors.projects.redaction.records import CLEAR, FOUND, RULE, records, rules_of
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.monitors.projects.settings import ERROR, NOTICE, WARNING, shipped_settings
from iidsp_analysis.sections.projects import findings as projects_findings
from iidsp_analysis.sections.projects.finding_words import LIMITS, by_rule, kinds, limits_text
from tests.sections.portfolio_pages import page
from tests.sections.reports import assert_shows_itself, report, visible

EN = language("en")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def example(panel):
    return replace(report(panel), register="example")


@pytest.fixture(scope="module")
def found(example):
    return projects_findings.findings(example)


def test_title_counts_what_the_table_lists(example, found):
    table, rows = example.projects.findings.table, example.projects.register.rows
    live = table[table["row"].map(rows["status"]) != "cancelled"]
    assert found.title == (
        f"Findings of the rules: {len(live)}, at {live['row'].nunique()} of 145 projects; "
        f"errors: {(live['severity'] == ERROR).sum()}"
    )
    assert (live["severity"] == ERROR).sum() == 18
    assert len(found.frame) == len(table) > len(live)
    assert_shows_itself(found)


def test_the_errors_of_live_projects_and_their_cost(found):
    """By hand from the register: 16 projects, 163.5 of 1,559.5 bn KZT."""
    text = visible(found)
    assert (
        "The projects with errors, 16, have a planned cost of 163.5 bn KZT, 10.5% of that of all projects here." in text
    )
    assert "Cancelled projects are counted apart: findings 4, of these errors 1, at projects 4." in text


def test_the_redacted_edition_counts_the_same_projects(example, found):
    view = example.projects
    told = records(view.portfolio, view.places, view.findings)
    assert (told["severity"] != CLEAR).sum() == found.values["projects"]
    listed = found.frame[~found.frame["project"].str.endswith(", cancelled")]
    for rule in rules_of(told.columns):
        title = RULES[rule].title(EN)
        assert (told[RULE + rule] == FOUND).sum() == listed.loc[listed["rule"] == title, "project"].nunique()


def test_findings_about_cancelled_projects_alone(panel):
    result = projects_findings.findings(page(panel, {"status": "cancelled", "oked": "35110"}))
    assert result.title == "The rules find nothing; projects held to them: 0"
    assert result.picture is None
    assert set(result.frame["project"]) == {"P0, cancelled"}
    assert_shows_itself(result)


def test_the_gravest_come_first_then_the_dearest(found):
    is_cancelled = found.frame["project"].str.endswith(", cancelled")
    assert is_cancelled.is_monotonic_increasing
    frame = found.frame[~is_cancelled]
    assert frame["gravity"].is_monotonic_decreasing
    for _, same in frame.groupby("gravity"):
        costs = same["cost"].dropna()
        assert costs.is_monotonic_decreasing
        assert same["cost"].isna().astype(int).is_monotonic_increasing
    html = found._repr_html_()
    assert '<table class="numbers sortable"' in html
    assert 'data-sort="3.0">error</td>' in html
    assert html.count('<td class="text wide">') == len(found.frame)
    assert "Same BIN and product twice: The same company and product in another project" in visible(found)
    assert 'data-sort="text">Project</th>' in html


def test_example_data_are_stamped_everywhere(found):
    for told in (found.stamp, found.caption, found.table.caption, found.picture.alt):
        assert "EXAMPLE DATA" in told


def test_a_region_has_its_own_findings_only(panel):
    context = replace(report(panel, region="AKM"), register="example")
    found = projects_findings.findings(context)
    assert set(found.frame["project"]) == {name for name in found.frame["project"] if "-AKM-" in name}
    assert f"of {len(context.projects.rows)} projects" in found.title
    assert_shows_itself(found)


def test_sentences_are_in_the_reader_s_language(panel):
    russian = projects_findings.findings(replace(report(panel, language="ru"), register="example"))
    assert "ошибка" in set(russian.frame["severity"])
    assert any("не входит в обрабатывающую промышленность" in said or "ОКЭД" in said for said in russian.frame["said"])


def test_cost_of_the_guilty_and_of_those_that_tell_none(panel):
    context = page(panel, {"oked": "35110", "cost_planned_mln_kzt": 300}, {"cost_planned_mln_kzt": 700},
                   {"oked": "01110", "cost_planned_mln_kzt": None})  # fmt: skip
    text = visible(projects_findings.findings(context))
    assert (
        "The projects with errors, 2, have a planned cost of 0.30 bn KZT, 30.0% of that of all projects here." in text
    )
    assert "Projects with errors whose cost is not told: 1." in text


def test_more_findings_than_a_page_lists(panel, monkeypatch):
    monkeypatch.setattr(projects_findings, "LISTED", 3)
    context = page(panel, *[{"oked": "35110", "cost_planned_mln_kzt": cost} for cost in (1, 5, 3, 4, 2)])
    found = projects_findings.findings(context)
    assert found.frame["cost"].tolist() == [5, 4, 3]
    assert "first, then the largest by cost; `iidsp projects check --format csv` lists all." in visible(found)


def test_no_finding_is_told_as_such(panel):
    context = page(panel, {"oked": "23320"})
    none = projects_findings.findings(context)
    assert none.table is None
    assert none.title == "The rules find nothing; projects held to them: 1"


def test_a_territory_without_projects_says_so(panel):
    context = page(panel, {}, region="ATY")
    assert projects_findings.findings(context).is_missing


def test_the_redacted_edition_names_no_project(example):
    redacted = replace(example, redact=True)
    for section in (projects_findings.findings, projects_findings.rules):
        html = section(redacted)._repr_html_()
        assert "EXAMPLE-" not in html
        assert "Реестр!" not in html


def test_hostile_texts_are_text(panel):
    context = page(panel, {"id": HOSTILE, "oked": "35110"}, {"name": HOSTILE, "product": HOSTILE, "bin": None})
    html = projects_findings.findings(context)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


# --- words ------------------------------------------------------------------------------------------------------


def found_of(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["rule", "severity"])


def test_kinds_by_severity_the_most_frequent_first():
    frame = found_of(("on_both_maps", ERROR), *[("no_output_after_commissioning", ERROR)] * 2,
                     ("cost_per_job_outlier", NOTICE))  # fmt: skip
    assert kinds(frame, EN) == (
        "Errors: 3, namely “Commissioned, no output” (2), “On both maps” (1).",
        "Notices: 1, namely “Unusual cost per job” (1).",
    )
    assert kinds(found_of(), EN) == ()


def test_more_kinds_than_a_sentence_names():
    rules = ("status_frozen", "date_moved_often", "capacity_use_low", "jobs_below_plan", "export_share_below_plan")
    (told,) = kinds(found_of(*[(rule, WARNING) for rule in rules]), EN)
    assert told.startswith("Warnings: 5, most often ")
    assert told.count("(1)") == 4


def test_equal_numbers_stand_in_the_order_of_the_rules():
    pairs = found_of(("status_frozen", WARNING), ("date_moved_often", WARNING), ("jobs_below_plan", WARNING))
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        assert list(by_rule(pairs.iloc[order]).index) == ["date_moved_often", "status_frozen", "jobs_below_plan"]


def test_every_limit_has_words_with_its_unit():
    asked = {name for rule in shipped_settings().rules.values() for name in rule.parameters.values}
    assert asked == set(LIMITS)


@pytest.mark.parametrize(("rule", "told"), [
    ("wrong_map_for_cost", "threshold: 4,500 mln KZT; entries from January 27, 2016; entries until June 22, 2022"),
    ("jobs_below_plan", "months in operation, at least: 12; at least 70% of the plan"),
    ("capacity_use_low", "months in operation, at least: 12; at least 50%"),
    ("no_output_after_commissioning", "output that is not recorded counts as none"),
    ("on_both_maps", ""),
])  # fmt: skip
def test_limits_in_words(rule, told):
    assert limits_text(shipped_settings().rules[rule].parameters.values, EN) == told


def test_limits_name_fields_as_readers_do():
    told = limits_text(shipped_settings().rules["mandatory_field_missing"].parameters.values, EN)
    assert not re.search(r"[a-z]_[a-z]", told)
    assert "date of decision, planned date of commissioning, planned cost" in told


# --- coverage ---------------------------------------------------------------------------------------------------


def test_every_rule_is_told_with_what_it_could_judge(example):
    told = projects_findings.rules(example)
    assert len(told.frame) == len(shipped_settings().rules)
    assert_shows_itself(told)
    text = visible(told)
    assert "judged no project" not in text
    assert told.frame.loc[told.frame["found"] == 0].empty
    assert "not verified against the act" in text
    assert text.count("https://studylib.ru/doc/725036") == 1
    assert told.frame["basis"].str.endswith("(ic24.kz)").sum() == 3
    assert not told.frame["basis"].str.contains("http").any()
    assert text.count("set by no act") == 1
    assert "Cancelled projects are judged too and count here: 5." in text


def test_the_title_of_the_rules_tells_how_much_they_could_judge(example):
    coverage = example.projects.findings.coverage
    assert projects_findings.rules(example).title == (
        f"Rules that could judge at least half of the projects: {(coverage['judged'] >= 75).sum()} of 18; the fewest "
        "projects, 24 of 150, were judged by “Fewer exports than planned”"
    )


def test_a_rule_that_is_off_says_so(panel):
    context = page(panel, {})
    settings = shipped_settings()
    off = {**settings.rules, "on_both_maps": replace(settings.rules["on_both_maps"], enabled=False)}
    context.projects.__dict__["settings"] = replace(settings, rules=off)
    told = projects_findings.rules(context)
    assert re.match(rf"Rules that could judge at least half of the projects: \d+ of {len(off) - 1}; ", told.title)
    assert "“On both maps”: judged no project. Switched off in the settings." in visible(told)
