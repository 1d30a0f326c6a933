"""Lens *technology*."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import ReportError
from iidsp_analysis.models.technology import LENS, compute
from tests.models.evidence import EN, known

TABLE = [[1, 2], [3, 4]]


def test_the_class_is_the_same_in_every_region_and_found_by_label():
    result = compute(known(TABLE, technology=pd.Series([4.0, 1.0], index=["i1", "i0"])))
    assert result.score.to_numpy().tolist() == [[1, 4], [1, 4]]
    assert (result.grade == "B").all(axis=None)


def test_an_industry_without_class_is_missing_not_low():
    result = compute(known(TABLE, technology=pd.Series([3.0], index=["i1"])))
    assert result.score["i0"].isna().all()
    assert (result.grade["i0"] == "D").all()
    assert LENS.reading(result, "r0", "i0", EN) == "The lens has nothing to say about this cell."


def test_the_reading_tells_the_class():
    result = compute(known(TABLE, technology=pd.Series([1.0, 4.0], index=["i0", "i1"])))
    assert "class is 4 on a scale from 1 (low) to 4 (high)" in LENS.reading(result, "r0", "i1", EN)


@pytest.mark.parametrize("odd", [0.0, 5.0, np.inf])
def test_a_class_off_the_scale_is_refused(odd):
    with pytest.raises(ReportError, match="outside 1 to 4"):
        compute(known(TABLE, technology=pd.Series([1.0, odd], index=["i0", "i1"])))


def test_what_is_missing_is_said():
    assert compute(known(TABLE)).findings(EN) == ("No technology classes are loaded.",)
    foreign = pd.Series([1.0], index=["x"])
    assert compute(known(TABLE, technology=foreign)).findings(EN) == (
        "The technology classes cover none of the industries.",
    )
