"""Groups of like regions: published silhouettes, equal groups under every order, and groups that hold or dissolve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.measures.clustering import silhouettes, stability, standardised, ward_groups
from iidsp_analysis.measures.inputs import MeasureInputError

#: Two heaps far apart: any sensible method finds them.
HEAPS = pd.DataFrame(
    {"first": [0.0, 0.1, 0.2, 9.0, 9.1], "second": [1.0, 0.9, 1.1, 5.0, 5.2], "third": [2.0, 2.1, 2.0, 8.0, 8.1]},
    index=list("abcde"),
)


def test_heaps_are_found_and_the_largest_is_the_first():
    assert ward_groups(standardised(HEAPS), 2).to_dict() == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}


def test_heaps_hold_whatever_features_are_drawn():
    scaled = standardised(HEAPS)
    assert stability(scaled, ward_groups(scaled, 2), draws=50).tolist() == [1.0, 1.0]


def test_a_silhouette_by_hand():
    """Rousseeuw (1987), equation 3: (b − a) / max(a, b) on a line: 0, 1 | 4; of the first a = 1, b = 4; the last 0."""
    line = pd.DataFrame({"x": [0.0, 1.0, 4.0]}, index=list("abc"))
    told = silhouettes(line, pd.Series([1, 1, 2], index=list("abc")))
    assert told.tolist() == pytest.approx([0.75, 2 / 3, 0.0])


def test_one_feature_that_alone_makes_a_group_lets_it_dissolve():
    """A region that stands apart in one feature of eight is rarely apart when features are drawn."""
    random = np.random.default_rng(1)
    cells = random.normal(size=(12, 8))
    cells[0, 0] = 6.0
    scaled = standardised(pd.DataFrame(cells, index=[f"r{number}" for number in range(12)]))
    groups = ward_groups(scaled, 4)
    assert stability(scaled, groups).between(0, 1).all()
    assert stability(scaled, groups).min() < 0.75


TABLES = arrays(float, (7, 3), elements=st.floats(-5, 5, width=16).map(lambda value: round(value, 2)), unique=True)


@given(TABLES, st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_every_region_has_one_group_and_no_group_is_empty(cells, number):
    groups = ward_groups(pd.DataFrame(cells), number)
    assert sorted(groups.unique()) == list(range(1, groups.nunique() + 1))
    assert groups.nunique() <= number
    sizes = groups.value_counts().sort_index()
    assert sizes.is_monotonic_decreasing


@given(TABLES)
@settings(max_examples=40, deadline=None)
def test_units_change_nothing(cells):
    """Standardised features do not know in what unit they were told."""
    frame = pd.DataFrame(cells)
    told = standardised(frame)
    pd.testing.assert_frame_equal(told, standardised(frame * [1000.0, 0.5, 3.0] + [7.0, -2.0, 0.0]), atol=1e-8)
    assert told.mean().abs().max() < 1e-8


@given(TABLES, st.integers(2, 4))
@settings(max_examples=40, deadline=None)
def test_silhouettes_lie_between_minus_one_and_one(cells, number):
    frame = pd.DataFrame(cells)
    groups = ward_groups(frame, number)
    if groups.nunique() > 1:
        assert silhouettes(frame, groups).between(-1, 1).all()


def test_a_feature_that_is_the_same_everywhere_says_nothing():
    told = standardised(pd.DataFrame({"same": [2.0, 2.0, 2.0], "other": [1.0, 2.0, 3.0]}))
    assert told["same"].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("number", [0, 6])
def test_an_impossible_number_of_groups_is_refused(number):
    with pytest.raises(MeasureInputError, match="cannot make"):
        ward_groups(HEAPS, number)


def test_a_missing_cell_is_refused():
    holed = HEAPS.assign(second=[1.0, np.nan, 1.0, 1.0, 1.0])
    with pytest.raises(MeasureInputError, match="every feature"):
        standardised(holed)
    with pytest.raises(MeasureInputError, match="every feature"):
        ward_groups(holed, 2)


def test_a_single_group_has_no_silhouette():
    with pytest.raises(MeasureInputError, match="two groups"):
        silhouettes(HEAPS, pd.Series(1, index=HEAPS.index))
