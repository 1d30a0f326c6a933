"""The user's confidential table: what is read, and that everything doubtful is refused in a sentence with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from iidsp_analysis.errors import (
    AnalysisError,
    BoundaryError,
    SchemaError,
    SourceError,
    UnitError,
    UnknownLabelError,
    WorkbookError,
)
from iidsp_analysis.loaders.confidential import located, read_tables
from iidsp_analysis.loaders.confidential_rows import COLUMNS

HEAD = ",".join(COLUMNS)
GOOD = "Akmola Region,24,2023,100.5,mln KZT,4,60.0,20.0"


def written(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "wages.csv"
    path.write_bytes("\n".join([head, *rows]).encode(encoding))
    return path


def test_a_table_is_read_with_its_totals(tmp_path: Path) -> None:
    rows = [GOOD, "AKM,25,2023,50,mln KZT,1,50,", "Абай,24,2023,30.25,mln KZT,2,20,10.25"]
    (table,) = read_tables(written(tmp_path, *rows))
    assert (table.regions, table.industries) == (("abai", "akmola"), ("24", "25"))
    assert table.told.value.tolist() == [[30.25, 0.0, 30.25], [100.5, 50.0, 150.5], [130.75, 50.0, 180.75]]
    assert table.told.contributors.tolist() == [[2, 0, 2], [4, 1, 5], [6, 1, 7]]
    assert table.told.largest[-1].tolist() == [60.0, 50.0, 60.0]
    assert table.told.second[-1].tolist() == [20.0, 0.0, 50.0]
    assert (table.year, table.unit, table.decimals) == (2023, "mln KZT", 2)


def test_each_year_is_a_table_of_its_own(tmp_path: Path) -> None:
    tables = read_tables(written(tmp_path, GOOD, GOOD.replace("2023", "2021")))
    assert [table.year for table in tables] == [2021, 2023]


def test_without_contributions_only_counts_are_known(tmp_path: Path) -> None:
    head = "region,industry,year,value,unit,count"
    (table,) = read_tables(written(tmp_path, "AKM,24,2023,100,persons,4", head=head))
    assert np.isnan(table.told.largest).all()
    assert np.isnan(table.told.second).all()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_decimal_commas_and_codes_of_text(tmp_path: Path, encoding: str) -> None:
    row = "Акмолинская область;24;2023;1 100,5;млн тенге;4;1 060,0;20,25"
    (table,) = read_tables(written(tmp_path, row, head=HEAD.replace(",", ";"), encoding=encoding))
    assert table.told.value[0, 0] == 1100.5
    assert table.unit == "млн тенге"


def test_an_empty_cell_may_be_written_with_its_zero(tmp_path: Path) -> None:
    (table,) = read_tables(written(tmp_path, GOOD, "AKM,25,2023,0,mln KZT,0,,"))
    assert table.told.contributors[0].tolist() == [4, 0, 4]


def test_borders_of_the_year_or_as_told(tmp_path: Path) -> None:
    old = GOOD.replace("Akmola Region", "South Kazakhstan Region").replace("2023", "2017")
    assert read_tables(written(tmp_path, old))[0].regions == ("south_kazakhstan",)
    with pytest.raises(BoundaryError):
        read_tables(written(tmp_path, old), borders=2022)


def test_a_total_may_tell_its_own_contributors(tmp_path: Path) -> None:
    """One enterprise with plants in two regions is one contributor of the country's total."""
    rows = [
        GOOD,
        "Abai,24,2023,80,mln KZT,4,60,10",
        "TOTAL,24,2023,180.5,mln KZT,6,120,20",
        "KZ,total,2023,,mln KZT,6,,",
    ]
    with pytest.raises(SchemaError, match="does not tell its largest"):
        read_tables(written(tmp_path, *rows))
    rows[-1] = "KZ,total,2023,,mln KZT,6,120,20"
    (table,) = read_tables(written(tmp_path, *rows))
    assert table.told.contributors[-1].tolist() == [6, 6]
    assert table.told.largest[-1].tolist() == [120.0, 120.0]
    assert table.told.value[-1, -1] == 180.5


def with_cell(column: str, text: str) -> str:
    cells = GOOD.split(",")
    cells[COLUMNS.index(column)] = text
    return ",".join(cells)


@pytest.mark.parametrize(
    ("rows", "error", "words"),
    [
        ([with_cell("region", "")], SchemaError, "no region"),
        ([with_cell("region", "Atlantis")], UnknownLabelError, "Atlantis"),
        ([with_cell("industry", "")], SchemaError, "no industry"),
        ([with_cell("industry", "99")], UnknownLabelError, "99"),
        ([with_cell("industry", "24-25")], UnknownLabelError, "24-25"),
        ([with_cell("year", "")], SchemaError, "no year"),
        ([with_cell("year", "2023 Q1")], SchemaError, "no year"),
        ([with_cell("value", "")], SchemaError, "no value"),
        ([with_cell("value", "many")], SchemaError, "many"),
        ([with_cell("value", "nan")], SchemaError, "nan"),
        ([with_cell("value", "inf")], SchemaError, "inf"),
        ([with_cell("value", "-5")], SchemaError, "below zero"),
        ([with_cell("value", "1" * 17)], SchemaError, "larger than"),
        ([with_cell("unit", "")], SchemaError, "no unit"),
        ([with_cell("count", "")], SchemaError, "how many"),
        ([with_cell("count", "2.5")], SchemaError, "how many"),
        ([with_cell("count", "-1")], SchemaError, "how many"),
        ([with_cell("count", "0")], SchemaError, "Nobody contributes"),
        ([with_cell("count", "1")], SchemaError, "alone has no second"),
        ([with_cell("count", "2")], SchemaError, "cannot make up"),
        ([with_cell("largest", "")], SchemaError, "largest contribution"),
        ([with_cell("largest", "90")], SchemaError, "more than the value"),
        ([with_cell("largest", "10")], SchemaError, "above the largest"),
        ([with_cell("second_largest", "")], SchemaError, "second largest"),
        ([with_cell("second_largest", "5")], SchemaError, "cannot make up"),
        ([GOOD, GOOD.replace("Akmola Region", "AKM")], SchemaError, "told twice"),
        ([GOOD, GOOD.replace("24", "25").replace("mln", "bn")], UnitError, "two units"),
        ([GOOD, GOOD.replace(",24,", ",XV,")], SchemaError, "mixes"),
        ([GOOD + ",7"], WorkbookError, "beside"),
        ([], WorkbookError, "no rows"),
        (["TOTAL,24,2023,100.5,mln KZT,4,60,20"], SchemaError, "totals only"),
        ([GOOD, "TOTAL,25,2023,100.5,mln KZT,4,60,20"], SchemaError, "no cells"),
        ([GOOD, "TOTAL,24,2023,120.5,mln KZT,4,60,40"], SchemaError, "not the sum"),
        ([GOOD, "TOTAL,24,2023,100.5,mln KZT,5,60,20"], SchemaError, "More contribute"),
        ([GOOD, "TOTAL,24,2023,100.5,mln KZT,3,60,21"], SchemaError, "Fewer contribute"),
        ([GOOD, "TOTAL,24,2023,100.5,mln KZT,4,40,21"], SchemaError, "below the largest"),
    ],
)
def test_doubtful_rows_are_refused(tmp_path: Path, rows: list[str], error: type[AnalysisError], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        read_tables(written(tmp_path, *rows))
    assert raised.value.where.startswith("wages.csv"), "every refusal says where"
    assert raised.value.what_next, "every refusal says what to do"
    assert raised.value.what.endswith((".", ")")), "every refusal is a sentence"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (HEAD.replace(",count", ""), "lacks the column count"),
        (HEAD.replace(",largest", ""), "lacks the column largest"),
        (HEAD + ",bank_account", "unknown column bank_account"),
        (HEAD + ",count", "has twice count"),
    ],
)
def test_doubtful_headings_are_refused(tmp_path: Path, head: str, words: str) -> None:
    with pytest.raises(WorkbookError, match=words):
        read_tables(written(tmp_path, GOOD, head=head))


def test_a_contradiction_names_its_row(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as raised:
        read_tables(written(tmp_path, GOOD, "", with_cell("count", "2").replace(",24,", ",25,")))
    assert "row 4" in raised.value.where


def test_what_is_no_text_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_tables(tmp_path / "absent.csv")
    workbook = tmp_path / "wages.csv"
    workbook.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(WorkbookError, match="workbook"):
        read_tables(workbook)


def test_a_name_is_looked_up_in_the_folder_of_confidential_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "raw" / "confidential"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "raw" / "sources.yml").write_text("", encoding="utf-8")
    inside = written(folder, GOOD)
    monkeypatch.setenv("IIDSP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert located(Path("wages")) == located(Path("wages.csv")) == inside
    assert located(Path("elsewhere/wages.csv")) == Path("elsewhere/wages.csv")
