"""Constant market share and LMDI-I held to worked cases."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis.measures.decomposition import (
    constant_market_share,
    constant_market_share_by_order,
    lmdi,
    lmdi_ratios,
)


@pytest.fixture(scope="module")
def micro(reference: Path) -> Path:
    return reference / "golden/micro"


@pytest.mark.parametrize("order", ["commodity_first", "market_first"])
def test_constant_market_share_of_two_commodities_and_markets(micro, order):
    """Richardson (1971), J. Int. Economics 1, 227–239: the two orders of the mix differ."""
    golden = json.loads((micro / "cms_2x2.json").read_text())
    frames = [pd.DataFrame(golden[name]) for name in ("X0", "X1", "W0", "W1")]
    found = constant_market_share(*frames, order=order).total()
    assert found[list(golden[order])].to_dict() == pytest.approx(golden[order], rel=1e-12)
    assert found["residual"] == pytest.approx(0.0, abs=1e-12)
    assert constant_market_share_by_order(*frames)[order].to_dict() == found.to_dict()


def test_lmdi_of_two_sectors(micro):
    """Ang (2005), Energy Policy 33, 867–871; Ang (2015), Energy Policy 86, 233–238: additive LMDI-I."""
    golden = json.loads((micro / "lmdi_2sector.json").read_text())
    start, end = (
        pd.DataFrame(
            {"activity": golden["Q"][t], "structure": golden[f"share{t}"], "intensity": golden[f"intensity{t}"]}
        )
        for t in (0, 1)
    )
    found = lmdi(start, end).sum()
    for factor in ("activity", "structure", "intensity"):
        assert found[factor] == pytest.approx(golden[factor], rel=1e-12)
    assert found["total"] == pytest.approx(golden["E1"] - golden["E0"], rel=1e-12)
    assert lmdi_ratios(start, end)["total"] == pytest.approx(golden["E1"] / golden["E0"], rel=1e-12)
