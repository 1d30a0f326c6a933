"""The commands about projects: form, import, snapshots, check and differences, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from iidsp_analysis import territories
from iidsp_analysis.errors import BoundaryError, MissingDataError, UsageError, WorkbookError
from iidsp_analysis.language import LANGUAGES, language
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.loaders.projects.read import read
from iidsp_analysis.monitors.projects import changes
from iidsp_analysis.monitors.projects.differences import differences
from iidsp_analysis.sections.projects import check as projects_check
from iidsp_analysis.sections.projects import command
from iidsp_analysis.sections.projects import difference_words as projects_difference_words
from iidsp_analysis.sections.projects.check import CheckRequest, check_listing
from iidsp_analysis.sections.projects.command import DiffRequest, ImportRequest
from iidsp_analysis.sections.projects.doubts import doubt_rows, doubts_table
from iidsp_analysis.sections.projects.field_words import field_name, unit_names, value_text
from tests.loaders.projects.project_sheets import write

OLD, NEW = "2018-01-01", "2018-03-27"
HEADS = (
    "id", "name", "bin", "region", "oked", "map", "cost_planned_mln_kzt", "jobs_permanent_planned",
    "planned_commissioning", "product", "status", "decision_date", "status_date",
)  # fmt: skip
DAYS = ("10.05.2016", "01.01.2018")
KILN = ("P-1", "Завод кирпича", "170340000001", "Акмолинская область", "23320", "карта индустриализации", 5000.5, 50,
        "01.12.2017", "кирпич", "реализуется", *DAYS)  # fmt: skip
MILL = ("P-2", "Мельница", "170340000002", "Нигде", "10610", "региональная", 300, 20, "01.12.2017", "мука",
        "планируется", *DAYS)  # fmt: skip
LATER_KILN = (*KILN[:6], 6000.6, 45, "III кв. 2018", "кирпич", "введен", *DAYS)
DAIRY = ("P-3", "=cmd|' /C calc'!A0", "170340000003", "Акмолинская область", "01410", "региональная", 700, 5,
         "01.12.2018", "молоко", "планируется", *DAYS)  # fmt: skip


@pytest.fixture(autouse=True)
def raw(monkeypatch, tmp_path):
    """A raw folder of its own."""
    folder = tmp_path / "raw"
    folder.mkdir()
    monkeypatch.setattr(snapshots.folders, "raw", lambda: folder)
    return folder


@pytest.fixture
def files(tmp_path):
    """An older and a newer register."""
    return write(tmp_path / "old.xlsx", [HEADS, KILN, MILL]), write(tmp_path / "new.xlsx", [HEADS, LATER_KILN, DAIRY])


@pytest.fixture
def stored(files):
    return [command.import_listing(ImportRequest(path, day)) for path, day in zip(files, (OLD, NEW), strict=True)]


@pytest.fixture(scope="module")
def on_borders(panel):
    """The embedded figures on the borders of 2014."""
    return territories.on_borders(panel, 2014)


@pytest.fixture
def official(monkeypatch, panel, on_borders):
    """The embedded figures without a build on disk, put on their borders once."""
    monkeypatch.setattr(projects_check.build, "load", lambda: panel)
    monkeypatch.setattr(projects_check.territories, "on_borders", lambda _, borders: {2014: on_borders}[borders])


def told_json(text):
    """JSON as the standard has it: NaN and Infinity are refused."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def told_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


# --- form and import --------------------------------------------------------------------------------------------


def test_the_form_is_written_once_and_holds_no_project(tmp_path):
    path = tmp_path / "form.xlsx"
    assert command.template(path) == str(path)
    assert read(path, as_of=NEW).rows.empty
    with pytest.raises(UsageError, match="exists"):
        command.template(path)
    with pytest.raises(UsageError, match="xlsx"):
        command.template(tmp_path / "form.csv")
    with pytest.raises(UsageError, match="folder"):
        command.template(tmp_path / "absent" / "form.xlsx")


def test_import_names_the_snapshot_and_the_doubtful_cells(stored):
    snapshot = snapshots.find(OLD)
    assert stored[0].startswith(f"Register old.xlsx as of January 1, 2018, snapshot {snapshot.id}\nStored.")
    assert re.search(r"D3 +region +Нигде +No region has this name.*left missing +P-2", stored[0])
    assert "Projects: 2." in stored[0]


def test_import_again_says_so(files, stored):
    again = command.import_listing(ImportRequest(files[0], OLD))
    assert "stored for this day already" in again
    assert len(snapshots.snapshots()) == 2


@pytest.mark.parametrize(("output", "rows_of"), [("csv", told_csv), ("json", told_json)])
def test_import_lists_every_doubt(files, output, rows_of):
    rows = rows_of(command.import_listing(ImportRequest(files[0], OLD, output=output)))
    assert {"sheet", "cell", "column", "value", "reason", "message", "effect", "project"} == set(rows[0])
    assert [(row["cell"], row["reason"], row["effect"]) for row in rows] == [("D3", "unknown_region", "rejected")]


def test_nothing_is_imported_with_wrong_words(files):
    with pytest.raises(UsageError, match="table, csv, json"):
        command.import_listing(ImportRequest(files[0], OLD, output="xml"))
    with pytest.raises(UsageError, match="ru, kk, en"):
        command.import_listing(ImportRequest(files[0], OLD, language="fr"))
    assert snapshots.snapshots() == ()


def test_snapshots_are_listed_newest_last(stored):
    rows = told_json(command.snapshots_listing(output="json"))
    told = [(row["as_of"], row["file"], row["projects"]) for row in rows]
    assert told == [(OLD, "old.xlsx", 2), (NEW, "new.xlsx", 2)]
    assert command.snapshots_listing().splitlines()[-1].startswith(f"{NEW}_")
    assert len(told_csv(command.snapshots_listing(output="csv"))) == 2


def test_an_empty_store_is_told():
    assert command.snapshots_listing() == "No register of projects is stored."
    assert told_json(command.snapshots_listing(output="json")) == []
    with pytest.raises(MissingDataError, match="projects import"):
        check_listing(CheckRequest())


# --- differences ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stored")
class TestDiff:
    def test_in_words_and_as_a_table(self):
        text = command.diff_listing(DiffRequest(OLD, NEW)).replace("\u00a0", " ")
        assert text.startswith("Register old.xlsx as of January 1, 2018, snapshot 2018-01-01_")
        assert "\nRegister new.xlsx as of March 27, 2018, snapshot 2018-03-27_" in text
        assert "Projects: 2 → 2 (added +1, dropped −1)." in text
        assert (
            "Planned cost: 5,300.5 mln KZT → 6,700.6 mln KZT (added +700.0, dropped −300.0, changed +1,000.1)." in text
        )
        assert "Postponed: 1\n  P-1 “Завод кирпича”: planned commissioning December 1, 2017 → " in text
        assert "→ September 30, 2018, full months: +9.\n" in text
        assert "cost planned 5,000.5 mln KZT → 6,000.6 mln KZT, +20.0%." in text
        assert "status under way → commissioned." in text
        assert "P-2 “Мельница”: not in the newer register; planned cost: 300 mln KZT." in text
        assert re.search(r"^Dropped +P-2 +.*!A3$", text, re.MULTILINE)
        assert not any(word in text for word in ("nan", "None", "{", "under_way"))

    def test_json(self):
        rows = told_json(command.diff_listing(DiffRequest(OLD, NEW, output="json")))
        assert {(row["kind"], row["project"]) for row in rows} == {
            ("added", "P-3"), ("dropped", "P-2"), ("status", "P-1"), ("postponed", "P-1"), ("recosted", "P-1"),
            ("jobs", "P-1"),
        }  # fmt: skip
        (moved,) = [row for row in rows if row["kind"] == "postponed"]
        assert (moved["old"], moved["new"], moved["change"], moved["unit"]) == ("2017-12-01", "2018-09-30", 9, "months")
        assert moved["cell"].endswith("!I2")
        (cost,) = [row for row in rows if row["kind"] == "recosted"]
        assert (cost["old"], cost["new"], cost["unit"]) == (5000.5, 6000.6, "percent")
        assert cost["change"] == pytest.approx((6000.6 / 5000.5 - 1) * 100, abs=1e-6)

    def test_csv_runs_nothing_in_a_spreadsheet(self):
        text = command.diff_listing(DiffRequest(OLD, NEW, output="csv"))
        rows = told_csv(text)
        assert list(rows[0]) == list(command.DIFFERENCE_ROW)
        (added,) = [row for row in rows if row["kind"] == "added"]
        assert added["name"] == "'=cmd|' /C calc'!A0"
        assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
        assert "nan" not in text

    def test_a_file_beside_a_snapshot(self, files):
        named = f"{files[1]}@{NEW}"
        by_file = command.diff_listing(DiffRequest(OLD, named, output="json"))
        assert told_json(by_file) == told_json(command.diff_listing(DiffRequest(OLD, NEW, output="json")))
        assert "new.xlsx as of March 27, 2018 (not stored)" in command.diff_listing(DiffRequest(OLD, named))

    def test_no_difference(self):
        assert command.diff_listing(DiffRequest(OLD, OLD)).endswith("No project differs.")
        assert told_json(command.diff_listing(DiffRequest(OLD, OLD, output="json"))) == []

    def test_refusals(self, files):
        with pytest.raises(UsageError, match="older one first"):
            command.diff_listing(DiffRequest(NEW, OLD))
        with pytest.raises(UsageError, match="no snapshot '2017-01-01'"):
            command.diff_listing(DiffRequest("2017-01-01", NEW))
        with pytest.raises(UsageError, match=r"no snapshot '27.03.2018'.*Known: 2018-01-01_"):
            command.diff_listing(DiffRequest(OLD, "27.03.2018"))
        with pytest.raises(UsageError, match="Name one day"):
            check_listing(CheckRequest(f"{files[1]}@{NEW}", as_of=OLD))
        with pytest.raises(UsageError, match="2018-02-30"):
            check_listing(CheckRequest(f"{files[1]}@2018-02-30"))
        with pytest.raises(WorkbookError, match="no such file"):
            command.diff_listing(DiffRequest(OLD, "absent.csv"))
        with pytest.raises(UsageError, match="table, csv, json"):
            command.diff_listing(DiffRequest(OLD, NEW, output="xml"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_has_a_name_and_a_sentence(files, code):
    compared = differences(*(read(path, as_of=day) for path, day in zip(files, (OLD, NEW), strict=True)))
    row = {"project": "P", "name": "Завод {x}", "field": "status_date", "old": OLD, "new": NEW, "change": -2.0,
           "unit": "months", "old_row": 0, "new_row": 0}  # fmt: skip
    for kind in changes.KINDS:
        assert projects_difference_words.kind_name(kind, language(code))
        field = "" if kind in {changes.ADDED, changes.DROPPED} else row["field"]
        sentence = projects_difference_words.sentence(row | {"kind": kind, "field": field}, compared, language(code))
        assert sentence.startswith({"ru": "P «Завод {x}»: ", "kk": "P «Завод {x}»: ", "en": "P “Завод {x}”: "}[code])


def test_fields_and_values_in_words():
    english, russian = language("en"), language("ru")
    assert field_name("cost_planned_mln_kzt", english) == "cost planned"
    assert field_name("output_actual_2017_mln_kzt", english) == "output actual (2017)"
    assert field_name("bin", russian) == "БИН"
    assert value_text("region", "akmola", russian).startswith("Акмолинская")
    assert value_text("status", "under_way", russian) == "реализуется"
    assert value_text("cost_planned_mln_kzt", None, english) == "–"
    assert value_text("export_share_planned_pct", 0.25, english) == "0.250\u00a0%"


def test_units_are_told_in_the_language_of_the_reader(tmp_path):
    heads = ["id", "name", "Стоимость, тыс. тенге", "Стоимость факт, млрд тенге", "Выпуск план, тенге",
             "Выпуск факт, трлн тенге"]  # fmt: skip
    path = write(tmp_path / "units.xlsx", [heads, ["P-1", "Завод", 5, 5, 5, 5]])
    told = unit_names(language("ru"))
    assert set(told) == {"mln KZT", "thousand KZT", "bn KZT", "trn KZT", "KZT", "%", "persons", "times"}
    register = read(path, as_of=NEW)
    stated = {gaps["stated"] for gaps in register.doubts["gaps"] if "stated" in gaps}
    assert stated == {"thousand KZT", "bn KZT", "trn KZT", "KZT"}
    assert all("{" not in row["message"] for row in doubt_rows(register, language("ru")))


def test_the_columns_of_doubts_are_told_by_their_names(tmp_path):
    path = write(tmp_path / "r.xlsx", [HEADS, (*KILN[:6], "много", *KILN[7:])])
    text = "\n".join(doubts_table(read(path, as_of=NEW), language("ru")))
    assert "cost_planned_mln_kzt" not in text
    assert "стоимость проекта план" in text


def test_codes_have_their_proper_names():
    russian, english = language("ru"), language("en")
    assert [field_name(name, russian) for name in ("bin", "oked", "hs", "id")] == ["БИН", "ОКЭД", "ТН ВЭД", "ID"]
    assert [field_name(name, english) for name in ("bin", "oked", "hs", "id")] == ["BIN", "OKED", "HS", "ID"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_names_stand_in_the_quotation_marks_of_the_language(files, code):
    compared = differences(*(read(path, as_of=day) for path, day in zip(files, (OLD, NEW), strict=True)))
    row = {"project": "P", "name": "Завод", "kind": changes.RENAMED, "field": "name", "old": "Цех", "new": "Завод",
           "change": float("nan"), "unit": "", "old_row": 0, "new_row": 0}  # fmt: skip
    sentence = projects_difference_words.sentence(row, compared, language(code))
    for name in ("Завод", "Цех"):
        assert {"ru": f"«{name}»", "kk": f"«{name}»", "en": f"“{name}”"}[code] in sentence


def test_what_was_told_and_could_not_be_read_is_not_called_untold(tmp_path):
    bad = (*KILN[:6], "много", *KILN[7:])
    old, new = (read(write(tmp_path / f"{at}.xlsx", [HEADS, row]), as_of=day)
                for at, row, day in ((1, KILN, OLD), (2, bad, NEW)))  # fmt: skip
    for first, second, kind in ((old, new, changes.WITHDRAWN), (replace(new, as_of=OLD), old, changes.SUPPLIED)):
        compared = differences(first, replace(second, as_of=NEW))
        (row,) = command.difference_rows(compared, language("en"))
        assert row["kind"] == kind
        assert "not told" not in row["message"]
        assert "could not be read" in row["message"]
        assert "Реестр!G2" in row["message"]


# --- check ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stored", "official")
class TestCheck:
    def test_json_has_the_agreed_columns(self):
        checked = check_listing(CheckRequest(output="json"))
        rows = told_json(checked.text)
        assert all(list(row) == ["project", "rule", "severity", "message", "cell"] for row in rows)
        (farm,) = [row for row in rows if row["rule"] == "division_outside_manufacturing"]
        assert (farm["project"], farm["severity"]) == ("P-3", "error")
        assert farm["cell"].endswith("!E3")
        assert checked.errors == len([row for row in rows if row["severity"] == "error"]) >= 1

    def test_csv_has_the_same_rows(self):
        rows = told_csv(check_listing(CheckRequest(NEW, output="csv")).text)
        as_json = told_json(check_listing(CheckRequest(NEW, output="json")).text)
        assert [row["rule"] for row in rows] == [row["rule"] for row in as_json]

    def test_the_table_names_snapshot_rules_and_settings(self):
        text = check_listing(CheckRequest()).text
        assert text.startswith(f"Register new.xlsx as of March 27, 2018, snapshot {snapshots.find(NEW).id}")
        assert re.search(r"^error +P-3 +\S+!E3 +division_outside_manufacturing +", text, re.MULTILINE)
        assert "cost_overrun_outlier" in text
        assert "Settings of the rules: project_rules.yml." in text
        assert "not verified" in text

    def test_a_file_and_its_day(self, files):
        text = check_listing(CheckRequest(str(files[0]), as_of=OLD)).text
        assert text.startswith("Register old.xlsx as of January 1, 2018 (not stored)")
        with pytest.raises(UsageError, match="speaks for"):
            check_listing(CheckRequest(NEW, as_of=OLD))

    def test_doubts_instead_of_findings(self):
        checked = check_listing(CheckRequest(OLD, doubts=True))
        assert "unknown_region" not in checked.text
        assert "No region has this name" in checked.text
        assert checked.errors == 0
        rows = told_json(check_listing(CheckRequest(OLD, doubts=True, output="json")).text)
        assert [row["cell"] for row in rows] == ["D3"]

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_a_mandatory_field_that_could_not_be_read_is_not_called_empty(self, tmp_path, code):
        cells = (*KILN[:2], "17", *KILN[3:9], "", *KILN[10:])
        path = write(tmp_path / "bad.xlsx", [HEADS, cells])
        rows = told_json(check_listing(CheckRequest(str(path), as_of=NEW, language=code, output="json")).text)
        told = {row["cell"]: row["message"] for row in rows if row["rule"] == "mandatory_field_missing"}
        assert {cell for cell in told if cell} == {"Реестр!C2", "Реестр!J2", "Реестр!2:2"}
        name = {"en": "BIN", "ru": "БИН", "kk": "БСН"}[code]
        assert name in told["Реестр!C2"]
        assert "Реестр!C2" in told["Реестр!C2"]
        assert "C2" not in told["Реестр!J2"]
        assert name.lower() not in told["Реестр!C2"]

    def test_a_file_of_another_program_is_told(self, tmp_path):
        (tmp_path / "r.docx").write_bytes(b"PK\x03\x04")
        with pytest.raises(WorkbookError, match="Word"):
            check_listing(CheckRequest(str(tmp_path / "r.docx")))
        (tmp_path / "x.csv").mkdir()
        with pytest.raises(WorkbookError, match="folder"):
            check_listing(CheckRequest(str(tmp_path / "x.csv")))

    @pytest.mark.parametrize("day", ["20180301", "0001-01-01"])
    def test_a_day_is_written_in_one_way_everywhere(self, files, day):
        with pytest.raises(UsageError):
            check_listing(CheckRequest(str(files[0]), as_of=day))
        with pytest.raises(UsageError):
            command.diff_listing(DiffRequest(f"{files[0]}@{day}", NEW))

    def test_an_example_is_stamped(self, tmp_path):
        example = write(tmp_path / "example.xlsx", [HEADS, ("EXAMPLE-1", *KILN[1:])])
        assert "EXAMPLE DATA" in check_listing(CheckRequest(str(example))).text.splitlines()[0]


def test_the_newest_snapshot_is_checked_by_default(stored, official):
    assert check_listing(CheckRequest()) == check_listing(CheckRequest(NEW))
    assert check_listing(replace(CheckRequest(), target=OLD)) != check_listing(CheckRequest(NEW))


@pytest.mark.usefixtures("official")
def test_the_example_can_be_checked_and_compared():
    assert "EXAMPLE DATA" in check_listing(CheckRequest("example")).text
    assert "No project differs" in command.diff_listing(DiffRequest("example", "example"))


def test_a_folder_is_no_register(tmp_path):
    with pytest.raises(UsageError, match="That is a folder"):
        check_listing(CheckRequest(str(tmp_path)))


def test_wrong_borders_are_refused_before_a_register_is_asked_for():
    with pytest.raises(BoundaryError):
        check_listing(CheckRequest(borders=1999))
