"""One figure for any indicator: rows whose parts add up, words that follow the sign, gaps that are said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.monitors.growth_indicators import INDICATORS
from iidsp_analysis.sections import growth, real_growth, real_growth_words
from tests.sections.reports import COUNTRY, SUBJECTS, UNPUBLISHED, assert_shows_itself, changed, report, visible

PARTS = ["part_volume", "part_exchange_rate", "part_remainder"]


def rate_less(context):
    return changed(context, "exchange_rate", float("nan"), period=context.period)


@pytest.mark.parametrize("subject", [COUNTRY, *SUBJECTS], ids=lambda each: each["region"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_parts_of_every_row_add_up_to_the_change_in_tenge(panel, subject, language):
    result = real_growth.all_indicators(report(panel, **subject, language=language))
    assert_shows_itself(result)
    assert not result.is_missing
    sums = result.frame[PARTS].astype(float).sum(axis=1, min_count=1)
    assert sums.to_numpy() == pytest.approx(result.frame["tenge"].to_numpy(dtype=float), abs=1e-9)


def test_the_country_of_domain_md(panel):
    # domain.md 0.2: +46.0 % in tenge, about 0 % in dollars, +8.0 % in volume.
    result = real_growth.all_indicators(report(panel, trade=True))
    assert "+46.0% in tenge" in result.title
    assert "Manufacturing value added in Kazakhstan, 2015→2017" in result.title
    assert round(result.values["gva_volume"], 3) == 0.080
    assert list(result.frame.index) == ["gva", "processed_exports", "manufacturing_investment", "investment", "grp"]
    assert "gross domestic product" in visible(result)
    assert "manufacturing output" in result.reading[-1]  # published from 2022
    assert any("Unverified" in text for text in result.caveats)
    assert "bns-81477" not in result.sources


def test_it_is_the_same_number_as_in_the_section_of_three_rates(panel):
    context = report(panel, region="AKM")
    two = growth.growth(context).values, real_growth.real_growth(context).values
    assert all(two[0][name] == two[1][name] for name in ("tenge", "dollars", "volume"))


@pytest.mark.parametrize("name", INDICATORS)
def test_one_indicator_year_by_year(panel, name):
    # 2024: the first year of the embedded edition with all of them.
    context = report(panel, year=2024, trade=name == "processed_exports")
    result = real_growth.real_growth(context, name)
    assert not result.is_missing
    assert_shows_itself(result)
    assert result.frame.index[-1] == "2024"
    assert result.frame[PARTS].iloc[0].abs().max() == pytest.approx(0, abs=1e-12)  # the base itself
    sums = result.frame[PARTS].sum(axis=1, min_count=1)
    assert sums.to_numpy() == pytest.approx(result.frame["tenge"].to_numpy(), abs=1e-9)


def test_exports_name_their_definition_and_lack_a_volume(panel):
    result = real_growth.real_growth(report(panel, region="AKM", trade=True), "processed_exports")
    # 133 -> 81 mln USD: a fall in dollars, in tenge and in the part beside the exchange rate.
    assert "−11.2% in tenge" in result.title
    assert result.values["dollars"] < 0 < result.values["part_exchange_rate"]
    assert np.isnan(result.values["part_volume"])
    assert any("[sections-2026.1]" in text for text in result.caveats)
    assert any("processed exports" in text for text in result.reading)
    assert "volume: " not in result.title.replace("volume and price", "")


def test_without_a_rate_the_price_is_in_tenge(panel):
    result = real_growth.all_indicators(rate_less(report(panel)))
    assert result.frame.loc["gva", "holds"] == "price in tenge"
    assert "No annual exchange rate is loaded for 2017" in " ".join(result.reading)
    assert result.frame.loc["investment", "holds"] == "volume and price in tenge"
    assert "split into volume: +9.4 pp, price in tenge: +36.6 pp" in result.title.replace("\N{NO-BREAK SPACE}", " ")


def test_without_rate_and_volume_the_title_tells_no_parts(panel):
    context = changed(rate_less(report(panel)), "gva_volume_index", float("nan"))
    assert real_growth.all_indicators(context).title == (
        "Manufacturing value added in Kazakhstan, 2015→2017: +46.0% in tenge"
    )


def test_exports_without_a_rate_are_told_in_dollars_and_have_no_bar(panel):
    context = rate_less(report(panel, trade=True))
    result = real_growth.real_growth(context, "processed_exports")
    assert "in dollars; in tenge not known" in result.title
    assert result.picture is not None  # 2016 has a rate
    found = real_growth.all_growth(context).found
    assert "processed exports" not in real_growth.part_bars(context, found).index
    assert "processed_exports" in real_growth.all_indicators(context).frame.index


def test_bars_have_the_kinds_of_parts_in_one_order(panel):
    context = report(panel, year=2024)
    bars = real_growth.part_bars(context, real_growth.all_growth(context).found)
    kinds = real_growth_words.kinds_of_parts(context.language)
    assert list(bars.columns) == sorted(bars.columns, key=kinds.index)
    assert "manufacturing output since 2022" in bars.index
    growth_in_tenge = real_growth.all_growth(context).found["output"].change("tenge")
    assert bars.loc["manufacturing output since 2022"].sum() / 100 == pytest.approx(growth_in_tenge)
    assert bars.loc["investment in all industries", "volume":"volume"].isna().all()


@pytest.mark.parametrize(("index", "sign"), [(130.0, "+"), (70.0, "−"), (100.0, "")])
def test_the_title_follows_the_sign_of_the_volume(panel, index, sign):
    own = changed(report(panel, region="AKM"), "gva_volume_index", 100.0, region="akmola", period="2016")
    context = changed(own, "gva_volume_index", index, region="akmola", period="2017")
    told = real_growth.real_growth(context).title.split("volume: ")[1]
    assert told[0] == sign if sign else told.startswith("0.0")


@pytest.mark.parametrize("fall", [0.25, 0.0])
def test_a_fall_is_told_as_a_fall(panel, fall):
    context = changed(report(panel, region="AKM"), "gva", lambda old: old * fall, region="akmola", period="2017")
    result = real_growth.real_growth(context)
    assert result.values["tenge"] < 0
    assert "−" in result.title
    assert_shows_itself(result)


@pytest.mark.parametrize("name", ["gva", "manufacturing_investment"])
def test_what_is_not_published_says_so(panel, name):
    context = report(panel, **UNPUBLISHED) if name == "gva" else report(panel, region="AKM")
    result = real_growth.real_growth(context, name)
    assert result.is_missing
    assert "5927" in result.explain() or "5547" in result.explain()


def test_nothing_published_at_all_says_so(panel):
    context = report(panel, region="AKM", year=2010)  # the first year has none to compare with
    assert real_growth.all_indicators(context).is_missing


def test_a_wrong_indicator_is_an_error_and_no_gap(panel):
    with pytest.raises(UsageError, match="Known: gva"):
        real_growth.real_growth(report(panel), "exports")


def test_every_indicator_and_every_remainder_has_words(panel):
    context = report(panel)
    assert set(real_growth_words.NAMES) == set(INDICATORS)
    names = [real_growth_words.indicator_name(context, name) for name in INDICATORS]
    assert len(set(names)) == len(names)
    kinds = pd.Series(real_growth_words.kinds_of_parts(context.language))
    assert kinds.is_unique
