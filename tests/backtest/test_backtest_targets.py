import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from iidsp_analysis.backtest.targets import Window, origins_of, target_of
from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.measures.relative_growth import growth_elsewhere, relative_growth
from tests.backtest.synthetic import drawn_panel

AMOUNTS = arrays.arrays(float, (4, 3), elements=st.floats(0.1, 1000))


def test_relative_growth_by_hand():
    # 10 → 20 here, 90 → 90 elsewhere: q = 2, g = 2 (2 − 1) / (2 + 1)
    growth = relative_growth(np.array([[10.0], [90.0]]), np.array([[20.0], [90.0]]))
    assert growth[0, 0] == pytest.approx(2 / 3)
    assert growth[1, 0] == pytest.approx(-2 / 3)


def test_entry_and_exit_are_the_bounds():
    growth = relative_growth(np.array([[0.0], [5.0], [5.0]]), np.array([[3.0], [0.0], [5.0]]))
    assert growth[:2, 0].tolist() == [2.0, -2.0]


@settings(deadline=None, max_examples=40)
@given(AMOUNTS, AMOUNTS, st.floats(0.01, 100))
def test_relative_growth_does_not_see_what_moves_an_industry_everywhere(start, end, factor):
    assert relative_growth(start, end * factor) == pytest.approx(relative_growth(start, end), abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(AMOUNTS, AMOUNTS)
def test_relative_growth_orders_like_the_difference_of_logs(start, end):
    elsewhere = growth_elsewhere(start, end)
    logs = np.log(end / start) - elsewhere
    assert np.all(np.sign(np.round(relative_growth(start, end), 12)) == np.sign(np.round(logs, 12)))
    assert 2 * np.tanh(logs / 2) == pytest.approx(relative_growth(start, end), abs=1e-9)


def test_a_missing_cell_leaves_the_others_alone():
    start, end = np.full((4, 2), 10.0), np.full((4, 2), 12.0)
    start[0, 0] = np.nan
    growth = relative_growth(start, end)
    assert np.isnan(growth[0, 0])
    assert growth[1:, :] == pytest.approx(np.zeros((3, 2)))


def test_windows():
    assert (Window(5).start, Window(5).end) == (1, 6)
    assert (Window(5, shortened=True).start, Window(5, shortened=True).end) == (1, 5)
    assert (Window(5, skip=False).start, Window(5, skip=False).end) == (0, 5)


def test_an_industry_that_is_not_there_is_no_candidate():
    observations = drawn_panel()
    observations.values[0, 0, 3] = 0.0
    happened = target_of(observations, 2003, Window(5), "relative")
    assert np.isnan(happened[0, 0])
    assert not np.isnan(happened[1, 0])


def test_absolute_targets():
    observations = drawn_panel()
    gain = target_of(observations, 2003, Window(5), "gain")
    assert gain[2, 1] == pytest.approx(observations.values[2, 1, 9] - observations.values[2, 1, 4])
    growth = target_of(observations, 2003, Window(5), "growth")
    assert np.sign(growth[2, 1]) == np.sign(gain[2, 1])


def test_origins_end_where_windows_end():
    assert origins_of(drawn_panel(years=14), Window(5)) == tuple(range(2001, 2008))


def test_a_year_that_is_hardly_published_ends_no_window():
    observations = drawn_panel(years=14)
    observations.values[3:, :, -1] = np.nan
    assert origins_of(observations, Window(5))[-1] == 2006


def test_fewer_than_two_origins_are_refused():
    with pytest.raises(MissingDataError, match="allows 1 origins; a backtest needs at least 2"):
        origins_of(drawn_panel(years=8), Window(5))
