from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import AnalysisError
from iidsp_analysis.measures.concentration import herfindahl_index, krugman_index
from iidsp_analysis.measures.constant_market_share import ORDERS, constant_market_share
from iidsp_analysis.measures.growth import growth_rate
from iidsp_analysis.measures.inequality import theil_index
from iidsp_analysis.measures.inputs import (
    MeasureInputError,
    NegativeValueError,
    aligned,
    amounts,
    float_array,
    same_labels,
)
from iidsp_analysis.measures.leontief import technical_coefficients
from iidsp_analysis.measures.lmdi import lmdi
from iidsp_analysis.measures.regionalisation import flegg_location_quotients
from iidsp_analysis.measures.shift_share import classic_shift_share
from iidsp_analysis.measures.similarity import cosine_similarity, krugman_distance
from iidsp_analysis.measures.specialisation import (
    additive_location_quotient,
    location_quotient,
    symmetric_location_quotient,
)

FRAME_MEASURES = [
    location_quotient,
    additive_location_quotient,
    symmetric_location_quotient,
    herfindahl_index,
    lambda values: krugman_index(values, reference="whole"),
    lambda values: classic_shift_share(values, values),
    lambda values: growth_rate(values, values),
    cosine_similarity,
    krugman_distance,
]


@pytest.fixture
def negative() -> pd.DataFrame:
    return pd.DataFrame([[1.0, 2.0], [3.0, -0.5]], index=["akmola", "aktobe"], columns=["C", "FISIM"])


@pytest.mark.parametrize("measure", FRAME_MEASURES)
def test_negative_amounts_are_refused_and_the_cell_named(measure, negative):
    with pytest.raises(NegativeValueError, match="aktobe × FISIM"):
        measure(negative)


@pytest.mark.parametrize("measure", FRAME_MEASURES)
def test_infinite_amounts_are_refused(measure, negative):
    with pytest.raises(MeasureInputError, match=r"infinite.*aktobe × FISIM"):
        measure(negative.abs().replace(0.5, np.inf))


@pytest.mark.parametrize("measure", FRAME_MEASURES)
def test_repeated_labels_are_refused(measure, negative):
    with pytest.raises(MeasureInputError, match=r"twice.*akmola"):
        measure(negative.abs().set_axis(["akmola", "akmola"]))


def test_the_refusals_are_both_value_errors_and_the_analysts_errors():
    assert issubclass(NegativeValueError, ValueError)
    assert issubclass(NegativeValueError, AnalysisError)
    with pytest.raises(ValueError):
        theil_index(pd.Series([1.0, -1.0]))


def test_totals_are_put_in_order_by_label_and_a_missing_label_is_refused():
    totals = pd.Series({"b": 2.0, "a": 1.0})
    assert aligned(totals, pd.Index(["a", "b"]), "Totals").tolist() == [1.0, 2.0]
    with pytest.raises(MeasureInputError, match=r"Totals lacks labels. \[c\]"):
        aligned(totals, pd.Index(["a", "c"]), "Totals")


def test_missing_values_pass_and_whole_numbers_become_floats():
    checked = amounts(pd.Series([1, None, 0], dtype="Int64"), "x")
    assert checked.dtype == float
    assert checked.isna().tolist() == [False, True, False]


def test_measures_draw_nothing_and_open_nothing():
    """Every module of measures must be importable without plotting, notebooks or the rest of the project."""
    script = """
import importlib, pkgutil, sys
from iidsp_analysis import measures
found = [m.name for m in pkgutil.iter_modules(measures.__path__)]
for name in found:
    importlib.import_module(f"iidsp_analysis.measures.{name}")
own = {m for m in sys.modules if m.startswith("iidsp_analysis.")} - {"iidsp_analysis.measures", "iidsp_analysis.errors"}
outside = sorted(m for m in own if not m.startswith("iidsp_analysis.measures."))
plotting = {"matplotlib", "papermill", "seaborn", "pandera", "statsmodels"}
heavy = sorted({m.split(".")[0] for m in sys.modules} & plotting)
print(len(found), outside, heavy)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    count, _, rest = ran.stdout.strip().partition(" ")
    assert int(count) >= 8
    assert rest == "[] []"


def test_labels_that_occur_twice_are_named_before_anything_is_put_in_order():
    twice = pd.Series([1.0, 2.0, 3.0], index=["a", "b", "b"])
    with pytest.raises(MeasureInputError, match=r"The region has labels that occur twice. \[b\]"):
        aligned(twice, pd.Index(["a", "b"]), "The region")
    with pytest.raises(MeasureInputError, match=r"twice. \[b\]"):
        flegg_location_quotients(twice, pd.Series({"a": 5.0, "b": 9.0}), delta=0.25)
    once = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], index=["a", "b"], columns=["C", "D"])
    more_rows = pd.concat([once, once.loc[["b"]]])
    for other, label in ((more_rows, "b"), (once[["C", "D", "D"]], "D")):
        for end, start in ((other, once), (once, other)):
            with pytest.raises(MeasureInputError, match=rf"Here: one of the frames .* twice. \[{label}\]"):
                same_labels(end, start, "Here")
    with pytest.raises(MeasureInputError, match=r"LMDI.*twice. \[b\]"):
        lmdi(once, more_rows)
    with pytest.raises(MeasureInputError, match=r"Constant market share.*twice. \[b\]"):
        constant_market_share(once, more_rows, once, once, order=ORDERS[0])


@pytest.mark.parametrize("measure", FRAME_MEASURES)
def test_text_is_refused_and_the_cell_named(measure, negative):
    with pytest.raises(MeasureInputError, match=r"not numbers.*aktobe × FISIM.*Turn text into numbers"):
        measure(negative.abs().astype(object).replace(0.5, "…"))


def test_text_in_series_tables_and_arrays_is_refused():
    with pytest.raises(MeasureInputError, match=r"x holds cells that are not numbers. \[b\]"):
        amounts(pd.Series({"a": 1.0, "b": "n.a."}), "x")
    flows = pd.DataFrame([[1.0, "x"], [2.0, 1.0]], index=["a", "b"], columns=["a", "b"])
    output = pd.Series({"a": 9.0, "b": 9.0})
    with pytest.raises(MeasureInputError, match=r"not numbers. \[a × b\]"):
        technical_coefficients(flows, output)
    with pytest.raises(MeasureInputError, match=r"The output holds cells that are not numbers. \[b"):
        technical_coefficients(
            flows.replace("x", 0.0), output.astype(object).replace({9.0: "nine"}).set_axis(["b", "a"])
        )
    with pytest.raises(MeasureInputError, match=r"counts holds cells that are not numbers.*'x'"):
        float_array([[1.0, "x"]], "The array of counts")
    assert float_array([[1, "2.5"]], "y").tolist() == [[1.0, 2.5]]
