"""The command ``iidsp scenario``: rows with probabilities, reproducible; wrong files and words are told."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from iidsp_analysis import build
from iidsp_analysis.errors import UnknownLabelError, UsageError
from iidsp_analysis.sections.scenario_listing import Request, listing, read_weights


@pytest.fixture
def loaded(monkeypatch, panel):
    """The embedded figures without monthly exports, which most rows are."""
    monkeypatch.setattr(build, "load", lambda: panel)


def test_every_scenario_has_its_probability(loaded, tmp_path):
    weights = tmp_path / "weights.csv"
    weights.write_text("division,weight\n24,0.5\n10,0.5\n")
    rows = json.loads(listing(Request(15.0, 2030, weights=weights, growth=6.0, output="json")))
    assert [row["scenario"] for row in rows] == ["past_mean", "required", "required_within_bounds", "weights"]
    assert all(0 <= row["probability_of_share_pct"] <= 100 for row in rows)
    assert rows[1]["share_pct"] == pytest.approx(15)
    assert rows[0]["base_share_pct"] == pytest.approx(12.923884)
    assert listing(Request(15.0, 2030)) == listing(Request(15.0, 2030))


def test_a_region_has_its_own_share(loaded):
    row = pd.read_csv(pd.io.common.StringIO(listing(Request(25.0, 2030, region="AKM")))).iloc[0]
    assert row["region"] == "akmola"
    assert row["base_share_pct"] == pytest.approx(26.6305, abs=1e-3)
    assert row["status"] == "estimated"


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
