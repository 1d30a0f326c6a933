"""The picks by name: those of the reports, right and wrong by the figures, the four named regions marked."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest

from iidsp_analysis.backtest.summary import EXPORTS, SECTIONS
from iidsp_analysis.sections import backtest_picks
from iidsp_analysis.sections.backtest_picks import NAMED, _by_region, _factor, _of_year, _pick
from iidsp_analysis.sections.growth_heat_map import all_regions
from tests.sections.rankings import checked_panels, ranked_report
from tests.sections.reports import assert_shows_itself, report

MAKERS = {EXPORTS: backtest_picks.from_exports, SECTIONS: backtest_picks.from_value_added}


@pytest.fixture(scope="module")
def context(panel):
    return ranked_report(panel, region="KZ")


@pytest.fixture(scope="module")
def found(context):
    """Panel and checks by name, computed once."""
    return checked_panels(context)


@pytest.fixture
def quick(found, monkeypatch):
    """The checks as they are, without computing them again."""
    monkeypatch.setattr(backtest_picks, "checked", lambda _, name: found[name])


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("name", "origin"), [(EXPORTS, 2017), (SECTIONS, 2016)])
def test_the_title_counts_by_hand(context, found, name, origin):
    check = next(check for check in found[name][1] if check.origin == origin)
    right = int((check.picks["relative"] > 0).sum())
    result = MAKERS[name](context)
    assert result.title.startswith(f"{right} of {len(check.picks)} picks of {origin} outgrew the same group elsewhere")
    assert result.title.endswith(f"would have got {check.usual * len(check.picks):.0f}")
    assert result.frame["hits"].sum() == right


@pytest.mark.usefixtures("quick")
def test_every_pick_stands_on_its_side(context, found):
    check = next(check for check in found[EXPORTS][1] if check.origin == 2017)
    frame = backtest_picks.from_exports(context).frame
    for _, row in check.picks.iterrows():
        told = _pick(context, EXPORTS, row)
        mine, other = ("right", "wrong") if row["relative"] > 0 else ("wrong", "right")
        assert told in frame.loc[row["region"], mine].split("; ")
        assert told not in frame.loc[row["region"], other].split("; ")


@pytest.mark.usefixtures("quick")
def test_the_factor_is_the_amount_at_the_end_over_that_at_the_start(context, found):
    observations, checks = found[EXPORTS]
    check = next(check for check in checks if check.origin == 2017)
    start, end = (pd.DataFrame(observations.at(year), observations.regions, observations.industries)
                  for year in (check.start, check.end))  # fmt: skip
    for _, row in check.picks.iterrows():
        cell = (row["region"], row["industry"])
        factor = end.loc[cell] / start.loc[cell]
        told = re.search(r"\((.*)\)$", _pick(context, EXPORTS, row)).group(1)
        digits = len(told.partition(".")[2])
        assert float(told.removeprefix("×")) == pytest.approx(factor, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("growth", "told"),
    [(2.0, "from nothing"), (-2.0, "to nothing"), (0.0, "×1.0"), (2 / 3, "×2.0"), (-2 / 3, "×0.5"), (1.8, "×19"),
     (-1.9, "×0.03"), (math.nan, "–")],
)  # fmt: skip
def test_the_factor_of_industries_that_began_or_ended(context, growth, told):
    assert _factor(context, growth) == told


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", MAKERS)
def test_the_four_named_regions_are_marked(context, name):
    result = MAKERS[name](context)
    assert result.table.highlight == set(NAMED)
    assert set(NAMED) <= set(result.frame.index)
    assert result._repr_html_().count('<tr class="highlight">') == 4


def test_the_picks_are_those_of_the_reports(context, found):
    check = next(check for check in found[EXPORTS][1] if check.origin == 2017)
    reports = {region: set(points.picks.index) for region, points in all_regions(context).items()}
    checked_picks = {region: set(own["industry"]) for region, own in check.picks.groupby("region")}
    assert checked_picks == reports


@pytest.mark.usefixtures("quick")
def test_most_and_least_right_follow_the_counts(context):
    result = backtest_picks.from_exports(context)
    hits = sorted(result.frame["hits"])
    best, worst = (
        [int(count) for count in re.findall(r"\((\d+)\)", part)] for part in result.reading[1].split("; least")
    )
    assert sorted(best) == hits[-3:]
    assert sorted(worst) == hits[:3]


def test_a_region_without_right_picks_has_a_dash(context):
    picks = pd.DataFrame(
        {"region": ["akmola"], "industry": ["VI"], "growth": [0.0], "relative": [-0.1], "right": [False]}
    )
    frame = _by_region(context, EXPORTS, picks)
    assert frame.loc["akmola", ["hits", "right", "wrong"]].to_list() == [0, "–", "Chemicals (×1.0)"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("year", [2017, 2024])
def test_the_section_shows_itself_or_says_why_not(panel, year, language):
    for make in MAKERS.values():
        result = make(report(panel, trade=True, year=year, language=language))
        assert result.is_missing == (year == 2024)
        assert_shows_itself(result)


@pytest.mark.usefixtures("quick")
def test_a_year_too_late_names_the_years_that_can_be_checked(panel):
    result = backtest_picks.from_exports(report(panel, trade=True, year=2024))
    assert result.reading[0] == (
        "Picks of 2024 cannot be checked; those of 2016, 2017, 2018, 2019, 2020, 2021, 2022 can."
    )


def test_the_wanted_year_is_found(context, found):
    assert _of_year(context, found[EXPORTS][1], 2018).origin == 2018
