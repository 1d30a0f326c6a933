"""Do the regions add up: sums of the same cells, gaps of the tables told, missing regions never counted as zero."""

from __future__ import annotations

import pytest

from iidsp_analysis.sections.reconciliation import EQUAL, GAP, UNKNOWN, reconciliation, sums
from tests.sections.reports import assert_shows_itself, changed, report, visible


@pytest.mark.parametrize(("year", "borders"), [(2017, 2014), (2020, 2018), (2022, 2022), (2025, 2022)])
def test_regions_add_up_to_the_country_but_for_known_gaps(panel, year, borders):
    """SOURCE of the tables: sums hold within rounding; employment of 2020 and 2022 has gaps of 220 and 11 persons."""
    frame = sums(report(panel, year=year, borders=borders, trade=True))
    states = frame["state"].to_dict()
    gaps = {name for name, state in states.items() if state == GAP}
    assert gaps == ({"employment"} if year in (2020, 2022) else set())
    assert {"manufacturing", "grp", "exports", "processed_exports", "investment", "population"} <= set(states)
    if year == 2020:
        assert frame.loc["employment", "difference"] == pytest.approx(0.220, abs=5e-4)


def test_a_region_that_is_not_published_by_section_leaves_no_sum(panel):
    """2023: Almaty city and Shymkent have totals only."""
    context = report(panel, year=2023, borders=2022, trade=True)
    frame = sums(context)
    assert frame.loc["processed_exports", "state"] == UNKNOWN
    assert frame.loc["processed_exports", "missing"] == ("almaty_city", "shymkent")
    assert frame.loc["exports", "state"] == EQUAL
    assert "A region or the country is not published" in visible(reconciliation(context))


def test_a_wrong_cell_is_found(panel):
    context = changed(report(panel, trade=True), "gva", lambda told: told + 5.0, region="akmola", industry="C",
                      period="2017")  # fmt: skip
    assert sums(context).loc["manufacturing", "state"] == GAP
    assert "does not add up" in visible(reconciliation(context))


@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_it_shows_itself(panel, code):
    assert_shows_itself(reconciliation(report(panel, trade=True, language=code)))
