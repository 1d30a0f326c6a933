"""Tables 446905/446906: the published figures come back exactly, and every fault is named down to the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import regions, schema
from iidsp_analysis.errors import UsageError, WorkbookError
from iidsp_analysis.loaders.trade import load
from iidsp_analysis.loaders.trade_sections import gaps, to_hs_sections, unit_slips, unmatched_share
from tests.loaders.trade_workbooks import Line, TradeSheet, month_label, published_sheets, write

NAN = np.nan


def months(*thousand_usd: float, tonnes_per_thousand: float = 2.0) -> np.ndarray:
    """Values of one row: tonnes, an empty additional unit, thousand USD."""
    values = np.array(thousand_usd)
    return np.column_stack([values * tonnes_per_thousand, np.full(len(values), NAN), values])


def small_sheet(year: int = 2019) -> TradeSheet:
    """Two months, two regions; flour and copper from Akmola, nothing but zero from Atyrau."""
    return TradeSheet(
        name=str(year),
        months=[month_label(f"{year}-01"), month_label(f"{year}-02", preliminary=True)],
        country=Line("Республики Казахстан", months(30.0, 50.0)),
        rows=[
            Line("Акмолинская", months(30.0, 50.0)),
            Line("010121", months(10.0, NAN)),
            Line(740311, months(20.0, 50.0)),
            Line("Атырауская", months(0.0, NAN)),
            Line("270900", months(0.0, NAN)),
        ],
    )


@pytest.fixture
def write_and_load(tmp_path: Path) -> Callable[..., pd.DataFrame]:
    def write_and_load(*sheets: TradeSheet, flow: str = "exports", **options: object) -> pd.DataFrame:
        path = write(tmp_path / "bns_446905_2026-01-15.xlsx", sheets, **options)  # type: ignore[arg-type]
        return load(path, source="bns-446905", flow=flow)

    return write_and_load


# --- the published figures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(reference: Path) -> pd.Series:
    table = pd.read_csv(reference / "data" / "kz" / "exports_by_region_hs_section_monthly.csv")
    return table.set_index(["month", "region", "hs_section"])["exports_thousand_usd"]


@pytest.fixture(scope="module")
def rows(published: pd.Series, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = tmp_path_factory.mktemp("trade") / "bns_446905.xlsx"
    write(path, published_sheets(published.reset_index()))
    return load(path, source="bns-446905")


@pytest.fixture(scope="module")
def sections(rows: pd.DataFrame) -> pd.Series:
    """Exports by section with the publisher's codes and decimals."""
    table = to_hs_sections(rows)
    table = table[table["indicator"] == "exports"]
    codes = {name: "national" if name == "KZ" else regions.get(name).code for name in table["region"].unique()}
    keys = pd.MultiIndex.from_arrays([table["period"], table["region"].map(codes), table["industry"]])
    return pd.Series(table["value"].round(1).to_numpy(), index=keys)


def test_every_published_figure_comes_back_exactly(published: pd.Series, sections: pd.Series) -> None:
    assert len(published) == 41_311
    assert sections.index.is_unique
    pd.testing.assert_series_equal(sections.reindex(published.index), published, check_names=False, rtol=0, atol=0)


def test_what_comes_back_beyond_the_published_figures_is_known(published: pd.Series, sections: pd.Series) -> None:
    extra = sections.drop(published.index)
    extra = extra[extra != 0.0]  # rounded away in the publication
    months_, areas, kinds = (extra.index.get_level_values(level) for level in range(3))
    stale = (months_ == "2022-09") & (areas == "national")
    heading_only = (kinds == "residual") & areas.isin(["ALA", "SHM"]) & months_.str.startswith("2023")
    assert (stale | heading_only).all()
    assert heading_only.sum() == 24


def test_sections_of_a_block_that_contradicts_its_heading_are_missing(
    sections: pd.Series, published: pd.Series
) -> None:
    of_almaty = sections.xs("ALA", level=1).loc["2023-05"]
    assert sorted(of_almaty.index) == ["TOTAL", "residual"]
    assert of_almaty["residual"] == of_almaty["TOTAL"] == published["2023-05", "ALA", "TOTAL"]


def test_the_stale_country_row_of_september_2022_is_a_finding(rows: pd.DataFrame, published: pd.Series) -> None:
    found = gaps(rows)
    country = found[(found["region"] == "KZ") & (found["indicator"] == "exports")]
    assert country["period"].tolist() == ["2022-09"]
    assert country["gap"].iloc[0] == pytest.approx(-79_770.6, abs=1)
    assert country["gap"].iloc[0] / country["summed"].iloc[0] == pytest.approx(-0.011, abs=5e-4)  # trap T16: 1.1 %


def test_country_totals_that_are_not_printed_are_sums_of_the_regions(rows: pd.DataFrame) -> None:
    assert rows[(rows["region"] == "KZ") & (rows["period"] == "2016-02")].empty
    table = to_hs_sections(rows)
    country = table[(table["region"] == "KZ") & (table["industry"] == "TOTAL") & (table["period"] == "2016-02")]
    assert country["status"].tolist() == ["derived", "derived"]


def test_territories_follow_the_borders_of_the_year(rows: pd.DataFrame) -> None:
    by_year = rows.groupby(rows["period"].astype(str).str[:4])["region"].agg(lambda column: set(column) - {"KZ"})
    assert {year: len(found) for year, found in by_year.items()} == {
        str(year): 16 if year < 2018 else 17 if year < 2022 else 20 for year in range(2015, 2026)
    }
    assert "karaganda_pre2022" in by_year["2021"]
    assert "karaganda" in by_year["2022"]


def test_months_with_an_asterisk_are_provisional(rows: pd.DataFrame) -> None:
    assert sorted(rows.loc[rows["status"] == "provisional", "period"].unique()) == ["2025-10", "2025-11", "2025-12"]


def test_panel_rows_keep_their_contract(rows: pd.DataFrame) -> None:
    assert list(rows.columns) == list(schema.COLUMNS)
    assert not rows.duplicated(list(schema.KEY)).any()
    told = rows[["indicator", "unit", "prices"]].drop_duplicates().astype(str).to_numpy().tolist()
    assert sorted(told) == [["exports", "thousand USD", "current"], ["exports_tonnes", "tonnes", "-"]]
    codes = rows["industry"].cat.categories.drop("TOTAL")
    assert codes.str.fullmatch(r"\d{6}").all()
    assert "019900" in codes


# --- small workbooks ------------------------------------------------------------------------------------------------


def test_missing_is_not_zero(write_and_load: Callable[..., pd.DataFrame]) -> None:
    rows = write_and_load(small_sheet())
    exports = rows[rows["indicator"] == "exports"].set_index(["region", "industry", "period"])["value"]
    assert exports["atyrau", "270900", "2019-01"] == 0.0
    assert ("atyrau", "270900", "2019-02") not in exports.index
    assert exports["akmola", "010121", "2019-01"] == 10.0
    assert exports["akmola", "740311", "2019-02"] == 50.0
    assert rows["value"].notna().all()


def test_signs_numbers_typed_as_text_and_confidential_cells(write_and_load: Callable[..., pd.DataFrame]) -> None:
    sheet = small_sheet()
    values = np.array([["1 020,5", "", "…"], ["-", "", "х"]], dtype=object)
    rows = write_and_load(sheet, cells={sheet.rows[1].label: values})
    line = rows[rows["industry"] == "010121"].set_index(["indicator", "period"])
    assert line.loc[("exports_tonnes", "2019-01"), "value"] == 1020.5
    hidden = line.loc[("exports", "2019-02")]
    assert np.isnan(hidden["value"])
    assert hidden["status"] == "suppressed"
    assert len(line) == 2


def test_confidential_lines_leave_a_residual(write_and_load: Callable[..., pd.DataFrame]) -> None:
    sheet = small_sheet()
    rows = write_and_load(sheet, cells={"010121": np.array([["x", "", "x"], ["", "", ""]], dtype=object)})
    table = to_hs_sections(rows)
    of_akmola = table[
        (table["region"] == "akmola") & (table["period"] == "2019-01") & (table["indicator"] == "exports")
    ]
    assert of_akmola.set_index("industry")["value"].to_dict() == {"I": 0.0, "XV": 20.0, "TOTAL": 30.0, "residual": 10.0}
    assert of_akmola.set_index("industry").loc["I", "note"] == "1 confidential lines left out"


def test_lines_that_repeat_a_code_are_added(write_and_load: Callable[..., pd.DataFrame]) -> None:
    sheet = small_sheet()
    sheet.rows.insert(2, Line("010121", months(5.0, 1.0)))
    rows = write_and_load(sheet)
    line = rows[(rows["industry"] == "010121") & (rows["indicator"] == "exports")]
    assert line.set_index("period")["value"].to_dict() == {"2019-01": 15.0, "2019-02": 1.0}


def test_chapters_without_a_section_are_counted(write_and_load: Callable[..., pd.DataFrame]) -> None:
    sheet = small_sheet()
    sheet.rows[1] = Line("770100", months(10.0, NAN))
    rows = write_and_load(sheet)
    share = unmatched_share(rows)["exports"]
    assert share["2019-01"] == pytest.approx(1 / 3)
    assert share["2019-02"] == 0.0
    table = to_hs_sections(rows)
    residual = table[(table["industry"] == "residual") & (table["indicator"] == "exports")].set_index("region")["value"]
    assert residual.to_dict() == {"akmola": 10.0, "KZ": 10.0}


def test_a_region_without_trade_under_these_borders_is_no_block(write_and_load: Callable[..., pd.DataFrame]) -> None:
    sheet = small_sheet(2023)
    sheet.rows.append(Line("Южно-Казахстанская", months(NAN, NAN)))
    assert set(write_and_load(sheet)["region"]) == {"KZ", "akmola", "atyrau"}


def test_imports_have_their_own_indicators(write_and_load: Callable[..., pd.DataFrame]) -> None:
    assert set(write_and_load(small_sheet(), flow="imports")["indicator"]) == {"imports", "imports_tonnes"}
    with pytest.raises(UsageError, match="no flow 're-exports'"):
        write_and_load(small_sheet(), flow="re-exports")


def test_tonnes_printed_as_kilograms_are_found_and_not_corrected(write_and_load: Callable[..., pd.DataFrame]) -> None:
    values = np.vstack([months(*[10.0] * 7), months(10.0, tonnes_per_thousand=2000.0)])
    sheet = TradeSheet(
        name="2026",
        months=[month_label(f"2026-{month:02d}") for month in range(1, 9)],
        country=Line("Республики Казахстан", values),
        rows=[Line("Акмолинская", values), Line("740311", values)],
    )
    rows = write_and_load(sheet)
    found = unit_slips(rows)
    assert set(found["period"]) == {"2026-08"}
    assert set(found["industry"]) == {"TOTAL", "740311"}
    assert found["times"].to_numpy() == pytest.approx(1 / 1000)
    slipped = rows[(rows["industry"] == "740311") & (rows["period"] == "2026-08")].set_index("indicator")["value"]
    assert slipped["exports_tonnes"] == 20_000.0


@given(
    st.lists(st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=2, max_size=2), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
@settings(max_examples=15, deadline=None)
def test_sections_and_residual_add_up_to_the_total(tmp_path_factory, amounts: list[list[float]], random) -> None:
    lines = [Line(f"{random.choice(['010121', '740311', '270900', '770100'])}", months(*row)) for row in amounts]
    totals = np.nansum([line.values for line in lines], axis=0)
    totals[:, 1] = NAN
    sheet = replace(
        small_sheet(), country=Line("Республики Казахстан", totals), rows=[Line("Акмолинская", totals), *lines]
    )
    path = write(tmp_path_factory.mktemp("sums") / "trade.xlsx", [sheet])
    table = to_hs_sections(load(path, source="bns-446905"))
    is_total = table["industry"] == "TOTAL"
    keys = ["region", "period", "indicator"]
    parts = table[~is_total].groupby(keys)["value"].sum()
    whole = table[is_total].set_index(keys)["value"]
    assert (whole - parts.reindex(whole.index, fill_value=0.0)).abs().max() <= max(0.5, 1e-4 * whole.max())


# --- faults ---------------------------------------------------------------------------------------------------------


def shifted(sheet: TradeSheet) -> None:
    sheet.title_rows = 2


def renamed(sheet: TradeSheet) -> None:
    sheet.name = "Лист1"


def other_year(sheet: TradeSheet) -> None:
    sheet.months[1] = "февраль 2018 года"


def misspelt_month(sheet: TradeSheet) -> None:
    sheet.months[1] = "фервраль 2019 года"


def repeated_month(sheet: TradeSheet) -> None:
    sheet.months[1] = sheet.months[0]


def unnamed_month(sheet: TradeSheet) -> None:
    sheet.months = sheet.months[:1]


def no_country(sheet: TradeSheet) -> None:
    sheet.country.label = "Акмолинская"


def unknown_region(sheet: TradeSheet) -> None:
    sheet.rows[3].label = "Акмалинская губерния"


def later_region(sheet: TradeSheet) -> None:
    sheet.rows[3].label = "область Абай"


def repeated_region(sheet: TradeSheet) -> None:
    sheet.rows[3].label = "Акмолинская"


def short_code(sheet: TradeSheet) -> None:
    sheet.rows[2].label = "7403"


def country_lines(sheet: TradeSheet) -> None:
    sheet.rows.insert(0, Line("740311", months(1.0, 1.0)))


def no_label(sheet: TradeSheet) -> None:
    sheet.rows[2].label = ""


@pytest.mark.parametrize(
    ("spoil", "says", "cell"),
    [
        (shifted, "expected in row 2", "C3"),
        (renamed, "has no year", "sheet 'Лист1'"),
        (other_year, "not of the year", "F2"),
        (misspelt_month, "is not a month", "F2"),
        (repeated_month, "Февраль is expected", "F2"),
        (unnamed_month, "a column that row 2 does not name", "F4"),
        (no_country, "should be the country's total", "A4"),
        (unknown_region, "No region is called", "A8"),
        (later_region, "does not exist on the borders of 2018", "A8"),
        (repeated_region, "second block of akmola; the first begins in row 5", "A8"),
        (short_code, "not a six-digit HS code", "A7"),
        (country_lines, "before any region", "A4"),
        (no_label, "neither a code nor a region", "A7"),
    ],
)
def test_a_changed_layout_is_named_with_its_cell(
    write_and_load: Callable[..., pd.DataFrame], spoil: Callable[[TradeSheet], None], says: str, cell: str
) -> None:
    sheet = small_sheet()
    spoil(sheet)
    with pytest.raises(WorkbookError, match=says) as raised:
        write_and_load(sheet)
    assert raised.value.where.startswith("bns_446905_2026-01-15.xlsx, sheet '")
    assert raised.value.where.endswith(cell)
    assert raised.value.what_next


def test_text_in_place_of_a_number_is_named_with_its_cell(write_and_load: Callable[..., pd.DataFrame]) -> None:
    values = np.array([[1.0, "", 2.0], [3.0, "", "см. прим."]], dtype=object)
    with pytest.raises(WorkbookError, match=r"'см\. прим\.' is not a number") as raised:
        write_and_load(small_sheet(), cells={740311: values})
    assert raised.value.where.endswith("cell H7")


def test_swapped_columns_are_noticed(write_and_load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(WorkbookError, match="stands where the tonnes should be") as raised:
        write_and_load(small_sheet(), units=("тысяч долларов США", "дополнительная единица", "тонна"))
    assert raised.value.where.endswith("cell C3")


def test_a_month_in_two_sheets_is_refused(write_and_load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(WorkbookError, match=r"2019-01 is also in the sheet '2019'"):
        write_and_load(small_sheet(), replace(small_sheet(), name="январь-февраль 2019 года"))


def test_a_stub_without_figures_says_to_come_back_later(write_and_load: Callable[..., pd.DataFrame]) -> None:
    with pytest.raises(WorkbookError, match="no sheet of figures") as raised:
        write_and_load()
    assert "later" in raised.value.what_next


def test_blocks_go_on_over_the_chunks_of_a_large_sheet(
    write_and_load: Callable[..., pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_and_load(small_sheet())
    for size in (4, 5, 6, 7):
        monkeypatch.setattr("iidsp_analysis.loaders.trade.CHUNK_ROWS", size)
        pd.testing.assert_frame_equal(write_and_load(small_sheet()), whole)
