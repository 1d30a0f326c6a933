"""Manufacturing volume ahead: chained levels, the method with its reason, gaps end the past, later years unknown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis.sections.volume_forecast import volume_forecast, volume_levels
from tests.sections.reports import UNPUBLISHED, assert_shows_itself, changed, report, visible


def test_levels_are_chained_to_the_last_year(panel):
    levels = volume_levels(report(panel, region="AKM"))
    assert list(levels.index) == list(range(2009, 2018))
    assert levels[2017] == 100
    assert levels[2016] == pytest.approx(100 / 1.031, rel=1e-4)  # 103.1 in 2017


def test_the_title_is_the_finding(panel):
    result = volume_forecast(report(panel, region="AKM"))
    # Eight yearly changes told no growth: the interval is the finding, not the flat line in its middle.
    assert "the past tells no rate of growth; in 2020 it is between" in result.title
    assert f"{result.values['lower']:.1f} and {result.values['upper']:.1f} with 2017 = 100" in result.title
    assert result.values["lower"] < result.values["index"] < result.values["upper"]
    assert result.frame.loc[2017, "index"] == 100
    assert result.frame.loc[[2018, 2019, 2020], "lower"].notna().all()
    assert result.frame.loc[:2017, "lower"].isna().all()
    assert "rests on 8 yearly changes" in visible(result)
    assert_shows_itself(result)


def test_without_growth_that_paid_the_last_level_goes_on(panel):
    context = report(panel, region="AKM")
    rates = iter([90.0, 110.0] * 40)
    swinging = changed(context, "gva_volume_index", lambda old: old * 0 + [next(rates) for _ in old], region="akmola")
    result = volume_forecast(swinging)
    assert "forecast for" not in result.title
    assert result.values["index"] == pytest.approx(100)
    assert "The forecast is the last level" in visible(result)


def test_steady_growth_goes_on(panel):
    grown = changed(report(panel, region="AKM"), "gva_volume_index", 105.0, region="akmola")
    result = volume_forecast(grown)
    assert result.values["index"] == pytest.approx(100 * 1.05**3)
    assert "+5.0% a year" in visible(result)


def test_years_before_a_gap_do_not_count_and_too_few_after_it_are_no_forecast(panel):
    context = report(panel, region="AKM")
    gapped = changed(context, "gva_volume_index", float("nan"), region="akmola", period="2011")
    assert volume_forecast(gapped).frame.index[0] == 2011
    late = changed(context, "gva_volume_index", float("nan"), region="akmola", period="2014")
    assert volume_forecast(late).is_missing


def test_the_country_ends_where_its_index_ends(panel):
    result = volume_forecast(report(panel, region="KZ", year=2025))
    assert "with 2022 = 100" in result.title
    assert "published to 2022 only" in visible(result)
    assert_shows_itself(result)


def test_a_report_knows_nothing_of_later_years(panel):
    context = report(panel, region="AKM")
    later = changed(replace(context, panel=context.published), "gva_volume_index", 50.0, period="2018")
    assert volume_forecast(replace(context, published=later.panel)).explain() == volume_forecast(context).explain()
    assert max(volume_levels(context).index) == 2017


def test_a_region_before_it_existed(panel):
    assert volume_forecast(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["AKM", "AST", "KZ"])
def test_the_section_shows_itself(panel, region, language):
    result = volume_forecast(report(panel, region=region, language=language))
    assert not result.is_missing
    assert np.isfinite(result.values["chance"])
    assert_shows_itself(result)
