"""The picks year by year: counts by hand, and nothing from after the date to look from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.backtest.run import JUDGED
from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS
from iidsp_analysis.sections import backtest_origins, backtest_picks
from iidsp_analysis.sections.backtest_origins import FIRST, checked, origin_table
from tests.sections.rankings import checked_panels
from tests.sections.reports import assert_shows_itself, report

MAKERS = {EXPORTS: backtest_origins.from_exports, SECTIONS: backtest_origins.from_value_added}


@pytest.fixture(scope="module")
def context(panel):
    return report(panel, trade=True)


@pytest.fixture(scope="module")
def found(context):
    """Panel and checks by name, computed once."""
    return checked_panels(context)


@pytest.fixture
def quick(found, monkeypatch):
    """The checks as they are, without computing them again."""
    for module in (backtest_origins, backtest_picks):
        monkeypatch.setattr(module, "checked", lambda _, name: found[name])


@pytest.mark.parametrize("name", MAKERS)
def test_origins_are_followed_by_two_years_after_the_skipped_one(found, name):
    observations, checks = found[name]
    assert [check.origin for check in checks] == list(range(FIRST[name], observations.last_year - 2))
    assert all((check.start, check.end) == (check.origin + 1, observations.last_year) for check in checks)


@pytest.mark.parametrize("name", MAKERS)
def test_the_table_by_hand(found, name):
    checks = found[name][1]
    frame = origin_table(checks)
    for check in checks:
        row = frame.loc[check.origin]
        assert row["right"] == pytest.approx((check.picks["relative"] > 0).sum() / len(check.picks))
        assert row["ic"] == check.ranked[JUDGED].value
        rivals = {rival: interval.value for rival, interval in check.ranked.items() if rival != JUDGED}
        assert row["baseline_ic"] == max(value for value in rivals.values() if np.isfinite(value))
        assert rivals[row["baseline"]] == row["baseline_ic"]
        assert row["low"] <= row["ic"] <= row["high"]
        assert 0 < row["usual"] < 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", MAKERS)
def test_the_title_counts_by_hand(context, found, name):
    frame = origin_table(found[name][1])
    won = sum(row["ic"] > row["baseline_ic"] for _, row in frame.iterrows())
    title = MAKERS[name](context).title
    assert f"in {won} of {len(frame)} years" in title
    assert f"right in {frame['right'].mean():.0%} of cases, blind picks in {frame['usual'].mean():.0%}" in title


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", MAKERS)
def test_the_section_shows_itself(panel, name, language):
    result = MAKERS[name](report(panel, trade=True, language=language))
    assert_shows_itself(result)
    assert list(result.frame["name"]) == [str(check) for check in result.frame.index]


@pytest.mark.usefixtures("quick")
def test_every_year_has_its_dot_and_its_rival(context, found):
    frame = origin_table(found[EXPORTS][1])
    axes = backtest_origins.from_exports(context).plot().axes[0]
    assert list(axes.lines[0].get_xdata()) == list(frame["ic"])
    assert list(axes.lines[1].get_xdata()) == list(frame["baseline_ic"])
    assert [label.get_text() for label in axes.get_yticklabels()] == [str(year) for year in frame.index]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("make", [*MAKERS.values(), backtest_picks.from_exports, backtest_picks.from_value_added])
def test_a_report_on_other_borders_names_those_of_the_test(panel, make):
    result = make(report(panel, trade=True, borders=2022))
    assert "borders of 2014" in result.caption
    assert_shows_itself(result)


def test_looking_from_an_earlier_month_cuts_later_years(context):
    early = replace(context, as_of="2022-01")
    observations, checks = checked(early, EXPORTS)
    assert observations.last_year == 2021
    assert [check.origin for check in checks] == [2016, 2017, 2018]
    assert {check.end for check in checks} == {2021}
    cut = replace(context, published=context.published.until("2022-01"))  # as open_report hands it over
    pd.testing.assert_frame_equal(origin_table(checks), origin_table(checked(cut, EXPORTS)[1]))


@pytest.mark.parametrize(
    ("make", "language"), [(backtest_origins.from_exports, "en"), (backtest_picks.from_exports, "ru")]
)
def test_too_early_a_month_says_that_nothing_can_be_checked(panel, make, language):
    early = replace(report(panel, trade=True, language=language), as_of="2019-01")
    result = make(early)
    assert result.is_missing
    assert_shows_itself(result)
    if language == "en":
        assert result.reading == ("No year of picks is followed by three more years of figures.",)
