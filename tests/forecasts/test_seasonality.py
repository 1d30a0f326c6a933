"""Seasonal effects: kept where they repeat, drawn to nothing where chance would have made them."""

import numpy as np
import pytest

from iidsp_analysis.forecasts.seasonality import adjusted, effects_ahead, seasonal_effects

WAVE = np.sin(np.arange(12) * np.pi / 6)


def test_a_season_that_repeats_exactly_is_found_whole():
    effects = seasonal_effects(np.tile(WAVE, 8)[None, :])
    assert effects[0] == pytest.approx(WAVE, abs=0.15)
    assert np.corrcoef(effects[0], WAVE)[0, 1] > 0.99


def test_noise_has_hardly_a_season():
    noise = np.random.default_rng(3).normal(size=(200, 60))
    effects = seasonal_effects(noise)
    raw = np.stack([noise.reshape(200, 5, 12).mean(axis=1)]).std()
    assert effects.std() < 0.4 * raw


def test_the_first_column_is_the_month_after_the_origin():
    roots = np.tile(WAVE, 6)[None, : 5 * 12 + 4]
    effects = seasonal_effects(roots)
    assert effects_ahead(effects, 14)[0, 12:] == pytest.approx(effects[0, :2])
    assert np.corrcoef(effects[0], np.roll(WAVE, -4))[0, 1] > 0.99
    assert adjusted(roots, effects)[0].std() < 0.2 * roots.std()


def test_missing_months_are_stepped_over():
    roots = np.tile(WAVE, 8)
    roots[30:42] = np.nan
    effects = seasonal_effects(roots[None, :])
    assert np.isfinite(effects).all()
    assert np.corrcoef(effects[0], np.roll(WAVE, 0))[0, 1] > 0.98
    assert np.isnan(adjusted(roots[None, :], effects)[0, 30:42]).all()


def test_nothing_known_is_no_season():
    assert seasonal_effects(np.full((1, 24), np.nan)).tolist() == [[0.0] * 12]
