"""What must hold for complexity in every economy and every presence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import economies as random
import numpy as np
import pandas as pd
import pytest
from economies import quick
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iidsp_analysis.measures import complexity
from iidsp_analysis.measures.complexity import ComplexityIndex
from iidsp_analysis.measures.complexity.low_rank import LowRankProximity
from iidsp_analysis.measures.inputs import MeasureInputError

close = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-9)
Cellwise = Callable[[np.ndarray, np.ndarray], np.ndarray]
CELLWISE: list[Cellwise] = [
    lambda cells, pci: complexity.relatedness_density(cells),
    lambda cells, pci: complexity.relative_relatedness(cells),
    complexity.outlook_gain,
    complexity.outlook_gain_harvard,
    partial(complexity.outlook_gain_harvard, own_proximity=1.0),
]


@st.composite
def presences(draw: st.DrawFn, most: int = 9) -> tuple[np.ndarray, np.ndarray]:
    """A presence of any filling, empty rows and columns allowed, and a product complexity."""
    regions, industries = draw(st.integers(3, most)), draw(st.integers(3, most))
    filled = draw(st.floats(0.1, 0.9))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return numbers.random((regions, industries)) < filled, numbers.normal(size=industries)


def with_one_more(cells: np.ndarray, axis: int) -> np.ndarray:
    """The presence with one empty region (axis 0) or industry (axis 1) at the end."""
    return np.pad(cells, [(0, 1), (0, 0)] if axis == 0 else [(0, 0), (0, 1)])


def of(cells: np.ndarray) -> tuple[ComplexityIndex, np.ndarray]:
    """Return the index turned by some anchor, and the anchor; presences without an order are passed over."""
    anchor = np.random.default_rng(0).normal(size=cells.shape[0])
    try:
        return complexity.complexity_index(cells, anchor, least_correlation=0.0), anchor
    except MeasureInputError:
        assume(False)
        raise


@quick
@given(random.economies(), st.floats(1e-3, 1e3))
def test_advantage_does_not_know_the_unit(drawn, factor):
    values = drawn[0].to_numpy()
    close(complexity.revealed_comparative_advantage(values * factor), complexity.revealed_comparative_advantage(values))


@quick
@given(random.economies())
def test_advantage_weighted_by_the_shares_of_all_regions_is_one(drawn):
    values = drawn[0].to_numpy()
    weights = values.sum(axis=0) / values.sum()
    found = np.nansum(weights * complexity.revealed_comparative_advantage(values), axis=1)
    close(found[values.sum(axis=1) > 0], 1)


@quick
@given(random.economies())
def test_everyone_has_something_and_everything_is_somewhere(drawn):
    """At threshold 1, whatever the rounding."""
    values = drawn[0].to_numpy()
    present = complexity.presence(complexity.revealed_comparative_advantage(values))
    np.testing.assert_array_equal(present.any(axis=1), values.sum(axis=1) > 0)
    np.testing.assert_array_equal(present.any(axis=0), values.sum(axis=0) > 0)


@quick
@given(random.economies())
def test_splitting_a_region_into_halves_leaves_advantage_and_presence(drawn):
    values = drawn[0].to_numpy()
    split = np.vstack([values[:1] / 2, values[:1] / 2, values[1:]])
    whole, halves = (complexity.revealed_comparative_advantage(amounts) for amounts in (values, split))
    close(halves[1:], whole)
    close(halves[0], whole[0])
    np.testing.assert_array_equal(complexity.presence(halves)[1:], complexity.presence(whole))


@quick
@given(presences())
@pytest.mark.parametrize("measure", CELLWISE)
def test_the_order_of_regions_and_industries_does_not_matter(measure, drawn):
    cells, pci = drawn
    close(measure(cells[::-1, ::-1], pci[::-1])[::-1, ::-1], measure(cells, pci))


@quick
@given(presences())
@pytest.mark.parametrize("measure", CELLWISE)
def test_an_empty_region_or_industry_is_nan_and_changes_nothing_else(measure, drawn):
    cells, pci = drawn
    before = measure(cells, pci)
    with_region = measure(with_one_more(cells, 0), pci)
    with_industry = measure(with_one_more(cells, 1), np.append(pci, 1.0))
    assert np.isnan(with_region[-1]).all()
    assert np.isnan(with_industry[:, -1]).all()
    close(with_region[:-1], before)
    close(with_industry[:, :-1], before)


@quick
@given(presences())
def test_density_is_a_share(drawn):
    cells, _ = drawn
    density = complexity.relatedness_density(cells)
    assert np.nanmin(density, initial=0) >= 0
    assert np.nanmax(density, initial=0) <= 1 + 1e-12


@quick
@given(presences(most=40))
def test_low_rank_equals_dense(drawn):
    cells, pci = drawn
    phi = np.nan_to_num(complexity.proximity(cells))
    low_rank = LowRankProximity(cells)
    weights = np.vstack([cells, pci])
    np.testing.assert_allclose(low_rank.totals(), phi.sum(axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(low_rank.weighted(weights), weights @ phi, rtol=0, atol=1e-12)


@quick
@given(presences(), st.booleans())
def test_the_gain_is_the_change_of_the_outlook_index(drawn, from_elsewhere):
    """Hausmann et al. (2014), technical box 5.4, with φ and PCI held; every absent pair."""
    cells, pci = drawn
    phi = np.random.default_rng(1).random((len(pci), len(pci))) if from_elsewhere else complexity.proximity(cells)
    before = complexity.outlook_index(cells, pci, phi)
    gain = complexity.outlook_gain(cells, pci, phi)
    for region, industry in np.argwhere(~cells & ~np.isnan(gain)):
        entered = cells.copy()
        entered[region, industry] = True
        change = complexity.outlook_index(entered, pci, phi)[region] - before[region]
        assert gain[region, industry] == pytest.approx(change, abs=1e-10)


@quick
@given(presences())
def test_complexity_of_a_region_is_the_mean_of_what_it_has(drawn):
    cells, _ = drawn
    index, _ = of(cells)
    np.testing.assert_allclose(
        complexity.external_complexity(cells, index.pci_on_eci_scale), index.eci, rtol=0, atol=1e-7
    )


@quick
@given(presences())
def test_the_index_does_not_know_the_order(drawn):
    cells, _ = drawn
    index, anchor = of(cells)
    assume(index.eigenvalue - index.next_eigenvalue > 1e-4)
    turned = complexity.complexity_index(cells[::-1, ::-1], anchor[::-1], least_correlation=0.0)
    np.testing.assert_allclose(turned.eci[::-1], index.eci, atol=1e-7)
    np.testing.assert_allclose(turned.pci[::-1], index.pci, atol=1e-7)


@quick
@given(presences())
def test_fitness_does_not_know_the_order_nor_the_empty(drawn):
    cells, _ = drawn
    assume(cells.any())
    run = partial(complexity.fitness_complexity, most_iterations=20)
    straight = run(cells)
    np.testing.assert_allclose(run(cells[::-1, ::-1]).fitness[::-1], straight.fitness, rtol=1e-6)
    np.testing.assert_allclose(run(with_one_more(cells, 0)).fitness[:-1], straight.fitness, rtol=1e-6)
    np.testing.assert_allclose(run(with_one_more(cells, 1)).complexity[:-1], straight.complexity, rtol=1e-6)


@quick
@given(random.economies(), st.lists(st.floats(1.0, 1e5), min_size=5, max_size=5))
def test_prody_and_expy_lie_between_the_incomes(drawn, incomes):
    values = drawn[0].to_numpy()
    known_incomes = np.array(incomes[: len(values)])
    some = known_incomes[values.sum(axis=1) > 0]
    found = complexity.prody(values, known_incomes)
    for numbers in (found, complexity.expy(values, found)):
        known = numbers[~np.isnan(numbers)]
        assert (known >= some.min() * (1 - 1e-9)).all()
        assert (known <= some.max() * (1 + 1e-9)).all()


@settings(quick, max_examples=10)
@given(random.economies(periods=2))
def test_an_unrelated_year_changes_no_number_of_the_panel(drawn):
    first, second = (
        frame.rename_axis("region").reset_index().melt("region", var_name="industry").assign(year=year)
        for year, frame in enumerate(drawn)
    )
    pci = pd.Series(np.linspace(-1, 1, drawn[0].shape[1]), drawn[0].columns)
    alone = complexity.complexity_panel(first, pci=pci)
    both = complexity.complexity_panel(pd.concat([first, second]), pci=pci)
    pd.testing.assert_frame_equal(both[both["year"] == 0].reset_index(drop=True), alone)
