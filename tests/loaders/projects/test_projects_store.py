"""Snapshots of the register: whole or not at all, written once, back as they were, and nothing of a refused file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from iidsp_analysis.errors import SourceError, UsageError, WorkbookError
from iidsp_analysis.loaders.projects import frames, snapshots, store
from iidsp_analysis.loaders.projects.original import differing
from iidsp_analysis.loaders.projects.read import read
from tests.loaders.projects.project_sheets import GOOD, HEADS, project, write

DAY, LATER = "2018-01-01", "2018-03-27"


@pytest.fixture(autouse=True)
def raw(monkeypatch, tmp_path):
    """A raw folder of its own."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "register.xlsx", [HEADS, GOOD, project(id="P-2", name="Мельница", region="Нигде")])


@pytest.fixture
def other(tmp_path):
    return write(tmp_path / "other.xlsx", [HEADS, project(cost_planned_mln_kzt=1)])


def everything(raw):
    """All files below the raw folder with their bytes."""
    return {path.relative_to(raw).as_posix(): path.read_bytes() for path in raw.rglob("*") if path.is_file()}


def test_a_snapshot_comes_back_as_it_was_read(file):
    snapshot, register, is_new = store.import_file(file, as_of=DAY)
    assert is_new
    assert (snapshot.projects, snapshot.doubts, snapshot.is_example) == (2, len(register.doubts), False)
    back = snapshots.load(snapshots.find(DAY))
    for name in ("rows", "doubts", "places", "heads"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(register, name), obj=name)
    assert len(back.doubts) > 0
    assert [back.cell(row, "name") for row in (0, 1)] == [register.cell(row, "name") for row in (0, 1)]
    assert replace(back, rows=0, doubts=0, places=0, heads=0) == replace(register, rows=0, doubts=0, places=0, heads=0)


def test_extra_columns_and_outputs_of_years_come_back(tmp_path):
    heads = (*HEADS, "output_actual_2017_mln_kzt", "Куратор")
    file = write(tmp_path / "register.xlsx", [heads, (*GOOD, 12.5, "Иванов")])
    _, register, _ = store.import_file(file, as_of=DAY)
    back = snapshots.load(snapshots.find(DAY)).rows
    assert list(back.columns) == list(register.rows.columns)
    assert (back.loc[0, "output_actual_2017_mln_kzt"], back.loc[0, "Куратор"]) == (12.5, "Иванов")


def test_the_file_is_kept_as_it_came(file, raw):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    home = raw / "projects" / "snapshots" / f"{DAY}_{snapshot.checksum[:8]}"
    assert home.name == snapshot.id
    assert (home / "original.xlsx").read_bytes() == file.read_bytes()
    assert snapshot.checksum == hashlib.sha256(file.read_bytes()).hexdigest()
    assert {path.name for path in home.iterdir()} == {*snapshot.parts, "meta.json"}


def test_the_same_file_for_the_same_day_is_stored_once(file, raw):
    first, *_ = store.import_file(file, as_of=DAY)
    before = everything(raw)
    again, _, is_new = store.import_file(file, as_of=DAY)
    assert (again, is_new) == (first, False)
    assert everything(raw) == before


def test_the_same_file_may_speak_for_another_day(file):
    for day in (LATER, DAY):
        store.import_file(file, as_of=day)
    assert [each.as_of for each in snapshots.snapshots()] == [DAY, LATER]


def test_another_file_for_the_same_day_needs_a_name(file, other, raw):
    first, *_ = store.import_file(file, as_of=DAY)
    before = everything(raw)
    with pytest.raises(UsageError, match=first.id):
        store.import_file(other, as_of=DAY)
    assert everything(raw) == before
    second, _, is_new = store.import_file(other, as_of=DAY, name="corrected")
    assert is_new
    assert [each.id for each in snapshots.snapshots()] == [first.id, second.id]
    assert snapshots.find("corrected") == second
    with pytest.raises(UsageError, match=r"more than one.*corrected"):
        snapshots.find(DAY)
    assert snapshots.find(first.id) == first


@pytest.mark.parametrize("name", ["../x", "a/b", "2018", "a b", "-x", "x" * 41, "a.xlsx", "_"])
def test_a_name_is_one_plain_word(file, raw, name):
    with pytest.raises(UsageError, match="cannot name"):
        store.import_file(file, as_of=DAY, name=name)
    assert everything(raw) == {}


def test_a_name_is_given_once(file, other):
    store.import_file(file, as_of=DAY, name="draft")
    with pytest.raises(UsageError, match="already"):
        store.import_file(other, as_of=LATER, name="draft")


@pytest.mark.parametrize("day", ["27.03.2018", "20180327", "2018-W13-2", "2018-02-30", "", "../../x"])
def test_a_day_is_written_in_one_way(file, raw, day):
    with pytest.raises(UsageError):
        store.import_file(file, as_of=day)
    assert everything(raw) == {}


def test_a_day_to_come_is_a_slip(file, raw):
    with pytest.raises(UsageError, match="still to come"):
        store.import_file(file, as_of=(date.today() + timedelta(days=3)).isoformat())
    assert everything(raw) == {}


# --- what is refused --------------------------------------------------------------------------------------------


def _with_macros(path):
    write(path, [HEADS, GOOD])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return path


REFUSED = {
    "macros": _with_macros,
    "no head": lambda path: write(path, [["Отчет"], ["о проектах"]]),
    "no project": lambda path: write(path, [HEADS, project(id="EXAMPLE")]),
    "no workbook": lambda path: path.write_bytes(b"PK\x03\x04 broken") and path,
    "absent": lambda path: path,
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_of_a_refused_file_is_stored(tmp_path, raw, case):
    with pytest.raises(WorkbookError):
        store.import_file(REFUSED[case](tmp_path / "register.xlsx"), as_of=DAY)
    assert list(raw.rglob("*")) == []


def test_a_file_that_changed_while_it_was_read_is_refused(file, other, raw):
    register = read(file, as_of=DAY)
    with pytest.raises(SourceError, match="changed while"):
        store.store(register, other.read_bytes(), ".xlsx")
    assert everything(raw) == {}


def test_a_failure_leaves_nothing_behind(file, raw, monkeypatch):
    def full(register, folder):
        (folder / "register.parquet").write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(frames, "write_frames", full)
    with pytest.raises(OSError, match="No space"):
        store.import_file(file, as_of=DAY)
    assert everything(raw) == {}
    assert snapshots.snapshots() == ()


def test_a_folder_that_is_being_written_is_no_snapshot(file, raw):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    home = snapshots.folder()
    (home / snapshot.id).rename(home / f"{snapshots.ASIDE}abc")
    assert snapshots.snapshots() == ()


def test_two_runs_at_once_store_one_snapshot(file, raw):
    register = read(file, as_of=DAY)

    def stored(_):
        return store.store(register, file.read_bytes(), ".xlsx")

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(stored, range(4)))
    assert sum(is_new for _, is_new in results) == 1
    assert len(snapshots.snapshots()) == 1
    assert len(list(snapshots.folder().iterdir())) == 1


def test_an_odd_file_name_is_told_but_never_a_path(tmp_path, raw):
    odd = write(tmp_path / "\u202emeta.json .xlsx", [HEADS, GOOD])
    snapshot, *_ = store.import_file(odd, as_of=DAY)
    assert "\u202e" not in snapshot.file
    assert "original.xlsx" in snapshot.parts


# --- finding and reading ----------------------------------------------------------------------------------------


def test_the_newest_is_the_latest_day_and_no_example_if_there_is_a_real_one(file, other, tmp_path):
    assert snapshots.latest() is None
    example = write(tmp_path / "example.xlsx", [HEADS, project(id="EXAMPLE-1")])
    store.import_file(example, as_of="2019-01-01")
    assert snapshots.latest().is_example
    store.import_file(file, as_of=LATER)
    store.import_file(other, as_of=DAY)
    assert snapshots.latest().as_of == LATER


def test_an_unknown_snapshot_is_told_with_the_known_ones(file):
    with pytest.raises(UsageError, match="projects import"):
        snapshots.find(DAY)
    snapshot, *_ = store.import_file(file, as_of=DAY)
    with pytest.raises(UsageError, match=snapshot.id):
        snapshots.find(LATER)


@pytest.mark.parametrize("part", ["register.parquet", "original.xlsx", "doubts.parquet"])
def test_a_snapshot_that_was_edited_is_refused(file, part):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    (snapshots.folder() / snapshot.id / part).write_bytes(b"edited")
    with pytest.raises(SourceError, match=part):
        snapshots.load(snapshot)


def test_the_snapshots_of_another_raw_folder(file, tmp_path):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    assert snapshots.snapshots(tmp_path / "elsewhere") == ()
    with pytest.raises(SourceError, match=r"doubts\.parquet"):
        snapshots.require_whole(snapshot, tmp_path / "elsewhere")


@pytest.mark.parametrize("damage", ["{", "[]", json.dumps({"id": "x"})])
def test_a_damaged_record_is_told(file, damage):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    (snapshots.folder() / snapshot.id / "meta.json").write_text(damage, encoding="utf-8")
    with pytest.raises(SourceError, match=snapshot.id):
        snapshots.snapshots()


def test_a_renamed_folder_is_told(file):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    (snapshots.folder() / snapshot.id).rename(snapshots.folder() / "2016-01-01_00000000")
    with pytest.raises(SourceError, match="2016-01-01"):
        snapshots.snapshots()


def test_two_files_of_one_day_at_once_are_not_both_stored(file, other):
    def stored(path):
        try:
            return store.import_file(path, as_of=DAY)[2]
        except UsageError as refused:
            return refused.what

    with ThreadPoolExecutor(2) as pool:
        told = sorted(map(str, pool.map(stored, (file, other))))
    assert told[0].startswith("Another register is stored for")
    assert told[1] == "True"
    assert len(snapshots.snapshots()) == 1


# --- what lies beside -------------------------------------------------------------------------------------------


def test_strangers_in_the_folder_are_told_and_stop_nothing(file):
    kept, *_ = store.import_file(file, as_of=DAY)
    (snapshots.folder() / "copy of the register").mkdir()
    (snapshots.folder() / "notes.txt").write_text("mine")
    assert [each.id for each in snapshots.snapshots()] == [kept.id]
    assert snapshots.strangers() == ("copy of the register", "notes.txt")


def test_what_was_edited_with_its_checksums_differs_from_its_file(file):
    kept, stored_register, _ = store.import_file(file, as_of=DAY)
    assert differing(kept, snapshots.load(kept)) == ()
    home = snapshots.folder() / kept.id
    rows = stored_register.rows.assign(cost_planned_mln_kzt=1.0)
    frames.write_frames(replace(stored_register, rows=rows), home)
    parts = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in home.iterdir() if path.name in kept.parts
    }
    edited(kept, parts=parts)
    again = snapshots.find(kept.id)
    assert differing(again, snapshots.load(again)) == ("cost_planned_mln_kzt",)


@pytest.mark.parametrize("count", ["projects", "doubts"])
def test_the_counts_of_a_record_are_those_of_its_rows(file, count):
    kept, *_ = store.import_file(file, as_of=DAY)
    edited(kept, **{count: 999})
    with pytest.raises(SourceError, match="not what was stored"):
        snapshots.load(snapshots.find(kept.id))


def test_rows_that_are_no_table_any_more_are_told(file):
    kept, *_ = store.import_file(file, as_of=DAY)
    path = snapshots.folder() / kept.id / "register.parquet"
    path.write_bytes(b"no table")
    edited(kept, parts=kept.parts | {path.name: hashlib.sha256(b"no table").hexdigest()})
    with pytest.raises(SourceError, match="not what was stored"):
        snapshots.load(snapshots.find(kept.id))


# --- example or real --------------------------------------------------------------------------------------------

EXAMPLES = {
    "ids": [HEADS, project(id="EXAMPLE-1")],
    "stamp": [["УСЛОВНЫЕ ДАННЫЕ"], HEADS, GOOD],
}
KIND = "kind.json"


def edited(snapshot, **changes):
    """Write other words into the record of a snapshot, as somebody with an editor would; None takes one away."""
    meta = snapshots.folder() / snapshot.id / "meta.json"
    told = json.loads(meta.read_text(encoding="utf-8")) | changes
    meta.write_text(json.dumps(told), encoding="utf-8")
    return snapshot.id


def made_old(snapshot):
    """Make the snapshot one that was stored before what it is had a checksum."""
    home = snapshots.folder() / snapshot.id
    (home / KIND).unlink()
    edited(snapshot, parts={part: told for part, told in snapshot.parts.items() if part != KIND})
    return snapshots.find(snapshot.id)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("case", EXAMPLES)
def test_an_example_cannot_be_made_real_by_editing_its_record(tmp_path, case, suffix):
    path = tmp_path / f"example.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(";".join(map(str, row)) for row in EXAMPLES[case]), encoding="utf-8")
    else:
        write(path, EXAMPLES[case])
    snapshot, *_ = store.import_file(path, as_of=DAY)
    assert snapshot.is_example
    assert snapshots.load(snapshot).is_example
    with pytest.raises(SourceError, match="example"):
        snapshots.load(replace(snapshot, is_example=False))
    old = made_old(snapshot)
    assert snapshots.load(old).is_example
    with pytest.raises(SourceError, match="example"):
        snapshots.load(replace(old, is_example=False))


def test_a_real_register_cannot_be_made_an_example(file):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    with pytest.raises(SourceError, match="example"):
        snapshots.load(replace(made_old(snapshot), is_example=True))


@pytest.mark.parametrize("change", [{"is_example": False}, {"file": "other.xlsx"}])
def test_an_edited_record_is_told_before_it_is_listed(tmp_path, change):
    snapshot, *_ = store.import_file(write(tmp_path / "example.xlsx", EXAMPLES["stamp"]), as_of=DAY)
    edited(snapshot, **change)
    with pytest.raises(SourceError, match=snapshot.id):
        snapshots.snapshots()


def test_an_edited_kind_is_told(tmp_path):
    snapshot, *_ = store.import_file(write(tmp_path / "example.xlsx", EXAMPLES["stamp"]), as_of=DAY)
    kind = snapshots.folder() / snapshot.id / KIND
    kind.write_text(kind.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    edited(snapshot, is_example=False)
    with pytest.raises(SourceError, match=snapshot.id):
        snapshots.snapshots()


def test_the_original_is_the_file_of_the_checksum(file, other):
    snapshot, *_ = store.import_file(file, as_of=DAY)
    (snapshots.folder() / snapshot.id / "original.xlsx").write_bytes(other.read_bytes())
    parts = snapshot.parts | {"original.xlsx": hashlib.sha256(other.read_bytes()).hexdigest()}
    with pytest.raises(SourceError, match=r"original\.xlsx"):
        snapshots.load(replace(snapshot, parts=parts))


def test_a_workbook_without_an_ending_is_stored_and_loads(file, tmp_path):
    bare = tmp_path / "register"
    bare.write_bytes(file.read_bytes())
    snapshot, *_ = store.import_file(bare, as_of=DAY)
    assert len(snapshots.load(snapshots.find(snapshot.id)).rows) == 2


def test_snapshots_stored_before_load_as_they_did(file):
    snapshot, register, _ = store.import_file(file, as_of=DAY)
    old = made_old(snapshot)
    assert KIND not in old.parts
    pd.testing.assert_frame_equal(snapshots.load(old).rows, register.rows)
