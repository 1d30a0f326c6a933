"""Base years: the same rate from another base year, and the indicators whose light depends on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iidsp_analysis.monitors.programme_bases import (
    by_definition,
    changed_lights,
    compared,
    counted_from,
    depends_on_definition,
    recounts,
)
from iidsp_analysis.monitors.programme_facts import FactBook
from iidsp_analysis.monitors.programme_path import GREEN, RED, YELLOW
from iidsp_analysis.monitors.programme_targets import Targets, targets_on
from tests.monitors.programme_panels import embedded, panel_of, rows, target

#: Half of the way in the first three years, all of it in the last four.
SLOW_THEN_FAST = FactBook(panel_of(rows("employment", "KZ", {2012: 100, 2015: 101, 2017: 115, 2019: 130})))
EDITIONS = (target(value=31.0), target(edition="amended", base_year=2015, value=25.0))


@given(st.floats(-40, 300), st.integers(2010, 2017))
def test_the_yearly_rate_stays(value, base):
    moved = counted_from(target(value=value), base)
    yearly = (1 + value / 100) ** (1 / 7)
    assert 1 + moved.value / 100 == pytest.approx(yearly ** (2019 - base))
    assert counted_from(moved, 2012).value == pytest.approx(value, abs=1e-6)


def test_the_yearly_amount_of_a_change_stays():
    assert counted_from(target(form="change", value=28.0), 2015).value == pytest.approx(16.0)


def test_a_slow_start_is_forgiven_by_a_later_base_year():
    told = recounts(SLOW_THEN_FAST, 2019, Targets(EDITIONS))
    assert [(one.target.edition, one.base, one.is_anew) for one in told] == [
        ("original", 2012, False), ("original", 2015, True), ("amended", 2012, True), ("amended", 2015, False),
    ]  # fmt: skip
    lights = [one.judgement.light for one in told]
    assert lights[1] == GREEN
    assert lights[2] == RED
    assert changed_lights(told) == compared(told) == ("employment",)
    assert told[0].growth == pytest.approx(100 * (1.30 ** (1 / 7) - 1))
    assert told[3].needed == pytest.approx(100 * (1.25 ** (1 / 4) - 1))


def test_one_base_year_has_nothing_to_compare():
    assert recounts(SLOW_THEN_FAST, 2017, Targets(EDITIONS[:1])) == ()
    another = target(programme="Q", base_year=2015, edition="amended")
    assert recounts(SLOW_THEN_FAST, 2017, Targets((EDITIONS[0], another))) == ()


@pytest.mark.parametrize(("year", "changed"), [(2017, ()), (2019, ("gva_volume", "processed_exports"))])
def test_embedded_figures(panel, tmp_path, year, changed):
    book = FactBook(embedded(panel))
    told = recounts(book, year, targets_on(2014, tmp_path / "none.csv"))
    assert set(changed_lights(told)) == set(changed)
    done = {(one.target.indicator, one.target.edition, one.base): one.judgement.done for one in told}
    assert done["gva_volume", "original", 2012] < done["gva_volume", "original", 2015] < 1
    assert not any(one.target.indicator == "energy_intensity" for one in told)


@pytest.mark.parametrize(
    ("year", "lights"), [(2017, [GREEN, RED, GREEN]), (2019, [YELLOW, RED, GREEN]), (2024, [GREEN] * 3)]
)
def test_the_light_of_exports_by_definition(panel, tmp_path, year, lights):
    told = by_definition(FactBook(embedded(panel)), "KZ", year, targets_on(2014, tmp_path / "none.csv"))
    assert [one.definition for one in told] == [
        "", "sections-2026.1-without-metals", "sections-2026.1-with-farm-products",
    ]  # fmt: skip
    assert [one.judgement.light for one in told] == lights
    assert depends_on_definition(told) == (len(set(lights)) > 1)


def test_without_a_light_there_is_no_definition_to_compare(panel, tmp_path):
    book, targets = FactBook(embedded(panel)), targets_on(2014, tmp_path / "none.csv")
    assert by_definition(book, "KZ", 2016, targets) == ()
    assert by_definition(book, "akmola", 2017, targets) == ()
    assert not depends_on_definition(())


def test_without_metals_the_exports_of_2017_were_below_2015(panel, tmp_path):
    told = by_definition(FactBook(embedded(panel)), "KZ", 2017, targets_on(2014, tmp_path / "none.csv"))
    assert [round(one.judgement.index, 1) for one in told] == [116.7, 85.2, 115.8]
