"""A place among others: by hand, whatever the unit, and where figures are missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.among_peers import among_peers
from iidsp_analysis.measures.inputs import MeasureInputError

OTHERS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=12)


def frame(own: float, others: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"x": [own, *others]}, index=["KAZ", *(f"E{at}" for at in range(len(others)))])


def test_quartiles_leave_the_own_figure_out():
    """Hyndman & Fan (1996), type 7: of 1, 2, 3, 4, 5 the quartiles are 2, 3 and 4."""
    row = among_peers(frame(2.5, [1, 2, 3, 4, 5]), "KAZ").loc["x"]
    assert row.tolist() == [2.5, 2, 3, 4, 4, 6]


def test_missing_figures():
    row = among_peers(frame(2.0, [np.nan, 3.0, 1.0]), "KAZ").loc["x"]
    assert (row["rank"], row["count"]) == (2, 3)
    assert np.isnan(among_peers(frame(np.nan, [1.0]), "KAZ").loc["x", "rank"])
    assert np.isnan(among_peers(frame(1.0, [np.nan]), "KAZ").loc["x", "rank"])


@given(st.integers(-1000, 1000), OTHERS, st.integers(1, 50))
def test_a_unit_changes_no_place(own, others, times):
    plain, scaled = (among_peers(frame(own * k, [other * k for other in others]), "KAZ").loc["x"] for k in (1, times))
    assert plain["rank"] == scaled["rank"]
    assert plain["low"] <= plain["middle"] <= plain["high"]
    assert 1 <= plain["rank"] <= plain["count"] == len(others) + 1


@given(OTHERS)
def test_highest_and_lowest(others):
    assert among_peers(frame(1001, others), "KAZ").loc["x", "rank"] == 1
    assert among_peers(frame(-1001, others), "KAZ").loc["x", "rank"] == len(others) + 1


@pytest.mark.parametrize("broken", [frame(1, []), frame(1, [2]).rename({"KAZ": "E0"}), frame(1, [2]).drop("KAZ")])
def test_without_it_or_others_nothing_is_told(broken):
    with pytest.raises(MeasureInputError):
        among_peers(broken, "KAZ")
