"""The example register: made up and stamped, the same each time, and read from its workbook as it was made."""

import math
import os
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.errors import UsageError
from iidsp_analysis.loaders.projects.example import PROJECTS, example, example_register, main, write_example
from iidsp_analysis.loaders.projects.example_course import AS_OF, Draws, month_end
from iidsp_analysis.loaders.projects.example_planting import IMPORT, RULE, Planting
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.monitors.projects.rules import RULES
from iidsp_analysis.regions import regions_of


@pytest.fixture(scope="module")
def made():
    return example()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("example")
    main([str(folder / "example.xlsx"), str(folder / "truth.csv")])
    return folder


@pytest.fixture(scope="module")
def register(files):
    return read(files / "example.xlsx", as_of=AS_OF.isoformat())


@pytest.fixture(scope="module")
def truth(files):
    return pd.read_csv(files / "truth.csv", dtype=str, keep_default_na=False)


# --- made up, and seen to be ------------------------------------------------------------------------------------


def test_there_are_150_projects_in_all_regions_of_the_day(made):
    assert len(made.rows) == PROJECTS == 150
    assert set(made.rows["region"]) == {region.id for region in regions_of(2014)}
    assert made.rows["region"].value_counts().min() >= 8


def test_every_project_says_that_it_is_an_example(made):
    assert made.rows["id"].str.startswith("EXAMPLE-").all()
    assert made.rows["name"].str.startswith("ПРИМЕР: ").all()
    assert made.rows["id"].is_unique


def test_no_firm_can_have_such_a_bin(made):
    told = made.rows["bin"].dropna()
    assert (told.str.len() == 12).all()
    assert (told.str[2:4].astype(int) > 12).all()  # the month of the registration


def test_the_register_that_is_read_is_an_example(register):
    assert register.is_example
    assert example_register().is_example


def test_one_project_without_its_stamp_and_rows_of_the_example_do_not_mix(files, tmp_path, made):
    table = tmp_path / "mixed.csv"
    write_example(table, tmp_path / "truth.csv")
    text = table.read_text(encoding="utf-8-sig")
    real = made.projects[0]["id"]
    table.write_text(text.replace(real, "AKM-2016-001"), encoding="utf-8")
    mixed = read(table, as_of=AS_OF.isoformat())
    assert mixed.rows["id"].tolist() == ["AKM-2016-001"]
    assert not mixed.is_example


def test_sizes_are_those_of_real_portfolios(made):
    """Per project of 2015–2017: about 8 bn KZT and 80 jobs (378 projects, 3 trn KZT, 30,000 jobs)."""
    assert 5_000 < made.rows["cost_planned_mln_kzt"].mean() < 16_000
    assert 50 < made.rows["jobs_permanent_planned"].mean() < 120
    assert set(made.rows["status"].dropna()) == {"planned", "under_way", "commissioned", "suspended", "cancelled"}
    assert (made.rows["status"] == "commissioned").sum() >= 30  # enough for a survival analysis


def test_nothing_that_has_happened_is_later_than_the_day_of_the_register(made):
    happened = ["decision_date", "commission_decision", "actual_start", "actual_commissioning", "status_date"]
    assert made.rows[happened].max().max() <= pd.Timestamp(AS_OF)
    begun = made.rows["actual_start"].dropna()
    assert (begun > made.rows.loc[begun.index, "decision_date"].fillna(pd.Timestamp(0))).all()
    finished = made.rows["actual_commissioning"].dropna()
    assert (finished > made.rows.loc[finished.index, "actual_start"]).all()


# --- the same each time -----------------------------------------------------------------------------------------


def test_the_same_bytes_each_time(files, tmp_path):
    write_example(tmp_path / "again.xlsx", tmp_path / "again.csv")
    assert (tmp_path / "again.xlsx").read_bytes() == (files / "example.xlsx").read_bytes()
    assert (tmp_path / "again.csv").read_bytes() == (files / "truth.csv").read_bytes()


@pytest.mark.slow
def test_the_same_bytes_in_another_process(files, tmp_path):
    paths = [str(tmp_path / "again.xlsx"), str(tmp_path / "again.csv")]
    command = [sys.executable, "-m", "iidsp_analysis.loaders.projects.example", *paths]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert (tmp_path / "again.xlsx").read_bytes() == (files / "example.xlsx").read_bytes()


def test_another_seed_gives_other_projects_with_the_same_kinds_of_faults(made):
    other = example(seed=1)
    assert other.rows["cost_planned_mln_kzt"].tolist() != made.rows["cost_planned_mln_kzt"].tolist()
    kinds = [sorted((fault.kind, fault.rule) for fault in each.faults) for each in (made, other)]
    assert kinds[0] == kinds[1]


# --- the truth --------------------------------------------------------------------------------------------------


def test_faults_of_every_rule_are_planted_in_more_than_one_project(truth):
    planted = truth[truth["kind"] == RULE].groupby("rule")["project"].nunique()
    assert set(planted.index) == set(RULES)
    assert planted.min() >= 2


def test_the_truth_names_projects_and_columns_of_the_register(truth, register):
    told = truth[truth["project"] != ""]
    assert set(told["project"]) <= set(register.rows["id"])
    assert set(told["column"]) <= set(register.rows.columns)


def test_more_than_half_of_the_projects_have_no_fault(truth, made):
    faulty = set(truth.loc[truth["kind"] == RULE, "project"])
    assert len(made.rows) - len(faulty) > 75


def test_a_register_without_room_for_a_fault_is_refused():
    with pytest.raises(LookupError, match="no project is left"):
        Planting([], Draws(1)).host(lambda project: True)


def test_it_is_written_as_a_workbook_or_a_table(tmp_path):
    with pytest.raises(UsageError, match="xlsx or"):
        write_example(tmp_path / "example.ods", tmp_path / "truth.csv")


# --- read as it was made ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_file_is_read_as_it_was_made(suffix, made, tmp_path):
    path = tmp_path / f"example.{suffix}"
    write_example(path, tmp_path / "truth.csv")
    told = read(path, as_of=AS_OF.isoformat()).rows
    pd.testing.assert_frame_equal(told[made.rows.columns], made.rows)


def test_the_workbook_has_what_makes_real_ones_hard_to_read(truth):
    reasons = set(truth.loc[truth["kind"] == IMPORT, "rule"])
    hard = {"total_row", "note_row", "numbering_row", "date_inexact", "no_date", "no_number", "same_project"}
    assert hard | {"same_name", "magnitude_pair", "magnitude_cell"} == reasons


def test_the_reading_doubts_what_was_planted_and_nothing_else(truth, register):
    planted = truth[truth["kind"] == IMPORT]
    doubted = register.doubts[["project", "reason_id", "column"]].drop_duplicates()
    assert set(map(tuple, doubted.to_numpy())) == set(map(tuple, planted[["project", "rule", "column"]].to_numpy()))


def test_the_files_own_column_is_kept(register):
    assert register.rows["Куратор"].str.startswith("отдел ").all()


# --- draws ------------------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(0, 40))
def test_the_end_of_a_later_month(day, months):
    end = month_end(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert (end + pd.Timedelta(days=1)).day == 1


def test_draws_keep_to_their_distributions():
    draws = Draws(3)
    wholes = [draws.whole(1, 4) for _ in range(2_000)]
    assert set(wholes) == {1, 2, 3, 4}
    logarithms = [math.log(draws.around(50.0, 0.4) / 50.0) for _ in range(2_000)]
    assert pd.Series(logarithms).mean() == pytest.approx(0.0, abs=0.03)
    assert pd.Series(logarithms).std() == pytest.approx(0.4, abs=0.03)
    kinds = pd.Series([draws.weighted({"a": 0.75, "b": 0.25}) for _ in range(2_000)])
    assert (kinds == "a").mean() == pytest.approx(0.75, abs=0.04)
