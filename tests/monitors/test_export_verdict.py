"""Who fell while the country rose: definitions, strength, the regions that were named, the total that was announced."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis import industries, reference, regions, territories
from iidsp_analysis.errors import BoundaryError, MissingDataError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_announced import announced_total, measured_beside, named_regions
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_named import check_named
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.export_verdict import change_of, verdict, verdicts
from tests.monitors.export_cubes import made_cube, two_years

YEARLY = periods.against_year_before(Span(2017))
DEFAULT, WITHOUT_METALS, WITH_FARM = industries.PROCESSED_EXPORT_DEFINITIONS
NAMED = {"akmola", "south_kazakhstan", "astana", "almaty_city"}


@pytest.fixture(scope="module")
def cube(panel):
    """The embedded figures on the borders of 2014."""
    return export_cube(territories.on_borders(panel, 2014))


@pytest.fixture(scope="module")
def real(cube):
    """Verdicts on 2017 by definition and earlier year."""
    return {(one.definition, one.comparison.before.year): one for one in verdicts(cube, Span(2017))}


# --- logic ------------------------------------------------------------------------------------------------------


def test_a_region_that_falls_while_the_country_rises():
    found = verdict(
        made_cube({"akmola": {"VI": two_years(10.0, 8.0)}, "astana": {"VI": two_years(10.0, 15.0)}}), YEARLY
    )
    assert found.applies
    assert found.fallers == ("akmola",)
    assert found.falls[0].growth == pytest.approx(-0.2)
    assert found.compared == 2


@pytest.mark.parametrize("now", [10.0, 9.0])
def test_where_the_country_does_not_rise_the_question_is_not_asked(now):
    found = verdict(
        made_cube({"akmola": {"VI": two_years(5.0, 4.0)}, "astana": {"VI": two_years(5.0, now - 4.0)}}), YEARLY
    )
    assert found.state == "did_not_rise"
    assert not found.applies


def test_a_country_with_a_missing_month_is_not_judged():
    gap = two_years(9.0, 9.0)
    gap[1] = float("nan")
    found = verdict(made_cube({"akmola": {"VI": two_years(5.0, 4.0)}}, country={"VI": gap}), YEARLY)
    assert (found.state, found.country) == ("unknown", None)


def test_a_region_with_a_missing_month_is_named_as_unknown():
    gap = two_years(9.0, 5.0)
    gap[1] = float("nan")
    cube = made_cube(
        {"akmola": {"VI": gap}, "astana": {"VI": two_years(1.0, 2.0)}}, country={"VI": two_years(10.0, 11.0)}
    )
    found = verdict(cube, YEARLY)
    assert (found.unknown, found.fallers, found.compared) == (("akmola",), (), 1)
    check = check_named(found, ["akmola", "astana"])
    assert (check.unknown, check.did_not_fall, check.are_largest, check.exact) == (("akmola",), ("astana",), None, None)
    with pytest.raises(MissingDataError):
        change_of(cube, "akmola", YEARLY)


def lumpy(now: float, lump: float) -> list[float]:
    return [now, now, lump, *[now] * 21]


@pytest.mark.parametrize(
    ("sections", "strength"),
    [
        ({"VI": two_years(10.0, 8.0), "XV": two_years(10.0, 9.0)}, "firm"),
        ({"VI": two_years(10.0, 5.0), "XV": two_years(10.0, 12.0)}, "one_section"),
        ({"VI": lumpy(10.0, 300.0), "XV": two_years(10.0, 10.5)}, "one_flow"),
        ({"VI": lumpy(10.0, 300.0), "XV": two_years(10.0, 9.0)}, "one_flow_sets_size"),
        ({"VI": two_years(10.0, 9.95), "XV": two_years(10.0, 9.95)}, "slight"),
    ],
)
def test_how_firm_a_fall_is(sections, strength):
    change = change_of(made_cube({"akmola": sections}), "akmola", YEARLY)
    assert change.change < 0
    assert change.strength == strength


def test_the_change_without_the_main_section_and_its_split():
    cube = made_cube({"akmola": {"VI": two_years(10.0, 5.0), "XV": two_years(10.0, 12.0), "X": two_years(5.0, 4.0)}})
    change = change_of(cube, "akmola", YEARLY)
    assert change.main_section == "VI"
    assert change.change_without_section == pytest.approx(12.0)
    assert change.growth_without_section == pytest.approx(12 / 180)
    assert change.by_section.to_dict() == pytest.approx({"VI": -60.0, "X": -12.0, "XV": 24.0})
    assert change.by_section.sum() == pytest.approx(change.change)


def test_the_main_section_of_a_rise_is_the_one_that_rose_most():
    cube = made_cube({"akmola": {"VI": two_years(10.0, 5.0), "XV": two_years(10.0, 20.0)}})
    change = change_of(cube, "akmola", YEARLY)
    assert (change.main_section, change.growth) == ("XV", pytest.approx(0.25))


def test_named_regions_are_hits_misses_or_did_not_fall():
    cube = made_cube({
        "akmola": {"VI": two_years(10.0, 1.0)}, "aktobe": {"VI": two_years(10.0, 5.0)},
        "astana": {"VI": two_years(10.0, 90.0)}, "pavlodar": {"VI": two_years(10.0, 11.0)},
    })  # fmt: skip
    check = check_named(verdict(cube, YEARLY), ["akmola", "astana"])
    assert (check.hits, check.missed, check.did_not_fall) == (("akmola",), ("aktobe",), ("astana",))
    assert (check.are_largest, check.exact) == (False, False)
    assert check.chance == pytest.approx(5 / 6)  # two of four drawn: at least one of the two fallers
    right = check_named(verdict(cube, YEARLY), ["aktobe", "akmola"])
    assert (right.are_largest, right.exact) == (True, True)
    assert right.chance == pytest.approx(1 / 6)


def test_a_table_without_an_earlier_year_has_no_verdict():
    assert verdicts(made_cube({"akmola": {"VI": [1.0] * 12}}), Span(2016)) == ()


# --- what the embedded figures say about March 2018 -------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "before", "fallers"),
    [
        (DEFAULT, 2016, ["astana", "almaty_city", "south_kazakhstan", "akmola", "almaty_region_pre2022"]),
        (DEFAULT, 2015, ["astana", "south_kazakhstan", "almaty_city", "akmola", "kostanay"]),
        (WITH_FARM, 2016, ["astana", "almaty_city", "south_kazakhstan", "atyrau"]),
        (WITH_FARM, 2015, ["astana", "south_kazakhstan", "almaty_city", "akmola"]),
    ],
)
def test_who_fell_in_2017(real, definition, before, fallers):
    """BNS table 446905, edition 2026-09."""
    assert real[definition, before].applies
    assert list(real[definition, before].fallers) == fallers


@pytest.mark.parametrize("before", [2015, 2016])
def test_without_metals_the_country_itself_fell(real, before):
    found = real[WITHOUT_METALS, before]
    assert found.state == "did_not_rise"
    assert found.country.growth < -0.06
    assert real[DEFAULT, before].country.growth_without_section < 0  # its rise is that of base metals


def test_the_four_named_regions_are_the_largest_falls_but_not_under_every_definition(real):
    checks = {key: check_named(found, NAMED) for key, found in real.items() if found.applies}
    assert {key: check.are_largest for key, check in checks.items()} == {
        (DEFAULT, 2016): True, (DEFAULT, 2015): True, (WITH_FARM, 2016): False, (WITH_FARM, 2015): True,
    }  # fmt: skip
    assert [key for key, check in checks.items() if check.exact] == [(WITH_FARM, 2015)]
    assert checks[WITH_FARM, 2016].did_not_fall == ("akmola",)
    assert [key for key, check in checks.items() if not check.all_fell] == [(WITH_FARM, 2016)]
    assert {key: [fall.region for fall in check.larger_in_percent] for key, check in checks.items()} == {
        (DEFAULT, 2016): [], (DEFAULT, 2015): ["kostanay"], (WITH_FARM, 2016): [], (WITH_FARM, 2015): [],
    }  # fmt: skip
    assert checks[DEFAULT, 2016].chance == pytest.approx(5 / 1820)  # C(5,4) of C(16,4)


def test_no_fall_under_the_default_definition_is_firm(real):
    strengths = {fall.region: fall.strength for fall in real[DEFAULT, 2016].falls}
    assert strengths == {
        "astana": "one_section", "almaty_city": "one_flow_sets_size", "south_kazakhstan": "one_section",
        "akmola": "one_flow", "almaty_region_pre2022": "slight",
    }  # fmt: skip
    astana = real[DEFAULT, 2016].falls[0]
    assert astana.main_section == "VI"
    assert astana.change / 1e3 == pytest.approx(-460.3, abs=0.05)
    assert astana.change_without_section / 1e3 == pytest.approx(41.1, abs=0.05)


def test_the_announced_total_is_not_reproduced(cube):
    announced = announced_total(2017)
    assert (announced.value, announced.growth, announced.base, announced.verified) == (15500, 0.105, 2015, "yes")
    measured = measured_beside(cube, announced)
    assert measured["value"].to_dict() == pytest.approx(
        {DEFAULT: 13370.8, WITHOUT_METALS: 3998.5, WITH_FARM: 15283.5}, abs=0.1
    )
    assert not measured["is_reproduced"].any()


def test_the_announced_figures_would_be_recognised():
    announced = announced_total(2017)
    years = [announced.value * 1e3 / 12 / (1 + announced.growth)] * 12 + [1.0] * 12 + [announced.value * 1e3 / 12] * 12
    cube = made_cube({"akmola": {"VI": years}}, first="2015-01")
    measured = measured_beside(cube, announced)
    assert measured.loc[DEFAULT, "is_reproduced"]
    missing = measured_beside(cube.cut("2017-11"), announced)
    assert not missing["is_reproduced"].any()
    assert np.isnan(missing["value"]).all()


# --- what was announced -----------------------------------------------------------------------------------------


def test_the_table_of_announcements_is_sourced():
    rows = reference.rows("announced_exports")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"].startswith("https://")
        assert row["verified"] == "yes"
        assert regions.get(row["region"])


def test_named_regions_are_put_on_the_borders_in_use():
    assert set(named_regions(2017, 2014).ids) == NAMED
    later = named_regions(2017, 2022)
    assert set(later.ids) == NAMED - {"south_kazakhstan"}
    assert "2018-06-18" in later.elsewhere["south_kazakhstan"]
    with pytest.raises(BoundaryError):
        named_regions(2017, 2015)


def test_nothing_is_known_before_it_was_said_or_of_other_years():
    assert named_regions(2017, 2014, "2018-02") is None
    assert announced_total(2017, "2018-02") is None
    assert named_regions(2017, 2014, "2018-03") is not None
    assert named_regions(2018, 2014) is None
    assert announced_total(2016) is None
