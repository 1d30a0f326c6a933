"""Proportional hazards against textbook figures and R's survival package."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from remissions import BOTH

from iidsp_analysis.measures.survival import product_limit
from iidsp_analysis.measures.survival_regression import (
    HazardsError,
    cumulative_hazard,
    drawn_hazards,
    fit_hazards,
    proportionality,
)

REMISSION = pd.DataFrame({"placebo": [0.0] * 21 + [1.0] * 21})
#: Edmonson et al. (1979), Cancer Treatment Reports 63, 241–247: `ovarian` of R's survival package.
OVARIAN = pd.DataFrame(
    [
        (59, 1, 72.3315, 1), (115, 1, 74.4932, 1), (156, 1, 66.4658, 2), (421, 0, 53.3644, 1), (431, 1, 50.3397, 1),
        (448, 0, 56.4301, 2), (464, 1, 56.9370, 2), (475, 1, 59.8548, 2), (477, 0, 64.1753, 1), (563, 1, 55.1781, 2),
        (638, 1, 56.7562, 2), (744, 0, 50.1096, 1), (769, 0, 59.6301, 2), (770, 0, 57.0521, 1), (803, 0, 39.2712, 1),
        (855, 0, 43.1233, 2), (1040, 0, 38.8932, 2), (1106, 0, 44.6000, 1), (1129, 0, 53.9068, 1),
        (1206, 0, 44.2055, 1), (1227, 0, 59.5890, 2), (268, 1, 74.5041, 2), (329, 1, 43.1370, 1),
        (353, 1, 63.2192, 2), (365, 1, 64.4247, 1), (377, 0, 58.3096, 1),
    ],
    columns=["time", "died", "age", "state"],
)  # fmt: skip


@pytest.mark.parametrize(("ties", "expected"), [("breslow", 1.509), ("efron", 1.572)])
def test_hazard_of_the_placebo(ties: str, expected: float) -> None:
    """Breslow: Kleinbaum and Klein, Survival Analysis, chapter 3, model 1; Efron: coxph of R on the same."""
    model = fit_hazards(*BOTH, REMISSION, ties=ties)
    assert model.coefficients[0] == pytest.approx(expected, abs=5e-4)
    assert model.p_value < 1e-3


def test_proportions_of_the_ovarian_trial() -> None:
    """cox.zph of R's survival 2.38 (its help page): rho −0.243 and 0.520, χ² 0.856 and 2.545, p 0.355 and 0.111."""
    model = fit_hazards(OVARIAN["time"], OVARIAN["died"] == 1, OVARIAN[["age", "state"]])
    found = proportionality(model)
    assert found.correlation.round(3).tolist() == [-0.243, 0.520]
    assert found.statistic.round(3).tolist() == [0.856, 2.545]
    assert found.p_value.round(3).tolist() == [0.355, 0.111]


def test_without_any_effect_the_baseline_is_the_curve() -> None:
    """exp(−H) of Breslow and the product-limit curve differ by the size of single steps only."""
    model = fit_hazards(*BOTH, pd.DataFrame({"noise": np.tile([0.0, 1.0], 21)}))
    assert np.exp(-cumulative_hazard(model)) == pytest.approx(product_limit(*BOTH).steps, abs=0.06)


def test_draws_spread_around_the_fit() -> None:
    model = fit_hazards(*BOTH, REMISSION)
    coefficients, baselines = drawn_hazards(model, 400, np.random.default_rng(1))
    assert coefficients.std() == pytest.approx(model.errors[0], rel=0.15)
    assert (np.diff(baselines, axis=1) >= 0).all()
    middle = len(model.curve.times) // 2
    assert np.median(baselines[:, middle]) == pytest.approx(cumulative_hazard(model)[middle], rel=0.15)


@pytest.mark.parametrize("covariates", [
    {"same": [1.0] * 42},
    {"one": [0.0, 1.0] * 21, "copy": [0.0, 1.0] * 21},
    {"separating": [float(event) for event in BOTH[1]]},
])  # fmt: skip
def test_what_the_cases_do_not_determine_is_refused(covariates: dict[str, list[float]]) -> None:
    with pytest.raises(HazardsError):
        fit_hazards(*BOTH, pd.DataFrame(covariates))


def test_proportions_of_one_moment_are_not_known() -> None:
    model = fit_hazards([4.0] * 6 + [5.0] * 6, [True] * 6 + [False] * 6, pd.DataFrame({"x": [0.0, 1, 0] * 4}))
    assert np.isnan(proportionality(model).p_value).all()
