"""Output of the portfolio beside the official one: territories, years, what is estimated and what is not compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project_panels import panel
from project_registers import register, run

from iidsp_analysis import build, regions, territories
from iidsp_analysis.errors import BoundaryError
from iidsp_analysis.language import language
from iidsp_analysis.monitors.projects import rule as rules_room
from iidsp_analysis.monitors.projects.reconciliation import ALL, reconcile_output
from iidsp_analysis.monitors.projects.rules import message

RULE = "output_above_official"
AKMOLA = ("output", "oked_section", "C", "akmola", 2017, 900.0)


def lines(*changes: dict, figures: tuple = (AKMOLA,), borders: int = 2014) -> pd.DataFrame:
    """Return the reconciliation by territory, division and year."""
    told = reconcile_output(register(*changes).rows, panel(*figures, borders=borders))
    return told.set_index(["region", "division", "year"])


# --- the table --------------------------------------------------------------------------------------------------


def test_projects_of_a_region_are_added_up_and_compared():
    line = lines({}, {"output_actual_2017_mln_kzt": 700}, {"region": "aktobe"}).loc[("akmola", ALL, 2017)]
    assert (line["projects"], line["portfolio"], line["official"]) == (2, 1200, 900)
    assert line["share"] == pytest.approx(4 / 3)
    assert (line["basis"], line["largest"], line["largest_output"]) == ("published", 1, 700)


def test_projects_outside_manufacturing_and_without_a_code_do_not_count():
    line = lines({}, {"oked": "01"}, {"oked": None}).loc[("akmola", ALL, 2017)]
    assert (line["projects"], line["portfolio"]) == (1, 500)


def test_a_project_without_a_region_counts_in_the_country_only():
    table = lines({}, {"region": None})
    assert table.loc[("KZ", ALL, 2017), "projects"] == 2
    assert table.loc[("akmola", ALL, 2017), "projects"] == 1


def test_a_missing_output_is_not_zero():
    table = lines({"output_actual_2017_mln_kzt": None}, {"output_actual_2016_mln_kzt": 3, "region": "aktobe"})
    assert ("akmola", ALL, 2017) not in table.index
    assert ("aktobe", ALL, 2016) in table.index


def test_a_figure_that_is_not_published_is_not_compared():
    line = lines({"region": "aktobe"}).loc[("aktobe", ALL, 2017)]
    assert line["basis"] == "none"
    assert np.isnan(line["official"])
    assert np.isnan(line["share"])


def test_a_division_is_compared_where_a_table_gives_it_and_never_estimated():
    table = lines({}, figures=(AKMOLA, ("output", "oked_division", "23", "akmola", 2017, 400)))
    assert table.loc[("akmola", "23", 2017), "share"] == pytest.approx(500 / 400)
    assert table.loc[("KZ", "23", 2017), "basis"] == "none"


def test_a_year_without_output_is_estimated_from_above_by_the_largest_published_ratio():
    figures = (
        ("gva", "oked_section", "C", "akmola", 2017, 100),
        ("gva", "oked_section", "C", "akmola", 2022, 200), ("output", "oked_section", "C", "akmola", 2022, 300),
        ("gva", "oked_section", "C", "aktobe", 2022, 100), ("output", "oked_section", "C", "aktobe", 2022, 220),
    )  # fmt: skip
    line = lines({}, figures=figures).loc[("akmola", ALL, 2017)]
    assert line["official"] == pytest.approx(220)
    assert line["basis"] == "estimated"


def test_value_added_alone_is_no_limit():
    table = lines({}, figures=(("gva", "oked_section", "C", "akmola", 2017, 100),))
    assert table.loc[("akmola", ALL, 2017), "basis"] == "none"


# --- territories ------------------------------------------------------------------------------------------------


def test_a_region_split_off_later_is_compared_with_the_region_that_contained_it():
    official = ("output", "oked_section", "C", "east_kazakhstan_pre2022", 2017, 900)
    line = lines({"region": "abai"}, figures=(official,)).loc[("east_kazakhstan_pre2022", ALL, 2017)]
    assert line["official"] == 900


def test_a_former_region_is_compared_with_the_sum_of_its_parts_and_with_all_their_projects():
    official = [("output", "oked_section", "C", name, 2017, 100 + number) for number, name in
                enumerate(("shymkent", "turkistan"))]  # fmt: skip
    changes = ({"region": "turkistan"}, {"region": "south_kazakhstan"}, {"region": "shymkent"})
    table = lines(*changes, figures=tuple(official), borders=2022)
    regional = table.drop(index="KZ", level="region")
    assert set(regional.index.get_level_values("region")) == {"shymkent+turkistan"}
    line = regional.loc[("shymkent+turkistan", ALL, 2017)]
    assert (line["projects"], line["official"]) == (3, 201)


@pytest.mark.parametrize("borders", regions.BORDERS)
def test_every_region_of_any_time_has_a_ground_on_any_borders(borders):
    names = [region.id for each in regions.BORDERS for region in regions.regions_of(each)]
    table = lines(*({"region": name} for name in dict.fromkeys(names)), borders=borders)
    parts = [part for ground in set(table.index.get_level_values("region")) for part in ground.split("+")]
    assert sorted(parts) == sorted(["KZ", *(region.id for region in regions.regions_of(borders))])


def test_a_sum_of_parts_needs_every_part():
    official = ("output", "oked_section", "C", "turkistan", 2017, 100)
    table = lines({"region": "south_kazakhstan"}, figures=(official,), borders=2022)
    assert table.loc[("shymkent+turkistan", ALL, 2017), "basis"] == "none"


def test_a_panel_of_mixed_borders_is_refused():
    with pytest.raises(BoundaryError, match="sets of borders"):
        reconcile_output(register({}).rows, panel(AKMOLA, borders=None))


# --- the rule ---------------------------------------------------------------------------------------------------


def test_the_rule_names_the_largest_project_of_a_portfolio_above_the_official_output():
    outcome = run(RULE, {}, {"output_actual_2017_mln_kzt": 700}, panel=panel(AKMOLA))
    (found,) = outcome.found
    assert (found.row, found.column) == (1, "output_actual_2017_mln_kzt")
    assert message(RULE, dict(found.gaps), language("en")) == (
        "Akmola Region, manufacturing, 2017: output of the projects 1.2 bn KZT (projects: 2), more than the official"
        " output of 0.90 bn KZT. This project has the largest."
    )


def test_the_rule_passes_over_a_portfolio_below_it():
    assert run(RULE, {}, panel=panel(AKMOLA)).found == ()
    assert run(RULE, {}, {}, panel=panel(AKMOLA), share_most=1.5).found == ()


def test_an_estimate_is_called_so():
    figures = (
        ("gva", "oked_section", "C", "akmola", 2017, 100),
        ("gva", "oked_section", "C", "akmola", 2022, 100), ("output", "oked_section", "C", "akmola", 2022, 200),
    )  # fmt: skip
    (found,) = run(RULE, {}, panel=panel(*figures)).found
    assert "estimated" in message(RULE, dict(found.gaps), language("en"))


def test_without_official_figures_nothing_is_judged():
    assert run(RULE, {}).why_not == rules_room.NO_PANEL
    assert run(RULE, {}, panel=panel()).why_not == rules_room.NO_FIGURES


@pytest.fixture(scope="module")
def real():
    """Official figures on the borders of 2014."""
    return territories.on_borders(build.load(), 2014)


def test_the_real_panel_gives_output_from_2022_and_an_estimate_before(real):
    change = {"output_actual_2023_mln_kzt": 2e6, "output_actual_2012_mln_kzt": 1.0}
    table = reconcile_output(register(change, as_of="2024-12-31").rows, real)
    table = table.set_index(["region", "division", "year"])
    published, estimated = table.loc[("akmola", ALL, 2023)], table.loc[("akmola", ALL, 2017)]
    assert published["official"] == pytest.approx(1654801.0)
    assert published["share"] > 1
    assert (published["basis"], estimated["basis"]) == ("published", "estimated")
    assert estimated["official"] > 293767.0  # more than value added of the same year
    assert table.loc[("akmola", "23", 2023), "basis"] == "none"
