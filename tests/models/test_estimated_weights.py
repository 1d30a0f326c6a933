"""Weights estimated on public panels: what the shipped table gives as of a year."""

from __future__ import annotations

import pandas as pd
import pytest

from iidsp_analysis.models import estimated_weights as module
from iidsp_analysis.models.estimated_weights import (
    FULL_WEIGHT,
    START,
    coefficient_table,
    estimated_weights,
    panel_table,
    panels_sharing,
    prior_coefficients,
)
from iidsp_analysis.models.lenses import FROM_AMOUNTS
from iidsp_analysis.models.weights import WeightsError

LENSES = ("relatedness_gap", "demand")


@pytest.fixture
def small_table(monkeypatch):
    """Panel x: five origins, panel y: one; the coefficients of an origin do not differ between years but for one."""
    rows = [("x", year, year + 6, "relatedness_gap", 0.1) for year in range(2000, 2005)]
    rows += [("x", year, year + 6, "demand", 0.05) for year in range(2000, 2005)]
    rows += [("y", 2004, 2010, "relatedness_gap", 0.4), ("y", 2004, 2010, "demand", -0.2)]
    table = pd.DataFrame(rows, columns=["panel", "origin", "end", "lens", "coefficient"])
    monkeypatch.setattr(module, "coefficient_table", lambda: table)


def test_by_hand(small_table):
    """(5 · 0.1 + 1 · 0.4 + 5 · 0.15) / 11: a panel of one origin counts a fifth, the start as one full panel."""
    prior = prior_coefficients(2010, LENSES)
    assert prior.loc["relatedness_gap", "coefficient"] == pytest.approx((0.5 + 0.4 + 5 * 0.15) / 11)
    assert prior.loc["demand", "coefficient"] == pytest.approx((5 * 0.05 - 0.2) / 11)
    assert prior.loc["relatedness_gap", "standard_error"] == pytest.approx(0.3 / 2)  # sd 0.3/√2, two panels
    assert set(prior["panels"]) == {2}
    assert set(prior["origins"]) == {6}
    assert FULL_WEIGHT == 5


def test_a_window_that_ends_later_does_not_count(small_table):
    prior = prior_coefficients(2007, LENSES)  # x: origins 2000 and 2001
    assert prior.loc["relatedness_gap", "coefficient"] == pytest.approx((2 * 0.1 + 5 * 0.15) / 7)
    assert set(prior["origins"]) == {2}
    assert prior["standard_error"].isna().all()


def test_before_any_window_has_ended_only_the_start_counts(small_table):
    prior = prior_coefficients(2005, LENSES)
    assert prior["coefficient"].to_dict() == {"relatedness_gap": START["relatedness_gap"], "demand": 0}
    assert set(prior["panels"]) == {0}


def test_a_panel_that_is_left_out_does_not_count(small_table):
    prior = prior_coefficients(2010, LENSES, without=["y"])
    assert prior.loc["relatedness_gap", "coefficient"] == pytest.approx((5 * 0.1 + 5 * 0.15) / 10)
    assert prior_coefficients(2010, LENSES, without=["x", "y"]).loc["demand", "coefficient"] == 0


def test_an_unknown_lens_weighs_nothing_and_order_is_kept(small_table):
    prior = prior_coefficients(2010, ("unknown", "demand"))
    assert list(prior.index) == ["unknown", "demand"]
    assert prior.loc["unknown", "coefficient"] == 0


def test_the_set_of_weights_says_where_it_comes_from(small_table):
    weights = estimated_weights(2010, LENSES)
    assert weights.name == "estimated"
    assert dict(weights.values) == pytest.approx(prior_coefficients(2010, LENSES)["coefficient"].to_dict())
    assert "2 panels, 6 origins ended by 2010" in weights.origin


def test_lenses_without_an_estimate_are_refused(small_table):
    with pytest.raises(WeightsError):
        estimated_weights(2010, ("unknown",))


def test_the_shipped_table_is_about_the_lenses_and_panels_that_exist():
    table = coefficient_table()
    assert set(table["lens"]) == {lens.name for lens in FROM_AMOUNTS}
    assert set(table["panel"]) == set(panel_table().index)
    assert (table["end"] == table["origin"] + table["horizon"] + 1).all()  # skip-year windows
    assert not table.duplicated(["panel", "origin", "horizon", "lens"]).any()
    assert table[["coefficient", "standard_error"]].notna().all(axis=None)


def test_the_lens_with_the_published_hypothesis_weighs_most_as_of_2018():
    prior = prior_coefficients(2018, [lens.name for lens in FROM_AMOUNTS])["coefficient"]
    assert prior.idxmax() == "relatedness_gap"


def test_a_panel_about_the_same_ground_is_found_by_its_regions():
    labels = str(panel_table().loc["us_states", "regions"]).split()
    assert "us_states" in panels_sharing([label.lower() for label in labels])
    assert "us_states" in panels_sharing(labels[: len(labels) // 2])  # a part of it is the same ground
    assert panels_sharing(["KZ10", "KZ11", "KZ15"]) == ()


@pytest.mark.parametrize(
    ("labels", "panel"),
    [
        (["Alabama", "Texas", "new york", "Ohio"], "us_states"),
        (["06000", "48000", "36000"], "us_states"),
        (["US-CA", "US-TX"], "us_states"),
        (["London", "South East", "Wales", "Scotland"], "uk_itl3"),
        (["UKC11", "UKC12", "UKD33", "UKN06"], "uk_itl3"),
        (["TLC", "TLD", "TLE", "TLF", "TLG"], "uk_itl3"),
        (["Kazakhstan", "Germany", "Italy", "Mexico"], "adb_economies"),
    ],
)
def test_the_same_ground_under_other_names(labels, panel):
    """Else a panel would witness for itself as soon as somebody spells its regions out."""
    assert panels_sharing(labels) == (panel,)


def test_numbers_are_nobodys_ground():
    assert panels_sharing([str(number) for number in range(60)]) == ()
