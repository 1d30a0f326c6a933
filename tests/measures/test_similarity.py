from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.concentration import krugman_index
from iidsp_analysis.measures.inputs import MeasureInputError
from iidsp_analysis.measures.similarity import cosine_similarity, krugman_distance, nearest_peers


@pytest.fixture
def values() -> pd.DataFrame:
    return pd.DataFrame(
        [[3.0, 4.0, 0.0], [6.0, 8.0, 0.0], [4.0, 3.0, 0.0], [0.0, 0.0, 5.0]],
        index=["akmola", "double", "mirror", "stranger"],
        columns=["C", "A", "B"],
    )


def test_cosine_by_hand(values):
    similarity = cosine_similarity(values)
    assert similarity.loc["akmola", "double"] == pytest.approx(1.0)
    assert similarity.loc["akmola", "mirror"] == pytest.approx(24 / 25)
    assert similarity.loc["akmola", "stranger"] == 0.0
    assert similarity.index.equals(similarity.columns)


def test_krugman_distance_by_hand(values):
    distance = krugman_distance(values)
    assert distance.loc["akmola", "mirror"] == pytest.approx(2 / 7)
    assert distance.loc["akmola", "stranger"] == pytest.approx(2.0)


def test_the_distance_of_two_regions_is_their_krugman_index(values):
    pair = values.loc[["akmola", "mirror"]]
    expected = krugman_index(pair, reference="rest")
    assert krugman_distance(pair).loc["akmola", "mirror"] == pytest.approx(expected["akmola"])


@pytest.mark.parametrize("measure", [cosine_similarity, krugman_distance])
@pytest.mark.parametrize("cell", [0.0, np.nan])
def test_empty_and_missing_regions_are_nan_against_all_and_change_no_other_pair(measure, cell, values):
    complete = measure(values)
    values.loc["double"] = [cell, 0.0, 0.0]
    partial = measure(values)
    assert partial["double"].isna().all()
    assert partial.loc["double"].isna().all()
    others = ["akmola", "mirror", "stranger"]
    pd.testing.assert_frame_equal(partial.loc[others, others], complete.loc[others, others])


def test_nearest_peers(values):
    values.loc["empty"] = 0.0
    peers = nearest_peers(krugman_distance(values), "akmola", 2)
    assert peers.index.tolist() == ["double", "mirror"]
    assert len(nearest_peers(krugman_distance(values), "akmola", 10)) == 3
    for region, count in (("abai", 2), ("akmola", 0)):
        with pytest.raises(MeasureInputError, match="cannot be found"):
            nearest_peers(krugman_distance(values), region, count)
