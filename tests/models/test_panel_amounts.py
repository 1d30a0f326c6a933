"""Amounts of a panel as the models take them: months added up, what is missing stays missing."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis import schema, territories
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.models.panel_amounts import annual_observations, export_observations
from tests.models.made_panels import exports, months, panel_of, rows_of


def cell(block, observations, region, industry, year):
    rows, columns, years = observations.regions, observations.industries, observations.years
    return float(block[rows.index(region), columns.index(industry), years.index(year)])


def looked_at(*series, codes=("IV", "VI")):
    return export_observations(panel_of(exports(*series)), codes)


def test_twelve_months_are_added_up_with_their_spread():
    """Six months of 1 and six of 3: sum 24, s² = 12/11, error s √12 / 24, months 24² / (6·1 + 6·9)."""
    main, errors, effective = looked_at(months("akmola", "IV", 2016, [1, 3] * 6))
    at = ("akmola", "IV", 2016)
    assert cell(main.values, main, *at) == 24
    assert cell(errors, main, *at) == pytest.approx(np.sqrt(12 / 11) * np.sqrt(12) / 24)
    assert cell(effective, main, *at) == pytest.approx(576 / 60)
    assert (main.unit, main.sources) == ("thousand USD, current", ("synthetic-1",))


def test_one_shipment_is_one_effective_month_and_even_months_are_twelve():
    one, even = months("akmola", "IV", 2016, [0] * 11 + [12]), months("aktobe", "VI", 2016, [5] * 12)
    main, errors, effective = looked_at(one, even)
    assert cell(effective, main, "akmola", "IV", 2016) == pytest.approx(1)
    assert cell(errors, main, "akmola", "IV", 2016) == pytest.approx(1)
    assert cell(effective, main, "aktobe", "VI", 2016) == pytest.approx(12)
    assert cell(errors, main, "aktobe", "VI", 2016) == 0


def test_a_year_without_exports_is_zero_and_its_error_unknown():
    main, errors, effective = looked_at(months("akmola", "IV", 2016, [0] * 12), months("akmola", "VI", 2016, [1] * 12))
    assert cell(main.values, main, "akmola", "IV", 2016) == 0
    assert np.isnan(cell(errors, main, "akmola", "IV", 2016))
    assert np.isnan(cell(effective, main, "akmola", "IV", 2016))


def test_a_missing_month_makes_the_year_missing_and_no_other_cell():
    broken = months("akmola", "IV", 2016, [1] * 11 + [None])
    main, errors, _ = looked_at(broken, months("akmola", "VI", 2016, [1] * 12), months("akmola", "IV", 2017, [2] * 12))
    assert np.isnan(cell(main.values, main, "akmola", "IV", 2016))
    assert np.isnan(cell(errors, main, "akmola", "IV", 2016))
    assert cell(main.values, main, "akmola", "VI", 2016) == 12
    assert cell(main.values, main, "akmola", "IV", 2017) == 24


def test_every_region_of_the_borders_has_a_row_and_other_territories_none():
    main, _, _ = looked_at(months("akmola", "IV", 2016, [1] * 12), months("abai", "IV", 2016, [9] * 12))
    assert len(main.regions) == 16
    assert "abai" not in main.regions
    assert np.nansum(main.values) == 12


def test_a_year_that_nobody_published_is_missing_between_two_others():
    main, _, _ = looked_at(months("akmola", "IV", 2015, [1] * 12), months("akmola", "IV", 2017, [1] * 12))
    assert main.years == (2015, 2016, 2017)
    assert np.isnan(main.at(2016)).all()


def test_two_tables_of_one_cell_are_refused_not_averaged():
    twice = rows_of("exports", "hs_section", months("akmola", "IV", 2016, [9] * 12), source="synthetic-2")
    with pytest.raises(SchemaError, match=r"same cell.*synthetic-1, synthetic-2; first akmola"):
        export_observations(panel_of(exports(months("akmola", "IV", 2016, [1] * 12)), twice), ("IV",))
    annual = {("akmola", "C", "2016"): 1.0}
    rows = [rows_of("gva", "oked_section", annual, source=source) for source in ("synthetic-1", "synthetic-2")]
    with pytest.raises(SchemaError, match="same cell"):
        annual_observations(panel_of(*rows), "gva", "oked_section", ("C",))


@pytest.mark.parametrize(
    "asked",
    [
        lambda panel: export_observations(panel, ("IV",)),
        lambda panel: annual_observations(panel, "gva", "oked_section", ("C",)),
    ],
)
def test_a_panel_that_is_not_on_one_set_of_borders_is_refused(asked):
    rows = exports(months("akmola", "IV", 2016, [1] * 12)), rows_of("gva", "oked_section", {("akmola", "C", "2016"): 1})
    with pytest.raises(MissingDataError, match="one set of borders"):
        asked(panel_of(*rows, borders=None))


def test_nothing_loaded_is_a_sentence():
    empty = panel_of(rows_of("gva", "oked_section", {("akmola", "C", "2016"): 1.0}))
    with pytest.raises(MissingDataError, match="not published up to this year"):
        export_observations(empty.select("exports"), ("IV",))
    with pytest.raises(MissingDataError, match="no such figures"):
        annual_observations(empty, "gva", "oked_section", ("D",))


def test_annual_amounts_keep_what_is_published_and_mark_estimates():
    """A loss is no amount; a gap between years is missing; an estimate is marked in its cell alone."""
    published = {("akmola", "C", "2014"): 5.0, ("akmola", "C", "2016"): 7.0, ("aktobe", "C", "2016"): -3.0}
    guess = rows_of("gva", "oked_section", {("atyrau", "C", "2016"): 2.0}, status=schema.ESTIMATED)
    main = annual_observations(
        panel_of(rows_of("gva", "oked_section", published), guess), "gva", "oked_section", ("C",)
    )
    assert main.years == (2014, 2015, 2016)
    assert main.unit == "mln KZT, current"
    told = [cell(main.values, main, "akmola", "C", year) for year in main.years]
    np.testing.assert_array_equal(told, [5.0, np.nan, 7.0])
    assert np.isnan(cell(main.values, main, "aktobe", "C", 2016))
    assert np.argwhere(main.estimated).tolist() == [[main.regions.index("atyrau"), 0, 2]]


def test_the_embedded_sections_are_those_of_the_panel(borders):
    main = annual_observations(borders, "gva", "oked_section", ("C",))
    line = territories.series(borders, "akmola", "gva", "C", classification="oked_section")
    assert main.values[main.regions.index("akmola"), 0].tolist() == line.reindex(map(str, main.years)).tolist()
