"""Six-digit lines on the disk: what was read comes back, sums are those of pandas, and faults are sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import MissingDataError, SourceError, UnknownLabelError, UsageError
from iidsp_analysis.loaders import trade
from iidsp_analysis.loaders.trade_store import FOLDER, TradeStore
from iidsp_analysis.loaders.trade_totals import DIMENSIONS, Asked, totals
from tests.loaders.test_trade import small_sheet
from tests.loaders.trade_workbooks import write

NAN = np.nan
TABLE = "446905"


def lines(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    """Rows ``(region, goods, month, thousand USD, status)`` as a sheet yields them."""
    frame = pd.DataFrame(rows, columns=[schema.REGION, schema.INDUSTRY, schema.PERIOD, schema.VALUE, schema.STATUS])
    return frame.assign(**{schema.INDICATOR: "exports", schema.SOURCE: "bns-446905"})


def stored(folder: Path, *sheets: pd.DataFrame) -> Path:
    folder.mkdir(exist_ok=True)
    store = TradeStore(folder)
    writer = store.writer(TABLE)
    for sheet in sheets:
        writer.write(sheet)
    store.publish()
    return folder


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    sheets = [small_sheet(2019), small_sheet(2020)]
    return write(tmp_path / "bns_446905_2026-01-15.xlsx", sheets)


# --- the store ------------------------------------------------------------------------------------------------------


def test_sheets_are_what_the_whole_workbook_is(workbook):
    whole = trade.load(workbook, source="x")
    sheets = list(trade.sheets(workbook, source="x"))
    assert len(sheets) == 2
    pd.testing.assert_frame_equal(
        pd.concat([sheet.astype({name: "str" for name in whole if name != schema.VALUE}) for sheet in sheets],
                  ignore_index=True),
        whole.astype({name: "str" for name in whole if name != schema.VALUE}).reset_index(drop=True),
    )  # fmt: skip


def test_what_was_read_comes_back(workbook, tmp_path):
    stored(tmp_path, *trade.sheets(workbook, source="x"))
    back = pq.read_table(tmp_path / FOLDER / TABLE).to_pandas()
    whole = trade.load(workbook, source="x")
    told = back.assign(
        period=back["year"].astype(str) + "-" + back["month"].map("{:02d}".format),
        industry=[schema.TOTAL if pd.isna(code) else f"{int(code):06d}" for code in back["hs6"]],
    )
    key = ["region", "industry", "period", "indicator", "value", "status", "source"]
    mine, theirs = (frame[key].astype({name: "str" for name in key if name != "value"}) for frame in (told, whole))
    pd.testing.assert_frame_equal(
        mine.sort_values(key[:4], ignore_index=True), theirs.sort_values(key[:4], ignore_index=True)
    )
    assert {path.parent.name for path in (tmp_path / FOLDER).rglob("*.parquet")} == {"year=2019", "year=2020"}


def test_equal_rows_give_equal_bytes(workbook, tmp_path):
    bytes_of = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        stored(tmp_path / name, *trade.sheets(workbook, source="x"))
        bytes_of.append([path.read_bytes() for path in sorted((tmp_path / name).rglob("*.parquet"))])
    assert bytes_of[0] == bytes_of[1]


def test_two_sheets_of_a_year_are_both_kept_and_a_later_edition_replaces_its_years(tmp_path):
    store = TradeStore(tmp_path)
    old, new = store.writer(TABLE), store.writer(TABLE)
    old.write(lines(("akmola", "720200", "2023-01", 1.0, "observed"), ("akmola", "720200", "2022-01", 7.0, "observed")))
    new.write(lines(("akmola", "720200", "2023-01", 2.0, "observed")))
    new.write(lines(("akmola", "720200", "2023-07", 3.0, "observed")))
    store.publish()
    found = totals(tmp_path, Asked(by=("year",)))
    assert dict(zip(found["year"], found["thousand_usd"], strict=True)) == {2022: 7.0, 2023: 5.0}


def test_a_failure_leaves_the_last_store(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    store = TradeStore(tmp_path)
    store.writer(TABLE).write(lines(("akmola", "720200", "2023-01", 9.0, "observed")))
    store.discard()
    assert totals(tmp_path, Asked(by=("year",)))["thousand_usd"].tolist() == [1.0]
    assert {path.name for path in tmp_path.iterdir()} == {FOLDER}


def test_without_a_workbook_there_is_no_store_and_no_older_file(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    (tmp_path / "trade_446905.parquet").write_bytes(b"as editions were kept before")
    TradeStore(tmp_path).publish()
    assert list(tmp_path.iterdir()) == []


# --- sums ------------------------------------------------------------------------------------------------------------


def test_sums_of_a_workbook_are_those_of_its_rows(workbook, tmp_path):
    stored(tmp_path, *trade.sheets(workbook, source="x"))
    found = totals(tmp_path, Asked(by=("region", "year"))).set_index(["region", "year"])
    assert found.loc[("akmola", 2019), "thousand_usd"] == 80.0  # 10 + 20 + 50, small_sheet
    assert found.loc[("akmola", 2019), "tonnes"] == 160.0
    assert found.loc[("akmola", 2019), "printed"] == 80.0
    assert found.loc[("atyrau", 2020), "thousand_usd"] == 0.0
    assert found["provisional"].groupby("region").all().to_dict() == {"akmola": True, "atyrau": False}  # of February
    country = totals(tmp_path, Asked(by=("month",), years=(2020,))).set_index("month")
    assert country["printed"].tolist() == [30.0, 50.0]
    assert country.index.tolist() == ["2020-01", "2020-02"]


def test_confidential_values_are_counted_and_not_zero(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", NAN, "suppressed"),
                           ("akmola", "720300", "2023-01", 4.0, "observed"),
                           ("atyrau", "720200", "2023-01", NAN, "suppressed")))  # fmt: skip
    found = totals(tmp_path, Asked(by=("region",))).set_index("region")
    assert found["confidential"].to_dict() == {"akmola": 1, "atyrau": 1}
    assert found.loc["akmola", "thousand_usd"] == 4.0
    assert np.isnan(found.loc["atyrau", "thousand_usd"])


@pytest.mark.parametrize(
    ("by", "goods", "expected"),
    [
        (("hs2",), "", {"72": 3.0, "74": 4.0}),
        (("hs4",), "72", {"7202": 1.0, "7203": 2.0}),
        (("hs6",), "7203", {"720310": 2.0}),
        (("hs_section",), "", {"XV": 7.0}),
    ],
)
def test_goods_are_added_by_their_digits(tmp_path, by, goods, expected):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed"),
                           ("akmola", "720310", "2023-02", 2.0, "observed"),
                           ("akmola", "740311", "2023-02", 4.0, "observed")))  # fmt: skip
    found = totals(tmp_path, Asked(by=by, goods=goods))
    assert dict(zip(found[by[0]], found["thousand_usd"], strict=True)) == expected


def test_goods_without_a_section_are_other(tmp_path):
    stored(tmp_path, lines(("akmola", "999999", "2023-01", 1.0, "observed")))
    assert totals(tmp_path, Asked(by=("hs_section",)))["hs_section"].tolist() == ["OTHER"]


cells = st.lists(
    st.tuples(
        st.sampled_from(["akmola", "atyrau", "almaty_city"]),
        st.integers(10_000, 979_999).map("{:06d}".format),
        st.tuples(st.integers(2018, 2021), st.integers(1, 12)).map(lambda when: f"{when[0]}-{when[1]:02d}"),
        st.integers(0, 10**9).map(lambda thousandths: thousandths / 1000),
        st.just("observed"),
    ),
    min_size=1, max_size=30, unique_by=lambda cell: cell[:3],
)  # fmt: skip


@given(cells, st.sampled_from([("region",), ("region", "hs2"), ("month", "hs4"), ("year", "hs_section"), ("hs6",)]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_are_those_of_pandas(tmp_path_factory, rows, by):
    frame = lines(*rows)
    found = totals(stored(tmp_path_factory.mktemp("store"), frame), Asked(by=by))
    keys = {
        "region": frame["region"], "month": frame["period"], "year": frame["period"].str[:4].astype(int),
        "hs2": frame["industry"].str[:2], "hs4": frame["industry"].str[:4], "hs6": frame["industry"],
        "hs_section": frame["industry"].str[:2].map(_section),
    }  # fmt: skip
    expected = frame["value"].groupby([keys[name].rename(name) for name in by]).sum()
    told = found.set_index(list(by))["thousand_usd"]
    assert sorted(told.index) == sorted(expected.index)
    np.testing.assert_allclose(told.reindex(expected.index), expected, rtol=1e-12, atol=1e-9)


def _section(chapter: str) -> str:
    try:
        return industries.hs_section_of_chapter(chapter)
    except UnknownLabelError:
        return "OTHER"


def test_many_threads_change_no_digit(tmp_path):
    random = np.random.default_rng(7)
    rows = [("akmola", f"{code:06d}", "2023-01", round(float(value), 3), "observed")
            for code, value in zip(range(100_000, 120_000), random.lognormal(3, 4, 20_000), strict=True)]  # fmt: skip
    stored(tmp_path, lines(*rows))
    sums = {float(totals(tmp_path, Asked(by=("region",), threads=n))["thousand_usd"].iloc[0]) for n in (1, 2, 4)}
    assert len(sums) == 1


# --- faults -----------------------------------------------------------------------------------------------------------


def test_without_lines_the_reader_is_told_what_to_do(tmp_path):
    with pytest.raises(MissingDataError, match="No six-digit lines of imports") as refused:
        totals(tmp_path, Asked(flow="imports"))
    assert "iidsp build" in refused.value.what_next


def test_lines_that_do_not_exist_are_no_empty_table(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    with pytest.raises(MissingDataError, match="no such lines"):
        totals(tmp_path, Asked(years=(1999,)))


def test_a_damaged_file_is_a_sentence(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    next((tmp_path / FOLDER).rglob("*.parquet")).write_bytes(b"no parquet at all, but long enough to be read")
    with pytest.raises(SourceError, match="cannot be read"):
        totals(tmp_path, Asked())


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": ("region); DROP TABLE x; --",)}, {"by": ()}, {"by": ("year", "year")}, {"by": ("value",)},
        {"goods": "72' OR 1=1"}, {"goods": "723"}, {"goods": "７２"}, {"flow": "transit"}, {"memory": 1},
    ],
)  # fmt: skip
def test_words_that_mean_nothing_are_refused(wrong):
    with pytest.raises(UsageError):
        Asked(**wrong)


def test_hostile_regions_are_values_and_find_nothing(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    with pytest.raises(MissingDataError):
        totals(tmp_path, Asked(regions=("akmola' OR '1'='1",)))


def test_every_dimension_can_be_asked_for(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    found = totals(tmp_path, Asked(by=tuple(DIMENSIONS)))
    assert found[list(DIMENSIONS)].iloc[0].tolist() == [2023, "2023-01", "akmola", "XV", "72", "7202", "720200"]


def test_values_too_large_for_an_exact_sum_are_refused(tmp_path):
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1e18, "observed")))
    with pytest.raises(SourceError, match="cannot be read"):
        totals(tmp_path, Asked())


def test_a_long_query_draws_no_bar(tmp_path, monkeypatch):
    """DuckDB draws one after two seconds, in the midst of CSV and JSON: seen at 20 million rows."""
    settings_of, connect = [], duckdb.connect

    @contextmanager
    def watched(*words: object) -> Iterator[duckdb.DuckDBPyConnection]:
        with connect(*words) as connection:
            yield connection
            settings_of.append(connection.execute("SELECT current_setting('enable_progress_bar')").fetchone())

    monkeypatch.setattr(duckdb, "connect", watched)
    stored(tmp_path, lines(("akmola", "720200", "2023-01", 1.0, "observed")))
    totals(tmp_path, Asked())
    assert settings_of == [(False,)]


def test_every_row_names_the_editions_of_its_year(tmp_path):
    store = TradeStore(tmp_path)
    for edition, year in (("bns-446905@2024-01-15", 2022), ("bns-446905@2026-01-15", 2023)):
        sheet = lines(("akmola", "720200", f"{year}-01", 1.0, "observed"))
        store.writer(TABLE).write(sheet.assign(source=edition))
    store.publish()
    by_year = totals(tmp_path, Asked(by=("year",)))
    assert by_year["source"].tolist() == ["bns-446905@2024-01-15", "bns-446905@2026-01-15"]
    assert totals(tmp_path, Asked(by=("region",)))["source"].tolist() == ["bns-446905@2024-01-15;bns-446905@2026-01-15"]
