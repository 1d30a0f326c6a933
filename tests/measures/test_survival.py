"""The product-limit curve against textbook figures, another program and a naive loop; its draws and probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from remissions import BOTH, PLACEBO, TREATED
from statsmodels.duration.survfunc import SurvfuncRight

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.survival import log_rank, product_limit
from iidsp_analysis.measures.survival_draws import chance_by, percentiles, resampled_steps

SAMPLES = st.lists(st.tuples(st.integers(-6, 30), st.booleans()), min_size=1, max_size=40)


def test_remissions_of_the_treated() -> None:
    """Kleinbaum and Klein, Survival Analysis, chapter 2: the curve of group 1."""
    curve = product_limit(*TREATED)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.events.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.median()[0] == 23  # ibid.: medians 23 and 8
    assert product_limit(*PLACEBO).median()[0] == 8


def test_log_log_interval_of_the_treated() -> None:
    """By hand at 6 weeks: variance of log S is 3 / (21 · 18), so 0.857 ^ exp(±1.96 · 0.0891 / 0.1542)."""
    curve = product_limit(*TREATED, level=0.95)
    width = 1.959964 * np.sqrt(3 / (21 * 18)) / -np.log(18 / 21)
    assert curve.low[0] == pytest.approx((18 / 21) ** np.exp(width), rel=1e-6)
    assert curve.high[0] == pytest.approx((18 / 21) ** np.exp(-width), rel=1e-6)


def test_log_rank_of_the_remissions() -> None:
    """Kleinbaum and Klein, Survival Analysis, chapter 2: χ² = 16.79."""
    statistic, p_value = log_rank(*BOTH, [0] * 21 + [1] * 21)
    assert statistic == pytest.approx(16.79, abs=0.005)
    assert p_value < 1e-4


@pytest.mark.parametrize(
    ("times", "happened", "groups"),
    [
        ([1, 2, 3], [True, True, True], [0, 0, 0]),
        ([1, 2, 3], [False, False, False], [0, 1, 1]),
        ([1, 2, 3, 4], [False, False, True, True], [0, 0, 1, 1]),
    ],
)
def test_log_rank_says_nothing_where_nothing_is_compared(
    times: list[float], happened: list[bool], groups: list[int]
) -> None:
    assert np.isnan(log_rank(times, happened, groups)).all()


@given(SAMPLES)
def test_the_curve_is_the_product_of_those_who_stay(sample: list[tuple[int, bool]]) -> None:
    times, happened = (list(each) for each in zip(*sample, strict=True))
    curve = product_limit(times, happened)
    share = 1.0
    for at in sorted(set(times)):
        here = sum(time == at and event for time, event in sample)
        share *= 1 - here / sum(time >= at for time in times)
        told = float(curve.at(at))
        assert told == pytest.approx(share) or (np.isnan(told) and at > max(curve.last_event, -7) and share > 0) or (
            np.isnan(told) and not any(happened)
        )  # fmt: skip
    inner = curve.survival > 0
    assert (curve.low[inner] <= curve.survival[inner]).all()
    assert (curve.survival[inner] <= curve.high[inner]).all()


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=40).filter(
    lambda sample: any(event for _, event in sample)
))  # fmt: skip
def test_the_curve_is_that_of_statsmodels(sample: list[tuple[int, bool]]) -> None:
    times, happened = (np.array(each, dtype=float) for each in zip(*sample, strict=True))
    curve, other = product_limit(times, happened.astype(bool)), SurvfuncRight(times, happened)
    assert curve.times.tolist() == list(other.surv_times)
    assert curve.survival == pytest.approx(other.surv_prob, abs=1e-12)


def test_all_censored_tells_nothing() -> None:
    curve = product_limit([3, 5], [False, False])
    assert curve.event_count == 0
    assert np.isnan(curve.median()).all()
    chance = chance_by(curve, resampled_steps([3, 5], [False, False], curve, 20, np.random.default_rng(1)), [1], [2])
    assert np.isnan(chance.value).all()
    assert not chance.is_least.any()


def test_all_events_on_one_day() -> None:
    curve = product_limit([4, 4, 4], [True, True, True])
    assert curve.survival.tolist() == [0.0]
    assert curve.median()[0] == 4
    steps = resampled_steps([4, 4, 4], [True, True, True], curve, 20, np.random.default_rng(1))
    chance = chance_by(curve, steps, [1, 1, 4], [3, 5, 9])
    assert chance.value.tolist()[:2] == [0.0, 1.0]
    assert chance.high[0] == pytest.approx(1 - 0.1 ** (1 / 3))  # none of three seen: no certainty
    assert chance.low[1] == pytest.approx(0.1 ** (1 / 3))
    assert np.isnan(chance.value[2])  # nobody has been seen to wait longer than the last event


def test_missing_time_is_refused() -> None:
    with pytest.raises(MeasureInputError, match="missing or infinite"):
        product_limit([1, np.nan], [True, True])
    with pytest.raises(MeasureInputError, match="one length"):
        product_limit([1, 2], [True])


@given(SAMPLES, st.integers(-6, 30), st.integers(0, 20), st.integers(0, 20))
def test_probabilities_stay_within_bounds_and_grow_with_time(
    sample: list[tuple[int, bool]], now: int, sooner: int, longer: int
) -> None:
    times, happened = (list(each) for each in zip(*sample, strict=True))
    curve = product_limit(times, happened)
    steps = resampled_steps(times, happened, curve, 50, np.random.default_rng(1))
    chance = chance_by(curve, steps, [now, now], [now + sooner, now + sooner + longer])
    if np.isnan(chance.value).any():
        assert np.isnan(chance.value).all()
        assert np.isnan(chance.low).all()
        return
    assert (chance.low >= 0).all()
    assert (chance.low <= chance.value).all()
    assert (chance.value <= chance.high).all()
    assert (chance.high <= 1).all()
    assert chance.value[0] <= chance.value[1]


def test_beyond_the_last_event_a_probability_is_a_lower_bound() -> None:
    times, happened = TREATED
    curve = product_limit(times, happened)
    steps = resampled_steps(times, happened, curve, 200, np.random.default_rng(1))
    chance = chance_by(curve, steps, [10, 10, 24], [23, 50, 30])
    assert chance.value[0] == chance.value[1] == pytest.approx(1 - 0.448 / 0.753, abs=1e-3)
    assert chance.is_least.tolist() == [False, True, False]
    assert np.isnan(chance.value[2])


def test_drawing_counts_is_drawing_rows() -> None:
    """Means and spreads of both ways of resampling agree; the means lie on the curve."""
    times, happened = np.array(TREATED[0], dtype=float), np.array(TREATED[1])
    curve, rng = product_limit(times, happened), np.random.default_rng(5)
    by_counts = resampled_steps(times, happened, curve, 4000, rng)
    by_rows = []
    for _ in range(2000):
        rows = rng.integers(0, len(times), len(times))
        drawn = product_limit(times[rows], happened[rows])
        by_rows.append(drawn.steps[drawn.places(curve.times)])
    assert by_counts[:, 1:].mean(axis=0) == pytest.approx(np.mean(by_rows, axis=0), abs=0.015)
    assert by_counts[:, 1:].std(axis=0) == pytest.approx(np.std(by_rows, axis=0), abs=0.01)


def test_percentiles_pass_over_unknown_draws() -> None:
    draws = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan], [2.0, np.nan]])
    found = percentiles(draws, (0.0, 0.5, 1.0))
    assert found[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(found[:, 1]).all()
