from __future__ import annotations

import numpy as np
import pytest

from benchmarks.coverage import INDUSTRIES, coverage, samples, size_by_industry
from iidsp_analysis.measures.inputs import MeasureInputError, NegativeValueError
from iidsp_analysis.measures.share_comparison import compare_with_rest, margins_of
from iidsp_analysis.measures.uncertainty import (
    effective_plants,
    location_quotient_interval,
    plant_size_from_herfindahl,
    probability_specialised,
    shrunken_location_quotient,
)

JOBS = np.array([[400.0, 600.0], [600.0, 8400.0]])


def plant_by_plant(sizes: list[float]) -> float:
    return sum(size**2 for size in sizes) / sum(sizes) ** 2


# --- plants ----------------------------------------------------------------------------------------------------


def test_plants_of_a_cell_and_the_plant_that_is_one_although_small():
    assert effective_plants([[1000.0, 40.0, 0.0, np.nan]], 100.0).tolist()[0][:3] == [10.0, 1.0, 0.0]
    assert np.isnan(effective_plants([[np.nan]], 100.0)[0, 0])


def test_effective_plants_are_one_over_the_herfindahl_index():
    index = np.array(
        [[plant_by_plant([300.0, 100.0]), 1.0], [plant_by_plant([50.0] * 4), plant_by_plant([10.0, 30.0])]]
    )
    jobs = np.array([[400.0, 70.0], [200.0, 40.0]])
    plants = effective_plants(jobs, plant_size_from_herfindahl(jobs, index))
    assert plants == pytest.approx(1 / index)
    assert plants[0, 1] == 1.0


def test_an_empty_cell_takes_the_plant_size_of_its_industry():
    sizes = plant_size_from_herfindahl([[0.0], [60.0], [40.0]], [[np.nan], [0.5], [1.0]])
    assert sizes[:, 0].tolist() == pytest.approx([(30 * 60 + 40 * 40) / 100, 30.0, 40.0])


def test_an_industry_index_gives_one_size_for_all_regions():
    assert plant_size_from_herfindahl([[40.0, 0.0], [60.0, 10.0]], [0.25, 1.0]).tolist() == [25.0, 10.0]


@pytest.mark.parametrize("wrong", [0.0, -0.1, 1.1])
def test_an_impossible_herfindahl_index_is_refused(wrong):
    with pytest.raises(MeasureInputError, match="above 0 and at most 1"):
        plant_size_from_herfindahl(JOBS, [wrong, 0.5])


# --- intervals -------------------------------------------------------------------------------------------------


def test_delta_interval_by_hand():
    """Beyene & Moineddin (2005) for w = 0.1, p = 0.4, o = 600 / 9000, with 10 and 90 plants."""
    weight, here, elsewhere, overall = 0.1, 0.4, 600 / 9000, 0.1
    variance = (0.9 * elsewhere / overall**2) ** 2 * here * 0.6 / 10
    variance += (here * 0.9 / overall**2) ** 2 * elsewhere * (1 - elsewhere) / 90
    reach = 1.6448536269514722 * variance**0.5 / 4.0
    low, estimate, high = (limit[0, 0] for limit in location_quotient_interval(JOBS, 100.0, method="delta"))
    assert weight == 0.1
    assert estimate == pytest.approx(4.0)
    assert (low, high) == pytest.approx((4.0 * np.exp(-reach), 4.0 * np.exp(reach)))


def test_recovered_and_delta_agree_when_plants_are_many():
    recovered = location_quotient_interval(JOBS * 1000, 1.0)
    delta = location_quotient_interval(JOBS * 1000, 1.0, method="delta")
    assert recovered.low == pytest.approx(delta.low, rel=1e-4)
    assert recovered.high == pytest.approx(delta.high, rel=1e-4)


def test_the_same_country_in_other_units_has_the_same_interval():
    jobs, thousands = location_quotient_interval(JOBS, 100.0), location_quotient_interval(JOBS / 1000, 0.1)
    assert thousands.low == pytest.approx(jobs.low)
    assert thousands.high == pytest.approx(jobs.high)


def test_larger_plants_widen_the_interval_and_leave_the_estimate():
    small, large = location_quotient_interval(JOBS, 25.0), location_quotient_interval(JOBS, 400.0)
    assert large.estimate == pytest.approx(small.estimate)
    assert (large.low < small.low).all()
    assert (large.high > small.high).all()


def test_large_plants_of_another_industry_of_the_region_widen_it_too():
    """The share of an industry also moves when the region's one smelter opens."""
    even = location_quotient_interval(JOBS, [100.0, 100.0])
    smelter = location_quotient_interval(JOBS, [100.0, 600.0])
    assert smelter.high[0, 0] > even.high[0, 0]
    assert smelter.low[0, 0] < even.low[0, 0]


def test_plants_behind_a_share_follow_from_the_variance_of_its_parts():
    """By hand: jobs x in plants of size m have variance m x, a share p = a / (a + b) then that of the delta method."""
    jobs = np.array([[400.0, 250.0, 350.0], [600.0, 3000.0, 5400.0], [100.0, 50.0, 850.0]])
    size = np.array([[40.0, 10.0, 90.0], [20.0, 300.0, 60.0], [5.0, 70.0, 30.0]])
    variance = jobs * size
    found = compare_with_rest(jobs, size, margins_of(jobs))

    def plants(own: float, own_variance: float, others: float, others_variance: float) -> float:
        whole = own + others
        spread = (others**2 * own_variance + own**2 * others_variance) / whole**4
        return own * others / whole**2 / spread

    here = plants(400, variance[0, 0], 600, variance[0, 1:].sum())
    elsewhere = plants(700, variance[1:, 0].sum(), 9300, variance[1:, 1:].sum())
    assert found.plants_here[0, 0] == pytest.approx(here)
    assert found.plants_elsewhere[0, 0] == pytest.approx(elsewhere)
    assert (found.here[0, 0], found.elsewhere[0, 0]) == pytest.approx((0.4, 0.07))


def test_sizes_by_industry_and_by_cell_say_the_same():
    by_industry = location_quotient_interval(JOBS, [50.0, 200.0])
    by_cell = location_quotient_interval(JOBS, [[50.0, 200.0], [50.0, 200.0]])
    for ours, theirs in zip(by_industry, by_cell, strict=True):
        assert ours == pytest.approx(theirs)


def test_a_zero_cell_may_hide_a_plant_and_has_no_delta_interval():
    jobs = np.array([[0.0, 1000.0], [500.0, 8500.0]])
    low, estimate, high = (limit[0, 0] for limit in location_quotient_interval(jobs, 100.0))
    assert (low, estimate) == (0.0, 0.0)
    assert 1.0 < high < 10.0
    delta = location_quotient_interval(jobs, 100.0, method="delta")
    assert delta.estimate[0, 0] == 0.0
    assert np.isnan([delta.low[0, 0], delta.high[0, 0]]).all()


def test_one_plant_proves_no_specialisation():
    jobs = np.array([[400.0, 3600.0], [1600.0, 34400.0]])
    interval = location_quotient_interval(jobs, 400.0)
    assert interval.estimate[0, 0] == pytest.approx(2.0)
    assert interval.low[0, 0] < 1.0 < 3.0 < interval.high[0, 0]
    assert location_quotient_interval(jobs, 1.0).low[0, 0] > 1.0


def test_an_industry_of_one_region_reaches_the_largest_possible_quotient():
    low, estimate, high = location_quotient_interval([[500.0, 500.0], [0.0, 9000.0]], 100.0)
    assert estimate[0, 0] == pytest.approx(10.0)
    assert high[0, 0] == pytest.approx(10.0)
    assert 1.0 < low[0, 0] < 10.0


def test_a_sliver_of_a_plant_stays_within_its_limits():
    low, estimate, high = location_quotient_interval([[0.1, 999.9], [500.0, 8500.0]], 100.0)
    assert low[0, 0] <= estimate[0, 0] <= high[0, 0]


def test_empty_regions_and_industries_are_nan_and_change_nothing():
    padded = np.pad(JOBS, ((0, 1), (0, 1)))
    interval = location_quotient_interval(padded, 100.0)
    for with_empty, without in zip(interval, location_quotient_interval(JOBS, 100.0), strict=True):
        assert np.isnan(with_empty[2]).all()
        assert np.isnan(with_empty[:, 2]).all()
        assert with_empty[:2, :2] == pytest.approx(without)


def test_a_missing_cell_needs_published_totals():
    jobs = np.array([[400.0, 600.0, 100.0], [np.nan, 8400.0, 300.0], [50.0, 700.0, 40.0]])
    assert np.isnan(location_quotient_interval(jobs, 100.0).estimate).all()
    totals = {"region_totals": [1100.0, 9300.0, 790.0], "industry_totals": [1050.0, 9700.0, 440.0]}
    interval = location_quotient_interval(jobs, 100.0, **totals)
    assert np.isnan(interval.estimate).sum() == 1
    assert np.isnan(interval.low).sum() == np.isnan(interval.high).sum() == 1
    full = location_quotient_interval(np.where(np.isnan(jobs), 600.0, jobs), 100.0)
    assert interval.low[0, 0] == pytest.approx(full.low[0, 0])
    assert interval.high[0, 0] == pytest.approx(full.high[0, 0])


def test_a_missing_size_makes_only_its_cell_unknown():
    interval = location_quotient_interval(JOBS, [[np.nan, 100.0], [100.0, 100.0]])
    assert np.isnan(interval.low).tolist() == [[True, False], [False, False]]


def test_a_country_of_one_region_has_no_quotient_interval():
    assert np.isnan(location_quotient_interval([[400.0, 600.0]], 100.0).low).all()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"level": 90}, "not between 0 and 1"),
        ({"method": "bootstrap"}, "no method of intervals. Use recovered or delta"),
        ({"plant_size": 0.0}, "not above zero"),
        ({"plant_size": [1.0, 2.0, 3.0]}, "do not fit"),
        ({"region_totals": [900.0, 9000.0]}, "more jobs than their total"),
        ({"grand_total": 5000.0}, "more jobs than their total"),
    ],
)
def test_what_makes_no_interval_is_refused(wrong, message):
    with pytest.raises(MeasureInputError, match=message):
        location_quotient_interval(**{"counts": JOBS, "plant_size": 100.0} | wrong)


def test_negative_and_infinite_counts_are_refused():
    with pytest.raises(NegativeValueError):
        location_quotient_interval([[-1.0, 2.0], [1.0, 1.0]], 1.0)
    with pytest.raises(MeasureInputError, match="infinite"):
        effective_plants([[np.inf]], 1.0)


# --- coverage --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plant_size", [25, 100, 400])
def test_the_90_per_cent_interval_holds_the_truth_in_87_to_93_per_cent_of_cells(plant_size):
    drawn = list(samples(plant_size, variation=0.0, draws=20, countries=2, seed=5))
    overall, *by_class = coverage(drawn, plant_size, "recovered")
    assert 0.87 <= overall <= 0.93
    assert min(by_class[3:8]) >= 0.84  # some hundred cells a class
    assert max(by_class[5:8]) <= 0.94


def test_it_does_so_too_where_industries_have_plants_of_their_own_size():
    sizes = np.resize([25.0, 100.0, 400.0], INDUSTRIES)
    drawn = list(samples(sizes, variation=0.0, draws=20, countries=2, seed=5))
    assert 0.87 <= coverage(drawn, sizes, "recovered")[0] <= 0.93


def test_it_does_so_too_where_sizes_vary_and_come_from_a_herfindahl_index():
    drawn = list(samples(100, variation=1.0, draws=15, countries=2, seed=5))
    assert 0.87 <= coverage(drawn, size_by_industry, "recovered")[0] <= 0.93


def test_jobs_taken_as_independent_hold_it_in_few():
    drawn = list(samples(100, variation=0.0, draws=5, countries=1, seed=5))
    assert coverage(drawn, 1.0, "delta")[0] < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("plant_size", [25, 100, 400])
def test_coverage_by_expected_plants_on_many_draws(plant_size):
    drawn = list(samples(plant_size, variation=0.0, draws=150, countries=4))
    overall, *by_class = coverage(drawn, plant_size, "recovered")
    assert 0.87 <= overall <= 0.93
    assert min(by_class) > 0.86
    assert max(by_class[:4]) < 0.96
    assert max(by_class[4:]) < 0.93
    varied = list(samples(plant_size, variation=1.0, draws=100, countries=4))
    assert all(0.88 < share < 0.94 for share in coverage(varied, plant_size * 2, "recovered")[5:])
    assert coverage(varied, plant_size, "recovered")[7] < 0.80  # the plain mean size is not enough


# --- shrinkage -------------------------------------------------------------------------------------------------


def test_shrinkage_by_hand():
    """Marshall (1991): m = 1, A = 11.11 / 100 − 4 / 100, a = 1 / A, for 4 plants where 1 is expected."""
    shape = 1 / ((9 / 1 + 9 / 9 + 9 / 9 + 9 / 81) / 100 - 4 / 100)
    shrunken = shrunken_location_quotient(JOBS, 100.0, pool="all")
    assert shrunken[0, 0] == pytest.approx((4 + shape) / (1 + shape))
    assert shrunken[1, 1] == pytest.approx((84 + shape) / (81 + shape))


def test_few_plants_are_drawn_further_than_many():
    few, many = (shrunken_location_quotient(JOBS, size)[0, 0] for size in (20.0, 1.0))
    assert 1.0 < few < many < 4.0


def test_probability_rises_with_the_plants_behind_it():
    large, small = probability_specialised(JOBS, 20.0)[0, 0], probability_specialised(JOBS, 1.0)[0, 0]
    assert 0.5 < large < small
    assert small > 0.999


def test_where_chance_explains_everything_the_data_do_not_tell():
    jobs = np.array([[100.0, 900.0], [110.0, 890.0]])
    assert probability_specialised(jobs, 100.0).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert shrunken_location_quotient(jobs, 100.0) == pytest.approx(1.0)


def test_a_zero_cell_keeps_a_chance():
    jobs = np.array([[0.0, 1000.0], [800.0, 8200.0], [400.0, 600.0]])
    assert 0.0 < shrunken_location_quotient(jobs, 50.0)[0, 0] < 1.0
    assert 0.0 < probability_specialised(jobs, 50.0)[0, 0] < 0.5


def test_empty_and_missing_stay_out_of_the_pool():
    padded = np.pad(JOBS, ((0, 1), (0, 1)))
    for measure in (shrunken_location_quotient, probability_specialised):
        for pool in ("industry", "all"):
            told = measure(padded, 20.0, pool=pool)
            assert np.isnan(told[2]).all()
            assert np.isnan(told[:, 2]).all()
            assert told[:2, :2] == pytest.approx(measure(JOBS, 20.0, pool=pool))


def test_an_unknown_pool_is_refused():
    with pytest.raises(MeasureInputError, match="Use industry or all"):
        probability_specialised(JOBS, 1.0, pool="region")


def test_probabilities_come_true_as_often_as_told():
    told, true = [], []
    for sample in samples(100, variation=0.0, draws=15, countries=3, seed=9):
        probability = probability_specialised(sample.jobs, 100)
        known = ~np.isnan(probability)
        told.append(probability[known])
        true.append(sample.true_quotient[known] > 1)
    told, true = np.concatenate(told), np.concatenate(true)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = (told >= low) & (told < low + 0.2)
        assert true[some].mean() == pytest.approx(told[some].mean(), abs=0.1)
    assert ((told - true) ** 2).mean() < ((told.round() - true) ** 2).mean()


# --- shapes, text and sizes that are no sizes --------------------------------------------------------------------

MEASURES = [location_quotient_interval, shrunken_location_quotient, probability_specialised]


@pytest.mark.parametrize("measure", [*MEASURES, effective_plants])
@pytest.mark.parametrize("counts", [[400.0, 600.0], 5.0, np.ones((2, 2, 2))])
def test_counts_that_are_no_table_are_refused(measure, counts):
    with pytest.raises(MeasureInputError, match=r"regions × industries.*shape"):
        measure(counts, 100.0)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("wrong", [{"counts": [["x", 1.0]]}, {"plant_size": "x"}, {"grand_total": "x"}])
def test_text_is_refused(measure, wrong):
    with pytest.raises(MeasureInputError, match="not numbers"):
        measure(**{"counts": JOBS, "plant_size": 100.0} | wrong)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "wrong", [{"plant_size": 1e-300}, {"plant_size": 1e200}, {"counts": JOBS * 1e-310}, {"counts": JOBS * 1e200}]
)
def test_counts_and_sizes_beyond_any_unit_are_refused(measure, wrong):
    with pytest.raises(MeasureInputError, match=r"not between 1e-30 and 1e\+30.*unit of usual size"):
        measure(**{"counts": JOBS, "plant_size": 100.0} | wrong)


@pytest.mark.parametrize("method", ["recovered", "delta"])
def test_whatever_is_let_in_has_limits_beside_a_finite_quotient(method):
    random = np.random.default_rng(5)
    for _ in range(60):
        jobs, size = 10 ** random.uniform(-29, 29, (4, 3)), 10 ** random.uniform(-29, 29, 3)
        low, estimate, high = location_quotient_interval(jobs, size, method=method)
        known = np.isfinite(estimate) & (size > 0)
        told = ~np.isnan(low[known]) & ~np.isnan(high[known])
        # where the rest of the country is nothing beside the region there is nothing to compare with
        alone = jobs.sum(axis=1, keepdims=True) > (1 - 1e-11) * jobs.sum()
        assert (told | np.broadcast_to(alone, jobs.shape)[known]).all()
        for measure in (shrunken_location_quotient, probability_specialised):
            assert not np.isnan(measure(jobs, size)).any()
