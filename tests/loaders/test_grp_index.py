"""Table 5926: workbooks generated in the layout of table 5923, because no real one was at hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis import editions, panel, schema
from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders import dropped, grp_index
from tests.loaders import workbooks

TITLE = "Индекс физического объема валового регионального продукта"
UNIT = "в процентах к предыдущему году"
LABELS = ("Республика Казахстан", "Акмолинская", "Южно-Казахстанская", "Туркестанская", "г. Шымкент", "Абай")


def grid(title: str = TITLE, unit: str = UNIT, years: range = range(2016, 2022)) -> workbooks.Grid:
    """Made-up indices: 100 and the number of the row, the last digit of the year as decimal; a quarter before each."""
    head = [heading for year in years for heading in (f"1 квартал {year}", f"{year} год")]
    lines: workbooks.Grid = [[title, *[""] * len(head)], [*[""] * len(head), unit], ["", *head]]
    for number, label in enumerate(LABELS):
        lines.append([label, *(value for year in years for value in (99.0, printed(label, number, year)))])
    return lines


def printed(label: str, number: int, year: int) -> float:
    """An index as printed: zero where the region did not exist."""
    absent = (label == "Абай" and year < 2021) or (label == "Южно-Казахстанская" and year > 2017)
    return 0.0 if absent else 100.0 + number + (year % 10) / 10


def written(folder: Path, **changes: object) -> Path:
    return workbooks.write(folder / "download.xlsx", {"2016-2021": grid(**changes)})


def test_whole_years_are_read_and_zeros_are_missing(tmp_path: Path) -> None:
    rows = grp_index.load(written(tmp_path), source="bns-5926@download.xlsx")
    panel.validate(rows)
    assert set(rows[schema.INDICATOR]) == {"grp_volume_index"}
    told = rows.set_index([schema.REGION, schema.PERIOD])[schema.VALUE]
    assert told["KZ", "2016"] == 100.6
    assert told["akmola", "2021"] == 101.1
    assert told["abai", "2021"] == 105.1
    assert 99.0 not in set(told)
    assert sorted(told["south_kazakhstan"].index) == ["2016", "2017"]
    assert len(told) == 3 * 6 + 2 + 6 + 1


def test_recognised_by_name_and_by_content(tmp_path: Path) -> None:
    assert dropped.recognise(written(tmp_path)) == "5926"
    assert dropped.recognise(Path("bns_5926.xlsx")) == "5926"
    english = {"title": "Volume index of gross regional product", "unit": "in % to the previous year"}
    assert dropped.recognise(written(tmp_path, **english)) == "5926"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "в процентах к 2005 году"}, "index is to the previous year"),
        ({"unit": "млн. тенге, к предыдущему году"}, "another unit"),
        ({"years": range(2016, 2017)}, "No row of years"),
    ],
)
def test_another_base_unit_or_layout_is_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(WorkbookError, match=words) as raised:
        grp_index.load(written(tmp_path, **changes), source="bns-5926")
    assert "download.xlsx" in str(raised.value)


def test_a_dropped_file_becomes_an_edition_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "bns").mkdir()
    workbooks.write(tmp_path / "bns" / "bns_5926.xlsx", {"2016-2021": grid()})
    nothing = pd.DataFrame(columns=list(schema.COLUMNS))
    ledger = pd.DataFrame(columns=["source", "action", "period", "region"], dtype=str)
    (edition,) = editions.read_editions(tmp_path, {}, nothing, ledger)
    assert edition.source.table_id == "bns-5926"
    assert edition.source.indicator == "grp_volume_index"
    assert edition.source.coverage == "2016–2021"
    assert not editions.unread_files(tmp_path, {})
