"""One industry of one region: amounts, contributions that add up, shares, quotients, months."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis import build, schema, territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.export_cube import definition_sections, export_cube
from iidsp_analysis.monitors.region_industry import equal_months, figures_of_goods
from tests.monitors.export_cubes import made_cube, two_years


@pytest.fixture(scope="module")
def cube():
    return export_cube(territories.on_borders(build.load(), 2014)).cut("2017-12")


@pytest.fixture(scope="module")
def made():
    """Two regions: the north sells metals and machines, the south metals only from the second year on."""
    return made_cube({
        "akmola": {"XV": two_years(10, 20), "XVI": two_years(30, 20)},
        "aktobe": {"XV": two_years(0, 60), "XVI": two_years(60, 60)},
    })  # fmt: skip


def test_akmola_exported_base_metals_for_25_million_dollars_in_2017(cube):
    """BNS table 446905, edition 2026-09: section XV added over twelve months."""
    by_hand = sum(cube.by_section("akmola").loc[f"2017-{month:02d}", "XV"] for month in range(1, 13))
    found = figures_of_goods(cube, "XV")
    assert found.amount("akmola", "2017") == pytest.approx(by_hand) == pytest.approx(25_405.0)


def test_figures_by_hand(made):
    found = figures_of_goods(made, "XV").between("akmola", "2016", "2017")
    assert found["amount"] == 240
    assert found["change"] == 120
    assert found["growth"] == 1.0
    assert found["to_region"] == pytest.approx(120 / 480)
    assert found["to_country"] == pytest.approx(120 / 120)
    row = figures_of_goods(made, "XV").over_time("akmola").loc["2017"]
    assert row["of_country"] == pytest.approx(240 / 960)
    assert row["of_region"] == pytest.approx(240 / 480)
    assert row["quotient"] == pytest.approx((240 / 480) / (960 / 1920))


def test_growth_from_nothing_is_missing_and_its_contribution_is_not(made):
    found = figures_of_goods(made, "XV").between("aktobe", "2016", "2017")
    assert np.isnan(found["growth"])
    assert found["to_region"] == pytest.approx(720 / 720)


def test_a_year_that_is_not_published_is_missing(made):
    found = figures_of_goods(made, "XV")
    assert not found.is_known("akmola", "2015")
    assert found.between("akmola", "2015", "2016").drop("amount").isna().all()


def test_a_group_that_the_table_does_not_print_is_refused(cube):
    with pytest.raises(MissingDataError, match="no such goods"):
        figures_of_goods(cube, "XIX")


@pytest.mark.parametrize("region", ["akmola", "karaganda_pre2022", "kyzylorda"])
def test_contributions_of_the_groups_add_up_to_the_growth_of_the_region(cube, region):
    groups = [code for code in definition_sections() if code in cube.sections]
    parts = sum(figures_of_goods(cube, code).between(region, "2015", "2017")["to_region"] for code in groups)
    assert parts == pytest.approx(figures_of_goods(cube, "XV").growth_of_whole(region, "2015", "2017"))


def test_contributions_of_the_regions_add_up_to_the_growth_of_the_country(cube):
    found = figures_of_goods(cube, "XV")
    regions = [name for name in found.own if name != schema.COUNTRY]
    parts = sum(found.between(name, "2015", "2017")["to_country"] for name in regions)
    assert parts == pytest.approx(found.between(schema.COUNTRY, "2015", "2017")["growth"], abs=1e-6)


def test_regions_stand_by_amount_and_shares_add_up(cube):
    frame = figures_of_goods(cube, "XV").by_region("2017", "2015")
    assert frame["amount"].is_monotonic_decreasing
    assert schema.COUNTRY not in frame.index
    assert frame["of_country"].sum() == pytest.approx(1, abs=1e-6)
    assert figures_of_goods(cube, "XV").by_region("2017", None)["growth"].isna().all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=12))
def test_months_are_between_one_and_twelve_equal_ones(months):
    made = made_cube({"akmola": {"XV": months}})
    told = equal_months(made, "XV", "akmola", 2016)
    if sum(months) > 0:
        assert 1 - 1e-9 <= told <= 12 + 1e-9
    else:
        assert np.isnan(told)


def test_even_months_single_shipments_and_gaps():
    even, single, gap = [5.0] * 12, [0.0] * 11 + [3.0], [1.0] * 11 + [np.nan]
    made = made_cube({"akmola": {"XV": even}, "aktobe": {"XV": single}, "astana": {"XV": gap}})
    assert equal_months(made, "XV", "akmola", 2016) == pytest.approx(12)
    assert equal_months(made, "XV", "aktobe", 2016) == pytest.approx(1)
    assert pd.isna(equal_months(made, "XV", "astana", 2016))
    assert pd.isna(equal_months(made, "XV", "akmola", 2017))
