"""From finding to measure by rule: other figures give another measure, a finding that is missing has no row."""

from __future__ import annotations

import pytest

from iidsp_analysis.language import language
from iidsp_analysis.results import Result
from iidsp_analysis.sections import concept_measures
from iidsp_analysis.sections.concept_measures import RULES, measures, rows
from tests.sections.reports import assert_shows_itself, report

ENGLISH = language("en")


@pytest.fixture(scope="module")
def told(panel):
    return rows(report(panel, trade=True))


def test_findings_stand_as_their_sections_tell_them(panel, told):
    context = report(panel, trade=True)
    found = [rule.finding(context) for rule in RULES]
    assert told["finding"].tolist() == [one.title for one in found if not one.is_missing]


def test_every_row_has_a_measure_its_rule_and_what_speaks_against_it(told):
    assert told["measure"].str.contains(r"\(rule: .+\)\.$").all()
    assert (told["against"].str.len() > 20).all()
    assert (told["owner"] == "to be named").all()


def _finding(**values):
    return Result(title="x", reading=(), language=ENGLISH, values=values)


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        (concept_measures._share, {"by_price": 0.02, "by_volume": 0.01}, {"by_price": 0.01, "by_volume": -0.02}),
        (concept_measures._hangs_on, {"default": 0.1, "low": 0.05, "high": 0.2}, {"default": 0.1, "low": 0.09}),
        (concept_measures._target, {"chance": 0.6}, {"chance": 0.4}),
        (concept_measures._picks, {"firm": 3.0}, {"firm": 0.0}),
        (concept_measures._falls, {"firm": 1.0}, {"firm": 0.0}),
        (concept_measures._registered, {"flagged": 2.0}, {"flagged": 0.0}),
        (concept_measures._groups, {"groups": 2.0, "stability_1": 0.8, "stability_2": 0.9},
         {"groups": 2.0, "stability_1": 0.8, "stability_2": 0.5}),
        (concept_measures._register, {"late": 2.0}, {"late": 0.0}),
    ],
)  # fmt: skip
def test_other_values_give_another_measure(rule, one, other):
    assert rule(None, _finding(**one))(ENGLISH) != rule(None, _finding(**other))(ENGLISH)


def test_a_finding_that_is_missing_is_counted_and_has_no_row(panel):
    result = measures(report(panel, year=2025, borders=2022, trade=True))
    assert result.values["findings"] + result.values["missing"] == len(RULES)
    assert result.values["missing"] > 0
    assert f"without a row: {int(result.values['missing'])}." in " ".join(result.reading)


def test_it_shows_itself(panel):
    result = measures(report(panel, trade=True, language="ru"))
    assert_shows_itself(result)
    assert "sources" not in result.frame
    assert result.sources
