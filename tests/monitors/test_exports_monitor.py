"""Level, change, contributions: they add up, years in progress meet their own months, what is missing stays missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from iidsp_analysis import territories
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors import exports
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_periods import Span
from tests.monitors.export_cubes import made_cube, two_years

YEARLY = periods.against_year_before(Span(2017))


@pytest.fixture(scope="module")
def cube(panel):
    """The embedded figures on the borders of 2014."""
    return export_cube(territories.on_borders(panel, 2014))


# --- months compared --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "last"), [("2018-03", "2017-12"), ("2018-09", "2018-06"), ("2018-01", "2017-10"), ("2018-12", "2018-09")]
)
def test_a_hearing_knows_the_month_three_months_before(as_of, last):
    assert periods.last_month_known(as_of) == last


@pytest.mark.parametrize("as_of", ["2018", "2018-13", "March 2018", "2018-3", "2018-03-27", " 2018-03"])
def test_what_is_no_month_is_refused(as_of):
    with pytest.raises(UsageError, match="2018-03"):
        periods.last_month_known(as_of)


def test_a_year_in_progress_is_compared_with_its_own_months():
    cube = made_cube({"akmola": {"VI": [10.0] * 6 + [90.0] * 6 + [20.0] * 6}})
    whole, half = periods.spans(cube)
    assert (whole.label, half.label) == ("2016", "2017-01/2017-06")
    assert (whole.is_provisional, half.is_provisional) == (False, True)
    row = exports.export_figures(cube).loc[("2017-01/2017-06", "akmola")]
    assert (row["value"], row["before"], row["growth"]) == (120.0, 60.0, 1.0)
    assert row["is_provisional"]


def test_the_base_year_has_no_base_and_years_before_the_table_are_not_compared():
    assert periods.against_base(Span(2015)) is None
    cube = made_cube({"akmola": {"VI": [1.0] * 36}}, first="2015-01")
    befores = {year: [one.before.year for one in periods.comparisons(cube, Span(year))] for year in (2015, 2016, 2017)}
    assert befores == {2015: [], 2016: [2015], 2017: [2016, 2015]}
    late = made_cube({"akmola": {"VI": [1.0] * 24}}, first="2016-01")
    assert [one.before.year for one in periods.comparisons(late, Span(2017))] == [2016]


def test_a_first_year_that_begins_in_spring_is_not_a_whole_year():
    cube = made_cube({"akmola": {"VI": [1.0] * 21}}, first="2016-04")
    assert np.isnan(exports.export_figures(cube).loc[("2016", "akmola"), "value"])
    assert exports.export_figures(cube).loc[("2016", "akmola"), "months_missing"] == 3


# --- contributions ----------------------------------------------------------------------------------------------

cells = arrays.arrays(
    float, (3, 2, 24), elements=st.one_of(st.floats(0, 1e6, allow_subnormal=False), st.just(float("nan"))), fill=None
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(cells=cells, total=st.floats(1.0, 1e6), later=st.floats(0.0, 1e6))
def test_contributions_add_up_to_the_growth_of_the_country(cells, total, later):
    regions = {name: {"VI": list(part[0]), "XV": list(part[1])}
               for name, part in zip(("akmola", "astana", "aktobe"), cells, strict=True)}  # fmt: skip
    cube = made_cube(regions, country={"VI": two_years(total, later), "XV": [0.0] * 24})
    frame = exports.contributions(cube, YEARLY)
    for column in ("value", "before", "change", "contribution"):
        assert frame[column].drop("KZ").sum() == pytest.approx(frame.loc["KZ", column], rel=1e-9, abs=1e-6)
    assert frame.loc["KZ", "contribution"] == pytest.approx(frame.loc["KZ", "growth"])
    known = np.isfinite(cells).all(axis=(1, 2))
    assert frame["change"].iloc[:3].notna().tolist() == known.tolist()


def test_a_missing_month_loses_the_region_and_nothing_else():
    gap = two_years(10.0, 5.0)
    gap[3] = float("nan")
    cube = made_cube({"akmola": {"VI": gap}, "astana": {"VI": two_years(20.0, 30.0)}},
                     country={"VI": two_years(30.0, 35.0)})  # fmt: skip
    figures = exports.export_figures(cube)
    assert np.isnan(figures.loc[("2016", "akmola"), "value"])
    assert figures.loc[("2016", "akmola"), "months_missing"] == 1
    assert figures.loc[("2017", "akmola"), "value"] == 60.0
    assert np.isnan(figures.loc[("2017", "akmola"), "change"])
    assert figures.loc[("2017", "astana"), "change"] == 120.0
    assert figures.loc[("2017", "residual"), "change"] == pytest.approx(-60.0)
    assert exports.residual_matters(cube, YEARLY, None, figures.loc["2017"])


def test_rounding_alone_is_no_residual_worth_a_row():
    cube = made_cube({"akmola": {"VI": two_years(10.0, 11.0)}}, country={"VI": two_years(10.01, 11.01)})
    assert not exports.residual_matters(cube, YEARLY, None, exports.contributions(cube, YEARLY))


def test_a_residual_level_that_is_rounding_is_missing_and_not_zero():
    gap = two_years(9.0, 9.0)
    gap[1] = float("nan")
    amounts = {"akmola": {"VI": gap}, "astana": {"VI": two_years(1.0, 2.0)}}
    frame = exports.contributions(made_cube(amounts, country={"VI": two_years(10.0, 11.0)}), YEARLY)
    told = exports.without_rounding(frame)
    assert frame.loc["residual", "value"] == 0.0  # the region is known now, and not in the year before
    assert np.isnan(told.loc["residual", "value"])
    assert told.loc["residual", "before"] == frame.loc["residual", "before"] == 108.0
    pd.testing.assert_frame_equal(told.drop(index="residual"), frame.drop(index="residual"))
    lost = exports.contributions(made_cube({"akmola": {"VI": gap[::-1]}, "astana": amounts["astana"]},
                                           country={"VI": two_years(10.0, 11.0)}), YEARLY)  # fmt: skip
    assert exports.without_rounding(lost).loc["residual", "value"] == lost.loc["residual", "value"] > 0


def test_a_region_that_began_to_export_has_a_contribution_and_no_growth():
    cube = made_cube({"akmola": {"VI": two_years(0.0, 1.0)}, "astana": {"VI": two_years(10.0, 10.0)}})
    row = exports.contributions(cube, YEARLY).loc["akmola"]
    assert np.isnan(row["growth"])
    assert row["contribution"] == pytest.approx(0.1)


def test_a_share_of_next_to_no_change_is_not_told():
    flat = made_cube({"akmola": {"VI": two_years(10.0, 19.0)}, "astana": {"VI": two_years(990.0, 981.2)}})
    assert exports.contributions(flat, YEARLY)["share"].isna().all()
    steep = made_cube({"akmola": {"VI": two_years(10.0, 19.0)}, "astana": {"VI": two_years(990.0, 999.0)}})
    assert exports.contributions(steep, YEARLY).loc["akmola", "share"] == pytest.approx(0.5)


def test_sections_outside_the_definition_do_not_count():
    cube = made_cube({"akmola": {"II": two_years(500.0, 0.0), "V": two_years(900.0, 0.0), "VI": two_years(1.0, 2.0)}})
    default = exports.contributions(cube, YEARLY).loc["akmola"]
    assert default["growth"] == pytest.approx(1.0)
    farm = exports.contributions(cube, YEARLY, "sections-2026.1-with-farm-products").loc["akmola"]
    assert farm["growth"] < 0
    with pytest.raises(UsageError, match="no definition"):
        exports.contributions(cube, YEARLY, "wood only")


# --- structure --------------------------------------------------------------------------------------------------


def test_a_change_is_split_by_section_with_the_largest_fall_first():
    cube = made_cube({"akmola": {"VI": two_years(5.0, 6.0), "XV": two_years(5.0, 1.0)}})
    frame = exports.section_contributions(cube, "akmola", YEARLY)
    assert list(frame.index) == ["XV", "VI"]
    assert frame["contribution"].sum() == pytest.approx(-0.3)
    assert frame["share"].tolist() == pytest.approx([1 / 7, 6 / 7])


def test_a_missing_month_cannot_be_split():
    gap = two_years(5.0, 6.0)
    gap[20] = float("nan")
    cube = made_cube({"akmola": {"VI": gap}}, country={"VI": two_years(5.0, 6.0)})
    with pytest.raises(MissingDataError, match="not complete"):
        exports.section_contributions(cube, "akmola", YEARLY)


def test_concentration_counts_equal_groups_and_equal_months():
    one_month = [0.0] * 23 + [60.0]
    cube = made_cube({"akmola": {"VI": two_years(5.0, 5.0), "XV": two_years(5.0, 5.0)},
                      "astana": {"VI": one_month, "XV": [0.0] * 24}})  # fmt: skip
    found = exports.concentration(cube, Span(2017))
    assert found.loc["akmola"].tolist() == pytest.approx([0.5, 2.0, 12.0])
    assert found.loc["astana"].tolist() == pytest.approx([1.0, 1.0, 1.0])
    assert exports.concentration(cube, Span(2016)).loc["astana"].isna().all()  # nothing exported


# --- real figures -----------------------------------------------------------------------------------------------


def test_real_contributions_of_2017(cube):
    """BNS table 446905, edition 2026-09: the country +20.6 %, Karaganda +8.8 points of it, Astana −4.2."""
    frame = exports.contributions(cube, YEARLY)
    assert frame.loc["KZ", "growth"] == pytest.approx(0.206, abs=0.0005)
    assert frame.loc["karaganda_pre2022", "contribution"] == pytest.approx(0.088, abs=0.0005)
    assert frame.loc["astana", "contribution"] == pytest.approx(-0.0415, abs=0.0005)
    monthly = cube.processed()
    by_hand = sum(monthly.loc[f"2017-{m:02d}", "astana"] - monthly.loc[f"2016-{m:02d}", "astana"] for m in range(1, 13))
    assert frame.loc["astana", "change"] == pytest.approx(by_hand)


@pytest.mark.parametrize("year", range(2016, 2026))
def test_real_regions_add_up_to_the_country(cube, year):
    comparison = periods.against_year_before(Span(year))
    frame = exports.contributions(cube, comparison)
    assert frame["contribution"].drop("KZ").sum() == pytest.approx(frame.loc["KZ", "growth"], abs=1e-12)
    missing = year in (2023, 2024)  # Almaty city and Shymkent have totals only in 2023
    assert exports.residual_matters(cube, comparison, None, frame) == missing
    assert (frame["change"].isna().sum() == 2) == missing


def test_the_residual_of_2023_is_what_two_regions_exported(cube):
    """Their totals are published: processed goods cannot be more than that."""
    frame = exports.contributions(cube, periods.against_year_before(Span(2023)))
    total = cube.total()
    published = total[total.index.str.startswith("2023")][["almaty_city", "south_kazakhstan"]].to_numpy().sum()
    assert 0 < frame.loc["residual", "value"] < published


def test_a_cut_cube_knows_nothing_later(cube):
    cut = exports.export_figures(cube.cut("2017-12"))
    pd.testing.assert_frame_equal(cut.loc["2017"], exports.export_figures(cube).loc["2017"])
    assert list(dict.fromkeys(cut.index.get_level_values(0))) == ["2015", "2016", "2017"]
