from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.concentration import (
    REFERENCES,
    herfindahl_index,
    krugman_index,
    normalised_herfindahl_index,
)
from iidsp_analysis.measures.inputs import MeasureInputError


@pytest.fixture
def values() -> pd.DataFrame:
    return pd.DataFrame([[5.0, 5.0], [20.0, 0.0], [3.0, 9.0]], index=["a", "b", "c"], columns=["C", "A"])


def test_herfindahl_by_hand(values):
    assert herfindahl_index(values).tolist() == pytest.approx([0.5, 1.0, 0.25**2 + 0.75**2])
    assert normalised_herfindahl_index(values).tolist() == pytest.approx([0.0, 1.0, 0.25])


def test_herfindahl_of_an_empty_and_of_a_missing_region_is_nan(values):
    values.loc["a"] = 0.0
    values.loc["b", "A"] = np.nan
    assert herfindahl_index(values).isna().tolist() == [True, True, False]
    assert np.isnan(herfindahl_index(pd.Series([0.0, 0.0])))


def test_normalised_herfindahl_of_one_industry_has_no_meaning():
    assert np.isnan(normalised_herfindahl_index(pd.Series([3.0])))


def test_krugman_says_whether_the_region_is_in_its_reference(values):
    shares = {"a": 0.5, "b": 1.0, "c": 0.25}
    whole, rest_of_a = 28 / 42, 23 / 32
    assert krugman_index(values, reference="whole")["a"] == pytest.approx(2 * abs(shares["a"] - whole))
    assert krugman_index(values, reference="rest")["a"] == pytest.approx(2 * abs(shares["a"] - rest_of_a))
    mean = krugman_index(values, reference="mean_of_others")["a"]
    assert mean == pytest.approx(2 * abs(shares["a"] - (1.0 + 0.25) / 2))


def test_krugman_against_the_country(values):
    country = pd.Series({"A": 30.0, "C": 10.0})
    assert krugman_index(values, reference=country)["c"] == pytest.approx(0.0)


@pytest.mark.parametrize("reference", REFERENCES)
def test_an_empty_region_is_nobodys_reference(values, reference):
    extended = pd.concat([values, pd.DataFrame(0.0, index=["empty"], columns=values.columns)])
    result = krugman_index(extended, reference=reference)
    assert np.isnan(result["empty"])
    pd.testing.assert_series_equal(result[["a", "b", "c"]], krugman_index(values, reference=reference))


def test_a_missing_cell_leaves_the_others_when_the_country_is_given(values):
    values.loc["b", "A"] = np.nan
    assert krugman_index(values, reference="whole").isna().all()
    against = krugman_index(values, reference=pd.Series({"C": 28.0, "A": 14.0}))
    assert against.isna().tolist() == [False, True, False]


@pytest.mark.parametrize("reference", ["rest", "mean_of_others"])
def test_a_region_alone_has_no_others(values, reference):
    assert krugman_index(values.loc[["a"]], reference=reference).isna().all()


def test_an_unknown_reference_is_refused(values):
    with pytest.raises(MeasureInputError, match=r"«country».*whole, rest, mean_of_others"):
        krugman_index(values, reference="country")
