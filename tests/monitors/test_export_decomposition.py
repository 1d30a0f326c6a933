"""Decompositions of the change of exports: parts by hand, parts that add up, the published figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import ExportCube, export_cube
from iidsp_analysis.monitors.export_decomposition import SHARE_PARTS, by_order, by_section, market_share_parts
from iidsp_analysis.monitors.export_value_parts import tenge_and_dollars, value_and_volume
from tests.models.made_panels import exports, months, panel_of, rows_of

PARTS = list(SHARE_PARTS)


def trade(amounts, *, rates=(200.0, 300.0), tonnes=None):
    """A panel from ``{(region, section): (2015, 2017)}`` in thousand USD; the country is the sum."""
    whole: dict = {}
    for (_, code), pair in amounts.items():
        whole["KZ", code] = tuple(np.add(whole.get(("KZ", code), (0, 0)), pair))
    series = [
        months(region, code, year, [amount / 12] * 12)
        for (region, code), pair in {**amounts, **whole}.items()
        for year, amount in zip((2015, 2017), pair, strict=True)
    ]
    tables = [exports(*series)]
    tables += [rows_of("exchange_rate", "total", {("KZ", "TOTAL", str(year)): rate})
               for year, rate in zip((2015, 2017), rates, strict=True) if rate]  # fmt: skip
    for (region, code), pair in (tonnes or {}).items():
        for year, amount in zip((2015, 2017), pair, strict=True):
            tables.append(rows_of("exports_tonnes", "hs_section", months(region, code, year, [amount / 12] * 12)))
    return panel_of(*tables)


ECONOMY = {("akmola", "IV"): (10.0, 15.0), ("akmola", "XV"): (30.0, 30.0),
           ("aktobe", "IV"): (90.0, 105.0), ("aktobe", "XV"): (70.0, 70.0)}  # fmt: skip


def test_the_parts_by_hand():
    """The country: food 100 → 120, metals 100 → 100; Akmola's share of food 10 % → 12.5 %."""
    parts = market_share_parts(export_cube(trade(ECONOMY)), 2015, 2017).loc["akmola"]
    assert parts[PARTS].tolist() == pytest.approx([4.0, -2.0, 2.5, 0.5])
    assert parts[["change", "start", "end"]].tolist() == pytest.approx([5.0, 40.0, 45.0])


def test_both_orders_by_hand():
    """With the weights of 2017 Akmola's share of 12.5 % meets the demand of 2015, which was less."""
    orders = by_order(export_cube(trade(ECONOMY)), "akmola", 2015, 2017)
    assert orders["base_weights"].tolist() == pytest.approx([4.0, -2.0, 3.0, 5.0])
    assert orders["last_weights"]["competitiveness"] == pytest.approx(2.5)
    assert orders["order_matters_by"]["competitiveness"] == pytest.approx(-0.5)
    assert orders.iloc[:3].sum().tolist() == pytest.approx([5.0, 5.0, 0.0])


def test_an_arrival_is_won_share_as_a_whole():
    amounts = {**ECONOMY, ("akmola", "XVI"): (0.0, 7.0), ("aktobe", "XVI"): (0.0, 0.0)}
    goods = by_section(export_cube(trade(amounts)), "akmola", 2015, 2017).loc["XVI"]
    assert goods[["competitiveness", "interaction"]].sum() == pytest.approx(7.0)
    assert goods["national"] == goods["structure"] == 0


def test_a_region_may_round_above_the_country():
    """Tables print one decimal: 0.1 of Akmola beside 0.0 of the country is no error."""
    panel = trade({**ECONOMY, ("akmola", "XX"): (1.2, 1.2)})
    below = (panel.rows[schema.REGION] == "KZ") & (panel.rows[schema.INDUSTRY] == "XX")
    panel = replace(panel, rows=panel.rows.assign(value=panel.rows[schema.VALUE].mask(below, 0.0)))
    parts = market_share_parts(export_cube(panel), 2015, 2017).loc["akmola"]
    assert parts[PARTS].sum() == pytest.approx(parts["change"])


def test_a_missing_month_is_missing_and_no_zero():
    panel = trade(ECONOMY)
    gap = (panel.rows[schema.REGION] == "akmola") & (panel.rows[schema.PERIOD] == "2017-03")
    panel = replace(panel, rows=panel.rows.assign(value=panel.rows[schema.VALUE].mask(gap)))
    parts = market_share_parts(export_cube(panel), 2015, 2017)
    assert parts.loc["akmola", [*PARTS, "change", "end"]].isna().all()
    assert parts.loc["aktobe", PARTS].notna().all()


AMOUNT = st.one_of(st.just(0.0), st.floats(0.1, 1e6))
GOODS = ("IV", "XV", "XVI")


def cube_of(pairs):
    """Two regions and their sum from (2015, 2017) by region × goods, in equal months."""
    years = np.array(pairs).reshape(2, len(GOODS), 2) / 12
    own = np.concatenate([np.repeat(years[..., [place]], 12, axis=2) for place in (0, 0, 1)], axis=2)
    values = np.concatenate([own, own.sum(axis=0, keepdims=True)])
    calendar = tuple(str(month) for month in pd.period_range("2015-01", "2017-12", freq="M"))
    return ExportCube(values, values.sum(axis=1), ("akmola", "aktobe", "KZ"), GOODS, calendar, 2014, ("synthetic-1",))


@given(cells=st.lists(st.tuples(AMOUNT, AMOUNT), min_size=6, max_size=6))
@settings(derandomize=True, max_examples=10, deadline=None)
def test_parts_add_up_and_own_shares_sum_to_what_is_new_to_the_country(cells):
    cube = cube_of(cells)
    parts = market_share_parts(cube, 2015, 2017)
    size = max(1.0, float(np.max(cells)))
    assert (parts[PARTS].sum(axis=1, skipna=False) - parts["change"]).abs().max() <= 1e-8 * size
    assert (parts["end"] - parts["start"] - parts["change"]).abs().max() <= 1e-8 * size
    country = np.array(cells).reshape(2, len(GOODS), 2).sum(axis=0)
    new = country[country[:, 0] == 0, 1].sum()
    assert abs((parts["competitiveness"] + parts["interaction"]).sum() - new) <= 1e-8 * size
    goods = by_section(cube, "akmola", 2015, 2017)
    assert (goods[PARTS].sum() - parts.loc["akmola", PARTS]).abs().max() <= 1e-8 * size
    orders = by_order(cube, "akmola", 2015, 2017)
    sums = orders.iloc[:3].sum() - orders.loc["change"]
    assert sums.abs().max() <= 1e-8 * size


def test_tenge_by_hand():
    """10 → 15 mln USD at 200 → 300: 2 → 4.5 bn KZT; half of the logarithm is dollars, half the rate."""
    panel = trade({("akmola", "IV"): (10_000.0, 15_000.0)})
    row = tenge_and_dollars(panel, export_cube(panel), 2015, 2017).loc["akmola"]
    assert row[["start", "end", "change"]].tolist() == pytest.approx([2000.0, 4500.0, 2500.0])
    assert row["dollars"] == pytest.approx(1250.0)
    assert row["exchange_rate"] == pytest.approx(1250.0)


@given(first=st.floats(0.1, 1e7), last=st.floats(0.1, 1e7), before=st.floats(100, 600), after=st.floats(100, 600))
@settings(derandomize=True, max_examples=12, deadline=None)
def test_tenge_parts_add_up_and_have_their_signs(first, last, before, after):
    panel = trade({("akmola", "IV"): (1.0, 1.0)}, rates=(before, after))
    cube = cube_of([(first, last), *[(0.0, 0.0)] * 5])
    row = tenge_and_dollars(panel, cube, 2015, 2017).loc["akmola"]
    size = max(row["start"], row["end"])
    assert row["dollars"] + row["exchange_rate"] == pytest.approx(row["change"], abs=1e-9 * size)
    assert row["change"] == pytest.approx(row["end"] - row["start"], abs=1e-9 * size)
    assert np.sign(round(row["dollars"], 9)) * np.sign(last - first) >= 0
    assert np.sign(round(row["exchange_rate"], 9)) * np.sign(after - before) >= 0


def test_no_rate_is_no_guess():
    panel = trade(ECONOMY, rates=(200.0, None))
    with pytest.raises(MissingDataError, match="2017") as missing:
        tenge_and_dollars(panel, export_cube(panel), 2015, 2017)
    assert "exchange_rate.csv" in missing.value.what_next


def test_a_zero_has_no_parts_in_tenge():
    panel = trade({("akmola", "IV"): (0.0, 5.0), ("aktobe", "IV"): (5.0, 5.0)})
    row = tenge_and_dollars(panel, export_cube(panel), 2015, 2017).loc["akmola"]
    assert row[["dollars", "exchange_rate"]].isna().all()
    assert row["end"] == pytest.approx(5.0 * 300 / 1000)


def test_value_and_volume_by_hand():
    """Food: twice the tonnes at half the price; metals have no tonnes in 2015."""
    amounts = {("akmola", "IV"): (10.0, 10.0), ("akmola", "XV"): (30.0, 40.0)}
    panel = trade(amounts, tonnes={("akmola", "IV"): (5.0, 10.0), ("akmola", "XV"): (0.0, 3.0)})
    parts = value_and_volume(panel, export_cube(panel), "akmola", 2015, 2017)
    assert parts.loc["IV", "volume"] == pytest.approx(10 * np.log(2))
    assert parts.loc["IV", "price"] == pytest.approx(-10 * np.log(2))
    assert parts.loc["IV", "change"] == pytest.approx(0.0)
    assert parts.loc["XV", ["volume", "price"]].isna().all()
    assert parts.loc["XV", "change"] == pytest.approx(10.0)


def test_without_tonnes_it_says_what_to_drop(panel):
    rows = territories.on_borders(panel, 2014)
    with pytest.raises(MissingDataError, match="Tonnes") as missing:
        value_and_volume(rows, export_cube(rows), "akmola", 2015, 2017)
    assert "446905" in missing.value.what_next


def test_tonnes_of_a_year_with_a_missing_month_are_missing():
    panel = trade({("akmola", "IV"): (10.0, 20.0)}, tonnes={("akmola", "IV"): (5.0, 10.0)})
    gone = (panel.rows[schema.INDICATOR] == "exports_tonnes") & (panel.rows[schema.PERIOD] == "2017-12")
    panel = replace(panel, rows=panel.rows[~gone])
    parts = value_and_volume(panel, export_cube(panel), "akmola", 2015, 2017)
    assert parts.loc["IV", ["volume", "price", "tonnes_end"]].isna().all()
    assert parts.loc["IV", "change"] == pytest.approx(10.0)


# --- the published figures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(panel):
    rows = territories.on_borders(panel, 2014)
    return rows, export_cube(rows)


@pytest.mark.parametrize(("base", "year"), [(2015, 2017), (2016, 2017), (2015, 2022), (2022, 2025)])
def test_published_parts_add_up(real, base, year):
    parts = market_share_parts(real[1], base, year)
    assert parts.notna().all(axis=None)
    assert (parts[PARTS].sum(axis=1) - parts["change"]).abs().max() < 1e-6
    own = (parts["competitiveness"] + parts["interaction"]).sum()
    assert abs(own) < 12 * 16 * 18 * 0.1, "regions add up to the country but for rounding"


def test_the_four_regions_of_march_2018(real):
    """All four lost shares against 2015 (thousand USD), whatever the mix; Astana most."""
    parts = market_share_parts(real[1], 2015, 2017)
    own = parts["competitiveness"] + parts["interaction"]
    four = ["akmola", "south_kazakhstan", "astana", "almaty_city"]
    assert (own[four] < 0).all()
    assert own.idxmin() == "astana"
    assert parts.loc[four, "change"].tolist() == pytest.approx([-52_785, -186_956, -874_036, -123_233], abs=1)


def test_the_year_without_sections_is_missing(real):
    parts = market_share_parts(real[1], 2015, 2023)
    assert parts.loc[["almaty_city", "south_kazakhstan"], PARTS].isna().all(axis=None)
    assert parts.drop(index=["almaty_city", "south_kazakhstan"]).notna().all(axis=None)


def test_published_tenge_adds_up(real):
    found = tenge_and_dollars(*real, 2015, 2017)
    assert found["rate_end"].eq(326.0).all()
    assert (found["dollars"] + found["exchange_rate"] - found["change"]).abs().max() < 1e-6
    pd.testing.assert_series_equal(found["change"], found["end"] - found["start"], check_names=False)
    assert found.loc["akmola", "change"] < 0 < found.loc["south_kazakhstan", "change"], "tenge hid a fall in dollars"
    assert (found.loc[["akmola", "south_kazakhstan"], "dollars"] < 0).all()
