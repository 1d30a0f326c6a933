"""The shipped backtest of export forecasts: what it is made from, that it adds up, and that a new run gives it."""

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import schema, territories
from iidsp_analysis.forecasts.backtest import HORIZONS, SELECTED
from iidsp_analysis.forecasts.candidates import COMBINATION, MEMBERS, NAIVE, SPARSE_COMBINATION
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.forecast_results import (
    ALL,
    BORDERS,
    backtested,
    forecast_results,
    judged_origins,
    judged_series,
    main,
    results_table,
)

KEYS = ["region", "method", "horizon"]


@pytest.fixture(scope="module")
def cube(panel):
    return export_cube(territories.on_borders(panel, BORDERS))


def shipped(region, method):
    table = forecast_results().set_index(KEYS)
    return table.loc[[(region, method, horizon) for horizon in HORIZONS]].droplevel(["region", "method"])


def test_every_region_by_every_processed_section_is_judged(cube):
    series = judged_series(cube)
    assert len(series) == 16 * 17  # the eighteenth section of the definition, arms, is in no edition of the table
    assert not any(name.startswith(f"{schema.COUNTRY} ") for name in series)
    assert set(judged_series(cube, {"akmola"})) == {name for name in series if name.startswith("akmola ")}


def test_origins_are_each_june_and_december_from_2019_while_a_month_follows(cube):
    origins = judged_origins(cube)
    assert list(origins)[:2] == ["2019-06", "2019-12"]
    assert list(origins)[-1] == "2025-06"
    assert len(origins) == 13
    assert [cube.months[known - 1] for known in origins.values()] == list(origins)


def test_2023_of_almaty_city_and_south_kazakhstan_stays_missing(cube):
    year = [place for place, month in enumerate(cube.months) if month.startswith("2023")]
    for name, values in judged_series(cube).items():
        missing = np.isnan(values[year]).all()
        assert missing == name.startswith(("almaty_city ", "south_kazakhstan ")), name
        assert not np.isnan(np.delete(values, year)).any()


def test_the_shipped_table_names_every_method_and_region_once():
    table = forecast_results()
    methods = {SELECTED, NAIVE, *MEMBERS[COMBINATION], COMBINATION, *MEMBERS[SPARSE_COMBINATION], SPARSE_COMBINATION}
    assert not table.duplicated(KEYS).any()
    assert set(table.loc[table["region"] == ALL, "method"]) == methods
    assert table["region"].nunique() == 17
    assert shipped(ALL, SELECTED)["series"].tolist() == [272, 272, 272]
    assert shipped(ALL, SELECTED)["origins"].tolist() == [13, 13, 12]


def test_the_chosen_method_is_what_the_project_promised():
    """Intervals of 90 % that hold 86 to 94 % at each horizon, and smaller errors than the naive method's."""
    chosen, naive = shipped(ALL, SELECTED), shipped(ALL, NAIVE)
    for column in ("coverage_dense", "coverage_sparse"):
        assert chosen[column].between(0.86, 0.94).all()
    assert (chosen["mase_dense"] < naive["mase_dense"]).all()
    assert (chosen[["relative_dense", "relative_sparse"]] < 1).all(axis=None)


@pytest.mark.parametrize("method", [SELECTED, NAIVE])
def test_the_regions_make_the_whole(method):
    table = forecast_results()
    parts = table[(table["region"] != ALL) & (table["method"] == method)]
    whole = shipped(ALL, method)
    for kind in ("dense", "sparse"):
        cells = parts.groupby("horizon")[f"cells_{kind}"].sum()
        held = (parts[f"coverage_{kind}"] * parts[f"cells_{kind}"]).groupby(parts["horizon"]).sum() / cells
        assert cells.loc[list(HORIZONS)].tolist() == whole[f"cells_{kind}"].tolist()
        assert held.loc[list(HORIZONS)].tolist() == pytest.approx(whole[f"coverage_{kind}"].tolist(), abs=1e-3)
    weighted = (parts["mase_dense"] * parts["cells_dense"]).groupby(parts["horizon"]).sum()
    dense = parts.groupby("horizon")["cells_dense"].sum()
    assert (weighted / dense).loc[list(HORIZONS)].tolist() == pytest.approx(whole["mase_dense"].tolist(), abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("region", ["kyzylorda", "south_kazakhstan"])
def test_the_shipped_rows_of_a_region_are_those_of_a_new_run(cube, region):
    made = results_table(backtested(cube, {region})).set_index(KEYS)
    for method in (SELECTED, NAIVE):
        new = made.loc[[(region, method, horizon) for horizon in HORIZONS]].droplevel(["region", "method"])
        pd.testing.assert_frame_equal(new, shipped(region, method), rtol=0.02, atol=1e-3, check_dtype=False)


def test_the_command_writes_the_table_that_is_read(cube, tmp_path, monkeypatch):
    """With one quick region in place of all."""
    from iidsp_analysis.monitors import forecast_results as module

    quick = judged_series(cube, {"akmola"})
    rows = module.backtest({name: quick[name] for name in ("akmola XIV", "akmola XXI")}, (54, 60))
    monkeypatch.setattr(module, "loaded_cube", lambda: cube)
    monkeypatch.setattr(module, "backtested", lambda given, workers: rows)
    main([str(tmp_path / "results.csv")])
    written = pd.read_csv(tmp_path / "results.csv")
    assert list(written.columns) == list(forecast_results().columns)
    assert set(written["region"]) == {ALL, "akmola"}
