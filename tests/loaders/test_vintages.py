"""Comparison of two editions of a table."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis.loaders.vintages import compare_vintages


def rows(*cells: tuple[str, str, float]) -> pd.DataFrame:
    columns = ["region", "period", "value"]
    return pd.DataFrame(list(cells), columns=columns).assign(industry="C", indicator="gva")


def test_only_what_both_have_and_what_differs() -> None:
    loaded = rows(("akmola", "2017", 5.0), ("akmola", "2018", 7.0), ("abai", "2021", 1.0), ("KZ", "2017", float("nan")))
    embedded = rows(("akmola", "2017", 5.0), ("akmola", "2018", 6.5), ("aktobe", "2017", 2.0), ("KZ", "2017", 3.0))
    [difference] = compare_vintages(loaded, embedded).to_dict("records")
    assert difference == {
        "region": "akmola", "industry": "C", "indicator": "gva", "period": "2018",
        "loaded": 7.0, "embedded": 6.5, "difference": 0.5,
    }  # fmt: skip


def test_a_cell_twice_is_refused() -> None:
    twice = rows(("akmola", "2017", 5.0), ("akmola", "2017", 6.0))
    with pytest.raises(pd.errors.MergeError):
        compare_vintages(twice, twice)
