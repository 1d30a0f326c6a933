from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.decomposition import (
    additive_parts,
    exchange_rate_parts,
    log_parts,
    logarithmic_mean,
    share_parts,
    volume_price_parts,
)
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError


def test_logarithmic_mean_and_its_limits():
    mean = logarithmic_mean(pd.Series([1.0, 5.0, 0.0, 0.0, np.nan]), pd.Series([math.e, 5.0, 3.0, 0.0, 1.0]))
    assert mean.iloc[:4].tolist() == pytest.approx([math.e - 1, 5.0, 0.0, 0.0])
    assert np.isnan(mean.iloc[4])


def test_logarithmic_mean_of_close_amounts_lies_between_them():
    mean = logarithmic_mean(pd.Series([1.0]), pd.Series([1.0 + 4e-16]))
    assert 1.0 <= mean.item() <= 1.0 + 5e-16


def test_volume_and_price_of_a_number():
    parts = volume_price_parts(100.0, 146.0, 1.08).iloc[0]
    assert parts["volume"] == pytest.approx(math.log(1.08))
    assert parts["price"] == pytest.approx(math.log(1.46 / 1.08))
    assert parts["total"] == pytest.approx(math.log(1.46))


def test_a_weaker_tenge_takes_from_the_dollars():
    parts = exchange_rate_parts(100.0, 150.0, rate_start=222.0, rate_end=333.0).iloc[0]
    assert parts["tenge"] == pytest.approx(math.log(1.5))
    assert parts["exchange_rate"] == pytest.approx(-math.log(1.5))
    assert parts["total"] == pytest.approx(0.0, abs=1e-15)


def test_a_share_can_stand_still_while_volume_runs_ahead():
    parts = share_parts(11.3, 11.3, part_volume_ratio=1.10, whole_volume_ratio=1.05).iloc[0]
    assert parts["volume"] == pytest.approx(math.log(1.10 / 1.05))
    assert parts["relative_price"] == pytest.approx(-parts["volume"])
    assert parts["total"] == 0.0


def test_parts_in_the_unit_of_the_amounts():
    start, end = pd.Series({"10": 100.0, "24": 50.0}), pd.Series({"24": 40.0, "10": 146.0})
    points = additive_parts(volume_price_parts(start, end, 1.08), start, end)
    assert points["total"].to_dict() == pytest.approx({"10": 46.0, "24": -10.0})
    assert (points["volume"] + points["price"]).to_dict() == pytest.approx(points["total"].to_dict())


def test_zero_and_missing_have_no_logarithm():
    parts = log_parts(pd.Series([0.0, 1.0, 1.0, 1.0]), pd.Series([1.0, 0.0, 2.0, 2.0]), {"volume": 1.1}, "price")
    assert parts["total"].isna().tolist() == [True, True, False, False]
    unknown = log_parts(1.0, 2.0, {"volume": np.nan}, "price").iloc[0]
    assert unknown.isna().to_dict() == {"volume": True, "price": True, "total": False}
    assert np.isnan(share_parts(1.0, 2.0, part_volume_ratio=1.0, whole_volume_ratio=0.0).iloc[0]["volume"])


def test_negative_and_strange_labels_are_refused():
    with pytest.raises(NegativeValueError):
        volume_price_parts(1.0, 2.0, -1.0)
    with pytest.raises(MeasureInputError, match=r"other labels than the rest. \[24\]"):
        volume_price_parts(pd.Series({"10": 1.0}), pd.Series({"10": 1.0, "24": 1.0}), 1.0)
