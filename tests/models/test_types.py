"""Types for the reader: a total decision table, and strengths that are one plant."""

from __future__ import annotations

import itertools
import math
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.models.normalise import ScoresError
from iidsp_analysis.models.types import (
    CandidateType,
    Level,
    Relatedness,
    Thresholds,
    Trend,
    candidate_types,
    decide,
)

CELLS = list(itertools.product(get_args(Level), get_args(Trend), get_args(Relatedness)))


def one(quotient: float, trend: float, relatedness: float, **known: float) -> pd.Series:
    series = {name: pd.Series({"C24": value}) for name, value in known.items()}
    arguments = [pd.Series({"C24": value}) for value in (quotient, trend, relatedness)]
    return candidate_types(*arguments, **series).loc["C24"]


@pytest.mark.parametrize("cell", CELLS)
def test_the_table_is_total_and_unclassified_means_missing(cell):
    told, reason = decide(*cell)
    assert told in get_args(CandidateType)
    assert reason
    assert (told == "unclassified") == ("missing" in reason)
    if told == "unclassified":
        assert "unknown" in cell


@pytest.mark.parametrize("cell", [cell for cell in CELLS if "unknown" not in cell])
def test_complete_data_are_always_classified(cell):
    assert decide(*cell)[0] != "unclassified"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((1.0, 0.0, -1.0), "established strength"),
        ((2.5, 0.05, math.nan), "established strength"),
        ((1.2, -0.05, 1.0), "fading"),
        ((0.4, 0.05, -1.0), "emerging"),
        ((0.0, math.inf, -1.0), "emerging"),
        ((0.4, 0.01, 0.0), "latent potential"),
        ((0.4, -0.3, 0.2), "latent potential"),
        ((0.4, -0.3, -0.2), "no sign"),
        ((math.nan, 0.1, 0.1), "unclassified"),
        ((1.5, math.nan, 0.1), "unclassified"),
        ((0.5, 0.0, math.nan), "unclassified"),
    ],
)
def test_each_type(values, told):
    assert one(*values)["type"] == told


def test_a_known_probability_decides_in_place_of_the_quotient():
    assert one(1.8, 0.0, -1.0, probability=0.4)["type"] == "no sign"
    assert one(0.9, 0.0, -1.0, probability=0.5)["type"] == "established strength"
    assert one(1.8, 0.0, -1.0, probability=math.nan)["type"] == "established strength"


def test_a_specialisation_of_one_plant_is_flagged():
    assert one(2.0, 0.0, 0.0, effective_plants=1.3)["one_plant"]
    assert one(2.0, 0.0, 0.0, single_plant=True)["one_plant"]
    assert one(2.0, 0.0, 0.0, single_plant=True, effective_plants=30.0)["one_plant"]
    assert not one(2.0, 0.0, 0.0, effective_plants=2.0)["one_plant"]
    assert not one(2.0, 0.0, 0.0, single_plant=False)["one_plant"]


def test_no_specialisation_rests_on_no_plant_and_ignorance_is_not_a_clearance():
    assert not one(0.5, 0.0, 0.0, single_plant=True)["one_plant"]
    assert one(2.0, 0.0, 0.0)["one_plant"] is pd.NA
    assert one(math.nan, 0.0, 0.0, single_plant=True)["one_plant"] is pd.NA


def test_other_thresholds_move_the_borders():
    quotient = pd.Series({"C10": 1.1})
    still = pd.Series({"C10": 0.0})
    told = candidate_types(quotient, still, still, thresholds=Thresholds(specialised_from=1.25))
    assert told.loc["C10", "type"] == "latent potential"


def test_series_are_joined_by_label():
    told = candidate_types(
        pd.Series({"a": 2.0, "b": 0.5}), pd.Series({"b": 0.2, "a": 0.0}), pd.Series({"b": 0.0, "a": 0.0})
    )
    assert told["type"].to_dict() == {"a": "established strength", "b": "emerging"}


cell = st.one_of(st.floats(-3, 3), st.just(np.nan))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=8))
def test_every_candidate_gets_one_type_and_a_reason(rows):
    quotient, trend, relatedness, plants = (pd.Series(column) for column in zip(*rows, strict=True))
    told = candidate_types(quotient, trend, relatedness, effective_plants=plants)
    assert told.index.equals(quotient.index)
    assert set(told["type"]) <= set(get_args(CandidateType))
    assert (told["reason"].str.len() > 0).all()
    unclassified = told["type"] == "unclassified"
    assert not unclassified[quotient.notna() & trend.notna() & relatedness.notna()].any()


def test_labels_and_infinite_values_are_refused():
    good = pd.Series({"a": 1.0, "b": 2.0})
    with pytest.raises(ScoresError, match=r"trend does not name every candidate once. \[b\]"):
        candidate_types(good, good.drop("b"), good)
    with pytest.raises(ScoresError, match="every candidate once"):
        candidate_types(good, pd.concat([good, good]), good)
    with pytest.raises(ScoresError, match="every candidate once"):
        candidate_types(pd.concat([good, good]), good, good)
    with pytest.raises(ScoresError, match="Infinite values of the quotient"):
        candidate_types(good * np.inf, good, good)
