"""The comparison with the peers counts the same cells for everyone."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.export_forecasts import beside, dense_histories, peer_errors

SERIES = {"akmola VI": np.r_[np.full(12, 5.0), np.full(12, 8.0), 20.0, np.nan]}


def ours(horizon, method, error, **changed):
    return {"series": "akmola VI", "origin": 24, "horizon": horizon, "method": method, "error": error, "held": 1.0,
            "sparse": False, "gap": False} | changed  # fmt: skip


def theirs(horizon, mean, method="AutoETS"):
    return {
        "method": method,
        "key": "akmola VI@24",
        "horizon": horizon,
        "mean": mean,
        "lower": mean - 1,
        "upper": mean + 1,
    }


def test_errors_of_the_peers_by_hand():
    """The scale of the history is 3; the month that came is 20, the next is missing, the twelfth has not come."""
    made = peer_errors(pd.DataFrame([theirs(1, 14.0), theirs(2, 20.0), theirs(12, 20.0)]), SERIES).set_index("horizon")
    assert made.loc[1, "error"] == pytest.approx(2.0)
    assert made.loc[1, "held"] == 0
    assert made.loc[[2, 12], ["error", "held"]].isna().all(axis=None)


def test_a_cell_that_one_of_them_lacks_counts_for_nobody():
    rows = pd.DataFrame([ours(1, "selected", 1.0), ours(1, "selected", 9.0, origin=30), ours(1, "ets", 0.1)])
    peers = peer_errors(pd.DataFrame([theirs(1, 14.0), theirs(1, 26.0, "AutoARIMA")]), SERIES)
    table = beside(rows, peers)
    assert table["cells"].tolist() == [1, 1, 1]
    assert table.loc[(1, "selected"), ["mase", "ratio"]].tolist() == [1.0, pytest.approx(0.5)]


def test_peers_get_dense_histories_without_a_gap():
    rows = pd.DataFrame(
        [ours(1, "ets", 1.0), ours(1, "ets", 1.0, origin=25, sparse=True), ours(1, "ets", 1.0, origin=26, gap=True)]
    )
    assert {key: len(each) for key, each in dense_histories(rows, SERIES).items()} == {"akmola VI@24": 24}
