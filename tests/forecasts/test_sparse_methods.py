"""Sparse flows: Croston with the correction, TSB and the median, by hand."""

import numpy as np
import pytest

from iidsp_analysis.forecasts.sparse import croston_sba, teunter_syntetos_babai, zero_inflated_median


def test_croston_by_hand():
    """Sizes 10 then 20, intervals 2 then 3: size 11, interval 2.1, times 0.95."""
    said = croston_sba(np.array([[0.0, 10.0, 0.0, 0.0, 20.0, 0.0]]), 2)
    assert said[0] == pytest.approx([0.95 * 11 / 2.1] * 2)


def test_tsb_by_hand():
    """The chance is the mean of the first ten months; the size is smoothed by a tenth."""
    said = teunter_syntetos_babai(np.array([[0.0, 10.0, 0.0, 20.0]]), 1)
    assert said[0, 0] == pytest.approx(0.5 * 11)


def test_tsb_lets_a_flow_that_ended_fade_and_croston_does_not():
    alive = np.tile([0.0, 10.0], 12)
    ended = np.r_[alive, np.zeros(24)][None, :]
    assert teunter_syntetos_babai(ended, 1)[0, 0] < 0.1 * teunter_syntetos_babai(alive[None, :], 1)[0, 0]
    assert croston_sba(ended, 1)[0, 0] == croston_sba(alive[None, :], 1)[0, 0]


def test_a_month_that_is_missing_is_no_month_without_a_shipment():
    whole = np.tile([0.0, 10.0], 12)
    gap = np.insert(whole, 12, [np.nan] * 3)
    for method in (croston_sba, teunter_syntetos_babai):
        assert method(gap[None, :], 1) == pytest.approx(method(whole[None, :], 1))


def test_the_median_is_zero_where_most_months_are():
    assert zero_inflated_median(np.tile([0.0, 0.0, 9.0], 8)[None, :], 2).tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize("method", [croston_sba, teunter_syntetos_babai, zero_inflated_median])
def test_nothing_shipped_is_zero_and_nothing_known_is_missing(method):
    assert method(np.zeros((1, 30)), 2).tolist() == [[0.0, 0.0]]
    assert np.isnan(method(np.full((1, 30), np.nan), 2)).all()
