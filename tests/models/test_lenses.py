"""What holds for every lens."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.language import MISSING, language
from iidsp_analysis.models import lenses
from iidsp_analysis.models.lens import GRADES, Evidence
from iidsp_analysis.models.lenses import FROM_AMOUNTS, LENSES, by_name, look
from tests.backtest.synthetic import drawn_panel
from tests.models.evidence import EN, block, blocks_changed, drawn_evidence

NAMES = [lens.name for lens in LENSES]
every_lens = pytest.mark.parametrize("name", NAMES)
SEEDS = (0, 1, 2)


def told(name, evidence):
    return by_name(name).compute(evidence)


def test_every_name_is_there_once_and_the_backtest_lenses_come_first():
    assert len(set(NAMES)) == len(NAMES) == 13
    assert LENSES[: len(FROM_AMOUNTS)] == FROM_AMOUNTS


def test_an_unknown_lens_is_refused_with_the_names():
    with pytest.raises(UsageError, match="relatedness_gap"):
        by_name("crystal_ball")


def test_a_look_asks_the_named_lenses_in_order():
    evidence = drawn_evidence()
    assert [result.lens for result in look(evidence, ["demand", "specialisation"])] == ["demand", "specialisation"]
    assert [result.lens for result in look(evidence)] == NAMES


@every_lens
def test_a_result_is_complete(name):
    result = told(name, drawn_evidence())
    lens = by_name(name)
    assert result.has_data
    assert result.unit
    assert result.parts
    assert set(np.unique(result.grade.to_numpy())) <= set(GRADES)
    assert lens.title(EN)
    assert all(lens.caveats(result, EN))


@every_lens
def test_parts_sum_to_the_score(name):
    result = told(name, drawn_evidence())
    pd.testing.assert_frame_equal(sum(result.parts.values()), result.score, check_exact=False, atol=1e-12)


@every_lens
def test_every_cell_has_a_sentence_in_words(name):
    """Also cells without a score: no dash, no nan, no gap left open, in either language."""
    lens, result = by_name(name), told(name, drawn_evidence())
    for code in ("en", "ru"):
        for region in result.score.index:
            for industry in result.score.columns:
                sentence = lens.reading(result, region, industry, language(code))
                assert sentence.endswith(".")
                assert MISSING not in sentence
                assert "nan" not in sentence
                assert "{" not in sentence


@every_lens
def test_without_its_figures_a_lens_says_so_and_scores_nothing(name):
    bare = Evidence(block([[1.0, 2.0], [3.0, 4.0]]), 2003)  # two regions, two industries, one year, nothing else
    result = told(name, bare)
    if name == "specialisation":  # one year is all that it needs
        assert result.has_data
        return
    assert result.score.isna().all(axis=None)
    assert result.findings(EN)[0].endswith(".")
    assert by_name(name).reading(result, "r0", "i0", EN) == result.findings(EN)[0]


@every_lens
def test_amounts_that_are_missing_throughout_give_no_score(name):
    hollow = blocks_changed(drawn_evidence(), lambda each: replace(each, values=np.full_like(each.values, np.nan)))
    result = told(name, hollow)
    if name in ("technology", "linkages"):  # figures of the industry, not of the cell
        assert result.has_data
        return
    assert result.score.isna().all(axis=None)
    assert not result.has_data
    assert len(result.findings(EN)) == 1


@every_lens
def test_amounts_that_never_differ_rank_nothing(name):
    flat = blocks_changed(drawn_evidence(), lambda each: replace(each, values=np.full_like(each.values, 7.0)))
    result = told(name, flat)
    if name in ("technology", "linkages", "pipeline"):  # told apart by other figures
        return
    assert len(result.findings(EN)) == 1
    assert not result.has_data or result.is_constant


@every_lens
@pytest.mark.parametrize("seed", SEEDS)
def test_the_unit_of_the_amounts_changes_no_score(name, seed):
    evidence = drawn_evidence(seed)
    scaled = blocks_changed(evidence, lambda each: replace(each, values=each.values * 1000))
    scaled = replace(scaled, projects=evidence.projects * 1000)
    pd.testing.assert_frame_equal(told(name, scaled).score, told(name, evidence).score, atol=1e-9)


@every_lens
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_regions_and_industries_changes_no_score(name, seed):
    evidence = drawn_evidence(seed)
    turned = blocks_changed(
        evidence,
        lambda each: replace(
            each, values=each.values[::-1, ::-1], regions=each.regions[::-1], industries=each.industries[::-1]
        ),
    )
    again = told(name, turned)
    before = told(name, evidence)
    pd.testing.assert_frame_equal(
        again.score.loc[before.score.index, before.score.columns], before.score, check_exact=False, atol=1e-9
    )
    pd.testing.assert_frame_equal(again.grade.loc[before.grade.index, before.grade.columns], before.grade)


@every_lens
@pytest.mark.parametrize("filling", [0.0, np.nan])
@pytest.mark.parametrize("axis", [0, 1])
def test_an_empty_region_or_industry_changes_no_other_score(name, filling, axis):
    evidence = drawn_evidence(3)

    def extended(each):
        shape = list(each.values.shape)
        shape[axis] = 1
        label = "industries" if axis else "regions"
        values = np.concatenate([each.values, np.full(shape, filling)], axis=axis)
        return replace(each, values=values, **{label: (*getattr(each, label), "empty")})

    before, after = told(name, evidence).score, told(name, blocks_changed(evidence, extended)).score
    pd.testing.assert_frame_equal(after.loc[before.index, before.columns], before, check_exact=False, atol=1e-9)
    if name not in ("technology", "linkages", "demand"):  # what is so elsewhere is so for an empty region too
        assert (after["empty"] if axis else after.loc["empty"]).isna().all()


@every_lens
def test_a_later_year_changes_nothing_that_was_said_before(name):
    whole = drawn_evidence(4)
    year = whole.year - 2
    spoilt = blocks_changed(whole, lambda each: replace(each, values=each.values.copy()))
    for each in (spoilt.main, spoilt.employment, spoilt.exports):
        each.values[:, :, -2:] *= np.random.default_rng(0).uniform(0, 9, size=each.values[:, :, -2:].shape)
    then, still = (told(name, blocks_changed(each, lambda one: one.until(year))) for each in (whole, spoilt))
    pd.testing.assert_frame_equal(then.score, still.score)
    pd.testing.assert_frame_equal(then.grade, still.grade)


@every_lens
def test_the_evidence_is_left_as_it_was(name):
    evidence, untouched = drawn_evidence(5), drawn_evidence(5)
    told(name, evidence)
    for mine, other in ((evidence.main, untouched.main), (evidence.employment, untouched.employment)):
        np.testing.assert_array_equal(mine.values, other.values)
    pd.testing.assert_frame_equal(evidence.projects, untouched.projects)


def test_lenses_from_amounts_need_nothing_else():
    amounts = Evidence(drawn_evidence().main, drawn_evidence().year)
    assert all(lens.compute(amounts).has_data for lens in lenses.FROM_AMOUNTS)


@pytest.mark.parametrize(
    ("name", "score"),
    [
        ("specialisation", 0.063311107),
        ("specialisation_trend", 0.064166289),
        ("regional_shift", 0.092058111),
        ("relatedness_gap", 0.14071846),
        ("catch_up", 0.014065924),
        ("related_growth", -0.077521356),
        ("demand", -0.03236566),
    ],
)
def test_scores_are_those_that_the_shipped_weights_were_estimated_with(name, score):
    """Whoever changes a definition here has to estimate ``reference/lens_weights.csv`` anew."""
    panel = drawn_panel()
    assert told(name, Evidence(panel, panel.last_year)).at("r03", "i05") == pytest.approx(score, abs=1e-8)
