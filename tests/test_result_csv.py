"""Tables as CSV: what a spreadsheet of the reader's language opens, unrounded, and without formulas from data."""

from __future__ import annotations

import base64
import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.language import language
from iidsp_analysis.result_csv import csv_of, link
from iidsp_analysis.result_data import data_of
from iidsp_analysis.results import Column, Result, Table


def told(code: str, frame: pd.DataFrame, *columns: Column) -> str:
    table = Table(frame, columns, "A table: of 2017/18")
    result = Result("T", (), language(code), caption="bn KZT", sources=("s",), table=table)
    return csv_of(data_of(result)["table"], result.caption, code)


FRAME = pd.DataFrame({"name": ["a", "b"], "x": [1234.56789, None], "share": [0.1, 0.333]})
COLUMNS = (Column("name", "Name", "text"), Column("x", "X"), Column("share", "Share, %", "percent"))


def test_english_has_points_and_commas():
    assert told("en", FRAME, *COLUMNS) == 'Name,X,"Share, %"\r\na,1234.56789,10\r\nb,,33.3\r\nbn KZT\r\n'


def test_russian_has_commas_and_semicolons():
    assert told("ru", FRAME, *COLUMNS) == "Name;X;Share, %\r\na;1234,56789;10\r\nb;;33,3\r\nbn KZT\r\n"


@pytest.mark.parametrize("hostile", ["=1+1", "@SUM(A1)", "+7", "-2+3", "\t=1", '=HYPERLINK("x")'])
def test_text_never_becomes_a_formula(hostile):
    frame = pd.DataFrame({"name": [hostile], "x": [-1.0]})
    (_, row, _) = csv.reader(io.StringIO(told("en", frame, Column("name", "Name", "text"), Column("x", "X"))))
    assert row == [f"'{hostile}", "-1"]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_come_back(value):
    frame = pd.DataFrame({"name": ["a"], "x": [value]})
    (_, row, _) = csv.reader(io.StringIO(told("en", frame, Column("name", "Name", "text"), Column("x", "X"))))
    assert float(row[1]) == pytest.approx(value, abs=1e-11)


def test_the_page_holds_the_file():
    frame = pd.DataFrame({"name": ["<b>"], "x": [1.0]})
    table = Table(frame, (Column("name", "Name", "text"), Column("x", "X")), 'A "table": of <2017>')
    result = Result("T", (), language("en"), caption="bn KZT", sources=("s",), table=table)
    address, name = link(data_of(result)["table"], result.caption, "en")
    assert base64.b64decode(address.partition(",")[2]).decode("utf-8-sig").startswith("Name,X\r\n<b>,1\r\n")
    assert name == "A table of 2017.csv"
    html = result._repr_html_()
    assert f'href="{address}"' in html
    assert 'download="A table of 2017.csv"' in html
    assert "<2017>" not in html
