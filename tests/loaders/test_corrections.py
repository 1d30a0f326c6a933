"""The ledger of corrections: what it may say, and that it never corrects a cell blindly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iidsp_analysis.errors import SchemaError
from iidsp_analysis.loaders.corrections import COLUMNS, apply, read_ledger
from iidsp_analysis.loaders.embedded import read_table
from iidsp_analysis.sources import read_sources

ENTRY = ("bns-1", "AKM", "C", "2017", "set_missing", "placeholder", "0.0")


def ledger(*entries):
    return pd.DataFrame(entries, columns=list(COLUMNS))


def table():
    return pd.DataFrame(
        {
            "region": ["AKM", "AKT", "KZ"],
            "industry": "C",
            "period": "2017",
            "value": [0.0, 5.0, 4.0],
            "note": "",
            "status": "observed",
        }
    )


def write(folder, entries, columns=COLUMNS):
    pd.DataFrame(entries, columns=list(columns)).to_csv(folder / "corrections.csv", index=False)
    return folder


def test_a_placeholder_becomes_missing_with_its_reason():
    corrected = apply(table(), ledger(ENTRY), "bns-1")
    assert np.isnan(corrected.loc[0, "value"])
    assert corrected.loc[0, "note"] == "corrected (set_missing): placeholder"
    assert corrected["value"].tolist()[1:] == [5.0, 4.0]


def test_the_raw_table_is_left_as_it_was():
    raw = table()
    apply(raw, ledger(ENTRY), "bns-1")
    pd.testing.assert_frame_equal(raw, table())


def test_a_stale_total_becomes_the_sum_of_its_regions_and_is_marked_derived():
    entry = ("bns-1", "KZ", "C", "2017", "sum_of_regions", "stale", "4.0")
    corrected = apply(table(), ledger(entry), "bns-1")
    assert corrected.loc[2, "value"] == 5.0
    assert corrected.loc[2, "status"] == "derived"


def test_a_total_that_is_not_printed_is_added_as_the_sum_of_its_regions():
    entry = ("bns-1", "KZ", "C", "2017", "add_sum_of_regions", "not printed", "")
    corrected = apply(table().iloc[:2], ledger(entry), "bns-1")
    added = corrected.iloc[-1]
    assert (added["region"], added["value"], added["status"]) == ("KZ", 5.0, "derived")
    assert added["note"] == "corrected (add_sum_of_regions): not printed"


def test_a_total_is_not_added_where_the_table_prints_one():
    entry = ("bns-1", "KZ", "C", "2017", "add_sum_of_regions", "not printed", "")
    with pytest.raises(SchemaError, match="adds a cell that the table has"):
        apply(table(), ledger(entry), "bns-1")


def test_a_flag_changes_no_number_but_leaves_its_mark():
    entry = ("bns-1", "AKT", "C", "2017", "flag", "suspect", "5.0")
    corrected = apply(table(), ledger(entry), "bns-1")
    assert corrected["value"].tolist() == [0.0, 5.0, 4.0]
    assert "suspect" in corrected.loc[1, "note"]


def test_the_entries_of_other_sources_do_nothing():
    pd.testing.assert_frame_equal(apply(table(), ledger(ENTRY), "bns-2"), table())


def test_a_revised_cell_stops_the_correction():
    revised = table().assign(value=[7.0, 5.0, 4.0])
    with pytest.raises(SchemaError, match=r"expected 0\.0 and found 7\.0") as refused:
        apply(revised, ledger(ENTRY), "bns-1")
    assert "AKM, C, 2017" in refused.value.where
    assert "revised" in refused.value.what_next


def test_a_cell_that_the_table_lacks_stops_the_correction():
    with pytest.raises(SchemaError, match="does not have"):
        apply(table(), ledger(("bns-1", "VKO", *ENTRY[2:])), "bns-1")


@pytest.mark.parametrize(
    ("entries", "columns", "message"),
    [
        ([(*ENTRY[:4], "double", *ENTRY[5:])], COLUMNS, "Unknown action"),
        ([(*ENTRY[:5], " ", ENTRY[6])], COLUMNS, "reason"),
        ([ENTRY, ENTRY], COLUMNS, "twice"),
        ([ENTRY[:6]], COLUMNS[:6], "expected_old_value"),
    ],
)
def test_a_ledger_that_says_too_little_is_refused(tmp_path, entries, columns, message):
    with pytest.raises(SchemaError, match=message) as refused:
        read_ledger(write(tmp_path, entries, columns))
    assert "corrections.csv" in refused.value.where


def test_the_guilty_line_of_the_ledger_is_named(tmp_path):
    with pytest.raises(SchemaError) as refused:
        read_ledger(write(tmp_path, [ENTRY, (*ENTRY[:3], "2018", "double", *ENTRY[5:])]))
    assert refused.value.where.endswith("line 3")


def test_no_ledger_means_no_corrections(tmp_path):
    assert read_ledger(tmp_path).empty


def test_every_entry_of_the_real_ledger_fits_its_table(project):
    folder = project / "data" / "raw"
    entries = read_ledger(folder)
    sources = read_sources(folder)
    assert len(entries) > 50
    for source_id, due in entries.groupby("source"):
        raw = read_table(sources[source_id], folder)
        corrected = apply(raw, entries, source_id)
        assert corrected["note"].str.startswith("corrected").sum() == len(due)
        untouched = corrected["note"] == ""
        pd.testing.assert_series_equal(raw.loc[untouched, "value"], corrected.loc[untouched, "value"])
