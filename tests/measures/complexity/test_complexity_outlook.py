from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import (
    outlook,
    outlook_gain,
    outlook_gain_harvard,
    outlook_index,
    proximity,
    relatedness_density,
    standardised_outlook,
)
from iidsp_analysis.measures.inputs import MeasureInputError

PRESENCE = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 1, 1, 1]])
PCI = np.array([-1.0, 0.5, 0.2, 2.0])
NAN = float("nan")


def test_index_by_hand():
    density = relatedness_density(PRESENCE)
    assert outlook_index(PRESENCE, PCI)[2] == pytest.approx(density[2, 1] * 0.5 + density[2, 2] * 0.2 + 0 * 2.0)


def test_gain_is_the_change_of_the_index():
    phi = proximity(PRESENCE)
    entered = PRESENCE.copy()
    entered[2, 1] = 1
    before, after = (outlook_index(cells, PCI, phi)[2] for cells in (PRESENCE, entered))
    assert outlook_gain(PRESENCE, PCI)[2, 1] == pytest.approx(after - before, abs=1e-15)


def test_gain_of_a_one_sided_matrix_is_the_change_of_the_index():
    told = np.random.default_rng(3).random((4, 4))
    entered = PRESENCE.copy()
    entered[2, 3] = 1
    before, after = (outlook_index(cells, PCI, told)[2] for cells in (PRESENCE, entered))
    assert outlook_gain(PRESENCE, PCI, told)[2, 3] == pytest.approx(after - before, abs=1e-15)


def test_gain_is_zero_where_present_and_harvard_differs_by_the_loss_of_the_option():
    gain, harvard = outlook_gain(PRESENCE, PCI), outlook_gain_harvard(PRESENCE, PCI)
    present = PRESENCE == 1
    assert (gain[present] == 0).all()
    assert (harvard[present] == 0).all()
    density = relatedness_density(PRESENCE)
    np.testing.assert_allclose((harvard - gain)[~present], (density * PCI)[~present], atol=1e-15)


def test_own_proximity_of_one_is_the_textbook_with_a_diagonal_of_one():
    absent = 1 - PRESENCE
    phi = proximity(PRESENCE) + np.eye(4)
    expected = absent * (absent @ (phi * (PCI / phi.sum(axis=1))[:, None]))
    np.testing.assert_allclose(outlook_gain_harvard(PRESENCE, PCI, own_proximity=1.0), expected, atol=1e-15)


def test_all_three_together_are_the_three():
    together = outlook(PRESENCE, PCI)
    np.testing.assert_array_equal(together.density, relatedness_density(PRESENCE))
    np.testing.assert_array_equal(together.index, outlook_index(PRESENCE, PCI))
    np.testing.assert_array_equal(together.gain, outlook_gain(PRESENCE, PCI))


def test_an_industry_without_complexity_is_no_option_but_still_relates():
    unknown = np.array([-1.0, 0.5, 0.2, NAN])
    known = outlook(PRESENCE, np.array([-1.0, 0.5, 0.2, 0.0]))
    some = outlook(PRESENCE, unknown)
    np.testing.assert_allclose(some.index, known.index)
    assert np.isnan(some.gain[:3, 3]).all()
    np.testing.assert_allclose(some.gain[:, :3], known.gain[:, :3])
    assert np.isnan(outlook_gain_harvard(PRESENCE, unknown)[:3, 3]).all()


def test_an_empty_region_and_industry_are_nan_and_change_nothing_else():
    """In ecomplexity and econcomplex one empty product makes every outlook index NaN."""
    larger = np.zeros((5, 5))
    larger[:4, :4] = PRESENCE
    for measure in (outlook_gain, outlook_gain_harvard):
        found = measure(larger, [*PCI, 1.0])
        assert np.isnan(found[4]).all()
        assert np.isnan(found[:, 4]).all()
        np.testing.assert_allclose(found[:4, :4], measure(PRESENCE, PCI), atol=1e-15)
    index = outlook_index(larger, [*PCI, 1.0])
    assert np.isnan(index[4])
    np.testing.assert_allclose(index[:4], outlook_index(PRESENCE, PCI), atol=1e-15)


def test_standardised_outlook_leaves_the_unknown_out():
    z = standardised_outlook([1.0, 3.0, NAN])
    assert z[:2].tolist() == [-1.0, 1.0]
    assert np.isnan(z[2])
    assert np.isnan(standardised_outlook([2.0, 2.0])).all()


@pytest.mark.parametrize("pci", [PCI[:3], [1.0, 2.0, np.inf, 0.0]])
def test_a_complexity_that_does_not_fit_is_refused(pci):
    with pytest.raises(MeasureInputError, match="Product complexity"):
        outlook_gain(PRESENCE, pci)
