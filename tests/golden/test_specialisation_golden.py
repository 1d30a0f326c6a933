"""Specialisation, concentration and inequality held to published values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.concentration import herfindahl_index, krugman_index, normalised_herfindahl_index
from iidsp_analysis.measures.inequality import mean_log_deviation, theil_decomposition, theil_index
from iidsp_analysis.measures.specialisation import location_quotient


@pytest.fixture(scope="module")
def reat(reference: Path) -> pd.Series:
    expected = pd.read_csv(reference / "golden/REAT/expected.csv")
    return expected.set_index(["case", "name"])["value"]


@pytest.fixture(scope="module")
def laender(reference: Path) -> pd.DataFrame:
    """Employment of 16 German Länder by 17 industries, 2015."""
    table = pd.read_csv(reference / "golden/REAT/in_G.regions.industries.csv")
    return table.pivot_table(index="region_code", columns="ind_code", values="emp_all", aggfunc="sum")


@pytest.fixture(scope="module")
def small(reference: Path) -> pd.DataFrame:
    return pd.read_csv(reference / "golden/EconGeo/in_small5x6.csv", index_col=0)


def econgeo(reference: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(reference / f"golden/EconGeo/out_{name}.csv", index_col=0)


def test_location_quotient_farhauer_kroell_2013(reat):
    """Farhauer & Kröll (2013): chemicals 1,714 of 79,006 against 879,213 of 15,593,224; REAT locq() 0.3847623."""
    ours = location_quotient(
        pd.DataFrame({"chemicals": [1714.0]}, index=["region"]),
        region_totals=pd.Series({"region": 79006.0}),
        industry_totals=pd.Series({"chemicals": 879213.0}),
        grand_total=15593224.0,
    )
    assert ours.loc["region", "chemicals"] == pytest.approx(reat["locq", "FK2013 chemicals (doc 0.3847623)"], rel=1e-12)


def test_location_quotients_of_the_german_laender(reference, laender):
    """REAT 3.0.3 locq2() on the Länder of 2015: all 272 quotients."""
    table = pd.read_csv(reference / "golden/REAT/out_locq2_G.regions.industries.csv")
    expected = table.pivot_table(index="j_region", columns="i_industry", values="LQ")
    assert expected.size == 272
    pd.testing.assert_frame_equal(location_quotient(laender), expected, rtol=1e-12, check_names=False)


def test_location_quotients_of_econgeo(reference, small):
    """EconGeo 2.1 location_quotient() on its 5 × 6 example (not rounded there)."""
    pd.testing.assert_frame_equal(location_quotient(small), econgeo(reference, "location_quotient"), rtol=1e-12)


@pytest.mark.parametrize(("section", "key"), [(1, "section_1"), (9, "section_9")])
def test_balassa_index_of_world_exports(reference, section, key):
    """Datawheel py-economic-complexity tests/test_rca.py: Balassa (1965) on 226 countries × 21 HS sections."""
    folder = reference / "golden/py-economic-complexity"
    trade = pd.read_csv(folder / "fixture_exports.csv", encoding="utf-8-sig")
    exports = trade.pivot_table(
        index="Exporter Country ID", columns="Section ID", values="Trade Value", aggfunc="sum", fill_value=0
    )
    expected = json.loads((folder / "expected.json").read_text())[key]
    summary = location_quotient(exports)[section].describe()
    ours = {"q25": summary["25%"], "q50": summary["50%"], "q75": summary["75%"]} | summary.to_dict()
    for name, value in expected.items():
        assert ours[name] == pytest.approx(value, abs=5e-7), name


def test_herfindahl_doersam(reat):
    """Dörsam's four firms of 50, 20, 20 and 10 (example of REAT herf()): 0.34, normalised 0.12, equivalent 2.94."""
    firms = pd.Series([50.0, 20.0, 20.0, 10.0])
    assert herfindahl_index(firms) == pytest.approx(reat["herf", "Doersam 0.34"])
    assert normalised_herfindahl_index(firms) == pytest.approx(reat["herf", "Doersam norm 0.12"])
    assert 1 / herfindahl_index(firms) == pytest.approx(reat["herf", "Doersam eq"])


def test_herfindahl_of_econgeo(reference, small):
    """EconGeo 2.1 herfindahl() (raw) on its 5 × 6 example."""
    np.testing.assert_allclose(herfindahl_index(small), econgeo(reference, "herfindahl")["V1"], rtol=1e-12)


def test_krugman_of_econgeo_includes_the_region(reference, small):
    """EconGeo 2.1 krugman_index() and spec_coeff() (half of it): the reference includes the region itself."""
    ours = krugman_index(small, reference="whole")
    np.testing.assert_allclose(ours, econgeo(reference, "krugman_index")["V1"], rtol=1e-12)
    np.testing.assert_allclose(ours / 2, econgeo(reference, "spec_coeff")["V1"], rtol=1e-12)


@pytest.mark.parametrize(
    ("case", "code", "transposed"),
    [("spec_G.regions.industries", "j", False), ("conc_G.regions.industries", "i", True)],
)
def test_krugman_and_hoover_of_reat(reat, laender, case, code, transposed):
    """REAT 3.0.3 spec() and conc() on the Länder: Krugman against the mean of others; Hoover = half of "whole"."""
    values = laender.T if transposed else laender
    for name, factor, reference in (("K", 1.0, "mean_of_others"), ("H", 0.5, "whole")):
        ours = krugman_index(values, reference=reference) * factor
        expected = pd.Series({label: reat[case, f"{label}|{name} {code}"] for label in values.index})
        np.testing.assert_allclose(ours, expected, rtol=1e-10)


def test_krugman_of_goettingen(reference, reat):
    """REAT 3.0.3 krugman.spec() on Göttingen 2017 against Germany."""
    table = pd.read_csv(reference / "golden/REAT/in_Goettingen.csv").set_index("WZ2008_Code").drop(index="A-R")
    ours = krugman_index(table[["Goettingen2017"]].T, reference=table["BRD2017"])
    assert ours.item() == pytest.approx(reat["krugman.spec", "Goettingen2017"], rel=1e-12)


def test_krugman_of_disjoint_structures_is_two(reat):
    """Farhauer & Kröll (2013): two regions without a common industry."""
    apart = pd.DataFrame([[5.0, 3.0, 0.0, 0.0], [0.0, 0.0, 4.0, 9.0]])
    assert (krugman_index(apart, reference="rest") == reat["krugman.spec", "FK2013 disjoint (=2)"]).all()


def test_mean_log_deviation_stoermann_2009(reat):
    """Störmann (2009): incomes 10, 10, 10, 20, 50; REAT theil() returns L, 0.2326302."""
    incomes = pd.Series([10.0, 10.0, 10.0, 20.0, 50.0])
    expected = reat["theil", "Stoermann2009 (doc 0.2326302) = mean log deviation"]
    assert mean_log_deviation(incomes) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("at", range(7))
def test_theil_of_the_mexican_states(reference, at):
    """PySAL inequality 1.1.2 on mexico.csv, 1940–2000 (Hanson 1998 regions): T, between, within."""
    folder = reference / "golden/pysal"
    states = pd.read_csv(folder / "mexico.csv").set_index("State")
    expected = json.loads((folder / "expected.json").read_text())
    income = states[f"pcgdp{1940 + 10 * at}"]
    split = theil_decomposition(income, states["hanson98"])
    assert theil_index(income) == pytest.approx(expected["theil"][at], rel=1e-10)
    assert split.between == pytest.approx(expected["theil_between_hanson98"][at], rel=1e-10)
    assert split.within == pytest.approx(expected["theil_within"][at], rel=1e-10)
