"""World trade files: sums by frozen rules, a universe told rule by rule, and refusals in a sentence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis.errors import WorkbookError
from iidsp_analysis.loaders.world_trade import Cleaning, read_world_trade, world_files
from tests.loaders.world_files import describe, made_up


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "world"
    folder.mkdir(parents=True)
    made_up(folder)
    describe(folder)
    return folder.parent


def test_sums_are_those_of_a_plain_reading(raw):
    found = read_world_trade(2017, raw)
    assert found is not None
    frame = pd.read_csv(raw / "world/BACI_made_up.csv", dtype={"k": str})
    frame = frame[~frame["k"].str[:2].isin(["77", "98", "99"])]
    plain = frame.assign(p=frame["k"].str[:4]).pivot_table(index="i", columns="p", values="v", aggfunc="sum").fillna(0)
    plain = plain * 1000 / 3
    plain = plain.loc[plain.sum(axis=1) >= 1e9]
    plain = plain.loc[:, plain.sum() >= 1e7]
    assert found.exports.shape == plain.shape
    assert found.exports.to_numpy() == pytest.approx(plain.to_numpy())
    assert found.years == (2015, 2016, 2017)


def test_the_universe_shrinks_rule_by_rule(raw):
    steps = read_world_trade(2017, raw).steps
    assert [name for name, _, _ in steps] == ["published", "goods", "countries", "products"]
    counts = [(countries, products) for _, countries, products in steps]
    assert counts == sorted(counts, reverse=True)
    assert steps[-1][1:] == read_world_trade(2017, raw).exports.shape


def test_nothing_later_than_the_year_is_read(raw):
    assert read_world_trade(2016, raw).years == (2015, 2016)
    with pytest.raises(WorkbookError, match="no year up to 2014"):
        read_world_trade(2014, raw)


def test_a_year_that_is_not_whole_is_refused(raw):
    path = raw / "world/BACI_made_up.csv"
    frame = pd.read_csv(path, dtype=str)
    frame[(frame["t"] != "2017") | (frame["i"].astype(int) < 390)].to_csv(path, index=False)
    with pytest.raises(WorkbookError, match="not whole: 2017") as refused:
        read_world_trade(2017, raw)
    assert "2017: 10" in str(refused.value.where)


def test_parquet_and_compressed_files_read_alike(raw):
    plain = read_world_trade(2017, raw).exports
    path = raw / "world/BACI_made_up.csv"
    frame = pd.read_csv(path, dtype=str)
    path.unlink()
    frame.iloc[: len(frame) // 2].to_parquet(raw / "world/a.parquet")
    frame.iloc[len(frame) // 2 :].to_csv(raw / "world/b.csv.gz", index=False)
    pd.testing.assert_frame_equal(read_world_trade(2017, raw).exports, plain)


def test_zeros_before_a_code_may_be_lost(raw):
    plain = read_world_trade(2017, raw).exports
    path = raw / "world/BACI_made_up.csv"
    pd.read_csv(path).to_csv(path, index=False)  # codes become numbers
    pd.testing.assert_frame_equal(read_world_trade(2017, raw).exports, plain)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exporter": None}, "lacks or does not know: exporter"),
        ({"colour": "red"}, "lacks or does not know: colour"),
        ({"scale": 0}, "scale must be a number above 0"),
        ({"digits": 5}, "digits 2, 4 or 6"),
        ({"value": "worth"}, "cannot be read with these columns"),
        ({"country": "KAZ"}, "'KAZ' is not among those"),
        ({"scale": 1e-6}, "countries are left"),
    ],
)
def test_what_the_description_gets_wrong(raw, changes, message):
    describe(raw / "world", **changes)
    with pytest.raises(WorkbookError, match=message):
        read_world_trade(2017, raw)


@pytest.mark.parametrize(
    ("value", "message"), [("-5", "negative or missing"), ("many", "is no number"), ("", "negative or missing")]
)
def test_a_value_that_is_no_amount_is_refused(raw, value, message):
    with (raw / "world/BACI_made_up.csv").open("a") as stream:
        stream.write(f"2017,398,4,010110,{value},1\n")
    with pytest.raises(WorkbookError, match=message):
        read_world_trade(2017, raw)


def test_no_description_and_no_file(raw, tmp_path):
    (raw / "world/world.yml").unlink()
    with pytest.raises(WorkbookError, match="no description"):
        read_world_trade(2017, raw)
    assert read_world_trade(2017, tmp_path / "nowhere") is None
    assert world_files(tmp_path / "nowhere") == []


def test_the_template_describes_baci(project):
    import yaml

    told = yaml.safe_load((project / "data/raw/world/world.template.yml").read_text(encoding="utf-8"))
    assert [told[name] for name in ("exporter", "product", "year", "value")] == ["i", "k", "t", "v"]


def test_a_smaller_universe_by_other_rules(raw):
    few = read_world_trade(2017, raw, Cleaning(smallest_product=5e9, fewest_countries=2))
    assert few.exports.shape[1] < read_world_trade(2017, raw).exports.shape[1]
