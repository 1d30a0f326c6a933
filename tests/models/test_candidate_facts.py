"""What is known of every candidate before any ranking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models import specialisation
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidates import Candidates, candidates_of
from iidsp_analysis.models.evidence_grade import grades
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.survey import survey
from tests.backtest.synthetic import drawn_panel


def looked(change=None, months=None, copies=0, **marks):
    """A survey of eight regions × six industries over six years, no cell tiny; r00 is heavy in the even industries."""
    values = np.random.default_rng(3).uniform(50, 70, size=(8, 6, 6))
    values[0, ::2] *= 2
    if change:
        change(values)
    main = replace(drawn_panel(3, regions=8, industries=6, years=6), values=values)
    effective = np.full((8, 6), 12.0)
    for cell, count in (months or {}).items():
        effective[cell] = count
    main = replace(main, **marks)
    return survey(
        Candidates(Evidence(main, main.last_year), "hs_section", np.full(main.values.shape, 0.01), effective),
        copies=copies,
    )


@pytest.fixture(scope="module")
def of_2017(borders):
    return survey(candidates_of(borders, 2017), copies=2)


def test_amount_share_and_quotient_by_hand():
    """Region of 40; industry i0: 10 here, 20 in the country of 250: (10 / 40) / (20 / 250)."""

    def by_hand(values):
        values[:] = 0.0
        values[0, :2, -1] = [10.0, 30.0]
        values[1, [0, 2], -1] = [10.0, 200.0]

    table = candidate_facts(looked(by_hand), "r00")
    assert table["amount"].to_list() == [10, 30, 0, 0, 0, 0]
    assert table["share"].to_list() == [0.25, 0.75, 0, 0, 0, 0]
    assert table["quotient"].iloc[:3].to_list() == pytest.approx([0.25 / (20 / 250), 0.75 / (30 / 250), 0.0])
    assert table["quotient"].iloc[3:].isna().all()  # nobody has it
    assert table["why_unranked"].to_list() == ["", "", *["too small"] * 4]


def test_the_type_follows_the_probability_and_not_the_quotient():
    """Turn round what the noisy copies say: light industries become strengths, heavy ones do not stay so."""
    told = looked(copies=4)
    place = told.lens_names.index(specialisation.NAME)
    copies = told.copies.copy()
    copies[..., place] = -copies[..., place]
    before, after = candidate_facts(told, "r00"), candidate_facts(replace(told, copies=copies), "r00")
    sure = (told.copies[:, 0, :, place] > 0).mean(axis=0)
    assert sure.tolist() == [1, 0, 1, 0, 1, 0]
    for code, chance in zip(before.index, sure, strict=True):
        assert before.loc[code, "reason"].startswith("specialised" if chance else "not specialised")
        assert after.loc[code, "reason"].startswith("not specialised" if chance else "specialised")
    pd.testing.assert_series_equal(before["quotient"], after["quotient"])


def test_without_copies_the_quotient_decides():
    table = candidate_facts(looked(), "r00")
    heavy = table["reason"].str.startswith("specialised")
    assert (heavy == (table["quotient"] >= 1)).all()
    assert heavy.any()
    assert not heavy.all()


def test_one_shipment_lowers_the_grade_by_two_steps():
    plain, lumpy = candidate_facts(looked(), "r00"), candidate_facts(looked(months={(0, 2): 1.99}), "r00")
    assert plain["grade"].to_list() == ["A"] * 6
    assert lumpy["grade"].to_list() == ["A", "A", "C", "A", "A", "A"]
    assert lumpy["one_flow"].to_list() == [False, False, True, False, False, False]


def test_exactly_two_months_are_not_one_shipment():
    assert not candidate_facts(looked(months={(0, 2): 2.0}), "r00")["one_flow"].any()


def test_amounts_without_months_say_nothing_of_shipments():
    told = looked()
    table = candidate_facts(replace(told, candidates=replace(told.candidates, effective_months=None)), "r00")
    assert table["one_flow"].isna().all()
    assert table["grade"].to_list() == ["A"] * 6


def test_a_missing_latest_figure_is_no_figure():
    def silenced(values):
        values[0, 1, -1] = np.nan

    table = candidate_facts(looked(silenced), "r00")
    assert table["why_unranked"].to_list() == ["", "no figure", "", "", "", ""]
    assert table.loc["i01", "grade"] == "D"


def test_a_published_figure_with_the_lowest_grade_is_not_called_missing():
    """Booked elsewhere, a gap in the past and one shipment: three steps down, and yet the figure is there."""

    def gap(values):
        values[0, 1, 2] = np.nan

    table = candidate_facts(looked(gap, {(0, 1): 1.0}, booked_elsewhere=("r00",)), "r00")
    assert table.loc["i01", "grade"] == "D"
    assert table.loc["i01", "amount"] > 0
    assert table.loc["i01", "why_unranked"] == ""


def test_a_region_without_figures_and_a_region_that_is_not_there_are_refused():
    def silenced(values):
        values[0, :, -1] = np.nan
        values[1, :, -1] = 0.0

    told = looked(silenced)
    for region in ("r00", "r01"):
        with pytest.raises(MissingDataError, match="No candidate of this region has a figure"):
            candidate_facts(told, region)
    with pytest.raises(UsageError, match=r"no region 'shymkent'.*r00, r01, r02"):
        candidate_facts(told, "shymkent")


def test_grades_of_the_embedded_exports_are_those_of_the_amounts_less_shipments(of_2017):
    table = candidate_facts(of_2017, "akmola")
    plain = grades(of_2017.candidates.main).loc["akmola"]
    lowered = (plain.map("ABCD".index) + 2 * table["one_flow"].astype(int)).clip(upper=3)
    assert (table["grade"].map("ABCD".index) == lowered).all()
    assert table["one_flow"].any()


def test_every_published_figure_of_2017_is_ranked_or_too_small(of_2017):
    for region in of_2017.candidates.main.regions:
        table = candidate_facts(of_2017, region)
        assert table["amount"].notna().all()
        assert set(table["why_unranked"]) <= {"", "too small"}
