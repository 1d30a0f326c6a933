"""Productivity by region and by section, and the words for more, less, as much and unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.sections import labour
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report


def test_productivity_of_industry_and_construction_by_hand(panel):
    context = report(panel, region="AKM")
    rows = panel.rows[(panel.rows["region"] == "akmola") & (panel.rows["period"] == "2017")]
    gva = rows[(rows["indicator"] == "gva") & rows["industry"].isin(list("BCDEF"))]["value"].sum()
    people = rows[rows["indicator"] == "employment_industry_construction"]["value"].item()
    frame = labour.productivity_by_region(context)
    assert frame.loc["akmola", "productivity"] == pytest.approx(gva / people)
    assert frame.drop("KZ")["employed"].sum() == pytest.approx(frame.loc["KZ", "employed"], abs=1)


def test_merged_ratios_are_computed_from_sums(panel):
    merged = labour.productivity_by_region(report(panel, region="YKO", year=2024)).loc["south_kazakhstan"]
    parts = labour.productivity_by_region(report(panel, region="TRK", year=2024, borders=2022))
    parts = parts.loc[["turkistan", "shymkent"]]
    assert merged["productivity"] == pytest.approx(parts["gva"].sum() / parts["employed"].sum())
    assert merged["productivity"] != pytest.approx(parts["productivity"].mean(), rel=1e-3)


@pytest.mark.parametrize("factor", [2.0, 0.5, 0.0])
def test_the_ratio_is_told_whatever_its_size(panel, factor):
    context = report(panel, region="AKM")
    for code in "BCDEF":
        context = changed(context, "gva", lambda old: old * factor, region="akmola", industry=code, period="2017")
    result = labour.productivity(context)
    assert f"{100 * result.values['ratio']:.1f}%" in result.title
    assert_shows_itself(result)


@pytest.mark.parametrize("year", [2013, 2015])
def test_before_employment_was_published(panel, year):
    result = labour.productivity(report(panel, region="AKM", year=year))
    assert result.is_missing
    assert "not published" in result.explain()


def test_nobody_employed_is_not_infinite(panel):
    own = report(panel, region="AKM")
    context = changed(own, "employment_industry_construction", float("nan"), region="akmola", period="2017")
    assert labour.productivity(context).is_missing


def test_a_region_before_it_existed(panel):
    assert labour.productivity(report(panel, **UNPUBLISHED)).is_missing


# --- by section, nationally -------------------------------------------------------------------------------------


def test_productivity_of_manufacturing(panel):
    # Table 5927: 6,134,020.5 mln KZT in 2017; table 5831: 581,589 employed persons.
    frame = labour.productivity_by_section(report(panel))
    assert frame.loc["C", "productivity"] == pytest.approx(6_134_020.5 / 581_589, rel=1e-5)
    assert frame.loc["C", "pay"] == pytest.approx(1_718_849.2 / 581_589, rel=1e-5)
    assert (frame["relative"] * frame["employed"]).sum() == pytest.approx(frame["employed"].sum())
    assert list(frame.index[frame["pay"].notna()]) == list("ABCDEF")


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1.0, "more value added than"), (0.1, "less value added than"), (0.0, "less value added than")],
)
def test_the_words_follow_the_sign(panel, factor, words):
    context = changed(report(panel), "gva", lambda old: old * factor, region="KZ", industry="C", period="2017")
    result = labour.national_productivity(context)
    assert words in result.title
    assert f"{abs(100 * result.values['relative']):.1f}%" in result.title


def test_as_much_as_the_average(panel):
    own = report(panel)
    others = labour.productivity_by_section(own).drop("C")
    average = others["gva"].sum() / others["employed"].sum()
    people = labour.productivity_by_section(own).loc["C", "employed"]
    context = changed(own, "gva", average * people, region="KZ", industry="C", period="2017")
    title = labour.national_productivity(context).title
    assert "as much value added as" in title
    assert "%" not in title


@pytest.mark.parametrize("indicator", ["employment", "gva"])
def test_manufacturing_without_a_figure_is_missing(panel, indicator):
    context = changed(report(panel), indicator, float("nan"), region="KZ", industry="C", period="2017")
    assert labour.national_productivity(context).is_missing


def test_pay_without_a_figure_is_a_dash(panel):
    context = changed(report(panel), "compensation", float("nan"), region="KZ", industry="C", period="2017")
    result = labour.national_productivity(context)
    assert pd.isna(result.values["pay"])
    assert "compensation – mln" in result.reading[0]
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_regional_section_shows_itself(panel, subject, language):
    result = labour.productivity(report(panel, **subject, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
    assert schema.COUNTRY in result.table.footer


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("year", [2017, 2025])
def test_the_national_section_shows_itself(panel, year, language):
    result = labour.national_productivity(report(panel, year=year, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
