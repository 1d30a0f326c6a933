"""Plan against fact: sums, paces, chance, shares; parts add up only whole, and missing months stay missing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import build, regions, territories
from iidsp_analysis.errors import MissingDataError, SchemaError
from iidsp_analysis.loaders.plans import ExportPlan, Plans
from iidsp_analysis.monitors.export_cube import ExportCube, definition_sections, export_cube
from iidsp_analysis.monitors.export_plan import plan_against_fact, plans_and_facts, share_of_shortfall
from iidsp_analysis.monitors.plan_territory import FoundPlan, find_plan

DEFAULT = "sections-2026.1"
WITHOUT_METALS = "sections-2026.1-without-metals"
MONTHS = tuple(f"{year}-{month:02d}" for year in (2016, 2017) for month in range(1, 13))


def plan(value=120.0, *, region="akmola", year=2017, definition=DEFAULT, **fields):
    return ExportPlan(region, year, value, definition, where=f"exports.csv, {region} {year}", **fields)


def cube_of(series: dict[str, np.ndarray], months=MONTHS) -> ExportCube:
    """A cube in which section VI holds all processed exports (mln USD a month), other sections nothing."""
    codes = definition_sections("sections-2026.1-with-farm-products")
    values = np.zeros((len(series), len(codes), len(months)))
    values[:, codes.index("VI")] = np.array([np.asarray(line, float) * 1e3 for line in series.values()])
    return ExportCube(values, values.sum(axis=1), tuple(series), codes, tuple(months), 2014, ("bns-446905",))


def ten_a_month(last="2017-12", **changes: float) -> ExportCube:
    """Akmola with 8 mln USD a month in 2016 and 10 in 2017, up to a month; ``changes`` by month (m2017_03)."""
    line = np.r_[np.full(12, 8.0), np.full(12, 10.0)]
    for name, value in changes.items():
        line[MONTHS.index(name[1:].replace("_", "-"))] = value
    return cube_of({"akmola": line, "KZ": 10 * line}).cut(last)


# --- a year that is over ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "gap", "reached"), [(125.0, -5.0, False), (120.0, 0.0, True), (100.0, 20.0, True)])
def test_a_year_that_is_over(value, gap, reached):
    found = plan_against_fact(plan(value), ten_a_month(), "akmola", 2017)
    assert found.is_complete
    assert found.fact == pytest.approx(120.0)
    assert found.fulfilment == pytest.approx(120.0 / value)
    assert found.gap == pytest.approx(gap)
    assert found.is_reached is reached
    assert (found.left, found.missing) == ((), ())
    assert np.isnan([found.probability, found.expected, found.pace_needed, found.pace_last_year_left]).all()
    assert found.change == pytest.approx(0.25)


def test_the_plan_s_definition_is_the_fact_s():
    cube = ten_a_month()
    metals = np.zeros_like(cube.values)
    metals[:, cube.sections.index("XV")] = 1e3
    cube = dataclasses.replace(cube, values=cube.values + metals)
    assert plan_against_fact(plan(), cube, "akmola", 2017).fact == pytest.approx(132.0)
    assert plan_against_fact(plan(definition=WITHOUT_METALS), cube, "akmola", 2017).fact == pytest.approx(120.0)


# --- a year in progress -----------------------------------------------------------------------------------------


def test_a_year_in_progress_is_compared_with_the_same_months():
    found = plan_against_fact(plan(150.0), ten_a_month("2017-08", m2016_12=28.0), "akmola", 2017)
    assert found.left == ("2017-09", "2017-10", "2017-11", "2017-12")
    assert found.fact == pytest.approx(80.0)
    assert found.gap == pytest.approx(-70.0)
    assert found.is_reached is None
    assert not found.is_complete
    assert found.pace == pytest.approx(10.0)
    assert found.pace_needed == pytest.approx(17.5)
    assert found.pace_last_year == pytest.approx(8.0)
    assert found.pace_last_year_left == pytest.approx((3 * 8 + 28) / 4)
    assert found.change == pytest.approx(0.25)
    assert np.isnan(found.probability)


def test_the_probability_is_the_share_of_draws_that_reach_the_plan():
    draws = np.array([[10.0, 10, 10, 10], [20, 20, 20, 20], [0, 0, 0, 70], [0, 0, 0, 69.9]]) * 1e3
    found = plan_against_fact(plan(150.0), ten_a_month("2017-08"), "akmola", 2017, draws)
    assert found.probability == pytest.approx(2 / 4)
    assert found.expected == pytest.approx((149.9 + 150) / 2), "the median of 120, 149.9, 150 and 160"


def test_exports_are_never_negative_so_reached_stays_reached():
    found = plan_against_fact(plan(80.0), ten_a_month("2017-08"), "akmola", 2017)
    assert found.is_reached
    assert found.probability == 1.0
    assert found.pace_needed == 0.0
    with_draws = plan_against_fact(plan(80.0), ten_a_month("2017-08"), "akmola", 2017, np.zeros((3, 4)))
    assert with_draws.probability == 1.0
    assert with_draws.expected == pytest.approx(80.0)


def test_a_year_not_begun_needs_the_whole_plan():
    found = plan_against_fact(plan(year=2018), ten_a_month(), "akmola", 2018, np.full((2, 12), 5e3))
    assert len(found.left) == 12
    assert np.isnan([found.fact, found.fulfilment, found.pace, found.change]).all()
    assert found.pace_needed == pytest.approx(10.0)
    assert found.pace_last_year_left == pytest.approx(10.0)
    assert (found.probability, found.expected) == (0.0, pytest.approx(60.0))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    value=st.floats(1, 500),
    months=st.integers(1, 11),
    draws=st.lists(st.floats(0, 1e5), min_size=1, max_size=30),
)
def test_properties_of_a_year_in_progress(value, months, draws):
    cube = ten_a_month(f"2017-{months:02d}")
    paths = np.repeat(np.array(draws)[:, None], 12 - months, axis=1)
    found = plan_against_fact(plan(value), cube, "akmola", 2017, paths)
    assert 0 <= found.probability <= 1
    assert found.expected >= found.fact - 1e-9
    assert found.fact + len(found.left) * found.pace_needed >= value - 1e-6
    harder = plan_against_fact(plan(value + 1), cube, "akmola", 2017, paths)
    assert harder.probability <= found.probability
    assert harder.pace_needed >= found.pace_needed


@pytest.mark.parametrize(
    "forecast",
    [np.zeros((5, 3)), np.zeros(4), np.zeros((0, 4)), np.full((5, 4), np.nan), np.full((5, 4), -1.0)],
    ids=["months", "one course", "no draw", "missing", "negative"],
)
def test_a_forecast_that_does_not_fit_is_refused(forecast):
    with pytest.raises(SchemaError, match="forecast"):
        plan_against_fact(plan(150.0), ten_a_month("2017-08"), "akmola", 2017, forecast)


# --- months missing ---------------------------------------------------------------------------------------------


def test_with_missing_months_the_fact_is_a_lower_bound():
    nan = float("nan")
    found = plan_against_fact(plan(120.0), ten_a_month(m2017_03=nan, m2017_04=nan), "akmola", 2017)
    assert found.missing == ("2017-03", "2017-04")
    assert found.left == ()
    assert found.fact == pytest.approx(100.0)
    assert np.isnan(found.gap)
    assert found.is_reached is None
    assert plan_against_fact(plan(99.0), ten_a_month(m2017_03=nan), "akmola", 2017).is_reached


def test_with_missing_months_there_is_no_probability():
    cube = ten_a_month("2017-08", m2017_03=float("nan"))
    found = plan_against_fact(plan(150.0), cube, "akmola", 2017, np.full((3, 4), 1e6))
    assert np.isnan([found.probability, found.expected, found.pace_needed, found.gap]).all()
    assert found.left


def test_a_last_month_that_only_the_region_lacks_is_missing_not_left():
    line = np.r_[np.full(12, 8.0), np.full(12, 10.0)]
    lacking = line.copy()
    lacking[-1] = np.nan
    found = plan_against_fact(plan(), cube_of({"akmola": lacking, "KZ": line}), "akmola", 2017)
    assert (found.left, found.missing) == ((), ("2017-12",))


def test_a_missing_month_a_year_earlier_leaves_no_comparison():
    found = plan_against_fact(plan(), ten_a_month("2017-08", m2016_03=float("nan")), "akmola", 2017)
    assert np.isnan([found.change, found.pace_last_year]).all()
    assert found.pace_last_year_left == pytest.approx(8.0)


def test_growth_from_nothing_is_not_known():
    zeros = {f"m2016_{month:02d}": 0.0 for month in range(1, 13)}
    assert np.isnan(plan_against_fact(plan(), ten_a_month(**zeros), "akmola", 2017).change)


def test_a_year_before_the_first_month_a_foreign_region_and_another_plan_are_refused():
    with pytest.raises(MissingDataError, match="2016-01"):
        plan_against_fact(plan(year=2010), ten_a_month(), "akmola", 2010)
    with pytest.raises(MissingDataError, match="no shymkent"):
        plan_against_fact(plan(region="shymkent"), ten_a_month(), "shymkent", 2017)
    with pytest.raises(SchemaError, match="astana"):
        plan_against_fact(plan(region="astana"), ten_a_month(), "akmola", 2017)
    with pytest.raises(SchemaError, match="2016"):
        plan_against_fact(plan(year=2016), ten_a_month(), "akmola", 2017)


# --- shares of the country's shortfall --------------------------------------------------------------------------


def test_a_region_s_share_of_the_shortfall():
    cube = ten_a_month()
    country = plan_against_fact(plan(1240.0, region="KZ"), cube, "KZ", 2017)
    region = plan_against_fact(plan(130.0), cube, "akmola", 2017)
    assert share_of_shortfall(region, country) == pytest.approx(10 / 40)
    assert share_of_shortfall(country, country) == 1.0
    above = plan_against_fact(plan(110.0), cube, "akmola", 2017)
    assert share_of_shortfall(above, country) == pytest.approx(-10 / 40)


@pytest.mark.parametrize(
    ("region", "country", "last"),
    [
        (plan(130.0), plan(1200.0, region="KZ"), "2017-12"),
        (plan(130.0), plan(1000.0, region="KZ"), "2017-12"),
        (plan(130.0, definition=WITHOUT_METALS), plan(1240.0, region="KZ"), "2017-12"),
        (plan(130.0), plan(1240.0, region="KZ"), "2017-11"),
    ],
    ids=["just reached", "no shortfall", "two definitions", "in progress"],
)
def test_where_there_is_nothing_to_part(region, country, last):
    cube = ten_a_month(last)
    results = [plan_against_fact(each, cube, each.region, 2017) for each in (region, country)]
    assert np.isnan(share_of_shortfall(*results))


def test_shares_of_all_regions_add_up():
    line = np.r_[np.full(12, 8.0), np.full(12, 10.0)]
    cube = cube_of({"akmola": line, "aktobe": 2 * line, "KZ": 3 * line})
    plans = Plans((plan(130.0), plan(300.0, region="aktobe"), plan(430.0, region="KZ")))
    found = plans_and_facts(plans, cube, 2017)
    assert list(found) == ["akmola", "aktobe", "KZ"]
    shares = [share_of_shortfall(found[region], found["KZ"]) for region in ("akmola", "aktobe")]
    assert sum(shares) == pytest.approx(1.0)
    assert plans_and_facts(plans, cube, 2016) == {}


# --- whose plan it is -------------------------------------------------------------------------------------------


def test_plans_of_parts_add_up_when_all_have_one():
    parts = Plans((plan(300.0, region="turkistan", year=2018, act="A"), plan(200.0, region="shymkent", year=2018)))
    found = find_plan(parts, "south_kazakhstan", 2018)
    assert found.plan is not None
    assert found.plan.value == 500.0
    assert found.plan.parts == ("turkistan", "shymkent")
    assert (found.plan.region, found.plan.act, found.plan.definition) == ("south_kazakhstan", "A", DEFAULT)


def test_a_part_without_a_plan_is_named():
    found = find_plan(Plans((plan(300.0, region="turkistan", year=2018),)), "south_kazakhstan", 2018)
    assert found == FoundPlan(lacking=("shymkent",))


def test_a_plan_is_never_split():
    found = find_plan(Plans((plan(500.0, region="south_kazakhstan"),)), "shymkent", 2017)
    assert found == FoundPlan(container="south_kazakhstan")


def test_plans_under_two_definitions_are_not_added():
    first = plan(region="turkistan", year=2018)
    second = plan(region="shymkent", year=2018, definition=WITHOUT_METALS)
    found = find_plan(Plans((first, second)), "south_kazakhstan", 2018)
    assert found == FoundPlan(definitions=(DEFAULT, WITHOUT_METALS))


def test_a_region_and_its_parts_must_agree():
    own = plan(500.0, region="south_kazakhstan", year=2018)
    shymkent = plan(200.0, region="shymkent", year=2018)
    agreeing = Plans((own, plan(300.0, region="turkistan", year=2018), shymkent))
    assert find_plan(agreeing, "south_kazakhstan", 2018).plan == own
    differing = Plans((own, plan(310.0, region="turkistan", year=2018), shymkent))
    with pytest.raises(SchemaError, match="500 mln USD") as raised:
        find_plan(differing, "south_kazakhstan", 2018)
    assert "turkistan" in raised.value.where
    assert "shymkent" in raised.value.where


def test_the_country_s_own_plan_stands_before_the_sum_of_regions():
    of_regions = tuple(plan(10.0, region=region.id) for region in regions.regions_of(2014))
    summed = find_plan(Plans(of_regions), "KZ", 2017).plan
    assert summed is not None
    assert summed.value == pytest.approx(160.0)
    own = plan(200.0, region="KZ")
    assert find_plan(Plans((*of_regions, own)), "KZ", 2017).plan == own
    assert find_plan(Plans(of_regions[1:]), "KZ", 2017) == FoundPlan()


def test_no_plan_at_all():
    assert find_plan(Plans(), "akmola", 2017) == FoundPlan()
    assert find_plan(Plans((plan(),)), "akmola", 2016) == FoundPlan()


# --- the embedded figures ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> ExportCube:
    return export_cube(territories.on_borders(build.load(), 2014))


def test_akmola_in_2017_on_the_embedded_figures(real):
    """80.5 mln USD of processed exports (BNS 446905, edition 2026-09) against a plan made up for the test."""
    found = plan_against_fact(plan(100.0), real, "akmola", 2017)
    assert found.fact == pytest.approx(80.5, abs=0.05)
    assert found.gap == pytest.approx(-19.5, abs=0.05)
    assert found.is_reached is False


def test_a_cut_in_august_leaves_four_months(real):
    found = plan_against_fact(plan(100.0), real.cut("2017-08"), "akmola", 2017)
    whole = plan_against_fact(plan(100.0), real, "akmola", 2017)
    assert len(found.left) == 4
    assert found.fact == pytest.approx(whole.monthly[:"2017-08"].sum())
    assert found.fact + 4 * found.pace_needed == pytest.approx(100.0)


def test_2023_of_almaty_city_has_no_fact(real):
    found = plan_against_fact(plan(region="almaty_city", year=2023), real, "almaty_city", 2023)
    assert len(found.missing) == 12
    assert np.isnan(found.fact)
    assert found.is_reached is None
