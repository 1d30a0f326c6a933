"""One look at all candidates, and what noisy copies and other borders say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.models import lenses, relatedness_gap, specialisation, technology
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidates import Candidates, candidates_of
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.survey import LARGEST_ERROR, _noisy, alternatives, survey, surveys_on_other_borders
from tests.backtest.synthetic import drawn_panel
from tests.models.evidence import block


def drawn_candidates(error=0.2, **kept):
    main = drawn_panel(3, regions=8, industries=6, years=6, noise=0.2)
    levels = pd.Series([1.0, 2.0, 3.0, 4.0, 2.0, 1.0], index=main.industries)
    return Candidates(
        Evidence(main, main.last_year, technology=levels), "hs_section", np.full(main.values.shape, error), **kept
    )


@pytest.fixture(scope="module")
def looked():
    return survey(drawn_candidates(), copies=6, seed=4)


@pytest.fixture(scope="module")
def of_2024(borders):
    return survey(candidates_of(borders, 2024), copies=0)


@pytest.fixture(scope="module")
def others(panel, of_2024):
    return surveys_on_other_borders(panel, of_2024, 2014)


def test_every_lens_is_asked_and_one_without_data_says_so(looked):
    assert list(looked.results) == [lens.name for lens in lenses.LENSES]
    assert "pipeline" not in looked.lens_names
    assert looked.results["pipeline"].missing is not None
    assert set(looked.lens_names) >= {"specialisation", "relatedness_gap", "technology"}


def test_scores_are_those_of_the_lenses(looked):
    told = looked.scores("r02")
    assert list(told.columns) == list(looked.lens_names)
    pd.testing.assert_series_equal(told["demand"], looked.results["demand"].score.loc["r02"], check_names=False)


def test_the_same_seed_gives_the_same_copies_and_another_one_others(looked):
    again, other = survey(drawn_candidates(), copies=6, seed=4), survey(drawn_candidates(), copies=6, seed=5)
    np.testing.assert_array_equal(again.copies, looked.copies)
    place = looked.lens_names.index("specialisation")
    assert (np.abs(other.copies[..., place] - looked.copies[..., place]) > 0).all()
    assert (np.abs(looked.copies[0, ..., place] - looked.copies[1, ..., place]) > 0).all()


def test_no_copies_can_be_asked_for(looked):
    single = survey(drawn_candidates(), copies=0)
    assert single.noisy_scores("r00").shape == (0, 6, len(single.lens_names))
    pd.testing.assert_frame_equal(single.scores("r00"), looked.scores("r00"))


def test_a_lens_that_uses_no_amounts_repeats_its_score(looked):
    place = looked.lens_names.index(technology.NAME)
    assert np.isnan(looked.copies[..., place]).all()
    told = looked.noisy_scores("r01")[..., place]
    np.testing.assert_array_equal(told, np.tile(looked.scores("r01")[technology.NAME], (6, 1)))


@pytest.mark.parametrize("error", [0.0, np.nan])
def test_exact_figures_and_unknown_errors_add_no_noise(error):
    exact = survey(drawn_candidates(error), copies=2)
    np.testing.assert_allclose(exact.noisy_scores("r03"), np.tile(exact.scores("r03"), (2, 1, 1)), atol=1e-12)


def test_noise_has_mean_one_and_the_stated_standard_error():
    """40,000 draws: the mean of a standard error of 0.3 lies within 4 × 0.3 / 200 of 1."""
    ones = block(np.ones((200, 200)))
    factors = _noisy(Candidates(Evidence(ones, 2003), "", np.full((200, 200, 1), 0.3)), np.random.default_rng(7)).main
    assert factors.values.mean() == pytest.approx(1, abs=0.006)
    assert factors.values.std() == pytest.approx(0.3, abs=0.01)
    assert (factors.values > 0).all()


def test_an_error_above_the_largest_counts_as_the_largest():
    ones = block(np.ones((30, 30)))
    drawn = [
        _noisy(Candidates(Evidence(ones, 2003), "", np.full((30, 30, 1), error)), np.random.default_rng(7)).main.values
        for error in (LARGEST_ERROR, 9.0)
    ]
    np.testing.assert_array_equal(*drawn)


def test_borders_on_which_a_region_has_no_figures_are_left_out(panel, borders):
    """In 2017 neither Shymkent nor the regions of 2022 existed."""
    mine = survey(candidates_of(borders, 2017), copies=0)
    assert surveys_on_other_borders(panel, mine, 2014) == ()


def test_in_2024_both_other_borders_are_surveyed_for_the_same_year(others):
    assert [len(other.candidates.main.regions) for other in others] == [17, 20]
    assert {other.candidates.evidence.year for other in others} == {2024}
    assert all(len(other.copies) == 0 for other in others)


def test_the_quotients_of_an_unchanged_region_are_the_same_on_all_borders(of_2024, others):
    """Country and region are the same sums; what other regions are like differs with their borders."""
    mine = candidate_facts(of_2024, "akmola")
    for other in others:
        theirs = candidate_facts(other, "akmola")
        pd.testing.assert_series_equal(theirs["amount"], mine["amount"])
        pd.testing.assert_series_equal(theirs["quotient"], mine["quotient"])
        theirs, ours = other.scores("akmola"), of_2024.scores("akmola")
        pd.testing.assert_series_equal(theirs[specialisation.NAME], ours[specialisation.NAME])
        assert not np.allclose(theirs[relatedness_gap.NAME], ours[relatedness_gap.NAME], equal_nan=True)


def test_alternatives_are_labelled_like_the_scores(of_2024, others):
    like = of_2024.scores("akmola")
    for told in alternatives(others, "akmola", like):
        assert list(told.index) == list(like.index)
        assert list(told.columns) == list(like.columns)
    assert len(alternatives(others, "akmola", like)) == 2
    assert alternatives(others, "south_kazakhstan", of_2024.scores("south_kazakhstan")) == []


def test_a_survey_that_lacks_a_lens_or_candidate_is_no_alternative(of_2024, others):
    like = of_2024.scores("akmola")
    silent = {name: result for name, result in others[0].results.items() if name != "demand"}
    assert len(alternatives([replace(others[0], results=silent)], "akmola", like)) == 0
    assert len(alternatives(others, "akmola", pd.concat([like, like.iloc[:1].rename({like.index[0]: "XXI"})]))) == 0
