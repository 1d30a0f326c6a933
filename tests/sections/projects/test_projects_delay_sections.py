"""The sections on delay: what a reader sees of the example, of a region with few projects, and of too little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from delayed import with_register

from iidsp_analysis.language import language as language_of
from iidsp_analysis.loaders.projects.example import example
from iidsp_analysis.loaders.projects.example_course import AS_OF
from iidsp_analysis.loaders.projects.register import DOUBT_COLUMNS, Register
from iidsp_analysis.monitors.projects.delays.delay import LATE, Delay
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.projects.cards import worst
from iidsp_analysis.sections.projects.delay import (
    delay_curves,
    delay_model,
    delay_probabilities,
    portfolio_forecast,
    shared_delay,
)
from iidsp_analysis.sections.projects.delay_ahead import MOST_ROWS, in_order
from iidsp_analysis.sections.projects.delay_words import with_interval
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


def test_no_more_are_called_unlikely_than_the_intervals_allow(panel: Panel, rows: pd.DataFrame) -> None:
    """The 24 projects below one half have intervals that hold it: none of them is likely to miss its date."""
    context = with_register(panel, made_up(rows))
    told = shared_delay(context).probability
    assert (told["by_plan"].between(0, 0.5, inclusive="neither") & (told["high"] >= 0.5)).sum() > 0
    result = delay_probabilities(context)
    assert result.values["unlikely"] == ((told["high"] < 0.5) & (told["basis"] != LATE)).sum() == 0
    assert result.title == ("Open projects: 54; past their planned date: 1; chance below one half even at the upper "
                            "end of its interval: 0")  # fmt: skip


def test_projects_that_differ_stand_first(panel: Panel, rows: pd.DataFrame) -> None:
    context = with_register(panel, made_up(rows))
    result, told = delay_probabilities(context), shared_delay(context).probability
    assert len(result.frame) == MOST_ROWS <= 15
    ordered = in_order(told)
    assert ordered["basis"].iloc[0] == LATE
    assert ordered["is_suspended"].iloc[-6:].all()
    known = ordered[ordered["by_plan"].notna() & (ordered["basis"] != LATE)]
    shared = known["by_plan"].round(2).mode()[0]
    is_shared = (known["by_plan"].round(2) == shared).to_numpy()
    assert is_shared.sum() > 10
    assert (~is_shared[: -is_shared.sum()]).all()  # those with the chance of most come after the others
    assert known["by_plan"][~is_shared].is_monotonic_increasing
    text = visible(result)
    assert "late by" in text
    assert f"left out: {len(told) - MOST_ROWS}" in text
    assert isinstance(context.shared["delay"], Delay)


def test_postponement_is_told_as_the_reason_of_higher_chances(panel: Panel, rows: pd.DataFrame) -> None:
    reading = " ".join(delay_probabilities(with_register(panel, made_up(rows))).reading)
    assert "cannot compare projects" in reading
    assert "Planned date never moved: 24" in reading  # counted by hand: 24 never, 30 to a later day
    assert "Planned date moved to a later day: 30" in reading


def test_suspended_projects_show_no_chance(panel: Panel, rows: pd.DataFrame) -> None:
    few = rows[(rows["status"] != "under_way") & (rows["status"] != "planned")].reset_index(drop=True)
    result = delay_probabilities(with_register(panel, made_up(few)))
    assert result.frame["chance"].tolist() == ["– (suspended)"] * 6
    assert result.frame[["within_6", "within_12"]].isna().all(axis=None)
    assert "Suspended, so that no chance is told: 6" in " ".join(result.reading)


def test_a_card_of_a_suspended_project_shows_no_chance(panel: Panel, rows: pd.DataFrame) -> None:
    context = with_register(panel, made_up(rows))
    html = worst(context)._repr_html_()
    card = next(each for each in html.split('<li class="card') if "EXAMPLE-KST-146" in each)
    assert "<dt>Chance of the planned day</dt><dd>– (suspended)</dd>" in card


def test_a_day_before_the_planned_date_has_a_dash(panel: Panel, rows: pd.DataFrame) -> None:
    """A chance of 0 % by a day before the planned one looks like failure."""
    context = with_register(panel, made_up(rows))
    result, told = delay_probabilities(context), shared_delay(context).probability
    assert [each.label for each in result.table.columns][3:5] == ["By September 27, 2018", "By March 27, 2019"]
    is_later = told["plan"].loc[result.frame.index] > pd.Timestamp("2018-09-27")
    assert is_later.any()
    assert result.frame["within_6"][is_later].isna().all()
    assert "A dash under a day stands where the planned date lies after it" in visible(result)


def test_a_small_region_tells_only_its_plan(panel: Panel, rows: pd.DataFrame) -> None:
    result = portfolio_forecast(with_register(panel, made_up(rows), region="AST"))
    assert "foretold (" not in result.title
    assert "Permanent jobs planned by December 31, 2018" in result.title
    assert result.picture is None
    assert not {"median", "low", "high"} & {each.key for each in result.table.columns}
    assert "at least 10" in " ".join(result.reading)
    assert_shows_itself(result)


def test_a_forecast_above_the_plan_is_explained(panel: Panel, rows: pd.DataFrame) -> None:
    early = rows.assign(jobs_permanent_planned=rows["jobs_permanent_planned"].where(
        rows["planned_commissioning"] > pd.Timestamp("2018-12-31"), 1.0))  # fmt: skip
    result = portfolio_forecast(with_register(panel, made_up(early)))
    assert result.values["jobs_permanent_planned_2018"] > result.frame["plan"].iloc[2]
    assert "A forecast may exceed the plan, as here (" in " ".join(result.reading)


def test_the_forecast_says_that_suspended_projects_are_left_out(panel: Panel, rows: pd.DataFrame) -> None:
    reading = " ".join(portfolio_forecast(with_register(panel, made_up(rows))).reading)
    assert "Suspended, in neither the forecast nor the plan: 6" in reading
    assert "permanent jobs 97," in reading
    none = portfolio_forecast(with_register(panel, made_up(rows[rows["status"] != "suspended"].reset_index(drop=True))))
    assert "in neither the forecast nor the plan" not in visible(none)


def test_the_caption_of_the_forecast_names_the_axis(panel: Panel, rows: pd.DataFrame) -> None:
    assert portfolio_forecast(with_register(panel, made_up(rows))).caption.startswith("picture: % of the plan")
    small = portfolio_forecast(with_register(panel, made_up(rows), region="AST"))
    assert "%" not in small.caption


def test_projects_not_foretold_are_counted_in_good_english(panel: Panel, rows: pd.DataFrame) -> None:
    assert "nothing: 1 open project." in visible(portfolio_forecast(with_register(panel, made_up(rows))))
    dark = rows["status"].eq("under_way") & rows.index.isin(rows.index[rows["status"] == "under_way"][:1])
    old = rows.assign(
        first_planned_commissioning=rows["first_planned_commissioning"].mask(dark, pd.Timestamp("2010-01-01"))
    )
    assert "nothing: 2 open projects." in visible(portfolio_forecast(with_register(panel, made_up(old))))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("region", ["KZ", "AKM"])
def test_terms_of_statistics_stand_in_the_caveats_only(
    panel: Panel, rows: pd.DataFrame, section: Any, region: str
) -> None:
    result = section(with_register(panel, made_up(rows), region=region))
    main = visible(replace(result, caveats=(), picture=None))
    for term in ("Schoenfeld", "Brier", "Holm", "log-rank", "likelihood-ratio", "hazard", "refuted", "map: ",
                 "Chance of such a difference", "Ratio stays the same"):  # fmt: skip
        assert term not in main, term


def test_three_counts_of_commissioned_projects_stand_in_one_line(panel: Panel, rows: pd.DataFrame) -> None:
    """91 are commissioned, 1 of them without a date, 89 of the others tell every feature: counted by hand."""
    context = with_register(panel, made_up(rows))
    assert "Commissioned projects: 91; 1 of them cannot be timed, so 90 are timed." in visible(delay_curves(context))
    assert "Commissioned projects: 91; timed 90; in the model 89" in visible(delay_model(context))
    dated = rows[~((rows["status"] == "commissioned") & rows["actual_commissioning"].isna())].reset_index(drop=True)
    assert "Commissioned projects: 90; all of them are timed." in visible(
        delay_curves(with_register(panel, made_up(dated)))
    )


@pytest.mark.parametrize(("numbers", "percent", "said"), [
    ((16.7, 15.8, 18.1), False, "16.7 (15.8–18.1)"),
    ((16.7, 15.8, np.nan), False, "16.7 (15.8–…)"),
    ((16.7, np.nan, np.nan), False, "16.7"),
    ((np.nan, 15.8, np.nan), False, "–"),
    ((0.44, 0.3, 0.59), True, "44% (30–59%)"),
])  # fmt: skip
def test_a_cell_with_its_interval(numbers: tuple[float, float, float], percent: bool, said: str) -> None:
    assert with_interval(language_of("en"), *numbers, percent=percent) == said


def test_tables_fit_a_page(panel: Panel, rows: pd.DataFrame) -> None:
    """Eight columns stood half behind a scroll bar at 1,200 pixels: an interval is one column, not two."""
    context = with_register(panel, made_up(rows))
    assert len(delay_probabilities(context).table.columns) <= 7
    assert len(delay_curves(context).table.columns) <= 7


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
