"""From maps to status: counts, costs, what is cancelled, and what is not told."""

from __future__ import annotations

import numpy as np
import pytest

from iidsp_analysis.monitors.projects.rule import CANCELLED
from iidsp_analysis.sections.projects import flow as projects_flow
from iidsp_analysis.sections.projects.sums import TOTAL
from tests.sections.portfolio_pages import OPEN, made_up, page, page_of
from tests.sections.reports import assert_shows_itself, visible


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["KZ", "AKM"])
def test_the_example_shows_itself(panel, region, language):
    result = projects_flow.flow(page_of(panel, made_up(), region=region, language=language))
    assert_shows_itself(result)
    assert result.stamp in result.caption


def test_title_table_and_values_say_the_same(panel):
    big = {"map": "industrialization", "cost_planned_mln_kzt": 9000}
    result = projects_flow.flow(page(panel, {}, OPEN, big, {**big, "status": CANCELLED}))
    assert result.title == (
        "Industrialization map: commissioned 1 of 1; Regional business support map: commissioned 1 of 2"
    )
    assert result.frame.loc[TOTAL, "both_projects"] == 3
    assert result.frame.loc[TOTAL, "both_cost"] == 11
    assert result.frame.loc[CANCELLED, "industrialization_cost"] == 9
    assert result.values["industrialization_cancelled"] == 1
    assert "Cancelled" not in result.picture.alt
    assert "1 cancelled project is not drawn; the table states it apart." in result.reading[0]
    assert result.caption.startswith("picture: projects; table: projects, and cost in bn KZT")


def test_the_foot_is_the_sum_of_the_body(panel):
    frame = projects_flow.flow(page_of(panel, made_up())).frame
    numbers = frame.drop(columns="name")
    body = numbers.drop([TOTAL, CANCELLED])
    assert np.allclose(body.sum(), numbers.loc[TOTAL])
    assert np.allclose(numbers["both_cost"], numbers["industrialization_cost"] + numbers["regional_cost"])


def test_what_is_not_told_is_a_band_of_its_own(panel):
    result = projects_flow.flow(page(panel, {"map": None}, {"status": None}))
    assert "Map not told → Commissioned: 1" in result.picture.alt
    assert "Status not told" in visible(result)
    drawn = [text.get_text() for text in result.plot().axes[0].texts]
    assert any(text.startswith("Map not told") for text in drawn)


def test_an_untold_cost_is_a_dash_and_no_project_costs_nothing(panel):
    result = projects_flow.flow(page(panel, {"cost_planned_mln_kzt": None}, {"map": "industrialization", **OPEN}))
    assert np.isnan(result.frame.loc["commissioned", "regional_cost"])
    assert result.frame.loc["commissioned", "industrialization_cost"] == 0
    assert np.isnan(result.frame.loc["commissioned", "both_cost"])
    assert result.caveats == ("1 project does not tell its cost: it is counted, and missing in the cost.",)


def test_a_portfolio_that_is_cancelled_has_a_title(panel):
    result = projects_flow.flow(page(panel, {"status": CANCELLED}))
    assert result.title == "All projects are cancelled"
    assert result.picture is None
    assert_shows_itself(result)
