"""The file of weights: what it changes, what is refused, and the draws around it."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors.projects.priorities.weights import PARTS, read_weights, shipped_weights


@pytest.fixture
def own(tmp_path):
    """Return a function that reads weights from a text."""

    def read(text: str | bytes):
        path = tmp_path / "priority_weights.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_weights(path)

    return read


def test_the_shipped_weights_are_equal():
    shipped = shipped_weights()
    assert shipped.is_equal
    assert shipped.used == PARTS
    np.testing.assert_allclose(shipped.shares, 1 / 6)


def test_an_own_file_changes_only_what_it_names(own):
    told = own("weights:\n  exports: 3\n  listed: 0\nlimits:\n  draws: 500\n")
    assert not told.is_equal
    assert told.weights["exports"] == 3
    assert told.weights["jobs"] == 1
    assert "listed" not in told.used
    assert told.limits["draws"] == 500
    assert told.limits["score_from"] == shipped_weights().limits["score_from"]
    assert told.file == "priority_weights.yml"


@pytest.mark.parametrize("text", ["", "weights:\n", "# nothing\n"])
def test_an_own_file_that_says_nothing_leaves_the_shipped_values(own, text):
    assert own(text).weights == shipped_weights().weights


def test_the_users_folder_is_looked_into(tmp_path, monkeypatch):
    (tmp_path / "projects").mkdir()
    monkeypatch.setattr("iidsp_analysis.folders.raw", lambda: tmp_path)
    assert read_weights().file == shipped_weights().file
    (tmp_path / "projects" / "priority_weights.yml").write_text("weights:\n  jobs: 2\n", encoding="utf-8")
    assert read_weights().weights["jobs"] == 2


def test_a_list_that_is_not_verified_has_no_weight_but_still_answers():
    told = shipped_weights().for_list(is_verified=False)
    assert told.used == tuple(name for name in PARTS if name != "listed")
    assert told.ways == ("growth_point", "listed")
    assert told.sets_list_aside
    assert told.is_equal
    np.testing.assert_allclose(told.shares, [0.2] * 5 + [0])
    assert (told.drawn()[:, PARTS.index("listed")] == 0).all()
    assert shipped_weights().for_list(is_verified=True).used == PARTS


def test_a_weight_that_the_file_names_counts_whoever_verified_the_list(own):
    told = own("weights:\n  listed: 1\n").for_list(is_verified=False)
    assert not told.sets_list_aside
    np.testing.assert_allclose(told.shares, 1 / 6)
    none = own("weights:\n  listed: 0\n").for_list(is_verified=False)
    assert none.ways == ("growth_point",)
    assert not none.sets_list_aside
    unnamed = own("weights:\n  exports: 3\n").for_list(is_verified=False)
    assert unnamed.sets_list_aside
    assert not unnamed.is_equal


def test_leaving_out_a_list_without_weight_takes_its_answer_away():
    told = shipped_weights().for_list(is_verified=False).without("listed")
    assert told.ways == ("growth_point",)
    assert not told.sets_list_aside


def test_equal_weights_leave_an_unverified_list_aside_too(own):
    for text in ("weights:\n  exports: 3\n", "weights:\n  listed: 0\n"):
        even = own(text).for_list(is_verified=False).evened()
        assert even.sets_list_aside
        assert even.is_equal
    weighed = own("weights:\n  listed: 2\n").for_list(is_verified=False).evened()
    np.testing.assert_allclose(weighed.shares, 1 / 6)


def test_no_weight_besides_an_unverified_list_is_refused(own):
    zeros = "".join(f"  {name}: 0\n" for name in PARTS if name != "listed")
    only = own("weights:\n" + zeros)
    assert only.for_list(is_verified=True).used == ("listed",)
    with pytest.raises(UsageError, match="besides the unverified list") as refusal:
        only.for_list(is_verified=False)
    assert "listed" in refusal.value.what_next


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weights:\n  export: 1\n", "There is no part 'export'"),
        ("limits:\n  score: 1\n", "There is no limit 'score'"),
        ("weight:\n  exports: 1\n", "There is no block 'weight'"),
        ("weights:\n  exports: -1\n", "exports must be a number from 0"),
        ("weights:\n  exports: .nan\n", "exports must be a number"),
        ("weights:\n  exports: .inf\n", "exports must be a number"),
        ("weights:\n  exports: yes\n", "exports must be a number"),
        ("weights:\n  exports: '1'\n", "exports must be a number"),
        ("weights:\n  growth_point: 0\n  listed: 0\n", "needs a weight above zero"),
        ("limits:\n  score_from: 50\n", "score_from must be a number from 0 to 1"),
        ("limits:\n  draws: 10\n", "draws must be a whole number from 100"),
        ("limits:\n  draws: 200.5\n", "draws must be a whole number"),
        ("weights: 3\n", "do not have the right form"),
        ("weights:\n  exports: 1\n  exports: 2\n", "do not have the right form"),
        ("- a\n- b\n", "do not have the right form"),
        ("weights: [1,\n", "do not have the right form"),
        (b"\xff\xfe\x00w", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(own, text, words):
    with pytest.raises(UsageError, match=words) as refusal:
        own(text)
    assert "priority_weights.yml" in refusal.value.where
    assert "enabled" not in refusal.value.what_next  # the hint of the rules' file would lead astray


def test_draws_keep_to_the_weights_and_add_up_to_one(own):
    told = own("weights:\n  exports: 4\n  jobs: 0\n")
    drawn = told.drawn()
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    assert (drawn[:, PARTS.index("jobs")] == 0).all()
    np.testing.assert_allclose(drawn.mean(axis=0), told.shares, atol=0.02)
    spread = np.sqrt(told.shares * (1 - told.shares) / 41)  # variance of the Dirichlet distribution
    np.testing.assert_allclose(drawn.std(axis=0), spread, rtol=0.15)
    flat = told.drawn_anywhere()
    np.testing.assert_allclose(flat.mean(axis=0), np.where(told.shares > 0, 0.2, 0), atol=0.03)
    assert flat.std(axis=0).max() > drawn.std(axis=0).max()


def test_huge_and_tiny_weights_are_weighed(own):
    told = own("weights:\n  exports: 1.0e+300\n  jobs: 1.0e-300\n")
    assert np.isfinite(told.shares).all()
    assert np.isfinite(told.drawn()).all()
