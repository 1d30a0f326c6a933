"""Weights keyed by the lens's name: equal, the user's own, estimated."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.models.weights import Weights, WeightsError, equal_weights, read_weights

LENSES = ("relatedness", "demand", "regional shift")


@pytest.fixture
def weights_file(tmp_path: Path):
    def written(text: str) -> Path:
        path = tmp_path / "weights.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_equal_weights_sum_to_one():
    assert dict(equal_weights(LENSES).values) == pytest.approx(dict.fromkeys(LENSES, 1 / 3))


def test_the_users_file_is_keyed_by_name_not_by_order(weights_file):
    read = read_weights(weights_file("\ufeffweight, lens\n1,demand\n\n 3 , relatedness\n"), LENSES)
    assert dict(read.values) == {"relatedness": 0.75, "demand": 0.25}
    assert (read.name, read.origin) == ("own", "file weights.csv")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("lens,weight\ndemnad,1\n", "no lens called 'demnad'"),
        ("lens,weight\ndemand,1\ndemand,2\n", "'demand' is weighed twice"),
        ("lens,weight\ndemand,-1\n", "'demand' is negative: -1"),
        ("lens,weight\ndemand,much\n", "'demand' is no number: 'much'"),
        ("lens,weight\ndemand,\n", "'demand' is no number: ''"),
        ("lens,weight\ndemand\n", "'demand' is no number: ''"),
        ("lens,weight\ndemand,nan\n", "'demand' is no number: 'nan'"),
        ("lens,weight\ndemand,inf\n", "'demand' is no number: 'inf'"),
        ("lens,weight\ndemand,0\nrelatedness,0\n", "all zero"),
        ("lens;weight\ndemand;1\n", "lacks the column lens, weight"),
        ("lens,share\ndemand,1\n", "lacks the column weight"),
        ("lens,weight\n", "is empty"),
        ("", "is empty"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence_that_lists_the_lenses(weights_file, text, what):
    with pytest.raises(WeightsError) as refusal:
        read_weights(weights_file(text), LENSES)
    told = str(refusal.value)
    assert what in told
    assert "the lenses are relatedness, demand, regional shift." in told
    assert "weights.csv" in told


def test_the_refusal_names_the_line(weights_file):
    with pytest.raises(WeightsError, match="line 3"):
        read_weights(weights_file("lens,weight\ndemand,1\nprofit,1\n"), LENSES)


def test_a_missing_or_foreign_file_is_refused(tmp_path):
    with pytest.raises(WeightsError, match="cannot be read"):
        read_weights(tmp_path / "none.csv", LENSES)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WeightsError, match="cannot be read"):
        read_weights(tmp_path / "binary.csv", LENSES)


def test_estimated_weights_keep_their_signs_when_rescaled():
    estimated = Weights("estimated", {"relatedness": 3.0, "demand": -1.0, "regional shift": 0.0}, "ridge, 2 panels")
    assert estimated.lenses == ("relatedness", "demand")
    assert dict(estimated.over(LENSES).values) == {"relatedness": 0.75, "demand": -0.25}
    assert dict(estimated.over(["demand"]).values) == {"demand": -1.0}


def test_nothing_left_to_weigh_is_refused():
    with pytest.raises(WeightsError, match="None of the lenses"):
        Weights("own", {"demand": 1.0}, "test").over(["relatedness"])
    with pytest.raises(WeightsError, match="all of them are zero"):
        Weights("own", {"demand": 0.0}, "test")
    with pytest.raises(WeightsError, match="no finite number"):
        Weights("own", {"demand": float("nan")}, "test")
    with pytest.raises(WeightsError):
        equal_weights([])


def test_weights_cannot_be_changed_and_travel_between_processes():
    values = {"demand": 1.0}
    weights = Weights("own", values, "test")
    values["demand"] = 2.0
    assert weights.values["demand"] == 1.0
    with pytest.raises(TypeError):
        weights.values["demand"] = 3.0  # type: ignore[index]
    assert pickle.loads(pickle.dumps(weights)) == weights
    assert hash(pickle.loads(pickle.dumps(weights))) == hash(weights)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=6).filter(any))
def test_sizes_sum_to_one_whatever_the_unit(numbers):
    values = {f"lens {at}": number for at, number in enumerate(numbers)}
    sizes = Weights("estimated", values, "test").over(values).values.values()
    assert sum(map(abs, sizes)) == pytest.approx(1.0)


def test_a_column_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("lens,weight,weight\ndemand,1,2\n", encoding="utf-8")
    with pytest.raises(WeightsError, match="twice"):
        read_weights(path, ["demand"])
