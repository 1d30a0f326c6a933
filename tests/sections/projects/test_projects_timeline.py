"""Time line: who is shown, what the classes count, and words that follow the slippage."""

from __future__ import annotations

import pytest

from iidsp_analysis.sections.projects import timeline as section
from iidsp_analysis.sections.projects.sums import TOTAL
from tests.sections.portfolio_pages import OPEN, made_up, page, page_of
from tests.sections.reports import assert_shows_itself, visible


def moved(month: int, **other):
    """Planned for December 2016 and commissioned a number of months after."""
    year, number = divmod(11 + month, 12)
    return {"actual_commissioning": f"{2016 + year}-{number + 1:02d}-01", **other}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("region", ["KZ", "AKM"])
def test_the_example_shows_itself(panel, region, language):
    result = section.timeline(page_of(panel, made_up(), region=region, language=language))
    assert_shows_itself(result)
    assert result.stamp in result.picture.alt


def test_the_words_follow_the_figures(panel):
    result = section.timeline(page(panel, moved(0), moved(3), moved(9), moved(15)))
    assert result.title == (
        "Commissioning is late by at least a full month at 3 of 4 projects with both dates; half of these by 9 months "
        "or more, at most 15"
    )
    assert result.values == {"measured": 4, "slipped": 3, "median": 9, "largest": 15}


def test_dates_that_contradict_are_told(panel):
    result = section.timeline(page(panel, moved(24), moved(2, status="under_way")))
    assert result.caveats[0].startswith("1 project tells a commissioning after the day of the register")
    assert result.caveats[1].startswith("1 project tells a day of commissioning, but its status is another")
    assert len(section.timeline(page(panel, moved(2))).caveats) == 2


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (({},), "No commissioning has slipped by a full month (projects with both dates: 1)"),
        (({"actual_commissioning": None},), "No project tells both its first date and its date now"),
    ],
)
def test_nothing_slipped_and_nothing_told_are_two_things(panel, changes, title):
    result = section.timeline(page(panel, *changes))
    assert result.title == title
    assert_shows_itself(result)
    assert (result.picture is None) == (result.values["measured"] == 0)


def test_no_more_than_thirty_are_drawn_and_it_is_said(panel):
    result = section.timeline(page(panel, *(moved(1 + at % 5) for at in range(33))))
    ticks = result.plot().axes[0].get_yticklabels()
    assert len(ticks) == section.MOST_SHOWN
    assert any("30 projects with the largest slippage, of 33" in each for each in result.reading)
    assert result.frame.loc[TOTAL, "projects"] == 33
    few = section.timeline(page(panel, moved(2)))
    assert not any("picture shows" in each for each in few.reading)


def test_the_largest_slippage_is_on_top_and_ties_are_decided(panel):
    lines = [
        moved(2),
        moved(5, cost_planned_mln_kzt=10),
        moved(5, cost_planned_mln_kzt=20),
        moved(5, cost_planned_mln_kzt=20),
    ]
    ticks = section.timeline(page(panel, *lines)).plot().axes[0].get_yticklabels()
    assert [tick.get_text() for tick in ticks] == [f"{name} · Brick works" for name in ("P2", "P3", "P1", "P0")]


def test_a_passed_plan_is_not_before_the_day_of_the_register(panel):
    late = {**OPEN, "planned_commissioning": "2017-06-30"}
    result = section.timeline(page(panel, late))
    named = [text.get_text() for text in result.plot().axes[0].get_legend().get_texts()]
    assert named == ["first planned date", "planned date passed: not before this day"]
    assert result.values["largest"] == 15  # December 2016 to 27 March 2018


def test_hostile_ids_are_drawn_as_they_are(panel):
    hostile = [moved(3, id=r"$\frac{1$"), moved(2, id="<b>漢</b>"), moved(1, id="x" * 80)]
    result = section.timeline(page(panel, *hostile))
    assert_shows_itself(result)
    shown = [tick.get_text() for tick in result.plot().axes[0].get_yticklabels()]
    assert shown == [section.row_name(each["id"], "Brick works") for each in hostile]
    assert shown[0].startswith(r"\$\frac{1\$ ·")
    assert all(len(name) <= section.MOST_LETTERS for name in shown[1:])
    assert "<b>" not in visible(result)


def test_classes_without_a_date_appear_where_there_are_any(panel):
    names = list(section.timeline(page(panel, {}, {"first_planned_commissioning": None})).frame["name"])
    assert "No first date recorded" in names
    assert "No date now, or commissioned without a date" not in names


def test_cancelled_projects_are_left_out(panel):
    result = section.timeline(page(panel, moved(3), {"status": "cancelled"}))
    assert "1 cancelled project is left out." in result.reading
    assert result.frame.loc[TOTAL, "projects"] == 1


def test_a_day_late_is_not_called_early(panel):
    names = list(section.timeline(page(panel, moved(0, actual_commissioning="2016-12-29"))).frame["name"])
    assert names[0] == "Early, on time, or late by less than a month"


def test_what_is_missing_names_no_row():
    assert section.row_name("P1", None) == "P1"
    assert section.row_name(None, float("nan")) == ""
