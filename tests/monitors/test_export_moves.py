"""Falls whose main group rose elsewhere: another place of registration looks so; general growth does not."""

from __future__ import annotations

import pytest

from iidsp_analysis import territories
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_moves import joint_fall, rises_elsewhere
from iidsp_analysis.monitors.export_periods import Span
from iidsp_analysis.monitors.export_verdict import verdict
from tests.monitors.export_cubes import made_cube, two_years

YEARLY = periods.against_year_before(Span(2017))


def moved_in(**regions):
    """What moved, where every region has chemicals as told and base metals that grow by ten."""
    metals = two_years(100.0, 110.0)
    cube = made_cube({name: {"VI": two_years(*chemicals), "XV": metals} for name, chemicals in regions.items()})
    return rises_elsewhere(cube, verdict(cube, YEARLY))


def test_a_group_that_fell_here_and_rose_there():
    found = moved_in(akmola=(50.0, 10.0), astana=(50.0, 20.0), zhambyl=(5.0, 45.0), aktobe=(5.0, 10.0))["VI"]
    assert found.regions == ("akmola", "astana")
    assert (found.fall, found.risen, found.rise, found.country) == (-840.0, "zhambyl", 480.0, -300.0)


@pytest.mark.parametrize(
    ("rise", "is_moved"), [(19.0, False), (20.0, True), (40.0, True)], ids=["less than half", "half", "all of it"]
)
def test_it_rose_elsewhere_by_at_least_half_of_the_fall(rise, is_moved):
    assert ("VI" in moved_in(akmola=(50.0, 10.0), zhambyl=(5.0, 5.0 + rise))) == is_moved


def test_a_group_that_grows_in_the_whole_country_did_not_move():
    assert moved_in(akmola=(50.0, 10.0), zhambyl=(5.0, 60.0), aktobe=(5.0, 60.0)) == {}


def test_a_slight_fall_is_left_out():
    assert moved_in(akmola=(50.0, 38.8), zhambyl=(5.0, 16.0)) == {}  # −1.2 of 150 is below one percent


def test_a_region_with_a_missing_month_tells_nothing():
    gap = two_years(5.0, 45.0)
    gap[3] = float("nan")
    metals = two_years(100.0, 110.0)
    amounts = {"akmola": {"VI": two_years(50.0, 10.0), "XV": metals}, "zhambyl": {"VI": gap, "XV": metals}}
    cube = made_cube(amounts, country={"VI": two_years(55.0, 55.0), "XV": two_years(200.0, 220.0)})
    found = verdict(cube, YEARLY)
    assert found.fallers == ("akmola",)
    assert rises_elsewhere(cube, found) == {}


def test_the_falls_together():
    cube = made_cube({
        "akmola": {"VI": two_years(50.0, 10.0), "XV": two_years(10.0, 20.0)},
        "astana": {"VI": two_years(50.0, 45.0), "XV": two_years(20.0, 10.0)},
        "aktobe": {"VI": two_years(1.0, 9.0), "XV": two_years(10.0, 99.0)},
    })  # fmt: skip
    found = joint_fall(verdict(cube, YEARLY))
    assert (found.regions, found.section) == (("akmola", "astana"), "VI")
    assert (found.fall, found.section_fall) == (pytest.approx(-540.0), pytest.approx(-540.0))
    assert joint_fall(verdict(made_cube({"akmola": {"VI": two_years(1.0, 2.0)}}), YEARLY)) is None


def test_chemicals_of_2017(panel):
    """BNS table 446905, edition 2026-09: they fell in three regions that they lead and rose in Zhambyl."""
    cube = export_cube(territories.on_borders(panel, 2014)).cut("2017-12")
    found = verdict(cube, YEARLY)
    assert set(rises_elsewhere(cube, found)) == {"VI"}
    moved, falls = rises_elsewhere(cube, found)["VI"], joint_fall(found)
    assert (moved.regions, moved.risen) == (("astana", "south_kazakhstan", "akmola"), "zhambyl")
    assert moved.rise / 1e3 == pytest.approx(404.7, abs=0.05)
    assert (falls.fall / 1e3, falls.section_fall / 1e3) == (
        pytest.approx(-833.5, abs=0.05),
        pytest.approx(-752.5, abs=0.05),
    )
