"""What picks can move: by hand, and told rightly without picks, with one, and where windows are too few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis.results import Result
from iidsp_analysis.scenarios.pick_growth import first_year_told, moves
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.rankings import ranked
from iidsp_analysis.sections.scenario_growth_points import growth_point_scenarios
from tests.sections.rankings import ranked_report
from tests.sections.reports import assert_shows_itself, visible


@pytest.fixture
def akmola(panel) -> Context:
    return ranked_report(panel, region="AKM", year=2023, borders=2022)


def with_picks(context: Context, codes: list[str]) -> Result:
    """The section as if these candidates were the picks."""
    points = ranked(context)
    table = points.table.assign(pick=points.table.index.isin(codes))
    context = replace(context)  # a copy has no rankings yet
    vars(context)["survey"] = points.survey
    context.rankings[context.region.id] = replace(points, table=table)
    return growth_point_scenarios(context)


def test_a_pick_by_hand(akmola):
    """Windows of section VI from the block itself: every region with at least half a per cent of its amount in it."""
    points, main = ranked(akmola), ranked(akmola).survey.candidates.main
    values, whole = main.values[:, main.industries.index("VI"), :], np.nansum(main.values, axis=1)
    ratios = [place[at + 5] / place[at] for place, all_of_it in zip(values, whole, strict=True)
              for at in range(len(main.years) - 5)
              if place[at] > 0 and place[at] >= 0.005 * all_of_it[at] and place[at + 5] > 0]  # fmt: skip
    row = moves(points).loc["VI"]
    assert row["windows"] == len(ratios)
    assert row["middle"] == pytest.approx(np.median(ratios) - 1)
    assert row["doubling"] == pytest.approx(np.mean(np.array(ratios) < 2))
    assert row["middle_move"] == pytest.approx(row["share"] * row["middle"])


def test_doubling_is_the_percentile_that_it_is(akmola):
    result = growth_point_scenarios(akmola)
    assert result.frame["doubling"].between(1, 99).all()
    assert "To double in five years is this percentile of the windows" in visible(result)
    for place in result.frame["doubling"]:
        assert f"”\u00a0–\u00a0{place}" in visible(result)
    assert_shows_itself(result)


def test_one_pick_is_told_in_the_singular(akmola):
    result = with_picks(akmola, ["VI"])
    assert "1 pick holds" in result.title
    assert "At its upper growth the pick changes" in visible(result)
    assert "All these picks" not in visible(result)
    assert_shows_itself(result)


def test_picks_without_windows_are_named(akmola):
    result = with_picks(akmola, ["IX", "VI"])
    assert result.frame.index.tolist() == ["VI"]
    assert "Left out, as fewer than ten windows of five years are published: “Wood" in visible(result)


def test_without_picks_and_without_windows(akmola):
    assert "No candidate of this region is a pick" in visible(with_picks(akmola, []))
    assert "No pick has ten windows of five years in the regions up to 2023" in visible(with_picks(akmola, ["IX"]))


def test_too_early_a_year_says_from_when(panel):
    context = ranked_report(panel, region="AKM")
    assert first_year_told(ranked(context).survey.candidates.main) == 2020
    told = visible(growth_point_scenarios(context))
    assert "begin in 2015: five years later" in told
    assert "Choose 2020 or a later year." in told


@pytest.mark.parametrize(("year", "borders"), [(2017, 2014), (2020, 2018), (2023, 2022)])
def test_every_region_is_told(panel, year, borders):
    """A title and at least one sentence for each; those that are ranked and late enough have a table."""
    first = ranked_report(panel, region="AKM", year=year, borders=borders)
    shown = 0
    for region in first.regions:
        result = growth_point_scenarios(ranked_report(panel, region=region.id, year=year, borders=borders))
        assert result.title
        assert len(visible(result)) > 80
        shown += result.table is not None
    assert shown == {2017: 0, 2020: 16, 2023: 18}[year]
