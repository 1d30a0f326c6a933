"""The table of estimated weights: one regression for each panel and origin."""

import numpy as np
import pandas as pd
import pytest

from benchmarks import reference_panels
from iidsp_analysis.backtest import lens_weights as module
from iidsp_analysis.backtest.estimation import PENALTY, lens_ranks
from iidsp_analysis.backtest.lens_weights import HORIZON, coefficient_rows
from iidsp_analysis.backtest.looks import looks, with_every_lens
from iidsp_analysis.backtest.run import LENSES, SEED
from iidsp_analysis.backtest.targets import Window, origins_of, target_of
from iidsp_analysis.models.estimated_weights import coefficient_table, panel_table
from iidsp_analysis.models.observations import from_rows
from tests.backtest.synthetic import as_rows, drawn_panel


@pytest.fixture(scope="module")
def rows():
    return coefficient_rows("drawn", drawn_panel())


def test_one_row_for_each_origin_and_lens(rows):
    origins = origins_of(drawn_panel(), Window(HORIZON))
    assert list(rows.columns) == list(coefficient_table().columns)
    assert rows["origin"].tolist() == [origin for origin in origins for _ in LENSES]
    assert rows["lens"].tolist() == list(LENSES) * len(origins)
    assert (rows["end"] - rows["origin"] == HORIZON + 1).all()  # the window begins a year after the origin
    assert set(rows["panel"]) == {"drawn"}
    assert set(rows["candidates"]) == {24 * 14}


def test_coefficients_and_errors_solve_the_normal_equations(rows):
    """The ridge regression written out: b = (X'X/n + λ)⁻¹ X'y/n, its variance that of the sandwich with σ² = 1."""
    drawn, origin = drawn_panel(), 2005
    seen = looks(drawn, [origin], SEED)[origin]
    happened = target_of(drawn, origin, Window(HORIZON), "relative")
    ranks = np.moveaxis(lens_ranks(with_every_lens(seen, LENSES, happened.shape), LENSES), 1, 2).reshape(
        -1, len(LENSES)
    )
    places = happened.argsort(axis=1).argsort(axis=1)
    outcome = (((places + 0.5) / 14 - 0.5) * np.sqrt(12)).ravel()
    drawn_to = ranks.T @ ranks / len(outcome) + PENALTY * np.eye(len(LENSES))
    expected = np.linalg.solve(drawn_to, ranks.T @ outcome / len(outcome))
    inverse = np.linalg.inv(drawn_to)
    errors = np.sqrt(np.diag(inverse @ (ranks.T @ ranks / len(outcome)) @ inverse) / len(outcome))
    mine = rows[rows["origin"] == origin]
    assert mine["coefficient"].to_numpy() == pytest.approx(expected, abs=1e-5)
    assert mine["standard_error"].to_numpy() == pytest.approx(errors, abs=1e-5)


def test_the_planted_pull_to_the_regions_type_has_the_largest_coefficient():
    """With noise that hides the pull from the past growth of a cell."""
    rows = coefficient_rows("pulled", drawn_panel(speed=0.1, noise=0.15))
    means = rows.groupby("lens")["coefficient"].mean()
    assert means.idxmax() == "relatedness_gap"
    assert means["relatedness_gap"] > 1.5 * means.drop("relatedness_gap").max()


def test_a_lens_that_said_nothing_yet_has_no_coefficient_and_no_error(rows):
    first = rows[(rows["origin"] == 2001) & (rows["lens"] == "catch_up")].iloc[0]
    assert (first["coefficient"], first["standard_error"]) == (0, 0)


def test_the_command_writes_every_panel(tmp_path, rows):
    path, out = tmp_path / "drawn.csv", tmp_path / "out.csv"
    as_rows(drawn_panel()).to_csv(path, index=False)
    module.main([str(out), f"drawn={path}", f"again={path}"])
    told = pd.read_csv(out)
    assert told["panel"].unique().tolist() == ["drawn", "again"]
    assert told[told["panel"] == "drawn"]["coefficient"].to_numpy() == pytest.approx(rows["coefficient"].to_numpy())


def test_the_shipped_table_is_whole():
    table = coefficient_table()
    assert set(table["panel"]) == set(panel_table().index) == set(reference_panels.PANELS)
    assert (table.groupby(["panel", "origin"])["lens"].agg(tuple) == LENSES).all()
    assert (table["end"] == table["origin"] + HORIZON + 1).all()
    assert set(table["horizon"]) == {HORIZON}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(reference_panels.PANELS))
def test_the_shipped_weights_come_from_the_panel(reference, name):
    rows = reference_panels.PANELS[name](reference)
    made = coefficient_rows(name, from_rows(rows.assign(industry=rows["industry"].astype(str))))
    shipped = coefficient_table().query("panel == @name").reset_index(drop=True)
    assert made[["origin", "end", "lens", "candidates"]].equals(shipped[["origin", "end", "lens", "candidates"]])
    for column in ("coefficient", "standard_error"):
        assert made[column].to_numpy() == pytest.approx(shipped[column].to_numpy(), abs=1e-4)
