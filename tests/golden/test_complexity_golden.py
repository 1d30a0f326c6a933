"""Complexity held to published data and to other programs' numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures import complexity
from iidsp_analysis.measures.complexity import ComplexityIndex
from iidsp_analysis.measures.complexity.low_rank import LowRankProximity

close: Callable[..., None] = np.testing.assert_allclose


@pytest.fixture(scope="module")
def econgeo(reference: Path) -> Callable[[str], np.ndarray]:
    """Read a table of EconGeo 2.1 run on five regions × six industries."""

    def read(name: str) -> np.ndarray:
        return pd.read_csv(reference / f"golden/EconGeo/{name}.csv", index_col=0).to_numpy(dtype=float)

    return read


@pytest.fixture(scope="module")
def small(reference: Path) -> dict[str, np.ndarray]:
    """The same matrix, computed by hand-checkable formulas and by ecomplexity 0.5.3 and econcomplex 1.0.1."""
    case = json.loads((reference / "golden/micro/small5x6_complexity.json").read_text())
    return {name: np.array(numbers) for name, numbers in case.items() if isinstance(numbers, list)}


@pytest.fixture(scope="module")
def presence(econgeo: Callable[[str], np.ndarray]) -> np.ndarray:
    return complexity.presence(complexity.revealed_comparative_advantage(econgeo("in_small5x6")))


@pytest.fixture(scope="module")
def index(presence: np.ndarray) -> ComplexityIndex:
    """Oriented by diversity, as the peers do it: here an anchor handed over as numbers."""
    return complexity.complexity_index(presence, complexity.diversity(presence))


def uncentred(index: ComplexityIndex, presence: np.ndarray) -> np.ndarray:
    """The PCI that ecomplexity weighs with: in units of ECI's spread, before the mean of ECI is taken off."""
    many = complexity.diversity(presence)
    return index.pci_on_eci_scale - np.nansum(many * index.eci) / many.sum()


def density_with_own(presence: np.ndarray) -> np.ndarray:
    """Density with a diagonal of 1, from ours without the industry itself."""
    totals = np.nansum(complexity.proximity(presence), axis=0)
    return (complexity.relatedness_density(presence) * totals + presence) / (totals + 1)


def test_small_presence(small, presence, econgeo):
    close(complexity.revealed_comparative_advantage(econgeo("in_small5x6")), small["rca"], rtol=1e-14)
    assert (presence == small["mcp"]).all()
    assert (complexity.diversity(presence) == small["diversity"]).all()
    assert (complexity.ubiquity(presence) == small["ubiquity"]).all()


def test_small_proximity_and_density(small, presence):
    """Diagonal 0: Stata, econcomplex, Datawheel, econci; diagonal 1: ecomplexity 0.5.3 (Python)."""
    close(complexity.proximity(presence), small["phi_diag0"], atol=1e-14)
    expected = small["density_diag0_stata_econcomplex_datawheel_econci"]
    close(complexity.relatedness_density(presence), expected, atol=1e-14)
    close(density_with_own(presence), small["density_diag1_pyecomplexity"], atol=1e-14)


def test_small_index(small, index):
    """Hausmann et al. (2014), technical box 2.2; ecomplexity 0.5.3 and econcomplex 1.0.1."""
    close(index.eci, small["eci"], atol=1e-13)
    close(index.pci, small["pci_zscore"], atol=1e-13)
    close(index.pci_on_eci_scale, small["pci_on_eci_scale_pyecomplexity"], atol=1e-13)


def test_small_outlook(small, presence, index):
    """The exact gain; and ecomplexity's numbers by its own diagonal and its PCI."""
    close(complexity.outlook_gain(presence, index.pci), small["cog_delta_coi_exact_diag0_pciz"], atol=1e-13)
    theirs = complexity.outlook_gain_harvard(presence, uncentred(index, presence), own_proximity=1)
    close(theirs, small["cog_pyecomplexity"], atol=1e-13)
    index_of_theirs = (density_with_own(presence) * ~presence) @ uncentred(index, presence)
    close(complexity.standardised_outlook(index_of_theirs), small["coi_zscore_pyecomplexity"], atol=1e-12)


def test_econgeo(econgeo, presence):
    """EconGeo 2.1: location_quotient(), rca(), diversity(), ubiquity()."""
    close(
        complexity.revealed_comparative_advantage(econgeo("in_small5x6")), econgeo("out_location_quotient"), rtol=1e-13
    )
    assert (presence == econgeo("out_rca_binary")).all()
    assert (complexity.diversity(presence) == econgeo("out_diversity")[:, 0]).all()
    assert (complexity.ubiquity(presence) == econgeo("out_ubiquity")[:, 0]).all()


def test_econgeo_density_on_its_relatedness(econgeo, presence):
    """EconGeo 2.1 relatedness_density() on relatedness(method = "prob"), in per cent with two digits."""
    density = complexity.relatedness_density(presence, econgeo("out_relatedness_prob"))
    close(100 * density, econgeo("out_relatedness_density_prob"), atol=0.00501)


def test_econgeo_prody_and_expy(econgeo):
    """EconGeo 2.1 prody() with incomes 10 to 50 rounds the RCA to two digits before it weighs; expy() does not."""
    values, incomes = econgeo("in_small5x6"), np.array([10.0, 20.0, 30.0, 40.0, 50.0])
    rounded = complexity.revealed_comparative_advantage(values).round(2)
    theirs = econgeo("out_prody")[0]
    close(incomes @ (rounded / rounded.sum(axis=0)), theirs, rtol=1e-13)
    close(complexity.prody(values, incomes), theirs, atol=0.04)
    close(complexity.expy(values, theirs), econgeo("out_expy")[0], rtol=1e-13)


def test_datawheel_rca(reference):
    """Datawheel/py-economic-complexity, tests/test_rca.py: describe() of two sections over 226 exporters."""
    folder = reference / "golden/py-economic-complexity"
    rows = pd.read_csv(folder / "fixture_exports.csv", encoding="utf-8-sig")
    wide = rows.pivot_table(index="Exporter Country ID", columns="Section ID", values="Trade Value", aggfunc="sum")
    rca = pd.DataFrame(complexity.revealed_comparative_advantage(wide), wide.index, wide.columns).fillna(0)
    published = json.loads((folder / "expected.json").read_text())
    for section in (1, 9):
        described = rca[section].describe().rename({"25%": "q25", "50%": "q50", "75%": "q75"})
        expected = pd.Series(published[f"section_{section}"])
        close(described[expected.index], expected, atol=5e-7)


@pytest.fixture(scope="module")
def trade(reference: Path) -> pd.DataFrame:
    """Open Trade Statistics, exports of 226 countries × 785 SITC products, mean of 1998–2000."""
    file = reference / "golden/complexity/world_trade_avg_1998_to_2000.csv"
    rows = pd.read_csv(file, dtype={"product": str}, keep_default_na=False)
    return rows.pivot_table(index="country", columns="product", values="value")


@pytest.fixture(scope="module")
def world(trade: pd.DataFrame) -> pd.DataFrame:
    present = complexity.presence(complexity.revealed_comparative_advantage(trade))
    return pd.DataFrame(present, trade.index, trade.columns)


@pytest.fixture(scope="module")
def incomes(reference: Path, world: pd.DataFrame) -> np.ndarray:
    """GDP per head, World Bank, mean of 1998–2000; not known for every country."""
    rows = pd.read_csv(reference / "golden/complexity/world_gdp_avg_1998_to_2000.csv", keep_default_na=False)
    return rows.set_index("country")["value"].astype(float).reindex(world.index).to_numpy()


@pytest.fixture(scope="module")
def world_index(world: pd.DataFrame, incomes: np.ndarray) -> ComplexityIndex:
    return complexity.complexity_index(world, incomes)


@pytest.fixture(scope="module")
def expected(reference: Path) -> Callable[[str], pd.DataFrame]:
    def read(name: str) -> pd.DataFrame:
        file = reference / f"golden/complexity/expected_{name}.csv"
        return pd.read_csv(file, dtype={"product": str}, keep_default_na=False)

    return read


@pytest.fixture(scope="module")
def cells(world: pd.DataFrame, expected: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Twenty-two products of seven countries, with their place in the matrix."""
    rows = expected("cells")
    return rows.assign(r=world.index.get_indexer(rows["country"]), c=world.columns.get_indexer(rows["product"]))


def at(cells: pd.DataFrame, matrix: np.ndarray) -> np.ndarray:
    return np.asarray(matrix)[cells["r"], cells["c"]]


def test_world_countries(world, world_index, expected):
    """ecomplexity 0.5.3, econcomplex 1.0.1 and base R eigen(): ECI of 226 countries."""
    rows = expected("country").set_index("country").reindex(world.index)
    assert (complexity.diversity(world) == rows["diversity"]).all()
    close(world_index.eci, rows["eci"], atol=1e-12)


def test_world_products(world, world_index, expected):
    """PCI of 785 products on both scales."""
    rows = expected("product").set_index("product").reindex(world.columns)
    assert (complexity.ubiquity(world) == rows["ubiquity"]).all()
    close(world_index.pci, rows["pci_zscore"], atol=1e-12)
    close(world_index.pci_on_eci_scale, rows["pci_on_eci_scale"], atol=1e-12)


def test_world_is_oriented_alike_by_income_and_by_diversity(world, world_index):
    by_diversity = complexity.complexity_index(world, "diversity")
    close(by_diversity.eci, world_index.eci, atol=1e-12)
    assert world_index.anchor_correlation == pytest.approx(0.458, abs=5e-4)


def test_world_outlook_index(world, world_index, expected):
    """COI raw with diagonal 0; ecomplexity's z-scores with diagonal 1."""
    rows = expected("country").set_index("country").reindex(world.index)
    close(complexity.outlook_index(world, world_index.pci), rows["coi_diag0_raw_pciz"], atol=1e-11)
    present = world.to_numpy()
    theirs = (density_with_own(present) * ~present) @ uncentred(world_index, present)
    close(complexity.standardised_outlook(theirs), rows["coi_diag1_zscore"], atol=1e-11)


def test_world_cells(trade, world, world_index, cells):
    """RCA, presence, density with either diagonal, and the gain three ways."""
    present = world.to_numpy()
    close(at(cells, complexity.revealed_comparative_advantage(trade.fillna(0))), cells["rca"], rtol=1e-12)
    assert (at(cells, present) == cells["mcp"]).all()
    close(at(cells, complexity.relatedness_density(present)), cells["density_diag0"], atol=1e-13)
    close(at(cells, density_with_own(present)), cells["density_diag1"], atol=1e-13)
    gain = complexity.outlook_gain(present, world_index.pci)
    close(at(cells, gain), cells["cog_atlas_deltaCOI_diag0_pciz"], atol=1e-12)
    harvard = complexity.outlook_gain_harvard(present, world_index.pci)
    close(at(cells, harvard), cells["cog_harvard_diag0_pciz"], atol=1e-12)
    python = complexity.outlook_gain_harvard(present, uncentred(world_index, present), own_proximity=1)
    close(at(cells, python), cells["cog_pyecomplexity"], atol=1e-12)


def test_world_proximity(world, reference):
    """φ of the first forty products."""
    file = reference / "golden/complexity/expected_phi_diag0_first40.csv"
    rows = pd.read_csv(file, dtype={"product": str}).set_index("product")
    phi = pd.DataFrame(complexity.proximity(world), world.columns, world.columns)
    close(phi.loc[rows.index, rows.columns], rows, atol=1e-14)


def test_world_low_rank_equals_dense(world):
    """Real ubiquities, many of them tied: both forms on 226 × 785."""
    present = world.to_numpy()
    phi = complexity.proximity(present)
    low_rank = LowRankProximity(present)
    close(low_rank.totals(), phi.sum(axis=0), rtol=1e-13)
    close(low_rank.weighted(present.astype(float)), present @ phi, atol=1e-11)


def test_the_names_of_the_gain_are_not_one_thing(world, world_index):
    """On real trade the formula of other packages orders a country's options otherwise than the gain does."""
    present = world.to_numpy()
    gain = pd.DataFrame(np.where(present, np.nan, complexity.outlook_gain(present, world_index.pci)))
    harvard = pd.DataFrame(np.where(present, np.nan, complexity.outlook_gain_harvard(present, world_index.pci)))
    some = list(range(0, 226, 15))
    assert gain.T[some].corrwith(harvard.T[some], method="spearman").median() < 0.9
