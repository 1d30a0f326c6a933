from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import expy, prody
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError

NAN = float("nan")
VALUES = np.array([[1.0, 3.0], [2.0, 2.0]])


def test_prody_by_hand():
    """Shares ¼, ¾ and ½, ½: (¼·10 + ½·20) / ¾ and (¾·10 + ½·20) / 1¼."""
    np.testing.assert_allclose(prody(VALUES, [10.0, 20.0]), [12.5 / 0.75, 17.5 / 1.25])


def test_expy_by_hand():
    np.testing.assert_allclose(expy(VALUES, [16.0, 14.0]), [14.5, 15.0])


def test_the_size_of_a_region_does_not_weigh():
    np.testing.assert_allclose(prody(VALUES * [[100], [1]], [10.0, 20.0]), prody(VALUES, [10.0, 20.0]))


def test_regions_that_are_empty_or_without_income_are_left_out():
    larger = np.vstack([VALUES, [0.0, 0.0], [5.0, 1.0]])
    np.testing.assert_allclose(prody(larger, [10.0, 20.0, 99.0, NAN]), prody(VALUES, [10.0, 20.0]))
    assert np.isnan(expy(larger, [16.0, 14.0])[2])


def test_an_industry_that_nobody_has_has_no_income():
    values = np.column_stack([VALUES, [0.0, 0.0]])
    found = prody(values, [10.0, 20.0])
    assert np.isnan(found[2])
    np.testing.assert_allclose(expy(values, found), expy(VALUES, found[:2]))


def test_the_income_of_one_for_all_is_everyones_income():
    np.testing.assert_allclose(expy(VALUES, prody(VALUES, [7.0, 7.0])), 7.0)


def test_what_does_not_fit_is_refused():
    with pytest.raises(MeasureInputError, match="Income"):
        prody(VALUES, [1.0])
    with pytest.raises(NegativeValueError):
        prody(-VALUES, [1.0, 2.0])
