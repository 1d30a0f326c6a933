import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.backtest.panels import read_panel
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.models.observations import from_rows
from tests.backtest.synthetic import as_rows, drawn_panel

NAMES = {"region": "region", "industry": "industry", "year": "year", "value": "value"}


@pytest.fixture
def rows():
    return as_rows(drawn_panel(years=4))


def read(rows, tmp_path, **names):
    path = tmp_path / "panel.csv"
    rows.to_csv(path, index=False)
    return read_panel(path, **{**NAMES, **names})


def test_a_panel_comes_back_as_it_was_written(rows, tmp_path):
    known = drawn_panel(years=4)
    assert read(rows.sample(frac=1, random_state=1), tmp_path).values == pytest.approx(known.values)


def test_other_column_names(rows, tmp_path):
    renamed = rows.rename(columns={"value": "gva", "region": "area"})
    assert read(renamed, tmp_path, value="gva", region="area").regions[0] == "r00"


def test_an_absent_cell_is_missing_not_zero(rows, tmp_path):
    observations = read(rows.iloc[1:], tmp_path)
    assert np.isnan(observations.values[0, 0, 0])
    assert np.isnan(observations.values).sum() == 1


def test_codes_with_leading_zeros_stay_codes(rows, tmp_path):
    coded = rows.assign(industry="0" + rows["industry"].str[1:])
    assert read(coded, tmp_path).industries[0] == "000"


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (lambda rows: pd.concat([rows, rows.head(3)]), "6 rows share their cell"),
        (lambda rows: rows.drop(columns="year"), "lacks the column year"),
        (lambda rows: rows.assign(value="n/a?"), "holds text in"),
        (lambda rows: rows.assign(value=5.0), "Every series of the panel is constant"),
        (lambda rows: rows.assign(year="2001b"), "not a year"),
        (lambda rows: rows.assign(region=rows["region"].where(rows.index > 0)), "1 rows have no region"),
        (lambda rows: rows[rows["region"].isin(["r01", "r02"])], "at least 4 regions"),
        (lambda rows: rows.head(0), "no rows"),
    ],
)
def test_a_broken_panel_is_refused_with_a_sentence(rows, tmp_path, broken, sentence):
    with pytest.raises(SchemaError, match=sentence):
        read(broken(rows), tmp_path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(MissingDataError, match="no such panel"):
        read_panel(tmp_path / "none.csv", **NAMES)


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("")
    with pytest.raises(SchemaError, match="cannot be read"):
        read_panel(path, **NAMES)


def test_cutting_takes_later_years_away(rows):
    observations = from_rows(rows).until(2001)
    assert observations.years == (2000, 2001)
    assert observations.values.shape[2] == 2
    with pytest.raises(MissingDataError, match="no figure up to 1990"):
        observations.until(1990)


def test_amounts_below_zero_are_missing_and_counted(tmp_path):
    rows = as_rows(drawn_panel())
    rows.loc[[3, 40, 41], "value"] = -1.5
    path = tmp_path / "panel.csv"
    rows.to_csv(path, index=False)
    found = read_panel(path, region="region", industry="industry", year="year", value="value")
    assert np.isnan(found.values).sum() == 3
    assert found.notes == (f"3 of {len(rows)} cells are below zero and were taken as missing.",)


def test_a_region_called_na_is_a_region(tmp_path):
    rows = as_rows(drawn_panel()).replace({"region": {"r00": "NA"}})
    path = tmp_path / "panel.csv"
    rows.to_csv(path, index=False)
    assert "NA" in read_panel(path, region="region", industry="industry", year="year", value="value").regions


@pytest.mark.parametrize("ending", ["csv.gz", "csv.zip", "csv.xz", "csv.bz2"])
def test_a_file_that_is_packed_wrongly_is_refused_with_a_sentence(tmp_path, ending):
    path = tmp_path / f"panel.{ending}"
    path.write_bytes(b"this is no archive")
    with pytest.raises(SchemaError, match="cannot be read as CSV"):
        read_panel(path, **NAMES)


def test_figures_of_every_second_year_are_told_as_such(rows, tmp_path):
    with pytest.raises(SchemaError, match="two consecutive years"):
        read(rows[rows["year"] % 2 == 0], tmp_path)
