"""The volume index of a whole from its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError
from iidsp_analysis.measures.volume_aggregation import laspeyres_link
from tests.properties.economies import positive, quick


def test_by_hand():
    assert laspeyres_link(pd.Series([100.0, 300.0]), pd.Series([110.0, 102.0])) == pytest.approx(104.0)


@quick
@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=6))
def test_between_the_smallest_and_the_largest(rows):
    weights, links = (pd.Series(column) for column in zip(*rows, strict=True))
    assert links.min() * (1 - 1e-9) <= laspeyres_link(weights, links) <= links.max() * (1 + 1e-9)


def test_missing_and_refused():
    one = pd.Series([1.0, 1.0])
    assert np.isnan(laspeyres_link(one, pd.Series([100.0, np.nan])))
    with pytest.raises(MeasureInputError):
        laspeyres_link(one * 0, one)
    with pytest.raises(NegativeValueError):
        laspeyres_link(-one, one)
    with pytest.raises(MeasureInputError):
        laspeyres_link(one, pd.Series([1.0], ["x"]))
