"""Dated breaks: published dates, simulated ones, how often chance is taken for a break, gaps, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.autoregression import ar_paths, first_autocorrelation, innovations, median_unbiased
from iidsp_analysis.measures.break_search import candidate_places
from iidsp_analysis.measures.broken_trend import broken_trend
from iidsp_analysis.measures.complexity.threads import on_one_thread
from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.trend_breaks import trend_breaks

MONTHS = np.arange(132) % 12 + 1


def _noise(seed: int, count: int = 132) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(count)


@pytest.fixture(scope="module")
def nile() -> np.ndarray:
    """Annual flow of the Nile at Aswan, 1871–1970."""
    return sm.datasets.nile.load_pandas().data["volume"].to_numpy()


def test_the_nile_of_1898(nile):
    # Zeileis et al. (2003), strucchange: break after 1898, sup F = 75.93, 95 % interval 1895–1902; no second break.
    found = trend_breaks(nile, trend=False, level=0.95)
    (only,) = found.breaks
    assert 1871 + only.place - 1 == 1898
    assert only.statistic == pytest.approx(75.93, abs=0.01)
    assert 1895 <= 1871 + only.low - 1 <= 1898 <= 1871 + only.high - 1 <= 1902
    assert only.p_value < 0.01
    assert found.rejected is not None
    assert found.rejected.p_value > 0.3


def test_the_levels_around_a_step_are_the_means_of_its_sides(nile):
    found = trend_breaks(nile, trend=False)
    assert found.trend[0] == pytest.approx(nile[:28].mean())
    assert found.trend[-1] == pytest.approx(nile[28:].mean())
    assert [(regime.start, regime.stop, regime.slope) for regime in found.regimes] == [(0, 28, 0.0), (28, 100, 0.0)]


def test_a_turn_of_the_slope_is_found_with_both_slopes():
    rise = np.where(np.arange(132) < 60, 0.02 * np.arange(132), 1.2 - 0.03 * (np.arange(132) - 60))
    found = trend_breaks(rise + 0.05 * _noise(1) + np.sin(MONTHS), seasons=MONTHS)
    (turn,) = found.breaks
    assert turn.low <= 60 <= turn.high
    assert [regime.slope for regime in found.regimes] == pytest.approx([0.02, -0.03], abs=0.002)
    assert found.season[:12] == pytest.approx(np.sin(MONTHS[:12]) - np.sin(MONTHS[:12]).mean(), abs=0.06)


def test_two_breaks_are_told_in_the_order_of_time():
    steps = 1.0 * (np.arange(132) >= 40) + 3.0 * (np.arange(132) >= 90)
    found = trend_breaks(steps + 0.2 * _noise(2), seasons=MONTHS)
    assert [each.place for each in found.breaks] == [40, 90]
    assert len(found.regimes) == 3


def test_at_most_as_many_breaks_as_asked_for():
    steps = 1.0 * (np.arange(132) >= 40) + 3.0 * (np.arange(132) >= 90)
    found = trend_breaks(steps + 0.2 * _noise(2), most=1)
    assert len(found.breaks) == 1
    assert found.rejected is None


def test_noise_has_no_break():
    found = trend_breaks(_noise(3), seasons=MONTHS)
    assert found.breaks == ()
    assert found.rejected is not None
    assert found.rejected.p_value > 0.05
    low, high = found.slope_limits(found.regimes[0])
    assert low < 0 < high


def test_one_large_delivery_is_no_break():
    series = 0.2 * _noise(4)
    series[70] += 4
    assert trend_breaks(series, seasons=MONTHS).breaks == ()


@settings(max_examples=5, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000), scale=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_units_do_not_matter_and_the_parts_add_up(seed, scale, shift):
    series = _noise(seed, 60) + 2.5 * (np.arange(60) >= 31)
    own, other = trend_breaks(series, draws=99), trend_breaks(shift + scale * series, draws=99)
    assert [each.place for each in own.breaks] == [each.place for each in other.breaks]
    assert own.trend + own.season + own.residuals == pytest.approx(series)
    assert all(each.low <= each.place <= each.high for each in own.breaks)


def test_the_same_series_gives_the_same_answer():
    series = _noise(5) + 1.5 * (np.arange(132) >= 70)
    assert trend_breaks(series, seasons=MONTHS).breaks == trend_breaks(series, seasons=MONTHS).breaks


def test_missing_months_are_left_out():
    series = _noise(6) + 3.0 * (np.arange(132) >= 50)
    series[96:108] = np.nan
    found = trend_breaks(series, seasons=MONTHS)
    assert [each.place for each in found.breaks] == [50]
    assert np.isnan(found.residuals[96:108]).all()
    assert np.isfinite(found.trend).all()


def test_a_regime_has_enough_months_with_a_figure():
    observed = np.ones(60, dtype=bool)
    observed[20:30] = False
    places = candidate_places(observed, [], 12)
    assert places.min() == 12
    assert places.max() == 48
    assert not set(range(20, 30)) & set(places)
    assert set(candidate_places(np.ones(60, dtype=bool), [24], 12)) == {12, *range(36, 49)}


def test_a_short_series_is_refused():
    with pytest.raises(MissingDataError, match="29 have a figure"):
        trend_breaks(np.append(_noise(7, 29), np.nan))
    assert trend_breaks(_noise(7, 30)).breaks == ()


def test_wrong_input_is_refused():
    with pytest.raises(MeasureInputError, match="infinite"):
        trend_breaks(np.append(_noise(8, 40), -np.inf))
    with pytest.raises(MeasureInputError, match="Seasons"):
        trend_breaks(_noise(8, 40), seasons=MONTHS)
    with pytest.raises(MissingDataError, match="never changes"):
        trend_breaks(np.ones(40))
    with pytest.raises(MissingDataError, match="season"):
        trend_breaks(np.where(MONTHS == 5, np.nan, _noise(8)), seasons=MONTHS)


def test_the_first_month_of_a_path_varies_like_all_later_ones():
    paths = ar_paths(np.random.default_rng(1).standard_normal((40, 20_000)), 0.8)
    assert paths.var(axis=1) == pytest.approx(1 / (1 - 0.8**2), rel=0.06)


def test_autocorrelation_uses_neighbours_only():
    series = np.array([[1.0], [0.5], [np.nan], [2.0], [1.0]])
    assert first_autocorrelation(series)[0] == pytest.approx((0.5 + 2.0) / (1.0 + 4.0))
    assert innovations(series[:, 0], 0.5) == pytest.approx([0.0, 0.0])


def test_the_correction_undoes_the_bias_of_fitted_terms():
    random = np.random.default_rng(9)
    series = ar_paths(random.standard_normal((48, 60)), 0.6)

    base = np.linalg.qr(np.vander(np.arange(48) / 48, 3))[0]

    def refit(errors):
        return errors - base @ (base.T @ errors)

    kept = refit(series)
    corrected = [median_unbiased(kept[:, at], refit, random) for at in range(60)]
    assert np.median(first_autocorrelation(kept)) < 0.5
    assert np.median(corrected) == pytest.approx(0.6, abs=0.1)


@on_one_thread
def _p_value(series):
    search = broken_trend(series, MONTHS[: len(series)], trend=True).search([])
    return search.test(199, np.random.default_rng(1))[2]


@on_one_thread
def _dates(series):
    return broken_trend(series, MONTHS, trend=True).search([]).dates(0.90, 199, np.random.default_rng(1))


@pytest.mark.slow
@pytest.mark.parametrize(("count", "rho"), [(36, 0.0), (36, 0.6), (132, 0.0), (132, 0.6)])
def test_chance_is_seldom_taken_for_a_break(count, rho):
    # 80 series without a break, tested at 5 %: an exact test would find more than 10 with a chance of 0.2 %.
    errors = ar_paths(np.random.default_rng(10).standard_normal((count, 80)), rho)
    p_values = [_p_value(errors[:, at]) for at in range(80)]
    assert np.mean(np.array(p_values) <= 0.05) <= 10 / 80


@pytest.mark.slow
def test_intervals_hold_the_date_as_often_as_they_say():
    # 60 series with a step of two standard deviations: fewer than 46 hits have a chance of 0.1 % at 90 %.
    errors = ar_paths(np.random.default_rng(11).standard_normal((132, 60)), 0.3)
    hits = 0
    for at in range(60):
        dates = _dates(errors[:, at] + 2.0 * (np.arange(132) >= 70))
        hits += dates.min() <= 70 <= dates.max()
    assert hits >= 46
