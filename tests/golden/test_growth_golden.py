"""Growth, chains and log decompositions held to published values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.decomposition import additive_parts, exchange_rate_parts, log_parts, volume_price_parts
from iidsp_analysis.measures.growth import contribution_to_growth, growth_rate
from iidsp_analysis.measures.index_numbers import chain_index
from iidsp_analysis.measures.specialisation import location_quotient


@pytest.fixture(scope="module")
def econgeo(reference: Path) -> Path:
    return reference / "golden/EconGeo"


@pytest.fixture(scope="module")
def gva(reference: Path) -> pd.DataFrame:
    """BNS table 5923/5927: gross value added by region and section, mln KZT."""
    return pd.read_csv(reference / "data/kz/gva_by_region_section.csv")


def manufacturing(gva: pd.DataFrame, year: int) -> float:
    row = gva[(gva.region == "national") & (gva.section == "C") & (gva.year == year)]
    return float(row.gva_mln_kzt.item())


def test_growth_of_econgeo(econgeo):
    """EconGeo 2.1 growth_reg(), growth_ind(), growth_mat() (rounded to 2 digits there; Inf where we have no rate)."""
    start, end = (pd.read_csv(econgeo / f"in_small5x6{t}.csv", index_col=0) for t in ("", "_t2"))
    cells = pd.read_csv(econgeo / "out_growth_mat.csv", index_col=0).replace(np.inf, np.nan)
    np.testing.assert_allclose(growth_rate(start, end).where(start > 0), cells.where(start > 0), atol=0.005)
    for axis, name in ((1, "growth_reg"), (0, "growth_ind")):
        expected = pd.read_csv(econgeo / f"out_{name}.csv", index_col=0)["V1"]
        np.testing.assert_allclose(growth_rate(start.sum(axis=axis), end.sum(axis=axis)), expected, atol=0.005)


def test_lmdi_two_sectors(reference):
    """Ang (2005, 2015) LMDI-I, additive, two sectors: activity, structure and intensity sum to the change."""
    case = json.loads((reference / "golden/micro/lmdi_2sector.json").read_text())
    structure = {t: pd.Series(case[f"share{t}"]) for t in (0, 1)}
    energy = {t: case["Q"][t] * structure[t] * pd.Series(case[f"intensity{t}"]) for t in (0, 1)}
    factors = {"activity": case["Q"][1] / case["Q"][0], "structure": structure[1] / structure[0]}
    parts = additive_parts(log_parts(energy[0], energy[1], factors, "intensity"), energy[0], energy[1]).sum()
    for name in ("activity", "structure", "intensity"):
        assert parts[name] == pytest.approx(case[name], rel=1e-12)
    assert parts["total"] == pytest.approx(case["E1"] - case["E0"], rel=1e-12)


def test_manufacturing_of_kazakhstan_2015_2017_in_tenge_volume_and_dollars(reference, gva):
    """BNS 5923 and 450904, National Bank rates: +46.0 % in tenge, +8.0 % in volume, about 0 % in dollars."""
    start, end = manufacturing(gva, 2015), manufacturing(gva, 2017)
    assert growth_rate(start, end) == pytest.approx(46.0, abs=0.05)
    volume = chain_index(pd.Series({2016: 101.8, 2017: 106.1}), reference_year=2015)[2017] / 100
    assert volume == pytest.approx(1.080, abs=0.0005)
    prices = volume_price_parts(start, end, volume).iloc[0]
    assert np.exp(prices["price"]) == pytest.approx(1.460 / 1.080, abs=0.001)
    rates = pd.read_csv(reference / "data/kz/exchange_rate_annual.csv").set_index("year")["kzt_per_usd"]
    dollars = exchange_rate_parts(start, end, rate_start=rates[2015], rate_end=rates[2017]).iloc[0]
    assert np.expm1(dollars["total"]) == pytest.approx(0.0, abs=0.01)


def test_production_volume_chain_2012_2019(reference):
    """BNS 5792: manufacturing production 2019 / 2012 = +21.2 % and 2019 / 2015 = +17.5 %."""
    table = pd.read_csv(reference / "data/kz/production_volume_index_national.csv")
    yearly = table[table.oked == "C"].set_index("year")["index_prev_year_100"].loc[2010:2019]
    assert chain_index(yearly, reference_year=2012)[2019] == pytest.approx(121.2, abs=0.05)
    assert chain_index(yearly, reference_year=2015)[2019] == pytest.approx(117.5, abs=0.05)


def test_metallurgy_made_half_of_the_nominal_growth(reference):
    """BNS 5931: division 24 made 48.5 % of the nominal growth of manufacturing 2015–2017."""
    table = pd.read_csv(reference / "data/kz/gva_by_division_national.csv")
    divisions = table[table.oked.astype(str).isin([str(code) for code in range(10, 34)])]
    by_year = divisions.pivot_table(index="oked", columns="year", values="gva_mln_kzt", aggfunc="sum")
    points = contribution_to_growth(by_year[2015], by_year[2017])
    assert len(points) == 24
    assert points.loc["24"] / points.sum() == pytest.approx(0.485, abs=0.0005)


@pytest.mark.parametrize(
    ("region", "quotient"),
    [("KRG", 2.77), ("PVL", 2.48), ("VKO", 1.87), ("AKM", 1.68), ("YKO", 1.67), ("AST", 0.39), ("ALA", 0.35)],
)
def test_location_quotients_of_manufacturing_2017(gva, region, quotient):
    """BNS 5923, 2017: manufacturing in GRP against manufacturing in GDP (taxes on products included in both)."""
    year = gva[gva.year == 2017].pivot_table(index="region", columns="section", values="gva_mln_kzt", aggfunc="sum")
    country = year.loc["national"]
    ours = location_quotient(
        year.loc[[region], ["C"]],
        region_totals=year.loc[[region], "GRP"],
        industry_totals=country[["C"]],
        grand_total=country["GRP"],
    )
    assert ours.loc[region, "C"] == pytest.approx(quotient, abs=0.005)
