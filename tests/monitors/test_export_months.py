"""Processed exports by month: dated breaks, gaps that stay gaps, zero months, refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iidsp_analysis import territories
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.monitors.export_cube import ExportCube, export_cube
from iidsp_analysis.monitors.export_months import export_months, monthly_series

MONTHS = tuple(f"{year}-{month:02d}" for year in range(2015, 2020) for month in range(1, 13))
DEFAULT, WITHOUT_METALS = "sections-2026.1", "sections-2026.1-without-metals"


def _cube(values: np.ndarray) -> ExportCube:
    """One region that exports machines (XVI) alone."""
    return ExportCube(values[None, None, :], values[None, :], ("akmola",), ("XVI",), MONTHS, 2014, ("made",))


def _steady(seed: int = 1) -> np.ndarray:
    return 100 * np.exp(0.1 * np.random.default_rng(seed).standard_normal(len(MONTHS)))


@pytest.fixture(scope="module")
def cube(panel):
    return export_cube(territories.on_borders(panel, 2014))


def test_a_halved_level_is_dated_with_its_step():
    values = _steady(4)
    values[33:] /= 2
    found = export_months(_cube(values), "akmola")
    turn = found.last_turn
    assert turn is not None
    assert turn.month == "2017-10"
    assert turn.first <= "2017-10" <= turn.last
    assert turn.step == pytest.approx(-0.5, abs=0.1)
    assert [(phase.first, phase.last, phase.months) for phase in found.phases] == [
        ("2015-01", "2017-09", 33), ("2017-10", "2019-12", 27)]  # fmt: skip
    assert found.phases[0].mean == pytest.approx(values[:33].mean())


def test_growth_is_told_by_year():
    found = export_months(_cube(_steady() * 1.1 ** (np.arange(60) / 12)), "akmola")
    (only,) = found.phases
    assert found.last_turn is None
    assert found.rejected is not None
    assert only.low < 0.1 < only.high
    assert only.growth == pytest.approx(0.1, abs=0.03)


def test_the_unit_of_the_figures_changes_no_date():
    values = _steady(2)
    values[20:] *= 1.8
    one, other = (export_months(_cube(values * factor), "akmola") for factor in (1.0, 1000.0))
    assert [turn.month for turn in one.turns] == [turn.month for turn in other.turns] == ["2016-09"]
    assert one.phases[1].growth == pytest.approx(other.phases[1].growth)


def test_missing_months_stay_missing():
    values = _steady()
    values[:3] = values[24:30] = np.nan
    found = export_months(_cube(values), "akmola")
    assert found.series.index[0] == "2015-04"
    assert found.missing == 6
    assert found.trend.isna().sum() == 6
    assert found.phases[0].months == 51


def test_a_month_of_no_exports_counts_as_the_smallest():
    values = _steady()
    values[10] = 0.0
    found = export_months(_cube(values), "akmola")
    assert found.zeros == 1
    assert found.series.iloc[10] == 0.0
    values[10] = values[values > 0].min()
    assert export_months(_cube(values), "akmola").trend.to_numpy() == pytest.approx(found.trend.to_numpy())


def test_deliveries_and_short_series_are_refused():
    values = _steady()
    values[::6] = 0.0
    with pytest.raises(MissingDataError, match="10 of 60 months"):
        export_months(_cube(values), "akmola")
    with pytest.raises(MissingDataError, match="there are 24"):
        export_months(_cube(_steady()).cut("2016-12"), "akmola")
    nothing = replace(_cube(_steady()), values=np.full((1, 1, 60), np.nan))
    assert monthly_series(nothing, "akmola").empty
    with pytest.raises(UsageError):
        export_months(_cube(_steady()), "akmola", "no such definition")


def test_real_months_of_the_country(cube):
    found = export_months(cube, "KZ", DEFAULT)
    turn = found.last_turn
    assert turn is not None
    assert turn.month == "2021-09"
    assert turn.first >= "2021-01"
    assert found.phases[-1].mean == pytest.approx(found.series["2021-09":].mean())
    assert found.profile.idxmin() == 1  # January is the weakest month of the country
    assert 0.1 < found.strength < 0.9


def test_the_gap_of_2023(cube):
    found = export_months(cube, "almaty_city")
    assert found.missing == 12
    assert found.series["2023-01":"2023-12"].isna().all()
    assert found.trend["2023-01":"2023-12"].isna().all()


def test_another_definition_is_another_series(cube):
    with_metals, without = (monthly_series(cube, "KZ", each) for each in (DEFAULT, WITHOUT_METALS))
    assert (without < with_metals).all()


@pytest.mark.slow
def test_thirty_six_months_hide_most_steps_of_three_standard_deviations():
    """The page says "fewer than two of ten": here at the month where a step is found most often, the middle."""
    noise, found = np.random.default_rng(2018), 0
    for _ in range(100):
        logs = 0.1 * noise.standard_normal(36)
        logs[18:] += 0.3
        cube = replace(_cube(100 * np.exp(logs)), months=MONTHS[:36])
        found += bool(export_months(cube, "akmola").turns)
    assert 0 < found < 20
