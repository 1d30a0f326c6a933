"""The monthly section: what it says with a break, without one, with gaps, and where there is too little to say."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.language import language as reader_of
from iidsp_analysis.monitors.export_cube import definition_sections
from iidsp_analysis.sections.export_months import months
from iidsp_analysis.sections.export_months_words import step_words
from tests.sections.reports import assert_shows_itself, changed, visible
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)


def _with_processed(context, region, factor):
    """Replace processed exports by one section (XVI) with noise around a level of 100 times ``factor`` by month."""
    for code in definition_sections():
        rows = context.panel.select("exports", industries=[code], regions=[region]).rows
        if code != "XVI" and len(rows):
            context = changed(context, "exports", 0.0, region=region, industry=code)
    periods = context.panel.select("exports", industries=["XVI"], regions=[region]).rows[schema.PERIOD]
    noise = np.exp(0.1 * np.random.default_rng(3).standard_normal(len(periods)))
    level = periods.map(factor).to_numpy() * noise * 100
    return changed(context, "exports", lambda old: pd.Series(level, old.index), region=region, industry="XVI")


def test_akmola_had_no_dated_break_up_to_2017(panel):
    result = months(report(panel, region="AKM"))
    assert result.title.startswith(
        "Processed exports of Akmola Region over 2015–2017: −20% a year on average (90%: −28%"
    )
    assert result.title.endswith("no break of the trend is proven")
    assert result.values["turns"] == 0
    assert result.values["low"] < result.values["growth"] < result.values["high"] < 0
    assert "not proven" in result.reading[0]
    assert "show as large a break" in result.reading[0]
    assert "Average of the trend over 2015–2017: −20% a year" in result.reading[2]
    assert any("Months with figures: 36." in caveat for caveat in result.caveats)
    assert_shows_itself(result)


def test_the_group_that_stops_at_the_break_is_named(panel):
    """Akmola's precious metals end with January 2016; BNS table 446905, edition 2026-09."""
    told = months(report(panel, region="AKM")).reading[1]
    assert "stops – XIV · Precious metals, stones: 4.3 mln USD in a typical month of the year before, 0.0" in told


def test_the_group_that_begins_at_the_break_is_named(panel):
    context = report(panel, region="AKM", year=2025)
    found = months(_with_processed(context, "akmola", lambda month: 100.0 if month >= "2021-04" else 1.0))
    assert "begins – XVI" in found.explain()
    assert "times as high" in found.title


def test_the_country_broke_in_2021(panel):
    result = months(report(panel, year=2025))
    assert "September 2021" in result.title
    assert len(result.frame) == 2
    assert "Average of the trend over September 2021 – December 2025: +7% a year" in result.reading[1]
    assert "not the change of the last year" in result.reading[1]
    assert not any("weak evidence" in caveat for caveat in result.caveats)  # 132 months
    assert result.frame["mean"].iloc[1] > result.frame["mean"].iloc[0]
    assert_shows_itself(result)


def test_missing_months_are_told_and_left_out(panel):
    result = months(report(panel, region="ALA", year=2025))
    assert "12 months have no figures by goods: they are left out, not filled." in result.reading
    assert result.frame["months"].sum() == 120
    assert_shows_itself(result)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (lambda month: 3.0 if month >= "2021-04" else 1.0, ("Break", "April 2021", "level 3.0 times as high")),
        (lambda month: 0.4 if month >= "2021-04" else 1.0, ("Break", "April 2021", "level −")),
        (lambda month: 1.0, ("neither growth nor decline", "no break of the trend is proven")),
        (
            lambda month: 1.2 ** (int(month[:4]) - 2015 + int(month[5:]) / 12),
            ("+20% a year on average", "no break of the trend is proven"),
        ),
    ],
)
def test_the_title_follows_the_figures(panel, factor, words):
    result = months(_with_processed(report(panel, region="AKM", year=2025), "akmola", factor))
    assert all(word in result.title for word in words), result.title
    assert_shows_itself(result)


def test_a_flat_trend_is_neither_growth_nor_decline(panel):
    result = months(_with_processed(report(panel, region="AKM", year=2025), "akmola", lambda month: 1.0))
    assert "neither growth nor decline" in result.explain()
    assert "hardly any season" in result.explain()


@pytest.mark.parametrize(("step", "told"), [(-0.6, "−60%"), (0.0, "0%"), (1.0, "+100%"), (11.7, "12.7 times as high")])
def test_a_large_step_is_told_as_times(step, told):
    assert step_words(reader_of("en"), step) == told


def test_a_date_of_one_month_is_no_span(panel):
    result = months(
        _with_processed(report(panel, region="AKM", year=2025), "akmola", lambda month: 1 + 9 * (month > "2021"))
    )
    assert "with 90% confidence it is this very month" in result.reading[0]
    assert_shows_itself(result)


def test_a_season_is_told_by_its_months(panel):
    def factor(month):
        return {"12": 2.0, "01": 0.5}.get(month[5:], 1.0)

    text = months(_with_processed(report(panel, region="AKM", year=2025), "akmola", factor)).explain()
    assert "Strongest month: December (+" in text
    assert "weakest: January (−" in text


def test_too_few_months_are_a_stated_gap(panel):
    result = months(report(panel, region="AKM", year=2016))
    assert result.is_missing
    assert "24, needed: 30" in visible(result)


def test_deliveries_have_no_trend(panel):
    def factor(month):
        return 0.0 if month[5:] in {"02", "07"} else 1.0

    result = months(_with_processed(report(panel, region="AKM", year=2025), "akmola", factor))
    assert result.is_missing
    assert "22 of 132" in visible(result)


def test_the_edition_stands_with_the_figures(panel):
    result = months(report(panel, region="AKM"))
    assert any("edition shipped with this program" in caveat for caveat in result.caveats)


@pytest.mark.parametrize("subject", [{"region": "AST", "year": 2025}, {"region": "MNG"}, {"region": "KZ"}])
def test_it_shows_itself_in_russian(panel, subject):
    assert_shows_itself(months(report(panel, **subject, language="ru")))
