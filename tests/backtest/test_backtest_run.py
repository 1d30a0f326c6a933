import dataclasses

import numpy as np
import pytest

from iidsp_analysis.backtest.looks import looks
from iidsp_analysis.backtest.run import EQUAL, JUDGED, LENSES, backtest, weights_by_origin
from iidsp_analysis.backtest.targets import Window, origins_of, target_of
from iidsp_analysis.backtest.verdict import as_json, beats_baselines, verdict
from iidsp_analysis.errors import MissingDataError
from tests.backtest.synthetic import drawn_panel


def pulled_panel():
    """A slow pull with noise: without noise the past growth of a cell tells its future, and no model is needed."""
    return drawn_panel(speed=0.1, noise=0.15)


@pytest.fixture(scope="module")
def tested():
    return backtest(pulled_panel(), 5, panel="drawn")


def test_a_planted_pull_towards_the_regions_type_is_found(tested):
    assert tested.models["relatedness_gap"].mean.value > 0.4
    assert tested.models[JUDGED].mean.value > tested.baselines[tested.best_baseline].mean.value
    assert beats_baselines(tested)


def test_pure_noise_is_not_beaten_for_sure():
    random = np.random.default_rng(4)
    noise = drawn_panel(speed=0.0)
    walk = np.exp(np.cumsum(random.normal(0, 0.1, size=noise.values.shape), axis=2) + 3)
    found = backtest(dataclasses.replace(noise, values=walk), 5)
    assert abs(found.models[JUDGED].mean.value) < 0.12
    assert "does not beat" in verdict(found) or found.models[JUDGED].mean.low > 0


def test_shared_noise_lifts_a_plain_backtest_and_not_the_skipped_one():
    true = drawn_panel(speed=0.0, noise=0.02)
    random = np.random.default_rng(9)
    surveyed = dataclasses.replace(true, values=true.values * np.exp(random.normal(0, 0.3, size=true.values.shape)))
    plain = backtest(surveyed, 5, window=Window(5, skip=False)).models["specialisation_trend"].mean.value
    skipped = backtest(surveyed, 5).models["specialisation_trend"].mean.value
    assert plain < -0.3
    assert abs(skipped) < 0.1


def test_no_score_sees_a_later_figure():
    whole = drawn_panel()
    changed = dataclasses.replace(whole, values=whole.values.copy())
    changed.values[:, :, 8:] *= np.random.default_rng(1).uniform(0.2, 5, size=changed.values[:, :, 8:].shape)
    origins = origins_of(whole, Window(5))
    before, after = (looks(each, origins, 1) for each in (whole, changed))
    for origin in [each for each in origins if each <= 2007]:
        for name, scores in before[origin].lenses.items():
            np.testing.assert_array_equal(scores, after[origin].lenses[name])


def test_no_weight_sees_a_window_that_ended_later():
    whole = drawn_panel()
    window = Window(5)
    origins = origins_of(whole, window)
    seen = looks(whole, origins, 1)
    happened = {origin: target_of(whole, origin, window, "relative") for origin in origins}
    spoilt = {origin: -outcome if origin + window.end > 2007 else outcome for origin, outcome in happened.items()}
    first, second = (weights_by_origin(seen, each, window, ()) for each in (happened, spoilt))
    assert first[2007] == second[2007]
    assert first[2001] == second[2001]


def test_one_seed_one_result(tested):
    assert as_json(backtest(pulled_panel(), 5, panel="drawn")) == as_json(tested)


def test_order_of_regions_and_industries_changes_nothing(tested):
    drawn = pulled_panel()
    turned = dataclasses.replace(
        drawn, values=drawn.values[::-1, ::-1], regions=drawn.regions[::-1], industries=drawn.industries[::-1]
    )
    again = backtest(turned, 5, panel="drawn")
    for name in (JUDGED, EQUAL, *LENSES):
        assert again.models[name].mean.value == pytest.approx(tested.models[name].mean.value, abs=1e-9)


def test_json_has_the_stated_keys(tested):
    told = as_json(tested, [tested])
    assert {"panel", "horizon", "origins", "target", "skip_year", "models", "baselines", "verdict"} <= set(told)
    assert set(told["models"]) == {JUDGED, EQUAL, *LENSES}
    for scores in (*told["models"].values(), *told["baselines"].values()):
        assert {"ic_mean", "ic_lo", "ic_hi", "top5_excess", "origins_won"} <= set(scores)


def test_a_lens_that_says_nothing_in_the_first_years_says_how_many_origins_it_scored(tested):
    assert tested.models["catch_up"].origins_scored < len(tested.origins)
    assert tested.models[JUDGED].origins_scored == len(tested.origins)


def test_a_constant_region_is_named_not_scored():
    drawn = drawn_panel()
    drawn.values[3, :, :] = np.nan
    assert backtest(drawn, 5).unranked_regions == ("r03",)


def test_a_panel_in_which_no_region_can_be_ranked_is_refused():
    """Eight industries of which each region has five: nothing is measured, and no baseline is the best of nothing."""
    sparse = drawn_panel(industries=8)
    for row in range(len(sparse.regions)):
        sparse.values[row, [row % 8, (row + 1) % 8, (row + 2) % 8]] = np.nan
    with pytest.raises(MissingDataError, match="No region has 6 industries"):
        backtest(sparse, 3)


def test_origins_are_won_against_the_baseline_that_is_named():
    """Regions that start late give origins of unequal size: a pooled mean would choose another baseline."""
    for seed in range(8):
        late = drawn_panel(seed, regions=12, industries=10, years=12)
        for row in range(12):
            late.values[row, :, : row // 2] = np.nan
        tested = backtest(late, 3)
        assert tested.baselines[tested.best_baseline].origins_won == 0


def test_panels_named_by_the_user_are_left_out_of_the_prior():
    assert backtest(pulled_panel(), 5, without=("uk_itl3",)).without == ("uk_itl3",)
