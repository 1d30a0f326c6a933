"""Lens *linkages*."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis.models.linkages import LENS, compute
from tests.models.evidence import EN, known

TABLE = [[1, 2], [3, 4]]
STRENGTH = pd.Series([0.8, 1.25], index=["i0", "i1"])


def test_the_linkage_is_the_same_in_every_region_and_found_by_label():
    result = compute(known(TABLE, linkages=STRENGTH[::-1]))
    assert result.score.to_numpy().tolist() == [[0.8, 1.25], [0.8, 1.25]]
    assert (result.grade == "B").all(axis=None)


def test_an_industry_without_linkage_is_missing():
    assert compute(known(TABLE, linkages=STRENGTH.drop("i0"))).score["i0"].isna().all()


@pytest.mark.parametrize(
    ("industry", "sentence"),
    [
        ("i0", "In the country it sets less going in its suppliers than the average industry: 80% of it."),
        ("i1", "In the country it sets 1.25 times as much going in its suppliers as the average industry."),
    ],
)
def test_the_reading_tells_above_or_below_average(industry, sentence):
    assert LENS.reading(compute(known(TABLE, linkages=STRENGTH)), "r1", industry, EN) == sentence


def test_what_is_missing_is_said():
    assert compute(known(TABLE)).findings(EN) == ("No input-output table is loaded.",)
    foreign = pd.Series([1.0], index=["x"])
    assert compute(known(TABLE, linkages=foreign)).findings(EN) == (
        "The input-output table covers none of the industries.",
    )
