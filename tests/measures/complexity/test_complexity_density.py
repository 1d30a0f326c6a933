from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import (
    proximity,
    relatedness_density,
    relative_relatedness,
)
from iidsp_analysis.measures.complexity.low_rank import LowRankProximity
from iidsp_analysis.measures.inputs import MeasureInputError

PRESENCE = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 1, 1, 1]])
NAN = float("nan")


def test_proximity_by_hand():
    phi = proximity(PRESENCE)
    assert phi[0, 1] == pytest.approx(1 / 3)  # together in one region, found in 3 and 2
    assert phi[1, 2] == pytest.approx(1 / 2)
    assert phi[0, 3] == 0
    np.testing.assert_array_equal(phi, phi.T)
    assert (np.diag(phi) == 0).all()


def test_density_by_hand_leaves_the_industry_itself_out():
    density = relatedness_density(PRESENCE)
    assert density[0, 2] == pytest.approx((1 / 3 + 1 / 2) / (1 / 3 + 1 / 2 + 1 / 2))
    assert density[2, 0] == 0  # the region has industry 0 and nothing related to it
    assert density[3, 3] == pytest.approx(1)


def test_proximity_of_an_industry_found_nowhere_is_nan_and_only_there():
    phi = proximity(np.column_stack([PRESENCE, np.zeros(4)]))
    assert np.isnan(phi[4, :4]).all()
    assert np.isnan(phi[:4, 4]).all()
    np.testing.assert_array_equal(phi[:4, :4], proximity(PRESENCE))


def test_too_many_industries_are_refused_with_the_way_out():
    with pytest.raises(
        MeasureInputError, match=r"2001 industries.*relatedness_density, outlook_index and outlook_gain"
    ):
        proximity(np.ones((2, 2001)))


def test_many_industries_have_a_density_without_the_matrix():
    random = np.random.default_rng(1)
    many = random.random((12, 2100)) < random.random(2100) * 0.7
    many[:, 5] = False
    density = relatedness_density(many)
    cells = many.astype(float)
    counts = cells.sum(axis=0)
    larger = np.maximum(counts[:, None], counts)
    phi = cells.T @ cells / np.maximum(larger, 1)
    np.fill_diagonal(phi, 0)
    total = phi.sum(axis=0)
    expected = cells @ phi / np.where(total > 0, total, NAN)
    assert np.isnan(density[:, 5]).all()
    np.testing.assert_allclose(density, expected, atol=1e-12)


def test_a_matrix_from_elsewhere_takes_the_place_of_our_own():
    world = np.array([[9.0, 0.6, 0.0, NAN], [0.6, 9.0, 0.2, 0.4], [0.0, 0.2, 9.0, 0.0], [NAN, 0.4, 0.0, 9.0]])
    density = relatedness_density(PRESENCE, world)
    assert density[0, 3] == pytest.approx(1)  # all that is known of industry 3 is industry 1
    assert density[0, 2] == pytest.approx(1)
    assert density[1, 1] == pytest.approx((0.6 + 0.2) / 1.2)


def test_a_matrix_need_not_be_symmetric():
    """Row p, column q: how much having p tells about q."""
    told = np.zeros((4, 4))
    told[0, 1] = told[2, 1] = 0.5
    density = relatedness_density(PRESENCE, told)
    assert density[2, 1] == pytest.approx(0.5)
    assert np.isnan(density[:, 0]).all()


def test_an_industry_that_no_region_has_can_be_near_by_a_matrix_from_elsewhere():
    candidate = PRESENCE.copy()
    candidate[3, 3] = 0
    world = np.full((4, 4), 0.5)
    assert relatedness_density(candidate, world)[0, 3] == pytest.approx(2 / 3)


def test_the_matrix_of_the_caller_is_left_alone():
    world = np.full((4, 4), 0.5)
    relatedness_density(PRESENCE, world)
    assert (world == 0.5).all()


@pytest.mark.parametrize("matrix", [np.ones((3, 3)), np.ones((4, 3))])
def test_a_matrix_of_other_industries_is_refused(matrix):
    with pytest.raises(MeasureInputError, match="4 rows and columns"):
        relatedness_density(PRESENCE, matrix)


def test_relative_relatedness_is_a_z_score_over_the_options():
    presence = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 1], [0, 0, 1, 1]])
    relative = relative_relatedness(presence)
    density = relatedness_density(presence)
    options = density[0, 1:]
    np.testing.assert_allclose(relative[0, 1:], (options - options.mean()) / options.std(ddof=0))
    assert np.isnan(relative[0, 0])


def test_relative_relatedness_without_choice_is_nan():
    assert np.isnan(relative_relatedness([[1, 1, 1], [1, 1, 0], [0, 0, 0]])).all()


def test_low_rank_of_an_empty_presence_is_zero():
    nothing = LowRankProximity(np.zeros((3, 4), dtype=bool))
    assert (nothing.totals() == 0).all()
    assert (nothing.weighted(np.ones((2, 4))) == 0).all()


def test_low_rank_by_hand():
    np.testing.assert_allclose(LowRankProximity(PRESENCE == 1).totals(), proximity(PRESENCE).sum(axis=0), rtol=1e-14)
