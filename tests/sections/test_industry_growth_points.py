"""One industry among the growth points: rows of the regions' own rankings, and why there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iidsp_analysis import industries
from iidsp_analysis.models.candidates import processed_groups
from iidsp_analysis.sections import industry_growth_points, industry_page
from iidsp_analysis.sections.growth_heat_map import all_regions
from iidsp_analysis.sections.guard import StatedError
from iidsp_analysis.sections.industry_growth_points import MOST_BARS, _require_rows, by_region, candidates_of_industry
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import ranked_report, with_divisions
from tests.sections.reports import assert_shows_itself


@pytest.fixture(scope="module")
def country(panel):
    return ranked_report(panel, region="KZ")


@pytest.fixture(scope="module")
def metals(country):
    return industry_page.growth_points(country, "24")


def test_only_ranked_groups_are_named(metals):
    """Mineral products (V) hold goods of division 24 too, but raw goods are no candidates."""
    assert candidates_of_industry("hs_section", "24") == ["XIV", "XV"]
    assert "V · Mineral products" not in metals.reading[0].split("industry: ")[1].split("; ")
    assert "XIV · Precious metals, stones; XV · Base metals" in metals.reading[0]


@pytest.mark.parametrize("code", list(industries.divisions()))
def test_candidates_are_those_whose_goods_the_division_makes(code):
    told = candidates_of_industry("hs_section", code)
    assert set(told) <= set(processed_groups())
    assert all(code in industries.divisions_of_hs_section(group) for group in told)
    assert candidates_of_industry("oked_division", code) == [code]


def test_rows_are_those_of_the_regions(panel, country):
    frame = by_region(all_regions(country), ["XIV", "XV"])
    assert frame["probability_top"].is_monotonic_decreasing
    expected = {
        (region, code)
        for region, points in all_regions(country).items()
        for code in ("XIV", "XV")
        if points.table["rank"].notna()[code]
    }
    assert set(zip(frame["region"], frame["candidate"], strict=True)) == expected
    own = ranked(ranked_report(panel, region="AST")).table.loc["XV"]
    row = frame[(frame["region"] == "astana") & (frame["candidate"] == "XV")].iloc[0]
    assert (
        row[["rank", "probability_top", "amount", "badge"]].to_list()
        == own[["rank", "probability_top", "amount", "badge"]].to_list()
    )


def test_the_title_counts_regions_not_rows(country, metals):
    frame = by_region(all_regions(country), ["XIV", "XV"])
    count = frame[frame["pick"]]["region"].nunique()
    assert metals.title == f"Basic metals: among the growth points of {count} of 15 regions"
    assert "did not beat" in metals.before


def test_a_firm_last_place_is_not_called_stable(metals):
    last = metals.frame[metals.frame["probability"] < 0.05]
    assert len(last)
    assert not (last["badge"] == "stable").any()
    assert last["badge"].str.startswith("not picked").all()


def test_a_long_table_says_how_much_the_figure_shows(country, metals):
    chemicals = industry_page.growth_points(country, "20")
    count = len(chemicals.frame)
    assert count > MOST_BARS
    assert chemicals.reading[1] == f"The figure shows the first {MOST_BARS} of {count} lines of the table."
    assert len(chemicals.plot().axes[0].patches) == MOST_BARS
    assert len(metals.reading) == 1
    assert len(metals.plot().axes[0].patches) == len(metals.frame)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_section_shows_itself(panel, language):
    context = ranked_report(panel, region="KZ", language=language)
    for code in ("24", "10", "18"):
        assert_shows_itself(industry_page.growth_points(context, code))


@pytest.mark.parametrize("code", ["18", "19", "33"])
def test_goods_that_are_not_ranked_are_told_as_such(country, code):
    result = industry_page.growth_points(country, code)
    assert result.is_missing
    assert "no such group can hold goods of this industry" in result.reading[0]
    assert "5931" in result.reading[1]


def test_a_group_that_no_region_exports_enough_of_is_told_as_such(country):
    points = {
        region: replace(found, table=found.table.assign(rank=found.table["rank"].where(found.table.index != "XV")))
        for region, found in all_regions(country).items()
    }
    frame = by_region(points, ["XV"])
    assert frame.empty
    with pytest.raises(StatedError, match="large enough to be ranked"):
        _require_rows(country, ["XV"], frame)


def test_divisions_themselves_with_the_table_by_region(panel, monkeypatch):
    context = ranked_report(with_divisions(panel), region="KZ")
    two = {region: ranked(context, region) for region in ("akmola", "pavlodar")}
    monkeypatch.setattr(industry_growth_points, "all_regions", lambda _: two)
    result = industry_page.growth_points(context, "18")
    assert not result.is_missing
    assert len(result.frame) == 2
    assert "table 5931" in result.reading[0]
    assert set(result.frame["name"]) == {"18 · Printing"}
    assert_shows_itself(result)
