"""Flows add up to the change; a lump is found where it is one, named, and taken out of the change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from iidsp_analysis import territories
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors import export_periods as periods
from iidsp_analysis.monitors.export_cube import export_cube
from iidsp_analysis.monitors.export_flows import deciding_lumps, flows, lumps
from iidsp_analysis.monitors.export_periods import Comparison, Span
from tests.monitors.export_cubes import made_cube, two_years

YEARLY = periods.against_year_before(Span(2017))


@pytest.fixture(scope="module")
def cube(panel):
    """The embedded figures on the borders of 2014."""
    return export_cube(territories.on_borders(panel, 2014))


def with_lump(month: int, size: float = 500.0, before: float = 10.0, now: float = 10.5):
    """A steady section in which one month of two years stands out, beside a larger steady one."""
    line = two_years(before, now)
    line[month] += size
    return made_cube({"akmola": {"X": line, "XV": two_years(100.0, 100.0)}})


# --- flows ------------------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None, derandomize=True)
@given(cells=arrays.arrays(float, (2, 24), elements=st.floats(0, 1e6)))
def test_flows_add_up_to_the_change(cells):
    cube = made_cube({"akmola": {"VI": list(cells[0]), "XV": list(cells[1])}})
    found = flows(cube, "akmola", YEARLY)
    assert found["change"].sum() == pytest.approx(cells[:, 12:].sum() - cells[:, :12].sum(), abs=1e-3)
    assert found["change"].abs().is_monotonic_decreasing
    assert len(found) == 24


def test_a_flow_is_set_against_the_same_month():
    first = flows(with_lump(15), "akmola", YEARLY).iloc[0]
    assert (first["section"], first["month"], first["value"], first["before"]) == ("X", "2017-04", 510.5, 10.0)


def test_flows_of_a_missing_month_are_refused():
    gap = two_years(1.0, 2.0)
    gap[0] = float("nan")
    cube = made_cube({"akmola": {"VI": gap}}, country={"VI": two_years(1.0, 2.0)})
    with pytest.raises(MissingDataError, match="akmola"):
        flows(cube, "akmola", YEARLY)
    assert len(flows(cube, "KZ", YEARLY)) == 12
    assert "akmola" not in set(lumps(cube, YEARLY)["region"])


# --- lumps ------------------------------------------------------------------------------------------------------


def test_a_lump_of_the_later_year_makes_the_rise():
    lump = deciding_lumps(with_lump(15), YEARLY)["akmola"]
    assert (lump.section, lump.month, lump.is_now, lump.such_months) == ("X", "2017-04", True, 1)
    assert lump.change == pytest.approx(506.0)
    assert lump.change_without == pytest.approx(506.0 - (510.5 - lump.typical))
    assert lump.typical == pytest.approx(10.25)  # the middle of twelve months at 10 and twelve at 10.5
    assert not lump.changes_sign
    assert lump.change_without_such == lump.change_without


def test_the_change_without_all_lumps_of_the_group():
    line = two_years(10.0, 10.5)
    line[2] += 300.0
    line[15] += 500.0
    line[20] += 500.0
    lump = deciding_lumps(made_cube({"akmola": {"X": line, "XV": two_years(100.0, 100.0)}}), YEARLY)["akmola"]
    assert (lump.such_months, lump.change) == (3, pytest.approx(706.0))
    without = 706.0 - (510.5 - lump.typical) * 2 + (310.0 - lump.typical)
    assert lump.change_without_such == pytest.approx(without)


def test_a_lump_of_the_earlier_year_makes_the_fall():
    lump = deciding_lumps(with_lump(3), YEARLY)["akmola"]
    assert lump.change < 0 < lump.change_without
    assert lump.changes_sign
    assert not lump.is_now


def test_a_lump_that_does_not_decide_is_found_and_decides_nothing():
    cube = made_cube({"akmola": {"X": [*two_years(1.0, 1.0)[:-1], 60.0], "XV": two_years(100.0, 200.0)}})
    assert list(lumps(cube, YEARLY)["month"].unique()) == ["2017-12"]
    assert deciding_lumps(cube, YEARLY) == {}


def test_a_lump_against_the_change_decides_nothing():
    """Without the lump the region would have fallen further: the fall does not hang on it."""
    cube = made_cube({"akmola": {"X": [*two_years(1.0, 1.0)[:-1], 400.0], "XV": two_years(500.0, 400.0)}})
    (found,) = lumps(cube, YEARLY).query("region == 'akmola'").itertuples()
    assert found.change_without < found.change < 0
    assert deciding_lumps(cube, YEARLY) == {}


def test_what_the_region_would_not_feel_is_no_lump():
    assert lumps(with_lump(15, size=10.0), YEARLY).empty  # below one percent of 1,320


def test_seasons_and_trends_are_no_lumps():
    season = [10.0, 12, 15, 20, 26, 30, 32, 30, 26, 20, 15, 12]
    cube = made_cube({"akmola": {"II": season * 2, "VI": season * 2, "XV": [1.05**n for n in range(24)]}})
    assert lumps(cube, YEARLY).empty


def test_deliveries_that_recur_are_counted():
    line = [0.0] * 24
    for month, size in ((2, 100.0), (8, 110.0), (14, 400.0), (20, 120.0)):
        line[month] = size
    cube = made_cube({"akmola": {"VI": line}})
    lump = deciding_lumps(cube, YEARLY)["akmola"]
    assert (lump.month, lump.such_months, lump.typical) == ("2017-03", 4, 0.0)


def test_months_between_the_spans_tell_what_is_typical_and_are_no_lumps():
    line = two_years(10.0, 10.0) + [10.0] * 12
    line[18] = 900.0
    cube = made_cube({"akmola": {"VI": line}}, first="2015-01")
    far = Comparison(Span(2017), Span(2015))
    assert lumps(cube, far).empty
    assert not lumps(cube, periods.against_year_before(Span(2017))).empty


@settings(max_examples=30, deadline=None, derandomize=True)
@given(scale=st.floats(1.0, 1e4), cells=arrays.arrays(float, (24,), elements=st.floats(100.0, 1e4)))
def test_lumps_do_not_depend_on_the_unit(scale, cells):
    cells[5] = 1e6
    plain, scaled = (
        lumps(made_cube({"akmola": {"VI": list(cells * factor)}}), YEARLY) for factor in (1.0, scale)
    )  # fmt: skip
    assert plain["month"].tolist() == scaled["month"].tolist()
    assert scaled["excess"].to_numpy() == pytest.approx(plain["excess"].to_numpy() * scale)


# --- real figures -----------------------------------------------------------------------------------------------


def test_paper_from_almaty_in_december_2016(cube):
    """One month of 200 mln USD makes the rise of 2016 and two thirds of the fall of 2017."""
    rise = deciding_lumps(cube, periods.against_year_before(Span(2016)))["almaty_city"]
    fall = deciding_lumps(cube, YEARLY)["almaty_city"]
    for lump in (rise, fall):
        assert (lump.section, lump.month) == ("X", "2016-12")
        assert lump.value / 1e3 == pytest.approx(200.4, abs=0.05)
        assert lump.typical / 1e3 < 0.5
    assert (rise.change / 1e3, rise.change_without / 1e3) == pytest.approx((180.6, -19.3), abs=0.05)
    assert rise.changes_sign
    assert (fall.change / 1e3, fall.change_without / 1e3) == pytest.approx((-303.9, -103.8), abs=0.05)
    assert not fall.changes_sign


def test_transport_equipment_from_mangystau_in_august_2016(cube):
    """It makes the rise of 2016; the rise of 2017 hangs on another such month: it is no single case."""
    rise = deciding_lumps(cube, periods.against_year_before(Span(2016)))["mangystau"]
    assert (rise.section, rise.month) == ("XVII", "2016-08")
    assert (rise.change / 1e3, rise.change_without / 1e3) == pytest.approx((22.5, -14.5), abs=0.05)
    later = deciding_lumps(cube, YEARLY)["mangystau"]
    assert (later.section, later.month, later.such_months) == ("XVII", "2017-10", 3)
    assert later.change_without_such / 1e3 == pytest.approx(-0.2, abs=0.05)


def test_the_definition_decides_which_lumps_count(cube):
    without_metals = lumps(cube, periods.against_year_before(Span(2016)), "sections-2026.1-without-metals")
    assert not set(without_metals["section"]) & {"XIV", "XV"}


def test_later_months_change_no_lump(cube):
    cut = replace(cube.cut("2017-12"))
    assert deciding_lumps(cut, YEARLY) == deciding_lumps(cube, YEARLY)


def test_every_lump_is_far_above_its_typical_month(cube):
    found = lumps(cube, YEARLY)
    assert len(found) > 10
    assert (found["units"] > 10).all()
    assert np.allclose(found["value"] - found["typical"], found["excess"])
