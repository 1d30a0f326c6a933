"""Investment of all sectors by region, of manufacturing nationally, and the use of capacity."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.sections import investment
from tests.sections.reports import SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report


def test_the_rate_is_investment_over_product(panel):
    context = report(panel, region="AKM")
    rates = investment.investment_rates(context, "akmola")
    # Table 5546: 264,892 mln KZT in Akmola in 2017.
    assert rates.loc["2017", "own"] == 264_892
    grp = context.by_region("grp", classification="total", source="bns-5927").loc["2017", "akmola"]
    assert rates.loc["2017", "rate"] == pytest.approx(264_892 / grp)


def test_a_merged_rate_is_computed_from_sums(panel):
    merged = investment.investment_rates(report(panel, region="YKO", year=2024), "south_kazakhstan").loc["2024"]
    parts = report(panel, region="TRK", year=2024, borders=2022)
    money, grp = (
        parts.by_region(name, classification="total").loc["2024", ["turkistan", "shymkent"]].sum()
        for name in ("investment", "grp")
    )
    assert merged["rate"] == pytest.approx(money / grp)


@pytest.mark.parametrize(
    ("factor", "words"), [(3.0, "points more than"), (0.1, "points less than"), (0.0, "points less than")]
)
def test_the_comparison_follows_the_sign(panel, factor, words):
    own = report(panel, region="AKM")
    context = changed(own, "investment", lambda old: old * factor, region="akmola", period="2017")
    assert words in investment.investment(context).title


def test_the_same_rate_as_the_country(panel):
    own = report(panel, region="AKM")
    rates = investment.investment_rates(own, "akmola").loc["2017"]
    even = rates["own"] / rates["rate"] * rates["country"]
    context = changed(own, "investment", even, region="akmola", period="2017")
    assert investment.investment(context).title.endswith("the same as in the country")


def test_the_average_is_of_three_years(panel):
    context = report(panel, region="AKM")
    rates = investment.investment_rates(context, "akmola")["rate"]
    result = investment.investment(context)
    assert result.values["average"] == pytest.approx(rates[["2015", "2016", "2017"]].mean())
    assert "three" in result.reading[0]


@pytest.mark.parametrize(("region", "year", "borders"), [("ABY", 2022, 2022), ("ABY", 2023, 2022), ("AKM", 2011, 2014)])
def test_fewer_than_three_years_have_no_average_of_three(panel, region, year, borders):
    result = investment.investment(report(panel, region=region, year=year, borders=borders))
    assert not result.is_missing
    assert "three" not in " ".join(result.reading)
    assert np.isnan(result.values["average"])


@pytest.mark.parametrize("indicator", ["investment", "grp"])
def test_a_missing_figure_is_missing(panel, indicator):
    context = changed(report(panel, region="AKM"), indicator, float("nan"), region="akmola", period="2017")
    assert investment.investment(context).is_missing


def test_a_region_before_it_existed(panel):
    assert investment.investment(report(panel, **UNPUBLISHED)).is_missing


# --- nationally -------------------------------------------------------------------------------------------------


def test_manufacturing_in_investment(panel):
    # Table 5547: 956.2 bn KZT in 2017.
    result = investment.national_investment(report(panel))
    assert result.values["value"] == pytest.approx(956_200, rel=1e-3)
    assert f"{100 * result.values['share']:.1f}%" in result.title
    assert result.values["rate"] == pytest.approx(result.values["value"] / 6_134_020.5)


@pytest.mark.parametrize("industry", ["C", None])
def test_investment_that_is_not_published_is_missing(panel, industry):
    context = changed(report(panel), "investment", float("nan"), region="KZ", industry=industry, period="2017")
    assert investment.national_investment(context).is_missing


def test_no_investment_at_all_is_zero_not_missing(panel):
    context = changed(report(panel), "investment", 0.0, region="KZ", industry="C", period="2017")
    assert "0.0% of fixed-capital investment" in investment.national_investment(context).title


@pytest.mark.parametrize("year", [2010, 2015])
def test_capacity_before_the_survey(panel, year):
    assert investment.capacity(report(panel, year=year)).is_missing


def test_capacity_is_an_average_of_the_surveys_of_the_year(panel):
    context = report(panel)
    rows = panel.rows[(panel.rows["indicator"] == "capacity_utilisation") & (panel.rows["industry"] == "C")]
    year = rows[rows["period"].str.startswith("2017")]["value"]
    result = investment.capacity(context)
    assert f"{year.mean():.1f}" in result.title
    assert "2017" in result.title
    assert "unverified" in result.caption


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda each: each["region"])
def test_the_regional_section_shows_itself(panel, subject, language):
    result = investment.investment(report(panel, **subject, language=language))
    assert not result.is_missing
    assert_shows_itself(result)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("make", [investment.national_investment, investment.capacity])
def test_the_national_sections_show_themselves(panel, make, language):
    result = make(report(panel, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
