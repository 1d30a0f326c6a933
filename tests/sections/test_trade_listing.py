"""``iidsp trade``: words in, sums of six-digit lines out, in three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iidsp_analysis.errors import UnknownLabelError, UsageError
from iidsp_analysis.sections import trade_listing
from iidsp_analysis.sections.trade_listing import Request, listing
from tests.loaders.test_trade_store import lines, stored


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return stored(tmp_path, lines(("akmola", "720200", "2023-01", 1500.5, "observed"),
                                  ("akmola", "740311", "2023-02", 4.0, "provisional"),
                                  ("almaty_city", "720200", "2022-02", float("nan"), "suppressed")))  # fmt: skip


def test_the_table_names_units_places_and_its_limits(store):
    told = listing(Request(), store)
    assert "Exports, six-digit lines added up (BNS table 446905)" in told
    assert "Sum of lines, thousand USD" in told
    assert "Akmola" in told
    assert "1,504.5" in told
    assert "registered" in told
    assert "Editions: bns-446905." in told
    assert "provisional" in told


def test_a_missing_sum_is_a_dash(store):
    row = next(line for line in listing(Request(), store).splitlines() if "2022" in line)
    assert "–" in row
    assert "0.0" not in row


def test_russian_is_russian(store):
    told = listing(Request(by="hs_section", language="ru"), store)
    assert "тыс. долл. США" in told
    assert "XV" in told


def test_json_holds_plain_values_and_null(store):
    rows = json.loads(listing(Request(by="region,year", output="json"), store))
    assert [(row["region"], row["thousand_usd"]) for row in rows] == [("akmola", 1504.5), ("almaty_city", None)]


def test_csv_has_a_row_each(store):
    told = listing(Request(by="hs6", output="csv"), store).splitlines()
    assert told[0].split(",")[:2] == ["hs6", "thousand_usd"]
    assert len(told) == 3


def test_a_long_table_is_cut_and_says_so(store, monkeypatch):
    monkeypatch.setattr(trade_listing, "MOST_ROWS", 1)
    assert "1 of 2 rows" in listing(Request(), store)


@pytest.mark.parametrize("label", ["AKM", "11", "akmola", "Акмолинская"])
def test_one_region_by_any_name(store, label):
    rows = json.loads(listing(Request(region=label, output="json"), store))
    assert {row["region"] for row in rows} == {"akmola"}


def test_the_country_is_all_regions(store):
    assert len(json.loads(listing(Request(region="KZ", output="json"), store))) == 2


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"output": "xlsx"}, UsageError), ({"years": "23"}, UsageError), ({"years": "2023;DROP"}, UsageError),
        ({"by": "colour"}, UsageError), ({"region": "Atlantis"}, UnknownLabelError), ({"language": "fr"}, UsageError),
    ],
)  # fmt: skip
def test_words_that_mean_nothing_are_refused(store, words, error):
    with pytest.raises(error):
        listing(Request(**words), store)


def test_lines_that_miss_the_printed_total_are_told(tmp_path):
    told = [
        ("akmola", "720200", "2023-01", 5.0, "observed"),
        ("akmola", "TOTAL", "2023-01", 9.0, "observed"),
        ("atyrau", "720200", "2023-01", 7.0, "observed"),
        ("atyrau", "TOTAL", "2023-01", 7.0, "observed"),
    ]
    text = listing(Request(by="hs2"), stored(tmp_path / "data [1]", lines(*told)))
    assert "miss the printed total of their region, do not rely on them: Akmola." in text
    assert "12.0" in text
