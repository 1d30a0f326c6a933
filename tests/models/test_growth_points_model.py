"""Growth points of one region: complete table, ranks with intervals, reasons; weights side by side."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iidsp_analysis import schema
from iidsp_analysis.errors import MissingDataError, UsageError
from iidsp_analysis.models import estimated_weights as estimates
from iidsp_analysis.models import lenses
from iidsp_analysis.models.candidate_facts import candidate_facts
from iidsp_analysis.models.candidate_size import FEWEST_RANKED
from iidsp_analysis.models.candidates import Candidates, candidates_of
from iidsp_analysis.models.composite import composite, regenerate
from iidsp_analysis.models.draws import Variation
from iidsp_analysis.models.growth_points import TooFewCandidatesError, growth_points, weight_sets
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.survey import survey
from iidsp_analysis.models.weights import Weights, WeightsError, read_weights
from tests.backtest.synthetic import drawn_panel
from tests.models.made_panels import by_division, with_rows

FEW = Variation(draws=60)


@pytest.fixture(scope="module")
def of_2017(borders):
    return survey(candidates_of(borders, 2017), copies=10)


@pytest.fixture(scope="module")
def akmola(of_2017):
    return growth_points(of_2017, "akmola", variation=Variation(draws=2_000))


@pytest.fixture(scope="module")
def drawn():
    return survey(made(drawn_panel(5, regions=8, industries=12, years=7, noise=0.2)), copies=3)


def made(main):
    return Candidates(Evidence(main, main.last_year), "hs_section", np.full(main.values.shape, 0.1))


# --- the table --------------------------------------------------------------------------------------------------------


def test_every_candidate_has_a_row_also_what_the_region_does_not_sell(akmola, of_2017):
    assert sorted(akmola.table.index) == sorted(of_2017.candidates.main.industries)
    absent = akmola.table[akmola.table["amount"] == 0]
    assert len(absent)
    assert (absent["why_unranked"] == "too small").all()
    assert absent["rank"].isna().all()


def test_ranks_run_from_one_without_a_gap_and_the_unranked_come_last(akmola):
    ranked = akmola.table["rank"].dropna()
    assert ranked.to_list() == list(range(1, len(ranked) + 1))
    assert akmola.table["rank"].iloc[len(ranked) :].isna().all()
    assert (akmola.table["rank"].notna() == (akmola.table["why_unranked"] == "")).all()


def test_intervals_contain_the_median_and_lie_within_the_places(akmola):
    ranked = akmola.table[akmola.table["rank"].notna()]
    assert (ranked["rank_low"] <= ranked["median_rank"]).all()
    assert (ranked["median_rank"] <= ranked["rank_high"]).all()
    assert ranked["rank_low"].min() == 1
    assert ranked["rank_high"].max() <= len(ranked)
    assert ranked["probability_top"].sum() == pytest.approx(akmola.top, abs=0.2)  # ties share a place


def test_picks_are_the_first_and_all_others_are_rejected(akmola):
    assert akmola.top == akmola.table["rank"].notna().sum() // 2
    assert list(akmola.picks.index) == list(akmola.table.index[: akmola.top])
    assert sorted([*akmola.picks.index, *akmola.rejected.index]) == sorted(akmola.table.index)


def test_contributions_sum_to_the_score_less_the_middle(akmola):
    told = akmola.contributions()
    reference = akmola.robustness.reference
    assert (reference.normalisation, reference.aggregation) == ("rank", "arithmetic")
    expected = reference.score.loc[told.index] - 0.5
    np.testing.assert_allclose(told.sum(axis=1), expected, atol=1e-12)
    assert list(told.index) == list(akmola.table.index[akmola.table["rank"].notna()])
    sizes = pd.Series(np.abs(reference.weights.sizes()), reference.weights.lenses)
    assert list(told.columns) == list(sizes.sort_values(ascending=False).index)


def test_contributions_of_a_candidate_that_a_lens_does_not_know_still_sum_up(drawn):
    points = growth_points(silenced(drawn, "demand", "r00", "i03"), "r00", variation=FEW)
    told = points.contributions()
    assert np.isnan(told.loc["i03", "demand"])
    np.testing.assert_allclose(told.sum(axis=1), points.robustness.reference.score.loc[told.index] - 0.5, atol=1e-12)


def test_the_log_makes_the_ranking_again(akmola, of_2017):
    pool = akmola.table.index[akmola.table["why_unranked"] == ""]
    scores = of_2017.scores("akmola")
    log = json.loads(json.dumps(akmola.robustness.reference.log))
    again = regenerate(scores.loc[[code for code in scores.index if code in pool]], log)
    pd.testing.assert_series_equal(again.score, akmola.robustness.reference.score)
    assert again.rank.loc[pool].to_list() == akmola.table.loc[pool, "rank"].to_list()


def test_the_first_set_makes_the_ranking_and_every_set_has_its_ranks(akmola, of_2017):
    ranked = akmola.table[akmola.table["rank"].notna()]
    assert list(akmola.sets) == ["estimated", "equal"]
    assert ranked["rank_estimated"].to_list() == ranked["rank"].to_list()
    scores = of_2017.scores("akmola").loc[ranked.index]
    assert ranked["rank_equal"].to_list() == composite(scores, akmola.sets["equal"]).rank.to_list()
    assert ranked["rank_equal"].to_list() != ranked["rank"].to_list()


def test_lenses_without_data_are_named(akmola):
    assert "pipeline" in akmola.silent_lenses
    assert not set(akmola.silent_lenses) & set(akmola.survey.lens_names)


def test_one_shipment_is_known_by_candidate(akmola):
    assert akmola.one_flow("VI") == bool(candidate_facts(akmola.survey, "akmola").loc["VI", "one_flow"])
    unknown = replace(akmola, table=akmola.table.assign(one_flow=pd.array([pd.NA] * len(akmola.table), "boolean")))
    assert not unknown.one_flow("VI")


def test_the_same_survey_gives_the_same_table(akmola, of_2017):
    again = growth_points(of_2017, "akmola", variation=Variation(draws=2_000))
    pd.testing.assert_frame_equal(again.table, akmola.table)


def test_no_figure_of_a_later_year_changes_anything(borders, akmola):
    rows = borders.rows.copy()
    later = (rows[schema.PERIOD].str[:4] > "2017") & rows[schema.INDICATOR].isin(["exports", "gva", "exchange_rate"])
    rows.loc[later, schema.VALUE] = rows.loc[later, schema.VALUE] * 3 + 1
    changed = survey(candidates_of(replace(borders, rows=rows), 2017), copies=10)
    again = growth_points(changed, "akmola", variation=Variation(draws=2_000))
    pd.testing.assert_frame_equal(again.table, akmola.table)


def test_a_figure_of_the_year_changes_the_table(borders, akmola):
    rows = borders.rows.copy()
    mine = (
        rows[schema.REGION].eq("akmola") & rows[schema.INDUSTRY].eq("XVI") & rows[schema.PERIOD].str.startswith("2017")
    )
    rows.loc[mine, schema.VALUE] = 1e6
    changed = survey(candidates_of(replace(borders, rows=rows), 2017), copies=2)
    again = growth_points(changed, "akmola", variation=FEW)
    assert again.table.loc["XVI", "share"] > 0.9 > akmola.table.loc["XVI", "share"]


def test_a_survey_without_copies_can_be_ranked(drawn):
    single = survey(drawn.candidates, copies=0)
    points = growth_points(single, "r00", variation=FEW)
    assert points.table["rank"].to_list() == growth_points(drawn, "r00", variation=FEW).table["rank"].to_list()
    assert points.robustness.log[-1]["noise"] == "none"


def test_five_of_twelve_are_picked_whatever_the_variation_says(drawn):
    points = growth_points(drawn, "r00", variation=replace(FEW, top=2))
    assert points.top == len(points.picks) == points.robustness.variation.top == 5


def test_divisions_are_ranked_in_the_same_way(borders):
    regions = ("akmola", "aktobe", "atyrau", "zhambyl", "pavlodar")
    found = survey(candidates_of(with_rows(borders, by_division(regions)), 2017), copies=2)
    points = growth_points(found, "akmola", variation=FEW)
    assert len(points.table) == 24
    assert points.table["one_flow"].isna().all()
    assert len(points.picks) == 5


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_too_few_candidates_are_refused_with_their_number(of_2017):
    with pytest.raises(MissingDataError, match=r"Only 3 candidates .* 4 are needed\. \[kyzylorda\]"):
        growth_points(of_2017, "kyzylorda", variation=FEW)


def test_a_region_without_figures_is_refused(borders):
    of_2023 = survey(candidates_of(borders, 2023), copies=0)
    with pytest.raises(MissingDataError, match=r"No candidate of this region has a figure .*south_kazakhstan"):
        growth_points(of_2023, "south_kazakhstan", variation=FEW)


def test_a_region_of_other_borders_is_refused(of_2017):
    with pytest.raises(UsageError, match=r"no region 'shymkent'.*akmola"):
        growth_points(of_2017, "shymkent", variation=FEW)


def silenced(told, lens, region, *candidates):
    """The survey with a lens that does not know these candidates."""
    score = told.results[lens].score.copy()
    score.loc[region, list(candidates)] = np.nan
    copies = told.copies.copy()
    rows = [told.candidates.main.industries.index(code) for code in candidates]
    copies[:, told.candidates.main.regions.index(region), rows, told.lens_names.index(lens)] = np.nan
    result = replace(told.results[lens], score=score, parts={})
    return replace(told, results={**told.results, lens: result}, copies=copies)


def test_a_candidate_unknown_to_the_heaviest_lens_is_unranked_with_a_reason(drawn):
    sets = {"own": Weights("own", {"demand": 0.9, "specialisation": 0.1}, "test")}
    points = growth_points(silenced(drawn, "demand", "r00", "i03"), "r00", sets, variation=FEW)
    assert points.table.index[-1] == "i03"
    assert points.table["why_unranked"].iloc[-1] == "unknown to the lenses"
    assert points.table["why_unranked"].iloc[:-1].eq("").all()
    assert len(points.contributions()) == 11


def test_unranked_candidates_do_not_count_for_the_number_of_picks(drawn):
    """Twelve candidates, three of them unknown to the only lens: nine are ranked, four are picked."""
    sets = {"own": Weights("own", {"demand": 1.0}, "test")}
    points = growth_points(silenced(drawn, "demand", "r00", "i03", "i04", "i05"), "r00", sets, variation=FEW)
    assert points.table["rank"].notna().sum() == 9
    assert points.top == len(points.picks) == 4
    unknown = [f"i{at:02d}" for at in range(9)]
    with pytest.raises(MissingDataError, match="Only 3 candidates"):
        growth_points(silenced(drawn, "demand", "r00", *unknown), "r00", sets, variation=FEW)


# --- weights ----------------------------------------------------------------------------------------------------------


def test_the_estimated_weights_are_named_and_dated(of_2017):
    sets = weight_sets(of_2017)
    assert list(sets) == ["estimated", "equal"]
    assert {name: weights.name for name, weights in sets.items()} == {"estimated": "estimated", "equal": "equal"}
    assert sets["estimated"].origin.endswith("ended by 2017")
    for weights in sets.values():
        assert np.abs(weights.sizes()).sum() == pytest.approx(1)
        assert set(weights.lenses) <= set(of_2017.lens_names)
    assert set(sets["equal"].lenses) == set(of_2017.lens_names)


@pytest.fixture
def estimated_afresh():
    """The weights of a year are kept between calls: forget them before and after a changed table."""
    estimates.estimated_weights.cache_clear()
    yield estimates.estimated_weights.cache_clear
    estimates.estimated_weights.cache_clear()


def test_only_windows_that_ended_by_the_year_count(of_2017, monkeypatch, estimated_afresh):
    whole = estimates.coefficient_table()
    expected = weight_sets(of_2017)["estimated"]
    spoilt = whole.assign(coefficient=whole["coefficient"].where(whole["end"] <= 2017, 99.0))
    monkeypatch.setattr(estimates, "coefficient_table", lambda: spoilt)
    estimated_afresh()
    assert weight_sets(of_2017)["estimated"] == expected
    spoilt_past = whole.assign(coefficient=whole["coefficient"].where(whole["end"] != 2017, 99.0))
    monkeypatch.setattr(estimates, "coefficient_table", lambda: spoilt_past)
    estimated_afresh()
    assert weight_sets(of_2017)["estimated"] != expected


def test_own_weights_come_first_and_make_the_ranking(of_2017, tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("lens,weight\ntechnology,3\ndemand,1\n", encoding="utf-8")
    own = read_weights(path, [lens.name for lens in lenses.LENSES])
    sets = weight_sets(of_2017, own)
    assert list(sets) == ["own", "estimated", "equal"]
    assert dict(sets["own"].values) == {"technology": 0.75, "demand": 0.25}
    points = growth_points(of_2017, "akmola", sets, variation=FEW)
    ranked = points.table[points.table["rank"].notna()]
    assert ranked["rank_own"].to_list() == ranked["rank"].to_list()
    assert "rank_estimated" in ranked
    assert list(points.contributions().columns) == ["technology", "demand"]


def test_an_own_lens_without_data_is_left_out_and_the_rest_rescaled(of_2017):
    own = Weights("own", {"pipeline": 2.0, "demand": 1.0, "technology": 3.0}, "test")
    assert dict(weight_sets(of_2017, own)["own"].values) == {"demand": 0.25, "technology": 0.75}
    with pytest.raises(WeightsError, match="None of the lenses"):
        weight_sets(of_2017, Weights("own", {"pipeline": 1.0}, "test"))


def test_own_weights_that_name_an_unknown_lens_are_refused_with_the_list(of_2017):
    with pytest.raises(UsageError, match=r"no lens 'demnad'.*relatedness_gap.*pipeline"):
        weight_sets(of_2017, Weights("own", {"demnad": 1.0, "technology": 1.0}, "test"))


def test_chosen_lenses_count_the_same_and_nothing_else_does(of_2017):
    sets = weight_sets(of_2017, only=["demand", "technology"])
    assert {name: dict(weights.values) for name, weights in sets.items()} == {
        "chosen": {"demand": 0.5, "technology": 0.5}
    }


@pytest.mark.parametrize(
    ("only", "sentence"),
    [
        (["demand", "pipeline"], r"lens pipeline has no data here.*With data: .*demand"),
        (["demnad"], r"no lens 'demnad'.*relatedness_gap"),
    ],
)
def test_a_chosen_lens_without_data_or_existence_is_refused(of_2017, only, sentence):
    with pytest.raises(UsageError, match=sentence):
        weight_sets(of_2017, only=only)


# --- order ------------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 1_000))
def test_the_order_of_regions_and_candidates_changes_no_rank(seed):
    main = drawn_panel(seed, regions=7, industries=9, years=6, noise=0.2)
    random = np.random.default_rng(seed)
    rows, columns = random.permutation(7), random.permutation(9)
    turned = replace(
        main,
        values=main.values[rows][:, columns],
        regions=tuple(main.regions[at] for at in rows),
        industries=tuple(main.industries[at] for at in columns),
    )
    looked = survey(made(main), copies=0)
    large = candidate_facts(looked, "r02")["why_unranked"] == ""
    assume(large.sum() >= FEWEST_RANKED)  # a drawn region may have three, which is refused in either order
    gaps = np.diff(np.sort(looked.scores("r02").to_numpy(), axis=0), axis=0)
    assume(not (gaps < 1e-9).any())  # the order of summation breaks the ties of a lens
    first, second = (growth_points(each, "r02", variation=FEW) for each in (looked, survey(made(turned), copies=0)))
    wanted = ["amount", "quotient", "rank", "rank_equal", "type", "grade", "pick", "why_unranked"]
    told = second.table.loc[first.table.index, wanted]
    pd.testing.assert_frame_equal(told, first.table[wanted], check_exact=False, rtol=1e-9)


def test_lenses_that_tell_no_candidate_apart_rank_nothing_and_are_not_called_too_few(of_2017):
    """A constant lens is a finding of its own: "too few candidates" would be false."""
    technology = of_2017.results["technology"]
    alike = replace(technology, score=technology.score * 0 + 2.0)
    told = replace(of_2017, results={**of_2017.results, "technology": alike})
    only = {"chosen": Weights("chosen", {"technology": 1.0}, "test")}
    with pytest.raises(MissingDataError, match="the same of every candidate") as refused:
        growth_points(told, "akmola", only, variation=FEW)
    assert not isinstance(refused.value, TooFewCandidatesError)
