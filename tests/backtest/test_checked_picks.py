"""Picks of single years held against what happened after them."""

import dataclasses

import numpy as np
import pytest

from iidsp_analysis import territories
from iidsp_analysis.backtest.baselines import BASELINES
from iidsp_analysis.backtest.checked_picks import check_origins, prior_scores
from iidsp_analysis.backtest.looks import looks
from iidsp_analysis.backtest.run import JUDGED
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidate_size import picked
from iidsp_analysis.models.candidates import candidates_of, product_groups_of
from iidsp_analysis.models.draws import Variation
from iidsp_analysis.models.growth_points import growth_points, weight_sets
from iidsp_analysis.models.survey import survey
from tests.backtest.synthetic import drawn_panel

DRAWS = 20


def one_region_doubles(origin=2006):
    """After the origin every industry of r00 doubles and all others stand still: only picks of r00 can be right."""
    panel = drawn_panel(2, regions=6, industries=8, years=10, noise=0.1)
    values = panel.values.copy()
    at = panel.years.index(origin) + 1
    values[:, :, at:] = values[:, :, [at]]
    values[0, :, at + 1 :] *= 2
    return dataclasses.replace(panel, values=values)


@pytest.fixture(scope="module")
def checked():
    return check_origins(one_region_doubles(), [2006], draws=DRAWS)[0]


@pytest.fixture(scope="module")
def borders(panel):
    return territories.on_borders(panel, 2014)


@pytest.fixture(scope="module")
def exports(borders):
    return product_groups_of(borders, 2025).main


def test_the_share_of_right_picks_by_hand(checked):
    """Four picks (half of eight) in each of six regions; the four of r00 are right, the other twenty are not."""
    assert len(checked.picks) == 24
    assert checked.right == pytest.approx(4 / 24)
    assert set(checked.picks.loc[checked.picks["right"], "region"]) == {"r00"}


def test_what_picking_blindly_gets_right(checked):
    """All eight candidates of r00, none of the forty others."""
    assert checked.usual == pytest.approx(8 / 48)


def test_growth_is_measured_from_the_year_after_the_origin(checked):
    """Own growth of a doubling: 2 (2 − 1) / (2 + 1) = 2/3; relative to others that stand still the same."""
    assert (checked.origin, checked.start, checked.end) == (2006, 2007, 2009)
    mine = checked.picks[checked.picks["region"] == "r00"]
    assert mine["growth"].to_numpy() == pytest.approx(2 / 3)
    assert mine["relative"].to_numpy() == pytest.approx(2 / 3)
    others = checked.picks[checked.picks["region"] != "r00"]
    assert others["growth"].to_numpy() == pytest.approx(0)
    assert (others["relative"] < 0).all()


def test_places_and_amounts_are_those_of_the_origin(checked):
    panel = one_region_doubles()
    for _, pick in checked.picks.iterrows():
        row, column = panel.regions.index(pick["region"]), panel.industries.index(pick["industry"])
        assert pick["amount"] == panel.at(2006)[row, column]
    assert checked.picks.groupby("region")["place"].apply(list).tolist() == [[1, 2, 3, 4]] * 6


def test_every_baseline_is_ranked_beside_the_judged_score(checked):
    assert set(checked.ranked) == {JUDGED, *BASELINES}
    best = max(BASELINES, key=lambda name: checked.ranked[name].value)
    assert checked.best_baseline == best


def test_the_future_changes_outcomes_and_no_pick():
    panel = drawn_panel(2, regions=6, industries=8, years=10, noise=0.1)
    values = panel.values.copy()
    values[:, :, 7:] *= np.random.default_rng(1).uniform(0.2, 5, size=values[:, :, 7:].shape)
    before, after = (
        check_origins(each, [2006], draws=DRAWS)[0].picks for each in (panel, dataclasses.replace(panel, values=values))
    )
    told = ["region", "industry", "place", "amount"]
    assert before[told].equals(after[told])
    assert (np.abs(before["relative"] - after["relative"]) > 0).all()


def test_the_past_changes_picks():
    panel = drawn_panel(2, regions=6, industries=8, years=10, noise=0.1)
    turned = dataclasses.replace(panel, values=panel.values[:, ::-1, :])
    before, after = (check_origins(each, [2006], draws=DRAWS)[0].picks for each in (panel, turned))
    assert before["industry"].tolist() != after["industry"].tolist()


def test_origins_without_past_or_two_years_of_window_are_left_out():
    """Years 2000–2009: 2000 has no past, 2006 the window 2007–2009, 2007 only 2008–2009, of one year."""
    panel = drawn_panel(2, regions=6, industries=8, years=10)
    told = check_origins(panel, [1990, 2000, 2001, 2006, 2007, 2009, 2030], draws=DRAWS)
    assert [each.origin for each in told] == [2001, 2006]
    assert check_origins(panel, [], draws=DRAWS) == []


def test_a_pick_whose_outcome_is_not_published_is_left_out_and_not_replaced(checked):
    panel = one_region_doubles()
    first = checked.picks[checked.picks["region"] == "r02"].iloc[0]
    values = panel.values.copy()
    values[2, panel.industries.index(first["industry"]), -1] = np.nan
    told = check_origins(dataclasses.replace(panel, values=values), [2006], draws=DRAWS)[0]
    mine = told.picks[told.picks["region"] == "r02"]
    assert mine["place"].tolist() == [2, 3, 4]
    assert mine["industry"].tolist() == checked.picks[checked.picks["region"] == "r02"]["industry"].tolist()[1:]


def test_nothing_published_at_the_end_is_told_as_nothing():
    panel = one_region_doubles()
    values = panel.values.copy()
    values[:, :, -1] = np.nan
    told = check_origins(dataclasses.replace(panel, values=values), [2006], draws=DRAWS)[0]
    assert len(told.picks) == 0
    assert np.isnan(told.right)
    assert np.isnan(told.usual)
    assert told.best_baseline == ""


def test_the_size_limit_takes_the_small_out_of_the_ranking():
    panel = drawn_panel(2, regions=6, industries=8, years=10)
    values = panel.values.copy()
    values[1, :3] = 1e-6
    panel = dataclasses.replace(panel, values=values)
    limited, whole = (
        check_origins(panel, [2006], size_limit=limit, draws=DRAWS)[0].picks.query("region == 'r01'")
        for limit in (True, False)
    )
    assert (len(limited), len(whole)) == (picked(5), picked(8))
    assert not set(limited["industry"]) & {"i00", "i01", "i02"}


def test_outside_the_pool_there_is_no_score():
    panel = drawn_panel(2, regions=6, industries=8, years=10)
    seen = looks(panel, [2006], 1)[2006]
    pool = np.ones((6, 8), dtype=bool)
    pool[0, 3] = False
    assert (np.isnan(prior_scores(seen, pool)) == ~pool).all()


def test_the_picks_of_2017_are_those_of_the_report(borders, exports):
    """Two ways to one ranking: weights of 2017, sums of ranks here, the composite there."""
    told = check_origins(exports, [2017], size_limit=True, draws=DRAWS)[0].picks
    candidates = candidates_of(borders, 2017)
    looked = survey(candidates, copies=0)
    sets = {"estimated": weight_sets(looked)["estimated"]}
    compared = 0
    for region in candidates.main.regions:
        try:
            points = growth_points(looked, region, sets, variation=Variation(draws=10))
        except MissingDataError:
            continue
        assert points.table["rank"].dropna().is_unique
        assert told.loc[told["region"] == region, "industry"].tolist() == list(points.picks.index)
        compared += 1
    assert compared == 15  # all but Kyzylorda, which has three candidates
