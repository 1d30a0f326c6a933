"""The national report on the embedded figures; numbers by hand from tables 5927, 450904 and 5792."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis import schema
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections import national
from iidsp_analysis.sections.national_by_region import contributions
from iidsp_analysis.sections.national_share import decomposition
from iidsp_analysis.sections.statements import statements

SECTIONS = ["share", "share_decomposition", "share_by_region", "share_as_of", "regions"]
SHOWN = [
    {"year": 2017, "language": "ru"},
    {"year": 2025, "borders": 2022},
    {"year": 2010},
    {"year": 2017, "borders": 2022},
]


def with_national_manufacturing(panel: Panel, year: str, value: float) -> Panel:
    """The panel with another national section C (table 5927) in one year."""
    rows = panel.rows.copy()
    keys = {schema.REGION: "KZ", schema.INDUSTRY: "C", schema.PERIOD: year, schema.SOURCE: "bns-5927"}
    cell = np.logical_and.reduce([rows[column] == key for column, key in keys.items()])
    assert cell.sum() == 1
    rows.loc[cell, schema.VALUE] = value
    return replace(panel, rows=rows)


def gdp(panel: Panel, year: str) -> float:
    rows = panel.select("grp", regions=["KZ"], industries=["TOTAL"]).rows
    return float(rows.loc[rows[schema.PERIOD] == year, schema.VALUE].iloc[0])


def test_published_shares_of_gdp(opened):
    # BNS table 5927 of 2026-09, to one decimal: 2010 11.3, 2013 10.6, 2015 10.3, 2017 11.3, 2020 13.1, 2025 12.9.
    found = national.shares(opened(year=2025, borders=2022)).frame["share"]
    told = {2010: 11.3, 2013: 10.6, 2015: 10.3, 2016: 11.3, 2017: 11.3, 2020: 13.1, 2022: 13.4, 2025: 12.9}
    assert {year: round(found[str(year)] * 100, 1) for year in told} == told


def test_ceiling_holds_in_2013_to_2015_only(opened):
    assert national.shares(opened(year=2017)).years_within == [2013, 2014, 2015]
    assert national.shares(opened(year=2025, borders=2022)).years_within == [2013, 2014, 2015]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.1128, "is not true of 2017 in this edition: manufacturing is 11.3% of GDP, 0.3 points more"),
        (0.1028, "is true of 2017 in this edition: manufacturing is 10.3% of GDP, 0.7 points less"),
        (0.1100, "is just true of 2017 in this edition: manufacturing is 11.0% of GDP"),
    ],
)
def test_title_answers_the_claim_above_below_and_at_the_ceiling(open_context, figures, share, words):
    altered = with_national_manufacturing(figures, "2017", share * gdp(figures, "2017"))
    assert words in national.share(open_context(year=2017, panel=altered)).title


def test_missing_share_says_so_and_shows_no_number(open_context, figures):
    result = national.share(open_context(year=2017, panel=with_national_manufacturing(figures, "2017", np.nan)))
    assert result.is_missing
    assert result.table is None


@pytest.mark.parametrize(
    ("years", "spans"), [([], ""), ([2013], "2013"), ([2010, 2015, 2013, 2014], "2010, 2013–2015")]
)
def test_years_are_written_as_spans(years, spans):
    assert national.year_spans(years) == spans


def test_decomposition_2015_to_2017_by_hand(opened):
    # Table 450904: manufacturing 101.8 x 106.1; GDP volume 101.1 x 104.1; share 10.2754 -> 11.2802 %.
    last = decomposition(opened(year=2017)).frame.loc["2017"]
    relative = 101.8 * 106.1 / (101.1 * 104.1)
    mean = (0.1128017 - 0.1027541) / np.log(0.1128017 / 0.1027541)
    assert last["volume"] == pytest.approx(relative * 100)
    assert last["by_volume"] == pytest.approx(mean * np.log(relative), rel=1e-4)
    assert last["change"] == pytest.approx(0.0100476, abs=1e-6)


@pytest.mark.parametrize(
    "parameters", [{"year": 2015}, {"year": 2017}, {"year": 2022}, {"year": 2025, "borders": 2022}]
)
def test_decomposition_adds_up_in_every_year(opened, parameters):
    frame = decomposition(opened(**parameters)).frame
    told = frame.dropna()
    assert (told["by_volume"] + told["by_price"]).to_numpy() == pytest.approx(told["change"].to_numpy(), abs=1e-15)
    assert (told["volume"] * told["price"] / 1e4).to_numpy() == pytest.approx(
        (told["share"] / told["share"].iloc[0]).to_numpy()
    )


def test_decomposition_ends_with_the_published_volume_index(opened):
    context = opened(year=2025, borders=2022)
    found = decomposition(context)
    assert found.last == "2022"
    assert found.frame.loc["2023":, ["volume", "price", "by_volume", "by_price"]].isna().all(axis=None)
    assert found.frame.loc["2023":, "share"].notna().all()
    text = national.share_decomposition(context).explain()
    assert "After 2022" in text
    assert "450904" in text


@pytest.mark.parametrize(("factor", "word"), [(1.5, "rose"), (0.5, "fell")])
def test_decomposition_title_follows_the_sign(open_context, figures, factor, word):
    altered = with_national_manufacturing(figures, "2017", factor * 0.1027541 * gdp(figures, "2017"))
    assert f"the share {word} by" in national.share_decomposition(open_context(year=2017, panel=altered)).title


def test_decomposition_title_without_change(open_context, figures):
    share = national.shares(open_context(year=2015)).frame.loc["2015", "share"]
    altered = with_national_manufacturing(figures, "2017", share * gdp(figures, "2017"))
    result = national.share_decomposition(open_context(year=2017, panel=altered))
    assert "did not change" in result.title
    assert result.values["by_volume"] == pytest.approx(-result.values["by_price"])


@pytest.mark.parametrize("parameters", [{"year": 2015}, {"year": 2017}, {"year": 2025, "borders": 2022}])
def test_regions_add_up_to_the_change_of_the_share(opened, parameters):
    found = contributions(opened(**parameters))
    parts = found.frame.drop("KZ")
    assert parts["change"].sum() == pytest.approx(found.total, abs=1e-15)
    assert parts["part"].sum() == pytest.approx(1)
    assert abs(found.frame.loc["residual", "change"]) < 1e-7  # regions add to the country exactly (table 5927)


def test_regions_of_2017_on_the_borders_of_2014(opened):
    found = contributions(opened(year=2017))
    assert found.base == 2015
    assert len(found.regions) == 16
    # Pavlodar: manufacturing over the country's GDP 0.9537 % -> 1.2167 %.
    assert found.regions.index[0] == "pavlodar"
    assert found.regions.iloc[0] == pytest.approx(0.002631, abs=1e-6)
    assert found.regions.index[-1] == "south_kazakhstan"


def test_new_regions_have_no_contribution_before_they_are_published(opened):
    found = contributions(opened(year=2025, borders=2022))
    assert (found.base, len(found.regions)) == (2021, 20)
    assert national.share_by_region(opened(year=2017, borders=2022)).is_missing


def test_statements_beside_todays_edition(opened):
    # 27 Mar 2018 (azernews): +5.7 %, food +8.5 %; today's table 5792 chains to 100.6 x 105.6 and 104.2 x 105.1.
    frame = statements(opened(year=2017))
    assert frame.loc["production-2017", "announced"] == 0.057
    assert frame.loc["production-2017", "today"] == pytest.approx(1.006 * 1.056 - 1)
    assert frame.loc["food-2017", "today"] == pytest.approx(1.042 * 1.051 - 1)
    assert frame.loc["share-ceiling", "difference"] == pytest.approx(0.0028, abs=5e-5)
    assert frame.loc["share-2015", "difference"] == pytest.approx(0.1028 - 0.116, abs=5e-5)
    assert frame.loc["production-2018", "today"] == pytest.approx(0.045)


def test_a_half_year_is_not_recomputed(opened):
    frame = statements(opened(year=2017))
    assert frame.loc["share-half-2018", "announced"] == 0.129
    assert pd.isna(frame.loc["share-half-2018", "today"])
    assert "half-year" in national.share_as_of(opened(year=2017)).explain()


def test_later_statements_are_not_known_as_of_a_date(opened):
    assert set(statements(opened(year=2016, as_of="2017-12")).index) == {"president-share"}
    early = national.share_as_of(opened(year=2016, as_of="2017-12"))
    assert early.title == "What had been said about the share by October 17, 2017"
    assert set(statements(opened(year=2017, as_of="2018-03"))["as_of"]) == {"2017-10-17", "2018-03-27"}
    assert national.share_as_of(opened(year=2015, as_of="2016-06")).is_missing


def test_every_statement_has_its_address_and_both_languages(opened):
    frame = statements(opened(year=2017))
    assert frame["source"].str.match(r"https?://\S+$").all()
    filled = frame[[f"{column}_{code}" for column in ("speaker", "statement", "remark") for code in ("en", "ru")]]
    assert (filled != "").all(axis=None)


def test_carried_statements_agree_with_the_reference(opened, reference):
    known = pd.read_csv(reference / "facts" / "programme_results.csv", dtype=str)
    frame = statements(opened(year=2017))
    assert set(frame["as_of"]) <= set(known["as_of"])
    food = known[known["indicator"] == "food production"]["value"].iloc[0]
    assert f"{frame.loc['food-2017', 'announced']:+.1%}" == food


def test_regions_ranked_against_the_country(opened):
    # GRP shares of 2017 (table 5927): Karaganda 31.2, Mangystau 2.9, the country 11.3 %.
    result = national.regions(opened(year=2017))
    assert result.title == (
        "Most industrial: Karaganda (31.2%), least: Mangystau (2.9%); above the country's 11.3%: 9 of 16 regions"
    )
    assert len(result.frame) == 17


def test_unpublished_regions_are_named(opened):
    result = national.regions(opened(year=2017, borders=2022))
    assert "14 regions" in result.title
    assert "Abai" in result.reading[0]


@pytest.mark.parametrize("parameters", SHOWN, ids=str)
def test_sections_show_themselves(opened, parameters):
    context = opened(**parameters)
    for name in SECTIONS:
        result = getattr(national, name)(context)
        assert result._repr_html_().startswith("<section")
        assert result.is_missing or (result.table is not None and np.isfinite(list(result.values.values())).any())
