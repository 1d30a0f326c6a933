"""Rank robustness: what the draws must reproduce, and what they must not depend on."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iidsp_analysis.models.aggregation import AGGREGATIONS
from iidsp_analysis.models.changes import Change
from iidsp_analysis.models.composite import composite
from iidsp_analysis.models.draws import Bank, Variation, drawn
from iidsp_analysis.models.normalise import NORMALISATIONS, ScoresError
from iidsp_analysis.models.robustness import rank_robustness
from iidsp_analysis.models.weights import Weights, equal_weights

quick = settings(deadline=None, max_examples=15)
FEW = Variation(draws=300, replicates=10)
full_tables = arrays(float, st.tuples(st.integers(1, 9), st.integers(1, 4)), elements=st.integers(-50, 50).map(float))


def framed(values: np.ndarray) -> pd.DataFrame:
    labels = [f"C{10 + row}" for row in range(len(values))]
    return pd.DataFrame(values, index=labels, columns=[f"lens {column}" for column in range(values.shape[1])])


def region(candidates: int = 24, lenses: int = 5, missing: float = 0.0) -> pd.DataFrame:
    """Return lenses that agree half: a common strength and a voice of their own."""
    chance = np.random.default_rng(11)
    values = chance.normal(size=(candidates, 1)) + chance.normal(size=(candidates, lenses))
    values[chance.random(values.shape) < missing] = np.nan
    return framed(values)


@pytest.mark.parametrize("missing", [0.0, 0.2])
@pytest.mark.parametrize(("normalisation", "aggregation"), list(itertools.product(NORMALISATIONS, AGGREGATIONS)))
def test_without_variation_every_draw_is_the_reference(normalisation, aggregation, missing):
    """The fast draws and the composite are two ways to one ranking; negative weights and missing cells included."""
    scores = region(missing=missing)
    weights = Weights("signed", dict(zip(scores, [1.0, 2.1, -1.03, 3.37, 1.49], strict=True)), "no ties")
    settled = Variation(
        draws=4, concentration=1e12, normalisations=(normalisation,), aggregations=((aggregation, 1.0),), leave_out=0.0
    )
    judged = rank_robustness(scores, weights, normalisation, aggregation, variation=settled)
    expected = composite(scores, weights, normalisation, aggregation).rank.dropna().astype("int64")
    pd.testing.assert_series_equal(judged.table["rank"].sort_index(), expected.sort_index())
    for column in ("median_rank", "rank_low", "rank_high"):
        assert (judged.table[column] == judged.table["rank"]).all()
    assert judged.mean_rank_shift == 0
    assert (judged.disagreement.to_numpy() == 0).all()


def test_draws_are_those_of_a_plain_loop():
    """Every draw made again by `composite`, one after another."""
    scores = region(candidates=12, lenses=4)
    variation = Variation(draws=60, seed=3)
    lenses = list(scores)
    frame = scores.to_numpy().T[None]
    draws = drawn(variation, np.ones(4), 1, np.random.default_rng(variation.seed))
    found = Bank(frame, np.zeros(4, dtype=bool)).places(draws)
    for row in range(len(draws)):
        weights = Weights("drawn", dict(zip(lenses, draws.weights[row], strict=True)), "test")
        design = NORMALISATIONS[draws.normalisation[row]], AGGREGATIONS[draws.aggregation[row]]
        assert composite(scores, weights, *design).rank.to_list() == found[row].tolist()


def test_the_shares_of_the_designs_are_those_stated():
    draws = drawn(Variation(draws=1000), np.ones(5), 2, np.random.default_rng(0))
    assert np.bincount(draws.aggregation).tolist() == [500, 300, 200]
    assert np.bincount(draws.normalisation).tolist() == [333, 334, 333]
    assert np.bincount(draws.left_out + 1).tolist() == [500, 100, 100, 100, 100, 100]
    assert np.bincount(draws.frame).tolist() == [500, 500]
    assert ((draws.weights == 0).sum(axis=1) == (draws.left_out >= 0)).all()


def test_weights_are_drawn_around_the_given_ones_with_the_stated_spread():
    sizes = np.array([0.5, 0.3, 0.2])
    draws = drawn(Variation(draws=20_000, leave_out=0.0), sizes, 1, np.random.default_rng(0))
    np.testing.assert_allclose(draws.weights.mean(axis=0), sizes, atol=0.003)
    np.testing.assert_allclose(draws.weights.std(axis=0), np.sqrt(sizes * (1 - sizes) / 41), rtol=0.03)
    flat = drawn(Variation(draws=20_000, leave_out=0.0, concentration=None), sizes, 1, np.random.default_rng(0))
    np.testing.assert_allclose(flat.weights.mean(axis=0), [1 / 3] * 3, atol=0.007)


def test_the_same_seed_gives_the_same_result_and_another_seed_another():
    scores = region(missing=0.1)
    weights, errors = equal_weights(list(scores)), scores * 0 + 0.3
    one, again = (rank_robustness(scores, weights, standard_errors=errors, variation=FEW) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, again.table)
    pd.testing.assert_frame_equal(one.disagreement, again.disagreement)
    assert (one.changes, one.log) == (again.changes, again.log)
    other = rank_robustness(scores, weights, standard_errors=errors, variation=Variation(300, seed=1, replicates=10))
    assert not one.table.equals(other.table)


@pytest.mark.parametrize("candidates", [3, 5, 24])
def test_probabilities_of_the_top_sum_to_its_places(candidates):
    scores = region(candidates)
    untied = Variation(draws=500, aggregations=(("arithmetic", 1.0),), normalisations=("z",))
    table = rank_robustness(scores, equal_weights(list(scores)), variation=untied).table
    assert table["probability_top"].sum() == pytest.approx(min(5, candidates))
    assert set(table["badge"]) == {"no contest"} if candidates <= 5 else "no contest" not in set(table["badge"])


@quick
@given(full_tables)
def test_a_dominated_candidate_is_nowhere_above_its_dominator(values):
    scores = framed(values)
    table = rank_robustness(scores, equal_weights(list(scores)), variation=FEW).table
    for better, worse in itertools.permutations(scores.index, 2):
        if (scores.loc[better] >= scores.loc[worse]).all():
            for column in ("rank", "median_rank", "rank_low", "rank_high"):
                assert table.loc[better, column] <= table.loc[worse, column]
            assert table.loc[better, "probability_top"] >= table.loc[worse, "probability_top"]


@quick
@given(full_tables, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(values, chance):
    scores = framed(values)
    shuffled = scores.loc[chance.sample(list(scores.index), len(scores))]
    one, other = (rank_robustness(frame, equal_weights(list(scores)), variation=FEW) for frame in (scores, shuffled))
    pd.testing.assert_frame_equal(other.table.loc[one.table.index], one.table)
    assert dict(other.changes) == dict(one.changes)


@quick
@given(full_tables)
def test_the_table_is_in_order(values):
    scores = framed(values)
    table = rank_robustness(scores, equal_weights(list(scores)), variation=FEW).table
    assert table["rank"].is_monotonic_increasing
    assert (table["rank_low"] <= table["median_rank"]).all()
    assert (table["median_rank"] <= table["rank_high"]).all()
    assert table["probability_top"].between(0, 1).all()
    assert table.drop(columns="driver").notna().all(axis=None)


def test_a_candidate_that_leads_every_lens_is_stable_and_nothing_changes_its_verdict():
    scores = region()
    scores.loc["C10"] = scores.max() + 1
    judged = rank_robustness(scores, equal_weights(list(scores)), variation=FEW)
    first = judged.table.loc["C10"]
    assert (first["rank"], first["rank_high"], first["badge"]) == (1, 1, "stable")
    assert first["probability_top"] == 1
    assert pd.isna(first["driver"])
    assert judged.changes["C10"] == ()


def test_the_driver_is_the_lens_that_carries_the_candidate():
    scores = region(lenses=4)
    scores.loc["C15"] = scores.min()
    scores.loc["C15", "lens 2"] = scores["lens 2"].max() + 50
    judged = rank_robustness(scores, equal_weights(list(scores)), "z", variation=FEW)
    assert judged.table.loc["C15", "driver"] == "lens 2"
    without = composite(scores.drop(columns="lens 2"), equal_weights(["lens 0", "lens 1", "lens 3"]), "z")
    assert judged.table.loc["C15", "rank_without_driver"] == without.rank["C15"]


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_every_told_change_really_reverses_the_verdict(aggregation):
    scores = np.exp(2 * region(candidates=40))  # skewed: scale and rule matter
    judged = rank_robustness(scores, equal_weights(list(scores)), "min-max", aggregation, variation=FEW)
    told = [(candidate, change) for candidate, changes in judged.changes.items() for change in changes]
    assert {"weight", "aggregation"} <= {change.kind for _, change in told}
    for candidate, change in told:
        values = {lens: change.factor if lens == change.name else 1.0 for lens in scores}
        normalisation = change.name if change.kind == "normalisation" else "min-max"
        rule = change.name if change.kind == "aggregation" else aggregation
        rank = composite(scores, Weights("changed", values, "test"), normalisation, rule).rank[candidate]
        assert rank == change.rank
        assert (rank <= 5) != (judged.table.loc[candidate, "rank"] <= 5)


def test_other_versions_of_the_scores_are_drawn_and_told():
    scores = region(candidates=8, lenses=2)
    upside_down = -scores.iloc[::-1]
    one_way = Variation(100, leave_out=0.0, aggregations=(("arithmetic", 1.0),), normalisations=("rank",))
    judged = rank_robustness(scores, equal_weights(list(scores)), alternatives=[upside_down], variation=one_way)
    first = judged.table.index[0]
    assert judged.table.loc[first, "rank_high"] == 8
    assert judged.table.loc[first, "probability_top"] == pytest.approx(0.5)
    assert judged.disagreement.loc[first, "scores"] > 0.9
    assert Change("scores", "alternative 1", 1.0, 8) in judged.changes[first]
    assert judged.log[-1]["versions"] == ["reference scores", "alternative 1"]


def test_noise_widens_the_interval_and_no_noise_changes_nothing():
    scores = region()
    weights = equal_weights(list(scores))
    settled = Variation(
        draws=400, concentration=1e9, normalisations=("z",), aggregations=(("arithmetic", 1.0),), leave_out=0
    )

    def spread(**noise: object) -> float:
        table = rank_robustness(scores, weights, "z", variation=settled, **noise).table
        return float((table["rank_high"] - table["rank_low"]).mean())

    assert spread() == spread(standard_errors=scores * 0) == spread(standard_errors=scores[["lens 0"]] * np.nan) == 0
    assert 0 < spread(standard_errors=scores * 0 + 0.1) < spread(standard_errors=scores * 0 + 1.0)
    copies = scores.to_numpy() + np.random.default_rng(1).normal(0, 1.0, (40, *scores.shape))
    assert spread(replicates=copies) == pytest.approx(spread(standard_errors=scores * 0 + 1.0), rel=0.25)


def test_the_log_and_the_findings_of_missing_and_constant_lenses():
    scores = region().assign(pipeline=np.nan, flat=1.0)
    judged = rank_robustness(scores, equal_weights(list(scores)), variation=FEW)
    assert [finding.lens for finding in judged.reference.left_out] == ["pipeline"]
    assert {finding.lens for finding in judged.reference.findings} == {"pipeline", "flat"}
    assert json.loads(json.dumps(judged.log, allow_nan=False))[-1]["draws"] == 300
    assert np.isfinite(judged.table.drop(columns=["badge", "driver"]).to_numpy(dtype=float)).all()
    assert np.isfinite(judged.disagreement.to_numpy()).all()


def test_one_candidate_and_one_lens():
    judged = rank_robustness(framed(np.array([[3.0]])), equal_weights(["lens 0"]), variation=FEW)
    assert judged.table.iloc[0][["rank", "median_rank", "rank_high", "badge"]].to_list() == [1, 1, 1, "no contest"]
    assert judged.changes == {"C10": ()}


def test_a_candidate_without_enough_evidence_is_not_in_the_table():
    scores = region()
    scores.loc["C12", ["lens 0", "lens 1", "lens 2"]] = np.nan
    judged = rank_robustness(scores, equal_weights(list(scores)), variation=FEW)
    assert "C12" not in judged.table.index
    assert judged.reference.unranked.to_list() == ["C12"]


def test_a_candidate_that_loses_all_its_lenses_comes_last_in_that_draw():
    scores = pd.DataFrame({"a": [9.0, 2.0, 1.0], "b": [np.nan, 2.0, 1.0]}, index=["C10", "C20", "C24"])
    weights = Weights("own", {"a": 3.0, "b": 1.0}, "test")
    arithmetic = Variation(400, aggregations=(("arithmetic", 1.0),), normalisations=("z",), leave_out=1.0, top=1)
    first = rank_robustness(scores, weights, "z", variation=arithmetic).table.loc["C10"]
    assert (first["rank"], first["rank_low"], first["rank_high"]) == (1, 1, 3)
    assert first["probability_top"] == 0.5
    assert (first["driver"], first["rank_without_driver"]) == ("a", 3)


def test_explained_shares_follow_what_was_varied():
    scores = region()
    only_weights = Variation(1000, normalisations=("rank",), aggregations=(("arithmetic", 1.0),), leave_out=0.0)
    shares = rank_robustness(scores, equal_weights(list(scores)), variation=only_weights).disagreement.mean()
    assert shares["weights"] > 0.5
    assert (shares.drop("weights") == 0).all()


@pytest.mark.parametrize(
    ("noise", "message"),
    [
        (lambda scores: {"standard_errors": scores * 0 - 1}, "below zero"),
        (lambda scores: {"standard_errors": scores.iloc[1:]}, "lacks candidates or lenses"),
        (lambda scores: {"alternatives": [scores.drop(columns="lens 0")]}, r"lacks candidates or lenses. \[lens 0\]"),
        (lambda scores: {"replicates": np.zeros((3, 2, 2))}, "do not fit"),
        (lambda scores: {"replicates": np.full((2, *scores.shape), np.inf)}, "do not fit"),
        (
            lambda scores: {"replicates": np.zeros((2, *scores.shape)), "standard_errors": scores * 0},
            "given twice",
        ),
    ],
)
def test_noise_and_versions_that_do_not_fit_are_refused(noise, message):
    scores = region()
    with pytest.raises(ScoresError, match=message):
        rank_robustness(scores, equal_weights(list(scores)), variation=FEW, **noise(scores))


@pytest.mark.parametrize(
    "wrong",
    [
        {"draws": 0},
        {"leave_out": 1.5},
        {"concentration": 0.0},
        {"aggregations": ()},
        {"aggregations": (("harmonic", 1.0),)},
        {"normalisations": ()},
        {"normalisations": ("log",)},
    ],
)
def test_a_variation_that_means_nothing_is_refused(wrong):
    with pytest.raises(ScoresError):
        Variation(**wrong)


def test_two_regions_or_no_evidence_are_refused():
    scores = region()
    with pytest.raises(ScoresError, match="one region at a time"):
        rank_robustness(pd.concat({"north": scores, "south": scores}), equal_weights(list(scores)))
    single = pd.concat({"north": scores}, names=["region", "industry"])
    assert len(rank_robustness(single, equal_weights(list(scores)), variation=FEW).table) == len(scores)
    with pytest.raises(ScoresError, match="less than half"):
        rank_robustness(
            framed(np.diag([1.0, 2.0, 3.0])).replace(0, np.nan), equal_weights(["lens 0", "lens 1", "lens 2"])
        )
