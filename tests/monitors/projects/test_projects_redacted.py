"""The redacted edition, attacked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iidsp_analysis.loaders.projects.example import example_register
from iidsp_analysis.measures.suppression import Pattern, feasible_range, suppress
from iidsp_analysis.measures.suppression.system import NOBODY
from iidsp_analysis.monitors.projects.priority_list import shipped_priorities
from iidsp_analysis.monitors.projects.redaction.cells import COUNT, MEASURES, WHOLE, cells_of
from iidsp_analysis.monitors.projects.redaction.records import DIVISION, MAP, REGION, SERVICE_OF, STATUS, holders
from iidsp_analysis.monitors.projects.redaction.records import records as records_of
from iidsp_analysis.monitors.projects.redaction.redacted import Redaction, published, redact
from iidsp_analysis.monitors.projects.redaction.system import system_of
from iidsp_analysis.monitors.projects.rule import Portfolio
from iidsp_analysis.monitors.projects.rules import Findings, check
from iidsp_analysis.monitors.projects.settings import shipped_settings
from tests.monitors.projects.project_registers import register
from tests.monitors.projects.redacted_registers import (
    FINES,
    MAPS,
    REGIONS,
    RULES,
    STATUSES,
    Attacker,
    few_or_dominated,
    records,
    redacted,
)

AMOUNT = st.one_of(st.just(float("nan")), st.floats(1, 1e5).map(lambda amount: round(amount, 1)))
PROJECT = st.tuples(
    st.sampled_from(REGIONS), st.sampled_from(FINES), st.sampled_from(STATUSES), st.sampled_from(MAPS), st.booleans(),
    st.booleans(), st.integers(0, 30), AMOUNT, st.one_of(st.just(float("nan")), st.integers(1, 400).map(float)),
)  # fmt: skip


def line(told: tuple[Any, ...]) -> dict[str, Any]:
    region, (division, service), status, each, grave, small, holder, cost, jobs = told
    return {REGION: region, DIVISION: division, SERVICE_OF: service, STATUS: status, MAP: each, "grave": grave,
            "small": small, "holder": holder, "cost": cost, "jobs": jobs}  # fmt: skip


def assert_nothing_is_deduced(told: pd.DataFrame, redaction: Redaction) -> None:
    """Every hidden figure against bounds by linear programming, whole numbers, and elimination."""
    for measure in MEASURES:
        attacker = Attacker(redaction, measure)
        for key, figures in redaction.figures.items():
            inside = told
            for dimension, label in key:
                inside = inside[inside[dimension] == label]
            try:
                redaction.figure(measure, **dict(key))
            except KeyError:
                continue
            if figures is not None:
                assert not few_or_dominated(told, key, redaction)
                continue
            if measure != "projects" and (redaction.figure(measure) is None or inside[measure].isna().all()):
                continue  # told nowhere, or no amount to guard
            value = float(len(inside) if measure == "projects" else inside[measure].sum())
            low, high = attacker.range(key)
            assert low <= value + 1e-6 * max(value, 1)
            assert high >= value - 1e-6 * max(value, 1)
            assert high - low > 1e-3, (measure, key, "given back")
            assert not attacker.gives_back(key)
            if few_or_dominated(told, key, redaction):
                _assert_far(measure, value, low, high)


def _assert_far(measure: str, value: float, low: float, high: float) -> None:
    if measure == "projects":
        assert high >= max(3, value + 1) - 1e-6  # the linear program's own tolerance
    else:
        step = {"cost": 0.1, "jobs": 1.0}[measure]
        assert high >= value + max(0.2 * value, step) * (1 - 1e-4)
        assert low <= value - min(max(0.2 * value, step), value) * (1 - 1e-4) + 1e-9


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(PROJECT, min_size=8, max_size=60))
def test_no_hidden_figure_of_a_random_register_is_deduced(projects: list[tuple[Any, ...]]) -> None:
    told = records([line(each) for each in projects])
    redaction = redacted(told)
    if not redaction.is_withheld:
        assert_nothing_is_deduced(told, redaction)


def crowded(projects: int = 120, seed: int = 3) -> pd.DataFrame:
    """A register of which much can be published."""
    random = np.random.default_rng(seed)
    chosen = [
        (REGIONS[random.choice(3, p=[0.6, 0.3, 0.1])], FINES[random.choice(4, p=[0.5, 0.3, 0.15, 0.05])],
         STATUSES[random.integers(2)], MAPS[random.integers(2)], random.random() < 0.1, random.random() < 0.3,
         number, round(float(random.lognormal(6, 1)), 1), float(random.integers(5, 300)))
        for number in range(projects)
    ]  # fmt: skip
    return records([line(each) for each in chosen])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_owner_of_a_cell_deduces_no_other(seed: int) -> None:
    """A firm knows its own amounts: taken away from a total, they give no other sensitive cell."""
    told = crowded(seed=seed)
    cells = cells_of(told)
    system = system_of(told, cells, RULES)
    pattern = suppress(system, whole=WHOLE)
    cost = MEASURES.index("cost")
    attacks = 0
    for owner in np.unique(system.owner[cost][pattern.hidden & (system.owner[cost] != NOBODY)]):
        own = system.owner[cost] == owner
        for cell in np.flatnonzero(system.is_guarded(cost) & ~own):
            low, high = feasible_range(system, pattern.hidden, int(cell), cost, knows=own)
            value = system.values[cost, cell]
            his = told.loc[(cells.of_record[cells.tables[cell]] == cell) & (told["holder"] == owner), "cost"].sum()
            assert high >= value + system.need_up[cost, cell] * (1 - 1e-4)
            assert low <= max(
                value - system.need_down[cost, cell] * (1 - 1e-4), his + 1e-6
            )  # the others' part may be 0
            attacks += 1
    assert attacks


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_crowded_register_is_mostly_published(seed: int) -> None:
    told = crowded(seed=seed)
    redaction = redacted(told)
    assert redaction.figure("projects") == len(told)
    assert redaction.figure("cost") == pytest.approx(told["cost"].sum())
    hidden = [key for key, figures in redaction.figures.items() if figures is None]
    assert 0 < len(hidden) < len(redaction.figures) / 2
    assert_nothing_is_deduced(told, redaction)


def test_a_rule_that_a_division_decides_does_not_give_the_division_back() -> None:
    """Three divisions of one project each, and a rule that finds just these: its count of 3 would say one each."""
    lines = [line(("north", ("10", "served"), STATUSES[n % 2], MAPS[n % 2], False, False, n, 100.0 + n, 50.0))
             for n in range(20)]  # fmt: skip
    odd = [line(("south", (code, "served"), STATUSES[0], MAPS[0], True, False, 50 + n, 100.0, 50.0))
           for n, code in enumerate(("01", "35", "52"))]  # fmt: skip
    redaction = redacted(records(lines + odd))
    assert redaction.figure("projects", **{"rule:grave": "found"}) is None
    assert all(redaction.figure("projects", division=code) is None for code in ("01", "35", "52"))


def test_no_row_or_column_has_one_hidden_cell_beside_its_total() -> None:
    redaction = redacted(crowded())
    for own, others in ((REGION, STATUS), (STATUS, REGION), (REGION, DIVISION), (DIVISION, REGION), (STATUS, MAP)):
        for label in redaction.labels(own):
            cells = [redaction.figure("cost", **{own: label, others: each}) for each in redaction.labels(others)]
            assert redaction.figure("cost", **{own: label}) is None or sum(cell is None for cell in cells) != 1


# --- the example, and registers that tell nothing ----------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> tuple[Portfolio, Findings]:
    read = example_register()
    listed = shipped_priorities()
    return Portfolio(read.rows, pd.Timestamp(read.as_of), listed), check(read, shipped_settings(), None, listed)


@pytest.mark.slow
def test_no_sensitive_cell_of_the_example_is_deduced(example: tuple[Portfolio, Findings]) -> None:
    portfolio, findings = example
    told = records_of(portfolio, portfolio.rows["region"], findings)
    severity = dict(zip(findings.coverage["rule"], findings.coverage["severity"], strict=True))
    cells = cells_of(told)
    system = system_of(told, cells, {name[5:]: severity[name[5:]] for name in told.columns if name.startswith("rule:")})
    pattern = suppress(system, whole=WHOLE)
    for measure in range(len(MEASURES)):
        for cell in np.flatnonzero(system.is_guarded(measure)):
            low, high = feasible_range(system, pattern.hidden, int(cell), measure, whole=measure == COUNT)
            value = system.values[measure, cell]
            assert high >= value + system.need_up[measure, cell] * (1 - 1e-4)
            if measure != COUNT:
                assert low <= value - system.need_down[measure, cell] * (1 - 1e-4)


def test_the_example_publishes_its_totals_and_no_small_cell(example: tuple[Portfolio, Findings]) -> None:
    portfolio, findings = example
    redaction = redact(portfolio, portfolio.rows["region"], findings)
    live = portfolio.rows[portfolio.rows["status"] != "cancelled"]
    assert redaction.figure("projects") == len(live)
    assert redaction.figure("jobs") == live["jobs_permanent_planned"].sum()
    assert all(figures is None or figures[0] >= 3 for figures in redaction.figures.values())
    assert redaction.figure("projects", region="akmola", status="no such") == 0
    with pytest.raises(KeyError, match="tells no cost"):
        redaction.figure("cost", severity="error")
    with pytest.raises(KeyError, match="no table"):
        redaction.figure("cost", map="regional", region="akmola")


def of(*changes: dict[str, Any]) -> Redaction:
    made = register(*changes)
    listed = shipped_priorities()
    portfolio = Portfolio(made.rows, pd.Timestamp(made.as_of), listed)
    return redact(portfolio, made.rows["region"], check(made, shipped_settings(), None, listed))


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [{}],
        [{}, {}],
        [{"status": "cancelled"}] * 5,
        [{"cost_planned_mln_kzt": 1e6}, *[{}] * 6],
        [{"bin": "000000000777"}] * 6,
    ],
    ids=["none", "one", "two", "cancelled", "dominant", "one firm"],
)
def test_a_register_that_a_few_decide_is_withheld(changes: list[dict[str, Any]]) -> None:
    redaction = of(*changes) if changes else of_nothing()
    assert redaction.is_withheld
    assert redaction.figure("projects") is None if redaction.tables else not redaction.figures


def of_nothing() -> Redaction:
    made = register({"status": "cancelled"})
    empty = made.rows.iloc[:0]
    listed = shipped_priorities()
    findings = check(made, shipped_settings(), None, listed)
    nothing = Findings(findings.table.iloc[:0], findings.coverage, findings.settings, findings.priorities, True)
    return redact(Portfolio(empty, pd.Timestamp(made.as_of), listed), empty["region"], nothing)


def test_a_figure_that_nobody_states_is_missing_and_not_zero() -> None:
    redaction = of(*[{"jobs_permanent_planned": None}] * 8)
    assert redaction.figure("projects") == 8
    assert np.isnan(redaction.figure("jobs") or 0.0)


def test_a_project_without_a_cost_still_counts() -> None:
    redaction = of({"cost_planned_mln_kzt": None}, *[{}] * 7)
    assert redaction.figure("projects") == 8
    assert redaction.figure("cost") == 7000


def test_firms_are_told_apart_by_bin_and_projects_without_one_may_all_be_one_firm_s() -> None:
    """Else a firm with most of the projects passes for many as soon as the column of BINs is left empty."""
    bins = pd.Series(["170340000001", "170340000001", None, None, "000000000000", "170340000002"], dtype=object)
    assert holders(bins).tolist() == [0, 0, 1, 1, 1, 2]


def test_the_same_register_gives_the_same_pattern() -> None:
    first, second = redacted(crowded()), redacted(crowded())
    assert repr(first.figures) == repr(second.figures)
    assert list(RULES) == list(first.rules)


def test_an_amount_that_two_firms_state_is_told_nowhere() -> None:
    redaction = of(*[{}] * 2, *[{"jobs_permanent_planned": None}] * 6)
    assert redaction.figure("projects") == 8
    assert redaction.figure("cost") == 8000
    assert redaction.figure("jobs") is None


def test_without_secondary_suppression_totals_give_cells_back() -> None:
    """The attack finds what is wrong where something is."""
    told = crowded()
    cells = cells_of(told)
    system = system_of(told, cells, RULES)
    naive = published(cells, Pattern(system.sensitive | system.latent), RULES)
    attacker = Attacker(naive, "cost")
    secret = [
        key
        for key, figures in naive.figures.items()
        if figures is None and len(key) == 2 and "severity" not in dict(key) and "service" not in dict(key)
    ]
    assert any(attacker.gives_back(key) for key in secret)
    with pytest.raises(AssertionError):
        assert_nothing_is_deduced(told, naive)
