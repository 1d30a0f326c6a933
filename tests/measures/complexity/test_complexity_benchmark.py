"""The whole way of the benchmark: the package against the textbook form on more industries than a matrix is made of."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.complexity import VARIANTS, nested_panel


@pytest.fixture(scope="module")
def economy() -> tuple[np.ndarray, np.ndarray]:
    return nested_panel(40, 2050)


@pytest.fixture(scope="module")
def textbook(economy: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    return VARIANTS["dense"](*economy)


@pytest.mark.parametrize("variant", ["lowrank", "panel"])
def test_low_rank_equals_the_textbook(variant, economy, textbook):
    numbers = VARIANTS[variant](*economy)
    assert numbers.keys() == textbook.keys()
    for name, expected in textbook.items():
        np.testing.assert_allclose(numbers[name], expected, rtol=0, atol=1e-12, err_msg=name)


def test_the_panel_is_the_same_every_time_and_half_filled(economy):
    np.testing.assert_array_equal(nested_panel(40, 2050)[0], economy[0])
    assert 0.4 < (economy[0] > 0).mean() < 0.6
