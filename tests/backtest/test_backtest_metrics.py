import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from iidsp_analysis.backtest.bootstrap import block_interval
from iidsp_analysis.backtest.metrics import rank_correlations, top_picks


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_rank_correlation_is_that_of_scipy_also_with_ties_and_gaps(seed):
    random = np.random.default_rng(seed)
    score, happened = random.integers(0, 6, (3, 12)).astype(float), random.normal(size=(3, 12))
    score[0, :3] = np.nan
    happened[1, 5] = np.nan
    for region, found in enumerate(rank_correlations(score, happened)):
        both = ~(np.isnan(score[region]) | np.isnan(happened[region]))
        assert found == pytest.approx(spearmanr(score[region, both], happened[region, both]).statistic)


def test_a_region_that_cannot_be_ranked_is_missing():
    score = np.vstack([np.ones(8), np.arange(8.0), np.arange(8.0)])
    happened = np.vstack([np.arange(8.0), np.full(8, 3.0), np.r_[np.arange(4.0), np.full(4, np.nan)]])
    assert np.isnan(rank_correlations(score, happened)).all()


def test_top_picks_by_hand():
    score = np.arange(10.0)[None, :]
    happened = np.r_[np.full(5, -1.0), 1.0, 2.0, 3.0, 4.0, -5.0][None, :]
    excess, precision, hits = top_picks(score, happened)
    assert excess[0] == pytest.approx(1.0 - 0.0)  # picks: mean of 1, 2, 3, 4, −5; everyone: 0
    assert precision[0] == pytest.approx(4 / 5)
    assert hits[0] == pytest.approx(4 / 5)


def test_too_few_candidates_have_no_top():
    assert np.isnan(top_picks(np.arange(9.0)[None, :], np.arange(9.0)[None, :])[0]).all()


def test_interval_holds_the_mean_and_repeats():
    figures = np.random.default_rng(3).normal(0.1, 0.2, size=(5, 40))
    first, second = block_interval(figures, 200, 7), block_interval(figures, 200, 7)
    assert first == second
    assert first.low < first.value < first.high
    assert first.value == pytest.approx(figures.mean())


def test_interval_is_as_wide_as_regions_differ_and_not_as_cells_do():
    regions = np.random.default_rng(5).normal(0.1, 0.2, size=40)
    once = block_interval(regions[None, :], 500, 1)
    often = block_interval(np.tile(regions, (30, 1)), 500, 1)  # the same regions thirty times tell nothing new
    assert often.high - often.low == pytest.approx(once.high - once.low, rel=1e-9)


def test_interval_covers_about_nine_times_of_ten():
    covered = 0
    for seed in range(200):
        drawn = block_interval(np.random.default_rng(seed).normal(0.05, 0.1, size=(1, 60)), 200, seed)
        covered += drawn.low <= 0.05 <= drawn.high
    assert 165 <= covered <= 195


def test_nothing_measured_is_missing_not_zero():
    assert np.isnan(block_interval(np.full((2, 5), np.nan), 50, 1).value)
