from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.measures.complexity import (
    complexity_index,
    diversity,
    external_complexity,
    presence,
    revealed_comparative_advantage,
)
from iidsp_analysis.measures.complexity.orientation import least_anchor_correlation
from iidsp_analysis.measures.inputs import MeasureInputError

CHAIN = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])
NAN = float("nan")


def nested(regions: int, industries: int, seed: int = 0, filled: float = -1.5) -> tuple[np.ndarray, np.ndarray]:
    """A presence with a planted order, and the order."""
    random = np.random.default_rng(seed)
    ability, difficulty = np.sort(random.normal(size=regions)), random.normal(size=industries)
    match = 2 * (ability[:, None] - difficulty) + filled
    return random.random(match.shape) < 1 / (1 + np.exp(-match)), ability


def test_a_chain_by_hand():
    """The walk matrix of the chain has the second eigenvector (−1, 0, 1) with eigenvalue 3/4."""
    index = complexity_index(CHAIN, [1.0, 2.0, 3.0])
    np.testing.assert_allclose(index.eci, np.sqrt(1.5) * np.array([-1, 0, 1]), atol=1e-14)
    assert index.eigenvalue == pytest.approx(0.75)
    assert index.anchor_correlation == pytest.approx(1)
    np.testing.assert_allclose(index.pci, index.pci_on_eci_scale / index.pci_on_eci_scale.std(), atol=1e-14)


def test_the_anchor_turns_both_ends():
    there, back = (complexity_index(CHAIN, anchor) for anchor in ([1.0, 2.0, 3.0], [3.0, 2.0, 1.0]))
    np.testing.assert_allclose(there.eci, -back.eci, atol=1e-14)
    np.testing.assert_allclose(there.pci, -back.pci, atol=1e-14)


def test_regions_without_anchor_are_computed_but_do_not_turn():
    cells, ability = nested(40, 60)
    full = complexity_index(cells, ability)
    half = complexity_index(cells, np.where(np.arange(40) % 2, ability, NAN))
    np.testing.assert_array_equal(full.eci, half.eci)


def test_an_order_that_was_planted_is_found():
    cells, ability = nested(100, 300)
    index = complexity_index(cells, ability)
    assert np.corrcoef(index.eci, ability)[0, 1] > 0.95


def test_diversity_is_an_anchor_of_large_sparse_presences():
    cells, ability = nested(60, 200, filled=-2.0)
    np.testing.assert_array_equal(complexity_index(cells, "diversity").eci, complexity_index(cells, ability).eci)


def test_diversity_is_no_anchor_of_few_regions():
    cells, _ = nested(20, 200)
    with pytest.raises(MeasureInputError, match="20 regions are too few"):
        complexity_index(cells, "diversity")


def test_diversity_is_no_anchor_of_a_dense_presence():
    cells, _ = nested(60, 200, filled=0.5)
    with pytest.raises(MeasureInputError, match="too dense"):
        complexity_index(cells, "diversity")


def test_why_diversity_is_no_anchor_of_a_dense_presence():
    """Without zeros in the amounts the most diverse region is as often the least complex one."""
    wrong = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        ability, difficulty = np.sort(random.normal(size=40)), random.normal(size=100)
        amounts = np.exp(ability[:, None] * difficulty + random.normal(size=(40, 100)))
        present = presence(revealed_comparative_advantage(amounts))
        index = complexity_index(present, ability)
        assert index.anchor_correlation > 0.8
        wrong += np.corrcoef(index.eci, diversity(present))[0, 1] < 0
    assert wrong >= 4


def test_no_anchor_is_refused_and_an_unknown_one_too():
    with pytest.raises(MeasureInputError, match=r"no sign of its own.*GDP per head"):
        complexity_index(CHAIN, None)
    with pytest.raises(MeasureInputError, match='"income" is not known'):
        complexity_index(CHAIN, "income")  # type: ignore[arg-type]


def test_an_anchor_that_says_nothing_is_refused():
    cells, ability = nested(100, 300)
    noise = np.random.default_rng(5).permutation(ability)
    with pytest.raises(MeasureInputError, match=r"rank correlation.*external_complexity"):
        complexity_index(cells, noise)
    assert complexity_index(cells, noise, least_correlation=0.0).anchor_correlation < 0.2


@pytest.mark.parametrize("anchor", [[1.0, 1.0, 1.0], [1.0, NAN, NAN]])
def test_an_anchor_that_does_not_vary_is_refused(anchor):
    with pytest.raises(MeasureInputError, match="does not tell the complex end"):
        complexity_index(CHAIN, anchor, least_correlation=0.0)


def test_regions_with_the_same_industries_are_tied_whatever_the_rounding():
    """Found by hypothesis: ranks of entries equal but for rounding turned the vector by the order of the rows."""
    cells, anchor = np.array([[1, 1, 0], [0, 1, 0], [0, 1, 0]]), np.array([0.13, -0.13, 0.64])
    for order in ([0, 1, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0]):
        with pytest.raises(MeasureInputError, match="does not tell the complex end"):
            complexity_index(cells[order], anchor[order], least_correlation=0.0)


def test_least_correlation_is_two_standard_errors_within_limits():
    assert least_anchor_correlation(17) == pytest.approx(0.5)
    assert least_anchor_correlation(226) == 0.2
    assert least_anchor_correlation(5) == 0.8


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]], "falls into blocks"),
        (np.ones((4, 5)), "same industries"),
        ([[1, 1], [1, 0]], "Fewer than three regions"),
        (np.zeros((4, 5)), "Fewer than three regions"),
        ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], "not unique"),
    ],
)
def test_a_presence_without_a_determined_order_is_refused(cells, says):
    with pytest.raises(MeasureInputError, match=says):
        complexity_index(cells, np.arange(len(cells), dtype=float))


def test_empty_regions_and_industries_are_nan_and_change_nothing_else():
    larger = np.zeros((5, 6))
    larger[1:4, 1:5] = CHAIN
    index = complexity_index(larger, [9.0, 1.0, 2.0, 3.0, 9.0])
    alone = complexity_index(CHAIN, [1.0, 2.0, 3.0])
    for mine, whole in (
        (alone.eci, index.eci),
        (alone.pci, index.pci),
        (alone.pci_on_eci_scale, index.pci_on_eci_scale),
    ):
        assert np.isnan(whole[[0, -1]]).all()
        np.testing.assert_allclose(whole[1:-1], mine, atol=1e-14)


def test_external_complexity_by_hand():
    assert external_complexity([[1, 1, 0]], [1.0, -0.5, 2.0]).tolist() == [0.25]
    assert external_complexity([[30.0, 10.0, 0.0]], [1.0, -0.5, 2.0]).tolist() == [0.625]


def test_external_complexity_of_nothing_is_not_the_mean_of_the_world():
    found = external_complexity([[0, 0], [1, 0], [1, 1], [NAN, 1]], [NAN, 0.7])
    np.testing.assert_array_equal(found, [NAN, NAN, 0.7, 0.7])


def test_external_complexity_of_shares_does_not_ask_for_a_sum_of_one():
    weights = np.array([[0.3, 0.1, 0.2]])
    np.testing.assert_allclose(external_complexity(weights, [1, 2, 3]), external_complexity(weights * 50, [1, 2, 3]))


def test_external_complexity_refuses_negative_weights_and_other_industries():
    with pytest.raises(MeasureInputError, match="below zero"):
        external_complexity([[-1.0, 1.0]], [0.0, 1.0])
    with pytest.raises(MeasureInputError, match="Product complexity"):
        external_complexity([[1.0, 1.0]], [0.0])
