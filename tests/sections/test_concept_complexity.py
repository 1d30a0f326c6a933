"""Complexity from outside: published results through a user's file, ranges that hold, refusals on the page."""

from __future__ import annotations

from itertools import product as combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.loaders import world_trade
from iidsp_analysis.loaders.world_trade import Cleaning, read_world_trade
from iidsp_analysis.sections import concept_complexity, concept_complexity_uses
from iidsp_analysis.sections.concept_complexity_figures import _extreme, by_division, opportunities, world
from tests.loaders.world_files import describe, made_up, published
from tests.sections.reports import assert_shows_itself, report, visible

SECTIONS = (
    concept_complexity.place, concept_complexity_uses.products, concept_complexity_uses.industries,
    concept_complexity_uses.regions,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "raw" / "world"
    made.mkdir(parents=True)
    monkeypatch.setattr(world_trade.folders, "raw", lambda: made.parent)
    return made


@pytest.fixture
def made(folder: Path) -> Path:
    made_up(folder)
    describe(folder)
    return folder


def test_without_a_file_each_section_says_what_to_load(folder, panel):
    context = report(panel, trade=True)
    for make in SECTIONS:
        assert "data/raw/world/" in visible(make(context))
        assert make(context).is_missing


@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_with_a_file_they_show_themselves(made, panel, code):
    context = report(panel, trade=True, language=code)
    for make in SECTIONS:
        result = make(context)
        assert not result.is_missing
        assert result.against
        assert_shows_itself(result)


def test_a_broken_file_is_a_sentence_on_the_page(made, panel):
    describe(made, country="KAZ")
    context = report(panel, trade=True)
    for make in SECTIONS:
        assert "is not used" in visible(make(context))


def test_the_world_of_1998_to_2000_is_that_of_other_programs(folder, reference):
    """expected_*.csv: equal to ecomplexity 0.5.3 and econcomplex 1.0.1 (their notes), 226 × 785, no cleaning."""
    published(folder, reference)
    rules = Cleaning(years=1, no_products=(), smallest_country=0, smallest_product=0)
    found = world(read_world_trade(2000, cleaning=rules))
    countries = pd.read_csv(reference / "golden/complexity/expected_country.csv", index_col="country")
    products = pd.read_csv(reference / "golden/complexity/expected_product.csv", dtype={"product": str}).set_index(
        "product"
    )
    cells = pd.read_csv(reference / "golden/complexity/expected_cells.csv", dtype={"product": str})
    own = cells[cells["country"] == "kaz"].set_index("product")
    both = found.countries.index.intersection(countries.index)
    assert len(both) > 200
    np.testing.assert_allclose(found.countries.loc[both, "eci"], countries.loc[both, "eci"], atol=1e-8)
    same = found.products.index.intersection(products.index)
    np.testing.assert_allclose(found.products.loc[same, "pci"], products.loc[same, "pci_zscore"], atol=1e-8)
    shared = own.index.intersection(found.products.index)
    np.testing.assert_allclose(found.products.loc[shared, "density"], own.loc[shared, "density_diag0"], atol=1e-8)
    np.testing.assert_allclose(found.products.loc[shared, "advantage"], own.loc[shared, "rca"], rtol=1e-8)


def test_another_nomenclature_has_no_way_to_divisions(folder, reference, panel):
    published(folder, reference)
    context = report(panel, trade=True, year=2012)
    assert not concept_complexity.place(context).is_missing
    assert "no way to the divisions" in visible(concept_complexity_uses.industries(context))
    assert "no way to the groups" in visible(concept_complexity_uses.regions(context))


def test_opportunities_are_where_they_are_said_to_be(made):
    found = world(read_world_trade(2017))
    frame = opportunities(found)
    both = frame[frame["field"] == "attractive+feasible"]
    assert (both["pci"] > found.basket).all()
    assert (both["gain"] > 0).all()
    assert (both["density"] > frame["density"].median()).all()
    assert not frame["is_present"].any()


def test_ranges_hold_the_mean_and_the_draws(made):
    frame = by_division(world(read_world_trade(2017)))
    assert (frame["least"] <= frame["pci"] + 1e-9).all()
    assert (frame["pci"] <= frame["most"] + 1e-9).all()
    assert (frame["least"] <= frame["low"] + 1e-9).all()
    assert (frame["high"] <= frame["most"] + 1e-9).all()
    assert frame["ambiguous"].between(0, 1).all()


@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(-3, 3), st.booleans()), min_size=1, max_size=7))
@settings(max_examples=80, deadline=None)
def test_the_extremes_are_those_of_trying_every_subset(told):
    frame = pd.DataFrame(told, columns=["exports", "pci", "sure"])
    certain = frame["sure"]
    means = []
    for chosen in combinations([False, True], repeat=int((~certain).sum())):
        taken = certain.to_numpy().copy()
        taken[~certain.to_numpy()] = chosen
        if taken.any():
            means.append(float(np.average(frame["pci"][taken], weights=frame["exports"][taken])))
    assert _extreme(frame, certain, 1) == pytest.approx(min(means))
    assert _extreme(frame, certain, -1) == pytest.approx(max(means))
