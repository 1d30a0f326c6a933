"""The shipped table of finished backtests is what a new run gives."""

import pandas as pd
import pytest

from benchmarks import reference_panels
from iidsp_analysis.backtest import summary as module
from iidsp_analysis.backtest.run import JUDGED, backtest
from iidsp_analysis.backtest.summary import (
    EXPORTS,
    HORIZON,
    SECTIONS,
    WHOLE_SECTIONS,
    backtest_table,
    own_panels,
    summary,
    summary_row,
)
from iidsp_analysis.backtest.verdict import beats_baselines
from iidsp_analysis.models.observations import from_rows
from tests.backtest.synthetic import as_rows, drawn_panel

NUMBERS = ["ic", "ic_low", "ic_high", "top5_excess", "baseline_ic", "origins_won"]


@pytest.fixture(scope="module")
def own(panel):
    return own_panels(panel)


def same_rows(made, shipped):
    """Every column of the shipped table: numbers to 1e-4, everything else exactly."""
    assert list(made.columns) == list(shipped.columns)
    for name, row in made.iterrows():
        for column in made.columns:
            wanted = shipped.loc[name, column]
            if column in NUMBERS:
                assert row[column] == pytest.approx(wanted, abs=1e-4), (name, column)
            else:
                assert row[column] == wanted, (name, column)


def test_own_panels_are_exports_and_whole_sections_on_the_borders_of_2014(own):
    assert list(own) == [EXPORTS, SECTIONS]
    assert {len(each.regions) for each in own.values()} == {16}
    assert own[SECTIONS].industries == WHOLE_SECTIONS
    assert own[EXPORTS].unit == "thousand USD, current"
    assert own[SECTIONS].unit == "mln KZT, current"


def test_the_shipped_rows_of_kazakhstan_are_those_of_a_new_run(own):
    same_rows(summary(own).set_index("panel"), backtest_table().loc[[EXPORTS, SECTIONS]])


def test_a_row_tells_what_the_backtest_says():
    drawn = drawn_panel()
    tested = backtest(drawn, HORIZON, panel="drawn", draws=20)
    row = summary_row("drawn", tested, drawn)
    judged = tested.models[JUDGED]
    assert list(row) == ["panel", *backtest_table().columns]
    assert (row["regions"], row["industries"]) == (24, 14)
    assert (row["first_year"], row["last_year"], row["horizon"]) == (2000, 2013, HORIZON)
    assert (row["origins"], row["first_origin"], row["last_origin"]) == (7, 2001, 2007)
    assert row["ic"] == pytest.approx(judged.mean.value, abs=5e-5)
    assert row["baseline_ic"] == pytest.approx(tested.baselines[row["best_baseline"]].mean.value, abs=5e-5)
    assert row["beats"] == beats_baselines(tested)


def test_the_shipped_table_says_beats_only_where_its_numbers_do():
    table = backtest_table()
    expected = (table["ic"] > table["baseline_ic"]) & (table["ic_low"] > 0) & (table["origins_won"] >= 0.8)
    assert (table["beats"] == expected).all()
    assert table.index.is_unique


def test_the_command_writes_public_and_own_panels(tmp_path, panel, monkeypatch):
    path, out = tmp_path / "drawn.csv", tmp_path / "out.csv"
    as_rows(drawn_panel()).to_csv(path, index=False)
    monkeypatch.setattr(module.build, "load", lambda: panel)
    module.main([str(out), f"drawn={path}"])
    told = pd.read_csv(out).set_index("panel")
    assert list(told.index) == ["drawn", EXPORTS, SECTIONS]
    same_rows(told.loc[[EXPORTS, SECTIONS]], backtest_table().loc[[EXPORTS, SECTIONS]])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mark"), [("uk_itl3", 0.17), ("us_states", 0.09), ("adb_economies", None)])
def test_the_shipped_rows_of_public_panels_are_those_of_a_new_run(reference, name, mark):
    rows = reference_panels.PANELS[name](reference)
    observations = from_rows(rows.assign(industry=rows["industry"].astype(str)))
    made = summary({name: observations}).set_index("panel")
    same_rows(made, backtest_table().loc[[name]])
    if mark is not None:  # the marks that the project promises for these panels
        assert made.loc[name, "ic"] >= mark
        assert made.loc[name, "origins_won"] >= 0.8
