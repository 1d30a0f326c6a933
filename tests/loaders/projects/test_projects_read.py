"""Registers as they come: what is loaded, what is left out, and that every doubtful cell is listed with its place."""

from __future__ import annotations

import csv
import datetime
import gc
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_sheets import GOOD, HEADS, project, write

from iidsp_analysis.errors import UsageError, WorkbookError
from iidsp_analysis.loaders.projects import format as form
from iidsp_analysis.loaders.projects import read as read_module
from iidsp_analysis.loaders.projects import sheets
from iidsp_analysis.loaders.projects.grids import Grid
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.loaders.projects.reasons import EFFECTS, REASONS, sentence
from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS, Register

AS_OF = "2018-03-01"


def loaded(tmp_path: Path, *rows, heads=HEADS, **options) -> Register:
    return read(write(tmp_path / "register.xlsx", [heads, *rows], **options), as_of=AS_OF)


def told(register: Register, *reasons: str) -> list[tuple[str, str, str]]:
    chosen = register.doubts[register.doubts["reason_id"].isin(reasons)]
    return list(zip(chosen["cell"], chosen["value"], chosen["reason_id"], strict=True))


def test_a_good_project_is_loaded_without_a_doubt_about_its_cells(tmp_path: Path) -> None:
    register = loaded(tmp_path, GOOD)
    row = register.rows.iloc[0]
    assert (row["id"], row["name"], row["bin"], row["region"], row["oked"]) == (
        "P-1", "Завод сеялок", "170340000001", "akmola", "28302",
    )  # fmt: skip
    assert row["cost_planned_mln_kzt"] == 1250.5
    assert row["planned_commissioning"] == pd.Timestamp("2017-12-31")
    assert set(register.doubts["reason_id"]) == {"column_absent"}
    assert (register.file, register.as_of, register.is_example) == ("register.xlsx", AS_OF, False)
    assert len(register.checksum) == 64
    assert register.cell(0, "cost_planned_mln_kzt") == "Реестр!F2"


def test_every_required_field_without_a_column_is_named_once(tmp_path: Path) -> None:
    register = loaded(tmp_path, GOOD, project(id="P-2", name="Мельница", product="мука"))
    absent = register.doubts.loc[register.doubts["reason_id"] == "column_absent", "column"]
    assert list(absent) == [name for name in form.REQUIRED if name not in HEADS]
    assert {cell for cell, _, _ in told(register, "column_absent")} == {"1:1"}


def test_rejected_cells_are_missing_and_the_rest_of_the_row_is_loaded(tmp_path: Path) -> None:
    bad = project(cost_planned_mln_kzt="1,5 млрд", planned_commissioning="скоро", bin="17", oked="?", region="Марс")
    register = loaded(tmp_path, bad)
    row = register.rows.iloc[0]
    assert row["name"] == "Завод сеялок"
    assert row[["cost_planned_mln_kzt", "planned_commissioning", "bin", "oked", "region"]].isna().all()
    rejected = register.doubts[register.doubts["effect"] == "rejected"]
    assert list(zip(rejected["cell"], rejected["value"], rejected["reason_id"], strict=True)) == [
        ("C2", "17", "no_bin"),
        ("D2", "Марс", "unknown_region"),
        ("E2", "?", "no_code"),
        ("F2", "1,5 млрд", "other_unit"),
        ("G2", "скоро", "no_date"),
    ]
    assert set(rejected["project"]) == {"P-1"}
    assert set(rejected["sheet"]) == {"Реестр"}


def test_a_real_form_with_titles_merged_cells_numbering_totals_and_notes(tmp_path: Path) -> None:
    rows = [
        ["Реестр проектов по состоянию на 01.03.2018 г."],
        [],
        ["№ п/п", "Область", "Наименование проекта", "БИН", "Стоимость, тыс. тенге", "", "Ввод", "", "Куратор"],
        ["", "", "", "", "план", "факт", "план", "факт", ""],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, "Акмолинская область", "Завод", "170340000001", "1 250 000,5", 900, "III кв. 2017", "", "Иванов"],
        [2, "", "Цех", "170340000002", 2000, "", datetime.date(2018, 5, 1), "", "Петров"],
        ["Туркестанская область"],
        [3, "", "Мельница", "170340000003", 5000, "", "2018", "", ""],
        ["", "", "Итого", "", 7000],
        ["", "", "Барлығы", "", 7000],
        [],
        ["* по данным акиматов"],
        ["", "", "Руководитель управления", "", "", "Иванов"],
    ]
    merged = [(2, 4, 2, 5), (2, 6, 2, 7), (5, 1, 6, 1)]
    register = read(write(tmp_path / "form.xlsx", rows, merged=merged), as_of="2018-07-01")
    assert list(register.rows["name"]) == ["Завод", "Цех", "Мельница"]
    assert list(register.rows["region"]) == ["akmola", "akmola", "turkistan"]
    assert register.rows["cost_planned_mln_kzt"].tolist() == pytest.approx([1250.0005, 2.0, 5.0])
    assert list(register.rows["Куратор"]) == ["Иванов", "Петров", None]
    assert list(register.places["row"]) == [6, 7, 9]
    left_out = register.doubts[register.doubts["effect"] == "left_out"]
    assert list(zip(left_out["cell"], left_out["reason_id"], strict=True)) == [
        ("A5", "numbering_row"),
        ("A8", "region_row"),
        ("C10", "total_row"),
        ("C11", "total_row"),
        ("A13", "note_row"),
        ("C14", "note_row"),
    ]
    assert [cell for cell, _, _ in told(register, "unit_converted")] == ["E", "F"]


def test_amounts_in_merged_cells_are_not_counted_at_all(tmp_path: Path) -> None:
    rows = [HEADS, GOOD, project(id="P-2", name="Цех", cost_planned_mln_kzt="", product="плуги")]
    merged = [(1, 5, 2, 5), (1, 3, 2, 3)]
    rows[2][3] = ""
    register = read(write(tmp_path / "merged.xlsx", rows, merged=merged), as_of=AS_OF)
    assert register.rows["cost_planned_mln_kzt"].isna().all()
    assert told(register, "merged_amount") == [(cell, "1250.5", "merged_amount") for cell in ("F2", "F3")]
    assert list(register.rows["region"]) == ["akmola", "akmola"]


def test_headings_between_the_rows_tell_the_region_where_no_column_does(tmp_path: Path) -> None:
    heads = ["Наименование", "БИН", "Статус"]
    rows = [["Акмолинская область"], ["Завод", "170340000001", "введен"], ["г. Алматы"], ["Цех", "170340000002", ""]]
    register = loaded(tmp_path, *rows, ["Итого", "", 2], ["Без области", "170340000003", ""], heads=heads)
    assert list(register.rows["region"]) == ["akmola", "almaty_city", None]


def test_rows_of_a_text_table_may_be_shorter_than_the_head(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "name;region;oked;bin;status;id\nЗавод;Акмолинская;28302;170340000001\nЦех;;;;введен", encoding="utf-8"
    )
    register = read(path, as_of=AS_OF)
    assert list(register.rows["name"]) == ["Завод", "Цех"]
    assert register.rows["status"].tolist() == [None, "commissioned"]


def test_the_collector_of_cycles_runs_again_after_a_file(tmp_path: Path) -> None:
    loaded(tmp_path, GOOD)
    assert gc.isenabled()
    with pytest.raises(WorkbookError):
        read(tmp_path / "absent.xlsx", as_of=AS_OF)
    assert gc.isenabled()


def test_a_head_that_is_printed_again_is_no_project(tmp_path: Path) -> None:
    register = loaded(tmp_path, GOOD, HEADS, project(id="P-2", name="Мельница", product="мука"))
    assert list(register.rows["id"]) == ["P-1", "P-2"]
    assert told(register, "head_again") == [("A3", "id", "head_again")]


def test_rows_that_name_no_project_are_left_out_and_named(tmp_path: Path) -> None:
    register = loaded(tmp_path, GOOD, project(id="", name="", bin="", product="плуги"))
    assert len(register.rows) == 1
    assert told(register, "no_project") == [("D3", "Акмолинская область", "no_project")]


def test_a_foreign_or_unstated_unit_of_money_is_said(tmp_path: Path) -> None:
    heads = ["id", "Стоимость, USD", "Фактическая стоимость", "Наименование"]
    register = loaded(tmp_path, ["P-1", 100, 5, "Завод"], heads=heads)
    assert register.rows[["cost_planned_mln_kzt", "cost_actual_mln_kzt"]].iloc[0].tolist()[1] == 5
    assert register.rows["cost_planned_mln_kzt"].isna().all()
    assert told(register, "unit_unknown", "unit_not_stated") == [
        ("B", "", "unit_unknown"),
        ("C", "", "unit_not_stated"),
    ]


def test_a_field_twice_is_read_once_and_the_other_kept_under_its_own_head(tmp_path: Path) -> None:
    register = loaded(tmp_path, ["P-1", "Завод", "введен", "план"], heads=["id", "name", "status", "Текущий статус"])
    assert register.rows["status"].iloc[0] == "commissioned"
    assert register.rows["Текущий статус"].iloc[0] == "план"
    assert told(register, "column_twice") == [("D1", "Текущий статус", "column_twice")]


def test_extra_columns_are_kept_as_text_with_names_of_their_own(tmp_path: Path) -> None:
    heads = ["id", "name", "status", "Куратор", "Куратор", "", "пусто"]
    register = loaded(tmp_path, ["P-1", "Завод", "введен", "Иванов", 12, "без имени"], heads=heads)
    extra = [name for name in register.rows.columns if name not in form.NAMES]
    assert extra == ["Куратор", "Куратор (2)", "column F"]
    assert register.rows[extra].iloc[0].tolist() == ["Иванов", "12", "без имени"]


@pytest.mark.parametrize(
    ("label", "decided", "region", "reason"),
    [
        ("ЮКО", "15.03.2016", "south_kazakhstan", ""),
        ("Туркестанская область", "15.03.2016", "south_kazakhstan", "region_of_other_date"),
        ("г. Шымкент", "15.03.2019", "shymkent", ""),
        ("ЮКО", "15.03.2019", None, "region_not_then"),
        ("область Абай", "15.03.2016", "east_kazakhstan_pre2022", "region_of_other_date"),
        ("область Абай", "15.03.2023", "abai", ""),
        ("Казахстан", "15.03.2016", None, "unknown_region"),
    ],
)
def test_regions_are_those_of_the_day_of_the_decision(
    tmp_path: Path, label: str, decided: str, region: str | None, reason: str
) -> None:
    register = loaded(tmp_path, ["P-1", "Завод", label, decided], heads=["id", "name", "region", "decision_date"])
    assert register.rows["region"].iloc[0] == region
    about_region = register.doubts[(register.doubts["column"] == "region") & (register.doubts["project"] == "P-1")]
    assert list(about_region["reason_id"]) == ([reason] if reason else [])


def test_all_sheets_with_a_head_are_read_and_the_others_named(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("A", [HEADS, GOOD]), ("B", [HEADS, project(id="P-2")]), ("Заметки", [["текст"]])):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
        book.add_worksheet("пустой")
    register = read(path, as_of=AS_OF)
    assert list(register.rows["id"]) == ["P-1", "P-2"]
    assert list(register.places["sheet"]) == ["A", "B"]
    assert list(register.doubts.loc[register.doubts["reason_id"] == "sheet_without_head", "sheet"]) == ["Заметки"]
    assert told(register, "same_project") == [("H2", "сеялки", "same_project")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_tables_in_every_code_are_the_workbook(tmp_path: Path, encoding: str, delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [["Реестр проектов"], HEADS, project(cost_planned_mln_kzt="1 250,5")]
    )
    path = tmp_path / "register.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    register = read(path, as_of=AS_OF)
    pd.testing.assert_frame_equal(register.rows, loaded(tmp_path, GOOD).rows)
    assert register.cell(0, "bin") == "register.csv!C3"


def test_duplicates_and_renamed_projects_are_told_and_kept(tmp_path: Path) -> None:
    rows = [
        GOOD,
        project(id="P-2", name="Завод сеялок."),
        project(id="P-3", name="Завод по выпуску сеялок и плугов", product="плуги"),
        project(id="P-4", name="Завод по выпуску сеялок и плугав", product="бороны", bin="170340000009"),
        project(id="P-5", name="Мельница, 1-я очередь", product="мука"),
        project(id="P-6", name="Мельница, 2-я очередь", product="мука высшего сорта"),
        project(id="P-7", name="МЕЛЬНИЦА 1-я очередь", product="отруби"),
    ]
    register = loaded(tmp_path, *rows)
    assert len(register.rows) == len(rows)
    pairs = register.doubts[register.doubts["reason_id"].isin(["same_project", "same_name", "similar_name"])]
    found = [(row.project, row.reason_id, row.gaps["other"]) for row in pairs.itertuples()]
    assert found == [
        ("P-2", "same_project", "P-1"),
        ("P-4", "similar_name", "P-3"),
        ("P-7", "same_name", "P-5"),
    ]


def ordinary(count: int = 12) -> list[list[object]]:
    """Costs from 200 to 5,700 mln KZT and 20 jobs for every 100 mln."""
    heads = ["id", "name", "cost_planned_mln_kzt", "cost_actual_mln_kzt", "jobs_permanent_planned"]
    costs = [200.0 + 500 * number for number in range(count)]
    return [heads, *([f"P-{cost:g}", f"Завод {cost:g}", cost, cost * 1.1, round(cost / 5)] for cost in costs)]


def suspected(tmp_path: Path, rows) -> list[tuple[str, str]]:
    register = read(write(tmp_path / "m.xlsx", rows), as_of=AS_OF)
    chosen = register.doubts[register.doubts["reason_id"].str.startswith(("magnitude", "fractions"))]
    return list(zip(chosen["cell"], chosen["reason_id"], strict=True))


def test_ordinary_amounts_are_not_suspected(tmp_path: Path) -> None:
    assert suspected(tmp_path, ordinary()) == []


def test_a_large_project_with_its_jobs_is_not_suspected(tmp_path: Path) -> None:
    assert suspected(tmp_path, [*ordinary(), ["R", "НПЗ", 900_000.0, 850_000.0, 9_000]]) == []


def test_thousands_in_a_column_of_millions_are_told_and_not_corrected(tmp_path: Path) -> None:
    rows = ordinary()
    rows[3][2] *= 1000
    assert suspected(tmp_path, rows) == [("C4", "magnitude_cell"), ("D4", "magnitude_pair")]
    register = read(tmp_path / "m.xlsx", as_of=AS_OF)
    assert register.rows["cost_planned_mln_kzt"].iloc[2] == 1_200_000
    factor = float(register.doubts.loc[register.doubts["reason_id"] == "magnitude_cell", "gaps"].iloc[0]["factor"])
    assert factor == pytest.approx(1000, rel=0.05)


def test_billions_in_a_column_of_millions(tmp_path: Path) -> None:
    rows = ordinary()
    rows[3][2] /= 1000
    rows[3][3] = ""
    assert suspected(tmp_path, rows) == [("C4", "magnitude_small")]


def test_a_whole_column_in_another_unit(tmp_path: Path) -> None:
    rows = [
        [cell * 1000 if at in (2, 3) and isinstance(cell, float) else cell for at, cell in enumerate(row)]
        for row in ordinary()
    ]
    assert suspected(tmp_path, rows) == [("C", "magnitude_column"), ("D", "magnitude_column")]


def test_fractions_where_percent_belong(tmp_path: Path) -> None:
    heads = ["id", "name", "export_share_planned_pct"]
    rows = [
        [f"P-{number}", f"Завод {number}", share]
        for number, share in enumerate([0.1, 0.25, 0.5, 1, 0.3, 0.4, 0.7, 0.9])
    ]
    assert suspected(tmp_path, [heads, *rows]) == [("C", "fractions")]
    assert suspected(tmp_path, [heads, *rows, ["P-9", "Завод 9", 30]]) == []


def test_made_up_projects_are_an_example_and_never_mixed_with_real_ones(tmp_path: Path) -> None:
    made_up = project(id="EXAMPLE-001", name="ПРИМЕР: цех", product="плуги")
    assert loaded(tmp_path, made_up).is_example
    mixed = loaded(tmp_path, GOOD, made_up)
    assert not mixed.is_example
    assert list(mixed.rows["id"]) == ["P-1"]
    assert told(mixed, "example_row") == [("A3", "EXAMPLE-001", "example_row")]
    stamped = read(write(tmp_path / "s.xlsx", [["EXAMPLE DATA – условные данные"], HEADS, GOOD]), as_of=AS_OF)
    assert stamped.is_example
    assert not loaded(tmp_path, GOOD).is_example


def test_a_project_without_an_id_keeps_the_one_it_gets(tmp_path: Path) -> None:
    first = loaded(tmp_path, project(id=""))
    later = loaded(tmp_path, project(id="P-9", name="Другой", product="плуги"), project(id="", cost_planned_mln_kzt=1))
    assert first.rows["id"].iloc[0].startswith(form.NO_ID)
    assert first.rows["id"].iloc[0] == later.rows["id"].iloc[1]


def test_an_id_twice_is_made_different(tmp_path: Path) -> None:
    register = loaded(tmp_path, GOOD, project(id=17, name="Цех", product="a"), project(id=17.0, name="Б", product="b"))
    assert list(register.rows["id"]) == ["P-1", "17", "17~2"]
    assert told(register, "id_twice") == [("A4", "17", "id_twice")]


def test_an_empty_register_is_a_register(tmp_path: Path) -> None:
    register = loaded(tmp_path)
    assert register.rows.empty
    assert tuple(register.doubts.columns) == DOUBT_COLUMNS


def test_a_file_without_a_head_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="No sheet has the head") as raised:
        read(write(tmp_path / "other.xlsx", [["a", "b"], [1, 2]]), as_of=AS_OF)
    assert "planned_commissioning" in raised.value.what_next


@pytest.mark.parametrize(
    ("day", "says"),
    [("март 2018", "no day"), ("2018-02-30", "no day"), ("20180301", "usual way"), ("2018-W13-2", "usual way"),
     ("0001-01-01", "1991"), ("1990-12-31", "1991")],
)  # fmt: skip
def test_a_day_is_one_of_the_state_and_written_in_one_way(tmp_path: Path, day: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read(write(tmp_path / "r.xlsx", [HEADS, GOOD]), as_of=day)


def test_sums_of_amounts_stay_finite(tmp_path: Path) -> None:
    rows = [project(id=f"P-{at}", product=f"товар {at}", cost_planned_mln_kzt=1e308) for at in range(3)]
    register = loaded(tmp_path, *rows, project(id="P-9", product="иное"))
    assert register.rows["cost_planned_mln_kzt"].sum() == 1250.5
    assert [reason for _, _, reason in told(register, "beyond_limit")] == ["beyond_limit"] * 3


CELLS = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        ["", "Итого", "Акмолинская область", "III кв. 2017", "1,5", "P-1", "170340000001", "=1", "EXAMPLE"]
    ),
)


@settings(deadline=None, max_examples=12, derandomize=True)
@given(st.lists(st.lists(CELLS, max_size=len(HEADS) + 2), min_size=4, max_size=12))
def test_no_cells_break_the_reading_and_every_row_is_a_project_or_a_doubt(rows: list[list[object]]) -> None:
    reading = sheets.Reading()
    sheets.read_sheet(Grid("s", [list(HEADS), *rows]), reading, datetime.date(2018, 3, 1))
    register = read_module._register(reading, "f", "", AS_OF)
    kept = set(register.places["row"])
    named = {int(found[0]) for cell in register.doubts["cell"] if (found := re.search(r"\d+$", cell))}
    full = {number for number, row in enumerate(rows, 2) if any(cell is not None and str(cell).strip() for cell in row)}
    assert full <= kept | named
    assert kept <= full


def test_every_reason_has_an_effect_and_a_sentence_that_its_gaps_fill() -> None:
    assert set(EFFECTS) == set(REASONS)
    assert set(EFFECTS.values()) == {"rejected", "left_out", "read_as", "made_safe", "kept"}
    assert sentence("path_like_id", {"id": "x"}) == "The id looks like a path; it became x."


def test_the_gaps_of_found_doubts_fill_their_sentences(tmp_path: Path) -> None:
    rows = [
        project(id="../x", region="Туркестанская", planned_commissioning="2017", bin=40340000001, name="a\u202eb"),
        project(id="", cost_planned_mln_kzt=-1, oked="x", name="=1+1"),
        project(id="x", product="другое"),
    ]
    register = loaded(tmp_path, *rows, heads=[*HEADS[:5], "Стоимость, тыс. тенге", *HEADS[6:]])
    for doubt in register.doubts.itertuples():
        assert "{" not in sentence(doubt.reason_id, doubt.gaps)
        assert doubt.reason == REASONS[doubt.reason_id]
    assert len(set(register.doubts["reason_id"])) >= 10
