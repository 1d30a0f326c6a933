"""Groups of goods that stop or begin in a month."""

from __future__ import annotations

import pytest

from iidsp_analysis import territories
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_stops import stops_at
from tests.monitors.export_cubes import made_cube, two_years

STEADY = two_years(50.0, 50.0)


def test_a_group_that_ends():
    (stop,) = stops_at(made_cube({"akmola": {"VI": STEADY, "XIV": two_years(20.0, 0.0)}}), "akmola", "2017-01")
    assert (stop.section, stop.before, stop.after, stop.is_end) == ("XIV", 20.0, 0.0, True)


def test_a_group_that_begins():
    (stop,) = stops_at(made_cube({"akmola": {"VI": STEADY, "XIV": two_years(0.0, 20.0)}}), "akmola", "2017-01")
    assert (stop.section, stop.is_end) == ("XIV", False)


@pytest.mark.parametrize("line", [two_years(20.0, 5.0), two_years(3.0, 0.0), two_years(0.0, 0.0)])
def test_a_smaller_group_and_a_small_one_do_not_count(line):
    assert stops_at(made_cube({"akmola": {"VI": STEADY, "XIV": line}}), "akmola", "2017-01") == ()


def test_missing_months_are_left_out_and_too_few_tell_nothing():
    gap = two_years(20.0, 0.0)
    gap[3] = float("nan")
    cube = made_cube({"akmola": {"VI": STEADY, "XIV": gap}}, country={"VI": STEADY, "XIV": two_years(20.0, 0.0)})
    assert [stop.section for stop in stops_at(cube, "akmola", "2017-01")] == ["XIV"]
    assert stops_at(cube, "akmola", "2016-04") == ()
    assert stops_at(cube, "akmola", "2017-10") == ()


def test_precious_metals_of_akmola_end_with_january_2016(panel):
    """BNS table 446905, edition 2026-09."""
    cube = export_cube(territories.on_borders(panel, 2014)).cut("2017-12")
    (stop,) = stops_at(cube, "akmola", "2016-02")
    assert (stop.section, stop.is_end) == ("XIV", True)
    assert (stop.before / 1e3, stop.after) == (pytest.approx(4.35, abs=0.01), 0.0)
