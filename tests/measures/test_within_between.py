"""Within and between groups: by hand, exact, symmetric in time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError
from iidsp_analysis.measures.within_between import within_between
from tests.properties.economies import quick

GROUPS = ["metals", "rest"]


def series(*values: float) -> pd.Series:
    return pd.Series(values, GROUPS)


def test_by_hand():
    # Rates 0 and 0.4 → 0 and 0.5; weights 0.5, 0.5 → 0.6, 0.4; the whole stays at 0.20 → 0.20.
    found = within_between(series(0, 20), series(50, 50), series(0, 20), series(60, 40))
    assert found["within"].to_dict() == pytest.approx({"metals": 0.0, "rest": 0.45 * 0.1})
    # Mean rate of the whole 0.2; mean rates 0 and 0.45.
    assert found["between"].to_dict() == pytest.approx({"metals": -0.2 * 0.1, "rest": 0.25 * -0.1})
    assert found["total"].sum() == pytest.approx(0.0)


shares = st.floats(0, 1)
sizes = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))


@quick
@given(st.lists(st.tuples(shares, sizes, shares, sizes), min_size=1, max_size=6))
def test_no_remainder_and_symmetric_in_time(rows):
    rates0, wholes0, rates1, wholes1 = (pd.Series(column, dtype=float) for column in zip(*rows, strict=True))
    wholes0[0], wholes1[0] = wholes0[0] + 1, wholes1[0] + 1
    before, after = (rates0 * wholes0, wholes0), (rates1 * wholes1, wholes1)
    found = within_between(*before, *after)
    change = after[0].sum() / wholes1.sum() - before[0].sum() / wholes0.sum()
    assert found["total"].sum() == pytest.approx(change, abs=1e-9)
    assert found.to_numpy() == pytest.approx(-within_between(*after, *before).to_numpy(), abs=1e-9)


def test_a_group_that_arrives_is_a_move_between_groups():
    found = within_between(series(0, 10), series(0, 100), series(50, 10), series(50, 100))
    assert found["within"].tolist() == [0.0, 0.0]
    assert found["total"].sum() == pytest.approx(60 / 150 - 0.1)


def test_missing_stays_missing():
    assert within_between(series(np.nan, 1), series(1, 1), series(1, 1), series(1, 1))["within"].isna().any()


@pytest.mark.parametrize(
    ("start", "error"),
    [((series(1, 1), series(0, 0)), MeasureInputError), ((series(-1, 1), series(1, 1)), NegativeValueError),
     ((pd.Series([1.0], ["other"]), series(1, 1)), MeasureInputError),
     ((pd.Series([1.0], ["other"]), pd.Series([1.0], ["other"])), MeasureInputError)],
)  # fmt: skip
def test_what_has_no_rate_is_refused(start, error):
    with pytest.raises(error):
        within_between(*start, series(1, 1), series(2, 2))
