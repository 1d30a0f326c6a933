"""Schemes of technology classes, and the user's own table."""

from __future__ import annotations

import csv

import pytest

from iidsp_analysis.errors import UsageError
from iidsp_analysis.models.technology_scheme import CLASSES, portable, scheme
from iidsp_analysis.models.technology_scheme import written as told
from iidsp_analysis.reference.industry_records import divisions

WHOLE = [(code, "low") for code in divisions()]


def written(tmp_path, rows, heads="code,class"):
    path = tmp_path / "own.csv"
    path.write_text("\n".join([heads, *(",".join(row) for row in rows)]), encoding="utf-8")
    return str(path)


def test_eurostat_has_seven_upper_divisions_all_verified():
    assert scheme().upper == ("20", "21", "26", "27", "28", "29", "30")
    assert not scheme().unverified
    assert scheme("unido").upper == scheme().upper


def test_oecd_leaves_30_open_and_says_that_nobody_verified_it():
    assert scheme("oecd").classes["30"] == "mixed"
    assert scheme("oecd").classes["25"] == "medium-low"
    assert len(scheme("oecd").unverified) == 24


@pytest.mark.parametrize("name", ["eurostat", "oecd", "unido"])
def test_every_class_is_known(name):
    assert set(scheme(name).used) <= set(CLASSES)
    assert sum(len(scheme(name).members(each)) for each in scheme(name).used) == 24


@pytest.mark.parametrize(("name", "column"), [
    ("eurostat", "eurostat_nace2_2digit"), ("oecd", "oecd2016_rd_intensity"), ("unido", "unido_mht_isic4"),
])  # fmt: skip
def test_classes_are_those_of_the_reference_table(reference, name, column):
    with (reference / "facts" / "tech_intensity.csv").open(encoding="utf-8", newline="") as file:
        told = {row["oked2"]: row[column].split(" (")[0].split(":")[0] for row in csv.DictReader(file)}
    assert scheme(name).classes == told


def test_an_own_table(tmp_path):
    found = scheme(written(tmp_path, [*WHOLE[:-1], ("33", "high")]))
    assert (found.name, found.upper) == ("own", ("33",))


@pytest.mark.parametrize(("rows", "heads", "words"), [
    (WHOLE[:-2], "code,class", "missing: 32, 33"),
    ([*WHOLE, ("24", "low")], "code,class", "twice: 24"),
    ([*WHOLE, ("99", "low")], "code,class", "unknown: 99"),
    ([*WHOLE[:-1], ("33", "top")], "code,class", "classes are unknown: top"),
    ([*WHOLE[:-1], ("33", "")], "code,class", r"\(empty\)"),
    (WHOLE, "code,level", "columns are missing: class"),
])  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused(tmp_path, rows, heads, words):
    with pytest.raises(UsageError, match=words):
        scheme(written(tmp_path, rows, heads))


@pytest.mark.parametrize("name", ["eurostat", "oecd", "unido"])
def test_a_table_in_one_line_is_the_same_table(name):
    line = "mine: not the others'" + told(scheme(name)).removeprefix(name)
    assert scheme(line).classes == scheme(name).classes
    assert (scheme(line).name, scheme(line).is_own) == ("mine: not the others'", True)


def test_a_choice_without_its_path(tmp_path):
    line = portable(written(tmp_path, [*WHOLE[:-1], ("33", "high")]))
    assert line.startswith("own: high = 33; low = 10 11 12 ")
    assert str(tmp_path) not in line
    assert portable("oecd") == "oecd"
    for broken, words in (
        ("a: high = 10 99", "unknown: 99"),
        ("a: high = 10", "missing: 11"),
        ("a: up = 10", "classes"),
    ):
        with pytest.raises(UsageError, match=words):
            portable(broken)


def test_an_own_table_bears_no_published_name(tmp_path):
    path = tmp_path / "oecd.csv"
    path.write_text("code,class\n" + "\n".join(",".join(row) for row in WHOLE))
    with pytest.raises(UsageError, match="cannot be called oecd"):
        scheme(str(path))
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        scheme(str(folder))


def test_no_such_scheme_or_file(tmp_path):
    with pytest.raises(UsageError, match="no technology scheme"):
        scheme("nace")
    with pytest.raises(UsageError, match="no such file"):
        scheme(str(tmp_path / "none.csv"))
    (tmp_path / "latin.csv").write_bytes("code,class\n10,\xe9".encode("latin-1"))
    with pytest.raises(UsageError, match="UTF-8"):
        scheme(str(tmp_path / "latin.csv"))
