"""Every finding of the Concept says what speaks against it, with a count that follows from the figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.measures.decomposition import additive_parts, share_parts
from iidsp_analysis.sections import (
    concept_doubling,
    concept_regions,
    concept_requirements,
    concept_scenarios,
    concept_share,
    concept_share_parts,
    concept_technology,
    concept_technology_exports,
    concept_technology_moves,
    growth_heat_map,
)
from iidsp_analysis.sections.concept_against import parts_by_first_year
from iidsp_analysis.sections.concept_share_figures import share_path
from tests.sections.reports import report

FINDINGS = (
    concept_share.why_the_share_does_not_move, concept_share_parts.by_division, concept_technology.technology_mix,
    concept_technology_moves.movers, concept_technology_moves.what_it_hangs_on,
    concept_technology_exports.technology_of_exports, concept_scenarios.way_to_the_target,
    concept_requirements.what_must_grow, concept_doubling.doubling, concept_regions.groups_of_regions,
    growth_heat_map.heat_map,
)  # fmt: skip


@pytest.mark.parametrize("make", FINDINGS, ids=lambda make: make.__name__)
def test_every_finding_has_evidence_against_it(panel, make):
    result = make(report(panel, year=2025, trade=True))
    assert not result.is_missing
    assert result.against
    assert all(told.startswith("Evidence against: ") for told in result.told_against)


def test_parts_from_any_first_year_are_those_of_the_decomposition(panel):
    path = share_path(report(panel, year=2017))
    parts, frame = parts_by_first_year(path), path.frame
    for year, row in parts.iterrows():
        before, now = float(frame.loc[year, "share"]), float(frame.loc["2017", "share"])
        ratio = frame.loc["2017", "volume"] / frame.loc[year, "volume"]
        logs = share_parts(before, pd.Series([now]), part_volume_ratio=ratio, whole_volume_ratio=1.0)
        exact = additive_parts(logs, before, pd.Series([now]))
        assert row["by_volume"] == pytest.approx(float(exact["volume"].iloc[0]), abs=1e-12)
        assert row["by_volume"] + row["by_price"] == pytest.approx(now - before, abs=1e-12)


def test_the_count_of_first_years_is_that_of_the_parts(panel):
    result = concept_share.why_the_share_does_not_move(report(panel, year=2017))
    parts = parts_by_first_year(share_path(report(panel, year=2017)))
    is_price = parts["by_price"].abs() > parts["by_volume"].abs()
    other = int((is_price != is_price.iloc[0]).sum())
    assert f"in {other} of {len(parts)} cases" in result.against[0]
    assert 0 < other < len(parts)  # 2017: the answer hangs on the first year


def test_the_largest_mover_from_other_first_years(panel):
    context = report(panel, year=2025)
    shares = concept_share_parts._shares(context)
    first = str(shares.index[0])
    others = 0
    for year in shares.index[:-2]:
        others += (shares.loc["2025"] - shares.loc[year]).abs().idxmax() != "24"
    told = concept_share_parts.by_division(context).against[0]
    assert told.startswith(f"Counted from every first year from {first} ")
    assert f"in {others} of {len(shares) - 2} cases" in told


def test_single_industries_that_grew_as_fast(panel):
    context = report(panel, year=2025)
    result = concept_requirements.what_must_grow(context)
    needed = result.values["needed"]
    windows = concept_scenarios.evidence(context.panel, "KZ", 2025).like.windows["ratio"]
    share = float((windows >= (1 + needed) ** 5).mean())
    assert f"in {round(share * 100)}% of {len(windows)} five-year windows" in result.against[0]
    assert np.isfinite(needed)
