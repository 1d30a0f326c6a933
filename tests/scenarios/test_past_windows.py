"""The distribution of five-year growth: windows, ranks, intervals by whole series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.scenarios.past_growth import past_growth


def levels() -> pd.DataFrame:
    years = np.arange(2000, 2021)
    return pd.DataFrame({name: (1 + rate) ** (years - 2000.0) for name, rate in
                         {"slow": 0.0, "quick": 0.1, "double": 2 ** 0.2 - 1}.items()}, index=years)  # fmt: skip


def test_windows_are_counted():
    seen = past_growth(levels())
    assert seen.count == 3 * 16
    assert seen.independent == 3 * 4  # 16 overlapping windows span 20 years: four without a common one
    assert seen.yearly(0.5) == pytest.approx(0.1)


def test_a_rank_is_computed():
    seen = past_growth(levels())
    assert seen.share_below(1.8) == pytest.approx(2 / 3)
    assert seen.share_below(3.0) == 1.0
    low, high = seen.interval(1.8)
    assert low < 2 / 3 < high
    assert seen.interval(3.0) == (1.0, 1.0)


def test_a_gap_costs_the_windows_that_end_at_it_only():
    broken = levels()
    broken.loc[2010, "slow"] = np.nan
    assert past_growth(broken).count == 3 * 16 - 2


def test_too_few_windows_are_refused():
    with pytest.raises(MissingDataError, match="Only 3 windows"):
        past_growth(levels().loc[:2005])
