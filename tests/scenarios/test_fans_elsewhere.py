"""Fans held against what came in another country: states of the United States, manufacturing against the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.scenarios.calibration import calibration
from iidsp_analysis.scenarios.past_growth import past_growth

PANEL = "data/panels/us_state_gdp_by_industry_1997_2021.csv.gz"


@pytest.fixture(scope="module")
def states(reference) -> dict[str, pd.DataFrame]:
    """Real value added by year and state: all industries, and manufacturing."""
    rows = pd.read_csv(reference / PANEL)
    real = rows[(rows["vname"] == "rgdp") & (rows["stabbr"] != "US")]
    wanted = {"whole": "...", "made": "31-33"}
    blocks = {}
    for name, code in wanted.items():
        chosen = real[real["indclass"] == code].drop_duplicates(["year", "stabbr", "indclass"])
        blocks[name] = chosen.pivot(index="year", columns="stabbr", values="value")
    return blocks


def test_coverage_in_the_states(states):
    """The interval of 90 % held about that much of five-year outcomes; the states share their years."""
    relative = np.log(states["made"] / (states["whole"] - states["made"])).diff().iloc[1:].dropna(axis=1)
    found = [calibration(relative[state].to_numpy(), 5) for state in relative]
    coverage = float(np.mean([one.coverage for one in found]))
    assert len(found) > 40
    assert 0.75 < coverage < 0.97


def test_doubling_is_rare_in_the_states(states):
    assert past_growth(states["made"]).share_below(2.0) > 0.97
