"""Projects in hand by region and candidate: by hand, on every border, and never more than the register tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis import industries, regions, schema
from iidsp_analysis.errors import BoundaryError, MissingDataError, UnitError, UsageError
from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS, Candidates, processed_groups
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.observations import Observations
from iidsp_analysis.monitors.projects.belonging import covered_regions, groups_of_division, places_of
from iidsp_analysis.monitors.projects.pipeline import COUNTED, REASONS, projects_in_hand
from iidsp_analysis.monitors.projects.standing import IN_HAND, NOT_IN_HAND, UNKNOWN, standing
from iidsp_analysis.panel import Panel
from iidsp_analysis.reference.industry_records import divisions
from tests.monitors.projects.project_registers import register

GROUPS = processed_groups()
RATE = 326.0  # KZT per USD, average of 2017 (World Bank, PA.NUS.FCRF)
OPEN = {"status": "under_way", "actual_commissioning": None, "oked": "17120", "hs": "4804"}


def real(*changes, as_of="2018-01-15"):
    """A register of real projects that are under way unless a change says otherwise; no two look alike."""
    names = ("Mill", "Quay", "Forge", "Bakery", "Dairy", "Press", "Loom", "Kiln")
    told = [{**OPEN, "name": name, "product": name, **change} for name, change in zip(names, changes, strict=False)]
    return replace(register(*told, as_of=as_of), is_example=False)


def candidates(kind=PRODUCT_GROUPS, borders=2014, year=2017):
    codes = GROUPS if kind == PRODUCT_GROUPS else tuple(divisions())
    unit = "thousand USD, current" if kind == PRODUCT_GROUPS else "mln KZT, current"
    names = tuple(region.id for region in regions.regions_of(borders))
    main = Observations(np.ones((len(names), len(codes), 1)), names, codes, (year,), unit)
    return Candidates(Evidence(main, year), kind, np.zeros_like(main.values))


def rates(borders=2014, **rates_of):
    """A panel with nothing but the exchange rate."""
    told = rates_of or {"2017": RATE, "2024": 469.0}
    line = {schema.REGION: "KZ", schema.INDUSTRY: "TOTAL", schema.CLASSIFICATION: "total",
            schema.INDICATOR: "exchange_rate", schema.UNIT: "KZT per USD", schema.PRICES: "-",
            schema.STATUS: schema.OBSERVED, schema.SOURCE: "wdi-fx", schema.NOTE: ""}  # fmt: skip
    rows = [{**line, schema.PERIOD: period, schema.VALUE: value} for period, value in told.items()]
    return Panel(pd.DataFrame(rows, columns=list(schema.COLUMNS)), {}, borders)


def found(*changes, kind=PRODUCT_GROUPS, borders=2014, year=2017, as_of="2018-01-15"):
    return projects_in_hand(real(*changes, as_of=as_of), candidates(kind, borders, year), rates(borders))


# --- amounts ----------------------------------------------------------------------------------------------------


def test_by_hand_in_thousand_dollars():
    """326 and 652 mln KZT at 326 KZT per USD are 1,000 and 2,000 thousand USD."""
    told = found({"cost_planned_mln_kzt": 326}, {"cost_planned_mln_kzt": 652}, {"hs": "870321", "region": "kostanay"})
    assert told.frame.loc["akmola", "X"] == pytest.approx(3000)
    assert told.frame.loc["kostanay", "XVII"] == pytest.approx(1000 / RATE * 1000)
    assert told.frame.loc["akmola", "XVII"] == 0
    assert told.counted_in("akmola", "X") == 2
    assert (told.unit, told.rate, told.year) == ("thousand USD, current", RATE, 2017)
    assert told.covered == ("akmola", "kostanay")


def test_by_hand_in_tenge_without_any_exchange_rate():
    told = projects_in_hand(real({"cost_planned_mln_kzt": 326}), candidates(DIVISIONS), rates(**{"2010": 147.4}))
    assert told.frame.loc["akmola", "17"] == 326
    assert told.frame.loc["akmola"].sum() == 326
    assert np.isnan(told.rate)


def test_costs_without_an_exchange_rate_are_not_guessed():
    with pytest.raises(MissingDataError, match="exchange rate of 2017"):
        projects_in_hand(real({}), candidates(), rates(**{"2016": 342.2}))


def test_another_unit_is_refused():
    strange = candidates()
    main = replace(strange.main, unit="persons")
    with pytest.raises(UnitError, match="persons"):
        projects_in_hand(real({}), replace(strange, evidence=Evidence(main, 2017)), rates())


def test_made_up_projects_never_stand_beside_real_figures():
    with pytest.raises(UsageError, match="Made-up"):
        projects_in_hand(example_register(), candidates(), rates())


def test_a_panel_on_no_one_set_of_borders_is_refused():
    with pytest.raises(BoundaryError):
        projects_in_hand(real({}), candidates(), replace(rates(), borders=None))


@given(st.lists(st.tuples(st.sampled_from(["akmola", "kostanay", "atyrau", None]),
                          st.sampled_from(["4804", "1905", "2523", None]), st.sampled_from([None, 10.0, 250.0])),
                min_size=1, max_size=8))  # fmt: skip
def test_nothing_is_split_or_lost(lines):
    """What stands in the cells and what is counted in cells left open add up to the counted projects."""
    told = found(*({"region": region, "hs": hs, "oked": None, "cost_planned_mln_kzt": cost}
                   for region, hs, cost in lines))  # fmt: skip
    counted = told.projects[told.projects["why_not"] == COUNTED]
    left_open = sum(
        line.investment for line in counted.itertuples() if np.isnan(told.frame.loc[line.region, line.industry])
    )
    assert np.nansum(told.frame) + left_open == pytest.approx(counted["investment"].sum())
    assert set(told.projects["why_not"]) <= {COUNTED, *REASONS}
    assert told.frame[told.doubts > 0].isna().all(axis=None)


# --- where it belongs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("division", "sections"), [
    ("17", ("X",)), ("22", ("VII",)), ("21", ("VI",)), ("31", ("XX",)),
    ("23", ("V", "XIII")),  # cement is chapter 25: HS section V, which is not ranked
    ("29", ("XVI", "XVII")),  # 17 of 72 lines are engines and their parts
    ("33", ()), ("35", ()),
])  # fmt: skip
def test_the_bridge_from_divisions_to_product_groups(division, sections):
    assert groups_of_division(division) == sections


def test_the_bridge_is_no_narrower_than_that_of_the_industries():
    for section in GROUPS:
        for code in industries.divisions_of_hs_section(section):
            assert section in groups_of_division(code)


def test_a_division_of_several_groups_is_not_split_and_leaves_them_open():
    told = found({"oked": "10820", "hs": None}, {"cost_planned_mln_kzt": 326})
    assert told.projects["why_not"].tolist() == ["industry", COUNTED]
    assert told.frame.loc["akmola", ["III", "IV", "VIII"]].isna().all()
    assert told.frame.loc["akmola", "X"] == pytest.approx(1000)
    assert told.frame.loc["akmola", "XV"] == 0


def test_the_code_of_the_goods_decides_before_the_division():
    assert found({"oked": "10820", "hs": "1806"}).projects.loc[0, "industry"] == "IV"
    assert found({"oked": "17120", "hs": None}).projects.loc[0, "industry"] == "X"
    assert found({"oked": "17120", "hs": "7701"}).projects.loc[0, "industry"] == "X"  # 77 is reserved


def test_what_is_not_ranked_leaves_nothing_open():
    told = found({"oked": "23510", "hs": "252329"}, {"oked": "35110", "hs": None})
    assert told.number("outside") == 2
    assert (told.frame.loc["akmola"] == 0).all()


def test_a_division_is_the_oked_code_else_the_only_one_of_the_goods():
    told = found({"oked": "10820", "hs": "8703"}, {"oked": None, "hs": "6810"}, {"oked": None, "hs": "8703"},
                 kind=DIVISIONS)  # fmt: skip
    assert told.projects["industry"].tolist() == ["10", "23", None]
    assert told.frame.loc["akmola", ["28", "29", "30"]].isna().all()


def test_a_project_that_tells_neither_leaves_its_region_open():
    told = found({"oked": None, "hs": None}, {"region": "kostanay"})
    assert told.frame.loc["akmola"].isna().all()
    assert told.frame.loc["kostanay"].notna().all()


@pytest.mark.parametrize("cost", [None, 0])
def test_a_project_without_a_cost_is_not_nothing(cost):
    told = found({"cost_planned_mln_kzt": cost}, {})
    assert told.number("cost") == 1
    assert np.isnan(told.frame.loc["akmola", "X"])
    assert told.frame.loc["akmola", "IX"] == 0


def test_a_project_entered_twice_is_not_counted_twice():
    same = {"bin": "123456789012", "product": "paper", "name": "Paper mill of the north"}
    told = found({**same, "map": "regional"}, {**same, "map": "industrialization"})
    assert told.projects["why_not"].tolist() == [COUNTED, "twice"]
    assert np.isnan(told.frame.loc["akmola", "X"])


# --- borders and coverage ---------------------------------------------------------------------------------------


def test_a_register_of_one_region_is_silent_about_the_others():
    told = found({})
    assert told.frame.drop(index="akmola").isna().all(axis=None)
    assert told.frame.loc["akmola"].notna().all()


def test_a_region_whose_projects_are_all_done_is_covered_and_empty():
    told = found({"status": "commissioned", "actual_commissioning": "2017-03-01"})
    assert (told.frame.loc["akmola"] == 0).all()
    assert told.projects.empty


def test_a_young_region_lies_in_its_old_one_and_covers_it_only_with_the_rest():
    """Abai was split off East Kazakhstan in 2022; on the borders of 2014 both are one region."""
    rest = regions.resolve("VKO", borders=2022).id
    old = regions.contained_in("abai", 2014).id
    assert old not in found({"region": "abai"}, as_of="2025-01-15", year=2024).covered
    both = found({"region": "abai"}, {"region": rest}, as_of="2025-01-15", year=2024)
    assert both.covered == (old,)
    assert both.frame.loc[old, "X"] == pytest.approx(2000 / 469.0 * 1000)


def test_a_project_of_a_former_larger_region_leaves_its_parts_open():
    told = found({"region": "south_kazakhstan"}, {"region": "turkistan", "hs": "1905"},
                 {"region": "shymkent", "hs": "1905"}, borders=2018, year=2024, as_of="2025-01-15")  # fmt: skip
    assert told.number("region") == 1
    assert told.frame.loc[["turkistan", "shymkent"], "X"].isna().all()
    assert (told.frame.loc[["turkistan", "shymkent"], "IV"] > 0).all()
    assert found({"region": "south_kazakhstan"}).covered == ("south_kazakhstan",)


@pytest.mark.parametrize("region", [None, "KZ"])
def test_a_project_of_no_region_leaves_its_industry_open_everywhere(region):
    told = found({"region": region}, {"hs": "1905"})
    assert told.frame["X"].isna().all()
    assert told.frame.loc["akmola", "IV"] > 0
    assert len(places_of(region, 2014)) == 16


def test_coverage_by_name_and_by_all_parts():
    assert covered_regions(["turkistan"], ("south_kazakhstan",)) == ()
    assert covered_regions(["turkistan", "shymkent"], ("south_kazakhstan",)) == ("south_kazakhstan",)


# --- time -------------------------------------------------------------------------------------------------------


def at_end_of_2017(as_of, **change):
    return standing(real(change, as_of=as_of).rows, as_of, 2017)[0]


EARLY, LATE = "2018-03-27", "2020-06-30"


@pytest.mark.parametrize(("as_of", "change", "told"), [
    (EARLY, {}, IN_HAND),
    (EARLY, {"status": "planned", "decision_date": None, "actual_start": None}, IN_HAND),
    (EARLY, {"decision_date": "2018-01-10"}, NOT_IN_HAND),
    (EARLY, {"status": "cancelled"}, NOT_IN_HAND),
    (EARLY, {"status": "commissioned"}, NOT_IN_HAND),
    (EARLY, {"status": "commissioned", "actual_commissioning": "2018-02-01"}, IN_HAND),
    (EARLY, {"actual_commissioning": "2017-02-01"}, UNKNOWN),  # under way and commissioned
    (EARLY, {"status": None}, UNKNOWN),
    (LATE, {}, IN_HAND),
    (LATE, {"decision_date": "2019-02-01"}, NOT_IN_HAND),  # a ranking of 2017 knows no project of 2019
    (LATE, {"decision_date": None}, IN_HAND),  # started in 2016
    (LATE, {"decision_date": None, "actual_start": "2018-05-01"}, UNKNOWN),
    (LATE, {"status": "commissioned", "actual_commissioning": "2019-07-01"}, IN_HAND),
    (LATE, {"status": "commissioned", "actual_commissioning": "2017-12-31"}, NOT_IN_HAND),
    (LATE, {"status": "commissioned", "status_date": "2017-11-01"}, NOT_IN_HAND),
    (LATE, {"status": "commissioned", "status_date": "2020-06-01"}, UNKNOWN),
    (LATE, {"status": "cancelled", "status_date": "2019-07-01"}, UNKNOWN),  # when it was given up is not told
    (LATE, {"status": "suspended", "status_date": "2017-07-01"}, NOT_IN_HAND),
    (LATE, {"status": "cancelled", "status_date": "2019-07-01", "decision_date": "2019-01-01"}, NOT_IN_HAND),
])  # fmt: skip
def test_what_was_in_hand_at_the_end_of_2017(as_of, change, told):
    assert at_end_of_2017(as_of, **change) == told


def test_a_project_of_unknown_standing_leaves_its_cell_open():
    told = found({"status": "cancelled", "status_date": "2019-07-01"}, {}, as_of=LATE)
    assert told.is_later
    assert told.number("time") == 1
    assert np.isnan(told.frame.loc["akmola", "X"])


def test_projects_decided_later_change_nothing():
    """The look-ahead test: whatever is decided after the year, its ranking does not move."""
    before = found({}, as_of=LATE)
    after = found({}, {"decision_date": "2018-01-01", "cost_planned_mln_kzt": 9e6}, as_of=LATE)
    pd.testing.assert_frame_equal(before.frame, after.frame)


def test_a_register_older_than_the_year_is_refused():
    with pytest.raises(MissingDataError, match="before 2017"):
        found({}, as_of="2016-12-31")
    assert not found({}, as_of="2017-06-30").is_later
    assert not found({}, as_of="2018-03-31").is_later
    assert found({}, as_of="2018-04-01").is_later
