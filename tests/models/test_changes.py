"""What would change a verdict, on ranks set down by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from iidsp_analysis.models.aggregation import AGGREGATIONS
from iidsp_analysis.models.changes import FACTORS, Change, Trial, drivers, trials_of, verdict_changes
from iidsp_analysis.models.normalise import NORMALISATIONS

RANK = pd.Series([1, 2, 3], index=["C10", "C20", "C24"])


def trial(kind, name, factor=1.0):
    return Trial(kind, name, factor, "rank", AGGREGATIONS[0], 0)


def test_trials_come_mildest_first_and_never_repeat_the_reference():
    trials = trials_of(["a", "b"], ["reference", "other"], NORMALISATIONS[0], AGGREGATIONS[0])
    weights = [each for each in trials if each.kind == "weight"]
    assert [(each.factor, each.name) for each in weights[:4]] == [(0.8, "a"), (0.8, "b"), (1.25, "a"), (1.25, "b")]
    assert len(weights) == 2 * len(FACTORS)
    rest = [(each.kind, each.name) for each in trials[len(weights) :]]
    assert ("normalisation", NORMALISATIONS[0]) not in rest
    assert ("aggregation", AGGREGATIONS[0]) not in rest
    assert rest[-1] == ("scores", "other")
    assert len(rest) == len(NORMALISATIONS) - 1 + len(AGGREGATIONS) - 1 + 1


def test_a_single_lens_is_not_left_out():
    assert all(each.kind != "weight" for each in trials_of(["a"], ["reference"], NORMALISATIONS[0], AGGREGATIONS[0]))


def test_only_the_mildest_change_of_weight_that_crosses_the_border_is_told():
    trials = [trial("weight", "a", 0.8), trial("weight", "a", 0.5), trial("weight", "b", 0.0), trial("scores", "other")]
    found = np.array([[1, 2, 3], [2, 1, 3], [3, 1, 2], [2, 3, 1]])
    changes = verdict_changes(trials, found, RANK, top=1)
    assert changes["C10"] == (Change("weight", "a", 0.5, 2), Change("scores", "other", 1.0, 2))
    assert changes["C20"] == (Change("weight", "a", 0.5, 1),)
    assert changes["C24"] == (Change("scores", "other", 1.0, 1),)


def test_a_verdict_that_nothing_moves_has_no_change():
    changes = verdict_changes([trial("weight", "a", 0.0)], np.array([[2, 1, 3]]), RANK, top=2)
    assert set(changes.values()) == {()}


def test_the_driver_moves_a_candidate_furthest_when_left_out():
    trials = [trial("weight", "a", 0.0), trial("weight", "b", 0.0), trial("weight", "a", 0.8)]
    found = np.array([[2, 1, 3], [3, 1, 2], [9, 9, 9]])
    told = drivers(trials, found, RANK)
    assert told.loc["C10"].to_list() == ["b", 3]
    assert told.loc["C20"].to_list() == ["a", 1]  # the first of equals
    assert told.loc["C24"].to_list() == ["b", 2]


def test_without_trials_nobody_has_a_driver():
    told = drivers([], np.empty((0, 3), dtype=np.int64), RANK)
    assert told["driver"].isna().all()
    assert told["rank_without_driver"].to_list() == [1, 2, 3]
