"""Tables 5927 and 450904: every trait of the layout, the real figures back exactly, faults named by cell."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis import panel, regions, schema
from iidsp_analysis.errors import UnknownLabelError, WorkbookError
from iidsp_analysis.loaders import gva_sections
from tests.loaders import workbooks

OLD, NEW = "ВРП_2010-2018 ", "ВРП_2018-2026"
INDICATORS = {"GRP": ("grp", "TOTAL"), "NET_TAXES": ("grp", "NET_TAXES"), "FISIM": ("grp", "FISIM")}


@pytest.fixture
def grids(reference: Path) -> dict[str, workbooks.Grid]:
    """A few blocks of table 5927, to be spoilt."""
    return workbooks.table_5927(workbooks.section_figures(reference), only=workbooks.A_FEW)


@pytest.fixture
def all_grids(reference: Path) -> dict[str, workbooks.Grid]:
    return workbooks.table_5927(workbooks.section_figures(reference))


def load(tmp_path: Path, grids: dict[str, workbooks.Grid], name: str = "5927.xlsx") -> pd.DataFrame:
    return gva_sections.load(workbooks.write(tmp_path / name, grids), source="bns-5927")


@pytest.fixture(scope="module")
def whole(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The unspoilt workbook of table 5927, loaded once."""
    return load(tmp_path_factory.mktemp("whole"), workbooks.table_5927(workbooks.section_figures(reference)))


@pytest.fixture(scope="module")
def index(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The unspoilt workbook of table 450904, loaded once."""
    return load_index(tmp_path_factory.mktemp("index"), workbooks.table_450904(workbooks.index_figures(reference)))


def region_id(code: str, year: int) -> str:
    if code in {"VKO", "ALM", "KRG"}:
        return regions.resolve(code, borders=2022 if year >= 2021 else 2014).id
    return regions.resolve(code).id


def as_mapping(frame: pd.DataFrame) -> dict[tuple[str, str, str, str], float]:
    keys = zip(frame["region"], frame["indicator"], frame["industry"], frame["period"], strict=True)
    return dict(zip(keys, frame["value"], strict=True))


def expected(figures: workbooks.Figures, indicator: str) -> dict[tuple[str, str, str, str], float]:
    return {
        (region_id(code, year), *INDICATORS.get(item, (indicator, item)), str(year)): value
        for (code, item, year), value in figures.items()
    }


def test_5927_returns_every_real_figure_and_nothing_else(whole: pd.DataFrame, reference: Path) -> None:
    figures = workbooks.section_figures(reference)
    assert as_mapping(whole) == expected(figures, "gva")
    assert len(whole) == len(figures) > 6000
    assert whole.attrs["differences"] == []


def test_5927_rows_keep_the_contract_of_the_panel(whole: pd.DataFrame) -> None:
    assert list(whole.columns) == list(schema.COLUMNS)
    panel.validate(whole)
    assert set(whole["unit"]) == {"mln KZT"}
    assert set(whole["source"]) == {"bns-5927"}
    totals = whole[whole["indicator"] == "grp"]
    assert set(totals["classification"]) == {"total"}


def test_5927_marks_the_year_with_an_asterisk_as_provisional(whole: pd.DataFrame) -> None:
    assert set(whole.loc[whole["period"] == "2025", "status"]) == {schema.PROVISIONAL}
    assert set(whole.loc[whole["period"] == "2025", "note"]) == {"предварительные данные"}
    assert set(whole.loc[whole["period"] != "2025", "status"]) == {schema.OBSERVED}


def test_5927_names_two_territories_of_one_code_by_year(whole: pd.DataFrame) -> None:
    manufacturing = whole[(whole["industry"] == "C")]
    years = manufacturing.groupby("region")["period"].agg(["min", "max"])
    assert tuple(years.loc["east_kazakhstan_pre2022"]) == ("2010", "2020")
    assert tuple(years.loc["east_kazakhstan"]) == ("2021", "2025")
    assert tuple(years.loc["south_kazakhstan"]) == ("2010", "2017")
    assert tuple(years.loc["turkistan"]) == ("2011", "2025")
    assert tuple(years.loc["abai"]) == ("2021", "2025")


def test_the_newer_sheet_wins_and_the_difference_is_told(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[OLD], "Павлодарская", "2018 год", "Обрабатывающая")
    newer = grids[NEW][workbooks.find(grids[NEW], "Павлодарская", "2018 год", "Обрабатывающая")[0]]
    grids[OLD][row][col] = 12.5
    loaded = load(tmp_path, grids)
    [difference] = loaded.attrs["differences"]
    assert (difference["region"], difference["industry"], difference["period"]) == ("pavlodar", "C", "2018")
    assert difference["older"] == 12.5
    assert difference["newer"] == newer[workbooks.column(grids[NEW], "Обрабатывающая")]
    assert as_mapping(loaded)["pavlodar", "gva", "C", "2018"] == difference["newer"]
    assert str(difference["older_place"]).startswith("ВРП_2010-2018!")


def test_the_order_of_the_sheets_does_not_matter(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[OLD], "Павлодарская", "2018 год", "Обрабатывающая")
    grids[OLD][row][col] = 12.5
    loaded = load(tmp_path, dict(reversed(grids.items())))
    assert as_mapping(loaded)["pavlodar", "gva", "C", "2018"] != 12.5


def test_a_confidential_cell_is_missing_and_suppressed(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[NEW], "Ұлытау", "2023 год", "Обрабатывающая")
    grids[NEW][row][col] = "x"
    loaded = load(tmp_path, grids)
    is_cell = (loaded["region"] == "ulytau") & (loaded["industry"] == "C") & (loaded["period"] == "2023")
    [suppressed] = loaded[is_cell].to_dict("records")
    assert math.isnan(suppressed["value"])
    assert suppressed["status"] == schema.SUPPRESSED


def test_a_typed_number_is_a_number(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[NEW], "Ұлытау", "2023 год", "Обрабатывающая")
    grids[NEW][row][col] = "1\u00a0234 567,8"
    assert as_mapping(load(tmp_path, grids))["ulytau", "gva", "C", "2023"] == 1_234_567.8


def test_a_row_inserted_above_changes_nothing(
    tmp_path: Path, reference: Path, all_grids: dict[str, workbooks.Grid]
) -> None:
    for grid in all_grids.values():
        grid.insert(1, ["по регионам"])
    assert as_mapping(load(tmp_path, all_grids)) == expected(workbooks.section_figures(reference), "gva")


def test_codes_of_regions_are_not_needed(tmp_path: Path, reference: Path, all_grids: dict[str, workbooks.Grid]) -> None:
    for grid in all_grids.values():
        for line in grid[5:]:
            line[0] = "" if str(line[0]).startswith("0") else line[0]
    assert as_mapping(load(tmp_path, all_grids)) == expected(workbooks.section_figures(reference), "gva")


# --- faults --------------------------------------------------------------------------------------------------------


def fails(tmp_path: Path, grids: dict[str, workbooks.Grid], *words: str, error: type = WorkbookError) -> None:
    with pytest.raises(error) as raised:
        load(tmp_path, grids)
    told = str(raised.value)
    for word in ("5927.xlsx", *words):
        assert word in told, told


def cell_name(row: int, col: int) -> str:
    return f"{chr(ord('A') + col)}{row + 1}"


def test_truncated_file(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    path = workbooks.write(tmp_path / "5927.xlsx", grids)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(WorkbookError, match=r"5927\.xlsx"):
        gva_sections.load(path, source="bns-5927")


def test_renamed_sheet(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    renamed = {"Лист1" if name == NEW else name: grid for name, grid in grids.items()}
    fails(tmp_path, renamed, "'Лист1'", "'ВРП_2010-2018'", "1 of at least 2 sheets")
    fails(tmp_path, {f"Лист{number}": grid for number, grid in enumerate(grids.values())}, "'Лист0'", "'Лист1'")


def test_heading_shifted_against_the_figures(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    top = next(row for row, line in enumerate(grids[NEW]) if line[0] == "Код КАТО")
    del grids[NEW][top][4]
    last = cell_name(top + 3, len(grids[NEW][top]))
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", f"cell {last}", "under no heading")


def test_a_column_dropped_from_the_figures_and_the_heading(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[NEW], "Обрабатывающая")
    for line in grids[NEW]:
        del line[col : col + 1]
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", "no column for C")


def test_no_heading(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    for line in grids[NEW][:4]:
        line[0] = ""
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", "Код КАТО")


def test_unknown_region(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row = next(row for row, line in enumerate(grids[OLD]) if line[1] == "Жамбылская")
    grids[OLD][row][1] = "Джезказганская"
    fails(tmp_path, grids, "sheet 'ВРП_2010-2018'", f"cell B{row + 1}", "Джезказганская", error=UnknownLabelError)


def test_unknown_section(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[OLD], "Строительство")
    grids[OLD][3][col] = "Цифровая экономика"
    fails(tmp_path, grids, "sheet 'ВРП_2010-2018'", f"cell {cell_name(3, col)}", "Цифровая экономика")


def test_section_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    col = workbooks.column(grids[OLD], "Строительство")
    grids[OLD][3][col] = "Образование"
    fails(tmp_path, grids, "sheet 'ВРП_2010-2018'", "second column for P")


def test_text_in_a_number_cell(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[NEW], "Павлодарская", "2022 год", "Обрабатывающая")
    grids[NEW][row][col] = "в 2 раза"
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", f"cell {cell_name(row, col)}", "в 2 раза")


def test_year_twice_in_a_block(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, _ = workbooks.find(grids[NEW], "Павлодарская", "2022 год", "Обрабатывающая")
    grids[NEW][row][1] = "2021 год"
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", f"cell B{row + 1}", "2021", "twice")


def test_region_twice(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row = next(row for row, line in enumerate(grids[OLD]) if line[1] == "Павлодарская")
    grids[OLD][row][1] = "Жамбылская"
    fails(tmp_path, grids, "sheet 'ВРП_2010-2018'", "zhambyl", "twice")


def test_a_period_that_is_none(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, _ = workbooks.find(grids[NEW], "Павлодарская", "2022 год", "Обрабатывающая")
    grids[NEW][row][1] = "прошлый раз"
    fails(tmp_path, grids, f"cell B{row + 1}", "прошлый раз")


def test_the_first_region_without_its_label(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[NEW][5][1] = ""
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", "cell B7", "before the first region")


def test_another_unit(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    grids[NEW][1][-1] = "млрд. тенге"
    fails(tmp_path, grids, "sheet 'ВРП_2018-2026'", "млрд. тенге", "another unit")


def test_a_figure_for_a_region_that_did_not_exist(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> None:
    row, col = workbooks.find(grids[NEW], "область Абай", "2019 год", "Обрабатывающая")
    grids[NEW][row][col] = 5.0
    fails(tmp_path, grids, f"cell {cell_name(row, col)}", "abai", "2019")


# --- table 450904 ----------------------------------------------------------------------------------------------------


def load_index(tmp_path: Path, grids: dict[str, workbooks.Grid]) -> pd.DataFrame:
    return gva_sections.load(workbooks.write(tmp_path / "450904.xlsx", grids), source="bns-450904")


def test_450904_returns_the_real_index_of_manufacturing(index: pd.DataFrame, reference: Path) -> None:
    manufacturing = index[index["industry"] == "C"]
    assert as_mapping(manufacturing) == expected(workbooks.index_figures(reference), "gva_volume_index")
    panel.validate(index)


def test_450904_reads_other_sections_and_leaves_the_whole_out(index: pd.DataFrame, reference: Path) -> None:
    assert set(index["indicator"]) == {"gva_volume_index"}
    assert schema.TOTAL not in set(index["industry"])
    assert index.attrs["left_out"][0]["industry"] == "GRP"
    transport = as_mapping(index[index["industry"] == "H"])
    assert transport["akmola", "gva_volume_index", "H", "2015"] == workbooks.synthetic_index("H", 2015)
    assert len(transport) == len(workbooks.index_figures(reference))


def test_450904_keeps_no_zero_and_the_footnote_of_2021(index: pd.DataFrame) -> None:
    assert (index["value"] > 0).all()
    assert set(index.loc[index["period"] == "2021", "note"]) == {"с учетом новых областей"}
    assert not (index["region"].isin(["turkistan", "shymkent"]) & (index["period"] < "2018")).any()
    assert not ((index["region"] == "KZ") & (index["period"] > "2022") & (index["industry"] == "C")).any()


def test_450904_a_single_zero_in_a_line_is_missing(tmp_path: Path, reference: Path) -> None:
    grids = workbooks.table_450904(workbooks.index_figures(reference))
    row, col = workbooks.find(grids["ИФО ВДС_2010-2017"], "Жамбылская", "2013", "Строительство")
    grids["ИФО ВДС_2010-2017"][row][col] = 0.0
    found = as_mapping(load_index(tmp_path, grids))
    assert ("zhambyl", "gva_volume_index", "F", "2013") not in found
    assert ("zhambyl", "gva_volume_index", "C", "2013") in found
