from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures import constant_market_share as module
from iidsp_analysis.measures import decomposition
from iidsp_analysis.measures.decomposition import constant_market_share, constant_market_share_by_order
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError

GOODS, PLACES = ["grain", "ore"], ["east", "west"]
ORDERS = ["commodity_first", "market_first"]


def frame(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=GOODS, columns=PLACES, dtype=float)


EXPORTS = frame([10, 20], [30, 5]), frame([14, 22], [33, 9])
WORLD = frame([100, 300], [200, 150]), frame([120, 330], [210, 200])


def test_decomposition_hands_it_out():
    assert decomposition.constant_market_share is module.constant_market_share


@pytest.mark.parametrize("order", ORDERS)
def test_unchanged_shares_leave_nothing_to_competitiveness(order):
    kept = EXPORTS[0] * WORLD[1] / WORLD[0]
    found = constant_market_share(EXPORTS[0], kept, *WORLD, order=order)
    assert found.parts["competitiveness"].to_numpy() == pytest.approx(0.0, abs=1e-12)
    assert found.total()["change"] == pytest.approx(kept.sum().sum() - 65)


@pytest.mark.parametrize("order", ORDERS)
def test_a_world_that_grows_evenly_has_no_mix(order):
    found = constant_market_share(*EXPORTS, WORLD[0], WORLD[0] * 1.3, order=order).total()
    assert found["world"] == pytest.approx(65 * 0.3)
    assert [found["commodity"], found["market"]] == pytest.approx([0.0, 0.0], abs=1e-12)


def test_first_part_needs_only_its_own_side_of_the_mix():
    """By hand: world trade grew by 860 / 750, of grain by 450 / 400, of ore by 410 / 350."""
    whole = 860 / 750
    first = constant_market_share(*EXPORTS, *WORLD, order="commodity_first").by_commodity()
    assert first["commodity"].to_dict() == pytest.approx(
        {"grain": 30 * (450 / 400 - whole), "ore": 35 * (410 / 350 - whole)}
    )
    second = constant_market_share(*EXPORTS, *WORLD, order="market_first").by_market()
    assert second["market"].to_dict() == pytest.approx(
        {"east": 40 * (330 / 300 - whole), "west": 25 * (530 / 450 - whole)}
    )


def test_orders_share_world_and_competitiveness_and_the_sum_of_the_mix():
    both = constant_market_share_by_order(*EXPORTS, *WORLD)
    assert both.columns.tolist() == [*ORDERS, "order_matters_by"]
    assert both.loc[["world", "competitiveness", "change"], "order_matters_by"].to_numpy() == pytest.approx(
        0.0, abs=1e-12
    )
    mix = both.loc[["commodity", "market"]]
    assert mix["order_matters_by"].abs().min() > 1.0
    assert mix["order_matters_by"].sum() == pytest.approx(0.0, abs=1e-12)


def test_residual_is_shown():
    found = constant_market_share(*EXPORTS, *WORLD, order="market_first")
    assert found.order == "market_first"
    assert found.by_commodity()["residual"].abs().max() < 1e-12
    assert found.by_market()["residual"].abs().max() < 1e-12
    spoilt = module.ConstantMarketShare(found.change + 1.0, found.parts, found.order)
    assert spoilt.total()["residual"] == pytest.approx(4.0)


def test_an_arrival_in_a_new_world_market_is_competitiveness():
    exports = frame([0, 20], [30, 5])
    world = frame([0, 300], [200, 150])
    found = constant_market_share(exports, EXPORTS[1], world, WORLD[1], order="commodity_first")
    assert found.parts["competitiveness"].loc["grain", "east"] == 14.0
    assert found.parts["world"].loc["grain", "east"] == 0.0
    assert found.total()["residual"] == pytest.approx(0.0, abs=1e-12)


def test_an_exit_takes_its_market_growth_along():
    after = frame([0, 22], [33, 9])
    found = constant_market_share(EXPORTS[0], after, *WORLD, order="commodity_first")
    assert found.parts["competitiveness"].loc["grain", "east"] == pytest.approx(-10 * 1.2)


def test_missing_exports_miss_only_their_cell_missing_world_trade_everything():
    gap = EXPORTS[1].copy()
    gap.loc["ore", "west"] = np.nan
    found = constant_market_share(EXPORTS[0], gap, *WORLD, order="commodity_first")
    assert found.by_commodity()["change"].isna().to_dict() == {"grain": False, "ore": True}
    assert found.parts["competitiveness"].isna().to_numpy().sum() == 1
    world = WORLD[1].copy()
    world.loc["ore", "west"] = np.nan
    spoilt = constant_market_share(*EXPORTS, WORLD[0], world, order="commodity_first")
    assert spoilt.parts["world"].isna().all(axis=None)
    assert spoilt.parts["competitiveness"].isna().to_numpy().sum() == 1


def test_order_of_labels_does_not_matter():
    turned = constant_market_share(EXPORTS[0], EXPORTS[1].loc[::-1], WORLD[0][PLACES[::-1]], WORLD[1], order=ORDERS[0])
    plain = constant_market_share(*EXPORTS, *WORLD, order=ORDERS[0])
    pd.testing.assert_series_equal(turned.total(), plain.total())


def test_what_cannot_be_decomposed_is_refused():
    with pytest.raises(MeasureInputError, match=r"no order of the mix. Use commodity_first or market_first"):
        constant_market_share(*EXPORTS, *WORLD, order="both")
    with pytest.raises(MeasureInputError, match=r"base period.*what the world does not. \[ore × west\]"):
        constant_market_share(*EXPORTS, WORLD[0] * np.array([[1, 1], [1, 0]]), WORLD[1], order=ORDERS[0])
    with pytest.raises(MeasureInputError, match=r"In the end period"):
        constant_market_share(*EXPORTS, WORLD[0], WORLD[1] * np.array([[1, 1], [1, 0]]), order=ORDERS[0])
    with pytest.raises(MeasureInputError, match="differ"):
        constant_market_share(*EXPORTS, WORLD[0], WORLD[1].rename(index={"ore": "ores"}), order=ORDERS[0])
    with pytest.raises(NegativeValueError):
        constant_market_share(-EXPORTS[0], EXPORTS[1], *WORLD, order=ORDERS[0])
