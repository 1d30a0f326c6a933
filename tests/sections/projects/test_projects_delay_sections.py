"""The sections on delay: what a reader sees of the example, of a region with few projects, and of too little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from delayed import with_register

from iidsp_analysis.loaders.projects.example import example
from iidsp_analysis.loaders.projects.example_course import AS_OF
from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS, Register
from iidsp_analysis.monitors.projects.delays.delay import LATE, Delay
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.projects.delay import (
    delay_curves,
    delay_model,
    delay_probabilities,
    portfolio_forecast,
    shared_delay,
)
from iidsp_analysis.sections.projects.delay_ahead import MOST_ROWS, in_order
from reports import assert_shows_itself, visible

SECTIONS = (delay_curves, delay_model, delay_probabilities, portfolio_forecast)


def made_up(rows: pd.DataFrame, *, is_example: bool = True) -> Register:
    return Register(rows, pd.DataFrame(columns=list(DOUBT_COLUMNS)), "made up", "", AS_OF.isoformat(), is_example)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return example().rows


@pytest.mark.parametrize("region", ["KZ", "AKM"])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("section", SECTIONS)
def test_sections_of_the_example_show_themselves(
    panel: Panel, rows: pd.DataFrame, section: Any, region: str, language: str
) -> None:
    result = section(with_register(panel, made_up(rows), region=region, language=language))
    assert not result.is_missing
    assert_shows_itself(result)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_redacted_edition_leaves_them_out(panel: Panel, rows: pd.DataFrame, section: Any) -> None:
    context = with_register(panel, made_up(rows))
    hidden = replace(context, redact=True)
    hidden.__dict__["projects"] = context.projects
    result = section(hidden)
    assert result.is_missing
    assert "EXAMPLE-" not in visible(result)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_few_events_are_said_with_their_number(panel: Panel, rows: pd.DataFrame, section: Any, count: int) -> None:
    timed = rows[(rows["status"] == "commissioned") & rows["actual_commissioning"].notna()].head(count)
    few = pd.concat([timed, rows[rows["status"] == "under_way"]]).reset_index(drop=True)
    result = section(with_register(panel, made_up(few)))
    assert result.is_missing
    needed = 30 if section is delay_model else 10
    assert f"{count}; at least {needed} are needed" in visible(result)


def test_a_region_with_few_events_borrows_the_country(panel: Panel, rows: pd.DataFrame) -> None:
    own, whole = (delay_curves(with_register(panel, made_up(rows), region=region)) for region in ("AKM", "KZ"))
    assert own.title == whole.title
    assert "all projects of the register" in visible(own)
    assert "all projects of the register" not in " ".join(whole.reading)


def test_a_region_with_enough_events_has_its_own_curve(panel: Panel, rows: pd.DataFrame) -> None:
    moved = rows.assign(region=np.where(rows.index < 75, "akmola", rows["region"]))
    own, whole = (delay_curves(with_register(panel, made_up(moved), region=region)) for region in ("AKM", "KZ"))
    assert own.frame["projects"].iloc[0] < whole.frame["projects"].iloc[0]


def test_the_least_likely_stand_first(panel: Panel, rows: pd.DataFrame) -> None:
    context = with_register(panel, made_up(rows))
    result = delay_probabilities(context)
    assert len(result.frame) == MOST_ROWS
    told = shared_delay(context).probability
    chances = in_order(told)["by_plan"]
    assert chances.dropna().is_monotonic_increasing
    assert result.frame["by_plan"].isna().sum() == (told["basis"] == LATE).sum()  # late ones tell months instead
    assert "late by" in visible(result)
    assert f"left out: {len(told) - MOST_ROWS}" in visible(result)
    assert isinstance(context.shared["delay"], Delay)


def test_hostile_names_do_no_harm(panel: Panel, rows: pd.DataFrame) -> None:
    bad = rows.assign(name="<script>alert(1)</script> $x_{1$")
    html = delay_probabilities(with_register(panel, made_up(bad, is_example=False)))._repr_html_()
    assert "<script>" not in html
    assert "EXAMPLE DATA" not in html


def test_nothing_open_is_said(panel: Panel, rows: pd.DataFrame) -> None:
    done = rows[rows["status"] == "commissioned"].reset_index(drop=True)
    for section in (delay_probabilities, portfolio_forecast):
        result = section(with_register(panel, made_up(done)))
        assert result.is_missing
        assert "No open project" in visible(result)
    assert not delay_curves(with_register(panel, made_up(done))).is_missing


def test_nothing_planned_has_no_picture(panel: Panel, rows: pd.DataFrame) -> None:
    is_open = rows["status"].isin(["planned", "under_way", "suspended"])
    late = rows.assign(planned_commissioning=rows["planned_commissioning"].mask(is_open, pd.Timestamp("2025-12-31")))
    result = portfolio_forecast(with_register(panel, made_up(late)))
    assert result.picture is None
    assert_shows_itself(result)
