"""Earlier reports as a test: every published statement has a row, verdicts follow from the figures by rule."""

from __future__ import annotations

import csv
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.sections.announced_nearest import by_definition
from iidsp_analysis.sections.announced_shares import of_exports, of_industry
from iidsp_analysis.sections.concept_reproduction import reproduction
from iidsp_analysis.sections.reproduction_claims import AGREES, MISPRINT, OTHER, REVISED, UNKNOWN, claims, judged
from tests.sections.reports import assert_shows_itself, changed, report


def _with_cost_and_jobs(name):
    return name, f"{name}-cost", f"{name}-jobs"


#: Told in public, but not in the facts.
OTHERS = {"concept-2023-2029", "concept-2023-2029-cost"}
#: Claims by row of the facts: one published row can hold several numbers.
OF_FACTS = (
    ("production-2017",), ("metallurgy-2017",), ("food-2017",), ("refining-2017",), ("chemicals-2017",),
    ("pharmaceuticals-2017",), ("exports-level-2017", "exports-growth-2017"),
    ("productivity-2017", "productivity-growth-2017"), ("investment-level-2017", "investment-growth-2017"),
    _with_cost_and_jobs("commissioned-2015-2017"), _with_cost_and_jobs("commissioned-2017"),
    _with_cost_and_jobs("planned-2018"), ("share-ceiling",), ("regions-named",), ("regional-maps-2018",),
    ("president-share", *_with_cost_and_jobs("programme-to-date-2017")), ("map-output-2016",),
    ("share-half-2018", "share-2015", "industry-share-half-2018", "industry-share-2015", "exports-share-half-2018",
     "exports-share-2015"),
    _with_cost_and_jobs("first-half-2018"),
    (*_with_cost_and_jobs("since-2010"), *_with_cost_and_jobs("year-2018"), *_with_cost_and_jobs("planned-2019")),
    ("production-2018",),
    ("enterprises-2018", "enterprises-growth-2018", "productivity-growth-2018", "investment-growth-2018"),
    ("share-2010",), ("unified-map-2023",),
)  # fmt: skip


@pytest.fixture(scope="module")
def told(panel):
    return claims(report(panel, year=2025, trade=True))


def test_every_row_of_the_facts_has_its_claims_with_the_numbers_printed(told, reference):
    with (reference / "facts" / "programme_results.csv").open(encoding="utf-8") as stream:
        facts = list(csv.DictReader(stream))
    assert len(facts) == len(OF_FACTS)
    for row, names in zip(facts, OF_FACTS, strict=True):
        numbers = re.sub(r"(?<=\d),(?=\d{3})", "", " ".join((row["value"], row["comparison"], row["note"])))
        for name in names:
            claim = told.loc[name]
            assert claim["as_of"][:7] == row["as_of"][:7] or name == "unified-map-2023"
            if np.isfinite(claim["announced"]):
                printed = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", numbers)}
                scales = (1, 1000, 1 / 1000)  # thousands of jobs, trillions of tenge
                assert {round(claim["announced"] * scale, 3) for scale in scales} & printed, name
    assert set(told.index) == {name for names in OF_FACTS for name in names} | OTHERS


@pytest.mark.parametrize(
    ("name", "today", "verdict"),
    [
        # Table 5792, section C: 100.6 × 105.6 % in 2016 and 2017.
        ("production-2017", 100.6 * 105.6 / 100 - 100, REVISED),
        # Table 5792, division 24, printed without decimals.
        ("metallurgy-2017", 13.4221, AGREES),
        # Table 5927, section C of GDP in 2017 and 2010.
        ("share-ceiling", 11.280, REVISED), ("share-2010", 11.321, AGREES),
        ("share-2015", 10.275, REVISED),
        # Table 5792: 104.5 in 2018, printed as 14.1 by mistake.
        ("production-2018", 4.5, MISPRINT),
        # Table 5547, section C, 2017: 956,165 mln KZT.
        ("investment-level-2017", 956.165, REVISED),
        ("exports-level-2017", 13.371, OTHER), ("exports-share-2015", 24.935, OTHER),
        # Table 5792, divisions 10, 19, 20, 21, chained over 2016 and 2017 (food: 104.2 × 105.1).
        ("food-2017", 104.2 * 105.1 / 100 - 100, REVISED), ("refining-2017", 4.1148, REVISED),
        ("chemicals-2017", 6.7861, REVISED), ("pharmaceuticals-2017", 51.7556, REVISED),
        # Table 446905, default definition, 2017 to 2015; first half of 2018.
        ("exports-growth-2017", 16.6835, OTHER), ("exports-share-half-2018", 22.0750, OTHER),
        # Table 5927, sections C and B to E: 2015, and the whole year 2018 beside its first half.
        ("industry-share-2015", 41.3202, OTHER), ("industry-share-half-2018", 40.5545, OTHER),
        ("share-half-2018", 7_065_121.6 / 61_819_536.4 * 100, OTHER),
        # 6,134,020.5 mln KZT by 581.589 thousand persons (tables 5927, 5831) at 326.00 KZT: the whole year.
        ("productivity-2017", 6_134_020.5 / 581.589 / 326.0, OTHER),
        # Volume 101.8 × 106.1 (450904) over persons 581.589 / 552.558 (5831).
        ("productivity-growth-2017", 101.8 * 106.1 / 100 / (581.589 / 552.558) - 100, OTHER),
        # Tables 450904 and 5831; table 5547.
        ("productivity-growth-2018", 104.5 / (580.544 / 581.589) - 100, OTHER),
        ("investment-growth-2017", 15.8581, OTHER), ("investment-growth-2018", 29.8849, OTHER),
    ],
)  # fmt: skip
def test_figures_of_today_and_their_verdicts(told, name, today, verdict):
    assert told.loc[name, "today"] == pytest.approx(today, abs=1e-3)
    assert told.loc[name, "verdict"] == verdict


def test_exports_are_shown_under_every_definition_and_none_gives_the_announced_figures(panel, told):
    """Table 446905, 2017: 13.4 bn USD by default, 4.0 without metals, 15.3 with farm products; announced 15.5."""
    context = report(panel, year=2025, trade=True)
    periods = {"exports-level-2017": "2017", "exports-growth-2017": "2017", "exports-share-2015": "2015",
               "exports-share-half-2018": "2018 H1"}  # fmt: skip
    for name, period in periods.items():
        row = told.loc[name]
        figures = by_definition(context, name, pd.Series({"period": period, "base": "2015"}))
        assert len(figures) == 3
        assert figures["sections-2026.1"] == pytest.approx(row["today"])
        assert {judged(row["announced"], row["digits"], value) for value in figures.values()} == {REVISED}
    assert "By definition – All goods except farm and mineral products: 13.4; The same without metals: 4.0; The same " \
           "with farm products: 15.3." in told.loc["exports-level-2017", "remark"]  # fmt: skip
    assert by_definition(context, "food-2017", told.loc["food-2017"]) == {}


def test_a_part_of_a_year_has_the_whole_year_beside_it_as_another_period(panel, told):
    assert "2017: another period" in told.loc["productivity-2017", "remark"]
    assert "10.5 mln KZT" in told.loc["productivity-2017", "remark"]
    without = claims(report(panel, year=2018))  # nothing of exports, everything else
    assert np.isnan(without.loc["exports-share-half-2018", "today"])
    assert without.loc["share-half-2018", "verdict"] == OTHER
    assert "share-half-2018" not in claims(report(panel, year=2017)).index


def test_what_no_table_holds_cannot_be_reproduced_and_says_why(told):
    unknown = told[told["verdict"] == UNKNOWN]
    assert (unknown["today"].isna() | unknown["announced"].isna()).all()
    assert (unknown["remark"].str.len() > 20).all()
    assert "commissioned-2017" in unknown.index


@given(st.decimals(-50, 50, places=1), st.floats(-60, 60))
def test_a_figure_agrees_exactly_within_half_of_the_last_digit(announced, today):
    verdict = judged(float(announced), 1, today)
    gap = abs(today - float(announced))
    if gap < 0.0499999:
        assert verdict == AGREES
    if gap > 0.0500001:
        assert verdict == REVISED


def test_a_bound_is_contradicted_only_from_above():
    assert judged(11.0, 0, 10.3, is_bound=True) == AGREES
    assert judged(11.0, 0, 11.1, is_bound=True) == REVISED


def test_other_tables_give_other_verdicts(panel):
    context = report(panel, year=2025, trade=True)
    raised = changed(context, "investment", 981_600.0, region="KZ", industry="C", period="2017")
    assert claims(raised).loc["investment-level-2017", "verdict"] == AGREES


def test_shares_of_a_half_year_need_its_six_months(panel):
    context = report(panel, year=2025, trade=True)
    cube = context.exports
    months = [f"2018-{month:02d}" for month in range(1, 7)]
    own, whole = (frame["KZ"].loc[months].sum() for frame in (cube.processed(), cube.total()))
    assert of_exports(context, "2018 H1") == pytest.approx(own / whole)
    assert np.isnan(of_exports(context, "2014"))
    assert np.isnan(of_industry(context, "2018 H1"))


def test_nothing_said_later_is_known(panel):
    context = report(panel, year=2017, trade=True)
    assert set(claims(context)["as_of"].str[:4]) >= {"2017", "2018"}
    assert reproduction(report(panel, year=2012, trade=True)).values["agrees"] == 1  # said later, about 2010


@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_it_shows_itself(panel, code):
    result = reproduction(report(panel, year=2025, trade=True, language=code))
    assert_shows_itself(result)
    assert sum(result.values.values()) == len(result.frame)
