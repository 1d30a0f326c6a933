from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures import decomposition
from iidsp_analysis.measures import lmdi as module
from iidsp_analysis.measures.decomposition import lmdi, lmdi_ratios
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError

FACTORS = ["jobs", "share", "productivity"]


def factors(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=[f"i{i}" for i in range(len(rows))], columns=FACTORS, dtype=float)


BEFORE = factors([100, 0.4, 0.5], [100, 0.6, 0.2])
AFTER = factors([120, 0.3, 0.45], [120, 0.7, 0.19])


def test_decomposition_hands_it_out():
    assert decomposition.lmdi is module.lmdi


def test_logarithmic_mean_of_amounts_far_apart():
    found = decomposition.logarithmic_mean(pd.Series([1e20, 1.0]), pd.Series([1.0, 1e20]))
    assert found.tolist() == pytest.approx([1e20 / np.log(1e20)] * 2)


def test_one_cell_by_hand():
    """Ang (2005): L(16.2, 20) ln(f¹ / f⁰)."""
    mean = (16.2 - 20) / np.log(16.2 / 20)
    found = lmdi(BEFORE, AFTER).loc["i0"]
    assert found["jobs"] == pytest.approx(mean * np.log(1.2))
    assert found["share"] == pytest.approx(mean * np.log(0.75))
    assert found["productivity"] == pytest.approx(mean * np.log(0.9))
    assert found["total"] == pytest.approx(16.2 - 20)


def test_parts_sum_to_the_change_of_every_cell():
    found = lmdi(BEFORE, AFTER)
    assert found[FACTORS].sum(axis=1).to_numpy() == pytest.approx(found["total"].to_numpy(), rel=1e-13)


def test_ratios_multiply_to_the_ratio_of_the_sums():
    found = lmdi_ratios(BEFORE, AFTER)
    assert found["total"] == pytest.approx(32.16 / 32.0)
    assert found[FACTORS].prod() == pytest.approx(found["total"])
    assert found["jobs"] == pytest.approx(1.2, rel=1e-3)  # common to all cells; weights sum to a little less than 1


def test_an_arrival_belongs_to_the_factor_that_was_zero():
    found = lmdi(factors([100, 0.0, 0.5]), factors([120, 0.3, 0.45])).iloc[0]
    assert found.to_dict() == pytest.approx({"jobs": 0.0, "share": 16.2, "productivity": 0.0, "total": 16.2})


def test_an_exit_belongs_to_the_factors_that_became_zero_in_equal_parts():
    found = lmdi(factors([100, 0.4, 0.5]), factors([120, 0.0, 0.0])).iloc[0]
    assert found.to_dict() == pytest.approx({"jobs": 0.0, "share": -10.0, "productivity": -10.0, "total": -20.0})


def test_zero_both_times_is_no_change_even_if_the_zero_factor_changes():
    found = lmdi(factors([100, 0.0, 0.5], [0, 0, 0]), factors([120, 0.3, 0.0], [0, 0, 0]))
    assert (found == 0).all(axis=None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ([100, 0.0, 0.5], [120, 0.3, 0.45]),
        ([100, 0.0, 0.0], [120, 0.3, 0.45]),
        ([100, 0.4, 0.5], [120, 0.3, 0.0]),
        ([100, 0.0, 0.5], [120, 0.3, 0.0]),
    ],
)
def test_zeros_are_the_limit_of_small_values(start, end):
    """Ang & Liu (2007): a small value in place of 0 comes to the analytic limit, as slowly as 1 / ln."""
    tiny = [np.maximum(factors(row), 1e-90) for row in (start, end)]
    limit, near = lmdi(factors(start), factors(end)), lmdi(*tiny)
    assert near.to_numpy() == pytest.approx(limit.to_numpy(), abs=0.5)
    far = lmdi(*[np.maximum(factors(row), 1e-20) for row in (start, end)])
    distances = [float(np.abs(found - limit).to_numpy().max()) for found in (near, far)]
    assert distances[0] < distances[1] or max(distances) < 1e-12


def test_time_reversal_with_zeros():
    start, end = factors([100, 0.0, 0.5], [100, 0.4, 0.5]), factors([120, 0.3, 0.45], [0, 0.1, 0.0])
    assert (lmdi(start, end) + lmdi(end, start)).abs().max(axis=None) == 0.0


def test_a_missing_factor_makes_its_cell_missing():
    found = lmdi(BEFORE, AFTER.mask(AFTER == 0.45))
    assert found.loc["i0"].isna().all()
    assert found.loc["i1"].notna().all()
    hidden = lmdi(factors([0, np.nan, 1.0]), factors([1.0, 1.0, 1.0]))
    assert hidden.isna().all(axis=None)
    assert lmdi_ratios(BEFORE, AFTER.mask(AFTER == 0.45)).isna().all()


def test_a_sum_that_was_zero_has_no_ratio():
    assert lmdi_ratios(BEFORE * [1.0, 0.0, 1.0], AFTER).isna().all()


def test_order_of_labels_does_not_matter():
    pd.testing.assert_frame_equal(lmdi(BEFORE, AFTER.iloc[::-1, ::-1]), lmdi(BEFORE, AFTER))


def test_negative_factors_and_strange_labels_are_refused():
    with pytest.raises(NegativeValueError):
        lmdi(BEFORE, -AFTER)
    with pytest.raises(MeasureInputError, match="differ"):
        lmdi(BEFORE, AFTER.rename(columns={"jobs": "hours"}))


def test_products_beyond_what_a_float_holds_are_refused_and_the_cell_named():
    for wrong in ([1e200, 1e200, 1.0], [1e200, 1e200, 0.0], [1e-200, 1e-200, 1.0], [1e200, 1e-200, 1.0]):
        for start, end in ((BEFORE, factors([1.0, 1.0, 1.0], wrong)), (factors([1.0, 1.0, 1.0], wrong), AFTER)):
            for measure in (lmdi, lmdi_ratios):
                with pytest.raises(MeasureInputError, match=r"too large or too small.*\[i1\]"):
                    measure(start, end)


def test_large_and_small_factors_within_bounds_are_decomposed():
    found = lmdi(factors([1e70, 1e-70, 1.0]), factors([1e-70, 1e70, 2.0])).iloc[0]
    assert found["total"] == pytest.approx(1.0)
    assert found["productivity"] == pytest.approx(1.0)
