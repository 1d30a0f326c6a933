"""Which choice moves the ranks, on draws set down by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.models.disagreement import disagreement
from iidsp_analysis.models.draws import NOBODY, Draws

COUNT = 40
HALVES = np.arange(COUNT) % 2
KEPT = np.zeros(COUNT, dtype=np.int64)


def drawn(weights=None, **levels):
    chosen = {"normalisation": KEPT, "aggregation": KEPT, "left_out": np.full(COUNT, NOBODY), "frame": KEPT, **levels}
    sizes = np.ones((COUNT, 2)) if weights is None else weights
    return Draws(sizes, *(chosen[name] for name in ("normalisation", "aggregation", "left_out", "frame")))


def shares(draws, ranks):
    return disagreement(draws, np.asarray(ranks)[:, None], pd.Index(["C10"])).loc["C10"]


@pytest.mark.parametrize(
    ("choice", "column"),
    [
        ("normalisation", "normalisation"),
        ("aggregation", "aggregation"),
        ("left_out", "lens left out"),
        ("frame", "scores"),
    ],
)
def test_a_choice_that_alone_moves_the_rank_explains_all_of_it(choice, column):
    told = shares(drawn(**{choice: HALVES}), 1 + 4 * HALVES)
    assert told[column] == pytest.approx(1)
    assert told.drop(column).to_list() == [0, 0, 0, 0]


def test_a_rank_that_follows_a_weight_is_explained_by_the_weights():
    weights = np.column_stack([np.linspace(0.1, 0.9, COUNT), np.linspace(0.9, 0.1, COUNT)])
    assert shares(drawn(weights), np.arange(COUNT))["weights"] == pytest.approx(1, abs=1e-6)


def test_two_choices_that_count_alike_share_alike():
    other = np.arange(COUNT) // 2 % 2
    told = shares(drawn(normalisation=HALVES, frame=other), 1 + HALVES + other)
    assert told["normalisation"] == pytest.approx(told["scores"])
    # half, less what one free level explains of the other half by chance with 38 degrees of freedom left
    assert told["normalisation"] == pytest.approx(0.5 - 0.5 / 38)


def test_a_choice_that_only_matters_together_with_another_explains_nothing_alone():
    other = np.arange(COUNT) // 2 % 2
    told = shares(drawn(normalisation=HALVES, frame=other), 1 + (HALVES ^ other))
    assert told.to_list() == [0, 0, 0, 0, 0]


def test_a_rank_that_never_moves_has_nothing_to_explain():
    assert shares(drawn(normalisation=HALVES), np.full(COUNT, 3)).to_list() == [0, 0, 0, 0, 0]
