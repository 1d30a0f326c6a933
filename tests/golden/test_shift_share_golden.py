"""Shift-share held to published values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.shift_share import (
    ShiftShare,
    arcelus_shift_share,
    classic_shift_share,
    dynamic_shift_share,
    esteban_marquillas_shift_share,
)

FK = "Farhauer & Kröll (2013), Standorttheorien: three regions, four industries"
ARCELUS_CODES = {
    "NE": "national_expected", "NC": "national_differential", "IE": "industry_expected",
    "IC": "industry_differential", "RE": "regional_expected", "RC": "regional_differential",
    "RIE": "regional_industry_expected", "RIC": "regional_industry_differential",
}  # fmt: skip
REAT_NAMES = {
    "Growth (t1-t)": "change",
    "National share": "national_growth",
    "Industrial mix": "industry_mix",
    "Regional share": "regional_shift",
}


@pytest.fixture(scope="module")
def textbook(reference: Path) -> dict:
    return json.loads((reference / "golden/micro/shift_share_FK2013.json").read_text())


@pytest.fixture(scope="module")
def reat(reference: Path) -> pd.Series:
    expected = pd.read_csv(reference / "golden/REAT/expected.csv")
    return expected.set_index(["case", "name"])["value"]


@pytest.fixture(scope="module")
def goettingen(reference: Path) -> tuple[dict[int, pd.DataFrame], dict[int, pd.Series]]:
    table = pd.read_csv(reference / "golden/REAT/in_Goettingen.csv").set_index("WZ2008_Code").drop(index="A-R")
    years = range(2008, 2017)
    region = {year: table[[f"Goettingen{year}"]].T.set_axis(["Göttingen"]) for year in years}
    return region, {year: table[f"BRD{year}"] for year in years}


def of_region(textbook: dict, method: Callable[..., ShiftShare]) -> ShiftShare:
    start, end = (pd.DataFrame([textbook[f"region_t{t}"]], index=["A"]) for t in (0, 1))
    country = {f"country_{when}": pd.Series(textbook[f"nation_t{t}"]) for t, when in ((0, "start"), (1, "end"))}
    return method(start, end, **country)


def assert_equals_reat(result: ShiftShare, expected: pd.Series, *, shift: str = "regional_shift") -> None:
    ours = result.total()
    names = REAT_NAMES | {"Regional share": shift, "Allocation effect": "allocation_effect"}
    compared = {name: (ours[names[name]], value) for name, value in expected.items() if name in names}
    assert len(compared) >= 4
    for name, (got, value) in compared.items():
        assert got == pytest.approx(value, rel=1e-12, abs=1e-9), name


@pytest.mark.parametrize(
    ("code", "part"), [("NS", "national_growth"), ("IM", "industry_mix"), ("RS", "regional_shift")]
)
def test_dunn_by_industry_farhauer_kroell_2013(textbook, code, part):
    """Dunn (1960) on the example of Farhauer & Kröll (2013), region A, industry by industry."""
    ours = of_region(textbook, classic_shift_share).parts[part].loc["A"]
    np.testing.assert_allclose(ours, textbook["classic_by_industry"][code], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("NS", "national_growth"),
        ("IM", "industry_mix"),
        ("RS_homothetic", "competitive_effect"),
        ("AE", "allocation_effect"),
    ],
)
def test_esteban_marquillas_by_industry_farhauer_kroell_2013(textbook, code, part):
    """Esteban-Marquillas (1972) on the example of Farhauer & Kröll (2013), region A."""
    ours = of_region(textbook, esteban_marquillas_shift_share).parts[part].loc["A"]
    np.testing.assert_allclose(ours, textbook["esteban_marquillas_by_industry"][code], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("code", "part"), ARCELUS_CODES.items())
def test_arcelus_by_industry_farhauer_kroell_2013(textbook, code, part):
    """Arcelus (1984), eight parts, on the example of Farhauer & Kröll (2013), region A."""
    ours = of_region(textbook, arcelus_shift_share).parts[part].loc["A"]
    np.testing.assert_allclose(ours, textbook["arcelus_by_industry"][code], rtol=0, atol=1e-12)


def test_dunn_totals_of_reat(textbook, reat):
    """REAT 3.0.3 shift(method="Dunn") on Farhauer & Kröll (2013): 25 = 27 + 1 − 3."""
    assert_equals_reat(of_region(textbook, classic_shift_share), reat["shift_Dunn_regionA"])


def test_esteban_totals_of_reat(textbook, reat):
    """REAT 3.0.3 shift(method="Esteban") on Farhauer & Kröll (2013)."""
    result = of_region(textbook, esteban_marquillas_shift_share)
    assert_equals_reat(result, reat["shift_Esteban_regionA"], shift="competitive_effect")


def test_all_regions_at_once_give_what_reat_gives_one_by_one(textbook, reat):
    """REAT's regions B and C (Farhauer & Kröll 2013) together are the country less region A."""
    nation = {t: np.array(textbook[f"nation_t{t}"]) for t in (0, 1)}
    region = {t: np.array(textbook[f"region_t{t}"]) for t in (0, 1)}
    start, end = (pd.DataFrame([region[t], nation[t] - region[t]], index=["A", "B and C"]) for t in (0, 1))
    ours = classic_shift_share(start, end).by_region().loc["B and C"]
    both = reat["shift_Dunn_regionB"] + reat["shift_Dunn_regionC"]
    for name, part in REAT_NAMES.items():
        assert ours[part] == pytest.approx(both[name], abs=1e-9)


@pytest.mark.parametrize(
    ("case", "method", "shift"),
    [
        ("Dunn", classic_shift_share, "regional_shift"),
        ("Esteban", esteban_marquillas_shift_share, "competitive_effect"),
    ],
)
def test_goettingen_dynamic_and_endpoints(goettingen, reat, case, method, shift):
    """Barff & Knight (1988) on Göttingen against Germany: REAT 3.0.3 shiftd() and shift().

    The reference rows are labelled 2008–2017 but end in 2016: only then are their changes (8,927) those of the data.
    """
    region, country = goettingen
    dynamic = dynamic_shift_share(region, country=country, method=method)
    assert_equals_reat(dynamic, reat[f"shiftd_{case}_Goettingen2008_2017"], shift=shift)
    endpoints = method(region[2008], region[2016], country_start=country[2008], country_end=country[2016])
    assert_equals_reat(endpoints, reat[f"shift_{case}_Goettingen2008_2017_endpoints"], shift=shift)


def test_freiburg_2008_2014(reference, reat):
    """Dunn (1960) on Freiburg 2008–2014 against Germany: REAT 3.0.3 shift()."""
    table = pd.read_csv(reference / "golden/REAT/in_Freiburg.csv").set_index("industry")
    result = classic_shift_share(
        table[["e_Freiburg2008"]].T.set_axis(["Freiburg"]),
        table[["e_Freiburg2014"]].T.set_axis(["Freiburg"]),
        country_start=table["e_Germany2008"],
        country_end=table["e_Germany2014"],
    )
    assert_equals_reat(result, reat["shift_Dunn_Freiburg2008_2014"])
