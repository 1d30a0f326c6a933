"""The backtest of monthly forecasts: what it says at an origin is what a call there would have said."""

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.forecasts.accuracy import seasonal_scale
from iidsp_analysis.forecasts.backtest import COLUMNS, HORIZONS, SELECTED, backtest, summary
from iidsp_analysis.forecasts.candidates import NAIVE
from iidsp_analysis.forecasts.monthly import forecast_months
from tests.forecasts.monthly_series import lognormal, monthly, sparse_flow


@pytest.fixture(scope="module")
def series():
    gap = lognormal(5, 60)
    gap[44:50] = np.nan
    return {"dense": lognormal(1, 60), "gap": gap, "sparse": sparse_flow(2, 60), "nothing": np.zeros(60)}


@pytest.fixture(scope="module")
def rows(series):
    return backtest(series, (36, 42, 54))


def at(rows, name, origin, method=SELECTED):
    return rows[(rows["series"] == name) & (rows["origin"] == origin) & (rows["method"] == method)].set_index("horizon")


@pytest.mark.parametrize(("name", "origin"), [("dense", 36), ("dense", 42), ("gap", 54), ("sparse", 42)])
def test_the_chosen_method_errs_as_a_call_with_what_was_known_would_have(series, rows, name, origin):
    known, came = series[name][:origin], series[name][origin:]
    made = forecast_months(monthly(known), 12)
    found = at(rows, name, origin)
    scale = seasonal_scale(known[None, :])[0]
    for horizon in (1, 3):
        assert found.loc[horizon, "miss"] == pytest.approx(abs(made.mean[horizon - 1] - came[horizon - 1]), nan_ok=True)
        assert found.loc[horizon, "error"] == pytest.approx(found.loc[horizon, "miss"] / scale, nan_ok=True)
        inside = made.lower[horizon - 1] <= came[horizon - 1] <= made.upper[horizon - 1]
        assert found.loc[horizon, "held"] == inside
    assert found["sparse"].eq(made.is_sparse).all()


def test_a_month_that_has_not_come_or_is_missing_is_not_judged(rows):
    assert at(rows, "dense", 54).loc[12, ["miss", "error", "held"]].isna().all()
    assert at(rows, "gap", 42).loc[3, ["miss", "error", "held"]].isna().all()  # the 45th month
    assert at(rows, "gap", 42).loc[12, ["miss", "error", "held"]].notna().all()


def test_gaps_are_named_where_they_were_known(rows):
    gaps = rows[rows["series"] == "gap"].groupby("origin")["gap"].agg(set)
    assert gaps.to_dict() == {36: {False}, 42: {False}, 54: {True}}
    assert at(rows, "gap", 42, "ets").shape[0] == len(HORIZONS)
    assert at(rows, "gap", 54, "ets").empty


def test_a_history_that_never_changed_is_held_but_has_no_scaled_error(rows):
    found = at(rows, "nothing", 36)
    assert found["error"].isna().all()
    assert found["held"].eq(1).all()
    assert found["miss"].eq(0).all()


def test_an_origin_off_the_grid_is_refused(series):
    with pytest.raises(UsageError, match="origin"):
        backtest(series, (37,))


def test_the_summary_by_hand():
    def row(name, method, horizon, sparse, miss, error, held, failed):
        return dict(zip(COLUMNS, (name, 36, method, horizon, sparse, False, miss, error, held, failed), strict=True))

    made = pd.DataFrame(
        [
            row("a", NAIVE, 1, False, 10.0, 1.0, 1.0, False),
            row("b", NAIVE, 1, False, 30.0, 3.0, 0.0, False),
            row("c", NAIVE, 1, True, 4.0, np.nan, 1.0, False),
            row("d", NAIVE, 1, False, np.nan, np.nan, np.nan, False),
            row("a", "ets", 1, False, 5.0, 0.5, 1.0, True),
        ]
    )
    found = summary(made).set_index("method")
    assert found.loc[NAIVE, ["mase_dense", "coverage_dense", "coverage_sparse"]].tolist() == [2.0, 0.5, 1.0]
    assert found.loc[NAIVE, ["series", "cells_dense", "cells_sparse", "failures"]].tolist() == [3, 2, 1, 0]
    assert np.isnan(found.loc[NAIVE, "mase_sparse"])
    assert found.loc["ets", ["mase_dense", "relative_dense", "failures"]].tolist() == [0.5, 0.5, 1]
    assert np.isnan(found.loc["ets", "relative_sparse"])
