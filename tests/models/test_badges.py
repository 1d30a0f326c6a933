"""Badges: the share of the draws that agree with a verdict."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.models.badges import LEANING_FROM, STABLE_FROM, badge, badges
from iidsp_analysis.models.normalise import ScoresError


@pytest.mark.parametrize(
    ("probability", "picked", "told"),
    [
        (STABLE_FROM, True, "stable"),
        (0.94, True, "leaning"),
        (LEANING_FROM, True, "leaning"),
        (0.74, True, "fragile"),
        (0.0, True, "fragile"),
        (0.0, False, "stable"),
        (0.2, False, "leaning"),
        (0.9, False, "fragile"),
    ],
)
def test_the_thresholds(probability, picked, told):
    assert badge(probability, picked=picked) == told


@given(st.floats(0, 1), st.booleans())
def test_a_pick_and_a_rejected_candidate_are_judged_by_the_same_measure(probability, picked):
    mirrored = badge(1 - (1 - probability), picked=not picked)
    order = ["fragile", "leaning", "stable"]
    assert order.index(badge(1 - probability, picked=picked)) == order.index(mirrored)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_agreement_never_makes_a_verdict_weaker(one, other):
    order = ["fragile", "leaning", "stable"]
    low, high = (order.index(badge(probability, picked=True)) for probability in sorted((one, other)))
    assert low <= high


def test_a_region_with_no_more_candidates_than_places_has_no_contest():
    told = badges(pd.Series({"C10": 1.0, "C20": 1.0}), pd.Series({"C10": 1, "C20": 2}), top=2)
    assert told.to_dict() == {"C10": "no contest", "C20": "no contest"}


def test_picks_and_rejected_candidates_of_a_region():
    told = badges(pd.Series({"a": 0.97, "b": 0.8, "c": 0.23}), pd.Series({"a": 1, "b": 2, "c": 3}), top=2)
    assert told.to_dict() == {"a": "stable", "b": "leaning", "c": "leaning"}


def test_what_is_no_probability_is_refused():
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(ScoresError, match="between 0 and 1"):
            badge(wrong, picked=True)
