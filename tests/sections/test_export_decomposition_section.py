"""Sections on why exports changed: own shares, tenge and dollars, tonnes: true for every sign, honest where missing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.monitors.export_decomposition import SHARE_PARTS
from iidsp_analysis.sections.export_decomposition import market_share
from iidsp_analysis.sections.export_share_words import regions_title
from iidsp_analysis.sections.export_value_parts import tenge_and_dollars, value_and_volume
from iidsp_analysis.sections.made_or_registered import registered_sentence
from tests.models.made_panels import months, rows_of
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed
from tests.sections.reports import report as any_report

report = partial(any_report, trade=True)
PARTS = list(SHARE_PARTS)


def test_akmola_lost_shares(panel):
    result = market_share(report(panel, region="AKM"))
    assert result.title.startswith("Processed exports of Akmola Region 2015→2017: −52.8 mln USD, of which +22.2 with")
    assert sum(result.values[name] for name in PARTS) == pytest.approx(result.values["change"])
    assert "XIV · Precious metals" in result.reading[0]


def test_the_table_of_goods_adds_up(panel):
    frame = market_share(report(panel, region="AKM")).frame
    columns = [*PARTS, "change", "start", "end"]
    told = frame.drop(index="total")[columns].sum() - frame.loc["total", columns]
    assert told.abs().max() < 1e-6
    assert (frame[PARTS].sum(axis=1) - frame["change"]).abs().max() < 1e-6


def test_astana_is_told_to_book_exports_of_others_first(panel):
    for make in (market_share, tenge_and_dollars):
        result = make(report(panel, region="AST"))
        assert result.reading[0] == registered_sentence(report(panel, region="AST"))
        assert registered_sentence(report(panel, region="AKM")) is None


def test_the_country_compares_its_regions(panel):
    result = market_share(report(panel))
    assert result.title == (
        "Processed exports 2015→2017: Zhambyl won most share of the country's exports (+668.1 mln USD), Astana lost "
        "most (−539.7 mln USD)"
    )
    assert result.frame.loc["astana", "own"] == pytest.approx(result.values["lowest"])
    assert "own" in {column.key for column in result.table.columns}
    assert "by region" in result.picture.alt
    assert "by HS section" in market_share(report(panel, region="AKM")).picture.alt
    assert result.frame["own"].sum() == pytest.approx(0, abs=0.05)  # what one region wins another loses
    assert result.frame["name"].tolist()[0] == "Astana"
    assert len(result.frame) == 16
    assert_shows_itself(result)


def test_the_title_of_the_regions_keeps_to_the_sign(panel):
    title = regions_title(report(panel), 2015, pd.Series({"akmola": 2.0, "astana": 1.0}))
    assert title.endswith("highest Akmola (+2.0 mln USD), lowest Astana (+1.0 mln USD)")


def test_the_title_of_a_region_adds_up_in_three_parts(panel):
    result = market_share(report(panel, region="AKM"))
    assert result.title.endswith("−33.2 by the mix of goods and −41.8 by won and lost shares")
    frame = result.frame
    assert (frame["own"] - frame["competitiveness"] - frame["interaction"]).abs().max() < 1e-9


def test_regions_with_missing_years_close_the_table(panel):
    result = market_share(report(panel, year=2023))
    assert result.reading[-1].endswith("months of one of the years are missing: 2.")
    frame = result.frame
    assert frame.loc[["almaty_city", "south_kazakhstan"], PARTS].isna().all(axis=None)
    assert set(frame.index[-2:]) == {"almaty_city", "south_kazakhstan"}


@pytest.mark.parametrize(("factor", "usd"), [(2.0, "+100.0%"), (0.5, "−50.0%"), (1.0, "0.0%")])
def test_the_words_follow_the_sign(panel, factor, usd):
    context = report(panel, region="AKM")
    rows = context.panel.select("exports", regions=["akmola"]).rows
    month = rows[schema.PERIOD].str.replace(r"^\d{4}", "2015", regex=True)
    before = rows.set_index([schema.INDUSTRY, schema.PERIOD])[schema.VALUE]
    keys = pd.MultiIndex.from_arrays([rows[schema.INDUSTRY], month])
    fitted = pd.Series(before.reindex(keys).fillna(0).to_numpy() * factor, rows.index)
    context = changed(context, "exports", lambda old: fitted.reindex(old.index), region="akmola", period="2017")
    result = tenge_and_dollars(context)
    assert f"2015→2017: {usd} in dollars" in result.title
    assert result.values["dollars"] + result.values["exchange_rate"] == pytest.approx(result.values["change"])
    for made in (result, market_share(context)):
        assert_shows_itself(made)


def test_tenge_hid_the_fall_of_south_kazakhstan(panel):
    result = tenge_and_dollars(report(panel, region="YKO"))
    assert result.title == "Processed exports of South Kazakhstan Region 2015→2017: −27.5% in dollars, +6.6% in tenge"
    assert "from 221.7 to 326.0 KZT per USD" in result.reading[0]


def test_a_year_without_a_rate_says_so(panel):
    result = tenge_and_dollars(report(panel, region="AKM", year=2025))
    assert result.is_missing
    assert "exchange rate of 2025" in result.reading[0]


def test_exports_of_nothing(panel):
    context = changed(report(panel, region="AKM"), "exports", 0.0, region="akmola", period="2015")
    assert tenge_and_dollars(context).is_missing
    result = market_share(context)
    assert result.values["competitiveness"] + result.values["interaction"] == pytest.approx(result.values["change"])
    assert_shows_itself(result)


def test_without_tonnes_one_sentence_says_what_to_drop(panel):
    result = value_and_volume(report(panel, region="AKM"))
    assert result.is_missing
    assert result.table is None
    assert "446905 in full" in result.reading[-1]


def test_with_tonnes_value_and_volume_are_told(panel):
    context = report(panel, region="AKM")
    cells = {}
    for code in ("XV", "XVI"):
        for year, tonnes in ((2015, 10.0), (2017, 20.0)):
            cells |= months("akmola", code, year, [tonnes] * 12)
    rows = pd.concat([context.panel.rows, rows_of("exports_tonnes", "hs_section", cells, source="bns-446905")])
    context = replace(context, panel=replace(context.panel, rows=rows.reset_index(drop=True)))
    result = value_and_volume(context)
    assert not result.is_missing
    assert result.values["volume"] + result.values["price"] == pytest.approx(result.values["change"])
    assert result.frame.loc[["XV", "XVI"], "tonnes_end"].tolist() == pytest.approx([0.24, 0.24])
    assert_shows_itself(result)


@pytest.mark.parametrize("make", [market_share, tenge_and_dollars, value_and_volume])
def test_a_region_before_it_existed(panel, make):
    assert make(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_the_sections_show_themselves(panel, subject, language):
    context = report(panel, **subject, language=language)
    for make in (market_share, tenge_and_dollars, value_and_volume):
        assert_shows_itself(make(context))
