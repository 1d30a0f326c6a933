"""Tenge, dollars and volume of one figure, and parts that add up: by hand, against the measures, on real figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import industries, schema, territories
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.measures.decomposition import exchange_rate_parts, volume_price_parts
from iidsp_analysis.measures.inputs import NegativeValueError
from iidsp_analysis.monitors.growth_indicators import INDICATORS, amounts_by_year, indicator_of
from iidsp_analysis.monitors.real_growth import RealGrowth, chained, real_growth
from iidsp_analysis.panel import Panel

PARTS = ["volume", "exchange_rate", "remainder"]


def row(indicator: str, industry: str, classification: str, source: str, period: str, value: float) -> dict:
    unit, prices = schema.INDICATORS[indicator]
    return {
        schema.REGION: "KZ", schema.INDUSTRY: industry, schema.CLASSIFICATION: classification, schema.PERIOD: period,
        schema.INDICATOR: indicator, schema.VALUE: value, schema.UNIT: unit, schema.PRICES: prices,
        schema.STATUS: schema.OBSERVED, schema.SOURCE: source, schema.NOTE: "",
    }  # fmt: skip


def made(panel: Panel, gva: dict[str, float], volume: dict[str, float], rate: dict[str, float]) -> Panel:
    """A panel of the country's manufacturing alone; the sources are those of the embedded tables."""
    rows = [row("gva", "C", "oked_section", "bns-5927", year, value) for year, value in gva.items()]
    rows += [row("gva_volume_index", "C", "oked_section", "bns-450904", year, value) for year, value in volume.items()]
    rows += [row("exchange_rate", "TOTAL", "total", "wdi-fx", year, value) for year, value in rate.items()]
    return Panel(pd.DataFrame(rows, columns=list(schema.COLUMNS)), panel.sources, 2014)


@pytest.fixture(scope="module")
def on_2014(panel) -> Panel:
    return territories.on_borders(panel, 2014)


def published(panel: Panel, name: str, regions: Iterable[str], *, last: int) -> list[RealGrowth]:
    """Growth of every region that has the indicator in the last year."""
    found = []
    for region in regions:
        try:
            years = amounts_by_year(panel, region, name)
        except MissingDataError:
            continue
        bases = [int(year) for year in years.index if 2015 <= int(year) < last]
        if bases and str(last) in years.index:
            found.append(real_growth(panel, region, name, base=bases[0], last=last))
    return found


def test_by_hand(panel):
    # Nothing but the rate moves: 100 -> 150 tenge at 200 -> 300 tenge per dollar is no growth in dollars or volume.
    found = real_growth(made(panel, {"2015": 100, "2016": 150}, {"2016": 100}, {"2015": 200, "2016": 300}), "KZ", "gva",
                        base=2015, last=2016)  # fmt: skip
    assert found.frame.loc["2016"].to_dict() == pytest.approx(
        {"tenge": 150, "dollars": 100, "volume": 100, "price": 150, "exchange_rate": 150}
    )
    assert found.parts.loc["2016"].to_dict() == pytest.approx(
        {"volume": 0, "exchange_rate": 50, "remainder": 0, "total": 50}, abs=1e-9
    )
    assert found.remainder_holds == ("price",)
    assert found.sources == ("bns-5927", "bns-450904", "wdi-fx")


def test_the_logarithmic_mean_by_hand(panel):
    # Volume x2, rate x2, price in dollars x1: tenge x4; L(400, 100) = 300 / ln 4, each factor gives half of 300.
    found = real_growth(made(panel, {"2015": 100, "2016": 400}, {"2016": 200}, {"2015": 1, "2016": 2}), "KZ", "gva",
                        base=2015, last=2016)  # fmt: skip
    assert found.parts.loc["2016", PARTS].to_list() == pytest.approx([150, 150, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("volume", "rate", "holds", "known"),
    [({}, {"2015": 2, "2016": 3}, ("volume", "price"), ["exchange_rate", "remainder"]),
     ({"2016": 110}, {"2015": 2}, ("price", "exchange_rate"), ["volume", "remainder"]),
     ({"2016": 110}, {}, ("price", "exchange_rate"), ["volume", "remainder"]),
     ({}, {}, ("volume", "price", "exchange_rate"), ["remainder"])],
    ids=["no volume", "no rate of the last year", "no rate", "neither"],
)  # fmt: skip
def test_what_is_not_published_stands_in_the_remainder_and_is_never_zero(panel, volume, rate, holds, known):
    found = real_growth(made(panel, {"2015": 100, "2016": 130}, volume, rate), "KZ", "gva", base=2015, last=2016)
    last = found.parts.loc["2016"]
    assert found.remainder_holds == holds
    assert last[PARTS].dropna().index.to_list() == known
    assert last[known].sum() == pytest.approx(last["total"]) == pytest.approx(30)
    assert ("bns-450904" in found.sources, "wdi-fx" in found.sources) == ("volume" in known, "exchange_rate" in known)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(
    amounts=st.lists(st.floats(1e-3, 1e6), min_size=3, max_size=3),
    links=st.lists(st.floats(1.0, 400.0), min_size=2, max_size=2),
    rates=st.lists(st.floats(1.0, 1000.0), min_size=3, max_size=3),
)
def test_parts_always_add_up_and_agree_with_the_measures(panel, amounts, links, rates):
    years = ["2015", "2016", "2017"]
    figures = made(panel, dict(zip(years, amounts, strict=True)), dict(zip(years[1:], links, strict=True)),
                   dict(zip(years, rates, strict=True)))  # fmt: skip
    found = real_growth(figures, "KZ", "gva", base=2015, last=2017)
    scale = max(100.0, found.frame["tenge"].max(), found.parts.abs().to_numpy().max())
    assert (found.parts[PARTS].sum(axis=1) - found.parts["total"]).abs().max() <= 1e-9 * scale
    logs = found.logs.loc["2017"]
    in_tenge = volume_price_parts(amounts[0], amounts[2], links[0] * links[1] / 1e4).iloc[0]
    in_dollars = exchange_rate_parts(amounts[0], amounts[2], rate_start=rates[0], rate_end=rates[2]).iloc[0]
    assert logs["volume"] == pytest.approx(in_tenge["volume"], abs=1e-9)
    assert logs["remainder"] + logs["exchange_rate"] == pytest.approx(in_tenge["price"], abs=1e-9)
    assert logs["exchange_rate"] == pytest.approx(-in_dollars["exchange_rate"], abs=1e-9)
    assert logs["volume"] + logs["remainder"] == pytest.approx(in_dollars["total"], abs=1e-9)


@pytest.mark.parametrize("name", INDICATORS)
def test_every_region_adds_up_on_the_real_figures(on_2014, name):
    read = {each.indicator for each in (indicator_of(name).figures, indicator_of(name).volume) if each is not None}
    rows = on_2014.rows[on_2014.rows[schema.INDICATOR].isin([*read, "exchange_rate"])]  # a small panel is read fast
    regions = set(rows[schema.REGION]) - {schema.RESIDUAL} if "exports" not in read else {"KZ", "akmola", "astana"}
    small = replace(on_2014, rows=rows)
    growths = [each for last in (2017, 2024) for each in published(small, name, sorted(regions), last=last)]
    # Output begins in 2022; investment in manufacturing is published for the country only.
    assert len(growths) == {"output": 17, "manufacturing_investment": 2, "processed_exports": 6}.get(name, 34)
    for each in growths:
        told = each.parts.loc[str(each.last)]
        assert told[PARTS].sum(min_count=1) == pytest.approx(told["total"], abs=1e-9)
        log_dollars = each.logs.loc[str(each.last), ["volume", "remainder"]].sum()
        assert log_dollars == pytest.approx(np.log(1 + each.change("dollars")), abs=1e-9)


def test_the_country_of_domain_md(on_2014):
    # domain.md 0.2: 2015 -> 2017 +46.0 % in tenge, about 0 % in dollars, +8.0 % in volume (101.8 x 106.1).
    found = real_growth(on_2014, "KZ", "gva", base=2015, last=2017)
    assert [round(100 * found.change(name), 1) for name in ("tenge", "volume")] == [46.0, 8.0]
    assert abs(found.change("dollars")) < 0.01
    assert found.change("volume") == found.change("volume", "2017") == pytest.approx(1.018 * 1.061 - 1)
    assert found.parts.loc["2017", "exchange_rate"] > 40  # the growth in tenge is nearly all exchange rate
    assert found.change("tenge", "2015") == 0


def test_exports_are_published_in_dollars_and_have_no_volume(on_2014):
    found = real_growth(on_2014, "akmola", "processed_exports", base=2015, last=2017)
    default = industries.default_processed_exports().sections
    rows = on_2014.select("exports", regions=["akmola"], industries=default, classification="hs_section").rows
    by_year = rows.groupby(rows[schema.PERIOD].str[:4])[schema.VALUE].sum()
    assert found.change("dollars") == pytest.approx(by_year["2017"] / by_year["2015"] - 1)
    rate = found.frame.loc["2017", "exchange_rate"] / 100
    assert found.change("tenge") == pytest.approx((1 + found.change("dollars")) * rate - 1)
    assert (found.remainder_holds, found.frame["volume"].isna().sum()) == (("volume", "price"), 2)


def test_a_year_of_exports_with_a_missing_month_is_left_out(on_2014):
    # 2023 of Almaty city has totals only.
    years = amounts_by_year(on_2014, "almaty_city", "processed_exports").index
    assert {"2022", "2024"} <= set(years)
    assert "2023" not in years
    found = real_growth(on_2014, "almaty_city", "processed_exports", base=2015, last=2024)
    assert found.frame["dollars"].isna().to_list() == [year == "2023" for year in found.frame.index]
    assert found.parts["remainder"].isna().to_list() == [year == "2023" for year in found.frame.index]
    with pytest.raises(MissingDataError, match="2023"):
        real_growth(on_2014, "almaty_city", "processed_exports", base=2015, last=2023)


def test_exports_without_a_rate_keep_their_dollars(on_2014):
    found = real_growth(on_2014, "KZ", "processed_exports", base=2015, last=2025)
    assert found.change("dollars") > 0
    assert np.isnan(found.change("tenge"))
    assert found.parts.loc["2025"].isna().all()


def test_a_fall_to_zero_has_a_change_but_no_parts(panel):
    figures = made(panel, {"2015": 100, "2016": 0}, {"2016": 90}, {"2015": 2, "2016": 3})
    found = real_growth(figures, "KZ", "gva", base=2015, last=2016)
    assert found.change("tenge") == -1
    assert found.parts.loc["2016", "total"] == -100
    assert found.parts.loc["2016", PARTS].isna().all()


@pytest.mark.parametrize(
    ("amounts", "error", "words"),
    [({"2015": 0, "2016": 5}, MissingDataError, "zero"), ({"2016": 5}, MissingDataError, "2015 is not published"),
     ({"2015": 5}, MissingDataError, "2016 is not published"), ({}, MissingDataError, "no such figures"),
     ({"2015": 5, "2016": -5}, NegativeValueError, "below zero")],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(panel, amounts, error, words):
    with pytest.raises(error, match=words):
        real_growth(made(panel, amounts, {}, {"2015": 1, "2016": 1}), "KZ", "gva", base=2015, last=2016)


def test_wrong_words_are_refused(on_2014):
    with pytest.raises(UsageError, match="Known: gva, output"):
        indicator_of("gdp")
    with pytest.raises(UsageError, match="not before"):
        real_growth(on_2014, "KZ", "gva", base=2017, last=2017)


def test_a_missing_link_ends_the_chain():
    level = chained(pd.Series({"2016": 110.0, "2018": 120.0}), 2015, 2018)
    assert level.to_dict() == pytest.approx({"2015": 100, "2016": 110, "2017": np.nan, "2018": np.nan}, nan_ok=True)


def test_every_source_is_one_of_the_panel(on_2014):
    assert {source for each in INDICATORS.values() for source in each.sources} <= set(on_2014.sources)
