"""Heat map of all regions: each cell is that of the region's own ranking; regions without one are named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.sections import growth_heat_map
from iidsp_analysis.sections.growth_heat_map import all_regions, strength
from iidsp_analysis.sections.rankings import ranked
from tests.sections.rankings import ranked_report
from tests.sections.reports import assert_shows_itself


@pytest.fixture(scope="module")
def country(panel):
    return ranked_report(panel, region="KZ")


@pytest.fixture(scope="module")
def result(country):
    return growth_heat_map.heat_map(country)


def test_cells_are_those_of_the_region_s_own_ranking(panel, country):
    chances, ranks = strength(all_regions(country)), strength(all_regions(country), "rank")
    for code in ("AKM", "AST"):
        points = ranked(ranked_report(panel, region=code))
        own = points.table.loc[chances.columns]
        pd.testing.assert_series_equal(chances.loc[points.region], own["probability_top"], check_names=False)
        pd.testing.assert_series_equal(ranks.loc[points.region], own["rank"], check_names=False)


def test_a_region_without_ranking_is_named(country, result):
    points = all_regions(country)
    assert set(points) == {region.id for region in country.regions} - {"kyzylorda"}
    assert result.values["regions"] == 15
    assert result.reading[-1].endswith("large enough: Kyzylorda.")
    assert "no likelier success" in result.reading[1]
    everyone = dict.fromkeys((region.id for region in country.regions), None)
    assert growth_heat_map._left_out(country, everyone) == "All 16 regions could be ranked."


def test_the_title_counts_stable_picks(country, result):
    picks = pd.concat([found.picks for found in all_regions(country).values()])
    firm = picks[picks["badge"] == "stable"]
    often = firm.index.value_counts()
    assert result.title.startswith(f"{len(firm)} picks of the regions are stable")
    assert result.title.endswith(f"in {often.iloc[0]} regions")
    assert "“Transport equipment”" in result.title
    assert result.values["firm"] == len(firm)


def test_nothing_stable_is_said_and_no_name_is_called_frequent(country):
    nothing = pd.Series({"VI": 0, "IV": 0})
    assert growth_heat_map._title(country, "hs_section", nothing, 0) == "No pick of any region is stable"
    assert growth_heat_map._alt(country, "hs_section", nothing).endswith("firmly among the first: –.")


def test_the_picture_has_a_rank_in_every_ranked_cell_and_nothing_elsewhere(country, result):
    axes = result.plot().axes[0]
    ranks = strength(all_regions(country), "rank").astype(float)
    assert len(axes.texts) == int(ranks.notna().to_numpy().sum())
    assert all(text.get_text().isdigit() for text in axes.texts)
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == [country.short_names[region.id] for region in country.regions]
    row, column = names.index("Akmola"), [each.get_text() for each in axes.get_xticklabels()].index("VI · Chemicals")
    cell = axes.images[0].get_array()[row, column]
    assert cell == pytest.approx(strength(all_regions(country)).loc["akmola", "VI"])
    assert np.ma.getmaskarray(axes.images[0].get_array())[names.index("Kyzylorda")].all()  # an empty line, not left out


def test_the_tested_sentence_stands_above_the_map(result):
    assert "did not beat its best simple rival" in result.before


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_map_shows_itself(panel, language):
    assert_shows_itself(growth_heat_map.heat_map(ranked_report(panel, region="KZ", language=language)))


def test_a_year_without_exports_is_missing(panel):
    result = growth_heat_map.heat_map(ranked_report(panel, region="KZ", year=2012))
    assert result.is_missing
    assert "446905" in result.reading[1]
