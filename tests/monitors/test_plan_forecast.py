"""The forecast of a plan's year: as far ahead as forecasts reach, and none beyond."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.forecasts.monthly import LONGEST_HORIZON
from iidsp_analysis.loaders.plans import ExportPlan
from iidsp_analysis.monitors import plan_forecast
from iidsp_analysis.monitors.export_cube import ExportCube, definition_sections
from iidsp_analysis.monitors.export_plan import plan_against_fact
from iidsp_analysis.monitors.plan_forecast import paths_ahead

DEFAULT = "sections-2026.1"


def cube_to(last: str) -> ExportCube:
    """Akmola and the country with uneven months since 2013, up to a month."""
    months = tuple(map(str, pd.period_range("2013-01", last, freq="M")))
    codes = definition_sections(DEFAULT)
    line = 1e4 * (1 + np.arange(len(months)) % 7)
    values = np.zeros((2, len(codes), len(months)))
    values[:, 0] = np.array([line, 10 * line])
    return ExportCube(values, values.sum(axis=1), ("akmola", "KZ"), codes, months, 2014, ("bns-446905",))


def ahead(year: int, last: str):
    cube = cube_to(last)
    plan = ExportPlan("akmola", year, 1e6, DEFAULT, where="exports.csv, row 2")
    result = plan_against_fact(plan, cube, "akmola", year)
    return result, paths_ahead(result, cube)


def test_a_year_beyond_every_forecast_has_none():
    result, paths = ahead(2020, "2017-12")
    assert len(result.left) == 12
    assert paths is None
    assert np.isnan(plan_against_fact(result.plan, cube_to("2017-12"), "akmola", 2020, paths).probability)


@pytest.mark.parametrize(("last", "reached"), [("2017-12", True), ("2017-11", False)])
def test_the_last_year_within_reach(monkeypatch, last, reached):
    asked = []

    def forecasts(cube, definition, horizon):
        asked.append(horizon)
        months = tuple(map(str, pd.period_range(pd.Period(last, "M") + 1, periods=horizon, freq="M")))
        mean = pd.DataFrame(1.0, index=list(months), columns=["akmola"])
        return type("Made", (), {"mean": mean, "months": months, "paths": np.ones((5, 1, horizon))})

    monkeypatch.setattr(plan_forecast, "export_forecasts", forecasts)
    result, paths = ahead(2019, last)
    assert asked == ([LONGEST_HORIZON] if reached else [])
    assert (paths is not None and paths.shape == (5, 12)) is reached
    assert len(result.left) == 12
