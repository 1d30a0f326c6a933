"""Random economies for the property tests: region × industry amounts with zeros, in a range without overflow."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

quick = settings(deadline=None, max_examples=25)

positive = st.floats(min_value=1e-2, max_value=1e6, allow_nan=False)
amount = st.one_of(st.just(0.0), positive)


@st.composite
def economies(draw: st.DrawFn, periods: int = 1, cells: st.SearchStrategy[float] = amount) -> list[pd.DataFrame]:
    """Frames of the same shape, one per period; at least one cell of the first is positive."""
    regions, industries = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    drawn = [
        draw(st.lists(cells, min_size=regions * industries, max_size=regions * industries)) for _ in range(periods)
    ]
    drawn[0][0] = draw(positive)
    return [
        pd.DataFrame(
            np.reshape(values, (regions, industries)),
            index=[f"r{i}" for i in range(regions)],
            columns=[f"c{i}" for i in range(industries)],
        )
        for values in drawn
    ]


def with_empty_region(values: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([values, pd.DataFrame(0.0, index=["empty"], columns=values.columns)])


def with_empty_industry(values: pd.DataFrame) -> pd.DataFrame:
    return values.assign(nowhere=0.0)


def reversed_labels(values: pd.DataFrame) -> pd.DataFrame:
    return values.iloc[::-1, ::-1]
