"""The command ``iidsp scenario``: rows with probabilities, reproducible; wrong files and words are told."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from iidsp_analysis import build
from iidsp_analysis.errors import MissingDataError, UnknownLabelError, UsageError
from iidsp_analysis.sections.concept_requirements import what_must_grow
from iidsp_analysis.sections.concept_scenarios import way_to_the_target
from iidsp_analysis.sections.scenario_listing import Request, listing, read_weights
from tests.sections.reports import report


@pytest.fixture
def loaded(monkeypatch, panel):
    """The embedded figures without monthly exports, which most rows are."""
    monkeypatch.setattr(build, "load", lambda: panel)


def test_every_scenario_has_its_probability(loaded, tmp_path):
    weights = tmp_path / "weights.csv"
    weights.write_text("division,weight\n24,0.5\n10,0.5\n")
    rows = json.loads(listing(Request(15.0, 2030, weights=weights, growth=6.0, output="json")))
    assert [row["scenario"] for row in rows] == [
        "past_mean", "past_mean_by_division", "required", "required_within_bounds", "weights",
    ]  # fmt: skip
    assert all(0 <= row["probability_of_share_pct"] <= 100 for row in rows)
    assert rows[2]["share_pct"] == pytest.approx(15)
    assert rows[0]["base_share_pct"] == pytest.approx(12.923884)
    assert listing(Request(15.0, 2030)) == listing(Request(15.0, 2030))


def test_a_region_has_its_own_share(loaded):
    row = pd.read_csv(pd.io.common.StringIO(listing(Request(25.0, 2030, region="AKM")))).iloc[0]
    assert row["region"] == "akmola"
    assert row["base_share_pct"] == pytest.approx(26.6305, abs=1e-3)
    assert row["status"] == "estimated"


def rows_of(**asked) -> dict[str, dict]:
    return {row["scenario"]: row for row in json.loads(listing(Request(output="json", **asked)))}


@pytest.mark.parametrize("base", [2025, 2017, 2012])
def test_the_command_and_the_page_say_the_same(loaded, panel, base):
    """The same question, the same share, growth and probability – be it asked in a terminal or read on the page."""
    rows, by = rows_of(target=15.0, by=base + 5, base=base), base + 5
    page = way_to_the_target(report(panel, year=base), 15.0, by).values
    needed = what_must_grow(report(panel, year=base), 15.0, by).values
    mean, required = rows["past_mean"], rows["required"]
    assert mean["share_pct"] == pytest.approx(page["mean_share"] * 100, abs=1e-6)
    assert mean["growth_pct"] == pytest.approx(page["mean_growth"] * 100, abs=1e-6)
    assert mean["growth_pct"] == pytest.approx(needed["past"] * 100, abs=1e-6)
    assert mean["probability_of_share_pct"] == pytest.approx(page["mean_chance"] * 100)
    assert mean["probability_of_target_pct"] == pytest.approx(page["chance"] * 100)
    assert required["growth_pct"] == pytest.approx(needed["needed"] * 100, abs=1e-6)
    assert required["excess_pp"] == pytest.approx(needed["excess"] * 100, abs=1e-6)


def test_mean_growth_is_the_published_one(loaded):
    """Table 5792, section C, links of 2001 to 2025 as they are embedded: their geometric mean."""
    links = build.load().select("production_volume_index", industries=["C"], regions=["KZ"]).wide()["C"]
    published = (links.loc["2001":"2025"] / 100).prod() ** (1 / 25) - 1
    rows = rows_of(target=15.0, by=2030)
    assert rows["past_mean"]["growth_pct"] == pytest.approx(published * 100, abs=1e-6)
    assert rows["past_mean_by_division"]["growth_pct"] == pytest.approx(4.365239)
    assert "past_mean_by_division" not in rows_of(target=25.0, by=2030, region="AKM")


def test_before_divisions_are_published_manufacturing_is_taken_as_one(loaded, tmp_path):
    rows = rows_of(target=15.0, by=2020, base=2012)
    assert rows["past_mean"]["by_division"] is False
    assert "past_mean_by_division" not in rows
    assert rows_of(target=15.0, by=2020, base=2013)["past_mean"]["by_division"] is True
    weights = tmp_path / "weights.csv"
    weights.write_text("division,weight\n24,1\n")
    with pytest.raises(MissingDataError, match="by division is not published for 2012") as refused:
        listing(Request(15.0, 2020, base=2012, weights=weights, growth=5.0))
    assert refused.value.what_next == "Use 2013 or a later year as base."


def test_years_without_value_added_are_named(loaded):
    with pytest.raises(MissingDataError, match="Value added of manufacturing is not published for 2009") as refused:
        listing(Request(15.0, 2020, base=2009))
    assert refused.value.what_next == "Years with it: 2010 to 2025."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("division,weight\n24,0.5\n", "sum to 0.5, not to 1"),
        ("division,weight\n24,half\n", "one weight that is a number"),
        ("division,weight\n24,0.5\n24,0.5\n", "one weight that is a number"),
        ("code,weight\n24,1\n", "needs the columns"),
        ("", "cannot be read"),
    ],
)
def test_wrong_files_of_weights(tmp_path, text, told):
    path = tmp_path / "weights.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match=told):
        read_weights(path)


def test_wrong_words(loaded, tmp_path):
    weights = tmp_path / "weights.csv"
    weights.write_text("division,weight\n99,1\n")
    with pytest.raises(UsageError, match="no division 99"):
        listing(Request(15.0, 2030, weights=weights, growth=5.0))
    with pytest.raises(UsageError, match="There is no such file"):
        read_weights(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="Unknown format"):
        listing(Request(15.0, 2030, output="xlsx"))
    with pytest.raises(UsageError, match="Unknown relative prices"):
        listing(Request(15.0, 2030, prices="rising"))
    with pytest.raises(UsageError, match="not after the base year 2025"):
        listing(Request(15.0, 2025))
    with pytest.raises(UnknownLabelError):
        listing(Request(15.0, 2030, region="NOWHERE"))
