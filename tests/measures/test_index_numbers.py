from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.index_numbers import chain_index, implied_deflator, unchain_index
from iidsp_analysis.measures.inputs import MeasureInputError


@pytest.fixture
def yearly() -> pd.Series:
    return pd.Series({2016: 110.0, 2017: 50.0, 2018: 120.0})


@pytest.mark.parametrize(
    ("reference_year", "levels"),
    [
        (2015, [100.0, 110.0, 55.0, 66.0]),
        (2016, [100 / 1.1, 100.0, 50.0, 60.0]),
        (2018, [100 / 0.66, 110 / 0.66, 55 / 0.66, 100.0]),
    ],
)
def test_chain_by_hand_in_any_reference_year(yearly, reference_year, levels):
    chained = chain_index(yearly, reference_year=reference_year)
    assert chained.index.tolist() == [2015, 2016, 2017, 2018]
    assert chained.tolist() == pytest.approx(levels)


def test_order_of_years_does_not_matter(yearly):
    pd.testing.assert_series_equal(
        chain_index(yearly.iloc[::-1], reference_year=2016), chain_index(yearly, reference_year=2016)
    )


def test_a_missing_link_cuts_off_what_lies_beyond_it(yearly):
    yearly[2017] = np.nan
    assert chain_index(yearly, reference_year=2015).isna().tolist() == [False, False, True, True]
    assert chain_index(yearly, reference_year=2018).isna().tolist() == [True, True, False, False]


def test_a_stop_is_zero_afterwards_and_unknown_before(yearly):
    yearly[2017] = 0.0
    assert chain_index(yearly, reference_year=2015).tolist() == pytest.approx([100.0, 110.0, 0.0, 0.0])
    assert chain_index(yearly, reference_year=2018).isna().tolist() == [True, True, False, False]
    assert unchain_index(pd.Series({2015: 0.0, 2016: 3.0})).isna().all()


def test_years_left_out_and_a_reference_outside_are_refused(yearly):
    with pytest.raises(MeasureInputError, match=r"consecutive years. \[2016, 2018\]"):
        chain_index(yearly.drop(2017), reference_year=2016)
    with pytest.raises(MeasureInputError, match="2014 lies outside 2015–2018"):
        chain_index(yearly, reference_year=2014)
    with pytest.raises(MeasureInputError, match="consecutive"):
        unchain_index(pd.Series({2015: 100.0, 2017: 100.0}))


def test_implied_deflator():
    deflator = implied_deflator(pd.Series({2016: 121.0, 2017: 100.0}), pd.Series({2016: 110.0, 2017: 0.0}))
    assert deflator[2016] == pytest.approx(110.0)
    assert np.isnan(deflator[2017])
