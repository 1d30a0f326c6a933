"""Regions whose exports are larger than their manufacturing can carry."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis import schema
from iidsp_analysis.models.candidates import product_groups_of
from iidsp_analysis.models.panel_amounts import export_observations
from iidsp_analysis.models.registered_elsewhere import exports_per_value_added, regions_booking_for_others
from tests.models.made_panels import exports, months, panel_of, rows_of


@pytest.fixture(scope="module")
def of_2017(borders):
    return product_groups_of(borders, 2017).main


def test_the_ratio_by_hand():
    """120 thousand USD at 300 KZT are 36 mln KZT; 48 mln KZT of value added: 0.75."""
    panel = panel_of(
        exports(months("akmola", "IV", 2016, [6] * 12), months("akmola", "VI", 2016, [4] * 12)),
        rows_of("gva", "oked_section", {("akmola", "C", "2016"): 48.0, ("akmola", "A", "2016"): 1.0}),
        rows_of("exchange_rate", "total", {("KZ", "TOTAL", "2016"): 300.0}),
    )
    main = export_observations(panel.select("exports"), ("IV", "VI"))[0]
    ratios = exports_per_value_added(panel, main, 2016)
    assert ratios["akmola"] == pytest.approx(0.75)
    assert ratios.drop("akmola").isna().all()


def test_the_ratio_of_a_published_region_and_year(borders, of_2017):
    def one(indicator, region, industry, classification):
        rows = borders.select(indicator, classification=classification, industries=[industry], regions=[region]).rows
        return float(rows[rows[schema.PERIOD] == "2016"][schema.VALUE].iloc[0])

    made, rate = one("gva", "astana", "C", "oked_section"), one("exchange_rate", "KZ", "TOTAL", "total")
    sold = of_2017.at(2016)[of_2017.regions.index("astana")].sum()
    assert exports_per_value_added(borders, of_2017, 2016)["astana"] == pytest.approx(sold * rate / 1000 / made)


def test_a_head_office_of_earlier_years_is_still_flagged(borders, of_2017):
    ratios = {year: exports_per_value_added(borders, of_2017, year)["astana"] for year in (2015, 2016, 2017)}
    assert ratios[2015] > 1
    assert ratios[2016] > 1
    assert ratios[2017] < 1
    flagged = regions_booking_for_others(borders, of_2017, 2017)
    assert "astana" in flagged
    assert "akmola" not in flagged
    assert of_2017.booked_elsewhere == flagged


def test_only_three_years_count():
    """Above its value added in 2014 alone: flagged from 2014 to 2016, not in 2017."""
    sold = [months("akmola", "IV", year, [20 if year == 2014 else 1] * 12) for year in range(2014, 2018)]
    years = [str(year) for year in range(2014, 2018)]
    panel = panel_of(
        exports(*sold),
        rows_of("gva", "oked_section", {("akmola", "C", year): 100.0 for year in years}),
        rows_of("exchange_rate", "total", {("KZ", "TOTAL", year): 1000.0 for year in years}),
    )
    main = export_observations(panel.select("exports"), ("IV",))[0]
    flagged = [regions_booking_for_others(panel, main.until(year), year) for year in (2014, 2016, 2017)]
    assert flagged == [("akmola",), ("akmola",), ()]


def test_exactly_the_value_added_is_not_above_it():
    panel = panel_of(
        exports(months("akmola", "IV", 2016, [1] * 12)),
        rows_of("gva", "oked_section", {("akmola", "C", "2016"): 12.0}),
        rows_of("exchange_rate", "total", {("KZ", "TOTAL", "2016"): 1000.0}),
    )
    main = export_observations(panel.select("exports"), ("IV",))[0]
    assert regions_booking_for_others(panel, main, 2016) == ()


def test_a_year_without_a_rate_flags_nobody_and_breaks_nothing(borders):
    main = product_groups_of(borders, 2025).main
    assert exports_per_value_added(borders, main, 2025).isna().all()
    flagged = set(regions_booking_for_others(borders, main, 2025))
    by_year = [exports_per_value_added(borders, main, year) for year in (2023, 2024)]
    assert flagged == {region for ratios in by_year for region in ratios.index[ratios > 1]}


def test_no_rate_at_all_flags_nobody(borders, of_2017):
    rows = borders.rows[borders.rows[schema.INDICATOR] != "exchange_rate"]
    bare = type(borders)(rows, borders.sources, borders.borders)
    assert np.isnan(exports_per_value_added(bare, of_2017, 2016)).all()
    assert regions_booking_for_others(bare, of_2017, 2017) == ()
