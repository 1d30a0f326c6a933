"""A table with margins, attacked by linear programs that are written here and not taken from the code."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iidsp_analysis.errors import UsageError
from iidsp_analysis.measures.suppression import optimum, pattern, table
from iidsp_analysis.measures.suppression.readers import Readers
from iidsp_analysis.measures.suppression.rules import Contributors, Rules, excess, sensitive
from iidsp_analysis.measures.suppression.table import broken_cells, protect
from iidsp_analysis.measures.suppression.two_way import system_of, with_margins
from tests.measures.suppression.contributed_tables import Contributions, attacked, made_up, told_of

RULES = Rules()
CELLS = st.one_of(
    st.just([]),
    st.lists(st.integers(0, 40).map(float), min_size=1, max_size=5),
    st.just([7.0, 7.0, 7.0]),
    st.just([0.0]),
)


@st.composite
def tables(draw: st.DrawFn) -> Contributions:
    """Tables of one to three rows and columns with empty cells, zeros and ties; at least one cell is not empty."""
    height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    made = [[draw(CELLS) for _ in range(width)] for _ in range(height)]
    made[0][0] = made[0][0] or [3.0]
    return made


def cell(*amounts: float) -> Contributors:
    """One cell with these contributions, the largest first."""
    first, second = (*amounts, 0.0, 0.0)[:2]
    return Contributors(*(np.array([each]) for each in (sum(amounts), len(amounts), first, second)))


# --- rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "rules", "expected"),
    [
        ((5.0, 4.0), Rules(), True),  # two contributors: each knows the other
        ((5.0, 4.0, 3.0), Rules(), False),
        ((75.0, 15.0, 10.0), Rules(), False),  # exactly 75 %
        ((76.0, 14.0, 10.0), Rules(), True),
        ((50.0, 46.0, 4.0), Rules(), True),  # the second largest knows the largest to 4 of 50
        ((50.0, 45.0, 5.0), Rules(), False),  # exactly 10 % of the largest
        ((50.0, 46.0, 4.0), Rules(prior=0.0), False),
        ((45.0, 41.0, 14.0), Rules(dominating=2, dominance=0.85), True),
        ((45.0, 40.0, 15.0), Rules(dominating=2, dominance=0.85), False),
        ((5.0, 4.0), Rules(fewest=2, dominance=1.0, prior=0.0), False),
        ((0.0, 0.0, 0.0, 0.0), Rules(), True),  # says of each that it is 0
        ((), Rules(), False),
    ],
)
def test_rules_by_hand(amounts: tuple[float, ...], rules: Rules, expected: bool) -> None:
    assert sensitive(cell(*amounts), rules).tolist() == [expected]


def test_protection_levels_by_hand() -> None:
    """80 of 100 under (1, 75 %): 80/0.75 − 100; 50 + 46 of 100 under 10 %: 0.1·50 − 4."""
    assert excess(cell(80.0, 10.0, 10.0), Rules(prior=0.0)) == pytest.approx([80 / 0.75 - 100])
    assert excess(cell(50.0, 46.0, 4.0), RULES) == pytest.approx([1.0])


def test_where_only_the_number_is_told_the_minimum_frequency_remains() -> None:
    unknown = np.array([np.nan, np.nan])
    told = Contributors(np.array([10.0, 10.0]), np.array([2, 3]), unknown, unknown)
    assert sensitive(told, RULES).tolist() == [True, False]


@given(st.lists(st.floats(0.1, 1e6), min_size=3, max_size=8))
def test_where_no_rule_is_broken_the_second_largest_errs_by_p_at_least(amounts: list[float]) -> None:
    ordered = sorted(amounts, reverse=True)
    if not sensitive(cell(*ordered), RULES)[0]:
        estimate = sum(ordered) - ordered[1]  # what the second largest knows of the largest at most
        assert estimate >= ordered[0] * (1 + RULES.prior) * (1 - 1e-6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fewest": 1},
        {"dominating": 3},
        {"dominance": 0.0},
        {"dominance": 1.1},
        {"prior": -0.1},
        {"reach": 0.0},
        {"reach": 0.95},
    ],
)
def test_rules_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match=r"must|knows"):
        Rules(**wrong)


# --- margins ----------------------------------------------------------------------------------------------------


@given(tables())
def test_totals_know_their_largest_contributors(made: Contributions) -> None:
    told = told_of(made)
    for row, cells in enumerate(made):
        line = sorted(itertools.chain(*cells), reverse=True)
        assert told.value[row, -1] == pytest.approx(sum(line))
        assert told.contributors[row, -1] == len(line)
        assert [told.largest[row, -1], told.second[row, -1]] == [*line, 0.0, 0.0][:2]
    everybody = sorted((each for row in made for cells in row for each in cells), reverse=True)
    assert [told.largest[-1, -1], told.second[-1, -1]] == [*everybody, 0.0, 0.0][:2]


def test_a_total_with_one_untold_cell_is_untold() -> None:
    told = with_margins(
        Contributors(
            np.array([[9.0, 9.0]]), np.array([[4, 4]]), np.array([[5.0, 6.0]]), np.array([[2.0, np.nan]])
        )
    )  # fmt: skip
    assert told.largest[0, -1] == 6.0
    assert np.isnan(told.second[0, -1])


# --- attack -----------------------------------------------------------------------------------------------------


def levels(told: Contributors, place: tuple[int, int]) -> tuple[float, float]:
    """How far below and above the truth a range must reach, written down once more."""
    value, first, second = told.value[place], told.largest[place], told.second[place]
    share = 0.2 * value if value > 0 else 0.2 * told.value[-1, -1] / told.contributors[-1, -1]
    up = max(share, 0.1, first / 0.75 - value, 0.1 * first - (value - first - second))
    return min(max(share, 0.1), value), up


def is_guarded(told: Contributors, hidden: np.ndarray, place: tuple[int, int], **attack: object) -> bool:
    published = np.where(hidden, np.nan, told.value)
    low, high = attacked(published, told.contributors == 0, place, **attack)
    down, up = levels(told, place)
    return low <= told.value[place] - down + 1e-6 and high >= told.value[place] + up - 1e-6


@settings(max_examples=25, deadline=None)
@given(tables())
def test_no_attacker_bounds_a_sensitive_cell_within_its_interval(made: Contributions) -> None:
    told = told_of(made)
    done = protect(told, RULES, step=0.1)
    assert np.array_equal(done.sensitive, sensitive(told, RULES))
    assert done.hidden[done.sensitive].all()
    assert not done.hidden[told.contributors == 0].any()
    for place in zip(*np.nonzero(done.sensitive), strict=True):
        assert is_guarded(told, done.hidden, place)


@settings(max_examples=12, deadline=None)
@given(tables())
def test_nor_does_one_who_contributes_alone_to_another_cell(made: Contributions) -> None:
    told = told_of(made)
    done = protect(told, RULES, step=0.1)
    singles = [at for at in np.ndindex(len(made), len(made[0])) if told.contributors[at] == 1]
    for place, (row, column) in itertools.product(zip(*np.nonzero(done.sensitive), strict=True), singles):
        height, width = told.value.shape[0] - 1, told.value.shape[1] - 1
        contains = place[0] in (row, height) and place[1] in (column, width)
        if contains and told.contributors[place] == 1:
            continue  # it is his own
        value, own = told.value[place], told.value[row, column]
        published = np.where(done.hidden, np.nan, told.value)
        his_totals = {at: own for at in itertools.product((row, height), (column, width)) if told.contributors[at] == 1}
        low, high = attacked(published, told.contributors == 0, place, known=his_totals)
        down, up = levels(told, place)
        assert low <= value - down * (1 - own / value if contains and value else 1) + 1e-6
        assert high >= value + up - 1e-6


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1))
def test_rounded_totals_narrow_nothing(seed: int, digits: int) -> None:
    """What is shown is rounded: an attacker who allows for that learns no more than one who sees the true totals."""
    told = told_of(made_up(3, 3, 5.0, seed))
    step = 10.0**-digits
    done = protect(told, RULES, step=step)
    exact, shown = (np.where(done.hidden, np.nan, each) for each in (told.value, told.value.round(digits)))
    for place in zip(*np.nonzero(done.sensitive), strict=True):
        low, high = attacked(exact, told.contributors == 0, place)
        wider = attacked(shown, told.contributors == 0, place, half_step=step / 2)
        assert wider[0] <= low + 1e-6
        assert wider[1] >= high - 1e-6


@pytest.mark.parametrize(
    "made",
    [
        [[[5.0]]],  # one contributor in all
        [[[5.0], [6.0], [7.0]]],  # one row: each cell is its column total
        [[[5.0]], [[6.0]], [[7.0, 8.0]]],
        [[[1.0], [2.0]], [[3.0], [4.0]]],  # every cell is sensitive
        [[[0.0], []], [[], [0.0, 0.0]]],  # nothing but zeros
        [[[1e9], [0.1]], [[0.1], [0.1]]],  # one dominates all totals
    ],
)
def test_corner_tables_are_guarded(made: Contributions) -> None:
    told = told_of(made)
    done = protect(told, RULES, step=0.1)
    assert all(is_guarded(told, done.hidden, place) for place in zip(*np.nonzero(done.sensitive), strict=True))


def test_an_enterprise_that_is_alone_in_a_whole_row_is_one_reader() -> None:
    """It knows each of its cells in the row, so that they do not hide the small cell under one of them."""
    made = [[[50.0], [60.0], [70.0]], [[9.0, 8.0], [90.0] * 5, [80.0] * 5], [[30.0] * 4, [20.0] * 4, [25.0] * 4]]
    told = told_of(made)
    told.contributors[0, -1] = 1
    done = protect(told, RULES, step=0.1)
    his = {(0, column): told.value[0, column] for column in range(4)}
    published = np.where(done.hidden, np.nan, told.value)
    low, high = attacked(published, told.contributors == 0, (1, 0), known=his)
    assert low <= 17.0 * 0.8
    assert high >= 17.0 * 1.2


def test_the_attack_finds_a_cell_that_is_hidden_alone() -> None:
    """The attack of this file can succeed: without secondary suppression the cell is computed from its row."""
    told = told_of([[[5.0, 4.0], [20.0] * 5], [[20.0] * 5, [20.0] * 5]])
    alone = sensitive(told, RULES)
    assert alone.sum() == 1
    assert attacked(np.where(alone, np.nan, told.value), told.contributors == 0, (0, 0)) == pytest.approx((9.0, 9.0))
    system = system_of(told, RULES, step=0.1)
    assert broken_cells(system.system, alone.ravel()).sum() == 1


# --- the cheapest pattern ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_no_pattern_of_a_small_table_is_cheaper(seed: int) -> None:
    """All patterns are tried in the order of their weight; only with several contributors, so that nobody is alone."""
    made = [[each if len(each) != 1 else [*each, *each] for each in row] for row in made_up(2, 2, 3.0, seed)]
    told = told_of(made)
    system = system_of(told, RULES, step=0.1)
    weight, must = system.system.weight, system.system.sensitive
    found = optimum.cheapest_pattern(system.system)
    assert found is not None
    free = np.flatnonzero(~must)
    choices = [must | np.isin(np.arange(len(must)), more) for many in range(len(free) + 1)
               for more in itertools.combinations(free, many)]  # fmt: skip
    for chosen in sorted(choices, key=lambda each: weight[each].sum()):
        if weight[chosen].sum() >= weight[found].sum() - 1e-6:
            break
        hidden = system.on_grid(chosen)
        assert not all(is_guarded(told, hidden, place) for place in zip(*np.nonzero(system.on_grid(must)), strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_heuristic_guards_as_well_and_costs_no_less(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told = told_of(made_up(4, 4, 5.0, seed))
    system = system_of(told, RULES, step=0.1).system
    exact = optimum.cheapest_pattern(system)
    assert exact is not None
    assert system.weight[exact].sum() <= system.weight[pattern.suppress(system, whole=(False,)).hidden].sum() + 1e-6
    monkeypatch.setattr(table, "cheapest_pattern", lambda system: None)
    done = protect(told, RULES, step=0.1)
    assert not done.is_optimal
    assert all(is_guarded(told, done.hidden, place) for place in zip(*np.nonzero(done.sensitive), strict=True))


def test_equal_tables_have_equal_patterns() -> None:
    told = told_of(made_up(5, 5, 6.0, 1))
    first, second = (protect(told, RULES, step=0.1) for _ in range(2))
    assert np.array_equal(first.hidden, second.hidden)


def test_a_pattern_that_fails_its_audit_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Readers, "misled", lambda self, hidden: self.system.sensitive)
    told = told_of([[[5.0, 4.0], [20.0] * 5], [[20.0] * 5, [20.0] * 5]])
    with pytest.raises(ArithmeticError, match="audit"):
        protect(told, RULES, step=0.1)


@pytest.mark.slow
def test_twenty_regions_by_twenty_four_divisions_take_less_than_half_a_minute() -> None:
    told = told_of(made_up(20, 24, 15.0, 1))
    start = time.process_time()
    done = protect(told, RULES, step=0.1)
    assert time.process_time() - start < 30
    assert all(is_guarded(told, done.hidden, place) for place in zip(*np.nonzero(done.sensitive), strict=True))
