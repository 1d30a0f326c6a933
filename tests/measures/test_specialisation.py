from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.specialisation import (
    additive_location_quotient,
    location_quotient,
    symmetric_location_quotient,
)

ALL = [location_quotient, additive_location_quotient, symmetric_location_quotient]


@pytest.fixture
def values() -> pd.DataFrame:
    """Totals: regions 40, 60; industries 40, 60, 0."""
    return pd.DataFrame([[30.0, 10.0, 0.0], [10.0, 50.0, 0.0]], index=["north", "south"], columns=["C", "A", "Z"])


def test_quotient_by_hand(values):
    quotient = location_quotient(values)
    assert quotient.loc["north", "C"] == pytest.approx((30 / 40) / (40 / 100))
    assert quotient.loc["south", "A"] == pytest.approx((50 / 60) / (60 / 100))


def test_additive_by_hand(values):
    difference = additive_location_quotient(values)
    assert difference.loc["north", "C"] == pytest.approx(0.75 - 0.4)
    np.testing.assert_allclose(difference[["C", "A"]].sum(axis=1), 0, atol=1e-15)


def test_symmetric_gives_double_and_half_equal_arms():
    double_and_half = pd.DataFrame([[2.0, 2.0], [1.0, 4.0]])
    quotient = location_quotient(double_and_half)
    symmetric = symmetric_location_quotient(double_and_half)
    pd.testing.assert_frame_equal(symmetric, (quotient - 1) / (quotient + 1))
    assert (2 - 1) / (2 + 1) == -(0.5 - 1) / (0.5 + 1)
    assert symmetric_location_quotient(pd.DataFrame([[0.0, 1.0], [1.0, 0.0]])).iloc[0, 0] == -1


@pytest.mark.parametrize("measure", ALL)
def test_labels_are_kept(measure, values):
    result = measure(values)
    assert result.index.equals(values.index)
    assert result.columns.equals(values.columns)


@pytest.mark.parametrize("measure", ALL)
def test_an_industry_found_nowhere_is_nan_and_only_there(measure, values):
    result = measure(values)
    assert result["Z"].isna().all()
    pd.testing.assert_frame_equal(result[["C", "A"]], measure(values[["C", "A"]]))


@pytest.mark.parametrize("measure", ALL)
def test_an_empty_region_is_nan_and_only_there(measure, values):
    extended = pd.concat([values, pd.DataFrame(0.0, index=["empty"], columns=values.columns)])
    assert measure(extended).loc["empty"].isna().all()
    pd.testing.assert_frame_equal(measure(extended).loc[values.index], measure(values))


def test_a_zero_cell_is_a_zero_quotient_and_a_missing_cell_is_not(values):
    values.loc["north", "A"] = 0.0
    assert location_quotient(values).loc["north", "A"] == 0.0
    values.loc["north", "A"] = np.nan
    assert np.isnan(location_quotient(values).loc["north", "A"])


@pytest.mark.parametrize("measure", ALL)
def test_a_missing_cell_makes_the_sums_missing_but_not_published_totals(measure, values):
    complete = measure(values)
    totals = {"region_totals": values.sum(axis=1), "industry_totals": values.sum(axis=0)}
    values.loc["north", "A"] = np.nan
    assert measure(values).isna().all(axis=None)
    partial = measure(values, **totals)
    assert np.isnan(partial.loc["north", "A"])
    known = partial.notna()
    assert known.sum().sum() == 3
    pd.testing.assert_frame_equal(partial[known], complete[known])


def test_a_part_of_the_economy_against_published_totals():
    manufacturing = pd.DataFrame({"C": [31.2, 4.4]}, index=["karaganda", "astana"])
    grp = pd.Series({"astana": 100.0, "karaganda": 100.0})
    quotient = location_quotient(
        manufacturing, region_totals=grp, industry_totals=pd.Series({"C": 1130.0}), grand_total=10000.0
    )
    assert quotient["C"].tolist() == pytest.approx([31.2 / 11.3, 4.4 / 11.3])


def test_totals_without_a_region_are_refused(values):
    with pytest.raises(MeasureInputError, match=r"region_totals lacks labels.*south"):
        location_quotient(values, region_totals=pd.Series({"north": 40.0}))
