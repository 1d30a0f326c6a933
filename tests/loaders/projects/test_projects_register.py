"""The contract of a read register."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects.register import Register, typed, validate

ROWS = pd.DataFrame(
    {"id": ["a", "b"], "region": ["akmola", None], "cost_planned_mln_kzt": [1, None], "own": ["x", None]}
)


def test_every_machine_column_is_there_and_of_its_type() -> None:
    rows = validate(typed(ROWS.assign(output_planned_2017_mln_kzt=[1, 2], planned_start=["2017-01-01", None])))
    assert list(rows.columns) == [*form.NAMES, "output_planned_2017_mln_kzt", "own"]
    for field in form.FIELDS:
        expected = (
            "datetime64[us]" if field.kind == form.DATE else "float64" if field.kind in form.NUMERIC else "object"
        )
        assert rows[field.name].dtype == expected, field.name
    missing = rows.iloc[1]
    assert missing["region"] is None
    assert missing["own"] is None
    assert math.isnan(missing["cost_planned_mln_kzt"])
    assert missing["planned_start"] is pd.NaT


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("id", ["a", "a"]),
        ("id", ["a", None]),
        ("id", ["a", "../b"]),
        ("bin", ["12", None]),
        ("region", ["Mars", None]),
        ("status", ["maybe", None]),
        ("oked", ["9", None]),
        ("hs", ["123", None]),
        ("cost_planned_mln_kzt", [-1.0, None]),
        ("output_actual_2017_mln_kzt", [-1.0, None]),
    ],
)
def test_what_breaks_the_contract_is_named(column: str, values: list[object]) -> None:
    with pytest.raises(SchemaError, match=column):
        validate(typed(ROWS.assign(**{column: values})))


def test_the_cell_of_a_value() -> None:
    places = pd.DataFrame({"sheet": ["s"], "row": [7]})
    heads = pd.DataFrame({"sheet": ["s"], "column": ["bin"], "position": [27]})
    register = Register(typed(ROWS[:1]), pd.DataFrame(), "f", "", "2018-03-01", places=places, heads=heads)
    assert register.cell(0, "bin") == "s!AB7"
    assert register.cell(0, "oked") == "s!7:7"
    assert register.cell(1, "bin") == ""
    assert Register(ROWS, pd.DataFrame(), "f", "", "2018-03-01").cell(0, "bin") == ""


def test_outputs_of_years() -> None:
    field = form.output_of_year("actual", 2017)
    assert (field.name, field.unit, field.is_money) == ("output_actual_2017_mln_kzt", "mln KZT", True)
    assert form.field_of("output_actual_2017_mln_kzt") == field
    assert form.field_of("output_actual_17_mln_kzt") is None
    with pytest.raises(KeyError):
        form.output_of_year("hoped", 2017)


def test_the_description_tells_every_field_and_its_words() -> None:
    told = (Path(__file__).parents[3] / "docs" / "project-register.md").read_text(encoding="utf-8")
    lines = {line.split("`")[1]: line for line in told.splitlines() if line.startswith("| `")}
    for field in form.FIELDS:
        line = lines[field.name]
        assert (" * |" in line) is field.required
        assert f"| {field.kind} | {field.unit or '–'} |" in line
        assert all(f"`{word}`" in line for word in field.choices)


def test_a_place_without_its_column_is_the_row_as_a_spreadsheet_writes_it() -> None:
    places = pd.DataFrame({"sheet": ["Sheet1"], "row": [9]})
    assert (
        Register(typed(ROWS[:1]), pd.DataFrame(), "f", "", "2018-03-01", places=places).cell(0, "bin") == "Sheet1!9:9"
    )


def test_a_rejected_cell_is_not_one_that_is_empty() -> None:
    lines = [("s", "F2", "cost_planned_mln_kzt", "a", "rejected"), ("s", "G2", "planned_start", "b", "kept"),
             ("s", "H2", "oked", "a", "read_as")]  # fmt: skip
    doubts = pd.DataFrame(lines, columns=["sheet", "cell", "column", "project", "effect"])
    register = Register(typed(ROWS), doubts, "f", "", "2018-03-01")
    assert register.unread(0, "cost_planned_mln_kzt") == "s!F2"
    assert register.unread(1, "cost_planned_mln_kzt") == ""
    assert register.unread(1, "planned_start") == ""
    assert register.unread(0, "oked") == ""
    assert Register(typed(ROWS), pd.DataFrame(), "f", "", "2018-03-01").unread(0, "oked") == ""
