"""Lens scores on one scale: what stays, what is neutral, what is refused."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.models.normalise import NEUTRAL, NORMALISATIONS, LensFinding, ScoresError, normalise
from iidsp_analysis.models.ranking import average_ranks, place_counts, place_quantile, places

quick = settings(deadline=None, max_examples=40)
cell = st.one_of(st.integers(-50, 50).map(float), st.just(np.nan))
tables = arrays(float, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=cell)
methods = st.sampled_from(NORMALISATIONS)


def framed(values: np.ndarray) -> pd.DataFrame:
    labels = [f"C{10 + row}" for row in range(len(values))]
    return pd.DataFrame(values, index=labels, columns=[f"lens {column}" for column in range(values.shape[1])])


def test_each_scale_by_hand():
    lens = pd.DataFrame({"demand": [2.0, 4.0, 4.0, 10.0, np.nan]}, index=list("abcde"))
    told = {method: normalise(lens, method).values["demand"].to_numpy() for method in NORMALISATIONS}
    np.testing.assert_allclose(told["rank"], [0.125, 0.5, 0.5, 0.875, np.nan])
    np.testing.assert_allclose(told["z"], [-1.0, -1 / 3, -1 / 3, 5 / 3, np.nan])
    np.testing.assert_allclose(told["min-max"], [0.0, 0.25, 0.25, 1.0, np.nan])


@pytest.mark.parametrize("method", NORMALISATIONS)
def test_a_constant_lens_is_neutral_and_reported(method):
    told = normalise(pd.DataFrame({"flat": [0.1 + 0.2, 0.3, np.nan], "other": [1.0, 2.0, 3.0]}), method)
    np.testing.assert_array_equal(told.values["flat"], [NEUTRAL[method], NEUTRAL[method], np.nan])
    assert told.findings == (LensFinding("flat", "", "constant"),)


@pytest.mark.parametrize("method", NORMALISATIONS)
def test_a_lens_without_values_stays_missing_and_is_reported_for_its_region(method):
    index = pd.MultiIndex.from_product([["north", "south"], ["C10", "C11"]])
    told = normalise(pd.DataFrame({"gap": [np.nan, np.nan, 1.0, 2.0]}, index=index), method)
    assert told.values["gap"].isna().tolist() == [True, True, False, False]
    assert told.findings == (LensFinding("gap", "north", "no value"),)


@quick
@given(tables, methods)
def test_regions_do_not_touch_each_other(values, method):
    alone = framed(values)
    both = pd.concat({"south": alone * 7 - 3, "north": alone}).iloc[::-1]
    pd.testing.assert_frame_equal(
        normalise(both, method).values.xs("north").loc[alone.index], normalise(alone, method).values
    )


@quick
@given(tables, methods, st.floats(0.01, 1e6))
def test_a_positive_factor_changes_nothing(values, method, factor):
    np.testing.assert_allclose(
        normalise(framed(values * factor), method).values, normalise(framed(values), method).values, atol=1e-9
    )


@quick
@given(tables, methods)
def test_missing_stays_missing_and_nothing_else_becomes_so(values, method):
    told = normalise(framed(values), method).values.to_numpy()
    np.testing.assert_array_equal(np.isnan(told), np.isnan(values))
    assert not np.isinf(told).any()


@quick
@given(tables, methods, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(values, method, chance):
    scores = framed(values)
    shuffled = scores.loc[chance.sample(list(scores.index), len(scores))]
    told = normalise(scores, method).values
    np.testing.assert_allclose(normalise(shuffled, method).values.loc[scores.index], told, atol=1e-12)


def test_very_large_and_very_small_numbers_do_not_overflow():
    lens = pd.DataFrame({"large": [1e300, 2e300, 3e300], "small": [1e-300, 2e-300, 3e-300]})
    for method in NORMALISATIONS:
        told = normalise(lens, method).values
        np.testing.assert_allclose(told["large"], told["small"])
        assert told["large"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (pd.DataFrame({"a": [1.0, np.inf]}), "infinite scores. [a]"),
        (pd.DataFrame({"a": [1.0, 2.0]}, index=["C10", "C10"]), "same candidates twice. [C10]"),
        (pd.DataFrame([[1.0, 2.0]], columns=["a", "a"]), "same lenses twice. [a]"),
        (pd.DataFrame(index=["C10"]), "nothing to rank"),
    ],
)
def test_scores_that_cannot_be_ranked_are_refused(scores, message):
    with pytest.raises(ScoresError) as refusal:
        normalise(scores, "rank")
    assert message in str(refusal.value)


def test_an_unknown_scale_is_refused_with_the_known_ones():
    with pytest.raises(ScoresError, match=r"no normalisation called 'log'. Choose among rank, z, min-max\."):
        normalise(pd.DataFrame({"a": [1.0]}), "log")  # type: ignore[arg-type]


@quick
@given(tables)
def test_ranks_are_those_of_pandas(values):
    np.testing.assert_array_equal(average_ranks(values.T).T, pd.DataFrame(values).rank())
    filled = np.nan_to_num(values, nan=0.0) / 7
    np.testing.assert_array_equal(places(filled), pd.DataFrame(filled).rank(axis=1, ascending=False, method="min"))


def test_noise_of_the_last_digit_does_not_break_a_tie_and_no_evidence_comes_last():
    assert places(np.array([[0.1 + 0.2, 0.3, -np.inf, 0.4]])).tolist() == [[2, 2, 4, 1]]


def test_quantiles_are_places_that_occur():
    found = np.array([[1, 2], [1, 2], [1, 2], [2, 1]], dtype=np.int32)
    counts = place_counts(found)
    assert counts.tolist() == [[3, 1], [1, 3]]
    assert [place_quantile(counts, p).tolist() for p in (0.05, 0.5, 0.75, 0.95)] == [[1, 1], [1, 2], [1, 2], [2, 2]]


def test_spread_of_min_max_scores_is_that_of_scikit_criteria(reference):
    """scikit-criteria 0.10, quickstart matrix: standard-deviation weights on min–max scaled criteria."""
    case = json.loads((reference / "golden/scikit-criteria/expected.json").read_text())
    spread = normalise(pd.DataFrame(case["matrix"]), "min-max").values.std(ddof=1)
    np.testing.assert_allclose(spread / spread.sum(), case["std_weights_minmax"], atol=5e-9)


def test_rounding_does_not_break_a_tie():
    """0.1 + 0.2 and 0.3 are the same score, whatever the order in which somebody added."""
    told = normalise(pd.DataFrame({"lens": [0.1 + 0.2, 0.3, 0.7]}, index=["a", "b", "c"]), "rank").values["lens"]
    assert told["a"] == told["b"]
