"""Contributions of the regions: they add up to the country's change, and what is left has a row of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.programme_contributions import contributions
from iidsp_analysis.monitors.programme_facts import FactBook
from tests.monitors.programme_panels import NAMES, embedded, panel_of, rows


@pytest.fixture(scope="module")
def book(panel):
    return FactBook(embedded(panel))


def two_regions(second: dict[int, float]) -> FactBook:
    """Two regions with value added 60 and 40, then 66 and 44; the country's indices are 104 and 105."""
    gva = {"akmola": {2015: 60, 2016: 66}, "aktobe": {2015: 40, 2016: 44}, "KZ": {2015: 100, 2016: 110}}
    index = {"akmola": {2016: 110, 2017: 100}, "aktobe": second, "KZ": {2016: 104, 2017: 105}}
    others = [name for name in NAMES if name not in gva]
    tables = [rows("gva", name, gva.get(name, {2015: 0, 2016: 0})) for name in (*gva, *others)]
    tables += [rows("gva_volume_index", name, index.get(name, {2016: 100, 2017: 100})) for name in (*index, *others)]
    return FactBook(panel_of(*tables))


def test_volume_is_added_up_with_previous_year_weights():
    book = two_regions({2016: 95, 2017: 112.5})
    found = contributions(book, "gva_volume", 2015, 2017, 110.0)
    # Akmola: 60 % x 10; Aktobe: 40 % x -5 and 40 % x 12.5, times the country's 104.
    assert found.frame.loc["akmola", "change"] == pytest.approx(6.0)
    assert found.frame.loc["aktobe", "change"] == pytest.approx(-2 + 5 * 1.04)
    assert found.change == pytest.approx(104 * 1.05 - 100)
    assert found.residual == pytest.approx(0, abs=1e-9)
    assert found.gap == pytest.approx(104 * 1.05 - 110)
    assert found.frame.loc["akmola", "gap"] == pytest.approx(6.0 - 0.6 * 10)
    assert found.missing == ()


def test_a_region_without_an_index_is_in_the_residual():
    found = contributions(two_regions({2016: 95, 2017: np.nan}), "gva_volume", 2015, 2017)
    assert found.missing == ("aktobe",)
    assert np.isnan(found.frame.loc["aktobe", "change"])
    assert found.residual == pytest.approx(found.change - 6.0)
    assert np.isnan(found.gap)


def test_exports_of_2017_add_up_exactly(book):
    found = contributions(book, "processed_exports", 2015, 2017, 109.5)
    assert found.change == pytest.approx(16.68, abs=0.005)
    assert found.residual == pytest.approx(0, abs=1e-3)
    # mln USD 2015 and 2017 of 11,459: Astana 1,462 -> 587, South Kazakhstan 680 -> 493.
    assert found.frame.loc["astana", "change"] == pytest.approx((587.3 - 1461.6) / 11459.1 * 100, abs=0.02)
    assert found.frame.loc[["akmola", "south_kazakhstan", "astana", "almaty_city"], "change"].lt(0).all()
    assert found.gap == pytest.approx(found.frame["gap"].sum(), abs=1e-3)


@pytest.mark.parametrize(("base", "year"), [(2012, 2017), (2015, 2019), (2015, 2022)])
def test_gaps_and_residual_add_up(book, base, year):
    found = contributions(book, "gva_volume", base, year, 120.0)
    told = found.frame[["change", "weight"]].dropna()
    assert told["change"].sum() + found.residual == pytest.approx(found.change)
    assert pd.notna(found.frame["weight"]).all()
    assert found.frame["weight"].sum() == pytest.approx(1, abs=1e-6)
    assert bool(found.missing) == (year > 2020)  # the index of 2021 has no weights on the old borders


def test_what_does_not_add_up_is_refused(book):
    with pytest.raises(MissingDataError, match="add up"):
        contributions(book, "employment", 2015, 2017)
    with pytest.raises(MissingDataError, match="these years"):
        contributions(book, "processed_exports", 2012, 2017)
