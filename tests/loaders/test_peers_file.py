"""The user's file of other economies: read as it is published, refused with the reason where it cannot be used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from iidsp_analysis import folders
from iidsp_analysis.errors import AnalysisError, SchemaError, UnitError, WorkbookError
from iidsp_analysis.loaders.peers import NEEDED, USUAL_UNIT, peer_files, read_peers
from iidsp_analysis.reference.peer_records import manufacturing_sectors, peer_sectors, territory_codes, upper_sectors
from tests.peer_files import economies, stored


def test_without_a_file_there_are_no_economies(tmp_path):
    assert read_peers(tmp_path) is None


def test_the_published_file(tmp_path, reference):
    """Its own figures: 62 economies, 2007 to 2022; manufacturing of the country in 2017 by addition of its 14 rows."""
    (tmp_path / "peers").mkdir()
    shutil.copy(reference / "data" / "panels" / "adb_country_sector_2007_2022.csv.gz", tmp_path / "peers")
    found = read_peers(tmp_path)
    assert (found.unit, found.has_employment, found.source) == (USUAL_UNIT, False, "")
    assert (found.years[0], found.years[-1]) == (2007, 2022)
    assert found.rows["code"].nunique() == 62
    assert "ROW" not in set(found.rows["code"])
    assert set(found.rows["code"]) == set(territory_codes())
    assert "LVA 2011" in found.left_out
    assert "LVA" not in found.block(2011).index
    assert found.block(2017).loc["KAZ", list(manufacturing_sectors())].sum() == pytest.approx(17_486.7, abs=0.1)


def test_sectors_are_the_publisher_s(reference):
    published = pd.read_csv(reference / "data" / "panels" / "sectors.csv")
    assert list(peer_sectors()) == published["c_abv"].tolist()
    assert manufacturing_sectors() == tuple(published["c_abv"][2:16])
    assert upper_sectors() == ("CCP", "MCH", "EOE", "TRE")


def test_columns_of_people_and_a_unit(tmp_path):
    rows = economies(employment=True, population=True).assign(unit="bn EUR, 2015")
    raw = stored(tmp_path, rows)
    (raw / "peers" / "own.source.txt").write_text("An office.\nOpen licence", encoding="utf-8")
    found = read_peers(raw)
    assert (found.unit, found.source, found.has_employment) == ("bn EUR, 2015", "An office. Open licence", True)


def test_others_are_left_out_for_a_year_below_zero_or_not_whole(tmp_path):
    rows = economies()
    rows.loc[(rows["code"] == "RUS") & (rows["year"] == 2017) & (rows["sector"] == "TEX"), "value_added"] = -1.0
    rows = rows[~((rows["code"] == "POL") & (rows["year"] == 2007) & (rows["sector"] == "FBT"))]
    found = read_peers(stored(tmp_path, rows))
    assert found.left_out == ("POL 2007", "RUS 2017")
    assert "RUS" in found.block(2007).index


def changed(column: str, value: object, *, code: str = "KAZ"):
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows = rows.astype({column: object})
        rows.loc[rows.index[rows["code"] == code][0], column] = value
        return rows

    return change


@pytest.mark.parametrize(("change", "error", "words"), [
    (lambda rows: rows.drop(columns="value_added"), SchemaError, "lacks columns: value_added"),
    (lambda rows: rows.assign(employement=1), SchemaError, "unknown columns: employement"),
    (lambda rows: rows[rows["code"] != "KAZ"], SchemaError, "does not have the country, KAZ"),
    (lambda rows: pd.concat([rows, rows.head(1)]), SchemaError, "a year twice"),
    (changed("value_added", -1), SchemaError, "value_added has an amount below zero"),
    (changed("value_added", "many"), SchemaError, "no number: many"),
    (changed("value_added", ""), SchemaError, "no number: \"\""),
    (changed("value_added", "inf"), SchemaError, "no number: inf"),
    (changed("year", "2017.5"), SchemaError, "no year: 2017.5"),
    (changed("sector", "XYZ"), SchemaError, "unknown sectors: XYZ"),
    (lambda rows: changed("unit", "bn USD")(rows.assign(unit="mln USD")), UnitError, "several units: bn USD, mln USD"),
    (lambda rows: changed("employment", -1, code="RUS")(rows.assign(employment=1)), SchemaError,
     "employment has an amount below zero"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(tmp_path, change, error, words):
    with pytest.raises(error, match=words) as refused:
        read_peers(stored(tmp_path, change(economies())))
    assert refused.value.where.startswith("own.csv")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x1f\x8b broken"])
def test_no_csv(tmp_path, content):
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "own.csv.gz").write_bytes(content)
    with pytest.raises(AnalysisError, match=r"cannot be read|lacks columns"):
        read_peers(tmp_path)


def test_two_files_and_what_is_none(tmp_path):
    raw = stored(tmp_path, economies())
    (raw / "peers" / "peers.template.csv").write_text("year\n")
    assert [path.name for path in peer_files(raw)] == ["own.csv"]
    shutil.copy(raw / "peers" / "own.csv", raw / "peers" / "b.csv")
    with pytest.raises(WorkbookError, match="Two files"):
        read_peers(raw)


def test_the_shipped_template_has_the_columns():
    template = pd.read_csv(Path(folders.raw()) / "peers" / "peers.template.csv")
    assert set(NEEDED) <= set(template.columns)
    assert set(template["sector"]) <= set(peer_sectors())
