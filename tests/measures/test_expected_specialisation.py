"""Expected specialisation: the smoothed quotient and the two witnesses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures import expected_specialisation
from iidsp_analysis.measures.expected_specialisation import (
    SMOOTHING,
    from_other_industries,
    from_other_regions,
    mean_of_years,
    plain_quotients,
    relatedness_gap,
    smoothed_log_quotients,
)
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError
from tests.properties.economies import quick

WITNESSES = [from_other_industries, from_other_regions]
seeds = st.integers(0, 10_000)


def drawn(seed, regions=9, industries=5):
    random = np.random.default_rng(seed)
    return random.normal(size=(regions, 2)) @ random.normal(size=(2, industries)) + random.normal(
        0, 0.3, size=(regions, industries)
    )


# --- the quotient ---------------------------------------------------------------------------------------------------


def test_quotient_by_hand():
    # E = 40 · 40 / 100 = 16 for the first cell
    logs = smoothed_log_quotients(np.array([[30.0, 10.0], [10.0, 50.0]]), smoothing=0.05)
    assert logs[0, 0] == pytest.approx(np.log((30 + 0.05 * 16) / (1.05 * 16)))


def test_an_absent_industry_is_the_stated_floor_and_no_infinity():
    logs = smoothed_log_quotients(np.array([[0.0, 10.0], [10.0, 50.0]]))
    assert logs[0, 0] == pytest.approx(np.log(SMOOTHING / (1 + SMOOTHING)))
    assert plain_quotients(logs)[0, 0] == 0


@quick
@given(seeds)
def test_plain_quotients_undo_the_smoothing(seed):
    values = np.random.default_rng(seed).uniform(0, 9, size=(4, 3)).round()
    values[0] += 1
    expected = values.sum(axis=1, keepdims=True) * values.sum(axis=0) / values.sum()
    logs = smoothed_log_quotients(values)
    known = ~np.isnan(logs)
    np.testing.assert_allclose(plain_quotients(logs)[known], (values / np.where(expected > 0, expected, 1))[known])
    assert (plain_quotients(logs)[known] >= 0).all()


def test_missing_and_empty_are_missing_and_change_nothing_else():
    values = np.array([[30.0, 10.0], [10.0, 50.0]])
    logs = smoothed_log_quotients(values)
    extended = smoothed_log_quotients(np.pad(values, ((0, 1), (0, 1))))
    np.testing.assert_allclose(extended[:2, :2], logs)
    assert np.isnan(extended[2]).all()
    assert np.isnan(extended[:, 2]).all()
    values[0, 0] = np.nan
    gap = smoothed_log_quotients(values)
    assert np.isnan(gap[0, 0])
    assert gap[0, 1] == pytest.approx(np.log((10 + 0.05 * 60 * 10 / 70) / (1.05 * 60 * 10 / 70)))


def test_years_are_told_one_by_one():
    years = np.random.default_rng(2).uniform(1, 9, size=(4, 3, 2))
    together = smoothed_log_quotients(years)
    for at in range(2):
        np.testing.assert_allclose(together[:, :, at], smoothed_log_quotients(years[:, :, at]))


def test_negative_amounts_are_refused():
    with pytest.raises(NegativeValueError):
        smoothed_log_quotients(np.array([[-1.0, 2.0]]))


# --- the witnesses --------------------------------------------------------------------------------------------------


def test_two_industries_by_hand():
    """With two industries the expectation is the ridge regression of one on the other.

    Deviations (−1, 0, 1) and (−2, 0, 2): second moments 2/3 and 8/3, cross moment 4/3, penalty their mean 5/3.
    Slope of the first on the second 4/3 ÷ (8/3 + 5/3) = 4/13; of the second on the first 4/3 ÷ (2/3 + 5/3) = 4/7.
    """
    values = np.array([[9.0, 3.0], [10.0, 5.0], [11.0, 7.0]])
    expected = from_other_industries(values)
    np.testing.assert_allclose(expected[:, 0], 10 + 4 / 13 * np.array([-2, 0, 2]))
    np.testing.assert_allclose(expected[:, 1], 5 + 4 / 7 * np.array([-1, 0, 1]))


@quick
@given(seeds, st.floats(0.1, 5))
def test_every_industry_is_a_ridge_regression_on_the_others_alone(seed, penalty):
    """By a plain loop of regressions in which the cell's own industry is no regressor (Hoerl & Kennard 1970)."""
    values = drawn(seed)
    deviations = values - values.mean(axis=0)
    strength = penalty * (deviations**2).mean() * len(values)
    expected = from_other_industries(values, penalty)
    for column in range(values.shape[1]):
        others = np.delete(deviations, column, axis=1)
        slopes = np.linalg.solve(
            others.T @ others + strength * np.eye(others.shape[1]), others.T @ deviations[:, column]
        )
        np.testing.assert_allclose(expected[:, column] - values[:, column].mean(), others @ slopes, atol=1e-9)


@quick
@given(seeds)
def test_every_region_is_a_ridge_regression_on_the_other_regions_alone(seed):
    values = drawn(seed)
    deviations = values - values.mean(axis=0)
    own = deviations.mean(axis=1, keepdims=True)
    left = deviations - own
    strength = (left**2).mean() * values.shape[1]
    expected = from_other_regions(values)
    for row in range(len(values)):
        others = np.delete(left, row, axis=0)
        slopes = np.linalg.solve(others @ others.T + strength * np.eye(len(others)), others @ left[row])
        np.testing.assert_allclose(expected[row], values.mean(axis=0) + own[row] + slopes @ others, atol=1e-9)


@quick
@given(seeds, st.booleans())
def test_a_cell_has_no_coefficient_in_its_own_expectation(seed, wide):
    """Coefficients held, ``∂ prediction / ∂ cell`` is 0: the row of coefficients has a zero where the cell stands."""
    deviations = drawn(seed, *((4, 7) if wide else (7, 4)))
    deviations -= deviations.mean(axis=0)
    rows, columns = deviations.shape
    strength = (deviations**2).sum() / (rows * columns)
    precision = np.linalg.inv(deviations.T @ deviations / rows + strength * np.eye(columns))
    coefficients = np.eye(columns) - precision / np.diag(precision)
    np.testing.assert_allclose(np.diag(coefficients), 0, atol=1e-12)
    expected = from_other_industries(deviations)
    np.testing.assert_allclose(expected, deviations @ coefficients, atol=1e-9)


@pytest.mark.parametrize("witness", WITNESSES)
def test_a_cell_counts_in_moments_and_means_and_that_weakens_with_size(witness):
    """What the module says of itself: a cell moves its own expectation, by less than half of its change."""

    def leaked(regions, industries):
        values, moves = drawn(3, regions, industries), []
        for at in range(12):
            cell = (at % regions, at % industries)
            moved = values.copy()
            moved[cell] += 0.5
            moves.append((witness(moved)[cell] - witness(values)[cell]) / 0.5)
        return float(np.mean(moves))

    small, square = leaked(12, 12), leaked(90, 90)
    assert 0 < square < small < 0.5


@quick
@given(seeds)
def test_woodbury_and_the_direct_inverse_agree(seed):
    """More columns than rows go through a rows × rows system; the answer is the same."""
    deviations = drawn(seed, 4, 9)
    strength = (deviations**2).sum() / deviations.size
    direct = np.linalg.inv(deviations.T @ deviations / 4 + strength * np.eye(9)) * strength
    products, diagonal = expected_specialisation._precision_from_rows(deviations, 4 * strength)
    np.testing.assert_allclose(products, deviations @ direct, atol=1e-9)
    np.testing.assert_allclose(diagonal, np.diag(direct), atol=1e-9)


@pytest.mark.parametrize("witness", WITNESSES)
@pytest.mark.parametrize("shape", [(9, 5), (5, 9)])
def test_an_empty_region_and_an_empty_industry_change_no_expectation(witness, shape):
    values = drawn(1, *shape)
    extended = np.pad(values, ((0, 1), (0, 2)), constant_values=np.nan)
    np.testing.assert_allclose(witness(extended)[: shape[0], : shape[1]], witness(values), atol=1e-12)


@pytest.mark.parametrize("witness", WITNESSES)
@quick
@given(seed=seeds)
def test_the_order_changes_nothing_and_a_shift_of_an_industry_moves_along(witness, seed):
    values = drawn(seed)
    expected = witness(values)
    np.testing.assert_allclose(witness(values[::-1, ::-1])[::-1, ::-1], expected, atol=1e-9)
    shift = np.arange(5.0)
    np.testing.assert_allclose(witness(values + shift), expected + shift, atol=1e-9)
    np.testing.assert_allclose(witness(3 * values), 3 * expected, atol=1e-9)


@pytest.mark.parametrize("witness", WITNESSES)
def test_a_strong_penalty_leaves_the_means(witness):
    values = drawn(2)
    means = np.broadcast_to(values.mean(axis=0), values.shape)
    if witness is from_other_regions:
        means = means + (values - means).mean(axis=1, keepdims=True)
    np.testing.assert_allclose(witness(values, penalty=1e9), means, atol=1e-6)


@pytest.mark.parametrize("witness", WITNESSES)
def test_too_few_witnesses_give_the_mean_of_the_industry(witness):
    values = np.array([[1.0, 5.0]])
    np.testing.assert_array_equal(witness(values), values)


@pytest.mark.parametrize("witness", WITNESSES)
def test_no_differences_no_relations(witness):
    np.testing.assert_array_equal(witness(np.full((5, 4), 2.0)), np.full((5, 4), 2.0))


@pytest.mark.parametrize("witness", WITNESSES)
@pytest.mark.parametrize("penalty", [0.0, -1.0])
def test_a_penalty_that_is_none_is_refused(witness, penalty):
    with pytest.raises(MeasureInputError, match="above zero"):
        witness(drawn(1), penalty)


def test_a_missing_cell_is_still_expected():
    values = drawn(4)
    values[2, 3] = np.nan
    assert np.isfinite(from_other_industries(values)).all()
    assert np.isfinite(from_other_regions(values)).all()


# --- the gap --------------------------------------------------------------------------------------------------------


def test_gap_is_the_mean_of_both_witnesses_of_the_usual_minus_the_present():
    history = np.stack([drawn(5), drawn(6)], axis=2)
    usual = history.mean(axis=2)
    expected = (from_other_industries(usual) + from_other_regions(usual)) / 2
    np.testing.assert_allclose(relatedness_gap(history), expected - drawn(6))


def test_gap_is_missing_where_the_present_is():
    history = np.stack([drawn(5), drawn(6)], axis=2)
    history[1, 2, 1] = np.nan
    assert np.argwhere(np.isnan(relatedness_gap(history))).tolist() == [[1, 2]]


def test_mean_of_the_years_that_are_there():
    history = np.array([[[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]]])
    means = mean_of_years(history)
    assert means[0, 0] == 2
    assert np.isnan(means[0, 1])


def test_a_frame_has_the_quotients_of_its_array():
    values = np.array([[30.0, 10.0], [10.0, np.nan]])
    found = smoothed_log_quotients(pd.DataFrame(values, index=["a", "b"], columns=["C", "D"]))
    assert isinstance(found, np.ndarray)
    np.testing.assert_array_equal(found, smoothed_log_quotients(values))


@pytest.mark.parametrize(("wrong", "says"), [(np.inf, "infinite"), ("x", "not numbers")])
def test_infinite_amounts_and_text_have_no_quotients(wrong, says):
    with pytest.raises(MeasureInputError, match=says):
        smoothed_log_quotients([[30.0, wrong], [10.0, 50.0]])
