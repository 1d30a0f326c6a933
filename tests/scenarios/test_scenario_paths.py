"""Futures drawn from whole years: reproducible, correlated as the past, right on average; fans are calibrated."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.scenarios.calibration import calibration
from iidsp_analysis.scenarios.paths import PastYears, drawn_years, fan_of_shares
from iidsp_analysis.scenarios.projection import Assumptions, project
from tests.scenarios.economies import small


def past(divisions: np.ndarray, rest: np.ndarray | None = None) -> PastYears:
    years = len(divisions)
    flat = np.zeros(years)
    return PastYears(tuple(range(2026 - years, 2026)), divisions, flat if rest is None else rest, flat)


def test_a_constant_past_gives_the_projection():
    fan = fan_of_shares(small(), past(np.full((12, 2), np.log(1.04)), np.full(12, np.log(1.02))), 2030, paths=50)
    made = project(small(), np.full(2, 0.04), Assumptions(0.02), 2030)
    np.testing.assert_allclose(fan.shares, np.tile(made.share[1:], (50, 1)))
    assert fan.probability(made.share[-1] - 1e-9) == 1
    assert fan.probability(made.share[-1] + 1e-9) == 0


def test_the_seed_decides():
    swings = past(np.random.default_rng(1).normal(0.03, 0.1, (20, 2)))
    one, same, other = (fan_of_shares(small(), swings, 2030, paths=300, seed=seed).shares for seed in (7, 7, 8))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_opposite_divisions_stay_opposite():
    """Drawn year by year for each by itself, two that cancel out would make manufacturing swing."""
    swing = np.random.default_rng(2).normal(0, 0.2, 20)
    equal = small(value_added=np.array([50.0, 50.0]))
    together = fan_of_shares(equal, past(np.column_stack([swing, swing])), 2026, paths=2000).shares.std()
    opposite = fan_of_shares(equal, past(np.column_stack([swing, -swing])), 2026, paths=2000).shares.std()
    assert opposite < together / 4


def test_every_year_is_equally_likely():
    drawn = drawn_years(np.random.default_rng(3), 20_000, 5, 10)
    assert np.bincount(drawn.ravel(), minlength=10) / drawn.size == pytest.approx(np.full(10, 0.1), abs=0.01)


def test_too_short_a_past_is_refused():
    with pytest.raises(MissingDataError, match="Only 5 yearly changes"):
        past(np.zeros((5, 2)))


def test_fans_of_independent_years_hold_what_they_promise_nearly():
    """Many short histories with known noise: 10 to 20 years behind, five ahead."""
    chance = np.random.default_rng(4)
    found = [calibration(chance.normal(0.03, 0.08, 25), 5) for _ in range(40)]
    coverage = np.mean([one.coverage for one in found])
    assert 0.78 < coverage < 0.95
    assert {one.origins for one in found} == {15}
    assert {one.independent for one in found} == {3}
    assert calibration(np.zeros(8), 5) is None
