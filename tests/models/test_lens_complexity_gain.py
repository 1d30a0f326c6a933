"""Lens *complexity gain*."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.complexity import outlook_index, presence, proximity, revealed_comparative_advantage
from iidsp_analysis.models.complexity_gain import LENS, compute
from tests.models.evidence import EN, drawn_evidence, known

# r0 holds i0; r1 i0 and i1; r2 i2.
TABLE = [[90.0, 1, 1], [50, 50, 1], [1, 1, 90]]
COMPLEXITY = pd.Series([0.5, 2.0, -1.0], index=["i0", "i1", "i2"])


def test_by_hand():
    """Only i0 and i1 are ever held together: φ = 1 / max(2, 1) = 1/2, S = 1/2 each, ω of i1 in r0 = 1.

    r0 enters i1: nothing else comes nearer, and the option i1 (ω · PCI = 2) is used up.
    """
    held = presence(revealed_comparative_advantage(TABLE))
    assert held.tolist() == [[True, False, False], [True, True, False], [False, False, True]]
    assert compute(known(TABLE, product_complexity=COMPLEXITY)).score.loc["r0", "i1"] == pytest.approx(-2)


def test_the_score_is_the_change_of_the_outlook_index():
    evidence = drawn_evidence(1)
    amounts = evidence.main.at(evidence.year)
    held = presence(revealed_comparative_advantage(amounts))
    phi, pci = proximity(held), evidence.product_complexity.to_numpy()
    score = compute(evidence).score.to_numpy()
    for region, industry in np.argwhere(~np.isnan(score)):
        entered = held.copy()
        entered[region, industry] = True
        change = outlook_index(entered, pci, phi)[region] - outlook_index(held, pci, phi)[region]
        assert score[region, industry] == pytest.approx(change)


def test_a_specialisation_has_no_gain_from_entry_and_no_zero():
    score = compute(known(TABLE, product_complexity=COMPLEXITY)).score
    assert np.isnan(score.loc["r0", "i0"])
    assert np.isnan(score.loc["r2", "i2"])


def test_an_industry_without_complexity_has_no_score_and_order_does_not_matter():
    partly = COMPLEXITY.drop("i2")[::-1]
    score = compute(known(TABLE, product_complexity=partly)).score
    assert score["i2"].isna().all()
    assert score.loc["r0", "i1"] == pytest.approx(-2)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_reading_has_the_sign_of_the_score(sign):
    result = compute(drawn_evidence(1))
    chosen = (sign * result.score).stack().idxmax()
    assert np.sign(result.at(*chosen)) == sign
    assert ("bring complex industries nearer" if sign > 0 else "use up more outlook") in LENS.reading(
        result, *chosen, EN
    )


def test_what_is_missing_is_said():
    assert compute(known(TABLE)).findings(EN) == ("No external complexity of the industries is loaded.",)
    foreign = pd.Series([1.0], index=["x"])
    assert compute(known(TABLE, product_complexity=foreign)).findings(EN) == (
        "The complexity that is loaded covers no open industry.",
    )
