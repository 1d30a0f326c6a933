"""Strength of a season and the months that stand out."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.seasonality import season_profile, seasonal_strength
from iidsp_analysis.measures.trend_breaks import trend_breaks

MONTHS = np.arange(36) % 12 + 1


def _strength(series):
    found = trend_breaks(series, seasons=MONTHS, most=0)
    return seasonal_strength(found.season, found.residuals, seasons=12, freedom=found.freedom)


def test_three_years_of_noise_have_hardly_any_season():
    noise = np.random.default_rng(1).standard_normal((36, 40))
    corrected = np.mean([_strength(noise[:, at]) for at in range(40)])
    assert corrected < 0.12


def test_a_season_alone_explains_all():
    assert _strength(np.sin(MONTHS) + 0.01 * np.random.default_rng(2).standard_normal(36)) > 0.99


def test_the_strength_by_hand():
    # Var(R) = 2 / 2, Var(S + R) = (4² + 2² + 3²) / (2 + 1); the missing month counts in neither.
    assert seasonal_strength([3, 3, -3, -3], [1, -1, 0, np.nan], seasons=2, freedom=2) == pytest.approx(
        1 - (2 / 2) / ((16 + 4 + 9) / 3)
    )


def test_nothing_to_explain_is_refused():
    with pytest.raises(MeasureInputError):
        seasonal_strength([0.0, 0.0], [0.0, 0.0], seasons=2, freedom=1)
    with pytest.raises(MeasureInputError):
        seasonal_strength([1.0, 0.0], [0.0, 1.0], seasons=2, freedom=0)


def test_one_large_month_makes_no_strong_month():
    deviations = np.zeros(36)
    deviations[11] = 9.0
    assert season_profile(deviations, MONTHS)[12] == 0.0


def test_a_month_without_any_figure_is_left_out():
    assert season_profile([1.0, np.nan], [1, 2]) == {1: 1.0}
