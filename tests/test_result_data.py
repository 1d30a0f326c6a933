"""The plain values of a result: what a page tells rounded, here unrounded."""

from __future__ import annotations

import json
import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.language import language
from iidsp_analysis.result_data import MIME, data_of
from iidsp_analysis.results import Column, Result, Table


def of(frame: pd.DataFrame, *columns: Column, **options: object) -> dict:
    table = Table(frame, columns, "A table", **options)  # type: ignore[arg-type]
    return data_of(Result("Title", ("Sentence.",), language("en"), caption="unit", sources=("s",), table=table))


def test_totals_come_last_as_on_the_page():
    frame = pd.DataFrame({"name": ["all", "a"], "x": [1.0, 1.0]}, index=["sum", "a"])
    told = of(frame, Column("name", "Name", "text"), Column("x", "X"), footer=frozenset({"sum"}))
    assert [row["cells"][0] for row in told["table"]["rows"]] == ["a", "all"]
    assert [row["is_footer"] for row in told["table"]["rows"]] == [False, True]


def test_only_the_columns_of_the_page_are_told():
    frame = pd.DataFrame({"name": ["a"], "x": [1.0], "secret": [7.0]})
    assert "7.0" not in json.dumps(of(frame, Column("name", "Name", "text"), Column("x", "X")))


@given(st.lists(st.one_of(st.floats(), st.none(), st.integers(-(10**9), 10**9)), min_size=1))
def test_numbers_are_plain_and_missing_ones_are_none(values):
    frame = pd.DataFrame({"name": ["a"] * len(values), "x": pd.Series(values, dtype=object)})
    told = of(frame, Column("name", "Name", "text"), Column("x", "X"))
    back = [row["cells"][1] for row in json.loads(json.dumps(told, allow_nan=False))["table"]["rows"]]
    expected = [float(value) if value is not None and math.isfinite(value) else None for value in values]
    assert back == expected


def test_a_year_in_a_column_of_text_is_text():
    frame = pd.DataFrame({"year": [2017], "x": [1.0]})
    assert of(frame, Column("year", "Year", "text"), Column("x", "X"))["table"]["rows"][0]["cells"] == ["2017", 1.0]


def test_a_notebook_keeps_them_beside_the_page():
    result = Result("Title", ("Sentence.",), language("en"))
    assert result._repr_mimebundle_() == {MIME: data_of(result)}


def test_a_table_that_is_rounded_tells_no_further_digit():
    frame = pd.DataFrame({"name": ["a"], "x": [1.26], "share": [0.12345]})
    columns = (Column("name", "Name", "text"), Column("x", "X"), Column("share", "Share, %", "percent"))
    assert of(frame, *columns, is_rounded=True)["table"]["rows"][0]["cells"] == ["a", 1.3, 0.123]
    assert of(frame, *columns)["table"]["rows"][0]["cells"] == ["a", 1.26, 0.12345]
