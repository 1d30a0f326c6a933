"""What can be ranked: product groups by their exports, or divisions where table 5931 gives them by region."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.models.candidates import (
    DIVISIONS,
    EDITION_ERROR,
    PRODUCT_GROUPS,
    candidates_of,
    divisions_of,
    has_divisions,
    processed_groups,
    product_groups_of,
)
from tests.models.made_panels import FOUR, by_division, exports, months, panel_of, with_rows


@pytest.fixture(scope="module")
def of_2017(borders):
    return candidates_of(borders, 2017)


def test_the_groups_are_those_of_the_definition_that_manufacturing_can_make():
    default = industries.default_processed_exports().sections
    assert set(default) - set(processed_groups()) == {"XXI"}
    assert not {"I", "II", "V", "OTHER", "TOTAL"} & set(processed_groups())
    assert list(processed_groups()) == [code for code in default if code != "XXI"]


def test_without_divisions_the_candidates_are_product_groups(of_2017):
    assert of_2017.classification == PRODUCT_GROUPS
    assert set(of_2017.main.industries) <= set(processed_groups())
    assert of_2017.main.unit == "thousand USD, current"
    assert of_2017.evidence.exports is of_2017.main
    assert of_2017.relative_errors.shape == of_2017.main.values.shape
    assert of_2017.effective_months.shape == of_2017.main.values.shape[:2]


def test_a_year_is_the_sum_of_its_published_months(borders, of_2017):
    rows = borders.select("exports", classification="hs_section", industries=["IV"], regions=["akmola"]).rows
    told = rows[rows[schema.PERIOD].str.startswith("2017-")][schema.VALUE]
    assert len(told) == 12
    row, column = of_2017.main.regions.index("akmola"), of_2017.main.industries.index("IV")
    assert of_2017.main.at(2017)[row, column] == pytest.approx(told.sum())
    assert of_2017.effective_months[row, column] == pytest.approx(told.sum() ** 2 / (told**2).sum())
    assert of_2017.relative_errors[row, column, -1] == pytest.approx(told.std() * np.sqrt(12) / told.sum())


def test_regions_without_months_in_2023_are_missing_and_the_others_are_not(borders):
    main = product_groups_of(borders, 2023).main
    empty = np.isnan(main.at(2023)).all(axis=1)
    assert {region for region, nothing in zip(main.regions, empty, strict=True) if nothing} == {
        "almaty_city",
        "south_kazakhstan",
    }
    assert not np.isnan(main.at(2022)[list(main.regions).index("almaty_city")]).any()


def test_nothing_is_later_than_the_year(borders, of_2017):
    """Another future, with new goods in it, gives the same candidates."""
    assert of_2017.main.last_year == 2017
    rows = borders.rows.copy()
    later = rows[schema.PERIOD].str[:4] > "2017"
    rows.loc[later, schema.VALUE] = rows.loc[later, schema.VALUE] * 3 + 1
    again = candidates_of(replace(borders, rows=rows), 2017)
    assert again.main.industries == of_2017.main.industries
    assert again.main.booked_elsewhere == of_2017.main.booked_elsewhere
    np.testing.assert_array_equal(again.main.values, of_2017.main.values)
    np.testing.assert_array_equal(again.relative_errors, of_2017.relative_errors)
    np.testing.assert_array_equal(again.effective_months, of_2017.effective_months)


def test_goods_that_nobody_sold_by_then_are_no_candidate():
    series = [months(region, "IV", year, [1.0] * 12) for region in FOUR for year in (2016, 2017, 2018)]
    arms = [months("akmola", "XIX", year, [float(year == 2018)] * 12) for year in (2016, 2017, 2018)]
    panel = panel_of(exports(*series, *arms))
    assert product_groups_of(panel, 2017).main.industries == ("IV",)
    assert product_groups_of(panel, 2018).main.industries == ("IV", "XIX")


@pytest.mark.parametrize("year", [2012, 2031])
def test_a_year_without_exports_is_refused(borders, year):
    with pytest.raises(MissingDataError, match="not published for this year"):
        product_groups_of(borders, year)


def test_a_panel_that_is_not_on_one_set_of_borders_is_refused(panel):
    with pytest.raises(MissingDataError, match="one set of borders"):
        candidates_of(panel, 2017)
    with pytest.raises(MissingDataError, match="one set of borders"):
        divisions_of(with_rows(panel, by_division()), 2017)


def test_divisions_are_ranked_as_soon_as_four_regions_have_them(borders):
    assert not has_divisions(borders, 2017)
    assert not has_divisions(with_rows(borders, by_division(FOUR[:3])), 2017)
    found = candidates_of(with_rows(borders, by_division()), 2017)
    assert found.classification == DIVISIONS
    assert found.main.industries == tuple(str(code) for code in range(10, 34))
    assert found.main.last_year == 2017
    told = {name for name, row in zip(found.main.regions, found.main.at(2017), strict=True) if not np.isnan(row).any()}
    assert told == set(FOUR)


def test_divisions_of_another_year_leave_product_groups(borders):
    later = with_rows(borders, by_division(years=(2018, 2019)))
    assert candidates_of(later, 2017).classification == PRODUCT_GROUPS
    assert candidates_of(later, 2019).classification == DIVISIONS


def test_rows_without_a_figure_are_no_divisions(borders):
    silent = by_division().assign(value=np.nan)
    assert not has_divisions(with_rows(borders, silent), 2017)


def test_divisions_have_no_months_and_the_error_between_editions(borders):
    found = candidates_of(with_rows(borders, by_division(years=(2015, 2016, 2017, 2018))), 2017)
    assert found.effective_months is None
    assert (found.relative_errors == EDITION_ERROR).all()
    assert found.relative_errors.shape == found.main.values.shape
    assert found.main.unit == "mln KZT, current"
    assert found.evidence.technology["21"] == 4
    assert found.evidence.exports is None
