"""Proposed indicators: baselines of the tables, ranges of the past only, other ways to count beside them."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.sections import concept_indicator_figures as figures
from iidsp_analysis.sections.concept_indicators import indicators
from tests.sections.reports import assert_shows_itself, report, visible


@pytest.fixture(scope="module")
def told(panel):
    return figures.proposals(report(panel, year=2025, borders=2022, trade=True))


def test_baselines_are_those_of_the_tables(told):
    """Table 5927, 2025: section C 20,627,624.0 of GDP 159,608,552.9 mln KZT; table 446905: 26,249.6 mln USD."""
    assert told[figures.SHARE].range.baseline == pytest.approx(20_627_624.0 / 159_608_552.9, rel=1e-6)
    assert told[figures.EXPORTS].range.baseline == pytest.approx(26_249.6, abs=0.1)
    assert told[figures.VOLUME].range.baseline == 100.0


def test_the_range_of_the_share_is_that_of_the_futures(told):
    one = told[figures.SHARE]
    assert one.is_fan
    assert one.range.low < one.range.baseline < one.range.high


def test_ranges_hold_the_changes_that_the_past_had(told, panel):
    lines = figures.region_exports(report(panel, year=2025, borders=2022, trade=True), "KZ").by_definition
    own = lines[figures.industries.default_processed_exports().id]
    ratios = [own[str(year)] / own[str(year - 5)] for year in range(2020, 2026)]
    low, high = np.quantile(ratios, [0.05, 0.95])
    assert told[figures.EXPORTS].range.low == pytest.approx(low * own["2025"] / 1000)
    assert told[figures.EXPORTS].range.high == pytest.approx(high * own["2025"] / 1000)
    assert told[figures.EXPORTS].range.windows == 6


def test_other_ways_to_count_hold_the_baseline(told):
    for one in told.values():
        low, high = one.spread
        assert np.isnan(low) or low <= one.range.baseline <= high


def test_too_few_years_have_no_range(panel):
    early = figures.proposals(report(panel, trade=True))
    assert np.isnan(early[figures.TECHNOLOGY].range.low)
    assert "with a range on past evidence: 2" in indicators(report(panel, trade=True)).title


@pytest.mark.parametrize(("year", "borders"), [(2012, 2014), (2017, 2014), (2025, 2022)])
def test_it_shows_itself(panel, year, borders):
    result = indicators(report(panel, year=year, borders=borders, trade=True))
    assert_shows_itself(result)
    assert "it is no target" in visible(result)
