"""Table 5931: the country's real figures and synthetic regions, read by code and never by label."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis import panel, regions
from iidsp_analysis.errors import UnknownLabelError, WorkbookError
from iidsp_analysis.loaders import gva_divisions
from tests.loaders import workbooks

OLD, NEW = "2013-2018гг. периоды ", "2018-2026гг."
TAKEN = [*map(str, range(10, 34)), "B", "C", "IND"]


@pytest.fixture
def grids(reference: Path) -> dict[str, workbooks.Grid]:
    """A few blocks, to be spoilt."""
    names = workbooks.division_names(reference)
    return workbooks.table_5931(workbooks.division_figures(reference), names, only=workbooks.A_FEW)


def load(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> pd.DataFrame:
    return gva_divisions.load(workbooks.write(tmp_path / "5931.xlsx", grids), source="bns-5931")


@pytest.fixture(scope="module")
def whole(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The unspoilt workbook, loaded once."""
    figures = workbooks.division_figures(reference)
    return load(tmp_path_factory.mktemp("whole"), workbooks.table_5931(figures, workbooks.division_names(reference)))


def by_cell(frame: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    keys = zip(frame["region"], frame["industry"], frame["period"], strict=True)
    return dict(zip(keys, frame["value"], strict=True))


def test_the_country_comes_back_exactly(whole: pd.DataFrame, reference: Path) -> None:
    country = by_cell(whole[whole["region"] == "KZ"])
    assert country == {
        ("KZ", code, str(year)): value for (_, code, year), value in workbooks.division_figures(reference).items()
    }
    assert len(country) == 351
    panel.validate(whole)


def test_the_regions_come_back_exactly(whole: pd.DataFrame) -> None:
    labels = {**workbooks.FIRST_SHEET_LABELS, **workbooks.SECOND_SHEET_LABELS}
    expected = {
        (region_id(code, year), industry, str(year)): workbooks.synthetic_division(code, industry, year)
        for code in labels
        for year in range(2013, 2026)
        for industry in TAKEN
        if code != "KZ" and workbooks.region_exists(code, year)
    }
    assert by_cell(whole[whole["region"] != "KZ"]) == expected


def region_id(code: str, year: int) -> str:
    if code in {"VKO", "ALM", "KRG"}:
        return regions.resolve(code, borders=2022 if year >= 2021 else 2014).id
    return regions.resolve(code).id


def test_aggregates_are_left_out_and_told(whole: pd.DataFrame) -> None:
    assert set(whole["industry"]) == set(TAKEN)
    reasons = {omission["industry"]: omission["why"] for omission in whole.attrs["left_out"]}
    assert {code for code, why in reasons.items() if "aggregate" in why} == {"13-15", "24-25", "26-30,33"}
    assert reasons["35"] == "outside manufacturing"


def test_24_and_24_25_share_a_label_and_24_is_taken(
    whole: pd.DataFrame, reference: Path, grids: dict[str, workbooks.Grid]
) -> None:
    assert sum(value == "Металлургическая промышленность" for value in grids[OLD][3]) == 2
    figures = workbooks.division_figures(reference)
    assert by_cell(whole)["KZ", "24", "2017"] == figures["KZ", "24", 2017]


def test_a_footnoted_year_keeps_its_note(whole: pd.DataFrame) -> None:
    assert set(whole.loc[whole["period"] == "2017", "note"]) == {"уточненные данные"}
    assert set(whole.loc[whole["period"] == "2017", "status"]) == {"observed"}


def test_the_newer_sheet_wins(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[OLD], "Республика", "2018 год", "Производство мебели")
    grids[OLD][row][col] = 1.0
    loaded = load(tmp_path, grids)
    [difference] = loaded.attrs["differences"]
    assert (difference["industry"], difference["period"], difference["older"]) == ("31", "2018", 1.0)
    assert by_cell(loaded)["KZ", "31", "2018"] == difference["newer"] != 1.0


# --- faults --------------------------------------------------------------------------------------------------------


def fails(tmp_path: Path, grids: dict[str, workbooks.Grid], *words: str, error: type = WorkbookError) -> None:
    with pytest.raises(error) as raised:
        load(tmp_path, grids)
    for word in ("5931.xlsx", *words):
        assert word in str(raised.value), str(raised.value)


def test_truncated_file(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    path = workbooks.write(tmp_path / "5931.xlsx", grids)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(WorkbookError, match=r"5931\.xlsx"):
        gva_divisions.load(path, source="bns-5931")


def test_renamed_sheet(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    fails(tmp_path, {"Данные" if name == NEW else name: grid for name, grid in grids.items()}, "'Данные'")


def test_codes_shifted_against_the_names(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    food = workbooks.column(grids[NEW], "Производство продуктов питания")
    line = grids[NEW][4]
    line[food:] = [*line[food + 1 :], "40"]
    fails(tmp_path, grids, f"sheet '{NEW}'", "cell K4", "code 11", "name of 10")


def test_a_name_without_a_code(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[NEW], "Производство мебели")
    grids[NEW][4][col] = ""
    fails(tmp_path, grids, f"sheet '{NEW}'", "No code stands under 'Производство мебели'")


def test_code_row_dropped(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    del grids[NEW][4]
    fails(tmp_path, grids, f"sheet '{NEW}'", "No code stands under")


def test_division_dropped(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[NEW], "Производство мебели")
    for line in grids[NEW]:
        del line[col : col + 1]
    fails(tmp_path, grids, f"sheet '{NEW}'", "no column for 31")


def test_code_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[NEW], "Металлургическая")
    grids[NEW][4][col] = "24"
    fails(tmp_path, grids, f"sheet '{NEW}'", "second column for 24")


def test_unknown_region(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row = next(row for row, line in enumerate(grids[NEW]) if line[1] == "Ұлытау")
    grids[NEW][row][1] = "Улетау"
    fails(tmp_path, grids, f"sheet '{NEW}'", f"cell B{row + 1}", "Улетау", error=UnknownLabelError)


def test_text_in_a_number_cell(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[NEW], "Ұлытау", "2022 год", "Производство продуктов питания")
    grids[NEW][row][col] = "см. примечание"
    fails(tmp_path, grids, f"sheet '{NEW}'", f"cell K{row + 1}", "см. примечание")


def test_year_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, _ = workbooks.find(grids[NEW], "Ұлытау", "2022 год", "Производство мебели")
    grids[NEW][row][1] = 2023.0
    following, _ = workbooks.find(grids[NEW], "Ұлытау", "2023 год", "Производство мебели")
    fails(tmp_path, grids, f"sheet '{NEW}'", f"cell B{following + 1}", f"first in B{row + 1}")
