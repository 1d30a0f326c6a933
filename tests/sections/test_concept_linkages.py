"""Linkages in the Concept: published results through the user's file, bounds of value added, refusals on the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from iidsp_analysis.loaders import linkages_table
from iidsp_analysis.loaders.linkages_table import read_linkages
from iidsp_analysis.sections import concept_linkage_uses, concept_linkages
from iidsp_analysis.sections.concept_linkage_figures import (
    by_section,
    linkages,
    regional_multipliers,
    value_added_in_exports,
)
from tests.sections.reports import assert_shows_itself, report, visible

SECTIONS = (concept_linkages.multipliers, concept_linkage_uses.exports, concept_linkage_uses.regions)


@pytest.fixture
def raw(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "raw" / "io"
    folder.mkdir(parents=True)
    monkeypatch.setattr(linkages_table.folders, "raw", lambda: folder.parent)
    return folder


@pytest.fixture
def template(raw: Path, project: Path) -> Path:
    for ending in ("csv", "yml"):
        shutil.copy(project / "data/raw/io" / f"linkages.template.{ending}", raw / f"table.{ending}")
    return raw


@pytest.fixture
def germany(raw: Path, reference: Path) -> dict:
    """Eurostat (2008), Manual of Supply, Use and Input–Output Tables, ch. 15 (J. Beutel): Germany 1995."""
    cells = pd.read_csv(reference / "golden/iotables/germany_1995.csv")
    wide = cells.pivot_table(index="iotables_row", columns="iotables_col", values="values", sort=False)
    wide.drop(columns="total_final_use").to_csv(raw / "germany.csv")
    labels = [label for label in wide.index if label in wide.columns]
    told = {
        "unit": "mln EUR", "year": 1995, "source": "Eurostat", "flows": "domestic", "exports": "exports",
        "value_added": ["gva"], "jobs": "employment_domestic_total",
        "left_out": ["total", "intermediate_consumption", "employment_wage_salary", "employment_self_employed"],
        "industries": dict(zip([name for name in labels if name not in ("total", "output")], "ACFGKS", strict=False)),
    }  # fmt: skip
    inputs = [name for name in wide.index if name not in wide.columns]
    parts = [name for name in inputs if name in ("net_tax_production", "compensation_employees", "surplus_hh",
                                                 "surplus_enterprises", "consumption_fixed_capital",
                                                 "os_mixed_income_net", "os_mixed_income_gross")]  # fmt: skip
    told["value_added"] = parts or ["gva"]
    if parts:
        told["left_out"].append("gva")
    (raw / "germany.yml").write_text(yaml.safe_dump(told), encoding="utf-8")
    return json.loads((reference / "golden/iotables/expected.json").read_text())


def test_without_a_table_each_section_says_what_to_load(raw, panel):
    for make in SECTIONS:
        result = make(report(panel))
        assert result.is_missing
        assert "data/raw/io/" in visible(result)


@pytest.mark.parametrize("code", ["en", "ru", "kk"])
def test_with_a_table_they_show_themselves(template, panel, code):
    for make in SECTIONS:
        result = make(report(panel, language=code))
        assert not result.is_missing
        assert result.against
        assert_shows_itself(result)


def test_a_broken_table_is_a_sentence_on_the_page(template, panel):
    path = template / "table.csv"
    path.write_text(path.read_text().replace("manufacturing,8,20,150", "manufacturing,8,20,160"))
    for make in SECTIONS:
        result = make(report(panel))
        assert result.is_missing
        assert "is not used" in visible(result)
        assert "row +10, column +10 of 558" in visible(result)


def test_output_multipliers_are_those_of_the_manual(germany):
    found = read_linkages()
    assert found is not None
    told, published = linkages(found), germany["germany_1995"]
    assert told["output"].tolist() == pytest.approx(published["output_multipliers"], abs=6e-5)
    assert told["value_added"].tolist() == pytest.approx(published["gva_multipliers"], abs=6e-5)  # effects, not type I


def test_own_and_imported_parts_of_exports_add_up(template):
    """Every unit of final demand is value added or imports somewhere in the country (Miller & Blair 2009, §6.2.2)."""
    found = read_linkages()
    frame = value_added_in_exports(found)
    assert (frame["own"] <= frame["domestic"] + 1e-9).all()
    assert frame["share"].between(0, 1).all()
    imports = found.table.primary_inputs.loc["imports"] / found.table.output
    a = found.table.flows / found.table.output
    imported = imports.to_numpy() @ np.linalg.inv(np.eye(len(a)) - a.to_numpy())
    assert (frame["share"].to_numpy() + imported) == pytest.approx(np.ones(len(a)))


def test_imports_inside_the_flows_leave_no_domestic_value_added(template, panel):
    path = template / "table.yml"
    path.write_text(path.read_text().replace("flows: domestic", "flows: total"))
    assert "would count as made in the country" in visible(concept_linkage_uses.exports(report(panel)))
    assert "too high for the country" in visible(concept_linkages.multipliers(report(panel)))


def test_sections_keep_the_sums_of_the_table(template):
    found = read_linkages()
    flows, output = by_section(found)
    assert flows.to_numpy().sum() == pytest.approx(found.table.flows.to_numpy().sum())
    assert output.sum() == pytest.approx(found.table.output.sum())


def test_a_region_keeps_no_more_than_the_country(template, panel):
    found = read_linkages()
    bands = regional_multipliers(report(panel), found)
    national = linkages(found).loc["manufacturing", "output"]
    assert len(bands) == 16
    assert (bands["low"] <= bands["central"]).all()
    assert (bands["central"] <= bands["high"]).all()
    assert (bands["high"] <= national).all()
    assert (bands["low"] >= 1).all()
