"""Is the growth real: three growth rates for one fact, against domain.md 0.2 and trap T13."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.sections import growth
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report

VOLUME = "gva_volume_index"


def test_three_growth_rates_for_one_fact(panel):
    # domain.md 0.2 and T13: 2015 -> 2017 +46.0 % in tenge, about 0 % in dollars, +8.0 % in volume (101.8 x 106.1).
    context = report(panel)
    found = growth.growth_of(context, "KZ")
    assert found.base == 2015
    assert round(100 * found.change("tenge", "2017"), 1) == 46.0
    assert abs(found.change("dollars", "2017")) < 0.01
    assert found.change("volume", "2017") == pytest.approx(1.018 * 1.061 - 1)
    title = growth.growth(context).title
    assert all(rate in title for rate in ("+46.0% in tenge", "in dollars", "+8.0% in volume"))


def test_production_volume_is_another_measure(panel):
    # domain.md 0.2: +6.2 % in today's edition of table 5792.
    context = report(panel)
    assert growth.production_index(context, 2015) == pytest.approx(0.062, abs=5e-4)
    assert "rose by 6.2%" in growth.growth(context).reading[1]


def test_the_dollar_is_the_annual_average(panel):
    # T13: 221.7 tenge in 2015, 342.2 in 2016.
    rate = growth.growth_of(report(panel), "KZ").frame["exchange_rate"]
    assert rate["2016"] == pytest.approx(100 * 342.2 / 221.7, rel=1e-3)


@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_the_columns_hang_together(panel, subject):
    context = report(panel, **subject)
    frame = growth.growth_of(context, context.region.id).frame
    assert frame.iloc[0].dropna().to_list() == pytest.approx([100.0] * frame.iloc[0].notna().sum())
    known = frame["price"].notna()
    assert known.equals(frame["volume"].notna())
    assert (frame["price"] * frame["volume"] / 100)[known].to_numpy() == pytest.approx(frame["tenge"][known].to_numpy())
    dollars = frame["dollars"].dropna().index
    product = frame["dollars"] * frame["exchange_rate"] / 100
    assert product[dollars].to_numpy() == pytest.approx(frame.loc[dollars, "tenge"].to_numpy())


@pytest.mark.parametrize("borders", [2014, 2022])
def test_no_dollars_without_a_rate(panel, borders):
    context = report(panel, region="AKM", year=2025, borders=borders)
    result = growth.growth(context)
    assert np.isnan(result.values["dollars"])
    assert "in dollars" not in result.title
    assert "dollar" not in result.reading[0]
    assert any("Dollars end" in text for text in result.caveats)
    assert result.frame.loc["2024", "dollars"] > 0


def test_no_volume_where_weights_were_not_published(panel):
    # Issue, point 7: the merged index of 2021 has no previous-year weights in East Kazakhstan.
    context = report(panel, region="VKO", year=2025)
    result = growth.growth(context)
    assert np.isnan(result.values["volume"])
    assert "in volume" not in result.title
    assert "+371.0% in tenge" in result.title
    assert "cannot be told apart" in result.reading[0]
    assert result.frame["volume"].last_valid_index() == "2020"
    assert any("2021" in text for text in result.caveats)


@pytest.mark.parametrize(("index", "word", "number"), [(110.0, "rose", "+10.0%"), (90.0, "fell", "−10.0%")])
def test_the_words_follow_the_sign(panel, index, word, number):
    own = changed(report(panel, region="AKM"), VOLUME, 100.0, region="akmola", period="2016")
    context = changed(own, VOLUME, index, region="akmola", period="2017")
    result = growth.growth(context)
    assert f"Volume {word} by 10.0%" in result.reading[0]
    assert f"{number} in volume" in result.title


def test_no_change_is_said_as_no_change(panel):
    context = changed(report(panel, region="AKM"), VOLUME, 100.0, region="akmola")
    result = growth.growth(context)
    assert "Volume did not change" in result.reading[0]
    assert "0.0% in volume" in result.title
    assert "+0.0" not in result.title
    assert "−0.0" not in result.title


def test_a_missing_link_ends_the_volume(panel):
    context = changed(report(panel, region="AKM"), VOLUME, float("nan"), region="akmola", period="2016")
    result = growth.growth(context)
    assert result.frame["volume"].isna().to_list() == [False, True, True]
    assert "cannot be told apart" in result.reading[0]


def test_a_fall_in_tenge(panel):
    own = report(panel, region="AKM")
    context = changed(own, "gva", lambda old: old / 4, region="akmola", industry="C", period="2017")
    found = growth.growth_of(context, "akmola")
    assert found.change("tenge", "2017") < 0 < found.change("volume", "2017")
    assert "fell" in growth.growth(context).reading[0]  # the implied price


def test_unknown_production_is_said(panel):
    context = changed(report(panel), "production_volume_index", float("nan"), industry="C")
    assert "is not known" in growth.growth(context).reading[1]


@pytest.mark.parametrize("year", [2010, 2017])
def test_one_year_alone_cannot_grow(panel, year):
    own = report(panel, region="AKM", year=year)
    if year == 2017:
        own = changed(own, "gva", lambda old: old * float("nan"), region="akmola", industry="C")
    assert growth.growth(own).is_missing
    with pytest.raises(MissingDataError):
        growth.growth_of(own, "akmola")


def test_a_region_before_it_existed(panel):
    assert growth.growth(report(panel, **UNPUBLISHED)).is_missing


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
def test_the_section_shows_itself(panel, subject, language):
    result = growth.growth(report(panel, **subject, language=language))
    assert not result.is_missing
    assert_shows_itself(result)
    assert set(result.sources) == {"bns-5927", "bns-450904", "wdi-fx"}
