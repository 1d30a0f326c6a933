"""Table 5923: the publisher's real workbook, and generated ones with faults."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from iidsp_analysis import panel, regions, schema
from iidsp_analysis.errors import UnknownLabelError, WorkbookError
from iidsp_analysis.loaders import grp
from iidsp_analysis.loaders.vintages import compare_vintages
from tests.loaders import workbooks

LAST = "2008-2023"
ROUBLE_YEARS = ["1990", "1991", "1992"]


@pytest.fixture
def real(reference: Path) -> Path:
    return reference / "data" / "workbooks" / "bns_5923_gross_regional_product_en.xlsx"


@pytest.fixture
def grids(real: Path) -> dict[str, workbooks.Grid]:
    book = CalamineWorkbook.from_path(real)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.fixture
def embedded(reference: Path) -> pd.DataFrame:
    figures = workbooks.section_figures(reference)
    rows = [
        (region_id(code, year), "TOTAL", "grp", str(year), value)
        for (code, item, year), value in figures.items()
        if item == "GRP"
    ]
    return pd.DataFrame(rows, columns=["region", "industry", "indicator", "period", "value"])


def region_id(code: str, year: int) -> str:
    if code in {"VKO", "ALM", "KRG"}:
        return regions.resolve(code, borders=2022 if year >= 2021 else 2014).id
    return regions.resolve(code).id


def by_region_and_year(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    return dict(zip(zip(frame["region"], frame["period"], strict=True), frame["value"], strict=True))


def test_the_real_workbook_equals_the_embedded_figures_to_2022(real: Path, embedded: pd.DataFrame) -> None:
    loaded = grp.load(real, source="bns-5923")
    ours = by_region_and_year(loaded[loaded["period"].between("2010", "2022")])
    theirs = by_region_and_year(embedded[embedded["period"].between("2010", "2022")])
    assert ours == theirs
    assert len(ours) == 246


def test_exactly_the_21_preliminary_cells_of_2023_differ(real: Path, embedded: pd.DataFrame) -> None:
    loaded = grp.load(real, source="bns-5923")
    differing = compare_vintages(loaded, embedded)
    assert len(differing) == 21
    assert set(differing["period"]) == {"2023"}
    assert set(differing["region"]) == {region.id for region in regions.regions_of(2022)} | {"KZ"}
    assert (differing["difference"] == differing["loaded"] - differing["embedded"]).all()
    assert set(loaded.loc[loaded["status"] == schema.PROVISIONAL, "period"]) == {"2023"}


def test_roubles_are_left_out_and_told(real: Path) -> None:
    loaded = grp.load(real, source="bns-5923")
    assert loaded["period"].min() == "1993"
    assert [omission["period"] for omission in loaded.attrs["left_out"]] == ROUBLE_YEARS
    assert all("roubles" in omission["why"] for omission in loaded.attrs["left_out"])


def test_every_annual_cell_is_read_once_and_no_running_total(real: Path, grids: dict[str, workbooks.Grid]) -> None:
    loaded = grp.load(real, source="bns-5923")
    printed = [
        line[col]
        for grid in grids.values()
        for col, heading in enumerate(grid[2])
        if col and str(heading)[:4] not in ROUBLE_YEARS and str(heading)[:2] in {"19", "20"}
        for line in grid[3:]
        if isinstance(line[col], float)
    ]
    assert sorted(loaded["value"]) == sorted(printed)
    panel.validate(loaded)


def test_akmola_before_1997_says_that_astana_is_in_it(real: Path) -> None:
    loaded = grp.load(real, source="bns-5923").set_index(["region", "period"])
    assert "Astana" in loaded.loc[("akmola", "1996"), "note"]
    assert loaded.loc[("akmola", "1997"), "note"] == ""
    assert "Akmola" in loaded.loc[("astana", "1997"), "note"]


def test_a_zero_stands_for_missing(tmp_path: Path, real: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][16][64] = 0.0  # South Kazakhstan, which ended in 2018
    grids[LAST][4][4] = 0.0  # Abai in 2008
    loaded = grp.load(workbooks.write(tmp_path / "5923.xlsx", grids), source="bns-5923")
    pd.testing.assert_frame_equal(loaded, grp.load(real, source="bns-5923"))


def test_a_figure_for_a_region_that_did_not_exist(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][16][64] = 7.0
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell BM17", "south_kazakhstan in 2023")


# --- faults --------------------------------------------------------------------------------------------------------


def fails(tmp_path: Path, grids: dict[str, workbooks.Grid], *words: str, error: type = WorkbookError) -> None:
    with pytest.raises(error) as raised:
        grp.load(workbooks.write(tmp_path / "5923.xlsx", grids), source="bns-5923")
    for word in ("5923.xlsx", *words):
        assert word in str(raised.value), str(raised.value)


def test_unspoilt_copy_loads(tmp_path: Path, real: Path, grids: dict[str, workbooks.Grid]) -> None:
    copy = grp.load(workbooks.write(tmp_path / "5923.xlsx", grids), source="bns-5923")
    pd.testing.assert_frame_equal(copy, grp.load(real, source="bns-5923"))


def test_truncated_file(tmp_path: Path, real: Path) -> None:
    path = tmp_path / "5923.xlsx"
    path.write_bytes(real.read_bytes()[:9000])
    with pytest.raises(WorkbookError, match=r"5923\.xlsx"):
        grp.load(path, source="bns-5923")


def test_renamed_sheet(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    renamed = {"Sheet1" if name == LAST else name: grid for name, grid in grids.items()}
    fails(tmp_path, renamed, "'Sheet1'", "2 of at least 3 sheets")


def test_unknown_region(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][10][0] = "Zhanbyl oblast of the moon"
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell A11", error=UnknownLabelError)


def test_text_in_a_number_cell(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][10][40] = "n/a soon"
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell AO11", "n/a soon")


def test_year_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][2][40] = 2016.0
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell AO3", "2016", "twice")


def test_region_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][17][0] = "Zhambyl"
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell E18", "zhambyl", "twice")


def test_heading_shifted_to_the_left(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][2] = [*grids[LAST][2][:1], *grids[LAST][2][2:], ""]
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell BM4", "under no heading")


def test_column_of_names_dropped(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST] = [line[1:] for line in grids[LAST]]
    fails(tmp_path, grids, f"sheet '{LAST}'", "region names is missing")


def test_heading_that_is_no_period(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][2][40] = "total"
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell AO3", "'total' is no period")


def test_no_heading(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    del grids[LAST][2]
    fails(tmp_path, grids, f"sheet '{LAST}'", "No row of years")


def test_another_table_of_the_same_shape(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST][1][-1] = "in % to the previous year"
    fails(tmp_path, grids, f"sheet '{LAST}'", "cell BM2", "another unit")


def test_a_row_inserted_above_changes_nothing(tmp_path: Path, real: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[LAST].insert(1, ["by regions"])
    shifted = grp.load(workbooks.write(tmp_path / "5923.xlsx", grids), source="bns-5923")
    pd.testing.assert_frame_equal(shifted, grp.load(real, source="bns-5923"))
