"""The composite: parts that sum, ranks that follow dominance, a log that redoes it."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.models.aggregation import AGGREGATIONS, net_duels, weighted_means
from iidsp_analysis.models.composite import composite, regenerate
from iidsp_analysis.models.normalise import NORMALISATIONS, LensFinding, ScoresError, normalise
from iidsp_analysis.models.ranking import places
from iidsp_analysis.models.weights import Weights, WeightsError, equal_weights

quick = settings(deadline=None, max_examples=40)
number = st.integers(-50, 50).map(float)
shapes = st.tuples(st.integers(1, 9), st.integers(1, 4))
full_tables = arrays(float, shapes, elements=number)
tables = arrays(float, shapes, elements=st.one_of(number, number, number, st.just(np.nan))).filter(
    lambda values: not np.isnan(values).all()
)
designs = st.tuples(st.sampled_from(NORMALISATIONS), st.sampled_from(AGGREGATIONS))
ALL_DESIGNS = list(itertools.product(NORMALISATIONS, AGGREGATIONS))


def framed(values: np.ndarray) -> pd.DataFrame:
    labels = [f"C{10 + row}" for row in range(len(values))]
    return pd.DataFrame(values, index=labels, columns=[f"lens {column}" for column in range(values.shape[1])])


def growing(scores: pd.DataFrame) -> Weights:
    """1, 2, 3 …: weights that are not alike."""
    return Weights("growing", {lens: 1.0 + at for at, lens in enumerate(scores.columns)}, "test")


@pytest.fixture
def two_regions() -> pd.DataFrame:
    index = pd.MultiIndex.from_product([["north", "south"], ["C10", "C20", "C24"]], names=["region", "industry"])
    return pd.DataFrame(
        {"demand": [3.0, 1.0, 2.0, 5.0, 5.0, 5.0], "gap": [9.0, 7.0, np.nan, np.nan, np.nan, np.nan]}, index=index
    )


def test_weighted_sum_of_scikit_criteria(reference):
    """scikit-criteria 0.10, WeightedSumModel on its quickstart matrix, columns divided by their sums."""
    case = json.loads((reference / "golden/scikit-criteria/expected.json").read_text())
    matrix = np.array(case["matrix"], dtype=float)
    scores = weighted_means((matrix / matrix.sum(axis=0)).T, np.array([case["weights"]], dtype=float))
    np.testing.assert_allclose(scores[0], case["wsm_sum_scaled"]["score"], atol=5e-9)
    assert places(scores)[0].tolist() == case["wsm_sum_scaled"]["rank"]


def test_every_rule_by_hand():
    lenses = pd.DataFrame({"a": [4.0, 2.0, 0.0], "b": [0.0, 1.0, 2.0]}, index=["x", "y", "z"])
    weights = Weights("own", {"a": 3.0, "b": 1.0}, "test")
    arithmetic = composite(lenses, weights, "min-max", "arithmetic")
    np.testing.assert_allclose(arithmetic.score, [0.75, 0.5, 0.25])
    np.testing.assert_allclose(arithmetic.parts, [[0.75, 0.0], [0.375, 0.125], [0.0, 0.25]])
    geometric = composite(lenses, weights, "min-max", "geometric")
    np.testing.assert_allclose(geometric.score, [0.05**0.25, 0.525, 0.05**0.75])
    duels = composite(lenses, weights, "min-max", "outranking")
    np.testing.assert_allclose(duels.score, [1.0, 0.0, -1.0])
    np.testing.assert_allclose(duels.parts, [[0.75, -0.25], [0.0, 0.0], [-0.75, 0.25]])
    assert [made.rank.to_list() for made in (arithmetic, geometric, duels)] == [[1, 2, 3], [2, 1, 3], [1, 2, 3]]


def test_duels_are_those_of_every_pair_counted_one_by_one():
    chance = np.random.default_rng(5)
    values = chance.integers(0, 6, (5, 20)).astype(float)
    values[chance.random(values.shape) < 0.2] = np.nan
    weights = chance.dirichlet(np.ones(5), 4)
    expected = np.zeros((4, 20))
    for draw, one, other in itertools.product(range(4), range(20), range(20)):
        margin = np.nansum(weights[draw] * np.sign(values[:, one] - values[:, other]))
        expected[draw, one] += 0 if abs(margin) < 1e-12 else np.sign(margin)
    np.testing.assert_allclose(net_duels(values, weights), expected / 19)


@quick
@given(tables, st.sampled_from(NORMALISATIONS))
def test_parts_sum_to_the_score_or_its_logarithm(values, normalisation):
    scores = framed(values)
    for aggregation, told in (("arithmetic", lambda score: score), ("geometric", np.log)):
        made = composite(scores, growing(scores), normalisation, aggregation)
        np.testing.assert_allclose(made.parts.sum(axis=1, min_count=1), told(made.score), atol=1e-12)


@quick
@given(full_tables)
def test_parts_of_duels_sum_to_the_weighted_borda_score(values):
    scores = framed(values)
    made = composite(scores, growing(scores), "rank", "outranking")
    borda = (2 * scores.rank() - len(scores) - 1) / max(len(scores) - 1, 1)
    np.testing.assert_allclose(made.parts.sum(axis=1), borda @ made.weights.sizes(), atol=1e-12)


@quick
@given(tables, designs)
def test_a_score_and_a_rank_go_together_and_are_never_infinite(values, design):
    scores = framed(values)
    made = composite(scores, growing(scores), *design)
    assert (made.score.isna() == made.rank.isna()).all()
    assert np.isfinite(made.score.dropna()).all()
    assert set(made.unranked) == set(made.coverage.index[made.coverage < 0.5 - 1e-9])
    if made.rank.notna().any():
        assert made.rank.min() == 1


@quick
@given(full_tables, designs)
def test_a_dominated_candidate_never_ranks_above_its_dominator(values, design):
    scores = framed(values)
    rank = composite(scores, growing(scores), *design).rank
    for better, worse in itertools.permutations(scores.index, 2):
        if (scores.loc[better] >= scores.loc[worse]).all():
            assert rank[better] <= rank[worse]


@quick
@given(tables, designs, st.randoms())
def test_the_order_of_candidates_and_lenses_does_not_matter(values, design, chance):
    scores = framed(values)
    shuffled = scores.loc[chance.sample(list(scores.index), len(scores)), chance.sample(list(scores), scores.shape[1])]
    made, again = (composite(frame, growing(scores), *design) for frame in (scores, shuffled))
    pd.testing.assert_series_equal(again.rank.loc[scores.index], made.rank)
    np.testing.assert_allclose(again.score.loc[scores.index], made.score, atol=1e-9)


@quick
@given(tables, designs, st.floats(0.01, 1e6))
def test_a_lens_in_another_unit_changes_nothing(values, design, factor):
    scores = framed(values)
    made, again = (
        composite(frame, growing(scores), *design)
        for frame in (scores, scores * [factor, *[1] * (scores.shape[1] - 1)])
    )
    np.testing.assert_allclose(again.score, made.score, atol=1e-9)


@quick
@given(tables, designs)
def test_the_log_regenerates_the_composite_exactly(values, design):
    scores = framed(values)
    made = composite(scores, growing(scores), *design)
    again = regenerate(scores, json.loads(json.dumps(made.log, allow_nan=False)))
    pd.testing.assert_series_equal(again.score, made.score, check_exact=True)
    pd.testing.assert_series_equal(again.rank, made.rank)
    pd.testing.assert_frame_equal(again.parts, made.parts, check_exact=True)
    assert (again.log, again.weights, again.findings) == (made.log, made.weights, made.findings)


def test_the_log_refuses_other_scores(two_regions):
    made = composite(two_regions, equal_weights(["demand", "gap"]))
    with pytest.raises(ScoresError, match="not the scores"):
        regenerate(two_regions.assign(demand=[3.0, 1.0, 2.0, 5.0, 5.0, 4.0]), made.log)
    with pytest.raises(ScoresError, match=r"not the scores"):
        regenerate(two_regions.iloc[::-1], made.log)
    with pytest.raises(ScoresError, match=r"lacks steps. \[weigh\]"):
        regenerate(two_regions, [step for step in made.log if step["step"] != "weigh"])


def test_regions_are_ranked_apart_and_a_lens_missing_in_one_is_left_out_there(two_regions):
    made = composite(two_regions, equal_weights(["demand", "gap"]))
    assert made.rank["north"].to_dict() == {"C10": 1, "C20": 3, "C24": 2}
    assert made.rank["south"].to_list() == [1, 1, 1]
    assert made.left_out == (LensFinding("gap", "south", "no value"),)
    assert LensFinding("demand", "south", "constant") in made.findings
    assert made.coverage.to_list() == [1.0, 1.0, 0.5, 1.0, 1.0, 1.0]
    steps = {step["step"]: step for step in made.log}
    assert steps["leave lens out"]["regions"] == ["south"]
    assert steps["take constant lens as neutral"]["lens"] == "demand"
    assert steps["spread missing weights"]["missing"] == {"gap": 4}


@pytest.mark.parametrize("design", ALL_DESIGNS)
def test_a_lens_without_any_value_is_a_finding_and_never_a_zero(design):
    scores = pd.DataFrame({"demand": [3.0, 1.0, 2.0], "gap": [1.0, 2.0, 9.0], "pipeline": [np.nan] * 3})
    with_it = composite(scores, equal_weights(list(scores)), *design)
    without = composite(scores[["demand", "gap"]], equal_weights(["demand", "gap"]), *design)
    pd.testing.assert_series_equal(with_it.score, without.score)
    assert with_it.left_out == (LensFinding("pipeline", "", "no value"),)
    assert list(with_it.parts) == ["demand", "gap"]
    assert {"lens": "pipeline", "reason": "no value"}.items() <= with_it.log[5].items()


@pytest.mark.parametrize("design", ALL_DESIGNS)
def test_one_candidate_is_first(design):
    made = composite(
        pd.DataFrame({"demand": [3.0], "gap": [np.nan]}, index=["C10"]), equal_weights(["demand"]), *design
    )
    assert made.rank.to_dict() == {"C10": 1}
    assert np.isfinite(made.score["C10"])


@pytest.mark.parametrize("design", ALL_DESIGNS)
def test_equals_share_the_better_rank(design):
    scores = pd.DataFrame({"a": [1.0, 2.0, 1.0, 0.0], "b": [1.0, 2.0, 1.0, 0.0]}, index=list("wxyz"))
    assert composite(scores, equal_weights(["a", "b"]), *design).rank.to_dict() == {"w": 2, "x": 1, "y": 2, "z": 4}


def test_a_candidate_known_to_less_than_half_of_the_weight_is_not_ranked():
    scores = pd.DataFrame({"a": [1.0, 2.0, 9.0], "b": [1.0, 2.0, np.nan], "c": [3.0, 1.0, np.nan]}, index=list("xyz"))
    made = composite(scores, equal_weights(list("abc")))
    assert made.unranked.to_list() == ["z"]
    assert made.log[-1] == {"step": "leave unranked", "candidates": ["z"]}
    alone = composite(scores.loc[["x", "y"]], equal_weights(list("abc")))
    pd.testing.assert_series_equal(made.score[["x", "y"]], alone.score)
    assert made.rank[["x", "y"]].to_list() == [2, 1]
    assert made.parts.loc["z"].isna().all()


def test_a_region_where_no_candidate_is_known_well_enough_has_no_ranks():
    index = pd.MultiIndex.from_product([["north", "south"], ["C10", "C20", "C24"]])
    scores = pd.DataFrame(np.vstack([np.eye(3), np.ones((3, 3))]), index=index, columns=list("abc")).replace(0, np.nan)
    made = composite(scores, equal_weights(list("abc")))
    assert made.rank["north"].isna().all()
    assert made.rank["south"].to_list() == [1, 1, 1]


def test_one_half_of_the_weight_is_enough_whatever_the_rounding():
    scores = pd.DataFrame([[1.0, 1.0, 1.0, *[np.nan] * 3], [2.0] * 6, [0.0] * 6], columns=list("abcdef"))
    assert composite(scores, equal_weights(list("abcdef"))).unranked.empty


@quick
@given(full_tables, designs)
def test_a_negative_weight_is_a_lens_turned_round(values, design):
    scores = framed(values)
    turned = scores.assign(**{"lens 0": -scores["lens 0"]})
    signed = Weights("estimated", {**growing(scores).values, "lens 0": -1.0}, "test")
    made, expected = composite(scores, signed, *design), composite(turned, growing(scores), *design)
    np.testing.assert_allclose(made.score, expected.score, atol=1e-9)


def test_negative_weights_of_z_scores_are_plain_arithmetic():
    scores = pd.DataFrame({"a": [1.0, 5.0, 2.0], "b": [3.0, 1.0, 1.0]})
    made = composite(scores, Weights("estimated", {"a": -0.5, "b": 1.5}, "test"), "z", "arithmetic")
    np.testing.assert_allclose(made.score, normalise(scores, "z").values @ [-0.25, 0.75])
    assert made.log[3] == {"step": "turn lenses round", "lenses": ["a"]}


def test_weights_for_lenses_that_are_not_there_are_refused(two_regions):
    with pytest.raises(WeightsError, match=r"do not exist. \[profit\] The lenses are demand, gap\."):
        composite(two_regions, Weights("own", {"demand": 1.0, "profit": 1.0}, "test"))


def test_a_lens_without_a_weight_does_not_count_and_the_log_says_so(two_regions):
    made = composite(two_regions, Weights("own", {"demand": 1.0}, "test"))
    assert list(made.parts) == ["demand"]
    assert made.log[2]["not weighed"] == {"gap": "no weight"}


def test_an_unknown_rule_is_refused(two_regions):
    with pytest.raises(ScoresError, match="no aggregation called 'harmonic'"):
        composite(two_regions, equal_weights(["demand"]), "rank", "harmonic")  # type: ignore[arg-type]
