"""Words of the ranking: every label of the models has one, intervals and reversals are told, nothing is left raw."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import pytest

from iidsp_analysis.language import language
from iidsp_analysis.models import lenses
from iidsp_analysis.models.aggregation import AGGREGATIONS
from iidsp_analysis.models.badges import Badge
from iidsp_analysis.models.candidates import DIVISIONS, PRODUCT_GROUPS
from iidsp_analysis.models.changes import Change
from iidsp_analysis.models.normalise import NORMALISATIONS
from iidsp_analysis.models.types import CandidateType
from iidsp_analysis.sections import growth_words as words
from tests.sections.rankings import ranked_report

EN = language("en")


@pytest.fixture(scope="module")
def akmola(panel):
    return ranked_report(panel, region="AKM")


def test_every_badge_and_rule_has_a_word():
    assert set(words.BADGES) == set(get_args(Badge))
    assert set(words.RULES) == {*NORMALISATIONS, *AGGREGATIONS}
    told = [word(EN) for group in (words.BADGES, words.TYPES, words.SETS, words.RULES) for word in group.values()]
    assert all(told)
    assert len(set(told)) == len(told)


def test_every_type_that_the_models_give_has_a_word():
    assert set(words.TYPES) == set(get_args(CandidateType))


def test_a_candidate_is_named_by_its_classification(akmola):
    assert words.candidate(akmola, PRODUCT_GROUPS, "VI") == "VI · Chemicals"
    assert words.candidate(akmola, DIVISIONS, "24") == "24 · Basic metals"
    assert words.plain_candidate(akmola, PRODUCT_GROUPS, "VI") == "Chemicals"
    assert words.plain_candidate(akmola, DIVISIONS, "24") == "Basic metals"
    assert (words.what_is_ranked(akmola, DIVISIONS), words.amount_unit(akmola, DIVISIONS)) == (
        "Division",
        "GVA, bn KZT",
    )
    assert words.what_is_ranked(akmola, PRODUCT_GROUPS) == "Product group"
    assert words.amount_unit(akmola, PRODUCT_GROUPS) == "Exports, mln USD"


def test_names_with_commas_are_quoted(akmola):
    assert words.quoted_names(akmola, PRODUCT_GROUPS, ["IV", "XV"]) == "“Food, drinks, tobacco”, “Base metals”"


def test_an_interval_of_one_place_is_one_number(akmola):
    rows = pd.DataFrame({"rank_low": [1.0, 3.0, float("nan")], "rank_high": [4.0, 3.0, float("nan")]})
    assert words.intervals(akmola, rows) == ["1–4", "3", None]


@pytest.mark.parametrize(("pick", "told"), [(True, "stable"), (False, "not picked, stable")])
def test_a_firm_rejection_is_not_told_like_a_firm_pick(akmola, pick, told):
    assert words.verdict(akmola, pd.Series({"badge": "stable", "pick": pick})) == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("weight", "demand", 0.0, 6), "without the lens “Demand elsewhere” it would be number 6"),
        (Change("weight", "demand", 1.25, 5), "with the weight of “Demand elsewhere” times 1.25 it would be number 5"),
        (Change("scores", "borders", 1.0, 7), "on other borders it would be number 7"),
        (Change("normalisation", "z", 1.0, 8), "by z-scores it would be number 8"),
        (Change("aggregation", "geometric", 1.0, 9), "by geometric mean it would be number 9"),
    ],
)
def test_every_change_is_a_clause(akmola, change, told):
    assert words.change_in_words(akmola, change) == told


def test_every_lens_has_a_title(akmola):
    titles = [words.lens_title(akmola, lens.name) for lens in lenses.LENSES]
    assert len(set(titles)) == len(titles)
